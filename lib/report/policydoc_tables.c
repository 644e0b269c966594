/* The tables of the written procedure: limits, ladder, owners and duties, checklists, targets. */

#include <string.h>

#include "base/mem.h"
#include "report/policydoc_internal.h"
#include "report/policytext.h"

void policydoc_limits(struct doc *d)
{
	struct strbuf cell[4] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	size_t i, k;

	HEAD(T("时限", "limit"), T("适用", "for"), T("从", "from"), T("到", "until"),
	     T("期限", "within"), T("计时", "counted in"));
	for (i = 0; i < d->p->nclocks; i++) {
		const struct policy_clock *c = &d->p->clock[i];
		const struct policy_calendar *cal =
			policy_calendar(d->p, calendar_name(c->calendar));

		if (c->is_implied)      /* duties and checklists have tables of their own */
			continue;
		policytext_filter(&cell[0], d->p, d->set, &c->filter, d->lang);
		policytext_events(&cell[1], d->p, d->set, &c->from, d->lang);
		policytext_events(&cell[2], d->p, d->set, &c->until, d->lang);
		policytext_limit(&cell[3], &c->within, d->lang);
		ROW(policydoc_label(d, &c->label, c->name),
		    cell[0].len ? cell[0].buf : T("全部", "all"), cell[1].buf, cell[2].buf,
		    cell[3].buf,
		    c->within.kind == LIMIT_DUE ? ""
		    : cal			? policydoc_label(d, &cal->label, cal->name)
						: T("全天", "all hours"));
		for (k = 0; k < ARRAY_SIZE(cell); k++)
			strbuf_reset(&cell[k]);
	}
	for (k = 0; k < ARRAY_SIZE(cell); k++)
		strbuf_release(&cell[k]);
}

static const char *clock_label(const struct doc *d, const char *name)
{
	size_t i;

	for (i = 0; name && i < d->p->nclocks; i++)
		if (strcmp(d->p->clock[i].name, name) == 0)
			return policydoc_label(d, &d->p->clock[i].label, name);
	return name;
}

static void add_when(struct doc *d, struct strbuf *out, const struct policy_step *s)
{
	if (s->how == STEP_WHEN_FILTER) {
		strbuf_addstr(out, T("一旦为：", "as soon as it is: "));
		policytext_filter(out, d->p, d->set, &s->when, d->lang);
		return;
	}
	strbuf_addf(out, "%s%s", clock_label(d, s->clock), T("，", ", "));
	policytext_at(out, s, d->lang);
	if (!s->filter.n)
		return;
	strbuf_addstr(out, T("（", " ("));
	policytext_filter(out, d->p, d->set, &s->filter, d->lang);
	strbuf_addstr(out, T("）", ")"));
}

void policydoc_ladder(struct doc *d)
{
	struct strbuf when = STRBUF_INIT, who = STRBUF_INIT;
	size_t i;

	HEAD(T("步骤", "step"), T("何时", "when"), T("做什么", "what"), T("对象", "whom"));
	for (i = 0; i < d->p->nsteps; i++) {
		const struct policy_step *s = &d->p->step[i];

		add_when(d, &when, s);
		policytext_to(&who, d->p, s, d->lang);
		if (s->repeat) {
			strbuf_addstr(&who, T("（每", " (again every "));
			policytext_seconds(&who, s->repeat, d->lang);
			strbuf_addstr(&who, T("重复）", ")"));
		}
		ROW(policydoc_label(d, &s->label, s->name), when.buf,
		    policytext_do(s->action, d->lang), who.buf);
		strbuf_reset(&when);
		strbuf_reset(&who);
	}
	strbuf_release(&when);
	strbuf_release(&who);
}

/* Which categories a department handles, below its name. */
void policydoc_departments(struct doc *d)
{
	size_t i, k;

	HEAD(T("部门", "department"), T("主管", "head"), T("负责的类别", "categories it handles"));
	for (i = 0; i < d->p->ndepartments; i++) {
		const struct policy_department *x = &d->p->department[i];

		for (k = 0; k < d->p->ncategories; k++) {
			const struct policy_category *c = &d->p->category[k];

			if (c->department && strcmp(c->department, x->name) == 0)
				strbuf_addf(&d->text, "%s%s", d->text.len ? T("、", ", ") : "",
					    policydoc_label(d, &c->label, c->name));
		}
		ROW(policydoc_label(d, &x->label, x->name),
		    x->lead ? policytext_who(d->p, x->lead, d->lang) : "", d->text.buf);
		strbuf_reset(&d->text);
	}
}

