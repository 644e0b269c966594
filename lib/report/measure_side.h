/*
 * measure_side: the two sides of a comparison, counted in the same pass as the report. Used by measure.c only, but for
 * the structs.
 *
 * Each side is a period, a group of cases, or the whole desk, with a plan and a tally of its own; store and symbols are
 * the measure's.
 */
#ifndef SD_REPORT_MEASURE_SIDE_H
#define SD_REPORT_MEASURE_SIDE_H

#include "base/err.h"
#include "report/period.h"
#include "report/tally.h"

struct measure;
struct casestore_view;

/* What the report's cases are held against; at most one of the three. */
struct measure_against {
	const struct period *period;         /* the same desks in this period, or NULL */
	const struct policy_filter *group;   /* the cases of this filter (one term) against the others, or NULL */
	int desk_side;                       /* 1, 2: the whole desk is on this side; 0: this is not asked */
};

struct measure_side {
	int is_on;
	struct period_bounds bounds;
	instant as_of;
	struct tally_plan plan;
	struct tally tally;
};

/* Which sides there are; -1 with err where the periods do not suit. */
int measure_sides_check(struct measure *m, struct err *err);
/* After the report's own plan; then, once all columns are known, the tallies. */
void measure_sides_plan(struct measure *m);
void measure_sides_begin(struct measure *m);
/* Widens [from, to) to where the sides reach. */
void measure_sides_reach(const struct measure *m, instant *from, instant *to);
void measure_sides_finish(struct measure *m);
void measure_sides_release(struct measure *m);

/* A thread's tallies: those of the measure, or (is_first) ones of its own. */
struct measure_side_work {
	struct tally *tally[2];              /* NULL: the side is off */
	struct tally own[2];
};
void measure_side_work_init(struct measure_side_work *w, struct measure *m, int is_first);
void measure_side_work_merge(struct measure_side_work *w, struct measure *m);
/* One case; is_last: not only because it is dropped; counts: it matters. */
void measure_side_work_case(struct measure_side_work *w, const struct measure *m, const struct history *h,
			    off_t offset, int is_last, int is_again, int counts);

#endif
