/*
 * hard: the cases that a meeting of the departments has to speak about (C12): open, and late or otherwise hard. Part of a
 * tally.
 *
 *	hard_case(&list, &history, &instances, &c);    // case by case
 *	hard_merge(&list, &other);                     // of the same symbols
 *	hard_release(&list);
 *
 * Hard is what is past a limit now, was escalated, was taken up again, has been on hold for more than three days, has
 * been open for more than seven, or has the gravest severity of its kind (the last one in the policy).
 */
#ifndef SD_REPORT_HARD_H
#define SD_REPORT_HARD_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "domain/policy.h"
#include "rules/clock.h"

#define HARD_WAITING_FOR (3 * 86400)     /* seconds */
#define HARD_OPEN_FOR    (7 * 86400)

enum hard_why {
	HARD_LATE, HARD_ESCALATED, HARD_REOPENED, HARD_WAITING, HARD_OLD, HARD_GRAVE, HARD_COUNT
};
/* "late", "escalated", "reopened", "waiting", "old", "grave": untranslated. */
const char *hard_name(enum hard_why w);

struct hard_item {
	caseid id;
	instant opened;
	unsigned int why;                /* 1 << enum hard_why; 0: it is open, and nothing else */
	int64_t late;                    /* seconds past the limit that was missed first; 0: none was */
	uint32_t kind, category, severity, department, owner, place, product;
};
struct hard_list {
	struct hard_item *item;
	size_t n, alloc;
};
#define HARD_LIST_INIT { NULL, 0, 0 }
void hard_release(struct hard_list *list);

struct hard_where {
	const struct policy *policy;     /* in force for the case */
	const struct classmap *map;
	const struct symbols *symbols;
	const uint32_t *class;           /* of the case at as-of */
	instant as_of;
	int reopened, is_escalated;
};

/* The case is open at as-of. All open cases are listed: those that are not hard are counted beside the others. */
void hard_case(struct hard_list *list, const struct history *h, const struct clock_list *instances,
	       const struct hard_where *where);
void hard_merge(struct hard_list *list, const struct hard_list *from);

#endif
