/*
 * event: the vocabulary of the case log. Its columns, its built-in events, and sets of events.
 *
 * Events are small numbers: the built-in ones below, then the policy's own from EVENT_OWN on (see
 * policy_set in domain/policy.h, which knows their names). Columns likewise: the built-in ones, then
 * the policy's fields from COLUMN_FIELD on.
 */
#ifndef SD_DOMAIN_EVENT_H
#define SD_DOMAIN_EVENT_H

#include <stddef.h>
#include <stdint.h>

enum event_code {
	EVENT_OPEN, EVENT_RESPOND, EVENT_CONTACT, EVENT_ASSIGN, EVENT_AMEND, EVENT_NOTE,
	EVENT_ATTACH, EVENT_TASK, EVENT_DONE, EVENT_HOLD, EVENT_RESUME, EVENT_PROMISE,
	EVENT_COMPENSATE, EVENT_APPROVE, EVENT_REMIND, EVENT_ESCALATE, EVENT_NOTIFY,
	EVENT_RESOLVE, EVENT_CLOSE, EVENT_REOPEN, EVENT_CANCEL, EVENT_VOID, EVENT_SEAL,
	EVENT_REPAIR, EVENT_ERASE,
	EVENT_OWN,                /* the first of the policy's own */
	EVENT_MAX = 128           /* codes are below this */
};

/* Name of a built-in event, or NULL. The code of a built-in name, or -1. */
const char *event_name(int code);
int event_find(const char *name, size_t n);

/* A row about the file itself, without a case: seal, repair, erase. */
int event_is_about_log(int code);

struct event_set {
	uint64_t bits[EVENT_MAX / 64];
};
void event_set_add(struct event_set *set, int code);
int event_set_is_empty(const struct event_set *set);

/* Here, because rules ask it for every row of every case. */
static inline int event_set_has(const struct event_set *set, int code)
{
	return code >= 0 && code < EVENT_MAX && (set->bits[code / 64] >> (code % 64) & 1);
}

enum column {
	COLUMN_AT, COLUMN_LOGGED, COLUMN_CASE, COLUMN_EVENT, COLUMN_BY, COLUMN_KIND,
	COLUMN_CHANNEL, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_CUSTOMER, COLUMN_TYPE,
	COLUMN_PLACE, COLUMN_PRODUCT, COLUMN_BATCH, COLUMN_DEPARTMENT, COLUMN_OWNER, COLUMN_DUE,
	COLUMN_AMOUNT, COLUMN_DETAIL, COLUMN_KEY,
	COLUMN_TEXT, COLUMN_CHECK,
	COLUMN_FIELD,             /* the first of the policy's fields */
	COLUMN_MAX = 64           /* columns are below this */
};

/* Name of a built-in column, or NULL. The built-in column of a name, or -1. */
const char *column_name(int column);
int column_find(const char *name, size_t n);

/* Does the column classify a case (kind .. batch, department, owner, fields), so that rules may ask for it? */
int column_is_class(int column);

#endif
