#include "report/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/casepass.h"
#include "report/facts.h"
#include "report/illegal.h"
#include "report/stepwho.h"
#include "rules/clock.h"
#include "rules/escalate.h"

#define SWEEP_QUIET (14 * 86400)   /* a case that had a row since then is not looked at */

/* An instance that is late; names are those of the replay. */
struct late {
	caseid id;
	uint32_t clock, owner;
	instant due, end;
};

/* What a thread counts. Names are its own. */
struct count {
	struct intern names;
	struct replay_clock *clock;        /* by name */
	struct replay_count *step, *receiver;
	size_t nclocks, alloc_clocks, nsteps, alloc_steps, nreceivers, alloc_receivers;
	struct late *late;
	size_t nlate, alloc_late;
	uint64_t received, cancelled, late_cases;
	instant oldest;
	struct illegal_list illegal;
};

/* One reading of the log, under one of the policies. */
struct pass {
	const struct replay_options *options;
	enum replay_side side;
	const struct policy_set *set;
	struct classmap map;
	struct symbols symbols;
	struct clockset *clocks;
	struct escalateset *steps;
	struct casestore store;
	struct casepass pass;
	struct illegal_list dropped;       /* rows of cases that were dropped */
	instant keep_from;
};

struct worker {
	struct pass *p;
	struct casestore_view view;
	struct clock_list clocks;
	struct escalate_list steps;
	struct receivers who;
	struct count count;
	uint8_t *drop;                     /* not NULL: only find out which cases are not looked at */
};

/* --- names ---------------------------------------------------------------------------------------- */

static struct replay_clock *clock_of(struct replay_clock **list, size_t *n, size_t *alloc,
				     const char *name)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (!strcmp((*list)[i].name, name))
			return &(*list)[i];
	MEM_GROW(*list, *n + 1, *alloc);
	(*list)[*n] = (struct replay_clock){ .name = name };
	return &(*list)[(*n)++];
}

static struct replay_count *count_of(struct replay_count **list, size_t *n, size_t *alloc,
				     const char *name)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (!strcmp((*list)[i].name, name))
			return &(*list)[i];
	MEM_GROW(*list, *n + 1, *alloc);
	(*list)[*n] = (struct replay_count){ .name = name };
	return &(*list)[(*n)++];
}

static void count_release(struct count *c)
{
	intern_release(&c->names);
	free(c->clock);
	free(c->step);
	free(c->receiver);
	free(c->late);
	illegal_release(&c->illegal);
}

/* --- one case ------------------------------------------------------------------------------------- */

static int is_customers(const struct pass *p, const struct history *h)
{
	uint32_t class[COLUMN_MAX];
	const char *kind;

	history_class(h, h->n, &p->map, class);
	kind = symbols_str(&p->symbols, COLUMN_KIND, class[p->map.slot[COLUMN_KIND]]);
	return strcmp(kind, "duty") != 0 && strcmp(kind, "action") != 0;
}

/* Who owned the case, or its task, at this instant. */
static const char *owner_at(const struct pass *p, const struct history *h,
			    const struct clock_instance *x)
{
	uint32_t class[COLUMN_MAX], department = 0, owner = 0;
	size_t upto = 0;

	while (upto < h->n && h->event[upto].at <= x->decided)
		upto++;
	history_class(h, upto, &p->map, class);
	if (x->task)
		clock_part_who(x->rule, x->task, h, upto, &p->map, &p->symbols, &department,
			       &owner);
	if (!department && !owner)
		owner = class[p->map.slot[COLUMN_OWNER]];
	return symbols_str(&p->symbols, COLUMN_OWNER, owner);
}

/* Of several instances of a clock the latest one stands for the case. */
static void add_late(struct worker *w, const struct history *h, const struct clock_instance *x,
		     size_t first)
{
	struct count *c = &w->count;
	instant end = x->done != INSTANT_NONE ? x->done :
		      x->ended != INSTANT_NONE ? x->ended : w->p->options->as_of;
	uint32_t clock = intern_add(&c->names, x->rule->name, strlen(x->rule->name));
	const char *owner = owner_at(w->p, h, x);
	struct late late = { h->id, clock, intern_add(&c->names, owner, strlen(owner)), x->due, end };
	size_t i;

	for (i = first; i < c->nlate && c->late[i].clock != clock; i++)
		;
	if (i == c->nlate) {
		MEM_GROW(c->late, c->nlate + 1, c->alloc_late);
		c->late[c->nlate++] = late;
	} else if (end - x->due > c->late[i].end - c->late[i].due) {
		c->late[i] = late;
	}
}

