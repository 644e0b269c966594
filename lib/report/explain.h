/*
 * explain: "why is this late?" For each clock of one case every interval that was counted or
 * skipped and why, with line numbers in the log and the policy, ending in the due time; then the
 * steps of escalation that the log holds, and those to come.
 *
 *	struct explain x;
 *	explain_init(&x, &casefile, set, log_path, now);
 *	explain_text(&x, &out, "zh");                  // or explain_json()
 *	explain_release(&x);
 *
 * The casefile and the set are borrowed; rows after `now` are left out of its history. The
 * casefile's lines must have been counted. A verdict that cannot be known is a finding that names
 * the missing year.
 */
#ifndef SD_REPORT_EXPLAIN_H
#define SD_REPORT_EXPLAIN_H

#include "base/finding.h"
#include "base/strbuf.h"
#include "domain/casefile.h"
#include "rules/clock.h"
#include "rules/escalate.h"

struct explain {
	struct casefile *file;
	const struct policy_set *set;
	const struct policy *policy;       /* in force when the case was opened */
	const char *log;
	instant now;
	enum case_state state;             /* at `now` */
	struct clockset *clocks;
	struct clock_list list;
	struct escalateset *steps;
	struct escalate_list fell, coming; /* steps that fell due until `now`; those that are next */
};

void explain_init(struct explain *x, struct casefile *file, const struct policy_set *set,
		  const char *log, instant now);
void explain_release(struct explain *x);
void explain_findings(const struct explain *x, struct findings *findings);
void explain_text(const struct explain *x, struct strbuf *out, const char *lang);
void explain_json(const struct explain *x, struct strbuf *out);

#endif
