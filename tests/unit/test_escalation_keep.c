/* With the checkpoint a pass finds what it finds without, whatever happened in between. */
#include "report/escalation.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/row.h"

static const char policy_text[] =
	"policy: test\n"
	"timezone: Asia/Shanghai\n"
	"calendars:\n"
	"  store: { hours: { mon-thu: [\"10:00-22:00\"], fri-sun: [\"10:00-22:30\"] } }\n"
	"  office: { hours: { mon-fri: [\"09:00-12:00\", \"13:30-18:00\"] } }\n"
	"kinds:\n"
	"  complaint: { severities: { general: {}, major: {} } }\n"
	"  consultation: {}\n"
	"events: { feedback: {}, update: {}, callback: {} }\n"
	"departments: { sales: { lead: wang, staff: [li] } }\n"
	"staff:\n"
	"  wang: { level: manager, notify: chat, away: { 2026-11-08..2026-11-12: li, 2026-12-01..2027-01-05: zhao } }\n"
	"  li: { level: supervisor, notify: chat, away: { 2026-11-20..2026-11-24: wang } }\n"
	"  zhao: {}\n"
	"notify: { quiet: store, channels: { chat: { command: [chat] } } }\n"
	"clocks:\n"
	"  - { clock: reply, from: open, until: [respond, resolve], within: 30m, calendar: store }\n"
	"  - { clock: next, from: contact, until: [respond, resolve], within: 2h }\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h, on-reopen: continue }\n"
	"  - { clock: told, for: { kind: complaint }, from: open, until: feedback, within: 2 working days, calendar: office }\n"
	"  - { clock: promise, from: promise, until: resolve, within: due }\n"
	"  - { clock: follow, for: { severity: major }, from: resolve, until: callback, within: 24h }\n"
	"  - { clock: news, from: [open, update], until: [update, resolve], within: 8h, calendar: store }\n"
	"  - { clock: job, from: task, until: done, drop: resolve, within: 4h }\n"
	"escalations:\n"
	"  - { step: reply-soon, clock: reply, at: 80%, do: remind, to: owner }\n"
	"  - { step: reply-late, clock: reply, at: 100%, do: escalate, level: supervisor }\n"
	"  - { step: next-late, clock: next, at: 100%, do: remind, to: owner, repeat: 3h }\n"
	"  - { step: resolve-soon, clock: resolve, at: -2h, do: remind, to: owner }\n"
	"  - { step: resolve-late, clock: resolve, at: 100%, do: escalate, level: supervisor }\n"
	"  - { step: resolve-later, clock: resolve, at: +4h, do: escalate, level: manager, repeat: 24h }\n"
	"  - { step: told-soon, clock: told, at: 50%, do: remind, to: owner }\n"
	"  - { step: told-late, clock: told, at: 100%, do: escalate, level: manager }\n"
	"  - { step: promise-soon, clock: promise, at: -30m, do: remind, to: owner }\n"
	"  - { step: promise-late, clock: promise, at: 100%, do: escalate, level: manager }\n"
	"  - { step: follow-late, clock: follow, at: 100%, do: remind, to: owner }\n"
	"  - { step: news-late, clock: news, at: 100%, do: remind, to: owner }\n"
	"  - { step: job-late, clock: job, at: 100%, do: escalate, level: supervisor, repeat: 2h }\n"
	"  - { step: alarm, when: { severity: major }, do: escalate, level: manager }\n"
	"duties: { meeting: { every: week, within: 2d, owner: wang } }\n";

static char dir[32], cache[64], log_path[64], policy_path[64];
static struct policy_set set;
static struct findings ignored;
static struct err err;

/* --- a desk at work ------------------------------------------------------------------------------- */

#define CASES 4000

static struct layout layout;
static struct row_chain chain;
static size_t idle, taken_up, recorded, told, dropped; /* how often that happened */
static uint64_t random_state;
static instant now, key;
static uint32_t opened[CASES];           /* YYYYMMDD; the number is the index + 1 */
static size_t nopened;
static char last_check[CASES][ROW_CHECK_HEX + 1];
static enum case_state state[CASES];
static int is_tidy;                      /* every row is legal and written when it happens */

