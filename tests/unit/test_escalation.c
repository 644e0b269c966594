/* One pass for what is due: neither threads nor dropped cases nor reading on later may be seen in what is found. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "made_log.h"
#include "report/render_escalation.h"

static const char policy_text[] =
	"policy: test\n"
	"valid-from: 2020-01-01\n"
	"timezone: UTC\n"
	"kinds: { complaint: { severities: { general: {}, major: {} } }, consultation: {} }\n"
	"events: { callback: {} }\n"
	"clocks:\n"
	"  - { clock: first-response, from: open, until: respond, within: 30m }\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
	"  - { clock: callback, for: { kind: complaint, severity: major }, from: close, until: callback, within: 240h }\n"
	"escalations:\n"
	"  - { step: reply-late, clock: first-response, at: 100%, do: escalate, level: supervisor }\n"
	"  - { step: soon, clock: resolve, at: 80%, do: remind, to: owner }\n"
	"  - { step: late, clock: resolve, at: +4h, do: escalate, level: manager, repeat: 240h }\n"
	"  - { step: call, clock: callback, at: 50%, do: remind, to: owner }\n"
	"  - { step: alarm, when: { severity: major }, do: notify, level: manager }\n"
	"duties: { meeting: { every: month, within: 5d } }\n";

#define HEADER "at,logged,case,event,by,kind,channel,category,severity,customer,department,owner,due,detail,key,text,check\n"
#define CASES  4000

static char dir[32], log_path[64], policy_path[64];
static struct policy_set set;
static struct findings findings;
static struct err err;

static void add_row(instant t, uint32_t id, const char *rest)
{
	made_add(t, (int)civil_to_days(2026, 1, 1), id, rest);
}

static void add_case(uint32_t id)
{
	instant t = (civil_to_days(2026, 1, 1) + id / MADE_CASES_A_DAY) * 86400 + any(80000);
	char open[150];

	snprintf(open, sizeof(open), "open,li,%s,hotline,,%s,,dep%u,own%u,,", any(2) ? "complaint" : "consultation",
		 any(4) ? "general" : "major", any(3), any(7));
	add_row(t, id, open);
	if (any(10))
		add_row(t += any(3000), id, "respond,li,,,,,,,,,");
	if (!any(6)) {
		add_row(t += any(9000), id, "hold,li,,,,,,,,,customer");
		add_row(t += any(90000), id, "resume,li,,,,,,,,,");
	}
	if (!any(40))
		return;
	add_row(t += any(150000), id, any(30) ? "resolve,li,,,,,,,,," : "cancel,li,,,,,,,,,error");
	if (!any(50))
		add_row(t += any(9000), id, "hold,li,,,,,,,,,customer");  /* illegal */
	add_row(t += any(900000), id, "close,li,,,,,,,,,");
	if (!any(25))
		add_row(t += any(90 * 86400), id, "reopen,li,,,,,,,,,");
	else if (!any(3))
		add_row(t += any(40 * 86400), id, "callback,li,,,,,,,,,");
}

static void write_rows(const char *mode, size_t from, size_t to)
{
	FILE *f = fopen(log_path, mode);
	size_t i;

	cr_assert_not_null(f);
	if (*mode == 'w')
		cr_assert_geq(fputs(HEADER, f), 0);
	for (i = from; i < to; i++) /* the check is not looked at but told apart by */
		cr_assert_gt(fprintf(f, "%s,,,%016zx\n", made[i].text.buf, i + 1), 0);
	cr_assert_eq(fclose(f), 0);
}

