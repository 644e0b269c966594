/* Who is told of what and when: one digest a receiver, nothing lost, no storm. */
#include "rules/notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "base/mem.h"
#include "io/file.h"

/* Steps by place: 0 remind, 1 supervisor, 2 manager, 3 emergency (when), 4 nobody. */
static const char text[] =
	"policy: t\ntimezone: Asia/Shanghai\n"
	"calendars: { store: { hours: { mon-sun: [\"10:00-22:00\"] } } }\n"
	"kinds:\n"
	"  consultation: { severities: { ordinary: {}, special: {} } }\n"
	"  complaint: { priority: first, severities: { general: {}, major: {} } }\n"
	"departments: { merchandise: { lead: wang, staff: [li, zhao] } }\n"
	"groups: { emergency: [wang, zhao] }\n"
	"staff:\n"
	"  wang: { level: manager, notify: floor }\n"
	"  zhao: { level: supervisor, notify: floor }\n"
	"  li: { level: staff, notify: mail, away: { 2026-11-25..2026-11-26: zhao } }\n"
	"  mute: { level: staff }\n"
	"clocks: [ { clock: answer, from: open, until: resolve, within: 4h } ]\n"
	"escalations:\n"
	"  - { step: remind, clock: answer, at: 80%, do: remind, to: owner }\n"
	"  - { step: supervisor, clock: answer, at: 100%, do: escalate, level: supervisor }\n"
	"  - { step: manager, clock: answer, at: +4h, do: escalate, level: manager, repeat: 24h }\n"
	"  - { step: emergency, when: {severity: major}, do: escalate, level: manager, to: emergency }\n"
	"  - { step: above, clock: answer, at: +9h, do: escalate, level: director }\n"
	"notify:\n"
	"  quiet: store\n"
	"  channels:\n"
	"    floor: { command: [hooks/send, wecom] }\n"
	"    mail: { command: [sendmail] }\n"
	"    security: { command: [ring] }\n";

static struct policy_set set;
static struct findings findings;
static const struct policy *p;
static struct notify_list list;
static struct notify_tries tries;
static struct notify_plan plan;

static void setup(void)
{
	char dir[] = "/tmp/sd-notify-XXXXXX", *path;
	struct err err = ERR_INIT;

	cr_assert_not_null(mkdtemp(dir));
	path = file_join(dir, "policy.yaml");
	cr_assert_eq(file_create(path, text, strlen(text), 0600, &err), 0, "%s", err.msg);
	set = (struct policy_set)POLICY_SET_INIT;
	if (policy_set_load(&set, path, NULL, &findings, &err) < 0)
		cr_assert_fail("%s: %s", err.msg, findings.n ? findings.list[0].msg : "");
	unlink(path);
	rmdir(dir);
	free(path);
	p = policy_set_now(&set);
}

static void teardown(void)
{
	notify_plan_release(&plan);
	notify_list_release(&list);
	notify_tries_release(&tries);
	policy_set_release(&set);
	findings_release(&findings);
}

TestSuite(notify, .init = setup, .fini = teardown);

/* "24 09:00" of November 2026 in Shanghai. */
static instant at(const char *s)
{
	int day, hour, minute;

	cr_assert_eq(sscanf(s, "%d %d:%d", &day, &hour, &minute), 3, "time '%s'", s);
	return (civil_to_days(2026, 11, 1) + day - 1) * 86400 + hour * 3600 + minute * 60 - 8 * 3600;
}

