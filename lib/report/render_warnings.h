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

/* Words for people: what happened, and to which column and value. */
const char *warning_label(const struct alarm *a);
void warning_where(struct strbuf *out, const struct doc *d, const struct alarm *a);
/* The id of the i-th case in the order of the series. */
void warning_case(struct strbuf *out, const struct figures *f, size_t i);

#endif
