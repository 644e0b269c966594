/* clock: instances of one case, event by event. Due instants are in clock_due.c. */
#include "rules/clock.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/clock_internal.h"

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = { "undecided", "met", "breached", "dropped", "unknown" };

	return names[v];
}

void clock_list_release(struct clock_list *list)
{
	free(list->instance);
	*list = (struct clock_list)CLOCK_LIST_INIT;
}

/* What the run over one clock's name knows. */
struct run {
	const struct history *h;
	const struct clock_group *group;
	const struct clockset *cs;
	const struct holds *holds;
	const uint8_t *state;            /* by event: state before it, or NOT_ALLOWED */
	const size_t *approved;          /* approval_match(), or NULL where nothing was promised */
	struct clock_list *list;
	const struct clock_rule *rule;   /* that matches now, or NULL */
	const struct clock_rule *running_rule;
	uint32_t task;                   /* whose rows are looked at; 0: what no task started */
	size_t first;                    /* the run's first instance in the list */
	size_t running;                  /* index in the list, or NONE */
	size_t unjudged;                 /* events from here on belong to no instance that counts */
	size_t promise;                  /* those before it wait for no instance any more */
	instant not_before;              /* for instances started by an amend's replay */
};
#define NONE SIZE_MAX

const struct clock_rule *clock_match(const struct clock_group *g, const uint32_t *class)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (filter_matches(g->rule[i].filter, class))
			return &g->rule[i];
	return NULL;
}

static struct clock_instance *running(struct run *r)
{
	return r->running == NONE ? NULL : &r->list->instance[r->running];
}

/* Does a row of a part concern what the rule counts? An approval is of the instance whose promise it approves. */
static int concerns(const struct run *r, const struct policy_clock *c, size_t i)
{
	const struct history_event *e = &r->h->event[i];

	if (!clock_is_part(r->group, e->event))
		return 1;
	if (clock_is_of_approvals(r->group))
		return r->running != NONE && r->approved[r->list->instance[r->running].first_event] == i;
	return e->detail == r->task || (!r->task && !event_set_has(&c->from, r->group->part_from));
}

/* --- verdicts ------------------------------------------------------------------------------------ */

/* Ended with time to spare, whatever the missing days will be: no guess is needed. */
static int has_time_left(const struct run *r, const struct clock_instance *x, instant end)
{
	int64_t used = clock_used(x, r->running_rule, r->holds, end, NULL);

	return used >= 0 && used < x->limit;
}

/* The verdict of an instance that ended at `cut` (done, or dropped), or is looked at then. */
static void decide(struct run *r, struct clock_instance *x, instant cut, int ended)
{
	clock_due(x, r->running_rule, r->holds, cut, ended);
	if (x->due == INSTANT_NONE && !(ended && has_time_left(r, x, cut))) {
		x->verdict = VERDICT_UNKNOWN;
	} else if (x->done != INSTANT_NONE && (x->due == INSTANT_NONE || x->done <= x->due)) {
		x->verdict = VERDICT_MET;
		x->decided = x->done;
	} else if (x->due != INSTANT_NONE && x->due <= cut) {
		x->verdict = VERDICT_BREACHED;
		x->decided = x->not_before != INSTANT_NONE && x->not_before > x->due ?
			     x->not_before : x->due;
	} else {
		x->verdict = ended ? VERDICT_DROPPED : VERDICT_UNDECIDED;
	}
}

static void finish(struct run *r, size_t i, int done)
{
	const struct history_event *e = &r->h->event[i];
	struct clock_instance *x = running(r);

	if (done) {
		x->done = e->at;
		x->done_line = e->line;
	}
	x->ended = e->at;
	x->ended_line = e->line;
	decide(r, x, e->at, 1);
	r->running = NONE;
	r->unjudged = i;
}

/* --- starting ------------------------------------------------------------------------------------ */

/* What a rule has left when the case is taken up again by event i; -1: not known, *year says why. */
static int64_t limit_left(const struct run *r, const struct clock_rule *rule, size_t i, int *year)
{
	const struct limit *within = &rule->clock->within;
	const struct clock_instance *last;
	size_t k = r->list->n;
	int64_t used;

	while (k > r->first && r->list->instance[k - 1].first_event >= i)
		k--;
	if (k == r->first)
		return within->n;
	last = &r->list->instance[k - 1];
	if (last->rule->within.kind != within->kind || last->ended == INSTANT_NONE)
		return within->n;
	if (last->limit < 0) {
		*year = last->unknown_year;
		return -1;
	}
	used = clock_used(last, clock_rule_of(r->cs, r->h, last->rule), r->holds, last->ended, year);
	if (used < 0)
		return -1;
	used += last->rule->within.n - last->limit;
	return used < within->n ? within->n - used : 0;
}

