#include "report/charts.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/html.h"

#define WIDTH  720
#define LABEL  200                    /* room for the names on the left */
#define ROW    24
#define BARS   (WIDTH - LABEL - 110)  /* the longest bar; what it says stands to its right */
#define CAUSES 12

/* --- pieces -------------------------------------------------------------------------------------- */

static void begin(struct doc *d, const char *caption, int height)
{
	struct strbuf *out = d->to->out;

	strbuf_addstr(out, "<figure><figcaption>");
	html_add(out, caption, strlen(caption));
	strbuf_addf(out, "</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
		    height);
	html_add(out, caption, strlen(caption));
	strbuf_addstr(out, "\">\n");
}

static void end(struct doc *d)
{
	strbuf_addstr(d->to->out, "</svg></figure>\n");
	report_flush(d->to);
}

/* anchor: "start", "middle" or "end". */
static void text(struct doc *d, double x, double y, const char *anchor, const char *s)
{
	strbuf_addf(d->to->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	html_add(d->to->out, s, strlen(s));
	strbuf_addstr(d->to->out, "</text>\n");
}

static void rect(struct doc *d, double x, double y, double w, double h, const char *class,
		 const char *title)
{
	strbuf_addf(d->to->out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
		    class, x, y, w, h);
	html_add(d->to->out, title, strlen(title));
	strbuf_addstr(d->to->out, "</title></rect>\n");
}

/* A name that fits on the left of the bars: about 24 columns. */
static void name(struct doc *d, int row, const char *s)
{
	struct strbuf cut = STRBUF_INIT;
	size_t n = strlen(s), fit = utf8_fit(s, n, 26);

	strbuf_add(&cut, s, fit);
	if (fit < n)
		strbuf_addstr(&cut, "…");
	text(d, LABEL - 8, row * ROW + 16, "end", cut.buf);
	strbuf_release(&cut);
}

/* --- clocks --------------------------------------------------------------------------------------- */

static void clock_name(struct doc *d, const struct figure_clock *c, struct strbuf *out)
{
	strbuf_addstr(out, doc_clock_label(d, c->clock));
	strbuf_addf(out, " · %s", doc_label(d, COLUMN_KIND, c->kind));
	if (*c->severity)
		strbuf_addf(out, " %s", doc_label(d, COLUMN_SEVERITY, c->severity));
}

void chart_attainment(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i, rows = 0;
	int row = 0;

	for (i = 0; i < f->nclocks; i++)
		rows += f->clock[i].decided > 0;
	if (!rows)
		return;
	begin(d, _("Clocks: share met of what was decided"), (int)rows * ROW + 4);
	for (i = 0; i < f->nclocks; i++) {
		const struct figure_clock *c = &f->clock[i];
		struct strbuf label = STRBUF_INIT, value = STRBUF_INIT;
		double met = BARS * figures_share(c->met, c->decided);

		if (!c->decided)
			continue;
		clock_name(d, c, &label);
		name(d, row, label.buf);
		doc_share(&value, c->met, c->decided);
		strbuf_addf(&value, " (%llu/%llu)", (unsigned long long)c->met,
			    (unsigned long long)c->decided);
		strbuf_addf(&label, ": %s", value.buf);
		rect(d, LABEL, row * ROW + 4, met, ROW - 8, "good", label.buf);
		rect(d, LABEL + met, row * ROW + 4, BARS - met, ROW - 8, "late", label.buf);
		text(d, LABEL + BARS + 6, row * ROW + 16, "start", value.buf);
		strbuf_release(&label);
		strbuf_release(&value);
		row++;
	}
	end(d);
}

/* --- satisfaction --------------------------------------------------------------------------------- */

void chart_opinion(struct doc *d)
{
	const struct figure_opinion *x = &d->f->opinion;
	struct strbuf value = STRBUF_INIT, interval = STRBUF_INIT;
	double to = LABEL + BARS * x->share;

	if (!x->all.n)
		return;
	doc_share(&value, x->all.satisfied, x->all.n);
	strbuf_addf(&value, " (%llu/%llu)", (unsigned long long)x->all.satisfied,
		    (unsigned long long)x->all.n);
	strbuf_addf(&interval, "%.1f%s%.1f %%", 100 * x->lo, _(" - "), 100 * x->hi);
	begin(d, _("Satisfied customers; the line is the interval that holds the true share 19 of 20 times"),
	      ROW + 4);
	name(d, 0, _("satisfied"));
	rect(d, LABEL, 4, BARS, ROW - 8, "faint", value.buf);
	rect(d, LABEL, 4, to - LABEL, ROW - 8, "good", value.buf);
	rect(d, LABEL + BARS * x->lo, ROW / 2.0 - 2, BARS * (x->hi - x->lo), 4, "bar", interval.buf);
	text(d, LABEL + BARS + 6, 16, "start", value.buf);
	end(d);
	strbuf_release(&value);
	strbuf_release(&interval);
}

/* --- ages ----------------------------------------------------------------------------------------- */

void chart_ages(struct doc *d)
{
	const struct figures *f = d->f;
	uint64_t open[TALLY_AGES] = { 0 }, waiting[TALLY_AGES] = { 0 }, most = 0;
	size_t i;
	int a;

	for (i = 0; i < f->nkinds; i++)
		for (a = 0; a < TALLY_AGES; a++) {
			open[a] += f->kind[i].age_open[a];
			waiting[a] += f->kind[i].age_waiting[a];
		}
	for (a = 0; a < TALLY_AGES; a++)
		if (open[a] + waiting[a] > most)
			most = open[a] + waiting[a];
	if (!most)
		return;
	begin(d, _("Age of what is open now (of these waiting: lighter)"), TALLY_AGES * ROW + 4);
	for (a = 0; a < TALLY_AGES; a++) {
		struct strbuf value = STRBUF_INIT;
		double x = BARS * (double)open[a] / (double)most;
		double w = BARS * (double)waiting[a] / (double)most;

		strbuf_addf(&value, "%llu", (unsigned long long)(open[a] + waiting[a]));
		if (waiting[a])
			strbuf_addf(&value, " (%llu)", (unsigned long long)waiting[a]);
		name(d, a, _(report_age_names[a]));
		rect(d, LABEL, a * ROW + 4, x, ROW - 8, "bar", value.buf);
		rect(d, LABEL + x, a * ROW + 4, w, ROW - 8, "soft", value.buf);
		text(d, LABEL + x + w + 6, a * ROW + 16, "start", value.buf);
		strbuf_release(&value);
	}
	end(d);
}

/* --- load ----------------------------------------------------------------------------------------- */

static const char *const weekday[7] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
					N_("Sat"), N_("Sun") };

