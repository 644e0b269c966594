#include "report/measure.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/measure_internal.h"

const int measure_dims[MEASURE_DIMS_USUAL] = {
	COLUMN_KIND, COLUMN_CATEGORY, COLUMN_CHANNEL, COLUMN_SEVERITY, COLUMN_DEPARTMENT,
	COLUMN_OWNER, COLUMN_PLACE, COLUMN_PRODUCT, COLUMN_TYPE,
};

/* --- all cases, on all threads -------------------------------------------------------------------- */

struct worker {
	struct measure *m;
	struct tally *tally;
	struct tally *before;
	struct tally own, own_before;    /* of all but the first, who counts into the measure's */
	struct measure_side_work sides;
	struct casestore_view view;
	uint8_t *drop;                   /* not NULL: only find out which cases no longer matter */
};

/* As the case was when the period before was as old as this one is now. */
static void count_before(struct worker *w, off_t offset)
{
	struct history h = w->view.history;

	while (h.n && h.event[h.n - 1].at > w->m->as_of_before)
		h.n--;
	if (h.n)
		tally_case(w->before, &h, offset);
}

/* Customers come back in both periods; what is dropped is older than either. */
static void note_returning(struct worker *w, int is_again)
{
	struct history h = w->view.history;

	tally_returning(w->tally, &h, !w->drop, is_again);
	if (!w->m->has_before)
		return;
	while (h.n && h.event[h.n - 1].at > w->m->as_of_before)
		h.n--;
	tally_returning(w->before, &h, !w->drop, is_again);
}

/* Is there nothing of the case to be noted where it is dropped? */
static int is_long_over(const struct measure *m, size_t i)
{
	size_t n;

	return casestore_is_over(&m->store, i) && casestore_last_at(&m->store, i) < m->over_before &&
	       !opinions_find(&m->opinions, m->store.one[i].id, &n);
}

static void work_case(void *arg, size_t i)
{
	struct worker *w = arg;
	struct measure *m = w->m;
	size_t illegal = w->tally->illegal.n;
	int matters, is_again;

	if (w->drop && (m->store.one[i].flags & CASE_PARTIAL ||
			casestore_last_at(&m->store, i) >= m->keep_from))
		return;
	if (w->drop && is_long_over(m, i)) {
		w->drop[i] = 1;
		return;
	}
	casestore_unpack(&m->store, i, &w->view);
	history_sort(&w->view.history);
	matters = tally_matters(w->tally, &w->view.history);
	if (w->drop && matters) {
		w->tally->illegal.n = illegal;  /* it will be told when the case is counted */
		return;
	}
	tally_intake(w->tally, &w->view.history, !w->drop);
	is_again = !w->drop && casestore_was_dropped(&m->store, m->store.one[i].id);
	note_returning(w, is_again);
	measure_side_work_case(&w->sides, m, &w->view.history, m->store.one[i].offset, !w->drop,
			       is_again, !w->drop && matters);
	if (w->drop)
		w->drop[i] = 1;
	if (w->drop || !matters)
		return;
	tally_case(w->tally, &w->view.history, m->store.one[i].offset);
	if (m->has_before)
		count_before(w, m->store.one[i].offset);
}

/* The order in which threads take the cases does not matter: tallies merge to the same sums. */
static void work_all(struct measure *m, uint8_t *drop)
{
	struct worker worker[CASEPASS_THREADS_MAX];
	void *each[CASEPASS_THREADS_MAX];
	int n = m->options.threads, i;

	n = n < 1 ? 1 : n > CASEPASS_THREADS_MAX ? CASEPASS_THREADS_MAX : n;
	for (i = 0; i < n; i++) {
		worker[i] = (struct worker){ .m = m, .tally = i ? &worker[i].own : &m->tally,
					     .before = i ? &worker[i].own_before : &m->before,
					     .view = CASESTORE_VIEW_INIT, .drop = drop };
		each[i] = &worker[i];
		measure_side_work_init(&worker[i].sides, m, !i);
		if (i)
			tally_init(&worker[i].own, &m->plan);
		if (i && m->has_before)
			tally_init(&worker[i].own_before, &m->plan_before);
	}
	casepass_each(m->store.ncases, work_case, each, n);
	if (!drop)
		casestore_release(&m->store);  /* merging needs the room */
	for (i = 0; i < n; i++) {
		casestore_view_release(&worker[i].view);
		if (!i)
			continue;
		measure_side_work_merge(&worker[i].sides, m);
		tally_merge(&m->tally, &worker[i].own);
		tally_release(&worker[i].own);
		if (!m->has_before)
			continue;
		tally_merge(&m->before, &worker[i].own_before);
		tally_release(&worker[i].own_before);
	}
}

