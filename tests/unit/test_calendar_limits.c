/* Where a calendar ends: its data, its hours, the years; and the days of the law. */
#include "calendar_fixture.h"

/* The office with holiday data for 2026 only. */
static void office_of_2026(void)
{
	office();
	calendar_set_day(c, day("2026-10-01"), DAY_OFF);
	calendar_set_day(c, day("2026-10-02"), DAY_OFF);
	calendar_set_day(c, day("2026-10-10"), DAY_MAKEUP);
	calendar_set_coverage(c, day("2026-01-01"), day("2026-12-31"));
	calendar_ready(c);
}

static void check_unknown(const char *what, enum calendar_answer answer, const int *year,
			  int expected)
{
	cr_expect(answer == CALENDAR_UNKNOWN, "%s: answer %d", what, answer);
	cr_expect(*year == expected, "%s: year %d", what, *year);
}

Test(calendar_limits, beyond_its_data_it_answers_unknown_and_names_the_year)
{
	instant t;
	int64_t s;
	int year = 0, is_open;

	office_of_2026();
	cr_expect(calendar_coverage_end(c) == day("2026-12-31"));
	check_unknown("between", calendar_between(c, at("2026-12-31T09:00:00+08:00"),
						  at("2027-01-01T00:00:01+08:00"), &s, &year),
		      &year, 2027);
	check_unknown("between, later", calendar_between(c, at("2026-12-01T09:00:00+08:00"),
							 at("2029-01-01T00:00:01+08:00"), &s, &year),
		      &year, 2027);
	check_unknown("between, before", calendar_between(c, at("2024-05-05T09:00:00+08:00"),
							  at("2026-05-05T09:00:00+08:00"), &s,
							  &year), &year, 2024);
	check_unknown("add", calendar_add(c, at("2026-12-31T17:00:00+08:00"), HOUR + 1, &t, &year),
		      &year, 2027);
	check_unknown("add, years", calendar_add(c, at("2026-12-31T17:00:00+08:00"), 90000 * HOUR,
						 &t, &year), &year, 2027);
	check_unknown("add, from later", calendar_add(c, at("2028-06-01T00:00:00+08:00"), 1, &t,
						      &year), &year, 2028);
	check_unknown("subtract", calendar_subtract(c, at("2026-01-01T10:00:00+08:00"), HOUR + 1, &t,
						    &year), &year, 2025);
	check_unknown("at", calendar_at(c, at("2027-01-01T00:00:00+08:00"), &is_open, &t, &year),
		      &year, 2027);
	check_unknown("working days", calendar_add_working_days(c, at("2026-12-30T10:00:00+08:00"),
								2, &t, &year), &year, 2027);
	check_unknown("calendar days", calendar_add_calendar_days(c, at("2026-12-30T10:00:00+08:00"),
								  400, &t, &year), &year, 2028);
	cr_expect(calendar_is_working_day(c, day("2027-01-01")) == -1);
	cr_expect(calendar_is_working_day(c, day("2025-12-31")) == -1);
	cr_expect(calendar_add(c, at("2027-03-01T00:00:00+08:00"), 1, &t, NULL) == CALENDAR_UNKNOWN);
	close_all();
}

Test(calendar_limits, up_to_the_end_of_its_data_it_answers)
{
	office_of_2026();
	check_between("2026-12-31T00:00:00+08:00", "2027-01-01T00:00:00+08:00", 7.5);
	check_add("2026-12-31T17:00:00+08:00", 1, "2026-12-31T18:00:00+08:00");
	check_subtract("2026-01-01T10:00:00+08:00", 1, "2026-01-01T09:00:00+08:00");
	check_at("2026-12-31T19:00:00+08:00", 0, "2027-01-01T00:00:00+08:00");
	/* where no data is needed there is an answer */
	check_between("2030-01-02T00:00:00+08:00", "2030-01-01T00:00:00+08:00", 0);
	check_add("2030-01-02T00:00:00+08:00", 0, "2030-01-02T00:00:00+08:00");
	close_all();
}

Test(calendar_limits, the_night_of_the_last_day_is_known_and_the_night_before_the_first_is_not)
{
	int64_t s;
	int year = 0;

	in_zone("Asia/Shanghai");
	open_on(0, 6, 10, 25);
	calendar_set_coverage(c, day("2026-01-01"), day("2026-12-31"));
	calendar_ready(c);
	check_between("2026-12-31T23:00:00+08:00", "2027-01-01T01:00:00+08:00", 2);
	check_unknown("after", calendar_between(c, at("2026-12-31T23:00:00+08:00"),
						at("2027-01-01T01:00:01+08:00"), &s, &year), &year,
		      2027);
	check_between("2026-01-01T01:00:00+08:00", "2026-01-01T11:00:00+08:00", 1);
	check_unknown("before", calendar_between(c, at("2026-01-01T00:59:59+08:00"),
						 at("2026-01-01T11:00:00+08:00"), &s, &year), &year,
		      2025);
	close_all();
}

