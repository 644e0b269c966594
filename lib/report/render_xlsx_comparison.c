/* The sheet of a comparison. */
#include <math.h>

#include "base/i18n.h"
#include "report/render_comparison.h"
#include "report/render_xlsx.h"

static void put_value(struct book *b, const struct comparison_row *r, int side)
{
	const struct comparison_value *v = &r->side[side];

	if (isnan(v->value))
		xlsx_text(b->w, r->family == COMPARED_TIME && v->of > 0 ? _("not reached") : _("n/a"));
	else if (r->family == COMPARED_TIME)
		xlsx_seconds(b->w, v->value);
	else if (comparison_is_share(r))
		xlsx_share(b->w, v->n, (uint64_t)v->of);
	else if (r->is_nps)
		xlsx_number(b->w, v->value, XLSX_SCORE);
	else
		xlsx_number(b->w, v->value, XLSX_REAL);
	xlsx_count(b->w, v->n);
	xlsx_number(b->w, v->of, XLSX_EXACT);
}

/* Both kinds of effect read in per cent: of a ratio what it is more or less than 1. Only a score's are points. */
static void put_effect(struct book *b, const struct comparison_row *r, double x)
{
	if (isnan(x) || isinf(x))
		xlsx_text(b->w, "-");
	else if (r->is_nps)
		xlsx_number(b->w, 100 * x, XLSX_SCORE);
	else
		xlsx_number(b->w, r->effect == EFFECT_DIFFERENCE ? x : x - 1, XLSX_SHARE);
}

static void put_row(struct book *b, const struct comparison_row *r)
{
	struct strbuf measure = STRBUF_INIT, verdict = STRBUF_INIT;

	comparison_measure(&measure, &b->d, r);
	comparison_verdict_add(&verdict, r);
	xlsx_row(b->w);
	xlsx_text(b->w, *r->kind ? doc_label(&b->d, COLUMN_KIND, r->kind) : "");
	xlsx_text(b->w, measure.buf);
	put_value(b, r, 0);
	put_value(b, r, 1);
	put_effect(b, r, r->size);
	put_effect(b, r, r->lo);
	put_effect(b, r, r->hi);
	if (isnan(r->p))
		xlsx_text(b->w, "-");
	else
		xlsx_number(b->w, r->p, XLSX_EXACT);
	xlsx_text(b->w, verdict.buf);
	strbuf_release(&measure);
	strbuf_release(&verdict);
}

void sheet_comparison(struct book *b)
{
	const struct comparison *c = b->f->comparison;
	int side;
	size_t i;

	if (!c || !c->nrows)
		return;
	xlsx_sheet(b->w, _("Comparison"));
	xlsx_column(b->w, _("kind"), 16);
	xlsx_column(b->w, _("measure"), 36);
	for (side = 0; side < 2; side++) {
		xlsx_column(b->w, comparison_side_name(c, side), 14);
		book_column_of(b, comparison_side_name(c, side), _("number"), 20);
		book_column_of(b, comparison_side_name(c, side), _("of how many"), 24);
	}
	xlsx_column(b->w, _("difference"), 12);
	xlsx_column(b->w, _("at least"), 10);
	xlsx_column(b->w, _("at most"), 10);
	xlsx_column(b->w, "p", 12);
	xlsx_column(b->w, _("verdict"), 12);
	for (i = 0; i < c->nrows; i++)
		put_row(b, &c->row[i]);
}
