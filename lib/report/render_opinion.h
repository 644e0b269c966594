/* render_opinion: what customers said, in every form of the report. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_OPINION_H
#define SD_REPORT_RENDER_OPINION_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void opinion_text(struct doc *d);
void opinion_json(struct json_writer *w, const struct figures *f);
void opinion_facts(struct fact_out *o, const struct figures *f);

#endif
