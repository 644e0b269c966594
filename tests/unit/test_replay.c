/* What the past would have been under a draft: each figure beside that of the policy in force. */
#include "base/mem.h"
#include "desk_fixture.h"
#include "report/replay.h"

#define HEAD                                                                                         \
	"policy: test\n"                                                                             \
	"timezone: UTC\n"                                                                            \
	"kinds: { complaint: { severities: { general: {}, major: {} } } }\n"                         \
	"departments: { merchandise: { lead: wang } }\n"                                             \
	"staff: { li: {}, wang: { level: supervisor }, sun: { level: manager } }\n"

#define POLICY(limit)                                                                                \
	HEAD "valid-from: 2020-01-01\n"                                                              \
	"clocks: [ { clock: resolve, from: open, until: resolve, within: " limit " } ]\n"            \
	"escalations:\n"                                                                             \
	"  - { step: remind, clock: resolve, at: 50%, do: remind, to: owner }\n"                    \
	"  - { step: supervisor, clock: resolve, at: 100%, do: escalate, level: supervisor }\n"

/* Case 1 took 3 h, case 2 took 9 h, case 3 is not done. */
static const char rows[] =
	"2026-11-02T08:00:00Z,,20261102-0001,open,li,complaint,,,,,merchandise,li,,,\n"
	"2026-11-02T11:00:00Z,,20261102-0001,resolve,li,,,,,,,,,,\n"
	"2026-11-03T08:00:00Z,,20261103-0001,open,li,complaint,,,,,merchandise,sun,,,\n"
	"2026-11-03T17:00:00Z,,20261103-0001,resolve,li,,,,,,,,,,\n"
	"2026-11-04T08:00:00Z,,20261104-0001,open,li,complaint,,,,,merchandise,,,,\n";

struct both {
	struct fixture x;
	struct policy_set draft;
	struct replay r;
	struct replay_options options;
};

static void begin(struct both *b, const char *in_force, const char *draft, const char *log)
{
	char path[80];

	fixture_begin(&b->x, in_force, log);
	b->draft = (struct policy_set)POLICY_SET_INIT;
	b->r = (struct replay)REPLAY_INIT;
	snprintf(path, sizeof(path), "%s/draft.yaml", b->x.dir);
	fixture_write(path, draft, "");
	cr_assert_eq(policy_set_load(&b->draft, path, NULL, &b->x.findings, &b->x.err), 0, "%s",
		     b->x.err.msg);
	unlink(path);
	b->options = (struct replay_options){
		.path = b->x.log, .in_force = &b->x.set, .draft = &b->draft, .from = at(1, 0, 0),
		.to = at(30, 0, 0), .as_of = at(5, 0, 0), .threads = 1 };
}

static void run(struct both *b)
{
	replay_release(&b->r);
	cr_assert_eq(replay_run(&b->r, &b->options, &b->x.findings, &b->x.err), 0, "%s", b->x.err.msg);
}

static void end(struct both *b)
{
	replay_release(&b->r);
	policy_set_release(&b->draft);
	fixture_end(&b->x);
}

static void expect_verdicts(const struct both *b, enum replay_side side, uint64_t met,
			    uint64_t breached, uint64_t undecided)
{
	const struct replay_verdicts *v = &b->r.clock[0].side[side];

	cr_expect_eq(v->met, met, "met: %llu", (unsigned long long)v->met);
	cr_expect_eq(v->breached, breached, "breached: %llu", (unsigned long long)v->breached);
	cr_expect_eq(v->undecided, undecided, "undecided: %llu", (unsigned long long)v->undecided);
}

static void expect_count(const struct replay_count *list, size_t n, const char *name,
			 uint64_t in_force, uint64_t draft)
{
	size_t i;

	for (i = 0; i < n && strcmp(list[i].name, name) != 0; i++)
		;
	cr_assert_lt(i, n, "no '%s'", name);
	cr_expect_eq(list[i].side[REPLAY_IN_FORCE], in_force, "%s in force: %llu", name,
		     (unsigned long long)list[i].side[REPLAY_IN_FORCE]);
	cr_expect_eq(list[i].side[REPLAY_DRAFT], draft, "%s under the draft: %llu", name,
		     (unsigned long long)list[i].side[REPLAY_DRAFT]);
}

