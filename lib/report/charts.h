/*
 * charts: figures as pictures, inline SVG without script (report/chart.h). For doc_picture().
 *
 * Each prints a <figure> with a caption, marks explained, and the gist in words; all its numbers stand in a table near it. A
 * chart without data prints nothing.
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
