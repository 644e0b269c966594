/* Where the clock rules of design section 2 meet: two of them at once, or at the same second. */
#include "clock_fixture.h"

#define RESOLVE "  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
#define NEXT	"  - { clock: next, from: contact, until: [respond, feedback], within: 1h }\n"
#define PROMISE "  - { clock: promise, from: promise, until: resolve, within: due }\n"
#define BY_SEVERITY \
	"  - { clock: resolve, for: {severity: major}, from: open, until: resolve, within: 2h }\n" \
	"  - { clock: resolve, for: {severity: general}, from: open, until: resolve, within: 24h }\n"
#define COMPLAINT "16 09:00 open kind=complaint severity=general\n"

/* --- at the same second -------------------------------------------------------------------------- */

Test(clock_edges, cancelled_before_due_is_outside_and_from_the_due_instant_on_the_breach_stays)
{
	check(RESOLVE, "16 09:00 open\n17 08:59:59 cancel\n", "20 00:00",
	      "resolve#1 16T09:00 17T09:00 - dropped\n");
	check(RESOLVE, "16 09:00 open\n17 09:00 cancel\n", "20 00:00",
	      "resolve#1 16T09:00 17T09:00 - breached\n");
}

Test(clock_edges, at_the_due_instant_itself_only_what_is_done_is_met)
{
	check(RESOLVE, "16 09:00 open\n", "17 09:00", "resolve#1 16T09:00 17T09:00 - breached\n");
	check(RESOLVE, "16 09:00 open\n17 09:00 resolve\n", "17 09:00",
	      "resolve#1 16T09:00 17T09:00 17T09:00 met\n");
}

Test(clock_edges, a_hold_at_the_due_instant_comes_too_late_and_a_second_earlier_stops_it)
{
	check(RESOLVE, "16 09:00 open\n17 09:00 hold detail=customer\n17 10:00 resume\n", "17 10:00",
	      "resolve#1 16T09:00 17T09:00 - breached\n");
	check(RESOLVE, "16 09:00 open\n17 08:59:59 hold detail=customer\n17 10:00 resume\n", "17 10:00",
	      "resolve#1 16T09:00 17T10:00:01 - undecided\n");
}

Test(clock_edges, a_hold_stops_from_its_own_second_on)
{
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n", "16 10:00",
	      "resolve#1 16T09:00 17T09:00 - undecided paused\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 resume\n", "16 11:00",
	      "resolve#1 16T09:00 17T10:00 - undecided\n");
}

Test(clock_edges, events_of_one_second_count_in_the_order_of_the_file)
{
	check(RESOLVE, "16 09:00 open\n16 09:00 resolve\n16 09:00 reopen\n16 09:00 resolve\n", "16 10:00",
	      "resolve#1 16T09:00 17T09:00 16T09:00 met\nresolve#2 16T09:00 17T09:00 16T09:00 met\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n16 10:00 resume\n", "16 10:00",
	      "resolve#1 16T09:00 17T09:00 - undecided\n");
}

Test(clock_edges, a_paused_clock_that_is_late_is_both)
{
	check(RESOLVE, "16 09:00 open\n18 09:00 hold detail=customer\n", "19 09:00",
	      "resolve#1 16T09:00 17T09:00 - breached paused\n");
}

/* --- what starts one ------------------------------------------------------------------------------ */

Test(clock_edges, nothing_starts_in_a_cancelled_case)
{
	check("  - { clock: c, from: note, until: feedback, within: 1h }\n",
	      "16 09:00 open\n16 10:00 cancel\n16 11:00 note\n", "20 00:00", "");
}

Test(clock_edges, a_void_row_counts_as_never_written)
{
	check(RESOLVE, "16 09:00 open\n16 10:00 resolve\n16 11:00 void detail=3\n", "18 00:00",
	      "resolve#1 16T09:00 17T09:00 - breached\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 void detail=3\n",
	      "16 12:00", "resolve#1 16T09:00 17T09:00 - undecided\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 cancel\n16 11:00 void detail=3\n", "16 12:00",
	      "resolve#1 16T09:00 17T09:00 - undecided\n");
}

