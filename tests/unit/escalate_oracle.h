/*
 * escalate_oracle: the time rules of escalation read slowly. Somebody looks at the log every half
 * hour, from the first row on, and writes down each step whose time has come; what an instant
 * shows is told by clock_oracle.h from the rows that had happened by then.
 *
 *	struct ladder ladder = { rules, rung, n };
 *	watch(&watch, &ladder, rows, n, now);      // watch.fired[0 .. watch.n)
 */
#ifndef SD_TESTS_ESCALATE_ORACLE_H
#define SD_TESTS_ESCALATE_ORACLE_H

#include "clock_story.h"

#define RUNGS 5
#define SLOTS 3000

struct rung {
	int percent, offset, repeat;     /* percent 0: the offset counts; half hours */
	int rank;                        /* 0 reminds, 1 escalates, 2 .. to a level */
	unsigned int severities;         /* `for:`, 0: any */
	unsigned int when;               /* not of the clock: severities that fire it */
};

struct ladder {
	struct rule rule[RULES];
	struct rung rung[RUNGS];
	int n;
};

struct fired {
	int row, rung, n, due;           /* row: the id of the one that began it */
};

struct watch {
	const struct ladder *ladder;
	struct story all;                /* every row, in order */
	struct fired fired[8000];
	int n, now;
	int used[SLOTS];                 /* of the instance at hand: time counted before each slot */
};

/* --- what the rows say at an instant ------------------------------------------------------------- */

static inline int rows_until(const struct watch *w, int t)
{
	int i = 0;

	while (i < w->all.n && w->all.row[i].at <= t)
		i++;
	return i;
}

static inline int state_of(const struct watch *w, int t)
{
	int n = rows_until(w, t);

	return n ? state_after(w->all.state[n - 1], w->all.row[n - 1].event) : CASE_NONE;
}

static inline int severity_before(const struct watch *w, int row)
{
	int severity = 0, i;

	for (i = 0; i < row; i++)
		if (w->all.row[i].severity != NOWHERE)
			severity = w->all.row[i].severity;
	return severity;
}

static inline int may_fire(const struct watch *w, const struct rung *r, int n, int t)
{
	int state = state_of(w, t);

	if (n > 1 && (state == CASE_CLOSED || state == CASE_CANCELLED))
		return 0;
	return !r->severities || (r->severities >> severity_before(w, rows_until(w, t)) & 1);
}

/* --- when a step falls due ----------------------------------------------------------------------- */

/* Counts what the instance uses up, half hour by half hour. */
static inline void count_used(struct watch *w, const struct story *s, const struct made *m, int end)
{
	int t, known = 1;

	cr_assert(end + 1 < SLOTS);
	w->used[m->from] = 0;
	for (t = m->from; t <= end; t++) {
		known &= !is_unknown(m->rule, t / SLOTS_A_DAY);
		w->used[t + 1] = w->used[t] + (known && is_open(m->rule, t) &&
					       !is_paused(s, m->rule, t, end + 1));
	}
}

/* When so much is used up since the start. */
static inline int when_used(const struct watch *w, int start, int amount, int end)
{
	int t;

	for (t = start; t <= end; t++)
		if (w->used[t] - w->used[start] >= amount)
			return t;
	return NOWHERE;
}

static inline int of_promise(const struct made *m, const struct rung *r)
{
	int bound = m->moved ? m->moved_at : m->from, due;

	due = r->percent ? m->from + (m->due - m->from) * r->percent / 100 : m->due + r->offset;
	return due > bound ? due : bound;
}

static inline int of_share(const struct story *s, const struct made *m, int share, int end)
{
	struct made part = *m;
	int t, due;

	part.limit = share;
	if (!m->limit)
		return m->from;
	for (t = (m->from / SLOTS_A_DAY + 1) * SLOTS_A_DAY; t <= end; t += SLOTS_A_DAY) {
		due = share ? due_of(s, &part, t) :
			     is_paused(s, m->rule, t - 1, t) ? NOWHERE : t;
		if (due != NOWHERE && due <= t)
			return t;
	}
	return NOWHERE;
}

/* Is less than `back` of opening hours left from the half hour after t until the due instant? */
static inline int is_near(const struct story *s, const struct made *m, int back, int t)
{
	int due = due_of(s, m, t), left = 0, i;

	if (due == NOWHERE)
		return 0;
	for (i = t + 1; i < due; i++)
		left += is_open(m->rule, i);
	return t >= due || left < back;
}

