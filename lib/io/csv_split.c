#include "io/csv_split.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* libcsv's buffer grows in steps of this size; its own 128 bytes are slow for long fields. */
#define LIBCSV_BLOCK ((size_t)16 * 1024)

void csv_split_start(struct csv_split *sp, const char *raw)
{
	strbuf_reset(sp->store);
	sp->n = 0;
	sp->raw = raw;
	sp->next_at = sp->last_at = 0;
	sp->row_done = 0;
}

/* The next field, which starts at byte `at` of the record; NULL where there are too many. */
static struct csv_field *add_field(struct csv_split *sp, size_t at, size_t n, int quoted)
{
	struct csv_field *f;

	sp->last_at = at;
	if (sp->n++ >= sp->max)
		return NULL;
	if (sp->grows)
		MEM_GROW(sp->field, sp->n, sp->alloc);
	f = &sp->field[sp->n - 1];
	f->n = n;
	f->quoted = quoted;
	f->line = sp->line;
	f->column = at + 1;
	return f;
}

size_t csv_split_stored(const struct csv_split *sp)
{
	return sp->n < sp->max ? sp->n : sp->max;
}

/*
 * Unescape the quoted field whose text starts at `text`, in place. Returns its closing quote and the
 * text's length; NULL where it does not end before `end`, or something follows it.
 */
static char *unquote(char *text, char *end, char delimiter, size_t *length)
{
	char *from = text, *to = text;

	for (;;) {
		char *quote = memchr(from, '"', (size_t)(end - from));
		size_t n;

		if (!quote)
			return NULL;
		n = (size_t)(quote - from);
		if (to != from)
			memmove(to, from, n);
		to += n;
		if (quote + 1 == end || quote[1] == delimiter) {
			*length = (size_t)(to - text);
			*to = '\0';
			return quote;
		}
		if (quote[1] != '"')
			return NULL;
		*to++ = '"';
		from = quote + 2;
	}
}

/* The end of the unquoted field that starts at `text`; NULL where it holds a quote. */
static char *unquoted_end(char *text, char *end, char delimiter, int quotes)
{
	char *stop = memchr(text, delimiter, (size_t)(end - text));

	if (!stop)
		stop = end;
	return quotes && memchr(text, '"', (size_t)(stop - text)) ? NULL : stop;
}

int csv_split_simple(struct csv_split *sp, const char *s, size_t n)
{
	int quotes = memchr(s, '"', n) != NULL;
	char *p, *end, *start;

	if (memchr(s, '\r', n))
		return 0;
	csv_split_start(sp, s);
	strbuf_grow(sp->store, n);
	strbuf_add(sp->store, s, n);
	p = start = sp->store->buf;
	end = p + n;
	for (;;) {
		int quoted = quotes && p < end && *p == '"';
		char *text = p + quoted, *stop;
		struct csv_field *f;
		size_t length;

		if (quoted) {
			stop = unquote(text, end, sp->delimiter, &length);
		} else {
			stop = unquoted_end(text, end, sp->delimiter, quotes);
			length = stop ? (size_t)(stop - text) : 0;
		}
		if (!stop)
			return 0;
		f = add_field(sp, (size_t)(p - start), length, quoted);
		if (f)
			f->s = text;
		*stop = '\0';
		p = stop + quoted;
		if (p == end)
			return 1;
		p++;
	}
}

static size_t count_bytes(const char *s, size_t n, char c)
{
	size_t count = 0;
	const char *end = s + n;

	while ((s = memchr(s, c, (size_t)(end - s))) != NULL) {
		count++;
		s++;
	}
	return count;
}

/* libcsv: a field is complete. Its place follows from the lengths of all before it. */
static void on_field(void *s, size_t n, void *ctx)
{
	struct csv_split *sp = ctx;
	size_t at = sp->next_at, length = n;
	int quoted = at < sp->raw_n && sp->raw[at] == '"';

	if (sp->row_done)
		return;
	if (quoted)
		length += 2 + count_bytes(s, n, '"');
	sp->next_at = at + length + 1;
	if (!add_field(sp, at, n, quoted))
		return;
	strbuf_add(sp->store, s, n);
	strbuf_addch(sp->store, '\0');
}

static void on_row(int end, void *ctx)
{
	(void)end;
	((struct csv_split *)ctx)->row_done = 1;
}

static int no_blanks(unsigned char c)
{
	(void)c;
	return 0;
}

static void *libcsv_realloc(void *p, size_t n)
{
	return mem_realloc(p, n, 1);
}

static struct csv_parser *new_parser(char delimiter)
{
	struct csv_parser *p = mem_alloc(sizeof(*p));

	if (csv_init(p, CSV_STRICT))
		BUG("csv_init");
	csv_set_delim(p, (unsigned char)delimiter);
	csv_set_space_func(p, no_blanks);
	csv_set_realloc_func(p, libcsv_realloc);
	csv_set_blk_size(p, LIBCSV_BLOCK);
	return p;
}

