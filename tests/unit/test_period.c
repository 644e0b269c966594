/* What the names of periods mean, and which period another one is held against. */
#include "report/period.h"

#include <criterion/criterion.h>

#define DAY(y, m, d) civil_to_days(y, m, d)

static struct zone *utc;
static void begin(void) { utc = zone_utc(); }
static void end(void) { zone_free(utc); }
TestSuite(period_of, .init = begin, .fini = end);
TestSuite(period_before, .init = begin, .fini = end);

static void expect_named(enum period_unit unit, const char *arg, int64_t from, int64_t to)
{
	struct period p;
	struct err err;

	cr_assert_eq(period_of(&p, unit, arg, utc, DAY(2026, 11, 22) * 86400 + 1, &err), 0, "%s", arg);
	cr_expect(p.from_day == from && p.to_day == to, "%s", arg);
	cr_expect(period_is_arg(unit, arg), "%s", arg);
}

Test(period_of, a_week_is_named_as_iso_8601_does)
{
	expect_named(PERIOD_WEEK, "2026-W47", DAY(2026, 11, 16), DAY(2026, 11, 23));
	expect_named(PERIOD_WEEK, "2026-W01", DAY(2025, 12, 29), DAY(2026, 1, 5));
	expect_named(PERIOD_WEEK, "2026-W53", DAY(2026, 12, 28), DAY(2027, 1, 4));
	expect_named(PERIOD_WEEK, "2021-W01", DAY(2021, 1, 4), DAY(2021, 1, 11));
	expect_named(PERIOD_WEEK, "2024-W52", DAY(2024, 12, 23), DAY(2024, 12, 30));
	expect_named(PERIOD_WEEK, "2026-11-22", DAY(2026, 11, 16), DAY(2026, 11, 23));
}

Test(period_of, a_quarter_by_its_number_a_month_or_a_date_in_it)
{
	static const char *const q4[] = { "2026-Q4", "2026-10", "2026-12-31", "today" };
	size_t i;

	for (i = 0; i < sizeof(q4) / sizeof(*q4); i++)
		expect_named(PERIOD_QUARTER, q4[i], DAY(2026, 10, 1), DAY(2027, 1, 1));
	expect_named(PERIOD_QUARTER, "2026-Q1", DAY(2026, 1, 1), DAY(2026, 4, 1));
	expect_named(PERIOD_QUARTER, "2024-02-29", DAY(2024, 1, 1), DAY(2024, 4, 1));
	expect_named(PERIOD_QUARTER, "2026-Q3", DAY(2026, 7, 1), DAY(2026, 10, 1));
}

Test(period_of, without_a_name_the_one_that_is_running_or_has_just_ended)
{
	struct period p;
	struct err err;

	cr_assert_eq(period_of(&p, PERIOD_QUARTER, NULL, utc, DAY(2026, 10, 1) * 86400, &err), 0);
	cr_expect(p.from_day == DAY(2026, 7, 1) && p.to_day == DAY(2026, 10, 1));
	cr_assert_eq(period_of(&p, PERIOD_QUARTER, NULL, utc, DAY(2026, 10, 1) * 86400 + 1, &err), 0);
	cr_expect(p.from_day == DAY(2026, 10, 1) && p.to_day == DAY(2027, 1, 1));
}

Test(period_of, what_is_no_such_period_is_refused_and_is_no_desk)
{
	static const struct { enum period_unit unit; const char *arg; } wrong[] = {
		{ PERIOD_WEEK, "2025-W53" }, { PERIOD_WEEK, "2026-W00" }, { PERIOD_WEEK, "2026-W4" },
		{ PERIOD_WEEK, "2026-W471" }, { PERIOD_WEEK, "2026-11" }, { PERIOD_DAY, "2026-W47" },
		{ PERIOD_MONTH, "2026-13" }, { PERIOD_MONTH, "2026-Q4" }, { PERIOD_QUARTER, "2026-Q5" },
		{ PERIOD_QUARTER, "2026-Q0" }, { PERIOD_QUARTER, "2026-W47" }, { PERIOD_WEEK, "2026-W99" },
	};
	struct period p;
	struct err err;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		cr_expect(period_of(&p, wrong[i].unit, wrong[i].arg, utc, 0, &err) < 0, "%s", wrong[i].arg);
		cr_expect_eq(err.status, STATUS_USAGE);
		cr_expect(period_is_arg(wrong[i].unit, wrong[i].arg), "%s", wrong[i].arg);
	}
	cr_expect_not(period_is_arg(PERIOD_WEEK, "shop-1"));
	cr_expect_not(period_is_arg(PERIOD_WEEK, "20261121"));
}

