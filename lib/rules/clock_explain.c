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

/* The legal rule counts whole days and leaves out the first. */
static void explain_days(const struct clock_instance *x, instant end, struct clock_intervals *list)
{
	const struct calendar *c = x->rule->calendar;
	const struct zone *zone = calendar_zone(c);
	int64_t first = zone_day(zone, x->from), day;
	instant t = x->from;

	for (day = first; t < end; day++) {
		instant next = zone_midnight(zone, day + 1);
		int counts = day > first && (x->rule->within.kind == LIMIT_CALENDAR_DAYS ||
					     calendar_is_working_day(c, day) == 1);

		if (next > end)
			next = end;
		add(list, t, next, counts ? INTERVAL_RUNNING : INTERVAL_CLOSED, 0);
		t = next;
	}
}

void clock_explain(const struct clockset *cs, const struct history *h,
		   const struct clock_instance *instance, instant now,
		   struct clock_intervals *list)
{
	const struct clock_rule *rule = clock_rule_of(cs, h, instance->rule);
	struct holds holds = { NULL, 0, 0 };
	instant end = instance->due;

	list->n = 0;
	if (end == INSTANT_NONE || instance->paused)
		end = now;
	if (instance->verdict == VERDICT_DROPPED && instance->ended < end)
		end = instance->ended;
	holds_collect(&holds, h);
	switch (instance->rule->within.kind) {
	case LIMIT_SECONDS:
		explain_seconds(instance, rule, &holds, end, list);
		break;
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
		explain_days(instance, end, list);
		break;
	case LIMIT_DUE:
	case LIMIT_NONE:
		add(list, instance->from, end, INTERVAL_RUNNING, 0);
		break;
	}
	free(holds.hold);
}