void csv_split_release(struct csv_split *sp)
{
	if (sp->parser)
		csv_free(sp->parser);
	free(sp->parser);
	sp->parser = NULL;
}

void csv_split_reset(struct csv_split *sp)
{
	if (sp->parser)
		csv_fini(sp->parser, NULL, NULL, NULL);
}

size_t csv_split_feed(struct csv_split *sp, const char *s, size_t n)
{
	if (!sp->parser)
		sp->parser = new_parser(sp->delimiter);
	return csv_parse(sp->parser, s, n, on_field, on_row, sp);
}

/* The fields lie one after the other in the store, which has stopped moving. */
void csv_split_finish(struct csv_split *sp)
{
	const char *s = sp->store->buf;
	size_t i, n = csv_split_stored(sp);

	for (i = 0; i < n; i++) {
		sp->field[i].s = s;
		s += sp->field[i].n + 1;
	}
}

void csv_split_drop_last(struct csv_split *sp)
{
	if (sp->n && sp->n <= sp->max)
		strbuf_setlen(sp->store, sp->store->len - sp->field[sp->n - 1].n - 1);
	sp->n -= sp->n > 0;
	sp->next_at = sp->last_at;
}

void csv_split_rest(struct csv_split *sp, size_t at, size_t end)
{
	for (;;) {
		const char *s = sp->raw + at;
		const char *stop = at < end ? memchr(s, sp->delimiter, end - at) : NULL;
		size_t n = stop ? (size_t)(stop - s) : end - at;

		if (add_field(sp, at, n, 0)) {
			strbuf_add(sp->store, s, n);
			strbuf_addch(sp->store, '\0');
		}
		if (!stop)
			return;
		at += n + 1;
	}
}

/* From byte offsets, which they are as long as all is ASCII, to characters. */
static void count_columns(const struct csv_split *sp, const char *line)
{
	size_t i, stored = csv_split_stored(sp), at = 0, column = 1;

	for (i = 0; i < stored; i++) {
		size_t next = sp->field[i].column - 1;

		column += utf8_column(line + at, next - at, next - at) - 1;
		sp->field[i].column = column;
		at = next;
	}
}

int csv_split_line(const char *line, size_t n, struct strbuf *store, struct csv_field *field,
		   size_t max_fields)
{
	struct csv_split sp = { .store = store, .field = field, .max = max_fields,
				.line = 1, .delimiter = ',' };
	int whole;

	if (!memchr(line, '\n', n) && csv_split_simple(&sp, line, n)) {
		count_columns(&sp, line);
		return (int)sp.n;
	}
	if (line[0] == '\r' || line[0] == '\n')
		return -1; /* libcsv would pass over it */
	csv_split_start(&sp, line);
	sp.raw_n = n;
	whole = csv_split_feed(&sp, line, n) == n && !sp.row_done &&
		csv_split_feed(&sp, "\n", 1) == 1 && sp.row_done;
	csv_split_release(&sp);
	if (!whole)
		return -1;
	csv_split_finish(&sp);
	count_columns(&sp, line);
	return (int)sp.n;
}

void csv_add_field(struct strbuf *out, const char *s, size_t n)
{
	const char *end = s + n, *quote;

	if (!memchr(s, ',', n) && !memchr(s, '"', n) && !memchr(s, '\r', n) &&
	    !memchr(s, '\n', n)) {
		strbuf_add(out, s, n);
		return;
	}
	strbuf_addch(out, '"');
	while ((quote = memchr(s, '"', (size_t)(end - s))) != NULL) {
		strbuf_add(out, s, (size_t)(quote - s) + 1);
		strbuf_addch(out, '"');
		s = quote + 1;
	}
	strbuf_add(out, s, (size_t)(end - s));
	strbuf_addch(out, '"');
}

/* In East Asian editions the wide signs count, too. */
static int is_like_formula(const char *s, size_t n)
{
	static const char *const wide[] = { "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20" };
	size_t i;

	if (!n || !*s)
		return 0;
	for (i = 0; i < ARRAY_SIZE(wide); i++)
		if (n >= 3 && !memcmp(s, wide[i], 3))
			return 1;
	return strchr("=+-@'\t\r\n", *s) != NULL;
}

void csv_add_text(struct strbuf *out, const char *s, size_t n, int guard)
{
	struct strbuf guarded = STRBUF_INIT;

	if (!guard || !is_like_formula(s, n)) {
		csv_add_field(out, s, n);
		return;
	}
	strbuf_addch(&guarded, '\'');
	strbuf_add(&guarded, s, n);
	csv_add_field(out, guarded.buf, guarded.len);
	strbuf_release(&guarded);
}

void csv_add_code(struct strbuf *out, const char *s, size_t n, int guard)
{
	size_t i = 0;

	while (i < n && s[i] && strchr("0123456789+-() .", s[i]))
		i++;
	csv_add_text(out, s, n, guard && i < n);
}
