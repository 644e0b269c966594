/* Which time counts: windows, days, changes of clocks. */
#include "calendar_fixture.h"

Test(calendar, always_is_plain_arithmetic)
{
	struct zone *utc = zone_utc();
	instant t, until;
	int64_t s;
	int is_open;

	c = calendar_always(utc);
	cr_expect(calendar_is_always(c));
	cr_expect_str_eq(calendar_name(c), "always");
	cr_expect(calendar_zone(c) == utc);
	cr_expect(calendar_coverage_end(c) == INT64_MAX);
	cr_expect(calendar_between(c, 1000, 5000, &s, NULL) == CALENDAR_OK && s == 4000);
	cr_expect(calendar_add(c, 1000, 86400, &t, NULL) == CALENDAR_OK && t == 87400);
	cr_expect(calendar_subtract(c, 87400, 86400, &t, NULL) == CALENDAR_OK && t == 1000);
	cr_expect(calendar_at(c, 5, &is_open, &until, NULL) == CALENDAR_OK && is_open);
	cr_expect(until == INSTANT_MAX);
	cr_expect(calendar_is_working_day(c, 12345) == 1);
	calendar_free(c);
	zone_free(utc);
}

Test(calendar, counts_only_inside_its_windows)
{
	office();
	calendar_ready(c);
	cr_expect(!calendar_is_always(c));
	check_between("2026-03-02T09:00:00+08:00", "2026-03-02T18:00:00+08:00", 7.5);
	check_between("2026-03-02T12:00:00+08:00", "2026-03-02T13:30:00+08:00", 0);
	check_between("2026-03-02T00:00:00+08:00", "2026-03-09T00:00:00+08:00", 37.5);
	check_between("2026-03-06T17:00:00+08:00", "2026-03-09T10:00:00+08:00", 2);
	check_between("2026-03-07T00:00:00+08:00", "2026-03-08T23:59:59+08:00", 0);
	close_all();
}

Test(calendar, nothing_lies_between_an_instant_and_an_earlier_one)
{
	office();
	calendar_ready(c);
	check_between("2026-03-03T09:00:00+08:00", "2026-03-02T09:00:00+08:00", 0);
	check_between("2026-03-02T10:00:00+08:00", "2026-03-02T10:00:00+08:00", 0);
	close_all();
}

Test(calendar, a_deadline_exactly_at_closing_stays_at_closing)
{
	office();
	calendar_ready(c);
	check_add("2026-03-02T09:00:00+08:00", 7.5, "2026-03-02T18:00:00+08:00");
	check_add("2026-03-02T09:00:00+08:00", 3, "2026-03-02T12:00:00+08:00");
	check_add("2026-03-06T09:00:00+08:00", 7.5, "2026-03-06T18:00:00+08:00");
	check_add("2026-03-06T09:00:00+08:00", 75, "2026-03-19T18:00:00+08:00");
	close_all();
}

Test(calendar, time_begins_at_the_next_opening)
{
	office();
	calendar_ready(c);
	check_add("2026-03-01T20:00:00+08:00", 1, "2026-03-02T10:00:00+08:00");
	check_add("2026-03-02T12:30:00+08:00", 1, "2026-03-02T14:30:00+08:00");
	check_add("2026-03-06T17:30:00+08:00", 1, "2026-03-09T09:30:00+08:00");
	close_all();
}

Test(calendar, adding_nothing_is_the_instant_itself)
{
	office();
	calendar_ready(c);
	check_add("2026-03-01T20:00:00+08:00", 0, "2026-03-01T20:00:00+08:00");
	check_subtract("2026-03-01T20:00:00+08:00", 0, "2026-03-01T20:00:00+08:00");
	close_all();
}

Test(calendar, subtracting_gives_the_latest_instant)
{
	office();
	calendar_ready(c);
	check_subtract("2026-03-02T18:00:00+08:00", 7.5, "2026-03-02T09:00:00+08:00");
	check_subtract("2026-03-02T18:00:00+08:00", 4.5, "2026-03-02T13:30:00+08:00");
	check_subtract("2026-03-09T09:30:00+08:00", 1, "2026-03-06T17:30:00+08:00");
	check_subtract("2026-03-08T12:00:00+08:00", 37.5, "2026-03-02T09:00:00+08:00");
	close_all();
}

