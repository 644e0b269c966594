/* escalate_set: the steps of all versions of the policy, compiled once. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/escalate_internal.h"

static struct filter *compile(const struct policy *p, const struct policy_filter *f,
			      struct classmap *map, struct symbols *symbols)
{
	return f->n ? filter_new(p, f, map, symbols) : NULL;
}

static void add_to_groups(struct escalate_version *v, size_t i, const struct clock_version *clocks)
{
	const char *clock = v->rule[i].step->clock;
	size_t g;

	for (g = 0; g < clocks->n; g++) {
		struct escalate_group *group = &v->group[g];

		if (strcmp(clocks->group[g].rule[0].clock->name, clock) != 0)
			continue;
		group->rule = mem_realloc(group->rule, group->n + 1, sizeof(*group->rule));
		group->rule[group->n++] = i;
	}
}

static void compile_version(struct escalate_version *v, const struct clock_version *clocks,
			    struct classmap *map, struct symbols *symbols)
{
	const struct policy *p = clocks->policy;
	size_t i;

	v->rule = mem_array(p->nsteps, sizeof(*v->rule));
	v->group = mem_array(clocks->n, sizeof(*v->group));
	for (i = 0; i < p->nsteps; i++) {
		const struct policy_step *s = &p->step[i];
		struct escalate_rule *rule = &v->rule[v->n++];

		rule->step = s;
		rule->rank = escalate_rank(p, s);
		rule->filter = compile(p, &s->filter, map, symbols);
		if (s->how == STEP_WHEN_FILTER) {
			rule->when = filter_new(p, &s->when, map, symbols);
			v->nwhen++;
		} else {
			add_to_groups(v, i, clocks);
		}
	}
	for (i = 0; i < clocks->n; i++)
		escalate_bound_group(v, &v->group[i], &clocks->group[i]);
}

struct escalateset *escalateset_new(const struct policy_set *set, struct classmap *map,
				    struct symbols *symbols)
{
	struct escalateset *es = mem_zalloc(sizeof(*es));
	size_t i;

	es->map = map;
	es->symbols = symbols;
	es->clocks = clockset_new(set, map, symbols);
	es->version = mem_array(es->clocks->n, sizeof(*es->version));
	for (i = 0; i < es->clocks->n; i++)
		compile_version(&es->version[i], &es->clocks->version[i], map, symbols);
	return es;
}

static void release_version(struct escalate_version *v, size_t ngroups)
{
	size_t i;

	for (i = 0; i < v->n; i++) {
		filter_free(v->rule[i].filter);
		filter_free(v->rule[i].when);
	}
	for (i = 0; i < ngroups; i++) {
		free(v->group[i].rule);
		free(v->group[i].bound);
	}
	free(v->rule);
	free(v->group);
}

void escalateset_free(struct escalateset *es)
{
	size_t i;

	if (!es)
		return;
	for (i = 0; i < es->clocks->n; i++)
		release_version(&es->version[i], es->clocks->version[i].n);
	free(es->version);
	clockset_free(es->clocks);
	free(es);
}

const struct escalate_version *escalate_version_at(const struct escalateset *es,
						   const struct history *h,
						   const struct clock_version **clocks)
{
	*clocks = clock_version_at(es->clocks, h);
	return &es->version[*clocks - es->clocks->version];
}

size_t escalate_group_of(const struct clock_version *v, const struct policy_clock *clock)
{
	size_t g;

	for (g = 0; g < v->n; g++)
		if (v->group[g].rule[0].clock->name_id == clock->name_id)
			return g;
	BUG("instance of a clock that the policy does not have");
}
