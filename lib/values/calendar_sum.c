#include "values/calendar_data.h"

#include <stdlib.h>

#include "base/mem.h"

#define CYCLE_DAYS  146097 /* 400 years: dates and weekdays repeat */
#define INDEX_FIRST 7305   /* 1990-01-01 */
#define INDEX_LAST  32872  /* 2060-01-01 */

static struct calendar_view view_of(const struct calendar *c, int64_t day)
{
	struct calendar_view v = { c->zone, day * DAY, 0, 0 };
	instant from, until;

	/* Offsets are at most 26 hours and windows close after at most 48. */
	v.offset = zone_span(c->zone, v.midnight - 2 * DAY, &from, &until);
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

static size_t corrections_before(const struct calendar *c, int64_t day)
{
	size_t lo = 0, hi = c->n_corrections;

	if (c->index && day >= c->index_first && day < c->index_first + c->n_index)
		return c->index[day - c->index_first].corrections;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->correction[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int64_t calendar_before_day(const struct calendar *c, int64_t day)
{
	int64_t cycles = 0, since_monday, weeks, sum;
	size_t n;

	if (day > c->horizon) {
		cycles = (day - c->horizon - 1) / CYCLE_DAYS + 1;
		day -= cycles * CYCLE_DAYS;
	}
	since_monday = day + 3; /* 1970-01-01 was a Thursday */
	weeks = floor_div(since_monday, 7);
	sum = weeks * c->regular[7] + c->regular[since_monday - weeks * 7];
	n = corrections_before(c, day);
	if (n)
		sum += c->correction[n - 1].sum;
	return cycles * c->cycle + sum;
}

int calendar_is_plain(const struct calendar *c, instant t, int days, struct calendar_moment *m)
{
	instant since, until;
	int64_t local;

	if (c->spills)
		return 0;
	m->offset = zone_span(c->zone, t, &since, &until);
	/* More than today, as its midnight may have come twice: clocks jump by at most 26 hours. */
	if (since > t - 3 * DAY || until < t + (int64_t)days * DAY)
		return 0;
	local = t + m->offset;
	m->day = floor_div(local, DAY);
	m->second = (int32_t)(local - m->day * DAY);
	return 1;
}

int64_t calendar_elapsed(const struct calendar *c, instant t)
{
	struct calendar_moment m;
	int64_t day, sum;

	if (calendar_is_plain(c, t, 1, &m)) {
		const struct hours *h = calendar_hours(c, m.day);
		size_t i;

		sum = calendar_before_day(c, m.day);
		for (i = 0; i < h->n && h->w[i].open < m.second; i++)
			sum += (h->w[i].close < m.second ? h->w[i].close : m.second) - h->w[i].open;
		return sum;
	}
	/*
	 * The day before may still be open. And where clocks are put back over midnight, the day
	 * after has been open already when the evening comes a second time.
	 */
	day = zone_day(c->zone, t) - 1;
	sum = calendar_before_day(c, day);
	sum += walk_until(calendar_walk(c, day), t);
	sum += walk_until(calendar_walk(c, day + 1), t);
	return sum + walk_until(calendar_walk(c, day + 2), t);
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

/* Is any regular window open within (from, until), local seconds of some day? */
static int is_ever_open(const struct calendar *c, int64_t from, int64_t until)
{
	size_t i;
	int w;

	for (w = 0; w < 7; w++)
		for (i = 0; i < c->week[w].n; i++)
			if (c->week[w].w[i].open < until && c->week[w].w[i].close > from)
				return 1;
	return 0;
}

/*
 * The clocks jump from local second `a` to `b`. Note the days whose regular windows may meet
 * that; days with hours of their own are noted anyway.
 */
static void add_change(struct calendar *c, int64_t a, int64_t b)
{
	int64_t from = a < b ? a : b, length = a < b ? b - a : a - b, day = floor_div(from, DAY);
	int64_t of_day = from - day * DAY, last = floor_div(from + length, DAY);
	int meets = length >= DAY / 2, i;

	for (i = -1; i <= 1; i++)
		meets |= is_ever_open(c, of_day + i * DAY, of_day + i * DAY + length);
	if (!meets)
		return;
	for (day -= c->spills; day <= last; day++)
		add_day(c, day);
}

static void add_changes(struct calendar *c, int64_t first, int64_t last)
{
	instant t = first * DAY, end = last * DAY, since, next;
	int offset = zone_span(c->zone, t, &since, &next);

	while (next < end) {
		int before = offset;

		t = next;
		offset = zone_span(c->zone, t, &since, &next);
		add_change(c, t + before, t + offset);
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

/* Only where it is small: the years that logs are about, and not too much to count in it. */
static void build_index(struct calendar *c)
{
	int64_t first = INT64_MAX, last = INT64_MIN, day;
	size_t e = 0, k = 0;

	if (c->n_exceptions) {
		first = c->exception[0].day;
		last = c->exception[c->n_exceptions - 1].day;
	}
	if (c->n_corrections) {
		if (c->correction[0].day < first)
			first = c->correction[0].day;
		if (c->correction[c->n_corrections - 1].day > last)
			last = c->correction[c->n_corrections - 1].day;
	}
	if (first < INDEX_FIRST)
		first = INDEX_FIRST;
	if (last > INDEX_LAST)
		last = INDEX_LAST;
	if (first > last || c->n_exceptions > UINT16_MAX || c->n_corrections > UINT16_MAX)
		return;
	c->index_first = first;
	c->n_index = last - first + 2;
	c->index = mem_array((size_t)c->n_index, sizeof(*c->index));
	for (day = first; day <= last + 1; day++) {
		while (e < c->n_exceptions && c->exception[e].day < day)
			e++;
		while (k < c->n_corrections && c->correction[k].day < day)
			k++;
		c->index[day - first] = (struct calendar_index){ (uint16_t)e, (uint16_t)k };
	}
}

static int is_gapless(const struct calendar *c)
{
	int i;

	for (i = 0; i < 7; i++)
		if (c->week[i].n != 1 || c->week[i].w[0].open > 0 || c->week[i].w[0].close < DAY)
			return 0;
	return !c->n_exceptions && !c->has_coverage;
}

/* 400 years after the last exception, and after the last change of rules known today. */
static int64_t horizon(const struct calendar *c)
{
	int64_t day = civil_to_days(2500, 1, 1), last;

	if (!c->n_exceptions)
		return day;
	last = c->exception[c->n_exceptions - 1].day;
	return last + 3 + CYCLE_DAYS > day ? last + 3 + CYCLE_DAYS : day;
}

void calendar_sum_up(struct calendar *c)
{
	size_t i;
	int w;

	free(c->index);
	c->index = NULL;
	c->n_corrections = 0;
	c->is_gapless = is_gapless(c);
	if (c->is_gapless)
		return;
	c->spills = latest_close(c) > DAY;
	for (i = 0; i < c->n_exceptions; i++)
		c->spills |= hours_spill(c->exception[i].hours);
	for (w = 0; w < 7; w++)
		c->regular[w + 1] = c->regular[w] + regular_length(c, w);
	for (i = 0; i < c->n_exceptions; i++) {
		add_day(c, c->exception[i].day);
		if (c->spills)
			add_day(c, c->exception[i].day + 1);
	}
	if (c->has_coverage) { /* later days are not asked for */
		c->horizon = INT64_MAX;
		add_changes(c, c->first - 3, c->last + 3);
	} else {
		c->horizon = horizon(c);
		add_changes(c, FIRST_DAY, c->horizon);
	}
	sum_corrections(c);
	build_index(c);
	if (!c->has_coverage)
		c->cycle = calendar_before_day(c, c->horizon) -
			   calendar_before_day(c, c->horizon - CYCLE_DAYS);
	set_known(c);
	c->s_from = calendar_elapsed(c, c->from);
	c->s_until = calendar_elapsed(c, c->until);
}