static inline int before_due(const struct story *s, const struct made *m, int back, int end)
{
	int t;

	for (t = m->from; t <= end; t++)
		if (is_near(s, m, back, t) && !(is_paused(s, m->rule, t - 1, end + 1) &&
						is_paused(s, m->rule, t, end + 1)))
			return t;
	return NOWHERE;
}

static inline int of_days(const struct watch *w, const struct story *s, const struct made *m,
			  const struct rung *r, int end)
{
	int due;

	if (r->percent)
		return of_share(s, m, m->limit * r->percent / 100, end);
	if (r->offset < 0)
		return before_due(s, m, -r->offset, end);
	due = of_share(s, m, m->limit, end);
	return due == NOWHERE ? due : when_used(w, due, r->offset, end);
}

static inline int first_of(const struct watch *w, const struct story *s, const struct made *m,
			   const struct rung *r, int end)
{
	int amount;

	if (m->rule->kind == LIMIT_DUE)
		return of_promise(m, r);
	if (m->limit < 0)
		return NOWHERE;
	if (m->rule->kind != LIMIT_SECONDS)
		return of_days(w, s, m, r, end);
	amount = r->percent ? m->limit * r->percent / 100 : m->limit + r->offset;
	return when_used(w, m->from, amount > 0 ? amount : 0, end);
}

static inline int nth_of(const struct watch *w, const struct made *m, const struct rung *r, int first,
			 int n, int end)
{
	if (n > 1 && !r->repeat)
		return NOWHERE;
	if (m->rule->kind == LIMIT_DUE)
		return first + (n - 1) * r->repeat;
	return when_used(w, first, (n - 1) * r->repeat, end);
}

/* --- writing it down ----------------------------------------------------------------------------- */

static inline int is_written(const struct watch *w, int row, int rung, int n)
{
	int i;

	for (i = 0; i < w->n; i++)
		if (w->fired[i].row == row && w->fired[i].rung == rung && w->fired[i].n == n)
			return 1;
	return 0;
}

static inline void write_down(struct watch *w, int row, int rung, int n, int due)
{
	cr_assert(w->n < (int)ARRAY_SIZE(w->fired));
	if (!is_written(w, row, rung, n))
		w->fired[w->n++] = (struct fired){ row, rung, n, due };
}

static inline int is_higher(const struct watch *w, const struct fired *a, const struct fired *b)
{
	int x = w->ladder->rung[a->rung].rank, y = w->ladder->rung[b->rung].rank;

	if (x != y)
		return x > y;
	if (a->due != b->due)
		return a->due > b->due;
	return a->rung != b->rung ? a->rung > b->rung : a->n > b->n;
}

/*
 * A row is known since it was written; the open of a duty, which the machine writes, since it
 * happened.
 */
static inline int known_since(const struct row *e)
{
	return e->event == EVENT_OPEN && e->by_sd ? e->at : e->logged;
}

/* What fell due before the instance was known: the highest. */
static inline void write_late(struct watch *w, const struct story *s, const struct made *m, int known)
{
	struct fired best = { .rung = NOWHERE };
	int i, n, due;

	for (i = 0; i < w->ladder->n; i++) {
		const struct rung *r = &w->ladder->rung[i];
		int first = r->when ? NOWHERE : first_of(w, s, m, r, known);
		struct fired one = { s->row[m->start].id, i, 0, 0 };

		for (n = 1; first != NOWHERE && first < known; n++) {
			due = nth_of(w, m, r, first, n, known);
			if (due == NOWHERE || due >= known)
				break;
			one.n = n;
			one.due = due;
		}
		if (one.n > 1 && (state_of(w, known) == CASE_CLOSED || state_of(w, known) == CASE_CANCELLED)) {
			one.n = 1;
			one.due = first;
		}
		if (one.n && may_fire(w, r, one.n, known) && (best.rung == NOWHERE || is_higher(w, &one, &best)))
			best = one;
	}
	best.due = known;
	for (i = 0; i < w->n && best.rung != NOWHERE; i++)
		if (w->fired[i].row == best.row && !w->ladder->rung[w->fired[i].rung].when &&
		    is_higher(w, &w->fired[i], &best))
			return;
	if (best.rung != NOWHERE)
		write_down(w, best.row, best.rung, best.n, known);
}

