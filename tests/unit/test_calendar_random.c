/*
 * Random calendars against a slow and obvious oracle: write out every window of every day as a
 * pair of instants, sort and merge them, and count by walking along the list.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/zonefile.h"
#include "values/calendar.h"

#define DAY         86400
#define REACH       400 /* days that the oracle writes out on either side */
#define MAX_WINDOWS 4
#define MAX_DAYS    60
#define MAX_SPANS   ((2 * REACH + 1) * MAX_WINDOWS)

static uint64_t state;

static uint64_t random_below(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % n;
}

struct day_hours {
	struct window w[MAX_WINDOWS];
	size_t n;
};

/* What was told to the calendar, in the order in which it was told. */
struct told {
	int64_t day;
	enum { TOLD_OFF, TOLD_MAKEUP, TOLD_CLOSED, TOLD_SPECIAL } what;
	struct day_hours hours;
};

struct span {
	instant from, until;
};

struct oracle {
	struct zone *zone;
	struct day_hours week[7], makeup;
	struct told told[MAX_DAYS];
	size_t n_told;
	int has_coverage;
	int64_t first, last, centre;
	struct span span[MAX_SPANS];
	size_t n_spans;
};

/* Mostly round times, often those at which clocks change. */
static int32_t random_second(int32_t below)
{
	static const int32_t known[] = { 0, 1800, 3600, 5400, 7200, 9000, 10800, 32400, 43200,
					 64800, 79200, 82800, 84600, 86399, 86400, 88200, 90000,
					 93600, 97200, 108000, 129600, 172799, 172800 };
	int32_t x;

	do {
		x = random_below(3) ? known[random_below(sizeof(known) / sizeof(*known))]
				    : (int32_t)random_below(2 * DAY + 1);
	} while (x >= below);
	return x;
}

static struct day_hours random_hours(int may_spill)
{
	struct day_hours h = { .n = random_below(MAX_WINDOWS) };
	size_t i;

	for (i = 0; i < h.n; i++) {
		struct window *w = &h.w[i];

		w->open = random_second(DAY);
		do {
			w->close = random_second((may_spill ? 2 * DAY : DAY) + 1);
		} while (w->close <= w->open);
	}
	return h;
}

static struct calendar *random_calendar(struct oracle *o)
{
	int may_spill = random_below(2) == 0, i;
	struct calendar *c = calendar_new("random", o->zone);
	size_t k;

	for (i = 0; i < 7; i++) {
		o->week[i] = random_hours(may_spill);
		if (random_below(3) == 0)
			o->week[i].n = 0;
		calendar_set_hours(c, i, o->week[i].w, o->week[i].n);
	}
	o->makeup = random_hours(may_spill);
	if (o->makeup.n)
		calendar_set_makeup_hours(c, o->makeup.w, o->makeup.n);
	o->n_told = random_below(MAX_DAYS);
	for (k = 0; k < o->n_told; k++) {
		struct told *t = &o->told[k];

		t->day = o->centre - 40 + (int64_t)random_below(80);
		t->what = random_below(4);
		t->hours = random_hours(may_spill);
		if (t->what <= TOLD_MAKEUP)
			calendar_set_day(c, t->day, t->what == TOLD_OFF ? DAY_OFF : DAY_MAKEUP);
		else if (t->what == TOLD_CLOSED)
			calendar_set_closed(c, t->day);
		else
			calendar_set_special(c, t->day, t->hours.w, t->hours.n);
	}
	o->has_coverage = random_below(3) == 0;
	if (o->has_coverage) {
		o->first = o->centre - 60 + (int64_t)random_below(50);
		o->last = o->centre + 10 + (int64_t)random_below(50);
		calendar_set_coverage(c, o->first, o->last);
	}
	calendar_ready(c);
	return c;
}

