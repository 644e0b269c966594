/* import_internal: what import.c and import_value.c share. */
#ifndef SD_DOMAIN_IMPORT_INTERNAL_H
#define SD_DOMAIN_IMPORT_INTERNAL_H

#include "domain/import.h"

#define COMPLAIN(im, row, field_, ...) \
	finding_add((im)->findings, GRADE_ERROR, (im)->file, \
		    (field_) ? (field_)->line : (row)->line, (field_) ? (field_)->column : 0, \
		    __VA_ARGS__)

/* A cell, or NULL where the map says that its value means nothing. */
const struct csv_field *import_cell(const struct import *im, const struct csv_row *row, int index);

/* 1 a time, 0 nothing there, -1 a finding was made. */
int import_time(struct import *im, const struct csv_row *row, const struct import_column *c,
		instant *t);

/* What the source's columns say, joined, into im->value; the place of the first for findings. */
const struct csv_field *import_gather(struct import *im, const struct csv_row *row,
				      const struct import_source *s);

/* im->value through the map's list of values. 0, or -1 with a finding. */
int import_translate(struct import *im, const struct csv_row *row, const struct csv_field *f,
		     const struct import_source *s);

/* Characters of im->value that may not stand in a code are replaced and counted: never silently. */
void import_code(struct import *im);

/* The value of a source for one row as a number in `values`; INTERN_NONE with a finding. */
uint32_t import_value(struct import *im, const struct csv_row *row, const struct import_source *s);

#endif
