/* A shift of the mix of categories, against the reference made with R. */
#include "rules/mix.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>

#include "base/mem.h"
#include "rules/random.h"
#include "rules/special.h"
#include "shared.h"

#define MANY 20
#define TABLES 99999

static double number(const json_t *o, const char *key, size_t i)
{
	const json_t *v = json_object_get(o, key);

	return json_number_value(json_is_array(v) ? json_array_get(v, i) : v);
}

/* The file gives 12 significant digits. */
static void expect_close(const char *name, const char *what, double got, double want)
{
	cr_expect(fabs(got - want) <= 1e-9 * fabs(want), "%s, %s: want %.12g, got %.12g", name, what, want,
		  got);
}

static void compare(const char *name, const json_t *o)
{
	size_t n = json_array_size(json_object_get(o, "base")), i;
	struct mix_category c[MANY];
	struct mix m;
	double p = number(o, "p_montecarlo", 0);

	cr_assert_leq(n, MANY);
	for (i = 0; i < n; i++)
		c[i] = (struct mix_category){ .before = (uint64_t)number(o, "base", i),
					      .now = (uint64_t)number(o, "cur", i) };
	mix_test_with(c, n, TABLES, &m);
	expect_close(name, "chi-square", m.pearson, number(o, "pearson", 0));
	cr_expect_eq(m.df, (size_t)number(o, "df", 0));
	for (i = 0; i < n; i++) {
		const json_t *rows = json_object_get(o, "expected");

		expect_close(name, "residual", c[i].residual, number(o, "adj_resid_cur", i));
		expect_close(name, "expected before", c[i].expected_before,
			     json_number_value(json_array_get(json_array_get(rows, 0), i)));
		expect_close(name, "expected now", c[i].expected_now,
			     json_number_value(json_array_get(json_array_get(rows, 1), i)));
	}
	cr_expect(m.is_simulated, "%s has expected counts below 5", name);
	cr_expect(fabs(m.p - p) <= 5 * sqrt(p * (1 - p) / TABLES) + 1e-5, "%s: want about %g, got %g",
		  name, p, m.p);
}

Test(mix, agrees_with_every_table_of_the_reference)
{
	json_error_t error;
	json_t *root = json_load_file(shared_path("reference/early-warning/category_mix.json"), 0, &error);
	const char *name;
	json_t *o;

	cr_assert_not_null(root, "%s", error.text);
	cr_expect_geq(json_object_size(root), 4);
	json_object_foreach(root, name, o)
		compare(name, o);
	json_decref(root);
}

Test(mix, where_all_expected_counts_are_5_or_more_p_is_that_of_chi_square)
{
	struct mix_category c[] = { { .before = 60, .now = 20 }, { .before = 40, .now = 30 } };
	struct mix m;

	mix_test(c, 2, &m);
	cr_expect_not(m.is_simulated);
	cr_expect_float_eq(m.pearson, 150. * (60 * 30 - 20 * 40) * (60 * 30 - 20 * 40) / (80. * 70 * 100 * 50),
			   1e-12);
	cr_expect_float_eq(m.p, erfc(sqrt(m.pearson / 2)), 1e-12);
	cr_expect_float_eq(c[1].residual, sqrt(m.pearson), 1e-12);
}

Test(mix, names_what_stands_out_and_has_3_cases_and_always_what_is_new)
{
	struct mix_category c[] = { { .before = 300, .now = 30 }, { .before = 30, .now = 14 },
				    { .before = 1, .now = 2 }, { .before = 0, .now = 1 },
				    { .before = 200, .now = 5 }, { 0 } };
	struct mix m;

	mix_test(c, 6, &m);
	cr_expect_eq(m.df, 4);
	cr_expect(c[1].is_named);
	cr_expect_not(c[1].is_new);
	cr_expect(c[2].residual > 2.58 && !c[2].is_named, "2 cases are too few");
	cr_expect(c[3].is_named && c[3].is_new);
	cr_expect_not(c[0].is_named);
	cr_expect_not(c[4].is_named, "what has become rarer is not named");
	cr_expect_not(c[5].is_named);
	cr_expect(isnan(c[5].residual));
}

Test(mix, the_same_table_gives_the_same_p)
{
	struct mix_category c[] = { { .before = 9, .now = 1 }, { .before = 4, .now = 5 },
				    { .before = 7, .now = 0 } };
	struct mix a, b;

	mix_test(c, 3, &a);
	mix_test(c, 3, &b);
	cr_expect_eq(a.p, b.p);
	cr_expect_eq(fmod(a.p * (1 + MIX_TABLES) + .5, 1) < 1e-6 ||
		     fabs(fmod(a.p * (1 + MIX_TABLES) + .5, 1) - .5) < 1e-6, 1);
}

Test(mix, nothing_to_compare_has_no_p)
{
	struct mix_category c[] = { { .now = 4 }, { .now = 2 } }, one[] = { { .before = 4, .now = 2 } };
	struct mix m;

	mix_test(c, 2, &m);
	cr_expect(isnan(m.p));
	cr_expect(c[0].is_new && c[0].is_named);
	mix_test(one, 1, &m);
	cr_expect(isnan(m.p));
	mix_test(NULL, 0, &m);
	cr_expect(isnan(m.p));
}

Test(random, splitmix64_gives_the_published_numbers)
{
	struct random r = { .state = 1234567 };

	cr_expect_eq(random_next(&r), 6457827717110365317ULL);
	cr_expect_eq(random_next(&r), 3203168211198807973ULL);
	cr_expect_eq(random_next(&r), 9817491932198370423ULL);
}

Test(random, a_table_of_factorials_changes_no_draw)
{
	double factorial[40];
	struct random plain = { .state = 7 };
	struct random r = { .state = 7, .log_factorial = factorial, .nfactorials = ARRAY_SIZE(factorial) };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(factorial); i++)
		factorial[i] = special_log_factorial((double)i);
	for (i = 0; i < 1000; i++) {
		cr_expect_eq(random_hypergeometric(&r, 12, 15, 20), random_hypergeometric(&plain, 12, 15, 20));
		cr_expect_eq(random_hypergeometric(&r, 30, 39, 60), random_hypergeometric(&plain, 30, 39, 60),
			     "beyond the table");
	}
}

Test(random, hypergeometric_numbers_have_mean_variance_and_range)
{
	struct random r = { .state = 5 };
	double n = 20000, sum = 0, square = 0, mean, variance;
	int i;

	for (i = 0; i < n; i++) {
		uint64_t x = random_hypergeometric(&r, 30, 40, 60);

		cr_assert_leq(x, 30);
		sum += (double)x;
		square += (double)(x * x);
	}
	mean = sum / n;
	variance = square / n - mean * mean;
	cr_expect_float_eq(mean, 12, .08);
	cr_expect_float_eq(variance, 30 * .4 * .6 * 70 / 99, .2);
	cr_expect_eq(random_hypergeometric(&r, 10, 0, 30), 0);
	cr_expect_eq(random_hypergeometric(&r, 10, 30, 0), 10);
	cr_expect_eq(random_hypergeometric(&r, 40, 10, 30), 10);
	for (i = 0; i < 1000; i++)
		cr_assert(random_hypergeometric(&r, 15, 10, 10) >= 5);
}