static void setup(void)
{
	FILE *f;
	uint32_t id;

	strcpy(dir, "/tmp/sd-unit-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(log_path, sizeof(log_path), "%s/cases.csv", dir);
	snprintf(policy_path, sizeof(policy_path), "%s/policy.yaml", dir);
	f = fopen(policy_path, "w");
	cr_assert_not_null(f);
	cr_assert_geq(fputs(policy_text, f), 0);
	cr_assert_eq(fclose(f), 0);
	set = (struct policy_set)POLICY_SET_INIT;
	if (policy_set_load(&set, policy_path, NULL, &findings, &err) < 0)
		cr_assert_fail("%s (%s)", err.msg, findings.n ? findings.list[0].msg : "");
	seed = 7;
	for (id = 0; id < CASES; id++)
		add_case(id);
	made_sort();
}

static void teardown(void)
{
	unlink(log_path);
	unlink(policy_path);
	rmdir(dir);
	policy_set_release(&set);
	findings_release(&findings);
	made_release();
}

TestSuite(escalation, .init = setup, .fini = teardown);

/* --- what is found ------------------------------------------------------------------------------- */

static void expect_lines_once(const struct findings *f)
{
	size_t i, k;

	for (i = 0; i < f->n; i++)
		for (k = 0; k < i; k++)
			cr_expect_neq(f->list[i].line, f->list[k].line, "line %zu is told twice", f->list[i].line);
}

/* As a program gets it, and how much was wrong with the log; the log is read in so many parts. */
static char *find(int threads, size_t events, int parts)
{
	const instant now = civil_to_days(2027, 1, 1) * 86400;
	struct strbuf out = STRBUF_INIT;
	struct findings f = FINDINGS_INIT;
	struct escalation x;
	int i;

	escalation_init(&x, &(struct escalation_options){
		.path = log_path, .set = &set, .threads = threads, .events = events });
	for (i = 0; i < parts; i++) {
		write_rows(i ? "a" : "w", nmade * (size_t)i / (size_t)parts,
			   nmade * (size_t)(i + 1) / (size_t)parts);
		cr_assert_eq(escalation_read(&x, now, &f, &err), 0, "%s", err.msg);
		escalation_find(&x, now);
	}
	escalation_findings(&x, &f);
	expect_lines_once(&f);
	cr_expect_gt(f.count[GRADE_ERROR], 20);
	escalation_csv(&out, &x);
	strbuf_addf(&out, "open %zu running %zu breached %zu errors %zu duties %zu\n", x.open, x.running,
		    x.breached, f.count[GRADE_ERROR], x.nduties);
	escalation_release(&x);
	findings_release(&f);
	return strbuf_detach(&out);
}

static void expect_same(const char *want, int threads, size_t events, int parts, const char *what)
{
	char *got = find(threads, events, parts);

	cr_expect_str_eq(got, want, "%s", what);
	free(got);
}

Test(escalation, neither_threads_nor_dropped_cases_nor_reading_on_show)
{
	char *want = find(1, SIZE_MAX, 1);
	size_t lines = 0, i;

	for (i = 0; want[i]; i++)
		lines += want[i] == '\n';
	cr_expect_gt(lines, 2000);
	expect_same(want, 4, SIZE_MAX, 1, "threads show");
	expect_same(want, 4, 3000, 1, "dropped cases show");
	expect_same(want, 1, 1, 1, "cases dropped at each block show");
	expect_same(want, 2, 3000, 7, "reading on shows");
	free(want);
}

/* Cases that are over, fifty a day, and no other: enough of them to be dropped on the way, and in the end. */
static void write_over(FILE *log)
{
	static const char *const event[] = { "open", "respond", "resolve", "close" };
	struct civil c;
	int day, i;

	for (day = 0; day < 60; day++) {
		civil_from_days(civil_to_days(2026, 1, 1) + day, &c);
		for (i = 0; i < 200; i++)
			fprintf(log, "%04d-%02d-%02dT08:00:00Z,,%04d%02d%02d-%04d,%s,li,,,,,,,,,,,,%016x\n", c.year, c.month,
				c.day, c.year, c.month, c.day, i / 4 + 1,
				event[i % 4], day * 200 + i + 1);
	}
}

/* Dropped while it has no `open`, the case comes back, is over, and is dropped again. */
Test(escalation, what_was_wrong_with_a_case_when_it_was_dropped_is_told_only_while_it_is)
{
	static const char first[] = "2025-12-31T08:00:00Z,,20251231-0001,note,li,,,,,,,,,,,,0a0b0c0d00000001\n";
	static const char last[] = "2025-12-31T07:00:00Z,2026-04-01T08:00:00Z,20251231-0001,open,li,,,,,,,,,,,,0a0b0c0d00000002\n"
				   "2025-12-31T08:30:00Z,2026-04-01T08:00:00Z,20251231-0001,respond,li,,,,,,,,,,,,0a0b0c0d00000003\n"
				   "2025-12-31T09:00:00Z,2026-04-01T08:00:00Z,20251231-0001,resolve,li,,,,,,,,,,,,0a0b0c0d00000004\n"
				   "2025-12-31T10:00:00Z,2026-04-01T08:00:00Z,20251231-0001,close,li,,,,,,,,,,,,0a0b0c0d00000005\n";
	static const size_t events[] = { SIZE_MAX, 1000 };
	struct findings f = FINDINGS_INIT;
	struct escalation x;
	FILE *log = fopen(log_path, "w");
	size_t i;

	cr_assert_not_null(log);
	fprintf(log, "%s%s", HEADER, first);
	write_over(log);
	fputs(last, log);
	cr_assert_eq(fclose(log), 0);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		escalation_init(&x, &(struct escalation_options){
			.path = log_path, .set = &set, .threads = 1, .events = events[i] });
		cr_assert_eq(escalation_read(&x, civil_to_days(2026, 5, 1) * 86400, &f, &err), 0, "%s", err.msg);
		escalation_find(&x, x.now);
		escalation_findings(&x, &f);
		cr_expect_lt(x.store.ncases, 100);
		cr_expect_eq(f.n, 0, "%s", f.n ? f.list[0].msg : "");
		findings_release(&f);
		escalation_release(&x);
	}
}

