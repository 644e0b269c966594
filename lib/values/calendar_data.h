/*
 * calendar_data: the inside of a calendar, for calendar.c (which days, which hours),
 * calendar_sum.c (the running total) and calendar_time.c (the questions) only.
 *
 * Business time is a running total: S(day) is all the time of the days before `day`. It is the
 * total of a regular week, times the weeks, plus a sum of corrections for the few days that are
 * not regular: exceptions, the days after them, and days on which the clocks change. So a question
 * costs a few binary searches, whatever the span, and nothing is computed day by day.
 *
 * Where windows overlap, the time belongs to the day that opened earlier.
 */
#ifndef SD_VALUES_CALENDAR_DATA_H
#define SD_VALUES_CALENDAR_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "values/calendar.h"

#define DAY 86400
#define LIMIT_DAYS 7305        /* 20 years: what has not opened by then never will */
#define FIRST_DAY  (-719162LL) /* 0001-01-01 */
#define LAST_DAY   (INSTANT_MAX / DAY)

struct hours {
	struct window *w; /* sorted, disjoint, not even touching */
	size_t n;
};

/* In order of precedence. */
enum rule { RULE_OFF, RULE_MAKEUP, RULE_CLOSED, RULE_SPECIAL };

struct exception {
	int64_t day;
	enum rule rule;
	size_t order;             /* a later one of the same rule replaces an earlier */
	struct hours special;
	const struct hours *hours; /* what holds on that day, from calendar_ready() on */
};

/* How many exceptions and corrections there are before a day. */
struct calendar_index {
	uint16_t exceptions, corrections;
};

/* How far S(day) is off the regular weeks from the day after `day` on. */
struct correction {
	int64_t day, sum;
};

struct calendar {
	char *name;
	const struct zone *zone;
	int is_always, is_ready, has_coverage;
	int64_t first, last; /* the coverage in local days */
	struct hours week[7], makeup;
	struct exception *exception;
	size_t n_exceptions, alloc_exceptions;

	/* from calendar_ready() on */
	int is_gapless;          /* always, or as good as that */
	int spills;              /* some window goes past midnight */
	int64_t regular[8];      /* seconds of the regular week before each weekday */
	struct correction *correction;
	size_t n_corrections, alloc_corrections;
	struct calendar_index *index; /* of the days from index_first on, or NULL */
	int64_t index_first, n_index;
	int64_t horizon;         /* from this day on the last 400 years repeat ... */
	int64_t cycle;           /* ... and this is what they sum up to */
	instant from, until;     /* what is known, as instants */
	int64_t s_from, s_until; /* calendar_elapsed() of the two */
};

/* A day whose local times are to become instants; plain where the clocks run on all around it. */
struct calendar_view {
	const struct zone *zone;
	int64_t midnight; /* local seconds */
	int is_plain, offset;
};

/* The spans of time that a day's windows add to those of the days before. */
struct calendar_walk {
	struct calendar_view view;
	const struct hours *hours;
	size_t next;
	instant covered; /* by the window that the day before left open */
	instant from, until;
};

/* The hours by the rules for the day; empty where closed. */
const struct hours *calendar_hours(const struct calendar *c, int64_t day);

struct calendar_walk calendar_walk(const struct calendar *c, int64_t day);
int calendar_walk_next(struct calendar_walk *w); /* 1: from and until are set; 0: no more */

/* S(day), see above. */
int64_t calendar_before_day(const struct calendar *c, int64_t day);

/*
 * 1 where nothing but the hours of each day counts, on the day of t and `days` days on: there are
 * no windows over midnight, and the clocks do not change. Then m is t by those clocks.
 */
struct calendar_moment {
	int64_t day;
	int32_t second;
	int offset;
};
int calendar_is_plain(const struct calendar *c, instant t, int days, struct calendar_moment *m);

/* The business seconds before t, counted from a fixed point far back. */
int64_t calendar_elapsed(const struct calendar *c, instant t);

/* The second half of calendar_ready(), when each day has its hours. */
void calendar_sum_up(struct calendar *c);

#endif
