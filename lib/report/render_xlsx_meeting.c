/* The sheets of what a meeting speaks about: weak links, hard cases, measures, duties, what customers said. */
#include "report/render_xlsx.h"

#include "base/i18n.h"
#include "report/render_meeting.h"

void sheet_weak(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	struct strbuf name = STRBUF_INIT;
	size_t i;

	if (!t->nweak)
		return;
	xlsx_sheet(b->w, _("Weak links"));
	xlsx_column(b->w, _("where"), 30);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("what"), 16);
	xlsx_column(b->w, _("here"), 10);
	xlsx_column(b->w, _("number"), 10);
	xlsx_column(b->w, _("of how many"), 10);
	xlsx_column(b->w, _("elsewhere"), 10);
	xlsx_column(b->w, "p", 12);
	xlsx_column(b->w, _("certain"), 10);
	for (i = 0; i < t->nweak; i++) {
		const struct figure_weak *x = &t->weak[i];

		strbuf_reset(&name);
		weak_link_label(&b->d, &name, x);
		xlsx_row(b->w);
		xlsx_text(b->w, name.buf);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, x->kind));
		xlsx_text(b->w, weak_label(x->measure));
		xlsx_share(b->w, x->bad, x->of);
		xlsx_count(b->w, x->bad);
		xlsx_count(b->w, x->of);
		xlsx_share(b->w, x->rest_bad, x->rest_of);
		xlsx_number(b->w, x->p, XLSX_EXACT);
		xlsx_text(b->w, x->is_certain ? _("yes") : _("may be chance"));
	}
	strbuf_release(&name);
}

/* --- measures and duties --------------------------------------------------------------------------- */

static void followup_columns(struct book *b, const char *what)
{
	xlsx_column(b->w, _("desk"), 14);
	xlsx_column(b->w, what, 34);
	xlsx_column(b->w, _("case"), 16);
	xlsx_column(b->w, _("owner"), 14);
	xlsx_column(b->w, _("department"), 14);
	xlsx_column(b->w, _("opened"), 20);
	xlsx_column(b->w, _("due"), 20);
	xlsx_column(b->w, _("done"), 20);
	xlsx_column(b->w, _("state"), 12);
	xlsx_column(b->w, _("how late"), 12);
}

static void followup_row(struct book *b, const struct figure_followup *x, const char *what)
{
	xlsx_row(b->w);
	xlsx_text(b->w, x->desk);
	xlsx_text(b->w, what);
	xlsx_text(b->w, x->case_id);
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_OWNER, x->owner, b->d.lang));
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_DEPARTMENT, x->department, b->d.lang));
	xlsx_time(b->w, x->opened, x->zone);
	xlsx_time(b->w, x->due, x->zone);
	xlsx_time(b->w, x->done, x->zone);
	xlsx_text(b->w, followup_label(x->state));
	if (x->late_s > 0)
		xlsx_seconds(b->w, (double)x->late_s);
}

void sheet_measures(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	size_t i;

	if (!t->nactions)
		return;
	xlsx_sheet(b->w, _("Measures"));
	followup_columns(b, _("measure decided"));
	for (i = 0; i < t->nactions; i++)
		followup_row(b, &t->action[i], t->action[i].text);
}

void sheet_duties(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	struct strbuf what = STRBUF_INIT;
	size_t i;

	if (!t->nduties)
		return;
	xlsx_sheet(b->w, _("Duties"));
	followup_columns(b, _("duty"));
	for (i = 0; i < t->nduties; i++) {
		const struct figure_followup *x = &t->duty[i];

		strbuf_reset(&what);
		strbuf_addf(&what, "%s %s", duty_label(&b->d, x->policy, x->duty), x->period);
		followup_row(b, x, what.buf);
	}
	strbuf_release(&what);
}

/* --- hard cases ------------------------------------------------------------------------------------ */

