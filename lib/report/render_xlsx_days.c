/* The sheets of what came in and went out by day, and of what early warning expected. */
#include "report/render_xlsx.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "report/days.h"
#include "report/trend.h"

#define TRENDS 20

/* Days, or what days_spans() puts together where these are too many to look at. */
void sheet_days(struct book *b)
{
	struct xlsx_chart chart = {
		.form = CHART_LINES, .title = _("Day by day: cases in, out, and open at the end"), .first = 1,
		.series = { { 1, BOOK_BAR }, { 3, BOOK_GOOD }, { 5, BOOK_LATE } }, .nseries = 3,
		.row = 1, .column = 7 };
	struct day_span *span;
	size_t n = days_spans(b->f, &span), i;
	struct strbuf name = STRBUF_INIT;

	if (n > 1) {
		xlsx_sheet(b->w, _("Days"));
		xlsx_column(b->w, _("day"), 24);
		xlsx_column(b->w, _("opened"), 10);
		xlsx_column(b->w, _("reopened"), 10);
		xlsx_column(b->w, _("resolved"), 10);
		xlsx_column(b->w, _("cancelled"), 10);
		xlsx_column(b->w, _("open at the end"), 16);
		for (i = 0; i < n; i++) {
			strbuf_reset(&name);
			days_name(&name, &span[i]);
			xlsx_row(b->w);
			xlsx_text(b->w, name.buf);
			xlsx_count(b->w, span[i].n[DAILY_OPENED]);
			xlsx_count(b->w, span[i].n[DAILY_REOPENED]);
			xlsx_count(b->w, span[i].n[DAILY_RESOLVED]);
			xlsx_count(b->w, span[i].n[DAILY_CANCELLED]);
			xlsx_count(b->w, span[i].open);
		}
		chart.last = (uint32_t)n;
		xlsx_chart(b->w, &chart);
	}
	strbuf_release(&name);
	free(span);
}

/* --- early warning --------------------------------------------------------------------------------- */

static void series_title(struct strbuf *out, const struct book *b, const struct series *s)
{
	strbuf_addstr(out, doc_label(&b->d, COLUMN_KIND, s->kind));
	if (!s->column)
		return;
	strbuf_addf(out, " · %s%s%s %s", s->desk ? s->desk : "", s->desk ? " " : "",
		    doc_column_label(&b->d, s->column), doc_value_label(&b->d, s->column, s->value));
}

static void put_trend(struct book *b, const struct trend *t)
{
	struct strbuf name = STRBUF_INIT;
	size_t i;

	series_title(&name, b, t->series);
	for (i = 0; i < t->n; i++) {
		const struct trend_day *x = &t->day[i];

		xlsx_row(b->w);
		xlsx_text(b->w, name.buf);
		xlsx_day(b->w, x->day);
		xlsx_count(b->w, x->observed);
		xlsx_number(b->w, x->expected, XLSX_REAL);
		xlsx_number(b->w, x->limit, XLSX_REAL);
		xlsx_text(b->w, x->is_spike ? _("sudden") : x->is_rise ? _("sustained") : "");
	}
	strbuf_release(&name);
}

/* One below the other; the chart is of the first. */
void sheet_trend(struct book *b)
{
	const struct figures *f = b->f;
	struct xlsx_chart chart = {
		.form = CHART_LINES, .first = 1, .names = 1,
		.series = { { 2, BOOK_BAR }, { 3, BOOK_GOOD }, { 4, BOOK_LATE } }, .nseries = 3,
		.row = 1, .column = 7 };
	size_t series[TRENDS], n, i;
	struct strbuf title = STRBUF_INIT;
	struct trend t;

	n = f->series.is_on ? trend_choose(&f->series, &f->alarms, f->desk[0].in_force, series, TRENDS) : 0;
	if (!n)
		return;
	xlsx_sheet(b->w, _("Trend"));
	xlsx_column(b->w, _("what"), 26);
	xlsx_column(b->w, _("day"), 12);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("expected"), 10);
	xlsx_column(b->w, _("warned from"), 12);
	xlsx_column(b->w, _("warned of"), 12);
	for (i = 0; i < n; i++) {
		trend_of(&t, &f->series, &f->alarms, series[i]);
		put_trend(b, &t);
		if (!i) {
			series_title(&title, b, t.series);
			chart.last = (uint32_t)t.n;
		}
		trend_release(&t);
	}
	chart.title = title.buf;
	if (chart.last)
		xlsx_chart(b->w, &chart);
	strbuf_release(&title);
}
