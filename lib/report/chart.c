#include "report/chart.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "io/html.h"

#define NAME_COLUMNS 54               /* of a bar; what is longer is cut, and whole in the table */

static void add(struct doc *d, const char *s)
{
	html_add(d->to->out, s, strlen(s));
}

void chart_begin(struct doc *d, const char *caption, const char *words, double height)
{
	struct strbuf *out = d->to->out;
	int n = ++d->pictures;

	strbuf_addstr(out, "<figure><figcaption>");
	add(d, caption);
	strbuf_addf(out, "</figcaption>\n<svg viewBox=\"0 0 %d %.0f\" role=\"img\" "
			 "aria-labelledby=\"c%d w%d\"><title id=\"c%d\">",
		    CHART_WIDTH, height, n, n, n);
	add(d, caption);
	strbuf_addf(out, "</title><desc id=\"w%d\">", n);
	add(d, words);
	strbuf_addstr(out, "</desc>\n");
}

/* In words beside a little of each. */
static void print_key(struct doc *d, const char *const *pair)
{
	strbuf_addstr(d->to->out, "<p class=\"key\">");
	for (; *pair; pair += 2) {
		strbuf_addf(d->to->out, "<span><i class=\"%s\"></i> ", pair[0]);
		add(d, pair[1]);
		strbuf_addstr(d->to->out, "</span> ");
	}
	strbuf_addstr(d->to->out, "</p>\n");
}

void chart_end(struct doc *d, const char *const *key)
{
	strbuf_addstr(d->to->out, "</svg>\n");
	if (key)
		print_key(d, key);
	strbuf_addstr(d->to->out, "</figure>\n");
	report_flush(d->to);
}

void chart_text(struct doc *d, double x, double y, const char *anchor, const char *s)
{
	strbuf_addf(d->to->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	add(d, s);
	strbuf_addstr(d->to->out, "</text>\n");
}

void chart_rect(struct doc *d, double x, double y, double w, double h, const char *class,
		const char *title)
{
	strbuf_addf(d->to->out,
		    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
		    class, x, y, w, h);
	add(d, title);
	strbuf_addstr(d->to->out, "</title></rect>\n");
}

void chart_line(struct doc *d, double x1, double y1, double x2, double y2, const char *class)
{
	strbuf_addf(d->to->out, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", class, x1, y1, x2, y2);
}

void chart_path(struct doc *d, const double *x, const double *y, size_t n, const char *class)
{
	int is_down = 0;
	size_t i;

	strbuf_addf(d->to->out, "<path class=\"%s\" d=\"", class);
	for (i = 0; i < n; i++) {
		if (isnan(y[i])) {
			is_down = 0;
			continue;
		}
		strbuf_addf(d->to->out, "%c%.1f %.1f", is_down ? 'L' : 'M', x[i], y[i]);
		is_down = 1;
	}
	strbuf_addstr(d->to->out, "\"/>\n");
}

void chart_mark(struct doc *d, double x, double y, const char *title)
{
	strbuf_addf(d->to->out, "<path class=\"late\" d=\"M%.1f %.1fl-5 -8h10z\"><title>", x, y);
	add(d, title);
	strbuf_addstr(d->to->out, "</title></path>\n");
}

void chart_dot(struct doc *d, double x, double y, const char *title)
{
	strbuf_addf(d->to->out, "<circle class=\"good\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\"><title>", x, y);
	add(d, title);
	strbuf_addstr(d->to->out, "</title></circle>\n");
}

double chart_bar_top(int row)
{
	return row * CHART_ROW + 19;
}

void chart_row(struct doc *d, int row, const char *name, const char *value)
{
	struct strbuf cut = STRBUF_INIT;
	size_t n = strlen(name), room = NAME_COLUMNS - utf8_width(value, strlen(value)), fit;

	fit = utf8_fit(name, n, room);
	strbuf_add(&cut, name, fit);
	if (fit < n)
		strbuf_addstr(&cut, "…");
	chart_text(d, 0, row * CHART_ROW + 14, "start", cut.buf);
	chart_text(d, CHART_WIDTH, row * CHART_ROW + 14, "end", value);
	strbuf_release(&cut);
}