/* --- reading -------------------------------------------------------------------------------------- */

static void sweep(void *ctx)
{
	struct measure *m = ctx;
	uint8_t *drop = mem_array(m->store.ncases + 1, 1);
	size_t illegal = m->tally.illegal.n, intake = m->tally.intake.n;
	size_t closes = m->tally.returning.ncloses, before = m->before.returning.ncloses;
	size_t sides[2] = { m->side[0].tally.returning.ncloses, m->side[1].tally.returning.ncloses };

	m->keep_from = m->pass.newest - CASEPASS_QUIET;
	if (m->keep_from > m->plan.touched_from)
		m->keep_from = m->plan.touched_from;
	m->over_before = tally_over_before(&m->plan);
	work_all(m, drop);
	if (!casepass_drop(&m->pass, drop)) {
		m->tally.illegal.n = illegal;
		m->tally.intake.n = intake;
		m->tally.returning.ncloses = closes;
		m->before.returning.ncloses = before;
		m->side[0].tally.returning.ncloses = sides[0];
		m->side[1].tally.returning.ncloses = sides[1];
	}
	free(drop);
}

static void note_later(struct measure *m, const struct measure_later *x)
{
	if (m->later_count++ >= MEASURE_LATER_KEPT)
		return;
	MEM_GROW(m->later, m->nlater + 1, m->alloc_later);
	m->later[m->nlater++] = *x;
}

static void note_seal(struct measure *m, const struct scan_batch *b, const struct scan_row *r)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;

	scan_text(b, r, &raw);
	row_unescape_text(&text, raw.buf, raw.len);
	free(m->seal);
	m->seal = strbuf_detach(&text);
	strbuf_release(&raw);
}

/* All periods that are counted together. */
static void find_reach(const struct measure *m, instant *from, instant *to)
{
	*from = m->has_before && m->plan_before.from < m->plan.from ? m->plan_before.from : m->plan.from;
	*to = m->plan.to;
	measure_sides_reach(m, from, to);
}

/* An `open` of a case that was there or may have been dropped: is it another one than the case's first row? */
static int may_be_second(const struct measure *m, const struct scan_batch *b, const struct scan_row *r)
{
	ssize_t i = casestore_find(&m->store, r->id);

	return i >= 0 && (m->store.one[i].flags & CASE_PARTIAL ||
			  m->store.one[i].offset != b->offset + r->start);
}

/* A row that few are like. */
static void note_special(struct measure *m, const struct scan_batch *b, const struct scan_row *r)
{
	if (r->event == EVENT_SEAL)
		note_seal(m, b, r);
	else if (r->event != EVENT_OPEN || may_be_second(m, b, r))
		measure_note_customer(m, b, r);
}

/* Whose case it is says its first row, but for these. Which row that is of a case that was dropped is not known yet. */
static struct event_set find_special(struct measure *m)
{
	struct event_set special = { { 0 } };

	event_set_add(&special, EVENT_SEAL);
	event_set_add(&special, EVENT_AMEND);
	event_set_add(&special, EVENT_VOID);
	if (m->store.nopened_again != m->nopened_again)
		event_set_add(&special, EVENT_OPEN);
	m->nopened_again = m->store.nopened_again;
	return special;
}

static int on_rows(void *ctx, const struct scan_batch *b)
{
	struct measure *m = ctx;
	const struct event_set special = find_special(m);
	instant from, to;
	size_t i;

	find_reach(m, &from, &to);
	for (i = 0; i < b->nrows; i++) {
		const struct scan_row *r = &b->row[i];

		if (r->id && (m->first_at == INSTANT_NONE || r->at < m->first_at))
			m->first_at = r->at;
		if (r->at >= from && r->at < to)
			completeness_note(&m->plan.completeness, &m->incomplete, b, r);
		if (r->key > m->options.as_of)
			note_later(m, &(struct measure_later){ 0, r->line, r->id, r->at, r->key });
		if (event_set_has(&special, r->event))
			note_special(m, b, r);
	}
	return 0;
}

/* --- after reading -------------------------------------------------------------------------------- */

static int by_missing(const void *a, const void *b)
{
	const struct tally_missing *x = a, *y = b;

	if (x->name_id != y->name_id)
		return (x->name_id > y->name_id) - (x->name_id < y->name_id);
	return (x->year > y->year) - (x->year < y->year);
}

