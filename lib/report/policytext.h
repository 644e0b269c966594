/*
 * policytext: parts of a policy in words. Shared by `sd policy show` (codes) and `sd policy doc`
 * (labels in one language).
 *
 * All functions append to `out`. `lang` is "zh" or "en" for people, NULL for codes as the policy
 * writes them.
 */
#ifndef SD_REPORT_POLICYTEXT_H
#define SD_REPORT_POLICYTEXT_H

#include "base/strbuf.h"
#include "domain/policy.h"

/* "kind=complaint severity=general,major"; for people "投诉，一般投诉或重大投诉". Nothing for an empty one. */
void policytext_filter(struct strbuf *out, const struct policy *p, const struct policy_set *set,
		       const struct policy_filter *f, const char *lang);
/* "respond, resolve" */
void policytext_events(struct strbuf *out, const struct policy *p, const struct policy_set *set,
		       const struct event_set *events, const char *lang);
/* "24h", "7 working days"; for people "24小时", "7 working days". */
void policytext_limit(struct strbuf *out, const struct limit *limit, const char *lang);
/* A number of seconds in the same way. */
void policytext_seconds(struct strbuf *out, int64_t seconds, const char *lang);
/* "80%", "+4h", "-30m", "0"; for people "期限的80%时", "4 h after the limit". */
void policytext_at(struct strbuf *out, const struct policy_step *s, const char *lang);
/* What people call a clock, with the task that it runs for ("": none): "Task: pull the batch". */
void policytext_clock(struct strbuf *out, const struct policy *p, const struct policy_clock *c,
		      const char *task, const char *lang);
/* Who a step goes to: "supervisor, emergency". */
void policytext_to(struct strbuf *out, const struct policy *p, const struct policy_step *s,
		   const char *lang);
/* Whoever the name stands for (department, level, group, person, owner, lead). */
const char *policytext_who(const struct policy *p, const char *name, const char *lang);
/* Columns by name, separated by ", ". */
void policytext_columns(struct strbuf *out, const struct policy *p, const struct policy_set *set,
			const int *column, size_t n, const char *lang);
/* What people call a column. */
const char *policytext_column(const struct policy *p, const struct policy_set *set, int column,
			      const char *lang);
/* ">= 85%" */
void policytext_target(struct strbuf *out, const struct policy_target *t);

const char *policytext_every(enum policy_every every, const char *lang);
const char *policytext_do(enum policy_do action, const char *lang);
/* What people call a figure that a target names ("csat"); NULL where the name is a clock's. */
const char *policytext_figure(const char *name, const char *lang);

#endif
