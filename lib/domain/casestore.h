/*
 * casestore: one compact record per case, filled while the log is read once.
 *
 *	struct casestore store;
 *	casestore_init(&store, &map, &symbols);
 *	scan_run(&log, ..., on_batch, ...);            // on_batch: casestore_add(&store, batch)
 *	for (i = 0; i < store.ncases; i++) {
 *		casestore_unpack(&store, i, &view);    // the case as a history, in the file's order
 *		history_sort(&view.history);
 *	}
 *	casestore_view_release(&view);
 *	casestore_release(&store);
 *
 * An event takes 32 bytes, a case 40 and 4 for each slot of the classmap; nothing is allocated per
 * row. Only values of columns in the map are kept (of COLUMN_DUE only what `open` says, as its
 * event's due). The map must be complete before the first row; map and symbols are borrowed.
 *
 * Cases that no longer matter can be dropped on the way (casestore_compact()), so that memory
 * follows the cases that do. A later row of what may be a dropped case makes it CASE_PARTIAL:
 * after the scan, where `again` has a line, casestore_refill_begin(), then scan from there with
 * the same callback, then casestore_refill_end(), and exactly these cases are filled anew. For
 * that a few bytes are kept for each date of dropped cases.
 *
 * Reading a filled store is thread-safe with one view a thread.
 */
#ifndef SD_DOMAIN_CASESTORE_H
#define SD_DOMAIN_CASESTORE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "domain/history.h"
#include "domain/scan.h"

enum casestore_flags {
	CASE_PARTIAL = 1,        /* earlier rows were dropped */
	CASE_COLD = 2,           /* not read from the checkpoint yet */
};

struct casestore_case {
	caseid id;
	off_t offset;            /* of the first row in the file */
	instant last_at;         /* of the row that was read last */
	uint32_t first, last;    /* events, by index + 1; 0: none */
	uint32_t left;           /* what its rows have left open: bits of casestore_ends, or CASESTORE_UNSURE */
	uint8_t flags;
	uint8_t state;           /* enum case_state after its rows as they stand */
};

/*
 * What rows leave open and what they end, a bit for each such thing, by event. With it the store knows of most
 * cases that they are over without a look at their rows. A row first ends (if a person wrote it), then opens.
 */
struct casestore_ends {
	uint32_t opens[EVENT_MAX], ends[EVENT_MAX];
};
#define CASESTORE_UNSURE ((uint32_t)1 << 31)    /* only opened, never ended: the rows must be looked at */

struct casestore_event {
	uint64_t packed;         /* at, event, flags */
	uint64_t check;          /* its lower half may be who did it: keeps_by */
	uint32_t line, next, extra;
	uint32_t delay;          /* seconds from `at` to `logged` */
};

struct casestore_due {
	instant due;
	uint32_t detail;
	uint32_t more;           /* notify: who was told; compensate, approve: the amount; task: whose it is, as a list of changes */
};

/* The dropped cases of one date. */
struct casestore_day {
	uint32_t date;           /* YYYYMMDD of their ids */
	uint32_t highest;        /* number */
	off_t offset;            /* of the first row of the first of them */
	uint32_t line;
};

struct casestore {
	const struct classmap *map;
	struct symbols *symbols;

	struct casestore_case *one;
	size_t ncases, alloc_cases;
	uint32_t *class;                 /* by case, nslots each: what `open` says */
	size_t alloc_class;
	struct casestore_event *event;
	size_t nevents, alloc_events;
	struct class_change *change;     /* { n, 0 } and then n changes */
	size_t nchanges, alloc_changes;
	struct casestore_due *due;
	size_t ndue, alloc_due;
	uint32_t *slot;                  /* hash: case + 1 */
	size_t slots;

	struct casestore_day *day;       /* by date */
	size_t ndays, alloc_days;
	const struct event_set *keeps_by; /* of these events who did it, instead of the check's last 8 digits; or NULL */
	const struct casestore_ends *ends; /* borrowed; or NULL: no case is known to be over */
	int keeps_ledger;                /* of remind, escalate, notify rows the whole detail, and who was told */
	size_t nopened_again;            /* `open` rows of cases that were there, or may have been dropped */
	int refilling;
	struct casestore_cold *cold;     /* where the cold cases are, or NULL */
	int is_broken;                   /* one of them was damaged */
	struct { off_t offset; uint32_t line; } again; /* of a partial case's first row; line 0: there is none */
};

void casestore_init(struct casestore *s, const struct classmap *map, struct symbols *symbols);
void casestore_release(struct casestore *s);

/*
 * Rows without a case are passed over. Whoever needs to know which steps were recorded sets
 * keeps_ledger before the first row; else of `step/clock/CHECK/n` only the step is kept, because
 * each would be a string of its own.
 */
void casestore_add(struct casestore *s, const struct scan_batch *batch);

/* When the row of a case that was read last happened; INSTANT_NONE: it has none. */
static inline instant casestore_last_at(const struct casestore *s, size_t i)
{
	return s->one[i].last ? s->one[i].last_at : INSTANT_NONE;
}

/*
 * Is the case certainly over: resolved, closed or cancelled, every row of it allowed, none void, none before the one
 * above, and nothing left open? Only ever 1 where `ends` was set before the first row.
 */
int casestore_is_over(const struct casestore *s, size_t i);

/* Index of a case, or -1. */
ssize_t casestore_find(const struct casestore *s, caseid id);

/* May the case have been dropped before? Never 0 where it was. */
int casestore_was_dropped(const struct casestore *s, caseid id);

/* Drop the cases i with drop[i] != 0, except partial ones. Indexes change, the order stays. */
void casestore_compact(struct casestore *s, const uint8_t *drop);

/* Empty the partial cases; from now on casestore_add() takes rows of these only. */
void casestore_refill_begin(struct casestore *s);
void casestore_refill_end(struct casestore *s);

/*
 * The cases as bytes for a checkpoint (same machine, same program), with the symbols that they
 * use; none may be partial or cold, and keeps_by is not set. casestore_load() fills an empty store whose map is complete
 * from such an index; symbols may have got other numbers. Its cases are cold: known, but not read;
 * their bytes are `size` bytes from `at` in the file `fd`, which the store takes over and closes.
 * Rows of a cold case make it warm by themselves; before anything else is asked of a case
 * casestore_warm() must have been, before all of them are, casestore_warm_all() (dropping,
 * saving). Everything is looked at: -1, and an empty store, where the index is not what
 * casestore_save() makes of this map. A case whose bytes are not is found out later: then the
 * store is_broken, and of no use.
 */
void casestore_save(const struct casestore *s, struct strbuf *index, struct strbuf *cases);
int casestore_load(struct casestore *s, struct bytes *index, int fd, off_t at, size_t size);
int casestore_warm(struct casestore *s, size_t i);
int casestore_warm_all(struct casestore *s);

/* A case as a history; its arrays live in the view until the next call. */
struct casestore_view {
	struct history history;
	size_t alloc_events;
	struct class_change *open;       /* what the first `open` row says */
	size_t alloc_open;
};
#define CASESTORE_VIEW_INIT { { 0, NULL, 0 }, 0, NULL, 0 }
void casestore_unpack(const struct casestore *s, size_t i, struct casestore_view *view);
void casestore_view_release(struct casestore_view *view);

#endif
