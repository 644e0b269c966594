/*
 * importmap: how a table that somebody else made becomes events of cases (sd-import(5)).
 *
 *	struct importmap *m = importmap_load("servicenow.yaml", set, findings, &err);
 *	if (importmap_bind(m, reader, findings, &err) < 0) ...   // columns by name
 *	importmap_free(m);
 *
 * The map is as strict as a policy: unknown keys, undefined events or columns, formats that make
 * no sense are findings with line, column and nearest spelling, all in one run. Everything lives until
 * importmap_free(); the set is borrowed.
 */
#ifndef SD_DOMAIN_IMPORTMAP_H
#define SD_DOMAIN_IMPORTMAP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "domain/policy.h"
#include "io/csv.h"
#include "values/dateformat.h"

/* A column of the foreign table, by name; index after importmap_bind(). */
struct import_column {
	const char *name;
	int index;
	size_t line, column;      /* where the map names it */
};

/* Where a value comes from. */
struct import_source {
	int target;               /* column of the log */
	struct import_column *from;
	size_t nfrom;             /* 0: the constant */
	const char *constant;
	const char *join;         /* between several columns */
	struct { const char *from, *to; } *value;
	size_t nvalues;           /* 0: the value itself */
	const char *otherwise;    /* for values that the list does not have, or NULL: an error */
	int take_last;            /* of a case's rows the last counts, not the first */
	size_t line;
};

enum import_take { TAKE_EACH, TAKE_FIRST, TAKE_LAST };

struct import_event {
	int event;                /* code, or -1: by source */
	struct import_source by;  /* values are names of events; "" leaves the row out */
	struct import_column at;
	enum import_take take;
	struct import_column when;        /* only rows where this column .. */
	struct policy_names when_value;   /* .. has one of these values; name NULL: all rows */
	struct import_column *needs;      /* only rows where all of these hold something */
	size_t nneeds;
	struct import_source *set;
	size_t nset;
	size_t line;
};

struct importmap {
	struct arena arena;
	const char *path;
	const char *name;
	const char *encoding;     /* or NULL: UTF-8 */
	char delimiter;
	int short_rows;           /* a row may end early: what is missing is empty */
	struct zone *own_zone;
	const struct zone *zone;
	struct dateformat *date;
	size_t ndates;
	struct policy_names null;         /* values that mean nothing is there */
	struct import_column *key;
	size_t nkeys;
	struct import_column who, contact; /* of `customer:`; name NULL: not given */
	struct import_source *column;     /* of `open` */
	size_t ncolumns;
	struct import_event *event;
	size_t nevents;
	struct policy_names dates_text;   /* as written, for messages */
};

struct importmap *importmap_load(const char *path, const struct policy_set *set,
				 struct findings *findings, struct err *err);
void importmap_free(struct importmap *m);

/* Finds every column in the reader's header; -1 with findings (place in the map) for those missing. */
int importmap_bind(struct importmap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err);

#endif
