/*
 * chart_axis: columns of equal width over time, and a scale from 0 to the most. Used by chart_*.c only.
 *
 *	struct axis a = { top, height, most, n };
 *	axis_draw(d, &a);                            // lines at 0, in the middle and at the most, with numbers
 *	chart_rect(d, axis_x(&a, i), axis_y(&a, value), axis_width(&a), ...);
 *	axis_label(d, &a, i, "11-20");               // each column in turn: as many as there is room for
 */
#ifndef SD_REPORT_CHART_AXIS_H
#define SD_REPORT_CHART_AXIS_H

#include "report/chart.h"

#define AXIS_LEFT 48

struct axis {
	double top, height;
	double most;                    /* 0 counts as 1 */
	size_t n;                       /* columns */
};

void axis_draw(struct doc *d, const struct axis *a);
void axis_draw_share(struct doc *d, const struct axis *a);   /* 0, 50 and 100 % */
double axis_x(const struct axis *a, size_t i);               /* left edge of a column */
double axis_width(const struct axis *a);
double axis_y(const struct axis *a, double value);
double axis_bottom(const struct axis *a);
void axis_label(struct doc *d, const struct axis *a, size_t i, const char *s);

#endif
