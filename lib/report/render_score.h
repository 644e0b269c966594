/* render_score: score cards of handlers and departments, and who missed which limit (report/scorecard.h). */
#ifndef SD_REPORT_RENDER_SCORE_H
#define SD_REPORT_RENDER_SCORE_H

#include "io/json.h"
#include "report/render_doc.h"
#include "report/render_fact.h"

void score_text(struct doc *d);
/* The cards of departments alone: for a document that is handed out. */
void score_departments_text(struct doc *d);
void score_json(struct report_out *to, struct json_writer *w, const struct figures *f);
void score_facts(struct fact_out *o, const struct figures *f);

/* "nobody" where there is none. */
const char *score_owner_label(const struct doc *d, const char *owner);
/* Is there anything to say? Whoever is only named in cases has no card. */
int score_is_card(const struct figure_score *s);

#endif
