/* escalate_when: steps that fire when a case's class becomes such. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/escalate_internal.h"

static int is_chance(const struct escalate_search *s, size_t i)
{
	int event = s->h->event[i].event;

	if (s->state[i] == NOT_ALLOWED ||
	    (!history_event_sets_class(event) && event != EVENT_REOPEN))
		return 0;
	return case_state_is_open(casestate_after((enum case_state)s->state[i], event));
}

/* Is the case open after all that happened until t? */
static int is_open_at(const struct escalate_search *s, instant t)
{
	size_t i = escalate_events_until(s->h, t);

	while (i-- > 0)
		if (s->state[i] != NOT_ALLOWED)
			return case_state_is_open(casestate_after((enum case_state)s->state[i],
								  s->h->event[i].event));
	return 0;
}

/* The rule's filter became true at event i; what a row that was logged late fires is known then. */
static void add_when(struct escalate_search *s, const struct escalate_rule *rule, size_t i)
{
	const struct history_event *e = &s->h->event[i];
	instant known = escalate_known_at(e);
	struct escalate_step step = {
		.step = rule->step, .due = known, .clock_due = INSTANT_NONE, .check = e->check,
		.line = e->line, .repeat = 1, .upto = escalate_events_until(s->h, known),
	};

	if (step.due > s->horizon || (step.due > e->at && !is_open_at(s, step.due)))
		return;
	escalate_add_step(s, &step);
}

void escalate_find_when(struct escalate_search *s, instant now)
{
	char few[64], *fired = s->v->n > sizeof(few) ? mem_alloc(s->v->n) : few;
	size_t left = s->v->nwhen, i, k;

	s->horizon = now;
	memset(fired, 0, s->v->n);
	memset(s->after, 0, (size_t)s->es->map->nslots * sizeof(*s->after));
	for (i = 0; i < s->h->n && left; i++) {
		const struct history_event *e = &s->h->event[i];

		if (s->state[i] != NOT_ALLOWED && history_event_sets_class(e->event))
			for (k = 0; k < e->nchanges; k++)
				s->after[e->change[k].slot] = e->change[k].symbol;
		for (k = 0; is_chance(s, i) && k < s->v->n; k++) {
			const struct escalate_rule *rule = &s->v->rule[k];

			if (fired[k] || !rule->when || !filter_matches(rule->when, s->after) ||
			    (rule->filter && !filter_holds(rule->filter, s->after)))
				continue;
			add_when(s, rule, i);
			fired[k] = 1;
			left--;
		}
	}
	if (fired != few)
		free(fired);
}

