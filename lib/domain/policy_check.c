/* Warnings about a policy that loads: rules that never act, and doubtful ones. */

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/policy_internal.h"

static int has_name(const struct policy_names *names, const char *s)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->s[i], s) == 0)
			return 1;
	return 0;
}

/* A category also stands for those below it. */
static int has_category(const struct policy *p, const struct policy_names *names, const char *s)
{
	const struct policy_category *c;
	int depth;

	for (depth = 0; s && depth <= CATEGORY_DEPTH; depth++) {
		if (has_name(names, s))
			return 1;
		c = policy_category(p, s);
		s = c ? c->of : NULL;
	}
	return 0;
}

static int term_includes(const struct policy *p, const struct policy_term *wide,
			 const struct policy_term *narrow)
{
	size_t i;

	for (i = 0; i < narrow->value.n; i++)
		if (wide->column == COLUMN_CATEGORY ?
			    !has_category(p, &wide->value, narrow->value.s[i]) :
			    !has_name(&wide->value, narrow->value.s[i]))
			return 0;
	return 1;
}

/* Does every case that fits `narrow` fit `wide`? Each term of wide must hold one of narrow's. */
static int filter_includes(const struct policy *p, const struct policy_filter *wide,
			   const struct policy_filter *narrow)
{
	size_t i, k;

	for (i = 0; i < wide->n; i++) {
		for (k = 0; k < narrow->n; k++)
			if (narrow->term[k].column == wide->term[i].column &&
			    term_includes(p, &wide->term[i], &narrow->term[k]))
				break;
		if (k == narrow->n)
			return 0;
	}
	return 1;
}

#define WARN(f, p, line, ...) \
	finding_add((f), GRADE_WARNING, arena_strdup(&(f)->arena, (p)->path), (line), 0, __VA_ARGS__)

static void check_reached(const struct policy *p, size_t i, struct findings *f)
{
	const struct policy_clock *c = &p->clock[i];
	size_t k;

	if (c->is_implied)
		return;
	for (k = 0; k < i; k++)
		if (p->clock[k].name_id == c->name_id &&
		    filter_includes(p, &p->clock[k].filter, &c->filter)) {
			WARN(f, p, c->line,
			     _("rule of clock '%s' is never reached: the one in line %zu takes its cases"),
			     c->name, p->clock[k].line);
			return;
		}
}

static int same_events(const struct event_set *a, const struct event_set *b)
{
	return memcmp(a->bits, b->bits, sizeof(a->bits)) == 0;
}

static void check_limit(const struct policy *p, const struct policy_clock *c, struct findings *f)
{
	int always = calendar_is_always(c->calendar);

	if (c->within.kind == LIMIT_SECONDS && c->within.has_days && !always)
		WARN(f, p, c->line,
		     _("clock '%s' counts 'd' as 24 h of calendar '%s': write hours, or working days"),
		     c->name, calendar_name(c->calendar));
	if (c->within.kind == LIMIT_WORKING_DAYS && always)
		WARN(f, p, c->line,
		     _("clock '%s' counts working days on calendar 'always', where every day is one"),
		     c->name);
	if (c->within.kind == LIMIT_DUE && !always)
		WARN(f, p, c->line, _("clock '%s' runs to a promised time: its calendar '%s' has no effect"),
		     c->name, calendar_name(c->calendar));
	if (same_events(&c->from, &c->until) && c->within.kind == LIMIT_DUE)
		WARN(f, p, c->line, _("clock '%s' starts and stops at the same events"), c->name);
	if (event_set_has(&c->until, EVENT_OPEN))
		WARN(f, p, c->line, _("clock '%s' stops at 'open', which comes only once and first"),
		     c->name);
}

static int is_used(const struct policy *p, const struct policy_calendar *c)
{
	const struct calendar *k = c->calendar;
	size_t i, t;

	if (p->quiet == k || c->nstaffing)
		return 1;
	for (i = 0; i < p->nclocks; i++)
		if (p->clock[i].calendar == k)
			return 1;
	for (i = 0; i < p->nduties; i++)
		if (p->duty[i].calendar == k)
			return 1;
	for (i = 0; i < p->nchecklists; i++)
		for (t = 0; t < p->checklist[i].ntasks; t++)
			if (p->checklist[i].task[t].calendar == k)
				return 1;
	return 0;
}

static int some_department_has_lead(const struct policy *p)
{
	size_t i;

	for (i = 0; i < p->ndepartments; i++)
		if (p->department[i].lead)
			return 1;
	return 0;
}

static void check_step(const struct policy *p, const struct policy_step *s, struct findings *f)
{
	if (p->npersons && has_name(&s->to, "lead") && !some_department_has_lead(p))
		WARN(f, p, s->line, _("step '%s' goes to a lead, but no department has one"), s->name);
	if (s->how == STEP_AT_PERCENT && s->percent > 100 && s->action == DO_REMIND)
		WARN(f, p, s->line, _("step '%s' reminds after the time is used up"), s->name);
}

static void check_departments(const struct policy *p, struct findings *f)
{
	const struct policy_department *d;
	size_t i;

	for (i = 0; i < p->ndepartments; i++) {
		d = &p->department[i];
		if (p->npersons && d->assign == ASSIGN_LEAD && !d->lead)
			WARN(f, p, d->line, _("department '%s' assigns to its lead but has none"), d->name);
		if (p->npersons && (d->assign == ASSIGN_LEAST_OPEN || d->assign == ASSIGN_ROTATE) &&
		    !d->staff.n)
			WARN(f, p, d->line, _("department '%s' assigns to its staff but has none"),
			     d->name);
	}
}

static int is_someone(const struct policy *p, const char *name)
{
	return policy_department(p, name) || policy_group(p, name) || policy_person(p, name) ||
	       has_name(&p->levels, name);
}

static void check_approvers(const struct policy *p, struct findings *f)
{
	const struct policy_compensation *c;
	size_t i;

	for (i = 0; i < p->ncompensations; i++) {
		c = &p->compensation[i];
		if (c->approve && !is_someone(p, c->approve))
			WARN(f, p, c->line,
			     _("compensation '%s' is approved by '%s', which this policy does not define"),
			     c->name, c->approve);
	}
}

static void check_version(const struct policy *p, struct findings *f)
{
	size_t i;

	for (i = 0; i < p->nclocks; i++) {
		check_reached(p, i, f);
		check_limit(p, &p->clock[i], f);
	}
	for (i = 0; i < p->ncalendars; i++)
		if (!is_used(p, &p->calendar[i]))
			WARN(f, p, p->calendar[i].line, _("calendar '%s' is not used"),
			     p->calendar[i].name);
	for (i = 0; i < p->nsteps; i++)
		check_step(p, &p->step[i], f);
	check_departments(p, f);
	check_approvers(p, f);
}

void policy_check(const struct policy_set *set, struct findings *findings)
{
	struct findings own = FINDINGS_INIT;
	size_t i;

	for (i = 0; i < set->n; i++) {
		check_version(set->version[i], &own);
		policy_pass_on(&own, findings);
	}
}