Test(replay, Y2_4_a_tighter_limit_makes_a_case_late_that_was_in_time)
{
	struct both b;

	begin(&b, POLICY("10h"), POLICY("6h"), rows);
	run(&b);
	cr_expect_eq(b.r.received, 3);
	cr_expect_eq(b.r.nclocks, 1);
	expect_verdicts(&b, REPLAY_IN_FORCE, 2, 1, 0);
	expect_verdicts(&b, REPLAY_DRAFT, 1, 2, 0);
	cr_expect_eq(b.r.late[REPLAY_IN_FORCE], 1);
	cr_expect_eq(b.r.late[REPLAY_DRAFT], 2);
	cr_assert_eq(b.r.nchanges, 1);
	cr_expect_eq(b.r.change[0].id, caseid_make(20261103, 1));
	cr_expect_str_eq(b.r.change[0].clock, "resolve");
	cr_expect(b.r.change[0].is_newly_late);
	cr_expect_eq(b.r.change[0].due, at(3, 14, 0));
	cr_expect_eq(b.r.change[0].end, at(3, 17, 0));
	cr_expect_str_eq(b.r.change[0].owner, "sun");
	end(&b);
}

Test(replay, a_looser_one_the_other_way_round)
{
	struct both b;

	begin(&b, POLICY("6h"), POLICY("100h"), rows);
	run(&b);
	expect_verdicts(&b, REPLAY_DRAFT, 2, 0, 1);
	cr_assert_eq(b.r.nchanges, 2);
	cr_expect_not(b.r.change[0].is_newly_late);
	cr_expect_eq(b.r.change[1].id, caseid_make(20261104, 1));
	cr_expect_eq(b.r.change[1].end, at(5, 0, 0), "as of now");
	end(&b);
}

Test(replay, C6_steps_and_whom_they_would_have_told)
{
	struct both b;

	begin(&b, POLICY("10h"), POLICY("4h"), rows);
	run(&b);
	/* In force after 5 h: the cases of sun and of nobody, that is of the lead. */
	expect_count(b.r.step, b.r.nsteps, "remind", 2, 3);
	expect_count(b.r.step, b.r.nsteps, "supervisor", 1, 2);
	expect_count(b.r.receiver, b.r.nreceivers, "li", 0, 1);
	expect_count(b.r.receiver, b.r.nreceivers, "sun", 1, 1);
	expect_count(b.r.receiver, b.r.nreceivers, "wang", 2, 3);
	cr_expect_str_eq(b.r.receiver[0].name, "wang", "who is told most comes first");
	end(&b);
}

Test(replay, H2_1b_the_draft_counts_for_all_whatever_its_date_says)
{
	static const char draft[] =
		HEAD "valid-from: 2030-01-01\n"
		"clocks: [ { clock: resolve, from: open, until: resolve, within: 1h },\n"
		"          { clock: answer, from: open, until: respond, within: 1h } ]\n";
	struct both b;

	begin(&b, POLICY("10h"), draft, rows);
	run(&b);
	expect_verdicts(&b, REPLAY_DRAFT, 0, 3, 0);
	cr_assert_eq(b.r.nclocks, 2);
	cr_expect_str_eq(b.r.clock[1].name, "answer");
	cr_expect_eq(b.r.clock[1].side[REPLAY_IN_FORCE].breached, 0);
	cr_expect_eq(b.r.clock[1].side[REPLAY_DRAFT].breached, 3);
	cr_expect_eq(b.r.nchanges, 2 + 3, "%zu", b.r.nchanges);
	expect_count(b.r.step, b.r.nsteps, "supervisor", 1, 0);
	end(&b);
}

Test(replay, only_cases_received_in_the_period)
{
	struct both b;

	begin(&b, POLICY("10h"), POLICY("2h"), rows);
	b.options.from = at(3, 8, 0);
	b.options.to = at(4, 8, 0);
	run(&b);
	cr_expect_eq(b.r.received, 1);
	expect_verdicts(&b, REPLAY_IN_FORCE, 1, 0, 0);
	expect_verdicts(&b, REPLAY_DRAFT, 0, 1, 0);
	cr_expect_eq(b.r.oldest, at(3, 8, 0));
	end(&b);
}

Test(replay, an_imported_past_counts_as_it_happened)
{
	static const char imported[] =
		"2026-11-02T08:00:00Z,2026-11-04T12:00:00Z,20261102-0001,open,li,complaint,,,,,merchandise,li,,,\n"
		"2026-11-02T17:00:00Z,2026-11-04T12:00:00Z,20261102-0001,resolve,li,,,,,,,,,,\n";
	struct both b;

	begin(&b, POLICY("10h"), POLICY("2h"), imported);
	run(&b);
	expect_count(b.r.step, b.r.nsteps, "remind", 1, 1);
	expect_count(b.r.step, b.r.nsteps, "supervisor", 0, 1);
	end(&b);
}