Test(clock_edges, next_response_starts_in_a_hold_after_resolve_and_after_close)
{
	check(NEXT, "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 contact\n16 12:00 resume\n",
	      "16 12:30", "next#1 16T11:00 16T13:00 - undecided\n");
	check(NEXT, "16 09:00 open\n16 10:00 resolve\n16 11:00 contact\n16 11:30 respond\n", "16 12:30",
	      "next#1 16T11:00 16T12:00 16T11:30 met\n");
	check(NEXT, "16 09:00 open\n16 10:00 resolve\n16 10:30 close\n16 11:00 contact\n16 12:30 feedback\n",
	      "16 13:00", "next#1 16T11:00 16T12:00 16T12:30 breached\n");
}

Test(clock_edges, an_overdue_contact_is_still_the_oldest_unanswered_one)
{
	check(NEXT, "16 09:00 open\n16 10:00 contact\n16 12:00 contact\n16 12:10 respond\n", "16 13:00",
	      "next#1 16T10:00 16T11:00 16T12:10 breached\n");
}

Test(clock_edges, a_periodic_clock_goes_on_after_a_breach)
{
	check("  - { clock: informed, from: [open, feedback], until: [feedback, resolve], within: 24h }\n",
	      "16 09:00 open\n17 10:00 feedback\n17 11:00 feedback by=sd\n18 10:00 feedback\n", "18 11:00",
	      "informed#1 16T09:00 17T09:00 17T10:00 breached\n"
	      "informed#2 17T10:00 18T10:00 18T10:00 met\n"
	      "informed#3 18T10:00 19T10:00 - undecided\n");
}

Test(clock_edges, reopen_drops_what_close_began_and_keeps_what_an_own_event_began)
{
	check("  - { clock: c, from: [close, visit], until: feedback, within: 9h }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 10:30 visit\n16 11:00 close\n16 12:00 reopen\n",
	      "16 13:00", "c#1 16T10:30 16T19:30 - undecided\n");
	check("  - { clock: c, from: [open, resolve], until: feedback, within: 9h }\n",
	      "16 09:00 open\n16 10:00 feedback\n16 11:00 resolve\n16 12:00 reopen\n", "16 13:00",
	      "c#1 16T09:00 16T18:00 16T10:00 met\nc#2 16T11:00 16T20:00 - dropped\n"
	      "c#3 16T12:00 16T21:00 - undecided\n");
}

/* --- reopen --------------------------------------------------------------------------------------- */

#define CONTINUE "  - { clock: c, from: open, until: resolve, within: 10h, on-reopen: continue }\n"

Test(clock_edges, continue_takes_what_all_instances_before_used)
{
	check(CONTINUE,
	      "16 09:00 open\n16 12:00 resolve\n17 09:00 reopen\n17 13:00 resolve\n18 09:00 reopen\n",
	      "18 10:00",
	      "c#1 16T09:00 16T19:00 16T12:00 met\nc#2 17T09:00 17T16:00 17T13:00 met\n"
	      "c#3 18T09:00 18T12:00 - undecided\n");
}

Test(clock_edges, continue_leaves_out_what_was_paused)
{
	check(CONTINUE,
	      "16 09:00 open\n16 10:00 hold detail=customer\n16 12:00 resolve\n17 09:00 reopen\n",
	      "17 10:00",
	      "c#1 16T09:00 16T21:00 16T12:00 met\nc#2 17T09:00 17T18:00 - undecided\n");
}

Test(clock_edges, continue_after_a_breach_has_nothing_left)
{
	check(CONTINUE, "16 09:00 open\n16 22:00 resolve\n17 09:00 reopen\n", "17 09:30",
	      "c#1 16T09:00 16T19:00 16T22:00 breached\nc#2 17T09:00 17T09:00 - breached\n");
}

Test(clock_edges, continue_counts_whole_days_of_a_legal_limit)
{
	/* Monday 16: Tuesday and Wednesday are over when it is resolved on Thursday. */
	check("  - { clock: c, from: open, until: resolve, within: 5 working days, calendar: office, on-reopen: continue }\n",
	      "16 11:00 open\n19 15:00 resolve\n20 09:00 reopen\n", "20 10:00",
	      "c#1 16T11:00 24T00:00 19T15:00 met\nc#2 20T09:00 26T00:00 - undecided\n");
}

