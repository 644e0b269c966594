/*
 * render_escalation: what is due, written down. Nothing is computed here.
 *
 *	struct escalation_style style = { .lang = "zh", .width = 80, .is_recorded = 1 };
 *	escalation_text(&out, &x, &style);
 *
 * Text is for people: translated, with labels and names for codes. csv, json and jsonl are for programs:
 * untranslated, codes as in the log, times in RFC 3339 with the desk's offset. A message holds no customer's
 * name, number or words (see report/message.h).
 */
#ifndef SD_REPORT_RENDER_ESCALATION_H
#define SD_REPORT_RENDER_ESCALATION_H

#include "base/strbuf.h"
#include "report/escalation.h"
#include "report/message.h"

struct escalation_style {
	const char *lang;             /* "zh" or "en": labels */
	size_t width;                 /* columns of a text line */
	int color;                    /* escalations red (text only) */
	int is_recorded;              /* the steps and duties are in the log now; else they are only due */
};

void escalation_text(struct strbuf *out, const struct escalation *x,
		     const struct escalation_style *style);
void escalation_csv(struct strbuf *out, const struct escalation *x);
void escalation_json(struct strbuf *out, const struct escalation *x, int is_recorded);
void escalation_jsonl(struct strbuf *out, const struct escalation *x, int is_recorded);
/* The steps, the most urgent first, as a message to nobody in particular. 0, or -1 with err. */
int escalation_message(struct strbuf *out, const struct escalation *x, enum message_form form,
		       const struct escalation_style *style, struct err *err);

/* One line of a message about a step. Appends. */
void escalation_line(struct strbuf *out, const struct escalation_step *step, instant now,
		     const char *lang);

#endif
