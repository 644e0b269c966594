/*
 * What `sd escalate explain` rests on: every second from the start to the due instant is counted or
 * skipped, once, with a reason.
 */
#include "clock_fixture.h"

static const char *const states[] = { "running", "closed", "paused" };

static void explains(const char *clock, const char *events, const char *now, const char *expected)
{
	struct clock_intervals list = CLOCK_INTERVALS_INIT;
	struct strbuf out = STRBUF_INIT;
	const char *wrong;
	struct world w;
	size_t i, k;

	load(&w, clock);
	read_history(&w, events);
	clock_run(w.cs, &w.h, at(now), &w.list);
	for (i = 0; i < w.list.n; i++) {
		clock_explain(w.cs, &w.h, &w.list.instance[i], at(now), &list);
		wrong = what_is_unsound(&w.list.instance[i], &list, at(now));
		cr_expect(!wrong, "%s", wrong);
		strbuf_addf(&out, "#%d\n", w.list.instance[i].number);
		for (k = 0; k < list.n; k++) {
			show(&out, list.interval[k].from);
			show(&out, list.interval[k].to);
			strbuf_addf(&out, " %s", states[list.interval[k].state]);
			if (list.interval[k].line)
				strbuf_addf(&out, " %u", list.interval[k].line);
			strbuf_addch(&out, '\n');
		}
	}
	cr_expect_str_eq(out.buf, expected, "%snow %s\n--- got\n%s--- expected\n%s", events, now,
			 out.buf, expected);
	clock_intervals_release(&list);
	strbuf_release(&out);
	unload(&w);
}

#define DAY "  - { clock: c, from: open, until: resolve, within: 24h }\n"
#define OFFICE "  - { clock: c, from: open, until: resolve, within: 8h, calendar: office }\n"

Test(clock_explain, time_runs_inside_the_calendar_and_ends_in_the_due_instant)
{
	explains(OFFICE, "16 10:00 open\n", "16 11:00",
		 "#1\n 16T10:00 16T12:00 running\n 16T12:00 16T13:30 closed\n"
		 " 16T13:30 16T18:00 running\n 16T18:00 17T09:00 closed\n 17T09:00 17T10:30 running\n");
}

Test(clock_explain, a_pause_names_the_line_of_its_hold_and_is_closed_outside_the_calendar)
{
	explains(OFFICE,
		 "16 10:00 open\n16 11:00 hold detail=customer\n16 14:00 hold detail=customer\n"
		 "16 15:00 resume\n",
		 "16 16:00",
		 "#1\n 16T10:00 16T11:00 running\n 16T11:00 16T12:00 paused 3\n"
		 " 16T12:00 16T13:30 closed\n 16T13:30 16T14:00 paused 3\n 16T14:00 16T15:00 paused 4\n"
		 " 16T15:00 16T18:00 running\n 16T18:00 17T09:00 closed\n 17T09:00 17T12:00 running\n"
		 " 17T12:00 17T13:30 closed\n 17T13:30 17T14:30 running\n");
}

Test(clock_explain, a_pause_that_lasts_ends_now)
{
	explains(DAY, "16 10:00 open\n16 11:00 hold detail=customer\n", "19 00:00",
		 "#1\n 16T10:00 16T11:00 running\n 16T11:00 19T00:00 paused 3\n");
}

Test(clock_explain, a_hold_after_the_end_or_for_another_reason_changes_nothing)
{
	const char *clock = "  - { clock: c, from: open, until: respond, within: 24h }\n";

	explains(clock, "16 10:00 open\n16 11:00 respond\n16 12:00 hold detail=customer\n", "16 15:00",
		 "#1\n 16T10:00 17T10:00 running\n");
	explains(clock, "16 10:00 open\n16 11:00 hold detail=customer\n16 12:00 respond\n16 13:00 resume\n",
		 "16 15:00",
		 "#1\n 16T10:00 16T11:00 running\n 16T11:00 16T12:00 paused 3\n 16T12:00 17T11:00 running\n");
	explains(DAY, "16 10:00 open\n16 11:00 hold detail=supplier\n", "16 15:00",
		 "#1\n 16T10:00 17T10:00 running\n");
}