void policydoc_duties(struct doc *d)
{
	struct strbuf limit = STRBUF_INIT, who = STRBUF_INIT;
	size_t i;

	strbuf_addstr(d->out, T("\n### 定期工作\n\n", "\n### Regular duties\n\n"));
	HEAD(T("工作", "duty"), T("周期", "how often"), T("期限", "within"), T("负责", "who"));
	for (i = 0; i < d->p->nduties; i++) {
		const struct policy_duty *x = &d->p->duty[i];

		policytext_limit(&limit, &x->within, d->lang);
		if (x->each)
			strbuf_addf(&who, "%s%s", T("每位", "each of "),
				    policytext_who(d->p, x->each, d->lang));
		else if (x->owner || x->department)
			strbuf_addstr(
				&who,
				policytext_who(d->p, x->owner ? x->owner : x->department, d->lang));
		ROW(policydoc_label(d, &x->label, x->name), policytext_every(x->every, d->lang),
		    limit.buf, who.buf);
		strbuf_reset(&limit);
		strbuf_reset(&who);
	}
	strbuf_release(&limit);
	strbuf_release(&who);
}

void policydoc_checklists(struct doc *d)
{
	struct strbuf limit = STRBUF_INIT;
	size_t i, k;

	HEAD(T("类别", "category"), T("步骤", "step"), T("期限", "within"), T("负责", "who"));
	for (i = 0; i < d->p->nchecklists; i++) {
		const struct policy_checklist *c = &d->p->checklist[i];

		for (k = 0; k < c->ntasks; k++) {
			const struct policy_task *t = &c->task[k];
			const char *who = t->owner ? t->owner : t->department;

			if (t->within.kind != LIMIT_NONE)
				policytext_limit(&limit, &t->within, d->lang);
			ROW(k ? "" : policy_value_label(d->p, COLUMN_CATEGORY, c->name, d->lang),
			    policydoc_label(d, &t->label, t->name), limit.buf,
			    who ? policytext_who(d->p, who, d->lang) : "");
			strbuf_reset(&limit);
		}
	}
	strbuf_release(&limit);
}

void policydoc_answers(struct doc *d)
{
	size_t i;

	HEAD(T("类别", "category"), T("标准答复", "standard answer"));
	for (i = 0; i < d->p->ncategories; i++) {
		const struct policy_category *c = &d->p->category[i];

		if (c->say.zh || c->say.en)
			ROW(policydoc_label(d, &c->label, c->name),
			    policy_label(&c->say, "", d->lang));
	}
}

void policydoc_compensation(struct doc *d)
{
	struct strbuf limit = STRBUF_INIT;
	size_t i;

	HEAD(T("方式", "type"), T("单位", "unit"), T("审批", "approved by"),
	     T("审批期限", "within"));
	for (i = 0; i < d->p->ncompensations; i++) {
		const struct policy_compensation *c = &d->p->compensation[i];

		if (c->within.kind != LIMIT_NONE)
			policytext_limit(&limit, &c->within, d->lang);
		ROW(policydoc_label(d, &c->label, c->name), c->unit,
		    c->approve ? policytext_who(d->p, c->approve, d->lang) : "", limit.buf);
		strbuf_reset(&limit);
	}
	strbuf_addstr(d->out, T("\n审批人不得是经办人本人。\n",
				"\nNobody approves what he promised himself.\n"));
	strbuf_release(&limit);
}

static const char *target_label(const struct doc *d, const char *name)
{
	const char *figure = policytext_figure(name, d->lang);

	return figure ? figure : clock_label(d, name);
}

void policydoc_targets(struct doc *d)
{
	struct strbuf goal = STRBUF_INIT, filter = STRBUF_INIT;
	size_t i;

	HEAD(T("指标", "figure"), T("目标", "target"), T("适用", "for"));
	for (i = 0; i < d->p->ntargets; i++) {
		const struct policy_target *t = &d->p->target[i];

		policytext_target(&goal, t);
		policytext_filter(&filter, d->p, d->set, &t->filter, d->lang);
		ROW(target_label(d, t->name), goal.buf, filter.len ? filter.buf : T("全部", "all"));
		strbuf_reset(&goal);
		strbuf_reset(&filter);
	}
	strbuf_release(&goal);
	strbuf_release(&filter);
}

void policydoc_clauses(struct doc *d)
{
	size_t i;

	for (i = 0; i < d->p->nclauses; i++) {
		const struct policy_clause *c = &d->p->clause[i];

		strbuf_addstr(d->out, "- ");
		if (c->id)
			strbuf_addf(d->out, "**%s** ", c->id);
		policydoc_add(d->out, policy_label(&c->label, "", d->lang));
		if (c->owner) {
			strbuf_addstr(d->out, T("（", " ("));
			policydoc_add(d->out, policytext_who(d->p, c->owner, d->lang));
			strbuf_addstr(d->out, T("）", ")"));
		}
		strbuf_addch(d->out, '\n');
	}
}
