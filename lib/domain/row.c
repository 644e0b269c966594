#include "domain/row.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "io/csv.h"
#include "io/digest.h"

static const char hex_digits[] = "0123456789ABCDEF";

static void add_name(struct strbuf *out, const char *name)
{
	if (out->len)
		strbuf_addch(out, ',');
	strbuf_addstr(out, name);
}

void layout_format(struct strbuf *out, const struct policy_set *set)
{
	struct strbuf line = STRBUF_INIT;
	int column;

	for (column = 0; column < COLUMN_TEXT; column++)
		add_name(&line, column_name(column));
	for (column = COLUMN_FIELD; column < COLUMN_FIELD + (int)set->fields.n; column++)
		add_name(&line, policy_set_column_name(set, column));
	add_name(&line, column_name(COLUMN_TEXT));
	add_name(&line, column_name(COLUMN_CHECK));
	strbuf_add(out, line.buf, line.len);
	strbuf_release(&line);
}

/* What layout_parse() needs to place a finding. */
struct header {
	const char *line;
	size_t n;
	const char *file;
	struct findings *findings;
};

__attribute__((format(printf, 4, 5)))
static void header_finding(const struct header *h, enum grade grade, size_t column,
			   const char *fmt, ...)
{
	va_list ap;

	if (!h->findings)
		return;
	va_start(ap, fmt);
	finding_excerpt(h->findings,
			finding_vadd(h->findings, grade, h->file, 1, column, fmt, ap), h->line, h->n);
	va_end(ap);
}

static void unknown_column(const struct header *h, const struct csv_field *name,
			   const struct vocabulary *words)
{
	struct nearest x = NEAREST_INIT(name->s);
	struct strbuf safe = STRBUF_INIT;
	int i;

	for (i = 0; i < COLUMN_MAX; i++)
		nearest_offer(&x, words->name(words->ctx, i));
	utf8_add_safe(&safe, name->s, name->n);
	if (x.best)
		header_finding(h, GRADE_WARNING, name->column,
			       _("unknown column '%s' (did you mean '%s'?)"), safe.buf, x.best);
	else
		header_finding(h, GRADE_WARNING, name->column, _("unknown column '%s'"), safe.buf);
	strbuf_release(&safe);
}

static void place_column(struct layout *layout, int position, const struct csv_field *name,
			 const struct vocabulary *words, const struct header *h)
{
	int column = words->find(words->ctx, name->s, name->n);

	layout->column[position] = -1;
	if (column < 0) {
		unknown_column(h, name, words);
	} else if (layout->position[column] >= 0) {
		header_finding(h, GRADE_ERROR, name->column,
			       _("column '%s' appears twice; the first one counts"), name->s);
	} else {
		layout->column[position] = column;
		layout->position[column] = position;
	}
}

static int has_needed_columns(const struct layout *layout, const struct vocabulary *words,
			      const struct header *h)
{
	const int *needed;
	int all = 1;

	for (needed = words->needed; *needed >= 0; needed++) {
		if (layout->position[*needed] >= 0)
			continue;
		header_finding(h, GRADE_ERROR, 1, _("the header has no column '%s'"),
			       words->name(words->ctx, *needed));
		all = 0;
	}
	return all;
}

static int find_in_log(const void *ctx, const char *name, size_t n)
{
	return policy_set_column(ctx, name, n);
}

static const char *name_in_log(const void *ctx, int column)
{
	return policy_set_column_name(ctx, column);
}

struct vocabulary vocabulary_of_log(const struct policy_set *set)
{
	static const int needed[] = { COLUMN_AT, COLUMN_CASE, COLUMN_EVENT, -1 };
	static const int written[] = { COLUMN_BY, COLUMN_LOGGED, -1 };

	return (struct vocabulary){
		find_in_log, name_in_log, set, COLUMN_TEXT, COLUMN_CHECK, needed, written,
	};
}

int layout_parse(struct layout *layout, const char *line, size_t n, const struct vocabulary *words,
		 const char *file, struct findings *findings)
{
	const struct header h = { line, n, file, findings };
	struct csv_field name[COLUMN_MAX];
	struct strbuf store = STRBUF_INIT;
	int i, count = csv_split_line(line, n, &store, name, COLUMN_MAX), last;

	memset(layout, 0, sizeof(*layout));
	for (i = 0; i < COLUMN_MAX; i++)
		layout->position[i] = layout->column[i] = -1;
	if (count < 0)
		header_finding(&h, GRADE_ERROR, 1, _("the header is not a line of CSV"));
	if (count > COLUMN_MAX) {
		header_finding(&h, GRADE_ERROR, 1, _("the header has %d columns, at most %d can be read"),
			       count, COLUMN_MAX);
		count = -1;
	}
	for (i = 0; i < count; i++)
		place_column(layout, i, &name[i], words, &h);
	strbuf_release(&store);
	if (count < 0 || !has_needed_columns(layout, words, &h))
		return -1;
	last = count - 1;
	layout->ncolumns = count;
	layout->text = words->text;
	layout->check = words->check;
	layout->text_first = layout->position[words->check] == last &&
			     layout->position[words->text] == last - 1;
	return 0;
}

struct span layout_cell(const struct layout *layout, const char *line, size_t n, int column)
{
	int position = layout->position[column];
	const char *s = line, *end = line + n, *comma;

	if (position < 0)
		return (struct span){ line, 0 };
	for (; position > 0; position--) {
		comma = memchr(s, ',', (size_t)(end - s));
		if (!comma)
			return (struct span){ end, 0 };
		s = comma + 1;
	}
	comma = memchr(s, ',', (size_t)(end - s));
	return (struct span){ s, (uint32_t)((comma ? comma : end) - s) };
}

