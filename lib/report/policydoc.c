#include "report/policydoc.h"

#include <string.h>

#include "base/mem.h"
#include "report/policydoc_internal.h"
#include "report/policytext.h"
#include "values/duration.h"

const char *policydoc_word(const struct doc *d, const char *zh, const char *en)
{
	return strcmp(d->lang, "zh") == 0 ? zh : en;
}

void policydoc_add(struct strbuf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			strbuf_addch(out, ' ');
		else if (strchr("|<>*_`[]\\", *s))
			strbuf_addf(out, "\\%c", *s);
		else
			strbuf_addch(out, *s);
	}
}

void policydoc_heading(struct doc *d, int *number, const char *title)
{
	strbuf_addf(d->out, "\n## %d. %s\n\n", ++*number, title);
}

void policydoc_row(struct doc *d, const char *const *cells)
{
	for (; *cells; cells++) {
		strbuf_addstr(d->out, "| ");
		policydoc_add(d->out, *cells);
		strbuf_addch(d->out, ' ');
	}
	strbuf_addstr(d->out, "|\n");
}

void policydoc_head(struct doc *d, const char *const *cells)
{
	policydoc_row(d, cells);
	for (; *cells; cells++)
		strbuf_addstr(d->out, "| --- ");
	strbuf_addstr(d->out, "|\n");
}

#define ROW(...)  policydoc_row(d, (const char *const[]){ __VA_ARGS__, NULL })
#define HEAD(...) policydoc_head(d, (const char *const[]){ __VA_ARGS__, NULL })

static const char *label_of(const struct doc *d, const struct policy_label *label, const char *code)
{
	return policy_label(label, code, d->lang);
}

static void write_title(struct doc *d)
{
	const struct policy *p = d->p;

	strbuf_addstr(d->out, "# ");
	policydoc_add(d->out, label_of(d, &p->label, p->name));
	strbuf_addstr(d->out, T("：服务流程\n\n", ": the procedure\n\n"));
	if (p->valid_from != VALID_ALWAYS) {
		strbuf_addstr(d->out, T("自 ", "In force since "));
		date_format(d->out, p->valid_from);
		strbuf_addstr(d->out, T(" 起执行。", ". "));
	}
	strbuf_addf(d->out, "%s `%.16s`%s\n", T("版本标识", "Version"), p->sha256, T("。", "."));
}

static void write_channels(struct doc *d)
{
	size_t i;

	strbuf_addstr(d->out, T("顾客可以通过以下渠道联系我们：", "Customers reach the desk by "));
	for (i = 0; i < d->p->nchannels; i++) {
		strbuf_addstr(d->out, i ? T("、", ", ") : "");
		policydoc_add(d->out, label_of(d, &d->p->channel[i].label, d->p->channel[i].name));
	}
	strbuf_addstr(d->out, T("。\n\n", ".\n\n"));
}

static void write_kinds(struct doc *d)
{
	size_t i, k;

	HEAD(T("性质", "kind"), T("等级", "severity"), T("由谁处理", "handled by"));
	for (i = 0; i < d->p->nkinds; i++) {
		const struct policy_kind *kind = &d->p->kind[i];
		const char *name = label_of(d, &kind->label, kind->name);

		if (!kind->nseverity)
			ROW(name, "", "");
		for (k = 0; k < kind->nseverity; k++) {
			const struct policy_severity *s = &kind->severity[k];

			ROW(k ? "" : name, label_of(d, &s->label, s->name),
			    s->handler ? policytext_who(d->p, s->handler, d->lang) : "");
		}
	}
	for (i = 0; i < d->p->nkinds; i++)
		if (d->p->kind[i].priority_first) {
			strbuf_addch(d->out, '\n');
			policydoc_add(d->out, label_of(d, &d->p->kind[i].label, d->p->kind[i].name));
			strbuf_addstr(d->out, T("优先于其他事项处理。\n", " comes before all other cases.\n"));
		}
}

static int names_have(const struct policy_names *names, const char *s)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->s[i], s) == 0)
			return 1;
	return 0;
}

/* Can a case of this kind fit the filter, as far as kind and severity tell? */
static int may_fit(const struct policy_filter *f, const struct policy_kind *kind)
{
	size_t i, k;

	for (i = 0; i < f->n; i++) {
		const struct policy_term *t = &f->term[i];

		if (t->column == COLUMN_KIND && !names_have(&t->value, kind->name))
			return 0;
		if (t->column != COLUMN_SEVERITY)
			continue;
		for (k = 0; k < kind->nseverity; k++)
			if (names_have(&t->value, kind->severity[k].name))
				break;
		if (k == kind->nseverity)
			return 0;
	}
	return 1;
}

