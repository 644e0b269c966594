/* The sheets of the cases by what the log knows of them: columns, causes, answers, money. */
#include "report/render_xlsx.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "values/duration.h"

#define CAUSES_DRAWN 30
#define DESKS_DRAWN  60

void sheet_breakdown(struct book *b)
{
	const struct figures *f = b->f;
	size_t i, k;

	xlsx_sheet(b->w, _("Breakdown"));
	xlsx_column(b->w, _("by"), 16);
	xlsx_column(b->w, _("value"), 24);
	xlsx_column(b->w, _("code"), 18);
	xlsx_column(b->w, _("received"), 10);
	xlsx_column(b->w, _("concluded"), 10);
	xlsx_column(b->w, _("still open"), 10);
	xlsx_column(b->w, _("cancelled"), 10);
	xlsx_column(b->w, _("clocks met"), 10);
	xlsx_column(b->w, _("breached"), 10);
	xlsx_column(b->w, _("attainment"), 12);
	xlsx_column(b->w, _("answers"), 10);
	xlsx_column(b->w, _("satisfied"), 10);
	for (i = 0; i < f->ndims; i++)
		for (k = 0; k < f->dim[i].n; k++) {
			const struct figure_value *v = &f->dim[i].value[k];

			xlsx_row(b->w);
			xlsx_text(b->w, doc_column_label(&b->d, f->dim[i].name));
			xlsx_text(b->w, doc_value_label(&b->d, f->dim[i].name, v->value));
			xlsx_text(b->w, v->value);
			xlsx_count(b->w, v->received);
			xlsx_count(b->w, v->concluded);
			xlsx_count(b->w, v->open);
			xlsx_count(b->w, v->cancelled);
			xlsx_count(b->w, v->met);
			xlsx_count(b->w, v->breached);
			xlsx_share(b->w, v->met, v->decided);
			xlsx_count(b->w, v->answers);
			xlsx_share(b->w, v->satisfied, v->answers);
		}
}

/* A waterfall: what came before stands there unseen. */
void sheet_causes(struct book *b)
{
	const struct figures *f = b->f;
	struct xlsx_chart chart = {
		.form = CHART_BARS, .title = _("Causes of the cases concluded: each, and all so far"), .first = 1,
		.series = { { 4, XLSX_HIDDEN }, { 1, BOOK_BAR } }, .nseries = 2, .row = 1, .column = 6 };
	uint64_t all = 0, before = 0;
	size_t i;

	for (i = 0; i < f->ncauses; i++)
		all += f->cause[i].n;
	if (!all)
		return;
	xlsx_sheet(b->w, _("Causes"));
	xlsx_column(b->w, _("cause"), 24);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("share"), 10);
	xlsx_column(b->w, _("share so far"), 12);
	xlsx_column(b->w, _("before"), 10);
	for (i = 0; i < f->ncauses; i++) {
		xlsx_row(b->w);
		xlsx_text(b->w, doc_cause_label(&b->d, f->cause[i].name));
		xlsx_count(b->w, f->cause[i].n);
		xlsx_share(b->w, f->cause[i].n, all);
		xlsx_share(b->w, before + f->cause[i].n, all);
		xlsx_count(b->w, before);
		before += f->cause[i].n;
	}
	chart.last = (uint32_t)(f->ncauses < CAUSES_DRAWN ? f->ncauses : CAUSES_DRAWN);
	xlsx_chart(b->w, &chart);
}

void sheet_levels(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;

	if (!f->nlevels)
		return;
	xlsx_sheet(b->w, _("Escalated"));
	xlsx_column(b->w, _("level"), 20);
	xlsx_column(b->w, _("cases"), 10);
	for (i = 0; i < f->nlevels; i++)
		book_count(b, *f->level[i].name ? policy_level_label(f->desk[0].in_force, f->level[i].name,
								      b->d.lang) : "-", f->level[i].n);
}

void sheet_delays(struct book *b)
{
	const struct figures *f = b->f;
	struct strbuf limit = STRBUF_INIT, title = STRBUF_INIT;
	size_t i;

	if (!f->ndelays)
		return;
	duration_format_short(&limit, TALLY_DELAY_MAX);
	strbuf_addf(&title, _("later than %s"), limit.buf);
	xlsx_sheet(b->w, _("Delay of records"));
	xlsx_column(b->w, _("channel"), 20);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("half within"), 14);
	xlsx_column(b->w, title.buf, 16);
	xlsx_column(b->w, _("share"), 10);
	for (i = 0; i < f->ndelays; i++) {
		xlsx_row(b->w);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_CHANNEL, f->delay[i].channel));
		xlsx_count(b->w, f->delay[i].n);
		xlsx_seconds(b->w, f->delay[i].p50);
		xlsx_count(b->w, f->delay[i].late);
		xlsx_share(b->w, f->delay[i].late, f->delay[i].n);
	}
	strbuf_release(&limit);
	strbuf_release(&title);
}