Test(replay, cancelled_cases_and_duties_are_not_received)
{
	static const char log[] =
		"2026-11-02T08:00:00Z,,20261102-0001,open,li,complaint,,,,,merchandise,li,,,\n"
		"2026-11-02T09:00:00Z,,20261102-0001,cancel,li,,,,,,,,,error,\n"
		"2026-11-02T10:00:00Z,,20261102-0002,open,sd,duty,,meeting,,,,li,,,\n";
	struct both b;

	begin(&b, POLICY("10h"), POLICY("2h"), log);
	run(&b);
	cr_expect_eq(b.r.received, 0);
	cr_expect_eq(b.r.cancelled, 1);
	end(&b);
}

Test(replay, what_only_the_draft_does_not_know_is_one_warning)
{
	static const char in_force[] =
		HEAD "events: { feedback: {} }\n"
		"clocks: [ { clock: resolve, from: open, until: resolve, within: 10h } ]\n";
	static const char log[] =
		"2026-11-02T08:00:00Z,,20261102-0001,open,li,complaint,,,,,merchandise,li,,,\n"
		"2026-11-02T09:00:00Z,,20261102-0001,feedback,li,,,,,,,,,,\n"
		"2026-11-02T10:00:00Z,,20261102-0001,feedback,li,,,,,,,,,,\n"
		"2026-11-02T11:00:00Z,,20261102-0001,opne,li,,,,,,,,,,\n";
	struct both b;

	begin(&b, in_force, POLICY("10h"), log);
	run(&b);
	cr_assert_eq(b.x.findings.n, 2);
	cr_expect_eq(b.x.findings.list[0].grade, GRADE_ERROR);
	cr_expect_eq(b.x.findings.list[0].line, 5);
	cr_expect_eq(b.x.findings.list[1].grade, GRADE_WARNING);
	cr_expect(strstr(b.x.findings.list[1].msg, "(2)"), "%s", b.x.findings.list[1].msg);
	end(&b);
}

/* --- neither threads nor dropped cases may be seen ------------------------------------------------ */

static uint32_t seed;

static uint32_t any(uint32_t n)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % n;
}

static void add_row(struct strbuf *out, instant t, uint32_t id, const char *rest)
{
	instant_format(out, t, NULL);
	strbuf_addf(out, ",,202611%02u-%04u,%s\n", id / 100 + 1, id % 100 + 1, rest);
}

/* A hundred cases a day for 25 days, a row of each now and then, in order of time. */
static char *many_cases(void)
{
	static const char *const owners[] = { "li", "wang", "sun" };
	struct strbuf out = STRBUF_INIT;
	uint32_t id, hour;
	char open[100];

	seed = 20261117;
	for (hour = 0; hour < 25 * 24; hour++) {
		for (id = 0; hour % 24 == 0 && id < 100; id++) {
			snprintf(open, sizeof(open), "open,li,complaint,,,,,merchandise,%s,,,",
				 owners[any(3)]);
			add_row(&out, at(1, 0, 0) + hour * 3600, hour / 24 * 100 + id, open);
		}
		for (id = 0; id < 8; id++) {
			uint32_t one = any(hour / 24 * 100 + 100);

			add_row(&out, at(1, 0, 0) + hour * 3600 + 1 + id, one,
				any(6) ? "resolve,li,,,,,,,,,," : "note,li,,,,,,,,,,");
		}
	}
	return strbuf_detach(&out);
}

static void show(struct strbuf *out, const struct replay *r)
{
	size_t i;

	strbuf_addf(out, "%llu %llu %llu\n", (unsigned long long)r->received,
		    (unsigned long long)r->late[0], (unsigned long long)r->late[1]);
	for (i = 0; i < r->nsteps; i++)
		strbuf_addf(out, "%s %llu %llu\n", r->step[i].name, (unsigned long long)r->step[i].side[0],
			    (unsigned long long)r->step[i].side[1]);
	for (i = 0; i < r->nreceivers; i++)
		strbuf_addf(out, "%s %llu %llu\n", r->receiver[i].name,
			    (unsigned long long)r->receiver[i].side[0],
			    (unsigned long long)r->receiver[i].side[1]);
	for (i = 0; i < r->nchanges; i++)
		strbuf_addf(out, "%llx %d %s %lld\n", (unsigned long long)r->change[i].id,
			    r->change[i].is_newly_late, r->change[i].owner,
			    (long long)(r->change[i].end - r->change[i].due));
}

