#include "report/render_correction.h"

#include "base/i18n.h"

#define CASES_SHOWN 20

/* --- text, Markdown, HTML ------------------------------------------------------------------------- */

static const char *person(const struct doc *d, const char *by)
{
	return *by ? doc_label(d, COLUMN_OWNER, by) : "-";
}

static void print_row(struct doc *d, const char *who, const char *kind, const struct figure_wrong *w)
{
	struct strbuf sb = STRBUF_INIT;

	doc_row(d);
	doc_cell(d, who);
	doc_cell(d, kind);
	doc_cell_share(d, w->wrong, w->answers);
	if (w->answers)
		strbuf_addf(&sb, "%.1f%s%.1f %%", 100 * w->lo, _(" - "), 100 * w->hi);
	else
		strbuf_addch(&sb, '-');
	doc_cell(d, sb.buf);
	doc_cell_count(d, w->found);
	strbuf_release(&sb);
}

static void print_counts(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	doc_heading(d, _("Answers given in the period, and how many were found wrong since"));
	doc_table(d);
	doc_column(d, _("answered by"), TABLE_WRAP);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("wrong"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	doc_column(d, _("corrected"), TABLE_RIGHT);
	for (i = 0; i < f->nwrong && (f->wrong[i].wrong || f->wrong[i].found); i++)
		print_row(d, person(d, f->wrong[i].by), doc_label(d, COLUMN_KIND, f->wrong[i].kind), &f->wrong[i]);
	print_row(d, _("all"), "", &f->wrong_all);
	doc_table_end(d);
}

static void print_cases(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = doc_rows(d, CASES_SHOWN, f->ncorrected), i;
	struct strbuf sb = STRBUF_INIT;

	if (!n)
		return;
	doc_space(d);
	doc_table(d);
	if (f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("answered by"), TABLE_WRAP);
	doc_column(d, _("answered"), TABLE_LEFT);
	doc_column(d, _("corrected"), TABLE_LEFT);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < n; i++) {
		const struct figure_corrected *x = &f->corrected[i];

		doc_row(d);
		if (f->ndesks > 1)
			doc_cell(d, x->desk);
		doc_cell(d, x->case_id);
		doc_cell(d, *x->by ? policy_value_label(x->policy, COLUMN_OWNER, x->by, d->lang) : "-");
		strbuf_reset(&sb);
		if (x->answered == INSTANT_NONE)
			strbuf_addch(&sb, '-');
		else
			doc_time(&sb, x->answered, x->zone);
		doc_cell(d, sb.buf);
		strbuf_reset(&sb);
		doc_time(&sb, x->at, x->zone);
		doc_cell(d, sb.buf);
	}
	strbuf_release(&sb);
	doc_table_end(d);
	doc_more(d, n, f->ncorrected);
}

void correction_text(struct doc *d)
{
	if (!d->f->watches_answers || !d->f->nwrong)
		return;
	print_counts(d);
	print_cases(d);
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_counts(struct json_writer *w, const struct figure_wrong *x)
{
	json_put_integer(w, "answers", (int64_t)x->answers);
	json_put_integer(w, "wrong", (int64_t)x->wrong);
	json_put_real(w, "share", figures_share(x->wrong, x->answers));
	json_put_real(w, "lo95", x->lo);
	json_put_real(w, "hi95", x->hi);
	json_put_integer(w, "found", (int64_t)x->found);
}

void correction_json(struct json_writer *w, const struct figures *f)
{
	size_t i;

	if (!f->watches_answers) {
		json_put_null(w, "wrong_answers");
		return;
	}
	json_begin_object(w, "wrong_answers");
	put_counts(w, &f->wrong_all);
	json_begin_array(w, "by");
	for (i = 0; i < f->nwrong; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "by", f->wrong[i].by);
		json_put_cstring(w, "kind", f->wrong[i].kind);
		put_counts(w, &f->wrong[i]);
		json_end(w);
	}
	json_end(w);
	json_begin_array(w, "cases");
	for (i = 0; i < f->ncorrected; i++) {
		const struct figure_corrected *x = &f->corrected[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", x->desk);
		json_put_cstring(w, "case", x->case_id);
		json_put_cstring(w, "by", x->by);
		json_put_cstring(w, "kind", x->kind);
		json_put_instant(w, "answered", x->answered, x->zone);
		json_put_instant(w, "corrected", x->at, x->zone);
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

/* --- csv and jsonl -------------------------------------------------------------------------------- */

static void emit_counts(struct fact_out *o, const struct figure_wrong *x)
{
	fact_emit_share(o, x->by, x->kind, "wrong", x->wrong, x->answers);
	fact_emit_count(o, x->by, x->kind, "found", x->found);
}

void correction_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	if (!f->watches_answers)
		return;
	fact_begin(o, "wrong_answers");
	emit_counts(o, &f->wrong_all);
	fact_begin(o, "wrong_answers_by");
	for (i = 0; i < f->nwrong; i++)
		emit_counts(o, &f->wrong[i]);
	fact_begin(o, "wrong_answers_cases");
	for (i = 0; i < f->ncorrected; i++) {
		const struct figure_corrected *x = &f->corrected[i];

		fact_set(o, CELL_DESK, x->desk);
		fact_set(o, CELL_CASE, x->case_id);
		fact_set(o, CELL_NAME, x->by);
		fact_set(o, CELL_KIND, x->kind);
		fact_set(o, CELL_MEASURE, "corrected");
		fact_set_time(o, CELL_VALUE, x->at, x->zone);
		fact_emit(o);
	}
}
