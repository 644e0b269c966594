#include "values/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "values/calendar_data.h"

static const struct hours no_hours;

struct calendar *calendar_new(const char *name, const struct zone *zone)
{
	struct calendar *c = mem_zalloc(sizeof(*c));

	c->name = mem_strdup(name);
	c->zone = zone;
	return c;
}

struct calendar *calendar_always(const struct zone *zone)
{
	static const struct window whole = { 0, DAY };
	struct calendar *c = calendar_new("always", zone);
	int i;

	for (i = 0; i < 7; i++)
		calendar_set_hours(c, i, &whole, 1);
	c->is_always = 1;
	calendar_ready(c);
	return c;
}

void calendar_free(struct calendar *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < 7; i++)
		free(c->week[i].w);
	for (i = 0; i < c->n_exceptions; i++)
		free(c->exception[i].special.w);
	free(c->makeup.w);
	free(c->exception);
	free(c->correction);
	free(c->index);
	free(c->name);
	free(c);
}

const char *calendar_name(const struct calendar *c)
{
	return c->name;
}

const struct zone *calendar_zone(const struct calendar *c)
{
	return c->zone;
}

int calendar_is_always(const struct calendar *c)
{
	return c->is_always;
}

int64_t calendar_coverage_end(const struct calendar *c)
{
	return c->has_coverage ? c->last : INT64_MAX;
}

static int by_opening(const void *a, const void *b)
{
	const struct window *x = a, *y = b;

	return (x->open > y->open) - (x->open < y->open);
}

static void hours_set(struct hours *h, const struct window *w, size_t n)
{
	size_t i, k = 0;

	free(h->w);
	h->w = mem_array(n, sizeof(*w));
	for (i = 0; i < n; i++) {
		if (w[i].open < 0 || w[i].open >= DAY || w[i].close <= w[i].open ||
		    w[i].close > 2 * DAY)
			BUG("window of no length, or beyond the day and the next");
		h->w[i] = w[i];
	}
	if (n)
		qsort(h->w, n, sizeof(*w), by_opening);
	for (i = 0; i < n; i++) {
		if (!k || h->w[i].open > h->w[k - 1].close)
			h->w[k++] = h->w[i];
		else if (h->w[i].close > h->w[k - 1].close)
			h->w[k - 1].close = h->w[i].close;
	}
	h->n = k;
}

void calendar_set_hours(struct calendar *c, int weekday, const struct window *w, size_t n)
{
	if (weekday < 0 || weekday > 6)
		BUG("no such weekday");
	hours_set(&c->week[weekday], w, n);
	c->is_ready = 0;
}

void calendar_set_makeup_hours(struct calendar *c, const struct window *w, size_t n)
{
	hours_set(&c->makeup, w, n);
	c->is_ready = 0;
}

static struct exception *add_exception(struct calendar *c, int64_t day, enum rule rule)
{
	struct exception *e;

	MEM_GROW(c->exception, c->n_exceptions + 1, c->alloc_exceptions);
	e = &c->exception[c->n_exceptions];
	*e = (struct exception){ .day = day, .rule = rule, .order = c->n_exceptions++ };
	c->is_ready = 0;
	return e;
}

void calendar_set_day(struct calendar *c, int64_t day, enum calendar_day what)
{
	add_exception(c, day, what == DAY_OFF ? RULE_OFF : RULE_MAKEUP);
}

void calendar_set_closed(struct calendar *c, int64_t day)
{
	add_exception(c, day, RULE_CLOSED);
}

void calendar_set_special(struct calendar *c, int64_t day, const struct window *w, size_t n)
{
	hours_set(&add_exception(c, day, RULE_SPECIAL)->special, w, n);
}

void calendar_set_coverage(struct calendar *c, int64_t first_day, int64_t last_day)
{
	c->has_coverage = 1;
	c->first = first_day;
	c->last = last_day;
	c->is_ready = 0;
}

static const struct hours *makeup_hours(const struct calendar *c, int64_t day)
{
	int weekday = civil_weekday(day), i;

	if (c->week[weekday].n)
		return &c->week[weekday];
	if (c->makeup.n)
		return &c->makeup;
	for (i = 0; i < 7; i++)
		if (c->week[i].n)
			return &c->week[i];
	return &no_hours;
}

