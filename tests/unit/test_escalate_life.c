/* Steps along the life of a case: amends, rows logged late, `when:` and `for:`, the ledger. */
#include "escalate_fixture.h"

#define LADDER                                                                                       \
	"escalations:\n"                                                                             \
	"  - { step: remind, clock: c, at: 80%, do: remind, to: owner }\n"                           \
	"  - { step: supervisor, clock: c, at: 100%, do: escalate, level: supervisor }\n"            \
	"  - { step: manager, clock: c, at: +4h, do: escalate, level: manager, repeat: 24h }\n"

/* General within 50 h, major within 10 h. */
#define BY_SEVERITY                                                                                  \
	"  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 10h }\n"        \
	"  - { clock: c, from: open, until: resolve, within: 50h }\n" LADDER

#define ONE "  - { clock: c, from: open, until: resolve, within: 10h }\n" LADDER

/* --- amends -------------------------------------------------------------------------------------- */

Test(escalate_amend, Y2_3_the_new_rule_counts_from_the_start_and_takes_the_highest_of_what_is_over)
{
	/* 80 %, 100 % and +4 h of the new limit are over at 18:00 already. */
	check_steps(BY_SEVERITY, "16 00:00 open severity=general\n16 18:00 amend severity=major\n",
		    "17 14:00", "manager#1 16T18:00\nmanager#2 17T14:00\n");
	check_steps(BY_SEVERITY, "16 00:00 open severity=general\n16 13:00 amend severity=major\n",
		    "16 14:00", "supervisor#1 16T13:00\nmanager#1 16T14:00\n");
	/* What falls due at the amend itself is on time. */
	check_steps(BY_SEVERITY, "16 00:00 open severity=general\n16 08:00 amend severity=major\n",
		    "16 10:00", "remind#1 16T08:00\nsupervisor#1 16T10:00\n");
	check_steps(BY_SEVERITY, "16 00:00 open severity=general\n16 10:00 amend severity=major\n",
		    "16 10:00", "remind#1 16T10:00\nsupervisor#1 16T10:00\n");
}

Test(escalate_amend, what_fell_due_under_the_old_rule_stays)
{
	check_steps(BY_SEVERITY, "16 00:00 open severity=major\n16 09:00 amend severity=general\n",
		    "18 03:00", "remind#1 16T08:00\nsupervisor#1 18T02:00\n");
	check_steps(BY_SEVERITY, "16 00:00 open severity=major\n16 08:00 amend severity=general\n",
		    "18 03:00", "remind#1 16T08:00\nsupervisor#1 18T02:00\n");
	check_steps(BY_SEVERITY, "16 00:00 open severity=major\n16 07:59 amend severity=general\n",
		    "18 03:00", "remind#1 17T16:00\nsupervisor#1 18T02:00\n");
}

Test(escalate_amend, a_step_that_fell_due_under_an_older_rule_does_not_fall_due_again)
{
	/* Of the new rule the reminder is over already; it was there. */
	check_steps(BY_SEVERITY
		    "  - { step: later, clock: c, at: -1h, do: remind, to: owner }\n",
		    "16 00:00 open severity=general\n17 17:00 amend severity=major\n", "17 17:00",
		    "remind#1 17T16:00\nmanager#2 17T17:00\n");
	check_steps("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 45h }\n"
		    "  - { clock: c, from: open, until: resolve, within: 50h }\n" LADDER,
		    "16 00:00 open severity=general\n17 16:30 amend severity=major\n", "17 20:00",
		    "remind#1 17T16:00\n");
}

Test(escalate_amend, after_a_breach_the_old_rule_goes_on)
{
	check_steps(BY_SEVERITY, "16 00:00 open severity=major\n16 11:00 amend severity=general\n",
		    "17 14:00", "remind#1 16T08:00\nsupervisor#1 16T10:00\nmanager#1 16T14:00\nmanager#2 17T14:00\n");
}

