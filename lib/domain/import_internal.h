/* import_internal: what import.c and import_value.c share. */
#ifndef SD_DOMAIN_IMPORT_INTERNAL_H
#define SD_DOMAIN_IMPORT_INTERNAL_H

#include "domain/import.h"

/* The value of a source for one row as a number in `values`; INTERN_NONE with a finding. */
uint32_t import_value(struct import *im, const struct csv_row *row, const struct import_source *s);

#endif