Test(clock_edges, continue_keeps_what_was_used_through_an_amend)
{
	check("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 6h, on-reopen: continue }\n"
	      "  - { clock: c, from: open, until: resolve, within: 10h, on-reopen: continue }\n",
	      COMPLAINT "16 12:00 resolve\n17 09:00 reopen\n17 10:00 amend severity=major\n", "17 10:30",
	      "c#1 16T09:00 16T19:00 16T12:00 met\nc#2 17T09:00 17T12:00 - undecided\n");
}

Test(clock_edges, continue_leaves_the_same_after_an_amend_forth_and_back)
{
	check("  - { clock: c, for: {severity: general}, from: open, until: resolve, within: 10h, on-reopen: continue }\n",
	      COMPLAINT
	      "16 12:00 resolve\n17 09:00 reopen\n17 10:00 amend severity=major\n"
	      "17 11:00 amend severity=general\n",
	      "17 12:00",
	      "c#1 16T09:00 16T19:00 16T12:00 met\nc#2 17T09:00 17T16:00 - dropped\n"
	      "c#3 17T09:00 17T16:00 - undecided\n");
}

/* --- amend ---------------------------------------------------------------------------------------- */

Test(clock_edges, amended_back_the_clock_runs_again_from_its_original_start)
{
	check("  - { clock: c, for: {kind: complaint}, from: open, until: resolve, within: 24h }\n",
	      COMPLAINT
	      "16 10:00 amend kind=consultation severity=ordinary\n"
	      "16 11:00 amend kind=complaint severity=general\n",
	      "16 12:00", "c#1 16T09:00 17T09:00 - dropped\nc#2 16T09:00 17T09:00 - undecided\n");
}

Test(clock_edges, a_verdict_that_fell_is_not_repeated_when_the_rule_matches_again)
{
	show_more = 1;
	check("  - { clock: c, for: {kind: complaint}, from: open, until: resolve, within: 1h }\n",
	      COMPLAINT
	      "16 11:00 amend kind=consultation severity=ordinary\n"
	      "16 12:00 amend kind=complaint severity=general\n",
	      "16 13:00", "c#1 16T09:00 16T10:00 - breached at 16T10:00\n");
}

Test(clock_edges, the_new_rule_judges_what_happened_since_the_original_start)
{
	const char *clocks =
		"  - { clock: c, for: {severity: major}, from: open, until: [feedback, resolve], within: 2h }\n"
		"  - { clock: c, from: open, until: resolve, within: 24h }\n";

	show_more = 1;
	check(clocks, COMPLAINT "16 10:00 feedback\n16 15:00 amend severity=major\n", "16 16:00",
	      "c#1 16T09:00 16T11:00 16T10:00 met at 16T10:00\n");
	check(clocks, COMPLAINT "16 12:00 feedback\n16 15:00 amend severity=major\n", "16 16:00",
	      "c#1 16T09:00 16T11:00 16T12:00 breached at 16T15:00\n");
}

Test(clock_edges, a_newly_matching_clock_counts_what_was_done_before)
{
	const char *clocks =
		"  - { clock: c, for: {kind: complaint}, from: open, until: feedback, within: 2h }\n";

	show_more = 1;
	check(clocks,
	      "16 09:00 open kind=consultation\n16 10:00 feedback\n16 15:00 amend kind=complaint\n",
	      "16 16:00", "c#1 16T09:00 16T11:00 16T10:00 met at 16T10:00\n");
	check(clocks,
	      "16 09:00 open kind=consultation\n16 12:00 feedback\n16 15:00 amend kind=complaint\n",
	      "16 16:00", "c#1 16T09:00 16T11:00 16T12:00 breached at 16T15:00\n");
	check(clocks, "16 09:00 open kind=consultation\n16 10:00 resolve\n16 15:00 amend kind=complaint\n",
	      "16 16:00", "c#1 16T09:00 16T11:00 - breached at 16T15:00\n");
}

