#include "domain/scan_row.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"

#define SHOWN_MAX 60 /* bytes of a wrong value in a message */

/* The row at hand, split by either way. */
struct line {
	const char *s;
	size_t n, start;                /* start: in the block's data */
	const uint16_t *comma;          /* fast: the offsets of its commas */
	const struct csv_field *field;  /* slow: what libcsv made of it, else NULL */
};

static inline struct span cell_of(const struct line *l, int position)
{
	size_t from;

	if (position < 0)
		return (struct span){ "", 0 };
	if (l->field)
		return (struct span){ l->field[position].s, (uint32_t)l->field[position].n };
	from = position ? (size_t)l->comma[position - 1] + 1 : 0;
	return (struct span){ l->s + from, (uint32_t)(l->comma[position] - from) };
}

static size_t column_of(const struct line *l, int position)
{
	if (position < 0)
		return 1;
	if (l->field)
		return l->field[position].column;
	return utf8_column(l->s, l->n, position ? (size_t)l->comma[position - 1] + 1 : 0);
}

/* A wrong value in a form for people; the caller releases it. */
static struct strbuf shown(const char *s, size_t n)
{
	struct strbuf out = STRBUF_INIT;

	if (n <= SHOWN_MAX) {
		utf8_add_safe(&out, s, n);
	} else {
		utf8_add_safe(&out, s, utf8_cut(s, SHOWN_MAX));
		strbuf_addstr(&out, "...");
	}
	return out;
}

/* A flaw of the cell at a position; fmt has one %s for its value. */
__attribute__((format(printf, 4, 0)))
static struct scan_flaw *cell_flaw(struct scan_block *b, const struct line *l, int position,
				   const char *fmt)
{
	struct span cell = cell_of(l, position);
	struct strbuf value = shown(cell.s, cell.n), msg = STRBUF_INIT;
	struct scan_flaw *flaw;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	strbuf_addf(&msg, fmt, value.buf);
#pragma GCC diagnostic pop
	flaw = scan_block_flaw(b, b->nlines, l->start, l->n, column_of(l, position), "%s", msg.buf);
	strbuf_release(&value);
	strbuf_release(&msg);
	return flaw;
}

static inline int two(const char *s)
{
	unsigned a = (unsigned char)s[0] - (unsigned)'0', c = (unsigned char)s[1] - (unsigned)'0';

	return a > 9 || c > 9 ? 1000 : (int)(a * 10 + c);
}

/* "HH:MM:SS" in seconds, or -1. */
static inline int read_clock(const char *s)
{
	int hour = two(s), minute = two(s + 3), second = two(s + 6);

	if (hour > 23 || minute > 59 || second > 59 || s[2] != ':' || s[5] != ':')
		return -1;
	return hour * 3600 + minute * 60 + second;
}

/* As instant_parse(), but a time of the same day and offset as the last costs only its clock. */
static inline int read_time(struct scan_days *day, struct span cell, instant *t)
{
	const char *s = cell.s;
	int clock;

	if (cell.n == 25 && !memcmp(s, day->text, 11) && !memcmp(s + 19, day->text + 19, 6)) {
		clock = read_clock(s + 11);
		*t = day->midnight + clock;
		return clock < 0 ? -1 : 0;
	}
	if (instant_parse(s, cell.n, t, NULL) < 0)
		return -1;
	if (cell.n == 25) {
		memcpy(day->text, s, 25);
		day->midnight = *t - read_clock(s + 11);
	}
	return 0;
}

/* As caseid_parse(), and for all but few ids without a call. */
static inline caseid read_id(struct span cell)
{
	const char *s = cell.s;
	int year, month, day;
	uint32_t number = 0, i;

	if (cell.n < 10 || cell.n > 18 || s[8] != '-') /* a prefix, or nothing at all */
		return caseid_parse(s, cell.n);
	year = two(s) * 100 + two(s + 2);
	month = two(s + 4);
	day = two(s + 6);
	if (year > 9999 || month > 12 || day > 28 || !month || !day)
		return caseid_parse(s, cell.n);
	for (i = 9; i < cell.n; i++) {
		unsigned digit = (unsigned char)s[i] - (unsigned)'0';

		if (digit > 9)
			return 0;
		number = number * 10 + digit;
	}
	return number ? caseid_make((uint32_t)(year * 10000 + month * 100 + day), number) : 0;
}

static void unknown_event(struct scan_block *b, const struct scan_plan *plan, const struct line *l)
{
	int position = plan->layout->position[COLUMN_EVENT];
	struct span cell = cell_of(l, position);
	struct strbuf value = shown(cell.s, cell.n);
	struct nearest x = NEAREST_INIT(value.buf);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(plan->events.slot); i++)
		nearest_offer(&x, plan->events.slot[i].name);
	if (x.best)
		scan_block_flaw(b, b->nlines, l->start, l->n, column_of(l, position),
				_("unknown event '%s' (did you mean '%s'?)"), value.buf, x.best);
	else
		cell_flaw(b, l, position, _("unknown event '%s'"));
	strbuf_release(&value);
}

