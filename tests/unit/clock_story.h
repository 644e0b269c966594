/*
 * clock_story: made-up rules and cases, as clock_oracle.h reads them and as text for a policy and
 * for clock_fixture.h's histories. Everything falls on half hours ("slots").
 *
 *	seed = 1;
 *	make_rule(&rule, 0); write_rule(&policy, 0, &rule);       // a line of the policy's clocks
 *	n = make_rows(row); write_row(&out, &row[i]);
 */
#ifndef SD_TESTS_CLOCK_STORY_H
#define SD_TESTS_CLOCK_STORY_H

#include "clock_fixture.h"
#include "clock_oracle.h"

#define TASKS 3                          /* what no task started, and two tasks */

/* Every history may use these. */
static const int events[] = {
	EVENT_OPEN, EVENT_RESPOND, EVENT_CONTACT, EVENT_ASSIGN, EVENT_AMEND, EVENT_NOTE,
	EVENT_HOLD, EVENT_RESUME, EVENT_PROMISE, EVENT_RESOLVE, EVENT_CLOSE, EVENT_REOPEN,
	EVENT_CANCEL, EVENT_TASK, EVENT_TASK, EVENT_DONE, EVENT_OWN, EVENT_OWN + 1,
};
static const char *const own[] = { "feedback", "visit" };
static const char *const severities[] = { "ordinary", "complex", "general", "major" };
static const char *const tasks[] = { "", "pull-batch", "train" };
static const char *const reasons[] = { "customer", "supplier" };

static uint64_t seed;

static inline int below(int n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (int)((seed >> 33) % (unsigned int)n);
}

static inline const char *name_of(int event)
{
	return event >= EVENT_OWN ? own[event - EVENT_OWN] : event_name(event);
}

/* --- the policy ------------------------------------------------------------------------------------ */

static const char *const calendars[] = { "always", "office", "until-2026" };
static const char *const on_reopens[] = { "restart", "continue", "ignore" };

static inline unsigned int some_events(int n)
{
	unsigned int set = 0;
	int e;

	while (n) {
		e = events[below((int)(sizeof(events) / sizeof(events[0])))];
		if (e == EVENT_CANCEL)
			continue;
		set |= 1U << e;
		n--;
	}
	return set;
}

static inline void make_rule(struct rule *r, int is_last)
{
	*r = (struct rule){ .from = some_events(1), .until = some_events(1 + below(2)) };
	if (below(3))
		r->from = 1U << EVENT_OPEN | (below(4) ? 0 : r->from);
	if (!below(4)) {
		r->from = 1U << EVENT_TASK | (below(4) ? 0 : r->from);
		r->until |= 1U << EVENT_DONE;
	}
	if (below(2))
		r->until |= 1U << EVENT_RESOLVE;
	if (!below(4))
		r->drop = some_events(1);
	if (!is_last || !below(3))
		r->severities = 1 + (unsigned int)below(15);
	r->pause = (unsigned int)(below(3) ? 1 : below(4));
	r->kind = below(6) ? LIMIT_SECONDS : below(2) ? LIMIT_WORKING_DAYS : LIMIT_CALENDAR_DAYS;
	r->limit = r->kind == LIMIT_SECONDS ? 1 + below(50) : 1 + below(4);
	r->calendar = below(3);
	r->on_reopen = below(3);
	r->keep = !below(4);
	if (!below(6)) {
		r->kind = LIMIT_DUE;
		r->from |= 1U << (below(3) ? EVENT_PROMISE : EVENT_TASK);
		r->limit = 0;
	}
}

static inline void write_set(struct strbuf *out, const char *key, unsigned int set)
{
	const char *comma = "";
	int e;

	strbuf_addf(out, ", %s: [", key);
	for (e = 0; e < 32; e++)
		if (set & 1U << e) {
			strbuf_addf(out, "%s%s", comma, name_of(e));
			comma = ", ";
		}
	strbuf_addch(out, ']');
}

static inline void write_choice(struct strbuf *out, const char *key, unsigned int set,
			 const char *const *words)
{
	const char *comma = "";
	int i;

	strbuf_addf(out, "%s: [", key);
	for (i = 0; i < 4; i++)
		if (set & 1U << i) {
			strbuf_addf(out, "%s%s", comma, words[i]);
			comma = ", ";
		}
	strbuf_addch(out, ']');
}

