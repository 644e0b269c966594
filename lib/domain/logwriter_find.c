/* What a writer must know of the log before it adds to it: numbers of cases, keys of earlier runs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/logwriter.h"
#include "domain/scan.h"

#define BLOCK ((size_t)1 << 20)

/* --- numbers ---------------------------------------------------------------------------------- */

/* The highest number of a date; 0 where none is known yet. */
static uint32_t *highest_of(struct logwriter *w, uint32_t date)
{
	char name[16];
	int n = snprintf(name, sizeof(name), "%08u", (unsigned)date);
	uint32_t known = w->dates.n, i = intern_add(&w->dates, name, (size_t)n);

	MEM_GROW(w->highest, (size_t)i + 1, w->highest_alloc);
	if (i >= known)
		w->highest[i] = 0;
	return &w->highest[i];
}

static void count_case(struct logwriter *w, caseid id)
{
	uint32_t *highest = highest_of(w, caseid_date(id));

	if (caseid_number(id) > *highest)
		*highest = caseid_number(id);
}

void logwriter_return_case(struct logwriter *w, caseid id)
{
	uint32_t *highest = highest_of(w, caseid_date(id));

	if (*highest == caseid_number(id))
		--*highest;
}

static int count_batch(void *ctx, const struct scan_batch *batch)
{
	struct logwriter *w = ctx;
	caseid last = 0;

	for (size_t i = 0; i < batch->nrows; i++)
		if (batch->row[i].id && batch->row[i].id != last) {
			last = batch->row[i].id;
			count_case(w, last);
		}
	return 0;
}

static int count_from(struct logwriter *w, instant from, struct err *err)
{
	struct findings none = FINDINGS_INIT;
	struct caselog log = CASELOG_INIT;
	struct scan_options options = { .threads = 1, .quiet = 1, .unnumbered = 1 };
	int ret = -1;

	/* What is damaged before or after is reported by whoever reads the case. */
	if (caselog_open(&log, w->o.log, w->o.set, &none, err) < 0)
		goto out;
	if (from != INSTANT_NONE)
		options.from = scan_find(&log, from);
	ret = scan_run(&log, &options, count_batch, w, err);
	if (ret == 0)
		w->counted_from = from;
out:
	caselog_release(&log);
	findings_release(&none);
	return ret;
}

void logwriter_use_case(struct logwriter *w, caseid id)
{
	count_case(w, id);
}

int logwriter_count_cases(struct logwriter *w, struct err *err)
{
	return w->counted_from == INSTANT_NONE ? 0 : count_from(w, INSTANT_NONE, err);
}

/*
 * A row's key is never before its `at`, and a case's number never stands before the midnight of its
 * date, so rows from that midnight on hold all numbers of the date.
 */
int logwriter_next_case(struct logwriter *w, instant at, caseid *id, struct err *err)
{
	int64_t day = w->o.zone ? zone_day(w->o.zone, at) : (at - (at % 86400 + 86400) % 86400) / 86400;
	instant midnight = w->o.zone ? zone_midnight(w->o.zone, day) : day * 86400;
	uint32_t date = caseid_date_of_day(day), number;

	if (midnight < w->counted_from &&
	    count_from(w, w->counted_from == INSTANT_MAX ? midnight : INSTANT_NONE, err) < 0)
		return -1;
	number = *highest_of(w, date);
	if (number >= CASEID_NUMBER_MAX)
		return err_set(err, STATUS_INPUT, _("there is no case number left on %u"),
			       (unsigned)date);
	*id = caseid_make(date, number + 1);
	count_case(w, *id);
	return 0;
}

/* --- keys ------------------------------------------------------------------------------------- */

static struct span row_cell(const struct logwriter *w, const char *line, size_t n, int column)
{
	return layout_cell(&w->rows.layout, line, n, column);
}

/* Calls `line` for whole lines, from the file's start, in blocks. Non-zero stops. */
typedef int line_fn(void *ctx, const char *line, size_t n);
typedef const char *block_fn(const void *ctx, const char *s, const char *end);

/*
 * Reads the file in blocks of whole lines; `next` finds the next place of interest in a block (NULL:
 * none), and the line around it is handed on. So lines without it cost no more than memmem().
 */