static uint32_t roll(uint32_t n)
{
	random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(random_state >> 33) % n;
}

static void append_bytes(const char *s, size_t n)
{
	FILE *f = fopen(log_path, "a");

	cr_assert_not_null(f);
	cr_assert_eq(fwrite(s, 1, n, f), n);
	cr_assert_eq(fclose(f), 0);
}

static void put(struct span *cell, int column, const char *s)
{
	cell[column] = (struct span){ s, (uint32_t)strlen(s) };
}

static void add_row(struct span *cell, instant at, size_t i, const char *event)
{
	struct strbuf when = STRBUF_INIT, logged = STRBUF_INIT, id = STRBUF_INIT, line = STRBUF_INIT;

	key = key > now ? key : now;
	key = key > at ? key : at;               /* a clock that was ahead */
	instant_format(&when, at, policy_set_now(&set)->zone);
	if (at != key)
		instant_format(&logged, key, policy_set_now(&set)->zone);
	caseid_format(&id, caseid_make(opened[i], (uint32_t)i + 1), NULL);
	put(cell, COLUMN_AT, when.buf);
	put(cell, COLUMN_LOGGED, logged.buf);
	put(cell, COLUMN_CASE, id.buf);
	put(cell, COLUMN_EVENT, event);
	row_format(&line, &layout, cell, &chain);
	strcpy(last_check[i], chain.check);
	append_bytes(line.buf, line.len);
	strbuf_release(&when);
	strbuf_release(&logged);
	strbuf_release(&id);
	strbuf_release(&line);
}

static void open_case(void)
{
	struct span cell[COLUMN_MAX] = { 0 };
	instant at = is_tidy || roll(6) ? now : now - (instant)roll(3 * 86400);
	struct civil c;
	size_t i = nopened++;

	cr_assert_lt(nopened, CASES);
	civil_from_days(zone_day(policy_set_now(&set)->zone, at), &c);
	opened[i] = (uint32_t)(c.year * 10000 + c.month * 100 + c.day);
	put(cell, COLUMN_BY, "li");
	put(cell, COLUMN_KIND, roll(2) ? "complaint" : "consultation");
	put(cell, COLUMN_SEVERITY, roll(5) ? "general" : "major");
	put(cell, COLUMN_OWNER, roll(3) ? "zhao" : "");
	add_row(cell, at, i, "open");
	state[i] = CASE_NEW;
}

/* Is it fit for a tidy desk? */
static int is_fit(size_t i, const char *name)
{
	int event = policy_set_event(&set, name, strlen(name));

	if (event == EVENT_VOID || !casestate_allows(state[i], event))
		return 0;
	state[i] = casestate_after(state[i], event);
	return 1;
}

/* Mostly of a case opened lately, now and then of an old one; not every row is legal. */
static void add_event(void)
{
	static const char *const events[] = {
		"respond", "contact", "assign", "amend", "note", "task", "done", "hold", "resume",
		"promise", "resolve", "close", "reopen", "cancel", "feedback", "update", "callback",
		"void", "resolve", "resolve", "respond", "close",
	};
	const char *event = events[roll(ARRAY_SIZE(events))];
	size_t i = roll(8) && nopened > 12 ? nopened - 1 - roll(12) : roll((uint32_t)nopened);
	struct span cell[COLUMN_MAX] = { 0 };
	struct strbuf due = STRBUF_INIT;

	if (is_tidy && !is_fit(i, event))
		return;
	put(cell, COLUMN_BY, roll(10) ? "li" : "sd");
	if (!strcmp(event, "void"))
		put(cell, COLUMN_DETAIL, last_check[i]);
	else if (!strcmp(event, "hold"))
		put(cell, COLUMN_DETAIL, roll(3) ? "customer" : "supplier");
	else if (!strcmp(event, "task") || !strcmp(event, "done"))
		put(cell, COLUMN_DETAIL, roll(2) ? "look" : "ask");
	else if (!strcmp(event, "amend"))
		put(cell, COLUMN_SEVERITY, roll(2) ? "general" : "major");
	else if (!strcmp(event, "assign"))
		put(cell, COLUMN_OWNER, roll(2) ? "li" : "wang");
	else if (!strcmp(event, "promise"))
		instant_format(&due, now + (instant)roll(2 * 86400), NULL);
	put(cell, COLUMN_DUE, due.buf);
	add_row(cell, is_tidy || roll(8) ? now :
		      roll(8) ? now - (instant)roll(86400) : now + (instant)roll(7200), i, event);
	strbuf_release(&due);
}

