/* render_below: cases resolved below the level that handles them, in the forms of the report. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_BELOW_H
#define SD_REPORT_RENDER_BELOW_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void below_text(struct doc *d);
void below_json(struct json_writer *w, const struct figures *f);
void below_facts(struct fact_out *o, const struct figures *f);

#endif
