#include "report/escalation_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/facts.h"
#include "rules/receivers.h"

/* What is told of a case. */
static const int told_columns[] = {
	COLUMN_KIND, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_CHANNEL, COLUMN_PLACE, COLUMN_PRODUCT,
	COLUMN_DEPARTMENT, COLUMN_OWNER,
};

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
		history_task(h, out->s.upto, out->s.task, &x->map, &department, &owner);
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

/* The clocks have not been looked at where none of them can run. */
static void find_in_case(struct worker *w, struct escalation_memo *memo, enum case_state state,
			 instant future, int must_repeat)
{
	const struct history *h = &w->view.history;
	int open = case_state_is_open(state);
	const struct notify_mark since = { w->notify.n, w->notify.ntold };
	struct escalation_look look = { h, &w->clocks, &w->due, future, 0, open, must_repeat };

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
	instant future;

	if (w->drop ? may_stay(w->x, i) : is_noted(w, i))
		return;
	casestore_unpack(store, i, &w->view);
	future = take_out_future(h, w->x->now);
	history_sort(h);
	state = facts_drop_illegal(h, illegal_note, &w->illegal);
	if (!w->drop)
		find_in_case(w, &w->x->memo[i], state, future, w->illegal.n > illegal);
	else if (future == INSTANT_MAX && (!h->n || is_over(w, h, state)))
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

/* With `drop` only that is filled, and `illegal` gets the illegal rows of the cases dropped. */
static void work_all(struct escalation *x, uint8_t *drop, struct illegal_list *illegal)
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

static void sweep(void *ctx)
{
	struct escalation *x = ctx;
	struct illegal_list illegal = ILLEGAL_LIST_INIT;
	uint8_t *drop = mem_array(x->store.ncases + 1, 1);

	work_all(x, drop, &illegal);
	if (casepass_drop(&x->pass, drop)) {
		illegal_merge(&x->dropped, &illegal);
		x->nmemos = 0;                  /* the cases have got other places */
	}
	illegal_release(&illegal);
	free(drop);
}

/* --- reading -------------------------------------------------------------------------------------- */

/* Of those by sd the keys of duties and how messages fared are not asked of one case alone. */
static void note_row(struct escalation *x, const struct scan_batch *b, const struct scan_row *r)
{
	if (r->event == EVENT_OPEN) {
		struct span key = scan_cell(b, r, COLUMN_KEY);

		duty_note(&x->book, key.s, key.n);
	} else if (r->event == EVENT_NOTIFY) {
		notify_tries_row(&x->tries, scan_cell(b, r, COLUMN_OWNER),
				 scan_cell(b, r, COLUMN_DETAIL), r->at);
	}
}

static int on_rows(void *ctx, const struct scan_batch *b)
{
	struct escalation *x = ctx;
	size_t i;

	if (b->nrows && x->began == INSTANT_NONE)
		x->began = b->row[0].key;
	for (i = 0; i < b->nrows; i++)
		if (b->row[i].flags & ROW_BY_SD)
			note_row(x, b, &b->row[i]);
	return 0;
}

static void start_anew(struct escalation *x)
{
	casestore_release(&x->store);
	casestore_init(&x->store, &x->map, &x->symbols);
	x->store.keeps_ledger = 1;
	duty_book_release(&x->book);
	notify_tries_release(&x->tries);
	illegal_release(&x->dropped);
	x->pass = (struct casepass){ .store = &x->store, .events = x->options.events,
				     .scan = { .threads = x->options.threads }, .rows = on_rows,
				     .sweep = sweep, .ctx = x };
	x->began = INSTANT_NONE;
	x->place = x->kept = (struct scan_place){ 0, 0, INSTANT_NONE };
	x->nmemos = 0;
	x->is_idle = x->is_damaged = 0;
}

void escalation_init(struct escalation *x, const struct escalation_options *options)
{
	size_t i;

	*x = (struct escalation){ .options = *options, .book = DUTY_BOOK_INIT,
				  .tries = NOTIFY_TRIES_INIT, .notify = NOTIFY_LIST_INIT,
				  .illegal = ILLEGAL_LIST_INIT, .dropped = ILLEGAL_LIST_INIT };
	classmap_init(&x->map);
	symbols_init(&x->symbols);
	for (i = 0; i < ARRAY_SIZE(told_columns); i++)
		classmap_add(&x->map, told_columns[i]);
	notify_columns(&x->map);
	x->clocks = clockset_new(options->set, &x->map, &x->symbols);
	x->steps = escalateset_new(options->set, &x->map, &x->symbols);
	start_anew(x);
}

void escalation_release(struct escalation *x)
{
	if (!x->options.set)
		return;
	casestore_release(&x->store);
	escalateset_free(x->steps);
	clockset_free(x->clocks);
	symbols_release(&x->symbols);
	duty_book_release(&x->book);
	notify_tries_release(&x->tries);
	notify_list_release(&x->notify);
	illegal_release(&x->illegal);
	illegal_release(&x->dropped);
	arena_release(&x->arena);
	free(x->step);
	free(x->duty);
	free(x->year);
	free(x->memo);
	*x = (struct escalation){ .options = { .set = NULL } };
}

int escalation_is_same_file(struct escalation *x, const struct caselog *log)
{
	struct stat st;
	int same;

	if (fstat(log->fd, &st) < 0)
		return 0;
	same = st.st_dev == x->dev && st.st_ino == x->ino && log->end >= x->place.offset;
	x->dev = st.st_dev;
	x->ino = st.st_ino;
	return same;
}

/* From where the reading begins: what was read before, what was kept, or the log's first row. */
static void begin_reading(struct escalation *x, const struct caselog *log)
{
	int is_same = escalation_is_same_file(x, log);

	/* Where nothing could be due nothing was taken up, and now there are rows. */
	if (x->place.offset && (!is_same || (x->is_idle && log->end > x->place.offset)))
		start_anew(x);
	if (!x->place.offset && !escalation_take_up(x, log))
		start_anew(x);
	x->pass.scan.from = x->place.offset;
	x->pass.scan.line = x->place.line;
	x->pass.scan.key = x->place.key;
}

/* A case that has come back tells of its rows itself: they may be void now. */
static void forget_dropped(struct escalation *x)
{
	struct illegal_list *list = &x->dropped;
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		if (casestore_find(&x->store, list->row[i].id) < 0)
			list->row[n++] = list->row[i];
	list->n = n;
}

static size_t count_findings(const struct findings *findings)
{
	return findings->count[GRADE_NOTE] + findings->count[GRADE_WARNING] +
	       findings->count[GRADE_ERROR];
}

int escalation_read(struct escalation *x, instant now, struct findings *findings, struct err *err)
{
	struct caselog log = CASELOG_INIT;
	size_t found;
	int result, is_whole;

	x->now = now;
	if (caselog_open(&log, x->options.path, x->options.set, findings, err) < 0)
		return -1;
	begin_reading(x, &log);
	is_whole = !x->place.offset;
	found = count_findings(findings);
	result = casepass_read(&x->pass, &log, err);
	if (!result && is_whole)
		sweep(x);       /* what is left from the last time on; cheaper than to look for all that is due in it */
	x->is_damaged |= result || count_findings(findings) > found;
	forget_dropped(x);
	x->place = log.place;
	caselog_release(&log);
	return result;
}

/* --- what is due ---------------------------------------------------------------------------------- */

static int by_due(const void *a, const void *b)
{
	const struct escalation_step *x = a, *y = b;

	if (x->s.due != y->s.due)
		return x->s.due < y->s.due ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->s.step != y->s.step)
		return x->s.step < y->s.step ? -1 : 1;
	if (x->s.instance != y->s.instance)
		return x->s.instance < y->s.instance ? -1 : 1;
	return (x->s.repeat > y->s.repeat) - (x->s.repeat < y->s.repeat);
}

