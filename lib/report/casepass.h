/*
 * casepass: read the log of one desk once into a casestore, and look at its cases on all threads. What
 * the report and the escalation have in common.
 *
 *	struct casepass pass = { .store = &store, .scan = { .threads = 2 }, .sweep = sweep, .ctx = ctx };
 *	casepass_read(&pass, &log, &err);              // sweep() is called now and then:
 *		casepass_each(store, fn, worker, n);   // ... find out what matters no more
 *		casepass_drop(&pass, drop);            // ... and drop it
 *	casepass_each(store, fn, worker, n);           // each case, whole
 *
 * Memory follows the cases that matter, not the rows: others are dropped on the way and read again where a
 * later row brings them back.
 *
 * The pass can go on where the log has grown: set scan.from, line and key to where the reading ended
 * (caselog.place), and casepass_read() adds what came since to the same store.
 */
#ifndef SD_REPORT_CASEPASS_H
#define SD_REPORT_CASEPASS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/casestore.h"
#include "domain/scan.h"

#define CASEPASS_THREADS_MAX 16
/* A case that had a row so shortly (seconds) before the newest will mostly have another: it is best kept. */
#define CASEPASS_QUIET (14 * 86400)

struct casepass {
	struct casestore *store;
	struct scan_options scan;
	size_t events;                   /* kept before cases are dropped; 0: the usual number */
	scan_fn *rows;                   /* of every batch, once, in file order; may be NULL */
	void (*sweep)(void *ctx);        /* may be NULL: nothing is dropped */
	void *ctx;
	/* while it runs */
	instant newest;                  /* order key of the last row read */
	size_t next_sweep;
};

/* 0, the non-zero result of `rows`, or -1 with err. */
int casepass_read(struct casepass *pass, struct caselog *log, struct err *err);

/* For `sweep`: drop the cases i with drop[i] != 0. Where these are few they stay for now, and 0 is returned. */
int casepass_drop(struct casepass *pass, const uint8_t *drop);

/*
 * Calls fn for each case 0 .. ncases-1, in any order, on up to n threads, each with its own of the n
 * workers (n >= 1; fewer are used where there is little to do or no thread to be had).
 */
typedef void casepass_fn(void *worker, size_t i);
void casepass_each(size_t ncases, casepass_fn *fn, void *const *worker, int n);

#endif
