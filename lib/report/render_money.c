#include "report/render_money.h"

#include "base/i18n.h"

static const char *const sum_names[SUMS_COUNT] = { "units", "causes", "suppliers" };

/* --- text and Markdown ---------------------------------------------------------------------------- */

static void cell_amount(struct doc *d, struct amount a, int is_too_large)
{
	struct strbuf sb = STRBUF_INIT;

	if (is_too_large)
		strbuf_addstr(&sb, _("too large"));
	else
		amount_format(&sb, a);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static const char *type_label(const struct doc *d, const char *type)
{
	const struct policy_compensation *c = policy_compensation(d->f->desk[0].in_force, type);

	return c ? policy_label(&c->label, type, d->lang) : type;
}

static void row_type(struct doc *d, const struct figure_compensation *c)
{
	doc_row(d);
	doc_cell(d, type_label(d, c->type));
	doc_cell(d, c->unit);
}

static void print_types(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	doc_heading(d, _("Compensation promised, by type"));
	doc_table(d);
	doc_column(d, _("compensation"), TABLE_WRAP);
	doc_column(d, _("unit"), TABLE_WRAP);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("sum"), TABLE_RIGHT);
	doc_column(d, _("a case"), TABLE_RIGHT);
	doc_column(d, _("median"), TABLE_RIGHT);
	for (i = 0; i < f->ncompensations; i++) {
		const struct figure_compensation *c = &f->compensation[i];

		row_type(d, c);
		doc_cell_count(d, c->cases);
		cell_amount(d, c->promised, c->is_too_large);
		cell_amount(d, c->per_case, !c->has_per_case);
		cell_amount(d, c->median, !c->has_median);
	}
	doc_table_end(d);
}

static void print_approvals(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	for (i = 0; i < f->ncompensations && !f->compensation[i].approve; i++)
		;
	if (i == f->ncompensations)
		return;
	doc_heading(d, _("Compensation that has to be approved"));
	doc_table(d);
	doc_column(d, _("compensation"), TABLE_WRAP);
	doc_column(d, _("unit"), TABLE_WRAP);
	doc_column(d, _("approved"), TABLE_RIGHT);
	doc_column(d, _("in time"), TABLE_RIGHT);
	doc_column(d, _("pending"), TABLE_RIGHT);
	doc_column(d, _("overdue"), TABLE_RIGHT);
	for (; i < f->ncompensations; i++) {
		const struct figure_compensation *c = &f->compensation[i];

		if (!c->approve)
			continue;
		row_type(d, c);
		cell_amount(d, c->approved_sum, c->is_too_large);
		doc_cell_share(d, c->approved - c->approved_late, c->approved);
		doc_cell_count(d, c->pending);
		doc_cell_count(d, c->overdue);
	}
	doc_table_end(d);
}

static void print_sums(struct doc *d, enum figure_sums by, const char *title, const char *column)
{
	const struct figures *f = d->f;
	size_t i;

	if (!f->nsums[by] || (f->nsums[by] == 1 && !*f->sum[by][0].name))
		return;
	doc_heading(d, title);
	doc_table(d);
	doc_column(d, column, TABLE_WRAP);
	doc_column(d, _("unit"), TABLE_WRAP);
	doc_column(d, _("number"), TABLE_RIGHT);
	doc_column(d, _("sum"), TABLE_RIGHT);
	for (i = 0; i < f->nsums[by]; i++) {
		const struct figure_sum *s = &f->sum[by][i];

		doc_row(d);
		doc_cell(d, by == SUMS_CAUSE ? doc_cause_label(d, s->name) : *s->name ? s->name : "-");
		doc_cell(d, s->unit);
		doc_cell_count(d, s->n);
		cell_amount(d, s->promised, s->is_too_large);
	}
	doc_table_end(d);
}

void money_text(struct doc *d)
{
	if (!d->f->ncompensations)
		return;
	print_types(d);
	print_approvals(d);
	print_sums(d, SUMS_CAUSE, _("Compensation by cause"), _("cause"));
	print_sums(d, SUMS_SUPPLIER, _("Compensation by supplier"), _("supplier"));
}

/* --- json ----------------------------------------------------------------------------------------- */

