/* Shared by measure*.c only. */
#ifndef SD_REPORT_MEASURE_INTERNAL_H
#define SD_REPORT_MEASURE_INTERNAL_H

#include "report/measure.h"

/* The cell `customer` of the row at this offset, owned; NULL where it is empty. It has no quotes, because it stands before `text`. */
char *measure_customer(const struct caselog *log, off_t offset);

/* Observations of staff in the period; -1 with err. */
int measure_observed(struct measure *m, const struct opinions_options *options, struct err *err);

/* The words of measures, and those of customers with nobody's name in them; -1 with err. */
int measure_texts(struct measure *m, const struct caselog *log, struct findings *findings, struct err *err);

#endif
