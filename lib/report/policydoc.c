#include "report/policydoc.h"

#include <string.h>

#include "report/policydoc_internal.h"
#include "report/policytext.h"

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

const char *policydoc_label(const struct doc *d, const struct policy_label *label, const char *code)
{
	return policy_label(label, code, d->lang);
}

static void write_title(struct doc *d)
{
	const struct policy *p = d->p;

	strbuf_addstr(d->out, "# ");
	policydoc_add(d->out, policydoc_label(d, &p->label, p->name));
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
		policydoc_add(d->out,
			      policydoc_label(d, &d->p->channel[i].label, d->p->channel[i].name));
	}
	strbuf_addstr(d->out, T("。\n\n", ".\n\n"));
}

static void write_kinds(struct doc *d)
{
	size_t i, k;

	HEAD(T("性质", "kind"), T("等级", "severity"), T("由谁处理", "handled by"));
	for (i = 0; i < d->p->nkinds; i++) {
		const struct policy_kind *kind = &d->p->kind[i];
		const char *name = policydoc_label(d, &kind->label, kind->name);

		if (!kind->nseverity)
			ROW(name, "", "");
		for (k = 0; k < kind->nseverity; k++) {
			const struct policy_severity *s = &kind->severity[k];

			ROW(k ? "" : name, policydoc_label(d, &s->label, s->name),
			    s->handler ? policytext_who(d->p, s->handler, d->lang) : "");
		}
	}
	for (i = 0; i < d->p->nkinds; i++)
		if (d->p->kind[i].priority_first) {
			strbuf_addch(d->out, '\n');
			policydoc_add(d->out,
				      policydoc_label(d, &d->p->kind[i].label, d->p->kind[i].name));
			strbuf_addstr(d->out, T("优先于其他事项处理。\n",
						" comes before all other cases.\n"));
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
		strbuf_addstr(
			d->out,
			T("首问负责：受理人负责到底。",
			  " Whoever takes the case owns it until it is handed over by name."));
	strbuf_addch(d->out, '\n');
}

/* "2. 首次答复：受理后5分钟内完成答复或解决（一般）。" */
static void write_step_clock(struct doc *d, const struct policy_clock *c, int number)
{
	strbuf_addf(d->out, "%d. ", number);
	policydoc_add(d->out, policydoc_label(d, &c->label, c->name));
	strbuf_addstr(d->out, T("：", ": "));
	if (c->within.kind == LIMIT_DUE) {
		strbuf_addstr(d->out,
			      T("在向顾客承诺的时间前", "by the time promised to the customer, "));
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
		policydoc_add(d->out, policydoc_label(d, &kind->label, kind->name));
		strbuf_addstr(d->out, "\n\n");
		write_step_open(d, kind);
		number = 2;
		for (k = 0; k < d->p->nclocks; k++)
			if (!d->p->clock[k].is_implied && may_fit(&d->p->clock[k].filter, kind))
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

/* A section is left out where the policy has nothing to say in it. */
static void section(struct doc *d, int *number, size_t n, const char *title,
		    void (*write)(struct doc *))
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
	section(d, &number, p->nclocks && !p->clock[0].is_implied, T("时限", "Limits"), policydoc_limits);
	section(d, &number, p->nsteps, T("提醒与升级", "Reminders and escalation"),
		policydoc_ladder);
	section(d, &number, p->ndepartments, T("负责人与职责", "Owners and duties"),
		policydoc_departments);
	if (p->nduties)
		policydoc_duties(d);
	section(d, &number, p->nchecklists, T("专项处理步骤", "Checklists"), policydoc_checklists);
	section(d, &number, p->ncategories, T("标准答复", "Standard answers"), policydoc_answers);
	section(d, &number, p->ncompensations, T("补偿", "Compensation"), policydoc_compensation);
	section(d, &number, 1, T("表单与记录模板", "Forms and record templates"), policydoc_forms);
	section(d, &number, p->ntargets, T("目标", "Targets"), policydoc_targets);
	section(d, &number, p->nclauses, T("条款", "Clauses"), policydoc_clauses);
	strbuf_release(&doc.text);
}

/* What a customer may count on: the limits that begin with his own contact. */
static void write_promises(struct doc *d)
{
	size_t i;

	for (i = 0; i < d->p->nclocks; i++) {
		const struct policy_clock *c = &d->p->clock[i];

		if (c->is_implied || c->within.kind == LIMIT_DUE || !event_set_has(&c->from, EVENT_OPEN))
			continue;
		strbuf_addstr(d->out, "- **");
		policydoc_add(d->out, policydoc_label(d, &c->label, c->name));
		strbuf_addstr(d->out, T("**", "** "));
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
	policydoc_add(out, policydoc_label(d, &d->p->label, d->p->name));
	strbuf_addstr(out, T("\n\n## 联系我们\n\n", "\n\n## How to reach us\n\n"));
	write_channels(d);
	strbuf_addstr(out, T("## 我们的承诺\n\n", "## What we promise\n\n"));
	write_promises(d);
	if (d->p->survey.present)
		strbuf_addstr(out, T("\n处理后我们会请您评价；不满意的，我们重新处理。\n",
				     "\nAfterwards we ask how satisfied you are; if you are not, "
				     "we take it up again.\n"));
	strbuf_release(&doc.text);
}