/* What must be written down at this event of this kind, or nothing. */
static void add_required(struct doc *d, const struct policy_kind *kind, int event)
{
	size_t i;

	for (i = 0; i < d->p->nrequires; i++) {
		const struct policy_require *r = &d->p->require[i];

		if (!event_set_has(&r->on, event) || !may_fit(&r->filter, kind))
			continue;
		strbuf_addstr(&d->text, d->text.len ? T("、", ", ") : "");
		policytext_columns(&d->text, d->p, d->set, r->column, r->ncolumns, d->lang);
	}
}

/* Take the composed text and start a new one. */
static void flush_text(struct doc *d)
{
	policydoc_add(d->out, d->text.buf);
	strbuf_reset(&d->text);
}

static void write_step_open(struct doc *d, const struct policy_kind *kind)
{
	strbuf_addstr(d->out, T("1. 受理并登记。", "1. Take the case and record it."));
	add_required(d, kind, EVENT_OPEN);
	if (d->text.len) {
		strbuf_addstr(d->out, T("必须记录：", " Required: "));
		flush_text(d);
		strbuf_addstr(d->out, T("。", "."));
	}
	if (d->p->first_contact)
		strbuf_addstr(d->out, T("首问负责：受理人负责到底。",
					" Whoever takes the case owns it until it is handed over by name."));
	strbuf_addch(d->out, '\n');
}

/* "2. 首次答复：受理后5分钟内完成答复或解决（一般）。" */
static void write_step_clock(struct doc *d, const struct policy_clock *c, int number)
{
	strbuf_addf(d->out, "%d. ", number);
	policydoc_add(d->out, label_of(d, &c->label, c->name));
	strbuf_addstr(d->out, T("：", ": "));
	if (c->within.kind == LIMIT_DUE) {
		strbuf_addstr(d->out, T("在向顾客承诺的时间前", "by the time promised to the customer, "));
	} else {
		strbuf_addstr(&d->text, T("自", "within "));
		if (strcmp(d->lang, "zh") == 0) {
			policytext_events(&d->text, d->p, d->set, &c->from, d->lang);
			strbuf_addstr(&d->text, "起");
			policytext_limit(&d->text, &c->within, d->lang);
			strbuf_addstr(&d->text, "内");
		} else {
			policytext_limit(&d->text, &c->within, d->lang);
			strbuf_addstr(&d->text, " from ");
			policytext_events(&d->text, d->p, d->set, &c->from, d->lang);
			strbuf_addstr(&d->text, ": ");
		}
	}
	policytext_events(&d->text, d->p, d->set, &c->until, d->lang);
	if (c->filter.n) {
		strbuf_addstr(&d->text, T("（", " ("));
		policytext_filter(&d->text, d->p, d->set, &c->filter, d->lang);
		strbuf_addstr(&d->text, T("）", ")"));
	}
	flush_text(d);
	strbuf_addstr(d->out, T("。\n", ".\n"));
}

static void write_procedure(struct doc *d)
{
	size_t i, k;
	int number;

	for (i = 0; i < d->p->nkinds; i++) {
		const struct policy_kind *kind = &d->p->kind[i];

		strbuf_addstr(d->out, i ? "\n### " : "### ");
		policydoc_add(d->out, label_of(d, &kind->label, kind->name));
		strbuf_addstr(d->out, "\n\n");
		write_step_open(d, kind);
		number = 2;
		for (k = 0; k < d->p->nclocks; k++)
			if (may_fit(&d->p->clock[k].filter, kind))
				write_step_clock(d, &d->p->clock[k], number++);
		add_required(d, kind, EVENT_RESOLVE);
		if (d->text.len) {
			strbuf_addf(d->out, "%d. %s", number,
				    T("解决时必须记录：", "When it is resolved, record: "));
			flush_text(d);
			strbuf_addstr(d->out, T("。\n", ".\n"));
		}
	}
}

static void write_limits(struct doc *d)
{
	struct strbuf cell[4] = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	size_t i, k;

	HEAD(T("时限", "limit"), T("适用", "for"), T("从", "from"), T("到", "until"), T("期限", "within"),
	     T("计时", "counted in"));
	for (i = 0; i < d->p->nclocks; i++) {
		const struct policy_clock *c = &d->p->clock[i];
		const struct policy_calendar *cal = policy_calendar(d->p, calendar_name(c->calendar));

		policytext_filter(&cell[0], d->p, d->set, &c->filter, d->lang);
		policytext_events(&cell[1], d->p, d->set, &c->from, d->lang);
		policytext_events(&cell[2], d->p, d->set, &c->until, d->lang);
		policytext_limit(&cell[3], &c->within, d->lang);
		ROW(label_of(d, &c->label, c->name), cell[0].len ? cell[0].buf : T("全部", "all"),
		    cell[1].buf, cell[2].buf, cell[3].buf,
		    c->within.kind == LIMIT_DUE ? "" :
		    cal				? label_of(d, &cal->label, cal->name) :
						  T("全天", "all hours"));
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
			return label_of(d, &d->p->clock[i].label, name);
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

static void write_ladder(struct doc *d)
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
		ROW(label_of(d, &s->label, s->name), when.buf, policytext_do(s->action, d->lang), who.buf);
		strbuf_reset(&when);
		strbuf_reset(&who);
	}
	strbuf_release(&when);
	strbuf_release(&who);
}

