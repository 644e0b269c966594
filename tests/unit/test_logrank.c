/* The log-rank test, against worked examples that others published, and Holm's correction against R's. */
#include "rules/logrank.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "rules/holm.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define SAMPLE(name, ...) \
	static const int name[] = { __VA_ARGS__ }

/* A negative duration is still open after so long. */
static struct km sample(const int *d, size_t n)
{
	struct km km = KM_INIT;
	size_t i;

	for (i = 0; i < n; i++)
		km_add(&km, abs(d[i]), d[i] > 0);
	return km;
}

static struct logrank compare(const int *a, size_t na, const int *b, size_t nb)
{
	struct km x = sample(a, na), y = sample(b, nb);
	struct logrank r;

	logrank(&x, &y, &r);
	km_release(&x);
	km_release(&y);
	return r;
}
#define COMPARE(a, b) compare(a, N(a), b, N(b))

/* Remission of acute leukaemia in weeks: Freireich et al., Blood 21 (1963) 699-716. */
SAMPLE(placebo, 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);
SAMPLE(mercaptopurine, 6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35);

/* Survival with a brain tumour in weeks: Bland and Altman, The logrank test, BMJ 328 (2004) 1073. */
SAMPLE(astrocytoma, 6, 13, 21, 30, -31, 37, 38, -47, 49, 50, 63, 79, -80, -82, -82, 86, 98, -149, 202, 219);
SAMPLE(glioblastoma, 10, 10, 12, 13, 14, 15, 16, 17, 18, 20, 24, 24, 25, 28, 30, 33, -34, 35, 37, 40, 40, -40, 46, 48,
       -70, 76, 81, 82, 91, 112, 181);

Test(logrank, freireich_is_what_survdiff_of_r_prints)
{
	struct logrank r = COMPARE(placebo, mercaptopurine);

	cr_expect_eq(r.ended_a, 21);
	cr_expect_eq(r.ended_b, 9);
	cr_expect_float_eq(r.expected_a, 10.7, .05, "%g", r.expected_a);
	cr_expect_float_eq(r.expected_b, 19.3, .05, "%g", r.expected_b);
	cr_expect_float_eq(r.chi2, 16.79, .005, "%g", r.chi2);
	cr_expect_float_eq(r.p, 4.17e-5, 1e-7, "%g", r.p);
}

/* O - E = 10.251, V = 6.257: exp(1.638) = 5.15. */
Test(logrank, the_pace_is_the_one_step_estimate_of_the_hazard_ratio)
{
	struct logrank r = COMPARE(placebo, mercaptopurine);

	cr_expect_float_eq(log(r.pace), 1.638, .002, "%g", log(r.pace));
	cr_expect_float_eq(log(r.hi) - log(r.pace), 1.96 / sqrt(6.257), .001);
	cr_expect_gt(r.lo, 1);
}

Test(logrank, bland_and_altman_expect_so_many_deaths)
{
	struct logrank r = COMPARE(astrocytoma, glioblastoma);

	cr_expect_eq(r.ended_a, 14);
	cr_expect_eq(r.ended_b, 28);
	cr_expect_float_eq(r.expected_a, 22.48, .005, "%g", r.expected_a);
	cr_expect_float_eq(r.expected_b, 19.52, .005, "%g", r.expected_b);
	cr_expect_lt(r.p, .01);
	cr_expect_lt(r.hi, 1);
}

Test(logrank, groups_that_change_places_turn_the_pace_round_and_keep_p)
{
	struct logrank r = COMPARE(astrocytoma, glioblastoma), s = COMPARE(glioblastoma, astrocytoma);

	cr_expect_float_eq(r.pace, 1 / s.pace, 1e-12);
	cr_expect_float_eq(r.lo, 1 / s.hi, 1e-12);
	cr_expect_float_eq(r.p, s.p, 1e-12);
}

Test(logrank, equal_groups_do_not_differ)
{
	struct logrank r = COMPARE(astrocytoma, astrocytoma);

	cr_expect_float_eq(r.chi2, 0, 1e-20);
	cr_expect_float_eq(r.p, 1, 1e-9);
	cr_expect_float_eq(r.pace, 1, 1e-9);
}

Test(logrank, the_interval_leaves_out_1_exactly_where_p_is_below_5_percent)
{
	struct logrank r = COMPARE(placebo, mercaptopurine);

	cr_expect_eq(r.p < .05, r.lo > 1 || r.hi < 1);
	r = COMPARE(placebo, glioblastoma);
	cr_expect_eq(r.p < .05, r.lo > 1 || r.hi < 1);
}

Test(logrank, where_nothing_ended_or_one_group_is_empty_nothing_can_be_said)
{
	static const int open[] = { -3, -9 }, one[] = { 5 };
	struct logrank r = COMPARE(open, open);

	cr_expect(isnan(r.p) && isnan(r.pace));
	r = compare(one, 1, one, 0);
	cr_expect(isnan(r.p) && isnan(r.pace));
}

/* p.adjust(c(.01, .04, .03, .005), "holm") in R. */
Test(holm, is_what_r_prints)
{
	double p[] = { .01, .04, .03, .005 };

	holm_adjust(p, 4);
	cr_expect_float_eq(p[0], .03, 1e-12);
	cr_expect_float_eq(p[1], .06, 1e-12);
	cr_expect_float_eq(p[2], .06, 1e-12);
	cr_expect_float_eq(p[3], .02, 1e-12);
}

Test(holm, what_was_not_tested_does_not_count)
{
	double p[] = { NAN, .04, .9, NAN };

	holm_adjust(p, 4);
	cr_expect(isnan(p[0]) && isnan(p[3]));
	cr_expect_float_eq(p[1], .08, 1e-12);
	cr_expect_float_eq(p[2], .9, 1e-12);
	holm_adjust(NULL, 0);
}
