/* chart_trend: early warning as pictures, each with its numbers, for doc_picture(); see report/charts.h. */
#ifndef SD_REPORT_CHART_TREND_H
#define SD_REPORT_CHART_TREND_H

#include "report/render_doc.h"

/* Of each kind and each series with a spike or a rise: cases a day, what was expected, the warning limit, the alarms. */
void chart_trends(struct doc *d);

#endif
