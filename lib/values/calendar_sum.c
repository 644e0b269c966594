#include "values/calendar_data.h"

#include <stdlib.h>

#include "base/mem.h"

#define CYCLE_DAYS 146097 /* 400 years: dates and weekdays repeat */

static struct calendar_view view_of(const struct calendar *c, int64_t day)
{
	struct calendar_view v = { c->zone, day * DAY, 0, 0 };
	instant until;

	/* Offsets are at most 26 hours and windows close after at most 48. */
	v.offset = zone_offset_until(c->zone, v.midnight - 2 * DAY, &until);
	v.is_plain = until > v.midnight + 4 * DAY;
	return v;
}

static instant edge(const struct calendar_view *v, int32_t second)
{
	if (v->is_plain)
		return v->midnight + second - v->offset;
	return zone_from_local(v->zone, v->midnight + second, NULL);
}

struct calendar_walk calendar_walk(const struct calendar *c, int64_t day)
{
	struct calendar_walk w = { .view = view_of(c, day), .hours = calendar_hours(c, day) };

	w.covered = INT64_MIN;
	if (c->spills) {
		const struct hours *before = calendar_hours(c, day - 1);

		if (before->n && before->w[before->n - 1].close > DAY)
			w.covered = edge(&w.view, before->w[before->n - 1].close - DAY);
	}
	return w;
}

int calendar_walk_next(struct calendar_walk *w)
{
	while (w->next < w->hours->n) {
		const struct window *x = &w->hours->w[w->next++];

		w->from = edge(&w->view, x->open);
		w->until = edge(&w->view, x->close);
		if (w->from < w->covered)
			w->from = w->covered;
		if (w->from < w->until)
			return 1;
	}
	return 0;
}

/* Seconds that the spans hold before t. */
static int64_t walk_until(struct calendar_walk w, instant t)
{
	int64_t sum = 0;

	while (calendar_walk_next(&w) && w.from < t)
		sum += (w.until < t ? w.until : t) - w.from;
	return sum;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a >= 0 ? a / b : -((-a + b - 1) / b);
}

int64_t calendar_before_day(const struct calendar *c, int64_t day)
{
	size_t lo = 0, hi = c->n_corrections;
	int64_t cycles = 0, since_monday, weeks;

	if (day > c->horizon) {
		cycles = (day - c->horizon - 1) / CYCLE_DAYS + 1;
		day -= cycles * CYCLE_DAYS;
	}
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->correction[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	since_monday = day + 3; /* 1970-01-01 was a Thursday */
	weeks = floor_div(since_monday, 7);
	return cycles * c->cycle + weeks * c->regular[7] + c->regular[since_monday - weeks * 7] +
	       (lo ? c->correction[lo - 1].sum : 0);
}

int64_t calendar_elapsed(const struct calendar *c, instant t)
{
	int64_t day = zone_day(c->zone, t);
	struct calendar_walk w = calendar_walk(c, day);

	if (!c->spills && w.view.is_plain)
		return calendar_before_day(c, day) + walk_until(w, t);
	/*
	 * The day before may still be open. And where clocks are put back over midnight, the day
	 * after has been open already when the evening comes a second time.
	 */
	return calendar_before_day(c, day - 1) + walk_until(calendar_walk(c, day - 1), t) +
	       walk_until(w, t) + walk_until(calendar_walk(c, day + 1), t);
}

static int64_t length_of_day(const struct calendar *c, int64_t day)
{
	return walk_until(calendar_walk(c, day), INT64_MAX);
}

/* Seconds of a weekday between others of its kind, with no exception and no change of clocks. */
static int64_t regular_length(const struct calendar *c, int weekday)
{
	const struct hours *h = &c->week[weekday], *before = &c->week[(weekday + 6) % 7];
	int32_t covered = before->n ? before->w[before->n - 1].close - DAY : 0;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < h->n; i++) {
		int32_t open = h->w[i].open > covered ? h->w[i].open : covered;

		if (h->w[i].close > open)
			sum += h->w[i].close - open;
	}
	return sum;
}

/* For now only the day; calendar_sum_up() sets the sums when all days are there. */
static void add_day(struct calendar *c, int64_t day)
{
	MEM_GROW(c->correction, c->n_corrections + 1, c->alloc_corrections);
	c->correction[c->n_corrections++] = (struct correction){ day, 0 };
}

