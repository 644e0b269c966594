/* C15: the same again within a window. */
#include "rules/repeat.h"

#include <criterion/criterion.h>

#define DAY 86400

static int find(const instant *at, size_t n, instant from, instant to, struct repeat *r)
{
	return repeat_find(at, n, 7 * DAY, 3, from, to, r);
}

Test(repeat, C15_three_within_seven_days_repeat_and_two_do_not)
{
	const instant at[] = { 0, 3 * DAY, 6 * DAY, 30 * DAY, 33 * DAY };
	struct repeat r;

	cr_expect(find(at, 5, 0, 10 * DAY, &r));
	cr_expect_eq(r.first, 0);
	cr_expect_eq(r.reached, 2);
	cr_expect_eq(r.last, 2);
	cr_expect_eq(r.most, 3);
	cr_expect_not(find(at, 5, 20 * DAY, 40 * DAY, &r));
	cr_expect_not(find(at, 0, 0, DAY, &r));
}

Test(repeat, the_window_is_half_open)
{
	const instant exact[] = { 0, DAY, 7 * DAY }, within[] = { 0, DAY, 7 * DAY - 1 };
	struct repeat r;

	cr_expect_not(find(exact, 3, 0, 10 * DAY, &r), "seven days after is not within seven days");
	cr_expect(find(within, 3, 0, 10 * DAY, &r));
}

Test(repeat, it_counts_for_the_period_in_which_a_case_makes_it_so)
{
	const instant at[] = { 0, 1 * DAY, 2 * DAY, 4 * DAY, 5 * DAY };
	struct repeat r;

	cr_expect_not(find(at, 5, 0, 2 * DAY, &r));
	cr_expect(find(at, 5, 3 * DAY, 10 * DAY, &r));
	cr_expect_eq(r.reached, 3, "the earlier cases are counted, but were told before");
	cr_expect_eq(r.first, 0);
	cr_expect_eq(r.last, 4);
	cr_expect_eq(r.most, 5);
	cr_expect_not(find(at, 5, 6 * DAY, 10 * DAY, &r));
}

Test(repeat, cases_of_the_same_second_count_each)
{
	const instant at[] = { 5, 5, 5 };
	struct repeat r;

	cr_expect(find(at, 3, 0, DAY, &r));
	cr_expect_eq(r.reached, 2);
}
