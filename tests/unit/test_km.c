/* Kaplan-Meier quantiles: the definition of metrics.md and the reference made with R. */
#include "rules/km.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "shared.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* n durations; a negative one is still open after so long. */
static struct km sample(const int64_t *d, size_t n)
{
	struct km km = KM_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		km_add(&km, llabs(d[i]), d[i] > 0);
	return km;
}

static double one_quantile(const int64_t *d, size_t n, double p)
{
	struct km km = sample(d, n);
	double q;

	km_quantiles(&km, &p, 1, &q);
	km_release(&km);
	return q;
}

#define QUANTILE(p, ...) \
	one_quantile((const int64_t[]){ __VA_ARGS__ }, N(((const int64_t[]){ __VA_ARGS__ })), p)

Test(km, the_quantile_is_the_first_time_at_which_s_is_at_most_1_minus_p)
{
	cr_expect_eq(QUANTILE(.5, 11, 1, 7, 2, 4), 4);
	cr_expect_eq(QUANTILE(.9, 11, 1, 7, 2, 4), 11);
	cr_expect_eq(QUANTILE(1, 11, 1, 7, 2, 4), 11);
}

Test(km, where_s_is_exactly_1_minus_p_it_is_the_middle_to_the_next_event)
{
	cr_expect_eq(QUANTILE(.5, 1, 2, 3, 4), 2.5);
	cr_expect_eq(QUANTILE(.25, 1, 2, 3, 4), 1.5);
	cr_expect_eq(QUANTILE(.9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 9.5);
	/* the censoring at 3 is no event: the next one is 5 */
	cr_expect_eq(QUANTILE(.5, 1, 2, -3, 5), 3.5);
}

Test(km, exactness_holds_after_many_factors_and_censorings)
{
	/* 4/5 * 3/4 (censor) * 5/6 ... : 0.9 * 8/9 = 0.8 and 0.8 * 5/6 * 3/5 = 0.4, never in binary */
	int64_t d[] = { 1, 2, -2, -2, 3, 4, 4, -5, 9, 9 };
	struct km km = sample(d, N(d));
	double p[] = { .2, .6 }, q[2];

	km_quantiles(&km, p, 2, q);
	cr_expect_eq(q[0], 2.5, "S(2) = 0.8 up to 3; got %g", q[0]);
	cr_expect_eq(q[1], 6.5, "S(4) = 0.4 up to 9; got %g", q[1]);
	km_release(&km);
}

Test(km, a_level_end_without_a_next_event_answers_its_start)
{
	cr_expect_eq(QUANTILE(.5, 3, -8), 3);
}

Test(km, a_curve_that_stays_above_is_not_reached)
{
	cr_expect(isnan(QUANTILE(.5, -5, -9, -30)));
	cr_expect(isnan(QUANTILE(.5, 4, 6, -10, -12, -14, -15)));
	cr_expect_eq(QUANTILE(.25, 4, 6, -10, -12, -14, -15), 6);
}

Test(km, an_empty_sample_has_no_quantile)
{
	struct km km = KM_INIT;
	double p = .5, q = 0;

	km_quantiles(&km, &p, 1, &q);
	cr_expect(isnan(q));
	km_release(&km);
}

Test(km, events_come_before_censorings_of_the_same_duration)
{
	/* were the censored case gone before 5, S(5) would be 0 */
	cr_expect_eq(QUANTILE(.5, -5, 5), 5);
	cr_expect(isnan(QUANTILE(.9, -5, 5)));
}

Test(km, zero_negative_and_enormous_durations_keep_their_order)
{
	struct km km = KM_INIT;
	double p[] = { .2, .5, .9 }, q[3];

	km_add(&km, (int64_t)1 << 60, 1);
	km_add(&km, 0, 1);
	km_add(&km, -7, 1);
	km_quantiles(&km, p, 3, q);
	cr_expect_eq(q[0], -7);
	cr_expect_eq(q[1], 0);
	cr_expect_eq(q[2], 0x1p60);
	km_release(&km);
}

Test(km, merging_gives_what_one_sample_would_in_any_order)
{
	struct km all = KM_INIT, part[3] = { KM_INIT, KM_INIT, KM_INIT }, sum = KM_INIT;
	double p[] = { .1, .25, .5, .75, .9 }, a[5], b[5];
	uint64_t x = 7;
	int i;

	for (i = 0; i < 3000; i++) {
		x = x * 6364136223846793005ULL + 1442695040888963407ULL;
		km_add(&all, (int64_t)(x >> 44), x >> 33 & 3);
		km_add(&part[i % 3], (int64_t)(x >> 44), x >> 33 & 3);
	}
	for (i = 2; i >= 0; i--)
		km_merge(&sum, &part[i]);
	cr_expect_eq(sum.n, all.n);
	cr_expect_eq(sum.censored, all.censored);
	km_quantiles(&all, p, 5, a);
	km_quantiles(&sum, p, 5, b);
	for (i = 0; i < 5; i++)
		cr_expect_eq(a[i], b[i]);
	for (i = 0; i < 3; i++)
		km_release(&part[i]);
	km_release(&all);
	km_release(&sum);
}

static void copy_counts(void *ctx, const struct km_step *s)
{
	km_add_counts(ctx, s->duration, s->events, s->censored);
}

Test(km, the_counts_by_duration_are_the_whole_sample)
{
	int64_t d[] = { 5, 5, -5, 5, 700000, -3, 9, -9 };
	struct km km = sample(d, N(d)), copy = KM_INIT, again = KM_INIT;
	size_t i;

	km_each(&km, copy_counts, &copy);
	cr_assert_eq(copy.n, km.n);
	cr_expect_eq(copy.censored, km.censored);
	km_each(&copy, copy_counts, &again);
	cr_assert_eq(again.nruns, copy.nruns);
	for (i = 0; i < copy.nruns; i++)
		cr_expect(again.run[i].key == copy.run[i].key && again.run[i].n == copy.run[i].n);
	km_release(&copy);
	km_release(&again);
	km_release(&km);
}

Test(km, cases_and_counts_may_be_mixed)
{
	struct km one = KM_INIT, mixed = KM_INIT, counts = KM_INIT, both = KM_INIT;
	double p[] = { .1, .25, .5, .75, .9 }, a[5], b[5], c[5];
	uint64_t x = 11;
	int i;

	for (i = 0; i < 3000; i++) {
		int64_t d;

		x = x * 6364136223846793005ULL + 1442695040888963407ULL;
		d = (int64_t)(x >> 56);
		km_add(&one, d, x >> 33 & 3);
		if (i % 3)
			km_add(&mixed, d, x >> 33 & 3);
		else
			km_add_counts(&mixed, d, (x >> 33 & 3) != 0, (x >> 33 & 3) == 0);
	}
	km_each(&one, copy_counts, &counts);
	km_merge(&both, &counts);
	km_merge(&both, &mixed);
	cr_expect_eq(mixed.n, one.n);
	cr_expect_eq(mixed.censored, one.censored);
	cr_expect_eq(both.n, 2 * one.n);
	cr_expect_eq(both.censored, 2 * one.censored);
	km_quantiles(&one, p, 5, a);
	km_quantiles(&mixed, p, 5, b);
	km_quantiles(&counts, p, 5, c);
	for (i = 0; i < 5; i++) {
		cr_expect_eq(a[i], b[i]);
		cr_expect_eq(a[i], c[i]);
	}
	km_release(&one);
	km_release(&mixed);
	km_release(&counts);
	km_release(&both);
}

Test(km, counts_take_no_room_for_what_they_count)
{
	struct km km = KM_INIT;
	double p = .5, q;

	km_add_counts(&km, 60, 1ULL << 52, 5);
	km_add_counts(&km, 30, 1ULL << 51, 0);
	km_quantiles(&km, &p, 1, &q);
	cr_expect_eq(q, 60);
	cr_expect_eq(km.n, (1ULL << 52) + (1ULL << 51) + 5);
	km_release(&km);
}

static void check_ascending(void *ctx, const struct km_step *s)
{
	int64_t *last = ctx;

	cr_assert_lt(*last, s->duration);
	*last = s->duration;
}

Test(km, two_million_durations_are_sorted)
{
	struct km km = KM_INIT;
	uint64_t x = 1;
	int64_t last = -1;
	double p = .5, q;
	int i;

	for (i = 0; i < 2000000; i++) {
		x = x * 6364136223846793005ULL + 1442695040888963407ULL;
		km_add(&km, (int64_t)(x >> (i % 2 ? 36 : 52)), 1);
	}
	km_quantiles(&km, &p, 1, &q);
	km_each(&km, check_ascending, &last);
	cr_expect(q >= 0xFFC && q < 0x40000, "the middle lies where the two halves meet: %g", q);
	km_release(&km);
}

/* The reference has tenths of an hour: they go in as tenths. */
#define UNIT 10

struct curve {
	const char *name;
	json_t *time, *surv;
	size_t i;
};

static void check_step(void *ctx, const struct km_step *s)
{
	struct curve *c = ctx;

	if (!s->events)
		return;
	cr_assert_lt(c->i, json_array_size(c->time), "%s: too many steps", c->name);
	cr_expect_float_eq((double)s->duration / UNIT,
			   json_number_value(json_array_get(c->time, c->i)), 1e-12);
	cr_expect_float_eq(s->survival, json_number_value(json_array_get(c->surv, c->i)), 1e-11,
			   "%s: S of step %zu is %.12g", c->name, c->i, s->survival);
	c->i++;
}

static void check_reference(const char *name, json_t *ref)
{
	static const struct {
		const char *key;
		double p;
	} want[] = { { "q25", .25 }, { "q50", .5 }, { "q75", .75 }, { "q90", .9 } };
	struct curve c = { name, json_object_get(ref, "time"), json_object_get(ref, "surv"), 0 };
	json_t *d = json_object_get(ref, "durations"), *e = json_object_get(ref, "event"), *q;
	struct km km = KM_INIT;
	double p[N(want)], got[N(want)];
	size_t i;

	for (i = 0; i < json_array_size(d); i++)
		km_add(&km, llround(UNIT * json_number_value(json_array_get(d, i))),
		       json_integer_value(json_array_get(e, i)) == 1);
	cr_expect_eq(km.n, (size_t)json_integer_value(json_object_get(ref, "n")));
	cr_expect_eq(km.n - km.censored, (size_t)json_integer_value(json_object_get(ref, "events")));
	km_each(&km, check_step, &c);
	cr_expect_eq(c.i, json_array_size(c.time), "%s: steps", name);
	for (i = 0; i < N(want); i++)
		p[i] = want[i].p;
	km_quantiles(&km, p, N(want), got);
	for (i = 0; i < N(want); i++) {
		q = json_object_get(ref, want[i].key);
		if (json_is_null(q))
			cr_expect(isnan(got[i]), "%s %s: not reached, got %g", name, want[i].key, got[i]);
		else
			cr_expect_float_eq(got[i] / UNIT, json_number_value(q), 1e-9,
					   "%s %s: want %g, got %g", name, want[i].key,
					   json_number_value(q), got[i] / UNIT);
	}
	km_release(&km);
}

Test(km, agrees_with_the_reference)
{
	json_t *all = json_load_file(shared_path("reference/early-warning/km.json"), 0, NULL), *ref;
	const char *name;

	cr_assert_not_null(all);
	cr_assert_gt(json_object_size(all), 0);
	json_object_foreach(all, name, ref)
		check_reference(name, ref);
	json_decref(all);
}
