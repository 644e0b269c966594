#include "io/csv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/intern.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/csv_header.h"
#include "io/csv_split.h"
#include "io/lines.h"

struct csv_reader {
	const char *name;
	struct lines *lines;
	struct findings *findings;
	struct strbuf store;
	struct csv_split split;
	size_t line;               /* number of the line at the position of `lines` */
	size_t used, used_lines;   /* by the row that was delivered last */
	size_t content;            /* its bytes without the last line end */
	int bad, ragged_row, stopped;
	int has_header;
	enum grade ragged;
	struct intern names;
	uint32_t *column;          /* names of the columns */
	size_t *first;             /* by name: the first column that has it */
	size_t columns;
};

/* A place in the record at the position. */
struct place {
	size_t at, line, column;
};

/* Go forward to byte `at`; columns count characters. */
static void place_move(struct place *x, const char *raw, size_t at, int valid)
{
	const char *s = raw + x->at, *nl;
	size_t n;

	while ((nl = memchr(s, '\n', (size_t)(raw + at - s))) != NULL) {
		x->line++;
		x->column = 1;
		s = nl + 1;
	}
	n = (size_t)(raw + at - s);
	x->column += valid ? utf8_count(s, n) : utf8_column(s, n, n) - 1;
	x->at = at;
}

static struct place place_of(const struct csv_reader *r, size_t at)
{
	struct place x = { 0, r->line, 1 };

	place_move(&x, lines_at(r->lines), at, 0);
	return x;
}

/* Attach the line around byte `at` of the record, where it is short enough to be shown. */
static void excerpt(struct csv_reader *r, struct finding *x, size_t at)
{
	const char *here = lines_at(r->lines) + at, *start, *end;
	size_t back = at < FINDING_EXCERPT_MAX ? at : FINDING_EXCERPT_MAX;
	size_t ahead = strnlen(here, FINDING_EXCERPT_MAX + 1);

	start = memrchr(here - back, '\n', back);
	if (!start && back < at)
		return;
	start = start ? start + 1 : here - back;
	end = memchr(here, '\n', ahead);
	if (!end)
		end = here + ahead;
	if (end > start && end[-1] == '\r')
		end--;
	finding_excerpt(r->findings, x, start, (size_t)(end - start));
}

/* Record something about a place in the record at the position. */
#define REPORT(r, grade, x, ...)                                                                   \
	do {                                                                                       \
		(r)->bad |= (grade) == GRADE_ERROR;                                                \
		if ((r)->findings)                                                                 \
			excerpt((r),                                                               \
				finding_add((r)->findings, (grade), (r)->name, (x).line,           \
					    (x).column, __VA_ARGS__),                              \
				(x).at);                                                           \
	} while (0)

static struct csv_reader *new_reader(const char *name, struct lines *lines,
				     struct findings *findings)
{
	struct csv_reader *r = mem_zalloc(sizeof(*r));

	r->name = name;
	r->lines = lines;
	r->findings = findings;
	r->line = 1;
	r->ragged = GRADE_ERROR;
	r->names = (struct intern)INTERN_INIT;
	strbuf_init(&r->store);
	r->split.store = &r->store;
	r->split.max = CSV_FIELDS_MAX;
	r->split.grows = 1;
	r->split.delimiter = ',';
	return r;
}

struct csv_reader *csv_open(const char *path, struct findings *findings, struct err *err)
{
	struct lines *lines = lines_open(path, err);

	return lines ? new_reader(path, lines, findings) : NULL;
}

struct csv_reader *csv_open_memory(const char *name, const char *data, size_t n,
				   struct findings *findings)
{
	return new_reader(name, lines_open_memory(data, n), findings);
}

int csv_set_charset(struct csv_reader *r, const char *charset, struct err *err)
{
	return lines_set_charset(r->lines, charset, err);
}

void csv_set_delimiter(struct csv_reader *r, char delimiter)
{
	r->split.delimiter = delimiter;
}

void csv_close(struct csv_reader *r)
{
	if (!r)
		return;
	lines_close(r->lines);
	csv_split_release(&r->split);
	free(r->split.field);
	strbuf_release(&r->store);
	intern_release(&r->names);
	free(r->column);
	free(r->first);
	free(r);
}

