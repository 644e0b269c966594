#include "domain/scan.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/scan_block.h"

#define BLOCK	    ((size_t)1 << 18)  /* with its rows and the store it stays in a processor's cache */
#define THREADS_MAX 64
#define EXCERPT_MAX 4096

/* A place in the ring: block k is read into slot k % nslots. */
struct slot {
	struct scan_block block;
	int done;
};

struct run {
	struct caselog *log;
	const struct scan_plan *plan;
	off_t from;
	size_t block, nblocks;

	pthread_mutex_t lock;
	pthread_cond_t ready, space;      /* a block was read; a slot became free */
	struct slot *slot;
	size_t nslots;
	size_t claimed, delivered;        /* blocks */
	int stop;

	uint32_t line;                    /* of the next block's first line */
	int unnumbered;                   /* where lines are not known */
	instant last_key;
};

struct span scan_cell(const struct scan_batch *b, const struct scan_row *r, int column)
{
	const struct layout *layout = b->layout;
	int position = layout->position[column];
	const char *line = b->data + r->start;
	const uint16_t *comma;
	uint32_t from, end;

	if (position < 0)
		return (struct span){ "", 0 };
	if (r->flags & ROW_SLOW)
		return b->span[r->cells + (uint32_t)position];
	comma = b->comma + r->cells; /* with slow rows alone there are no commas */
	if (position == layout->ncolumns - 1)
		return (struct span){ line + r->length - ROW_CHECK_HEX, ROW_CHECK_HEX };
	from = position ? (uint32_t)comma[position - 1] + 1 : 0;
	end = position == layout->ncolumns - 2 ? r->length - ROW_CHECK_HEX - 1 : comma[position];
	return (struct span){ line + from, end - from };
}

void scan_text(const struct scan_batch *b, const struct scan_row *r, struct strbuf *out)
{
	struct span text = scan_cell(b, r, COLUMN_TEXT);
	uint32_t i, from;

	if (r->flags & ROW_SLOW || !text.n || text.s[0] != '"') {
		strbuf_add(out, text.s, text.n);
		return;
	}
	/* Up to and with the first of two quotes, then on after the second. */
	for (from = i = 1; i + 1 < text.n; i++) {
		if (text.s[i] != '"')
			continue;
		strbuf_add(out, text.s + from, i + 1 - from);
		from = ++i + 1;
	}
	strbuf_add(out, text.s + from, text.n - 1 - from);
}

static void read_block(struct run *run, size_t k)
{
	off_t begin = run->from + (off_t)(k * run->block);
	off_t limit = k + 1 == run->nblocks ? run->log->end : begin + (off_t)run->block;

	scan_block_read(&run->slot[k % run->nslots].block, run->plan, begin, limit, k == 0);
}

static int can_claim(const struct run *run)
{
	return run->claimed < run->nblocks && run->claimed < run->delivered + run->nslots;
}

/* Reads the next block; the lock is held before and after. */
static void claim_and_read(struct run *run)
{
	size_t k = run->claimed++;

	pthread_mutex_unlock(&run->lock);
	read_block(run, k);
	pthread_mutex_lock(&run->lock);
	run->slot[k % run->nslots].done = 1;
	pthread_cond_broadcast(&run->ready);
}

