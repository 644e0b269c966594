/* clock: instances of one case, event by event. Due instants are in clock_due.c. */
#include "rules/clock.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "rules/clock_internal.h"

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = { "undecided", "met", "breached", "dropped", "unknown" };

	return names[v];
}

void clock_list_release(struct clock_list *list)
{
	free(list->instance);
	*list = (struct clock_list)CLOCK_LIST_INIT;
}

static void compile_rule(struct clock_rule *out, const struct policy *p,
			 const struct policy_clock *c, struct classmap *map, struct symbols *symbols)
{
	size_t i;

	out->clock = c;
	out->filter = filter_new(p, &c->filter, map, symbols);
	out->npause = c->pause.n;
	out->pause = mem_array(c->pause.n, sizeof(*out->pause));
	for (i = 0; i < c->pause.n; i++)
		out->pause[i] = symbols_add(symbols, COLUMN_DETAIL, c->pause.s[i],
					    strlen(c->pause.s[i]));
}

static struct clock_group *find_group(struct clock_version *v, int name_id)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (v->group[i].rule[0].clock->name_id == name_id)
			return &v->group[i];
	return NULL;
}

static void compile_version(struct clock_version *v, const struct policy *p, struct classmap *map,
			    struct symbols *symbols)
{
	size_t i;

	v->policy = p;
	v->group = mem_array(p->nclocks, sizeof(*v->group));
	for (i = 0; i < p->nclocks; i++) {
		struct clock_group *g = find_group(v, p->clock[i].name_id);

		if (!g) {
			g = &v->group[v->n++];
			g->rule = mem_array(p->nclocks, sizeof(*g->rule));
		}
		compile_rule(&g->rule[g->n++], p, &p->clock[i], map, symbols);
	}
}

struct clockset *clockset_new(const struct policy_set *set, struct classmap *map,
			      struct symbols *symbols)
{
	struct clockset *cs = mem_zalloc(sizeof(*cs));

	cs->set = set;
	cs->map = map;
	cs->version = mem_array(set->n, sizeof(*cs->version));
	for (cs->n = 0; cs->n < set->n; cs->n++)
		compile_version(&cs->version[cs->n], set->version[cs->n], map, symbols);
	return cs;
}

void clockset_free(struct clockset *cs)
{
	size_t v, g, r;

	if (!cs)
		return;
	for (v = 0; v < cs->n; v++) {
		for (g = 0; g < cs->version[v].n; g++) {
			struct clock_group *group = &cs->version[v].group[g];

			for (r = 0; r < group->n; r++) {
				filter_free(group->rule[r].filter);
				free(group->rule[r].pause);
			}
			free(group->rule);
		}
		free(cs->version[v].group);
	}
	free(cs->version);
	free(cs);
}

static const struct clock_version *version_at(const struct clockset *cs, const struct history *h)
{
	const struct policy *p;
	size_t i;

	if (cs->n == 1)
		return &cs->version[0];
	p = policy_set_at(cs->set, h->n ? h->event[0].at : 0);
	for (i = 0; i + 1 < cs->n; i++)
		if (cs->version[i].policy == p)
			break;
	return &cs->version[i];
}

const struct clock_rule *clock_rule_of(const struct clockset *cs, const struct history *h,
				       const struct policy_clock *clock)
{
	const struct clock_version *v = version_at(cs, h);
	size_t g, r;

	for (g = 0; g < v->n; g++)
		for (r = 0; r < v->group[g].n; r++)
			if (v->group[g].rule[r].clock == clock)
				return &v->group[g].rule[r];
	BUG("instance of a clock that the policy does not have");
}

/* What the run over one clock's name knows. */
struct run {
	const struct history *h;
	const struct clock_group *group;
	const struct holds *holds;
	const uint8_t *state;            /* by event: state before it, or NOT_ALLOWED */
	struct clock_list *list;
	const struct clock_rule *rule;   /* that matches now, or NULL */
	const struct clock_rule *running_rule;
	size_t first;                    /* this name's first instance in the list */
	size_t running;                  /* index in the list, or NONE */
	instant not_before;              /* for instances started by an amend's replay */
};
#define NONE SIZE_MAX
#define NOT_ALLOWED 255

static const struct clock_rule *match(const struct clock_group *g, const uint32_t *class)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (filter_matches(g->rule[i].filter, class))
			return &g->rule[i];
	return NULL;
}

static struct clock_instance *running(struct run *r)
{
	return r->running == NONE ? NULL : &r->list->instance[r->running];
}

static instant later(instant t, instant bound)
{
	return bound != INSTANT_NONE && bound > t ? bound : t;
}

