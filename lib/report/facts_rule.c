/* facts_rule: what the policy says about the reading of a case. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/facts.h"

/* Own events by which the customer hears or says something; the policies name them alike. */
static const char *const facing_events[] = { "confirm", "feedback", "callback", "visit" };

static void set_facing(const struct policy_set *set, struct event_set *facing)
{
	size_t i;

	event_set_add(facing, EVENT_OPEN);
	event_set_add(facing, EVENT_CONTACT);
	event_set_add(facing, EVENT_RESPOND);
	event_set_add(facing, EVENT_PROMISE);
	for (i = 0; i < ARRAY_SIZE(facing_events); i++) {
		int code = policy_set_event(set, facing_events[i], strlen(facing_events[i]));

		if (code >= EVENT_OWN)
			event_set_add(facing, code);
	}
}

/* Resolving is a first response too where a clock from open to respond lists it (metrics.md). */
static void set_answers(const struct policy *p, struct event_set *answers)
{
	size_t i;

	event_set_add(answers, EVENT_RESPOND);
	for (i = 0; i < p->nclocks; i++) {
		const struct policy_clock *c = &p->clock[i];

		if (event_set_has(&c->from, EVENT_OPEN) && event_set_has(&c->until, EVENT_RESPOND) &&
		    event_set_has(&c->until, EVENT_RESOLVE))
			event_set_add(answers, EVENT_RESOLVE);
	}
}

/* Net times leave out what stops the clock `resolve`, else the hold reason `customer`. */
static void set_pause(const struct policy *p, struct symbols *symbols, struct facts_rule *rule)
{
	static const char *customer[] = { "customer" };
	struct policy_names pause = { customer, 1 };
	size_t i;

	for (i = 0; i < p->nclocks; i++)
		if (!strcmp(p->clock[i].name, "resolve")) {
			pause = p->clock[i].pause;
			break;
		}
	rule->pause = mem_array(pause.n + 1, sizeof(*rule->pause));
	for (i = 0; i < pause.n; i++)
		rule->pause[i] = symbols_add(symbols, COLUMN_DETAIL, pause.s[i], strlen(pause.s[i]));
	rule->npause = pause.n;
}

void facts_rule_init(struct facts_rule *rule, const struct policy_set *set, const struct policy *p,
		     struct symbols *symbols)
{
	*rule = (struct facts_rule){ .pause = NULL };
	set_answers(p, &rule->answers);
	set_facing(set, &rule->facing);
	set_pause(p, symbols, rule);
}

void facts_rule_release(struct facts_rule *rule)
{
	free(rule->pause);
	*rule = (struct facts_rule){ .pause = NULL };
}
