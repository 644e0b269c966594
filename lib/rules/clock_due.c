/* clock_due: when a limit is used up, with the pauses taken out. */
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/clock_internal.h"

/* One hold at a time: a second replaces the reason; resume, resolve and cancel end it. */
void holds_collect(struct holds *holds, const struct history *h)
{
	enum case_state state = CASE_NONE;
	size_t i;

	holds->n = 0;
	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];
		enum case_state next;

		if (!casestate_allows(state, e->event))
			continue;
		next = casestate_after(state, e->event);
		if (state == CASE_WAITING && (next != CASE_WAITING || e->event == EVENT_HOLD))
			holds->hold[holds->n - 1].to = e->at;
		if (e->event == EVENT_HOLD) {
			MEM_GROW(holds->hold, holds->n + 1, holds->alloc);
			holds->hold[holds->n++] = (struct hold){ e->at, INSTANT_MAX, e->detail, e->line };
		}
		state = next;
	}
}

int holds_pause(const struct clock_rule *rule, const struct hold *hold)
{
	size_t i;

	for (i = 0; i < rule->npause; i++)
		if (rule->pause[i] == hold->reason)
			return 1;
	return 0;
}

static void due_by_days(struct clock_instance *x)
{
	const struct policy_clock *c = x->rule;
	enum calendar_answer a;

	if (c->within.kind == LIMIT_WORKING_DAYS)
		a = calendar_add_working_days(c->calendar, x->from, c->within.n, &x->due,
					      &x->unknown_year);
	else
		a = calendar_add_calendar_days(c->calendar, x->from, c->within.n, &x->due,
					       &x->unknown_year);
	if (a != CALENDAR_OK)
		x->due = INSTANT_NONE;
}

/*
 * Walks the pauses: counts what the calendar gives before each until the limit is used up. The
 * due instant is the earliest such: exactly at the start of a pause stays there.
 */
static void due_by_seconds(struct clock_instance *x, const struct clock_rule *rule,
			   const struct holds *holds, instant cut, int ended)
{
	const struct calendar *calendar = x->rule->calendar;
	int64_t left = x->limit, got;
	instant cursor = x->from;
	size_t i;

	for (i = 0; i < holds->n; i++) {
		const struct hold *hold = &holds->hold[i];
		instant to = hold->to;

		if (hold->from >= cut || to <= cursor || !holds_pause(rule, hold))
			continue;
		if (hold->from > cursor) {
			if (calendar_between(calendar, cursor, hold->from, &got, &x->unknown_year)) {
				x->due = INSTANT_NONE;
				return;
			}
			if (got >= left)
				break;
			left -= got;
		} else if (!left) {
			break;
		}
		if (to > cut) {
			x->paused = !ended;
			to = cut;
		}
		cursor = to;
	}
	if (calendar_add(calendar, cursor, left, &x->due, &x->unknown_year))
		x->due = INSTANT_NONE;
}

void clock_due(struct clock_instance *x, const struct clock_rule *rule, const struct holds *holds,
	       instant cut, int ended)
{
	x->paused = 0;
	switch (x->rule->within.kind) {
	case LIMIT_SECONDS:
		due_by_seconds(x, rule, holds, cut, ended);
		break;
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
		due_by_days(x);
		break;
	case LIMIT_DUE:
	case LIMIT_NONE:
		break;
	}
}

int64_t clock_used(const struct clock_instance *x, const struct clock_rule *rule,
		   const struct holds *holds, instant t)
{
	const struct calendar *calendar = x->rule->calendar;
	instant cursor = x->from;
	int64_t used = 0, got;
	size_t i;

	for (i = 0; i <= holds->n; i++) {
		const struct hold *hold = i < holds->n ? &holds->hold[i] : NULL;
		instant stop = hold && hold->from < t ? hold->from : t;

		if (hold && (hold->to <= cursor || !holds_pause(rule, hold)))
			continue;
		if (stop > cursor) {
			if (calendar_between(calendar, cursor, stop, &got, NULL))
				return x->limit;
			used += got;
		}
		if (!hold || hold->from >= t)
			break;
		cursor = hold->to;
	}
	return used < x->limit ? used : x->limit;
}
