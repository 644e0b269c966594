/* The sheets that name cases. */
#include "report/render_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/render_fact.h"
#include "report/render_warnings.h"

/* --- what is late, what was late ------------------------------------------------------------------- */

static void late_columns(struct book *b, const char *state)
{
	struct strbuf due = STRBUF_INIT;

	if (state)
		xlsx_column(b->w, state, 12);
	xlsx_column(b->w, _("desk"), 14);
	xlsx_column(b->w, _("case"), 16);
	xlsx_column(b->w, _("clock"), 24);
	xlsx_column(b->w, _("task"), 18);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("severity"), 12);
	xlsx_column(b->w, _("department"), 14);
	xlsx_column(b->w, _("owner"), 14);
	/* A cell has no offset: whose clocks these are stands above. */
	strbuf_addf(&due, "%s (%s)", _("due"), b->f->ndesks == 1 ? zone_name(b->f->zone) : _("the desk's clock"));
	xlsx_column(b->w, due.buf, 28);
	xlsx_column(b->w, _("done"), 20);
	xlsx_column(b->w, _("how late"), 12);
	strbuf_release(&due);
}

static void late_row(struct book *b, const struct figure_late *x, const char *state)
{
	xlsx_row(b->w);
	if (state)
		xlsx_text(b->w, state);
	xlsx_text(b->w, x->desk);
	xlsx_text(b->w, x->case_id);
	xlsx_text(b->w, doc_clock_label(&b->d, x->clock));
	xlsx_text(b->w, *x->task ? policy_part_label(x->policy, x->is_compensation, x->task, b->d.lang) : "");
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_KIND, x->kind, b->d.lang));
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_SEVERITY, x->severity, b->d.lang));
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_DEPARTMENT, x->department, b->d.lang));
	xlsx_text(b->w, policy_value_label(x->policy, COLUMN_OWNER, x->owner, b->d.lang));
	xlsx_time(b->w, x->due, x->zone);
	xlsx_time(b->w, x->done, x->zone);
	if (x->late_s > 0)
		xlsx_seconds(b->w, (double)x->late_s);
}

static void late_rows(struct book *b, const struct figure_list *list, const char *state)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		late_row(b, &list->late[i], state);
}

void sheet_late(struct book *b)
{
	xlsx_sheet(b->w, _("Late and due"));
	late_columns(b, _("state"));
	late_rows(b, &b->f->late, _("late now"));
	late_rows(b, &b->f->due, _("due today"));
}

void sheet_breaches(struct book *b)
{
	if (!b->f->breaches.n)
		return;
	xlsx_sheet(b->w, _("Breaches"));
	late_columns(b, NULL);
	late_rows(b, &b->f->breaches, NULL);
}

/* --- others ---------------------------------------------------------------------------------------- */

void sheet_below(struct book *b)
{
	size_t i;

	if (!b->f->nbelow)
		return;
	xlsx_sheet(b->w, _("Below the level"));
	xlsx_column(b->w, _("desk"), 14);
	xlsx_column(b->w, _("case"), 16);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("severity"), 12);
	xlsx_column(b->w, _("level"), 14);
	xlsx_column(b->w, _("owner"), 14);
	xlsx_column(b->w, _("resolved"), 20);
	for (i = 0; i < b->f->nbelow; i++) {
		const struct figure_below *x = &b->f->below[i];

		xlsx_row(b->w);
		xlsx_text(b->w, x->desk);
		xlsx_text(b->w, x->case_id);
		xlsx_text(b->w, policy_value_label(x->policy, COLUMN_KIND, x->kind, b->d.lang));
		xlsx_text(b->w, policy_value_label(x->policy, COLUMN_SEVERITY, x->severity, b->d.lang));
		xlsx_text(b->w, policy_level_label(x->policy, x->handler, b->d.lang));
		xlsx_text(b->w, policy_value_label(x->policy, COLUMN_OWNER, x->owner, b->d.lang));
		xlsx_time(b->w, x->resolved, x->zone);
	}
}