Test(clock_explain, a_breach_ends_in_the_due_instant_even_while_paused)
{
	explains(DAY, "16 10:00 open\n18 11:00 hold detail=customer\n", "19 00:00",
		 "#1\n 16T10:00 17T10:00 running\n");
}

Test(clock_explain, a_dropped_instance_ends_where_it_was_dropped)
{
	explains(DAY, "16 10:00 open\n16 12:00 cancel\n", "19 00:00",
		 "#1\n 16T10:00 16T12:00 running\n");
}

Test(clock_explain, a_promise_runs_to_the_promised_instant)
{
	explains("  - { clock: c, from: promise, until: resolve, within: due }\n",
		 "16 10:00 open\n16 11:00 promise due=16T18:00\n16 12:00 hold detail=customer\n"
		 "16 13:00 promise due=17T12:00\n",
		 "16 15:00", "#1\n 16T11:00 17T12:00 running\n");
}

Test(clock_explain, continue_counts_what_was_left)
{
	explains("  - { clock: c, from: open, until: resolve, within: 10h, on-reopen: continue }\n",
		 "16 10:00 open\n16 14:00 resolve\n17 10:00 reopen\n", "17 11:00",
		 "#1\n 16T10:00 16T20:00 running\n#2\n 17T10:00 17T16:00 running\n");
}

Test(clock_explain, legal_days_leave_out_the_first_rest_days_and_days_that_end_in_a_pause)
{
	explains("  - { clock: c, from: open, until: resolve, within: 3 working days, calendar: office }\n",
		 "19 10:00 open\n23 11:00 hold detail=customer\n24 12:00 resume\n", "24 13:00",
		 "#1\n 19T10:00 20T00:00 closed\n 20T00:00 21T00:00 running\n 21T00:00 23T00:00 closed\n"
		 " 23T00:00 24T00:00 paused 3\n 24T00:00 26T00:00 running\n");
}

Test(clock_explain, calendar_days_that_end_on_a_rest_day_move_on)
{
	explains("  - { clock: c, from: open, until: resolve, within: 2 calendar days, calendar: office }\n",
		 "19 10:00 open\n", "19 11:00",
		 "#1\n 19T10:00 20T00:00 closed\n 20T00:00 21T00:00 running\n 21T00:00 23T00:00 closed\n"
		 " 23T00:00 24T00:00 running\n");
	explains("  - { clock: c, from: open, until: resolve, within: 2 calendar days, calendar: office }\n",
		 "19 10:00 open\n20 11:00 hold detail=customer\n21 12:00 resume\n", "21 13:00",
		 "#1\n 19T10:00 20T00:00 closed\n 20T00:00 21T00:00 paused 3\n 21T00:00 22T00:00 running\n"
		 " 22T00:00 23T00:00 closed\n 23T00:00 24T00:00 running\n");
}

Test(clock_explain, a_moved_last_day_that_ends_in_a_pause_moves_on)
{
	explains("  - { clock: c, from: open, until: resolve, within: 2 calendar days, calendar: office }\n",
		 "19 10:00 open\n23 11:00 hold detail=customer\n24 12:00 resume\n", "24 13:00",
		 "#1\n 19T10:00 20T00:00 closed\n 20T00:00 21T00:00 running\n 21T00:00 23T00:00 closed\n"
		 " 23T00:00 24T00:00 paused 3\n 24T00:00 25T00:00 running\n");
}

Test(clock_explain, where_the_data_ends_so_does_the_explanation)
{
	const char *clock =
		"  - { clock: c, from: open, until: resolve, within: 16h, calendar: until-2026 }\n";

	explains(clock, "61 10:00 open\n", "61 12:00", "#1\n 61T10:00 61T12:00 running\n");
	explains(clock, "61 10:00 open\n61 11:00 resolve\n", "61 12:00",
		 "#1\n 61T10:00 61T11:00 running\n");
	explains(clock, "61 10:00 open\n", "66 12:00",
		 "#1\n 61T10:00 61T17:00 running\n 61T17:00 62T00:00 closed\n");
}
