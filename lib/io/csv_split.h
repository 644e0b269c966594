/*
 * csv_split: one CSV record into its fields; the part of csv that knows the grammar, and the only
 * user of libcsv. Only for csv.c; everyone else includes csv.h.
 *
 *	csv_split_start(sp, raw);
 *	if (!csv_split_simple(sp, s, n)) {
 *		csv_split_start(sp, raw);
 *		csv_split_feed(sp, s, n) ...      // whole lines and their ends, until sp->row_done
 *		csv_split_finish(sp);
 *	}
 *
 * Each field's `column` is its byte offset in the record plus 1 at first, its `line` sp->line.
 */
#ifndef SD_IO_CSV_SPLIT_H
#define SD_IO_CSV_SPLIT_H

#include <stddef.h>

#include "base/strbuf.h"
#include "io/csv.h"

struct csv_parser;

struct csv_split {
	struct strbuf *store;      /* the fields' text, each with a NUL */
	struct csv_field *field;
	size_t n;                  /* fields; may exceed `max`: those are not stored */
	size_t alloc, max;
	int grows;                 /* `field` is ours to grow up to max */
	const char *raw;           /* the record's bytes; to be set anew where they move */
	size_t raw_n;
	size_t next_at;            /* where in them the next field starts */
	size_t last_at;            /* where the last field started */
	size_t line;
	int row_done;              /* libcsv has seen the end of the row */
	char delimiter;
	struct csv_parser *parser; /* NULL until it is needed */
};

/* Frees the parser only. */
void csv_split_release(struct csv_split *sp);

void csv_split_start(struct csv_split *sp, const char *raw);

/* Fields stored. */
size_t csv_split_stored(const struct csv_split *sp);

/*
 * Split a line that is one well-formed record, in place in a copy of it. Returns 0 where libcsv has
 * to look at it: anything malformed, a field that goes on in the next line, a CR.
 */
int csv_split_simple(struct csv_split *sp, const char *s, size_t n);

/* Feed bytes of the record to libcsv; less than n are taken where s[result] is an error. */
size_t csv_split_feed(struct csv_split *sp, const char *s, size_t n);

/* Forget in libcsv what is not complete or not right. */
void csv_split_reset(struct csv_split *sp);

/* Take back the last field: next_at is then where it started. */
void csv_split_drop_last(struct csv_split *sp);

/* Split raw[at..end) at the delimiters, and keep it as written: what follows a broken field. */
void csv_split_rest(struct csv_split *sp, size_t at, size_t end);

/* Set the fields' pointers, after all feeding. */
void csv_split_finish(struct csv_split *sp);

#endif
