/*
 * clock_oracle: the clock rules of design section 2 read slowly. Everything falls on half hours
 * ("slots", from the midnight of a Monday on), so counting them one by one is exact.
 *
 *	struct story s = { .now = now };
 *	put_in_order(&s, rows, n);
 *	tell_name(&s, rules);                // s.made[0 .. s.nmade): the instances of one name
 *	due_of(&s, &s.made[i], now)
 *
 * A story is told of what no task started, or of one task: then s.task is its number, and the rows
 * of other tasks mean nothing to it.
 *
 * How it reads an amend: the log falls into stretches in which one rule of the name matches. At the
 * end of each, what has ended or is decided stays; what is undecided is forgotten, and the next
 * stretch's rule tells the story again from there.
 */
#ifndef SD_TESTS_CLOCK_ORACLE_H
#define SD_TESTS_CLOCK_ORACLE_H

#include <criterion/criterion.h>

#include "domain/casestate.h"
#include "domain/event.h"
#include "values/duration.h"

#define RULES	  3
#define ROWS	  14
#define SLOTS_A_DAY 48
#define NOWHERE	  (-1)

static int first_day;                    /* a Monday: 16 November, or 28 December, days before the data ends */

struct rule {
	unsigned int from, until, drop;  /* sets of event codes */
	unsigned int severities;         /* set; 0: any */
	unsigned int pause;              /* set of reasons */
	enum limit_kind kind;
	int limit;                       /* half hours, or days */
	int calendar, on_reopen, keep;
};

struct row {
	int at, event, by_sd, due, severity, reason;
	int task;                        /* 1 .. of task and done */
	int id, logged;                  /* for whoever wants them: its number, and when it was written */
};

/* The design's table, with the sentences below it. */
static inline int is_legal(int state, int e)
{
	int works = state == CASE_NEW || state == CASE_OPEN || state == CASE_WAITING;

	switch (e) {
	case EVENT_OPEN:
		return state == CASE_NONE;
	case EVENT_RESUME:
		return state == CASE_WAITING;
	case EVENT_ASSIGN: case EVENT_HOLD: case EVENT_PROMISE: case EVENT_RESOLVE:
		return works;
	case EVENT_RESPOND: case EVENT_AMEND:
		return works || state == CASE_RESOLVED;
	case EVENT_CLOSE:
		return state == CASE_RESOLVED;
	case EVENT_REOPEN:
		return state == CASE_RESOLVED || state == CASE_CLOSED;
	case EVENT_NOTE:
		return state != CASE_NONE;
	default:
		return state != CASE_NONE && state != CASE_CANCELLED;
	}
}

static inline int state_after(int state, int e)
{
	switch (e) {
	case EVENT_OPEN:
		return CASE_NEW;
	case EVENT_RESPOND: case EVENT_ASSIGN:
		return state == CASE_NEW ? CASE_OPEN : state;
	case EVENT_HOLD:
		return CASE_WAITING;
	case EVENT_RESUME: case EVENT_REOPEN:
		return CASE_OPEN;
	case EVENT_RESOLVE:
		return CASE_RESOLVED;
	case EVENT_CLOSE:
		return CASE_CLOSED;
	case EVENT_CANCEL:
		return CASE_CANCELLED;
	default:
		return state;
	}
}

struct made {
	const struct rule *rule;
	int start, from;                 /* row and time that began it */
	int limit, due, moved, moved_at;
	int end, ended, is_done;         /* row and time that ended it, NOWHERE: runs */
	int floor;                       /* a breach is decided no earlier */
};

struct story {
	struct row row[ROWS];            /* legal ones, in order */
	int state[ROWS];                 /* before each */
	int n, now;
	int task;                        /* 0: what no task started */
	struct made made[8 * ROWS];
	int nmade;
	int cursor;                      /* rows from here on are told by the rule that matches next */
};

static inline int has(unsigned int set, int event)
{
	return (set >> event & 1) != 0;
}

static inline void put_in_order(struct story *s, const struct row *row, size_t n)
{
	int state = CASE_NONE, at;
	size_t i;

	for (at = 0; at <= s->now; at++)
		for (i = 0; i < n; i++)
			if (row[i].at == at && is_legal(state, row[i].event)) {
				s->state[s->n] = state;
				state = state_after(state, row[i].event);
				s->row[s->n++] = row[i];
			}
}

static inline int is_unknown(const struct rule *r, int day)
{
	return r->calendar == 2 && first_day + day > 61;
}

