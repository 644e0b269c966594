/* Reading the log once: neither threads nor dropped cases nor the number of desks may be seen in the figures. */
#include "desk_fixture.h"
#include "made_log.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2020-01-01\n"
	"timezone: UTC\n"
	"kinds: { complaint: { severities: { general: {}, major: {} } }, consultation: {} }\n"
	"events: { callback: {} }\n"
	"require: [ { for: { kind: complaint }, on: open, columns: [owner, place] }, { on: [hold, close], columns: [detail] } ]\n"
	"clocks:\n"
	"  - { clock: first-response, from: open, until: respond, within: 30m }\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
	"  - { clock: callback, for: { kind: complaint, severity: major }, from: close, until: callback, within: 240h }\n"
	"targets: { resolve: \">= 90%\" }\n"
	"warnings: { by: [category, owner, batch], budget: 900/year, repeat: { by: category, count: 4, within: 1d } }\n";

static void add_row(instant t, uint32_t id, const char *rest)
{
	made_add(t, (int)civil_to_days(2026, 1, 1), id, rest);
}

/* A case from open to, mostly, its close; some are reopened or called back long after. */
static void add_case(uint32_t id)
{
	instant t = (civil_to_days(2026, 1, 1) + id / MADE_CASES_A_DAY) * 86400 + any(80000);
	char open[200];

	snprintf(open, sizeof(open), "open,li,%s,hotline,cat%u,%s,c%u,dep%u,own%u,,,",
		 any(2) ? "complaint" : "consultation", any(9), any(2) ? "general" : "major", any(90),
		 any(3), any(7));
	add_row(t, id, open);
	if (any(10))
		add_row(t += any(3000), id, "respond,li,,,,,,,,,,");
	if (!any(6)) {
		add_row(t += any(9000), id, "hold,li,,,,,,,,,customer,");
		add_row(t += any(90000), id, "resume,li,,,,,,,,,,");
	}
	if (!any(40))
		return;
	if (!any(30)) {
		add_row(t += any(9000), id, "cancel,li,,,,,,,,,error,");
		return;
	}
	add_row(t += any(150000), id, "resolve,li,,,,,,,,,,");
	add_row(t += any(150000), id, "close,li,,,,,,,,,,");
	if (!any(25)) {
		add_row(t += any(90 * 86400), id, "reopen,li,,,,,,,,,,");
		if (any(4))
			add_row(t += any(150000), id, "resolve,li,,,,,,,,,,");
	} else if (!any(3)) {
		add_row(t += any(40 * 86400), id, "callback,li,,,,,,,,,,");
	} else if (!any(30)) {
		add_row(t += any(60 * 86400), id, "cancel,li,,,,,,,,,error,");
	}
}

static char *make_log(uint32_t cases)
{
	uint32_t id;

	seed = 7;
	for (id = 0; id < cases; id++)
		add_case(id);
	return made_log();
}

/* The whole report as text of a program. */
static char *report(struct fixture *x, int from, int to)
{
	struct strbuf out = STRBUF_INIT;
	struct report_out o = { &out, NULL, NULL, 0 };

	report_json(&o, fixture_report(x, from, to, at(60, 0, 0)));
	return strbuf_detach(&out);
}

static void compare(struct fixture *x, int from, int to)
{
	char *want, *got;

	x->options.threads = 1;
	x->options.sweep = SIZE_MAX;
	want = report(x, from, to);
	cr_expect_gt(x->figures.breaches.n, 0);
	cr_expect_gt(x->figures.alarms.n, 0);
	cr_expect_gt(x->figures.rate[RATE_REPEAT].of, 0);
	cr_expect_gt(x->figures.rate[RATE_COMPLETE].of, 0);
	cr_expect(from < -200 || x->figures.rate[RATE_REPEAT].n, "customers come back");
	x->options.threads = 4;
	got = report(x, from, to);
	cr_expect_str_eq(got, want, "threads show");
	free(got);
	x->options.sweep = 3000;
	got = report(x, from, to);
	cr_expect_str_eq(got, want, "dropped cases show");
	free(got);
	x->options.threads = 1;
	x->options.sweep = 1;
	got = report(x, from, to);
	cr_expect_str_eq(got, want, "cases dropped at each block show");
	free(got);
	free(want);
}

Test(measure, neither_threads_nor_dropped_cases_show)
{
	struct fixture x;
	char *log = make_log(10000);

	fixture_begin(&x, policy, log);
	compare(&x, 1, 2);                /* a late day, */
	compare(&x, -200, -170);          /* a month long ago, */
	compare(&x, -305, 60);            /* everything */
	cr_expect_eq(x.findings.count[GRADE_ERROR], 0);
	fixture_end(&x);
	free(log);
}

