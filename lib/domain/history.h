/*
 * history: the events of one case as the rules see them: void rows taken out, sorted by `at` (ties in file order).
 *
 * Classification values are symbols: small numbers per column (struct symbols), 0 is "empty". A
 * case's class is a vector of symbols, one per slot of the classmap; events that change the class
 * carry the changed slots.
 */
#ifndef SD_DOMAIN_HISTORY_H
#define SD_DOMAIN_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "domain/caseid.h"
#include "domain/event.h"
#include "domain/scan.h"
#include "values/instant.h"

/* Which class columns are kept, and where. */
struct classmap {
	int nslots;
	int column[COLUMN_MAX];      /* by slot */
	int slot[COLUMN_MAX];        /* by column, -1: not kept */
};
void classmap_init(struct classmap *map);                /* empty */
void classmap_add(struct classmap *map, int column);     /* once is enough */
void classmap_add_all(struct classmap *map, const struct policy_set *set);

/* Symbols by column; COLUMN_DETAIL holds hold reasons, causes, task names. 0 is the empty string. */
struct symbols {
	struct intern column[COLUMN_MAX];
};
void symbols_init(struct symbols *s);
void symbols_release(struct symbols *s);
uint32_t symbols_add(struct symbols *s, int column, const char *v, size_t n);
const char *symbols_str(const struct symbols *s, int column, uint32_t symbol);

struct class_change {
	uint32_t slot, symbol;
};

struct history_event {
	instant at, key;             /* key is 0 where the source does not keep it and it equals at */
	instant due;                 /* promise, task: else INSTANT_NONE */
	uint32_t line;
	uint32_t detail;             /* symbol of COLUMN_DETAIL */
	uint32_t check;              /* first 8 hex digits of the row's check */
	uint8_t event, flags;        /* enum scan_flags */
	uint16_t nchanges;
	const struct class_change *change;   /* open, amend, assign: what it sets */
};

struct history {
	caseid id;
	struct history_event *event;
	size_t n;
};

/*
 * Sort by `at`, stable in the order given (the file's), and take out void rows and the rows that
 * they void (`voids` is the check of the voided row in .detail's place: see history_void()).
 */
void history_sort(struct history *h);

/* The class after the first `upto` events, into class[nslots]. */
void history_class(const struct history *h, size_t upto, const struct classmap *map,
		   uint32_t *class);

#endif
