/* Steps and the calendar: legal days, holidays and make-up days, both changes of the clocks, promises. */
#include "escalate_fixture.h"

#define STEPS(list) "escalations: [ " list " ]\n"
#define REMIND(name, when) "{ step: " name ", clock: c, at: " when ", do: remind, to: owner }"

/* --- legal days ---------------------------------------------------------------------------------- */

#define LAW(steps)                                                                                   \
	"  - { clock: c, from: open, until: resolve, within: 5 working days, calendar: office }\n"    \
	STEPS(steps)

Test(escalate_days, a_share_of_a_legal_limit_is_rounded_down_to_whole_days)
{
	/* Monday: the 5th working day ends with the next Monday; 80 % are 4 days, 50 % are 2. */
	check_steps(LAW(REMIND("a", "80%") ", " REMIND("b", "50%") ", " REMIND("d", "100%")),
		    "16 10:00 open\n", "30 00:00", "b#1 19T00:00\na#1 21T00:00\nd#1 24T00:00\n");
}

Test(escalate_days, less_than_a_day_is_the_end_of_the_events_own_day)
{
	check_steps(LAW(REMIND("a", "10%")), "16 10:00 open\n", "16 23:59:59", "");
	check_steps(LAW(REMIND("a", "10%")), "16 10:00 open\n", "17 00:00", "a#1 17T00:00\n");
	check_steps(LAW(REMIND("a", "10%")),
		    "16 10:00 open\n16 11:00 hold detail=customer\n17 11:00 resume\n", "30 00:00",
		    "a#1 18T00:00\n");
	check_steps(LAW(REMIND("a", "10%")), "16 10:00 open\n16 11:00 hold detail=customer\n", "30 00:00",
		    "");
}

Test(escalate_days, before_and_after_the_due_instant_are_counted_on_the_calendar)
{
	/* Due with the end of Monday the 23rd: 4 h of office back is 13:30 on it, 9 h is 16:00 on Friday. */
	check_steps(LAW(REMIND("a", "-4h30m") ", " REMIND("b", "-9h") ", " REMIND("d", "+4h")),
		    "16 10:00 open\n", "30 00:00", "b#1 20T16:30\na#1 23T13:30\nd#1 24T14:30\n");
	check_steps(LAW("{ step: a, clock: c, at: 0, do: remind, to: owner, repeat: 7h30m }"),
		    "16 10:00 open\n", "26 00:00", "a#1 24T00:00\na#2 24T18:00\na#3 25T18:00\n");
}

Test(escalate_days, a_pause_moves_what_falls_due_after_it)
{
	static const char steps[] = LAW(REMIND("a", "40%") ", " REMIND("b", "-4h30m") ", " REMIND("d", "+1h"));

	/* The 17th ends in the pause and is left out. */
	check_steps(steps, "16 10:00 open\n17 10:00 hold detail=customer\n18 09:00 resume\n", "30 00:00",
		    "a#1 20T00:00\nb#1 24T13:30\nd#1 25T10:00\n");
	check_steps(steps, "16 10:00 open\n17 10:00 hold detail=customer\n", "30 00:00", "");
	/* What fell due before the pause is not undone by it. */
	check_steps(steps, "16 10:00 open\n23 14:00 hold detail=customer\n25 09:00 resume\n", "30 00:00",
		    "a#1 19T00:00\nb#1 23T13:30\nd#1 26T10:00\n");
	check_steps(steps, "16 10:00 open\n23 13:30 hold detail=customer\n25 09:00 resume\n", "30 00:00",
		    "a#1 19T00:00\nb#1 23T13:30\nd#1 26T10:00\n");
	/* What would fall due in it waits for its end, where the due instant stays. */
	check_steps(steps, "16 10:00 open\n23 13:00 hold detail=customer\n23 15:00 resume\n", "30 00:00",
		    "a#1 19T00:00\nb#1 23T15:00\nd#1 24T10:00\n");
}

Test(escalate_days, between_a_pause_and_the_next_there_is_no_instant)
{
	check_steps(LAW(REMIND("a", "-4h30m")),
		    "16 10:00 open\n23 13:00 hold detail=customer\n23 14:00 hold detail=customer\n"
		    "23 15:00 resume\n", "30 00:00", "a#1 23T15:00\n");
	check_steps(LAW(REMIND("a", "-4h30m")),
		    "16 10:00 open\n23 13:00 hold detail=customer\n23 14:00 hold detail=supplier\n"
		    "23 15:00 resume\n", "30 00:00", "a#1 23T14:00\n");
}

