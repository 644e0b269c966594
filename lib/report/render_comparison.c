#include "report/render_comparison.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"

const char *comparison_side_name(const struct comparison *c, int side)
{
	if (c->how != COMPARE_PERIODS)
		return side ? _("others") : _("these");
	if (!side)
		return _("this period");
	return c->side[1].figures.from < c->side[0].figures.from ? _("period before") : _("period after");
}

/* --- what is compared ----------------------------------------------------------------------------- */

static void add_values(struct strbuf *out, const struct doc *d, const struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nvalues; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", c->how == COMPARE_DESKS ? c->value[i] :
			    doc_value_label(d, c->column, c->value[i]));
}

static void print_period(struct doc *d, const struct comparison *c, int side)
{
	const struct comparison_side *s = &c->side[side];
	const struct figures *f = &s->figures;
	struct strbuf line = STRBUF_INIT, period = STRBUF_INIT, as_of = STRBUF_INIT;

	doc_period(&period, f);
	doc_time(&as_of, f->as_of, f->zone);
	strbuf_addf(&line, _("  %s: %s, judged as of %s"), comparison_side_name(c, side), period.buf, as_of.buf);
	if (s->starts_late)
		strbuf_addf(&line, _("; the log begins later: %.1f days count"),
			    s->days / (double)f->ndesks);
	if (comparison_is_empty(s))
		strbuf_addstr(&line, _("; no case"));
	doc_paragraph(d, "%s", line.buf);
	strbuf_release(&line);
	strbuf_release(&period);
	strbuf_release(&as_of);
}

static void print_group(struct doc *d, const struct comparison *c, int side)
{
	const struct comparison_side *s = &c->side[side];
	struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "  %s%s", comparison_side_name(c, side), _(": "));
	if (c->how == COMPARE_GROUPS && !side)
		strbuf_addf(&line, "%s ", doc_column_label(d, c->column));
	if (side)
		strbuf_addstr(&line, _("all others"));
	else
		add_values(&line, d, c);
	if (c->how == COMPARE_DESKS)
		strbuf_addf(&line, _(" (desks: %zu)"), s->figures.ndesks);
	else if (s->units)
		strbuf_addf(&line, " (%llu)", (unsigned long long)s->units);
	if (comparison_is_empty(s))
		strbuf_addstr(&line, _("; no case"));
	doc_paragraph(d, "%s", line.buf);
	strbuf_release(&line);
}

static void print_head(struct doc *d, const struct comparison *c)
{
	struct strbuf line = STRBUF_INIT;
	int side;

	doc_heading(d, c->how == COMPARE_PERIODS ? _("Comparison of two periods") :
		       c->how == COMPARE_DESKS ? _("Comparison of desks") : _("Comparison of two groups"));
	for (side = 0; side < 2; side++) {
		if (c->how == COMPARE_PERIODS)
			print_period(d, c, side);
		else
			print_group(d, c, side);
	}
	if (c->neither) {
		strbuf_addf(&line, c->neither == 1 ? _("  in neither group, because it has no %s: %llu case") :
						     _("  in neither group, because they have no %s: %llu cases"),
			    doc_column_label(d, c->column), (unsigned long long)c->neither);
		doc_paragraph(d, "%s", line.buf);
	}
	strbuf_release(&line);
	doc_space(d);
}

/* --- the table ------------------------------------------------------------------------------------ */

