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

static void expect_close(const char *what, double got, double want)
{
	cr_expect(got == want || fabs(got - want) <= 1e-9 * fabs(want), "%s: want %.15g, got %.15g",
		  what, want, got);
}

Test(interval, rate_ratios_agree_with_the_reference)
{
	FILE *f = fopen(shared_path("reference/early-warning/rate_ratio.csv"), "r");
	double t1, t0, ratio, lo, hi, p, greater;
	unsigned int x1, x0;
	struct rate_ratio r;
	char line[1000];
	int rows = 0;

	cr_assert_not_null(f);
	cr_assert_not_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f)) {
		cr_assert_eq(sscanf(line, "%u,%lf,%u,%lf,%lf,%lf,%lf,%lf,%lf", &x1, &t1, &x0, &t0, &ratio,
				    &lo, &hi, &p, &greater), 9, "%s", line);
		interval_rate_ratio(x1, t1, x0, t0, &r);
		expect_close(line, r.ratio, ratio);
		expect_close(line, r.lo, lo);
		expect_close(line, r.hi, hi);
		expect_close(line, r.p, p);
		expect_close(line, r.greater, greater);
		rows++;
	}
	cr_expect_gt(rows, 5);
	fclose(f);
}

Test(interval, a_rate_ratio_turned_round_is_its_inverse)
{
	struct rate_ratio a, b;

	interval_rate_ratio(17, 30, 45, 31, &a);
	interval_rate_ratio(45, 31, 17, 30, &b);
	cr_expect_float_eq(a.ratio * b.ratio, 1, 1e-12);
	cr_expect_float_eq(a.lo * b.hi, 1, 1e-9);
	cr_expect_float_eq(a.p, b.p, 1e-12);
	interval_rate_ratio(0, 1, 0, 2, &a);
	cr_expect(isnan(a.ratio) && a.p == 1);
	interval_rate_ratio(40, 1, 40, 1, &a);
	cr_expect_eq(a.p, 1);
	interval_rate_ratio(600000, 1, 601000, 1, &a);
	cr_expect(a.p > .3 && a.p < .4 && a.lo < a.ratio && a.ratio < a.hi, "%g", a.p);
}

/* Newcombe 1998, table II, method 10, as published to four places. */
Test(interval, differences_of_shares_agree_with_the_paper)
{
	static const struct { unsigned int x1, n1, x0, n0; double lo, hi; } published[] = {
		{ 56, 70, 48, 80, .0524, .3339 }, { 9, 10, 3, 10, .1705, .8090 },
		{ 6, 7, 2, 7, .0582, .8062 }, { 5, 56, 0, 29, -.0381, .1926 },
		{ 0, 10, 0, 20, -.1611, .2775 }, { 0, 10, 0, 10, -.2775, .2775 },
		{ 10, 10, 0, 20, .6791, 1 }, { 10, 10, 0, 10, .6075, 1 },
	};
	struct share_difference d;
	size_t i;

	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		interval_difference(published[i].x1, published[i].n1, published[i].x0, published[i].n0, &d);
		cr_expect_float_eq(d.lo, published[i].lo, 5.1e-5, "%zu: %.6f", i, d.lo);
		cr_expect_float_eq(d.hi, published[i].hi, 5.1e-5, "%zu: %.6f", i, d.hi);
	}
}

Test(interval, differences_are_tested_by_chi_square_or_exactly_where_counts_are_small)
{
	struct share_difference d;

	/* chi-square of 56/70 and 48/80 is 6.9872 */
	interval_difference(56, 70, 48, 80, &d);
	cr_expect_float_eq(d.p, erfc(sqrt(.5 * 150 * (56. * 32 - 14. * 48) * (56. * 32 - 14. * 48) /
					  (70. * 80 * 104 * 46))), 1e-12);
	/* the lady tasting tea: 3 of 4 against 1 of 4 is 34/70 */
	interval_difference(3, 4, 1, 4, &d);
	cr_expect_float_eq(d.p, 34. / 70, 1e-12);
	interval_difference(4, 4, 0, 4, &d);
	cr_expect_float_eq(d.p, 2. / 70, 1e-12);
	interval_difference(0, 4, 0, 9, &d);
	cr_expect_eq(d.p, 1);
	interval_difference(0, 0, 1, 9, &d);
	cr_expect(isnan(d.difference) && d.lo == -1 && d.hi == 1);
}