Test(clock_edges, contacts_that_were_answered_are_not_judged_again)
{
	check("  - { clock: next, for: {kind: complaint}, from: contact, until: respond, within: 1h }\n",
	      COMPLAINT
	      "16 10:00 contact\n16 10:20 contact\n16 10:30 respond\n"
	      "16 11:00 amend kind=consultation severity=ordinary\n"
	      "16 12:00 contact\n16 12:10 respond\n"
	      "16 13:00 amend kind=complaint severity=general\n",
	      "16 14:00",
	      "next#1 16T10:00 16T11:00 16T10:30 met\nnext#2 16T12:00 16T13:00 16T12:10 met\n");
}

Test(clock_edges, a_rule_that_starts_elsewhere_starts_there)
{
	check("  - { clock: c, for: {severity: major}, from: visit, until: resolve, within: 1h }\n"
	      "  - { clock: c, from: open, until: resolve, within: 9h }\n",
	      "16 09:00 open kind=complaint severity=major\n16 10:00 amend severity=general\n", "16 11:00",
	      "c#1 16T09:00 16T18:00 - undecided\n");
}

Test(clock_edges, a_rule_of_promises_starts_at_the_promise_that_was_given)
{
	check("  - { clock: c, for: {severity: major}, from: promise, until: resolve, within: due }\n"
	      "  - { clock: c, from: open, until: resolve, within: 9h }\n",
	      COMPLAINT "16 10:00 promise due=16T16:00\n16 11:00 amend severity=major\n", "16 12:00",
	      "c#1 16T09:00 16T18:00 - dropped\nc#2 16T10:00 16T16:00 - undecided\n");
}

Test(clock_edges, on_amend_is_said_by_the_rule_of_the_instance)
{
	const char *clocks =
		"  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 2h, on-amend: keep }\n"
		"  - { clock: c, from: open, until: resolve, within: 24h }\n";

	check(clocks, "16 09:00 open kind=complaint severity=major\n16 09:30 amend severity=general\n",
	      "16 10:00", "c#1 16T09:00 16T11:00 - undecided\n");
	check(clocks, COMPLAINT "16 09:30 amend severity=major\n", "16 10:00",
	      "c#1 16T09:00 16T11:00 - undecided\n");
}

Test(clock_edges, on_amend_keep_outlives_its_rule_and_starts_nothing_in_retrospect)
{
	const char *clocks =
		"  - { clock: c, for: {kind: complaint}, from: open, until: resolve, within: 24h, on-amend: keep }\n";

	check(clocks, COMPLAINT "16 10:00 amend kind=consultation severity=ordinary\n", "16 11:00",
	      "c#1 16T09:00 17T09:00 - undecided\n");
	check(clocks, "16 09:00 open kind=consultation\n16 10:00 amend kind=complaint\n", "16 11:00", "");
}

Test(clock_edges, a_rule_without_the_pause_counts_the_hold_as_well)
{
	check("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 6h, pause: [] }\n"
	      "  - { clock: c, from: open, until: resolve, within: 24h }\n",
	      COMPLAINT "16 10:00 hold detail=customer\n16 12:00 resume\n16 13:00 amend severity=major\n",
	      "16 14:00", "c#1 16T09:00 16T15:00 - undecided\n");
}

Test(clock_edges, back_dated_rows_before_an_amend_are_judged_as_if_written_then)
{
	check(BY_SEVERITY,
	      COMPLAINT "16 12:00 amend severity=major\n16 10:30 resolve\n", "16 14:00",
	      "resolve#1 16T09:00 17T09:00 16T10:30 met\n");
}

/* --- promises ------------------------------------------------------------------------------------- */

Test(clock_edges, F5_1_renewed_at_the_very_instant_is_too_late)
{
	show_more = 1;
	check(PROMISE, "16 09:00 open\n16 10:00 promise due=16T18:00\n16 18:00 promise due=17T18:00\n",
	      "16 19:00",
	      "promise#1 16T10:00 16T18:00 - breached at 16T18:00\n"
	      "promise#2 16T18:00 17T18:00 - undecided\n");
}

Test(clock_edges, F5_1_renewals_are_counted)
{
	show_more = 1;
	check(PROMISE,
	      "16 09:00 open\n16 10:00 promise due=16T18:00\n16 12:00 promise due=16T17:00\n"
	      "16 16:00 promise due=16T20:00\n16 19:00 resolve\n",
	      "16 21:00", "promise#1 16T10:00 16T20:00 16T19:00 met at 16T19:00 moved 2\n");
}

