/*
 * scorecard: the counts behind the score card of each handler and department, and behind the list of who missed
 * which limit, a case at a time (metrics.md: staff score card; H4, H6, M5, F6.2). Pure.
 *
 *	scorecard_plan_init(&plan, set, &map);         // before the log is read; then its period
 *	struct scorecard s = { .plan = &plan };
 *	scorecard_case(&s, &history, &facts, class);   // case by case; class: as it is at as-of
 *	scorecard_verdict(&s, class, name_id, is_met); // of each instance decided in the period; class: as it was then
 *	scorecard_answer(&s, who, kind, is_satisfied); // of each case with an answer to the CSAT
 *	scorecard_merge(&s, &other);                   // sums: in any order
 *	scorecard_release(&s);
 *
 * Credit goes to whom the case belonged to when it happened, not to whom it belongs to now: a verdict to who owned
 * the case (of a task: the task's) when it fell, a resolution, its reopen and the customer's answer to who owned the case when
 * it was resolved. Nobody is somebody, too: symbol 0. Each kind has figures of its own, they are never mixed.
 */
#ifndef SD_REPORT_SCORECARD_H
#define SD_REPORT_SCORECARD_H

#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "report/facts.h"

enum score_holder { SCORE_OWNER, SCORE_DEPARTMENT, SCORE_HOLDERS };

/* What a row counts: most is the same for the owner and the department of a case, and is counted once for the pair. */
enum score_by {
	SCORE_BY_PAIR,
	SCORE_BY_OWNER, SCORE_BY_DEPARTMENT,    /* `owned`, of cases that changed hands */
	SCORE_BY_PERSON,                        /* `named`: who[0] is a symbol of the policy's first field of `role: staff` */
};

enum score_share {
	SCORE_ATTAINMENT,            /* met / decided in W */
	SCORE_RESOLUTION,            /* first resolution held for 7 d / received in W, resolved, and the 7 d are over */
	SCORE_REOPEN,                /* reopened within 7 d / resolved in W and the 7 d are over; once a case */
	SCORE_CSAT,                  /* satisfied / answers in W */
	SCORE_SHARES
};
const char *score_share_name(enum score_share s);  /* "attainment", ... untranslated, stable */

struct score {
	uint32_t by, who[SCORE_HOLDERS], kind;  /* who: symbols of owner and department, or of the one in who[0] */
	uint64_t owned;              /* cases that were theirs at some time of W while open; nobody's: all that time */
	uint64_t received;           /* received in W and theirs at as-of */
	uint64_t open;               /* open at as-of and theirs, whenever received */
	uint64_t named;              /* received in W and about this person */
	struct { uint64_t n, of; } share[SCORE_SHARES];  /* SCORE_ATTAINMENT: not here, but in the verdicts */
};

/* Of an owner, department, kind and clock; missed: with a breach. */
struct score_verdict {
	uint32_t who[SCORE_HOLDERS], kind, clock;   /* clock: name_id */
	uint64_t missed, decided;
};

struct scorecard_plan {
	int is_on;
	int slot[SCORE_HOLDERS], slot_kind;   /* in the map */
	int named, slot_named;       /* the field's column and slot; -1: there is none */
	instant from, to;
};
void scorecard_plan_init(struct scorecard_plan *plan, const struct policy_set *set, struct classmap *map);

struct scorecard {
	const struct scorecard_plan *plan;
	struct score *row;              size_t nrows, alloc_rows;
	struct score_verdict *verdict;  size_t nverdicts, alloc_verdicts;
	struct intern rows, verdicts;           /* by what they count */
	uint32_t *seen;                 size_t nseen, alloc_seen;   /* of the case at hand */
};
void scorecard_release(struct scorecard *s);
void scorecard_merge(struct scorecard *s, const struct scorecard *from);

/* Not cancelled. */
void scorecard_case(struct scorecard *s, const struct history *h, const struct facts *f, const uint32_t *class);
void scorecard_verdict(struct scorecard *s, const uint32_t *class, uint32_t clock, int is_met);
void scorecard_answer(struct scorecard *s, const uint32_t who[SCORE_HOLDERS], uint32_t kind, int is_satisfied);

/* Owner and department at the last resolve up to `at`; at that instant where it was not resolved before. */
void scorecard_who(const struct scorecard_plan *plan, const struct history *h, instant at,
		   uint32_t who[SCORE_HOLDERS]);

#endif
