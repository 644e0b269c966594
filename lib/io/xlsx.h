/*
 * xlsx: a spreadsheet file (.xlsx), written row by row. The only user of libxlsxwriter, which is a build
 * option and is loaded when the first workbook is made, because starting every command with it would take
 * three times as long.
 *
 *	struct xlsx *w = xlsx_new(&(struct xlsx_options){ .title = ..., .created = as_of }, &err);
 *	xlsx_sheet(w, _("clocks"));
 *	xlsx_column(w, _("clock"), 20);       // of a table: its first row, which stays in sight
 *	xlsx_row(w);
 *	xlsx_text(w, "first-response");       // cell by cell
 *	xlsx_number(w, .95, XLSX_SHARE);
 *	xlsx_chart(w, &chart);
 *	if (xlsx_finish(w, &out, &err) < 0) ...
 *	xlsx_free(w);
 *
 * Text is text, whatever it begins with: never a formula, a number, a date or a link, also after somebody has edited
 * the cell. What cannot stand in a cell (control characters, invalid UTF-8) is written as utf8_add_safe() writes it; what is
 * longer than a cell may be ends in an ellipsis. Rows that a sheet has no room for are counted, and its last row
 * says how many. The same calls give the same bytes. Nothing is left in `tmpdir`, which the library
 * writes to.
 */
#ifndef SD_IO_XLSX_H
#define SD_IO_XLSX_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "values/zone.h"

#define XLSX_ROWS       1048576   /* of a sheet, its first row included */
#define XLSX_CELL_UNITS 32767     /* UTF-16 units of a cell */

struct xlsx;

struct xlsx_options {
	const char *title;            /* of the document */
	const char *tmpdir;           /* NULL: the library's */
	instant created;
	int is_long;                  /* many rows: they do not stay in memory, and charts have no copy of their figures */
};

enum xlsx_style {
	XLSX_PLAIN, XLSX_TITLE, XLSX_HEAD, XLSX_ALARM,
	XLSX_COUNT,               /* 1234 */
	XLSX_REAL,                /* 1.25 */
	XLSX_SCORE,               /* +29.6 */
	XLSX_AMOUNT,              /* 1.25, with more digits where there are some */
	XLSX_EXACT,               /* as many digits as there are */
	XLSX_SHARE,               /* of 1, shown in per cent */
	XLSX_TIME, XLSX_DAY,  /* of the zone's clocks */
	XLSX_DURATION,            /* days, shown as hours:minutes:seconds */
	XLSX_STYLES
};

enum xlsx_chart_form {
	CHART_BARS,                   /* lying, stacked */
	CHART_COLUMNS,                /* standing, stacked */
	CHART_LINES,
	CHART_INTERVALS               /* a mark and the line from the second to the third series */
};
#define XLSX_SERIES_MAX 4
#define XLSX_HIDDEN     0xFFFFFFFFU

/* Of a table on the current sheet: rows and columns count from 0. A series is named by its column's title. */
struct xlsx_chart {
	enum xlsx_chart_form form;
	const char *title;
	uint32_t first, last;         /* rows */
	uint16_t names;               /* column of the categories */
	struct {
		uint16_t column;
		uint32_t color;       /* 0xRRGGBB, or XLSX_HIDDEN */
	} series[XLSX_SERIES_MAX];
	size_t nseries;
	uint32_t row;                 /* where it stands */
	uint16_t column;
	int is_share;                 /* the axis goes from 0 to 1, in per cent */
};

/* Whether this program can write workbooks at all. */
int xlsx_is_built(void);
/*
 * 0, or -1 with err: this program was built without (STATUS_USAGE, says how to get it), or the library is not here
 * any more (STATUS_SYSTEM).
 */
int xlsx_check(struct err *err);

/* NULL with err: as xlsx_check(), or there is no place to write to. */
struct xlsx *xlsx_new(const struct xlsx_options *o, struct err *err);
void xlsx_free(struct xlsx *w);            /* NULL is fine */

/* The sheet that everything after this goes to. At most 31 characters, none of []:*?/\, no name twice. */
void xlsx_sheet(struct xlsx *w, const char *name);
/* A title of the table that the sheet is, and its width in digits. Before its first row. */
void xlsx_column(struct xlsx *w, const char *title, int width);
/* Only the width, of a sheet that is no table. */
void xlsx_width(struct xlsx *w, int width);

/* The next row; cells follow from its first column. */
void xlsx_row(struct xlsx *w);
void xlsx_text(struct xlsx *w, const char *s);
void xlsx_styled(struct xlsx *w, const char *s, enum xlsx_style style);
void xlsx_number(struct xlsx *w, double x, enum xlsx_style style);  /* NaN: empty */
void xlsx_count(struct xlsx *w, uint64_t n);
/* "n/a" where there is nothing to be a share of. What is not the whole is never shown as 100 %. */
void xlsx_share(struct xlsx *w, uint64_t n, uint64_t of);
void xlsx_seconds(struct xlsx *w, double seconds);
void xlsx_time(struct xlsx *w, instant t, const struct zone *zone);  /* INSTANT_NONE: empty */
void xlsx_day(struct xlsx *w, int64_t days);
void xlsx_skip(struct xlsx *w);
/* The number of the current row. */
uint32_t xlsx_at(const struct xlsx *w);

void xlsx_chart(struct xlsx *w, const struct xlsx_chart *chart);
/* Colours the cells of these rows and columns by their numbers: a heat map. */
void xlsx_heat(struct xlsx *w, uint32_t first, uint16_t left, uint32_t last, uint16_t right);

/* What a cell makes of a text. Appends. */
void xlsx_cell_text(struct strbuf *out, const char *s);

/* The file, appended to `out`. -1 with err (STATUS_SYSTEM); there is no second try. */
int xlsx_finish(struct xlsx *w, struct strbuf *out, struct err *err);

#endif
