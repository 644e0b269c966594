/* Which period another one is held against. */
#include "report/period.h"

#include <criterion/criterion.h>

#define DAY(y, m, d) civil_to_days(y, m, d)

static struct zone *utc;
static void begin(void) { utc = zone_utc(); }
static void end(void) { zone_free(utc); }
TestSuite(period_before, .init = begin, .fini = end);

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
		      5 * 86400);
	expect_before(DAY(2026, 1, 1), DAY(2026, 2, 1), DAY(2026, 2, 1) * 86400, DAY(2025, 12, 1),
		      DAY(2026, 1, 1), 0);
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
