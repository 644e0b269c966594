/* csv_header: what csv.c and csv_header.c share. */
#ifndef SD_IO_CSV_HEADER_H
#define SD_IO_CSV_HEADER_H

#include "io/csv.h"

/* The names of the columns, once and after the row that holds them; double and empty ones are findings. */
void csv_set_names(struct csv_reader *r, const struct strbuf *name, size_t n);
/* As the findings call the table. */
const char *csv_name(const struct csv_reader *r);

#endif
