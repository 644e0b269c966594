#include "report/render_opinion.h"

#include <math.h>

#include "base/i18n.h"
#include "report/charts.h"

static const char *label_of(const struct doc *d, const struct policy_question *q)
{
	return policy_label(&q->label, q->name, d->lang);
}

static void begin_row(struct doc *d, const char *label)
{
	doc_row(d);
	doc_cell(d, label);
}

static void print_share(struct doc *d, const char *label, uint64_t n, uint64_t of, double lo, double hi)
{
	struct strbuf sb = STRBUF_INIT;

	if (isnan(lo))
		strbuf_addch(&sb, '-');
	else
		strbuf_addf(&sb, "%.1f%s%.1f %%", 100 * lo, _(" - "), 100 * hi);
	begin_row(d, label);
	doc_cell_share(d, n, of);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_nps(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	struct strbuf sb = STRBUF_INIT;

	if (x->all.nps_n)
		doc_score_of(&sb, x->nps, x->all.nps_n);
	else
		doc_score(&sb, x->nps);
	begin_row(d, _("net promoter score (0-10)"));
	doc_cell(d, sb.buf);
	strbuf_reset(&sb);
	doc_score_interval(&sb, x->nps_lo, x->nps_hi);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_count(struct doc *d, const char *label, uint64_t n)
{
	begin_row(d, label);
	doc_cell_count(d, n);
	doc_cell(d, "");
}

static void print_questions(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;

	if (x->question)
		doc_paragraph(d, _("  %s (scale %s; satisfied: %d and more)"), label_of(d, x->question),
			 x->question->scale == 10 ? "0-10" : x->question->scale == 7 ? "1-7" : "1-5", x->lowest);
	if (x->nps_question)
		doc_paragraph(d, _("  %s (scale 0-10; score: %% of 9-10 less %% of 0-6)"),
			 label_of(d, x->nps_question));
	if (x->ces_question)
		doc_paragraph(d, _("  %s (scale 1-7; easy: 5 and more)"), label_of(d, x->ces_question));
	if (x->question)
		doc_space(d);
}

void opinion_text(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	const struct opinion_tally *t = &x->all;

	if (!figures_has_opinion(d->f))
		return;
	doc_heading(d, _("Satisfaction: answers given in the period, the last one of each case"));
	print_questions(d);
	doc_picture(d, chart_opinion);
	doc_table(d);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("value"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	if (x->question)
		print_share(d, _("satisfied"), t->satisfied, t->n, x->lo, x->hi);
	if (figures_has_nps(d->f))
		print_nps(d);
	if (figures_has_ces(d->f))
		print_share(d, _("easy (5-7)"), t->easy, t->ces_n, x->easy_lo, x->easy_hi);
	begin_row(d, _("answered of those asked"));
	doc_cell_share(d, t->answered, t->asked);
	doc_cell(d, "");
	print_count(d, _("refused"), t->refused);
	print_count(d, _("nobody reached"), t->unreached);
	if (t->without_case)
		print_count(d, _("answers without a case"), t->without_case);
	if (t->cancelled)
		print_count(d, _("left out: cases cancelled"), t->cancelled);
	doc_table_end(d);
}

static void json_put_bounds(struct json_writer *w, double lo, double hi)
{
	json_put_real(w, "lo95", lo);
	json_put_real(w, "hi95", hi);
}

static void json_put_question(struct json_writer *w, const struct policy_question *q)
{
	json_put_cstring(w, "question", q ? q->name : NULL);
	json_put_cstring(w, "scale", q ? answers_scale(q) : NULL);
}

void opinion_json(struct json_writer *w, const struct figures *f)
{
	const struct figure_opinion *x = &f->opinion;

	json_begin_object(w, "csat");
	json_put_count(w, "n", x->all.n);
	json_put_count(w, "satisfied", x->all.satisfied);
	json_put_real(w, "share", x->share);
	json_put_bounds(w, x->lo, x->hi);
	json_put_count(w, "asked", x->all.asked);
	json_put_count(w, "answered", x->all.answered);
	json_put_count(w, "refused", x->all.refused);
	json_put_count(w, "unreached", x->all.unreached);
	json_put_count(w, "without_case", x->all.without_case);
	json_put_count(w, "cancelled", x->all.cancelled);
	json_put_question(w, x->question);
	json_end(w);
	json_begin_object(w, "nps");
	json_put_count(w, "n", x->all.nps_n);
	json_put_count(w, "promoters", x->all.promoters);
	json_put_count(w, "detractors", x->all.detractors);
	json_put_real(w, "score", x->nps);
	json_put_bounds(w, x->nps_lo, x->nps_hi);
	json_put_question(w, x->nps_question);
	json_end(w);
	json_begin_object(w, "ces");
	json_put_count(w, "n", x->all.ces_n);
	json_put_count(w, "easy", x->all.easy);
	json_put_real(w, "share", x->easy);
	json_put_bounds(w, x->easy_lo, x->easy_hi);
	json_put_question(w, x->ces_question);
	json_end(w);
}

static void emit_real(struct fact_out *o, const char *name, const char *measure, double value)
{
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_MEASURE, measure);
	fact_set_real(o, CELL_VALUE, value);
	fact_emit(o);
}

static void emit_bounds(struct fact_out *o, const char *name, double lo, double hi)
{
	emit_real(o, name, "lo95", lo);
	emit_real(o, name, "hi95", hi);
}

static const char *name_of(const struct policy_question *q)
{
	return q ? q->name : "";
}

static void emit_csat(struct fact_out *o, const struct figure_opinion *x)
{
	const char *name = name_of(x->question);
	const struct {
		const char *measure;
		uint64_t n;
	} counts[] = {
		{ "asked", x->all.asked }, { "answered", x->all.answered },
		{ "refused", x->all.refused }, { "unreached", x->all.unreached },
		{ "without_case", x->all.without_case }, { "cancelled", x->all.cancelled },
	};

	fact_begin(o, "csat");
	fact_emit_share(o, name, "", "share", x->all.satisfied, x->all.n);
	emit_bounds(o, name, x->lo, x->hi);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		fact_emit_count(o, name, "", counts[i].measure, counts[i].n);
}

void opinion_facts(struct fact_out *o, const struct figures *f)
{
	const struct figure_opinion *x = &f->opinion;
	const char *nps = name_of(x->nps_question), *ces = name_of(x->ces_question);

	emit_csat(o, x);
	fact_begin(o, "nps");
	emit_real(o, nps, "score", x->nps);
	emit_bounds(o, nps, x->nps_lo, x->nps_hi);
	fact_emit_count(o, nps, "", "n", x->all.nps_n);
	fact_emit_count(o, nps, "", "promoters", x->all.promoters);
	fact_emit_count(o, nps, "", "detractors", x->all.detractors);
	fact_begin(o, "ces");
	fact_emit_share(o, ces, "", "share", x->all.easy, x->all.ces_n);
	emit_bounds(o, ces, x->easy_lo, x->easy_hi);
}