/* Dates of the period before the days [from, to), as at `as_of`; seconds of as-of since its end. */
static void expect_before(int64_t from, int64_t to, instant as_of, int64_t want_from, int64_t want_to,
			  int64_t after)
{
	struct period p = { from, to, INSTANT_NONE, INSTANT_NONE };
	struct period_bounds w;
	instant as_of_before;

	cr_assert(period_before(&p, utc, as_of, &w, &as_of_before));
	cr_expect_eq(w.from, want_from * 86400);
	cr_expect_eq(w.shown_to, want_to * 86400, "%lld", (long long)w.shown_to);
	cr_expect_eq(as_of_before - w.shown_to, after);
}

Test(period_before, a_month_has_the_month_before_it_however_long)
{
	expect_before(DAY(2026, 3, 1), DAY(2026, 4, 1), DAY(2026, 4, 3) * 86400, DAY(2026, 2, 1), DAY(2026, 3, 1),
		      2 * 86400);
	expect_before(DAY(2026, 2, 1), DAY(2026, 3, 1), DAY(2026, 3, 1) * 86400, DAY(2026, 1, 1), DAY(2026, 2, 1), 0);
	expect_before(DAY(2026, 1, 1), DAY(2026, 2, 1), DAY(2026, 2, 1) * 86400, DAY(2025, 12, 1),
		      DAY(2026, 1, 1), 0);
}

Test(period_before, a_quarter_has_the_quarter_before_it)
{
	expect_before(DAY(2026, 1, 1), DAY(2026, 4, 1), DAY(2026, 4, 1) * 86400, DAY(2025, 10, 1),
		      DAY(2026, 1, 1), 0);
	expect_before(DAY(2026, 10, 1), DAY(2027, 1, 1), DAY(2027, 1, 2) * 86400, DAY(2026, 7, 1),
		      DAY(2026, 10, 1), 86400);
}

Test(period_before, a_day_has_the_same_weekday_of_last_week_and_other_days_as_many_before)
{
	expect_before(DAY(2026, 11, 20), DAY(2026, 11, 21), DAY(2026, 11, 21) * 86400, DAY(2026, 11, 13),
		      DAY(2026, 11, 14), 0);
	expect_before(DAY(2026, 11, 16), DAY(2026, 11, 23), DAY(2026, 11, 25) * 86400, DAY(2026, 11, 9),
		      DAY(2026, 11, 16), 2 * 86400);
	expect_before(DAY(2026, 11, 10), DAY(2026, 11, 13), DAY(2026, 11, 13) * 86400, DAY(2026, 11, 7),
		      DAY(2026, 11, 10), 0);
}

Test(period_before, one_that_is_running_is_held_against_as_much_of_the_one_before)
{
	struct period p = { DAY(2026, 11, 16), DAY(2026, 11, 23), INSTANT_NONE, INSTANT_NONE };
	instant now = DAY(2026, 11, 18) * 86400 + 3600, then;
	struct period_bounds w;

	cr_assert(period_before(&p, utc, now, &w, &then));
	cr_expect_eq(w.from, DAY(2026, 11, 9) * 86400);
	cr_expect_eq(w.to, DAY(2026, 11, 11) * 86400 + 3600 + 1);
	cr_expect_eq(then, DAY(2026, 11, 11) * 86400 + 3600);
}

Test(period_before, days_until_now_have_as_many_days_before_up_to_the_same_hour)
{
	const instant now = DAY(2026, 11, 12) * 86400 + 20 * 3600;
	struct period p;
	struct period_bounds w;
	struct err err;
	instant then;

	cr_assert_eq(period_range(&p, "2026-11-10", NULL, utc, now, &err), 0);
	cr_assert(period_before(&p, utc, now, &w, &then));
	cr_expect_eq(w.from, DAY(2026, 11, 7) * 86400);
	cr_expect_eq(then, DAY(2026, 11, 9) * 86400 + 20 * 3600);
	cr_expect_eq(w.to, then + 1);
}