static void count_clocks(struct worker *w, const struct history *h)
{
	struct count *c = &w->count;
	size_t first = c->nlate, i;

	clock_run(w->p->clocks, h, w->p->options->as_of, &w->clocks);
	for (i = 0; i < w->clocks.n; i++) {
		const struct clock_instance *x = &w->clocks.instance[i];
		struct replay_verdicts *v = &clock_of(&c->clock, &c->nclocks, &c->alloc_clocks,
						      x->rule->name)->side[w->p->side];

		v->met += x->verdict == VERDICT_MET;
		v->breached += x->verdict == VERDICT_BREACHED;
		v->undecided += x->verdict == VERDICT_UNDECIDED;
		v->unknown += x->verdict == VERDICT_UNKNOWN;
		if (x->verdict == VERDICT_BREACHED)
			add_late(w, h, x, first);
	}
	c->late_cases += c->nlate > first;
}

static void count_steps(struct worker *w, const struct history *h)
{
	const struct pass *p = w->p;
	struct count *c = &w->count;
	size_t i, k;

	if (escalate_is_quiet(p->steps, h, p->options->as_of))
		return;
	escalate_case(p->steps, h, p->options->as_of, &w->steps);
	for (i = 0; i < w->steps.n; i++) {
		const struct escalate_step *s = &w->steps.step[i];

		count_of(&c->step, &c->nsteps, &c->alloc_steps, s->step->name)->side[p->side]++;
		stepwho_find(&w->who, p->set, &p->map, &p->symbols, h, s);
		for (k = 0; k < w->who.n; k++) {
			uint32_t id = intern_add(&c->names, w->who.name[k], strlen(w->who.name[k]));

			count_of(&c->receiver, &c->nreceivers, &c->alloc_receivers,
				 intern_str(&c->names, id))->side[p->side]++;
		}
	}
}

static void work_case(void *arg, size_t i)
{
	struct worker *w = arg;
	struct pass *p = w->p;
	struct history *h = &w->view.history;
	size_t illegal = w->count.illegal.n, k;
	enum case_state state;

	if (w->drop && (p->store.one[i].flags & CASE_PARTIAL ||
			casestore_last_at(&p->store, i) >= p->keep_from))
		return;
	casestore_unpack(&p->store, i, &w->view);
	for (k = 0; k < h->n; k++)
		h->event[k].key = 0;
	history_sort(h);
	facts_drop_illegal(h, illegal_note, &w->count.illegal);
	if (!h->n || h->event[0].at < p->options->from || h->event[0].at >= p->options->to) {
		if (w->drop)
			w->drop[i] = 1;
		return;
	}
	if (w->drop) {
		w->count.illegal.n = illegal;   /* it will be told when the case is counted */
		return;
	}
	casestate_run(h, &state);
	if (w->count.oldest == INSTANT_NONE || h->event[0].at < w->count.oldest)
		w->count.oldest = h->event[0].at;
	if (is_customers(p, h)) {
		w->count.received += state != CASE_CANCELLED;
		w->count.cancelled += state == CASE_CANCELLED;
	}
	count_clocks(w, h);
	count_steps(w, h);
}

/* --- all of them ---------------------------------------------------------------------------------- */

static const char *keep_name(struct replay *r, const char *name)
{
	return intern_str(&r->names, intern_add(&r->names, name, strlen(name)));
}

static void add_counts(struct replay *r, struct count *to, const struct count *from,
		       enum replay_side side)
{
	size_t i;

	for (i = 0; i < from->nclocks; i++) {
		struct replay_verdicts *v = &clock_of(&r->clock, &r->nclocks, &r->alloc_clocks,
				keep_name(r, from->clock[i].name))->side[side];
		const struct replay_verdicts *more = &from->clock[i].side[side];

		v->met += more->met;
		v->breached += more->breached;
		v->undecided += more->undecided;
		v->unknown += more->unknown;
	}
	for (i = 0; i < from->nsteps; i++)
		count_of(&r->step, &r->nsteps, &r->alloc_steps, keep_name(r, from->step[i].name))
			->side[side] += from->step[i].side[side];
	for (i = 0; i < from->nreceivers; i++)
		count_of(&r->receiver, &r->nreceivers, &r->alloc_receivers,
			 keep_name(r, from->receiver[i].name))->side[side] += from->receiver[i].side[side];
	for (i = 0; i < from->nlate; i++) {
		struct late late = from->late[i];

		late.clock = intern_add(&r->names, intern_str(&from->names, late.clock),
					intern_len(&from->names, late.clock));
		late.owner = intern_add(&r->names, intern_str(&from->names, late.owner),
					intern_len(&from->names, late.owner));
		MEM_GROW(to->late, to->nlate + 1, to->alloc_late);
		to->late[to->nlate++] = late;
	}
	if (side == REPLAY_IN_FORCE) {
		r->received += from->received;
		r->cancelled += from->cancelled;
		if (from->oldest != INSTANT_NONE &&
		    (r->oldest == INSTANT_NONE || from->oldest < r->oldest))
			r->oldest = from->oldest;
	}
	r->late[side] += from->late_cases;
	illegal_merge(&to->illegal, &from->illegal);
}