/* --- satisfaction ---------------------------------------------------------------------------------- */

static void share_row(struct book *b, const char *name, uint64_t n, uint64_t of, double lo, double hi)
{
	xlsx_row(b->w);
	xlsx_text(b->w, name);
	xlsx_share(b->w, n, of);
	xlsx_number(b->w, lo, XLSX_SHARE);
	xlsx_number(b->w, hi, XLSX_SHARE);
	xlsx_count(b->w, n);
	xlsx_count(b->w, of);
}

static void number_row(struct book *b, const char *name, uint64_t n)
{
	xlsx_row(b->w);
	xlsx_text(b->w, name);
	xlsx_skip(b->w);
	xlsx_skip(b->w);
	xlsx_skip(b->w);
	xlsx_count(b->w, n);
}

/* A score has no percents. */
static void nps_row(struct book *b)
{
	const struct figure_opinion *x = &b->f->opinion;

	xlsx_row(b->w);
	xlsx_text(b->w, _("net promoter score (0-10)"));
	xlsx_number(b->w, x->nps, XLSX_SCORE);
	xlsx_number(b->w, x->nps_lo, XLSX_SCORE);
	xlsx_number(b->w, x->nps_hi, XLSX_SCORE);
	xlsx_skip(b->w);
	xlsx_count(b->w, x->all.nps_n);
}

void sheet_opinion(struct book *b)
{
	const struct figure_opinion *x = &b->f->opinion;
	struct xlsx_chart chart = {
		.form = CHART_INTERVALS,
		.title = _("Satisfied customers; the line is the interval that holds the true share 19 of 20 times"),
		.first = 1, .last = 1, .series = { { 1, BOOK_BAR }, { 2, BOOK_BAR }, { 3, BOOK_BAR } }, .nseries = 3,
		.row = 1, .column = 7, .is_share = 1 };

	if (!figures_has_opinion(b->f))
		return;
	xlsx_sheet(b->w, _("Satisfaction"));
	xlsx_column(b->w, _("measure"), 32);
	xlsx_column(b->w, _("share"), 10);
	xlsx_column(b->w, _("at least"), 10);
	xlsx_column(b->w, _("at most"), 10);
	xlsx_column(b->w, _("number"), 10);
	xlsx_column(b->w, _("of how many"), 10);
	share_row(b, _("satisfied"), x->all.satisfied, x->all.n, x->lo, x->hi);
	if (figures_has_nps(b->f))
		nps_row(b);
	if (figures_has_ces(b->f))
		share_row(b, _("easy (5-7)"), x->all.easy, x->all.ces_n, x->easy_lo, x->easy_hi);
	share_row(b, _("answered of those asked"), x->all.answered, x->all.asked, NAN, NAN);
	number_row(b, _("refused"), x->all.refused);
	number_row(b, _("nobody reached"), x->all.unreached);
	number_row(b, _("answers without a case"), x->all.without_case);
	number_row(b, _("left out: cases cancelled"), x->all.cancelled);
	if (x->all.n)
		xlsx_chart(b->w, &chart);
}

/* --- money ----------------------------------------------------------------------------------------- */

static void put_amount(struct book *b, struct amount a, int is_too_large)
{
	double unit = 1;
	int i;

	for (i = 0; i < a.scale; i++)
		unit *= 10;
	if (is_too_large)
		xlsx_text(b->w, _("too large"));
	else
		xlsx_number(b->w, (double)a.value / unit, XLSX_AMOUNT);
}

static void put_type(struct book *b, const struct figure_compensation *c)
{
	const struct policy_compensation *p = policy_compensation(b->f->desk[0].in_force, c->type);

	xlsx_row(b->w);
	xlsx_text(b->w, _("type"));
	xlsx_text(b->w, p ? policy_label(&p->label, c->type, b->d.lang) : c->type);
	xlsx_text(b->w, c->unit);
	xlsx_count(b->w, c->n);
	put_amount(b, c->promised, c->is_too_large);
	xlsx_count(b->w, c->cases);
	put_amount(b, c->per_case, !c->has_per_case);
	put_amount(b, c->median, !c->has_median);
	put_amount(b, c->approved_sum, c->is_too_large);
	xlsx_count(b->w, c->pending);
	xlsx_count(b->w, c->overdue);
}