static void report_missing(struct measure *m, struct findings *findings)
{
	const struct policy *p = policy_set_now(m->options.set);
	size_t i;

	if (m->tally.nmissing)
		qsort(m->tally.missing, m->tally.nmissing, sizeof(*m->tally.missing), by_missing);
	for (i = 0; i < m->tally.nmissing; i++)
		finding_add(findings, GRADE_WARNING, m->options.policy ? m->options.policy : p->path, 0, 0,
			    _("clock '%s': the calendar has no holiday data for %d, so the verdict of some cases is unknown"),
			    intern_str(&m->options.set->clocks, m->tally.missing[i].name_id),
			    m->tally.missing[i].year);
}

static int by_lateness(const void *a, const void *b)
{
	const struct tally_late *x = a, *y = b;
	int64_t late_x = x->end - x->due, late_y = y->end - y->due;

	if (late_x != late_y)
		return (late_x < late_y) - (late_x > late_y);
	return (x->id > y->id) - (x->id < y->id);
}

static int by_id(const void *a, const void *b)
{
	caseid x = *(const caseid *)a, y = *(const caseid *)b;

	return (x > y) - (x < y);
}

/* The customer waits for what the policy promises him, not for the house's own tasks. */
static int is_to_call(const struct tally_late *late)
{
	return !late->rule->is_implied;
}

static size_t count_calls(const struct tally_list *late)
{
	caseid *id = mem_array(late->n + 1, sizeof(*id));
	size_t i, all = 0, n = 0;

	for (i = 0; i < late->n; i++)
		if (is_to_call(&late->late[i]))
			id[all++] = late->late[i].id;
	if (all)
		qsort(id, all, sizeof(*id), by_id);
	for (i = 0; i < all; i++)
		n += !i || id[i] != id[i - 1];
	free(id);
	return n;
}

/* A period without a beginning begins on the day of the oldest case. */
static void find_beginning(struct measure *m)
{
	instant oldest = m->tally.oldest;

	if (m->bounds.since_ever)
		m->bounds.from = oldest == INSTANT_NONE || oldest >= m->bounds.shown_to ? m->bounds.shown_to :
				 zone_midnight(m->plan.zone, zone_day(m->plan.zone, oldest));
}

static void find_calls(struct measure *m, const struct caselog *log)
{
	struct tally_list *late = &m->tally.late;
	size_t i, k;

	if (late->n)
		qsort(late->late, late->n, sizeof(*late->late), by_lateness);
	for (i = 0; i < late->n && m->ncalls < MEASURE_CALLS; i++) {
		for (k = 0; k < m->ncalls; k++)
			if (m->call[k].id == late->late[i].id)
				break;
		if (k < m->ncalls || !is_to_call(&late->late[i]))
			continue;
		m->call[k] = (struct measure_call){
			late->late[i].id, measure_customer(m, log, late->late[i].id, late->late[i].offset), &late->late[i] };
		m->ncalls++;
	}
	m->calls_all = count_calls(late);
}

/* The period before shares store and symbols; what matters to either stays. */
static void prepare_before(struct measure *m)
{
	const struct policy *p = policy_set_now(m->options.set);

	m->has_before = (p->ntargets || m->options.is_pack) && period_before(m->options.period, p->zone, m->options.as_of,
						     &m->bounds_before, &m->as_of_before);
	if (!m->has_before)
		return;
	tally_plan_init(&m->plan_before, m->options.set, &m->map, &m->symbols, NULL, 0);
	tally_plan_only(&m->plan_before, m->options.only, NULL, 0);
	tally_plan_period(&m->plan_before, m->bounds_before.from, m->bounds_before.to, m->as_of_before);
	if (m->plan_before.touched_from < m->plan.touched_from)
		m->plan.touched_from = m->plan_before.touched_from;
}

static void prepare(struct measure *m)
{
	int dims[MEASURE_DIMS_USUAL + COLUMN_MAX], n = 0, i, k;

	for (i = 0; i < MEASURE_DIMS_USUAL; i++)
		dims[n++] = measure_dims[i];
	for (i = 0; i < m->options.nby; i++) {
		for (k = 0; k < n && dims[k] != m->options.by[i]; k++)
			;
		if (k == n)
			dims[n++] = m->options.by[i];
	}
	classmap_init(&m->map);
	symbols_init(&m->symbols);
	tally_plan_init(&m->plan, m->options.set, &m->map, &m->symbols, dims, n);
	tally_plan_only(&m->plan, m->options.only, NULL, 0);
	tally_plan_period(&m->plan, m->bounds.from, m->bounds.to, m->options.as_of);
	prepare_before(m);
	m->plan.is_whole = 1;
	measure_sides_plan(m);
	/* Once all plans have said which columns they want. */
	tally_init(&m->tally, &m->plan);
	if (m->has_before)
		tally_init(&m->before, &m->plan_before);
	measure_sides_begin(m);
	casestore_init(&m->store, &m->map, &m->symbols);
	clock_ends(m->plan.clocks, &m->ends);
	m->store.ends = &m->ends;
	if (m->plan.correction.is_on)
		m->store.keeps_by = &m->plan.correction.answers;
	m->pass = (struct casepass){
		.store = &m->store, .events = m->options.sweep,
		.scan = { .threads = m->options.threads, .at_most = m->options.as_of },
		.rows = on_rows, .sweep = sweep, .ctx = m };
	if (m->options.known_at != INSTANT_NONE)
		m->pass.scan.known_at = m->options.known_at;
}

