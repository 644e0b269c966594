#include "report/render_warnings.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "report/chart_trend.h"
#include "values/duration.h"

#define SHOWN       20
#define CASES_SHOWN 12

/* --- shared --------------------------------------------------------------------------------------- */

/* "category=expired"; of one desk's people "mall/owner=wang.fang"; of the mix as a whole "category". */
static void series_name(struct strbuf *out, const struct alarm *a)
{
	if (a->series->desk)
		strbuf_addf(out, "%s/", a->series->desk);
	strbuf_addstr(out, a->series->column);
	if (!a->is_whole)
		strbuf_addf(out, "=%s", a->series->value);
}

static const struct series_case *case_at(const struct figures *f, size_t i)
{
	return &f->series.item[f->series.order[i]];
}

static void case_id(struct strbuf *out, const struct figures *f, const struct series_case *c)
{
	caseid_format(out, c->id, f->desk[c->desk].in_force->prefix);
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_date(struct json_writer *w, const char *key, int64_t day)
{
	struct strbuf sb = STRBUF_INIT;

	date_format(&sb, day);
	json_put_string(w, key, sb.buf, sb.len);
	strbuf_release(&sb);
}

static void put_parameters(struct json_writer *w, const struct figures *f, const struct alarm *a)
{
	json_begin_object(w, "parameters");
	switch (a->method) {
	case ALARM_SPIKE:
		json_put_real(w, "alpha", f->alarms.limits.alpha);
		json_put_real(w, "phi", a->phi);
		break;
	case ALARM_RISE:
		json_put_real(w, "h", f->alarms.limits.h);
		json_put_real(w, "phi", a->phi);
		put_date(w, "since", a->since);
		break;
	case ALARM_MIX:
		json_put_real(w, "alpha", f->alarms.alpha_mix);
		json_put_real(w, "chi2", a->chi2);
		json_put_integer(w, "df", (int64_t)a->df);
		json_put_bool(w, "simulated", a->is_simulated);
		json_put_real(w, "residual", a->residual);
		break;
	case ALARM_NEW:
		break;
	case ALARM_REPEAT:
		json_put_integer(w, "count", a->rule->count);
		json_put_integer(w, "within_s", a->rule->within);
		put_date(w, "since", a->since);
		break;
	}
	json_end(w);
}

static void put_cases(struct json_writer *w, const struct figures *f, const struct alarm *a)
{
	struct strbuf id = STRBUF_INIT;
	size_t i;

	json_begin_array(w, "cases");
	for (i = a->first_case; i < a->first_case + a->ncases; i++) {
		strbuf_reset(&id);
		case_id(&id, f, case_at(f, i));
		json_put_string(w, NULL, id.buf, id.len);
	}
	json_end(w);
	if (f->ndesks > 1) {
		json_begin_array(w, "case_desks");
		for (i = a->first_case; i < a->first_case + a->ncases; i++)
			json_put_cstring(w, NULL, f->desk[case_at(f, i)->desk].name);
		json_end(w);
	}
	strbuf_release(&id);
}

static void put_alarm(struct json_writer *w, const struct figures *f, const struct alarm *a)
{
	struct strbuf series = STRBUF_INIT;

	series_name(&series, a);
	json_begin_object(w, NULL);
	json_put_cstring(w, "method", alarm_method_name(a->method));
	json_put_string(w, "series", series.buf, series.len);
	json_put_cstring(w, "kind", a->series->kind);
	json_put_cstring(w, "column", a->series->column);
	json_put_cstring(w, "value", a->is_whole ? NULL : a->series->value);
	put_date(w, "day", a->day);
	json_put_integer(w, "observed", (int64_t)a->observed);
	json_put_real(w, "expected", a->expected);
	json_put_real(w, "p", a->p);
	json_put_real(w, "c", a->c);
	put_parameters(w, f, a);
	put_cases(w, f, a);
	json_end(w);
	strbuf_release(&series);
}

static void put_rules(struct json_writer *w, const struct figures *f)
{
	const struct alarm_list *a = &f->alarms;

	if (!f->series.is_on) {
		json_put_null(w, "early_warning");
		return;
	}
	json_begin_object(w, "early_warning");
	json_put_integer(w, "budget_per_year", figures_watch(f)->warnings.budget_per_year);
	json_put_integer(w, "series", (int64_t)a->watched);
	json_put_real(w, "alpha", a->limits.alpha);
	json_put_real(w, "h", a->limits.h);
	json_put_real(w, "alpha_mix", a->alpha_mix);
	json_put_integer(w, "usable_days", (int64_t)a->usable);
	json_put_bool(w, "insufficient_history", a->usable < BASELINE_NEEDED);
	json_end(w);
}

static void put_forecasts(struct json_writer *w, const struct figures *f)
{
	const struct alarm_list *a = &f->alarms;
	size_t i;
	int d;

	json_begin_array(w, "forecast");
	for (i = 0; i < a->nforecasts; i++) {
		const struct forecast *week = &a->forecast[i].week;

		json_begin_object(w, NULL);
		json_put_cstring(w, "kind", a->forecast[i].series->kind);
		put_date(w, "from", a->next_day);
		put_date(w, "to", a->next_day + FORECAST_DAYS - 1);
		json_put_real(w, "expected", week->expected);
		json_put_real(w, "lo95", week->lo);
		json_put_real(w, "hi95", week->hi);
		json_begin_array(w, "days");
		for (d = 0; d < FORECAST_DAYS; d++)
			json_put_real(w, NULL, week->day[d]);
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

void warnings_json(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "warnings");
	for (i = 0; i < f->alarms.n; i++) {
		put_alarm(w, f, &f->alarms.one[i]);
		report_flush(to);
	}
	json_end(w);
	put_rules(w, f);
	put_forecasts(w, f);
}

/* --- text and Markdown ---------------------------------------------------------------------------- */

const char *warning_label(const struct alarm *a)
{
	static const char *const labels[] = {
		N_("sudden"), N_("sustained"), N_("mix shifted"), N_("first seen"), N_("repeated") };

	return _(labels[a->method]);
}

void warning_where(struct strbuf *out, const struct doc *d, const struct alarm *a)
{
	const struct series *s = a->series;

	if (s->desk && d->f->ndesks > 1)
		strbuf_addf(out, "%s ", s->desk);
	strbuf_addstr(out, doc_column_label(d, s->column));
	if (!a->is_whole)
		strbuf_addf(out, " %s", doc_value_label(d, s->column, s->value));
}

void warning_case(struct strbuf *out, const struct figures *f, size_t i)
{
	const struct series_case *c = case_at(f, i);

	if (f->ndesks > 1)
		strbuf_addf(out, "%s/", f->desk[c->desk].name);
	case_id(out, f, c);
}

static void cell_series(struct doc *d, const struct alarm *a)
{
	struct strbuf sb = STRBUF_INIT;

	warning_where(&sb, d, a);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void cell_real(struct doc *d, double x)
{
	struct strbuf sb = STRBUF_INIT;

	if (isnan(x))
		strbuf_addch(&sb, '-');
	else
		strbuf_addf(&sb, "%.1f", x);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

/* Why it is told: how unlikely, how much, or which rule. */
static void cell_sign(struct doc *d, const struct alarm *a)
{
	struct strbuf sb = STRBUF_INIT, within = STRBUF_INIT;

	switch (a->method) {
	case ALARM_SPIKE:
	case ALARM_MIX:
		strbuf_addf(&sb, "p %.2g", a->p);
		break;
	case ALARM_RISE:
		strbuf_addf(&sb, "C %.1f", a->c);
		break;
	case ALARM_NEW:
		strbuf_addstr(&sb, _("never before"));
		break;
	case ALARM_REPEAT:
		duration_format_short(&within, a->rule->within);
		strbuf_addf(&sb, _("%d in %s"), a->rule->count, within.buf);
		break;
	}
	doc_cell(d, sb.buf);
	strbuf_release(&within);
	strbuf_release(&sb);
}

static void print_alarm(struct doc *d, const struct alarm *a, size_t number)
{
	const struct alarm_list *list = &d->f->alarms;
	struct strbuf day = STRBUF_INIT;

	date_format(&day, a->day);
	doc_row(d);
	doc_cell_count(d, number);
	doc_cell(d, warning_label(a));
	doc_cell(d, doc_label(d, COLUMN_KIND, a->series->kind));
	cell_series(d, a);
	/* No room for the year, which the first line tells. */
	doc_cell(d, d->form != DOC_TEXT || list->last_day - list->first_day >= 365 ? day.buf : day.buf + 5);
	doc_cell_count(d, a->observed);
	cell_real(d, a->expected);
	cell_sign(d, a);
	strbuf_release(&day);
}

static void print_alarms(struct doc *d)
{
	const struct alarm_list *list = &d->f->alarms;
	size_t i, n = list->n < SHOWN ? list->n : SHOWN;

	doc_space(d);
	doc_table(d);
	doc_column(d, "#", TABLE_RIGHT);
	doc_column(d, _("what"), TABLE_LEFT);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("where"), TABLE_WRAP);
	doc_column(d, _("day"), TABLE_LEFT);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("expected"), TABLE_RIGHT);
	doc_column(d, _("sign"), TABLE_LEFT);
	for (i = 0; i < n; i++)
		print_alarm(d, &list->one[i], i + 1);
	doc_table_end(d);
	doc_more(d, n, list->n);
}

/* One line or more for each: its number and the cases behind it. */
static void print_cases(struct doc *d, const struct alarm *a, size_t number)
{
	size_t shown = a->ncases < CASES_SHOWN ? a->ncases : CASES_SHOWN, i;
	struct strbuf line = STRBUF_INIT, id = STRBUF_INIT;

	if (!a->ncases)
		return;
	strbuf_addf(&line, "  #%zu:", number);
	for (i = 0; i < shown; i++) {
		const struct series_case *c = case_at(d->f, a->first_case + i);

		strbuf_reset(&id);
		if (d->f->ndesks > 1)
			strbuf_addf(&id, "%s/", d->f->desk[c->desk].name);
		case_id(&id, d->f, c);
		if (d->form == DOC_TEXT && line.len + 1 + id.len > d->width) {
			doc_line(d, "%s", line.buf);
			strbuf_reset(&line);
			strbuf_addstr(&line, "     ");
		}
		strbuf_addf(&line, " %s", id.buf);
	}
	if (shown < a->ncases) {
		doc_line(d, "%s", line.buf);
		strbuf_reset(&line);
		strbuf_addf(&line, _("      and %zu more"), a->ncases - shown);
	}
	doc_line(d, "%s", line.buf);
	strbuf_release(&line);
	strbuf_release(&id);
}

static void print_forecast(struct doc *d)
{
	const struct alarm_list *a = &d->f->alarms;
	struct strbuf title = STRBUF_INIT, from = STRBUF_INIT, to = STRBUF_INIT;
	size_t i;

	if (!a->nforecasts)
		return;
	date_format(&from, a->next_day);
	date_format(&to, a->next_day + FORECAST_DAYS - 1);
	strbuf_addf(&title, _("Cases to come, %s - %s (19 of 20 weeks lie between)"), from.buf,
		    to.buf);
	doc_heading(d, title.buf);
	doc_table(d);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("expected"), TABLE_RIGHT);
	doc_column(d, _("at least"), TABLE_RIGHT);
	doc_column(d, _("at most"), TABLE_RIGHT);
	for (i = 0; i < a->nforecasts; i++) {
		doc_row(d);
		doc_cell(d, doc_label(d, COLUMN_KIND, a->forecast[i].series->kind));
		cell_real(d, a->forecast[i].week.expected);
		doc_cell_count(d, (uint64_t)a->forecast[i].week.lo);
		doc_cell_count(d, (uint64_t)a->forecast[i].week.hi);
	}
	doc_table_end(d);
	strbuf_release(&title);
	strbuf_release(&from);
	strbuf_release(&to);
}

void warnings_text(struct doc *d)
{
	const struct figures *f = d->f;
	const struct alarm_list *a = &f->alarms;
	size_t i;

	if (!f->series.is_on)
		return;
	doc_heading(d, _("Early warning"));
	doc_line(d, _("  series watched: %zu; false alarms accepted: %d a year and method"), a->watched,
		 figures_watch(f)->warnings.budget_per_year);
	if (a->usable < BASELINE_NEEDED)
		doc_line(d, _("  not judged: only %zu of %d days known; repeats alone are told"),
			 a->usable, BASELINE_NEEDED);
	if (!a->n && a->usable >= BASELINE_NEEDED) {
		doc_line(d, "%s", _("  nothing unusual"));
	} else if (a->n) {
		print_alarms(d);
		doc_space(d);
		for (i = 0; i < a->n && i < SHOWN; i++)
			print_cases(d, &a->one[i], i + 1);
	}
	doc_picture(d, chart_trends);
	print_forecast(d);
}

/* --- facts ---------------------------------------------------------------------------------------- */

static void set_date(struct fact_out *o, enum fact_cell c, int64_t day)
{
	fact_set(o, c, "");
	date_format(&o->cell[c], day);
}

/* `due` is the day in all rows of one warning. */
static void emit_alarm(struct fact_out *o, const struct alarm *a, const char *measure, double x)
{
	if (isnan(x))
		return;
	fact_set(o, CELL_NAME, "");
	series_name(&o->cell[CELL_NAME], a);
	fact_set(o, CELL_KIND, a->series->kind);
	fact_set(o, CELL_MEASURE, measure);
	set_date(o, CELL_DUE, a->day);
	fact_set_real(o, CELL_VALUE, x);
	fact_emit(o);
}

static void put_alarm_facts(struct fact_out *o, const struct figures *f, const struct alarm *a)
{
	size_t i;

	emit_alarm(o, a, alarm_method_name(a->method), (double)a->observed);
	emit_alarm(o, a, "expected", a->expected);
	emit_alarm(o, a, "p", a->p);
	emit_alarm(o, a, "c", a->c);
	for (i = a->first_case; i < a->first_case + a->ncases; i++) {
		const struct series_case *c = case_at(f, i);

		fact_set(o, CELL_DESK, f->desk[c->desk].name);
		fact_set(o, CELL_CASE, "");
		case_id(&o->cell[CELL_CASE], f, c);
		emit_alarm(o, a, "case", 1);
	}
}

static void put_forecast_facts(struct fact_out *o, const struct alarm_list *a, size_t i)
{
	const struct forecast *week = &a->forecast[i].week;
	const struct { const char *name; double x; } row[] = {
		{ "expected", week->expected }, { "lo95", week->lo }, { "hi95", week->hi } };
	size_t k;

	for (k = 0; k < sizeof(row) / sizeof(row[0]); k++) {
		fact_set(o, CELL_KIND, a->forecast[i].series->kind);
		fact_set(o, CELL_MEASURE, row[k].name);
		set_date(o, CELL_DUE, a->next_day);
		fact_set_real(o, CELL_VALUE, row[k].x);
		fact_emit(o);
	}
}

static void emit_rule(struct fact_out *o, const char *measure, double x)
{
	fact_set(o, CELL_MEASURE, measure);
	fact_set_real(o, CELL_VALUE, x);
	fact_emit(o);
}

/* By what is judged, and whether it could be: that nothing is told may have several reasons. */
static void put_rule_facts(struct fact_out *o, const struct figures *f)
{
	const struct alarm_list *a = &f->alarms;

	fact_begin(o, "early_warning");
	fact_emit_count(o, "", "", "budget_per_year", (uint64_t)figures_watch(f)->warnings.budget_per_year);
	fact_emit_count(o, "", "", "series", a->watched);
	emit_rule(o, "alpha", a->limits.alpha);
	emit_rule(o, "h", a->limits.h);
	emit_rule(o, "alpha_mix", a->alpha_mix);
	fact_emit_count(o, "", "", "usable_days", a->usable);
	fact_emit_count(o, "", "", "insufficient_history", a->usable < BASELINE_NEEDED);
}

void warnings_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	if (f->series.is_on)
		put_rule_facts(o, f);
	fact_begin(o, "warnings");
	for (i = 0; i < f->alarms.n; i++)
		put_alarm_facts(o, f, &f->alarms.one[i]);
	fact_begin(o, "forecast");
	for (i = 0; i < f->alarms.nforecasts; i++)
		put_forecast_facts(o, &f->alarms, i);
}
