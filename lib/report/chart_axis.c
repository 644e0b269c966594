#include "report/chart_axis.h"

#include <math.h>
#include <string.h>

#define LETTER 8                      /* width of a digit, with some room */

/* A round number that is not less: 1, 2, 3, 4, 5, 6, 8, 10, 20 ... */
static double top_of(const struct axis *a)
{
	static const double step[] = { 1, 2, 3, 4, 5, 6, 8, 10 };
	double unit = 1;
	size_t i;

	if (a->most <= 1)
		return 1;
	while (unit * 10 < a->most)
		unit *= 10;
	for (i = 0; step[i] * unit < a->most; i++)
		;
	return step[i] * unit;
}

double axis_bottom(const struct axis *a)
{
	return a->top + a->height;
}

double axis_y(const struct axis *a, double value)
{
	return axis_bottom(a) - a->height * value / top_of(a);
}

double axis_width(const struct axis *a)
{
	return (CHART_WIDTH - AXIS_LEFT) / (double)(a->n ? a->n : 1);
}

double axis_x(const struct axis *a, size_t i)
{
	return AXIS_LEFT + axis_width(a) * (double)i;
}

static void draw_at(struct doc *d, const struct axis *a, double value, const char *s)
{
	chart_line(d, AXIS_LEFT, axis_y(a, value), CHART_WIDTH, axis_y(a, value), "axis");
	chart_text(d, AXIS_LEFT - 5, axis_y(a, value) + 4.5, "end", s);
}

void axis_draw(struct doc *d, const struct axis *a)
{
	double top = top_of(a);
	struct strbuf s = STRBUF_INIT;

	draw_at(d, a, 0, "0");
	strbuf_addf(&s, "%.0f", top);
	draw_at(d, a, top, s.buf);
	if (top >= 2 && fmod(top, 2) == 0) {
		strbuf_reset(&s);
		strbuf_addf(&s, "%.0f", top / 2);
		draw_at(d, a, top / 2, s.buf);
	}
	strbuf_release(&s);
}

void axis_draw_share(struct doc *d, const struct axis *a)
{
	draw_at(d, a, 0, "0 %");
	draw_at(d, a, .5, "50 %");
	draw_at(d, a, 1, "100 %");
}

/* The first and then every so many; the last ones where they do not stand out of the picture. */
void axis_label(struct doc *d, const struct axis *a, size_t i, const char *s)
{
	double need = (double)strlen(s) * LETTER + 10, x = axis_x(a, i);
	size_t every = (size_t)ceil(need / axis_width(a));

	if (i % every || x + need - 10 > CHART_WIDTH)
		return;
	chart_line(d, x, axis_bottom(a), x, axis_bottom(a) + 4, "axis");
	chart_text(d, x, axis_bottom(a) + 16, "start", s);
}