/* The answers of both periods, before the cases that they are about. */
static int read_opinions(struct measure *m, struct findings *findings, struct err *err)
{
	struct opinions_options o = { .from = m->plan.from, .to = m->plan.to,
				      .at_most = m->options.as_of, .is_aside = 1 };

	if (m->options.known_at != INSTANT_NONE)
		o.known_at = m->options.known_at;
	if (m->options.is_pack && measure_observed(m, &o, err) < 0)
		return -1;
	find_reach(m, &o.from, &o.to);
	o.with_texts = m->options.is_pack;
	if (opinions_read(&m->opinions, m->options.surveys, &o, findings, err) < 0)
		return -1;
	m->plan.opinions = m->plan_before.opinions = &m->opinions;
	m->plan.incomplete = m->plan_before.incomplete = &m->incomplete;
	m->side[0].plan.opinions = m->side[1].plan.opinions = &m->opinions;
	m->side[0].plan.incomplete = m->side[1].plan.incomplete = &m->incomplete;
	return 0;
}

/* Those without a case, and those whose case is not there. */
static void finish_opinions(struct measure *m, struct findings *findings)
{
	size_t i;

	for (i = 0; i < m->opinions.nlater; i++) {
		const struct opinion_later *x = &m->opinions.later[i];

		note_later(m, &(struct measure_later){ 1, x->line, x->id, x->at, x->logged });
	}
	tally_anonymous(&m->tally);
	if (m->has_before)
		tally_anonymous(&m->before);
	measure_sides_finish(m);
	opinions_report_unknown(&m->opinions, m->options.surveys,
				policy_set_now(m->options.set)->prefix, findings);
}

int measure_run(struct measure *m, const struct measure_options *options,
		struct findings *findings, struct err *err)
{
	struct caselog log = CASELOG_INIT;
	int result = -1;

	*m = (struct measure){ .options = *options, .first_at = INSTANT_NONE,
			       .opinions = OPINIONS_INIT, .observed = OPINIONS_INIT };
	if (period_bounds(options->period, policy_set_now(options->set)->zone, options->as_of,
			  &m->bounds, err) < 0 || measure_sides_check(m, err) < 0)
		return -1;
	if (caselog_open(&log, options->path, options->set, findings, err) < 0)
		return -1;
	prepare(m);
	if (read_opinions(m, findings, err) < 0 || casepass_read(&m->pass, &log, err) < 0)
		goto out;
	illegal_forget(&m->tally.illegal, &m->store);
	opinions_forget_known(&m->opinions);
	work_all(m, NULL);
	illegal_report(&m->tally.illegal, m->options.set, m->options.path, findings);
	report_missing(m, findings);
	finish_opinions(m, findings);
	intake_settle(&m->tally.intake);
	tally_finish(&m->tally);
	daily_sort(&m->tally.daily);
	if (m->has_before)
		tally_finish(&m->before);
	measure_sort_customers(m);
	find_calls(m, &log);
	measure_texts(m, &log, findings);
	find_beginning(m);
	result = 0;
out:
	casestore_release(&m->store);
	caselog_release(&log);
	return result;
}

void measure_release(struct measure *m)
{
	size_t i;

	if (m->plan.set) {
		tally_release(&m->tally);
		tally_plan_release(&m->plan);
		if (m->has_before) {
			tally_release(&m->before);
			tally_plan_release(&m->plan_before);
		}
		measure_sides_release(m);
		symbols_release(&m->symbols);
		casestore_release(&m->store);
	}
	for (i = 0; i < m->ncalls; i++)
		free(m->call[i].customer);
	for (i = 0; i < m->namings; i++)
		free(m->naming[i].customer);
	free(m->naming);
	opinions_release(&m->opinions);
	completeness_rows_release(&m->incomplete);
	opinions_release(&m->observed);
	free(m->seal);
	free(m->later);
	*m = (struct measure)MEASURE_INIT;
}