/* Which categories a department handles, below its name. */
static void write_departments(struct doc *d)
{
	size_t i, k;

	HEAD(T("部门", "department"), T("主管", "head"), T("负责的类别", "categories it handles"));
	for (i = 0; i < d->p->ndepartments; i++) {
		const struct policy_department *x = &d->p->department[i];

		for (k = 0; k < d->p->ncategories; k++) {
			const struct policy_category *c = &d->p->category[k];

			if (c->department && strcmp(c->department, x->name) == 0)
				strbuf_addf(&d->text, "%s%s", d->text.len ? T("、", ", ") : "",
					    label_of(d, &c->label, c->name));
		}
		ROW(label_of(d, &x->label, x->name),
		    x->lead ? policytext_who(d->p, x->lead, d->lang) : "", d->text.buf);
		strbuf_reset(&d->text);
	}
}

static void write_duties(struct doc *d)
{
	struct strbuf limit = STRBUF_INIT, who = STRBUF_INIT;
	size_t i;

	strbuf_addstr(d->out, T("\n### 定期工作\n\n", "\n### Regular duties\n\n"));
	HEAD(T("工作", "duty"), T("周期", "how often"), T("期限", "within"), T("负责", "who"));
	for (i = 0; i < d->p->nduties; i++) {
		const struct policy_duty *x = &d->p->duty[i];

		policytext_limit(&limit, &x->within, d->lang);
		if (x->each)
			strbuf_addf(&who, "%s%s", T("每位", "each of "), policytext_who(d->p, x->each, d->lang));
		else if (x->owner || x->department)
			strbuf_addstr(&who, policytext_who(d->p, x->owner ? x->owner : x->department, d->lang));
		ROW(label_of(d, &x->label, x->name), policytext_every(x->every, d->lang), limit.buf,
		    who.buf);
		strbuf_reset(&limit);
		strbuf_reset(&who);
	}
	strbuf_release(&limit);
	strbuf_release(&who);
}

static void write_checklists(struct doc *d)
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
			    label_of(d, &t->label, t->name), limit.buf,
			    who ? policytext_who(d->p, who, d->lang) : "");
			strbuf_reset(&limit);
		}
	}
	strbuf_release(&limit);
}

static void write_answers(struct doc *d)
{
	size_t i;

	HEAD(T("类别", "category"), T("标准答复", "standard answer"));
	for (i = 0; i < d->p->ncategories; i++) {
		const struct policy_category *c = &d->p->category[i];

		if (c->say.zh || c->say.en)
			ROW(label_of(d, &c->label, c->name), policy_label(&c->say, "", d->lang));
	}
}

static void write_compensation(struct doc *d)
{
	struct strbuf limit = STRBUF_INIT;
	size_t i;

	HEAD(T("方式", "type"), T("单位", "unit"), T("审批", "approved by"), T("审批期限", "within"));
	for (i = 0; i < d->p->ncompensations; i++) {
		const struct policy_compensation *c = &d->p->compensation[i];

		if (c->within.kind != LIMIT_NONE)
			policytext_limit(&limit, &c->within, d->lang);
		ROW(label_of(d, &c->label, c->name), c->unit,
		    c->approve ? policytext_who(d->p, c->approve, d->lang) : "", limit.buf);
		strbuf_reset(&limit);
	}
	strbuf_addstr(d->out, T("\n审批人不得是经办人本人。\n", "\nNobody approves what he promised himself.\n"));
	strbuf_release(&limit);
}

