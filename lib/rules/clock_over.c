/* clock_over: is a case over for its clocks? By the order of its rows alone, for the many that are. */
#include <stdlib.h>
#include <string.h>

#include "rules/clock_internal.h"

/* Is event i of the history certain to have been stopped later by a person? */
static int is_part_stopped(const struct policy_clock *rule, const struct clock_group *g,
			   const struct history *h, size_t i)
{
	size_t k;

	for (k = i + 1; k < h->n; k++) {
		const struct history_event *e = &h->event[k];

		if (!(e->flags & ROW_BY_SD) && event_set_has(&rule->until, e->event) &&
		    e->event != g->part_from &&
		    (e->event != g->part_until || e->detail == h->event[i].detail))
			return 1;
	}
	return 0;
}

/* Each promise by its own approval. */
static int are_approved(const struct clockset *cs, const struct clock_version *v, const struct clock_group *g,
			const struct history *h)
{
	size_t *approved = clock_approvals(cs, v, h), i;
	int all = 1;

	for (i = 0; approved && all && i < h->n; i++)
		all = h->event[i].event != EVENT_COMPENSATE || h->event[i].detail != g->part ||
		      approved[i] != APPROVAL_NONE;
	free(approved);
	return all;
}

static int are_parts_stopped(const struct policy_clock *rule, const struct clock_group *g,
			     const struct history *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (h->event[i].event == g->part_from && !is_part_stopped(rule, g, h, i))
			return 0;
	return 1;
}

/*
 * Is no instance of the rule running at the history's end? Each event that starts one must have a
 * later one that stops it. On the safe side: 0 where that is not obvious.
 */
static int is_stopped(const struct clockset *cs, const struct clock_version *v, const struct policy_clock *rule,
		      const struct clock_group *group, const struct history *h)
{
	const struct event_set *from = &group->begins;
	size_t i;

	if (clock_is_of_approvals(group))
		return are_approved(cs, v, group, h);
	if (group->part_from != NO_EVENT && !are_parts_stopped(rule, group, h))
		return 0;
	for (i = h->n; i--; ) {
		const struct history_event *e = &h->event[i];

		/* A part is stopped by its own end, which stops nothing else. */
		if (clock_is_part(group, e->event))
			continue;
		if (event_set_has(from, e->event))
			return 0;
		if (!(e->flags & ROW_BY_SD) && event_set_has(&rule->until, e->event))
			return 1;
	}
	return 1;
}

/*
 * An amend lets another rule of the name take over what is undecided; what is breached stays with its own until
 * that stops it. So only a rule that is alone and gives up what it does not match any more can be left out.
 */
static int may_run(const struct clock_group *g, const struct clock_rule *rule, const uint32_t *class)
{
	return g->n > 1 || rule->clock->on_amend == AMEND_KEEP || filter_matches(rule->filter, class);
}

int clock_may_run(const struct clockset *cs, const struct history *h)
{
	const struct clock_version *v = clock_version_at(cs, h);
	uint32_t class[COLUMN_MAX];
	int has_class = 0;
	size_t g, r;

	for (g = 0; g < v->n; g++)
		for (r = 0; r < v->group[g].n; r++) {
			const struct clock_rule *rule = &v->group[g].rule[r];

			if (is_stopped(cs, v, rule->clock, &v->group[g], h))
				continue;
			if (!has_class++)
				history_class(h, h->n, cs->map, class);
			if (may_run(&v->group[g], rule, class))
				return 1;
		}
	return 0;
}

/* --- kept row by row ------------------------------------------------------------------------------ */

#define BITS 31                            /* but for CASESTORE_UNSURE */

/* Clocks that the same events begin and stop share a bit. */
struct bits {
	struct { struct event_set opens, ends; } one[BITS];
	int n;
	struct casestore_ends *ends;
};

static void add_bit(struct bits *b, const struct event_set *opens, const struct event_set *ends)
{
	uint32_t bit;
	int i, event;

	for (i = 0; i < b->n; i++)
		if (!memcmp(&b->one[i].opens, opens, sizeof(*opens)) &&
		    !memcmp(&b->one[i].ends, ends, sizeof(*ends)))
			return;
	if (i < BITS) {
		b->one[i].opens = *opens;
		b->one[i].ends = *ends;
		b->n++;
	}
	bit = (uint32_t)1 << i;            /* of one too many CASESTORE_UNSURE */
	for (event = 0; event < EVENT_MAX; event++) {
		if (event_set_has(opens, event))
			b->ends->opens[event] |= bit;
		if (event_set_has(ends, event))
			b->ends->ends[event] |= bit & ~CASESTORE_UNSURE;
	}
}

static struct event_set without_parts(const struct event_set *set, const struct clock_group *g)
{
	struct event_set out = { { 0 } };
	int event;

	for (event = 0; event < EVENT_MAX; event++)
		if (event_set_has(set, event) && !clock_is_part(g, event))
			event_set_add(&out, event);
	return out;
}

/* As is_stopped(); where that asks for the name of a part, on the safe side. */
static void add_rule(struct bits *b, const struct clock_group *g, const struct policy_clock *rule)
{
	struct event_set until = without_parts(&rule->until, g), from = { { 0 } };

	if (clock_is_of_approvals(g)) {
		b->ends->opens[EVENT_COMPENSATE] |= CASESTORE_UNSURE;
		return;
	}
	if (g->part_from != NO_EVENT) {
		event_set_add(&from, g->part_from);
		add_bit(b, &from, &until);
	}
	from = without_parts(&g->begins, g);
	if (!event_set_is_empty(&from))
		add_bit(b, &from, &until);
}

void clock_ends(const struct clockset *cs, struct casestore_ends *ends)
{
	struct bits b = { .ends = ends };
	size_t v, g, r;

	*ends = (struct casestore_ends){ { 0 }, { 0 } };
	for (v = 0; v < cs->n; v++)
		for (g = 0; g < cs->version[v].n; g++)
			for (r = 0; r < cs->version[v].group[g].n; r++)
				add_rule(&b, &cs->version[v].group[g], cs->version[v].group[g].rule[r].clock);
}