/* The case of the row; -1 where it has none and should. */
static inline int take_id(struct scan_block *b, const struct scan_plan *plan,
			  const struct line *l, struct scan_row *row)
{
	int position = plan->layout->position[COLUMN_CASE];
	struct span cell = cell_of(l, position);

	row->id = 0;
	if (event_is_about_log(row->event)) {
		if (cell.n)
			cell_flaw(b, l, position,
				  _("case '%s' in a row about the log itself"));
		return 0;
	}
	row->id = read_id(cell);
	if (row->id)
		return 0;
	if (cell.n)
		cell_flaw(b, l, position, _("'%s' is not a case id (YYYYMMDD-NNNN)"));
	else
		scan_block_flaw(b, b->nlines, l->start, l->n, column_of(l, position),
				_("the case id is missing"));
	return -1;
}

/* at, logged and the order key; -1 where the row has no time. */
static inline int take_times(struct scan_block *b, const struct scan_plan *plan,
			     const struct line *l, struct scan_row *row)
{
	static const char wrong[] = N_("'%s' is not a time (2026-11-21T09:05:00+08:00)");
	const int *position = plan->layout->position;
	int keyed = position[COLUMN_AT];
	struct span logged = cell_of(l, position[COLUMN_LOGGED]);
	instant previous = b->last_key;

	if (read_time(&b->at_day, cell_of(l, keyed), &row->at) < 0) {
		cell_flaw(b, l, keyed, _(wrong));
		return -1;
	}
	row->key = row->at;
	if (logged.n) {
		if (read_time(&b->logged_day, logged, &row->key) < 0) {
			cell_flaw(b, l, position[COLUMN_LOGGED], _(wrong));
			row->key = row->at;
		} else {
			keyed = position[COLUMN_LOGGED];
		}
	}
	if (row->key != row->at)
		row->flags |= ROW_LATE;
	b->last_key = row->key;
	if (previous == INSTANT_NONE || row->key < previous) {
		struct scan_flaw *flaw = cell_flaw(b, l, keyed,
			_("'%s' is before the time of the row above: rows stand in the order of writing"));

		/* Of the block's first row only the block before can tell. */
		flaw->kind = previous == INSTANT_NONE ? FLAW_ORDER : FLAW_PLAIN;
		flaw->key = row->key;
	}
	return 0;
}

/* All that both ways have in common. Is the row one to deliver? */
static inline __attribute__((always_inline)) int
take_row(struct scan_block *b, const struct scan_plan *plan, const struct line *l,
	 struct scan_row *row)
{
	const int *position = plan->layout->position;
	const struct scan_options *o = &plan->options;
	struct span event = cell_of(l, position[COLUMN_EVENT]), by;
	int code;

	if (take_times(b, plan, l, row) < 0)
		return 0;
	code = scan_events_find(&plan->events, event.s, event.n);
	if (code < 0) {
		unknown_event(b, plan, l);
		return 0;
	}
	row->event = (uint8_t)code;
	if (take_id(b, plan, l, row) < 0)
		return 0;
	by = cell_of(l, position[COLUMN_BY]);
	if (by.n == 2 && by.s[0] == 's' && by.s[1] == 'd')
		row->flags |= ROW_BY_SD;
	return (!o->only || row->id == o->only) && (!o->at_most || row->at <= o->at_most) &&
	       (!o->known_at || row->key <= o->known_at);
}

static void push(struct scan_block *b, const struct scan_row *row)
{
	MEM_GROW(b->row, b->nrows + 1, b->rows_alloc);
	b->row[b->nrows++] = *row;
}

/* Break of our own grammar in a line that libcsv accepts. One finding of each kind. */
static void find_faults(struct scan_block *b, const struct scan_plan *plan, const struct line *l)
{
	size_t i, valid = utf8_valid(l->s, l->n);
	int k;

	if (valid < l->n)
		scan_block_flaw(b, b->nlines, l->start, l->n, utf8_column(l->s, l->n, valid),
				_("byte 0x%02X is not UTF-8"), (unsigned char)l->s[valid]);
	for (i = 0; i < l->n && (unsigned char)l->s[i] >= 0x20 && l->s[i] != 0x7F; i++)
		;
	if (i < l->n)
		scan_block_flaw(b, b->nlines, l->start, l->n, utf8_column(l->s, l->n, i),
				_("control character 0x%02X (in text it is written \\n, \\t or \\xHH)"),
				(unsigned char)l->s[i]);
	for (k = 0; l->field && k < plan->layout->ncolumns; k++) {
		if (!l->field[k].quoted || plan->layout->column[k] == COLUMN_TEXT)
			continue;
		cell_flaw(b, l, k, _("'%s' is in quotes: only text may be"));
		break;
	}
}

static void add_spans(struct scan_block *b, const struct line *l, int ncolumns)
{
	int i;

	MEM_GROW(b->span, b->nspans + (size_t)ncolumns, b->spans_alloc);
	for (i = 0; i < ncolumns; i++) {
		strbuf_add(&b->cells, l->field[i].s, l->field[i].n);
		b->span[b->nspans++] = (struct span){ NULL, (uint32_t)l->field[i].n };
	}
}