Test(escalate_amend, a_clock_that_matches_from_now_on_began_when_the_case_did)
{
	static const char policy[] =
		"  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 10h }\n" LADDER;

	check_steps(policy, "16 00:00 open severity=general\n16 09:00 amend severity=major\n", "16 10:00",
		    "remind#1 16T09:00\nsupervisor#1 16T10:00\n");
	check_steps(policy, "16 00:00 open severity=general\n16 09:00 amend severity=major\n"
		    "16 09:00 resolve\n", "16 10:00", "");
	/* No rule matches any more: it has ended. */
	check_steps(policy, "16 00:00 open severity=major\n16 09:00 amend severity=general\n", "20 10:00",
		    "remind#1 16T08:00\n");
}

Test(escalate_amend, a_class_that_changes_when_the_case_is_opened_was_never_another)
{
	check_steps("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 10h }\n"
		    "  - { clock: c, from: open, until: resolve, within: 50h }\n"
		    "escalations: [ { step: a, clock: c, at: -50h, do: remind, to: owner } ]\n",
		    "16 00:00 open severity=general\n16 00:00 amend severity=major\n", "16 10:00",
		    "a#1 16T00:00\n");
}

Test(escalate_amend, with_keep_the_rule_stays)
{
	check_steps("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 10h }\n"
		    "  - { clock: c, from: open, until: resolve, within: 50h, on-amend: keep }\n" LADDER,
		    "16 00:00 open severity=general\n16 18:00 amend severity=major\n", "18 00:00",
		    "remind#1 17T16:00\n");
}

/* --- late rows ----------------------------------------------------------------------------------- */

Test(escalate_late, of_what_fell_due_before_it_was_logged_only_the_highest_falls_due_then)
{
	check_steps(ONE, "16 00:00 open logged=18T09:00\n", "18 08:59", "");
	check_steps(ONE, "16 00:00 open logged=18T09:00\n", "18 14:00",
		    "manager#2 18T09:00\nmanager#3 18T14:00\n");
	check_steps(ONE, "16 00:00 open logged=16T09:00\n", "16 10:00",
		    "remind#1 16T09:00\nsupervisor#1 16T10:00\n");
	check_steps(ONE, "16 00:00 open logged=16T08:00\n", "16 09:00", "remind#1 16T08:00\n");
	check_steps(ONE, "16 00:00 open logged=16T07:00\n", "16 09:00", "remind#1 16T08:00\n");
}

Test(escalate_late, what_had_ended_before_it_was_logged_fires_nothing)
{
	check_steps(ONE, "16 00:00 open logged=30T09:00\n20 00:00 resolve logged=30T09:00\n", "30 10:00", "");
	check_steps(ONE, "16 00:00 open logged=30T09:00\n20 00:00 resolve logged=30T09:00\n"
		    "20 01:00 close logged=30T09:00\n", "40 10:00", "");
	check_steps(ONE, "16 00:00 open logged=18T09:00\n18 09:00 resolve\n", "30 10:00", "");
	check_steps(ONE, "16 00:00 open logged=18T09:00\n18 09:01 resolve\n", "30 10:00",
		    "manager#2 18T09:00\n");
}

Test(escalate_late, of_a_closed_case_no_repeat_falls_due_late)
{
	check_steps("  - { clock: c, from: close, until: feedback, within: 1h }\n"
		    "escalations: [ { step: a, clock: c, at: 100%, do: remind, to: owner, repeat: 1h } ]\n",
		    "16 00:00 open\n16 01:00 resolve\n16 02:00 close logged=18T09:00\n", "30 10:00",
		    "a#1 18T09:00\n");
}

Test(escalate_late, a_late_answer_is_an_answer)
{
	check_steps(ONE, "16 00:00 open\n16 07:00 resolve logged=20T09:00\n", "30 10:00", "");
	check_steps(ONE, "16 00:00 open\n16 09:00 resolve logged=20T09:00\n", "30 10:00",
		    "remind#1 16T08:00\n");
}

Test(escalate_late, an_amend_after_a_late_row_takes_what_is_higher_only)
{
	check_steps(BY_SEVERITY,
		    "16 00:00 open severity=general logged=17T20:00\n17 21:00 amend severity=major\n",
		    "17 22:00", "remind#1 17T20:00\nmanager#2 17T21:00\n");
	check_steps(BY_SEVERITY,
		    "16 00:00 open severity=general logged=19T00:00\n16 18:00 amend severity=major logged=19T00:00\n",
		    "19 00:00", "manager#3 19T00:00\n");
}