/* `to` gets the late ones; NULL: only find out what is to be dropped, and what of that to tell: p->dropped. */
static void work_all(struct pass *p, struct replay *r, struct count *to, uint8_t *drop)
{
	struct worker worker[CASEPASS_THREADS_MAX];
	void *each[CASEPASS_THREADS_MAX];
	int n = p->options->threads, i;

	n = n < 1 ? 1 : n > CASEPASS_THREADS_MAX ? CASEPASS_THREADS_MAX : n;
	for (i = 0; i < n; i++) {
		worker[i] = (struct worker){ .p = p, .view = CASESTORE_VIEW_INIT,
					     .count = { .names = INTERN_INIT, .oldest = INSTANT_NONE },
					     .drop = drop };
		each[i] = &worker[i];
	}
	casepass_each(p->store.ncases, work_case, each, n);
	for (i = 0; i < n; i++) {
		if (to)
			add_counts(r, to, &worker[i].count, p->side);
		else
			illegal_merge(&p->dropped, &worker[i].count.illegal);
		casestore_view_release(&worker[i].view);
		clock_list_release(&worker[i].clocks);
		escalate_list_release(&worker[i].steps);
		receivers_release(&worker[i].who);
		count_release(&worker[i].count);
	}
}

static void sweep(void *ctx)
{
	struct pass *p = ctx;
	uint8_t *drop = mem_array(p->store.ncases + 1, 1);
	size_t dropped = p->dropped.n;

	p->keep_from = p->pass.newest - SWEEP_QUIET;
	work_all(p, NULL, NULL, drop);
	if (!casepass_drop(&p->pass, drop))
		p->dropped.n = dropped;
	free(drop);
}

/* The names of this side's clocks and steps in the policy's order, also of those that never ran. */
static void add_names(struct replay *r, const struct policy_set *set)
{
	size_t v, i;

	for (v = set->n; v-- > 0;) {
		const struct policy *p = set->version[v];

		for (i = 0; i < p->nclocks; i++)
			if (!p->clock[i].is_implied)
				clock_of(&r->clock, &r->nclocks, &r->alloc_clocks,
					 keep_name(r, p->clock[i].name));
		for (i = 0; i < p->nsteps; i++)
			count_of(&r->step, &r->nsteps, &r->alloc_steps, keep_name(r, p->step[i].name));
	}
}

static int by_name(const void *a, const void *b)
{
	const struct replay_clock *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int run_side(struct replay *r, enum replay_side side, const struct policy_set *set,
		    struct count *count, struct findings *findings, struct err *err)
{
	struct pass p = { .options = &r->options, .side = side, .set = set };
	struct caselog log = CASELOG_INIT;
	size_t named;
	int result;

	add_names(r, set);
	named = r->nclocks;
	if (caselog_open(&log, r->options.path, set, findings, err) < 0)
		return -1;
	classmap_init(&p.map);
	classmap_add(&p.map, COLUMN_KIND);
	classmap_add(&p.map, COLUMN_DEPARTMENT);
	classmap_add(&p.map, COLUMN_OWNER);
	symbols_init(&p.symbols);
	p.clocks = clockset_new(set, &p.map, &p.symbols);
	p.steps = escalateset_new(set, &p.map, &p.symbols);
	casestore_init(&p.store, &p.map, &p.symbols);
	p.pass = (struct casepass){
		.store = &p.store, .events = r->options.events,
		.scan = { .threads = r->options.threads, .at_most = r->options.as_of },
		.sweep = sweep, .ctx = &p };
	result = casepass_read(&p.pass, &log, err);
	if (result == 0) {
		illegal_forget(&p.dropped, &p.store);
		work_all(&p, r, count, NULL);
		/* Those that no policy names came as the cases did, and which came first the threads decide. */
		if (r->nclocks > named)
			qsort(r->clock + named, r->nclocks - named, sizeof(*r->clock), by_name);
		illegal_merge(&count->illegal, &p.dropped);
		if (side == REPLAY_IN_FORCE)
			illegal_report(&count->illegal, set, r->options.path, findings);
	}
	illegal_release(&p.dropped);
	casestore_release(&p.store);
	escalateset_free(p.steps);
	clockset_free(p.clocks);
	symbols_release(&p.symbols);
	caselog_release(&log);
	return result;
}

/* --- comparing ------------------------------------------------------------------------------------ */

static int by_case(const void *a, const void *b)
{
	const struct late *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->clock > y->clock) - (x->clock < y->clock);
}