Test(replay, neither_threads_nor_dropped_cases_are_seen_in_it)
{
	struct strbuf want = STRBUF_INIT, got = STRBUF_INIT;
	char *log = many_cases();
	struct both b;

	begin(&b, POLICY("100h"), POLICY("50h"), log);
	b.options.from = at(9, 0, 0);
	b.options.to = at(12, 0, 0);
	b.options.as_of = at(26, 0, 0);
	run(&b);
	show(&want, &b.r);
	cr_expect_eq(b.r.received, 300);
	cr_expect_gt(b.r.nchanges, 10, "%zu", b.r.nchanges);
	b.options.threads = 3;
	b.options.events = 300;
	run(&b);
	show(&got, &b.r);
	cr_expect_str_eq(got.buf, want.buf);
	end(&b);
	free(log);
	strbuf_release(&want);
	strbuf_release(&got);
}

/* Fifty cases a day, each over at once. */
static void add_old_cases(struct strbuf *out)
{
	instant t = at(-60, 8, 0);
	struct civil c;
	int day, i;

	for (day = 0; day < 60; day++, t += 86400) {
		civil_from_days(t / 86400, &c);
		for (i = 1; i <= 100; i++) {
			instant_format(out, t, NULL);
			strbuf_addf(out, ",,%04d%02d%02d-%04d,%s\n", c.year, c.month, c.day, (i + 1) / 2,
				    i % 2 ? "open,li,complaint,,,,,merchandise,li,,," : "resolve,li,,,,,,,,,,");
		}
	}
}

/* Of case 1 nothing follows; that of case 2 turns out to be in order. */
Test(replay, rows_that_are_not_allowed_are_told_even_of_dropped_cases)
{
	static const size_t events[] = { SIZE_MAX, 300 };
	struct strbuf log = STRBUF_INIT;
	struct both b;
	size_t i;

	strbuf_addstr(&log, "2026-08-01T08:00:00Z,,20260801-0001,open,li,complaint,,,,,merchandise,li,,,\n"
			    "2026-08-01T09:00:00Z,,20260801-0001,resume,li,,,,,,,,,,\n"
			    "2026-08-01T09:00:00Z,,20260801-0002,note,li,,,,,,,,,,\n");
	add_old_cases(&log);
	strbuf_addstr(&log, "2026-08-01T08:00:00Z,2026-11-01T09:00:00Z,20260801-0002,open,li,complaint,,,,,,,,,\n");
	begin(&b, POLICY("100h"), POLICY("50h"), log.buf);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		findings_release(&b.x.findings);
		b.options.events = events[i];
		run(&b);
		cr_expect_eq(b.x.findings.count[GRADE_ERROR], 1);
		cr_expect(b.x.findings.n && b.x.findings.list[0].line == 3);
	}
	end(&b);
	strbuf_release(&log);
}

#define CHECKLIST "categories: { expired: {} }\nchecklists: { expired: [ { task: call, within: 1h } ] }\n"

Test(replay, clocks_that_the_policy_does_not_name_come_by_name_whichever_case_has_one_first)
{
	struct both b;

	begin(&b, POLICY("100h") CHECKLIST, POLICY("50h") CHECKLIST,
	      "2026-11-02T08:00:00Z,,20261102-0001,open,li,complaint,,,,,merchandise,li,,,\n"
	      "2026-11-02T08:00:00Z,,20261102-0001,task,li,,,,,,,,2026-11-02T09:00:00Z,call,\n"
	      "2026-11-02T08:00:00Z,,20261102-0002,open,li,action,,,,,merchandise,li,2026-11-02T09:00:00Z,,\n");
	run(&b);
	cr_assert_eq(b.r.nclocks, 3);
	cr_expect_str_eq(b.r.clock[0].name, "resolve");
	cr_expect_str_eq(b.r.clock[1].name, "action");
	cr_expect_str_eq(b.r.clock[2].name, "task");
	end(&b);
}

Test(replay, the_policy_in_force_as_its_own_draft_changes_nothing)
{
	char *log = many_cases();
	struct both b;
	size_t i;

	begin(&b, POLICY("50h"), POLICY("50h"), log);
	b.options.as_of = at(26, 0, 0);
	run(&b);
	cr_expect_eq(b.r.received, 2500);
	cr_expect_eq(b.r.nchanges, 0);
	cr_expect_eq(b.r.late[0], b.r.late[1]);
	for (i = 0; i < b.r.nsteps; i++)
		cr_expect_eq(b.r.step[i].side[0], b.r.step[i].side[1]);
	end(&b);
	free(log);
}
