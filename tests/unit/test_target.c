/* Targets: is one met, how sure is that, and what became of it since the period before (H1.2). */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "report/figures.h"

static struct figure_target target_of(const char *name, const char *op, double bound, uint64_t n, uint64_t of,
				      uint64_t n_before, uint64_t of_before)
{
	struct figure_target t = { .target = name, .bound = bound, .n = n, .of = of, .n_before = n_before,
				   .of_before = of_before };

	strcpy(t.op, op);
	figures_finish_target(&t);
	return t;
}

Test(target, what_reaches_the_bound_exactly_is_met_only_with_or_equal)
{
	cr_expect_eq(target_of("csat", ">=", .75, 3, 4, 0, 0).met, 1);
	cr_expect_eq(target_of("csat", ">", .75, 3, 4, 0, 0).met, 0);
	cr_expect_eq(target_of("reopen-rate", "<=", .25, 1, 4, 0, 0).met, 1);
	cr_expect_eq(target_of("reopen-rate", "<", .25, 1, 4, 0, 0).met, 0);
	cr_expect_eq(target_of("csat", ">=", .75, 0, 0, 3, 4).met, -1, "without data it is neither");
}

Test(target, more_is_better_where_the_goal_is_at_least_and_worse_where_it_is_at_most)
{
	cr_expect_eq(target_of("csat", ">=", .9, 90, 100, 50, 100).trend, TREND_BETTER);
	cr_expect_eq(target_of("csat", ">=", .9, 50, 100, 90, 100).trend, TREND_WORSE);
	cr_expect_eq(target_of("reopen-rate", "<=", .1, 90, 100, 50, 100).trend, TREND_WORSE);
	cr_expect_eq(target_of("reopen-rate", "<", .1, 50, 100, 90, 100).trend, TREND_BETTER);
	cr_expect_eq(target_of("csat", ">=", .9, 51, 100, 50, 100).trend, TREND_SAME);
	cr_expect_eq(target_of("csat", ">=", .9, 51, 100, 0, 0).trend, TREND_NONE);
}

/* Two points of each answer: the interval is Wilson's of 2 and of 3 of 4. */
Test(target, nps_half_an_answer_is_given_away_at_either_end_of_the_interval)
{
	struct figure_target t = target_of("nps", ">=", 30, 5, 8, 0, 0);

	cr_expect_float_eq(t.value, 25, 1e-9);
	cr_expect_float_eq(t.lo, -69.9922, 1e-3);
	cr_expect_float_eq(t.hi, 90.8825, 1e-3);
}

Test(target, nps_half_an_answer_is_given_away_in_the_test_of_the_difference)
{
	const double p = target_of("csat", ">=", .5, 4, 10, 2, 10).p;

	cr_expect_float_eq(target_of("nps", ">=", 30, 9, 20, 3, 20).p, p, 1e-12, "up");
	cr_expect_float_eq(target_of("nps", ">=", 30, 3, 20, 9, 20).p, p, 1e-12, "down");
}
