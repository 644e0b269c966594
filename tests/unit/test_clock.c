/* The clock rules of design section 2, each as a small history. */
#include "clock_fixture.h"

#define RESPONSE "  - { clock: first-response, from: open, until: [respond, resolve], within: 5m, calendar: store }\n"
#define RESOLVE  "  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
#define FEEDBACK "  - { clock: feedback, for: {kind: complaint}, from: open, until: feedback, within: 48h }\n"

Test(clock, starts_at_from_and_stops_at_until)
{
	check(RESPONSE, "16 10:00 open\n16 10:04 respond\n", "16 12:00",
	      "first-response#1 16T10:00 16T10:05 16T10:04 met\n");
	check(RESPONSE, "16 10:00 open\n16 10:09 respond\n", "16 12:00",
	      "first-response#1 16T10:00 16T10:05 16T10:09 breached\n");
	check(RESPONSE, "16 10:00 open\n16 10:04 resolve\n", "16 12:00",
	      "first-response#1 16T10:00 16T10:05 16T10:04 met\n");
}

Test(clock, done_exactly_at_the_due_instant_is_met)
{
	check(RESPONSE, "16 10:00 open\n16 10:05 respond\n", "16 12:00",
	      "first-response#1 16T10:00 16T10:05 16T10:05 met\n");
	check(RESPONSE, "16 10:00 open\n16 10:05:01 respond\n", "16 12:00",
	      "first-response#1 16T10:00 16T10:05 16T10:05:01 breached\n");
}

Test(clock, undecided_before_the_due_instant_and_breached_from_it_on)
{
	check(RESPONSE, "16 10:00 open\n", "16 10:04:59",
	      "first-response#1 16T10:00 16T10:05 - undecided\n");
	check(RESPONSE, "16 10:00 open\n", "16 10:05:01",
	      "first-response#1 16T10:00 16T10:05 - breached\n");
}

Test(clock, counts_on_its_calendar_and_stays_at_closing)
{
	check(RESPONSE, "16 23:00 open\n", "16 23:10",
	      "first-response#1 16T23:00 17T10:05 - undecided\n");
	check("  - { clock: c, from: open, until: resolve, within: 12h, calendar: store }\n",
	      "16 10:00 open\n", "16 10:00", "c#1 16T10:00 16T22:00 - undecided\n");
}

Test(clock, rows_by_sd_never_stop_one)
{
	check(RESPONSE, "16 10:00 open\n16 10:01 respond by=sd\n", "16 10:02",
	      "first-response#1 16T10:00 16T10:05 - undecided\n");
}

Test(clock, next_response_starts_at_the_oldest_unanswered_contact)
{
	check("  - { clock: next, from: contact, until: respond, within: 1h }\n",
	      "16 09:00 open\n16 10:00 contact\n16 10:30 contact\n16 10:50 respond\n16 13:00 contact\n",
	      "16 13:30",
	      "next#1 16T10:00 16T11:00 16T10:50 met\nnext#2 16T13:00 16T14:00 - undecided\n");
}

Test(clock, an_event_in_both_lists_stops_one_and_starts_the_next)
{
	check("  - { clock: informed, from: [open, feedback], until: [feedback, resolve], within: 24h }\n",
	      "16 09:00 open\n17 08:00 feedback\n17 20:00 resolve\n", "20 00:00",
	      "informed#1 16T09:00 17T09:00 17T08:00 met\n"
	      "informed#2 17T08:00 18T08:00 17T20:00 met\n");
}

Test(clock, drop_and_cancel_end_it_without_a_verdict)
{
	check("  - { clock: c, from: open, until: resolve, drop: visit, within: 24h }\n",
	      "16 09:00 open\n16 10:00 visit\n", "20 00:00", "c#1 16T09:00 17T09:00 - dropped\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 cancel\n", "20 00:00",
	      "resolve#1 16T09:00 17T09:00 - dropped\n");
}

Test(clock, a_verdict_that_fell_stays_after_cancel)
{
	check(RESOLVE, "16 09:00 open\n17 10:00 cancel\n", "20 00:00",
	      "resolve#1 16T09:00 17T09:00 - breached\n");
}

Test(clock, reopen_drops_those_begun_by_resolve_or_close)
{
	check("  - { clock: callback, from: close, until: feedback, within: 2d }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 11:00 close\n16 12:00 reopen\n", "20 00:00",
	      "callback#1 16T11:00 18T11:00 - dropped\n");
}