Test(period_before, instants_have_as_many_seconds_before_and_since_ever_has_none)
{
	struct period p = { 0, 0, 1000000, 1003600 };
	struct period_bounds w;
	struct err err;
	instant then;

	cr_assert(period_before(&p, utc, 1004000, &w, &then));
	cr_expect_eq(w.from, 1000000 - 3600);
	cr_expect_eq(w.to, 1000000);
	cr_expect_eq(then, 1000400);
	cr_assert_eq(period_range(&p, NULL, "2026-11-01", utc, 1790000000, &err), 0);
	cr_expect_not(period_before(&p, utc, DAY(2026, 12, 1) * 86400, &w, &then));
}

/* --- two periods beside each other ------------------------------------------------------------------ */

TestSuite(period_pair, .init = begin, .fini = end);

static struct period days(int64_t from, int64_t to)
{
	return (struct period){ from, to, INSTANT_NONE, INSTANT_NONE };
}

Test(period_pair, the_earlier_one_is_judged_as_long_after_its_end)
{
	struct period march = days(DAY(2026, 3, 1), DAY(2026, 4, 1)), may = days(DAY(2026, 5, 1), DAY(2026, 6, 1));
	struct period_pair x;
	struct err err;

	cr_assert_eq(period_pair(&may, &march, utc, DAY(2026, 6, 3) * 86400, &x, &err), 0);
	cr_expect_eq(x.as_of[0], DAY(2026, 6, 3) * 86400);
	cr_expect_eq(x.as_of[1], DAY(2026, 4, 3) * 86400);
	cr_assert_eq(period_pair(&march, &may, utc, DAY(2026, 6, 3) * 86400, &x, &err), 0, "whichever is asked first");
	cr_expect_eq(x.as_of[0], DAY(2026, 4, 3) * 86400);
	cr_expect_eq(x.as_of[1], DAY(2026, 6, 3) * 86400);
}

Test(period_pair, where_the_later_one_still_runs_the_other_one_is_cut_at_the_same_point)
{
	struct period march = days(DAY(2026, 3, 1), DAY(2026, 4, 1)), may = days(DAY(2026, 5, 1), DAY(2026, 6, 1));
	struct period_pair x;
	struct err err;

	cr_assert_eq(period_pair(&may, &march, utc, DAY(2026, 5, 11) * 86400 + 3600, &x, &err), 0);
	cr_expect_eq(x.w[1].shown_to, DAY(2026, 3, 11) * 86400 + 3600);
	cr_expect_eq(x.as_of[1], DAY(2026, 3, 11) * 86400 + 3600);
	cr_expect(x.w[0].so_far && x.w[1].so_far);
}

Test(period_pair, periods_that_overlap_or_have_no_beginning_are_refused)
{
	struct period a = days(DAY(2026, 3, 1), DAY(2026, 4, 1)), b = days(DAY(2026, 3, 31), DAY(2026, 4, 7));
	struct period next = days(DAY(2026, 4, 1), DAY(2026, 4, 7)), ever;
	instant now = DAY(2026, 6, 1) * 86400;
	struct period_pair x;
	struct err err = ERR_INIT;

	cr_expect_lt(period_pair(&a, &b, utc, now, &x, &err), 0);
	cr_expect_str_eq(err.msg, "the periods overlap, so they cannot be compared");
	cr_expect_eq(period_pair(&a, &next, utc, now, &x, &err), 0, "one may follow the other at once");
	cr_assert_eq(period_range(&ever, NULL, "2026-03-01", utc, now, &err), 0);
	err = (struct err)ERR_INIT;
	cr_expect_lt(period_pair(&ever, &a, utc, now, &x, &err), 0);
	cr_expect_str_eq(err.msg, "a period without a beginning cannot be compared");
	err = (struct err)ERR_INIT;
	cr_expect_lt(period_pair(&a, &next, utc, DAY(2026, 3, 20) * 86400, &x, &err), 0, "it has not begun");
}
