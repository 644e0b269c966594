/* tally_plan: what the policy says about counting, looked up once. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/tally_internal.h"

static int wanted_slot(struct tally_plan *plan, int column)
{
	classmap_add(plan->map, column);
	return plan->map->slot[column];
}

/* The five regulations name the field alike (C18). */
static int supplier_slot(struct tally_plan *plan)
{
	int column = policy_set_column(plan->set, "supplier", 8);

	return column >= COLUMN_FIELD ? wanted_slot(plan, column) : -1;
}

/* The clock of timely handling: `resolve`, else the first one that a target names. */
static int find_resolve_clock(const struct policy_set *set)
{
	const struct policy *now = policy_set_now(set);
	uint32_t id = intern_find(&set->clocks, "resolve", 7);
	size_t i;

	for (i = 0; id == INTERN_NONE && i < now->ntargets; i++)
		id = intern_find(&set->clocks, now->target[i].name, strlen(now->target[i].name));
	return id == INTERN_NONE ? -1 : (int)id;
}

static int find_goal(const char *name)
{
	static const struct { const char *name; enum tally_goal goal; } goals[] = {
		{ "record-delay", GOAL_RECORD_DELAY }, { "csat", GOAL_CSAT }, { "ces", GOAL_CES },
		{ "nps", GOAL_NPS }, { "survey-response", GOAL_RESPONSE },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(goals); i++)
		if (!strcmp(goals[i].name, name))
			return (int)goals[i].goal;
	return rate_find(name);
}

static void plan_targets(struct tally_plan *plan)
{
	const struct policy *now = policy_set_now(plan->set);
	size_t i;

	plan->target = mem_array(now->ntargets + 1, sizeof(*plan->target));
	for (i = 0; i < now->ntargets; i++) {
		const struct policy_target *t = &now->target[i];
		uint32_t clock = intern_find(&plan->set->clocks, t->name, strlen(t->name));

		plan->target[i] = (struct tally_target){
			filter_new(now, &t->filter, plan->map, plan->symbols), find_goal(t->name),
			clock == INTERN_NONE ? -1 : (int)clock };
	}
}

void tally_plan_init(struct tally_plan *plan, const struct policy_set *set, struct classmap *map,
		     struct symbols *symbols, const int *dim, int ndims)
{
	const struct policy *now = policy_set_now(set);
	size_t i;
	int d;

	*plan = (struct tally_plan){ .set = set, .map = map, .symbols = symbols, .ndims = ndims,
				     .zone = now->zone };
	plan->clocks = clockset_new(set, map, symbols);
	plan->slot_kind = wanted_slot(plan, COLUMN_KIND);
	plan->slot_severity = wanted_slot(plan, COLUMN_SEVERITY);
	plan->slot_channel = wanted_slot(plan, COLUMN_CHANNEL);
	plan->slot_owner = wanted_slot(plan, COLUMN_OWNER);
	plan->slot_department = wanted_slot(plan, COLUMN_DEPARTMENT);
	plan->slot_supplier = supplier_slot(plan);
	for (d = 0; d < ndims; d++) {
		plan->dim[d] = dim[d];
		wanted_slot(plan, dim[d]);
	}
	if (ndims) {
		scorecard_plan_init(&plan->score, set, map);
		correction_plan_init(&plan->correction, set);
	}
	intake_plan_init(&plan->intake, set, map);
	returning_plan_init(&plan->returning, map);
	completeness_plan_init(&plan->completeness, set, map, symbols);
	plan->callback = policy_set_event(set, "callback", 8);
	plan->kind_out[0] = symbols_add(symbols, COLUMN_KIND, "duty", 4);
	plan->kind_out[1] = symbols_add(symbols, COLUMN_KIND, "action", 6);
	plan->version = mem_array(set->n, sizeof(*plan->version));
	for (i = 0; i < set->n; i++)
		facts_rule_init(&plan->version[i].rule, set, set->version[i], symbols);
	plan_targets(plan);
	plan->resolve_clock = find_resolve_clock(set);
}

/* n working days and one more before t; since ever where the calendar does not tell. */
static instant before_working_days(const struct calendar *c, instant t, int64_t n)
{
	const struct zone *zone = calendar_zone(c);
	int64_t day = zone_day(zone, t), left = n + 1;

	for (; left; day--) {
		int is = calendar_is_working_day(c, day);

		if (is < 0)
			return INSTANT_NONE;
		left -= is;
	}
	return zone_midnight(zone, day);
}

/*
 * Timely handling asks for what fell due in the period, also where it was done before. At its last
 * row a case has at most the whole limit left, so that it cannot fall due in the period
 * where the limit fits in between.
 */
static instant due_from(const struct policy_clock *c, instant from)
{
	instant t = INSTANT_NONE;

	switch (c->within.kind) {
	case LIMIT_SECONDS:
		if (calendar_subtract(c->calendar, from, c->within.n + 1, &t, NULL) != CALENDAR_OK)
			return INSTANT_NONE;
		return t;
	case LIMIT_WORKING_DAYS:
		return before_working_days(c->calendar, from, c->within.n);
	case LIMIT_CALENDAR_DAYS:
		return before_working_days(c->calendar, from - (c->within.n + 1) * 86400, 1);
	default:
		return t;
	}
}

void tally_plan_period(struct tally_plan *plan, instant from, instant to, instant as_of)
{
	size_t v, i;
	instant t;

	plan->from = plan->touched_from = from;
	plan->to = to;
	plan->score.from = from;
	plan->score.to = to;
	plan->correction.from = from;
	plan->correction.to = to;
	plan->as_of = as_of;
	intake_plan_period(&plan->intake, plan->zone, from);
	returning_plan_period(&plan->returning, from, to);
	completeness_plan_period(&plan->completeness, from, to);
	plan->day_end = zone_midnight(plan->zone, zone_day(plan->zone, as_of) + 1);
	for (v = 0; v < plan->set->n; v++)
		for (i = 0; i < plan->set->version[v]->nclocks; i++) {
			const struct policy_clock *c = &plan->set->version[v]->clock[i];

			if (c->name_id != plan->resolve_clock)
				continue;
			t = due_from(c, from);
			if (t < plan->touched_from)
				plan->touched_from = t;
		}
}

void tally_plan_only(struct tally_plan *plan, const struct policy_filter *only,
		     const struct policy_filter *group, int is_others)
{
	const struct policy *now = policy_set_now(plan->set);

	if (only && only->n)
		plan->only = filter_new(now, only, plan->map, plan->symbols);
	if (!group)
		return;
	plan->group = filter_new(now, group, plan->map, plan->symbols);
	plan->slot_group = wanted_slot(plan, group->term[0].column);
	plan->is_others = is_others;
}

int tally_is_wanted(const struct tally_plan *plan, const uint32_t *class)
{
	if (plan->only && !filter_holds(plan->only, class))
		return 0;
	if (!plan->group)
		return 1;
	return plan->is_others ? class[plan->slot_group] && !filter_holds(plan->group, class) :
	       filter_holds(plan->group, class);
}

void tally_plan_release(struct tally_plan *plan)
{
	size_t i;

	if (!plan->set)
		return;
	for (i = 0; i < plan->set->n; i++)
		facts_rule_release(&plan->version[i].rule);
	for (i = 0; i < policy_set_now(plan->set)->ntargets; i++)
		filter_free(plan->target[i].filter);
	filter_free(plan->only);
	filter_free(plan->group);
	free(plan->version);
	free(plan->target);
	completeness_plan_release(&plan->completeness);
	clockset_free(plan->clocks);
	*plan = (struct tally_plan){ 0 };
}
