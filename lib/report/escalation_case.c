/* escalation_case: what is due in one case, on all threads; and which cases matter no more. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/escalation_internal.h"
#include "report/facts.h"

/* A thread, and what it finds. */
struct worker {
	struct escalation *x;
	struct casestore_view view;
	struct clock_list clocks;
	struct escalate_list due, coming;
	uint8_t *drop;                   /* not NULL: only find out which cases no longer matter */
	struct escalation_step *step;
	size_t nsteps, alloc_steps;
	struct notify_list notify;
	size_t open, running, breached, looked_at;
	struct escalation_year *year;
	size_t nyears, alloc_years;
	struct illegal_list illegal;
};

/* --- one case ------------------------------------------------------------------------------------- */

/* What has not happened yet takes no part: not even a void row. When the first of it will; INSTANT_MAX: none. */
static instant take_out_future(struct history *h, instant now)
{
	instant first = INSTANT_MAX;
	size_t i, n = 0;

	for (i = 0; i < h->n; i++)
		if (h->event[i].at <= now)
			h->event[n++] = h->event[i];
		else if (h->event[i].at < first)
			first = h->event[i].at;
	h->n = n;
	return first;
}

static size_t count_due(const struct escalate_list *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		n += !list->step[i].is_recorded;
	return n;
}

static void find_due(struct worker *w, const struct history *h)
{
	w->due.n = 0;
	if (!escalate_is_quiet(w->x->steps, h, w->x->now))
		escalate_case(w->x->steps, h, w->x->now, &w->due);
}

/* Is the case over for good, unless another row of it comes? */
static int is_over(struct worker *w, const struct history *h, enum case_state state)
{
	if (case_state_is_open(state) || clock_may_run(w->x->clocks, h))
		return 0;
	find_due(w, h);
	return !count_due(&w->due);
}

static void add_year(struct escalation_year **list, size_t *n, size_t *alloc, uint32_t name_id,
		     int year)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if ((*list)[i].name_id == name_id && (*list)[i].year == year)
			return;
	MEM_GROW(*list, *n + 1, *alloc);
	(*list)[(*n)++] = (struct escalation_year){ name_id, year };
}

static void count_clocks(struct worker *w, const struct history *h)
{
	size_t i;

	clock_run(w->x->clocks, h, w->x->now, &w->clocks);
	for (i = 0; i < w->clocks.n; i++) {
		const struct clock_instance *c = &w->clocks.instance[i];

		if (c->ended != INSTANT_NONE)
			continue;
		w->running++;
		w->breached += c->verdict == VERDICT_BREACHED;
		if (c->verdict == VERDICT_UNKNOWN && c->unknown_year)
			add_year(&w->year, &w->nyears, &w->alloc_years, (uint32_t)c->rule->name_id,
				 c->unknown_year);
	}
}

static const char *symbol_of(const struct escalation *x, const uint32_t *class, int column)
{
	return symbols_str(&x->symbols, column, class[x->map.slot[column]]);
}

static void describe(struct escalation_step *out, const struct escalation *x,
		     const struct history *h)
{
	uint32_t class[COLUMN_MAX], department, owner;

	history_class(h, out->s.upto, &x->map, class);
	if (out->s.task) {
		clock_part_who(out->s.clock, out->s.task, h, out->s.upto, &x->map, &x->symbols,
			       &department, &owner);
		if (department)
			class[x->map.slot[COLUMN_DEPARTMENT]] = department;
		if (department || owner)
			class[x->map.slot[COLUMN_OWNER]] = owner;
	}
	out->kind = symbol_of(x, class, COLUMN_KIND);
	out->category = symbol_of(x, class, COLUMN_CATEGORY);
	out->severity = symbol_of(x, class, COLUMN_SEVERITY);
	out->channel = symbol_of(x, class, COLUMN_CHANNEL);
	out->where = symbol_of(x, class, COLUMN_PLACE);
	out->product = symbol_of(x, class, COLUMN_PRODUCT);
	out->department = symbol_of(x, class, COLUMN_DEPARTMENT);
	out->owner = symbol_of(x, class, COLUMN_OWNER);
	out->task = symbols_str(&x->symbols, COLUMN_DETAIL, out->s.task);
}

static void add_steps(struct worker *w, const struct history *h)
{
	const struct policy *p;
	size_t i;

	if (!w->due.n)
		return;
	p = policy_set_at(w->x->options.set, h->event[0].at);
	for (i = 0; i < w->due.n; i++) {
		const struct escalate_step *s = &w->due.step[i];
		struct escalation_step *out;

		if (s->is_recorded)
			continue;
		MEM_GROW(w->step, w->nsteps + 1, w->alloc_steps);
		out = &w->step[w->nsteps++];
		*out = (struct escalation_step){ .id = h->id, .policy = p, .s = *s,
			.place = s->clock ? (size_t)(s->clock - p->clock) + 1 : 0 };
		describe(out, w->x, h);
	}
}

/* Without channels nobody is told. */
static instant until_told(const struct worker *w, struct notify_mark since)
{
	const struct policy *p = policy_set_now(w->x->options.set);

	return p->nnotify ? notify_list_until(&w->notify, since, p, w->x->now) : INSTANT_MAX;
}

/* What is not yet so: when the first row happens that has not happened, and when one was written that has. */
struct coming_time {
	instant future, late;
};

