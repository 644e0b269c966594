/* render_pack: the pack for an evaluation meeting (Y6b, F6.3): one document to be printed and handed out. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/render_comparison.h"
#include "report/render_completeness.h"
#include "report/render_desks.h"
#include "report/render_meeting.h"
#include "report/render_opinion.h"
#include "report/render_score.h"
#include "report/render_warnings.h"
#include "values/duration.h"

#define CASES_SHOWN 100
#define LATE_SHOWN  200
#define SAID_SHOWN  60

/* --- hard cases ------------------------------------------------------------------------------------- */

static void print_departments(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t i;

	doc_table(d);
	doc_column(d, _("department"), TABLE_WRAP);
	doc_column(d, _("still open"), TABLE_RIGHT);
	doc_column(d, _("late"), TABLE_RIGHT);
	doc_column(d, _("hard"), TABLE_RIGHT);
	for (i = 0; i < t->nby_department; i++) {
		doc_row(d);
		doc_cell(d, department_label(d, t->by_department[i].department));
		doc_cell_count(d, t->by_department[i].open);
		doc_cell_count(d, t->by_department[i].late);
		doc_cell_count(d, t->by_department[i].hard);
	}
	doc_table_end(d);
}

/* What it is about: the category, else the kind. */
static const char *subject(const struct doc *d, const struct figure_hard *x)
{
	return *x->category ? policy_value_label(x->policy, COLUMN_CATEGORY, x->category, d->lang) :
			      policy_value_label(x->policy, COLUMN_KIND, x->kind, d->lang);
}

static void print_hard_case(struct doc *d, const struct figure_hard *x)
{
	struct strbuf age = STRBUF_INIT, why = STRBUF_INIT;

	doc_row(d);
	if (d->f->ndesks > 1)
		doc_cell(d, x->desk);
	doc_cell(d, x->case_id);
	doc_cell(d, subject(d, x));
	doc_cell(d, *x->owner ? policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang) : _("nobody"));
	duration_format_short(&age, x->age_s);
	doc_cell(d, age.buf);
	hard_labels(&why, x->why);
	doc_cell(d, why.buf);
	strbuf_release(&age);
	strbuf_release(&why);
}

static void begin_hard_table(struct doc *d, const char *name)
{
	doc_table_named(d, name);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("about"), TABLE_WRAP);
	doc_column(d, _("owner"), TABLE_WRAP);
	doc_column(d, _("open for"), TABLE_RIGHT);
	doc_column(d, _("why"), TABLE_LEFT);
}

/* A table a department, so that each can take its own. */
static void print_hard(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t n = doc_rows(d, CASES_SHOWN, t->nhard), i;
	struct strbuf title = STRBUF_INIT;

	doc_heading(d, _("Open and hard cases, by department"));
	if (!t->nby_department)
		doc_line(d, "  %s", _("nothing is open"));
	print_departments(d);
	for (i = 0; i < n; i++) {
		const struct figure_hard *x = &t->hard[i];

		if (!i || strcmp(x->department, x[-1].department) != 0) {
			if (i)
				doc_table_end(d);
			strbuf_reset(&title);
			strbuf_addf(&title, _("Hard cases: %s"), department_label(d, x->department));
			doc_subheading(d, title.buf);
			begin_hard_table(d, title.buf);
		}
		print_hard_case(d, x);
	}
	if (n)
		doc_table_end(d);
	doc_more(d, n, t->nhard);
	strbuf_release(&title);
}

/* --- what customers said ---------------------------------------------------------------------------- */

/* "milk was sour" (3 points; complaint, past its date) */
static void print_words(struct doc *d, const struct figure_said *x)
{
	struct strbuf about = STRBUF_INIT;

	if (x->score >= 0)
		strbuf_addf(&about, _("score %d"), x->score);
	if (*x->kind)
		strbuf_addf(&about, "%s%s", about.len ? _(", ") : "",
			    policy_value_label(x->policy, COLUMN_KIND, x->kind, d->lang));
	if (*x->category)
		strbuf_addf(&about, "%s%s", about.len ? _(", ") : "",
			    policy_value_label(x->policy, COLUMN_CATEGORY, x->category, d->lang));
	if (about.len)
		doc_item(d, _("\"%s\" (%s)"), x->text, about.buf);
	else
		doc_item(d, _("\"%s\""), x->text);
	strbuf_release(&about);
}

static void print_said(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t n = doc_rows(d, SAID_SHOWN, t->nsaid), i;

	if (!n)
		return;
	doc_heading(d, _("In the customers' own words"));
	for (i = 0; i < n; i++) {
		if (!i || strcmp(t->said[i].question, t->said[i - 1].question) != 0) {
			if (i)
				doc_list_end(d);
			doc_subheading(d, said_question_label(d, &t->said[i]));
			doc_list_begin(d);
		}
		print_words(d, &t->said[i]);
	}
	doc_list_end(d);
	doc_more(d, n, t->nsaid);
}