Test(calendar_limits, without_any_hours_the_answer_is_never)
{
	instant t;
	int is_open = -1;

	in_zone("UTC");
	calendar_ready(c);
	check_between("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 0);
	cr_expect(calendar_add(c, 0, 1, &t, NULL) == CALENDAR_NEVER);
	cr_expect(calendar_subtract(c, 0, 1, &t, NULL) == CALENDAR_NEVER);
	cr_expect(calendar_at(c, 0, &is_open, &t, NULL) == CALENDAR_NEVER && !is_open);
	cr_expect(calendar_add_working_days(c, 0, 1, &t, NULL) == CALENDAR_NEVER);
	cr_expect(calendar_add_calendar_days(c, 0, 1, &t, NULL) == CALENDAR_NEVER);
	close_all();
	in_zone("UTC"); /* open only once */
	special("2026-03-01", 9, 10);
	calendar_ready(c);
	check_add("2026-01-01T00:00:00Z", 1, "2026-03-01T10:00:00+00:00");
	cr_expect(calendar_add(c, at("2026-01-01T00:00:00Z"), HOUR + 1, &t, NULL) == CALENDAR_NEVER);
	close_all();
}

Test(calendar_limits, four_hundred_years_are_the_same_wherever_they_begin)
{
	office();
	calendar_ready(c);
	check_between("2100-01-01T00:00:00+08:00", "2500-01-01T00:00:00+08:00", 104355 * 7.5);
	check_between("2499-07-01T00:00:00+08:00", "2899-07-01T00:00:00+08:00", 104355 * 7.5);
	check_between("2499-12-31T00:00:00+08:00", "2500-01-01T00:00:00+08:00", 7.5);
	close_all();
	in_zone("America/New_York");
	open_on(0, 6, 0, 24);
	calendar_set_closed(c, day("2026-07-04"));
	calendar_ready(c);
	check_between("2499-07-01T00:00:00-04:00", "2899-07-01T00:00:00-04:00", 146097 * 24.0);
	check_between("2499-12-30T00:00:00-05:00", "2500-01-02T00:00:00-05:00", 72);
	check_between("9000-01-01T00:00:00-05:00", "9400-01-01T00:00:00-05:00", 146097 * 24.0);
	close_all();
}

Test(calendar_limits, answers_stay_within_the_year_9999)
{
	instant t;

	office();
	calendar_ready(c);
	check_add("9999-12-29T17:00:00+08:00", 1, "9999-12-29T18:00:00+08:00");
	cr_expect(calendar_add(c, at("9999-12-30T10:00:00+08:00"), 3155760000, &t, NULL) ==
		  CALENDAR_NEVER);
	cr_expect(calendar_add(c, 0, INT64_MAX, &t, NULL) == CALENDAR_NEVER);
	cr_expect(calendar_subtract(c, 0, INT64_MAX, &t, NULL) == CALENDAR_NEVER);
	cr_expect(calendar_add_calendar_days(c, 0, INT64_MAX, &t, NULL) == CALENDAR_NEVER);
	close_all();
}

static void check_days(const char *from, int64_t working, int64_t calendar, const char *expected)
{
	instant t = INSTANT_NONE;
	enum calendar_answer answer =
		working ? calendar_add_working_days(c, at(from), working, &t, NULL)
			: calendar_add_calendar_days(c, at(from), calendar, &t, NULL);

	check_instant(from, answer, t, expected);
}

/* The legal rule; 1 and 2 October are holidays, Saturday 10 October is a working day. */
Test(calendar_limits, the_day_of_the_event_is_not_counted_and_the_limit_is_the_end_of_the_last_day)
{
	office_of_2026();
	check_days("2026-03-02T00:00:00+08:00", 1, 0, "2026-03-04T00:00:00+08:00");
	check_days("2026-03-02T23:59:59+08:00", 1, 0, "2026-03-04T00:00:00+08:00");
	check_days("2026-03-02T16:00:00Z", 1, 0, "2026-03-05T00:00:00+08:00");
	check_days("2026-03-06T10:00:00+08:00", 1, 0, "2026-03-10T00:00:00+08:00");
	check_days("2026-03-07T10:00:00+08:00", 7, 0, "2026-03-18T00:00:00+08:00");
	check_days("2026-09-30T10:00:00+08:00", 1, 0, "2026-10-06T00:00:00+08:00");
	check_days("2026-10-09T10:00:00+08:00", 1, 0, "2026-10-11T00:00:00+08:00");
	check_days("2026-10-09T10:00:00+08:00", 2, 0, "2026-10-13T00:00:00+08:00");
	close_all();
}

Test(calendar_limits, a_limit_in_calendar_days_that_ends_on_a_rest_day_moves_on)
{
	office_of_2026();
	check_days("2026-03-02T10:00:00+08:00", 0, 1, "2026-03-04T00:00:00+08:00");
	check_days("2026-03-02T10:00:00+08:00", 0, 15, "2026-03-18T00:00:00+08:00");
	check_days("2026-03-02T10:00:00+08:00", 0, 5, "2026-03-10T00:00:00+08:00"); /* Saturday */
	check_days("2026-03-02T10:00:00+08:00", 0, 6, "2026-03-10T00:00:00+08:00"); /* Sunday */
	check_days("2026-09-24T10:00:00+08:00", 0, 7, "2026-10-06T00:00:00+08:00"); /* holiday */
	check_days("2026-10-08T10:00:00+08:00", 0, 2, "2026-10-11T00:00:00+08:00"); /* make-up */
	close_all();
}

Test(calendar_limits, legal_days_end_at_the_midnight_of_the_zone)
{
	in_zone("America/New_York");
	open_on(0, 6, 9, 17);
	calendar_ready(c);
	check_days("2026-03-07T12:00:00-05:00", 1, 0, "2026-03-09T00:00:00-04:00");
	check_days("2026-10-30T12:00:00-04:00", 0, 2, "2026-11-02T00:00:00-05:00");
	close_all();
}