/* special > closed > make-up > off > weekday, the last word of each kind. */
static const struct day_hours *hours_on(const struct oracle *o, int64_t day)
{
	static const struct day_hours none;
	const struct told *rule = NULL;
	int weekday = civil_weekday(day);
	size_t i;

	for (i = 0; i < o->n_told; i++)
		if (o->told[i].day == day && (!rule || o->told[i].what >= rule->what))
			rule = &o->told[i];
	if (!rule)
		return &o->week[weekday];
	if (rule->what == TOLD_SPECIAL)
		return &rule->hours;
	if (rule->what != TOLD_MAKEUP)
		return &none;
	if (o->week[weekday].n)
		return &o->week[weekday];
	if (o->makeup.n)
		return &o->makeup;
	for (i = 0; i < 7; i++)
		if (o->week[i].n)
			return &o->week[i];
	return &none;
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void write_out(struct oracle *o)
{
	size_t i, k = 0;
	int64_t day;

	o->n_spans = 0;
	for (day = o->centre - REACH; day <= o->centre + REACH; day++) {
		const struct day_hours *h = hours_on(o, day);

		for (i = 0; i < h->n; i++) {
			instant a = zone_from_local(o->zone, day * DAY + h->w[i].open, NULL);
			instant b = zone_from_local(o->zone, day * DAY + h->w[i].close, NULL);

			if (a < b)
				o->span[o->n_spans++] = (struct span){ a, b };
		}
	}
	qsort(o->span, o->n_spans, sizeof(*o->span), by_start);
	for (i = 0; i < o->n_spans; i++) {
		if (!k || o->span[i].from > o->span[k - 1].until)
			o->span[k++] = o->span[i];
		else if (o->span[i].until > o->span[k - 1].until)
			o->span[k - 1].until = o->span[i].until;
	}
	o->n_spans = k;
}

static int64_t oracle_between(const struct oracle *o, instant from, instant to)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < o->n_spans; i++) {
		instant a = o->span[i].from > from ? o->span[i].from : from;
		instant b = o->span[i].until < to ? o->span[i].until : to;

		if (a < b)
			sum += b - a;
	}
	return sum;
}

/* INSTANT_NONE where the oracle has not written out enough. */
static instant oracle_add(const struct oracle *o, instant from, int64_t seconds)
{
	size_t i;

	for (i = 0; i < o->n_spans; i++) {
		instant a = o->span[i].from > from ? o->span[i].from : from;

		if (a >= o->span[i].until)
			continue;
		if (o->span[i].until - a >= seconds)
			return a + seconds;
		seconds -= o->span[i].until - a;
	}
	return INSTANT_NONE;
}

static instant oracle_subtract(const struct oracle *o, instant from, int64_t seconds)
{
	size_t i;

	for (i = o->n_spans; i-- > 0;) {
		instant b = o->span[i].until < from ? o->span[i].until : from;

		if (b <= o->span[i].from)
			continue;
		if (b - o->span[i].from > seconds)
			return b - seconds;
		seconds -= b - o->span[i].from;
		/* Used up at the opening: from the closing before it on, nothing more is added. */
		if (!seconds)
			return o->span[i].from;
	}
	return INSTANT_NONE;
}

/* What the oracle knows: all it has written out, or the coverage. */
static struct span known(const struct oracle *o)
{
	struct span k = { zone_midnight(o->zone, o->centre - REACH + 3),
			  zone_midnight(o->zone, o->centre + REACH - 3) };
	const struct day_hours *h = hours_on(o, o->last);
	int32_t spill = DAY;
	size_t i, j;

	if (!o->has_coverage)
		return k;
	for (i = 0; i < 8; i++)
		for (j = 0; j < (i < 7 ? o->week[i].n : o->makeup.n); j++) {
			int32_t close = i < 7 ? o->week[i].w[j].close : o->makeup.w[j].close;

			spill = close > spill ? close : spill;
		}
	k.from = zone_from_local(o->zone, (o->first - 1) * DAY + spill, NULL);
	k.until = zone_midnight(o->zone, o->last + 1);
	for (i = 0; i < h->n; i++) {
		instant close = zone_from_local(o->zone, o->last * DAY + h->w[i].close, NULL);

		k.until = close > k.until ? close : k.until;
	}
	return k;
}

