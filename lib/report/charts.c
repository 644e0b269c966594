#include "report/charts.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "report/chart.h"

#define CAUSES 12

/* --- clocks --------------------------------------------------------------------------------------- */

static void clock_name(struct doc *d, const struct figure_clock *c, struct strbuf *out)
{
	strbuf_addstr(out, doc_clock_label(d, c->clock));
	strbuf_addstr(out, " · ");
	strbuf_addstr(out, doc_label(d, COLUMN_KIND, c->kind));
	if (!*c->severity)
		return;
	strbuf_addch(out, ' ');
	strbuf_addstr(out, doc_label(d, COLUMN_SEVERITY, c->severity));
}

/* The whole bar is what was decided. */
static void clock_bar(struct doc *d, int row, const struct figure_clock *c)
{
	struct strbuf label = STRBUF_INIT, value = STRBUF_INIT;
	double met = CHART_WIDTH * figures_share(c->met, c->decided), y = chart_bar_top(row);

	clock_name(d, c, &label);
	doc_share(&value, c->met, c->decided);
	strbuf_addstr(&value, " (");
	strbuf_addu(&value, c->met);
	strbuf_addch(&value, '/');
	strbuf_addu(&value, c->decided);
	strbuf_addch(&value, ')');
	chart_row(d, row, label.buf, value.buf);
	strbuf_addstr(&label, ": ");
	strbuf_add(&label, value.buf, value.len);
	chart_rect(d, 0, y, met, CHART_BAR, "good", label.buf);
	if (c->breached)
		chart_rect(d, met, y, CHART_WIDTH - met, CHART_BAR, "late", label.buf);
	strbuf_release(&label);
	strbuf_release(&value);
}

void chart_attainment(struct doc *d)
{
	const char *const key[] = { "good", _("met"), "late", _("breached"), NULL };
	const struct figures *f = d->f;
	struct strbuf gist = STRBUF_INIT;
	size_t i, rows = 0, whole = 0;
	int row = 0;

	for (i = 0; i < f->nclocks; i++) {
		rows += f->clock[i].decided > 0;
		whole += f->clock[i].decided && !f->clock[i].breached;
	}
	if (!rows)
		return;
	strbuf_addf(&gist, _("%zu bars; in %zu all were met"), rows, whole);
	chart_begin(d, _("Share met of what was decided"), gist.buf, (double)rows * CHART_ROW);
	for (i = 0; i < f->nclocks; i++)
		if (f->clock[i].decided)
			clock_bar(d, row++, &f->clock[i]);
	chart_end(d, key);
	strbuf_release(&gist);
}

/* --- satisfaction --------------------------------------------------------------------------------- */

void chart_opinion(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	struct strbuf value = STRBUF_INIT, interval = STRBUF_INIT;
	double y = chart_bar_top(0);

	if (!x->all.n)
		return;
	doc_share(&value, x->all.satisfied, x->all.n);
	strbuf_addf(&value, " (%llu/%llu)", (unsigned long long)x->all.satisfied,
		    (unsigned long long)x->all.n);
	strbuf_addf(&interval, "%.1f%s%.1f %%", 100 * x->lo, _(" - "), 100 * x->hi);
	chart_begin(d, _("Satisfied customers; the line is the interval that holds the true share 19 of 20 times"),
		    interval.buf, CHART_ROW);
	chart_row(d, 0, _("satisfied"), value.buf);
	chart_rect(d, 0, y, CHART_WIDTH, CHART_BAR, "faint", value.buf);
	chart_rect(d, 0, y, CHART_WIDTH * x->share, CHART_BAR, "good", value.buf);
	chart_rect(d, CHART_WIDTH * x->lo, y + 3.5, CHART_WIDTH * (x->hi - x->lo), 3, "ink", interval.buf);
	chart_line(d, CHART_WIDTH * x->lo, y, CHART_WIDTH * x->lo, y + CHART_BAR, "expected");
	chart_line(d, CHART_WIDTH * x->hi, y, CHART_WIDTH * x->hi, y + CHART_BAR, "expected");
	chart_end(d, NULL);
	strbuf_release(&value);
	strbuf_release(&interval);
}

/* --- ages ----------------------------------------------------------------------------------------- */

