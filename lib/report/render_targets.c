/* render_targets: each target with its interval and what became of it since the period before. */
#include <math.h>

#include "base/i18n.h"
#include "report/chart_days.h"
#include "report/policytext.h"
#include "report/render_doc.h"

const char *doc_trend_label(enum figure_trend t)
{
	static const char *const labels[] = { "-", N_("steady"), N_("better"), N_("worse") };

	return t == TREND_NONE ? "-" : _(labels[t]);
}

static void add_value(struct strbuf *out, const struct figure_target *t, double x)
{
	if (t->is_percent)
		strbuf_addf(out, "%.1f", 100 * x);
	else
		number_format(out, x);
}

static void cell_interval(struct doc *d, const struct figure_target *t, const char *between, const char *unit)
{
	struct strbuf sb = STRBUF_INIT;

	if (t->is_nps) {
		doc_score_interval(&sb, t->lo, t->hi);
	} else if (isnan(t->lo)) {
		strbuf_addch(&sb, '-');
	} else {
		add_value(&sb, t, t->lo);
		strbuf_addstr(&sb, between);
		add_value(&sb, t, t->hi);
		strbuf_addstr(&sb, t->is_percent ? unit : "");
	}
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void add_number(struct strbuf *out, const struct figure_target *t, double x, uint64_t n, uint64_t of)
{
	if (t->is_nps)
		doc_score(out, x);
	else if (isnan(x) || t->is_percent)
		doc_share(out, n, of);
	else
		add_value(out, t, x);
}

/* A score's halves and points tell nobody anything: how many answered does. */
void doc_target_value(struct strbuf *out, const struct figure_target *t, double x, uint64_t n, uint64_t of)
{
	if (t->is_nps) {
		doc_score_of(out, x, of / 2);
		return;
	}
	add_number(out, t, x, n, of);
	strbuf_addf(out, " (%llu/%llu)", (unsigned long long)n, (unsigned long long)of);
}

static void cell_value(struct doc *d, const struct figure_target *t, double x, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;

	doc_target_value(&sb, t, x, n, of);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void cell_number(struct doc *d, const struct figure_target *t, double x, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;

	add_number(&sb, t, x, n, of);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void cell_name(struct doc *d, const struct figure_target *t)
{
	const char *figure = policytext_figure(t->target, d->lang);

	doc_cell(d, figure ? figure : doc_clock_label(d, t->target));
}

static void add_heading(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf title = STRBUF_INIT, period = STRBUF_INIT;

	if (f->before_from == f->before_to) {
		doc_heading(d, _("Targets (19 of 20 times the true value lies in the interval)"));
		return;
	}
	doc_period_before(&period, f);
	strbuf_addf(&title, _("Targets, against the period before (%s)"), period.buf);
	doc_heading(d, title.buf);
	strbuf_release(&title);
	strbuf_release(&period);
}

void doc_targets(struct doc *d)
{
	const struct figures *f = d->f;
	int has_before = f->before_from != f->before_to;
	size_t i;

	if (!f->ntargets)
		return;
	add_heading(d);
	doc_table(d);
	doc_column(d, _("target"), TABLE_WRAP);
	doc_column(d, _("value"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	if (has_before) {
		doc_column(d, _("previous"), TABLE_RIGHT);
		doc_column(d, _("trend"), TABLE_LEFT);
	}
	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];

		doc_row(d);
		cell_name(d, t);
		cell_value(d, t, t->value, t->n, t->of);
		cell_interval(d, t, _(" - "), " %");
		if (!has_before)
			continue;
		cell_value(d, t, t->before, t->n_before, t->of_before);
		doc_cell(d, doc_trend_label(t->trend));
	}
	doc_table_end(d);
	doc_picture(d, chart_targets);
}

void targets_table(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	if (!f->ntargets)
		return;
	doc_heading(d, _("Targets (19 of 20 times the true value lies in the interval)"));
	doc_table(d);
	doc_column(d, _("target"), TABLE_WRAP);
	doc_column(d, _("goal"), TABLE_RIGHT);
	doc_column(d, _("value"), TABLE_RIGHT);
	doc_column(d, _("out of"), TABLE_RIGHT);
	doc_column(d, _("interval"), TABLE_RIGHT);
	doc_column(d, _("last time"), TABLE_RIGHT);
	doc_column(d, _("trend"), TABLE_LEFT);
	doc_column(d, _("met"), TABLE_LEFT);
	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];

		doc_row(d);
		cell_name(d, t);
		doc_cell(d, t->goal);
		cell_number(d, t, t->value, t->n, t->of);
		doc_cell_count(d, t->is_nps ? t->of / 2 : t->of);
		cell_interval(d, t, "-", "");
		cell_number(d, t, t->before, t->n_before, t->of_before);
		doc_cell(d, doc_trend_label(t->trend));
		doc_cell(d, t->met < 0 ? _("n/a") : t->met ? _("met") : _("missed"));
	}
	doc_table_end(d);
}
