/*
 * rowwriter: rows at the end of a table whose rows are chained by check values: the log, and what else is appended
 * to in the same way (reliability.md, steps 2-7 and 9-13). domain/logwriter.h and domain/answerwriter.h
 * are built on it.
 *
 *	struct rowwriter w = ROWWRITER_INIT;
 *	if (rowwriter_begin(&w, &options, findings, &err) < 0) ...  // locked; the end is whole
 *	if (w.torn.n) ...                                          // it was not: record a repair event
 *	rowwriter_add(&w, cell, at, &err)                          // as many rows as belong together
 *	if (rowwriter_commit(&w, &err) < 0) ...                    // one write, one sync, read back
 *	if (rowwriter_end(&w, &err) < 0) ...
 *
 * There is one lock for all tables of a desk. A second table is written `under` the first one's
 * lock, between that one's begin and end.
 *
 * err.status tells what became of the rows: STATUS_USAGE, STATUS_INPUT and STATUS_SYSTEM mean that
 * nothing was recorded, STATUS_UNKNOWN that they may or may not be in the file. After any
 * failure only rowwriter_end() (with err NULL) may follow. Between commit and end nothing is
 * allocated.
 *
 * The order key never goes back: a row's `logged` is the latest of now, the last row's key and
 * `not_before`, written only where it differs from `at`.
 */
#ifndef SD_DOMAIN_ROWWRITER_H
#define SD_DOMAIN_ROWWRITER_H

#include "base/err.h"
#include "base/finding.h"
#include "base/strbuf.h"
#include "domain/row.h"
#include "io/append.h"
#include "values/instant.h"

struct rowwriter_options {
	const char *path, *lock;         /* borrowed until rowwriter_end() */
	struct append *under;            /* instead of `lock`: it holds the lock already */
	struct vocabulary columns;
	const struct zone *zone;         /* of the times that are written */
	instant now;
	instant not_before;              /* INSTANT_NONE: only the table's own last key counts */
	int wait_ms;                     /* 0: LOCKFILE_WAIT */
	int unsafe_share;
};

/* An end that was cut off: it is kept in PATH.torn. */
struct torn {
	off_t at;
	size_t n;                        /* bytes; 0: nothing was torn */
	char sha256[DIGEST_HEX + 1];
};

struct rowwriter {
	struct rowwriter_options o;
	struct append file;
	struct layout layout;
	struct row_chain chain;          /* of the last row, those in `out` included */
	instant key;                     /* order key of the last row; INSTANT_NONE: no row yet */
	struct strbuf out;               /* rows not yet written */
	struct torn torn;
};

#define ROWWRITER_INIT { .file = APPEND_INIT, .key = INSTANT_NONE, .out = STRBUF_INIT }

/*
 * Takes the lock and looks at the end of the file: a torn one (no newline, NUL bytes) is kept in
 * PATH.torn and taken off; a whole last row whose check value is wrong is refused. Finding: a clock that
 * is behind the file (warning). -1: no such file, no permission, busy, unsafe share, damaged.
 */
int rowwriter_begin(struct rowwriter *w, const struct rowwriter_options *options,
		    struct findings *findings, struct err *err);

/*
 * Formats one row. cell[] is by column; at, logged and check are filled in here; text is given as people
 * wrote it. Refused with STATUS_USAGE: a code with comma, quote or control character, a value for a
 * column that this table has not, an `at` after now, invalid UTF-8.
 */
int rowwriter_add(struct rowwriter *w, const struct span cell[COLUMN_MAX], instant at,
		  struct err *err);

/* Rows added after the mark are taken back. */
struct rowwriter_mark {
	size_t n;
	struct row_chain chain;
	instant key;
};
struct rowwriter_mark rowwriter_mark(const struct rowwriter *w);
void rowwriter_back(struct rowwriter *w, const struct rowwriter_mark *mark);

/* One write of all rows added, synced and read back. Nothing to write is fine. */
int rowwriter_commit(struct rowwriter *w, struct err *err);

/* Closes and unlocks; safe on a writer that never began. */
int rowwriter_end(struct rowwriter *w, struct err *err);

#endif
