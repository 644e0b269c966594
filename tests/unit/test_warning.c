/* Early warning against the reference made with R, and what must hold of any series. */
#include "rules/warning.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "rules/random.h"
#include "shared.h"

#define DAYS 200

/* The three series of series.csv: day t of the files is day t - 1 here, which is a Monday for t = 1. */
static const char *const names[] = { "A_mid", "B_sparse", "D_degenerate" };
static uint32_t reference[3][DAYS];

static FILE *open_shared(const char *name)
{
	FILE *f = fopen(shared_path(name), "r");
	char line[1000];

	cr_assert_not_null(f);
	cr_assert_not_null(fgets(line, sizeof(line), f));
	return f;
}

static struct day_series read_series(int which)
{
	FILE *f = open_shared("reference/early-warning/series.csv");
	struct day_series s = { reference[which], NULL, 0, 0 };
	unsigned int t, y[3];
	char line[1000];

	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%u,%*[^,],%*u,%u,%u,%u", &t, &y[0], &y[1], &y[2]), 4);
		cr_assert(t == s.n + 1 && t <= DAYS);
		reference[which][s.n++] = y[which];
	}
	fclose(f);
	return s;
}

static int which_series(const char *name)
{
	int i;

	for (i = 0; i < 3; i++)
		if (!strcmp(names[i], name))
			return i;
	cr_assert(0, "unknown series %s", name);
	return -1;
}

static void expect_close(const char *what, const char *line, double got, double want)
{
	cr_expect(fabs(got - want) <= 1e-9 * fmax(fabs(want), 1e-300) || got == want,
		  "%s: want %.15g, got %.15g\n%s", what, want, got, line);
}

Test(warning, spikes_agree_with_every_row_of_the_reference)
{
	FILE *f = open_shared("reference/early-warning/day_test.csv");
	char line[1000], name[100], before[100] = "";
	struct day_series s = { 0 };
	struct warning_limits limits;
	struct warning_walk w;
	struct warning_day d;
	unsigned int t, y, alarm, upper;
	double sum, factor, total, mean, phi, variance, size, p;
	int rows = 0;

	warning_alone(&limits);
	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%99[^,],%u,%u,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%*f,%u,%u", name, &t,
				    &y, &sum, &factor, &total, &mean, &phi, &variance, &size, &p,
				    &upper, &alarm), 13, "%s", line);
		if (strcmp(name, before) != 0) {
			s = read_series(which_series(name));
			warning_begin(&w, &s, &limits, t - 1);
			strcpy(before, name);
		}
		cr_assert(warning_next(&w, &d) && d.has_baseline && d.day == t - 1, "%s", line);
		cr_expect_eq(d.observed, y);
		cr_expect_eq(d.usable, 56);
		expect_close("S", line, d.sum, sum);
		expect_close("f", line, d.factor, factor);
		expect_close("E", line, d.total, total);
		expect_close("mean", line, d.expected, mean);
		expect_close("phi", line, d.phi, phi);
		expect_close("variance", line, d.variance, variance);
		expect_close("size", line, d.size, size);
		expect_close("p", line, d.p, p);
		/* R's quantile is the greatest count that is none. */
		upper = upper < 2 ? 3 : upper + 1;
		cr_expect_eq(warning_threshold(&d, limits.alpha), upper, "want %u, got %u: %s", upper,
			     warning_threshold(&d, limits.alpha), line);
		cr_expect_eq(d.is_spike, (int)alarm, "%s", line);
		rows++;
	}
	cr_expect_gt(rows, 200);
	fclose(f);
}

Test(warning, rises_agree_with_every_row_of_the_reference)
{
	FILE *f = open_shared("reference/early-warning/method2_rolling.csv");
	char line[1000], name[100], before[100] = "";
	struct day_series s = { 0 };
	struct warning_limits limits;
	struct warning_walk w;
	struct warning_day d;
	double mean, phi, increment, c;
	unsigned int t, y, alarm;
	int rows = 0;

	warning_alone(&limits);
	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%99[^,],%u,%u,%lf,%lf,%lf,%lf,%u", name, &t, &y, &mean, &phi,
				    &increment, &c, &alarm), 8, "%s", line);
		if (strcmp(name, before) != 0) {
			s = read_series(which_series(name));
			warning_begin(&w, &s, &limits, t - 1);
			strcpy(before, name);
		}
		cr_assert(warning_next(&w, &d) && d.has_baseline, "%s", line);
		expect_close("mean", line, d.expected, mean);
		expect_close("phi", line, d.phi, phi);
		expect_close("increment", line, d.increment, increment);
		expect_close("C", line, d.c, c);
		cr_expect_eq(d.is_rise, (int)alarm, "%s", line);
		rows++;
	}
	cr_expect_gt(rows, 200);
	fclose(f);
}