static const char *keep(struct escalation *x, struct strbuf *sb)
{
	const char *s = arena_strndup(&x->arena, sb->buf, sb->len);

	strbuf_reset(sb);
	return s;
}

/* Who works here is said by the newest version, whatever the case is judged by. */
static void find_receivers(struct escalation *x, struct escalation_step *step, struct receivers *r,
			   struct strbuf *sb)
{
	const struct policy *p = policy_set_now(x->options.set);
	const struct receivers_who who = { step->owner, step->department };
	size_t i;

	receivers_of_step(r, p, step->s.step, &who, zone_day(p->zone, step->s.due));
	for (i = 0; i < r->n; i++)
		strbuf_addf(sb, "%s%s", i ? " " : "", r->name[i]);
	step->to = keep(x, sb);
}

static void finish_steps(struct escalation *x)
{
	struct receivers r = RECEIVERS_INIT;
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	if (x->nsteps)
		qsort(x->step, x->nsteps, sizeof(*x->step), by_due);
	for (i = 0; i < x->nsteps; i++) {
		find_receivers(x, &x->step[i], &r, &sb);
		escalate_key(&sb, &x->step[i].s);
		x->step[i].key = keep(x, &sb);
	}
	receivers_release(&r);
	strbuf_release(&sb);
}

