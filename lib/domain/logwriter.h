/*
 * logwriter: write events into the case log (reliability.md, steps 0-14).
 *
 *	struct logwriter w = LOGWRITER_INIT;
 *	if (logwriter_begin(&w, &options, findings, &err) < 0) ...  // locked; the tail is whole
 *	...                                       // read the log: nobody else changes it now
 *	logwriter_next_case(&w, at, &id, &err)
 *	logwriter_add(&w, cell, at, &err)         // as many rows as belong together
 *	prepare the answer;
 *	if (logwriter_commit(&w, &err) < 0) ...   // one write, one sync, read back
 *	if (logwriter_end(&w, &err) < 0) ...
 *	only now give the answer
 *
 * err.status tells what became of the rows: STATUS_USAGE, STATUS_INPUT and STATUS_SYSTEM mean that
 * nothing was recorded, STATUS_UNKNOWN that they may or may not be in the log. After any
 * failure only logwriter_end() (with err NULL) may follow.
 *
 * The order key of the file never goes back: a row's `logged` is max(now, the last row's key),
 * written only where it differs from `at`. A torn end (no newline, NUL bytes) is kept in
 * cases.csv.torn, taken off and noted by a `repair` event, whose text is "FILE OFFSET LENGTH
 * SHA256"; a whole last row whose check value is wrong is refused. Between commit and end
 * nothing is allocated.
 */
#ifndef SD_DOMAIN_LOGWRITER_H
#define SD_DOMAIN_LOGWRITER_H

#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "domain/caseid.h"
#include "domain/policy.h"
#include "domain/rowwriter.h"
#include "values/instant.h"

struct logwriter_options {
	const char *log, *lock;          /* paths, borrowed until logwriter_end() */
	const struct policy_set *set;
	const struct zone *zone;         /* of the times that are written */
	const char *prefix;              /* of new case ids, or NULL */
	instant now;
	int wait_ms;                     /* 0: LOCKFILE_WAIT */
	int unsafe_share;
};

struct logwriter {
	struct logwriter_options o;
	struct findings *findings;
	struct rowwriter rows;           /* the end of the file */
	struct intern dates;             /* YYYYMMDD of cases seen ... */
	uint32_t *highest;               /* ... and their highest number */
	size_t highest_alloc;
	instant counted_from;            /* dates from this midnight on are complete */
};

#define LOGWRITER_INIT { .rows = ROWWRITER_INIT, .dates = INTERN_INIT, .counted_from = INSTANT_MAX }

/*
 * Takes the locks and looks at the end of the log. Findings: a repaired end (warning), a clock that
 * is behind the log (warning). -1: no log, no permission, busy, unsafe share, damaged.
 */
int logwriter_begin(struct logwriter *w, const struct logwriter_options *options,
		    struct findings *findings, struct err *err);

/*
 * Another table of the desk was torn and cut (domain/rowwriter.h): records a repair event, which is committed at
 * once, and a finding (warning).
 */
int logwriter_repaired(struct logwriter *w, const char *path, const struct torn *torn,
		       struct err *err);

/* The number of the next case of at's local date: the highest in the log and among the rows added, + 1. */
int logwriter_next_case(struct logwriter *w, instant at, caseid *id, struct err *err);

/* A number that was taken by other means, so that it is not given away again. */
void logwriter_use_case(struct logwriter *w, caseid id);
/* The newest number of its day is not used after all. */
void logwriter_return_case(struct logwriter *w, caseid id);

/* For many cases of many dates: read the numbers of the whole log once. */
int logwriter_count_cases(struct logwriter *w, struct err *err);

/* Formats one row, as rowwriter_add() does. */
int logwriter_add(struct logwriter *w, const struct span cell[COLUMN_MAX], instant at,
		  struct err *err);

/* What an earlier run recorded under a key. */
struct logwriter_found {
	size_t rows;
	caseid id;                       /* of the first row */
	struct event_set events;
	char check[ROW_CHECK_HEX + 1];   /* of the first row */
};
int logwriter_find_key(struct logwriter *w, const char *key, struct logwriter_found *found,
		       struct err *err);
/* All keys of the log in one pass, for many rows with keys. Cells are borrowed during the call. */
typedef void logwriter_key_fn(void *ctx, struct span key, struct span event, caseid id);
int logwriter_each_key(struct logwriter *w, logwriter_key_fn *fn, void *ctx, struct err *err);

/* One write of all rows added, synced and read back. Nothing to write is fine. */
int logwriter_commit(struct logwriter *w, struct err *err);

/* Closes and unlocks; safe on a writer that never began. */
int logwriter_end(struct logwriter *w, struct err *err);

#endif