/* The verdict of an instance that ended at `ended` (done, or dropped), or is looked at now. */
static void decide(struct run *r, struct clock_instance *x, instant cut, int ended)
{
	clock_due(x, r->running_rule, r->holds, cut, ended);
	if (x->due == INSTANT_NONE) {
		int64_t used = x->done != INSTANT_NONE && x->rule->within.kind == LIMIT_SECONDS
				       ? clock_used(x, r->running_rule, r->holds, x->done)
				       : x->limit;

		/* Done early enough for any calendar to come: no guess is needed. */
		if (x->rule->within.kind == LIMIT_SECONDS && used < x->limit) {
			x->verdict = VERDICT_MET;
			x->decided = later(x->done, x->not_before);
		} else {
			x->verdict = ended && x->done == INSTANT_NONE ? VERDICT_DROPPED
								     : VERDICT_UNKNOWN;
		}
		return;
	}
	if (x->done != INSTANT_NONE && x->done <= x->due) {
		x->verdict = VERDICT_MET;
		x->decided = later(x->done, x->not_before);
	} else if (x->done != INSTANT_NONE || (ended ? x->due < cut : x->due <= cut)) {
		x->verdict = VERDICT_BREACHED;
		x->decided = later(x->due, x->not_before);
	} else {
		x->verdict = ended ? VERDICT_DROPPED : VERDICT_UNDECIDED;
	}
}

static void finish(struct run *r, const struct history_event *e, int done)
{
	struct clock_instance *x = running(r);

	if (done) {
		x->done = e->at;
		x->done_line = e->line;
	}
	x->ended = e->at;
	x->ended_line = e->line;
	decide(r, x, e->at, 1);
	r->running = NONE;
}

/* What was left when the last instance of this name ended (on-reopen: continue). */
static int64_t limit_left(struct run *r, const struct clock_rule *rule)
{
	const struct clock_instance *last;

	if (r->list->n == r->first || rule->clock->within.kind != LIMIT_SECONDS)
		return rule->clock->within.n;
	last = &r->list->instance[r->list->n - 1];
	if (last->rule->within.kind != LIMIT_SECONDS || last->ended == INSTANT_NONE)
		return rule->clock->within.n;
	return last->limit - clock_used(last, rule, r->holds, last->ended);
}

static void start(struct run *r, const struct clock_rule *rule, size_t i, int64_t limit)
{
	const struct history_event *e = &r->h->event[i];
	struct clock_instance *x;

	MEM_GROW(r->list->instance, r->list->n + 1, r->list->alloc);
	r->running = r->list->n++;
	x = running(r);
	*x = (struct clock_instance){
		.rule = rule->clock, .number = (int)(r->list->n - r->first), .from = e->at,
		.from_line = e->line, .from_check = e->check, .limit = limit,
		.due = rule->clock->within.kind == LIMIT_DUE ? e->due : INSTANT_NONE,
		.done = INSTANT_NONE, .ended = INSTANT_NONE, .decided = INSTANT_NONE,
		.not_before = r->not_before, .first_event = i,
	};
	r->running_rule = rule;
}

/* After resolve only contact, resolve, close and own events start instances. */
static int may_start(const struct run *r, size_t i)
{
	int event = r->h->event[i].event;

	if (r->state[i] != CASE_RESOLVED && r->state[i] != CASE_CLOSED)
		return 1;
	return event == EVENT_CONTACT || event == EVENT_RESOLVE || event == EVENT_CLOSE ||
	       event == EVENT_REOPEN || event >= EVENT_OWN;
}

static void maybe_start(struct run *r, size_t i)
{
	const struct history_event *e = &r->h->event[i];
	const struct policy_clock *c = r->rule->clock;
	int64_t limit = c->within.n;

	if (e->event == EVENT_CANCEL || !may_start(r, i))
		return;
	if (!event_set_has(&c->from, e->event)) {
		if (e->event != EVENT_REOPEN || !event_set_has(&c->from, EVENT_OPEN) ||
		    c->on_reopen == REOPEN_IGNORE)
			return;
		if (c->on_reopen == REOPEN_CONTINUE)
			limit = limit_left(r, r->rule);
	}
	if (c->within.kind == LIMIT_DUE && e->due == INSTANT_NONE)
		return;
	start(r, r->rule, i, limit);
}

/* A promise renewed before its time moves the due instant; renewed after it, the breach stays. */
static int is_renewal(const struct clock_instance *x, const struct history_event *e)
{
	return x->rule->within.kind == LIMIT_DUE && e->due != INSTANT_NONE &&
	       event_set_has(&x->rule->from, e->event);
}