Test(clock, after_resolve_only_some_events_start_one)
{
	check("  - { clock: c, from: note, until: feedback, within: 1h }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 11:00 note\n", "16 11:10", "");
	check("  - { clock: c, from: contact, until: feedback, within: 1h }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 11:00 contact\n", "16 11:10",
	      "c#1 16T11:00 16T12:00 - undecided\n");
	check("  - { clock: c, from: visit, until: feedback, within: 1h }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 11:00 visit\n", "16 11:10",
	      "c#1 16T11:00 16T12:00 - undecided\n");
	check("  - { clock: Y2.5, from: resolve, until: feedback, within: 24h }\n",
	      "16 09:00 open\n16 10:00 resolve\n16 11:00 feedback\n", "16 11:10",
	      "Y2.5#1 16T10:00 17T10:00 16T11:00 met\n");
}

Test(clock, pause_moves_the_due_instant)
{
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n16 12:00 resume\n", "16 13:00",
	      "resolve#1 16T09:00 17T11:00 - undecided\n");
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=supplier\n16 12:00 resume\n", "16 13:00",
	      "resolve#1 16T09:00 17T09:00 - undecided\n");
}

Test(clock, while_paused_nothing_falls_due)
{
	check(RESOLVE, "16 09:00 open\n16 10:00 hold detail=customer\n", "20 10:00",
	      "resolve#1 16T09:00 21T09:00 - undecided paused\n");
}

Test(clock, breached_and_paused_are_independent)
{
	check(RESOLVE, "16 09:00 open\n17 10:00 hold detail=customer\n", "20 10:00",
	      "resolve#1 16T09:00 17T09:00 - breached paused\n");
	check(RESOLVE, "16 09:00 open\n17 09:00 hold detail=customer\n", "20 10:00",
	      "resolve#1 16T09:00 17T09:00 - breached paused\n");
}

Test(clock, a_second_hold_replaces_the_reason)
{
	check(RESOLVE,
	      "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 hold detail=supplier\n16 15:00 resume\n",
	      "16 16:00", "resolve#1 16T09:00 17T10:00 - undecided\n");
}

Test(clock, resolve_ends_the_hold_and_contact_does_not)
{
	check(FEEDBACK,
	      "16 09:00 open kind=complaint\n16 10:00 hold detail=customer\n16 11:00 contact\n16 12:00 resolve\n",
	      "16 13:00", "feedback#1 16T09:00 18T11:00 - undecided\n");
}

Test(clock, a_pause_counts_only_inside_the_calendar)
{
	check("  - { clock: c, from: open, until: resolve, within: 8h, calendar: office }\n",
	      "16 16:00 open\n16 17:00 hold detail=customer\n17 10:00 resume\n", "17 10:30",
	      "c#1 16T16:00 18T09:30 - undecided\n");
}

Test(clock, pause_reasons_can_be_named)
{
	check("  - { clock: c, from: open, until: resolve, within: 24h, pause: [supplier, customer] }\n",
	      "16 09:00 open\n16 10:00 hold detail=supplier\n16 11:00 resume\n", "16 13:00",
	      "c#1 16T09:00 17T10:00 - undecided\n");
	check("  - { clock: c, from: open, until: resolve, within: 24h, pause: [] }\n",
	      "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 resume\n", "16 13:00",
	      "c#1 16T09:00 17T09:00 - undecided\n");
}

Test(clock, reopen_restarts_with_the_full_limit)
{
	check(RESOLVE, "16 09:00 open\n16 10:00 resolve\n18 09:00 reopen\n", "18 10:00",
	      "resolve#1 16T09:00 17T09:00 16T10:00 met\nresolve#2 18T09:00 19T09:00 - undecided\n");
}

Test(clock, reopen_can_continue_with_what_was_left)
{
	check("  - { clock: c, from: open, until: resolve, within: 24h, on-reopen: continue }\n",
	      "16 09:00 open\n16 19:00 resolve\n18 09:00 reopen\n", "18 10:00",
	      "c#1 16T09:00 17T09:00 16T19:00 met\nc#2 18T09:00 18T23:00 - undecided\n");
}

Test(clock, reopen_can_be_ignored)
{
	check("  - { clock: c, from: open, until: resolve, within: 24h, on-reopen: ignore }\n",
	      "16 09:00 open\n16 10:00 resolve\n18 09:00 reopen\n", "18 10:00",
	      "c#1 16T09:00 17T09:00 16T10:00 met\n");
}

Test(clock, a_clock_that_still_runs_at_reopen_goes_on)
{
	check(FEEDBACK, "16 09:00 open kind=complaint\n16 10:00 resolve\n16 11:00 reopen\n", "16 12:00",
	      "feedback#1 16T09:00 18T09:00 - undecided\n");
}

#define BY_SEVERITY \
	"  - { clock: resolve, for: {severity: major}, from: open, until: resolve, within: 2h }\n" \
	"  - { clock: resolve, for: {severity: general}, from: open, until: resolve, within: 24h }\n"