static int each_line(const struct logwriter *w, block_fn *next, line_fn *line, void *ctx, struct err *err)
{
	struct strbuf block = STRBUF_INIT;
	off_t at = 0;
	int ret = 0;

	while (ret == 0) {
		const char *s, *end, *hit;
		ssize_t got;

		strbuf_grow(&block, BLOCK);
		got = pread(w->rows.file.fd, block.buf + block.len, BLOCK, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			ret = err_errno(err, _("cannot read '%s'"), w->o.log);
		if (got <= 0)
			break;
		at += got;
		block.len += (size_t)got;
		block.buf[block.len] = '\0';
		end = memrchr(block.buf, '\n', block.len);
		if (!end)
			continue;
		for (s = block.buf; ret == 0 && s < end && (hit = next(ctx, s, end)) != NULL;) {
			const char *from = memrchr(s, '\n', (size_t)(hit - s));
			const char *to = memchr(hit, '\n', (size_t)(end + 1 - hit));

			from = from ? from + 1 : s;
			ret = line(ctx, from, (size_t)(to - from));
			s = to + 1;
		}
		end++;
		memmove(block.buf, end, block.len - (size_t)(end - block.buf));
		strbuf_setlen(&block, block.len - (size_t)(end - block.buf));
	}
	strbuf_release(&block);
	return ret < 0 ? -1 : 0;
}

struct key_search {
	struct logwriter *w;
	struct strbuf pattern;           /* ,key, */
	struct logwriter_found *found;
	logwriter_key_fn *fn;
	void *ctx;
};

static const char *next_key(const void *ctx, const char *s, const char *end)
{
	const struct key_search *x = ctx;

	return memmem(s, (size_t)(end - s), x->pattern.buf, x->pattern.len);
}

static int found_line(void *ctx, const char *line, size_t n)
{
	struct key_search *x = ctx;
	struct span key = row_cell(x->w, line, n, COLUMN_KEY), cell;
	const char *comma;
	int event;

	if (key.n != x->pattern.len - 2 || memcmp(key.s, x->pattern.buf + 1, key.n) != 0)
		return 0;
	cell = row_cell(x->w, line, n, COLUMN_EVENT);
	event = policy_set_event(x->w->o.set, cell.s, cell.n);
	if (event >= 0)
		event_set_add(&x->found->events, event);
	if (x->found->rows++)
		return 0;
	cell = row_cell(x->w, line, n, COLUMN_CASE);
	x->found->id = caseid_parse(cell.s, cell.n);
	comma = memrchr(line, ',', n);
	if (comma && line + n - comma - 1 == ROW_CHECK_HEX)
		memcpy(x->found->check, comma + 1, ROW_CHECK_HEX);
	return 0;
}

int logwriter_find_key(struct logwriter *w, const char *key, struct logwriter_found *found,
		       struct err *err)
{
	struct key_search x = { .w = w, .pattern = STRBUF_INIT, .found = found };
	int ret;

	memset(found, 0, sizeof(*found));
	strbuf_addf(&x.pattern, ",%s,", key);
	ret = each_line(w, next_key, found_line, &x, err);
	strbuf_release(&x.pattern);
	return ret;
}

static const char *any_line(const void *ctx, const char *s, const char *end)
{
	(void)ctx;
	return s < end ? s : NULL;
}

static int each_key(void *ctx, const char *line, size_t n)
{
	struct key_search *x = ctx;
	struct span key = row_cell(x->w, line, n, COLUMN_KEY), id;

	if (!key.n)
		return 0;
	id = row_cell(x->w, line, n, COLUMN_CASE);
	x->fn(x->ctx, key, row_cell(x->w, line, n, COLUMN_EVENT), caseid_parse(id.s, id.n));
	return 0;
}

int logwriter_each_key(struct logwriter *w, logwriter_key_fn *fn, void *ctx, struct err *err)
{
	struct key_search x = { .w = w, .pattern = STRBUF_INIT, .fn = fn, .ctx = ctx };

	return each_line(w, any_line, each_key, &x, err);
}
