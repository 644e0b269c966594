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

/* One digit after the point, without printf: a page has thousands of these. */
static void number(struct doc *d, double x)
{
	char text[24], *end = text + sizeof(text), *s = end;
	int64_t tenths = (int64_t)(fabs(x) * 10 + .5);
	int64_t whole = tenths / 10;

	if (tenths % 10) {
		*--s = (char)('0' + tenths % 10);
		*--s = '.';
	}
	do
		*--s = (char)('0' + whole % 10);
	while (whole /= 10);
	if (x < 0 && tenths)
		*--s = '-';
	strbuf_add(d->to->out, s, (size_t)(end - s));
}

static void attribute(struct doc *d, const char *name, double x)
{
	strbuf_addstr(d->to->out, name);
	number(d, x);
	strbuf_addch(d->to->out, '"');
}

static void classed(struct doc *d, const char *tag, const char *class)
{
	strbuf_addstr(d->to->out, tag);
	strbuf_addstr(d->to->out, class);
	strbuf_addch(d->to->out, '"');
}

static void point(struct doc *d, char letter, double x, double y)
{
	strbuf_addch(d->to->out, letter);
	number(d, x);
	strbuf_addch(d->to->out, ' ');
	number(d, y);
}

static void titled(struct doc *d, const char *title, const char *end)
{
	strbuf_addstr(d->to->out, "><title>");
	add(d, title);
	strbuf_addstr(d->to->out, "</title>");
	strbuf_addstr(d->to->out, end);
}

void chart_text(struct doc *d, double x, double y, const char *anchor, const char *s)
{
	attribute(d, "<text x=\"", x);
	attribute(d, " y=\"", y);
	classed(d, " text-anchor=\"", anchor);
	strbuf_addch(d->to->out, '>');
	add(d, s);
	strbuf_addstr(d->to->out, "</text>\n");
}

void chart_rect(struct doc *d, double x, double y, double w, double h, const char *class,
		const char *title)
{
	classed(d, "<rect class=\"", class);
	attribute(d, " x=\"", x);
	attribute(d, " y=\"", y);
	attribute(d, " width=\"", w);
	attribute(d, " height=\"", h);
	titled(d, title, "</rect>\n");
}

void chart_line(struct doc *d, double x1, double y1, double x2, double y2, const char *class)
{
	classed(d, "<path class=\"", class);
	strbuf_addstr(d->to->out, " d=\"");
	point(d, 'M', x1, y1);
	point(d, 'L', x2, y2);
	strbuf_addstr(d->to->out, "\"/>\n");
}

void chart_path(struct doc *d, const double *x, const double *y, size_t n, const char *class)
{
	int is_down = 0;
	size_t i;

	classed(d, "<path class=\"", class);
	strbuf_addstr(d->to->out, " d=\"");
	for (i = 0; i < n; i++) {
		if (isnan(y[i])) {
			is_down = 0;
			continue;
		}
		point(d, is_down ? 'L' : 'M', x[i], y[i]);
		is_down = 1;
	}
	strbuf_addstr(d->to->out, "\"/>\n");
}

void chart_mark(struct doc *d, double x, double y, const char *title)
{
	strbuf_addstr(d->to->out, "<path class=\"late\" d=\"");
	point(d, 'M', x, y);
	strbuf_addstr(d->to->out, "l-5 -8h10z\"");
	titled(d, title, "</path>\n");
}

void chart_dot(struct doc *d, double x, double y, const char *title)
{
	attribute(d, "<circle class=\"good\" cx=\"", x);
	attribute(d, " cy=\"", y);
	strbuf_addstr(d->to->out, " r=\"3.2\"");
	titled(d, title, "</circle>\n");
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
