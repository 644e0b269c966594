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

static off_t row_offset(const struct finder *f, const struct scan_row *row)
{
	return f->block.offset + (off_t)row->start;
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

/* Reads [from, limit) through for the first row at or after t; `none` where there is no such row. */
static off_t read_through(struct finder *f, off_t from, off_t limit, instant t, off_t none)
{
	instant last = INSTANT_NONE;
	off_t found = none;
	size_t i;

	if (from >= limit)
		return none;
	scan_block_read(&f->block, &f->plan, from, limit, 1);
	for (i = f->block.nrows; i-- > 0;)
		if (f->block.row[i].key >= t)
			found = row_offset(f, &f->block.row[i]);
	for (i = 0; i < f->block.nrows; last = f->block.row[i++].key)
		if (f->block.row[i].key < last)
			return f->log->first;
	return found;
}

off_t scan_find(const struct caselog *log, instant t)
{
	struct finder f;
	/* Rows that start before `low` are before t; those at or after `high` are not. */
	off_t low = log->first, high = log->end, high_row = log->end;
	instant low_key = INSTANT_NONE, high_key = INSTANT_MAX;

	finder_init(&f, log);
	while (high - low > NEAR) {
		off_t middle = low + (high - low) / 2;
		const struct scan_row *row = row_after(&f, middle, high);

		if (f.block.error || (row && (row->key < low_key || row->key > high_key))) {
			low = high_row = log->first;
			high = low;
			break;
		}
		if (row && row->key < t) {
			low_key = row->key;
			low = row_offset(&f, row) + (off_t)row->length + 1;
			continue;
		}
		if (row) {
			high_key = row->key;
			high_row = row_offset(&f, row);
		}
		high = middle;
	}
	high_row = read_through(&f, low, high, t, high_row);
	scan_block_release(&f.block);
	return high_row;
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
