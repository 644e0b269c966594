/*
 * caselist: all cases of a log (or of a part of it) with their histories, to list and to search.
 *
 *	struct caselist list = CASELIST_INIT;
 *	caselist_init(&list, set);
 *	... clockset_new(set, &list.map, &list.symbols) ...    // may add columns, before reading
 *	if (caselist_read(&list, &log, &options, &err) < 0) ...
 *	for (i = 0; i < list.n; i++) use(&list.item[i]);
 *	caselist_release(&list);
 *
 * Cases are in order of their ids. Memory is proportional to the rows read.
 */
#ifndef SD_DOMAIN_CASELIST_H
#define SD_DOMAIN_CASELIST_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/casestate.h"
#include "domain/history.h"
#include "domain/scan.h"

struct caselist_case {
	caseid id;
	struct history history;
	size_t alloc;
	const char *text;            /* of its open row, escapes in place; NULL: opened before the part read */
	const char *due;             /* of the last row that has one, or NULL */
	uint32_t marks;              /* for the caller's `on_row` */
	instant last;                /* key of its last row */
	enum case_state state;
	size_t legal;                /* history.n where every row is legal */
};

struct caselist {
	struct arena arena;
	const struct policy_set *set;
	struct classmap map;
	struct symbols symbols;
	struct caselist_case *item;
	size_t n, alloc;
	uint32_t *slot;              /* hash of ids: index + 1 */
	size_t nslots;
};

#define CASELIST_INIT { .arena = ARENA_INIT }

/* Called for each row in file order; may set marks. */
typedef void caselist_fn(void *ctx, struct caselist_case *item, const struct scan_batch *batch,
			 const struct scan_row *row);

/* Which cases are kept. */
typedef int caselist_want_fn(void *ctx, caseid id);

struct caselist_options {
	struct scan_options scan;
	caselist_want_fn *want;      /* or NULL: all */
	caselist_fn *on_row;         /* or NULL */
	void *ctx;
};

void caselist_init(struct caselist *list, const struct policy_set *set);
int caselist_read(struct caselist *list, struct caselog *log,
		  const struct caselist_options *options, struct err *err);
void caselist_release(struct caselist *list);

/* Value of a class column after the case's last event ("" where it has none or none is kept). */
const char *caselist_class(const struct caselist *list, const struct caselist_case *item,
			   int column);
/* When it was opened; INSTANT_NONE where it was not (void, or not in the part read). */
instant caselist_opened(const struct caselist_case *item);

#endif
