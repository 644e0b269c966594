/*
 * tally: the counts behind a report of one desk, summed case by case. Exact and order-independent:
 * tallies over disjoint cases merge to what one tally over all of them would be.
 *
 *	struct tally_plan plan;
 *	tally_plan_init(&plan, set, &map, &symbols, dimension, n);   // before the log is read
 *	tally_plan_only(&plan, filter, NULL, 0);        // where not all cases are wanted
 *	tally_plan_period(&plan, from, to, as_of);
 *	struct tally t;                                 // one a thread
 *	tally_init(&t, &plan);
 *	tally_case(&t, &history);                       // sorted, void rows out; illegal rows leave it
 *	tally_merge(&t, &other);                        // of the same plan
 *	tally_release(&t); tally_plan_release(&plan);
 *
 * All names are the numbers of the desk (symbols, clock names): report/figures.h gives them
 * words and combines desks. Kinds `duty` and `action` are in no figure; they are listed apart (report/followup.h).
 */
#ifndef SD_REPORT_TALLY_H
#define SD_REPORT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "report/below.h"
#include "report/completeness.h"
#include "report/compensation.h"
#include "report/daily.h"
#include "report/correction.h"
#include "report/facts.h"
#include "report/followup.h"
#include "report/hard.h"
#include "report/illegal.h"
#include "report/intake.h"
#include "report/opinion.h"
#include "report/returning.h"
#include "report/said.h"
#include "report/weak.h"
#include "report/scorecard.h"
#include "rules/clock.h"
#include "rules/filter.h"
#include "rules/km.h"

#define TALLY_AGES      6             /* 0-1, 1-3, 3-7, 7-15, 15-30, 30+ days */
#define TALLY_DELAY_MAX 3600          /* a record that took longer is a late one (seconds) */
#define TALLY_DIMS      (COLUMN_MAX)

extern const int tally_age_days[TALLY_AGES]; /* where each bucket begins */

struct tally_version;

/* What a target counts: a rate (report/facts.h), or one of these. */
enum tally_goal {
	GOAL_RECORD_DELAY = RATE_COUNT, GOAL_CSAT, GOAL_CES, GOAL_NPS, GOAL_RESPONSE
};
struct tally_target {
	struct filter *filter;
	int goal;                             /* enum rate or tally_goal; -1: neither */
	int clock;                            /* name_id, or -1 */
};

struct tally_plan {
	const struct policy_set *set;
	struct classmap *map;
	struct symbols *symbols;
	struct clockset *clocks;
	struct tally_version *version;        /* by policy version */
	struct tally_target *target;          /* by target of the newest version */
	instant from, to, as_of;
	instant day_end;                      /* the midnight after as_of */
	instant touched_from;                 /* a closed case without a row since then is outside */
	const struct zone *zone;
	int slot_kind, slot_severity, slot_channel, slot_owner, slot_department;
	int ndims;
	int dim[TALLY_DIMS];                  /* columns to break down by; slots are in the map */
	uint32_t kind_out[2];                 /* symbols of duty and action */
	int slot_supplier;                    /* of the policy's field of this name, -1: none */
	int resolve_clock;                    /* name_id of the clock `resolve`, or -1 */
	struct intake_plan intake;
	struct completeness_plan completeness;
	const struct completeness_rows *incomplete; /* read with the log */
	const struct opinions *opinions;      /* or NULL */
	struct returning_plan returning;
	int callback;                         /* code of the event, or -1 */
	struct scorecard_plan score;          /* on where there are breakdowns */
	int is_whole;                         /* lists, days and all that only the report itself shows, too */
	struct filter *only;                  /* cases that are counted; NULL: all */
	struct filter *group;                 /* ... and of these the group, or (is_others) those outside it */
	int is_others, slot_group;            /* whoever has no value in the group's column is in neither */
	struct correction_plan correction;    /* the same, and where the policy knows of wrong answers */
};

void tally_plan_init(struct tally_plan *plan, const struct policy_set *set, struct classmap *map,
		     struct symbols *symbols, const int *dim, int ndims);
void tally_plan_period(struct tally_plan *plan, instant from, instant to, instant as_of);
/*
 * Count only cases whose class, at as-of, matches `only`, and is in the group (or, is_others, is not, but might be):
 * a filter of one term. Either may be NULL. Before the log is read.
 */
void tally_plan_only(struct tally_plan *plan, const struct policy_filter *only,
		     const struct policy_filter *group, int is_others);
void tally_plan_release(struct tally_plan *plan);