Test(measure, illegal_rows_are_told_once_even_of_dropped_cases)
{
	struct strbuf log = STRBUF_INIT;
	struct fixture x;
	char *rest = make_log(3000);

	strbuf_addstr(&log, "2025-12-31T08:00:00+00:00,,20251231-0001,open,li,complaint,,,,,,,,,\n"
			    "2025-12-31T08:00:00+00:00,,20251231-0001,resume,li,,,,,,,,,,\n"
			    "2025-12-31T09:00:00+00:00,,20251231-0001,resolve,li,,,,,,,,,,\n");
	strbuf_addstr(&log, rest);
	fixture_begin(&x, policy, log.buf);
	x.options.sweep = 500;
	fixture_report(&x, 1, 2, at(60, 0, 0));
	cr_expect_eq(x.findings.count[GRADE_ERROR], 1);
	cr_expect_eq(x.findings.list[0].line, 3);
	fixture_end(&x);
	strbuf_release(&log);
	free(rest);
}

/* Its `open` was written down long after the first row of the case, which is dropped until then. */
Test(measure, a_case_that_is_opened_late_is_told_of_as_if_it_had_never_been_dropped)
{
	static const size_t sweep[] = { SIZE_MAX, 500 };
	struct strbuf log = STRBUF_INIT;
	char *rest = make_log(3000);
	struct fixture x;
	size_t i;

	strbuf_addstr(&log, "2025-12-31T08:00:00+00:00,,20251231-0001,note,li,,,,,c1,,,,,\n");
	strbuf_addstr(&log, rest);
	strbuf_addstr(&log, "2025-12-31T07:00:00+00:00,2026-12-01T08:00:00+00:00,20251231-0001,open,li,complaint,,,,c77,,,,,\n");
	fixture_begin(&x, policy, log.buf);
	for (i = 0; i < ARRAY_SIZE(sweep); i++) {
		x.options.sweep = sweep[i];
		fixture_report(&x, 40, 41, at(60, 0, 0));
		cr_expect_eq(x.findings.count[GRADE_ERROR], 0, "its rows are in order");
		cr_expect_gt(x.figures.ncalls, 0);
		cr_expect_str_eq(x.figures.call[0].case_id, "20251231-0001");
		cr_expect_str_eq(x.figures.call[0].customer, "c77");
	}
	fixture_end(&x);
	strbuf_release(&log);
	free(rest);
}

Test(measure, an_answer_about_a_case_that_is_void_now_is_told_whenever_it_became_so)
{
	static const char header[] = "at,logged,case,event,by,kind,channel,category,severity,customer,department,owner,due,detail,text,check\n";
	static const size_t sweep[] = { SIZE_MAX, 500 };
	struct strbuf log = STRBUF_INIT, asks = STRBUF_INIT;
	char *rest = make_log(3000), surveys[64];
	struct fixture x;
	size_t i;

	strbuf_addstr(&log, "2025-12-31T08:00:00+00:00,,20251231-0001,open,li,complaint,,,,,,,,,,0a0b0c0d00000001\n");
	for (i = 0; rest[i]; i++)
		strbuf_addf(&log, "%s%c", rest[i] == '\n' ? ",0000000000000002" : "", rest[i]);
	strbuf_addstr(&log, "2026-12-01T08:00:00+00:00,,20251231-0001,void,li,,,,,,,,,0a0b0c0d00000001,,0000000000000003\n");
	strbuf_addf(&asks, "%ssurvey: { after: [resolve], ask: { overall: { scale: 5 } } }\n", policy);
	fixture_begin(&x, asks.buf, "");
	fixture_write(x.log, header, log.buf);
	snprintf(surveys, sizeof(surveys), "%s/surveys.csv", x.dir);
	fixture_write(surveys, "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n",
		      "2026-11-05T10:00:00+00:00,,survey,20251231-0001,,answered,overall,2,5,,li,,,0000000000000004\n");
	x.options.surveys = surveys;
	for (i = 0; i < ARRAY_SIZE(sweep); i++) {
		x.options.sweep = sweep[i];
		fixture_report(&x, 5, 6, at(60, 0, 0));
		cr_expect_eq(x.findings.count[GRADE_WARNING], i + 1);
		cr_expect_eq(x.findings.count[GRADE_ERROR], 0);
	}
	unlink(surveys);
	fixture_end(&x);
	strbuf_release(&log);
	strbuf_release(&asks);
	free(rest);
}

