/* escalate: the steps of one case, found, put in order, and compared with the ledger. */
#include "rules/escalate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/escalate_internal.h"

void escalate_list_release(struct escalate_list *list)
{
	free(list->step);
	*list = (struct escalate_list)ESCALATE_LIST_INIT;
}

static void search_begin(struct escalate_search *s, const struct escalateset *es,
			 const struct history *h, struct escalate_list *list)
{
	enum case_state state = CASE_NONE;
	size_t i;

	memset(s, 0, sizeof(*s));
	s->es = es;
	s->h = h;
	s->list = list;
	s->v = escalate_version_at(es, h, &s->clocks);
	s->state = mem_alloc(h->n ? h->n : 1);
	holds_collect(&s->holds, h, s->state);
	for (i = 0; i < h->n; i++) {
		instant at = h->event[i].at;
		int was_shut = state == CASE_CLOSED || state == CASE_CANCELLED;

		if (s->state[i] == NOT_ALLOWED)
			continue;
		state = casestate_after(state, h->event[i].event);
		if (was_shut == (state == CASE_CLOSED || state == CASE_CANCELLED))
			continue;
		if (was_shut) {
			s->shut[s->nshut - 1].to = at;
		} else {
			MEM_GROW(s->shut, s->nshut + 1, s->alloc_shut);
			s->shut[s->nshut++] = (struct escalate_shut){ at, INSTANT_MAX };
		}
	}
	s->is_open = case_state_is_open(state);
}

static void search_release(struct escalate_search *s)
{
	free(s->state);
	free(s->shut);
	free(s->holds.hold);
	clock_list_release(&s->instances);
}

static int compare_order(const void *a, const void *b)
{
	const struct escalate_step *x = a, *y = b;

	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	if (x->clock != y->clock && (!x->clock || !y->clock))
		return x->clock ? 1 : -1;
	if (x->clock && x->clock->name_id != y->clock->name_id)
		return x->clock->name_id - y->clock->name_id;
	if (x->instance != y->instance)
		return x->instance - y->instance;
	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return x->repeat - y->repeat;
}

static void find_all(struct escalate_search *s, instant now)
{
	size_t i;

	if (s->v->nwhen)
		escalate_find_when(s, now);
	if (s->v->n > s->v->nwhen) {
		escalate_find_before_changes(s);
		escalate_run_phase(s, s->h->n, now);
		for (i = 0; i < s->instances.n; i++)
			escalate_find_instance(s, &s->instances.instance[i]);
	}
	if (s->list->n)
		qsort(s->list->step, s->list->n, sizeof(*s->list->step), compare_order);
}

static const struct clock_instance *instance_of(const struct escalate_search *s,
						const struct escalate_step *step)
{
	size_t i;

	for (i = 0; i < s->instances.n; i++)
		if (escalate_is_of_instance(step, &s->instances.instance[i]))
			return &s->instances.instance[i];
	return NULL;
}

static int is_of_same(const struct escalate_step *a, const struct escalate_step *b)
{
	return a->clock && b->clock && a->clock->name_id == b->clock->name_id &&
	       a->check == b->check && a->line == b->line;
}

/*
 * Of two steps of an instance the lower is superseded: step i, or the highest of those before
 * it.
 */
static void supersede(const struct escalate_search *s, size_t i)
{
	struct escalate_step *step = &s->list->step[i], *other;
	size_t k;

	for (k = i; k-- > 0;) {
		other = &s->list->step[k];
		if (!is_of_same(step, other) || other->is_superseded)
			continue;
		if (escalate_compare_height(s->clocks->policy, step, other) > 0)
			other->is_superseded = 1;
		else
			step->is_superseded = 1;
		return;
	}
}

/*
 * Is it still of use to anybody, and is it the highest of its instance? Those with `when:`
 * stand alone.
 */
static void mark_running(const struct escalate_search *s)
{
	size_t i;

	for (i = 0; i < s->list->n; i++) {
		struct escalate_step *step = &s->list->step[i];
		const struct clock_instance *x = step->clock ? instance_of(s, step) : NULL;

		step->is_running = step->clock ? x && x->ended == INSTANT_NONE : s->is_open;
		if (x)
			step->clock_due = x->due;
		supersede(s, i);
	}
}

void escalate_case(const struct escalateset *es, const struct history *h, instant now,
		   struct escalate_list *list)
{
	struct escalate_search s;

	list->n = 0;
	search_begin(&s, es, h, list);
	find_all(&s, now);
	mark_running(&s);
	escalate_mark_recorded(es, h, list);
	search_release(&s);
}

/* --- to come ------------------------------------------------------------------------------------- */

static void find_next(struct escalate_search *s, const struct clock_instance *x,
		      const struct escalate_rule *rule, struct escalate_list *coming)
{
	struct escalate_timer t = escalate_timer_of(s, x);
	instant first = escalate_first(&t, rule->step), due = first;
	struct escalate_step step;
	int n = 1;

	if (first == INSTANT_NONE)
		return;
	if (first <= s->horizon) {
		if (!rule->step->repeat)
			return;
		n = 1 + escalate_count(&t, rule->step, first, s->horizon + 1, &due);
		due = escalate_repeat(&t, rule->step, first, n);
	}
	while (due != INSTANT_NONE && escalate_is_listed(s, x, rule->step, n))
		due = rule->step->repeat ? escalate_repeat(&t, rule->step, first, ++n) :
					   INSTANT_NONE;
	if (due == INSTANT_NONE || !escalate_may_fall_due(s, rule, n, due))
		return;
	step = escalate_make_step(s, x, rule->step, n, due);
	step.is_running = 1;
	MEM_GROW(coming->step, coming->n + 1, coming->alloc);
	coming->step[coming->n++] = step;
}

void escalate_coming(const struct escalateset *es, const struct history *h, instant now,
		     struct escalate_list *list)
{
	struct escalate_list past = ESCALATE_LIST_INIT;
	struct escalate_search s;
	size_t i, k;

	list->n = 0;
	search_begin(&s, es, h, &past);
	find_all(&s, now);
	s.earlier = past.n;
	for (i = 0; i < s.instances.n; i++) {
		const struct clock_instance *x = &s.instances.instance[i];
		const struct escalate_group *g = &s.v->group[escalate_group_of(s.clocks, x->rule)];

		if (x->ended != INSTANT_NONE || x->paused || escalate_known_since(&s, x) > now)
			continue;
		for (k = 0; k < g->n; k++)
			find_next(&s, x, &s.v->rule[g->rule[k]], list);
	}
	if (list->n)
		qsort(list->step, list->n, sizeof(*list->step), compare_order);
	escalate_mark_recorded(es, h, list);
	escalate_list_release(&past);
	search_release(&s);
}
