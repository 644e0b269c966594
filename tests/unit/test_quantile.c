/* Quantiles of complete data: the nine types, and that ours agrees with Kaplan-Meier. */
#include "rules/quantile.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "rules/km.h"
#include "shared.h"

Test(quantile, of_nothing_is_not_a_number)
{
	cr_expect(isnan(quantile(NULL, 0, .5, QUANTILE_TYPE)));
}

Test(quantile, of_one_value_is_that_value_whatever_the_type)
{
	double x = 7;
	int type;

	for (type = 1; type <= 9; type++) {
		cr_expect_eq(quantile(&x, 1, 0, type), 7);
		cr_expect_eq(quantile(&x, 1, .3, type), 7);
		cr_expect_eq(quantile(&x, 1, 1, type), 7);
	}
}

Test(quantile, ours_takes_the_middle_of_two_and_no_other_interpolation)
{
	double x[] = { 1, 2, 10, 20 };

	cr_expect_eq(quantile(x, 4, .5, QUANTILE_TYPE), 6);
	cr_expect_eq(quantile(x, 4, .6, QUANTILE_TYPE), 10);
	cr_expect_eq(quantile(x, 4, .9, QUANTILE_TYPE), 20);
}

Test(quantile, a_position_that_rounding_misses_counts_as_whole)
{
	double x[100];
	int i;

	for (i = 0; i < 100; i++)
		x[i] = i + 1;
	cr_expect_eq(quantile(x, 100, .07, 2), 7.5, "100 * 0.07 is 7.0000000000000009");
	cr_expect_eq(quantile(x, 100, .29, 2), 29.5, "100 * 0.29 is 28.999999999999996");
	cr_expect_eq(quantile(x, 100, .29, 1), 29);
}

Test(quantile, ours_is_kaplan_meier_where_nothing_is_censored)
{
	struct km km = KM_INIT;
	double x[1000], p, q;
	int i, k;

	for (i = 0; i < 1000; i++) {
		x[i] = i * i / 7; /* ascending, with ties */
		km_add(&km, i * i / 7, 1);
	}
	for (k = 1; k < 1000; k++) {
		p = k / 1000.;
		km_quantiles(&km, &p, 1, &q);
		/* where the level is inside a tie both give the tie */
		cr_expect_eq(quantile(x, 1000, p, QUANTILE_TYPE), q, "p = %g", p);
	}
	km_release(&km);
}

static void check_type(const double *x, size_t n, const char *type, json_t *by_p)
{
	const char *p;
	json_t *want;
	double got;

	json_object_foreach(by_p, p, want) {
		got = quantile(x, n, strtod(p, NULL), atoi(type + strlen("type")));
		cr_expect_float_eq(got, json_number_value(want), 1e-9, "%s p=%s of %zu: want %g, got %g",
				   type, p, n, json_number_value(want), got);
	}
}

Test(quantile, all_types_agree_with_the_reference)
{
	json_t *all = json_load_file(shared_path("reference/early-warning/quantile_types.json"), 0,
				     NULL);
	json_t *types, *by_p, *data;
	const char *set, *type;
	double x[100];
	size_t i, n;

	cr_assert_not_null(all);
	json_object_foreach(json_object_get(all, "quantiles"), set, types) {
		data = json_object_get(json_object_get(all, "data"), set);
		n = json_is_array(data) ? json_array_size(data) : 1;
		cr_assert_leq(n, 100);
		for (i = 0; i < n; i++)
			x[i] = json_number_value(json_is_array(data) ? json_array_get(data, i) : data);
		json_object_foreach(types, type, by_p)
			check_type(x, n, type, by_p);
	}
	json_decref(all);
}