static struct warning_day judge_at(const struct day_series *s, size_t first, size_t day)
{
	struct warning_limits limits;
	struct warning_walk w;
	struct warning_day d;

	warning_alone(&limits);
	warning_begin(&w, s, &limits, first);
	while (warning_next(&w, &d))
		if (d.day == day)
			return d;
	cr_assert(0, "day %zu is not in the series", day);
	return d;
}

Test(warning, where_the_walk_begins_does_not_change_a_day)
{
	struct day_series s = read_series(0);
	struct warning_day a = judge_at(&s, 0, 120), b = judge_at(&s, 100, 120), c = judge_at(&s, 120, 120);

	cr_expect_eq(a.p, b.p);
	cr_expect_eq(a.p, c.p);
	cr_expect_eq(a.phi, c.phi);
}

Test(warning, a_day_without_28_usable_days_before_the_guard_has_insufficient_history)
{
	static const uint32_t count[100] = { [50] = 30 };
	struct day_series s = { count, NULL, 100, 0 };

	cr_expect_not(judge_at(&s, 0, 34).has_baseline);
	cr_expect_eq(judge_at(&s, 0, 34).usable, 27);
	cr_expect(judge_at(&s, 0, 35).has_baseline);
	cr_expect(judge_at(&s, 0, 50).is_spike);
	s.count = count + 30;      /* the same 30 cases with 20 days before them */
	s.n = 70;
	cr_expect_not(judge_at(&s, 0, 20).is_spike);
	cr_expect_not(judge_at(&s, 0, 20).is_rise);
}

Test(warning, unknown_days_are_left_out_of_the_baseline_and_are_never_judged)
{
	static uint32_t count[100];
	static uint8_t known[100];
	struct day_series s = { count, known, 100, 0 };
	struct warning_day d;
	size_t i;

	for (i = 0; i < 100; i++) {
		known[i] = i % 3 != 0;
		count[i] = known[i] ? 4 : 99;
	}
	d = judge_at(&s, 0, 98);
	cr_expect_eq(d.usable, 37);
	cr_expect_eq(d.sum, 37 * 4);
	cr_expect_float_eq(d.expected, 4 * (37 * 4 + .5) / (37 * 4), .4);
	d = judge_at(&s, 0, 99);
	cr_expect_not(d.is_known);
	cr_expect_not(d.is_spike);
}

Test(warning, two_cases_are_no_spike_however_rare_they_are)
{
	static uint32_t count[100];
	struct day_series s = { count, NULL, 100, 0 };

	count[80] = 2;
	cr_expect_lt(judge_at(&s, 0, 80).p, .005);
	cr_expect_not(judge_at(&s, 0, 80).is_spike);
	count[80] = 3;
	cr_expect(judge_at(&s, 0, 80).is_spike);
}

Test(warning, what_happens_in_the_last_7_days_is_not_its_own_measure)
{
	static uint32_t quiet[100], rising[100];
	struct day_series a = { quiet, NULL, 100, 0 }, b = { rising, NULL, 100, 0 };
	size_t i;

	for (i = 0; i < 100; i++)
		quiet[i] = rising[i] = 5;
	for (i = 83; i < 90; i++)
		rising[i] = 50;
	cr_expect_eq(judge_at(&a, 90, 90).expected, judge_at(&b, 90, 90).expected);
	cr_expect_lt(judge_at(&a, 91, 91).expected, judge_at(&b, 91, 91).expected);
}

Test(warning, a_doubled_rate_is_found_by_the_sustained_rise_and_says_since_when)
{
	static uint32_t count[140];
	struct day_series s = { count, NULL, 140, 0 };
	struct warning_limits limits;
	struct warning_walk w;
	struct warning_day d;
	size_t i;

	for (i = 0; i < 140; i++)
		count[i] = i < 120 ? 2 : 4;
	warning_alone(&limits);
	warning_begin(&w, &s, &limits, 64);
	while (warning_next(&w, &d) && !d.is_rise)
		cr_expect_not(d.is_spike);
	cr_expect(d.is_rise);
	cr_expect_geq(d.day, 122);
	cr_expect_leq(d.day, 127);
	cr_expect_eq(d.since, 120);
	cr_assert(warning_next(&w, &d));
	cr_expect_lt(d.c, 4, "C begins again");
}

