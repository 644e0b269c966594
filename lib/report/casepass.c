#include "report/casepass.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/mem.h"

#define SWEEP_EVENTS  65536             /* 2 MiB, with their cases 3: more would leave the cache of a processor */
#define CHUNK         1024

/* --- all cases, on all threads -------------------------------------------------------------------- */

struct work {
	casepass_fn *fn;
	size_t ncases;
	atomic_size_t next;
};

struct worker {
	struct work *work;
	void *ctx;
	pthread_t thread;
};

static void *work_run(void *arg)
{
	struct worker *w = arg;
	size_t n = w->work->ncases, from, i;

	while ((from = atomic_fetch_add(&w->work->next, CHUNK)) < n)
		for (i = from; i < n && i < from + CHUNK; i++)
			w->work->fn(w->ctx, i);
	return NULL;
}

void casepass_each(size_t ncases, casepass_fn *fn, void *const *worker, int n)
{
	struct work work = { .fn = fn, .ncases = ncases };
	struct worker w[CASEPASS_THREADS_MAX];
	size_t chunks = ncases / CHUNK + 1;
	int started = 1, i;

	if (n > CASEPASS_THREADS_MAX)
		n = CASEPASS_THREADS_MAX;
	if ((size_t)n > chunks)
		n = (int)chunks;
	w[0] = (struct worker){ .work = &work, .ctx = worker[0] };
	for (; started < n; started++) {
		w[started] = (struct worker){ .work = &work, .ctx = worker[started] };
		/* Where no thread can be had, those that are there do the work. */
		if (pthread_create(&w[started].thread, NULL, work_run, &w[started]) != 0)
			break;
	}
	work_run(&w[0]);
	for (i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
}

/* --- reading -------------------------------------------------------------------------------------- */

/* Where little is dropped, wait until there is twice as much. */
int casepass_drop(struct casepass *pass, const uint8_t *drop)
{
	struct casestore *s = pass->store;
	size_t i, n = 0;

	for (i = 0; i < s->ncases; i++)
		n += drop[i];
	if (n < s->ncases / 4)
		return 0;
	casestore_compact(s, drop);
	return 1;
}

static int on_batch(void *ctx, const struct scan_batch *b)
{
	struct casepass *pass = ctx;
	int result;

	casestore_add(pass->store, b);
	if (b->nrows)
		pass->newest = b->row[b->nrows - 1].key;
	result = pass->rows ? pass->rows(pass->ctx, b) : 0;
	if (result || !pass->sweep || pass->store->nevents < pass->next_sweep)
		return result;
	pass->sweep(pass->ctx);
	pass->next_sweep = pass->store->nevents * 2;
	if (pass->next_sweep < pass->events)
		pass->next_sweep = pass->events;
	return 0;
}

static int on_batch_again(void *ctx, const struct scan_batch *b)
{
	struct casepass *pass = ctx;

	casestore_add(pass->store, b);
	return 0;
}

/* Cases that were dropped and had a row later: read them again, from the first row of theirs. */
static int read_again(struct casepass *pass, struct caselog *log, struct err *err)
{
	struct scan_options options = pass->scan;
	struct findings again = FINDINGS_INIT, *told = log->findings;
	struct scan_place place = log->place;
	int result;

	options.from = pass->store->again.offset;
	options.line = pass->store->again.line;
	options.key = INSTANT_NONE;
	casestore_refill_begin(pass->store);
	/* cppcheck-suppress autoVariables ; until the next line but one */
	log->findings = &again;              /* everything was said the first time */
	result = scan_run(log, &options, on_batch_again, pass, err);
	log->findings = told;
	log->place = place;
	findings_release(&again);
	casestore_refill_end(pass->store);
	return result;
}

int casepass_read(struct casepass *pass, struct caselog *log, struct err *err)
{
	int result;

	if (!pass->events)
		pass->events = SWEEP_EVENTS;
	if (!pass->next_sweep)
		pass->next_sweep = pass->events;
	result = scan_run(log, &pass->scan, on_batch, pass, err);
	if (result || !pass->store->again.line)
		return result;
	return read_again(pass, log, err);
}
