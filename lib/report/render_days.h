/* render_days: day by day, in each form; called by the renderers of the report. */
#ifndef SD_REPORT_RENDER_DAYS_H
#define SD_REPORT_RENDER_DAYS_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void days_text(struct doc *d);
void days_json(struct report_out *to, struct json_writer *w, const struct figures *f);
void days_target_json(struct json_writer *w, const struct figure_target *t);
void days_facts(struct fact_out *o, const struct figures *f);

#endif