/* Mostly near the exceptions, mostly at an edge or a second beside it. */
static instant any_instant(const struct oracle *o)
{
	instant t = zone_midnight(o->zone, o->centre) +
		    (int64_t)random_below(2 * 45 * DAY) - 45 * DAY;
	size_t i;

	if (random_below(3) == 0)
		return t;
	if (random_below(3) == 0) {
		instant since, change;

		zone_span(o->zone, t, &since, &change);
		if (change < t + 60 * DAY)
			return change + (int64_t)random_below(4 * 3600) - 2 * 3600;
	}
	for (i = 0; i + 1 < o->n_spans && o->span[i].until < t; i++)
		;
	if (!o->n_spans)
		return t;
	return (random_below(2) ? o->span[i].from : o->span[i].until) + (int64_t)random_below(3) - 1;
}

/* Not where the oracle has written out nothing. */
static instant random_instant(const struct oracle *o)
{
	instant first = zone_midnight(o->zone, o->centre - REACH + 3);
	instant last = zone_midnight(o->zone, o->centre + REACH - 3), t;

	do {
		t = any_instant(o);
	} while (t < first || t > last);
	return t;
}

static const char *seed_name; /* zone, for messages */
static uint64_t seed;

#define CHECK(ok, what, from, arg, found, expected)                                              \
	cr_assert(ok, "seed %lu in %s: %s from %ld with %ld: found %ld, expected %ld",            \
		  (unsigned long)seed, seed_name, what, (long)(from), (long)(arg), (long)(found), \
		  (long)(expected))

static void check_between(const struct oracle *o, const struct calendar *c, struct span k)
{
	instant a = random_instant(o), b = random_instant(o);
	int64_t found = -1, expected = a < b ? oracle_between(o, a, b) : 0;
	enum calendar_answer answer = calendar_between(c, a, b, &found, NULL);

	if (a < b && (a < k.from || b > k.until))
		CHECK(answer == CALENDAR_UNKNOWN, "between", a, b, answer, CALENDAR_UNKNOWN);
	else
		CHECK(answer == CALENDAR_OK && found == expected, "between", a, b, found, expected);
}

static void check_add(const struct oracle *o, const struct calendar *c, struct span k)
{
	instant a = random_instant(o), b = random_instant(o), found = INSTANT_NONE, expected;
	int64_t s = random_below(2) && b > a ? oracle_between(o, a, b)
					     : (int64_t)random_below(200000);
	enum calendar_answer answer = calendar_add(c, a, s, &found, NULL);

	expected = s ? oracle_add(o, a, s) : a;
	if (s && (a < k.from || a > k.until || (o->has_coverage && (expected == INSTANT_NONE ||
								     expected > k.until))))
		CHECK(answer == CALENDAR_UNKNOWN, "add", a, s, answer, CALENDAR_UNKNOWN);
	else if (expected == INSTANT_NONE)
		return;
	else
		CHECK(answer == CALENDAR_OK && found == expected, "add", a, s, found, expected);
}

static void check_subtract(const struct oracle *o, const struct calendar *c, struct span k)
{
	instant a = random_instant(o), b = random_instant(o), found = INSTANT_NONE, expected;
	int64_t s = random_below(2) && b < a ? oracle_between(o, b, a)
					     : (int64_t)random_below(200000);
	enum calendar_answer answer = calendar_subtract(c, a, s, &found, NULL);

	expected = s ? oracle_subtract(o, a, s) : a;
	if (s && (a < k.from || a > k.until ||
		  (o->has_coverage &&
		   (expected == INSTANT_NONE || oracle_between(o, k.from, a) < s))))
		CHECK(answer == CALENDAR_UNKNOWN, "subtract", a, s, answer, CALENDAR_UNKNOWN);
	else if (expected == INSTANT_NONE)
		return;
	else
		CHECK(answer == CALENDAR_OK && found == expected, "subtract", a, s, found, expected);
}

