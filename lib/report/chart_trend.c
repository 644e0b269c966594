#include "report/chart_trend.h"

#include <math.h>

#include "base/i18n.h"
#include "report/chart_axis.h"
#include "report/trend.h"

#define TREND_CHARTS 16
#define TOP    16
#define HEIGHT 100

static double top_of(const struct trend *t)
{
	double most = 1;
	size_t i;

	for (i = 0; i < t->n; i++) {
		most = fmax(most, t->day[i].observed);
		if (!isnan(t->day[i].limit))
			most = fmax(most, t->day[i].limit);
	}
	return most;
}

static void bars(struct doc *d, const struct trend *t, const struct axis *a)
{
	struct strbuf title = STRBUF_INIT;
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct trend_day *x = &t->day[i];
		int is_alarm = x->is_spike || x->is_rise;
		double y = axis_y(a, x->observed);

		strbuf_reset(&title);
		date_format(&title, x->day);
		strbuf_addstr(&title, ": ");
		strbuf_addu(&title, x->observed);
		if (!isnan(x->limit))
			strbuf_addf(&title, _("; expected %s, warning from %u"), x->words, (unsigned int)x->limit);
		if (x->observed)
			chart_rect(d, axis_x(a, i) + .15 * axis_width(a), y, .7 * axis_width(a),
				   axis_bottom(a) - y, is_alarm ? "late" : "bar", title.buf);
		if (is_alarm)
			chart_mark(d, axis_x(a, i) + axis_width(a) / 2, y - 2, title.buf);
	}
	strbuf_release(&title);
}

static void lines(struct doc *d, const struct trend *t, const struct axis *a)
{
	double x[TREND_MOST], expected[TREND_MOST], limit[TREND_MOST];
	size_t i;

	for (i = 0; i < t->n; i++) {
		x[i] = axis_x(a, i) + axis_width(a) / 2;
		expected[i] = isnan(t->day[i].expected) ? NAN : axis_y(a, t->day[i].expected);
		limit[i] = isnan(t->day[i].limit) ? NAN : axis_y(a, t->day[i].limit);
	}
	chart_path(d, x, expected, t->n, "expected");
	chart_path(d, x, limit, t->n, "limit");
}

static void labels(struct doc *d, const struct trend *t, const struct axis *a)
{
	struct strbuf day = STRBUF_INIT;
	size_t i;

	for (i = 0; i < t->n; i++) {
		strbuf_reset(&day);
		date_format(&day, t->day[i].day);
		axis_label(d, a, i, day.buf + 5);
	}
	strbuf_release(&day);
}

static void table(struct doc *d, const struct trend *t, const char *name)
{
	struct strbuf s = STRBUF_INIT;
	size_t i;

	doc_unfold_begin(d, _("the numbers"));
	doc_table_named(d, name);
	doc_column(d, _("day"), TABLE_LEFT);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("expected"), TABLE_RIGHT);
	doc_column(d, _("warning from"), TABLE_RIGHT);
	doc_column(d, _("warning"), TABLE_LEFT);
	for (i = 0; i < t->n; i++) {
		const struct trend_day *x = &t->day[i];

		strbuf_reset(&s);
		date_format(&s, x->day);
		doc_row(d);
		doc_cell(d, s.buf);
		doc_cell_count(d, x->observed);
		doc_cell(d, isnan(x->expected) ? "-" : x->words);
		if (isnan(x->limit))
			doc_cell(d, "-");
		else
			doc_cell_count(d, (uint64_t)x->limit);
		doc_cell(d, x->is_spike ? _("sudden") : x->is_rise ? _("sustained") : "");
	}
	doc_table_end(d);
	doc_unfold_end(d);
	strbuf_release(&s);
}

/* "complaint: category expired" */
static void name_of(struct doc *d, const struct series *s, struct strbuf *out)
{
	strbuf_addstr(out, doc_label(d, COLUMN_KIND, s->kind));
	if (!s->column)
		return;
	strbuf_addf(out, " · %s %s", doc_column_label(d, s->column), doc_value_label(d, s->column, s->value));
	if (s->desk && d->f->ndesks > 1)
		strbuf_addf(out, " (%s)", s->desk);
}

static void gist_of(const struct trend *t, struct strbuf *out)
{
	size_t i, peak = 0, alarms = 0, all = 0;

	for (i = 0; i < t->n; i++) {
		all += t->day[i].observed;
		alarms += t->day[i].is_spike || t->day[i].is_rise;
		if (t->day[i].observed > t->day[peak].observed)
			peak = i;
	}
	strbuf_addf(out, _("%zu cases in %zu days, %u at most, on "), all, t->n, t->day[peak].observed);
	date_format(out, t->day[peak].day);
	strbuf_addf(out, _("; days with a warning: %zu"), alarms);
}

/* Only what is drawn. */
static void add_key(const struct trend *t, const char **key)
{
	int has_limit = 0, has_alarm = 0;
	size_t i;

	for (i = 0; i < t->n; i++) {
		has_limit |= !isnan(t->day[i].limit);
		has_alarm |= t->day[i].is_spike || t->day[i].is_rise;
	}
	if (has_limit) {
		*key++ = "expected";
		*key++ = _("expected");
		*key++ = "limit";
		*key++ = _("warning limit");
	}
	if (has_alarm) {
		*key++ = "mark";
		*key++ = _("warning");
	}
	*key = NULL;
}

static void draw(struct doc *d, const struct trend *t)
{
	const char *key[9] = { "bar", _("cases a day") };
	struct axis a = { TOP, HEIGHT, top_of(t), t->n };
	struct strbuf name = STRBUF_INIT, gist = STRBUF_INIT;

	add_key(t, key + 2);
	name_of(d, t->series, &name);
	gist_of(t, &gist);
	strbuf_addstr(d->to->out, "<div>\n");
	chart_begin(d, name.buf, gist.buf, TOP + HEIGHT + 20);
	axis_draw(d, &a);
	bars(d, t, &a);
	lines(d, t, &a);
	labels(d, t, &a);
	chart_end(d, key);
	table(d, t, name.buf);
	strbuf_addstr(d->to->out, "</div>\n");
	strbuf_release(&name);
	strbuf_release(&gist);
}

void chart_trends(struct doc *d)
{
	const struct figures *f = d->f;
	size_t series[TREND_CHARTS], i;
	size_t n = trend_choose(&f->series, &f->alarms, f->desk[0].in_force, series, TREND_CHARTS);

	if (!n)
		return;
	strbuf_addstr(d->to->out, "<div class=\"charts\">\n");
	for (i = 0; i < n; i++) {
		struct trend t;

		trend_of(&t, &f->series, &f->alarms, series[i]);
		draw(d, &t);
		trend_release(&t);
	}
	strbuf_addstr(d->to->out, "</div>\n");
	doc_remark(d);
	doc_line(d, "%s", _("Warnings are given of the series that the policy watches; a kind as a whole is drawn to compare."));
}