struct ages {
	uint64_t open[TALLY_AGES], waiting[TALLY_AGES], most, all;
};

static struct ages ages_of(const struct figures *f)
{
	struct ages x = { .most = 0 };
	size_t i;
	int a;

	for (i = 0; i < f->nkinds; i++)
		for (a = 0; a < TALLY_AGES; a++) {
			x.open[a] += f->kind[i].age_open[a];
			x.waiting[a] += f->kind[i].age_waiting[a];
		}
	for (a = 0; a < TALLY_AGES; a++) {
		x.all += x.open[a] + x.waiting[a];
		if (x.open[a] + x.waiting[a] > x.most)
			x.most = x.open[a] + x.waiting[a];
	}
	return x;
}

static void age_bar(struct doc *d, const struct ages *x, int a)
{
	double open = CHART_WIDTH * (double)x->open[a] / (double)x->most, y = chart_bar_top(a);
	double waiting = CHART_WIDTH * (double)x->waiting[a] / (double)x->most;
	struct strbuf value = STRBUF_INIT;

	strbuf_addf(&value, "%llu", (unsigned long long)(x->open[a] + x->waiting[a]));
	if (x->waiting[a])
		strbuf_addf(&value, " (%llu)", (unsigned long long)x->waiting[a]);
	chart_row(d, a, _(report_age_names[a]), value.buf);
	if (x->open[a])
		chart_rect(d, 0, y, open, CHART_BAR, "bar", value.buf);
	if (x->waiting[a])
		chart_rect(d, open, y, waiting, CHART_BAR, "soft", value.buf);
	strbuf_release(&value);
}

void chart_ages(struct doc *d)
{
	struct ages x = ages_of(d->f);
	struct strbuf gist = STRBUF_INIT;
	const char *const key[] = { "bar", _("worked on"), "soft", _("waiting (in brackets)"), NULL };
	int a;

	if (!x.most)
		return;
	strbuf_addf(&gist, _("%llu open, %llu of them for 30 days or more"), (unsigned long long)x.all,
		    (unsigned long long)(x.open[TALLY_AGES - 1] + x.waiting[TALLY_AGES - 1]));
	chart_begin(d, _("Age of what is open now"), gist.buf, TALLY_AGES * CHART_ROW);
	for (a = 0; a < TALLY_AGES; a++)
		age_bar(d, &x, a);
	chart_end(d, key);
	strbuf_release(&gist);
}

/* --- load ----------------------------------------------------------------------------------------- */

static const char *const weekday[7] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
					N_("Sat"), N_("Sun") };

#define LOAD_LEFT 34
#define LOAD_CELL 24

/* Half transparent at most: the number in it is to be read in light and dark. */
/* "09:00"; there are too many of them for a format. */
static void add_hour(struct strbuf *out, int hour)
{
	strbuf_addch(out, '0' + hour / 10);
	strbuf_addch(out, '0' + hour % 10);
	strbuf_addstr(out, ":00");
}

static void load_cell(struct doc *d, int day, const char *name, int hour, uint64_t n, uint64_t most)
{
	const double w = (CHART_WIDTH - LOAD_LEFT) / 24.0;
	int percent = 8 + (int)(47 * (double)n / (double)most);
	struct strbuf title = STRBUF_INIT, number = STRBUF_INIT;

	strbuf_addu(&number, n);
	strbuf_addstr(&title, name);
	strbuf_addch(&title, ' ');
	add_hour(&title, hour);
	strbuf_addch(&title, '-');
	add_hour(&title, hour + 1);
	strbuf_addstr(&title, ": ");
	strbuf_add(&title, number.buf, number.len);
	strbuf_addstr(d->to->out, percent < 10 ? "<g fill-opacity=\".0" : "<g fill-opacity=\".");
	strbuf_addu(d->to->out, (uint64_t)percent);
	strbuf_addstr(d->to->out, "\">");
	chart_rect(d, LOAD_LEFT + hour * w, day * LOAD_CELL + 18, w - 1, LOAD_CELL - 1, "bar", title.buf);
	strbuf_addstr(d->to->out, "</g>");
	if (number.len <= 3) {
		strbuf_addstr(d->to->out, "<g class=\"n\">");
		chart_text(d, LOAD_LEFT + (hour + .5) * w, day * LOAD_CELL + 33, "middle", number.buf);
		strbuf_addstr(d->to->out, "</g>");
	}
	strbuf_release(&title);
	strbuf_release(&number);
}

