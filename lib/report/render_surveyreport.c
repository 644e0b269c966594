/* The survey report for people: text, Markdown, html. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "io/html.h"
#include "report/policytext.h"
#include "report/render_doc.h"
#include "report/surveyreport.h"
#include "rules/interval.h"

#define LOW_SHOWN 20

struct page {
	struct doc d;
	const struct surveyreport *r;
};

static const char *scale_range(const char *scale)
{
	int from, to;

	if (!strcmp(scale, "yes-no"))
		return _("yes or no");
	if (answers_range(scale, &from, &to) < 0)
		return _("in words");
	return to == 10 ? "0-10" : to == 7 ? "1-7" : "1-5";
}

static void cell_interval(struct doc *d, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;
	double lo, hi;

	interval_wilson(n, of, &lo, &hi);
	if (of)
		strbuf_addf(&sb, "%.1f%s%.1f %%", 100 * lo, _(" - "), 100 * hi);
	else
		strbuf_addch(&sb, '-');
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

/* --- the sums ----------------------------------------------------------------------------------- */

static void print_head(struct page *p)
{
	const struct surveyreport_options *o = p->r->options;
	const struct opinion_tally *t = &p->r->all;
	struct strbuf from = STRBUF_INIT, to = STRBUF_INIT, as_of = STRBUF_INIT, share = STRBUF_INIT;

	doc_time(&from, p->r->from, o->zone);
	doc_time(&to, o->bounds.shown_to, o->zone);
	instant_format(&as_of, o->as_of, o->zone);
	doc_line(&p->d, o->bounds.so_far ? _("answers from %s to %s (so far)") : _("answers from %s to %s"),
		 from.buf, to.buf);
	doc_line(&p->d, _("as of %s; left out: %llu cancelled"), as_of.buf, (unsigned long long)t->cancelled);
	if (o->form)
		doc_line(&p->d, _("only the form %s"), o->form);
	doc_share(&share, t->answered, t->asked);
	doc_line(&p->d, _("answered %s (%llu/%llu), refused %llu, nobody reached %llu"), share.buf,
		 (unsigned long long)t->answered, (unsigned long long)t->asked,
		 (unsigned long long)t->refused, (unsigned long long)t->unreached);
	if (t->without_case)
		doc_line(&p->d, _("answers without a case: %llu"), (unsigned long long)t->without_case);
	strbuf_release(&from);
	strbuf_release(&to);
	strbuf_release(&as_of);
	strbuf_release(&share);
}

static void print_measure(struct doc *d, const char *label, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;

	doc_share(&sb, n, of);
	doc_cell(d, label);
	doc_cell(d, sb.buf);
	cell_interval(d, n, of);
	strbuf_release(&sb);
}