static void hard_row(struct book *b, const struct figure_hard *x)
{
	static const int columns[] = { COLUMN_KIND, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_DEPARTMENT,
				       COLUMN_OWNER, COLUMN_PLACE, COLUMN_PRODUCT };
	const char *value[] = { x->kind, x->category, x->severity, x->department, x->owner, x->place,
				x->product };
	struct strbuf why = STRBUF_INIT;
	size_t i;

	hard_labels(&why, x->why);
	xlsx_row(b->w);
	xlsx_text(b->w, x->desk);
	xlsx_text(b->w, x->case_id);
	xlsx_text(b->w, why.buf);
	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		xlsx_text(b->w, policy_value_label(x->policy, columns[i], value[i], b->d.lang));
	xlsx_time(b->w, x->opened, x->zone);
	xlsx_seconds(b->w, (double)x->age_s);
	if (x->late_s > 0)
		xlsx_seconds(b->w, (double)x->late_s);
	strbuf_release(&why);
}

void sheet_departments(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	size_t i;

	if (!t->nby_department)
		return;
	xlsx_sheet(b->w, _("Open by department"));
	xlsx_column(b->w, _("department"), 18);
	xlsx_column(b->w, _("still open"), 10);
	xlsx_column(b->w, _("late"), 10);
	xlsx_column(b->w, _("hard"), 10);
	for (i = 0; i < t->nby_department; i++) {
		book_count(b, department_label(&b->d, t->by_department[i].department), t->by_department[i].open);
		xlsx_count(b->w, t->by_department[i].late);
		xlsx_count(b->w, t->by_department[i].hard);
	}
}

void sheet_hard(struct book *b)
{
	static const char *const titles[] = { N_("kind"), N_("category"), N_("severity"), N_("department"),
					      N_("owner"), N_("place"), N_("product") };
	const struct figure_meeting *t = &b->f->meeting;
	size_t i;

	if (!t->nhard)
		return;
	xlsx_sheet(b->w, _("Hard cases"));
	xlsx_column(b->w, _("desk"), 14);
	xlsx_column(b->w, _("case"), 16);
	xlsx_column(b->w, _("why"), 26);
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		xlsx_column(b->w, _(titles[i]), 14);
	xlsx_column(b->w, _("opened"), 20);
	xlsx_column(b->w, _("age"), 12);
	xlsx_column(b->w, _("how late"), 12);
	for (i = 0; i < t->nhard; i++)
		hard_row(b, &t->hard[i]);
}

/* --- surveys --------------------------------------------------------------------------------------- */

/* No case: who reads the words need not know whose they are. */
void sheet_said(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	size_t i;

	if (!t->nsaid)
		return;
	xlsx_sheet(b->w, _("Words of customers"));
	xlsx_column(b->w, _("question"), 34);
	xlsx_column(b->w, _("words"), 60);
	xlsx_column(b->w, _("score"), 8);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("category"), 16);
	for (i = 0; i < t->nsaid; i++) {
		const struct figure_said *x = &t->said[i];

		xlsx_row(b->w);
		xlsx_text(b->w, said_question_label(&b->d, x));
		xlsx_text(b->w, x->text);
		if (x->score >= 0)
			xlsx_count(b->w, (uint64_t)x->score);
		else
			xlsx_skip(b->w);
		xlsx_text(b->w, policy_value_label(x->policy, COLUMN_KIND, x->kind, b->d.lang));
		xlsx_text(b->w, policy_value_label(x->policy, COLUMN_CATEGORY, x->category, b->d.lang));
	}
}

void sheet_observed(struct book *b)
{
	const struct figure_meeting *t = &b->f->meeting;
	size_t i;

	if (!t->nobserved)
		return;
	xlsx_sheet(b->w, _("Observations"));
	xlsx_column(b->w, _("desk"), 14);
	xlsx_column(b->w, _("person"), 14);
	xlsx_column(b->w, _("question"), 20);
	xlsx_column(b->w, _("observations"), 12);
	xlsx_column(b->w, _("mean"), 10);
	for (i = 0; i < t->nobserved; i++) {
		const struct figure_observed *x = &t->observed[i];

		xlsx_row(b->w);
		xlsx_text(b->w, x->desk);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_OWNER, x->about));
		xlsx_text(b->w, observed_question_label(x));
		xlsx_count(b->w, x->n);
		xlsx_number(b->w, figures_share(x->sum, x->n), XLSX_REAL);
	}
}