Test(measure, a_case_that_was_over_long_ago_is_kept_for_what_is_said_of_it_now)
{
	struct strbuf log = STRBUF_INIT, asks = STRBUF_INIT;
	struct fixture x;
	char *rest = make_log(3000), surveys[64];

	strbuf_addstr(&log, "2020-01-02T08:00:00+00:00,,20200102-0001,open,li,complaint,,,,,,,,,\n"
			    "2020-01-02T08:01:00+00:00,,20200102-0001,respond,li,,,,,,,,,,\n"
			    "2020-01-02T09:00:00+00:00,,20200102-0001,resolve,li,,,,,,,,,,\n");
	strbuf_addstr(&log, rest);
	strbuf_addf(&asks, "%ssurvey: { after: [resolve], ask: { overall: { scale: 5 } } }\n", policy);
	fixture_begin(&x, asks.buf, log.buf);
	strbuf_release(&asks);
	snprintf(surveys, sizeof(surveys), "%s/surveys.csv", x.dir);
	fixture_write(surveys, "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n",
		      "2026-11-05T10:00:00+00:00,,survey,20200102-0001,,answered,overall,2,5,,li,,,\n");
	x.options.surveys = surveys;
	x.options.sweep = 500;
	fixture_report(&x, 5, 6, at(60, 0, 0));
	cr_expect_eq(x.figures.opinion.all.n, 1);
	cr_expect_eq(x.findings.count[GRADE_WARNING], 0, "its case is known");
	unlink(surveys);
	fixture_end(&x);
	strbuf_release(&log);
	free(rest);
}

Test(measure, where_a_limit_reaches_back_for_ever_no_case_was_over_before)
{
	const struct tally_plan ever = { .touched_from = INSTANT_NONE };
	const struct tally_plan some = { .touched_from = at(10, 0, 0) };

	cr_expect_eq(tally_over_before(&ever), INSTANT_NONE);
	cr_expect_eq(tally_over_before(&some), at(10, 0, 0) - 30 * 86400);
}

/* All counts of the series of a column, or of the kinds' volumes. */
static uint64_t series_total(const struct figures *f, const char *column)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < f->series.n; i++)
		if (column ? f->series.one[i].column && !strcmp(f->series.one[i].column, column) :
			     !f->series.one[i].column)
			sum += f->series.one[i].total;
	return sum;
}

Test(measure, two_desks_are_what_one_with_all_cases_would_be)
{
	struct fixture x;
	const struct figures *f;
	uint64_t received, breached, n, watched, came;
	double p50;
	char *log = make_log(2000);

	fixture_begin(&x, policy, log);
	f = fixture_report(&x, -300, -270, at(60, 0, 0));
	cr_assert_gt(f->received, 100);
	received = f->received;
	breached = f->breaches.n;
	n = kind(f, "complaint")->time[TIME_FIRST].n;
	p50 = kind(f, "complaint")->p50[TIME_FIRST];
	watched = series_total(f, "category");
	came = series_total(f, NULL);
	cr_expect_gt(came, received);
	figures_release(&x.figures);
	figures_init(&x.figures);
	fixture_add(&x);
	x.options.name = "other";
	fixture_add(&x);
	figures_finish(&x.figures);
	f = &x.figures;
	cr_expect_eq(f->ndesks, 2);
	cr_expect_eq(f->received, 2 * received);
	cr_expect_eq(f->breaches.n, 2 * breached);
	cr_expect_str_neq(f->breaches.late[0].desk, f->breaches.late[1].desk);
	cr_expect_eq(kind(f, "complaint")->time[TIME_FIRST].n, 2 * n);
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FIRST], p50, "%g, alone %g", kind(f, "complaint")->p50[TIME_FIRST], p50);
	cr_expect_eq(f->ntargets, 1);
	cr_expect_eq(series_total(f, NULL), 2 * came);
	cr_expect_eq(series_total(f, "category"), 2 * watched, "customers are each desk's own");
	fixture_end(&x);
	free(log);
}

Test(measure, the_figures_of_the_desks_add_up_to_those_of_all)
{
	struct figure_desk sum = { .name = "all" };
	struct fixture x;
	const struct figures *f = &x.figures;
	size_t i;
	char *log = make_log(2000);

	fixture_begin(&x, policy, log);
	fixture_report(&x, -300, -270, at(60, 0, 0));
	figures_release(&x.figures);
	figures_init(&x.figures);
	fixture_add(&x);
	x.options.name = "other";
	fixture_add(&x);
	figures_finish(&x.figures);
	for (i = 0; i < f->ndesks; i++) {
		cr_expect_gt(f->desk[i].decided, f->desk[i].met);
		sum.received += f->desk[i].received;
		sum.concluded += f->desk[i].concluded;
		sum.cancelled += f->desk[i].cancelled;
		sum.late_now += f->desk[i].late_now;
		sum.decided += f->desk[i].decided;
		sum.met += f->desk[i].met;
	}
	cr_expect_gt(sum.received, 0);
	cr_expect_eq(sum.received, f->received);
	cr_expect_eq(sum.concluded, f->concluded);
	cr_expect_eq(sum.cancelled, f->cancelled);
	cr_expect_eq(sum.late_now, f->late.n);
	cr_expect_eq(sum.decided, f->decided);
	cr_expect_eq(sum.met, f->met);
	fixture_end(&x);
	free(log);
}

