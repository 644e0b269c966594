/*
 * policydoc: the written procedure as Markdown, for `sd policy doc`: steps, owners and duties,
 * limits, forms and record templates, and the clauses that only a person can carry out.
 *
 * All of it comes from the policy, so the document cannot say anything else than what runs. `lang`
 * is "zh" or "en". The poster is a page for customers: how to reach the desk, and what it promises.
 */
#ifndef SD_REPORT_POLICYDOC_H
#define SD_REPORT_POLICYDOC_H

#include "base/strbuf.h"
#include "domain/policy.h"

void policydoc_write(struct strbuf *out, const struct policy_set *set, const char *lang);
void policydoc_poster(struct strbuf *out, const struct policy_set *set, const char *lang);

#endif
