/*
 * returning: customers who get in touch again about the same thing soon after their case was closed (C7, C13,
 * metrics.md: repeat contact). Part of a tally.
 *
 *	returning_plan_init(&plan, &map);                // before the log is read
 *	returning_plan_period(&plan, from, to);
 *	returning_add(&r, &history, class, kind, targets, is_last, is_again);   // case by case
 *	returning_merge(&r, &other);                     // of the same plan and symbols
 *	returning_count(&r, fn, ctx);                    // once, after all cases
 *	returning_release(&r);
 *
 * A case received in W is a repeat where another case of the same customer and category (as they are now) was
 * closed at most 30 days before and not taken up again in between; whether it is closed still does not matter.
 * Cancelled cases neither are repeats nor have any, duties and measures are no customer's.
 *
 * Cases closed before W are dropped while the log is read, so that what was closed in these 30 days is noted when
 * its case is dropped; a later row has the case read again and noted once more, and the last note counts. 40
 * bytes a closing of 30 days and W, 40 a case received in W, and nothing for the years before them.
 */
#ifndef SD_REPORT_RETURNING_H
#define SD_REPORT_RETURNING_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"

#define RETURNING_WITHIN (30 * 86400)    /* seconds from the closing to the next contact */

struct returning_plan {
	const struct classmap *map;
	int slot_category;
	instant from, to;                /* W */
};
void returning_plan_init(struct returning_plan *plan, struct classmap *map);
void returning_plan_period(struct returning_plan *plan, instant from, instant to);

struct returning_close {
	caseid id;
	uint64_t key;                    /* of customer and category */
	instant at, until;               /* closed from .. up to the reopening, else INSTANT_MAX */
	uint8_t is_last;                 /* noted after all rows were read */
};
struct returning_received {
	caseid id;
	uint64_t key;                    /* 0: the customer is not known */
	instant at;
	uint32_t kind, category;
	uint64_t targets;                /* bit i: counts for the i-th target */
};

struct returning {
	const struct returning_plan *plan;
	struct returning_close *close;       size_t ncloses, alloc_closes;
	struct returning_received *received; size_t nreceived, alloc_received;
	caseid *again;                       size_t nagain, alloc_again;  /* dropped before, and there in the end */
};
void returning_release(struct returning *r);

/* Has the case anything to be noted? Cheap; whoever is told no need not call returning_add(). */
int returning_wants(const struct returning_plan *plan, const struct history *h, int is_last, int is_again);
/*
 * `class` is the case's at as-of; h may be empty (all its rows are void). `counts`: neither cancelled nor a duty.
 * is_again: it may have been noted before, when it was dropped.
 */
struct returning_case {
	const struct history *h;
	const uint32_t *class;
	uint32_t kind, category;
	uint64_t targets;
	int counts, is_last, is_again;
	int is_outside;                  /* not one of those that are counted, but an earlier contact for them */
};
void returning_add(struct returning *r, const struct returning_case *c);
void returning_merge(struct returning *r, const struct returning *from);

/* Calls fn for each case received in W; has_earlier is 0 where the customer is not known. */
typedef void returning_fn(void *ctx, const struct returning_received *c, int has_earlier);
void returning_count(struct returning *r, returning_fn *fn, void *ctx);

#endif
