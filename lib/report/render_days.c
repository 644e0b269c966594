#include "report/render_days.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "report/chart_days.h"
#include "report/days.h"

/* --- for people ----------------------------------------------------------------------------------- */

static void print_span(struct doc *d, const struct day_span *span, int has_cancelled)
{
	struct strbuf name = STRBUF_INIT;

	days_name(&name, span);
	doc_row(d);
	doc_cell(d, name.buf);
	doc_cell_count(d, span->n[DAILY_OPENED]);
	doc_cell_count(d, span->n[DAILY_REOPENED]);
	doc_cell_count(d, span->n[DAILY_RESOLVED]);
	if (has_cancelled)
		doc_cell_count(d, span->n[DAILY_CANCELLED]);
	doc_cell_count(d, span->open);
	strbuf_release(&name);
}

/* Of one day the backlog's table says it all. */
void days_text(struct doc *d)
{
	struct day_span *span;
	size_t n = days_spans(d->f, &span), i;
	uint64_t cancelled = 0, all = 0;

	for (i = 0; i < n; i++) {
		cancelled += span[i].n[DAILY_CANCELLED];
		all += span[i].n[DAILY_OPENED] + span[i].n[DAILY_RESOLVED] + span[i].open;
	}
	if (n > 1 && all) {
		doc_heading(d, _("Day by day: cases in, out, and open at the end"));
		doc_picture(d, chart_days);
		doc_table(d);
		doc_column(d, _("day"), TABLE_LEFT);
		doc_column(d, _("opened"), TABLE_RIGHT);
		doc_column(d, _("reopened"), TABLE_RIGHT);
		doc_column(d, _("resolved"), TABLE_RIGHT);
		if (cancelled)
			doc_column(d, _("cancelled"), TABLE_RIGHT);
		doc_column(d, _("open at the end"), TABLE_RIGHT);
		for (i = 0; i < n; i++)
			print_span(d, &span[i], cancelled > 0);
		doc_table_end(d);
	}
	free(span);
}

/* --- for programs --------------------------------------------------------------------------------- */

static void put_date(struct json_writer *w, int64_t day)
{
	struct strbuf sb = STRBUF_INIT;

	date_format(&sb, day);
	json_put_cstring(w, "day", sb.buf);
	strbuf_release(&sb);
}

void days_json(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i;
	int k;

	json_begin_array(w, "days");
	for (i = 0; i < f->ndays; i++) {
		json_begin_object(w, NULL);
		put_date(w, f->day[i].day);
		for (k = 0; k < DAILY_COUNT; k++)
			json_put_integer(w, daily_count_name((enum daily_count)k), (int64_t)f->day[i].n[k]);
		json_put_integer(w, "open", (int64_t)f->day[i].open);
		json_end(w);
		report_flush(to);
	}
	json_end(w);
}

void days_target_json(struct json_writer *w, const struct figure_target *t)
{
	size_t i;

	json_begin_array(w, "days");
	for (i = 0; i < t->ndays; i++) {
		json_begin_object(w, NULL);
		put_date(w, t->day[i].day);
		json_put_integer(w, "numerator", (int64_t)t->day[i].n);
		json_put_integer(w, "denominator", (int64_t)t->day[i].of);
		json_end(w);
	}
	json_end(w);
}

/* `due` is the day. */
static void set_date(struct fact_out *o, int64_t day)
{
	fact_set(o, CELL_DUE, "");
	date_format(&o->cell[CELL_DUE], day);
}

void days_facts(struct fact_out *o, const struct figures *f)
{
	size_t i, k;

	fact_begin(o, "days");
	for (i = 0; i < f->ndays; i++) {
		for (k = 0; k < DAILY_COUNT; k++) {
			set_date(o, f->day[i].day);
			fact_emit_count(o, "", "", daily_count_name((enum daily_count)k), f->day[i].n[k]);
		}
		set_date(o, f->day[i].day);
		fact_emit_count(o, "", "", "open", f->day[i].open);
	}
	fact_begin(o, "target_days");
	for (i = 0; i < f->ntargets; i++)
		for (k = 0; k < f->target[i].ndays; k++) {
			const struct figure_target_day *x = &f->target[i].day[k];

			set_date(o, x->day);
			fact_emit_share(o, f->target[i].target, "", "share", x->n, x->of);
		}
}