Test(clock_edges, F5_1_after_resolve_the_next_promise_is_a_new_one)
{
	check(PROMISE,
	      "16 09:00 open\n16 10:00 promise due=16T18:00\n16 11:00 resolve\n16 12:00 reopen\n"
	      "16 13:00 promise due=16T20:00\n",
	      "16 14:00",
	      "promise#1 16T10:00 16T18:00 16T11:00 met\npromise#2 16T13:00 16T20:00 - undecided\n");
}

/* --- which rule ----------------------------------------------------------------------------------- */

Test(clock_edges, a_category_stands_for_those_below_it)
{
	const char *clocks =
		"  - { clock: c, for: {category: quality}, from: open, until: resolve, within: 1h }\n";

	check(clocks, "16 09:00 open category=milk\n", "16 09:10", "c#1 16T09:00 16T10:00 - undecided\n");
	check(clocks, "16 09:00 open category=quality\n", "16 09:10",
	      "c#1 16T09:00 16T10:00 - undecided\n");
	check(clocks, "16 09:00 open category=price\n", "16 09:10", "");
}

Test(clock_edges, duties_and_actions_only_run_the_clocks_that_name_them)
{
	check(RESOLVE, "16 09:00 open kind=duty\n", "16 10:00", "");
	check("  - { clock: c, for: {kind: [duty, action]}, from: open, until: resolve, within: 1h }\n",
	      "16 09:00 open kind=duty\n", "16 09:30", "c#1 16T09:00 16T10:00 - undecided\n");
}

Test(clock_edges, a_hand_over_changes_the_rule_as_an_amend_does)
{
	const char *clocks =
		"  - { clock: c, for: {department: finance}, from: open, until: resolve, within: 2h }\n"
		"  - { clock: c, from: open, until: resolve, within: 24h }\n";

	check(clocks, "16 09:00 open department=merchandise\n16 10:00 assign department=finance\n",
	      "16 10:30", "c#1 16T09:00 16T11:00 - undecided\n");
}

Test(clock_edges, H2_1b_the_version_in_force_at_open_judges)
{
	older_clocks = "  - { clock: resolve, from: open, until: resolve, within: 48h }\n";
	check(RESOLVE, "15 23:59:59 open\n17 10:00 amend severity=major\n", "17 12:00",
	      "resolve#1 15T23:59:59 17T23:59:59 - undecided\n");
	check(RESOLVE, "16 00:00 open\n", "16 12:00", "resolve#1 16T00:00 17T00:00 - undecided\n");
	older_clocks = NULL;
}

/* --- legal days ----------------------------------------------------------------------------------- */

#define LAW	 "  - { clock: law, from: open, until: resolve, within: 3 working days, calendar: until-2026 }\n"
#define CALENDAR "  - { clock: law, from: open, until: resolve, within: 3 calendar days, calendar: until-2026 }\n"

Test(clock_edges, legal_days_know_days_off_and_make_up_days)
{
	/* Monday 23: the 24th is off; the 25th, 26th, 27th count. */
	check(LAW, "23 11:00 open\n", "23 12:00", "law#1 23T11:00 28T00:00 - undecided\n");
	/* Friday 27: Saturday the 28th is worked. */
	check(LAW, "27 11:00 open\n", "27 12:00", "law#1 27T11:00 32T00:00 - undecided\n");
}