/* The instance runs from one instant to another, both included. */
static inline void watch_made(struct watch *w, const struct story *s, const struct made *m, int from,
			      int to)
{
	int known = known_since(&s->row[m->start]), i, n;

	if (known < m->floor)
		known = m->floor;
	if (known > to)
		return;
	count_used(w, s, m, to);
	if (known >= from)
		write_late(w, s, m, known);
	for (i = 0; i < w->ladder->n; i++) {
		const struct rung *r = &w->ladder->rung[i];
		int first = r->when ? NOWHERE : first_of(w, s, m, r, to);
		int due = first;

		for (n = 1; due != NOWHERE && due <= to; due = nth_of(w, m, r, first, ++n, to))
			if (due >= from && due >= known && may_fire(w, r, n, due))
				write_down(w, s->row[m->start].id, i, n, due);
	}
}

/* --- looking every half hour --------------------------------------------------------------------- */

static inline void tell_of(struct story *s, const struct watch *w, int rows, int now, int task)
{
	*s = w->all;
	s->n = rows;
	s->now = now;
	s->task = task;
	tell_name(s, w->ladder->rule);
}

/* Does the row give the instance another due instant, or another rule? */
static inline int is_changed(const struct watch *w, const struct made *m, int row)
{
	const struct row *e = &w->all.row[row];

	if (m->end != NOWHERE || m->from >= e->at)
		return 0;
	if (m->rule->kind == LIMIT_DUE && e->due != NOWHERE && has(m->rule->from, e->event) &&
	    (e->event != EVENT_TASK || e->task == w->all.row[m->start].task))
		return m->due > e->at;
	return match(w->ladder->rule, severity_before(w, row)) !=
	       match(w->ladder->rule, severity_before(w, row + 1));
}

/* What fell due at this very instant before the row changed it. */
static inline void watch_before(struct watch *w, int row)
{
	int task, i, t = w->all.row[row].at;

	for (task = 0; task < TASKS; task++) {
		struct story s;

		tell_of(&s, w, row, t, task);
		for (i = 0; i < s.nmade; i++)
			if (is_changed(w, &s.made[i], row))
				watch_made(w, &s, &s.made[i], t, t);
	}
}

static inline void watch_between(struct watch *w, int from, int to)
{
	int task, i;

	for (task = 0; task < TASKS; task++) {
		struct story s;

		tell_of(&s, w, rows_until(w, from), from, task);
		for (i = 0; i < s.nmade; i++)
			if (s.made[i].end == NOWHERE)
				watch_made(w, &s, &s.made[i], from, to);
	}
}

static inline int is_worked_on(int state)
{
	return state == CASE_NEW || state == CASE_OPEN || state == CASE_WAITING;
}

/* Steps with `when:`: when the case first fits and is open, or when that was written down, if it still is. */
static inline void watch_class(struct watch *w)
{
	int i, k, done[RUNGS] = { 0 };

	for (i = 0; i < w->all.n; i++) {
		const struct row *e = &w->all.row[i];

		if ((e->event != EVENT_OPEN && e->event != EVENT_AMEND && e->event != EVENT_ASSIGN &&
		     e->event != EVENT_REOPEN) ||
		    !is_worked_on(state_after(w->all.state[i], e->event)))
			continue;
		for (k = 0; k < w->ladder->n; k++) {
			const struct rung *r = &w->ladder->rung[k];

			if (done[k] || !(r->when >> severity_before(w, i + 1) & 1))
				continue;
			if (r->severities && !(r->severities >> severity_before(w, i + 1) & 1))
				continue;
			done[k] = 1;
			if (known_since(e) <= e->at)
				write_down(w, e->id, k, 1, e->at);
			else if (e->logged <= w->now && is_worked_on(state_of(w, e->logged)))
				write_down(w, e->id, k, 1, e->logged);
		}
	}
}

static inline void watch_case(struct watch *w, const struct ladder *ladder, const struct row *row,
			      size_t n, int now)
{
	int i, next;

	w->ladder = ladder;
	w->n = 0;
	w->now = now;
	w->all = (struct story){ .now = now };
	put_in_order(&w->all, row, n);
	watch_class(w);
	for (i = 0; i < w->all.n; i++) {
		watch_before(w, i);
		next = i + 1 < w->all.n ? w->all.row[i + 1].at : now + 1;
		if (next > w->all.row[i].at)
			watch_between(w, w->all.row[i].at, next - 1);
	}
}

#endif
