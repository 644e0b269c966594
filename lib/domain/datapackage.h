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

#endif
