/* The steps of design section 3 and the time rules of section 10, clause by clause. */
#include "escalate_fixture.h"

/* 24 h by the wall clock: reminded after 20 h, the supervisor at the end, the manager 4 h later and daily. */
#define LADDER                                                                                       \
	"  - { clock: c, from: open, until: resolve, within: 25h }\n"                                \
	"escalations:\n"                                                                             \
	"  - { step: remind, clock: c, at: 80%, do: remind, to: owner }\n"                           \
	"  - { step: supervisor, clock: c, at: 100%, do: escalate, level: supervisor }\n"            \
	"  - { step: manager, clock: c, at: +4h, do: escalate, level: manager, repeat: 24h }\n"

#define LADDER_BY_18 "remind#1 17T05:00\nsupervisor#1 17T10:00\nmanager#1 17T14:00\n"

Test(escalate, C6_each_step_falls_due_when_its_share_of_the_limit_is_used_up)
{
	check_steps(LADDER, "16 09:00 open\n", "17 04:59:59", "");
	check_steps(LADDER, "16 09:00 open\n", "17 05:00", "remind#1 17T05:00\n");
	check_steps(LADDER, "16 09:00 open\n", "17 13:59:59",
		    "remind#1 17T05:00\nsupervisor#1 17T10:00\n");
	check_steps(LADDER, "16 09:00 open\n", "17 14:00", LADDER_BY_18);
	check_steps("  - { clock: c, from: open, until: resolve, within: 1m }\n"
		    "escalations: [ { step: a, clock: c, at: 1%, do: remind, to: owner },\n"
		    "  { step: b, clock: c, at: 99%, do: remind, to: owner } ]\n",
		    "16 09:00 open\n", "17 00:00", "a#1 16T09:00:01\nb#1 16T09:01\n");
}

Test(escalate, a_repeat_goes_on_until_the_end)
{
	check_steps(LADDER, "16 09:00 open\n", "20 13:00",
		    LADDER_BY_18 "manager#2 18T14:00\nmanager#3 19T14:00\n");
	check_steps(LADDER, "16 09:00 open\n19 14:00 resolve\n", "30 13:00",
		    LADDER_BY_18 "manager#2 18T14:00\n");
}

