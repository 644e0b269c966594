/*
 * charts: figures as pictures, inline SVG without script. Used by render_html.c only.
 *
 * Each prints a <figure> with a caption and, for those who cannot see it, a label that says the same in
 * words; colours come from the page's variables, so that light, dark and paper look right. A chart without
 * data prints nothing. Widths are the page's; coordinates are in units of a 720 wide drawing.
 */
#ifndef SD_REPORT_CHARTS_H
#define SD_REPORT_CHARTS_H

#include "report/render_doc.h"

void chart_attainment(struct doc *d);    /* clocks: met and breached of what was decided */
void chart_opinion(struct doc *d);       /* CSAT with its interval, and how many answered */
void chart_ages(struct doc *d);          /* what is open, by age; the waiting apart */
void chart_load(struct doc *d);          /* heat map, hour by weekday */
void chart_causes(struct doc *d);        /* waterfall: each cause, and the sum so far */

#endif