static struct span span(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

/* A step of case N that was recorded with row check N * 16 + step; due one minute later for each N. */
static struct notify_item *add(uint32_t number, int step, const char *owner)
{
	struct notify_item *item;

	MEM_GROW(list.item, list.n + 1, list.alloc);
	item = &list.item[list.n++];
	*item = (struct notify_item){
		.id = caseid_make(20261124, number), .policy = p,
		.s = { .step = &p->step[step], .clock = p->step[step].clock ? p->clock : NULL,
		       .due = at("24 11:00") + number * 60, .clock_due = INSTANT_NONE,
		       .check = number, .is_recorded = 1, .is_running = 1,
		       .row_check = number * 16 + (uint64_t)step, .instance = 1, .repeat = 1 },
		.who = { owner, "merchandise" }, .task = "", .kind = "consultation", .category = "",
		.severity = "ordinary", .place = "" };
	return item;
}

static void told(uint32_t number, int step, const char *who)
{
	MEM_GROW(list.told, list.ntold + 1, list.alloc_told);
	list.told[list.ntold++] = (struct notify_told){ number * 16 + (uint64_t)step, who };
}

static void row(const char *who, const char *detail, const char *when)
{
	notify_tries_row(&tries, span(who), span(detail), at(when));
}

static void show_until(struct strbuf *out, const struct notify_digest *d)
{
	static const char *const words[] = { "", " waits", " quiet", " nothing" };

	strbuf_addstr(out, words[d->state]);
	if (d->until != INSTANT_NONE) {
		strbuf_addstr(out, " until ");
		instant_format(out, d->until, p->zone);
		strbuf_setlen(out, out->len - 9);
	}
}

/* One digest a line: "to@channel[ state]: case/step ...". */
static void expect(const char *now, const char *expected)
{
	struct strbuf got = STRBUF_INIT;
	size_t i, k;

	notify_plan_make(&plan, &list, &tries, p, at(now));
	strbuf_addstr(&got, "");
	for (i = 0; i < plan.n; i++) {
		const struct notify_digest *d = &plan.digest[i];

		strbuf_addf(&got, "%s@%s", d->to, d->channel ? d->channel->name : "");
		show_until(&got, d);
		strbuf_addch(&got, ':');
		for (k = 0; k < d->n; k++)
			strbuf_addf(&got, " %u/%s", caseid_number(d->item[k]->id),
				    d->item[k]->s.step->name);
		strbuf_addch(&got, '\n');
	}
	cr_expect_str_eq(got.buf, expected, "at %s\n--- got\n%s--- expected\n%s", now, got.buf, expected);
	strbuf_release(&got);
}

/* --- rows ----------------------------------------------------------------------------------------- */

Test(notify, a_row_says_channel_exit_status_and_step)
{
	struct strbuf sb = STRBUF_INIT;
	struct notify_row r;

	notify_format(&sb, "floor", 124, 0x00c0ffee00000001);
	cr_expect_str_eq(sb.buf, "told/floor/124/00c0ffee00000001");
	cr_assert_eq(notify_parse(sb.buf, sb.len, &r), 0);
	cr_expect_eq(r.exit, 124);
	cr_expect_eq(r.check, 0x00c0ffee00000001);
	cr_expect_eq(r.channel.n, 5);
	strbuf_release(&sb);
}

Test(notify, other_details_are_no_such_rows)
{
	static const char *const wrong[] = {
		"", "told", "told/", "told//0/0123456789abcdef", "told/floor/0/123",
		"told/floor/x/0123456789abcdef", "told/floor/256/0123456789abcdef",
		"told/floor//0123456789abcdef", "told/answer/0123456789abcdef/1",
		"remind/answer/0123456789abcdef/1", "told/floor/0/0123456789abcdef/1",
		"told/floor/0/0123456789ABCDEF",
	};
	struct notify_row r;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		cr_expect_eq(notify_parse(wrong[i], strlen(wrong[i]), &r), -1, "'%s'", wrong[i]);
}

/* --- one digest ----------------------------------------------------------------------------------- */

Test(notify, two_hundred_cases_at_once_are_one_digest_a_receiver)
{
	uint32_t i;

	for (i = 1; i <= 200; i++)
		add(i, 1, "li");
	notify_plan_make(&plan, &list, &tries, p, at("24 12:00"));
	cr_assert_eq(plan.n, 1);
	cr_expect_eq(plan.digest[0].n, 200);
	cr_expect_str_eq(plan.digest[0].to, "zhao");
}

Test(notify, two_receivers_of_one_channel_have_a_digest_each)
{
	add(1, 1, "li");
	add(2, 2, "li");
	expect("24 12:00", "wang@floor: 2/manager\nzhao@floor: 1/supervisor\n");
}

Test(notify, the_most_urgent_comes_first_by_level_and_then_by_when_it_was_due)
{
	add(3, 0, "wang");
	add(2, 2, "li");
	add(1, 2, "li");
	expect("24 12:00", "wang@floor: 1/manager 2/manager 3/remind\n");
}

Test(notify, M4_3b_complaints_come_before_other_cases)
{
	add(1, 2, "wang");
	add(2, 0, "wang")->kind = "complaint";
	expect("24 12:00", "wang@floor: 2/remind 1/manager\n");
}

Test(notify, a_step_that_is_not_in_the_log_is_not_told_of)
{
	add(1, 2, "li")->s.is_recorded = 0;
	expect("24 12:00", "");
}

Test(notify, who_was_told_is_not_told_again_but_the_others_are)
{
	add(1, 3, "li");
	told(1, 3, "wang");
	expect("24 12:00", "zhao@floor: 1/emergency\n");
	told(1, 3, "zhao");
	expect("24 12:00", "");
}

Test(notify, being_told_of_one_step_says_nothing_about_another)
{
	add(1, 2, "li");
	told(1, 1, "wang");
	told(2, 2, "wang");
	expect("24 12:00", "wang@floor: 1/manager\n");
}

/* --- who ------------------------------------------------------------------------------------------ */

Test(notify, the_stand_in_of_today_is_told_and_the_person_when_back)
{
	add(1, 0, "li");
	expect("24 12:00", "li@mail: 1/remind\n");
	expect("25 12:00", "zhao@floor: 1/remind\n");
	expect("26 21:59", "zhao@floor: 1/remind\n");
	expect("27 12:00", "li@mail: 1/remind\n");
}

Test(notify, D_who_has_no_channel_is_not_reached_and_that_is_said)
{
	add(1, 0, "mute");
	add(2, 0, "gone");
	add(3, 4, "li");
	expect("24 12:00", "director@ nothing: 3/above\nmute@ nothing: 1/remind\ngone@ nothing: 2/remind\n");
}

Test(notify, a_channel_called_like_a_role_reaches_it)
{
	add(1, 0, "security");
	expect("24 12:00", "security@security: 1/remind\n");
}

/* --- quiet ---------------------------------------------------------------------------------------- */

Test(notify, quiet_hours_hold_all_over_midnight_until_the_calendar_opens)
{
	add(1, 2, "li");
	add(2, 1, "li");
	expect("24 21:59", "wang@floor: 1/manager\nzhao@floor: 2/supervisor\n");
	expect("24 22:00", "wang@floor quiet until 2026-11-25T10:00: 1/manager\n"
			   "zhao@floor quiet until 2026-11-25T10:00: 2/supervisor\n");
	expect("25 00:30", "wang@floor quiet until 2026-11-25T10:00: 1/manager\n"
			   "zhao@floor quiet until 2026-11-25T10:00: 2/supervisor\n");
	expect("25 10:00", "wang@floor: 1/manager\nzhao@floor: 2/supervisor\n");
}

/* --- after a failure ------------------------------------------------------------------------------ */

#define FAILED "told/floor/1/0123456789abcdef"
#define DONE   "told/floor/0/0123456789abcdef"

Test(notify, after_a_failure_the_next_try_waits_five_minutes_doubling_up_to_six_hours)
{
	static const int minutes[] = { 5, 10, 20, 40, 80, 160, 320, 360, 360, 360 };
	const struct notify_try *one;
	instant t = at("24 10:00");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(minutes); i++) {
		notify_tries_row(&tries, span("wang"), span(FAILED), t);
		one = notify_tries_find(&tries, "wang", "floor");
		cr_assert_not_null(one);
		cr_expect_eq(one->failures, (int)i + 1);
		cr_expect_eq(notify_next_try(one), t + minutes[i] * 60, "after failure %zu", i + 1);
	}
}

