/* clock_set: the clocks of all versions of the policy, compiled once. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/clock_internal.h"

static void compile_rule(struct clock_rule *out, const struct policy *p,
			 const struct policy_clock *c, struct classmap *map, struct symbols *symbols)
{
	size_t i;

	out->clock = c;
	out->filter = filter_new(p, &c->filter, map, symbols);
	if (c->within.kind == LIMIT_DUE && event_set_has(&c->from, EVENT_OPEN))
		classmap_add(map, COLUMN_DUE);
	out->npause = c->pause.n;
	out->pause = mem_array(c->pause.n, sizeof(*out->pause));
	for (i = 0; i < c->pause.n; i++)
		out->pause[i] = symbols_add(symbols, COLUMN_DETAIL, c->pause.s[i],
					    strlen(c->pause.s[i]));
}

/* Open and reopen, and what ends any, are events of all. */
static void add_events(struct event_set *set, const struct policy_clock *c)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(set->bits); i++)
		set->bits[i] |= c->from.bits[i] | c->until.bits[i] | c->drop.bits[i];
	event_set_add(set, EVENT_OPEN);
	event_set_add(set, EVENT_REOPEN);
	event_set_add(set, EVENT_CANCEL);
}

static void add_begins(struct event_set *set, const struct policy_clock *c)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(set->bits); i++)
		set->bits[i] |= c->from.bits[i];
	if (event_set_has(&c->from, EVENT_OPEN) && c->on_reopen != REOPEN_IGNORE)
		event_set_add(set, EVENT_REOPEN);
}

/* Approvals of different types have nothing to do with each other: a group each. */
static struct clock_group *find_group(struct clock_version *v, int name_id, uint32_t part)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (v->group[i].rule[0].clock->name_id == name_id && v->group[i].part == part)
			return &v->group[i];
	return NULL;
}

static void find_parts(struct clock_group *g, const struct policy_clock *c)
{
	if (event_set_has(&c->from, EVENT_TASK)) {
		g->part_from = EVENT_TASK;
		g->part_until = EVENT_DONE;
	} else if (g->part) {
		g->part_from = EVENT_COMPENSATE;
		g->part_until = EVENT_APPROVE;
	}
}

/* The name of the part, and the department that its steps go to. */
static uint32_t part_of(const struct policy_clock *c, struct symbols *symbols)
{
	if (c->department)
		symbols_add(symbols, COLUMN_DEPARTMENT, c->department, strlen(c->department));
	return c->part ? symbols_add(symbols, COLUMN_DETAIL, c->part, strlen(c->part)) : 0;
}

static void compile_version(struct clock_version *v, const struct policy *p, struct classmap *map,
			    struct symbols *symbols)
{
	size_t i;

	v->policy = p;
	v->group = mem_array(p->nclocks, sizeof(*v->group));
	for (i = 0; i < p->nclocks; i++) {
		uint32_t part = part_of(&p->clock[i], symbols);
		struct clock_group *g = find_group(v, p->clock[i].name_id, part);

		if (!g) {
			g = &v->group[v->n++];
			g->rule = mem_array(p->nclocks, sizeof(*g->rule));
			g->part = part;
			g->part_from = g->part_until = NO_EVENT;
		}
		compile_rule(&g->rule[g->n++], p, &p->clock[i], map, symbols);
		add_events(&g->events, &p->clock[i]);
		add_begins(&g->begins, &p->clock[i]);
		find_parts(g, &p->clock[i]);
	}
}

struct clockset *clockset_new(const struct policy_set *set, struct classmap *map,
			      struct symbols *symbols)
{
	struct clockset *cs = mem_zalloc(sizeof(*cs));

	cs->set = set;
	cs->map = map;
	cs->symbols = symbols;
	cs->version = mem_array(set->n, sizeof(*cs->version));
	for (cs->n = 0; cs->n < set->n; cs->n++)
		compile_version(&cs->version[cs->n], set->version[cs->n], map, symbols);
	return cs;
}

void clockset_free(struct clockset *cs)
{
	size_t v, g, r;

	if (!cs)
		return;
	for (v = 0; v < cs->n; v++) {
		for (g = 0; g < cs->version[v].n; g++) {
			struct clock_group *group = &cs->version[v].group[g];

			for (r = 0; r < group->n; r++) {
				filter_free(group->rule[r].filter);
				free(group->rule[r].pause);
			}
			free(group->rule);
		}
		free(cs->version[v].group);
	}
	free(cs->version);
	free(cs);
}

size_t *clock_approvals(const struct clockset *cs, const struct clock_version *v, const struct history *h)
{
	size_t g, i;

	for (g = 0; g < v->n && !clock_is_of_approvals(&v->group[g]); g++)
		;
	for (i = 0; g < v->n && i < h->n; i++)
		if (h->event[i].event == EVENT_COMPENSATE)
			return approval_match(h, cs->symbols);
	return NULL;
}

const struct clock_version *clock_version_at(const struct clockset *cs, const struct history *h)
{
	const struct policy *p;
	size_t i;

	if (cs->n == 1)
		return &cs->version[0];
	for (i = 0; i < h->n && h->event[i].event != EVENT_OPEN; i++)
		;
	p = policy_set_at(cs->set, i < h->n ? h->event[i].at : 0);
	for (i = 0; i + 1 < cs->n; i++)
		if (cs->version[i].policy == p)
			break;
	return &cs->version[i];
}

const struct clock_rule *clock_rule_of(const struct clockset *cs, const struct history *h,
				       const struct policy_clock *clock)
{
	const struct clock_version *v = clock_version_at(cs, h);
	size_t g, r;

	for (g = 0; g < v->n; g++)
		for (r = 0; r < v->group[g].n; r++)
			if (v->group[g].rule[r].clock == clock)
				return &v->group[g].rule[r];
	BUG("instance of a clock that the policy does not have");
}

void clock_part_who(const struct policy_clock *rule, uint32_t task, const struct history *h, size_t upto,
		    const struct classmap *map, const struct symbols *symbols,
		    uint32_t *department, uint32_t *owner)
{
	*department = *owner = 0;
	if (task && rule && rule->part && rule->department)
		*department = symbols_find(symbols, COLUMN_DEPARTMENT, rule->department,
					   strlen(rule->department));
	else if (task && !(rule && rule->part))
		history_task(h, upto, task, map, department, owner);
}
