/* Looking into the log at a place: by time, and at its end. */

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/scan_block.h"

#define PROBE 4096         /* bytes read at once where one row is wanted */
#define NEAR  (1 << 16)    /* a range that is read through */

struct finder {
	const struct caselog *log;
	struct scan_plan plan;
	struct scan_block block;
};

static void finder_init(struct finder *f, const struct caselog *log)
{
	f->log = log;
	f->block = (struct scan_block)SCAN_BLOCK_INIT;
	scan_plan_init(&f->plan, log, &(struct scan_options){ .quiet = 1 });
}

/* Where the line after a row starts. */
static off_t row_end(const struct finder *f, const struct scan_row *row)
{
	size_t end = (size_t)row->start + row->length;

	return f->block.offset + (off_t)end + (f->block.data[end] == '\r') + 1;
}

/* The first row that starts in [from, limit), or NULL. */
static const struct scan_row *row_after(struct finder *f, off_t from, off_t limit)
{
	for (; from < limit; from += PROBE) {
		off_t to = limit - from > PROBE ? from + PROBE : limit;

		scan_block_read(&f->block, &f->plan, from, to, from == f->log->first);
		if (f->block.nrows || f->block.error)
			break;
	}
	return f->block.nrows && from < limit ? &f->block.row[0] : NULL;
}

/* The end of the last row before t among those that start in [from, limit); all after them are not before t. */
static off_t read_through(struct finder *f, off_t from, off_t limit, instant t)
{
	instant last = INSTANT_NONE;
	off_t found = from;
	size_t i;

	if (from >= limit)
		return from;
	scan_block_read(&f->block, &f->plan, from, limit, 1);
	for (i = 0; i < f->block.nrows; last = f->block.row[i++].key) {
		if (f->block.row[i].key < last)
			return f->log->first;
		if (f->block.row[i].key < t)
			found = row_end(f, &f->block.row[i]);
	}
	return found;
}

off_t scan_find(const struct caselog *log, instant t)
{
	struct finder f;
	/* Rows that start before `low` are before t; those at or after `high` are not. */
	off_t low = log->first, high = log->end, found;
	instant low_key = INSTANT_NONE, high_key = INSTANT_MAX;
	int in_doubt = 0;

	finder_init(&f, log);
	while (high - low > NEAR && !in_doubt) {
		off_t middle = low + (high - low) / 2;
		const struct scan_row *row = row_after(&f, middle, high);

		in_doubt = f.block.error || (row && (row->key < low_key || row->key > high_key));
		if (row && row->key < t) {
			low_key = row->key;
			low = row_end(&f, row);
			continue;
		}
		if (row)
			high_key = row->key;
		high = middle;
	}
	found = in_doubt ? log->first : read_through(&f, low, high, t);
	scan_block_release(&f.block);
	return found;
}

/* What is wrong with the last line, or NULL. That it stands out of order is another matter. */
static const char *fault_of_last(const struct scan_block *b)
{
	size_t i;

	for (i = 0; i < b->nflaws; i++)
		if (b->flaw[i].kind == FLAW_PLAIN && b->flaw[i].line == b->nlines - 1 &&
		    b->flaw[i].msg && b->flaw[i].key == 0)
			return b->flaw[i].msg;
	return NULL;
}

static int take_last(const struct finder *f, struct row_chain *chain, instant *key,
		     struct err *err)
{
	const struct scan_block *b = &f->block;
	const struct scan_row *row = b->nrows ? &b->row[b->nrows - 1] : NULL;
	const char *fault = fault_of_last(b);
	struct scan_batch batch;
	struct span check;

	if (fault || !row || row->line != b->nlines - 1)
		return err_set(err, STATUS_INPUT, _("the last row of '%s' is damaged: %s"),
			       f->log->path, fault ? fault : _("it cannot be read"));
	scan_block_batch(b, &f->plan, &batch);
	check = scan_cell(&batch, row, COLUMN_CHECK);
	memcpy(chain->check, check.s, check.n);
	chain->check[check.n] = '\0';
	*key = row->key;
	return 0;
}

int scan_tail(const struct caselog *log, struct row_chain *chain, instant *key, struct err *err)
{
	struct finder f;
	off_t back, from;
	int result;

	*chain = (struct row_chain)ROW_CHAIN_INIT;
	*key = INSTANT_NONE;
	if (log->size > log->end)
		return err_set(err, STATUS_INPUT, _("the last line of '%s' is torn"), log->path);
	if (log->end == log->first)
		return 0;
	finder_init(&f, log);
	for (back = PROBE;; back *= 2) {
		from = log->end - log->first > back ? log->end - back : log->first;
		scan_block_read(&f.block, &f.plan, from, log->end, from == log->first);
		if (f.block.error || f.block.nlines || from == log->first)
			break;
	}
	errno = f.block.error > 0 ? f.block.error : 0;
	if (f.block.error)
		result = err_errno(err, _("cannot read '%s'"), log->path);
	else
		result = take_last(&f, chain, key, err);
	scan_block_release(&f.block);
	return result;
}
