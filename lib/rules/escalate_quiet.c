/*
 * escalate_quiet: a bound by the wall clock, for the thousands of cases that were done in time.
 * Used time is never more than elapsed time, so that a step cannot fall due before so much has
 * passed since the earliest start.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/escalate_internal.h"

#define GROUPS     64 /* as many clocks as the bound is looked for; more are not obvious */
#define RULES      64
#define SHORT_DAY  (23 * 3600)

/* --- the bounds ---------------------------------------------------------------------------------- */

/* A day less than the share: somewhere a zone leaves one out. */
static int64_t wall_of_days(const struct policy_clock *c, const struct policy_step *s)
{
	int64_t days = s->how == STEP_AT_PERCENT ? c->within.n * s->percent / 100 : c->within.n;

	if (s->how == STEP_AT_OFFSET && s->offset < 0)
		return 0;
	return (days > 1 ? (days - 1) * SHORT_DAY : 0) + (s->how == STEP_AT_OFFSET ? s->offset : 0);
}

static int64_t wall_of(const struct policy_clock *c, const struct policy_step *s)
{
	int64_t amount;

	if (c->within.kind != LIMIT_SECONDS)
		return wall_of_days(c, s);
	amount = s->how == STEP_AT_PERCENT ? escalate_share(c->within.n, s->percent) :
					     c->within.n + s->offset;
	return amount > 0 ? amount : 0;
}

static void bound_rule(struct escalate_bound *b, const struct policy_clock *c,
		       const struct policy_step *s)
{
	if (c->within.kind != LIMIT_DUE) {
		int64_t wall = wall_of(c, s);

		if (wall < b->wall)
			b->wall = wall;
	} else if (s->how == STEP_AT_PERCENT) {
		if (!b->percent || s->percent < b->percent)
			b->percent = s->percent;
	} else if (s->offset < b->offset) {
		b->offset = s->offset;
	}
}

void escalate_bound_group(const struct escalate_version *v, struct escalate_group *g,
			  const struct clock_group *clocks)
{
	size_t r, k;

	g->bound = mem_array(clocks->n, sizeof(*g->bound));
	for (r = 0; r < clocks->n; r++) {
		g->bound[r] = (struct escalate_bound){ INT64_MAX, 0, INT64_MAX };
		for (k = 0; k < g->n; k++)
			bound_rule(&g->bound[r], clocks->rule[r].clock, v->rule[g->rule[k]].step);
	}
}

/* --- one case ------------------------------------------------------------------------------------ */

/* A group and those of its rules that the case runs under at some time. */
struct watch {
	const struct history *h;
	const struct clock_group *clocks;
	const struct escalate_group *steps;
	const size_t *approved;          /* as clock_approvals() says */
	uint64_t rules;
};

static int has_rule(const struct watch *w, size_t r)
{
	return w->rules >> r & 1;
}

static int starts(const struct policy_clock *c, const struct history_event *e)
{
	if (c->within.kind == LIMIT_DUE && e->due == INSTANT_NONE)
		return 0;
	return event_set_has(&c->from, e->event) ||
	       (e->event == EVENT_REOPEN && event_set_has(&c->from, EVENT_OPEN) &&
		c->on_reopen != REOPEN_IGNORE);
}

static int starts_any(const struct watch *w, const struct history_event *e)
{
	size_t r;

	if (!event_set_has(&w->clocks->begins, e->event) ||
	    (clock_is_part(w->clocks, e->event) && w->clocks->part && e->detail != w->clocks->part))
		return 0;
	for (r = 0; r < w->clocks->n; r++)
		if (has_rule(w, r) && starts(w->clocks->rule[r].clock, e))
			return 1;
	return 0;
}

static int ends(const struct policy_clock *c, const struct history_event *e)
{
	if (e->event == EVENT_CANCEL)
		return 1;
	if (c->within.kind == LIMIT_DUE && event_set_has(&c->from, e->event))
		return 0;
	return (event_set_has(&c->until, e->event) && !(e->flags & ROW_BY_SD)) ||
	       event_set_has(&c->drop, e->event);
}

/* Whatever rule the instance began under, and of whatever part it is, is it ended by the event? */
static int ends_all(const struct watch *w, const struct history_event *from,
		    const struct history_event *e)
{
	size_t r;

	if (clock_is_part(w->clocks, e->event) &&
	    (from->event != w->clocks->part_from || e->detail != from->detail))
		return 0;
	for (r = 0; r < w->clocks->n; r++)
		if (has_rule(w, r) && !ends(w->clocks->rule[r].clock, e))
			return 0;
	return 1;
}

static instant earlier(instant a, instant b)
{
	return a < b ? a : b;
}

/*
 * Nothing that began at `from`, with `due` the earliest instant that was promised since, falls
 * due before.
 */