static void load_cell(struct doc *d, int day, int hour, uint64_t n, uint64_t most)
{
	const double w = (WIDTH - 60) / 24.0;
	struct strbuf title = STRBUF_INIT;

	strbuf_addf(&title, "%s %02d:00-%02d:00: %llu", _(weekday[day]), hour, hour + 1,
		    (unsigned long long)n);
	strbuf_addf(d->to->out, "<g opacity=\"%.2f\">", n ? .15 + .85 * (double)n / (double)most : .04);
	rect(d, 56 + hour * w, day * 22 + 18, w - 1, 21, "bar", title.buf);
	strbuf_addstr(d->to->out, "</g>");
	strbuf_release(&title);
}

void chart_load(struct doc *d)
{
	const struct figures *f = d->f;
	uint64_t most = 0;
	int day, hour;

	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++)
			if (f->load[day][hour] + f->contacts[day][hour] > most)
				most = f->load[day][hour] + f->contacts[day][hour];
	if (!most)
		return;
	begin(d, _("Load: cases received and further contacts, by local hour and weekday"), 7 * 22 + 22);
	for (hour = 0; hour < 24; hour += 2) {
		struct strbuf label = STRBUF_INIT;

		strbuf_addf(&label, "%02d", hour);
		text(d, 56 + hour * ((WIDTH - 60) / 24.0), 12, "start", label.buf);
		strbuf_release(&label);
	}
	for (day = 0; day < 7; day++) {
		text(d, 48, day * 22 + 33, "end", _(weekday[day]));
		for (hour = 0; hour < 24; hour++)
			load_cell(d, day, hour, f->load[day][hour] + f->contacts[day][hour], most);
	}
	end(d);
}

/* --- causes --------------------------------------------------------------------------------------- */

void chart_causes(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = f->ncauses < CAUSES ? f->ncauses : CAUSES, i;
	uint64_t all = 0, before = 0;

	for (i = 0; i < f->ncauses; i++)
		all += f->cause[i].n;
	if (!all)
		return;
	begin(d, _("Causes of the cases concluded: each, and all so far"), (int)n * ROW + 4);
	for (i = 0; i < n; i++) {
		const char *label = doc_cause_label(d, f->cause[i].name);
		struct strbuf value = STRBUF_INIT;
		double from = BARS * (double)before / (double)all;
		double w = BARS * (double)f->cause[i].n / (double)all;

		before += f->cause[i].n;
		strbuf_addf(&value, "%llu · ", (unsigned long long)f->cause[i].n);
		doc_share(&value, before, all);
		name(d, (int)i, label);
		rect(d, LABEL, (int)i * ROW + 4, from, ROW - 8, "faint", value.buf);
		rect(d, LABEL + from, (int)i * ROW + 4, w, ROW - 8, "bar", value.buf);
		text(d, LABEL + BARS + 6, (int)i * ROW + 16, "start", value.buf);
		strbuf_release(&value);
	}
	end(d);
}