/* --- when: --------------------------------------------------------------------------------------- */

#define WHEN                                                                                         \
	"  - { clock: c, from: open, until: resolve, within: 10h }\n"                                \
	"escalations:\n"                                                                             \
	"  - { step: emergency, when: {severity: major}, do: escalate, level: manager, to: owner }\n" \
	"  - { step: tell, when: {kind: complaint}, do: notify, level: supervisor }\n"

Test(escalate_when, C10_a_major_case_is_escalated_at_once_also_when_it_becomes_so_later)
{
	check_steps(WHEN, "16 09:00 open severity=major\n", "16 09:00", "emergency#1 16T09:00\n");
	check_steps(WHEN, "16 09:00 open severity=general\n16 10:00 amend severity=major\n", "16 11:00",
		    "emergency#1 16T10:00\n");
	check_steps(WHEN, "16 09:00 open severity=general\n16 10:00 amend severity=complex\n", "16 11:00", "");
}

Test(escalate_when, F5_2_each_step_that_a_row_fires_is_told)
{
	show_all = 1;
	check_steps(WHEN, "16 09:00 open kind=complaint severity=major\n", "16 09:00",
		    "emergency#1 16T09:00\ntell#1 16T09:00\n");
	check_steps(WHEN, "16 09:00 open kind=complaint severity=major\n16 10:00 resolve\n", "16 12:00",
		    "emergency#1 16T09:00 over\ntell#1 16T09:00 over\n");
}

Test(escalate_when, M4_3b_it_fires_once_a_case)
{
	check_steps(WHEN, "16 09:00 open severity=major\n16 10:00 amend severity=general\n"
		    "16 11:00 amend severity=major\n", "16 12:00", "emergency#1 16T09:00\n");
	check_steps(WHEN, "16 09:00 open severity=major\n16 10:00 resolve\n16 11:00 reopen\n"
		    "16 12:00 amend place=B2\n", "16 12:00", "emergency#1 16T09:00\n");
}

Test(escalate_when, only_an_open_case_fires)
{
	check_steps(WHEN, "16 09:00 open severity=general\n16 10:00 resolve\n16 11:00 amend severity=major\n",
		    "16 12:00", "");
	check_steps(WHEN, "16 09:00 open severity=general\n16 10:00 hold detail=customer\n"
		    "16 11:00 amend severity=major\n", "16 12:00", "emergency#1 16T11:00\n");
	check_steps(WHEN, "16 09:00 open severity=major\n16 10:00 void detail=2\n", "16 12:00", "");
}

Test(escalate_when, C10_what_a_late_row_fires_falls_due_when_it_is_logged_if_the_case_is_open_then)
{
	check_steps(WHEN, "16 09:00 open kind=complaint severity=major logged=18T09:00\n", "18 08:00", "");
	check_steps(WHEN, "16 09:00 open kind=complaint severity=major logged=18T09:00\n", "18 09:00",
		    "emergency#1 18T09:00\ntell#1 18T09:00\n");
	check_steps(WHEN, "16 09:00 open kind=complaint severity=major logged=18T09:00\n"
		    "17 09:00 resolve logged=18T09:00\n", "20 09:00", "");
}

Test(escalate_when, C10_a_case_that_became_major_while_it_was_resolved_fires_when_it_is_reopened)
{
	check_steps(WHEN, "16 09:00 open kind=complaint severity=general\n16 10:00 resolve\n"
		    "16 11:00 amend severity=major\n", "17 09:00", "tell#1 16T09:00\n");
	check_steps(WHEN, "16 09:00 open kind=complaint severity=general\n16 10:00 resolve\n"
		    "16 11:00 amend severity=major\n16 12:00 reopen\n", "17 09:00",
		    "tell#1 16T09:00\nemergency#1 16T12:00\n");
}

/* --- for: ---------------------------------------------------------------------------------------- */

