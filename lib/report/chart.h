/*
 * chart: what every picture of a page consists of, inline SVG without script. Used by chart*.c only.
 *
 *	chart_begin(d, caption, words, height);     // <figure> ... <svg>
 *	chart_rect(d, ...); chart_text(d, ...); ...
 *	chart_end(d, key);                          // ... </figure>
 *
 * Coordinates are in units of a drawing CHART_WIDTH wide, narrow enough for a telephone; letters are 13 high. Colours are
 * classes of the page's style, so that light, dark and paper look right; none of them says a thing alone. `words` are
 * what who cannot see it is told: the gist in a sentence; the numbers stand in a table beside it. Names of
 * strangers are escaped here.
 */
#ifndef SD_REPORT_CHART_H
#define SD_REPORT_CHART_H

#include "report/render_doc.h"

#define CHART_WIDTH 480
#define CHART_ROW   36                  /* a bar, with its name and number above it */

void chart_begin(struct doc *d, const char *caption, const char *words, double height);
/* key: what the marks mean, class and words in turn, NULL at the end; or NULL. */
void chart_end(struct doc *d, const char *const *key);

/* anchor: "start", "middle" or "end". */
void chart_text(struct doc *d, double x, double y, const char *anchor, const char *s);
/* title: what it says where one points at it. */
void chart_rect(struct doc *d, double x, double y, double w, double h, const char *class,
		const char *title);
void chart_line(struct doc *d, double x1, double y1, double x2, double y2, const char *class);
/* A line through points, one after the other; NaN breaks it. */
void chart_path(struct doc *d, const double *x, const double *y, size_t n, const char *class);
/* A triangle that points down on (x, y), which is to be seen without colour. */
void chart_mark(struct doc *d, double x, double y, const char *title);
void chart_dot(struct doc *d, double x, double y, const char *title);

/* The name and the number above the bar of a row, which begins at chart_bar_top(). */
void chart_row(struct doc *d, int row, const char *name, const char *value);
double chart_bar_top(int row);
#define CHART_BAR 10

#endif
