/* Which cases may be passed over: those that are certain, by the wall clock, to have no step. */
#include "escalate_fixture.h"

static int is_quiet(const char *policy, const char *events, const char *now)
{
	struct escalateset *es;
	struct world w;
	int quiet;

	load(&w, policy);
	es = escalateset_new(&w.set, &w.map, &w.symbols);
	read_history(&w, events);
	quiet = escalate_is_quiet(es, &w.h, at(now));
	escalateset_free(es);
	unload(&w);
	return quiet;
}

#define quiet(policy, events, now) cr_expect(is_quiet(policy, events, now), "%s", events)
#define awake(policy, events, now) cr_expect(!is_quiet(policy, events, now), "%s", events)

#define STEP(when) "escalations: [ { step: a, clock: c, at: " when ", do: remind, to: owner } ]\n"
#define ONE "  - { clock: c, from: open, until: resolve, within: 10h }\n" STEP("80%")

Test(escalate_quiet, done_before_anything_could_fall_due)
{
	quiet(ONE, "16 00:00 open\n16 07:59 resolve\n", "30 00:00");
	quiet(ONE, "16 00:00 open\n16 01:00 respond\n16 07:00 resolve\n17 00:00 close\n", "30 00:00");
	awake(ONE, "16 00:00 open\n16 08:01 resolve\n", "30 00:00");
	quiet(ONE, "16 00:00 open\n16 01:00 cancel\n", "30 00:00");
	quiet(ONE, "", "30 00:00");
	/* The machine ends nothing. */
	awake(ONE, "16 00:00 open\n16 07:00 resolve by=sd\n", "30 00:00");
}

Test(escalate_quiet, running_but_not_for_long)
{
	quiet(ONE, "16 00:00 open\n", "16 07:59");
	awake(ONE, "16 00:00 open\n", "16 08:00");
	/* A pause only makes it later. */
	quiet(ONE, "16 00:00 open\n16 01:00 hold detail=customer\n", "16 07:00");
	awake(ONE, "16 00:00 open\n16 07:00 resolve\n17 00:00 reopen\n", "17 08:00");
	quiet(ONE, "16 00:00 open\n16 07:00 resolve\n17 00:00 reopen\n", "17 07:00");
}

Test(escalate_quiet, a_policy_without_steps_or_a_case_without_a_clock)
{
	quiet("  - { clock: c, from: open, until: resolve, within: 10h }\n", "16 00:00 open\n", "30 00:00");
	quiet("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 1h }\n" STEP("0"),
	      "16 00:00 open severity=general\n", "30 00:00");
	awake("  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 1h }\n" STEP("0"),
	      "16 00:00 open severity=general\n17 00:00 amend severity=major\n", "30 00:00");
}

Test(escalate_quiet, each_rule_that_the_case_ran_under_counts)
{
	static const char policy[] =
		"  - { clock: c, for: {severity: major}, from: open, until: resolve, within: 1h }\n"
		"  - { clock: c, from: open, until: [feedback, resolve], within: 10h }\n" STEP("0");

	quiet(policy, "16 00:00 open severity=general\n16 09:00 feedback\n16 12:00 resolve\n", "30 00:00");
	/* Under the other rule feedback ends nothing. */
	awake(policy, "16 00:00 open severity=general\n16 09:00 feedback\n16 12:00 amend severity=major\n"
	      "16 12:00 resolve\n", "30 00:00");
	awake(policy, "16 00:00 open severity=major\n16 01:00 amend severity=general\n16 02:00 resolve\n",
	      "30 00:00");
}

Test(escalate_quiet, steps_with_when)
{
	static const char policy[] =
		"  - { clock: c, from: open, until: resolve, within: 10h }\n"
		"escalations: [ { step: a, when: {severity: major}, do: notify, to: owner } ]\n";

	quiet(policy, "16 00:00 open severity=general\n", "30 00:00");
	awake(policy, "16 00:00 open severity=major\n", "16 00:00");
	awake(policy, "16 00:00 open severity=general\n16 01:00 amend severity=major\n", "30 00:00");
}

Test(escalate_quiet, what_was_left_on_reopen_may_be_little)
{
	awake("  - { clock: c, from: open, until: resolve, within: 10h, on-reopen: continue }\n" STEP("80%"),
	      "16 00:00 open\n16 07:00 resolve\n17 00:00 reopen\n17 02:00 resolve\n", "30 00:00");
}

Test(escalate_quiet, promises)
{
	static const char before[] =
		"  - { clock: c, from: promise, until: resolve, within: due }\n" STEP("-1h");
	static const char half[] =
		"  - { clock: c, from: promise, until: resolve, within: due }\n" STEP("50%");

	quiet(before, "16 00:00 open\n", "30 00:00");
	quiet(before, "16 00:00 open\n16 01:00 promise due=16T12:00\n16 10:00 resolve\n", "30 00:00");
	awake(before, "16 00:00 open\n16 01:00 promise due=16T12:00\n16 11:30 resolve\n", "30 00:00");
	awake(before, "16 00:00 open\n16 01:00 promise due=16T12:00\n16 11:30 promise due=18T00:00\n"
	      "17 00:00 resolve\n", "30 00:00");
	quiet(half, "16 00:00 open\n16 01:00 promise due=16T11:00\n16 05:00 resolve\n", "30 00:00");
	awake(half, "16 00:00 open\n16 01:00 promise due=16T11:00\n16 07:00 resolve\n", "30 00:00");
}

Test(escalate_quiet, C16_tasks_run_side_by_side)
{
	static const char policy[] =
		"  - { clock: c, from: task, until: [done, resolve], within: 10h }\n" STEP("80%");

	quiet(policy, "16 00:00 open\n16 01:00 task detail=pull\n16 02:00 done detail=pull\n", "30 00:00");
	awake(policy, "16 00:00 open\n16 01:00 task detail=pull\n16 02:00 task detail=trace\n"
	      "16 03:00 done detail=pull\n", "30 00:00");
	awake(policy, "16 00:00 open\n16 01:00 task detail=pull\n16 02:00 task detail=trace\n"
	      "16 03:00 done detail=trace\n", "30 00:00");
	quiet(policy, "16 00:00 open\n16 01:00 task detail=pull\n16 02:00 task detail=trace\n"
	      "16 03:00 resolve\n", "30 00:00");
}

Test(escalate_quiet, legal_days)
{
	static const char policy[] =
		"  - { clock: c, from: open, until: resolve, within: 5 working days, calendar: office }\n"
		STEP("80%");

	quiet(policy, "16 10:00 open\n18 10:00 resolve\n", "40 00:00");
	awake(policy, "16 10:00 open\n21 10:00 resolve\n", "40 00:00");
}
