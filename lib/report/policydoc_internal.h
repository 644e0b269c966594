/* policydoc_internal: what the two halves of the written procedure share. */
#ifndef SD_REPORT_POLICYDOC_INTERNAL_H
#define SD_REPORT_POLICYDOC_INTERNAL_H

#include "report/policydoc.h"

struct doc {
	struct strbuf *out;
	const struct policy_set *set;
	const struct policy *p;
	const char *lang;
	struct strbuf text; /* being composed */
};

/* The one of the two that fits the document's language. */
const char *policydoc_word(const struct doc *d, const char *zh, const char *en);
#define T(zh, en) policydoc_word(d, (zh), (en))

/* "## 3. Title", numbered through the document. */
void policydoc_heading(struct doc *d, int *number, const char *title);
/* One row of a table: cells end with NULL; '|' and line breaks in them are made harmless. */
void policydoc_row(struct doc *d, const char *const *cells);
/* The head of a table and the line below it. */
void policydoc_head(struct doc *d, const char *const *cells);
/* Append a text to `out` so that Markdown takes it as text. */
void policydoc_add(struct strbuf *out, const char *s);

#define ROW(...) policydoc_row(d, (const char *const[]){ __VA_ARGS__, NULL })
#define HEAD(...) policydoc_head(d, (const char *const[]){ __VA_ARGS__, NULL })

/* The label in the document's language, else the code. */
const char *policydoc_label(const struct doc *d, const struct policy_label *label,
			    const char *code);

/* One section each. */
void policydoc_limits(struct doc *d);
void policydoc_ladder(struct doc *d);
void policydoc_departments(struct doc *d);
void policydoc_duties(struct doc *d);
void policydoc_checklists(struct doc *d);
void policydoc_answers(struct doc *d);
void policydoc_compensation(struct doc *d);
void policydoc_targets(struct doc *d);
void policydoc_clauses(struct doc *d);
void policydoc_forms(struct doc *d); /* record templates, from what the policy requires and asks */

#endif
