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

#include "domain/importtable.h"

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
	struct importtable table;
	struct import_source *column;     /* of `open` */
	size_t ncolumns;
	struct import_event *event;
	size_t nevents;
};

struct importmap *importmap_load(const char *path, const struct policy_set *set,
				 struct findings *findings, struct err *err);
void importmap_free(struct importmap *m);

/* Finds every column in the reader's header; -1 with findings (place in the map) for those missing. */
int importmap_bind(struct importmap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err);

#endif
