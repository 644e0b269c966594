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
 * predecessor's, a torn last line, an unknown event, a bad time, a bad case id, a bad check, a byte order mark,
 * CR LF, quotes or control characters in a code are findings of grade error. A row is still delivered
 * where its time, case and event are known. The *value* of a check is not computed here: that is verify's.
 *
 * Logs that others made may have their columns in any order and need at, case and event only: then every
 * line goes through libcsv, and a check that is not there is not missed.
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
	off_t end;                       /* after the last newline: the rows lie in [first, end) */
	off_t size;                      /* of the file when it was opened; > end: its tail is torn */
	int crlf;                        /* the finding about CR LF was made */
	struct scan_place {              /* where the last scan_run() ended, and a later one may begin */
		off_t offset;            /* of a row's start */
		uint32_t line;           /* its line; 0: not known (unnumbered) */
		instant key;             /* order key of the row before; INSTANT_NONE: there is none */
	} place;
};

#define CASELOG_INIT { .fd = -1 }

/*
 * Opens read-only and reads the header. A tail without newline is looked at again for up to 60 ms, because a writer
 * may be in the middle of it. -1: cannot be opened or read (STATUS_SYSTEM), no header, or not usable (STATUS_INPUT).
 * `findings` may be NULL.
 */
int caselog_open(struct caselog *log, const char *path, const struct policy_set *set,
		 struct findings *findings, struct err *err);
/* The same for another table of this grammar (surveys.csv), which is not for scan_run(): its set is NULL. */
int caselog_open_table(struct caselog *log, const char *path, const struct vocabulary *words,
		       struct findings *findings, struct err *err);
void caselog_release(struct caselog *log);

enum scan_flags {
	ROW_BY_SD = 1,      /* `by` is sd: written by the machine */
	ROW_LATE = 2,       /* `logged` differs from `at` */
	ROW_SLOW = 4,       /* split by libcsv: cells are in span[], unquoted, not between commas */
};

struct scan_row {
	instant at, key;                 /* key: logged, or at */
	caseid id;                       /* 0: none (seal, repair, erase) */
	uint32_t start, length;          /* of the line in the batch's data, without LF or CR LF */
	uint32_t line;                   /* 1-based physical line in the file */
	uint32_t cells;                  /* index of the row's first comma (or span) */
	uint8_t event, flags;
	uint64_t check;                  /* all 16 hex digits as a number, 0: none */
};

struct scan_batch {
	const struct layout *layout;
	const char *data;
	off_t offset;                    /* of data[0] in the file */
	const struct scan_row *row;
	size_t nrows;
	const uint16_t *comma;           /* per row: offsets in the line of the ncolumns-2 commas before text */
	const struct span *span;         /* per slow row: ncolumns cells */
};

/* A cell's bytes as they stand in the file; empty where the log has no such column. */
struct span scan_cell(const struct scan_batch *b, const struct scan_row *r, int column);
/* Append the text: without quotes, escapes (\n ...) still in place. */
void scan_text(const struct scan_batch *b, const struct scan_row *r, struct strbuf *out);

/* Non-zero stops the scan; it is then scan_run()'s result. */
typedef int scan_fn(void *ctx, const struct scan_batch *batch);

struct scan_options {
	int threads;                     /* in all; 0 or 1: none but the caller's */
	off_t from;                      /* offset of a row's start; 0: the first row */
	uint32_t line;                   /* of the row at `from`, where that is known; else 0 */
	instant key;                     /* with `line`: order key of the row before, or INSTANT_NONE */
	caseid only;                     /* not 0: pass over other cases' rows early, unread */
	instant at_most;                 /* not 0: pass over rows with at later than this (--as-of) */
	instant known_at;                /* not 0: pass over rows with key later than this */
	int quiet;                       /* no findings: of a second pass over the same bytes */
	int unnumbered;                  /* lines are not counted above `from`: see scan_run() */
	size_t block;                    /* bytes a block, 0: as is best; the tests take less */
};

/*
 * 0, the callback's non-zero result, or -1 with err (reading failed).
 * With `from` alone the lines are counted from 1 at the file's start by counting newlines before it, which
 * reads all of the file; `line` says what is known already; `unnumbered` leaves it out: lines are then counted
 * from 1 at `from`, and findings have none.
 */
int scan_run(struct caselog *log, const struct scan_options *options, scan_fn *on_batch, void *ctx,
	     struct err *err);

/*
 * Where the rows begin whose order key is at or after t, by bisection: after the last row that is before t, so
 * that damaged lines between are not passed over. Rows before it can be skipped by whoever looks for a case that was opened
 * at t or later. `first` where order is in doubt.
 */
off_t scan_find(const struct caselog *log, instant t);

/*
 * The last complete row, reading the file's end only: its check ("check" where there is no row; "" where the log
 * has no such column) and its order key (INSTANT_NONE where there is no row). -1 with err where the tail is torn, the row cannot be
 * understood, or (STATUS_SYSTEM) the file cannot be read.
 */
int scan_tail(const struct caselog *log, struct row_chain *chain, instant *key, struct err *err);

#endif