/* The record ends with the line in which byte `at` lies; `known` bytes of it were looked at. */
static void end_record(struct csv_reader *r, size_t at, size_t known)
{
	const char *raw = lines_at(r->lines), *nl = memchr(raw + at, '\n', known - at), *s = raw;

	r->used = nl ? (size_t)(nl - raw) + 1 : known;
	r->content = nl ? (size_t)(nl - raw) : known;
	if (nl && r->content && raw[r->content - 1] == '\r')
		r->content--;
	r->used_lines = nl ? 0 : 1;
	while ((s = memchr(s, '\n', (size_t)(raw + r->used - s))) != NULL) {
		r->used_lines++;
		s++;
	}
}

/* The field that starts at next_at is broken: keep it as written and go on at the next line. */
static void end_broken_record(struct csv_reader *r, size_t known)
{
	size_t at = r->split.next_at;

	r->split.raw = lines_at(r->lines);
	end_record(r, at, known);
	csv_split_rest(&r->split, at, r->content);
	csv_split_reset(&r->split);
}

/* libcsv stopped at byte `at`, after the end of a quoted field. */
static void report_text_after_quote(struct csv_reader *r, size_t at)
{
	struct place x = place_of(r, at), opened = place_of(r, r->split.next_at);

	if (x.line == opened.line)
		REPORT(r, GRADE_ERROR, x, _("text after the closing quote"));
	else
		REPORT(r, GRADE_ERROR, opened,
		       _("unterminated quote: the next quote, on line %zu, is followed by text"),
		       x.line);
}

static void report_lone_cr(struct csv_reader *r, const struct line *line)
{
	const char *raw = lines_at(r->lines);
	size_t from = r->split.next_at;
	const char *cr = memchr(raw + from, '\r', (size_t)(line->s + line->n - (raw + from)));
	struct place x = place_of(r, cr ? (size_t)(cr - raw) : from);

	REPORT(r, GRADE_ERROR, x, _("carriage return without line feed outside of quotes"));
}

/* 0 with the reader stopped and a finding; without findings -1, so that it cannot pass unseen. */
static int too_long(struct csv_reader *r, int in_quotes, struct err *err)
{
	struct place x = place_of(r, in_quotes ? r->split.next_at : 0);

	r->stopped = 1;
	csv_split_reset(&r->split);
	if (!r->findings)
		return err_set(err, STATUS_INPUT, _("%s:%zu: row is longer than %zu bytes"), r->name,
			       x.line, CSV_ROW_MAX);
	if (in_quotes)
		REPORT(r, GRADE_ERROR, x,
		       _("unterminated quote, or a row that is longer than %zu bytes"),
		       CSV_ROW_MAX);
	else
		REPORT(r, GRADE_ERROR, x, _("row is longer than %zu bytes"), CSV_ROW_MAX);
	return 0;
}

/*
 * libcsv stopped at a quote in the middle of an unquoted field. What is meant is clear (5" pipe),
 * so that this is a warning and the field is taken as it stands. Returns where the next one starts,
 * `end` where this was the last, NULL where the field has more wrong with it.
 */
static const char *take_quote_in_field(struct csv_reader *r, const char *quote, const char *end)
{
	struct csv_split *sp = &r->split;
	const char *start = sp->raw + sp->next_at;
	const char *stop = memchr(quote, sp->delimiter, (size_t)(end - quote));
	struct place x = place_of(r, (size_t)(quote - sp->raw));

	if (!stop)
		stop = end;
	if (memchr(start, '\r', (size_t)(stop - start)))
		return NULL;
	REPORT(r, GRADE_WARNING, x, _("quote in the middle of an unquoted field"));
	csv_split_reset(sp);
	csv_split_rest(sp, sp->next_at, (size_t)(stop - sp->raw));
	if (stop < end) {
		sp->next_at = (size_t)(stop - sp->raw) + 1;
		if (++stop == end)
			csv_split_rest(sp, sp->next_at, sp->next_at);
	}
	sp->row_done = stop == end;
	return stop;
}

