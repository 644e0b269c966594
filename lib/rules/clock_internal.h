/* clock_internal: what clock.c, clock_due.c and clock_explain.c share. */
#ifndef SD_RULES_CLOCK_INTERNAL_H
#define SD_RULES_CLOCK_INTERNAL_H

#include "domain/approval.h"
#include "rules/clock.h"
#include "rules/filter.h"

/* One rule of a clock's name, ready to match. */
struct clock_rule {
	const struct policy_clock *clock;
	struct filter *filter;
	uint32_t *pause;           /* symbols of the hold reasons that stop it */
	size_t npause;
};

#define NO_EVENT (-1)

/* The rules of one name (and part) in one version of the policy, in file order. */
struct clock_group {
	struct clock_rule *rule;
	size_t n;
	/* Runs once for each name (detail) of what this event begins and that one ends; else both NO_EVENT. */
	int part_from, part_until;
	uint32_t part;             /* ... and is of this name only; 0: of any */
	struct event_set begins;   /* what can begin an instance, under whatever rule */
	struct event_set events;   /* that can start or end an instance; what others change is the class */
};

/* Is the row about a part: does it begin or end one? */
static inline int clock_is_part(const struct clock_group *g, int event)
{
	return g->part_from != NO_EVENT && (event == g->part_from || event == g->part_until);
}
/* Are the parts types of compensation: an instance for each promise in turn, ended by the approval of that promise? */
static inline int clock_is_of_approvals(const struct clock_group *g)
{
	return g->part_until == EVENT_APPROVE;
}
/* May it begin one of those that the group is of? */
static inline int clock_begins_part(const struct clock_group *g, const struct history_event *e)
{
	return e->event == g->part_from && e->detail && (!g->part || g->part == e->detail);
}

struct clock_version {
	const struct policy *policy;
	struct clock_group *group;
	size_t n;
};

struct clockset {
	const struct policy_set *set;
	const struct classmap *map;
	const struct symbols *symbols;
	struct clock_version *version;
	size_t n;
};

/* A stretch of waiting: [from, to), `to` INSTANT_MAX while it lasts. */
struct hold {
	instant from, to;
	uint32_t reason, line;
};

struct holds {
	struct hold *hold;
	size_t n, alloc;
};

/*
 * The holds of a case. before[] (may be NULL) gets the state before each event, or NOT_ALLOWED where
 * the event is not legal there: it takes no part.
 */
#define NOT_ALLOWED 255
void holds_collect(struct holds *holds, const struct history *h, uint8_t *before);
/* Forget what is from `end` on. */
void holds_end(struct holds *holds, instant end);
/* Does the hold's reason stop the rule? */
int holds_pause(const struct clock_rule *rule, const struct hold *hold);
/* The pause in which the day that ends at `midnight` ended; none lasts beyond `cut`. Or NULL. */
const struct hold *holds_over_midnight(const struct clock_rule *rule, const struct holds *holds,
				       instant cut, instant midnight);

/* approval_match(), or NULL where the version has no such clock or the case no promise. The caller frees it. */
size_t *clock_approvals(const struct clockset *cs, const struct clock_version *v, const struct history *h);

const struct clock_version *clock_version_at(const struct clockset *cs, const struct history *h);
const struct clock_rule *clock_rule_of(const struct clockset *cs, const struct history *h,
				       const struct policy_clock *clock);

/*
 * Fill due, paused, unknown_year of an instance that counts until `cut` (its end, or now).
 * `ended` says that what happens after the cut does not matter.
 */
void clock_due(struct clock_instance *x, const struct clock_rule *rule, const struct holds *holds,
	       instant cut, int ended);

/* The rule of a name that such a class of case runs under, or NULL. */
const struct clock_rule *clock_match(const struct clock_group *g, const uint32_t *class);

/*
 * The opposite of clock_used(): the earliest instant at which so many seconds of the clock's time are
 * used up from `start` on, pauses left out, as far as is known at the cut. Exactly at the start of a
 * pause stays there. INSTANT_NONE: not known. For all limits but `due`.
 */
instant clock_reach(const struct clock_rule *rule, const struct holds *holds, instant cut,
		    instant start, int64_t seconds);
/* When n of the days of a limit in days are over; of none the start. INSTANT_NONE: not known. */
instant clock_reach_days(const struct clock_instance *x, const struct clock_rule *rule,
			 const struct holds *holds, instant cut, int64_t n);

/*
 * How much of the limit is used up at `t`, in its unit: seconds, or whole days that are over; at most
 * the limit. -1 where that is not known, and *year (may be NULL) is the year missing.
 */
int64_t clock_used(const struct clock_instance *x, const struct clock_rule *rule,
		   const struct holds *holds, instant t, int *year);

#endif
