/* Clocks that a policy has without writing them: of duties, of improvement measures, of tasks, of approvals. */

#include <string.h>

#include "domain/policy_internal.h"

static int has_clock(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->nclocks; i++)
		if (p->clock[i].name && !strcmp(p->clock[i].name, name))
			return 1;
	return 0;
}

static struct policy_clock *add_clock(struct load *l, const char *name, const char *zh,
				      const char *en, size_t line)
{
	static const char *customer[] = { "customer" };
	struct policy_clock *c = &l->p->clock[l->p->nclocks++];

	c->name = name;
	c->label = (struct policy_label){ zh, en };
	c->name_id = (int)intern_add(&l->set->clocks, name, strlen(name));
	c->within.kind = LIMIT_DUE;
	c->calendar = l->p->always;
	c->pause = (struct policy_names){ customer, 1 };
	c->is_implied = 1;
	c->line = line;
	return c;
}

static void add_term(struct load *l, struct policy_clock *c, int column, const char *value)
{
	struct policy_term *term = &c->filter.term[c->filter.n++];

	term->column = column;
	term->value.s = arena_array(l->arena, 1, sizeof(char *));
	term->value.s[0] = value;
	term->value.n = 1;
}

/* From `open` until `resolve`, for cases of a built-in kind. */
static struct policy_clock *add_case_clock(struct load *l, const char *kind, const char *zh,
					   const char *en, size_t line)
{
	struct policy_clock *c = add_clock(l, kind, zh, en, line);

	event_set_add(&c->from, EVENT_OPEN);
	event_set_add(&c->until, EVENT_RESOLVE);
	c->filter.term = arena_array(l->arena, 2, sizeof(*c->filter.term));
	add_term(l, c, COLUMN_KIND, kind);
	return c;
}

static void add_duties(struct load *l)
{
	size_t i;

	for (i = 0; i < l->p->nduties; i++) {
		const struct policy_duty *duty = &l->p->duty[i];
		struct policy_clock *c;

		if (!duty->name || !duty->calendar)
			continue;       /* the file has errors */
		c = add_case_clock(l, "duty", "定期工作", "regular duty", duty->line);
		add_term(l, c, COLUMN_CATEGORY, duty->name);
		c->within = duty->within;
		c->calendar = duty->calendar;
	}
}

static int is_department(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->ndepartments; i++)
		if (p->department[i].name && !strcmp(p->department[i].name, name))
			return 1;
	return 0;
}

/* From `compensate` until `approve`, for each type by itself. The house's own work does not wait for the customer. */
static void add_approvals(struct load *l)
{
	size_t i;

	for (i = 0; i < l->p->ncompensations; i++) {
		const struct policy_compensation *type = &l->p->compensation[i];
		struct policy_clock *c;

		if (!type->name || !type->approve || type->within.kind == LIMIT_NONE)
			continue;
		c = add_clock(l, "approval", "审批", "approval", type->line);
		event_set_add(&c->from, EVENT_COMPENSATE);
		event_set_add(&c->until, EVENT_APPROVE);
		c->within = type->within;
		c->pause = (struct policy_names){ NULL, 0 };
		c->part = type->name;
		c->department = is_department(l->p, type->approve) ? type->approve : NULL;
	}
}

void policy_add_clocks(struct load *l)
{
	struct policy *p = l->p;
	struct policy_clock *own = p->clock, *c;
	int has_duty = has_clock(p, "duty"), has_action = has_clock(p, "action");
	int has_task = has_clock(p, "task"), has_approval = has_clock(p, "approval");

	p->clock = arena_array(l->arena, p->nclocks + p->nduties + p->ncompensations + 2, sizeof(*p->clock));
	if (p->nclocks)
		memcpy(p->clock, own, p->nclocks * sizeof(*own));
	if (!has_duty)
		add_duties(l);
	if (!has_action)
		add_case_clock(l, "action", "改进措施", "improvement measure", 0);
	if (!has_task && p->nchecklists) {
		c = add_clock(l, "task", "任务", "task", p->checklist[0].line);
		event_set_add(&c->from, EVENT_TASK);
		event_set_add(&c->until, EVENT_DONE);
	}
	if (!has_approval)
		add_approvals(l);
}
