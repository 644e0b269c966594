#include "io/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define GAP      "  "
#define ELLIPSIS "\xE2\x80\xA6"

/* Narrower than this no column is made: better a line that is too long than one that says nothing. */
#define LEAST_WIDTH 6
/* Narrower columns hold codes and times, which are not readable in pieces: only wider ones wrap. */
#define LEAST_WRAPPED 24

struct column {
	char *title;
	int align;
	size_t width;  /* of the widest cell, or what is left of it by fit() */
	int wrap;
};

struct table {
	struct column *column;
	size_t columns, columns_alloc;
	char **cell;           /* row after row, each of `columns` cells; NULL is empty */
	size_t rows, cells_alloc;
	size_t filled;         /* cells given to the last row */
	int no_header;
	const char *indent;
};

struct table *table_new(void)
{
	struct table *t = mem_zalloc(sizeof(*t));

	t->indent = "";
	return t;
}

void table_free(struct table *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->columns; i++)
		free(t->column[i].title);
	for (i = 0; i < t->rows * t->columns; i++)
		free(t->cell[i]);
	free(t->column);
	free(t->cell);
	free(t);
}

static char *safe_copy(const char *s)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, s, strlen(s));
	return strbuf_detach(&safe);
}

void table_column(struct table *t, const char *title, int align)
{
	struct column *c;

	if (t->rows)
		BUG("table: a column after the first row");
	MEM_GROW(t->column, t->columns + 1, t->columns_alloc);
	c = &t->column[t->columns++];
	*c = (struct column){ .title = safe_copy(title), .align = align };
}

void table_no_header(struct table *t)
{
	t->no_header = 1;
}

void table_indent(struct table *t, const char *prefix)
{
	t->indent = prefix;
}

void table_row(struct table *t)
{
	size_t i, start = t->rows++ * t->columns;

	MEM_GROW(t->cell, start + t->columns, t->cells_alloc);
	for (i = 0; i < t->columns; i++)
		t->cell[start + i] = NULL;
	t->filled = 0;
}

void table_cell(struct table *t, const char *s)
{
	if (!t->rows || t->filled == t->columns)
		BUG("table: a cell without row or column");
	t->cell[(t->rows - 1) * t->columns + t->filled++] = safe_copy(s);
}

void table_cellf(struct table *t, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	table_cell(t, text.buf);
	strbuf_release(&text);
}

size_t table_rows(const struct table *t)
{
	return t->rows;
}

static size_t total_width(const struct table *t)
{
	size_t i, total = utf8_width(t->indent, strlen(t->indent));

	for (i = 0; i < t->columns; i++)
		total += t->column[i].width + (i ? strlen(GAP) : 0);
	return total;
}

/* The widest of the columns that are to be cut, where it may still be made narrower. */
static struct column *widest_to_cut(struct table *t)
{
	struct column *best = NULL;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		struct column *c = &t->column[i];

		if ((c->align & TABLE_TRUNCATE) && c->width > LEAST_WIDTH &&
		    (!best || c->width > best->width))
			best = c;
	}
	return best;
}

/* The column whose text is the next to wrap where cutting was not enough. */
static struct column *widest_to_wrap(struct table *t)
{
	struct column *best = NULL;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		struct column *c = &t->column[i];

		if (c->align == TABLE_LEFT && !c->wrap && c->width > LEAST_WRAPPED &&
		    (!best || c->width > best->width))
			best = c;
	}
	return best;
}

/* Cut, then wrap, until the lines fit into `width`; they stay too long where nothing is to gain. */
static void fit(struct table *t, size_t width)
{
	size_t total = total_width(t), gain = 0, i;
	struct column *c;

	while (total > width && (c = widest_to_cut(t)) != NULL) {
		c->width--;
		total--;
	}
	while (total > width + gain && (c = widest_to_wrap(t)) != NULL) {
		c->wrap = 1;
		gain += c->width - LEAST_WIDTH;
	}
	for (i = 0; total > width + gain && i < t->columns; i++)
		t->column[i].wrap = 0;
}