/* What libcsv does not take as one record. */
static void not_a_record(struct scan_block *b, const struct scan_plan *plan, const struct line *l)
{
	const char *quote = memchr(l->s, '"', l->n);
	size_t faults = b->nflaws;

	find_faults(b, plan, l);
	if (b->nflaws == faults)
		scan_block_flaw(b, b->nlines, l->start, l->n,
				utf8_column(l->s, l->n, quote ? (size_t)(quote - l->s) : 0),
				_("not a row of CSV: a quote opens text, is doubled inside and closes it"));
}

/* Any line that the fast path does not take, alone through libcsv. */
static __attribute__((noinline)) void read_slow(struct scan_block *b, const struct scan_plan *plan,
						 const struct line *unsplit)
{
	const struct layout *layout = plan->layout;
	struct scan_row row = { .flags = ROW_SLOW };
	struct csv_field field[COLUMN_MAX + 1];
	struct line l = *unsplit;
	int n, check = layout->position[COLUMN_CHECK];

	if (!l.n) {
		scan_block_flaw(b, b->nlines, l.start, 0, 1, _("empty line"));
		return;
	}
	n = csv_split_line(l.s, l.n, &b->store, field, COLUMN_MAX + 1);
	if (n < 0) {
		not_a_record(b, plan, &l);
		return;
	}
	if (n != layout->ncolumns) {
		scan_block_flaw(b, b->nlines, l.start, l.n, 1,
				_("the row has %d columns, the header has %d"), n, layout->ncolumns);
		return;
	}
	l.field = field;
	find_faults(b, plan, &l);
	if (check >= 0 && !scan_read_check(field[check].s, field[check].n, &row.check)) {
		cell_flaw(b, &l, check, _("'%s' is not a check value (16 hex digits)"));
		row.check = 0;
	}
	if (!take_row(b, plan, &l, &row))
		return;
	row.start = (uint32_t)l.start;
	row.length = (uint32_t)l.n;
	row.line = b->nlines;
	row.cells = (uint32_t)b->nspans;
	add_spans(b, &l, layout->ncolumns);
	push(b, &row);
}

static inline void read_fast(struct scan_block *b, const struct scan_plan *plan,
			     const struct line *l, uint64_t check)
{
	struct scan_row *row;

	MEM_GROW(b->row, b->nrows + 1, b->rows_alloc);
	row = &b->row[b->nrows];
	*row = (struct scan_row){
		.start = (uint32_t)l->start, .length = (uint32_t)l->n, .line = b->nlines,
		.cells = (uint32_t)b->ncommas, .check = check,
	};
	if (!take_row(b, plan, l, row))
		return;
	b->ncommas += (size_t)plan->ncommas;
	b->nrows++;
}

/* Cheap and never wrong when it says no: is the line of another case than options.only? */
static inline int is_other_case(const struct scan_plan *plan, const char *s, size_t n)
{
	int position = plan->layout->position[COLUMN_CASE];
	const char *cell = s, *end = s + n;
	caseid id;

	if (*s == '"')
		return 0;
	while (position-- > 0) {
		cell = memchr(cell, ',', (size_t)(end - cell));
		if (!cell)
			return 0;
		cell++;
	}
	end = memchr(cell, ',', (size_t)(end - cell));
	if (!end)
		return 0;
	/* Of up to 18 bytes, so without a prefix, the first 9 are the date. */
	if (end - cell <= 18 && end - cell >= 10 && cell[8] == '-' && cell[0] == '2' &&
	    plan->only_date[0] == '2' && memcmp(cell, plan->only_date, 8) != 0)
		return 1;
	id = caseid_parse(cell, (size_t)(end - cell));
	return id && id != plan->options.only;
}

void scan_row_read(struct scan_block *b, const struct scan_plan *plan, size_t start, size_t n)
{
	struct line l = { b->data + start, n, start, NULL, NULL };
	uint64_t check;

	if (l.n && l.s[l.n - 1] == '\r') {
		l.n--;
		if (!b->crlf)
			scan_block_flaw(b, b->nlines, start, l.n, 1,
					_("lines end in CR LF, not LF: was the file saved by a spreadsheet?"))
				->kind = FLAW_CRLF;
		b->crlf = 1;
	}
	if (plan->ncommas) {
		if (plan->options.only && is_other_case(plan, l.s, l.n))
			return;
		MEM_GROW(b->comma, b->ncommas + COLUMN_MAX + SCAN_PAD + 4, b->commas_alloc);
		l.comma = b->comma + b->ncommas;
		if (plan->split(l.s, l.n, plan->ncommas, b->comma + b->ncommas, &check)) {
			read_fast(b, plan, &l, check);
			return;
		}
	}
	read_slow(b, plan, &l);
}

void scan_row_finish(struct scan_block *b)
{
	const char *p = b->cells.buf;
	size_t i;

	for (i = 0; i < b->nspans; i++) {
		b->span[i].s = p;
		p += b->span[i].n;
	}
}