/* On a faint ground, which is an hour without any. */
static void load_row(struct doc *d, int day, uint64_t most)
{
	const struct figures *f = d->f;
	const char *name = _(weekday[day]);
	double y = day * LOAD_CELL + 18;
	int hour;

	chart_text(d, LOAD_LEFT - 5, y + 16, "end", name);
	chart_rect(d, LOAD_LEFT, y, CHART_WIDTH - LOAD_LEFT - 1, LOAD_CELL - 1, "ground", name);
	for (hour = 0; hour < 24; hour++)
		if (f->load[day][hour] + f->contacts[day][hour])
			load_cell(d, day, name, hour, f->load[day][hour] + f->contacts[day][hour], most);
}

/* The fullest hour of the week. */
static void find_peak(const struct figures *f, uint64_t *most, int *day, int *hour)
{
	int i, k;

	*most = 0;
	for (i = 0; i < 7; i++)
		for (k = 0; k < 24; k++)
			if (f->load[i][k] + f->contacts[i][k] > *most) {
				*most = f->load[i][k] + f->contacts[i][k];
				*day = i;
				*hour = k;
			}
}

void chart_load(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf gist = STRBUF_INIT, label = STRBUF_INIT;
	uint64_t most;
	int day = 0, hour = 0;

	find_peak(f, &most, &day, &hour);
	if (!most)
		return;
	strbuf_addf(&gist, _("busiest: %s %02d:00-%02d:00, %llu"), _(weekday[day]), hour, hour + 1,
		    (unsigned long long)most);
	chart_begin(d, _("Load by local hour and weekday: the darker, the more"), gist.buf,
		    7 * LOAD_CELL + 20);
	for (hour = 0; hour < 24; hour += 3) {
		strbuf_reset(&label);
		strbuf_addf(&label, "%02d", hour);
		chart_text(d, LOAD_LEFT + (hour + .5) * ((CHART_WIDTH - LOAD_LEFT) / 24.0), 12, "middle", label.buf);
	}
	for (day = 0; day < 7; day++)
		load_row(d, day, most);
	chart_end(d, NULL);
	strbuf_release(&gist);
	strbuf_release(&label);
}

/* --- causes --------------------------------------------------------------------------------------- */

/* Each begins where the one before ended. */
static void cause_bar(struct doc *d, int row, uint64_t before, uint64_t n, uint64_t all)
{
	const char *label = doc_cause_label(d, d->f->cause[row].name);
	double from = CHART_WIDTH * (double)before / (double)all, y = chart_bar_top(row);
	struct strbuf value = STRBUF_INIT;

	strbuf_addf(&value, "%llu · ", (unsigned long long)n);
	doc_share(&value, before + n, all);
	chart_row(d, row, label, value.buf);
	if (before)
		chart_rect(d, 0, y, from, CHART_BAR, "faint", value.buf);
	chart_rect(d, from, y, CHART_WIDTH * (double)n / (double)all, CHART_BAR, "bar", value.buf);
	strbuf_release(&value);
}

void chart_causes(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = f->ncauses < CAUSES ? f->ncauses : CAUSES, i;
	const char *const key[] = { "bar", _("this cause"), "faint", _("those above it"), NULL };
	struct strbuf gist = STRBUF_INIT;
	uint64_t all = 0, before = 0;

	for (i = 0; i < f->ncauses; i++)
		all += f->cause[i].n;
	if (!all)
		return;
	strbuf_addf(&gist, _("the most frequent is %s, "), doc_cause_label(d, f->cause[0].name));
	doc_share(&gist, f->cause[0].n, all);
	chart_begin(d, _("Cases of each cause, and the share of all up to here"), gist.buf, (double)n * CHART_ROW);
	for (i = 0; i < n; i++) {
		cause_bar(d, (int)i, before, f->cause[i].n, all);
		before += f->cause[i].n;
	}
	chart_end(d, key);
	strbuf_release(&gist);
}