Test(notify, a_thousand_failures_wait_no_longer)
{
	int i;

	for (i = 0; i < 1000; i++)
		row("wang", FAILED, "24 10:00");
	cr_expect_eq(notify_next_try(notify_tries_find(&tries, "wang", "floor")), at("24 16:00"));
}

Test(notify, what_failed_is_kept_and_goes_with_what_came_since)
{
	add(1, 2, "li");
	row("wang", FAILED, "24 12:00");
	expect("24 12:01", "wang@floor waits until 2026-11-24T12:05: 1/manager\n");
	add(2, 2, "li");
	expect("24 12:04", "wang@floor waits until 2026-11-24T12:05: 1/manager 2/manager\n");
	expect("24 12:05", "wang@floor: 1/manager 2/manager\n");
}

Test(notify, a_failure_holds_its_own_receiver_only)
{
	add(1, 3, "li");
	row("wang", FAILED, "24 12:00");
	expect("24 12:01", "wang@floor waits until 2026-11-24T12:05: 1/emergency\nzhao@floor: 1/emergency\n");
}

Test(notify, a_success_begins_anew)
{
	row("wang", FAILED, "24 12:00");
	row("wang", FAILED, "24 12:05");
	row("wang", DONE, "24 12:15");
	cr_expect_eq(notify_next_try(notify_tries_find(&tries, "wang", "floor")), INSTANT_NONE);
	row("wang", FAILED, "24 12:30");
	cr_expect_eq(notify_next_try(notify_tries_find(&tries, "wang", "floor")), at("24 12:35"));
}

