/* clock_explain: every interval that an instance counted or skipped. */
#include <stdlib.h>

#include "base/mem.h"
#include "rules/clock_internal.h"

void clock_intervals_release(struct clock_intervals *list)
{
	free(list->interval);
	*list = (struct clock_intervals)CLOCK_INTERVALS_INIT;
}

/* Neighbours of the same state become one. */
static void add(struct clock_intervals *list, instant from, instant to, enum interval_state state,
		uint32_t line)
{
	struct clock_interval *last = list->n ? &list->interval[list->n - 1] : NULL;

	if (to <= from)
		return;
	if (last && last->state == state && last->line == line && last->to == from) {
		last->to = to;
		last->seconds = to - last->from;
		return;
	}
	MEM_GROW(list->interval, list->n + 1, list->alloc);
	list->interval[list->n++] = (struct clock_interval){ from, to, state, to - from, line };
}

static const struct hold *hold_at(const struct clock_rule *rule, const struct holds *holds,
				  instant t, instant *next)
{
	size_t i;

	for (i = 0; i < holds->n; i++) {
		const struct hold *h = &holds->hold[i];

		if (!holds_pause(rule, h) || h->to <= t)
			continue;
		if (h->from <= t) {
			*next = h->to;
			return h;
		}
		*next = h->from;
		return NULL;
	}
	*next = INSTANT_MAX;
	return NULL;
}

static void explain_seconds(const struct clock_instance *x, const struct clock_rule *rule,
			    const struct holds *holds, instant end, struct clock_intervals *list)
{
	instant t = x->from;

	while (t < end) {
		instant until, next;
		const struct hold *hold = hold_at(rule, holds, t, &next);
		int open;

		if (calendar_at(x->rule->calendar, t, &open, &until, NULL))
			break;
		if (until > next)
			until = next;
		if (until > end)
			until = end;
		add(list, t, until,
		    !open ? INTERVAL_CLOSED : hold ? INTERVAL_PAUSED : INTERVAL_RUNNING,
		    open && hold ? hold->line : 0);
		t = until;
	}
}

/*
 * The legal rule counts whole days and leaves out the first. One that would end on a rest day moves
 * on, so the last day counted is the one it ends with.
 */
static void explain_days(const struct clock_instance *x, const struct clock_rule *rule,
			 const struct holds *holds, instant end, struct clock_intervals *list)
{
	const struct calendar *c = x->rule->calendar;
	const struct zone *zone = calendar_zone(c);
	int64_t first = zone_day(zone, x->from), day, left = x->limit;
	int by_calendar = x->rule->within.kind == LIMIT_CALENDAR_DAYS;
	instant t = x->from, next;

	for (day = first; t < end; day++, t = next) {
		int works = calendar_is_working_day(c, day);
		const struct hold *pause;

		next = zone_midnight(zone, day + 1);
		pause = holds_over_midnight(rule, holds, end, next);
		if (day == first || (!by_calendar && works != 1) ||
		    (by_calendar && left == 1 && works != 1) || !left)
			add(list, t, next < end ? next : end, INTERVAL_CLOSED, 0);
		else if (pause)
			add(list, t, next < end ? next : end, INTERVAL_PAUSED, pause->line);
		else {
			add(list, t, next < end ? next : end, INTERVAL_RUNNING, 0);
			left--;
		}
	}
}

static instant end_of(const struct clock_instance *x, instant now)
{
	instant end = x->due;

	if (end == INSTANT_NONE)
		end = x->ended != INSTANT_NONE ? x->ended : now;
	else if (x->paused && x->verdict == VERDICT_UNDECIDED)
		end = now;
	if (x->verdict == VERDICT_DROPPED && x->ended < end)
		end = x->ended;
	return end;
}

void clock_explain(const struct clockset *cs, const struct history *h,
		   const struct clock_instance *instance, instant now,
		   struct clock_intervals *list)
{
	const struct clock_rule *rule = clock_rule_of(cs, h, instance->rule);
	struct holds holds = { NULL, 0, 0 };
	instant end = end_of(instance, now);

	list->n = 0;
	holds_collect(&holds, h, NULL);
	if (instance->ended != INSTANT_NONE)
		holds_end(&holds, instance->ended);
	switch (instance->rule->within.kind) {
	case LIMIT_SECONDS:
		explain_seconds(instance, rule, &holds, end, list);
		break;
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
		explain_days(instance, rule, &holds, end, list);
		break;
	case LIMIT_DUE:
	case LIMIT_NONE:
		add(list, instance->from, end, INTERVAL_RUNNING, 0);
		break;
	}
	free(holds.hold);
}
