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

static struct clock_group *find_group(struct clock_version *v, int name_id)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (v->group[i].rule[0].clock->name_id == name_id)
			return &v->group[i];
	return NULL;
}

static void compile_version(struct clock_version *v, const struct policy *p, struct classmap *map,
			    struct symbols *symbols)
{
	size_t i;

	v->policy = p;
	v->group = mem_array(p->nclocks, sizeof(*v->group));
	for (i = 0; i < p->nclocks; i++) {
		struct clock_group *g = find_group(v, p->clock[i].name_id);

		if (!g) {
			g = &v->group[v->n++];
			g->rule = mem_array(p->nclocks, sizeof(*g->rule));
		}
		compile_rule(&g->rule[g->n++], p, &p->clock[i], map, symbols);
		add_events(&g->events, &p->clock[i]);
		add_begins(&g->begins, &p->clock[i]);
		g->has_tasks |= event_set_has(&p->clock[i].from, EVENT_TASK);
	}
}

struct clockset *clockset_new(const struct policy_set *set, struct classmap *map,
			      struct symbols *symbols)
{
	struct clockset *cs = mem_zalloc(sizeof(*cs));

	cs->set = set;
	cs->map = map;
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