static const char *target_label(const struct doc *d, const char *name)
{
	static const struct policy_item figures[] = {
		{ "csat", { "满意度", "satisfaction" }, 0 },
		{ "nps", { "净推荐值", "net promoter score" }, 0 },
		{ "ces", { "省力度", "customer effort" }, 0 },
		{ "survey-response", { "调查回复率", "survey response" }, 0 },
		{ "handling-rate", { "投诉处理率", "handling rate" }, 0 },
		{ "resolution-rate", { "问题解决率", "resolution rate" }, 0 },
		{ "timely-handling", { "按时办结率", "timely handling" }, 0 },
		{ "first-contact-resolution", { "一次解决率", "first contact resolution" }, 0 },
		{ "reopen-rate", { "重新受理率", "reopen rate" }, 0 },
		{ "repeat-contact", { "重复来访率", "repeat contact" }, 0 },
		{ "contacts-per-case", { "平均联系次数", "contacts per case" }, 0 },
		{ "escalation-rate", { "升级率", "escalation rate" }, 0 },
		{ "record-delay", { "记录延迟", "record delay" }, 0 },
		{ "completeness", { "记录完整率", "completeness" }, 0 },
		{ "call-back-coverage", { "回访率", "call-back coverage" }, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(figures); i++)
		if (strcmp(figures[i].name, name) == 0)
			return label_of(d, &figures[i].label, name);
	return clock_label(d, name);
}

static void write_targets(struct doc *d)
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

static void write_clauses(struct doc *d)
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

/* A section is left out where the policy has nothing to say in it. */
static void section(struct doc *d, int *number, size_t n, const char *title, void (*write)(struct doc *))
{
	if (!n)
		return;
	policydoc_heading(d, number, title);
	write(d);
}

void policydoc_write(struct strbuf *out, const struct policy_set *set, const char *lang)
{
	struct doc doc = { out, set, policy_set_now(set), lang, STRBUF_INIT }, *d = &doc;
	const struct policy *p = d->p;
	int number = 0;

	write_title(d);
	section(d, &number, p->nchannels, T("受理渠道", "Channels"), write_channels);
	section(d, &number, p->nkinds, T("性质与等级", "Kinds and severities"), write_kinds);
	section(d, &number, p->nkinds, T("步骤", "Steps"), write_procedure);
	section(d, &number, p->nclocks, T("时限", "Limits"), write_limits);
	section(d, &number, p->nsteps, T("提醒与升级", "Reminders and escalation"), write_ladder);
	section(d, &number, p->ndepartments, T("负责人与职责", "Owners and duties"), write_departments);
	if (p->nduties)
		write_duties(d);
	section(d, &number, p->nchecklists, T("专项处理步骤", "Checklists"), write_checklists);
	section(d, &number, p->ncategories, T("标准答复", "Standard answers"), write_answers);
	section(d, &number, p->ncompensations, T("补偿", "Compensation"), write_compensation);
	section(d, &number, 1, T("表单与记录模板", "Forms and record templates"), policydoc_forms);
	section(d, &number, p->ntargets, T("目标", "Targets"), write_targets);
	section(d, &number, p->nclauses, T("条款", "Clauses"), write_clauses);
	strbuf_release(&doc.text);
}

/* What a customer may count on: the limits that begin with his own contact. */
static void write_promises(struct doc *d)
{
	size_t i;

	for (i = 0; i < d->p->nclocks; i++) {
		const struct policy_clock *c = &d->p->clock[i];

		if (c->within.kind == LIMIT_DUE || !event_set_has(&c->from, EVENT_OPEN))
			continue;
		strbuf_addstr(d->out, "- **");
		policydoc_add(d->out, label_of(d, &c->label, c->name));
		strbuf_addstr(d->out, "** ");
		if (c->filter.n) {
			strbuf_addstr(&d->text, T("（", "("));
			policytext_filter(&d->text, d->p, d->set, &c->filter, d->lang);
			strbuf_addstr(&d->text, T("）", ") "));
		}
		strbuf_addstr(&d->text, T("：", "within "));
		policytext_limit(&d->text, &c->within, d->lang);
		strbuf_addstr(&d->text, T("内", ""));
		flush_text(d);
		strbuf_addch(d->out, '\n');
	}
}

void policydoc_poster(struct strbuf *out, const struct policy_set *set, const char *lang)
{
	struct doc doc = { out, set, policy_set_now(set), lang, STRBUF_INIT }, *d = &doc;

	strbuf_addstr(out, "# ");
	policydoc_add(out, label_of(d, &d->p->label, d->p->name));
	strbuf_addstr(out, T("\n\n## 联系我们\n\n", "\n\n## How to reach us\n\n"));
	write_channels(d);
	strbuf_addstr(out, T("## 我们的承诺\n\n", "## What we promise\n\n"));
	write_promises(d);
	if (d->p->survey.present)
		strbuf_addstr(out, T("\n处理后我们会请您评价；不满意的，我们重新处理。\n",
				     "\nAfterwards we ask how satisfied you are; if you are not, we take it up again.\n"));
	strbuf_release(&doc.text);
}