static inline int is_working_day(const struct rule *r, int day)
{
	if (r->calendar == 2 && (first_day + day == 24 || first_day + day == 28))
		return first_day + day == 28;
	return !r->calendar || day % 7 < 5;
}

static inline int is_open(const struct rule *r, int slot)
{
	int half = slot % SLOTS_A_DAY;

	if (!r->calendar || !is_working_day(r, slot / SLOTS_A_DAY))
		return !r->calendar;
	return r->calendar == 1 ? (half >= 18 && half < 24) || (half >= 27 && half < 36) :
				  half >= 18 && half < 34;
}

/* Does a hold stop the rule in the half hour after `slot`, as far as is known at `cut`? */
static inline int is_paused(const struct story *s, const struct rule *r, int slot, int cut)
{
	int i, state = CASE_NONE, reason = 0;

	for (i = 0; i < s->n && s->row[i].at <= slot; i++) {
		state = state_after(s->state[i], s->row[i].event);
		if (s->row[i].event == EVENT_HOLD)
			reason = s->row[i].reason;
	}
	return slot < cut && state == CASE_WAITING && (r->pause >> reason & 1);
}

/*
 * Half hours, or whole days, that count before `until`; or, with NOWHERE, when the limit is reached.
 * NOWHERE: the calendar does not know.
 */
static inline int count(const struct story *s, const struct made *m, int cut, int until)
{
	const struct rule *r = m->rule;
	int by_days = r->kind != LIMIT_SECONDS, used = 0, t = m->from, next;

	if (m->limit <= 0)
		return m->limit < 0 ? NOWHERE : until == NOWHERE ? t : 0;
	for (; used < m->limit && (until == NOWHERE || t < until); t = next) {
		int day = t / SLOTS_A_DAY;

		next = by_days ? (day + 1) * SLOTS_A_DAY : t + 1;
		if (is_paused(s, r, next - 1, cut) || (by_days && (t == m->from || (until != NOWHERE && next > until))))
			continue;
		if (is_unknown(r, day) && r->kind != LIMIT_CALENDAR_DAYS)
			return NOWHERE;
		used += by_days ? r->kind == LIMIT_CALENDAR_DAYS || is_working_day(r, day) :
				  is_open(r, t);
	}
	if (until != NOWHERE)
		return used;
	/* The last day must be a working one. */
	for (; by_days; t += SLOTS_A_DAY) {
		if (is_unknown(r, t / SLOTS_A_DAY - 1))
			return NOWHERE;
		if (is_working_day(r, t / SLOTS_A_DAY - 1) && !is_paused(s, r, t - 1, cut))
			break;
	}
	return t;
}

/* NOWHERE: not known. */
static inline int due_of(const struct story *s, const struct made *m, int now)
{
	if (m->rule->kind == LIMIT_DUE)
		return m->due;
	return count(s, m, m->end == NOWHERE ? now : m->ended, NOWHERE);
}

static inline int left_at_reopen(const struct story *s, const struct rule *r, int row)
{
	const struct made *last;
	int i = s->nmade;

	while (i && s->made[i - 1].start >= row)
		i--;
	last = i ? &s->made[i - 1] : NULL;
	if (!last || last->rule->kind != r->kind)
		return r->limit;
	i = count(s, last, last->ended, last->ended);
	if (i == NOWHERE)
		return NOWHERE;
	i = r->limit - (last->rule->limit - last->limit) - i;
	return i > 0 ? i : 0;
}

static inline void begin(struct story *s, const struct rule *r, int row, int floor)
{
	struct made *m = &s->made[s->nmade];
	int limit = r->limit;

	if (s->row[row].event == EVENT_REOPEN && has(r->from, EVENT_OPEN) && r->on_reopen == 1 &&
	    r->kind != LIMIT_DUE)
		limit = left_at_reopen(s, r, row);
	cr_assert(s->nmade < 8 * ROWS);
	s->nmade++;
	*m = (struct made){ .rule = r, .start = row, .from = s->row[row].at, .limit = limit,
			    .due = s->row[row].due, .end = NOWHERE, .floor = floor };
}

/* Rows of a task speak of that task; of everything where the rule does not keep tasks apart. */
static inline int means_something(const struct story *s, const struct rule *r, const struct row *e)
{
	if (e->event != EVENT_TASK && e->event != EVENT_DONE)
		return 1;
	return s->task ? e->task == s->task : !has(r->from, EVENT_TASK);
}