Test(escalation, what_has_not_happened_yet_is_read_and_counts_later)
{
	const instant early = civil_to_days(2026, 3, 1) * 86400, late = civil_to_days(2027, 1, 1) * 86400;
	struct strbuf out = STRBUF_INIT;
	struct escalation x;
	char *want = find(1, SIZE_MAX, 1);

	escalation_init(&x, &(struct escalation_options){ .path = log_path, .set = &set, .events = 1000 });
	write_rows("w", 0, nmade);
	cr_assert_eq(escalation_read(&x, early, &findings, &err), 0, "%s", err.msg);
	escalation_find(&x, early);
	cr_expect_gt(x.nsteps, 0);
	cr_expect_leq(x.step[x.nsteps - 1].s.due, early);
	escalation_find(&x, late);
	escalation_csv(&out, &x);
	cr_expect(!strncmp(out.buf, want, out.len), "at a later time something else is found");
	strbuf_release(&out);
	escalation_release(&x);
	free(want);
}

Test(escalation, a_log_that_was_replaced_is_read_anew)
{
	const instant now = civil_to_days(2027, 1, 1) * 86400;
	struct strbuf out = STRBUF_INIT;
	struct escalation x;
	char *want = find(1, SIZE_MAX, 1);

	escalation_init(&x, &(struct escalation_options){ .path = log_path, .set = &set });
	write_rows("w", 0, nmade);
	cr_assert_eq(escalation_read(&x, now, &findings, &err), 0, "%s", err.msg);
	write_rows("w", 0, nmade / 3);                          /* cut */
	cr_assert_eq(escalation_read(&x, now, &findings, &err), 0, "%s", err.msg);
	unlink(log_path);
	write_rows("w", 0, nmade);                              /* another file */
	cr_assert_eq(escalation_read(&x, now, &findings, &err), 0, "%s", err.msg);
	escalation_find(&x, now);
	escalation_csv(&out, &x);
	cr_expect(!strncmp(out.buf, want, out.len), "something of the old one is left");
	strbuf_release(&out);
	escalation_release(&x);
	free(want);
}
