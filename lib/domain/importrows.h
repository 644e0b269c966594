/*
 * importrows: the rows of a foreign table as its map (domain/importtable.h) wants them read: cells, times, values;
 * and which rows are set aside.
 *
 *	struct importrows in;
 *	importrows_init(&in, &map->table, "export.csv", now, &findings);
 *	... of each row: importrows_cell(), importrows_time(), importrows_gather() and importrows_translate()
 *	importrows_set_aside(&in, line);          // a finding was made about it
 *	importrows_sort_aside(&in);
 *	importrows_release(&in);
 *
 * A function that complains makes a finding with line and column of the cell. The value in hand
 * is in.value, until the next call that fills it.
 */
#ifndef SD_DOMAIN_IMPORTROWS_H
#define SD_DOMAIN_IMPORTROWS_H

#include <stdint.h>

#include "base/finding.h"
#include "base/strbuf.h"
#include "domain/importtable.h"
#include "values/instant.h"

struct importrows {
	const struct importtable *table;
	const char *file;            /* for findings */
	instant now;
	struct findings *findings;
	struct strbuf value;
	size_t rows, replaced;       /* rows read; cells in which a character was replaced */
	uint32_t *aside;             /* lines of rows set aside, ascending after importrows_sort_aside() */
	size_t naside, aside_alloc;
};

void importrows_init(struct importrows *in, const struct importtable *table, const char *file,
		     instant now, struct findings *findings);
void importrows_release(struct importrows *in);

/* A finding about a field of the row, or (NULL) about the row. */
__attribute__((format(printf, 4, 5)))
void importrows_complain(const struct importrows *in, const struct csv_row *row,
			 const struct csv_field *field, const char *fmt, ...);

/* A cell, or NULL where the map says that its value means nothing. */
const struct csv_field *importrows_cell(const struct importrows *in, const struct csv_row *row,
					int index);

/* 1 a time, 0 nothing there, -1 a finding was made. */
int importrows_time(const struct importrows *in, const struct csv_row *row,
		    const struct import_column *c, instant *t);
/* Is this a time in one of the map's forms? */
int importrows_is_time(const struct importrows *in, const struct csv_field *f);
/* Has it happened, at that time of the column? A time after now is a finding, and -1. */
int importrows_past(const struct importrows *in, const struct csv_row *row,
		    const struct import_column *c, instant t);

/* What the source's columns say, joined, into in->value; the place of the first for findings. */
const struct csv_field *importrows_gather(struct importrows *in, const struct csv_row *row,
					  const struct import_source *s);
/* in->value through the map's list of values. 0, or -1 with a finding. */
int importrows_translate(struct importrows *in, const struct csv_row *row,
			 const struct csv_field *f, const struct import_source *s);

/* Characters of in->value that may not stand in a code are replaced and counted: never silently. */
void importrows_code(struct importrows *in);

/* The columns of `key:`, joined, as a code in in->value. -1 with a finding where one is empty. */
int importrows_key(struct importrows *in, const struct csv_row *row);

/* The row of that line is not taken; importrows_sort_aside() when all are known. */
void importrows_set_aside(struct importrows *in, size_t line);
void importrows_sort_aside(struct importrows *in);
/* Is the line among those set aside (after importrows_sort_aside())? */
int importrows_is_aside(const struct importrows *in, size_t line);

#endif