static void find_duties(struct escalation *x)
{
	struct duty_list list = DUTY_LIST_INIT;
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	duty_due(&list, &x->book, x->options.set, x->began, x->now);
	MEM_GROW(x->duty, list.n, x->alloc_duties);
	x->nduties = list.n;
	for (i = 0; i < list.n; i++) {
		const struct duty_opening *o = &list.opening[i];
		const struct policy_duty *duty = o->duty;
		struct escalation_duty *out = &x->duty[i];

		*out = (struct escalation_duty){ .o = *o };
		duty_period(&sb, o);
		out->period = keep(x, &sb);
		duty_key(&sb, o);
		out->key = keep(x, &sb);
		out->owner = o->person ? o->person : duty->owner ? duty->owner : "";
		out->department = duty->department ? duty->department : "";
	}
	duty_list_release(&list);
	strbuf_release(&sb);
}

void escalation_find_steps(struct escalation *x)
{
	x->nsteps = x->nyears = x->illegal.n = x->notify.n = x->notify.ntold = 0;
	if (x->is_idle)
		return;                         /* the counts are those of the checkpoint */
	x->open = x->running = x->breached = 0;
	MEM_GROW(x->memo, x->store.ncases, x->alloc_memos);
	work_all(x, NULL, NULL);
	x->nmemos = x->store.ncases;
	x->memo_events = x->store.nevents;
	finish_steps(x);
}

void escalation_find(struct escalation *x, instant now)
{
	x->now = now;
	arena_release(&x->arena);
	x->arena = (struct arena)ARENA_INIT;
	escalation_find_steps(x);
	x->nduties = 0;
	if (!x->is_idle)
		find_duties(x);
}

void escalation_count(const struct escalation *x, size_t *reminders, size_t *escalations)
{
	size_t i;

	*reminders = *escalations = 0;
	for (i = 0; i < x->nsteps; i++)
		++*(x->step[i].s.step->action == DO_ESCALATE ? escalations : reminders);
}

static int by_year(const void *a, const void *b)
{
	const struct escalation_year *x = a, *y = b;

	if (x->name_id != y->name_id)
		return (x->name_id > y->name_id) - (x->name_id < y->name_id);
	return (x->year > y->year) - (x->year < y->year);
}

void escalation_findings(struct escalation *x, struct findings *findings)
{
	const struct policy *p = policy_set_now(x->options.set);
	struct illegal_list illegal = ILLEGAL_LIST_INIT;
	size_t i;

	illegal_merge(&illegal, &x->dropped);
	illegal_merge(&illegal, &x->illegal);
	illegal_report(&illegal, x->options.set, x->options.path, findings);
	illegal_release(&illegal);
	if (x->nyears)
		qsort(x->year, x->nyears, sizeof(*x->year), by_year);
	for (i = 0; i < x->nyears; i++)
		finding_add(findings, GRADE_WARNING, p->path, 0, 0,
			    _("clock '%s': the calendar has no holiday data for %d, so when some steps are due is unknown"),
			    intern_str(&x->options.set->clocks, x->year[i].name_id), x->year[i].year);
}
