/*
 * followup: measures and duties (C23, D1): what an evaluation meeting decided, what recurs, and whether it was done. Part
 * of a tally; cases of the kinds `action` and `duty`, which are in no figure of customers.
 *
 *	followup_case(&list, &history, class, &instances, &where);    // case by case
 *	followup_merge(&list, &other);                 // of the same symbols
 *	followup_release(&list);
 *
 * Noted are the cases opened before the end of the period that were opened in it, done or withdrawn since it began, or
 * are open still. Due and late are what the clock `action` or `duty` says: the instance that began last.
 */
#ifndef SD_REPORT_FOLLOWUP_H
#define SD_REPORT_FOLLOWUP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "domain/history.h"
#include "rules/clock.h"

enum followup_state { FOLLOWUP_DONE, FOLLOWUP_DONE_LATE, FOLLOWUP_OPEN, FOLLOWUP_LATE, FOLLOWUP_CANCELLED };
#define FOLLOWUP_STATES 5
/* "done", "done-late", "open", "late", "cancelled": untranslated. */
const char *followup_state_name(enum followup_state s);

struct followup_item {
	caseid id;
	off_t offset;                    /* of the first row */
	int is_duty;                     /* else a measure */
	enum followup_state state;
	instant opened, due, done;       /* due, done: INSTANT_NONE */
	uint32_t category, owner, department;   /* symbols; category: the duty's name */
	char *text;                      /* owned; of a measure, once whoever has the log has read it; else NULL */
};
struct followup_list {
	struct followup_item *item;
	size_t n, alloc;
};
#define FOLLOWUP_LIST_INIT { NULL, 0, 0 }
void followup_release(struct followup_list *list);

struct followup_where {
	const struct classmap *map;      /* has category, owner and department */
	instant from, to;
	int is_duty;
	off_t offset;                    /* of the case's first row */
};

/* `class` is the case's at its end. */
void followup_case(struct followup_list *list, const struct history *h, const uint32_t *class,
		   const struct clock_list *instances, const struct followup_where *where);
void followup_merge(struct followup_list *list, struct followup_list *from);   /* `from` is empty then */

/* Seconds late: until it was done, else until as-of; 0 where it is not late. */
int64_t followup_late(const struct followup_item *x, instant as_of);

#endif
