/* render_meeting: weak links, hard cases, measures, duties, words of customers, written down. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_MEETING_H
#define SD_REPORT_RENDER_MEETING_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void meeting_json(struct json_writer *w, const struct figures *f);
void meeting_facts(struct fact_out *o, const struct figures *f);

/* For people; each with its heading, and nothing where there is nothing to say. */
void followup_text(struct doc *d);       /* measures and duties */
void weak_text(struct doc *d);
/* The period in sentences. */
void summary_text(struct doc *d);
void summary_unusual(struct doc *d);     /* only that of early warning */

/* Words for people: "limits missed", "late, reopened", the name of what is weak. */
const char *weak_label(enum weak_measure m);
const char *followup_label(enum followup_state s);
void hard_labels(struct strbuf *out, unsigned int why);
void weak_link_label(const struct doc *d, struct strbuf *out, const struct figure_weak *x);
const char *said_question_label(const struct doc *d, const struct figure_said *x);
const char *observed_question_label(const struct figure_observed *x);
const char *department_label(const struct doc *d, const char *department);
const char *duty_label(const struct doc *d, const struct policy *p, const char *duty);

#endif
