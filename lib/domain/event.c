#include "domain/event.h"

#include <string.h>

#include "base/mem.h"

static const char *const events[EVENT_OWN] = {
	"open", "respond", "contact", "assign", "amend", "note", "attach", "task", "done", "hold",
	"resume", "promise", "compensate", "approve", "remind", "escalate", "notify", "resolve",
	"close", "reopen", "cancel", "void", "seal", "repair", "erase",
};

static const char *const columns[COLUMN_FIELD] = {
	"at", "logged", "case", "event", "by", "kind", "channel", "category", "severity",
	"customer", "type", "place", "product", "batch", "department", "owner", "due", "amount",
	"detail", "key", "text", "check",
};

static int find(const char *const *names, int count, const char *name, size_t n)
{
	int i;

	for (i = 0; i < count; i++)
		if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0)
			return i;
	return -1;
}

const char *event_name(int code)
{
	return code >= 0 && code < EVENT_OWN ? events[code] : NULL;
}

int event_find(const char *name, size_t n)
{
	return find(events, EVENT_OWN, name, n);
}

int event_is_about_log(int code)
{
	return code == EVENT_SEAL || code == EVENT_REPAIR || code == EVENT_ERASE;
}

void event_set_add(struct event_set *set, int code)
{
	if (code < 0 || code >= EVENT_MAX)
		BUG("event code out of range");
	set->bits[code / 64] |= (uint64_t)1 << (code % 64);
}

int event_set_is_empty(const struct event_set *set)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(set->bits); i++)
		if (set->bits[i])
			return 0;
	return 1;
}

const char *column_name(int column)
{
	return column >= 0 && column < COLUMN_FIELD ? columns[column] : NULL;
}

int column_find(const char *name, size_t n)
{
	return find(columns, COLUMN_FIELD, name, n);
}

int column_is_class(int column)
{
	switch (column) {
	case COLUMN_KIND:
	case COLUMN_CHANNEL:
	case COLUMN_CATEGORY:
	case COLUMN_SEVERITY:
	case COLUMN_CUSTOMER:
	case COLUMN_TYPE:
	case COLUMN_PLACE:
	case COLUMN_PRODUCT:
	case COLUMN_BATCH:
	case COLUMN_DEPARTMENT:
	case COLUMN_OWNER:
		return 1;
	default:
		return column >= COLUMN_FIELD && column < COLUMN_MAX;
	}
}