/* --- call-backs, staff ------------------------------------------------------------------------------ */

static void print_callbacks(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	if (!f->rate[RATE_CALLBACK].of)
		return;
	doc_heading(d, _("Call-backs in time, of the cases concluded whose time is over"));
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("called back"), TABLE_RIGHT);
	for (i = 0; i < f->nkinds; i++) {
		const struct tally_rate *r = &f->kind[i].rate[RATE_CALLBACK];

		if (!r->of)
			continue;
		doc_row(d);
		doc_cell(d, doc_label(d, COLUMN_KIND, f->kind[i].kind));
		doc_cell_share(d, r->n, r->of);
	}
	doc_table_end(d);
}

static void print_observed(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	size_t i;

	if (!t->nobserved)
		return;
	doc_heading(d, _("Observations of staff"));
	doc_table(d);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("person"), TABLE_WRAP);
	doc_column(d, _("question"), TABLE_LEFT);
	doc_column(d, _("observations"), TABLE_RIGHT);
	doc_column(d, _("mean"), TABLE_RIGHT);
	for (i = 0; i < t->nobserved; i++) {
		const struct figure_observed *x = &t->observed[i];
		struct strbuf mean = STRBUF_INIT;

		doc_row(d);
		if (d->f->ndesks > 1)
			doc_cell(d, x->desk);
		doc_cell(d, doc_label(d, COLUMN_OWNER, x->about));
		doc_cell(d, observed_question_label(x));
		doc_cell_count(d, x->n);
		strbuf_addf(&mean, "%.1f", figures_share(x->sum, x->n));
		doc_cell(d, mean.buf);
		strbuf_release(&mean);
	}
	doc_table_end(d);
}

/* --- the document ----------------------------------------------------------------------------------- */

static void print_definitions(struct doc *d)
{
	static const char *const text[] = {
		N_("Received: cases whose first contact was in the period, without those cancelled by now."),
		N_("Concluded: resolved by now and not open again; of the cases received."),
		N_("Time limits: each counts in the period in which it was kept or missed, whichever came first; of those decided then."),
		N_("Satisfied: answers at or above the policy's score, of the valid answers; of each case the last one. Silence is no answer."),
		N_("Weak link: worse than the rest of its kind, at least 10 judged on both sides and 3 gone wrong, where chance makes such a difference less than 1 time in 20; certain where that holds for all comparisons together."),
		N_("Hard: open and late, escalated, reopened, on hold for more than 3 days, open for more than 7, or of the gravest severity."),
		N_("Measures and duties: begun before the end of the period, and begun or done in it, or open."),
	};
	size_t i;

	doc_heading(d, _("What the words mean"));
	doc_list_begin(d);
	for (i = 0; i < ARRAY_SIZE(text); i++)
		doc_item(d, "%s", _(text[i]));
	doc_list_end(d);
}

static void print_title(struct doc *d)
{
	struct strbuf subject = STRBUF_INIT;

	doc_subject(&subject, d->f);
	doc_line(d, "%s", subject.buf);
	doc_as_of(d);
	desks_unread_line(d);
	strbuf_release(&subject);
}

static void print_pack(struct doc *d)
{
	d->is_handout = 1;
	print_title(d);
	summary_text(d);
	targets_table(d);
	comparison_text(d);
	desks_text(d);
	weak_text(d);
	doc_causes(d);
	warnings_text(d);
	print_hard(d);
	score_departments_text(d);
	opinion_text(d);
	print_said(d);
	followup_text(d);
	print_callbacks(d);
	print_observed(d);
	doc_clocks(d);
	doc_rates(d);
	doc_breaches(d, LATE_SHOWN);
	completeness_text(d);
	doc_later(d);
	print_definitions(d);
	desks_proof(d);
}

static void print(struct report_out *to, const struct figures *f, const struct report_style *style,
		  enum doc_form form)
{
	const char *title = _("Pack for the evaluation meeting");
	struct doc d;

	doc_init(&d, to, f, style, form);
	strbuf_addf(to->out, form == DOC_MARKDOWN ? "# %s\n\n" : "%s\n", title);
	print_pack(&d);
	doc_release(&d);
}

void report_pack_text(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	print(to, f, style, DOC_TEXT);
}

void report_pack_markdown(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	print(to, f, style, DOC_MARKDOWN);
}

void report_pack_html(struct report_out *to, const struct figures *f, const struct report_style *style)
{
	doc_page(to, f, style, _("Pack for the evaluation meeting"), print_pack);
}
