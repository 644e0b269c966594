/* clock_due: when a limit is used up, with the pauses taken out. */
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/clock_internal.h"

/* One hold at a time: a second replaces the reason; resume, resolve and cancel end it. */
void holds_collect(struct holds *holds, const struct history *h, uint8_t *before)
{
	enum case_state state = CASE_NONE;
	size_t i;

	holds->n = 0;
	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];
		int is_legal = casestate_allows(state, e->event);
		enum case_state next = is_legal ? casestate_after(state, e->event) : state;

		if (before)
			before[i] = is_legal ? (uint8_t)state : NOT_ALLOWED;
		if (state == CASE_WAITING && (next != CASE_WAITING || e->event == EVENT_HOLD))
			holds->hold[holds->n - 1].to = e->at;
		if (is_legal && e->event == EVENT_HOLD) {
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

void holds_end(struct holds *holds, instant end)
{
	while (holds->n && holds->hold[holds->n - 1].from >= end)
		holds->n--;
	if (holds->n && holds->hold[holds->n - 1].to > end)
		holds->hold[holds->n - 1].to = end;
}

/* The first pause from hold *i on that begins before `cut` and lasts beyond `cursor`; *i goes behind it. */
static const struct hold *next_pause(const struct clock_rule *rule, const struct holds *holds,
				     instant cursor, instant cut, size_t *i)
{
	for (; *i < holds->n && holds->hold[*i].from < cut; ++*i)
		if (holds->hold[*i].to > cursor && holds_pause(rule, &holds->hold[*i]))
			return &holds->hold[(*i)++];
	return NULL;
}

static instant earlier(instant a, instant b)
{
	return a < b ? a : b;
}

/* --- seconds ------------------------------------------------------------------------------------- */

/*
 * From pause to pause, until the limit is used up before the next one begins. The due instant is
 * the earliest such: exactly at the start of a pause stays there.
 */
static instant reach(const struct clock_rule *rule, const struct holds *holds, instant cut,
		     instant cursor, int64_t left, int *year)
{
	const struct calendar *calendar = rule->clock->calendar;
	int64_t got;
	instant due;
	size_t i = 0;

	for (;;) {
		enum calendar_answer a = calendar_add(calendar, cursor, left, &due, year);
		const struct hold *pause = left ? next_pause(rule, holds, cursor, cut, &i) : NULL;

		if (a == CALENDAR_OK && (!pause || due <= pause->from))
			return due;
		if (!pause || calendar_between(calendar, cursor, pause->from, &got, year))
			return INSTANT_NONE;
		left -= got;
		cursor = earlier(pause->to, cut);
	}
}

instant clock_reach(const struct clock_rule *rule, const struct holds *holds, instant cut,
		    instant start, int64_t seconds)
{
	return reach(rule, holds, cut, start, seconds, NULL);
}

static int64_t seconds_used(const struct clock_instance *x, const struct clock_rule *rule,
			    const struct holds *holds, instant t, int *year)
{
	const struct calendar *calendar = x->rule->calendar;
	int64_t left = x->limit, got;
	instant cursor = x->from, full;
	size_t i = 0;

	for (;;) {
		const struct hold *pause = next_pause(rule, holds, cursor, t, &i);
		instant stop = pause ? pause->from : t;

		/* All of it can be known to be used where the rest is not known. */
		if (calendar_add(calendar, cursor, left, &full, NULL) == CALENDAR_OK && full <= stop)
			return x->limit;
		if (calendar_between(calendar, cursor, stop, &got, year))
			return -1;
		left -= got;
		if (!pause)
			return x->limit - left;
		cursor = earlier(pause->to, t);
	}
}

/* --- days ---------------------------------------------------------------------------------------- */

/* Does the rule count this day, as far as the calendar goes? -1: not known. */
static int is_counted(const struct policy_clock *c, int64_t day)
{
	return c->within.kind == LIMIT_CALENDAR_DAYS ? 1 : calendar_is_working_day(c->calendar, day);
}

const struct hold *holds_over_midnight(const struct clock_rule *rule, const struct holds *holds,
				       instant cut, instant midnight)
{
	const struct hold *pause;
	size_t i = 0;

	do
		pause = next_pause(rule, holds, INSTANT_NONE, earlier(cut, midnight), &i);
	while (pause && earlier(pause->to, cut) < midnight);
	return pause;
}

/* Counted days in (first, last] that end in a pause. */
static int64_t days_paused(const struct clock_instance *x, const struct clock_rule *rule,
			   const struct holds *holds, instant cut, int64_t last)
{
	const struct zone *zone = calendar_zone(x->rule->calendar);
	int64_t day = zone_day(zone, x->from), n = 0, to;
	const struct hold *pause;
	size_t i = 0;

	while ((pause = next_pause(rule, holds, x->from, cut, &i))) {
		if (zone_day(zone, pause->from) > day)
			day = zone_day(zone, pause->from);
		to = zone_day(zone, earlier(pause->to, cut));
		for (; day < to && day <= last; day++)
			n += day > zone_day(zone, x->from) && is_counted(x->rule, day) == 1;
	}
	return n;
}

static enum calendar_answer add_days(struct clock_instance *x, int64_t n)
{
	const struct policy_clock *c = x->rule;

	if (c->within.kind == LIMIT_WORKING_DAYS)
		return calendar_add_working_days(c->calendar, x->from, n, &x->due, &x->unknown_year);
	return calendar_add_calendar_days(c->calendar, x->from, n, &x->due, &x->unknown_year);
}

/*
 * The legal rule knows whole days only, so a day that ends in a pause is left out: like the day of
 * the event, the day of the hold does not count, and the day of the resume does.
 */
static void due_by_days(struct clock_instance *x, const struct clock_rule *rule,
			const struct holds *holds, instant cut)
{
	const struct zone *zone = calendar_zone(x->rule->calendar);
	int64_t extra = 0, paused, last;

	x->due = x->from;
	while (x->limit) {
		if (add_days(x, x->limit + extra) != CALENDAR_OK) {
			x->due = INSTANT_NONE;
			return;
		}
		last = x->rule->within.kind == LIMIT_WORKING_DAYS ?
		       zone_day(zone, x->due - 1) : zone_day(zone, x->from) + x->limit + extra;
		paused = days_paused(x, rule, holds, cut, last);
		if (paused <= extra && !holds_over_midnight(rule, holds, cut, x->due))
			return;
		extra = paused > extra ? paused : extra + 1;
	}
}

instant clock_reach_days(const struct clock_instance *x, const struct clock_rule *rule,
			 const struct holds *holds, instant cut, int64_t n)
{
	struct clock_instance part = *x;

	part.limit = n;
	due_by_days(&part, rule, holds, cut);
	return part.due;
}

/* Counted days that are over at `t`. */
static int64_t days_used(const struct clock_instance *x, const struct clock_rule *rule,
			 const struct holds *holds, instant t, int *year)
{
	const struct zone *zone = calendar_zone(x->rule->calendar);
	int64_t day, today = zone_day(zone, t), used = 0;
	struct civil civil;

	for (day = zone_day(zone, x->from) + 1; day < today; day++) {
		int counted;

		if (holds_over_midnight(rule, holds, t, zone_midnight(zone, day + 1)))
			continue;
		counted = is_counted(x->rule, day);
		if (counted < 0) {
			civil_from_days(day, &civil);
			if (year)
				*year = civil.year;
			return -1;
		}
		used += counted;
		if (used == x->limit)
			break;
	}
	return used;
}

/* --- either -------------------------------------------------------------------------------------- */

void clock_due(struct clock_instance *x, const struct clock_rule *rule, const struct holds *holds,
	       instant cut, int ended)
{
	const struct hold *last = holds->n ? &holds->hold[holds->n - 1] : NULL;

	if (x->rule->within.kind == LIMIT_DUE)
		return;
	x->paused = !ended && last && last->to == INSTANT_MAX && holds_pause(rule, last);
	x->due = INSTANT_NONE;
	if (x->limit < 0)
		return;
	if (x->rule->within.kind == LIMIT_SECONDS)
		x->due = reach(rule, holds, cut, x->from, x->limit, &x->unknown_year);
	else
		due_by_days(x, rule, holds, cut);
}

int64_t clock_used(const struct clock_instance *x, const struct clock_rule *rule,
		   const struct holds *holds, instant t, int *year)
{
	switch (x->rule->within.kind) {
	case LIMIT_SECONDS:
		return seconds_used(x, rule, holds, t, year);
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
		return days_used(x, rule, holds, t, year);
	case LIMIT_DUE:
	case LIMIT_NONE:
		break;
	}
	return 0;
}