Test(warning, the_budget_is_spread_over_the_series)
{
	struct warning_limits limits;

	warning_spread(&limits, 12, 10);
	cr_expect_float_eq(limits.alpha, 12 / 3650., 1e-15);
	cr_expect_float_eq(limits.h, log(3650 / 12.), 1e-15);
	warning_spread(&limits, 12, 1);
	cr_expect_eq(limits.h, 4, "ln(365/12) is below 4");
}

/* A Poisson count by multiplying uniform numbers (Knuth); enough for the means used here. */
static uint32_t poisson(struct random *r, double mean)
{
	double limit = exp(-mean), product = random_below_one(r);
	uint32_t n = 0;

	while (product > limit) {
		product *= random_below_one(r);
		n++;
	}
	return n;
}

/*
 * K series in which nothing happens, with a week of their own, for `years`: how many alarms a year?
 * The budget is a promise about the expectation: three standard deviations of a Poisson count are allowed.
 */
static void expect_within_budget(double mean, size_t k, double budget, uint64_t seed)
{
	static const double week[7] = { .7, .8, 1, 1, 1.2, 1.4, .9 };
	enum { YEARS = 12, N = 365 * YEARS + WARNING_HISTORY };
	static uint32_t count[N];
	struct day_series s = { count, NULL, N, 0 };
	struct random r = { .state = seed };
	struct warning_limits limits;
	struct warning_walk w;
	struct warning_day d;
	double spikes = 0, rises = 0, allowed = budget * YEARS + 3 * sqrt(budget * YEARS);
	size_t series, i;

	warning_spread(&limits, budget, k);
	for (series = 0; series < k; series++) {
		for (i = 0; i < N; i++)
			count[i] = poisson(&r, mean * week[i % 7]);
		warning_begin(&w, &s, &limits, WARNING_HISTORY);
		while (warning_next(&w, &d)) {
			spikes += d.is_spike;
			rises += d.is_rise;
		}
	}
	cr_expect_leq(spikes, allowed, "%g spikes in %d years at %g a day", spikes, YEARS, mean);
	cr_expect_leq(rises, allowed, "%g rises in %d years at %g a day", rises, YEARS, mean);
}

/* The alarms of both walks over the same random series, as "day method c since". */
static void note_alarms(struct strbuf *out, struct warning_walk *w,
			int (*next)(struct warning_walk *w, struct warning_day *d))
{
	struct warning_day d;

	while (next(w, &d))
		if (d.is_spike || d.is_rise)
			strbuf_addf(out, "%zu %d%d %a %a %zu\n", d.day, d.is_spike, d.is_rise, d.p, d.c,
				    d.since);
}

Test(warning, C14_days_without_anything_to_say_can_be_passed_over)
{
	enum { N = 2000 };
	static uint32_t count[N];
	static uint8_t known[N];
	struct day_series s = { count, known, N, 3 };
	struct random r = { .state = 5 };
	struct warning_limits limits;
	struct warning_walk w;
	size_t i, round;

	warning_alone(&limits);
	for (round = 0; round < 40; round++) {
		struct strbuf each = STRBUF_INIT, notable = STRBUF_INIT;

		for (i = 0; i < N; i++) {
			known[i] = random_next(&r) % 20 > 0;
			count[i] = poisson(&r, i % 400 < 12 ? 2 : .02 * (double)(round + 1));
		}
		warning_begin(&w, &s, &limits, 100);
		note_alarms(&each, &w, warning_next);
		warning_begin(&w, &s, &limits, 100);
		note_alarms(&notable, &w, warning_next_notable);
		cr_assert_gt(each.len, 0);
		cr_expect_str_eq(each.buf, notable.buf);
		strbuf_release(&each);
		strbuf_release(&notable);
	}
}

Test(warning, C14_false_alarms_stay_within_the_budget_of_the_policy)
{
	expect_within_budget(.2, 8, 12, 11);
	expect_within_budget(1, 8, 12, 12);
	expect_within_budget(5, 8, 12, 13);
	expect_within_budget(20, 8, 12, 14);
	expect_within_budget(2, 30, 12, 15);
}