Test(notify, another_channel_begins_anew)
{
	add(1, 2, "li");
	row("wang", "told/pager/127/0123456789abcdef", "24 12:00");
	expect("24 12:01", "wang@floor: 1/manager\n");
}

Test(notify, the_rows_of_steps_are_no_tries)
{
	row("wang", "remind/answer/0123456789abcdef/1", "24 12:00");
	cr_expect_null(notify_tries_find(&tries, "wang", "answer"));
	cr_expect_eq(notify_next_try(NULL), INSTANT_NONE);
}

Test(notify, a_checkpoint_keeps_the_tries)
{
	struct notify_tries copy = NOTIFY_TRIES_INIT;
	struct strbuf saved = STRBUF_INIT;
	struct bytes in;
	size_t n;

	row("wang", FAILED, "24 12:00");
	row("li", "told/mail/0/0123456789abcdef", "24 12:01");
	row("wang", FAILED, "24 12:05");
	notify_tries_save(&tries, &saved);
	in = (struct bytes){ saved.buf, saved.len, 0 };
	notify_tries_load(&copy, &in);
	cr_expect(!in.bad && !in.n);
	cr_expect_eq(notify_next_try(notify_tries_find(&copy, "wang", "floor")), at("24 12:15"));
	cr_expect_eq(notify_tries_find(&copy, "li", "mail")->failures, 0);
	notify_tries_release(&copy);
	for (n = 0; n < saved.len; n++) {
		in = (struct bytes){ saved.buf, n, 0 };
		notify_tries_load(&copy, &in);
		cr_expect(in.bad && !copy.names.n, "%zu of %zu bytes", n, saved.len);
		notify_tries_release(&copy);
	}
	strbuf_release(&saved);
}

/* --- from a case's history ------------------------------------------------------------------------ */

struct world {
	struct classmap map;
	struct symbols symbols;
	struct class_change change[4];
	struct history_event event[4];
	struct history h;
	struct escalate_step step[3];
	struct escalate_list steps;
};

static uint32_t symbol(struct world *w, int column, const char *s)
{
	return symbols_add(&w->symbols, column, s, strlen(s));
}

/* A case of li's whose supervisor was told of row 0x51; then given to zhao. */
static void history(struct world *w)
{
	memset(w, 0, sizeof(*w));
	classmap_init(&w->map);
	symbols_init(&w->symbols);
	notify_columns(&w->map);
	w->change[0] = (struct class_change){ (uint32_t)w->map.slot[COLUMN_KIND],
					      symbol(w, COLUMN_KIND, "complaint") };
	w->change[1] = (struct class_change){ (uint32_t)w->map.slot[COLUMN_OWNER],
					      symbol(w, COLUMN_OWNER, "li") };
	w->change[2] = (struct class_change){ (uint32_t)w->map.slot[COLUMN_OWNER],
					      symbol(w, COLUMN_OWNER, "zhao") };
	w->event[0] = (struct history_event){ .event = EVENT_OPEN, .nchanges = 2, .change = w->change };
	w->event[1] = (struct history_event){
		.event = EVENT_NOTIFY, .flags = ROW_BY_SD, .owner = symbol(w, COLUMN_OWNER, "zhao"),
		.detail = symbol(w, COLUMN_DETAIL, "told/floor/0/0000000000000051") };
	w->event[2] = (struct history_event){
		.event = EVENT_NOTIFY, .flags = ROW_BY_SD, .owner = symbol(w, COLUMN_OWNER, "wang"),
		.detail = symbol(w, COLUMN_DETAIL, "told/floor/1/0000000000000052") };
	w->event[3] = (struct history_event){ .event = EVENT_ASSIGN, .nchanges = 1, .change = &w->change[2] };
	w->h = (struct history){ caseid_make(20261124, 7), w->event, 4 };
	w->steps = (struct escalate_list){ w->step, 3, 3 };
	for (int i = 0; i < 3; i++)
		w->step[i] = (struct escalate_step){ .step = &p->step[i], .clock = p->clock,
			.due = at("24 11:00"), .clock_due = at("24 11:00"), .check = 5, .is_running = 1,
			.instance = 1, .repeat = 1, .is_recorded = 1, .row_check = 0x50 + (uint64_t)i };
}