/* --- passes --------------------------------------------------------------------------------------- */

static void begin(struct escalation *x, int with_cache, size_t events)
{
	escalation_init(x, &(struct escalation_options){
		.path = log_path, .set = &set, .threads = 1, .events = events,
		.cache = with_cache ? cache : NULL, .cache_mode = 0600, .program = "test",
		.may_idle = with_cache, .keep_after = with_cache && roll(3) ? 1 : 0 });
}

/* Whom it would tell: of those who cannot be reached nothing is asked. */
static void tell_plan(const struct notify_plan *plan, struct strbuf *out)
{
	size_t i, k;

	for (i = 0; i < plan->n; i++) {
		const struct notify_digest *d = &plan->digest[i];

		if (!d->channel)
			continue;
		strbuf_addf(out, "%s %d %lld\n", d->to, d->state, (long long)d->until);
		for (k = 0; k < d->n; k++)
			strbuf_addf(out, " %llx %s %llx\n", (unsigned long long)d->item[k]->id,
				    d->item[k]->s.step->name, (unsigned long long)d->item[k]->s.row_check);
	}
}

static void make_plan(struct notify_plan *plan, struct escalation *x)
{
	notify_plan_make(plan, &x->notify, &x->tries, policy_set_now(&set), now);
}

/* All that a pass tells. */
static char *tell(struct escalation *x)
{
	struct findings findings = FINDINGS_INIT;
	struct notify_plan plan = NOTIFY_PLAN_INIT;
	struct strbuf out = STRBUF_INIT;
	size_t i;

	cr_assert_eq(escalation_read(x, now, &findings, &err), 0, "%s", err.msg);
	escalation_find(x, now);
	escalation_findings(x, &findings);
	strbuf_addf(&out, "%zu open, %zu running, %zu breached\n", x->open, x->running, x->breached);
	for (i = 0; i < x->nsteps; i++) {
		const struct escalation_step *s = &x->step[i];

		strbuf_addf(&out, "%llx %lld %s %s %s %s %s %d %d %u\n", (unsigned long long)s->id,
			    (long long)s->s.due, s->key, s->to, s->owner, s->kind, s->severity,
			    s->s.instance, s->s.is_superseded, s->s.line);
	}
	for (i = 0; i < x->nduties; i++)
		strbuf_addf(&out, "%s %lld\n", x->duty[i].key, (long long)x->duty[i].o.at);
	for (i = 0; i < findings.n; i++)
		strbuf_addf(&out, "%zu:%zu: %s\n", findings.list[i].line, findings.list[i].column,
			    findings.list[i].msg);
	make_plan(&plan, x);
	tell_plan(&plan, &out);
	notify_plan_release(&plan);
	findings_release(&findings);
	return strbuf_detach(&out);
}

static void add_told(const struct notify_digest *d, const struct notify_item *item, int status)
{
	struct span cell[COLUMN_MAX] = { 0 };
	struct strbuf detail = STRBUF_INIT;

	notify_format(&detail, "chat", status, item->s.row_check);
	put(cell, COLUMN_BY, "sd");
	put(cell, COLUMN_OWNER, d->to);
	put(cell, COLUMN_DETAIL, detail.buf);
	add_row(cell, now, caseid_number(item->id) - 1, "notify");
	strbuf_release(&detail);
}

/* Messages go out, and fail. */
static void send_messages(struct escalation *x)
{
	struct notify_plan plan = NOTIFY_PLAN_INIT;
	size_t i, k;

	make_plan(&plan, x);
	for (i = 0; i < plan.n; i++) {
		const struct notify_digest *d = &plan.digest[i];
		int status = roll(4) ? 0 : 1;

		for (k = 0; d->state == NOTIFY_READY && k < (status ? 1 : d->n); k++)
			add_told(d, d->item[k], status);
	}
	told += plan.n;
	notify_plan_release(&plan);
}

