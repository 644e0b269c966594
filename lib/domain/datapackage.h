/*
 * datapackage: the desk's tables described for other programs (Frictionless Data Package), so that
 * Excel, DuckDB, pandas and R know what the columns are without asking.
 */
#ifndef SD_DOMAIN_DATAPACKAGE_H
#define SD_DOMAIN_DATAPACKAGE_H

#include "base/strbuf.h"
#include "domain/policy.h"

/* The text of datapackage.json: cases.csv with the policy's fields, surveys.csv, customers.csv. */
void datapackage_format(struct strbuf *out, const struct policy_set *set);

/* The same for one table of other making: what `sd log export` prints. `key` may be NULL. */
struct datapackage_field {
	const char *name, *type;         /* string, integer, number, datetime, date */
};
void datapackage_table(struct strbuf *out, const char *name, const char *path,
		       const struct datapackage_field *field, size_t n, const char *key);
/* The type of a column of the case log. */
const char *datapackage_type(const struct policy_set *set, int column);

#endif