static instant earliest_due(const struct watch *w, instant from, instant due)
{
	instant bound = INSTANT_MAX, at;
	size_t r;

	for (r = 0; r < w->clocks->n; r++) {
		const struct escalate_bound *b = &w->steps->bound[r];

		if (!has_rule(w, r))
			continue;
		if (w->clocks->rule[r].clock->within.kind != LIMIT_DUE) {
			at = b->wall < INSTANT_MAX - from ? from + b->wall : INSTANT_MAX;
			bound = earlier(bound, at);
			continue;
		}
		if (due == INSTANT_NONE)
			continue;
		if (b->percent)
			bound = earlier(bound, from + escalate_share(due > from ? due - from : 0,
								     b->percent));
		if (b->offset != INT64_MAX)
			bound = earlier(bound, due + b->offset > from ? due + b->offset : from);
	}
	return bound;
}

/*
 * The instance that event i may begin: did none of its steps fall due? *last is where it ends
 * for sure.
 */
static int is_quiet_from(const struct watch *w, size_t i, instant now, size_t *last)
{
	const struct history_event *from = &w->h->event[i], *e;
	instant due = from->due;

	for (*last = i + 1; *last < w->h->n; ++*last) {
		e = &w->h->event[*last];
		if (ends_all(w, from, e))
			return earliest_due(w, from->at, due) > e->at;
		if (e->due != INSTANT_NONE && starts_any(w, e))
			due = due == INSTANT_NONE ? e->due : earlier(due, e->due);
	}
	return earliest_due(w, from->at, due) > now;
}

/* A promise has no step before its own time, whenever its instance starts, and none after its approval. */
static int is_quiet_promise(const struct watch *w, size_t i, instant now)
{
	instant end = w->approved[i] == APPROVAL_NONE ? now : w->h->event[w->approved[i]].at - 1;

	return earliest_due(w, w->h->event[i].at, INSTANT_NONE) > end;
}

static int is_quiet_group(const struct watch *w, instant now)
{
	size_t i, last = 0;

	for (i = 0; i < w->h->n; i++) {
		const struct history_event *e = &w->h->event[i];

		/* One instance runs at a time, but of parts one each. */
		if ((i < last && w->clocks->part_from == NO_EVENT) || !starts_any(w, e))
			continue;
		if (clock_is_of_approvals(w->clocks) ? !is_quiet_promise(w, i, now) :
						       !is_quiet_from(w, i, now, &last))
			return 0;
	}
	return 1;
}

/* --- what the class says ------------------------------------------------------------------------- */

struct quiet {
	const struct escalate_version *v;
	const struct clock_version *clocks;
	uint64_t rules[GROUPS];
	uint32_t class[COLUMN_MAX];
};

/* The rules that match now are added; 0 where one has no bit. */
static int add_rules(struct quiet *q)
{
	size_t g;

	for (g = 0; g < q->clocks->n; g++) {
		const struct clock_rule *rule;
		ptrdiff_t r;

		if (!q->v->group[g].n)
			continue;
		rule = clock_match(&q->clocks->group[g], q->class);
		r = rule ? rule - q->clocks->group[g].rule : 0;
		if (r >= RULES)
			return 0;
		if (rule)
			q->rules[g] |= (uint64_t)1 << r;
	}
	return 1;
}

static int fires_when(const struct quiet *q)
{
	size_t k;

	for (k = 0; q->v->nwhen && k < q->v->n; k++)
		if (q->v->rule[k].when && filter_matches(q->v->rule[k].when, q->class))
			return 1;
	return 0;
}

/* What was left on reopen may be anything. */
static int continues(const struct quiet *q)
{
	size_t g, r;

	for (g = 0; g < q->clocks->n; g++)
		for (r = 0; q->rules[g] && r < q->clocks->group[g].n; r++)
			if (q->clocks->group[g].rule[r].clock->on_reopen == REOPEN_CONTINUE)
				return 1;
	return 0;
}

/* Goes through the case's classes; 0 where something is not obvious. */
static int walk_classes(struct quiet *q, const struct history *h)
{
	enum case_state state = CASE_NONE;
	int is_reopened = 0;
	size_t i, k;

	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		if (!casestate_allows(state, e->event))
			return 0;
		state = casestate_after(state, e->event);
		is_reopened |= e->event == EVENT_REOPEN;
		if (!history_event_sets_class(e->event))
			continue;
		for (k = 0; k < e->nchanges; k++)
			q->class[e->change[k].slot] = e->change[k].symbol;
		if (fires_when(q) || !add_rules(q))
			return 0;
	}
	return !(is_reopened && continues(q));
}

int escalate_is_quiet(const struct escalateset *es, const struct history *h, instant now)
{
	struct quiet q = { .v = NULL };
	struct watch w = { .h = h };
	size_t *approved, g;
	int quiet = 1;

	q.v = escalate_version_at(es, h, &q.clocks);
	if (q.clocks->n > GROUPS || !walk_classes(&q, h))
		return 0;
	w.approved = approved = clock_approvals(es->clocks, q.clocks, h);
	for (g = 0; quiet && g < q.clocks->n; g++) {
		w.clocks = &q.clocks->group[g];
		w.steps = &q.v->group[g];
		w.rules = q.rules[g];
		quiet = !w.rules || is_quiet_group(&w, now);
	}
	free(approved);
	return quiet;
}
