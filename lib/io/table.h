/*
 * table: aligned text tables, CJK-aware. The only user of libsmartcols.
 *
 *	struct table *t = table_new();
 *	table_column(t, _("case"), TABLE_LEFT);
 *	table_row(t); table_cell(t, text); ...
 *	table_print(t, &out, width);      // width in columns, 0 = as wide as needed
 *	table_free(t);
 *
 * Cells and titles are made safe for a terminal (utf8_add_safe) here, once. Where lines are longer than the width,
 * titles of TABLE_RIGHT columns wrap first, then TABLE_WRAP columns between words, TABLE_TRUNCATE columns are cut (with
 * an ellipsis), TABLE_TEXT columns and TABLE_LEFT columns of long text wrap, and last TABLE_WRAP columns break within
 * words: always the widest first, none narrower than 6. A TABLE_WRAP cell takes three lines at most, a TABLE_TEXT cell
 * what it needs. Where that is not enough lines are longer than the width. Trailing blanks are not printed; cells that
 * are not given are empty; a table without rows prints nothing, not even its header. The program must have set LC_CTYPE
 * to a UTF-8 locale.
 */
#ifndef SD_IO_TABLE_H
#define SD_IO_TABLE_H

#include <stddef.h>

#include "base/strbuf.h"

enum table_align { TABLE_LEFT = 0, TABLE_RIGHT = 1, TABLE_TRUNCATE = 2, TABLE_WRAP = 4, TABLE_TEXT = 8 };

struct table;

struct table *table_new(void);
void table_free(struct table *t);
void table_column(struct table *t, const char *title, int align);
void table_no_header(struct table *t);
void table_indent(struct table *t, const char *prefix); /* before every line, borrowed */
void table_row(struct table *t);
void table_cell(struct table *t, const char *s);              /* the next cell of the row */
void table_cell_below(struct table *t, const char *s);        /* a further line of the last cell */
__attribute__((format(printf, 2, 3)))
void table_cellf(struct table *t, const char *fmt, ...);
size_t table_rows(const struct table *t);
void table_print(struct table *t, struct strbuf *out, size_t width);

#endif