Test(clock, first_rule_that_matches_wins)
{
	check("  - { clock: c, for: {kind: complaint}, from: open, until: resolve, within: 1h }\n"
	      "  - { clock: c, from: open, until: resolve, within: 9h }\n",
	      "16 09:00 open kind=complaint\n", "16 09:10", "c#1 16T09:00 16T10:00 - undecided\n");
	check("  - { clock: c, for: {kind: complaint}, from: open, until: resolve, within: 1h }\n"
	      "  - { clock: c, from: open, until: resolve, within: 9h }\n",
	      "16 09:00 open kind=consultation\n", "16 09:10", "c#1 16T09:00 16T18:00 - undecided\n");
}

Test(clock, amend_gives_the_new_rule_from_the_original_start)
{
	check(BY_SEVERITY, "16 09:00 open kind=complaint severity=general\n16 10:00 amend severity=major\n",
	      "16 10:30", "resolve#1 16T09:00 16T11:00 - undecided\n");
}

Test(clock, a_breach_by_amend_is_decided_no_earlier_than_the_amend)
{
	show_more = 1;
	check(BY_SEVERITY, "16 09:00 open kind=complaint severity=general\n16 12:00 amend severity=major\n",
	      "16 12:00", "resolve#1 16T09:00 16T11:00 - breached at 16T12:00\n");
	check(BY_SEVERITY, "16 09:00 open kind=complaint severity=general\n16 12:00 amend severity=major\n",
	      "16 13:00", "resolve#1 16T09:00 16T11:00 - breached at 16T12:00\n");
}

Test(clock, a_decided_verdict_stays_after_amend)
{
	check(BY_SEVERITY,
	      "16 09:00 open kind=complaint severity=major\n16 12:00 amend severity=general\n", "16 13:00",
	      "resolve#1 16T09:00 16T11:00 - breached\n");
	check(BY_SEVERITY,
	      "16 09:00 open kind=complaint severity=general\n16 10:00 resolve\n16 12:00 amend severity=major\n",
	      "16 13:00", "resolve#1 16T09:00 17T09:00 16T10:00 met\n");
}

Test(clock, newly_matching_clocks_start_at_the_original_from)
{
	check(FEEDBACK,
	      "16 09:00 open kind=consultation severity=ordinary\n"
	      "16 15:00 amend kind=complaint severity=general\n",
	      "16 16:00", "feedback#1 16T09:00 18T09:00 - undecided\n");
}

Test(clock, an_amend_that_takes_the_rule_away_drops_it)
{
	check(FEEDBACK,
	      "16 09:00 open kind=complaint severity=general\n"
	      "16 15:00 amend kind=consultation severity=ordinary\n",
	      "20 16:00", "feedback#1 16T09:00 18T09:00 - dropped\n");
}

Test(clock, on_amend_keep_leaves_the_running_instance)
{
	check("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 2h, on-amend: keep }\n"
	      "  - { clock: c, from: open, until: resolve, within: 24h, on-amend: keep }\n",
	      "16 09:00 open kind=complaint severity=general\n16 10:00 amend severity=major\n", "16 12:00",
	      "c#1 16T09:00 17T09:00 - undecided\n");
}

#define PROMISE "  - { clock: promise, from: promise, until: resolve, within: due }\n"

Test(clock, F5_1_the_promised_instant_is_the_deadline)
{
	check(PROMISE, "16 09:00 open\n16 09:10 promise due=16T18:00\n", "16 12:00",
	      "promise#1 16T09:10 16T18:00 - undecided\n");
	check(PROMISE, "16 09:00 open\n16 09:10 promise due=16T18:00\n16 17:00 resolve\n", "16 18:00",
	      "promise#1 16T09:10 16T18:00 16T17:00 met\n");
}

Test(clock, F5_1_a_promise_renewed_in_time_moves_the_deadline)
{
	check(PROMISE,
	      "16 09:00 open\n16 09:10 promise due=16T18:00\n16 17:00 promise due=17T18:00\n", "16 19:00",
	      "promise#1 16T09:10 17T18:00 - undecided\n");
}

Test(clock, F5_1_a_promise_renewed_too_late_leaves_the_breach)
{
	check(PROMISE,
	      "16 09:00 open\n16 09:10 promise due=16T18:00\n16 19:00 promise due=17T18:00\n", "16 20:00",
	      "promise#1 16T09:10 16T18:00 - breached\npromise#2 16T19:00 17T18:00 - undecided\n");
}

Test(clock, a_promise_knows_no_pause)
{
	check(PROMISE,
	      "16 09:00 open\n16 09:10 promise due=16T18:00\n16 10:00 hold detail=customer\n", "16 20:00",
	      "promise#1 16T09:10 16T18:00 - breached\n");
}

