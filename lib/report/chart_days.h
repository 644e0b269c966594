/* chart_days: the days of the period as pictures, for doc_picture(); see report/charts.h. */
#ifndef SD_REPORT_CHART_DAYS_H
#define SD_REPORT_CHART_DAYS_H

#include "report/render_doc.h"

void chart_days(struct doc *d);     /* cases in and out, and the backlog below */
void chart_targets(struct doc *d);  /* of each clock's target the share met against the goal, and its numbers */

#endif
