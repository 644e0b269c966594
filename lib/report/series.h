/*
 * series: daily counts of what came in, by kind and by the value of a column, of all desks together.
 *
 *	struct series_set s = SERIES_SET_INIT;
 *	series_add(&s, &measure, desk);            // each desk
 *	series_period(&s, from, to, zone, 0, day); // each desk, before the end
 *	series_finish(&s);
 *	for (i = 0; i < s.n; i++)
 *		series_days(&s, i, first, ndays, count);
 *	series_release(&s);
 *
 * Kinds are never mixed: a series is one kind's. On a day a customer counts once in a series (of one desk;
 * whoever is not known counts each time), except in the volume, which counts cases. Sums of desks are
 * exact and do not depend on their order. What a person is named in (customer, owner, staff) is a series of
 * each desk, because the names are the desk's own.
 *
 * Days are local dates as days since 1970. Of the last 56 days before W, of W, and as far back as a
 * rule on repeats looks, the cases themselves are kept (28 bytes and 4 a column).
 */
#ifndef SD_REPORT_SERIES_H
#define SD_REPORT_SERIES_H

#include "base/intern.h"
#include "report/measure.h"

#define SERIES_CASES_DAYS 56

struct series {
	const char *kind, *column, *value; /* column NULL: the kind's volume */
	const char *desk;                  /* where it is one desk's, else NULL */
	int is_watched;
	uint64_t total;
	/* after series_finish() */
	size_t first_count, ncounts;       /* in series_set.count, by day */
	size_t first_case, ncases;         /* in series_set.order: indexes of cases, by `at` */
};

struct series_count {
	uint32_t series;
	int32_t day;
	uint32_t n;
};

struct series_case {
	caseid id;
	instant at;
	uint32_t desk;                     /* index in figures.desk */
	int32_t day;
	uint32_t first, n;                 /* its series, in series_set.pool */
};

struct series_set {
	int is_on;                         /* a desk has `warnings:`; this and W after series_period() */
	int64_t from_day, to_day;          /* W, both included */
	int64_t known_day;                 /* the first day that a desk knows anything about */
	instant from, to;
	int is_running;                    /* to_day has not ended */
	struct series *one;
	size_t n, alloc;
	struct intern names, words;
	struct series_count *count;
	size_t ncounts, alloc_counts;
	struct series_case *item;
	size_t nitems, alloc_items;
	uint32_t *pool;
	size_t npool, alloc_pool;
	uint32_t *order;
};
#define SERIES_SET_INIT { .is_on = 0, .names = INTERN_INIT, .words = INTERN_INIT }

/* A desk that has rules on what is unusual, its period [from, to), and the first day that it knows anything about. */
void series_period(struct series_set *s, instant from, instant to, const struct zone *zone,
		   int is_running, int64_t known_day);
void series_add(struct series_set *s, const struct measure *m, uint32_t desk, const char *desk_name);
void series_finish(struct series_set *s);
/* Parts of series_add(), for counts that come from elsewhere: the number of a series (column and desk may be NULL), what came on a
 * day, a case that is kept, a series of the case added last. */
uint32_t series_row(struct series_set *s, const char *kind, const char *column, const char *value,
		    const char *desk);
void series_add_count(struct series_set *s, uint32_t series, int32_t day, uint32_t n);
void series_add_case(struct series_set *s, caseid id, instant at, uint32_t desk, int32_t day);
void series_add_to_case(struct series_set *s, uint32_t series);
/* By kind, column, value, desk: total. */
int series_compare(const struct series *x, const struct series *y);
void series_release(struct series_set *s);

/* The counts of the days first .. first+n-1 into count[n]. */
void series_days(const struct series_set *s, size_t i, int64_t first, size_t n, uint32_t *count);
/* Sum over the days from .. to, both included. */
uint64_t series_sum(const struct series_set *s, size_t i, int64_t from, int64_t to);

#endif