static void forget(struct world *w)
{
	symbols_release(&w->symbols);
}

Test(notify, of_an_instance_only_the_highest_step_is_told)
{
	struct world w;

	history(&w);
	w.step[0].is_superseded = w.step[1].is_superseded = 1;
	notify_list_add(&list, p, &w.h, &w.steps, &w.map, &w.symbols);
	expect("24 12:00", "wang@floor: 7/manager\n");
	forget(&w);
}

Test(notify, of_an_instance_that_has_ended_nothing_is_told)
{
	struct world w;

	history(&w);
	w.step[0].is_running = w.step[1].is_running = w.step[2].is_running = 0;
	notify_list_add(&list, p, &w.h, &w.steps, &w.map, &w.symbols);
	expect("24 12:00", "");
	forget(&w);
}

Test(notify, the_history_says_who_was_told_and_a_failure_tells_nobody)
{
	struct world w;

	history(&w);
	w.step[0].is_superseded = 1;
	notify_list_add(&list, p, &w.h, &w.steps, &w.map, &w.symbols);
	expect("24 12:00", "wang@floor: 7/manager\n");
	forget(&w);
}

Test(notify, the_owner_of_now_is_told_not_the_one_of_then)
{
	struct world w;

	history(&w);
	w.steps.n = 1;
	notify_list_add(&list, p, &w.h, &w.steps, &w.map, &w.symbols);
	cr_expect_str_eq(list.item[0].kind, "complaint");
	expect("24 12:00", "zhao@floor: 7/remind\n");
	forget(&w);
}

Test(notify, a_row_by_hand_tells_nobody)
{
	struct world w;

	history(&w);
	w.event[1].flags = 0;
	w.steps.n = 2;
	w.step[0].is_superseded = 1;
	notify_list_add(&list, p, &w.h, &w.steps, &w.map, &w.symbols);
	expect("24 12:00", "zhao@floor: 7/supervisor\n");
	forget(&w);
}

static instant until(struct notify_mark since, const char *now)
{
	return notify_list_until(&list, since, p, at(now));
}

Test(notify, a_case_is_looked_at_again_while_somebody_is_to_be_told_and_after_midnight)
{
	struct notify_mark start = { 0, 0 }, second;

	cr_expect_eq(until(start, "24 12:00"), INSTANT_MAX);
	add(1, 3, "li");
	cr_expect_eq(until(start, "24 12:00"), INSTANT_NONE);
	told(1, 3, "wang");
	cr_expect_eq(until(start, "24 12:00"), INSTANT_NONE, "zhao was not");
	told(1, 3, "zhao");
	cr_expect_eq(until(start, "24 12:00"), at("25 00:00"), "others may stand in");
	second = (struct notify_mark){ list.n, list.ntold };
	add(2, 2, "li")->s.is_recorded = 0;
	cr_expect_eq(until(second, "24 12:00"), INSTANT_NONE, "it is not in the log");
	list.item[1].s.is_recorded = 1;
	told(2, 2, "wang");
	cr_expect_eq(until(second, "24 23:59"), at("25 00:00"));
}

Test(notify, whoever_cannot_be_reached_need_not_be_looked_at_again)
{
	add(1, 0, "mute");
	cr_expect_eq(until((struct notify_mark){ 0, 0 }, "24 12:00"), at("25 00:00"));
}

