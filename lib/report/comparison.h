/*
 * comparison: two periods, two groups of desks or two groups of cases beside each other: each difference with an
 * interval and a test (Y7.3, H8).
 *
 *	struct comparison c;
 *	comparison_init(&c, COMPARE_PERIODS);
 *	comparison_add(&c, &measure);              // each desk, measured with options.against
 *	comparison_finish(&c);
 *	figures.comparison = &c;                   // the renderers print it
 *	comparison_release(&c);
 *
 * Volumes are compared as rates (conditional binomial), shares by Newcombe's interval with Pearson's or Fisher's test,
 * net promoter scores by Rocks' adjusted Wald interval, means per case as rates, open-ended times by the log-rank test; amounts of money are shown and not tested. What
 * comparison_add() leaves are exact sums, whatever the order of desks. A difference counts where p < 0.05; among many
 * rows some do by chance alone, so that each also has Holm's p, and `holds` where that is below 0.05 as well.
 * With few cases only exact tests (Fisher's, conditional binomial) may find something; times and contacts per case then
 * have neither effect nor p.
 */
#ifndef SD_REPORT_COMPARISON_H
#define SD_REPORT_COMPARISON_H

#include "report/figures.h"

enum comparison_how { COMPARE_PERIODS, COMPARE_DESKS, COMPARE_GROUPS };

/* "received", a rate, a clock's attainment, a time, "csat", "nps", "ces" and "survey-response", "compensation". */
enum comparison_family {
	COMPARED_VOLUME, COMPARED_RATE, COMPARED_CLOCK, COMPARED_TIME, COMPARED_OPINION, COMPARED_MONEY
};
enum comparison_effect {
	EFFECT_NONE,                  /* shown only */
	EFFECT_DIFFERENCE,            /* of two shares or scores: a - b */
	EFFECT_RATIO,                 /* of two rates or means: a / b */
	EFFECT_PACE                   /* how fast cases of a end, against b's (rules/logrank.h) */
};
enum comparison_verdict {
	COMPARED_NOT,                 /* no test */
	COMPARED_TOO_FEW,             /* too little for the test, or an exact one found nothing in so little */
	COMPARED_SAME,                /* no clear difference */
	COMPARED_BETTER, COMPARED_WORSE,
	COMPARED_HIGHER, COMPARED_LOWER  /* where neither is better */
};

struct comparison_value {
	uint64_t n;                   /* cases, answers, ends of a time; of nps as of the target (figures.h) */
	double of;                    /* of so many; of a volume the days */
	double value;                 /* n / of; of a time the median in seconds, of money the mean. NaN: none */
};

struct comparison_row {
	enum comparison_family family;
	const char *name;             /* of the measure, stable; of a clock the clock's */
	int index;                    /* enum rate, enum time_measure */
	const char *kind;             /* "": all */
	const char *unit;             /* of money, else "" */
	int is_nps;                   /* the values are scores, -100 to 100; the effect is of 1 where that is 100 points */
	struct comparison_value side[2];
	enum comparison_effect effect;
	double size, lo, hi;          /* of the effect, 95 %; NaN where there is none */
	double p, p_holm;             /* NaN: not tested */
	const char *test;             /* NULL: none */
	int better;                   /* 1: more is, -1: less is, 0: neither */
	enum comparison_verdict verdict;
	int holds;                    /* after Holm's correction, too */
};

struct comparison_side {
	struct figures figures;
	int64_t seconds;              /* that its desks were watched: the period from each log's first day on */
	int starts_late;              /* a log began within the period */
	int is_young;                 /* ... or so shortly before that repeat contact cannot all be seen */
	uint64_t units;               /* of groups: how many places (departments, owners) it has; 0: not counted */
	double days;                  /* the base of a volume: desk days, or days of each place */
};

struct comparison {
	enum comparison_how how;
	const char *column;           /* of groups, its name; borrowed, as are the values */
	int column_number;            /* ... in the first desk's policies */
	const char *const *value;     /* ... the values on side 0; of desks their names */
	size_t nvalues;
	const struct policy_filter *only; /* the cases counted, in the same columns; NULL: all. Borrowed */
	struct comparison_side side[2];
	uint64_t neither;             /* received, but without a value in the column; set by whoever knows the total */
	struct comparison_row *row;
	size_t nrows, alloc;
	size_t tests;                 /* how many differences were tested */
};

void comparison_init(struct comparison *c, enum comparison_how how);
void comparison_add(struct comparison *c, const struct measure *m);
/* After the last desk; both sides have one. */
void comparison_finish(struct comparison *c);
void comparison_release(struct comparison *c);

/* "better", "worse", "higher", "lower", "no_clear_difference", "too_few"; NULL: not tested. */
const char *comparison_verdict_name(enum comparison_verdict v);
/* Was anything better, worse, higher or lower? */
int comparison_is_clear(const struct comparison_row *row);
/* Is there a case on that side? */
int comparison_is_empty(const struct comparison_side *side);

/* May a case with that value in the column be one of the filter's? NULL: yes. */
int comparison_allows(const struct policy_filter *only, int column, const char *value);
/*
 * Of groups: is a value of side 0 known, to the first desk's policy or by a case? If not, *near is the nearest spelling
 * that is, or NULL.
 */
int comparison_knows(const struct comparison *c, const char *value, const char **near);

/* comparison_rows.c: the rows, in their order. */
void comparison_find_rows(struct comparison *c);

#endif
