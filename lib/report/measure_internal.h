/* Shared by measure*.c only. */
#ifndef SD_REPORT_MEASURE_INTERNAL_H
#define SD_REPORT_MEASURE_INTERNAL_H

#include "report/measure.h"

/* While reading: rows after the first one that set a case's customer, or take such a row back. */
void measure_note_customer(struct measure *m, const struct scan_batch *b, const struct scan_row *r);
/* After reading, before the two below. */
void measure_sort_customers(struct measure *m);

/* The id of the case's customer, owned: as the last row says that names one. NULL: none does. `offset` is that of its first row. */
char *measure_customer(const struct measure *m, const struct caselog *log, caseid id, off_t offset);

/* All that any row names. */
struct case_customers {
	char **id;
	size_t n, alloc;
};
void measure_customers(const struct measure *m, const struct caselog *log, caseid id, off_t offset,
		       struct case_customers *out);
void case_customers_release(struct case_customers *x);

/* Observations of staff in the period; -1 with err. */
int measure_observed(struct measure *m, const struct opinions_options *options, struct err *err);

/* The words of measures, and those of customers with nobody's name in them; left out where who it was cannot be looked up. */
void measure_texts(struct measure *m, const struct caselog *log, struct findings *findings);

#endif