Test(escalate_for, the_class_counts_that_the_case_has_when_the_step_falls_due)
{
	static const char policy[] =
		"  - { clock: c, from: open, until: resolve, within: 10h }\n"
		"escalations:\n"
		"  - { step: a, clock: c, for: {severity: major}, at: 80%, do: remind, to: owner }\n"
		"  - { step: b, clock: c, for: {severity: major}, at: 100%, do: remind, to: owner }\n";

	check_steps(policy, "16 00:00 open severity=general\n16 09:00 amend severity=major\n", "17 00:00",
		    "b#1 16T10:00\n");
	check_steps(policy, "16 00:00 open severity=major\n16 09:00 amend severity=general\n", "17 00:00",
		    "a#1 16T08:00\n");
	check_steps(policy, "16 00:00 open severity=general\n16 08:00 amend severity=major\n", "17 00:00",
		    "a#1 16T08:00\nb#1 16T10:00\n");
}

Test(escalate_for, D1_steps_of_a_duty_need_not_name_its_kind)
{
	check_steps("  - { clock: c, for: {kind: duty}, from: open, until: resolve, within: 10h }\n" LADDER
		    "  - { step: any, when: {severity: major}, do: notify, to: owner }\n",
		    "16 00:00 open kind=duty severity=major\n", "16 09:00", "remind#1 16T08:00\n");
	check_steps(ONE, "16 00:00 open kind=action\n", "18 00:00", "");
}

/* --- tasks --------------------------------------------------------------------------------------- */

Test(escalate_tasks, C16_each_task_has_its_own_steps)
{
	static const char policy[] =
		"  - { clock: c, from: task, until: done, within: due }\n"
		"escalations: [ { step: a, clock: c, at: -1h, do: remind, to: owner } ]\n";

	check_steps(policy, "16 00:00 open\n16 01:00 task detail=pull due=16T10:00\n"
		    "16 02:00 task detail=trace due=16T11:00\n16 03:00 done detail=pull\n", "17 00:00",
		    "a#1 16T10:00\n");
	check_steps(policy, "16 00:00 open\n16 01:00 task detail=pull due=16T10:00\n"
		    "16 02:00 task detail=trace due=16T11:00\n16 09:30 task detail=pull due=16T20:00\n",
		    "17 00:00", "a#1 16T09:00\na#1 16T10:00\n");
}

/* --- the ledger ---------------------------------------------------------------------------------- */

#define CHECK2 "0000000200000000" /* of line 2 in the fixture */

Test(escalate_ledger, the_rows_of_the_case_say_what_was_recorded)
{
	show_all = 1;
	check_steps(ONE, "16 00:00 open\n16 08:00 remind by=sd detail=remind/c/" CHECK2 "/1\n", "16 10:00",
		    "remind#1 16T08:00 recorded lower\nsupervisor#1 16T10:00\n");
	check_steps(ONE, "16 00:00 open\n16 08:00 remind detail=remind/c/" CHECK2 "/1\n", "16 08:00",
		    "remind#1 16T08:00\n");
	check_steps(ONE, "16 00:00 open\n16 08:00 remind by=sd detail=remind/c/0000000300000000/1\n"
		    "16 08:00 remind by=sd detail=remind/d/" CHECK2 "/1\n"
		    "16 08:00 remind by=sd detail=remind/c/" CHECK2 "/2\n"
		    "16 08:00 note by=sd detail=remind/c/" CHECK2 "/1\n", "16 08:00", "remind#1 16T08:00\n");
	check_steps(ONE, "16 00:00 open\n16 08:00 remind by=sd detail=remind/c/" CHECK2 "/1\n"
		    "16 08:30 void detail=3\n", "16 09:00", "remind#1 16T08:00\n");
}

Test(escalate_ledger, of_a_step_with_when_any_row_of_the_case_counts)
{
	show_all = 1;
	check_steps(WHEN, "16 09:00 open severity=major\n"
		    "16 09:00 escalate by=sd detail=emergency//00000000000000ff/1\n", "16 09:00",
		    "emergency#1 16T09:00 recorded\n");
}