static void start(struct run *r, const struct clock_rule *rule, size_t i)
{
	const struct history_event *e = &r->h->event[i];
	const struct policy_clock *c = rule->clock;
	int64_t limit = c->within.n;
	int year = 0;

	if (e->event == EVENT_REOPEN && event_set_has(&c->from, EVENT_OPEN) &&
	    c->on_reopen == REOPEN_CONTINUE)
		limit = limit_left(r, rule, i, &year);
	MEM_GROW(r->list->instance, r->list->n + 1, r->list->alloc);
	r->running = r->list->n++;
	*running(r) = (struct clock_instance){
		.rule = c, .number = (int)(r->list->n - r->first), .task = r->task, .from = e->at,
		.from_line = e->line, .from_check = e->check, .limit = limit,
		.due = c->within.kind == LIMIT_DUE ? e->due : INSTANT_NONE,
		.done = INSTANT_NONE, .ended = INSTANT_NONE, .decided = INSTANT_NONE, .moved_at = INSTANT_NONE,
		.not_before = r->not_before, .unknown_year = year, .first_event = i,
	};
	r->running_rule = rule;
}

/* After resolve only contact, resolve, close and own events start instances. */
static int may_start(const struct run *r, size_t i)
{
	int event = r->h->event[i].event;

	switch (r->state[i]) {
	case CASE_NONE:
		return event == EVENT_OPEN;
	case CASE_RESOLVED:
	case CASE_CLOSED:
		return event == EVENT_CONTACT || event == EVENT_CLOSE || event == EVENT_REOPEN ||
		       event >= EVENT_OWN;
	case CASE_CANCELLED:
		return 0;
	default:
		return event != EVENT_CANCEL;
	}
}

/* A promise without its instant begins nothing. */
static int can_begin(const struct policy_clock *c, const struct history_event *e)
{
	return c->within.kind != LIMIT_DUE || e->due != INSTANT_NONE;
}

static int starts(const struct run *r, const struct policy_clock *c, size_t i)
{
	const struct history_event *e = &r->h->event[i];

	if (!may_start(r, i) || !can_begin(c, e) || !concerns(r, c, i) ||
	    (r->task && e->event != r->group->part_from))
		return 0;
	return event_set_has(&c->from, e->event) ||
	       (e->event == EVENT_REOPEN && event_set_has(&c->from, EVENT_OPEN) &&
		c->on_reopen != REOPEN_IGNORE);
}

/* Is event k a promise of the part that may have an instance and still waits after event i? */
static int is_waiting(const struct run *r, size_t k, size_t i)
{
	const struct history_event *e = &r->h->event[k];

	return e->event == EVENT_COMPENSATE && e->detail == r->task && r->state[k] != NOT_ALLOWED &&
	       may_start(r, k) && can_begin(r->rule->clock, e) &&
	       (r->approved[k] == APPROVAL_NONE || r->approved[k] > i);
}

/*
 * Which event's instance may start now that event i has come, or NONE. Of approvals it is the
 * oldest promise that waits, made by this event or before.
 */
static size_t next_start(struct run *r, size_t i)
{
	if (!clock_is_of_approvals(r->group))
		return starts(r, r->rule->clock, i) ? i : NONE;
	if (!clock_is_part(r->group, r->h->event[i].event))
		return NONE;
	while (r->promise <= i)
		if (is_waiting(r, r->promise++, i))
			return r->promise - 1;
	return NONE;
}

/* --- event by event ------------------------------------------------------------------------------ */

/* Reopen drops those begun by resolve or close. */
static int is_undone(const struct run *r, const struct clock_instance *x,
		     const struct history_event *e)
{
	int begun_by = r->h->event[x->first_event].event;

	return e->event == EVENT_REOPEN && (begun_by == EVENT_RESOLVE || begun_by == EVENT_CLOSE);
}

/* What an event does to the instance that runs. */
static void step_running(struct run *r, struct clock_instance *x, size_t i)
{
	const struct history_event *e = &r->h->event[i];
	const struct policy_clock *c = x->rule;

	if (!concerns(r, c, i))
		return;
	/* Renewed before its time a promise moves; later the breach stays, and what can start takes its place. */
	if (c->within.kind == LIMIT_DUE && can_begin(c, e) && event_set_has(&c->from, e->event)) {
		if (e->at >= x->due) {
			if (may_start(r, i))
				finish(r, i, 0);
			return;
		}
		x->due = e->due;
		x->moved++;
		x->moved_at = e->at;
	} else if (event_set_has(&c->until, e->event) && !(e->flags & ROW_BY_SD)) {
		finish(r, i, 1);
	} else if (event_set_has(&c->drop, e->event) || e->event == EVENT_CANCEL ||
		   is_undone(r, x, e)) {
		finish(r, i, 0);
	}
}

static void step(struct run *r, size_t i)
{
	size_t origin;

	if (r->state[i] == NOT_ALLOWED)
		return;
	if (r->running != NONE)
		step_running(r, running(r), i);
	if (r->running != NONE || !r->rule)
		return;
	origin = next_start(r, i);
	if (origin == NONE)
		return;
	start(r, r->rule, origin);
	/* One that began before is known only now. */
	if (origin < i && r->not_before == INSTANT_NONE)
		running(r)->not_before = r->h->event[i].at;
}

/* --- another rule -------------------------------------------------------------------------------- */

