#include "report/hard.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"

const char *hard_name(enum hard_why w)
{
	static const char *const names[HARD_COUNT] = { "late", "escalated", "reopened", "waiting", "old", "grave" };

	return names[w];
}

void hard_release(struct hard_list *list)
{
	free(list->item);
	*list = (struct hard_list)HARD_LIST_INIT;
}

/* How long the limit that was missed first is past. */
static int64_t lateness(const struct clock_list *instances, instant as_of)
{
	int64_t late = 0;
	size_t i;

	for (i = 0; i < instances->n; i++) {
		const struct clock_instance *x = &instances->instance[i];

		if (x->verdict == VERDICT_BREACHED && x->ended == INSTANT_NONE && as_of - x->due > late)
			late = as_of - x->due;
	}
	return late;
}

static int64_t on_hold(const struct history *h, instant as_of)
{
	enum case_state state = CASE_NONE, next;
	instant since = as_of;
	size_t i;

	for (i = 0; i < h->n; i++) {
		next = casestate_after(state, h->event[i].event);
		if (next == CASE_WAITING && state != CASE_WAITING)
			since = h->event[i].at;
		state = next;
	}
	return state == CASE_WAITING ? as_of - since : 0;
}

static uint32_t value(const struct hard_where *where, int column)
{
	int slot = where->map->slot[column];

	return slot < 0 ? 0 : where->class[slot];
}

static int is_grave(const struct hard_where *where)
{
	const char *severity = symbols_str(where->symbols, COLUMN_SEVERITY, value(where, COLUMN_SEVERITY));
	const struct policy_kind *k =
		policy_kind(where->policy, symbols_str(where->symbols, COLUMN_KIND, value(where, COLUMN_KIND)));

	return k && k->nseverity > 1 && !strcmp(k->severity[k->nseverity - 1].name, severity);
}

void hard_case(struct hard_list *list, const struct history *h, const struct clock_list *instances,
	       const struct hard_where *where)
{
	int64_t late = lateness(instances, where->as_of);
	unsigned int why = 0;

	why |= late > 0 ? 1U << HARD_LATE : 0;
	why |= where->is_escalated ? 1U << HARD_ESCALATED : 0;
	why |= where->reopened ? 1U << HARD_REOPENED : 0;
	why |= on_hold(h, where->as_of) > HARD_WAITING_FOR ? 1U << HARD_WAITING : 0;
	why |= where->as_of - h->event[0].at > HARD_OPEN_FOR ? 1U << HARD_OLD : 0;
	why |= is_grave(where) ? 1U << HARD_GRAVE : 0;
	MEM_GROW(list->item, list->n + 1, list->alloc);
	list->item[list->n++] = (struct hard_item){
		.id = h->id, .opened = h->event[0].at, .why = why, .late = late,
		.kind = value(where, COLUMN_KIND), .category = value(where, COLUMN_CATEGORY),
		.severity = value(where, COLUMN_SEVERITY), .department = value(where, COLUMN_DEPARTMENT),
		.owner = value(where, COLUMN_OWNER), .place = value(where, COLUMN_PLACE),
		.product = value(where, COLUMN_PRODUCT) };
}

void hard_merge(struct hard_list *list, const struct hard_list *from)
{
	MEM_GROW(list->item, list->n + from->n, list->alloc);
	if (from->n)
		memcpy(list->item + list->n, from->item, from->n * sizeof(*from->item));
	list->n += from->n;
}
