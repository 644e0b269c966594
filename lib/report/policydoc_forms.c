/* Forms to print and fill in: what the policy requires of a record is what its form asks for. */

#include <string.h>

#include "base/mem.h"
#include "report/policydoc_internal.h"
#include "report/policytext.h"

/* Is the column asked for at this event, in some rule? */
static int is_required(const struct doc *d, int event, int column)
{
	size_t i, k;

	for (i = 0; i < d->p->nrequires; i++)
		for (k = 0; k < d->p->require[i].ncolumns; k++)
			if (d->p->require[i].column[k] == column &&
			    event_set_has(&d->p->require[i].on, event))
				return 1;
	return 0;
}

static void form_row(struct doc *d, int event, int column)
{
	strbuf_addstr(&d->text, policytext_column(d->p, d->set, column, d->lang));
	if (is_required(d, event, column))
		strbuf_addstr(&d->text, " ※");
	ROW(d->text.buf, " ");
	strbuf_reset(&d->text);
}

static void case_form(struct doc *d)
{
	static const int columns[] = {
		COLUMN_CASE,	 COLUMN_AT,	 COLUMN_BY,	  COLUMN_KIND,
		COLUMN_SEVERITY, COLUMN_CHANNEL, COLUMN_CATEGORY, COLUMN_CUSTOMER,
		COLUMN_TYPE,	 COLUMN_PLACE,	 COLUMN_PRODUCT,  COLUMN_BATCH,
	};
	size_t i;

	strbuf_addstr(d->out, T("### 受理登记表\n\n", "### Record of a case\n\n"));
	HEAD(T("项目", "item"), T("填写", "entry"));
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		form_row(d, EVENT_OPEN, columns[i]);
	for (i = 0; i < d->p->nfields; i++)
		form_row(d, EVENT_OPEN, d->p->field[i].column);
	form_row(d, EVENT_OPEN, COLUMN_TEXT);
	form_row(d, EVENT_ASSIGN, COLUMN_OWNER);
	strbuf_addstr(d->out, T("\n※ 为必填（按性质）。\n", "\n※ required (by kind).\n"));
}

static void result_form(struct doc *d)
{
	strbuf_addstr(d->out, T("\n### 处理记录表\n\n", "\n### Record of handling\n\n"));
	HEAD(T("时间", "time"), T("事件", "event"), T("经办人", "by"), T("内容", "what was done"));
	ROW(" ", " ", " ", " ");
	ROW(" ", " ", " ", " ");
	ROW(" ", policy_value_label(d->p, COLUMN_EVENT, "resolve", d->lang), " ", " ");
}

static void survey_form(struct doc *d)
{
	const struct policy_survey *s = &d->p->survey;
	size_t i;

	strbuf_addstr(d->out, T("\n### 满意度调查表\n\n", "\n### Questionnaire\n\n"));
	HEAD(T("问题", "question"), T("回答", "answer"));
	for (i = 0; i < s->nask; i++) {
		const struct policy_question *q = &s->ask[i];
		int n, from = q->scale == 10 ? 0 : 1;

		if (q->answer == ANSWER_YES_NO)
			strbuf_addstr(&d->text, T("□ 是 □ 否", "□ yes □ no"));
		for (n = from; q->answer == ANSWER_SCALE && n <= q->scale; n++)
			strbuf_addf(&d->text, "%s□ %d", n > from ? " " : "", n);
		ROW(policy_label(&q->label, q->name, d->lang), d->text.len ? d->text.buf : " ");
		strbuf_reset(&d->text);
	}
}

static void duty_form(struct doc *d)
{
	strbuf_addstr(d->out, T("\n### 定期工作与培训签到表\n\n",
				"\n### Record of a duty, or of a training\n\n"));
	HEAD(T("日期", "date"), T("工作", "duty"), T("参加人", "attended by"),
	     T("结论与措施", "result and measures"));
	ROW(" ", " ", " ", " ");
}

void policydoc_forms(struct doc *d)
{
	case_form(d);
	result_form(d);
	if (d->p->survey.present)
		survey_form(d);
	if (d->p->nduties)
		duty_form(d);
}
