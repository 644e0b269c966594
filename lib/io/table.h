/*
 * table: aligned text tables, CJK-aware. The only user of libsmartcols.
 *
 *	struct table *t = table_new();
 *	table_column(t, _("case"), TABLE_LEFT);
 *	table_row(t); table_cell(t, text); ...
 *	table_print(t, &out, width);      // width in columns, 0 = as wide as needed
 *	table_free(t);
 *
 * Cells and titles are made safe for a terminal (utf8_add_safe) here, once. With a width, TABLE_TRUNCATE
 * columns are cut (with an ellipsis, the widest first) before anything wraps; then the widest
 * TABLE_LEFT column wraps. Where that is not enough lines are longer than the width: no column gets
 * narrower than 8. Trailing blanks are not printed; cells that are not given are empty; a table
 * without rows prints nothing, not even its header. The program must have set LC_CTYPE to a UTF-8
 * locale.
 */
#ifndef SD_IO_TABLE_H
#define SD_IO_TABLE_H

#include <stddef.h>

#include "base/strbuf.h"

enum table_align { TABLE_LEFT = 0, TABLE_RIGHT = 1, TABLE_TRUNCATE = 2 };

struct table;

struct table *table_new(void);
void table_free(struct table *t);
void table_column(struct table *t, const char *title, int align);
void table_no_header(struct table *t);
void table_indent(struct table *t, const char *prefix); /* before every line, borrowed */
void table_row(struct table *t);
void table_cell(struct table *t, const char *s);              /* the next cell of the row */
__attribute__((format(printf, 2, 3)))
void table_cellf(struct table *t, const char *fmt, ...);
size_t table_rows(const struct table *t);
void table_print(struct table *t, struct strbuf *out, size_t width);

#endif