/* The rows that `sd escalate` would write. */
static void record(const struct escalation *x)
{
	static const char *const events[] = { "remind", "escalate", "notify" };
	size_t i, k;

	for (i = 0; i < x->nduties; i++) {
		struct span cell[COLUMN_MAX] = { 0 };
		struct civil c;

		k = nopened++;
		civil_from_days(zone_day(policy_set_now(&set)->zone, x->duty[i].o.at), &c);
		opened[k] = (uint32_t)(c.year * 10000 + c.month * 100 + c.day);
		put(cell, COLUMN_BY, "sd");
		put(cell, COLUMN_KIND, "duty");
		put(cell, COLUMN_CATEGORY, "meeting");
		put(cell, COLUMN_KEY, x->duty[i].key);
		add_row(cell, x->duty[i].o.at, k, "open");
	}
	for (i = 0; i < x->nsteps; i++) {
		const struct escalation_step *s = &x->step[i];
		struct span cell[COLUMN_MAX] = { 0 };

		put(cell, COLUMN_BY, "sd");
		put(cell, COLUMN_DETAIL, s->key);
		add_row(cell, s->s.due, caseid_number(s->id) - 1, events[s->s.step->action]);
	}
}

static void compare(int is_kept)
{
	struct escalation with, without;
	char *a, *b;

	begin(&with, 1, roll(2) ? 0 : 60);
	begin(&without, 0, 60);
	a = tell(&with);
	b = tell(&without);
	cr_assert_str_eq(a, b);
	idle += (size_t)with.is_idle;
	taken_up += with.kept.offset && !with.is_idle;
	recorded += with.nsteps;
	dropped += with.kept.offset && with.store.ndays;
	if (is_kept) {
		send_messages(&with);
		record(&with);
		escalation_keep(&with);
	}
	free(a);
	free(b);
	escalation_release(&with);
	escalation_release(&without);
}

static void load_policy(const char *text)
{
	FILE *f = fopen(policy_path, "w");

	fputs(text, f);
	fclose(f);
	policy_set_release(&set);
	cr_assert_eq(policy_set_load(&set, policy_path, NULL, &ignored, &err), 0, "%s: %s", err.msg,
		     ignored.n ? ignored.list[0].msg : "");
}

