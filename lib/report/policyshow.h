/*
 * policyshow: a policy as it was understood, for `sd policy show`.
 *
 * Text is for people who check what they wrote: codes, aligned, with the lines of the policy file.
 * JSON ("schema": "sd.policy/1") holds the same for programs. The newest version is shown; the
 * older ones are listed.
 */
#ifndef SD_REPORT_POLICYSHOW_H
#define SD_REPORT_POLICYSHOW_H

#include "base/strbuf.h"
#include "domain/policy.h"

void policyshow_text(struct strbuf *out, const struct policy_set *set);
void policyshow_json(struct strbuf *out, const struct policy_set *set);

#endif
