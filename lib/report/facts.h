/*
 * facts: what happened to one case, as the figures of metrics.md ask for it. Pure.
 *
 *	facts_rule_init(&rule, set, policy, &symbols);        // once a policy version
 *	facts_of(&f, &history, &rule, from, to, as_of);
 *	facts_rule_release(&rule);
 *
 * The history is sorted and legal (facts_drop_illegal()), holds no event after as_of and begins with `open`.
 */
#ifndef SD_REPORT_FACTS_H
#define SD_REPORT_FACTS_H

#include <stdint.h>

#include "domain/casestate.h"
#include "domain/history.h"
#include "domain/policy.h"

#define FACTS_WEEK (7 * 86400)       /* "within 7 d" of the rates */

/* Shares that every kind has; their names are also those of targets. */
enum rate {
	RATE_HANDLING,               /* concluded by as-of / received in W */
	RATE_TIMELY,                 /* concluded by due / due in W (filled from the clocks) */
	RATE_RESOLUTION,             /* first resolution held for 7 d / resolved and the 7 d are over */
	RATE_REOPEN,                 /* resolved in W and reopened within 7 d / the 7 d are over */
	RATE_FIRST_CONTACT,          /* no second contact, escalation, reopen within 7 d / 7 d over */
	RATE_ESCALATION,             /* with an escalate by as-of / received in W */
	RATE_CONTACTS,               /* customer-facing events / concluded case */
	RATE_REPEAT,                 /* an earlier case closed within 30 d / received, customer known (report/returning.h) */
	RATE_CALLBACK,               /* called back in time / concluded and the time is over (filled from the clocks) */
	RATE_COMPLETE,               /* rows with all required columns / rows of which some are required (report/completeness.h) */
	RATE_COUNT
};
/* "handling-rate", ... (untranslated, stable), and for people. */
const char *rate_name(enum rate r);
const char *rate_label(enum rate r);
int rate_find(const char *name); /* -1 */

enum time_measure {
	TIME_RESPONSE, TIME_FIRST, TIME_FIRST_NET, TIME_FULL, TIME_FULL_NET, TIME_COUNT
};
const char *time_name(enum time_measure m);
const char *time_label(enum time_measure m);

/* What a policy version says about the reading of a case. */
struct facts_rule {
	struct event_set answers;    /* a first response, by a person */
	struct event_set facing;     /* the customer hears or says something (C7) */
	uint32_t *pause;             /* hold reasons (symbols of COLUMN_DETAIL) taken out of net times */
	size_t npause;
};
void facts_rule_init(struct facts_rule *rule, const struct policy_set *set, const struct policy *p,
		     struct symbols *symbols);
void facts_rule_release(struct facts_rule *rule);

struct facts_time {
	int64_t seconds;
	int has_ended;               /* else censored */
};

struct facts {
	instant opened;
	enum case_state before, at_end, now;  /* before W, at its end, at as-of */
	instant cancelled;                    /* INSTANT_NONE: it is not */
	uint32_t cancel_reason;
	int is_received, is_concluded;        /* opened in W; resolved and not open again */
	unsigned int opened_in, reopened_in, resolved_in, cancelled_in; /* changes of the backlog in W */
	struct { uint32_t n, of; } rate[RATE_COUNT];
	struct facts_time time[TIME_COUNT];
	uint32_t step;                        /* detail of the last escalate */
	int is_escalated;
	uint32_t cause;                       /* detail of the last resolve */
	uint32_t facing;                      /* events by which the customer heard or said something */
	uint32_t reopened;                    /* how often it was taken up again */
	size_t first_resolve;                 /* index + 1 of the resolve row that RATE_RESOLUTION is about; 0: none */
	size_t judged_resolve;                /* the same of RATE_REOPEN: the one reopened, else the last of those that count */
	instant closed;                       /* last close; INSTANT_NONE where it is not closed */
};

void facts_of(struct facts *f, const struct history *h, const struct facts_rule *rule,
	      instant from, instant to, instant as_of);

/* Take out rows that the state table does not allow; each is told to `fn` (may be NULL). The state after the others. */
typedef void facts_illegal_fn(void *ctx, const struct history *h, const struct history_event *e,
			      enum case_state state);
enum case_state facts_drop_illegal(struct history *h, facts_illegal_fn *fn, void *ctx);

#endif
