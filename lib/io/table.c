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
/* Chinese may be broken anywhere, but so much of it stays together as long as there is room. */
#define WIDE_WORD 8
/* A name that takes more is cut: strangers give names, too. */
#define NAME_LINES 3

/* What gets narrower, one after another until the lines fit, always the widest column first. */
enum step { STEP_TITLES, STEP_WORDS, STEP_CUT, STEP_TEXT, STEP_LETTERS, STEP_COUNT };

struct column {
	char *title;
	int align;
	size_t natural;            /* width of the widest cell */
	size_t width;              /* what is left of that by fit() */
	size_t least[STEP_COUNT];  /* ... which takes no more away in each of its steps */
};

struct table {
	struct column *column;
	size_t columns, columns_alloc;
	char **cell;           /* row after row, each of `columns` cells of one or more lines; NULL is empty */
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

void table_cell_below(struct table *t, const char *s)
{
	struct strbuf lines = STRBUF_INIT;
	char **cell;

	if (!t->rows || !t->filled)
		BUG("table: no cell to be below");
	cell = &t->cell[(t->rows - 1) * t->columns + t->filled - 1];
	strbuf_addstr(&lines, *cell);
	strbuf_addch(&lines, '\n');
	utf8_add_safe(&lines, s, strlen(s));
	free(*cell);
	*cell = strbuf_detach(&lines);
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

/* The width of the widest line, or of the widest word. */
static size_t widest(const char *text, int is_word)
{
	size_t best = 0;

	while (text && *text) {
		size_t n = strcspn(text, is_word ? " \n" : "\n"), width = utf8_width(text, n);

		if (is_word && width > WIDE_WORD && utf8_wrap(text, n, width - 1) < utf8_fit(text, n, width - 1))
			width = WIDE_WORD;
		if (width > best)
			best = width;
		text += n + (text[n] != '\0');
	}
	return best;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* The width of the widest cell, without the title. */
static size_t widest_cell(const struct table *t, size_t column, int is_word)
{
	size_t row, best = 0;

	for (row = 0; row < t->rows; row++)
		best = larger(best, widest(t->cell[row * t->columns + column], is_word));
	return best;
}

static void set_least(const struct table *t, size_t i)
{
	struct column *c = &t->column[i];
	size_t cells = widest_cell(t, i, 0), word = t->no_header ? 0 : widest(c->title, 1);
	int k;

	c->natural = c->width = t->no_header ? cells : larger(cells, widest(c->title, 0));
	for (k = 0; k < STEP_COUNT; k++)
		c->least[k] = c->natural;
	if (c->align & TABLE_WRAP) {
		c->least[STEP_WORDS] = larger(LEAST_WIDTH, larger(word, widest_cell(t, i, 1)));
		c->least[STEP_LETTERS] = LEAST_WIDTH;
	} else if (c->align & TABLE_TRUNCATE) {
		c->least[STEP_CUT] = LEAST_WIDTH;
	} else if (c->align & TABLE_RIGHT) {
		c->least[STEP_TITLES] = larger(LEAST_WIDTH, larger(word, cells));
	} else if ((c->align & TABLE_TEXT) || c->natural > LEAST_WRAPPED) {
		c->least[STEP_TEXT] = LEAST_WIDTH;
	}
}

/* Returns the width of the whole table. */
static size_t natural_widths(struct table *t)
{
	size_t i;

	for (i = 0; i < t->columns; i++)
		set_least(t, i);
	return total_width(t);
}

static struct column *widest_to_narrow(struct table *t, enum step step)
{
	struct column *best = NULL;
	size_t i;

	for (i = 0; i < t->columns; i++) {
		struct column *c = &t->column[i];

		if (c->width > c->least[step] && (!best || c->width > best->width))
			best = c;
	}
	return best;
}

/* Until the lines fit into `width`; where they can't, long text is not broken for nothing. */
static void fit(struct table *t, size_t width)
{
	size_t total = total_width(t), i;
	struct column *c;
	int step;

	for (step = 0; step < STEP_COUNT; step++)
		while (total > width && (c = widest_to_narrow(t, (enum step)step)) != NULL) {
			c->width--;
			total--;
		}
	for (i = 0; total > width && i < t->columns; i++)
		if (t->column[i].align == TABLE_LEFT)
			t->column[i].width = t->column[i].natural;
}

static void must(int ret)
{
	if (ret)
		mem_exhausted(0);
}

/* The bytes of the next line of a cell, without the blanks where it is broken; *text goes on to the one after it. */
static size_t next_line(const struct column *c, const char **text)
{
	const char *s = *text;
	size_t n = strcspn(s, "\n"), take = n;

	if (!(c->align & TABLE_TRUNCATE))
		take = utf8_wrap(s, n, c->width);
	if (!take)
		take = n;
	if (take == n) {
		*text = s + n + (s[n] != '\0');
		return n;
	}
	*text = s + take + strspn(s + take, " ");
	while (take && s[take - 1] == ' ')
		take--;
	return take;
}

static size_t count_lines(const struct column *c, const char *text)
{
	size_t n = 0;

	do {
		next_line(c, &text);
		n++;
	} while (*text);
	return (c->align & TABLE_WRAP) && n > NAME_LINES ? NAME_LINES : n;
}

/* Line k of a cell as it goes to libsmartcols, which copies it. */
static void set_cell(struct libscols_line *line, size_t i, const struct column *c, const char *text, size_t k)
{
	struct strbuf shown = STRBUF_INIT;
	const char *rest = text;
	size_t n, j;

	for (j = 0; j < k; j++)
		next_line(c, &rest);
	text = rest;
	n = next_line(c, &rest);
	if ((c->align & TABLE_WRAP) && k + 1 == NAME_LINES && *rest)
		n = strcspn(text, "\n");
	if (utf8_width(text, n) <= c->width || !(c->align & (TABLE_TRUNCATE | TABLE_WRAP))) {
		strbuf_add(&shown, text, n);
	} else {
		strbuf_add(&shown, text, utf8_fit(text, n, c->width ? c->width - 1 : 0));
		strbuf_addstr(&shown, ELLIPSIS);
	}
	must(scols_line_set_data(line, i, shown.buf));
	strbuf_release(&shown);
}

static struct libscols_line *new_line(struct libscols_table *s)
{
	struct libscols_line *line = scols_table_new_line(s, NULL);

	if (!line)
		mem_exhausted(0);
	return line;
}

static const char *cell_text(const struct table *t, size_t row, size_t i)
{
	const char *text = t->cell[row * t->columns + i];

	return text ? text : "";
}

/* Titles stand on the line above the cells. */
static void add_titles(const struct table *t, struct libscols_table *s)
{
	size_t lines = 1, i, k;

	for (i = 0; i < t->columns; i++)
		lines = larger(lines, count_lines(&t->column[i], t->column[i].title));
	for (k = 0; k < lines; k++) {
		struct libscols_line *line = new_line(s);

		for (i = 0; i < t->columns; i++) {
			size_t empty = lines - count_lines(&t->column[i], t->column[i].title);

			if (k >= empty)
				set_cell(line, i, &t->column[i], t->column[i].title, k - empty);
		}
	}
}

static void add_row(const struct table *t, struct libscols_table *s, size_t row)
{
	size_t lines = 1, i, k;

	for (i = 0; i < t->columns; i++)
		lines = larger(lines, count_lines(&t->column[i], cell_text(t, row, i)));
	for (k = 0; k < lines; k++) {
		struct libscols_line *line = new_line(s);

		for (i = 0; i < t->columns; i++)
			if (k < count_lines(&t->column[i], cell_text(t, row, i)))
				set_cell(line, i, &t->column[i], cell_text(t, row, i), k);
	}
}

static void fill(const struct table *t, struct libscols_table *s)
{
	size_t row;

	if (!t->no_header)
		add_titles(t, s);
	for (row = 0; row < t->rows; row++)
		add_row(t, s, row);
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
		int flags = t->column[i].align & TABLE_RIGHT ? SCOLS_FL_RIGHT : 0;

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
