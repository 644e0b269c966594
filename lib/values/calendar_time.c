#include "values/calendar.h"

#include "base/mem.h"
#include "values/calendar_data.h"

#define WALK_DAYS 4

/* A running total that is looked for; `more` for the end of the time at which it holds. */
struct target {
	int64_t sum;
	int more;
};

static int is_reached(struct target x, int64_t sum)
{
	return x.more ? sum > x.sum : sum >= x.sum;
}

/* The first day of lo < day <= hi at whose end the target is reached. */
static int64_t bisect(const struct calendar *c, int64_t lo, int64_t hi, struct target x)
{
	while (hi - lo > 1) {
		int64_t mid = lo + (hi - lo) / 2;

		if (is_reached(x, calendar_before_day(c, mid + 1)))
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

/* The instant at which the day that reaches the target does so. */
static instant within_day(const struct calendar *c, int64_t day, struct target x)
{
	struct calendar_walk w = calendar_walk(c, day);
	int64_t sum = calendar_before_day(c, day);

	while (calendar_walk_next(&w)) {
		int64_t length = w.until - w.from;

		if (is_reached(x, sum + length))
			return w.from + (x.sum - sum);
		sum += length;
	}
	BUG("the sum of a day is not that of its windows");
}

/* Look forward from a day before which the target is not reached. */
static enum calendar_answer search_on(const struct calendar *c, int64_t lo, struct target x,
				      instant *t)
{
	int64_t hi = lo + 1, step = 1;

	while (!is_reached(x, calendar_before_day(c, hi + 1))) {
		if (step > LIMIT_DAYS && calendar_before_day(c, hi + 1) ==
						 calendar_before_day(c, hi + 1 + LIMIT_DAYS))
			return CALENDAR_NEVER;
		if (hi > LAST_DAY)
			return CALENDAR_NEVER;
		lo = hi;
		step *= 2;
		hi += step;
	}
	*t = within_day(c, bisect(c, lo, hi, x), x);
	return *t > INSTANT_MAX ? CALENDAR_NEVER : CALENDAR_OK;
}

/* Look back from a day at whose end the target is reached. */
static enum calendar_answer search_back(const struct calendar *c, int64_t hi, struct target x,
					instant *t)
{
	int64_t lo = hi - 1, step = 1;

	while (is_reached(x, calendar_before_day(c, lo + 1))) {
		if (step > LIMIT_DAYS && calendar_before_day(c, lo + 1) ==
						 calendar_before_day(c, lo + 1 - LIMIT_DAYS))
			return CALENDAR_NEVER;
		if (lo < FIRST_DAY)
			return CALENDAR_NEVER;
		hi = lo;
		step *= 2;
		lo -= step;
	}
	*t = within_day(c, bisect(c, lo, hi, x), x);
	return CALENDAR_OK;
}

static enum calendar_answer unknown(int64_t day, int *year)
{
	struct civil missing;

	civil_from_days(day, &missing);
	if (year)
		*year = missing.year;
	return CALENDAR_UNKNOWN;
}

/* The data that is missing for t itself, or else just after or before the coverage. */
static enum calendar_answer unknown_after(const struct calendar *c, instant t, int *year)
{
	int64_t day = zone_day(c->zone, t);

	return unknown(day > c->last ? day : c->last + 1, year);
}

static enum calendar_answer unknown_before(const struct calendar *c, instant t, int *year)
{
	int64_t day = zone_day(c->zone, t);

	return unknown(day < c->first ? day : c->first - 1, year);
}

/* Is there data for t? */
static enum calendar_answer is_known(const struct calendar *c, instant t, int *year)
{
	if (!c->is_ready)
		BUG("calendar_ready() was not called");
	if (t < c->from)
		return unknown_before(c, t, year);
	return t > c->until ? unknown_after(c, t, year) : CALENDAR_OK;
}

enum calendar_answer calendar_between(const struct calendar *c, instant from, instant to,
				      int64_t *seconds, int *year)
{
	enum calendar_answer answer;

	if (to <= from || c->is_gapless) {
		*seconds = to <= from ? 0 : to - from;
		return CALENDAR_OK;
	}
	answer = is_known(c, from, year);
	if (answer)
		return answer;
	if (to > c->until)
		return unknown_after(c, from, year);
	*seconds = calendar_elapsed(c, to) - calendar_elapsed(c, from);
	return CALENDAR_OK;
}

/*
 * Most limits end within a few days: then it is quicker to walk along the hours than to look up
 * sums. 0 where that does not lead to the end, or where the days are not that simple.
 */
static int add_within_days(const struct calendar *c, instant from, int64_t seconds, instant *t)
{
	struct calendar_moment m;
	int64_t last;

	if (!calendar_is_plain(c, from, WALK_DAYS + 2, &m))
		return 0;
	last = m.day + WALK_DAYS;
	if (c->has_coverage && last > c->last)
		last = c->last;
	for (; m.day <= last; m.day++, m.second = 0) {
		const struct hours *h = calendar_hours(c, m.day);
		size_t i;

		for (i = 0; i < h->n; i++) {
			int32_t open = h->w[i].open > m.second ? h->w[i].open : m.second;

			if (seconds <= h->w[i].close - open) {
				*t = m.day * DAY + open + seconds - m.offset;
				return 1;
			}
			if (h->w[i].close > open)
				seconds -= h->w[i].close - open;
		}
	}
	return 0;
}

enum calendar_answer calendar_add(const struct calendar *c, instant from, int64_t seconds,
				  instant *t, int *year)
{
	enum calendar_answer answer;
	struct target x = { 0, 0 };

	if (seconds > INSTANT_MAX)
		return CALENDAR_NEVER;
	if (seconds <= 0 || c->is_gapless) {
		*t = from + (seconds > 0 ? seconds : 0);
		return *t > INSTANT_MAX ? CALENDAR_NEVER : CALENDAR_OK;
	}
	answer = is_known(c, from, year);
	if (answer)
		return answer;
	if (add_within_days(c, from, seconds, t))
		return CALENDAR_OK;
	x.sum = calendar_elapsed(c, from) + seconds;
	if (c->has_coverage && x.sum > c->s_until)
		return unknown_after(c, from, year);
	return search_on(c, zone_day(c->zone, from) - 2, x, t);
}

enum calendar_answer calendar_subtract(const struct calendar *c, instant from, int64_t seconds,
				       instant *t, int *year)
{
	enum calendar_answer answer;
	struct target x = { 0, 1 };

	if (seconds > INSTANT_MAX)
		return CALENDAR_NEVER;
	if (seconds <= 0 || c->is_gapless) {
		*t = from - (seconds > 0 ? seconds : 0);
		return *t < FIRST_DAY * DAY ? CALENDAR_NEVER : CALENDAR_OK;
	}
	answer = is_known(c, from, year);
	if (answer)
		return answer;
	x.sum = calendar_elapsed(c, from) - seconds;
	if (c->has_coverage && x.sum < c->s_from)
		return unknown_before(c, from, year);
	return search_back(c, zone_day(c->zone, from) + 1, x, t);
}

/* Seconds before t of the other state: they stand still as long as this one lasts. */
static int64_t other_elapsed(const struct calendar *c, instant t, int is_open)
{
	int64_t elapsed = calendar_elapsed(c, t);

	return is_open ? t - elapsed : elapsed;
}

enum calendar_answer calendar_at(const struct calendar *c, instant t, int *is_open, instant *until,
				 int *year)
{
	enum calendar_answer answer;
	int64_t still, step = 3600;
	instant lo = t, hi = t;

	*is_open = c->is_gapless;
	*until = INSTANT_MAX;
	if (c->is_gapless)
		return CALENDAR_OK;
	answer = is_known(c, t, year);
	if (answer || t >= c->until)
		return answer ? answer : unknown_after(c, t, year);
	*is_open = calendar_elapsed(c, t + 1) > calendar_elapsed(c, t);
	still = other_elapsed(c, t, *is_open);
	do {
		lo = hi;
		hi += step;
		step *= 2;
		if (lo >= c->until) {
			*until = c->until;
			return CALENDAR_OK;
		}
		if (lo > INSTANT_MAX || lo - t > (int64_t)LIMIT_DAYS * DAY)
			return *is_open ? CALENDAR_OK : CALENDAR_NEVER;
	} while (other_elapsed(c, hi, *is_open) == still);
	while (hi - lo > 1) {
		instant mid = lo + (hi - lo) / 2;

		if (other_elapsed(c, mid, *is_open) == still)
			lo = mid;
		else
			hi = mid;
	}
	*until = lo < c->until ? lo : c->until;
	return CALENDAR_OK;
}