Test(escalate_days, a_pause_after_the_due_instant_stops_what_comes_then)
{
	check_steps(LAW(REMIND("d", "+1h")),
		    "16 10:00 open\n24 09:30 hold detail=customer\n25 10:00 resume\n", "30 00:00",
		    "d#1 25T10:30\n");
}

/* --- holidays ------------------------------------------------------------------------------------ */

static const char in_china[] =
	"timezone: Asia/Shanghai\n"
	"kinds: { complaint: {} }\n"
	"calendars: { office: { hours: { mon-fri: [\"09:00-12:00\", \"13:30-18:00\"] },\n"
	"  holidays: holidays/cn.yaml } }\n"
	"clocks:\n";

static void check_china(const char *policy, const char *events, const char *now,
			const char *expected)
{
	other_head = in_china;
	holiday_dir = "policies";
	check_steps(policy, events, now, expected);
}

Test(escalate_holidays, national_day_is_left_out_and_the_make_up_days_count)
{
	/* 5 working days from 29 September: the 30th, 8th, 9th, the Saturday 10th, Monday the 12th. */
	check_china(LAW(REMIND("a", "80%") ", " REMIND("b", "-1h") ", " REMIND("d", "+1h")),
		    "2026-09-29T10:00:00+08:00 - open\n", "2026-10-20T00:00:00+08:00",
		    "a#1 2026-10-11T00:00:00+08:00\n"
		    "b#1 2026-10-12T17:00:00+08:00\n"
		    "d#1 2026-10-13T10:00:00+08:00\n");
}

Test(escalate_holidays, hours_are_those_of_a_make_up_day)
{
	/* From Friday 8 May noon: 4.5 h on it, then the make-up Saturday. */
	check_china("  - { clock: c, from: open, until: resolve, within: 7h, calendar: office }\n"
		    STEPS(REMIND("a", "-1h") ", " REMIND("b", "0") ", " REMIND("d", "+6h")),
		    "2026-05-08T12:00:00+08:00 - open\n", "2026-05-12T00:00:00+08:00",
		    "a#1 2026-05-09T10:30:00+08:00\n"
		    "b#1 2026-05-09T11:30:00+08:00\n"
		    "d#1 2026-05-11T10:00:00+08:00\n");
	/* A Sunday, 20 September, before the Mid-Autumn holidays. */
	check_china("  - { clock: c, from: open, until: resolve, within: 1h, calendar: office }\n"
		    STEPS(REMIND("b", "0")),
		    "2026-09-19T12:00:00+08:00 - open\n", "2026-09-22T00:00:00+08:00",
		    "b#1 2026-09-20T10:00:00+08:00\n");
}

Test(escalate_holidays, beyond_the_data_nothing_is_guessed)
{
	static const char policy[] =
		"  - { clock: c, from: open, until: resolve, within: 20h, calendar: until-2026 }\n"
		STEPS(REMIND("a", "40%") ", " REMIND("b", "100%"));

	/* Thursday 31 December is day 61: 8 h of it are known. */
	check_steps(policy, "61 09:00 open\n", "90 00:00", "a#1 61T17:00\n");
}

/* --- summer time --------------------------------------------------------------------------------- */

static const char in_germany[] =
	"timezone: Europe/Berlin\n"
	"kinds: { complaint: {} }\n"
	"calendars: { office: { hours: { mon-sun: [\"00:00-06:00\"] } } }\n"
	"clocks:\n";

