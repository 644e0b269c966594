/* Confidence intervals against the reference and against what must hold of any. */
#include "rules/interval.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "shared.h"

Test(interval, wilson_of_nothing_says_nothing)
{
	double lo, hi;

	interval_wilson(0, 0, &lo, &hi);
	cr_expect_eq(lo, 0);
	cr_expect_eq(hi, 1);
	interval_exact(0, 0, &lo, &hi);
	cr_expect_eq(lo, 0);
	cr_expect_eq(hi, 1);
}

Test(interval, wilson_touches_the_end_where_none_or_all_are_counted)
{
	double lo, hi;

	interval_wilson(0, 30, &lo, &hi);
	cr_expect_eq(lo, 0);
	cr_expect_float_eq(hi, 0.11351339, 1e-8);
	interval_wilson(30, 30, &lo, &hi);
	cr_expect_eq(hi, 1);
	cr_expect_float_eq(lo, 0.88648661, 1e-8);
}

Test(interval, wilson_of_a_share_and_of_its_complement_mirror_each_other)
{
	double lo, hi, lo2, hi2;

	interval_wilson(17, 200, &lo, &hi);
	interval_wilson(183, 200, &lo2, &hi2);
	cr_expect_float_eq(lo, 1 - hi2, 1e-14);
	cr_expect_float_eq(hi, 1 - lo2, 1e-14);
}

Test(interval, large_counts_stay_finite_and_hold_the_share)
{
	double lo, hi;

	interval_exact(1000000, 3000000, &lo, &hi);
	cr_expect(lo > .3327 && lo < 1. / 3 && hi > 1. / 3 && hi < .3339, "%.9g %.9g", lo, hi);
	interval_poisson(1000000, &lo, &hi);
	cr_expect_float_eq(lo, 1000000 - 1959, 2, "%.9g", lo);
	cr_expect_float_eq(hi, 1000000 + 1962, 2, "%.9g", hi);
}

Test(interval, shares_agree_with_the_reference)
{
	FILE *f = fopen(shared_path("reference/early-warning/ci_proportion.csv"), "r");
	double wlo, whi, clo, chi, lo, hi;
	unsigned int x, n;
	char line[1000];
	int rows = 0;

	cr_assert_not_null(f);
	cr_assert_not_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%u,%u,%lf,%lf,%*f,%*f,%lf,%lf", &x, &n, &wlo, &whi, &clo,
				    &chi), 6, "%s", line);
		interval_wilson(x, n, &lo, &hi);
		cr_expect_float_eq(lo, wlo, 1e-12, "wilson %u/%u: want %.15g, got %.15g", x, n, wlo, lo);
		cr_expect_float_eq(hi, whi, 1e-12, "wilson %u/%u: want %.15g, got %.15g", x, n, whi, hi);
		interval_exact(x, n, &lo, &hi);
		cr_expect_float_eq(lo, clo, 1e-10, "exact %u/%u: want %.15g, got %.15g", x, n, clo, lo);
		cr_expect_float_eq(hi, chi, 1e-10, "exact %u/%u: want %.15g, got %.15g", x, n, chi, hi);
		rows++;
	}
	cr_expect_gt(rows, 0);
	fclose(f);
}

Test(interval, poisson_means_agree_with_the_reference)
{
	FILE *f = fopen(shared_path("reference/early-warning/ci_poisson_mean.csv"), "r");
	double want_lo, want_hi, lo, hi;
	unsigned int x;
	char line[1000];
	int rows = 0;

	cr_assert_not_null(f);
	cr_assert_not_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%u,%lf,%lf", &x, &want_lo, &want_hi), 3, "%s", line);
		interval_poisson(x, &lo, &hi);
		cr_expect_float_eq(lo, want_lo, 1e-9, "%u: want %.15g, got %.15g", x, want_lo, lo);
		cr_expect_float_eq(hi, want_hi, 1e-9, "%u: want %.15g, got %.15g", x, want_hi, hi);
		rows++;
	}
	cr_expect_gt(rows, 0);
	fclose(f);
}