/* After resolve only these begin anything. */
static inline int is_too_late_to_begin(const struct story *s, int row)
{
	int event = s->row[row].event, over = s->state[row] == CASE_RESOLVED || s->state[row] == CASE_CLOSED;

	return over && event != EVENT_CONTACT && event != EVENT_CLOSE && event != EVENT_REOPEN &&
	       event < EVENT_OWN;
}

static inline int begins(const struct story *s, const struct rule *r, int row)
{
	const struct row *e = &s->row[row];

	if (s->state[row] == CASE_CANCELLED || (r->kind == LIMIT_DUE && e->due == NOWHERE))
		return 0;
	if (!means_something(s, r, e) || (s->task && e->event != EVENT_TASK))
		return 0;
	if (is_too_late_to_begin(s, row))
		return 0;
	return has(r->from, e->event) ||
	       (e->event == EVENT_REOPEN && has(r->from, EVENT_OPEN) && r->on_reopen != 2);
}

/* Does the row end it? Its rule's word counts, whatever matches now. */
static inline int ends(struct story *s, struct made *m, int row)
{
	const struct row *e = &s->row[row];
	const struct rule *r = m->rule;
	int by = s->row[m->start].event;

	if (!means_something(s, r, e))
		return 0;
	if (r->kind == LIMIT_DUE && e->due != NOWHERE && has(r->from, e->event)) {
		if (e->at < m->due) {
			m->due = e->due;
			m->moved++;
			m->moved_at = e->at;
			return 0;
		}
		if (is_too_late_to_begin(s, row))
			return 0;
	} else if (has(r->until, e->event) && !e->by_sd) {
		m->is_done = 1;
	} else if (!has(r->drop, e->event) && e->event != EVENT_CANCEL &&
		   !(e->event == EVENT_REOPEN && (by == EVENT_RESOLVE || by == EVENT_CLOSE))) {
		return 0;
	}
	m->end = row;
	m->ended = e->at;
	s->cursor = row;
	return 1;
}

/* The rows [from, to) as the rule tells them; the first begins one in any case where forced. */
static inline void tell(struct story *s, const struct rule *r, int from, int to, int forced, int floor)
{
	struct made *runs = NULL;
	int i;

	for (i = from; i < to; i++) {
		if (runs && ends(s, runs, i))
			runs = NULL;
		if (!runs && ((forced && i == from) || begins(s, r, i))) {
			begin(s, r, i, floor);
			runs = &s->made[s->nmade - 1];
		}
	}
}

static inline const struct rule *match(const struct rule *rules, int severity)
{
	int i;

	for (i = 0; i < RULES; i++)
		if (!rules[i].severities || rules[i].severities >> severity & 1)
			return &rules[i];
	return NULL;
}

static inline struct made *last_running(struct story *s)
{
	return s->nmade && s->made[s->nmade - 1].end == NOWHERE ? &s->made[s->nmade - 1] : NULL;
}

static inline void tell_name(struct story *s, const struct rule *rules)
{
	const struct rule *r = NULL, *next;
	int i, begun = 0, forced = 0, keep_from = 0, floor = NOWHERE, severity = 0;
	struct made *on = NULL;          /* goes on under an older rule */

	for (i = 0; i <= s->n; i++) {
		if (i < s->n && s->row[i].severity != NOWHERE)
			severity = s->row[i].severity;
		next = i < s->n && s->row[i].event != EVENT_AMEND && s->row[i].event != EVENT_OPEN ?
		       r : match(rules, severity);
		if (i < s->n && next == r)
			continue;
		for (; on && begun < i; begun++)
			if (ends(s, on, begun))
				on = NULL;
		if (!on && r)
			tell(s, r, s->cursor > keep_from ? s->cursor : keep_from, i, forced, floor);
		on = last_running(s);
		if (i == s->n)
			break;
		begun = i;
		floor = s->row[i].at;
		forced = 0;
		keep_from = next && next->keep && !on ? i : 0;
		if (on && !on->rule->keep) {
			int due = due_of(s, on, s->row[i].at);
			int late = due != NOWHERE && due <= s->row[i].at;

			if (!next || (!late && next->kind == LIMIT_DUE && s->row[on->start].due == NOWHERE)) {
				on->end = i;
				on->ended = s->row[i].at;
				s->cursor = late ? i : on->start;
				on = NULL;
			} else if (!late) {
				s->cursor = on->start;
				s->nmade--;
				forced = 1;
				on = NULL;
			}
		}
		r = next;
	}
}

#endif