/* --- net promoter scores --------------------------------------------------------------------------- */

/* One promoter with the answers added: 1.75 up and 0.75 down of 4, a score of 1/4; (5/8 - 1/16) / 4 = (3/8)^2. */
Test(interval, a_score_has_three_answers_more)
{
	double lo, hi;

	interval_promoters(&(struct promoter_score){ 1, 0, 1 }, &lo, &hi);
	cr_expect_float_eq(lo, .25 - .375 * 1.9599639845400542, 1e-15);
	cr_expect_float_eq(hi, .25 + .375 * 1.9599639845400542, 1e-15);
	interval_promoters(&(struct promoter_score){ 15, 8, 36 }, &lo, &hi);
	cr_expect_float_eq(lo, -.06280259443326955, 1e-12);
	cr_expect_float_eq(hi, .42177695340762855, 1e-12);
	interval_promoters(&(struct promoter_score){ 0, 30, 30 }, &lo, &hi);
	cr_expect_eq(lo, -1, "never beyond the scale");
	interval_promoters(&(struct promoter_score){ 0, 0, 0 }, &lo, &hi);
	cr_expect(lo == -1 && hi == 1);
}

/* ln of n! / (x! y! (n - x - y)!) p^x q^y r^rest */
static double trinomial(int n, int x, int y, double p, double q)
{
	double r = 1 - p - q, t = lgamma(n + 1) - lgamma(x + 1) - lgamma(y + 1) - lgamma(n - x - y + 1);

	return exp(t + x * log(p) + y * log(q) + (n - x - y) * log(r));
}

/* How often the interval of n answers holds the true score p - q: over all answers there may be. */
static double coverage(int n, double p, double q)
{
	double held = 0, lo, hi;
	int x, y;

	for (x = 0; x <= n; x++)
		for (y = 0; x + y <= n; y++) {
			interval_promoters(&(struct promoter_score){ (uint64_t)x, (uint64_t)y, (uint64_t)n }, &lo, &hi);
			if (lo <= p - q && p - q <= hi)
				held += trinomial(n, x, y, p, q);
		}
	return held;
}

Test(interval, of_scores_holds_the_true_one_about_19_of_20_times)
{
	double p, q, sum = 0, held;
	int n, cells = 0;

	for (n = 10; n <= 40; n += 10)
		for (p = .05; p < .95; p += .1)
			for (q = .05; p + q < .96; q += .1) {
				held = coverage(n, p, q);
				cr_expect(held > .91, "%d answers, %g and %g: %g", n, p, q, held);
				sum += held;
				cells++;
			}
	cr_expect_float_eq(sum / cells, .95, .007, "%g", sum / cells);
}

Test(interval, the_difference_of_two_scores_is_tested_by_what_its_interval_says)
{
	struct promoter_difference d, turned;
	struct promoter_score a = { 45, 5, 60 }, b = { 30, 15, 60 };

	interval_promoters_difference(&a, &b, &d);
	cr_expect_float_eq(d.difference, 40. / 60 - 15. / 60, 1e-15);
	cr_expect_float_eq(d.lo, .13834240567330458, 1e-12);
	cr_expect_float_eq(d.hi, .655308387977489, 1e-12);
	cr_expect_float_eq(d.p, .002621486177363049, 1e-12);
	interval_promoters_difference(&b, &a, &turned);
	cr_expect(turned.difference == -d.difference && turned.p == d.p);
	cr_expect_float_eq(turned.lo, -d.hi, 1e-15);
	interval_promoters_difference(&a, &(struct promoter_score){ 0, 0, 0 }, &d);
	cr_expect(isnan(d.difference) && isnan(d.p) && d.lo == -2 && d.hi == 2);
	for (b.promoters = 0; b.promoters <= 60; b.promoters++)
		for (b.detractors = 0; b.promoters + b.detractors <= 60; b.detractors++) {
			interval_promoters_difference(&a, &b, &d);
			cr_expect_eq(d.p < .05, d.lo > 0 || d.hi < 0);
			cr_expect(d.lo <= d.difference && d.difference <= d.hi);
		}
}
