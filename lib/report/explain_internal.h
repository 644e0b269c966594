/* explain_internal: what explain.c and explain_steps.c share. */
#ifndef SD_REPORT_EXPLAIN_INTERNAL_H
#define SD_REPORT_EXPLAIN_INTERNAL_H

#include "io/json.h"
#include "report/explain.h"

/* "2026-11-21 09:05:00" */
void explain_add_time(struct strbuf *out, instant t, const struct zone *zone);
/* A word in a column of so many cells. */
void explain_add_padded(struct strbuf *out, const char *s, size_t width);

/* The steps that are recorded, those that are not yet, and those to come. */
void explain_steps_text(const struct explain *x, struct strbuf *out, const char *lang);
/* The arrays `recorded` and `steps`. */
void explain_steps_json(const struct explain *x, struct json_writer *w);

#endif