Test(escalate, before_the_due_instant_is_counted_on_the_clocks_calendar)
{
	/* 8 h of office time from 16:00: 2 h on Monday, 6 h on Tuesday until 16:30; 7 h back is 17:00 on Monday. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 8h, calendar: office }\n"
		    "escalations: [ { step: a, clock: c, at: -7h, do: remind, to: owner },\n"
		    "  { step: b, clock: c, at: 0, do: remind, to: owner },\n"
		    "  { step: d, clock: c, at: +2h, do: remind, to: owner, repeat: 1h } ]\n",
		    "16 16:00 open\n", "18 11:00",
		    "a#1 16T17:00\nb#1 17T16:30\nd#1 18T09:30\nd#2 18T10:30\n");
}

Test(escalate, what_would_fall_due_before_the_start_falls_due_at_it)
{
	check_steps("  - { clock: c, from: open, until: resolve, within: 1h }\n"
		    "escalations: [ { step: a, clock: c, at: -3h, do: remind, to: owner, repeat: 1h } ]\n",
		    "16 09:00 open\n", "16 11:30", "a#1 16T09:00\na#2 16T10:00\na#3 16T11:00\n");
}

Test(escalate, nothing_falls_due_before_the_case_is_open)
{
	check_steps(LADDER, "", "20 00:00", "");
}

/* --- each state of a case with each step --------------------------------------------------------- */

Test(escalate, C6_paused_nothing_falls_due_and_the_time_counts_on_after_it)
{
	check_steps(LADDER, "16 09:00 open\n16 10:00 hold detail=customer\n", "30 00:00", "");
	check_steps(LADDER, "16 09:00 open\n16 10:00 hold detail=customer\n18 10:00 resume\n", "19 14:00",
		    "remind#1 19T05:00\nsupervisor#1 19T10:00\nmanager#1 19T14:00\n");
	/* A pause after the due instant stops the rest all the same. */
	check_steps(LADDER, "16 09:00 open\n17 11:00 hold detail=customer\n18 11:00 resume\n", "19 15:00",
		    "remind#1 17T05:00\nsupervisor#1 17T10:00\nmanager#1 18T14:00\nmanager#2 19T14:00\n");
	/* Waiting for a supplier is no pause. */
	check_steps(LADDER, "16 09:00 open\n16 10:00 hold detail=supplier\n", "17 14:00", LADDER_BY_18);
}

Test(escalate, a_hold_at_the_very_instant_comes_too_late)
{
	check_steps(LADDER, "16 09:00 open\n17 05:00 hold detail=customer\n", "20 00:00",
		    "remind#1 17T05:00\n");
	check_steps(LADDER, "16 09:00 open\n17 04:59:59 hold detail=customer\n", "20 00:00", "");
	check_steps(LADDER, "16 09:00 open\n17 14:00 hold detail=customer\n", "20 00:00", LADDER_BY_18);
}

Test(escalate, at_the_end_of_an_instance_nothing_falls_due_any_more)
{
	check_steps(LADDER, "16 09:00 open\n17 05:00 resolve\n", "20 00:00", "");
	check_steps(LADDER, "16 09:00 open\n17 05:00:01 resolve\n", "20 00:00", "remind#1 17T05:00\n");
	check_steps(LADDER, "16 09:00 open\n17 05:00 cancel\n", "20 00:00", "");
	check_steps(LADDER, "16 09:00 open\n17 14:00 cancel\n", "20 00:00",
		    "remind#1 17T05:00\nsupervisor#1 17T10:00\n");
	check_steps("  - { clock: c, from: open, until: resolve, drop: visit, within: 10h }\n"
		    "escalations: [ { step: a, clock: c, at: 100%, do: remind, to: owner } ]\n",
		    "16 09:00 open\n16 19:00 visit\n", "20 00:00", "");
}

Test(escalate, a_machines_row_does_not_end_anything)
{
	check_steps("  - { clock: c, from: open, until: respond, within: 5m }\n"
		    "escalations: [ { step: a, clock: c, at: 100%, do: remind, to: owner } ]\n",
		    "16 09:00 open\n16 09:01 respond by=sd\n", "16 10:00", "a#1 16T09:05\n");
}

Test(escalate, C9_a_reopened_case_takes_its_steps_anew)
{
	check_steps(LADDER, "16 09:00 open\n17 06:00 resolve\n18 06:00 reopen\n", "19 08:00",
		    "remind#1 17T05:00\nremind#1 19T02:00\nsupervisor#1 19T07:00\n");
	/* What was left: 4 h of 25. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 25h, on-reopen: continue }\n"
		    "escalations: [ { step: a, clock: c, at: 50%, do: remind, to: owner },\n"
		    "  { step: b, clock: c, at: -1h, do: remind, to: owner } ]\n",
		    "16 09:00 open\n17 06:00 resolve\n18 06:00 reopen\n", "19 00:00",
		    "a#1 16T21:30\na#1 18T08:00\nb#1 18T09:00\n");
	check_steps("  - { clock: c, from: open, until: resolve, within: 25h, on-reopen: ignore }\n"
		    "escalations: [ { step: a, clock: c, at: 80%, do: remind, to: owner } ]\n",
		    "16 09:00 open\n16 10:00 resolve\n18 06:00 reopen\n", "30 00:00", "");
}

Test(escalate, C13_a_call_back_after_closing_is_reminded_of_once)
{
	static const char policy[] =
		"  - { clock: callback, from: close, until: feedback, within: 2d }\n"
		"escalations: [ { step: a, clock: callback, at: 100%, do: remind, to: owner, repeat: 1d } ]\n";

	check_steps(policy, "16 09:00 open\n16 10:00 resolve\n16 11:00 close\n", "25 00:00",
		    "a#1 18T11:00\n");
	check_coming(policy, "16 09:00 open\n16 10:00 resolve\n16 11:00 close\n", "16 12:00",
		     "a#1 18T11:00\n");
	check_coming(policy, "16 09:00 open\n16 10:00 resolve\n16 11:00 close\n", "18 12:00", "");
	check_steps(policy, "16 09:00 open\n16 10:00 resolve\n16 11:00 close\n17 09:00 reopen\n", "25 00:00",
		    "");
}

Test(escalate, repeats_stop_at_close_and_their_numbers_are_not_used_again)
{
	static const char policy[] =
		"  - { clock: c, from: open, until: feedback, within: 24h }\n"
		"escalations: [ { step: a, clock: c, at: 100%, do: remind, to: owner, repeat: 24h } ]\n";

	check_steps(policy,
		    "16 09:00 open\n17 12:00 resolve\n18 09:00 close\n19 12:00 reopen\n", "20 10:00",
		    "a#1 17T09:00\na#4 20T09:00\n");
}

Test(escalate, a_voided_row_was_never_written)
{
	check_steps(LADDER, "16 09:00 open\n16 10:00 resolve\n16 11:00 void detail=3\n", "17 05:00",
		    "remind#1 17T05:00\n");
	check_steps(LADDER, "16 09:00 open\n16 10:00 hold detail=customer\n16 11:00 void detail=3\n",
		    "17 14:00", LADDER_BY_18);
}