static void cell_value(struct doc *d, const struct comparison_row *r, int side)
{
	const struct comparison_value *v = &r->side[side];
	struct strbuf sb = STRBUF_INIT;

	comparison_value_add(&sb, r, side);
	if (r->family == COMPARED_VOLUME)
		strbuf_addf(&sb, " (%llu)", (unsigned long long)v->n);
	else
		strbuf_addf(&sb, " (%.0f)", r->is_nps ? v->of / 2 : v->of);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

/* Points of a share, per cent of everything else. */
static double shown(const struct comparison_row *r, double x)
{
	return 100 * (r->effect == EFFECT_DIFFERENCE ? x : x - 1);
}

/* More than tenfold is not worth a wider column. */
static void add_signed(struct strbuf *out, double x)
{
	if (x > 999)
		strbuf_addstr(out, ">+999");
	else
		strbuf_addf(out, fabs(x) < 9.95 ? "%+.1f" : "%+.0f", fabs(x) < .05 ? 0. : x);
}

static void cell_difference(struct doc *d, const struct comparison_row *r)
{
	struct strbuf sb = STRBUF_INIT;

	if (isnan(r->size)) {
		strbuf_addstr(&sb, r->effect == EFFECT_NONE ? "" : "-");
	} else if (r->hi > COMPARISON_MUCH && r->lo > 1) {
		strbuf_addf(&sb, _("at least %+.0f %%"), shown(r, fmin(r->lo, COMPARISON_MUCH)));
	} else {
		add_signed(&sb, shown(r, r->size));
		strbuf_addstr(&sb, r->effect == EFFECT_DIFFERENCE ? " (" : " % (");
		add_signed(&sb, shown(r, r->lo));
		strbuf_addstr(&sb, ", ");
		add_signed(&sb, shown(r, r->hi));
		strbuf_addch(&sb, ')');
	}
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

void comparison_verdict_add(struct strbuf *out, const struct comparison_row *r)
{
	static const char *const labels[] = { "", N_("too few"), "", N_("better"), N_("worse"),
					      N_("higher"), N_("lower") };

	if (r->verdict == COMPARED_SAME)
		strbuf_addch(out, '-');
	else if (*labels[r->verdict])
		strbuf_addstr(out, _(labels[r->verdict]));
	if (comparison_is_clear(r) && !r->holds)
		strbuf_addch(out, '?');
}

static void cell_verdict(struct doc *d, const struct comparison_row *r)
{
	struct strbuf sb = STRBUF_INIT;

	comparison_verdict_add(&sb, r);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_kind(struct doc *d, const char *kind)
{
	int i;

	doc_row(d);
	doc_cell(d, doc_label(d, COLUMN_KIND, kind));
	for (i = 1; i < 5; i++)
		doc_cell(d, "");
}

static void cell_measure(struct doc *d, const struct comparison_row *r)
{
	struct strbuf sb = STRBUF_INIT;

	comparison_measure(&sb, d, r);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_table(struct doc *d, const struct comparison *c)
{
	size_t i;

	doc_table(d);
	doc_column(d, _("measure"), TABLE_TEXT);
	doc_column(d, comparison_side_name(c, 0), TABLE_RIGHT);
	doc_column(d, comparison_side_name(c, 1), TABLE_RIGHT);
	doc_column(d, _("difference (95 %)"), TABLE_RIGHT);
	doc_column(d, _("verdict"), TABLE_LEFT);
	for (i = 0; i < c->nrows; i++) {
		const struct comparison_row *r = &c->row[i];

		if (*r->kind && (!i || strcmp(r->kind, r[-1].kind) != 0))
			print_kind(d, r->kind);
		doc_row(d);
		cell_measure(d, r);
		cell_value(d, r, 0);
		cell_value(d, r, 1);
		cell_difference(d, r);
		cell_verdict(d, r);
	}
	doc_table_end(d);
}

static void print_notes(struct doc *d, const struct comparison *c)
{
	struct strbuf line = STRBUF_INIT;
	size_t i;

	doc_space(d);
	doc_paragraph(d, "%s", _("  in brackets: cases, and where the difference lies 19 of 20 times; it is in points of a share, "
				  "in per cent of a number, of times in per cent of the pace at which cases end; -: no clear difference"));
	if (c->tests == 1) {
		doc_paragraph(d, "%s", _("  one difference was tested: even if there were none, it would seem to be one "
					  "once in 20 times"));
	} else if (c->tests) {
		strbuf_addf(&line, _("  %zu differences were tested: even if there were none, about %.*f would seem to be one; "
				     "verdicts without '?' stand up to that (Holm)"), c->tests,
			    c->tests < 20, .05 * (double)c->tests);
		doc_paragraph(d, "%s", line.buf);
	}
	for (i = 0; i < c->nrows && c->row[i].effect != EFFECT_NONE; i++)
		;
	if (i < c->nrows)
		doc_paragraph(d, "%s", _("  rows without difference and verdict are shown only, not tested"));
	strbuf_release(&line);
}

void comparison_text(struct doc *d)
{
	const struct comparison *c = d->f->comparison;

	if (!c)
		return;
	print_head(d, c);
	if (!c->nrows)
		return;
	comparison_sentences(d);
	print_table(d, c);
	print_notes(d, c);
}
