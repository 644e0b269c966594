/* render_desks: a table of the desks, what could not be read, rules and seals. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_DESKS_H
#define SD_REPORT_RENDER_DESKS_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

/* Of several desks: a row each, and the total; then those that could not be read, with the reasons. */
void desks_text(struct doc *d);
/* "2 of 300 desks could not be read: a, b", in one line; nothing where there are none. */
void desks_unread_line(struct doc *d);
/* Policies and newest seals. */
void desks_proof(struct doc *d);

/* `desks`, `seal` and `policy_sha256`. */
void desks_json(struct report_out *to, struct json_writer *w, const struct figures *f);
void desks_facts(struct fact_out *o, const struct figures *f);
/* The rows logged later alone, of all desks: `logged_later` and `rows_logged_later`. */
void desks_later_json(struct json_writer *w, const struct figures *f);
void desks_later_facts(struct fact_out *o, const struct figures *f);
/* Only those that could not be read. */
void desks_unread_json(struct json_writer *w, const struct figures *f);
void desks_unread_facts(struct fact_out *o, const struct figures *f);

#endif
