/*
 * render_warnings: what is unusual, and what the next week brings, in each form of the report. Used by
 * render_*.c only.
 */
#ifndef SD_REPORT_RENDER_WARNINGS_H
#define SD_REPORT_RENDER_WARNINGS_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

/* Nothing where the policy has no `warnings:`. */
void warnings_text(struct doc *d);
/* `warnings`, `early_warning` and `forecast` as members of the object that is open. */
void warnings_json(struct report_out *to, struct json_writer *w, const struct figures *f);
void warnings_facts(struct fact_out *o, const struct figures *f);

#endif