/* The one that counts comes last of its day. */
static int by_day(const void *a, const void *b)
{
	const struct exception *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void settle_exceptions(struct calendar *c)
{
	size_t i, k = 0;

	if (c->n_exceptions)
		qsort(c->exception, c->n_exceptions, sizeof(*c->exception), by_day);
	for (i = 0; i < c->n_exceptions; i++) {
		if (i + 1 < c->n_exceptions && c->exception[i + 1].day == c->exception[i].day)
			free(c->exception[i].special.w);
		else
			c->exception[k++] = c->exception[i];
	}
	c->n_exceptions = k;
	for (i = 0; i < k; i++) {
		struct exception *e = &c->exception[i];

		e->order = i;
		e->hours = e->rule == RULE_SPECIAL ? &e->special
			 : e->rule == RULE_MAKEUP  ? makeup_hours(c, e->day)
						   : &no_hours;
	}
}

void calendar_ready(struct calendar *c)
{
	settle_exceptions(c);
	calendar_sum_up(c);
	c->is_ready = 1;
}

static size_t exceptions_before(const struct calendar *c, int64_t day)
{
	size_t lo = 0, hi = c->n_exceptions;

	if (c->index && day >= c->index_first && day < c->index_first + c->n_index)
		return c->index[day - c->index_first].exceptions;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->exception[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct hours *calendar_hours(const struct calendar *c, int64_t day)
{
	size_t i = exceptions_before(c, day);

	if (i < c->n_exceptions && c->exception[i].day == day)
		return c->exception[i].hours;
	return &c->week[civil_weekday(day)];
}

int calendar_is_working_day(const struct calendar *c, int64_t day)
{
	if (!c->is_ready)
		BUG("calendar_ready() was not called");
	if (c->has_coverage && (day < c->first || day > c->last))
		return -1;
	return calendar_hours(c, day)->n > 0;
}

/* The end of the n-th working day after `day`. */
static enum calendar_answer end_of_working_day(const struct calendar *c, int64_t day, int64_t n,
					       instant *t, int *year)
{
	int64_t opened = day;

	while (n > 0) {
		int is_working = calendar_is_working_day(c, ++day);

		if (is_working < 0) {
			struct civil missing;

			civil_from_days(day, &missing);
			if (year)
				*year = missing.year;
			return CALENDAR_UNKNOWN;
		}
		if (is_working) {
			opened = day;
			n--;
		} else if (day - opened > LIMIT_DAYS) {
			return CALENDAR_NEVER;
		}
	}
	*t = zone_midnight(c->zone, day + 1);
	return *t > INSTANT_MAX ? CALENDAR_NEVER : CALENDAR_OK;
}

enum calendar_answer calendar_add_working_days(const struct calendar *c, instant from, int64_t n,
					       instant *t, int *year)
{
	if (n <= 0) {
		*t = from;
		return CALENDAR_OK;
	}
	return end_of_working_day(c, zone_day(c->zone, from), n, t, year);
}

enum calendar_answer calendar_add_calendar_days(const struct calendar *c, instant from, int64_t n,
						instant *t, int *year)
{
	if (n <= 0) {
		*t = from;
		return CALENDAR_OK;
	}
	if (n > INSTANT_MAX / DAY)
		return CALENDAR_NEVER;
	return end_of_working_day(c, zone_day(c->zone, from) + n - 1, 1, t, year);
}

enum calendar_answer calendar_add_limit(const struct calendar *c, instant from,
					const struct limit *limit, instant *t, int *year)
{
	switch (limit->kind) {
	case LIMIT_SECONDS:
		return calendar_add(c, from, limit->n, t, year);
	case LIMIT_WORKING_DAYS:
		return calendar_add_working_days(c, from, limit->n, t, year);
	case LIMIT_CALENDAR_DAYS:
		return calendar_add_calendar_days(c, from, limit->n, t, year);
	default:
		BUG("a limit without a length");
	}
}