Test(measure, desks_that_could_not_be_read_are_named_in_one_order)
{
	struct figures f;

	figures_init(&f);
	figures_add_unread(&f, "shop9", "no log");
	figures_add_unread(&f, "shop1", "no policy");
	figures_finish_desks(&f);
	cr_assert_eq(f.nunread, 2);
	cr_expect_str_eq(f.unread[0].name, "shop1");
	cr_expect_str_eq(f.unread[0].why, "no policy");
	cr_expect_str_eq(f.unread[1].name, "shop9");
	figures_release(&f);
}

#define AT(time) "2026-11-01T" time ":00+00:00,,20261101-0001,"

/* The rule that stops at respond took over what the callback had begun, after the respond. */
Test(measure, a_clock_that_another_rule_of_its_name_began_keeps_its_case)
{
	static const char two_rules[] =
		"policy: test\n"
		"valid-from: 2020-01-01\n"
		"timezone: UTC\n"
		"kinds: { complaint: { severities: { general: {}, major: {} } } }\n"
		"events: { callback: {} }\n"
		"clocks:\n"
		"  - { clock: c, for: { severity: major }, from: open, until: respond, within: 240h }\n"
		"  - { clock: c, from: callback, until: resolve, within: 1h }\n";
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, two_rules,
		      AT("08:00") "open,li,complaint,,,general,,,,,,\n"
		      AT("08:01") "respond,li,,,,,,,,,,\n"
		      AT("08:02") "callback,li,,,,,,,,,,\n"
		      AT("08:03") "amend,li,,,,major,,,,,,\n"
		      AT("08:04") "resolve,li,,,,,,,,,,\n"
		      AT("08:05") "close,li,,,,,,,,,,\n");
	f = fixture_report(&x, 11, 12, at(13, 0, 0));
	cr_expect_eq(f->breaches.n, 1);
	fixture_end(&x);
}

/* One task was done by a person, the other only by the machine; both fell due later. */
Test(measure, C16_a_task_that_is_not_done_keeps_its_case_and_is_its_owners)
{
	static const char tasks[] =
		"policy: test\n"
		"valid-from: 2020-01-01\n"
		"timezone: UTC\n"
		"kinds: { complaint: { severities: { general: {} } } }\n"
		"departments: { finance: {}, merchandise: {} }\n"
		"clocks:\n"
		"  - { clock: step, from: task, until: done, within: 240h }\n";
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, tasks,
		      AT("08:00") "open,li,complaint,,,general,,merchandise,wang,,,\n"
		      AT("08:01") "task,sd,,,,,,finance,,,audit,\n"
		      AT("08:02") "task,sd,,,,,,,zhou,,train,\n"
		      AT("08:03") "task,sd,,,,,,,,,call,\n"
		      AT("08:04") "task,sd,,,,,,,,,read,\n"
		      AT("08:05") "done,li,,,,,,,,,read,\n"
		      AT("08:06") "done,sd,,,,,,,,,train,\n"
		      AT("08:07") "resolve,li,,,,,,,,,,\n"
		      AT("08:08") "close,li,,,,,,,,,,\n");
	x.options.sweep = 1;
	f = fixture_report(&x, 11, 12, at(13, 0, 0));
	cr_assert_eq(f->breaches.n, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct figure_late *late = &f->breaches.late[i];

		if (!strcmp(late->task, "audit"))
			cr_expect(!strcmp(late->department, "finance") && !strcmp(late->owner, ""));
		else if (!strcmp(late->task, "train"))
			cr_expect(!strcmp(late->department, "merchandise") && !strcmp(late->owner, "zhou"));
		else
			cr_expect(!strcmp(late->department, "merchandise") && !strcmp(late->owner, "wang"));
	}
	fixture_end(&x);
}

Test(measure, the_newest_seal_is_kept)
{
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, policy,
		      "2026-11-01T00:00:00+00:00,,,seal,sd,,,,,,,,,,first\n"
		      "2026-11-02T00:00:00+00:00,,,seal,sd,,,,,,,,,,\"second, with \\n a line\"\n");
	f = fixture_report(&x, 1, 2, at(3, 0, 0));
	cr_expect_str_eq(f->desk[0].seal, "second, with \n a line");
	f = fixture_report(&x, 1, 2, at(1, 12, 0));
	cr_expect_str_eq(f->desk[0].seal, "first");
	fixture_end(&x);
}

Test(measure, an_empty_log_gives_a_report_without_figures)
{
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, policy, "");
	f = fixture_report(&x, 1, 2, at(3, 0, 0));
	cr_expect_eq(f->received, 0);
	cr_expect_null(f->desk[0].seal);
	cr_expect_eq(f->target[0].met, -1);
	fixture_end(&x);
}