struct tally_rate {
	uint64_t n, of;
};

struct tally_sum {
	uint64_t n, of;
	uint64_t sides;                       /* of nps: promoters and detractors */
};

struct tally_kind {
	uint32_t kind;
	uint64_t received, concluded, cancelled;
	struct tally_rate rate[RATE_COUNT];
	uint64_t anonymous;                   /* received without a known customer */
	uint64_t backlog_from, opened, reopened, resolved, withdrawn, backlog_to;
	uint64_t age_open[TALLY_AGES], age_waiting[TALLY_AGES];  /* at as-of; waiting apart */
	struct km time[TIME_COUNT];
};

struct tally_clock {
	uint32_t name_id, kind, severity;
	uint64_t met, breached, undecided, dropped, unknown;
};

struct tally_value {
	uint64_t received, concluded, cancelled, met, breached;
	uint64_t answers, satisfied;          /* CSAT */
};

struct tally_dim {
	struct tally_value *value;            /* by symbol */
	size_t n, alloc;
};

struct tally_delay {                          /* by symbol of the channel */
	uint64_t late;
	struct km time;
};

struct tally_counts {                         /* by symbol of detail, of which a log may have many */
	uint64_t *count;
	size_t n, alloc;
};

/* An instance that is in a list: of breaches, of what is late now, of what is due today. */
struct tally_late {
	caseid id;
	off_t offset;                         /* of the case's first row */
	const struct policy_clock *rule;
	instant due, done, end;               /* done: INSTANT_NONE; end: when it stopped, or as-of */
	uint32_t owner, department, kind, severity, task;
	uint32_t line;                        /* of the row that started it */
	int number;
};
struct tally_list {
	struct tally_late *late;
	size_t n, alloc;
};

struct tally_missing {
	uint32_t name_id;
	int year;
};

struct tally {
	const struct tally_plan *plan;
	struct tally_kind *kind;              size_t nkinds, alloc_kinds;
	struct tally_clock *clock;            size_t nclocks, alloc_clocks;
	struct intern clocks;                 /* by name, kind and severity */
	struct tally_dim dim[TALLY_DIMS];
	struct tally_delay *delay;            size_t ndelays, alloc_delays;
	struct tally_counts reason, step, cause; /* of cases cancelled, escalated, concluded */
	struct tally_sum *target;            /* by target of the newest version */
	struct tally_list breaches, late, due;
	uint64_t load[7][24], contacts[7][24];
	instant oldest;                       /* open of those counted; INSTANT_NONE: no case */
	struct illegal_list illegal;
	struct compensation compensation;
	struct intake intake;
	struct returning returning;
	struct completeness completeness;
	struct below_list below;              /* resolved in the period, but below their level */
	struct opinion_tally opinion;         /* what customers said in the period */
	struct followup_list followup;        /* measures and duties */
	struct hard_list hard;                /* what is open */
	struct weak weak;
	struct said_list said;
	struct scorecard score;
	struct daily daily;                   /* what happened on each day */
	struct correction correction;         /* answers found wrong */
	struct tally_missing *missing;        size_t nmissing, alloc_missing;
	struct clock_list instances;          /* of the case at hand */
	uint32_t *class, *class_then;
};

void tally_init(struct tally *t, const struct tally_plan *plan);
void tally_release(struct tally *t);

/*
 * Could the case, as far as its rows go, still count in the plan's period or later? Not if it is over
 * and each of its clocks stopped before the period. Illegal rows leave the history and are noted.
 */
int tally_matters(struct tally *t, struct history *h);
/*
 * Of a case that casestore_is_over() and whose last row was before then nothing is to be counted or noted when it is dropped,
 * by this plan or by one that begins where it is touched_from, or later.
 */
instant tally_over_before(const struct tally_plan *plan);
/* Count it; tally_matters() came before. `offset` of the first row in the file. */
void tally_case(struct tally *t, const struct history *h, off_t offset);
/*
 * Note its intake: of each case that is dropped on the way, and (is_last) of each that is there in the end,
 * whether it matters or not. After tally_matters().
 */
void tally_intake(struct tally *t, const struct history *h, int is_last);
/* The answers that belong to no case: once, after all cases. */
void tally_anonymous(struct tally *t);
/* The same for repeat contact. is_again: the case may have been dropped on the way. */
void tally_returning(struct tally *t, const struct history *h, int is_last, int is_again);
void tally_merge(struct tally *t, struct tally *from);     /* texts of `from` are taken over */
/* What can only be said once all cases are merged. */
void tally_finish(struct tally *t);

#endif
