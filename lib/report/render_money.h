/* render_money: compensation, in each form of the report. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_MONEY_H
#define SD_REPORT_RENDER_MONEY_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void money_text(struct doc *d);
void money_json(struct json_writer *w, const struct figures *f);
void money_facts(struct fact_out *o, const struct figures *f);

#endif
