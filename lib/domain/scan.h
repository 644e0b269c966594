/*
 * scan: read the case log from an offset to its end, in order, each byte once.
 *
 *	struct caselog log = CASELOG_INIT;
 *	if (caselog_open(&log, "cases.csv", set, findings, &err) < 0) ...
 *	scan_run(&log, &(struct scan_options){ .threads = 2 }, on_batch, ctx, &err);
 *	caselog_release(&log);
 *
 * The file is read by pread() in blocks (no mapping: no SIGBUS, flat memory). Worker threads split
 * blocks into rows; `on_batch` is called on the calling thread in file order. A row is accepted
 * by a fast path for our own grammar; any other line goes alone through libcsv. What cannot be read is a
 * finding with its line and is passed over. Readers take no lock and read to the last newline.
 *
 * Order, grammar and tail are checked here: a row whose order key (logged, or at) is before its
 * predecessor's, a torn last line, an unknown event, a bad time, a bad case id, a bad check are findings.
 */
#ifndef SD_DOMAIN_SCAN_H
#define SD_DOMAIN_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/finding.h"
#include "domain/caseid.h"
#include "domain/policy.h"
#include "domain/row.h"
#include "values/instant.h"

struct caselog {
	int fd;
	const char *path;                /* borrowed; named in findings */
	const struct policy_set *set;
	struct findings *findings;
	struct layout layout;
	off_t first;                     /* offset of the first row, after the header line */
	off_t size;                      /* of the file when it was opened */
};

#define CASELOG_INIT { .fd = -1 }

/* Opens read-only and reads the header. -1: cannot be opened, no header, or not usable. */
int caselog_open(struct caselog *log, const char *path, const struct policy_set *set,
		 struct findings *findings, struct err *err);
void caselog_release(struct caselog *log);

enum scan_flags {
	ROW_BY_SD = 1,      /* `by` is sd: written by the machine */
	ROW_LATE = 2,       /* `logged` differs from `at` */
	ROW_SLOW = 4,       /* split by libcsv: cells are in span[], not between commas */
};

struct scan_row {
	instant at, key;                 /* key: logged, or at */
	caseid id;                       /* 0: none (seal, repair, erase) */
	uint32_t start, length;          /* of the line in the batch's data, newline not counted */
	uint32_t line;                   /* 1-based physical line in the file */
	uint32_t cells;                  /* index of the row's first comma (or span) */
	uint32_t check;                  /* the first 8 hex digits as a number */
	uint8_t event, flags;
};

struct scan_batch {
	const struct layout *layout;
	const char *data;
	off_t offset;                    /* of data[0] in the file */
	const struct scan_row *row;
	size_t nrows;
	const uint16_t *comma;           /* per row: offsets in the line of its first ncolumns-1 commas */
	const struct span *span;         /* per slow row: ncolumns cells */
};

/* A cell's bytes as they stand in the file; empty where the log has no such column. */
struct span scan_cell(const struct scan_batch *b, const struct scan_row *r, int column);
/* Append the text: without quotes, escapes (\n ...) still in place. */
void scan_text(const struct scan_batch *b, const struct scan_row *r, struct strbuf *out);

/* Non-zero stops the scan; it is then scan_run()'s result. */
typedef int scan_fn(void *ctx, const struct scan_batch *batch);

struct scan_options {
	int threads;                     /* 0 or 1: none but the caller's */
	off_t from;                      /* offset of a row's start; 0: the first row */
	caseid only;                     /* not 0: pass over other cases' rows early */
	instant at_most;                 /* not 0: pass over rows with at later than this (--as-of) */
	instant known_at;                /* not 0: pass over rows with key later than this */
};

/*
 * 0, the callback's non-zero result, or -1 with err (reading failed).
 * With `from` the lines are counted from 1 at the file's start by counting newlines before it.
 */
int scan_run(struct caselog *log, const struct scan_options *options, scan_fn *on_batch, void *ctx,
	     struct err *err);

/*
 * Offset of the first row whose order key is at or after t, by bisection: rows before it can be
 * skipped by whoever looks for a case that was opened at t or later. `first` where order is in doubt.
 */
off_t scan_find(const struct caselog *log, instant t);

/* The last `n` bytes of complete rows: check of the last row (or "check") and its order key
 * (INSTANT_NONE where there is none). -1 with err where the tail is torn or not readable. */
int scan_tail(const struct caselog *log, struct row_chain *chain, instant *key, struct err *err);

#endif