static void add_change(struct replay *r, const struct late *late, int is_newly_late)
{
	MEM_GROW(r->change, r->nchanges + 1, r->alloc_changes);
	r->change[r->nchanges++] = (struct replay_change){
		late->id, intern_str(&r->names, late->clock), is_newly_late, late->due, late->end,
		intern_str(&r->names, late->owner) };
}

/* What stands in one of the two sorted lists only. */
static void find_changes(struct replay *r, struct count *count)
{
	struct count *old = &count[REPLAY_IN_FORCE], *new = &count[REPLAY_DRAFT];
	size_t i, k = 0;

	if (old->nlate)
		qsort(old->late, old->nlate, sizeof(*old->late), by_case);
	if (new->nlate)
		qsort(new->late, new->nlate, sizeof(*new->late), by_case);
	for (i = 0; i < old->nlate || k < new->nlate;) {
		int order = i == old->nlate ? 1 : k == new->nlate ? -1 :
			    by_case(&old->late[i], &new->late[k]);

		if (order < 0)
			add_change(r, &old->late[i], 0);
		if (order > 0)
			add_change(r, &new->late[k], 1);
		i += order <= 0;
		k += order >= 0;
	}
}

static int by_messages(const void *a, const void *b)
{
	const struct replay_count *x = a, *y = b;
	uint64_t n = x->side[0] + x->side[1], m = y->side[0] + y->side[1];

	return n != m ? (n < m ? 1 : -1) : strcmp(x->name, y->name);
}

static int is_told(const struct findings *findings, const struct finding *x)
{
	size_t i;

	for (i = 0; i < findings->n; i++)
		if (findings->list[i].line == x->line && !strcmp(findings->list[i].msg, x->msg))
			return 1;
	return 0;
}

/* What the draft alone does not understand of the log: how much, and the first of it. */
static void tell_unknown(const struct policy_set *draft, const struct findings *mine,
			 struct findings *findings)
{
	const struct finding *first = NULL;
	size_t i, n = 0;

	for (i = 0; i < mine->n; i++) {
		if (is_told(findings, &mine->list[i]))
			continue;
		if (!n++)
			first = &mine->list[i];
	}
	if (n)
		finding_add(findings, GRADE_WARNING, policy_set_now(draft)->path, 0, 0,
			    _("the draft leaves out rows or columns of the log (%zu); the first: line %zu: %s"),
			    n, first->line, first->msg);
}

int replay_run(struct replay *r, const struct replay_options *options, struct findings *findings,
	       struct err *err)
{
	struct policy *newest = options->draft->version[options->draft->n - 1];
	struct policy_set draft = *options->draft;
	struct count count[REPLAY_SIDES] = { { .names = INTERN_INIT }, { .names = INTERN_INIT } };
	struct findings mine = FINDINGS_INIT;
	int result;

	/* Whatever its valid-from says: without those that it supersedes it is in force always. */
	draft.version = &newest;
	draft.n = 1;
	r->options = *options;
	result = run_side(r, REPLAY_IN_FORCE, options->in_force, &count[REPLAY_IN_FORCE], findings, err);
	if (result == 0)
		result = run_side(r, REPLAY_DRAFT, &draft, &count[REPLAY_DRAFT], &mine, err);
	if (result == 0) {
		tell_unknown(options->draft, &mine, findings);
		find_changes(r, count);
		if (r->nreceivers)
			qsort(r->receiver, r->nreceivers, sizeof(*r->receiver), by_messages);
	}
	findings_release(&mine);
	count_release(&count[REPLAY_IN_FORCE]);
	count_release(&count[REPLAY_DRAFT]);
	return result;
}

void replay_release(struct replay *r)
{
	intern_release(&r->names);
	free(r->clock);
	free(r->step);
	free(r->receiver);
	free(r->change);
	*r = (struct replay)REPLAY_INIT;
}