Test(notify, what_the_threads_found_is_put_together)
{
	struct notify_list other = NOTIFY_LIST_INIT;
	struct world w;

	history(&w);
	w.step[0].is_superseded = 1;
	add(1, 2, "li");
	notify_list_add(&other, p, &w.h, &w.steps, &w.map, &w.symbols);
	notify_list_merge(&list, &other);
	notify_list_release(&other);
	expect("24 12:00", "wang@floor: 7/manager 1/manager\n");
	forget(&w);
}

/* --- a week, minute by minute --------------------------------------------------------------------- */

#define CASES 60
#define WEEK  (7 * 24 * 60)

static uint32_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* Cases 1 .. CASES of the manager's: when they are recorded, when they end, when they are told (minutes). */
struct story {
	int from[CASES + 1], to[CASES + 1], told[CASES + 1];
	int fails_from, fails_to;    /* the channel */
	int last_failure, failures;
};

static void start_story(struct story *s, uint32_t number)
{
	int i;

	seed = number;
	*s = (struct story){ .last_failure = -1 };
	for (i = 1; i <= CASES; i++) {
		s->from[i] = (int)draw(WEEK);
		s->to[i] = s->from[i] + 1 + (int)draw(3000);
		s->told[i] = -1;
	}
	s->fails_from = (int)draw(WEEK);
	s->fails_to = s->fails_from + (int)draw(2000);
}

static void fill_list(const struct story *s, int minute)
{
	uint32_t i;

	list.n = 0;
	for (i = 1; i <= CASES; i++)
		if (minute >= s->from[i] && minute < s->to[i])
			add(i, 2, "li");
}

/* One run; what it sends must be all that is to be told, and it must be allowed to send. */
static void run_once(struct story *s, int minute)
{
	instant now = at("16 00:00") + minute * 60;
	int hour = minute / 60 % 24, fails = minute >= s->fails_from && minute < s->fails_to;
	size_t k;

	fill_list(s, minute);
	notify_plan_make(&plan, &list, &tries, p, now);
	cr_assert_leq(plan.n, 1, "minute %d: one message a receiver", minute);
	if (!plan.n || plan.digest[0].state != NOTIFY_READY)
		return;
	cr_assert(hour >= 10 && hour < 22, "minute %d: while it is quiet", minute);
	cr_assert(s->last_failure < 0 || minute >= s->last_failure + 5, "minute %d: too early", minute);
	notify_tries_row(&tries, span("wang"), span(fails ? FAILED : DONE), now);
	s->last_failure = fails ? minute : -1;
	s->failures += fails;
	for (k = 0; k < plan.digest[0].n && !fails; k++) {
		uint32_t i = caseid_number(plan.digest[0].item[k]->id);

		cr_assert_eq(s->told[i], -1, "minute %d: case %u was told before", minute, i);
		s->told[i] = minute;
		told(i, 2, "wang");
	}
}

/* Whatever still ran when it could be told was told: at once, or when quiet and back-off were over. */
static void judge_story(const struct story *s, uint32_t number)
{
	int i, minute;

	for (i = 1; i <= CASES; i++) {
		if (s->told[i] >= 0)
			continue;
		for (minute = s->from[i]; minute < s->to[i] && minute < WEEK; minute++)
			if (minute / 60 % 24 >= 10 && minute / 60 % 24 < 22 &&
			    (minute < s->fails_from || minute > s->fails_to + NOTIFY_WAIT_MOST / 60))
				cr_assert_fail("story %u: case %d (%d to %d) was lost, fails %d to %d", number, i,
					       s->from[i], s->to[i], s->fails_from, s->fails_to);
	}
	/* 5, 10 .. 320 minutes, then every 6 hours */
	cr_assert_leq(s->failures, 8 + (s->fails_to - s->fails_from) / 360, "story %u: a storm", number);
}

Test(notify, in_any_week_nothing_is_lost_nothing_is_told_twice_and_there_is_no_storm)
{
	struct story s;
	uint32_t number;
	int minute;

	for (number = 1; number <= 28; number++) {
		start_story(&s, number);
		list.ntold = 0;
		notify_tries_release(&tries);
		for (minute = 0; minute < WEEK; minute += 1 + (int)(number % 7))
			run_once(&s, minute);
		if (number % 7 == 0)
			judge_story(&s, number);
	}
}