static void setup(void)
{
	struct strbuf header = STRBUF_INIT;
	struct vocabulary words;

	strcpy(dir, "/tmp/sd-keep-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(cache, sizeof(cache), "%s/.sd", dir);
	snprintf(log_path, sizeof(log_path), "%s/cases.csv", dir);
	snprintf(policy_path, sizeof(policy_path), "%s/policy.yaml", dir);
	set = (struct policy_set)POLICY_SET_INIT;
	ignored = (struct findings)FINDINGS_INIT;
	load_policy(policy_text);
	layout_format(&header, &set);
	words = vocabulary_of_log(&set);
	cr_assert_eq(layout_parse(&layout, header.buf, header.len, &words, "", &ignored), 0);
	strbuf_addch(&header, '\n');
	append_bytes(header.buf, header.len);
	strbuf_release(&header);
	chain = (struct row_chain)ROW_CHAIN_INIT;
	now = 1793520000; /* 2026-11-01T16:00:00+08:00 */
	key = INSTANT_NONE;
}

static void teardown(void)
{
	char command[128];

	policy_set_release(&set);
	findings_release(&ignored);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_assert_eq(system(command), 0);
}

TestSuite(escalation_keep, .init = setup, .fini = teardown);

static void pass_time(void)
{
	switch (roll(6)) {
	case 0: break;
	case 1: now += roll(60); break;
	case 2: now += 60; break;
	case 3: now += roll(3600); break;
	case 4: now += roll(6 * 3600); break;
	default: now += roll(10) ? 300 : roll(20 * 86400); break;
	}
}

/* What people and machines do to files. */
static void do_mischief(void)
{
	struct strbuf text = STRBUF_INIT;
	char command[512];

	switch (roll(8)) {
	case 0:
		snprintf(command, sizeof(command), "rm -rf %s", cache);
		break;
	case 1:
		snprintf(command, sizeof(command), "cp %s %s.new && mv %s.new %s", log_path, log_path,
			 log_path, log_path);
		break;
	case 2:
		snprintf(command, sizeof(command), "touch %s", log_path);
		break;
	case 3:
		snprintf(command, sizeof(command), "test ! -f %s/escalate || truncate -s -1 %s/escalate",
			 cache, cache);
		break;
	case 4:
		snprintf(command, sizeof(command), "printf x >>%s/escalate || :", cache);
		break;
	case 5:
	case 6:
		snprintf(command, sizeof(command), "f=%s/escalate; test ! -f $f || printf '\\377' | "
			 "dd of=$f bs=1 conv=notrunc seek=$((%u * $(stat -c %%s $f) / 1000))", cache,
			 roll(1000));
		break;
	default:
		strbuf_addstr(&text, policy_text);
		*strstr(text.buf, "80%") = (char)('4' + roll(3));
		load_policy(text.buf);
		strcpy(command, "exit 0");
	}
	strbuf_reset(&text);
	strbuf_addf(&text, "(%s) 2>/dev/null", command);
	cr_assert_eq(system(text.buf), 0, "%s", command);
	strbuf_release(&text);
}

static void drive(uint64_t seed, int rounds)
{
	int i, k;

	random_state = seed;
	for (i = 0; i < rounds; i++) {
		pass_time();
		if (!is_tidy && !roll(12))
			do_mischief();
		if (!roll(3)) {
			compare(1);
			continue;
		}
		if (!roll(10)) {
			now -= 5000;
			compare(0);
			now += 5000;
		}
		for (k = (int)roll(5) - 1; k > 0 && roll(2); k--)
			open_case();
		for (k = (int)roll(12) - 3; k > 0 && nopened; k--)
			add_event();
		compare(roll(5) != 0);
	}
}

Test(escalation_keep, a_desk_at_work_with_cron_outages)
{
	is_tidy = 1;
	drive(1, 300);
	cr_expect_gt(idle, 10, "%zu", idle);
	cr_expect_gt(taken_up, 100);
	cr_expect_gt(recorded, 200);
	cr_expect_gt(told, 50);
	cr_expect_gt(dropped, 50, "%zu", dropped);
}

Test(escalation_keep, an_untidy_desk_at_work)
{
	drive(4, 300);
	cr_expect_gt(dropped, 50, "%zu", dropped);
	cr_expect_gt(taken_up, 100);
	cr_expect_gt(recorded, 200);
	cr_expect_gt(told, 50);
	cr_expect_gt(dropped, 50, "%zu", dropped);
}

Test(escalation_keep, damage_is_told_on_every_run)
{
	static const char broken[] = "2026-11-01T16:00:00+08:00,,broken\n";

	is_tidy = 1;
	drive(3, 60);
	append_bytes(broken, sizeof(broken) - 1);
	drive(5, 40);
}

Test(escalation_keep, a_log_taken_from_a_backup_is_read_anew)
{
	char command[512];

	is_tidy = 1;
	drive(8, 40);
	snprintf(command, sizeof(command), "cp %s %s.backup", log_path, log_path);
	cr_assert_eq(system(command), 0);
	drive(9, 40);
	snprintf(command, sizeof(command), "cat %s.backup >%s", log_path, log_path);
	cr_assert_eq(system(command), 0);
	compare(0);
	drive(10, 10);
}

Test(escalation_keep, an_illegal_row_of_an_old_case_is_told_until_it_is_void)
{
	char check[ROW_CHECK_HEX + 1];
	struct span open[COLUMN_MAX] = { 0 }, none[COLUMN_MAX] = { 0 }, undo[COLUMN_MAX] = { 0 };

	random_state = 1;
	opened[nopened++] = 20261101;
	put(open, COLUMN_KIND, "consultation");
	add_row(open, now, 0, "open");
	add_row(none, now, 0, "resolve");
	add_row(none, now, 0, "resolve");
	strcpy(check, last_check[0]);
	now += 30 * 86400;
	compare(1);
	now += 60;
	open_case();
	compare(1);
	cr_expect_gt(dropped, 0);
	put(undo, COLUMN_DETAIL, check);
	add_row(undo, now, 0, "void");
	compare(1);
}