Test(calendar, windows_are_sorted_and_merged)
{
	static const struct window w[] = { { 14 * HOUR, 18 * HOUR }, { 9 * HOUR, 12 * HOUR },
					   { 11 * HOUR, 15 * HOUR }, { 10 * HOUR, 11 * HOUR } };

	in_zone("UTC");
	calendar_set_hours(c, 0, w, ARRAY_SIZE(w));
	calendar_ready(c);
	check_between("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 9);
	check_at("2026-03-02T11:30:00Z", 1, "2026-03-02T18:00:00+00:00");
	close_all();
}

Test(calendar, a_window_over_midnight_belongs_to_the_day_it_opens)
{
	in_zone("Asia/Shanghai");
	open_on(4, 4, 20, 26); /* Friday 20:00 to Saturday 02:00 */
	calendar_set_closed(c, day("2026-03-14"));
	calendar_set_closed(c, day("2026-03-20"));
	calendar_ready(c);
	check_between("2026-03-07T00:00:00+08:00", "2026-03-08T00:00:00+08:00", 2);
	cr_expect(calendar_is_working_day(c, day("2026-03-07")) == 0);
	/* a closed Saturday leaves Friday's night open, a closed Friday closes all of it */
	check_between("2026-03-13T00:00:00+08:00", "2026-03-15T00:00:00+08:00", 6);
	check_between("2026-03-20T00:00:00+08:00", "2026-03-22T00:00:00+08:00", 0);
	check_add("2026-03-06T21:00:00+08:00", 5, "2026-03-07T02:00:00+08:00");
	check_add("2026-03-07T01:00:00+08:00", 1.5, "2026-03-13T20:30:00+08:00");
	close_all();
}

Test(calendar, windows_of_neighbouring_days_count_once_where_they_overlap)
{
	in_zone("UTC");
	open_on(0, 6, 6, 30);
	calendar_ready(c);
	check_between("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", 168);
	close_all();
	in_zone("UTC");
	open_on(0, 0, 20, 48);
	open_on(1, 1, 10, 34);
	open_on(2, 2, 8, 12);
	calendar_ready(c);
	check_between("2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z", 40);
	check_at("2026-03-02T21:00:00Z", 1, "2026-03-04T12:00:00+00:00");
	close_all();
}

Test(calendar, a_half_day_is_one_off_hours)
{
	office();
	special("2026-02-13", 9, 12);
	calendar_ready(c);
	check_between("2026-02-13T00:00:00+08:00", "2026-02-14T00:00:00+08:00", 3);
	check_add("2026-02-13T11:00:00+08:00", 2, "2026-02-16T10:00:00+08:00");
	close_all();
}

Test(calendar, special_goes_before_closed_before_makeup_before_off_before_weekday)
{
	static const struct window w = { 10 * HOUR, 11 * HOUR };
	static const struct {
		const char *date;
		int special, closed, makeup, off;
		double hours;
	} t[] = {
		/* Mondays and, from the sixth on, Sundays */
		{ "2026-03-02", 0, 0, 0, 0, 7.5 }, { "2026-03-09", 0, 0, 0, 1, 0 },
		{ "2026-03-16", 0, 0, 1, 1, 7.5 }, { "2026-03-23", 0, 1, 1, 1, 0 },
		{ "2026-03-30", 1, 1, 1, 1, 1 },   { "2026-03-01", 0, 0, 0, 0, 0 },
		{ "2026-03-08", 0, 0, 1, 1, 7.5 }, { "2026-03-15", 0, 1, 1, 0, 0 },
		{ "2026-03-22", 1, 1, 0, 0, 1 },   { "2026-03-29", 1, 0, 0, 1, 1 },
	};
	size_t i;

	office();
	for (i = 0; i < ARRAY_SIZE(t); i++) {
		int64_t d = day(t[i].date);

		/* told in the order that would be wrong if the last word won */
		if (t[i].special)
			calendar_set_special(c, d, &w, 1);
		if (t[i].closed)
			calendar_set_closed(c, d);
		if (t[i].makeup)
			calendar_set_day(c, d, DAY_MAKEUP);
		if (t[i].off)
			calendar_set_day(c, d, DAY_OFF);
	}
	calendar_ready(c);
	for (i = 0; i < ARRAY_SIZE(t); i++) {
		instant from = zone_midnight(zone, day(t[i].date));
		int64_t s = -1;

		cr_expect(calendar_between(c, from, from + 86400, &s, NULL) == CALENDAR_OK);
		cr_expect(s == (int64_t)(t[i].hours * HOUR), "%s: %ld s", t[i].date, (long)s);
		cr_expect(calendar_is_working_day(c, day(t[i].date)) == (t[i].hours > 0), "%s",
			  t[i].date);
	}
	close_all();
}

Test(calendar, a_makeup_day_takes_its_own_hours_then_the_makeup_hours_then_mondays_then_any)
{
	static const struct window makeup = { 10 * HOUR, 14 * HOUR };

	in_zone("UTC"); /* Saturdays and Sundays have hours of their own */
	open_on(0, 0, 9, 17);
	open_on(5, 5, 9, 12);
	calendar_set_makeup_hours(c, &makeup, 1);
	calendar_set_day(c, day("2026-03-07"), DAY_MAKEUP);
	calendar_set_day(c, day("2026-03-08"), DAY_MAKEUP);
	calendar_ready(c);
	check_between("2026-03-07T00:00:00Z", "2026-03-08T00:00:00Z", 3);
	check_between("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 4);
	calendar_set_makeup_hours(c, NULL, 0);
	calendar_ready(c);
	check_between("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 8);
	calendar_set_hours(c, 0, NULL, 0);
	calendar_ready(c);
	check_between("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z", 3);
	close_all();
}

Test(calendar, a_day_of_new_york_has_23_hours_in_march_and_25_in_november)
{
	in_zone("America/New_York");
	open_on(0, 6, 0, 24);
	calendar_set_closed(c, day("2026-07-04"));
	calendar_ready(c);
	check_between("2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 23);
	check_between("2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 25);
	check_between("2026-01-01T00:00:00-05:00", "2027-01-01T00:00:00-05:00", 364 * 24);
	check_add("2026-03-07T12:00:00-05:00", 24, "2026-03-08T13:00:00-04:00");
	check_add("2026-10-31T12:00:00-04:00", 24, "2026-11-01T11:00:00-05:00");
	check_subtract("2026-03-08T13:00:00-04:00", 24, "2026-03-07T12:00:00-05:00");
	close_all();
}

Test(calendar, an_edge_that_the_clocks_skip_is_the_instant_of_the_jump)
{
	in_zone("America/New_York");
	open_on(6, 6, 2.5, 6); /* Sundays 02:30-06:00, and 02:30 does not exist on 8 March */
	calendar_ready(c);
	check_between("2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 3);
	check_at("2026-03-08T01:00:00-05:00", 0, "2026-03-08T03:00:00-04:00");
	close_all();
	in_zone("America/New_York");
	open_on(6, 6, 2, 2.75); /* a window that is skipped altogether */
	calendar_ready(c);
	check_between("2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 0);
	close_all();
}

Test(calendar, an_edge_that_comes_twice_is_the_first)
{
	in_zone("America/New_York");
	open_on(6, 6, 0, 1.5);
	calendar_ready(c);
	check_between("2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 1.5);
	close_all();
	in_zone("America/New_York");
	open_on(6, 6, 1.5, 3);
	calendar_ready(c);
	check_between("2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 2.5);
	close_all();
}

Test(calendar, a_day_whose_midnight_comes_twice_has_25_hours)
{
	in_zone("America/St_Johns"); /* 2008-11-02 00:01 became 2008-11-01 23:01 */
	open_on(0, 5, 23, 24);
	open_on(6, 6, 0, 24);
	calendar_ready(c);
	check_between("2008-11-01T23:00:00-02:30", "2008-11-01T23:30:00-03:30", 1.5);
	check_between("2008-11-01T23:00:00-02:30", "2008-11-03T00:00:00-03:30", 26);
	check_add("2008-11-01T23:00:00-02:30", 26, "2008-11-03T00:00:00-03:30");
	check_at("2008-11-01T23:30:00-03:30", 1, "2008-11-03T00:00:00-03:30");
	close_all();
}

Test(calendar, lord_howe_gains_and_loses_half_an_hour)
{
	in_zone("Australia/Lord_Howe");
	open_on(0, 6, 0, 24);
	calendar_set_closed(c, day("2026-01-01"));
	calendar_ready(c);
	check_between("2026-04-05T00:00:00+11:00", "2026-04-06T00:00:00+10:30", 24.5);
	check_between("2026-10-04T00:00:00+10:30", "2026-10-05T00:00:00+11:00", 23.5);
	check_add("2026-04-05T00:00:00+11:00", 24, "2026-04-05T23:30:00+10:30");
	close_all();
}

Test(calendar, shanghai_had_days_of_23_and_25_hours_in_1988)
{
	in_zone("Asia/Shanghai");
	open_on(0, 6, 0, 24);
	calendar_set_closed(c, day("1988-01-01"));
	calendar_ready(c);
	check_between("1988-04-17T00:00:00+08:00", "1988-04-18T00:00:00+09:00", 23);
	check_between("1988-09-11T00:00:00+09:00", "1988-09-12T00:00:00+08:00", 25);
	close_all();
}

Test(calendar, tells_when_it_closes_and_when_it_opens)
{
	office();
	calendar_set_closed(c, day("2026-03-09"));
	calendar_ready(c);
	check_at("2026-03-02T09:00:00+08:00", 1, "2026-03-02T12:00:00+08:00");
	check_at("2026-03-02T11:59:59+08:00", 1, "2026-03-02T12:00:00+08:00");
	check_at("2026-03-02T12:00:00+08:00", 0, "2026-03-02T13:30:00+08:00");
	check_at("2026-03-06T18:00:00+08:00", 0, "2026-03-10T09:00:00+08:00");
	close_all();
}

Test(calendar, may_be_told_more_and_made_ready_again)
{
	office();
	calendar_ready(c);
	check_between("2026-03-02T00:00:00+08:00", "2026-03-09T00:00:00+08:00", 37.5);
	calendar_set_closed(c, day("2026-03-03"));
	calendar_ready(c);
	check_between("2026-03-02T00:00:00+08:00", "2026-03-09T00:00:00+08:00", 30);
	special("2026-03-03", 9, 10);
	calendar_set_closed(c, day("2026-03-03"));
	calendar_ready(c);
	check_between("2026-03-02T00:00:00+08:00", "2026-03-09T00:00:00+08:00", 31);
	close_all();
}

Test(calendar, nothing_to_free_is_fine)
{
	calendar_free(NULL);
	zone_free(NULL);
}