static void print_nps(struct doc *d, const struct surveyreport_sums *s, uint64_t n)
{
	struct strbuf sb = STRBUF_INIT;
	double lo, hi;

	opinion_nps_interval(s->promoters, s->detractors, n, &lo, &hi);
	doc_cell(d, _("NPS"));
	doc_score(&sb, opinion_nps(s->promoters, s->detractors, n));
	doc_cell(d, sb.buf);
	strbuf_reset(&sb);
	doc_score_interval(&sb, lo, hi);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void begin_question(struct page *p, const struct surveyreport_question *q, int is_first)
{
	doc_row(&p->d);
	doc_cell(&p->d, !is_first ? "" : q->question ? policy_label(&q->question->label, q->name, p->d.lang) : q->name);
	doc_cell(&p->d, is_first ? scale_range(q->scale) : "");
	if (is_first)
		doc_cell_count(&p->d, q->n);
	else
		doc_cell(&p->d, "");
}

static void print_question(struct page *p, const struct surveyreport_question *q)
{
	const struct surveyreport_sums s = surveyreport_sums(q);
	int is_first = 1;

	if (q->is_main || !strcmp(q->scale, "5")) {
		begin_question(p, q, is_first);
		print_measure(&p->d, _("satisfied"), s.satisfied, q->n);
		is_first = 0;
	}
	if (!strcmp(q->scale, "10")) {
		begin_question(p, q, is_first);
		print_nps(&p->d, &s, q->n);
		is_first = 0;
	}
	if (!strcmp(q->scale, "7")) {
		begin_question(p, q, is_first);
		print_measure(&p->d, _("easy (5-7)"), s.easy, q->n);
		is_first = 0;
	}
	if (!is_first)
		return;
	begin_question(p, q, is_first);
	if (!strcmp(q->scale, "yes-no")) {
		print_measure(&p->d, _("yes"), s.yes, q->n);
		return;
	}
	for (int i = 0; i < 3; i++)
		doc_cell(&p->d, "-");
}

static void print_questions(struct page *p)
{
	struct doc *d = &p->d;

	doc_heading(d, _("By question: the last answer of each case"));
	doc_table(d);
	doc_column(d, _("question"), TABLE_WRAP);
	doc_column(d, _("scale"), TABLE_LEFT);
	doc_column(d, _("answers"), TABLE_RIGHT);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("value"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	for (size_t i = 0; i < p->r->nquestions; i++)
		print_question(p, &p->r->question[i]);
	doc_table_end(d);
}

/* --- groups ------------------------------------------------------------------------------------- */

/* Eighty columns have no room for those who did not answer: of each group Markdown, html and csv tell them. */
static void group_columns(struct doc *d, const char *first, int align)
{
	doc_table(d);
	doc_column(d, first, align);
	doc_column(d, _("satisfied"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	doc_column(d, _("answered"), TABLE_RIGHT);
	if (d->form != DOC_TEXT) {
		doc_column(d, _("refused"), TABLE_RIGHT);
		doc_column(d, _("nobody reached"), TABLE_RIGHT);
	}
	doc_column(d, "", TABLE_LEFT);
}

static void print_group(struct doc *d, const char *label, const struct opinion_tally *t)
{
	doc_row(d);
	doc_cell(d, label);
	doc_cell_share(d, t->satisfied, t->n);
	cell_interval(d, t->satisfied, t->n);
	doc_cell_share(d, t->answered, t->asked);
	if (d->form != DOC_TEXT) {
		doc_cell_count(d, t->refused);
		doc_cell_count(d, t->unreached);
	}
	doc_cell(d, t->n < SURVEYREPORT_SMALL ? _("few") : "");
}

static void print_dim(struct page *p, const struct surveyreport_dim *x)
{
	const struct policy *policy = p->r->policy;
	const char *label = policytext_column(policy, p->r->options->set, x->column, p->d.lang);
	struct strbuf title = STRBUF_INIT;

	if (!x->n || (x->n == 1 && !*x->group[0].value))
		return;
	strbuf_addf(&title, _("By %s (few: under %d answers, not ranked)"), label, SURVEYREPORT_SMALL);
	doc_heading(&p->d, title.buf);
	group_columns(&p->d, label, TABLE_WRAP);
	for (size_t i = 0; i < x->n; i++) {
		const char *value = x->group[i].value;

		print_group(&p->d, *value ? policy_value_label(policy, x->column, value, p->d.lang) : "-",
			    &x->group[i].all);
	}
	doc_table_end(&p->d);
	strbuf_release(&title);
}

static void print_trend(struct page *p)
{
	const struct surveyreport *r = p->r;
	struct strbuf day = STRBUF_INIT;

	if (r->ntrend < 2)
		return;
	doc_heading(&p->d, r->is_monthly ? _("By month") : _("By week"));
	group_columns(&p->d, _("from"), TABLE_LEFT);
	for (size_t i = 0; i < r->ntrend; i++) {
		strbuf_reset(&day);
		date_format(&day, zone_day(r->options->zone, r->trend[i].from));
		print_group(&p->d, day.buf, &r->trend[i].all);
	}
	doc_table_end(&p->d);
	strbuf_release(&day);
}

static void print_waves(struct page *p)
{
	const struct surveyreport_waves *w = &p->r->waves;
	struct doc *d = &p->d;

	if (!w->cases)
		return;
	doc_heading(d, _("The same cases, asked again"));
	doc_table(d);
	doc_column(d, _("wave"), TABLE_LEFT);
	doc_column(d, _("satisfied"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	for (int i = 0; i < 2; i++) {
		doc_row(d);
		doc_cell(d, i ? "2" : "1");
		doc_cell_share(d, w->satisfied[i], w->cases);
		cell_interval(d, w->satisfied[i], w->cases);
	}
	doc_table_end(d);
	doc_space(d);
	doc_line(d, _("  better %llu, the same %llu, worse %llu"), (unsigned long long)w->better,
		 (unsigned long long)w->same, (unsigned long long)w->worse);
}

/* --- words -------------------------------------------------------------------------------------- */

static void print_low(struct page *p)
{
	const struct surveyreport *r = p->r;
	size_t n = r->nlow < LOW_SHOWN ? r->nlow : LOW_SHOWN;
	struct doc *d = &p->d;
	struct strbuf sb = STRBUF_INIT;

	if (!n)
		return;
	doc_heading(d, _("What those said who gave a low score, the latest first"));
	doc_table(d);
	doc_column(d, _("at"), TABLE_LEFT);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("customer"), TABLE_LEFT);
	doc_column(d, _("score"), TABLE_RIGHT);
	doc_column(d, _("words"), TABLE_LEFT);
	for (size_t i = 0; i < n; i++) {
		const struct surveyreport_low *x = &r->low[i];

		doc_row(d);
		strbuf_reset(&sb);
		doc_time(&sb, x->at, r->options->zone);
		doc_cell(d, sb.buf);
		doc_cell(d, *x->case_id ? x->case_id : "-");
		doc_cell(d, *x->customer ? x->customer : "-");
		doc_cell_count(d, (uint64_t)x->score);
		doc_cell(d, x->text);
	}
	doc_table_end(d);
	doc_more(d, n, r->nlow);
	strbuf_release(&sb);
}

static void print_observations(struct page *p)
{
	const struct surveyreport *r = p->r;
	const struct policy_survey *s = survey_of(r->policy);
	struct doc *d = &p->d;

	if (!r->nobservations)
		return;
	doc_heading(d, _("Observations of staff, by whom they are about (not in the figures above)"));
	doc_table(d);
	doc_column(d, _("about"), TABLE_WRAP);
	doc_column(d, _("question"), TABLE_WRAP);
	doc_column(d, _("scale"), TABLE_LEFT);
	doc_column(d, _("good"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	doc_column(d, "", TABLE_LEFT);
	for (size_t i = 0; i < r->nobservations; i++) {
		const struct surveyreport_observation *x = &r->observation[i];
		const struct policy_question *q = survey_question(s, x->question);

		doc_row(d);
		doc_cell(d, *x->about ? policy_value_label(r->policy, COLUMN_OWNER, x->about, d->lang) : "-");
		doc_cell(d, q ? policy_label(&q->label, q->name, d->lang) : x->question);
		doc_cell(d, scale_range(x->scale));
		doc_cell_share(d, x->satisfied, x->n);
		cell_interval(d, x->satisfied, x->n);
		doc_cell(d, x->n < SURVEYREPORT_SMALL ? _("few") : "");
	}
	doc_table_end(d);
}

static void print_page(struct page *p)
{
	print_head(p);
	print_questions(p);
	print_trend(p);
	for (size_t i = 0; i < p->r->ndims; i++)
		print_dim(p, &p->r->dim[i]);
	print_waves(p);
	print_low(p);
	print_observations(p);
}

void surveyreport_text(const struct surveyreport *r, struct report_out *to,
		       const struct report_style *style)
{
	struct page p = { .r = r };

	doc_init(&p.d, to, NULL, style, DOC_TEXT);
	print_page(&p);
	doc_release(&p.d);
}

void surveyreport_markdown(const struct surveyreport *r, struct report_out *to,
			   const struct report_style *style)
{
	struct page p = { .r = r };

	doc_init(&p.d, to, NULL, style, DOC_MARKDOWN);
	strbuf_addf(to->out, "# %s\n\n", _("What the customers answered"));
	print_page(&p);
	doc_release(&p.d);
}

void surveyreport_html(const struct surveyreport *r, struct report_out *to,
		       const struct report_style *style)
{
	struct page p = { .r = r };
	const char *title = _("What the customers answered");

	doc_init(&p.d, to, NULL, style, DOC_HTML);
	html_begin(to->out, style->lang, title, report_css);
	strbuf_addstr(to->out, "<header><h1>");
	html_add(to->out, title, strlen(title));
	strbuf_addstr(to->out, "</h1></header>\n<main>\n");
	print_page(&p);
	strbuf_addstr(to->out, "</main>\n");
	html_end(to->out);
	doc_release(&p.d);
}
