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

static struct figure_target score_of(uint64_t promoters, uint64_t detractors, uint64_t answers)
{
	struct figure_target t = { .target = "nps", .op = ">=", .bound = 30,
				   .n = answers + promoters - detractors, .of = 2 * answers,
				   .sides = promoters + detractors };

	return t;
}

/* Every score that is a whole number of points, of up to 200 answers: the goal is reached, and one point more is not. */
Test(target, nps_that_is_exactly_the_goal_is_met)
{
	uint64_t answers, up, wrong = 0, seen = 0;

	for (answers = 1; answers <= 200; answers++)
		for (up = 0; up <= answers; up++) {
			struct figure_target t = score_of(up, answers - up, answers), more = t;

			if ((2 * up + answers) * 100 % answers)
				continue;
			t.bound = (double)((int64_t)(200 * up / answers) - 100);
			more.bound = t.bound + 1;
			figures_finish_target(&t);
			figures_finish_target(&more);
			wrong += t.met != 1 || more.met != 0 || t.value != t.bound;
			seen++;
		}
	cr_expect(seen > 1000 && !wrong, "%llu of %llu", (unsigned long long)wrong, (unsigned long long)seen);
}

/* Rocks's interval of 2 promoters, 1 detractor and 1 of neither, worked out by hand. */
Test(target, nps_has_the_interval_of_its_promoters_and_detractors)
{
	struct figure_target t = score_of(2, 1, 4);

	figures_finish_target(&t);
	cr_expect_float_eq(t.value, 25, 1e-9);
	cr_expect_float_eq(t.lo, -44.15977, 1e-4);
	cr_expect_float_eq(t.hi, 72.73120, 1e-4);
}

Test(target, nps_is_held_against_the_period_before_by_the_difference_of_two_scores)
{
	struct figure_target t = score_of(4, 5, 10), before = score_of(1, 8, 10);

	t.n_before = before.n;
	t.of_before = before.of;
	t.sides_before = before.sides;
	figures_finish_target(&t);
	cr_expect_float_eq(t.p, 0.147428803769, 1e-9);
}
