#include "report/measure.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/casestate.h"

#define SWEEP_EVENTS  400000            /* about 12 MiB with their cases */
#define SWEEP_QUIET   (14 * 86400)      /* a case that had a row since then is not looked at */
#define CHUNK         1024
#define THREADS_MAX   16

const int measure_dims[MEASURE_DIMS_USUAL] = {
	COLUMN_KIND, COLUMN_CATEGORY, COLUMN_CHANNEL, COLUMN_SEVERITY, COLUMN_DEPARTMENT,
	COLUMN_OWNER, COLUMN_PLACE, COLUMN_PRODUCT, COLUMN_TYPE,
};

/* --- all cases, on all threads -------------------------------------------------------------------- */

struct work {
	struct measure *m;
	atomic_size_t next;
	uint8_t *drop;                   /* not NULL: only find out which cases no longer matter */
};

struct worker {
	struct work *work;
	struct tally *tally;
	struct tally own;                /* of all but the first, who counts into the measure's */
	struct casestore_view view;
	pthread_t thread;
};

static void work_case(struct worker *w, size_t i)
{
	struct measure *m = w->work->m;
	uint8_t *drop = w->work->drop;
	size_t illegal = w->tally->nillegal;

	if (drop && (m->store.one[i].flags & CASE_PARTIAL ||
		     casestore_last_at(&m->store, i) >= m->keep_from))
		return;
	casestore_unpack(&m->store, i, &w->view);
	history_sort(&w->view.history);
	if (!tally_matters(w->tally, &w->view.history)) {
		if (drop)
			drop[i] = 1;
	} else if (drop) {
		w->tally->nillegal = illegal;   /* it will be told when the case is counted */
	} else {
		tally_case(w->tally, &w->view.history, m->store.one[i].offset);
	}
}

static void *work_run(void *arg)
{
	struct worker *w = arg;
	size_t n = w->work->m->store.ncases, from, i;

	while ((from = atomic_fetch_add(&w->work->next, CHUNK)) < n)
		for (i = from; i < n && i < from + CHUNK; i++)
			work_case(w, i);
	return NULL;
}

/* The order in which threads take the chunks does not matter: tallies merge to the same sums. */
static void work_all(struct measure *m, uint8_t *drop)
{
	struct work work = { .m = m, .drop = drop };
	struct worker worker[THREADS_MAX];
	size_t chunks = m->store.ncases / CHUNK + 1;
	int n = m->options.threads, started = 1, i;

	if (n > THREADS_MAX)
		n = THREADS_MAX;
	if ((size_t)n > chunks)
		n = (int)chunks;
	for (i = 0; i < (n > 1 ? n : 1); i++) {
		worker[i] = (struct worker){ .work = &work, .tally = &m->tally,
					     .view = CASESTORE_VIEW_INIT };
		if (!i)
			continue;
		worker[i].tally = &worker[i].own;
		tally_init(&worker[i].own, &m->plan);
	}
	/* Where no thread can be had, those that are there do the work. */
	while (started < n && pthread_create(&worker[started].thread, NULL, work_run,
					     &worker[started]) == 0)
		started++;
	work_run(&worker[0]);
	for (i = 1; i < started; i++)
		pthread_join(worker[i].thread, NULL);
	if (!drop)
		casestore_release(&m->store);  /* merging needs the room */
	for (i = 0; i < (n > 1 ? n : 1); i++) {
		casestore_view_release(&worker[i].view);
		if (!i)
			continue;
		tally_merge(&m->tally, &worker[i].own);
		tally_release(&worker[i].own);
	}
}

/* --- reading -------------------------------------------------------------------------------------- */

/* Drop what no longer matters; where that is little, wait until there is twice as much. */
static void sweep(struct measure *m)
{
	uint8_t *drop = mem_array(m->store.ncases + 1, 1);
	size_t i, n = 0;
	size_t illegal = m->tally.nillegal;

	m->keep_from = m->newest - SWEEP_QUIET;
	if (m->keep_from > m->plan.touched_from)
		m->keep_from = m->plan.touched_from;
	work_all(m, drop);
	for (i = 0; i < m->store.ncases; i++)
		n += drop[i];
	if (n >= m->store.ncases / 4)
		casestore_compact(&m->store, drop);
	else
		m->tally.nillegal = illegal;
	free(drop);
	m->next_sweep = m->store.nevents * 2;
	if (m->next_sweep < m->options.sweep)
		m->next_sweep = m->options.sweep;
}

