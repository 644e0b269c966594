/* escalate_find: the steps of a case's clocks, phase by phase of its life. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/escalate_internal.h"

/* --- what holds at an instant -------------------------------------------------------------------- */

/* How many events have happened by then. */
size_t escalate_events_until(const struct history *h, instant t)
{
	size_t low = 0, high = h->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (h->event[middle].at <= t)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int is_shut(const struct escalate_search *s, instant t)
{
	size_t i;

	for (i = 0; i < s->nshut; i++)
		if (s->shut[i].from <= t && t < s->shut[i].to)
			return 1;
	return 0;
}

/* Does the n-th time of the step fall due at t, as far as the case's class and state say? */
int escalate_may_fall_due(const struct escalate_search *s, const struct escalate_rule *rule, int n,
			  instant t)
{
	uint32_t class[COLUMN_MAX];
	size_t i, k, upto;

	if (n > 1 && is_shut(s, t))
		return 0;
	if (!rule->filter)
		return 1;
	memset(class, 0, (size_t)s->es->map->nslots * sizeof(*class));
	upto = escalate_events_until(s->h, t);
	for (i = 0; i < upto; i++) {
		const struct history_event *e = &s->h->event[i];

		if (s->state[i] == NOT_ALLOWED || !history_event_sets_class(e->event))
			continue;
		for (k = 0; k < e->nchanges; k++)
			class[e->change[k].slot] = e->change[k].symbol;
	}
	return filter_holds(rule->filter, class);
}

/*
 * A duty is opened by the machine itself: it is known from its day on, whenever the machine
 * was run.
 */
instant escalate_known_at(const struct history_event *e)
{
	if (e->event == EVENT_OPEN && e->flags & ROW_BY_SD)
		return e->at;
	return e->key > e->at ? e->key : e->at;
}

/* --- the list ------------------------------------------------------------------------------------ */

int escalate_is_of_instance(const struct escalate_step *s, const struct clock_instance *x)
{
	return s->clock && s->clock->name_id == x->rule->name_id && s->check == x->from_check &&
	       s->line == x->from_line;
}

/* Higher goes to a higher level, falls due later, stands later in the policy. */
int escalate_compare_height(const struct policy *p, const struct escalate_step *a,
			  const struct escalate_step *b)
{
	int x = escalate_rank(p, a->step), y = escalate_rank(p, b->step);

	if (x != y)
		return x - y;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	if (a->step != b->step)
		return a->step < b->step ? -1 : 1;
	return a->repeat - b->repeat;
}

int escalate_is_listed(const struct escalate_search *s, const struct clock_instance *x,
		     const struct policy_step *step, int n)
{
	size_t i;

	for (i = 0; i < s->earlier; i++)
		if (s->list->step[i].step == step && s->list->step[i].repeat == n &&
		    escalate_is_of_instance(&s->list->step[i], x))
			return 1;
	return 0;
}

struct escalate_step escalate_make_step(const struct escalate_search *s,
					const struct clock_instance *x,
				      const struct policy_step *step, int n, instant due)
{
	return (struct escalate_step){
		.step = step, .clock = x->rule, .due = due, .clock_due = x->due,
		.check = x->from_check, .line = x->from_line, .instance = x->number,
		.task = x->task,
		.upto = escalate_events_until(s->h, due), .repeat = n,
	};
}

void escalate_add_step(struct escalate_search *s, const struct escalate_step *step)
{
	MEM_GROW(s->list->step, s->list->n + 1, s->list->alloc);
	s->list->step[s->list->n++] = *step;
}

/* --- one instance -------------------------------------------------------------------------------- */

/* The highest of the steps that fell due before their instance was known. */
struct late {
	instant known;
	struct escalate_step step;       /* .due is the instant before it was known */
	int any;
};

/* Of the repeats that fell due before, the last; where the case is closed by then, the first. */
static void consider_late(const struct escalate_search *s, const struct escalate_timer *t,
			  const struct escalate_rule *rule, instant first, struct late *late)
{
	struct escalate_step step;
	instant due;
	int n = escalate_count(t, rule->step, first, late->known, &due);

	if (n > 1 && is_shut(s, late->known)) {
		n = 1;
		due = first;
	}
	if (!escalate_may_fall_due(s, rule, n, late->known))
		return;
	step = escalate_make_step(s, t->x, rule->step, n, due);
	if (!late->any || escalate_compare_height(s->clocks->policy, &step, &late->step) > 0)
		late->step = step;
	late->any = 1;
}

/*
 * It falls due when the instance becomes known, unless it or a higher one did so under an
 * older rule.
 */
static void add_late(struct escalate_search *s, const struct clock_instance *x, struct late *late)
{
	size_t i;

	if (!late->any || escalate_is_listed(s, x, late->step.step, late->step.repeat))
		return;
	late->step.due = late->known;
	late->step.upto = escalate_events_until(s->h, late->known);
	for (i = 0; i < s->earlier; i++)
		if (escalate_is_of_instance(&s->list->step[i], x) &&
		    escalate_compare_height(s->clocks->policy, &s->list->step[i], &late->step) > 0)
			return;
	escalate_add_step(s, &late->step);
}

static void find_rule(struct escalate_search *s, const struct escalate_timer *t,
		      const struct escalate_rule *rule, instant end, struct late *late)
{
	instant first = escalate_first(t, rule->step), due = first;
	int n = 1;

	if (first == INSTANT_NONE || first > end)
		return;
	if (first < late->known) {
		consider_late(s, t, rule, first, late);
		n = 1 + escalate_count(t, rule->step, first, late->known, &due);
		due = rule->step->repeat ? escalate_repeat(t, rule->step, first, n) : INSTANT_NONE;
	}
	while (due != INSTANT_NONE && due <= end) {
		if (escalate_may_fall_due(s, rule, n, due) &&
		    !escalate_is_listed(s, t->x, rule->step, n)) {
			struct escalate_step step = escalate_make_step(s, t->x, rule->step, n, due);

			escalate_add_step(s, &step);
		}
		if (!rule->step->repeat)
			break;
		due = escalate_repeat(t, rule->step, first, ++n);
	}
}

struct escalate_timer escalate_timer_of(const struct escalate_search *s,
					const struct clock_instance *x)
{
	return (struct escalate_timer){
		x, clock_rule_of(s->es->clocks, s->h, x->rule), &s->holds,
		x->ended != INSTANT_NONE ? x->ended : s->horizon,
	};
}

/*
 * When an instance was known: its row may have been logged late, an amend may have given it
 * its rule.
 */
instant escalate_known_since(const struct escalate_search *s, const struct clock_instance *x)
{
	instant known = escalate_known_at(&s->h->event[x->first_event]);

	return x->not_before != INSTANT_NONE && x->not_before > known ? x->not_before : known;
}

void escalate_find_instance(struct escalate_search *s, const struct clock_instance *x)
{
	const struct escalate_group *g = &s->v->group[escalate_group_of(s->clocks, x->rule)];
	struct late late = { .known = escalate_known_since(s, x) };
	instant end = x->ended != INSTANT_NONE ? x->ended - 1 : s->horizon;
	struct escalate_timer t;
	size_t i;

	if (!g->n || late.known > end)
		return;
	t = escalate_timer_of(s, x);
	for (i = 0; i < g->n; i++)
		find_rule(s, &t, &s->v->rule[g->rule[i]], end, &late);
	add_late(s, x, &late);
}

/* --- phases -------------------------------------------------------------------------------------- */

/* Life before event `upto`, or the whole, as it was known at `horizon`. */
void escalate_run_phase(struct escalate_search *s, size_t upto, instant horizon)
{
	const struct history prefix = { s->h->id, s->h->event, upto };

	s->earlier = s->list->n;
	s->horizon = horizon;
	holds_collect(&s->holds, &prefix, NULL);
	clock_run(s->es->clocks, &prefix, horizon, &s->instances);
}

/* Does the event give the group another rule? */
static int changes_rule(const struct escalate_search *s, size_t g)
{
	const struct clock_group *group = &s->clocks->group[g];

	return s->v->group[g].n &&
	       clock_match(group, s->before) != clock_match(group, s->after);
}

static int changes_any_rule(struct escalate_search *s, const struct history_event *e)
{
	size_t i;

	if (!history_event_sets_class(e->event))
		return 0;
	for (i = 0; i < e->nchanges; i++)
		s->after[e->change[i].slot] = e->change[i].symbol;
	for (i = 0; i < s->clocks->n; i++)
		if (changes_rule(s, i))
			return 1;
	return 0;
}

static int can_move_due(const struct escalate_search *s, const struct history_event *e)
{
	size_t g, r;

	if (e->due == INSTANT_NONE)
		return 0;
	for (g = 0; g < s->clocks->n; g++)
		for (r = 0; s->v->group[g].n && r < s->clocks->group[g].n; r++) {
			const struct policy_clock *c = s->clocks->group[g].rule[r].clock;

			if (c->within.kind == LIMIT_DUE && event_set_has(&c->from, e->event))
				return 1;
		}
	return 0;
}

/*
 * Does the event at the phase's end make the instance's steps fall due at other instants than
 * until then?
 */
static int is_changed(const struct escalate_search *s, const struct clock_instance *x,
		      const struct history_event *e)
{
	if (x->ended != INSTANT_NONE || x->from >= e->at)
		return 0;
	if (x->rule->within.kind == LIMIT_DUE && e->due != INSTANT_NONE &&
	    event_set_has(&x->rule->from, e->event))
		return x->due > e->at && (e->event != EVENT_TASK || e->detail == x->task);
	return changes_rule(s, escalate_group_of(s->clocks, x->rule));
}

/* What fell due before an amend or a renewed promise stays. */
void escalate_find_before_changes(struct escalate_search *s)
{
	size_t slots = (size_t)s->es->map->nslots * sizeof(*s->before), i, k;

	memset(s->before, 0, slots);
	for (i = 0; i < s->h->n; i++) {
		const struct history_event *e = &s->h->event[i];

		if (s->state[i] == NOT_ALLOWED || (!e->nchanges && e->due == INSTANT_NONE))
			continue;
		memcpy(s->after, s->before, slots);
		if (changes_any_rule(s, e) || can_move_due(s, e)) {
			escalate_run_phase(s, i, e->at);
			for (k = 0; k < s->instances.n; k++)
				if (is_changed(s, &s->instances.instance[k], e))
					escalate_find_instance(s, &s->instances.instance[k]);
		}
		memcpy(s->before, s->after, slots);
	}
}