instant layout_key(const struct layout *layout, const char *line, size_t n, int logged, int at)
{
	struct span cell = layout_cell(layout, line, n, logged);
	instant t;

	if (!cell.n)
		cell = layout_cell(layout, line, n, at);
	return instant_parse(cell.s, cell.n, &t, NULL) < 0 ? INSTANT_NONE : t;
}

int layout_can_append(const struct layout *layout)
{
	int check = layout->position[layout->check];

	return check < 0 || check == layout->ncolumns - 1;
}

int row_code_fault(const char *s, size_t n)
{
	size_t i;
	uint32_t cp;

	for (i = 0; i < n;) {
		size_t len = utf8_char(s + i, n - i, &cp);

		if (!len || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == ',' || cp == '"')
			return i > INT32_MAX ? INT32_MAX : (int)i;
		i += len;
	}
	return -1;
}

int row_code_check(const char *name, const char *s, size_t n, struct err *err)
{
	struct strbuf safe = STRBUF_INIT;
	const char *why;
	int at = row_code_fault(s, n);

	if (at < 0)
		return 0;
	utf8_add_safe(&safe, s, n);
	if (s[at] == ',')
		why = _("a comma; write a code here and put words into --text");
	else if (s[at] == '"')
		why = _("a quote; write a code here and put words into --text");
	else
		why = _("a control character or a byte that is not UTF-8");
	err_set(err, STATUS_USAGE, _("the %s '%s' holds %s"), name, safe.buf, why);
	strbuf_release(&safe);
	return -1;
}

void row_escape_text(struct strbuf *out, const char *s, size_t n)
{
	size_t i;
	uint32_t cp;

	for (i = 0; i < n;) {
		size_t len = utf8_char(s + i, n - i, &cp);

		if (!len)
			strbuf_addstr(out, "\xEF\xBF\xBD");
		else if (cp == '\n')
			strbuf_addstr(out, "\\n");
		else if (cp == '\t')
			strbuf_addstr(out, "\\t");
		else if (cp == '\\')
			strbuf_addstr(out, "\\\\");
		else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			strbuf_addf(out, "\\x%02X", (unsigned)cp);
		else
			strbuf_add(out, s + i, len);
		i += len ? len : 1;
	}
}

static int hex_value(char c)
{
	const char *p;

	if (c >= 'a' && c <= 'f')
		c = (char)(c - 'a' + 'A');
	p = c ? strchr(hex_digits, c) : NULL;
	return p ? (int)(p - hex_digits) : -1;
}

/* The escape at s (which begins with a backslash) into out; its length, or 0 where it is none. */
static size_t unescape_one(struct strbuf *out, const char *s, size_t n)
{
	int high, low, value;

	if (n < 2)
		return 0;
	switch (s[1]) {
	case 'n':
		strbuf_addch(out, '\n');
		return 2;
	case 't':
		strbuf_addch(out, '\t');
		return 2;
	case '\\':
		strbuf_addch(out, '\\');
		return 2;
	case 'x':
		high = n < 4 ? -1 : hex_value(s[2]);
		low = n < 4 ? -1 : hex_value(s[3]);
		if (high < 0 || low < 0)
			return 0;
		value = high * 16 + low;
		if (value >= 0x80) {
			strbuf_addch(out, 0xC0 | value >> 6);
			value = 0x80 | (value & 0x3F);
		}
		strbuf_addch(out, value);
		return 4;
	default:
		return 0;
	}
}

void row_unescape_text(struct strbuf *out, const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		const char *backslash = memchr(s + i, '\\', n - i);
		size_t plain = backslash ? (size_t)(backslash - s) - i : n - i, len;

		strbuf_add(out, s + i, plain);
		i += plain;
		if (i == n)
			break;
		len = unescape_one(out, s + i, n - i);
		if (!len) {
			strbuf_addch(out, '\\');
			len = 1;
		}
		i += len;
	}
}

void row_check(const char *previous, const char *body, size_t n,
	       char check[ROW_CHECK_HEX + 1])
{
	char hex[DIGEST_HEX + 1];
	const struct digest_piece piece[3] = {
		{ previous, strnlen(previous, ROW_CHECK_HEX) }, { ",", 1 }, { body, n },
	};

	digest_hex_pieces(piece, 3, hex);
	memcpy(check, hex, ROW_CHECK_HEX);
	check[ROW_CHECK_HEX] = '\0';
}

static void add_cell(struct strbuf *out, int is_text, const struct span *cell)
{
	struct strbuf text = STRBUF_INIT;

	if (!is_text) {
		if (row_code_fault(cell->s, cell->n) >= 0)
			BUG("a cell before text must be a code");
		strbuf_add(out, cell->s, cell->n);
		return;
	}
	row_escape_text(&text, cell->s, cell->n);
	csv_add_field(out, text.buf, text.len);
	strbuf_release(&text);
}

void row_format(struct strbuf *out, const struct layout *layout, const struct span *cell,
		struct row_chain *chain)
{
	size_t start = out->len;
	int i;

	if (!layout_can_append(layout))
		BUG("the check must be the last column");
	for (i = 0; i < layout->ncolumns; i++) {
		int column = layout->column[i];

		if (column == layout->check)
			row_check(chain->check, out->buf + start, out->len - start, chain->check);
		if (i)
			strbuf_addch(out, ',');
		if (column == layout->check)
			strbuf_addstr(out, chain->check);
		else if (column >= 0 && cell[column].n)
			add_cell(out, column == layout->text, &cell[column]);
	}
	strbuf_addch(out, '\n');
}