/* The clocks have not been looked at where none of them can run. */
static void find_in_case(struct worker *w, struct escalation_memo *memo, enum case_state state,
			 struct coming_time coming, int must_repeat)
{
	const struct history *h = &w->view.history;
	int open = case_state_is_open(state);
	const struct notify_mark since = { w->notify.n, w->notify.ntold };
	struct escalation_look look = { h, &w->clocks, &w->due, coming.future, coming.late, 0, open,
					 must_repeat };

	w->clocks.n = w->due.n = 0;
	w->open += (size_t)open;
	if (open || clock_may_run(w->x->clocks, h))
		count_clocks(w, h);
	if (h->n) {
		find_due(w, h);
		add_steps(w, h);
		notify_list_add(&w->notify, policy_set_at(w->x->options.set, h->event[0].at), h,
				&w->due, &w->x->map, &w->x->symbols);
	}
	look.told_until = until_told(w, since);
	escalation_note(w->x, &look, &w->coming, memo);
	w->looked_at++;
}

/* With what was noted of the case the last time there is nothing to look for. */
static int is_noted(struct worker *w, size_t i)
{
	const struct escalation_memo *memo = escalation_noted(w->x, i);

	if (!memo)
		return 0;
	w->open += memo->is_open;
	w->running += memo->running;
	w->breached += memo->breached;
	return 1;
}

/* Is the case not even to be looked at where those that matter no more are looked for? */
static int may_stay(const struct escalation *x, size_t i)
{
	return x->store.one[i].flags & CASE_PARTIAL ||
	       casestore_last_at(&x->store, i) >= x->pass.newest - CASEPASS_QUIET;
}

static void work_case(void *arg, size_t i)
{
	struct worker *w = arg;
	const struct casestore *store = &w->x->store;
	struct history *h = &w->view.history;
	size_t illegal = w->illegal.n;
	enum case_state state;
	struct coming_time coming;

	if (w->drop ? may_stay(w->x, i) : is_noted(w, i))
		return;
	casestore_unpack(store, i, &w->view);
	coming.future = take_out_future(h, w->x->now);
	coming.late = history_forget_late(h, w->x->now);
	history_sort(h);
	state = facts_drop_illegal(h, illegal_note, &w->illegal);
	if (!w->drop)
		find_in_case(w, &w->x->memo[i], state, coming, w->illegal.n > illegal);
	else if (coming.future == INSTANT_MAX && (!h->n || is_over(w, h, state)))
		w->drop[i] = 1;
	else
		w->illegal.n = illegal;         /* it will be told when all has been read */
}

/* --- all cases ------------------------------------------------------------------------------------ */

static void worker_release(struct worker *w)
{
	casestore_view_release(&w->view);
	clock_list_release(&w->clocks);
	escalate_list_release(&w->due);
	escalate_list_release(&w->coming);
	illegal_release(&w->illegal);
	notify_list_release(&w->notify);
	free(w->step);
	free(w->year);
}

static void take_over(struct escalation *x, const struct worker *w)
{
	size_t i;

	x->open += w->open;
	x->running += w->running;
	x->breached += w->breached;
	x->looked_at += w->looked_at;
	for (i = 0; i < w->nyears; i++)
		add_year(&x->year, &x->nyears, &x->alloc_years, w->year[i].name_id, w->year[i].year);
	illegal_merge(&x->illegal, &w->illegal);
	notify_list_merge(&x->notify, &w->notify);
	if (!w->nsteps)
		return;
	MEM_GROW(x->step, x->nsteps + w->nsteps, x->alloc_steps);
	memcpy(x->step + x->nsteps, w->step, w->nsteps * sizeof(*w->step));
	x->nsteps += w->nsteps;
}

void escalation_look_at_all(struct escalation *x, uint8_t *drop, struct illegal_list *illegal)
{
	struct worker worker[CASEPASS_THREADS_MAX];
	void *each[CASEPASS_THREADS_MAX];
	int n = x->options.threads, i;

	n = n < 1 ? 1 : n > CASEPASS_THREADS_MAX ? CASEPASS_THREADS_MAX : n;
	for (i = 0; i < n; i++) {
		worker[i] = (struct worker){ .x = x, .view = CASESTORE_VIEW_INIT, .drop = drop,
					     .clocks = CLOCK_LIST_INIT, .due = ESCALATE_LIST_INIT,
					     .coming = ESCALATE_LIST_INIT,
					     .illegal = ILLEGAL_LIST_INIT,
					     .notify = NOTIFY_LIST_INIT };
		each[i] = &worker[i];
	}
	casepass_each(x->store.ncases, work_case, each, n);
	for (i = 0; i < n; i++) {
		if (drop)
			illegal_merge(illegal, &worker[i].illegal);
		else
			take_over(x, &worker[i]);
		worker_release(&worker[i]);
	}
}

void escalation_sweep(void *ctx)
{
	struct escalation *x = ctx;
	struct illegal_list illegal = ILLEGAL_LIST_INIT;
	uint8_t *drop = mem_array(x->store.ncases + 1, 1);

	casestore_warm_all(&x->store);
	escalation_look_at_all(x, drop, &illegal);
	if (casepass_drop(&x->pass, drop)) {
		illegal_merge(&x->dropped, &illegal);
		x->nmemos = 0;                  /* the cases have got other places */
	}
	illegal_release(&illegal);
	free(drop);
}