static void step(struct run *r, size_t i)
{
	const struct history_event *e = &r->h->event[i];
	struct clock_instance *x = running(r);

	if (x) {
		const struct policy_clock *c = x->rule;
		int by_sd = e->flags & ROW_BY_SD;

		if (is_renewal(x, e)) {
			if (e->at < x->due) {
				x->due = e->due;
				x->moved++;
				return;
			}
			finish(r, e, 0);
			/* Renewed at the very instant counts as after it. */
			x->verdict = VERDICT_BREACHED;
			x->decided = later(x->due, x->not_before);
		} else if (!by_sd && event_set_has(&c->until, e->event)) {
			finish(r, e, 1);
		} else if (event_set_has(&c->drop, e->event) || e->event == EVENT_CANCEL) {
			finish(r, e, 0);
		} else if (e->event == EVENT_REOPEN) {
			int by = r->h->event[x->first_event].event;

			if (by == EVENT_RESOLVE || by == EVENT_CLOSE)
				finish(r, e, 0);
		}
	}
	if (r->running == NONE && r->rule)
		maybe_start(r, i);
}

/* Has this name already an instance that the same row started? */
static int was_started_by(const struct run *r, size_t i)
{
	size_t k;

	for (k = r->first; k < r->list->n; k++)
		if (r->list->instance[k].first_event == i)
			return 1;
	return 0;
}

/* A clock that matches only now starts at the original `from`: what happened so far is run again. */
static void replay(struct run *r, size_t upto)
{
	size_t i, keep = r->list->n, out;

	r->not_before = r->h->event[upto].at;
	for (i = 0; i < upto; i++)
		if (r->state[i] != NOT_ALLOWED && !(r->running == NONE && was_started_by(r, i)))
			step(r, i);
	r->not_before = INSTANT_NONE;
	for (out = keep; out < r->list->n; out++)
		r->list->instance[out].number = (int)(out - r->first) + 1;
}

static void change_rule(struct run *r, const struct clock_rule *rule, size_t i)
{
	const struct clock_rule *old = r->rule;
	const struct history_event *e = &r->h->event[i];
	struct clock_instance *x = running(r);

	r->rule = rule;
	if ((rule ? rule : old)->clock->on_amend == AMEND_KEEP)
		return;
	if (!old) {
		if (!x)
			replay(r, i);
		return;
	}
	if (!x)
		return;
	decide(r, x, e->at, 0);
	if (x->verdict == VERDICT_BREACHED) {
		if (!rule)
			finish(r, e, 0);
		return;
	}
	if (!rule) {
		finish(r, e, 0);
		return;
	}
	if (rule->clock->within.kind != LIMIT_DUE || x->rule->within.kind != LIMIT_DUE)
		x->due = INSTANT_NONE;
	x->rule = rule->clock;
	x->limit = rule->clock->within.n;
	x->not_before = e->at;
	x->decided = INSTANT_NONE;
	x->verdict = VERDICT_UNDECIDED;
	r->running_rule = rule;
}

static void apply_changes(const struct history_event *e, uint32_t *class)
{
	size_t i;

	for (i = 0; i < e->nchanges; i++)
		class[e->change[i].slot] = e->change[i].symbol;
}

static void run_group(struct run *r, uint32_t *class, instant now)
{
	size_t i;

	for (i = 0; i < r->h->n; i++) {
		const struct history_event *e = &r->h->event[i];

		if (r->state[i] == NOT_ALLOWED)
			continue;
		if (e->nchanges || e->event == EVENT_OPEN) {
			const struct clock_rule *rule;

			apply_changes(e, class);
			rule = match(r->group, class);
			if (e->event == EVENT_OPEN)
				r->rule = rule;
			else if (rule != r->rule)
				change_rule(r, rule, i);
		}
		step(r, i);
	}
	if (r->running != NONE)
		decide(r, running(r), now, 0);
}

/* States before each event; an event that is not legal there takes no part. */
static void run_states(const struct history *h, uint8_t *state)
{
	enum case_state s = CASE_NONE;
	size_t i;

	for (i = 0; i < h->n; i++) {
		int event = h->event[i].event;

		state[i] = casestate_allows(s, event) ? (uint8_t)s : NOT_ALLOWED;
		if (state[i] != NOT_ALLOWED)
			s = casestate_after(s, event);
	}
}

void clock_run(const struct clockset *cs, const struct history *h, instant now,
	       struct clock_list *list)
{
	const struct clock_version *v = version_at(cs, h);
	uint8_t few[64], *state = h->n > sizeof(few) ? mem_alloc(h->n) : few;
	struct holds holds = { NULL, 0, 0 };
	uint32_t class[COLUMN_MAX];
	size_t g;

	list->n = 0;
	run_states(h, state);
	holds_collect(&holds, h);
	for (g = 0; g < v->n; g++) {
		struct run r = { .h = h, .group = &v->group[g], .holds = &holds, .state = state,
				 .list = list, .first = list->n, .running = NONE,
				 .not_before = INSTANT_NONE };

		memset(class, 0, sizeof(class));
		run_group(&r, class, now);
	}
	free(holds.hold);
	if (state != few)
		free(state);
}