static void replay(struct run *r, size_t from, size_t upto)
{
	size_t i;

	r->not_before = r->h->event[upto].at;
	for (i = from; i < upto; i++)
		step(r, i);
	r->not_before = INSTANT_NONE;
}

/*
 * Event i gives the running instance, if it is undecided, the rule that matches now from its
 * original start, so that what happened since then is judged by it. Without a rule it ends, and
 * one that matches later begins there again.
 */
static void recompute(struct run *r, size_t i)
{
	const struct history_event *e = &r->h->event[i];
	struct clock_instance *x = running(r);
	size_t origin = x->first_event;

	decide(r, x, e->at, 0);
	if (x->verdict == VERDICT_BREACHED) {
		if (!r->rule)
			finish(r, i, 0);
		return;
	}
	if (!r->rule || !can_begin(r->rule->clock, &r->h->event[origin])) {
		finish(r, i, 0);
		r->unjudged = origin;
		if (r->rule)
			replay(r, origin, i);
		return;
	}
	r->list->n--;
	r->not_before = e->at;
	start(r, r->rule, origin);
	replay(r, origin + 1, i);
}

static void change_rule(struct run *r, const struct clock_rule *rule, size_t i)
{
	r->rule = rule;
	if (r->running != NONE) {
		if (running(r)->rule->on_amend == AMEND_RECOMPUTE)
			recompute(r, i);
	} else if (rule && rule->clock->on_amend == AMEND_RECOMPUTE) {
		r->promise = r->unjudged < r->promise ? r->unjudged : r->promise;
		replay(r, r->unjudged, i);
	}
}

static void apply_changes(const struct history_event *e, uint32_t *class)
{
	size_t i;

	for (i = 0; i < e->nchanges; i++)
		class[e->change[i].slot] = e->change[i].symbol;
}

static void run_group(struct run *r, instant now)
{
	uint32_t class[COLUMN_MAX];
	size_t i;

	memset(class, 0, (size_t)r->cs->map->nslots * sizeof(*class));
	for (i = 0; i < r->h->n; i++) {
		const struct history_event *e = &r->h->event[i];

		if (history_event_sets_class(e->event) && r->state[i] != NOT_ALLOWED) {
			const struct clock_rule *rule;

			apply_changes(e, class);
			rule = clock_match(r->group, class);
			if (rule != r->rule)
				change_rule(r, rule, i);
		}
		if ((r->rule || r->running != NONE) && event_set_has(&r->group->events, e->event))
			step(r, i);
	}
	if (r->running != NONE)
		decide(r, running(r), now, 0);
}

/* --- parts: tasks, approvals --------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
	const struct clock_instance *x = a, *y = b;

	if (x->first_event != y->first_event)
		return x->first_event < y->first_event ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Was the part of this name begun before event i? */
static int is_known(const struct history *h, size_t i, int part_from, uint32_t name)
{
	while (i-- > 0)
		if (h->event[i].event == part_from && h->event[i].detail == name)
			return 1;
	return 0;
}

/* The instances from `first` on in one order, whatever part they are of. */
static void number_instances(struct clock_list *list, size_t first)
{
	size_t i;

	if (list->n - first > 1)
		qsort(list->instance + first, list->n - first, sizeof(*list->instance), by_start);
	for (i = first; i < list->n; i++)
		list->instance[i].number = (int)(i - first) + 1;
}

/* The run over what no part started is done: one for each part. */
static void run_parts(const struct run *all, instant now)
{
	struct clock_list *list = all->list;
	size_t i;

	for (i = 0; i < all->h->n; i++) {
		const struct history_event *e = &all->h->event[i];
		struct run r = *all;

		if (!clock_begins_part(all->group, e) ||
		    is_known(all->h, i, all->group->part_from, e->detail))
			continue;
		r.task = e->detail;
		r.first = list->n;
		run_group(&r, now);
	}
}

void clock_run(const struct clockset *cs, const struct history *h, instant now,
	       struct clock_list *list)
{
	const struct clock_version *v = clock_version_at(cs, h);
	uint8_t few[64], *state = h->n > sizeof(few) ? mem_alloc(h->n) : few;
	struct holds holds = { NULL, 0, 0 };
	size_t *approved = clock_approvals(cs, v, h), g, first = 0;

	list->n = 0;
	holds_collect(&holds, h, state);
	for (g = 0; g < v->n; g++) {
		const struct run all = { .cs = cs, .h = h, .group = &v->group[g], .holds = &holds,
					 .state = state, .approved = approved, .list = list,
					 .first = list->n,
					 .running = NONE, .not_before = INSTANT_NONE };
		struct run r = all;

		if (!g || v->group[g].rule[0].clock->name_id != v->group[g - 1].rule[0].clock->name_id)
			first = list->n;
		if (!v->group[g].part)
			run_group(&r, now);
		if (v->group[g].part_from == NO_EVENT)
			continue;
		run_parts(&all, now);
		number_instances(list, first);
	}
	free(holds.hold);
	free(approved);
	if (state != few)
		free(state);
}