static void note_later(struct measure *m, const struct scan_row *r)
{
	if (m->later_count++ >= MEASURE_LATER_KEPT)
		return;
	MEM_GROW(m->later, m->nlater + 1, m->alloc_later);
	m->later[m->nlater++] = (struct measure_later){ r->line, r->id, r->at, r->key };
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

static int on_batch(void *ctx, const struct scan_batch *b)
{
	struct measure *m = ctx;
	size_t i;

	casestore_add(&m->store, b);
	for (i = 0; i < b->nrows; i++) {
		const struct scan_row *r = &b->row[i];

		if (r->key > m->options.as_of)
			note_later(m, r);
		if (r->event == EVENT_SEAL)
			note_seal(m, b, r);
	}
	if (b->nrows)
		m->newest = b->row[b->nrows - 1].key;
	if (m->store.nevents >= m->next_sweep)
		sweep(m);
	return 0;
}

/* Cases that were dropped and had a row later: read them again, from the first row of theirs. */
static int on_batch_again(void *ctx, const struct scan_batch *b)
{
	struct measure *m = ctx;

	casestore_add(&m->store, b);
	return 0;
}

static int read_log(struct measure *m, struct caselog *log, struct err *err)
{
	struct scan_options options = { .threads = m->options.threads };
	struct findings again = FINDINGS_INIT, *told = log->findings;
	int result;

	options.at_most = m->options.as_of;
	if (m->options.known_at != INSTANT_NONE)
		options.known_at = m->options.known_at;
	if (scan_run(log, &options, on_batch, m, err) < 0)
		return -1;
	if (!m->store.again.line)
		return 0;
	options.from = m->store.again.offset;
	options.line = m->store.again.line;
	casestore_refill_begin(&m->store);
	/* cppcheck-suppress autoVariables ; until the next line but one */
	log->findings = &again;              /* everything was said the first time */
	result = scan_run(log, &options, on_batch_again, m, err);
	casestore_refill_end(&m->store);
	log->findings = told;
	findings_release(&again);
	return result < 0 ? -1 : 0;
}

/* --- after reading -------------------------------------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
	const struct tally_illegal *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

static void report_illegal(struct measure *m, struct findings *findings)
{
	struct strbuf why = STRBUF_INIT, id = STRBUF_INIT;
	const struct policy *p = policy_set_now(m->options.set);
	size_t i;

	if (m->tally.nillegal)
		qsort(m->tally.illegal, m->tally.nillegal, sizeof(*m->tally.illegal), by_line);
	for (i = 0; i < m->tally.nillegal; i++) {
		const struct tally_illegal *x = &m->tally.illegal[i];

		strbuf_reset(&why);
		strbuf_reset(&id);
		caseid_format(&id, x->id, p->prefix);
		casestate_refusal(&why, (enum case_state)x->state, x->event,
				  policy_set_event_name(m->options.set, x->event));
		finding_add(findings, GRADE_ERROR, m->options.path, x->line, 0,
			    _("case '%s': %s; the row is passed over"), id.buf, why.buf);
	}
	strbuf_release(&why);
	strbuf_release(&id);
}

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
		finding_add(findings, GRADE_WARNING, p->path, 0, 0,
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

/* The cell `customer` of the row at this offset; it has no quotes, because it stands before `text`. */
static char *read_customer(const struct caselog *log, off_t offset)
{
	char buf[4096], *s = buf, *end;
	ssize_t n = pread(log->fd, buf, sizeof(buf) - 1, offset);
	int i, position = log->layout.position[COLUMN_CUSTOMER];

	if (n <= 0 || position < 0)
		return NULL;
	buf[n] = '\0';
	buf[strcspn(buf, "\n")] = '\0';
	for (i = 0; i < position; i++) {
		s = strchr(s, ',');
		if (!s)
			return NULL;
		s++;
	}
	end = strchr(s, ',');
	return end && end > s ? mem_strndup(s, (size_t)(end - s)) : NULL;
}

static int by_id(const void *a, const void *b)
{
	caseid x = *(const caseid *)a, y = *(const caseid *)b;

	return (x > y) - (x < y);
}

static size_t count_cases(const struct tally_list *late)
{
	caseid *id = mem_array(late->n + 1, sizeof(*id));
	size_t i, n = 0;

	for (i = 0; i < late->n; i++)
		id[i] = late->late[i].id;
	if (late->n)
		qsort(id, late->n, sizeof(*id), by_id);
	for (i = 0; i < late->n; i++)
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
		if (k < m->ncalls)
			continue;
		m->call[k] = (struct measure_call){
			late->late[i].id, read_customer(log, late->late[i].offset), &late->late[i] };
		m->ncalls++;
	}
	m->calls_all = count_cases(late);
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
	tally_plan_period(&m->plan, m->bounds.from, m->bounds.to, m->options.as_of);
	tally_init(&m->tally, &m->plan);
	casestore_init(&m->store, &m->map, &m->symbols);
	m->next_sweep = m->options.sweep;
}

int measure_run(struct measure *m, const struct measure_options *options,
		struct findings *findings, struct err *err)
{
	struct caselog log = CASELOG_INIT;
	int result = -1;

	*m = (struct measure){ .options = *options };
	if (!m->options.sweep)
		m->options.sweep = SWEEP_EVENTS;
	if (period_bounds(options->period, policy_set_now(options->set)->zone, options->as_of,
			  &m->bounds, err) < 0)
		return -1;
	if (caselog_open(&log, options->path, options->set, findings, err) < 0)
		return -1;
	prepare(m);
	if (read_log(m, &log, err) < 0)
		goto out;
	work_all(m, NULL);
	report_illegal(m, findings);
	report_missing(m, findings);
	find_calls(m, &log);
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
		symbols_release(&m->symbols);
		casestore_release(&m->store);
	}
	for (i = 0; i < m->ncalls; i++)
		free(m->call[i].customer);
	free(m->seal);
	free(m->later);
	*m = (struct measure)MEASURE_INIT;
}