static void put_amount(struct json_writer *w, const char *key, struct amount a, int is_too_large)
{
	if (is_too_large)
		json_put_null(w, key);
	else
		json_put_amount(w, key, a);
}

static void put_type(struct json_writer *w, const struct figure_compensation *c)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "type", c->type);
	json_put_cstring(w, "unit", c->unit);
	json_put_cstring(w, "approve", c->approve);
	json_put_integer(w, "n", (int64_t)c->n);
	json_put_integer(w, "cases", (int64_t)c->cases);
	put_amount(w, "promised", c->promised, c->is_too_large);
	put_amount(w, "per_case", c->per_case, !c->has_per_case);
	put_amount(w, "median", c->median, !c->has_median);
	json_put_integer(w, "to_approve", (int64_t)c->to_approve);
	json_put_integer(w, "approved", (int64_t)c->approved);
	json_put_integer(w, "approved_late", (int64_t)c->approved_late);
	json_put_integer(w, "pending", (int64_t)c->pending);
	json_put_integer(w, "overdue", (int64_t)c->overdue);
	put_amount(w, "approved_sum", c->approved_sum, c->is_too_large);
	json_end(w);
}

void money_json(struct json_writer *w, const struct figures *f)
{
	size_t i, k;

	json_begin_object(w, "compensation");
	json_begin_array(w, "types");
	for (i = 0; i < f->ncompensations; i++)
		put_type(w, &f->compensation[i]);
	json_end(w);
	for (k = 0; k < SUMS_COUNT; k++) {
		json_begin_array(w, sum_names[k]);
		for (i = 0; i < f->nsums[k]; i++) {
			const struct figure_sum *s = &f->sum[k][i];

			json_begin_object(w, NULL);
			if (k != SUMS_UNIT)
				json_put_cstring(w, k == SUMS_CAUSE ? "cause" : "supplier", s->name);
			json_put_cstring(w, "unit", s->unit);
			json_put_integer(w, "n", (int64_t)s->n);
			put_amount(w, "promised", s->promised, s->is_too_large);
			json_end(w);
		}
		json_end(w);
	}
	json_end(w);
}

/* --- facts: `kind` is the unit -------------------------------------------------------------------- */

static void fact_amount(struct fact_out *o, const char *name, const char *unit, const char *measure,
			struct amount a, int is_too_large)
{
	struct strbuf sb = STRBUF_INIT;

	if (!is_too_large)
		amount_format(&sb, a);
	fact_set(o, CELL_NAME, name);
	fact_set(o, CELL_KIND, unit);
	fact_set(o, CELL_MEASURE, measure);
	fact_set(o, CELL_VALUE, sb.buf);
	fact_emit(o);
	strbuf_release(&sb);
}

void money_facts(struct fact_out *o, const struct figures *f)
{
	size_t i, k;

	fact_begin(o, "compensation");
	for (i = 0; i < f->ncompensations; i++) {
		const struct figure_compensation *c = &f->compensation[i];

		fact_emit_count(o, c->type, c->unit, "n", c->n);
		fact_emit_count(o, c->type, c->unit, "cases", c->cases);
		fact_amount(o, c->type, c->unit, "promised", c->promised, c->is_too_large);
		fact_amount(o, c->type, c->unit, "per_case", c->per_case, !c->has_per_case);
		fact_amount(o, c->type, c->unit, "median", c->median, !c->has_median);
		fact_amount(o, c->type, c->unit, "approved", c->approved_sum, c->is_too_large);
		fact_emit_share(o, c->type, c->unit, "approved_in_time",
				c->approved - c->approved_late, c->approved);
		fact_emit_count(o, c->type, c->unit, "pending", c->pending);
		fact_emit_count(o, c->type, c->unit, "overdue", c->overdue);
	}
	for (k = 0; k < SUMS_COUNT; k++) {
		static const char *const sections[SUMS_COUNT] = {
			"compensation_by_unit", "compensation_by_cause", "compensation_by_supplier" };

		fact_begin(o, sections[k]);
		for (i = 0; i < f->nsums[k]; i++)
			fact_amount(o, k == SUMS_UNIT ? "" : f->sum[k][i].name, f->sum[k][i].unit,
				    "promised", f->sum[k][i].promised, f->sum[k][i].is_too_large);
	}
}
