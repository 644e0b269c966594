/*
 * import: rows of a foreign table as cases with events, by an importmap. Writes nothing.
 *
 *	struct import im;
 *	import_init(&im, map, policy, now, &findings);
 *	while ((got = csv_next(r, &row, &err)) > 0)
 *		import_row(&im, &row);
 *	import_finish(&im);                    // sorts each case, takes out what is not legal
 *	for each im.list[i]: for (k = its first; k != IMPORT_NONE; k = im.event[k].next) ...
 *	import_release(&im);
 *
 * A row that cannot be taken is a finding with its line and is set aside whole; an event that the
 * state table refuses is set aside alone. Both put the row's line into `in.aside`. Memory is
 * proportional to the events taken.
 */
#ifndef SD_DOMAIN_IMPORT_H
#define SD_DOMAIN_IMPORT_H

#include <stdint.h>

#include "base/finding.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "domain/importmap.h"
#include "domain/importrows.h"

#define IMPORT_NONE UINT32_MAX

struct import_cell {
	int column;
	uint32_t value;              /* in `values` */
};

struct import_item {                 /* one event */
	instant at;
	uint32_t line, next;         /* next of the case, in time order after import_finish() */
	uint32_t cell;               /* index of its first cell */
	uint16_t ncells;
	uint8_t event, aside;
	uint32_t ordinal;            /* of its event in the case, 1 .. */
};

struct import_case {
	uint32_t key;                /* in `values` */
	uint32_t first, last;        /* events */
	uint32_t open;               /* the open event, or IMPORT_NONE */
	uint32_t line;
	uint32_t name, contact;      /* of the customer, in `values`; 0: not known */
};

struct import {
	struct importrows in;
	const struct importmap *map;
	const struct policy_set *set;
	const struct policy *policy;

	struct intern values;        /* 0 is the empty string */
	struct intern keys;          /* of cases; id = index in list */
	struct import_case *list;
	size_t ncases, cases_alloc;
	struct import_item *event;
	size_t nevents, events_alloc;
	struct import_cell *cell;
	size_t ncells, cells_alloc;
	uint32_t *once;              /* per case and map event: the event taken for it */
	size_t once_alloc;

	struct strbuf scratch;
	uint32_t *checked[COLUMN_MAX]; /* by value: what policy_value() said */
	size_t checked_alloc[COLUMN_MAX];
};

void import_init(struct import *im, const struct importmap *map, const struct policy_set *set,
		 instant now, const char *file, struct findings *findings);
void import_release(struct import *im);

void import_row(struct import *im, const struct csv_row *row);
void import_finish(struct import *im);

/* The key that makes an event recognisable in a second run: KEY for open, else KEY/EVENT/N. */
void import_key(const struct import *im, const struct import_case *c, const struct import_item *e,
		struct strbuf *out);

#endif