/*
 * Feed one whole line, then its end, to libcsv. 1 where that was right (row_done tells whether the
 * row is complete), 0 where the record is broken, which was reported.
 */
static int feed_line(struct csv_reader *r, const struct line *line, size_t from)
{
	struct csv_split *sp = &r->split;
	size_t ending = line->end - from - line->n;
	const char *s = line->s, *end = s + line->n;
	int starts_field = !from;

	sp->raw = lines_at(r->lines);
	sp->raw_n = from + line->n;
	while (s < end) {
		/* libcsv takes a CR for a line end, and passes over it at the start of a row. */
		int lone_cr = starts_field && *s == '\r';

		if (!lone_cr)
			s += csv_split_feed(sp, s, (size_t)(end - s));
		if (sp->row_done)
			csv_split_drop_last(sp);
		if (sp->row_done || lone_cr) {
			report_lone_cr(r, line);
			return 0;
		}
		if (s == end)
			break;
		if (*s != '"') {
			report_text_after_quote(r, (size_t)(s - sp->raw));
			return 0;
		}
		s = take_quote_in_field(r, s, end);
		if (!s) {
			report_lone_cr(r, line);
			return 0;
		}
		if (sp->row_done)
			return 1;
		starts_field = 1;
	}
	if (ending)
		csv_split_feed(sp, end, ending);
	else
		csv_split_feed(sp, "\n", 1);
	return 1;
}

/* A record that libcsv has to look at. 1 a row, 0 the reader stopped, -1 with err. */
static int split_by_libcsv(struct csv_reader *r, struct err *err)
{
	struct csv_split *sp = &r->split;
	size_t from = 0;

	csv_split_start(sp, lines_at(r->lines));
	do {
		struct line line;
		enum lines_result got = lines_peek(r->lines, from, CSV_ROW_MAX, &line, err);

		if (got == LINES_FAILED)
			return -1;
		if (got == LINES_LONG)
			return too_long(r, 1, err);
		if (got == LINES_END) {
			struct place opened = place_of(r, sp->next_at);

			REPORT(r, GRADE_ERROR, opened, _("unterminated quote"));
			end_broken_record(r, from);
			break;
		}
		if (!feed_line(r, &line, from)) {
			end_broken_record(r, line.end);
			break;
		}
		from = line.end;
		if (sp->row_done)
			end_record(r, from - 1, from);
	} while (!sp->row_done);
	csv_split_finish(sp);
	return 1;
}

static void report_bytes(struct csv_reader *r, const char *raw, struct place x, size_t end)
{
	const char *charset = lines_charset(r->lines);
	const char *nul = memchr(raw + x.at, '\0', end - x.at);
	size_t invalid = x.at + utf8_valid(raw + x.at, end - x.at);
	struct place y = x;

	if (nul) {
		place_move(&y, raw, (size_t)(nul - raw), 0);
		REPORT(r, GRADE_ERROR, y, _("NUL byte"));
	}
	if (invalid == end)
		return;
	place_move(&x, raw, invalid, 0);
	if (charset)
		REPORT(r, GRADE_ERROR, x, _("invalid %s"), charset);
	else
		REPORT(r, GRADE_ERROR, x, _("invalid UTF-8: byte 0x%02X"),
		       (unsigned char)raw[invalid]);
}

/* Line and column of each field, from its byte offset; and what its bytes should not be. */
static void place_fields(struct csv_reader *r)
{
	const char *raw = lines_at(r->lines);
	int valid = utf8_valid(raw, r->content) == r->content && !memchr(raw, '\0', r->content);
	struct csv_field *f = r->split.field;
	struct place x = { 0, r->line, 1 };
	size_t i, n = csv_split_stored(&r->split);

	for (i = 0; i < n; i++) {
		place_move(&x, raw, f[i].column - 1, valid);
		if (!valid)
			report_bytes(r, raw, x, i + 1 < n ? f[i + 1].column - 2 : r->content);
		f[i].line = x.line;
		f[i].column = x.column;
	}
}