Test(clock, working_days_leave_out_the_day_of_the_event)
{
	/* Friday 20 November: the fifth working day is Friday 27. */
	check("  - { clock: law, from: open, until: resolve, within: 5 working days, calendar: office }\n",
	      "20 11:00 open\n", "20 12:00", "law#1 20T11:00 28T00:00 - undecided\n");
	/* 15 calendar days from the 20th end on Saturday 5 December: moved to Monday the 7th's end. */
	check("  - { clock: law, from: open, until: resolve, within: 15 calendar days, calendar: office }\n",
	      "20 11:00 open\n", "20 12:00", "law#1 20T11:00 38T00:00 - undecided\n");
}

Test(clock, back_dated_events_count_where_they_happened)
{
	check(RESPONSE, "16 10:00 open\n16 12:00 note\n16 10:03 respond\n", "16 13:00",
	      "first-response#1 16T10:00 16T10:05 16T10:03 met\n");
}

Test(clock, M4_1_a_complex_question_gets_feedback_within_30_minutes)
{
	check("  - { clock: answer, for: {kind: consultation, severity: complex}, from: open, until: [feedback, resolve], within: 30m, calendar: store }\n",
	      "16 10:00 open kind=consultation severity=complex\n16 10:31 feedback\n", "16 11:00",
	      "answer#1 16T10:00 16T10:30 16T10:31 breached\n");
}

#define TASK "  - { clock: task, from: task, until: done, within: due }\n"

Test(clock, C16_each_task_has_its_own_clock_and_its_own_done)
{
	check(TASK,
	      "16 09:00 open\n"
	      "16 09:01 task by=sd detail=pull-batch due=16T10:00\n"
	      "16 09:01 task by=sd detail=trace-supplier due=19T09:00\n"
	      "16 12:00 done detail=trace-supplier\n", "16 13:00",
	      "task#1 (pull-batch) 16T09:01 16T10:00 - breached\n"
	      "task#2 (trace-supplier) 16T09:01 19T09:00 16T12:00 met\n");
}

Test(clock, C16_a_task_given_again_is_another_instance_in_order_of_start)
{
	check("  - { clock: step, from: task, until: done, within: 1h }\n",
	      "16 09:00 open\n"
	      "16 09:10 task detail=train\n"
	      "16 09:20 done detail=train\n"
	      "16 09:30 task detail=pull-batch\n"
	      "16 09:40 task detail=train\n", "16 10:00",
	      "step#1 (train) 16T09:10 16T10:10 16T09:20 met\n"
	      "step#2 (pull-batch) 16T09:30 16T10:30 - undecided\n"
	      "step#3 (train) 16T09:40 16T10:40 - undecided\n");
}

Test(clock, C16_the_end_of_the_case_ends_all_its_tasks_where_the_clock_says_so)
{
	check("  - { clock: step, from: task, until: [done, resolve], within: 1h }\n",
	      "16 09:00 open\n16 09:10 task detail=a\n16 09:20 task detail=b\n16 09:30 resolve\n", "16 13:00",
	      "step#1 (a) 16T09:10 16T10:10 16T09:30 met\n"
	      "step#2 (b) 16T09:20 16T10:20 16T09:30 met\n");
	check(TASK, "16 09:00 open\n16 09:10 task detail=a due=16T10:00\n16 09:20 cancel\n", "16 13:00",
	      "task#1 (a) 16T09:10 16T10:00 - dropped\n");
}

Test(clock, a_done_stops_nothing_that_another_event_started)
{
	check("  - { clock: c, from: [open, task], until: [done, resolve], within: 2h }\n",
	      "16 09:00 open\n16 09:10 task detail=a\n16 09:20 done detail=a\n", "16 10:00",
	      "c#1 16T09:00 16T11:00 - undecided\n"
	      "c#2 (a) 16T09:10 16T11:10 16T09:20 met\n");
	check("  - { clock: c, from: open, until: done, within: 2h }\n",
	      "16 09:00 open\n16 09:10 task detail=a\n16 09:20 done detail=a\n", "16 10:00",
	      "c#1 16T09:00 16T11:00 16T09:20 met\n");
}

Test(clock, a_task_of_another_department_does_not_change_what_the_case_is)
{
	check("  - { clock: c, for: {department: merchandise}, from: open, until: resolve, within: 2h }\n" TASK,
	      "16 09:00 open department=merchandise\n"
	      "16 09:10 task detail=audit department=finance due=16T10:00\n", "16 09:30",
	      "c#1 16T09:00 16T11:00 - undecided\n"
	      "task#1 (audit) 16T09:10 16T10:00 - undecided\n");
}
