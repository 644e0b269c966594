/* render_correction: answers that were found wrong later (report/correction.h). */
#ifndef SD_REPORT_RENDER_CORRECTION_H
#define SD_REPORT_RENDER_CORRECTION_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

/* Text has it where the policy knows of such answers and some were given. */
void correction_text(struct doc *d);
void correction_json(struct json_writer *w, const struct figures *f);
void correction_facts(struct fact_out *o, const struct figures *f);

#endif