static void check_at(const struct oracle *o, const struct calendar *c, struct span k)
{
	instant t = random_instant(o), until = INSTANT_NONE, expected = INSTANT_NONE;
	int is_open = -1, open_expected = 0;
	enum calendar_answer answer = calendar_at(c, t, &is_open, &until, NULL);
	size_t i;

	if (t < k.from || t >= k.until) {
		CHECK(answer == CALENDAR_UNKNOWN, "at", t, 0, answer, CALENDAR_UNKNOWN);
		return;
	}
	for (i = 0; i < o->n_spans && o->span[i].until <= t; i++)
		;
	if (i < o->n_spans) {
		open_expected = o->span[i].from <= t;
		expected = open_expected ? o->span[i].until : o->span[i].from;
	}
	if (o->has_coverage && (expected == INSTANT_NONE || expected > k.until))
		expected = k.until;
	if (expected == INSTANT_NONE || expected > k.until)
		return;
	CHECK(answer == CALENDAR_OK && is_open == open_expected, "at (open)", t, 0, is_open,
	      open_expected);
	CHECK(until == expected, "at (until)", t, 0, until, expected);
}

static void check_zone(const char *name, int64_t centre, int calendars)
{
	static struct oracle o;
	struct err err = ERR_INIT;
	int i;

	memset(&o, 0, sizeof(o));
	o.zone = zonefile_load(name, &err);
	if (!o.zone)
		cr_skip("%s", err.msg);
	seed_name = name;
	while (calendars--) {
		struct calendar *c;
		struct span k;

		seed = state;
		o.centre = centre + (int64_t)random_below(30) - 15;
		c = random_calendar(&o);
		write_out(&o);
		k = known(&o);
		for (i = 0; i < 40; i++) {
			check_between(&o, c, k);
			check_add(&o, c, k);
			check_subtract(&o, c, k);
			check_at(&o, c, k);
		}
		calendar_free(c);
	}
	zone_free(o.zone);
}

#define ZONE_TEST(test, name, y, m, d)                                                           \
	Test(calendar_random, test)                                                               \
	{                                                                                         \
		state = 88172645463325252ULL + (uint64_t)(y) * 12345;                             \
		check_zone(name, civil_to_days(y, m, d), 200);                                    \
	}

ZONE_TEST(utc, "UTC", 2026, 2, 28)
ZONE_TEST(utc_before_1970, "UTC", 1969, 12, 31)
ZONE_TEST(shanghai, "Asia/Shanghai", 2026, 2, 14)
ZONE_TEST(shanghai_summer_time_1988, "Asia/Shanghai", 1988, 4, 17)
ZONE_TEST(shanghai_leaves_local_mean_time, "Asia/Shanghai", 1901, 1, 1)
ZONE_TEST(new_york_spring, "America/New_York", 2026, 3, 8)
ZONE_TEST(new_york_autumn, "America/New_York", 2026, 11, 1)
ZONE_TEST(lord_howe_half_an_hour, "Australia/Lord_Howe", 2026, 4, 5)
ZONE_TEST(troll_two_hours, "Antarctica/Troll", 2026, 3, 29)
ZONE_TEST(st_johns_back_over_midnight, "America/St_Johns", 2008, 11, 2)
ZONE_TEST(sao_paulo_skips_midnight, "America/Sao_Paulo", 2018, 11, 4)
ZONE_TEST(sao_paulo_back_to_the_day_before, "America/Sao_Paulo", 2018, 2, 18)
ZONE_TEST(havana_midnight_twice, "America/Havana", 2026, 11, 1)
ZONE_TEST(apia_skips_a_day, "Pacific/Apia", 2011, 12, 30)
ZONE_TEST(kwajalein_skips_a_day, "Pacific/Kwajalein", 1993, 8, 21)
ZONE_TEST(casablanca_two_changes_a_month, "Africa/Casablanca", 2026, 3, 1)
ZONE_TEST(dublin_negative_summer_time, "Europe/Dublin", 2026, 10, 25)
ZONE_TEST(beyond_the_table_of_the_zone, "America/New_York", 2460, 3, 10)
ZONE_TEST(beyond_the_horizon_of_the_calendar, "Europe/Berlin", 2986, 10, 28)
