/*
 * csv: tables that others made (imports, surveys, customers), and the slow path of our own log.
 * Over libcsv (io/csv_split.c is its only user).
 *
 *	struct csv_reader *r = csv_open("export.csv", findings, &err);   // "-" is stdin
 *	csv_set_delimiter(r, ';');                                      // before the first row
 *	while ((got = csv_next(r, &row, &err)) > 0)
 *		use(row.line, row.field[i].s, row.field[i].n)
 *	csv_close(r);
 *
 * Rows are RFC 4180 with CRLF or LF, a BOM at byte 0 is stripped, blanks around fields are kept,
 * and blank lines are passed over. What is wrong is a finding and reading goes on: an unterminated
 * quote (names the line where it opened), text after a closing quote, a CR without LF outside of
 * quotes, a NUL byte, invalid UTF-8 (the field's bytes are kept), more than CSV_FIELDS_MAX fields
 * (the others are left off). Such a row is delivered with `bad` set; where its quotes are broken it
 * ends with the line where the broken field starts, that field and those after it hold the bytes as
 * written, and reading goes on at the next line. A quote in the middle of an unquoted field (5" pipe)
 * is a warning: the field is taken as it stands. Ragged rows and duplicate headers are findings
 * where csv_read_header() was called. Memory is bounded by the longest row (at most CSV_ROW_MAX
 * bytes, else an error finding and the reader stops).
 *
 * A well-formed row on one line is split here, because libcsv is slow; libcsv sees every other one,
 * line by line, and judges what is malformed.
 */
#ifndef SD_IO_CSV_H
#define SD_IO_CSV_H

#include <stddef.h>

#include "base/err.h"
#include "base/finding.h"
#include "base/strbuf.h"

#define CSV_ROW_MAX    ((size_t)16 * 1024 * 1024)
#define CSV_FIELDS_MAX ((size_t)65536)

struct csv_field {
	const char *s;    /* NUL-terminated, valid until the next csv_next() */
	size_t n;
	size_t line;      /* 1-based physical line where it starts */
	size_t column;    /* 1-based character column where it starts in that line */
	int quoted;
};

struct csv_row {
	size_t line;      /* 1-based physical line where the row starts */
	size_t nfields;
	const struct csv_field *field;
	const char *raw;  /* the row's bytes (UTF-8) with line ends, as long-lived as the fields */
	size_t raw_n;
	int bad;          /* a finding of grade error was made for this row */
	int ragged;       /* it is whole, but of another length than the header */
};

struct csv_reader;

/*
 * "-" is standard input. `findings` may be NULL: then nothing is reported (but a row that is too
 * long fails). The path is borrowed until csv_close() and findings_release().
 */
struct csv_reader *csv_open(const char *path, struct findings *findings, struct err *err);
/* The same over memory (borrowed until csv_close()), named `name` in findings. */
struct csv_reader *csv_open_memory(const char *name, const char *data, size_t n,
				   struct findings *findings);
/*
 * Convert from another charset (iconv name) on the way in: before the first row. A byte order mark
 * in the file counts more. -1 with err for an unknown name.
 */
int csv_set_charset(struct csv_reader *r, const char *charset, struct err *err);
void csv_set_delimiter(struct csv_reader *r, char delimiter);
void csv_close(struct csv_reader *r);

/*
 * Read the header row: duplicates and empty names are findings; afterwards rows of another length
 * are findings too (grade set by csv_set_ragged(), default error). 0, or -1 where there is none.
 */
int csv_read_header(struct csv_reader *r, struct err *err);
/*
 * The same for a header of n rows, 1 to CSV_HEADER_ROWS_MAX, as questionnaires have it: a column's name is what stands
 * above each other, joined by " / ". A cell that is empty above one that is not means the cell to its left.
 */
#define CSV_HEADER_ROWS_MAX 3
int csv_read_headers(struct csv_reader *r, int n, struct err *err);
void csv_set_ragged(struct csv_reader *r, enum grade grade);
size_t csv_columns(const struct csv_reader *r);
const char *csv_column_name(const struct csv_reader *r, size_t i);
/* Index of a column by its exact name, or -1. */
int csv_column(const struct csv_reader *r, const char *name);

/* 1 a row, 0 the end, -1 an error of reading (not of the data). */
int csv_next(struct csv_reader *r, struct csv_row *row, struct err *err);

/*
 * One line of our own log (without its newline) into fields; for lines that the scanner's fast
 * path does not take. Returns the number of fields (those beyond max_fields are counted only), or
 * -1 where the line is not one whole RFC 4180 record; an empty line is one empty field. NUL bytes
 * and UTF-8 are not judged. The fields live in `store` until its next use; `line` is 1. Thread-safe.
 */
int csv_split_line(const char *line, size_t n, struct strbuf *store, struct csv_field *field,
		   size_t max_fields);

/* Append a field, quoted (RFC 4180) only where it must be: comma, quote, CR, LF. */
void csv_add_field(struct strbuf *out, const char *s, size_t n);
/*
 * The same for a column of free text. With `guard` one that spreadsheets would take for a formula (it begins with
 * = + - @ or one of them in full width, TAB CR LF), or that begins with the guard itself, gets a ' before it: taking it
 * off is exact.
 */
void csv_add_text(struct strbuf *out, const char *s, size_t n, int guard);
/* The same for codes, numbers and telephone numbers: what has nothing but digits, + - ( ) . and blanks is left as it is. */
void csv_add_code(struct strbuf *out, const char *s, size_t n, int guard);

#endif
