#include "report/render_completeness.h"

#include "base/i18n.h"

#define MISSING_SHOWN 15

/* Where nothing is missing, the rate says so. */
void completeness_text(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = 0, i;

	while (n < f->nmissing && f->missing[n].n)
		n++;
	if (!n)
		return;
	doc_heading(d, _("Required columns that are missing, of the rows that want them"));
	doc_table(d);
	doc_column(d, _("column"), TABLE_WRAP);
	doc_column(d, _("event"), TABLE_WRAP);
	doc_column(d, _("missing"), TABLE_RIGHT);
	for (i = 0; i < n && i < MISSING_SHOWN; i++) {
		doc_row(d);
		doc_cell(d, doc_column_label(d, f->missing[i].column));
		doc_cell(d, doc_label(d, COLUMN_EVENT, f->missing[i].event));
		doc_cell_share(d, f->missing[i].n, f->missing[i].of);
	}
	doc_table_end(d);
	doc_more(d, i, n);
}

void completeness_json(struct json_writer *w, const struct figures *f)
{
	const struct tally_rate *all = &f->rate[RATE_COMPLETE];
	size_t i;

	json_begin_object(w, "completeness");
	json_put_integer(w, "n", (int64_t)all->n);
	json_put_integer(w, "of", (int64_t)all->of);
	json_put_real(w, "share", figures_share(all->n, all->of));
	json_begin_array(w, "columns");
	for (i = 0; i < f->nmissing; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "event", f->missing[i].event);
		json_put_cstring(w, "column", f->missing[i].column);
		json_put_integer(w, "missing", (int64_t)f->missing[i].n);
		json_put_integer(w, "of", (int64_t)f->missing[i].of);
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

void completeness_facts(struct fact_out *o, const struct figures *f)
{
	struct strbuf name = STRBUF_INIT;
	size_t i;

	fact_begin(o, "completeness");
	fact_emit_share(o, "", "", "share", f->rate[RATE_COMPLETE].n, f->rate[RATE_COMPLETE].of);
	for (i = 0; i < f->nmissing; i++) {
		strbuf_reset(&name);
		strbuf_addf(&name, "%s/%s", f->missing[i].event, f->missing[i].column);
		fact_emit_share(o, name.buf, "", "missing", f->missing[i].n, f->missing[i].of);
	}
	strbuf_release(&name);
}
