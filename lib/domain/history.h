/*
 * history: the events of one case as the rules see them: void rows taken out, sorted by `at` (ties in file order).
 *
 *	history_read_row(batch, row, &map, &symbols, &event, change);   // row by row, in file order
 *	...                                                                // keep them by case
 *	struct history h = { id, events, n };
 *	history_sort(&h);
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

/*
 * Which class columns are kept, and where. Of a column with a value of its own for nearly every case (the customer)
 * whoever only asks "is it the same one?" keeps 64 bits of a hash instead of symbols: no string is held. Whoever only
 * asks "is there one?" keeps a mark: 1 instead of a symbol.
 */
#define CLASS_SLOTS (COLUMN_MAX + 2)
struct classmap {
	int nslots;
	int column[CLASS_SLOTS];     /* by slot */
	int slot[COLUMN_MAX];        /* by column, -1: not kept */
	int hash_slot;               /* the first of two, -1: none */
	unsigned char is_mark[CLASS_SLOTS]; /* by slot: 1 where the column is not empty */
};
void classmap_init(struct classmap *map);                /* empty */
void classmap_add(struct classmap *map, int column);     /* once is enough */
void classmap_add_all(struct classmap *map, const struct policy_set *set);
void classmap_add_hash(struct classmap *map, int column); /* of one column */
/* Only a mark, unless the column is kept as it is, or comes to be. */
void classmap_add_mark(struct classmap *map, int column);
/* Is the slot no symbol: half of the hash, or a mark? */
static inline int classmap_is_bare(const struct classmap *map, int slot)
{
	return map->is_mark[slot] ||
	       (map->hash_slot >= 0 && (slot == map->hash_slot || slot == map->hash_slot + 1));
}
/* The hash in a class; 0 where the column is empty, and only there. */
uint64_t classmap_hash(const struct classmap *map, const uint32_t *class);

/* Symbols by column; COLUMN_DETAIL holds hold reasons, causes, task names. 0 is the empty string. */
struct symbols {
	struct intern column[COLUMN_MAX];
};
void symbols_init(struct symbols *s);
void symbols_release(struct symbols *s);
uint32_t symbols_add(struct symbols *s, int column, const char *v, size_t n);
/* The symbol of a value that was added before, else UINT32_MAX. */
uint32_t symbols_find(const struct symbols *s, int column, const char *v, size_t n);
/* The string, NUL-terminated; it lives until symbols_release(). */
__attribute__((returns_nonnull))
const char *symbols_str(const struct symbols *s, int column, uint32_t symbol);

/* What the cell's n bytes (n > 0) are in this slot of a class. */
uint32_t classmap_symbol(const struct classmap *map, int slot, struct symbols *s, const char *v,
			 size_t n);

struct class_change {
	uint32_t slot, symbol;
};

struct history_event {
	instant at, key;             /* key is 0 where the source does not keep it and it equals at */
	instant due;                 /* promise, task: else INSTANT_NONE */
	uint64_t check;              /* the row's check: 16 hex digits as a number, 0 where it has none */
	uint32_t line;
	uint32_t detail;             /* symbol of COLUMN_DETAIL; of a void row: history_void() */
	uint8_t event, flags;        /* enum scan_flags */
	uint16_t nchanges;
	uint32_t owner;              /* notify: who was told, as a symbol of COLUMN_OWNER; else 0 */
	uint32_t amount;             /* compensate, approve: as a symbol of COLUMN_AMOUNT; else 0 */
	uint32_t by;                 /* of events whose hand the casestore keeps: symbol of COLUMN_BY; else 0 */
	const struct class_change *change;   /* open, amend, assign: what it sets; task: whose it is */
};

struct history {
	caseid id;
	struct history_event *event;
	size_t n;
};

/* Is the column kept of an event of this kind? open and amend all, assign and task department and owner. */
int history_changes(int event, int column);
/* Are these the case's class? Those of a task are the task's own. */
static inline int history_event_sets_class(int event)
{
	return event == EVENT_OPEN || event == EVENT_AMEND || event == EVENT_ASSIGN;
}
static inline int history_has_amount(int event)
{
	return event == EVENT_COMPENSATE || event == EVENT_APPROVE;
}

/*
 * One row as an event. What it changes goes to change[] (room for CLASS_SLOTS) and is counted in
 * e->nchanges; e->change points there: whoever keeps the event copies the changes and sets it anew.
 * Only columns of the map count. `due` is INSTANT_NONE where the cell is empty or no time.
 */
void history_read_row(const struct scan_batch *batch, const struct scan_row *row,
		      const struct classmap *map, struct symbols *symbols,
		      struct history_event *e, struct class_change *change);

/*
 * What a void row keeps in .detail: the first 8 hex digits of the check that its detail names (8 to
 * 16 lower-case digits), as a number; 0, which voids nothing, where that is no check.
 */
uint32_t history_void(const char *detail, size_t n);

/* A check, 16 lower-case hex digits, as a number; 0 where the text is none. */
uint64_t history_check(const char *s, size_t n);

/*
 * Sort by `at`, stable in the order given, which must be the file's, and take out the void rows
 * and the rows that they void (the nearest row above with that check). A void row that is itself
 * void does nothing, so undoing an undo makes the first row count again.
 */
void history_sort(struct history *h);

/*
 * A machine's clock that once ran ahead leaves its time as the order key of every row that is written until that
 * time has come, since keys never step back. When these rows were written is not known then, and they
 * count as written when they happened: key is set to 0 where it is after `now`. Returns the first such key,
 * INSTANT_MAX where there is none.
 */
instant history_forget_late(struct history *h, instant now);

/* The class after the first `upto` events, into class[nslots]. */
void history_class(const struct history *h, size_t upto, const struct classmap *map,
		   uint32_t *class);

/*
 * Whose a task is, as its last row among the first `upto` says: symbols, 0 where that names none or
 * there is no such task. `task` is the symbol of its name.
 */
void history_task(const struct history *h, size_t upto, uint32_t task, const struct classmap *map,
		  uint32_t *department, uint32_t *owner);

#endif