static void put_sums(struct book *b, enum figure_sums by, const char *title)
{
	const struct figures *f = b->f;
	size_t i;

	for (i = 0; i < f->nsums[by]; i++) {
		const struct figure_sum *s = &f->sum[by][i];

		xlsx_row(b->w);
		xlsx_text(b->w, title);
		xlsx_text(b->w, by == SUMS_CAUSE ? doc_cause_label(&b->d, s->name) : s->name);
		xlsx_text(b->w, s->unit);
		xlsx_count(b->w, s->n);
		put_amount(b, s->promised, s->is_too_large);
	}
}

void sheet_money(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;

	if (!f->ncompensations)
		return;
	xlsx_sheet(b->w, _("Compensation"));
	xlsx_column(b->w, _("by"), 12);
	xlsx_column(b->w, _("value"), 20);
	xlsx_column(b->w, _("unit"), 10);
	xlsx_column(b->w, _("number"), 10);
	xlsx_column(b->w, _("sum"), 14);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("a case"), 12);
	xlsx_column(b->w, _("median"), 12);
	xlsx_column(b->w, _("approved"), 14);
	xlsx_column(b->w, _("pending"), 10);
	xlsx_column(b->w, _("overdue"), 10);
	for (i = 0; i < f->ncompensations; i++)
		put_type(b, &f->compensation[i]);
	put_sums(b, SUMS_UNIT, _("all"));
	put_sums(b, SUMS_CAUSE, _("cause"));
	put_sums(b, SUMS_SUPPLIER, _("supplier"));
}

/* --- records and desks ----------------------------------------------------------------------------- */

void sheet_completeness(struct book *b)
{
	const struct figures *f = b->f;
	size_t i;

	if (!f->nmissing)
		return;
	xlsx_sheet(b->w, _("Completeness"));
	xlsx_column(b->w, _("event"), 20);
	xlsx_column(b->w, _("column"), 20);
	xlsx_column(b->w, _("missing"), 10);
	xlsx_column(b->w, _("of how many"), 10);
	xlsx_column(b->w, _("share"), 10);
	for (i = 0; i < f->nmissing; i++) {
		const struct figure_missing *x = &f->missing[i];

		xlsx_row(b->w);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_EVENT, x->event));
		xlsx_text(b->w, doc_column_label(&b->d, x->column));
		xlsx_count(b->w, x->n);
		xlsx_count(b->w, x->of);
		xlsx_share(b->w, x->n, x->of);
	}
}

static void desk_row(struct book *b, const struct figure_desk *x)
{
	xlsx_row(b->w);
	xlsx_text(b->w, x->name);
	xlsx_count(b->w, x->received);
	xlsx_count(b->w, x->concluded);
	xlsx_count(b->w, x->received - x->concluded);
	xlsx_count(b->w, x->late_now);
	xlsx_count(b->w, x->met);
	xlsx_count(b->w, x->decided - x->met);
	xlsx_share(b->w, x->met, x->decided);
	xlsx_count(b->w, x->csat_n);
	xlsx_share(b->w, x->csat_satisfied, x->csat_n);
}

/* Of several; which could not be read comes last, with the reason. */
void sheet_desks(struct book *b)
{
	const struct figures *f = b->f;
	struct xlsx_chart chart = {
		.form = CHART_BARS, .title = _("Desks: limits met and missed"), .first = 1,
		.series = { { 5, BOOK_GOOD }, { 6, BOOK_LATE } }, .nseries = 2, .row = 1, .column = 11 };
	size_t i;

	if (f->ndesks + f->nunread < 2)
		return;
	xlsx_sheet(b->w, _("Desks"));
	xlsx_column(b->w, _("desk"), 24);
	xlsx_column(b->w, _("received"), 10);
	xlsx_column(b->w, _("concluded"), 10);
	xlsx_column(b->w, _("still open"), 10);
	xlsx_column(b->w, _("late now"), 10);
	xlsx_column(b->w, _("clocks met"), 10);
	xlsx_column(b->w, _("breached"), 10);
	xlsx_column(b->w, _("attainment"), 12);
	xlsx_column(b->w, _("answers"), 10);
	xlsx_column(b->w, _("satisfied"), 10);
	for (i = 0; i < f->ndesks; i++)
		desk_row(b, &f->desk[i]);
	chart.last = (uint32_t)(f->ndesks < DESKS_DRAWN ? f->ndesks : DESKS_DRAWN);
	if (f->ndesks)
		xlsx_chart(b->w, &chart);
	for (i = 0; i < f->nunread; i++) {
		xlsx_row(b->w);
		xlsx_styled(b->w, f->unread[i].name, XLSX_ALARM);
		xlsx_text(b->w, f->unread[i].why);
	}
}
