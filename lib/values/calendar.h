/*
 * calendar: when time counts. Opening windows by weekday in one zone, with holidays, make-up
 * working days, closed days and one-off hours.
 *
 *	struct calendar *c = calendar_new("office", zone);
 *	calendar_set_hours(c, weekday, windows, n);      // 0 = Monday
 *	calendar_set_day(c, day, DAY_OFF) ...            // what the holiday file says
 *	calendar_set_coverage(c, first, last);           // the data holds from first to last
 *	calendar_ready(c);                               // then pure, thread-safe reading
 *	calendar_add(c, from, 8 * 3600, &due)
 *	calendar_free(c);
 *
 * A window is a pair of seconds of the local day [open, close), close up to 48 h: one over
 * midnight belongs to the day it opens. Windows of neighbouring days that overlap count once.
 * Business time is elapsed time inside windows: a day of 23 h has 23 h (DST by elapsed time);
 * window edges are local clock times, an edge the zone skips is the instant of the jump.
 *
 * Precedence for a day: special > closed > make-up > off > weekday; of two words of one kind the
 * later. A make-up day of a weekday without hours takes calendar_set_makeup_hours(), else Monday's
 * hours, else the first weekday's that has any.
 *
 * Every question about time outside the coverage answers CALENDAR_UNKNOWN, never a guess. The night
 * after the last day is known as far as that day's own window lasts; the night before the first
 * day is unknown as long as any window lasts. What needs no data (nothing to add, to <= from) is
 * answered everywhere. `year` is the year missing for `from` itself, else the first one missing.
 *
 * Adding and counting cost some 20 to 300 ns whatever the span, calendar_ready() some 50 us.
 * Windows that are empty or leave the two days are the caller's mistake (BUG), and so is asking
 * before calendar_ready(); rules may be added later if calendar_ready() follows.
 */
#ifndef SD_VALUES_CALENDAR_H
#define SD_VALUES_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "values/duration.h"
#include "values/instant.h"
#include "values/zone.h"

struct calendar;

struct window {
	int32_t open, close; /* seconds of the local day */
};

enum calendar_day { DAY_OFF, DAY_MAKEUP };

enum calendar_answer {
	CALENDAR_OK = 0,
	CALENDAR_UNKNOWN = 1,  /* beyond the coverage; *year says which data is missing */
	CALENDAR_NEVER = 2,    /* no opening hours at all within 20 years, or after 9999 */
};

struct calendar *calendar_new(const char *name, const struct zone *zone); /* borrows the zone */
struct calendar *calendar_always(const struct zone *zone);               /* 24 h every day */
void calendar_free(struct calendar *c);
const char *calendar_name(const struct calendar *c);
const struct zone *calendar_zone(const struct calendar *c);

/* Windows are copied, sorted and merged. */
void calendar_set_hours(struct calendar *c, int weekday, const struct window *w, size_t n);
void calendar_set_makeup_hours(struct calendar *c, const struct window *w, size_t n);
void calendar_set_day(struct calendar *c, int64_t day, enum calendar_day what);
void calendar_set_closed(struct calendar *c, int64_t day);
void calendar_set_special(struct calendar *c, int64_t day, const struct window *w, size_t n);
void calendar_set_coverage(struct calendar *c, int64_t first_day, int64_t last_day);
void calendar_ready(struct calendar *c);

int calendar_is_always(const struct calendar *c);
/* Does the local day have any window, by the rules above? 1, 0, or -1 outside the coverage. */
int calendar_is_working_day(const struct calendar *c, int64_t day);
/* Last local day the data reaches; INT64_MAX where there is no holiday data. */
int64_t calendar_coverage_end(const struct calendar *c);

/* Business seconds in [from, to); 0 where to <= from. `year` may be NULL. */
enum calendar_answer calendar_between(const struct calendar *c, instant from, instant to,
				      int64_t *seconds, int *year);

/* The earliest t >= from with calendar_between(from, t) = seconds (seconds 0: from itself). */
enum calendar_answer calendar_add(const struct calendar *c, instant from, int64_t seconds,
				  instant *t, int *year);

/* The latest t <= from with calendar_between(t, from) = seconds (seconds 0: from itself). */
enum calendar_answer calendar_subtract(const struct calendar *c, instant from, int64_t seconds,
				       instant *t, int *year);

/*
 * The legal rule: the day of the event is not counted; the limit ends at the end (24:00) of the
 * n-th working day, or of the n-th calendar day, moved on to the next working day's end where that
 * is a rest day. The zone's local days count. n = 0: from itself.
 */
enum calendar_answer calendar_add_working_days(const struct calendar *c, instant from, int64_t n,
					       instant *t, int *year);
enum calendar_answer calendar_add_calendar_days(const struct calendar *c, instant from, int64_t n,
						instant *t, int *year);

/* A limit as a policy writes it, from an instant on; not one of LIMIT_DUE or LIMIT_NONE. */
enum calendar_answer calendar_add_limit(const struct calendar *c, instant from,
					const struct limit *limit, instant *t, int *year);

/*
 * Is t inside a window, and until when does that last (or when is the next opening)? At most until
 * the end of the coverage; INSTANT_MAX where it stays open for 20 years.
 */
enum calendar_answer calendar_at(const struct calendar *c, instant t, int *is_open, instant *until,
				 int *year);

#endif
