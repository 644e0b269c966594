/*
 * period: which stretch of time a report is about, W = [from, to) of metrics.md.
 *
 *	struct period p;
 *	period_of(&p, PERIOD_DAY, "yesterday", zone, now, &err);
 *	period_bounds(&p, zone, now, &w);      // again for each desk: midnights are those of its zone
 *
 * A period is given in local dates, or by two instants. One that is still running ends now and
 * says so; what happened at this very second is in it.
 */
#ifndef SD_REPORT_PERIOD_H
#define SD_REPORT_PERIOD_H

#include "base/err.h"
#include "values/instant.h"
#include "values/zone.h"

enum period_unit { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER };

struct period {
	int64_t from_day, to_day;    /* local dates, to_day excluded */
	instant from, to;            /* where not INSTANT_NONE they count instead of the date */
};

struct period_bounds {
	instant from, to;            /* [from, to) */
	instant shown_to;            /* to, or the as-of time where the period is still running */
	int so_far, since_ever;      /* has not ended; was not given a beginning */
};

/*
 * The day, the week from Monday, the month, or the quarter that holds `arg`: a date, "today",
 * "yesterday", for a week also that of ISO 8601 (2026-W47), for a month YYYY-MM, for a quarter
 * YYYY-MM or 2026-Q4. NULL: the one that is running at `now`, or, where now is its first instant,
 * the one that has just ended (of days always today). -1 with err (STATUS_USAGE).
 */
int period_of(struct period *p, enum period_unit unit, const char *arg, const struct zone *zone,
	      instant now, struct err *err);

/* Is this text something that period_of() takes for this unit? */
int period_is_arg(enum period_unit unit, const char *arg);

/*
 * [from, to): dates (their midnights) or whole instants; NULL from: since ever, NULL to: until now.
 */
int period_range(struct period *p, const char *from, const char *to, const struct zone *zone,
		 instant now, struct err *err);

/* -1 with err (STATUS_USAGE) where it begins after `as_of`. */
int period_bounds(const struct period *p, const struct zone *zone, instant as_of,
		  struct period_bounds *w, struct err *err);

/*
 * The period that this one is held against, and when that was as far as this one is now (as long
 * after its end, or after its beginning where this one is still running): the month before a month,
 * the quarter before a quarter, the same weekday of last week before a day, else as many days before (as many
 * seconds, where an instant was given). 0 where there is none, because this one begins with the log.
 */
int period_before(const struct period *p, const struct zone *zone, instant as_of,
		  struct period_bounds *w, instant *as_of_before);
/* The same, the period only; 0 where there is none. */
int period_previous(const struct period *p, const struct zone *zone, instant as_of, struct period *before);

/*
 * Two periods held against each other, each judged at the same age: the later one as of `as_of`, the other one as long
 * after its end, or after its beginning where the later one is still running. -1 with err (STATUS_USAGE) where
 * one has no beginning or begins after `as_of`, or where they overlap.
 */
struct period_pair {
	struct period_bounds w[2];
	instant as_of[2];
};
int period_pair(const struct period *a, const struct period *b, const struct zone *zone, instant as_of,
		struct period_pair *pair, struct err *err);

#endif