void sheet_later(struct book *b)
{
	const struct figures *f = b->f;
	size_t i, k;

	if (!f->nlater)
		return;
	xlsx_sheet(b->w, _("Logged later"));
	xlsx_column(b->w, _("log"), 30);
	xlsx_column(b->w, _("line"), 10);
	xlsx_column(b->w, _("case"), 16);
	xlsx_column(b->w, _("happened"), 20);
	xlsx_column(b->w, _("logged"), 20);
	for (i = 0; i < f->ndesks; i++)
		for (k = 0; k < f->desk[i].nlater; k++) {
			const struct figure_later *x = &f->later[f->desk[i].first_later + k];

			xlsx_row(b->w);
			xlsx_text(b->w, x->log);
			xlsx_count(b->w, x->line);
			xlsx_text(b->w, x->case_id);
			xlsx_time(b->w, x->at, f->desk[i].zone);
			xlsx_time(b->w, x->logged, f->desk[i].zone);
		}
}

static void warning_row(struct book *b, const struct alarm *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	xlsx_row(b->w);
	xlsx_text(b->w, warning_label(a));
	xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, a->series->kind));
	warning_where(&sb, &b->d, a);
	xlsx_text(b->w, sb.buf);
	xlsx_day(b->w, a->day);
	xlsx_count(b->w, a->observed);
	xlsx_number(b->w, a->expected, XLSX_REAL);
	xlsx_number(b->w, a->p, XLSX_EXACT);
	xlsx_number(b->w, a->c, XLSX_REAL);
	strbuf_reset(&sb);
	for (i = 0; i < a->ncases; i++) {
		strbuf_addstr(&sb, i ? " " : "");
		warning_case(&sb, b->f, a->first_case + i);
	}
	xlsx_text(b->w, sb.buf);
	strbuf_release(&sb);
}

void sheet_warnings(struct book *b)
{
	const struct alarm_list *list = &b->f->alarms;
	size_t i;

	if (!b->f->series.is_on)
		return;
	xlsx_sheet(b->w, _("Early warning"));
	xlsx_column(b->w, _("what"), 14);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("where"), 26);
	xlsx_column(b->w, _("day"), 12);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("expected"), 10);
	xlsx_column(b->w, "p", 12);
	xlsx_column(b->w, "C", 8);
	xlsx_column(b->w, _("case numbers"), 60);
	for (i = 0; i < list->n; i++)
		warning_row(b, &list->one[i]);
}

void sheet_forecast(struct book *b)
{
	const struct alarm_list *list = &b->f->alarms;
	size_t i;
	int day;

	if (!list->nforecasts)
		return;
	xlsx_sheet(b->w, _("Forecast"));
	xlsx_column(b->w, _("kind"), 16);
	xlsx_column(b->w, _("from"), 12);
	xlsx_column(b->w, _("expected"), 10);
	xlsx_column(b->w, _("at least"), 10);
	xlsx_column(b->w, _("at most"), 10);
	for (day = 0; day < FORECAST_DAYS; day++) {
		struct strbuf sb = STRBUF_INIT;

		date_format(&sb, list->next_day + day);
		xlsx_column(b->w, sb.buf, 12);
		strbuf_release(&sb);
	}
	for (i = 0; i < list->nforecasts; i++) {
		const struct forecast *x = &list->forecast[i].week;

		xlsx_row(b->w);
		xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, list->forecast[i].series->kind));
		xlsx_day(b->w, list->next_day);
		xlsx_number(b->w, x->expected, XLSX_REAL);
		xlsx_number(b->w, x->lo, XLSX_COUNT);
		xlsx_number(b->w, x->hi, XLSX_COUNT);
		for (day = 0; day < FORECAST_DAYS; day++)
			xlsx_number(b->w, x->day[day], XLSX_REAL);
	}
}

/* --- all facts ------------------------------------------------------------------------------------- */

/* Lists that have a sheet of their own stand there. */
static int has_sheet(const char *section)
{
	static const char *const lists[] = { "late_now", "due_today", "breaches" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		if (!strcmp(section, lists[i]))
			return 1;
	return 0;
}

static void fact_row(void *ctx, const struct fact_out *o)
{
	struct xlsx *w = ctx;
	int c;

	if (has_sheet(o->cell[CELL_SECTION].buf))
		return;
	xlsx_row(w);
	for (c = 0; c < CELL_COUNT; c++)
		if (o->is_number[c] && o->cell[c].len)
			xlsx_number(w, strtod(o->cell[c].buf, NULL), XLSX_EXACT);
		else
			xlsx_text(w, o->cell[c].buf);
}

void sheet_facts(struct book *b)
{
	int c;

	xlsx_sheet(b->w, _("All figures"));
	for (c = 0; c < CELL_COUNT; c++)
		xlsx_column(b->w, fact_cell_names[c], c == CELL_VALUE || c == CELL_MEASURE ? 26 : 16);
	facts_each(b->f, fact_row, b->w);
}
