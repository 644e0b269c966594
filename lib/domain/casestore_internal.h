/* casestore_internal: what casestore*.c share. */
#ifndef SD_DOMAIN_CASESTORE_INTERNAL_H
#define SD_DOMAIN_CASESTORE_INTERNAL_H

#include "domain/casestore.h"

#define CASESTORE_OPEN_CLASS 0x80    /* flag: the event's class is the case's own, not a list */

static inline int casestore_event_code(const struct casestore_event *e)
{
	return e->packed >> 8 & 0xFF;
}

#define CASESTORE_AT_BIAS ((int64_t)1 << 40) /* instants of the years 0000 to 9999 become positive */

static inline instant casestore_event_at(const struct casestore_event *e)
{
	return (int64_t)(e->packed >> 16) - CASESTORE_AT_BIAS;
}

/* What an RFC 3339 time can be. */
static inline int casestore_is_instant(instant t)
{
	return t >= -CASESTORE_AT_BIAS && t <= INSTANT_MAX;
}

/* What `extra` of an event is; 0 is nothing with all of them. `more` of a due: see there. */
enum casestore_extra {
	EXTRA_NONE,
	EXTRA_CHANGES,               /* index of a list in `change` */
	EXTRA_DUE,                   /* index in `due` */
	EXTRA_DETAIL,                /* symbol of COLUMN_DETAIL */
	EXTRA_CHECK,                 /* history_void() */
};
enum casestore_extra casestore_extra_of(const struct casestore *s, int event);

/* The column of the symbol that `more` of a due is, where it is one. */
static inline int casestore_more_column(int event)
{
	return event == EVENT_NOTIFY ? COLUMN_OWNER : COLUMN_AMOUNT;
}

/* Room for so many in all, so that they need not move when they come. */
void casestore_reserve(struct casestore *s, size_t ncases, size_t nevents);
/* A case that is not there yet: its index. */
size_t casestore_add_case(struct casestore *s, caseid id, off_t offset);
/* The event becomes the last one of case i. */
void casestore_add_event(struct casestore *s, size_t i, const struct casestore_event *e);
/* Both return `extra`; no changes are 0. */
uint32_t casestore_add_changes(struct casestore *s, const struct class_change *change, size_t n);
uint32_t casestore_add_due(struct casestore *s, const struct casestore_due *due);

/* What is cold stays so, and cannot be had any more. */
void casestore_forget_cold(struct casestore *s);
/* The cases stand elsewhere now: find them there. */
void casestore_fill_slots(struct casestore *s);
/* A case that was not there: if it may have been dropped, it is partial and must be read again. */
void casestore_find_dropped(struct casestore *s, struct casestore_case *c);

#endif