Test(escalate_summer_time, time_that_elapses_counts_when_an_hour_is_repeated)
{
	other_head = in_germany;
	check_steps("  - { clock: c, from: open, until: resolve, within: 24h }\n"
		    STEPS(REMIND("a", "50%") ", " REMIND("b", "100%")),
		    "2026-10-24T16:00:00+02:00 - open\n", "2026-10-26T00:00:00+01:00",
		    "a#1 2026-10-25T03:00:00+01:00\n"
		    "b#1 2026-10-25T15:00:00+01:00\n");
	/* The night has seven hours. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 7h, calendar: office }\n"
		    STEPS(REMIND("a", "-5h") ", " REMIND("b", "-4h") ", " REMIND("d", "0")),
		    "2026-10-24T16:00:00+02:00 - open\n", "2026-10-26T00:00:00+01:00",
		    "a#1 2026-10-25T02:00:00+02:00\n"
		    "b#1 2026-10-25T02:00:00+01:00\n"
		    "d#1 2026-10-25T06:00:00+01:00\n");
}

Test(escalate_summer_time, time_that_elapses_counts_when_an_hour_is_left_out)
{
	other_head = in_germany;
	check_steps("  - { clock: c, from: open, until: resolve, within: 24h }\n"
		    STEPS("{ step: a, clock: c, at: -12h, do: remind, to: owner, repeat: 12h }"),
		    "2026-03-28T14:00:00+01:00 - open\n", "2026-03-30T00:00:00+02:00",
		    "a#1 2026-03-29T03:00:00+02:00\n"
		    "a#2 2026-03-29T15:00:00+02:00\n");
	/* The night has five hours. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 5h, calendar: office }\n"
		    STEPS(REMIND("a", "-3h") ", " REMIND("d", "0")),
		    "2026-03-28T16:00:00+01:00 - open\n", "2026-03-30T00:00:00+02:00",
		    "a#1 2026-03-29T03:00:00+02:00\n"
		    "d#1 2026-03-29T06:00:00+02:00\n");
	/* A legal day ends at its midnight, 23 hours after the last. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 1 calendar days, calendar: office }\n"
		    STEPS(REMIND("a", "100%")),
		    "2026-03-28T16:00:00+01:00 - open\n", "2026-03-31T00:00:00+02:00",
		    "a#1 2026-03-30T00:00:00+02:00\n");
}

/* --- promises ------------------------------------------------------------------------------------ */

#define PROMISE(steps)                                                                               \
	"  - { clock: c, from: promise, until: resolve, within: due }\n" STEPS(steps)

Test(escalate_promise, F5_1_a_promise_has_a_share_and_offsets_of_its_own)
{
	check_steps(PROMISE(REMIND("a", "50%") ", " REMIND("b", "-1h") ", " REMIND("d", "+1h")),
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n", "17 00:00",
		    "a#1 16T15:00\nb#1 16T19:00\nd#1 16T21:00\n");
	/* No pause stops it. */
	check_steps(PROMISE(REMIND("b", "-1h")),
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 11:00 hold detail=customer\n",
		    "17 00:00", "b#1 16T19:00\n");
	check_steps(PROMISE(REMIND("b", "-2h")), "16 09:00 open\n16 10:00 promise due=16T11:00\n",
		    "17 00:00", "b#1 16T10:00\n");
}

Test(escalate_promise, what_fell_due_before_a_promise_was_renewed_stays)
{
	static const char steps[] = PROMISE(REMIND("b", "-1h") ", " REMIND("d", "0"));

	check_steps(steps,
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 19:30 promise due=17T20:00\n",
		    "18 00:00", "b#1 16T19:00\nd#1 17T20:00\n");
	check_steps(steps,
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 19:00 promise due=17T20:00\n",
		    "18 00:00", "b#1 16T19:00\nd#1 17T20:00\n");
	check_steps(steps,
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 18:59 promise due=17T20:00\n",
		    "18 00:00", "b#1 17T19:00\nd#1 17T20:00\n");
	/* After the instant it is another instance, and takes its steps anew. */
	check_steps(steps,
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 21:00 promise due=17T20:00\n",
		    "18 00:00", "b#1 16T19:00\nd#1 16T20:00\nb#1 17T19:00\nd#1 17T20:00\n");
}

Test(escalate_promise, what_a_renewed_promise_puts_into_the_past_falls_due_with_it)
{
	check_steps(PROMISE(REMIND("b", "-2h") ", " REMIND("d", "0")),
		    "16 09:00 open\n16 10:00 promise due=17T20:00\n16 12:00 promise due=16T13:00\n",
		    "18 00:00", "b#1 16T12:00\nd#1 16T13:00\n");
}

Test(escalate_promise, repeats_go_on_from_the_renewed_promise)
{
	check_steps(PROMISE("{ step: a, clock: c, at: -2h, do: remind, to: owner, repeat: 1h }"),
		    "16 09:00 open\n16 10:00 promise due=16T20:00\n16 19:30 promise due=17T20:00\n",
		    "17 21:00", "a#1 16T18:00\na#2 16T19:00\na#3 17T20:00\na#4 17T21:00\n");
}
