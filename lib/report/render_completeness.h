/* render_completeness: the records that lack what the policy requires. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_COMPLETENESS_H
#define SD_REPORT_RENDER_COMPLETENESS_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void completeness_text(struct doc *d);
void completeness_json(struct json_writer *w, const struct figures *f);
void completeness_facts(struct fact_out *o, const struct figures *f);

#endif
