/* escalate_due: when a step falls due, of an instance that may have been paused. */
#include "rules/escalate_internal.h"

static instant not_before(instant t, instant bound)
{
	return t != INSTANT_NONE && t < bound ? bound : t;
}

int64_t escalate_share(int64_t n, int percent)
{
	int64_t hundreds = n / 100, rest = n % 100;

	return hundreds * percent + (rest * percent + 99) / 100;
}

/* --- a promise: neither calendar nor pause ------------------------------------------------------- */

static instant of_promise(const struct clock_instance *x, const struct policy_step *s)
{
	instant bound = x->moved_at != INSTANT_NONE ? x->moved_at : x->from, at;

	if (x->due == INSTANT_NONE)
		return INSTANT_NONE;
	if (s->how == STEP_AT_OFFSET)
		at = x->due + s->offset;
	else
		at = x->from + escalate_share(x->due > x->from ? x->due - x->from : 0, s->percent);
	return not_before(at, bound);
}

/* --- seconds ------------------------------------------------------------------------------------- */

static instant of_seconds(const struct escalate_timer *t, const struct policy_step *s)
{
	int64_t limit = t->x->limit, amount;

	if (limit < 0)
		return INSTANT_NONE;
	amount = s->how == STEP_AT_PERCENT ? escalate_share(limit, s->percent) : limit + s->offset;
	return clock_reach(t->rule, t->holds, t->cut, t->x->from, amount > 0 ? amount : 0);
}

/* --- days ---------------------------------------------------------------------------------------- */

/* Of no whole day the end of the event's own, or of the first that does not end in a pause. */
static instant end_of_day(const struct escalate_timer *t)
{
	const struct zone *zone = calendar_zone(t->rule->clock->calendar);
	int64_t day = zone_day(zone, t->x->from);
	const struct hold *pause;
	instant end;

	for (;; day++) {
		end = zone_midnight(zone, day + 1);
		pause = holds_over_midnight(t->rule, t->holds, t->cut, end);
		if (!pause)
			return end;
		if (pause->to == INSTANT_MAX)
			return INSTANT_NONE;
	}
}

/*
 * So much before the due instant. A pause that begins before then moves both, so that each is
 * taken in turn: what falls due before a pause is not undone by it, what would fall due inside
 * waits for its end.
 */
static instant before_due(const struct escalate_timer *t, int64_t back)
{
	const struct calendar *calendar = t->rule->clock->calendar;
	struct holds over = { t->holds->hold, 0, 0 };
	instant bound = t->x->from, ended = INSTANT_NONE, due, at;

	for (;; over.n++) {
		const struct hold *next;

		while (over.n < t->holds->n && !holds_pause(t->rule, &t->holds->hold[over.n]))
			over.n++;
		next = over.n < t->holds->n ? &t->holds->hold[over.n] : NULL;
		due = clock_reach_days(t->x, t->rule, &over, t->cut, t->x->limit);
		if (due == INSTANT_NONE ||
		    calendar_subtract(calendar, due, back, &at, NULL) != CALENDAR_OK)
			at = INSTANT_NONE;
		at = not_before(at, bound);
		/* Where one pause follows another there is no instant between them. */
		if (!next || (at != INSTANT_NONE && at <= next->from && next->from != ended))
			return at;
		if (next->to == INSTANT_MAX)
			return INSTANT_NONE;
		bound = not_before(next->to, bound);
		ended = next->to;
	}
}

static instant of_days(const struct escalate_timer *t, const struct policy_step *s)
{
	int64_t limit = t->x->limit, share;
	instant due;

	if (limit < 0)
		return INSTANT_NONE;
	if (s->how == STEP_AT_PERCENT) {
		share = limit * s->percent / 100;
		return share || !limit ? clock_reach_days(t->x, t->rule, t->holds, t->cut, share) :
					 end_of_day(t);
	}
	if (s->offset < 0)
		return before_due(t, -s->offset);
	due = clock_reach_days(t->x, t->rule, t->holds, t->cut, limit);
	return due == INSTANT_NONE ? due :
				     clock_reach(t->rule, t->holds, t->cut, due, s->offset);
}

/* --- any ----------------------------------------------------------------------------------------- */

instant escalate_first(const struct escalate_timer *t, const struct policy_step *s)
{
	switch (t->rule->clock->within.kind) {
	case LIMIT_DUE:
		return of_promise(t->x, s);
	case LIMIT_SECONDS:
		return of_seconds(t, s);
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
		return of_days(t, s);
	case LIMIT_NONE:
		break;
	}
	return INSTANT_NONE;
}

instant escalate_repeat(const struct escalate_timer *t, const struct policy_step *s, instant first,
			int n)
{
	int64_t more;

	if (n == 1)
		return first;
	if (__builtin_mul_overflow((int64_t)n - 1, s->repeat, &more) || more > INSTANT_MAX - first)
		return INSTANT_NONE;
	if (t->rule->clock->within.kind == LIMIT_DUE)
		return first + more;
	return clock_reach(t->rule, t->holds, t->cut, first, more);
}

int escalate_count(const struct escalate_timer *t, const struct policy_step *s, instant first,
		   instant end, instant *last)
{
	int64_t most = s->repeat > 0 ? (end - first) / s->repeat + 2 : 2;
	int low = 1, high = most > INT32_MAX ? INT32_MAX : (int)most;

	/* The low-th is before the end, the high-th is not: the clock is never faster than time. */
	*last = first;
	while (s->repeat > 0 && high - low > 1) {
		int middle = low + (high - low) / 2;
		instant at = escalate_repeat(t, s, first, middle);

		if (at != INSTANT_NONE && at < end) {
			low = middle;
			*last = at;
		} else {
			high = middle;
		}
	}
	return low;
}