static inline void write_rule(struct strbuf *out, int name, const struct rule *r)
{
	strbuf_addf(out, "  - { clock: c%d", name);
	if (r->severities) {
		strbuf_addstr(out, ", for: {");
		write_choice(out, "severity", r->severities, severities);
		strbuf_addch(out, '}');
	}
	write_set(out, "from", r->from);
	write_set(out, "until", r->until);
	if (r->drop)
		write_set(out, "drop", r->drop);
	write_choice(out, ", pause", r->pause, reasons);
	if (r->kind == LIMIT_DUE)
		strbuf_addstr(out, ", within: due");
	else if (r->kind == LIMIT_SECONDS)
		strbuf_addf(out, ", within: %dm", r->limit * 30);
	else
		strbuf_addf(out, ", within: %d %s days", r->limit,
			    r->kind == LIMIT_WORKING_DAYS ? "working" : "calendar");
	if (r->calendar && r->kind != LIMIT_DUE)
		strbuf_addf(out, ", calendar: %s", calendars[r->calendar]);
	strbuf_addf(out, ", on-reopen: %s, on-amend: %s }\n", on_reopens[r->on_reopen],
		    r->keep ? "keep" : "recompute");
}

/* --- the case -------------------------------------------------------------------------------------- */

static inline void make_row(struct row *r, int state, int at)
{
	*r = (struct row){ .at = at, .due = NOWHERE, .severity = NOWHERE };
	do
		r->event = events[below((int)(sizeof(events) / sizeof(events[0])))];
	while ((!is_legal(state, r->event) || (r->event == EVENT_CANCEL && below(4))) && below(20));
	r->by_sd = !below(12);
	if (r->event == EVENT_OPEN || (r->event == EVENT_AMEND && below(5)))
		r->severity = below(4);
	if (r->event == EVENT_TASK || r->event == EVENT_DONE)
		r->task = 1 + below(2);
	if (r->event == EVENT_PROMISE || (r->event == EVENT_TASK && below(3)))
		r->due = at + 1 + below(60);
	if (r->event == EVENT_HOLD)
		r->reason = below(2);
}

/* Mostly legal, sometimes not; now and then written down in another order. */
static inline size_t make_rows(struct row *row)
{
	int state = CASE_NONE, at = below(2 * SLOTS_A_DAY), event;
	size_t n = 3 + (size_t)below(ROWS - 3), i;

	for (i = 0; i < n; i++) {
		make_row(&row[i], state, at);
		event = row[i].event;
		if (is_legal(state, event))
			state = state_after(state, event);
		at += below(3) ? below(12) : below(2 * SLOTS_A_DAY);
	}
	while (!below(3)) {
		struct row *a = &row[below((int)n)], *b = &row[below((int)n)], c = *a;

		*a = *b;
		*b = c;
	}
	return n;
}

static inline void write_time(struct strbuf *out, int slot, char between)
{
	strbuf_addf(out, "%d%c%02d:%02d", first_day + slot / SLOTS_A_DAY, between, slot % SLOTS_A_DAY / 2,
		    slot % 2 * 30);
}

static inline void write_row(struct strbuf *out, const struct row *r)
{
	write_time(out, r->at, ' ');
	strbuf_addf(out, " %s", name_of(r->event));
	if (r->by_sd)
		strbuf_addstr(out, " by=sd");
	if (r->severity != NOWHERE)
		strbuf_addf(out, " severity=%s", severities[r->severity]);
	if (r->due != NOWHERE) {
		strbuf_addstr(out, " due=");
		write_time(out, r->due, 'T');
	}
	if (r->event == EVENT_HOLD)
		strbuf_addf(out, " detail=%s", reasons[r->reason]);
	if (r->task)
		strbuf_addf(out, " detail=%s", tasks[r->task]);
	if (r->logged > r->at) {
		strbuf_addstr(out, " logged=");
		write_time(out, r->logged, 'T');
	}
	strbuf_addch(out, '\n');
}

static inline instant instant_of(int slot)
{
	return slot == NOWHERE ? INSTANT_NONE :
				 at("16 00:00") + (first_day - 16) * 86400 + slot * 1800;
}

#endif