static int is_ascii_text(const char *s, size_t n)
{
	uint64_t word, high = 0;
	size_t i;

	for (i = 0; n - i >= 8; i += 8) {
		memcpy(&word, s + i, 8);
		high |= word;
	}
	for (; i < n; i++)
		high |= (unsigned char)s[i];
	return !(high & 0x8080808080808080ULL) && !memchr(s, '\0', n);
}

static void check_length(struct csv_reader *r)
{
	struct place x = { 0, r->line, 1 };

	if (r->split.n > CSV_FIELDS_MAX)
		REPORT(r, GRADE_ERROR, x, _("row has %zu fields; those after %zu are left off"),
		       r->split.n, CSV_FIELDS_MAX);
	r->ragged_row = r->has_header && !r->bad && r->split.n != r->columns;
	if (r->ragged_row)
		REPORT(r, r->ragged, x, _("row has %zu fields, the header has %zu"), r->split.n,
		       r->columns);
}

static void deliver(struct csv_reader *r, struct csv_row *row)
{
	/* The byte offset is the column where all is ASCII and on one line. */
	if (r->used_lines > 1 || !is_ascii_text(lines_at(r->lines), r->content))
		place_fields(r);
	check_length(r);
	row->line = r->line;
	row->nfields = csv_split_stored(&r->split);
	row->field = r->split.field;
	row->raw = lines_at(r->lines);
	row->raw_n = r->used;
	row->bad = r->bad;
	row->ragged = r->ragged_row;
}

int csv_next(struct csv_reader *r, struct csv_row *row, struct err *err)
{
	struct line line;

	if (r->stopped)
		return 0;
	lines_skip(r->lines, r->used);
	r->line += r->used_lines;
	r->used = r->used_lines = 0;
	r->bad = 0;
	for (;;) {
		enum lines_result got = lines_peek(r->lines, 0, CSV_ROW_MAX, &line, err);

		if (got == LINES_FAILED || got == LINES_END)
			return (int)got;
		if (got == LINES_LONG)
			return too_long(r, 0, err);
		if (line.n)
			break;
		lines_skip(r->lines, line.end);
		r->line++;
	}
	r->split.line = r->line;
	if (csv_split_simple(&r->split, line.s, line.n)) {
		r->used = line.end;
		r->used_lines = 1;
		r->content = line.n;
	} else {
		int ret = split_by_libcsv(r, err);

		if (ret <= 0)
			return ret;
	}
	deliver(r, row);
	return 1;
}

static void add_column(struct csv_reader *r, size_t i, const struct strbuf *name,
		       const struct csv_field *f)
{
	struct place x = { f->column - 1, f->line, f->column };
	uint32_t known = r->names.n, id = intern_add(&r->names, name->buf, name->len);

	r->column[i] = id;
	if (id == known)
		r->first[id] = i;
	if (!name->len)
		REPORT(r, GRADE_WARNING, x, _("column %zu has no name"), i + 1);
	else if (id != known)
		REPORT(r, GRADE_ERROR, x, _("duplicate column '%s' (also column %zu)"), name->buf,
		       r->first[id] + 1);
}

void csv_set_names(struct csv_reader *r, const struct strbuf *name, size_t n)
{
	static const struct csv_field nowhere = { "", 0, 1, 1, 0 };
	size_t last = csv_split_stored(&r->split);

	r->columns = n;
	r->column = mem_array(n, sizeof(*r->column));
	r->first = mem_array(n, sizeof(*r->first));
	for (size_t i = 0; i < n; i++)
		add_column(r, i, &name[i], i < last ? &r->split.field[i] : &nowhere);
	r->has_header = 1;
}

const char *csv_name(const struct csv_reader *r)
{
	return r->name;
}

void csv_set_ragged(struct csv_reader *r, enum grade grade)
{
	r->ragged = grade;
}

size_t csv_columns(const struct csv_reader *r)
{
	return r->columns;
}

const char *csv_column_name(const struct csv_reader *r, size_t i)
{
	return i < r->columns ? intern_str(&r->names, r->column[i]) : NULL;
}

int csv_column(const struct csv_reader *r, const char *name)
{
	uint32_t id = intern_find(&r->names, name, strlen(name));

	return id == INTERN_NONE ? -1 : (int)r->first[id];
}
