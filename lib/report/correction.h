/*
 * correction: answers that were found wrong later (M4.2), and who gave them, a case at a time. Pure.
 *
 *	correction_plan_init(&plan, set);              // then its period
 *	struct correction c = { .plan = &plan };
 *	correction_case(&c, &history, kind);           // case by case; not of cancelled ones
 *	correction_merge(&c, &other);                  // in any order
 *	correction_release(&c);
 *
 * An answer is a `respond`, a `resolve` or the policy's own `feedback` by a person; several in the same second by the
 * same person are one. A correction is an event whose role in the policy is `wrong-answer`. It says that the last answer before
 * it was wrong, whoever writes it: the answer is charged to who gave it (column `by`), not to who owned the case. Another
 * correction of the same answer does not make it wrong twice.
 *
 * Of the answers given in W so many were found wrong by as-of: a share. Corrections that happened in W are counted
 * and listed apart, because the answer may be older.
 */
#ifndef SD_REPORT_CORRECTION_H
#define SD_REPORT_CORRECTION_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "domain/policy.h"

struct correction_plan {
	int is_on;                       /* a version of the policy has such an event */
	struct event_set answers, wrong;
	instant from, to;
};
void correction_plan_init(struct correction_plan *plan, const struct policy_set *set);

struct correction_count {
	uint32_t by, kind;               /* by: symbol of COLUMN_BY */
	uint32_t next;
	uint64_t answers, wrong;         /* given in W, of these found wrong */
	uint64_t found;                  /* corrections in W of what they had answered, whenever */
};

/* A correction in W. */
struct correction_item {
	caseid id;
	instant at, answered;            /* answered: INSTANT_NONE: the log has no answer */
	uint32_t by, kind, line;
};

struct correction {
	const struct correction_plan *plan;
	struct correction_count *count;  size_t ncounts, alloc_counts;
	struct correction_item *item;    size_t nitems, alloc_items;
	uint32_t *first;                 size_t nfirst, alloc_first;  /* by `by`: its first count + 1 */
};
void correction_release(struct correction *c);
void correction_merge(struct correction *c, const struct correction *from);

/* The events of `answers` have `by`. */
void correction_case(struct correction *c, const struct history *h, uint32_t kind);

#endif