Test(clock_edges, a_day_that_ends_in_a_pause_is_left_out_of_a_legal_limit)
{
	check(LAW, "16 11:00 open\n17 10:00 hold detail=customer\n17 20:00 resume\n", "18 12:00",
	      "law#1 16T11:00 20T00:00 - undecided\n");
	check(LAW, "16 11:00 open\n17 10:00 hold detail=customer\n18 09:00 resume\n", "18 12:00",
	      "law#1 16T11:00 21T00:00 - undecided\n");
	check(LAW, "16 11:00 open\n17 10:00 hold detail=supplier\n18 09:00 resume\n", "18 12:00",
	      "law#1 16T11:00 20T00:00 - undecided\n");
	/* The night of the event does not count anyway, and no night of a weekend. */
	check(LAW, "16 11:00 open\n16 12:00 hold detail=customer\n17 09:00 resume\n", "18 12:00",
	      "law#1 16T11:00 20T00:00 - undecided\n");
	check(LAW, "19 11:00 open\n21 10:00 hold detail=customer\n22 10:00 resume\n", "22 12:00",
	      "law#1 19T11:00 26T00:00 - undecided\n");
	check(CALENDAR, "16 11:00 open\n17 10:00 hold detail=customer\n19 09:00 resume\n", "19 12:00",
	      "law#1 16T11:00 24T00:00 - undecided\n");
	/* The third day is a Saturday; Monday, on which it would end, ends in a pause. */
	check(CALENDAR, "18 11:00 open\n23 10:00 hold detail=customer\n25 09:00 resume\n", "25 12:00",
	      "law#1 18T11:00 26T00:00 - undecided\n");
}

Test(clock_edges, while_paused_no_legal_limit_falls_due)
{
	check(LAW, "16 11:00 open\n19 10:00 hold detail=customer\n", "35 12:00",
	      "law#1 16T11:00 38T00:00 - undecided paused\n");
	check(LAW, "16 11:00 open\n20 00:00 hold detail=customer\n", "35 12:00",
	      "law#1 16T11:00 20T00:00 - breached paused\n");
}

/* --- where the calendar's data ends ---------------------------------------------------------------- */

#define ENDS "  - { clock: c, from: open, until: resolve, within: 16h, calendar: until-2026 }\n"

Test(clock_edges, beyond_the_data_the_verdict_is_unknown)
{
	/* Day 61 is Thursday, 31 December. */
	check(ENDS, "61 10:00 open\n", "61 12:00", "c#1 61T10:00 - - unknown\n");
	check(ENDS, "61 10:00 open\n66 10:00 resolve\n", "66 12:00", "c#1 61T10:00 - 66T10:00 unknown\n");
	check(ENDS, "61 10:00 open\n66 10:00 cancel\n", "66 12:00", "c#1 61T10:00 - - unknown\n");
}

Test(clock_edges, what_the_missing_data_cannot_change_is_known)
{
	check(ENDS, "61 10:00 open\n61 16:00 resolve\n", "66 12:00", "c#1 61T10:00 - 61T16:00 met\n");
	check(ENDS, "61 10:00 open\n61 16:00 cancel\n", "66 12:00", "c#1 61T10:00 - - dropped\n");
	check(ENDS, "59 10:00 open\n70 10:00 hold detail=customer\n", "80 12:00",
	      "c#1 59T10:00 61T10:00 - breached paused\n");
	check(LAW, "60 10:00 open\n61 16:00 resolve\n", "66 12:00", "law#1 60T10:00 - 61T16:00 met\n");
	check(LAW, "60 10:00 open\n66 16:00 resolve\n", "66 17:00", "law#1 60T10:00 - 66T16:00 unknown\n");
}

Test(clock_edges, what_was_left_is_not_guessed_either)
{
	check("  - { clock: c, from: open, until: resolve, within: 16h, calendar: until-2026, on-reopen: continue }\n",
	      "61 10:00 open\n66 10:00 resolve\n66 11:00 reopen\n", "66 12:00",
	      "c#1 61T10:00 - 66T10:00 unknown\nc#2 66T11:00 - - unknown\n");
	/* Used up before the data ends: nothing is left, whatever came after. */
	check("  - { clock: c, from: open, until: resolve, within: 4h, calendar: until-2026, on-reopen: continue }\n",
	      "61 10:00 open\n66 10:00 resolve\n66 11:00 reopen\n", "66 12:00",
	      "c#1 61T10:00 61T14:00 66T10:00 breached\nc#2 66T11:00 66T11:00 - breached\n");
}

Test(clock_edges, the_missing_year_is_named)
{
	struct world w;

	load(&w, ENDS);
	read_history(&w, "61 10:00 open\n");
	clock_run(w.cs, &w.h, at("61 12:00"), &w.list);
	cr_expect(w.list.n == 1 && w.list.instance[0].unknown_year == 2027);
	unload(&w);
}