/* Days whose windows may meet the change of clocks at t. */
static void add_change(struct calendar *c, instant t)
{
	int64_t before = zone_day(c->zone, t - 1), after = zone_day(c->zone, t), day, last;

	if (before > after) { /* put back over midnight */
		day = after;
		last = before;
	} else {
		day = before;
		last = after;
	}
	for (day -= c->spills ? 2 : 0, last += c->spills ? 1 : 0; day <= last; day++)
		add_day(c, day);
}

static void add_changes(struct calendar *c, int64_t first, int64_t last)
{
	instant t = first * DAY, end = last * DAY, next;

	for (zone_offset_until(c->zone, t, &next); next < end;
	     zone_offset_until(c->zone, t, &next)) {
		add_change(c, next);
		t = next;
	}
}

static int by_day(const void *a, const void *b)
{
	const struct correction *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

static void sum_corrections(struct calendar *c)
{
	size_t i, k = 0;
	int64_t sum = 0, last = INT64_MIN;

	if (c->n_corrections)
		qsort(c->correction, c->n_corrections, sizeof(*c->correction), by_day);
	for (i = 0; i < c->n_corrections; i++) {
		int64_t day = c->correction[i].day, off;
		int weekday = civil_weekday(day);

		if (day == last)
			continue;
		last = day;
		off = length_of_day(c, day) - (c->regular[weekday + 1] - c->regular[weekday]);
		if (!off)
			continue;
		sum += off;
		c->correction[k++] = (struct correction){ day, sum };
	}
	c->n_corrections = k;
}

static int hours_spill(const struct hours *h)
{
	return h->n && h->w[h->n - 1].close > DAY;
}

/* The latest close of any regular day, for what an unknown day may leave open. */
static int32_t latest_close(const struct calendar *c)
{
	int32_t latest = c->makeup.n ? c->makeup.w[c->makeup.n - 1].close : 0;
	int i;

	for (i = 0; i < 7; i++)
		if (c->week[i].n && c->week[i].w[c->week[i].n - 1].close > latest)
			latest = c->week[i].w[c->week[i].n - 1].close;
	return latest;
}

/*
 * What is known as instants: from where the day before the coverage surely has closed, until the
 * last day has (past midnight that is known to be open, whatever the next day brings).
 */
static void set_known(struct calendar *c)
{
	const struct hours *last = calendar_hours(c, c->last);
	int32_t spill = latest_close(c);

	c->from = FIRST_DAY * DAY;
	c->until = INSTANT_MAX;
	if (!c->has_coverage)
		return;
	c->from = zone_midnight(c->zone, c->first);
	if (spill > DAY)
		c->from = zone_from_local(c->zone, (c->first - 1) * DAY + spill, NULL);
	c->until = zone_midnight(c->zone, c->last + 1);
	if (hours_spill(last))
		c->until = zone_from_local(c->zone, c->last * DAY + last->w[last->n - 1].close, NULL);
}

void calendar_sum_up(struct calendar *c)
{
	int64_t last = c->n_exceptions ? c->exception[c->n_exceptions - 1].day : 0;
	size_t i;
	int w;

	c->spills = latest_close(c) > DAY;
	for (i = 0; i < c->n_exceptions; i++)
		c->spills |= hours_spill(c->exception[i].hours);
	for (w = 0; w < 7; w++)
		c->regular[w + 1] = c->regular[w] + regular_length(c, w);
	c->n_corrections = 0;
	for (i = 0; i < c->n_exceptions; i++) {
		add_day(c, c->exception[i].day);
		add_day(c, c->exception[i].day + 1);
	}
	/* 400 years after the last exception, and after the last change of rules known today. */
	c->horizon = civil_to_days(2500, 1, 1);
	if (last + 3 + CYCLE_DAYS > c->horizon)
		c->horizon = last + 3 + CYCLE_DAYS;
	if (c->has_coverage)
		add_changes(c, c->first - 3, c->last + 3);
	else
		add_changes(c, FIRST_DAY, c->horizon);
	sum_corrections(c);
	c->cycle = 0;
	c->cycle = calendar_before_day(c, c->horizon) -
		   calendar_before_day(c, c->horizon - CYCLE_DAYS);
	set_known(c);
	c->s_from = calendar_elapsed(c, c->from);
	c->s_until = calendar_elapsed(c, c->until);
}