static void *work(void *ctx)
{
	struct run *run = ctx;

	pthread_mutex_lock(&run->lock);
	while (!run->stop && run->claimed < run->nblocks) {
		if (can_claim(run))
			claim_and_read(run);
		else
			pthread_cond_wait(&run->space, &run->lock);
	}
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

static void report_flaw(struct run *run, const struct scan_block *b, const struct scan_flaw *flaw)
{
	struct findings *findings = run->log->findings;
	size_t n = flaw->length; /* 0: nothing to show */
	struct finding *x;

	if (flaw->kind == FLAW_ORDER &&
	    (run->last_key == INSTANT_NONE || flaw->key >= run->last_key))
		return;
	if (flaw->kind == FLAW_CRLF && run->log->crlf)
		return;
	if (!findings || run->plan->options.quiet)
		return;
	if (flaw->kind == FLAW_CRLF)
		run->log->crlf = 1;
	x = finding_add(findings, GRADE_ERROR, run->log->path,
			run->unnumbered ? 0 : run->line + flaw->line, flaw->column, "%s",
			flaw->msg ? flaw->msg : "");
	if (n)
		finding_excerpt(findings, x, b->data + flaw->start,
				n > EXCERPT_MAX ? utf8_cut(b->data + flaw->start, EXCERPT_MAX) : n);
}

/* Everything that must be done in file order. Non-zero ends the scan. */
static int deliver(struct run *run, struct scan_block *b, scan_fn *on_batch, void *ctx,
		   struct err *err)
{
	struct scan_batch batch;
	size_t i;

	if (b->error > 0) {
		errno = b->error;
		return err_errno(err, _("cannot read '%s'"), run->log->path);
	}
	if (b->error)
		return err_set(err, STATUS_SYSTEM, _("'%s' became shorter while it was read"),
			       run->log->path);
	for (i = 0; i < b->nflaws; i++)
		report_flaw(run, b, &b->flaw[i]);
	if (b->last_key != INSTANT_NONE)
		run->last_key = b->last_key;
	for (i = 0; i < b->nrows; i++)
		b->row[i].line += run->line;
	run->line += b->nlines;
	if (!b->nrows)
		return 0;
	scan_block_batch(b, run->plan, &batch);
	return on_batch(ctx, &batch);
}

/* The calling thread: reads too where nothing is ready, and delivers. */
static int deliver_all(struct run *run, scan_fn *on_batch, void *ctx, struct err *err)
{
	size_t k;
	int result = 0;

	pthread_mutex_lock(&run->lock);
	for (k = 0; k < run->nblocks && !result; k++) {
		struct slot *slot = &run->slot[k % run->nslots];

		while (!slot->done) {
			if (can_claim(run))
				claim_and_read(run);
			else
				pthread_cond_wait(&run->ready, &run->lock);
		}
		pthread_mutex_unlock(&run->lock);
		result = deliver(run, &slot->block, on_batch, ctx, err);
		pthread_mutex_lock(&run->lock);
		slot->done = 0;
		run->delivered++;
		pthread_cond_broadcast(&run->space);
	}
	run->stop = 1;
	pthread_cond_broadcast(&run->space);
	pthread_mutex_unlock(&run->lock);
	return result;
}

/* With fewer threads than wanted where the system has no more to give. */
static int run_threads(struct run *run, int threads, scan_fn *on_batch, void *ctx,
		       struct err *err)
{
	pthread_t thread[THREADS_MAX];
	int n = 0, result;

	while (n + 1 < threads && (size_t)n + 1 < run->nblocks &&
	       pthread_create(&thread[n], NULL, work, run) == 0)
		n++;
	result = deliver_all(run, on_batch, ctx, err);
	while (n)
		pthread_join(thread[--n], NULL);
	return result;
}

/* The line that starts at run->from: one more than there are newlines before. */
static int first_line(struct run *run, struct err *err)
{
	const struct caselog *log = run->log;
	const struct scan_options *o = &run->plan->options;
	off_t at = 0, to = run->from;
	char *buf;
	int result = 0;

	run->line = o->line ? o->line : 1;
	run->last_key = o->line ? o->key : INSTANT_NONE;
	run->unnumbered = o->unnumbered;
	if (run->unnumbered || o->line)
		return 0;
	buf = mem_alloc(BLOCK);
	while (at < to) {
		size_t want = to - at < (off_t)BLOCK ? (size_t)(to - at) : BLOCK;
		ssize_t got = pread(log->fd, buf, want, at);
		const char *p = buf;

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			result = err_errno(err, _("cannot read '%s'"), log->path);
			break;
		}
		while ((p = memchr(p, '\n', (size_t)(buf + got - p))) != NULL) {
			run->line++;
			p++;
		}
		at += got;
	}
	free(buf);
	return result;
}

static void report_torn_tail(const struct run *run)
{
	const struct caselog *log = run->log;

	if (log->size > log->end && log->findings && !run->plan->options.quiet)
		finding_add(log->findings, GRADE_ERROR, log->path,
			    run->unnumbered ? 0 : run->line, 1,
			    _("the last line is torn: %lld bytes without a newline at byte %lld; "
			      "the next row that is recorded sets them aside"),
			    (long long)(log->size - log->end), (long long)log->end);
}

int scan_run(struct caselog *log, const struct scan_options *options, scan_fn *on_batch, void *ctx,
	     struct err *err)
{
	struct scan_plan plan;
	struct run run = {
		.log = log, .plan = &plan, .from = options->from ? options->from : log->first,
		.block = options->block ? options->block : BLOCK, .line = 2,
		.lock = PTHREAD_MUTEX_INITIALIZER, .ready = PTHREAD_COND_INITIALIZER,
		.space = PTHREAD_COND_INITIALIZER, .last_key = INSTANT_NONE,
	};
	int threads = options->threads < 1 ? 1 : options->threads, result;
	size_t i;

	scan_plan_init(&plan, log, options);
	if (options->from > log->first && first_line(&run, err) < 0)
		return -1;
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	if (log->end > run.from)
		run.nblocks = ((size_t)(log->end - run.from) + run.block - 1) / run.block;
	run.nslots = threads == 1 ? 1 : (size_t)threads * 2;
	run.slot = mem_array(run.nslots, sizeof(*run.slot));
	for (i = 0; i < run.nslots; i++)
		run.slot[i].block = (struct scan_block)SCAN_BLOCK_INIT;
	result = run_threads(&run, threads, on_batch, ctx, err);
	if (!result)
		report_torn_tail(&run);
	log->place = (struct scan_place){ log->end > run.from ? log->end : run.from,
					  run.unnumbered ? 0 : run.line, run.last_key };
	for (i = 0; i < run.nslots; i++)
		scan_block_release(&run.slot[i].block);
	free(run.slot);
	return result;
}
