/* policyshow_internal: what the two halves of the JSON of a policy share. */
#ifndef SD_REPORT_POLICYSHOW_INTERNAL_H
#define SD_REPORT_POLICYSHOW_INTERNAL_H

#include "io/json.h"
#include "report/policyshow.h"

struct dump {
	struct json_writer w;
	const struct policy_set *set;
	const struct policy *p;
	struct strbuf text;
};

/* One member each, left out where there is nothing to say. policyshow_put_text() takes d->text. */
void policyshow_put_text(struct dump *d, const char *key);
void policyshow_put_label(struct dump *d, const char *key, const struct policy_label *label);
void policyshow_put_optional(struct dump *d, const char *key, const char *value);
void policyshow_put_names(struct dump *d, const char *key, const struct policy_names *names);
void policyshow_put_limit(struct dump *d, const char *key, const struct limit *limit);
void policyshow_put_filter(struct dump *d, const char *key, const struct policy_filter *f);
void policyshow_put_events(struct dump *d, const char *key, const struct event_set *events);

/* Clocks, steps and all that follows from them. */
void policyshow_put_rules(struct dump *d);

#endif