Test(escalate_ledger, a_higher_step_of_the_same_instance_supersedes)
{
	show_all = 1;
	check_steps(ONE, "16 00:00 open\n", "17 14:00",
		    "remind#1 16T08:00 lower\nsupervisor#1 16T10:00 lower\nmanager#1 16T14:00 lower\n"
		    "manager#2 17T14:00\n");
	check_steps(ONE, "16 00:00 open\n16 11:00 resolve\n16 12:00 reopen\n", "16 20:00",
		    "remind#1 16T08:00 over lower\nsupervisor#1 16T10:00 over\nremind#1 16T20:00\n");
	/* A reminder after an escalation is the lower one. */
	check_steps("  - { clock: c, from: open, until: resolve, within: 10h }\n"
		    "escalations:\n"
		    "  - { step: a, clock: c, at: 100%, do: escalate, to: owner }\n"
		    "  - { step: b, clock: c, at: +1h, do: remind, level: manager }\n",
		    "16 00:00 open\n", "16 11:00", "a#1 16T10:00\nb#1 16T11:00 lower\n");
}

Test(escalate_ledger, the_key_is_step_clock_check_and_number)
{
	static const struct policy_step step = { .name = "manager" };
	static const struct policy_clock clock = { .name = "c" };
	struct escalate_step s = { .step = &step, .clock = &clock, .check = 0xab, .repeat = 12 };
	struct escalate_parsed key;
	struct strbuf out = STRBUF_INIT;

	escalate_key(&out, &s);
	cr_expect_str_eq(out.buf, "manager/c/00000000000000ab/12");
	cr_expect_eq(escalate_parse_key(out.buf, out.len, &key), 0);
	cr_expect(key.step.n == 7 && !memcmp(key.step.s, "manager", 7));
	cr_expect(key.clock.n == 1 && key.clock.s[0] == 'c');
	cr_expect_eq(key.check, 0xab);
	cr_expect_eq(key.repeat, 12);
	strbuf_reset(&out);
	s.clock = NULL;
	escalate_key(&out, &s);
	cr_expect_str_eq(out.buf, "manager//00000000000000ab/12");
	cr_expect_eq(escalate_parse_key(out.buf, out.len, &key), 0);
	cr_expect_eq(key.clock.n, 0);
	strbuf_release(&out);
}

Test(escalate_ledger, anything_else_is_no_key)
{
	static const char *const wrong[] = {
		"", "a", "a/b", "a/b/00000000000000ab", "a/b/00000000000000ab/", "a/b/00000000000000ab/0",
		"a/b/00000000000000ab/01", "a/b/00000000000000ab/1x", "a/b/00000000000000AB/1",
		"a/b/0000000000000ab/1", "/b/00000000000000ab/1", "told/wecom/0/00000000000000ab",
		"a/b/00000000000000ab/1/2", "a/b/00000000000000ab/9999999999",
	};
	struct escalate_parsed key;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		cr_expect_eq(escalate_parse_key(wrong[i], strlen(wrong[i]), &key), -1, "'%s'", wrong[i]);
}

/* --- to come ------------------------------------------------------------------------------------- */

Test(escalate_coming, the_next_of_each_step)
{
	check_coming(ONE, "16 00:00 open\n", "16 07:00",
		     "remind#1 16T08:00\nsupervisor#1 16T10:00\nmanager#1 16T14:00\n");
	check_coming(ONE, "16 00:00 open\n", "16 08:00", "supervisor#1 16T10:00\nmanager#1 16T14:00\n");
	check_coming(ONE, "16 00:00 open\n", "18 00:00", "manager#3 18T14:00\n");
	check_coming(ONE, "16 00:00 open\n16 01:00 resolve\n", "16 02:00", "");
	check_coming(ONE, "16 00:00 open\n16 01:00 hold detail=customer\n", "16 02:00", "");
	check_coming(ONE, "16 00:00 open logged=18T00:00\n", "18 00:00", "manager#3 18T14:00\n");
}

Test(escalate_coming, what_fell_due_under_an_older_rule_does_not_come_again)
{
	check_coming(BY_SEVERITY, "16 00:00 open severity=major\n16 09:00 amend severity=general\n",
		     "16 10:00", "supervisor#1 18T02:00\nmanager#1 18T06:00\n");
}
