#include "domain/scan_block.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/scan_row.h"

/* Beyond a block's end, so that its last row seldom needs a second read. */
#define SLACK 4096

void scan_plan_init(struct scan_plan *plan, const struct caselog *log,
		    const struct scan_options *options)
{
	memset(plan, 0, sizeof(*plan));
	plan->log = log;
	plan->layout = &log->layout;
	plan->options = *options;
	plan->ncommas = log->layout.text_first ? log->layout.ncolumns - 2 : 0;
	if (options->only) {
		uint32_t date = caseid_date(options->only);
		int i;

		for (i = 7; i >= 0; i--, date /= 10)
			plan->only_date[i] = (char)('0' + date % 10);
	}
	plan->split = scan_line_splitter(0);
	scan_events_init(&plan->events, log->set);
}

static void drop_flaws(struct scan_block *b)
{
	size_t i;

	for (i = 0; i < b->nflaws; i++)
		free(b->flaw[i].msg);
	b->nflaws = 0;
}

void scan_block_release(struct scan_block *b)
{
	drop_flaws(b);
	free(b->data);
	free(b->row);
	free(b->comma);
	free(b->span);
	free(b->flaw);
	strbuf_release(&b->cells);
	strbuf_release(&b->store);
	*b = (struct scan_block)SCAN_BLOCK_INIT;
}

static void reset(struct scan_block *b, off_t offset)
{
	drop_flaws(b);
	strbuf_reset(&b->cells);
	b->offset = offset;
	b->n = b->nrows = b->ncommas = b->nspans = 0;
	b->nlines = 0;
	b->last_key = INSTANT_NONE;
	b->crlf = b->error = 0;
}

struct scan_flaw *scan_block_flaw(struct scan_block *b, uint32_t line, size_t start, size_t length,
				  size_t column, const char *fmt, ...)
{
	struct strbuf msg = STRBUF_INIT;
	struct scan_flaw *flaw;
	va_list ap;

	MEM_GROW(b->flaw, b->nflaws + 1, b->flaws_alloc);
	flaw = &b->flaw[b->nflaws++];
	*flaw = (struct scan_flaw){
		.kind = FLAW_PLAIN, .line = line, .column = (uint32_t)column,
		.start = (uint32_t)start, .length = (uint32_t)length,
	};
	if (b->nflaws > FINDINGS_KEPT + 2)
		return flaw;
	va_start(ap, fmt);
	strbuf_vaddf(&msg, fmt, ap);
	va_end(ap);
	flaw->msg = strbuf_detach(&msg);
	return flaw;
}

/* Read on up to `want` bytes of data. */
static void fill(struct scan_block *b, const struct scan_plan *plan, size_t want)
{
	if (want + SCAN_PAD > b->alloc) {
		b->alloc = want + SCAN_PAD;
		b->data = mem_realloc(b->data, b->alloc, 1);
	}
	while (b->n < want) {
		ssize_t got = pread(plan->log->fd, b->data + b->n, want - b->n,
				    b->offset + (off_t)b->n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			b->error = got < 0 ? errno : -1;
			break;
		}
		b->n += (size_t)got;
	}
	memset(b->data + b->n, 0, SCAN_PAD);
}

static size_t bytes_to(off_t from, off_t to)
{
	return to > from ? (size_t)(to - from) : 0;
}

/*
 * The newline that ends the line at `start`, reading on where the block's data end before it; NULL where
 * the line is too long or the file cannot be read.
 */
static const char *line_end(struct scan_block *b, const struct scan_plan *plan, size_t start)
{
	size_t all = bytes_to(b->offset, plan->log->end), seen = start;

	for (;;) {
		const char *newline = memchr(b->data + seen, '\n', b->n - seen);

		if (newline)
			return newline;
		seen = b->n;
		if (b->error || seen >= all || seen - start > SCAN_LINE_MAX)
			return NULL;
		fill(b, plan, all - seen > seen ? seen * 2 : all);
	}
}

/* Where the first row of the block starts in its data, or a place at or after `limit`. */
static size_t first_row(const struct scan_block *b, size_t limit, int at_row)
{
	const char *newline;

	if (at_row)
		return 0;
	newline = memchr(b->data, '\n', limit < b->n ? limit : b->n);
	return newline ? (size_t)(newline - b->data) + 1 : limit;
}

void scan_block_read(struct scan_block *b, const struct scan_plan *plan, off_t begin, off_t limit,
		     int at_row)
{
	off_t from = at_row ? begin : begin - 1; /* the byte before tells whether a row starts here */
	size_t end = bytes_to(from, limit), all = bytes_to(from, plan->log->end), at;

	reset(b, from);
	fill(b, plan, all - end > SLACK ? end + SLACK : all);
	for (at = first_row(b, end, at_row); at < end && !b->error;) {
		const char *newline = line_end(b, plan, at);
		size_t n = newline ? (size_t)(newline - (b->data + at)) : SIZE_MAX;

		if (n <= SCAN_LINE_MAX)
			scan_row_read(b, plan, at, n);
		else if (!b->error)
			scan_block_flaw(b, b->nlines, at, 0, 1, _("the line is longer than %u MiB"),
					SCAN_LINE_MAX >> 20);
		b->nlines++;
		if (!newline)
			break; /* its end, and what follows, belong to a later block */
		at += n + 1;
	}
	scan_row_finish(b);
}

void scan_block_batch(const struct scan_block *b, const struct scan_plan *plan,
		      struct scan_batch *batch)
{
	*batch = (struct scan_batch){
		.layout = plan->layout, .data = b->data, .offset = b->offset, .row = b->row,
		.nrows = b->nrows, .comma = b->comma, .span = b->span,
	};
}
