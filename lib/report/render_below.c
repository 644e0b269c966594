#include "report/render_below.h"

#include <string.h>

#include "base/i18n.h"

static void print_case(struct doc *d, const struct figure_below *x)
{
	struct strbuf at = STRBUF_INIT;

	doc_row(d);
	if (d->f->ndesks > 1)
		doc_cell(d, x->desk);
	doc_cell(d, x->case_id);
	doc_cell(d, policy_value_label(x->policy, COLUMN_SEVERITY, x->severity, d->lang));
	doc_cell(d, policy_level_label(x->policy, x->handler, d->lang));
	doc_cell(d, *x->owner ? policy_value_label(x->policy, COLUMN_OWNER, x->owner, d->lang) : "-");
	doc_time(&at, x->resolved, x->zone);
	doc_cell(d, at.buf);
	strbuf_release(&at);
}

void below_text(struct doc *d)
{
	size_t i;

	if (!d->f->nbelow)
		return;
	doc_heading(d, _("Resolved below the level that handles it"));
	doc_table(d);
	if (d->f->ndesks > 1)
		doc_column(d, _("desk"), TABLE_WRAP);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_column(d, _("severity"), TABLE_WRAP);
	doc_column(d, _("level"), TABLE_WRAP);
	doc_column(d, _("owner"), TABLE_WRAP);
	doc_column(d, _("resolved"), TABLE_LEFT);
	doc_fold(d, DOC_FOLD, d->f->nbelow);
	for (i = 0; i < d->f->nbelow; i++)
		print_case(d, &d->f->below[i]);
	doc_table_end(d);
}

void below_json(struct json_writer *w, const struct figures *f)
{
	struct strbuf at = STRBUF_INIT;
	size_t i;

	json_begin_array(w, "below_handler");
	for (i = 0; i < f->nbelow; i++) {
		const struct figure_below *x = &f->below[i];

		strbuf_reset(&at);
		instant_format(&at, x->resolved, x->zone);
		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", x->desk);
		json_put_cstring(w, "case", x->case_id);
		json_put_cstring(w, "kind", x->kind);
		json_put_cstring(w, "severity", x->severity);
		json_put_cstring(w, "handler", x->handler);
		json_put_cstring(w, "owner", x->owner);
		json_put_cstring(w, "resolved", at.buf);
		json_end(w);
	}
	json_end(w);
	strbuf_release(&at);
}

void below_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	fact_begin(o, "below_handler");
	for (i = 0; i < f->nbelow; i++) {
		const struct figure_below *x = &f->below[i];

		fact_set(o, CELL_DESK, x->desk);
		fact_set(o, CELL_CASE, x->case_id);
		fact_set(o, CELL_NAME, x->handler);
		fact_set(o, CELL_KIND, x->kind);
		fact_set(o, CELL_SEVERITY, x->severity);
		fact_set(o, CELL_OWNER, x->owner);
		fact_set_time(o, CELL_DONE, x->resolved, x->zone);
		fact_emit(o);
	}
}
