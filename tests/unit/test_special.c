/* The special functions against exact values, against each other, and where they could lose digits. */
#include "rules/special.h"

#include <criterion/criterion.h>
#include <math.h>

static int is_close(double a, double b, double relative)
{
	return fabs(a - b) <= relative * fabs(b);
}

#define CLOSE(got, want) do {                                                            \
		double got_ = (got), want_ = (want);                                     \
		cr_expect(is_close(got_, want_, 1e-11), #got ": want %.17g, got %.17g", want_, got_); \
	} while (0)

/* P(X <= k) of a Poisson variable, term by term from the largest. */
static double poisson_sum(int k, double mean)
{
	double term = exp(-mean), sum = term;
	int i;

	for (i = 1; i <= k; i++)
		sum += term *= mean / i;
	return sum;
}

Test(special, a_poisson_tail_is_the_sum_of_its_terms)
{
	int k;

	for (k = 0; k < 40; k++) {
		CLOSE(special_poisson_at_most(k, 3.7), poisson_sum(k, 3.7));
		CLOSE(special_poisson_at_most(k, 25), poisson_sum(k, 25));
	}
}

Test(special, gamma_p_of_1_is_the_exponential_distribution)
{
	double x;

	for (x = 1e-6; x < 600; x *= 3) {
		CLOSE(special_gamma_p(1, x), -expm1(-x));
		CLOSE(special_gamma_q(1, x), exp(-x));
	}
}

Test(special, gamma_of_one_half_is_the_error_function)
{
	double x;

	for (x = 1e-4; x < 25; x *= 1.7) {
		CLOSE(special_gamma_p(.5, x * x), erf(x));
		CLOSE(special_gamma_q(.5, x * x), erfc(x));
	}
}

Test(special, chi_square_with_two_degrees_is_exponential_with_one_is_normal)
{
	CLOSE(special_chi2_at_least(7.5, 2), exp(-3.75));
	CLOSE(special_chi2_at_least(9, 1), 2 * special_normal_at_least(3));
}

Test(special, beta_with_whole_arguments_is_a_polynomial)
{
	double x;

	for (x = .001; x < 1; x += .037) {
		CLOSE(special_beta_i(1, 1, x, 1 - x), x);
		CLOSE(special_beta_i(3, 1, x, 1 - x), x * x * x);
		CLOSE(special_beta_i(2, 2, x, 1 - x), x * x * (3 - 2 * x));
	}
}

Test(special, binomial_tails_are_sums_of_terms)
{
	double n = 37, p = .23, above = 0;
	int k;

	for (k = 37; k >= 1; k--) {
		above += special_binomial_term(k, n, p);
		CLOSE(special_binomial_at_least(k, n, p), above);
	}
	CLOSE(special_binomial_term(0, n, p), pow(.77, 37));
	CLOSE(special_binomial_term(2, n, p), 37 * 18 * p * p * pow(.77, 35));
}

Test(special, a_negative_binomial_of_size_1_is_geometric)
{
	int k;

	for (k = 1; k < 60; k++)
		CLOSE(special_nb_at_least(k, 1, 4), pow(.8, k));
}

Test(special, a_negative_binomial_of_great_size_is_poisson)
{
	cr_expect(is_close(special_nb_at_least(12, 1e12, 5), special_poisson_at_least(12, 5), 1e-9));
}

Test(special, the_parts_of_one_add_up_also_for_millions)
{
	double a;

	for (a = 1; a < 1e7; a *= 10) {
		double x = a + 3 * sqrt(a);

		cr_expect_float_eq(special_gamma_p(a, x) + special_gamma_q(a, x), 1, 1e-13);
		cr_expect_float_eq(special_beta_i(a, 2 * a, .33, .67) +
				   special_beta_i(2 * a, a, .67, .33), 1, 1e-13);
	}
}

/* P(X >= k) of 10^6 expected, 5 standard deviations away: the normal limit with Edgeworth's first term. */
Test(special, large_counts_keep_their_digits)
{
	double below = special_poisson_at_most(1000000, 1000000);

	/* Ramanujan: the median; P(X <= n) = 1/2 + (2/3 + O(1/n)) e^-n n^n / n! */
	cr_expect_float_eq(below, .5 + 2. / 3 / sqrt(2 * M_PI * 1e6), 1e-9, "%.15g", below);
}

Test(special, ends_and_nonsense)
{
	cr_expect_eq(special_gamma_p(2, 0), 0);
	cr_expect_eq(special_gamma_q(2, 0), 1);
	cr_expect_eq(special_beta_i(2, 3, 0, 1), 0);
	cr_expect_eq(special_beta_i(2, 3, 1, 0), 1);
	cr_expect_eq(special_poisson_at_least(0, 3), 1);
	cr_expect(isnan(special_gamma_p(0, 1)));
	cr_expect(isnan(special_beta_i(-1, 1, .5, .5)));
}

static double square(void *ctx, double x)
{
	(void)ctx;
	return x * x;
}

Test(special, solve_finds_the_crossing_from_either_side)
{
	CLOSE(special_solve(square, NULL, 2, 0, 5), M_SQRT2);
	CLOSE(special_solve(square, NULL, 2, 5, 0), M_SQRT2);
}
