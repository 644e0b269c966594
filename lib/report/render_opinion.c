#include "report/render_opinion.h"

#include "base/i18n.h"
#include "report/charts.h"

static const char *question(const struct doc *d)
{
	const struct policy_question *q = d->f->opinion.question;

	return policy_label(&q->label, q->name, d->lang);
}

static void begin_row(struct doc *d, const char *label)
{
	doc_row(d);
	doc_cell(d, label);
}

static void print_share(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	struct strbuf sb = STRBUF_INIT;

	begin_row(d, _("satisfied"));
	doc_cell_share(d, x->all.satisfied, x->all.n);
	if (x->all.n)
		strbuf_addf(&sb, "%.1f%s%.1f %%", 100 * x->lo, _(" - "), 100 * x->hi);
	else
		strbuf_addch(&sb, '-');
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_count(struct doc *d, const char *label, uint64_t n)
{
	begin_row(d, label);
	doc_cell_count(d, n);
	doc_cell(d, "");
}

void opinion_text(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	const struct opinion_tally *t = &x->all;

	if (!figures_has_opinion(d->f))
		return;
	doc_heading(d, _("Satisfaction: answers given in the period, the last one of each case"));
	if (x->question) {
		doc_line(d, _("  %s (scale %s; satisfied: %d and more)"), question(d),
			 x->question->scale == 10 ? "0-10" : x->question->scale == 7 ? "1-7" : "1-5", x->lowest);
		doc_space(d);
	}
	doc_picture(d, chart_opinion);
	doc_table(d);
	doc_column(d, _("measure"), TABLE_LEFT);
	doc_column(d, _("value"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	if (x->question)
		print_share(d);
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

void opinion_json(struct json_writer *w, const struct figures *f)
{
	const struct figure_opinion *x = &f->opinion;

	json_begin_object(w, "csat");
	json_put_count(w, "n", x->all.n);
	json_put_count(w, "satisfied", x->all.satisfied);
	json_put_real(w, "share", x->share);
	json_put_real(w, "lo95", x->lo);
	json_put_real(w, "hi95", x->hi);
	json_put_count(w, "asked", x->all.asked);
	json_put_count(w, "answered", x->all.answered);
	json_put_count(w, "refused", x->all.refused);
	json_put_count(w, "unreached", x->all.unreached);
	json_put_count(w, "without_case", x->all.without_case);
	json_put_count(w, "cancelled", x->all.cancelled);
	json_put_cstring(w, "question", x->question ? x->question->name : NULL);
	json_put_cstring(w, "scale", x->question ? answers_scale(x->question) : NULL);
	json_end(w);
}

static void emit_bound(struct fact_out *o, const char *name, const char *measure, double value)
{
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_MEASURE, measure);
	fact_set_real(o, CELL_VALUE, value);
	fact_emit(o);
}

void opinion_facts(struct fact_out *o, const struct figures *f)
{
	const struct figure_opinion *x = &f->opinion;
	const char *name = x->question ? x->question->name : "";
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
	emit_bound(o, name, "lo95", x->lo);
	emit_bound(o, name, "hi95", x->hi);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		fact_emit_count(o, name, "", counts[i].measure, counts[i].n);
}
