/* escalate_internal: what escalate*.c share. */
#ifndef SD_RULES_ESCALATE_INTERNAL_H
#define SD_RULES_ESCALATE_INTERNAL_H

#include "rules/clock_internal.h"
#include "rules/escalate.h"
#include "rules/filter.h"

/* A step of the policy, ready to match. */
struct escalate_rule {
	const struct policy_step *step;
	struct filter *filter;     /* `for:`; NULL: any case of its clock */
	struct filter *when;       /* NULL: it is of a clock */
	int rank;
};

/* The earliest that any step of a rule can fall due, by the wall clock. */
struct escalate_bound {
	int64_t wall;              /* seconds from the start */
	int percent;               /* of a promise: the lowest share, 0: none; */
	int64_t offset;            /* ... and the earliest offset, INT64_MAX: none */
};

/* The steps of one clock's name, as many groups as the version's clocks have. */
struct escalate_group {
	size_t *rule;              /* indexes */
	size_t n;
	struct escalate_bound *bound; /* by rule of the clock */
};

struct escalate_version {
	struct escalate_rule *rule; /* in the policy's order */
	size_t n, nwhen;
	struct escalate_group *group;
};

struct escalateset {
	const struct classmap *map;
	const struct symbols *symbols;
	struct clockset *clocks;
	struct escalate_version *version;  /* as many as the clocks have */
};

const struct escalate_version *escalate_version_at(const struct escalateset *es,
						   const struct history *h,
						   const struct clock_version **clocks);

/* Which of the steps the case's own rows say were recorded. */
void escalate_mark_recorded(const struct escalateset *es, const struct history *h,
			    struct escalate_list *list);

/* Which group a clock belongs to. */
size_t escalate_group_of(const struct clock_version *v, const struct policy_clock *clock);

/* An instance that counts until `cut`, and what stops it. */
struct escalate_timer {
	const struct clock_instance *x;
	const struct clock_rule *rule;
	const struct holds *holds;
	instant cut;
};

/*
 * When the step falls due for the first time; INSTANT_NONE: not known, or not while this pause
 * lasts.
 */
instant escalate_first(const struct escalate_timer *t, const struct policy_step *s);
/* ... for the n-th time, the first being known. */
instant escalate_repeat(const struct escalate_timer *t, const struct policy_step *s, instant first,
			int n);
/* Fill the bounds of a group whose steps are known. */
void escalate_bound_group(const struct escalate_version *v, struct escalate_group *g,
			  const struct clock_group *clocks);
/* n * percent / 100, rounded up. */
int64_t escalate_share(int64_t n, int percent);

/* How often before `end`, the first being before it; and *last is when last. */
int escalate_count(const struct escalate_timer *t, const struct policy_step *s, instant first,
		   instant end, instant *last);

/* A stretch in which repeats are left out: the case is closed or cancelled. */
struct escalate_shut {
	instant from, to;
};

/* What the search in one case knows. */
struct escalate_search {
	const struct escalateset *es;
	const struct escalate_version *v;
	const struct clock_version *clocks;
	const struct history *h;         /* the whole */
	uint8_t *state;                  /* by event: state before it, or NOT_ALLOWED */
	struct escalate_shut *shut;
	size_t nshut, alloc_shut;
	int is_open;                     /* at the end */
	struct escalate_list *list;
	size_t earlier;                  /* what phases before this one found */
	struct holds holds;              /* of this phase */
	struct clock_list instances;     /* of this phase */
	instant horizon;                 /* where it ends */
	uint32_t before[COLUMN_MAX], after[COLUMN_MAX]; /* class at its end, before and after the event */
};

/* escalate_find.c: what happened until t, and whether the n-th time of a step falls due then. */
size_t escalate_events_until(const struct history *h, instant t);
instant escalate_known_at(const struct history_event *e);
int escalate_may_fall_due(const struct escalate_search *s, const struct escalate_rule *rule, int n,
			  instant t);

int escalate_is_of_instance(const struct escalate_step *s, const struct clock_instance *x);
/* Higher goes to a higher level, falls due later, stands later in the policy. */
int escalate_compare_height(const struct policy *p, const struct escalate_step *a,
			    const struct escalate_step *b);
/* Did an earlier phase find the instance's step? */
int escalate_is_listed(const struct escalate_search *s, const struct clock_instance *x,
		       const struct policy_step *step, int n);
struct escalate_step escalate_make_step(const struct escalate_search *s,
					const struct clock_instance *x,
					const struct policy_step *step, int n, instant due);
void escalate_add_step(struct escalate_search *s, const struct escalate_step *step);

/*
 * When an instance was known: its row may have been logged late, an amend may have given it
 * its rule.
 */
instant escalate_known_since(const struct escalate_search *s, const struct clock_instance *x);
struct escalate_timer escalate_timer_of(const struct escalate_search *s,
					const struct clock_instance *x);
/* The steps of an instance that fell due until the horizon. */
void escalate_find_instance(struct escalate_search *s, const struct clock_instance *x);
/* Life before event `upto`, or the whole, as it was known at `horizon`. */
void escalate_run_phase(struct escalate_search *s, size_t upto, instant horizon);
/* What fell due before an amend or a renewed promise stays. */
void escalate_find_before_changes(struct escalate_search *s);

/* escalate_when.c: the steps with `when:`. */
void escalate_find_when(struct escalate_search *s, instant now);

#endif