/* Returns the width of the whole table. */
static size_t natural_widths(struct table *t)
{
	size_t row, i;

	for (i = 0; i < t->columns; i++) {
		struct column *c = &t->column[i];

		c->wrap = 0;
		c->width = t->no_header ? 0 : utf8_width(c->title, strlen(c->title));
		for (row = 0; row < t->rows; row++) {
			const char *text = t->cell[row * t->columns + i];
			size_t width = text ? utf8_width(text, strlen(text)) : 0;

			if (width > c->width)
				c->width = width;
		}
	}
	return total_width(t);
}

static void must(int ret)
{
	if (ret)
		mem_exhausted(0);
}

/* The cell's text as it goes to libsmartcols, which copies it. */
static void set_cell(struct libscols_line *line, size_t i, const struct column *c, const char *text)
{
	struct strbuf cut = STRBUF_INIT;
	size_t n = strlen(text);

	if (!(c->align & TABLE_TRUNCATE) || utf8_width(text, n) <= c->width) {
		must(scols_line_set_data(line, i, text));
		return;
	}
	strbuf_add(&cut, text, utf8_fit(text, n, c->width ? c->width - 1 : 0));
	strbuf_addstr(&cut, ELLIPSIS);
	must(scols_line_set_data(line, i, cut.buf));
	strbuf_release(&cut);
}

static struct libscols_line *new_line(struct libscols_table *s)
{
	struct libscols_line *line = scols_table_new_line(s, NULL);

	if (!line)
		mem_exhausted(0);
	return line;
}

/* The header is a row like the others: as such it can be cut and wrapped as they are. */
static void fill(const struct table *t, struct libscols_table *s)
{
	size_t row, i;

	if (!t->no_header) {
		struct libscols_line *line = new_line(s);

		for (i = 0; i < t->columns; i++)
			set_cell(line, i, &t->column[i], t->column[i].title);
	}
	for (row = 0; row < t->rows; row++) {
		struct libscols_line *line = new_line(s);

		for (i = 0; i < t->columns; i++) {
			const char *text = t->cell[row * t->columns + i];

			set_cell(line, i, &t->column[i], text ? text : "");
		}
	}
}

static struct libscols_table *new_scols(const struct table *t, size_t width)
{
	struct libscols_table *s = scols_new_table();
	size_t i;

	if (!s)
		mem_exhausted(0);
	/* No encoding: the cells are safe already, and libsmartcols would show a backslash twice. */
	must(scols_table_enable_noencoding(s, 1));
	must(scols_table_enable_noheadings(s, 1));
	must(scols_table_set_column_separator(s, GAP));
	must(scols_table_set_termforce(s, SCOLS_TERMFORCE_ALWAYS));
	must(scols_table_set_termwidth(s, width));
	for (i = 0; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		int flags = (c->align & TABLE_RIGHT ? SCOLS_FL_RIGHT : 0) |
			    (c->wrap ? SCOLS_FL_WRAP : 0);

		if (!scols_table_new_column(s, "", 0, flags))
			mem_exhausted(0);
	}
	return s;
}

static void add_lines(struct strbuf *out, const char *indent, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n"), shown = n;

		while (shown && text[shown - 1] == ' ')
			shown--;
		if (shown)
			strbuf_addstr(out, indent);
		strbuf_add(out, text, shown);
		strbuf_addch(out, '\n');
		text += n + (text[n] == '\n');
	}
}

void table_print(struct table *t, struct strbuf *out, size_t width)
{
	size_t indent = utf8_width(t->indent, strlen(t->indent)), natural;
	struct libscols_table *s;
	char *text = NULL;

	if (!t->rows)
		return;
	natural = natural_widths(t);
	if (width)
		fit(t, width);
	else
		width = natural;
	s = new_scols(t, width > indent ? width - indent : 1);
	fill(t, s);
	must(scols_print_table_to_string(s, &text));
	add_lines(out, t->indent, text);
	free(text);
	scols_unref_table(s);
}
