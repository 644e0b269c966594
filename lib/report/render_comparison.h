/* render_comparison: two periods or groups beside each other. Used by render_*.c only; each prints nothing where no comparison is asked for. */
#ifndef SD_REPORT_RENDER_COMPARISON_H
#define SD_REPORT_RENDER_COMPARISON_H

#include "io/json.h"
#include "report/comparison.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

/* A ratio beyond this is simply much more. */
#define COMPARISON_MUCH 10

void comparison_text(struct doc *d);
/* `comparison[]`, the rows, and `compared`, what they are of. */
void comparison_json(struct json_writer *w, const struct figures *f);
void comparison_facts(struct fact_out *o, const struct figures *f);

/* render_comparison_words.c: what differs, in sentences. */
void comparison_sentences(struct doc *d);
/* "received a day", and with the kind before it where there is one. */
void comparison_measure(struct strbuf *out, const struct doc *d, const struct comparison_row *r);
void comparison_label(struct strbuf *out, const struct doc *d, const struct comparison_row *r);
/* "94.3 %", "2.71", "3h 5m", "n/a". */
void comparison_value_add(struct strbuf *out, const struct comparison_row *r, int side);
int comparison_is_share(const struct comparison_row *r);

/* render_comparison.c: "better?", "-"; "this period", "others". */
void comparison_verdict_add(struct strbuf *out, const struct comparison_row *r);
const char *comparison_side_name(const struct comparison *c, int side);

#endif
