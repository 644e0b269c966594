/*
 * answerwriter: rows of surveys.csv, written under the log's lock (there is one lock for everything that is appended).
 *
 *	logwriter_begin(&log, ...)                       // the lock
 *	struct answerwriter w = ANSWERWRITER_INIT;
 *	if (answerwriter_begin(&w, path, &log, &err) < 0) ...
 *	answerwriter_add(&w, cell, at, check, &err)      // as many rows as belong together
 *	if (answerwriter_commit(&w, &err) < 0) ...       // they are on the disk; the log may follow
 *	if (answerwriter_end(&w, &err) < 0) ...
 *	logwriter_commit(&log, ...)
 *
 * err.status as in domain/rowwriter.h. Order keys are comparable with the log's: no row is logged
 * before the log's last one. A torn end is cut off and noted by a repair event in the log.
 */
#ifndef SD_DOMAIN_ANSWERWRITER_H
#define SD_DOMAIN_ANSWERWRITER_H

#include "domain/answers.h"
#include "domain/logwriter.h"

struct answerwriter {
	struct rowwriter rows;
};
#define ANSWERWRITER_INIT { ROWWRITER_INIT }

/* The path is borrowed until answerwriter_end(), that of a repaired file by the log's findings, too. */
int answerwriter_begin(struct answerwriter *w, const char *path, struct logwriter *log,
		       struct err *err);

/*
 * cell[] by column, NULL is empty; at, logged and check are filled in here. The row's check goes to
 * `check` (may be NULL). Refused as rowwriter_add() does.
 */
int answerwriter_add(struct answerwriter *w, const char *const cell[ANSWERS_COLUMNS], instant at,
		     char check[ROW_CHECK_HEX + 1], struct err *err);
int answerwriter_commit(struct answerwriter *w, struct err *err);
/* Closes; the lock stays with the log. Safe on a writer that never began. */
int answerwriter_end(struct answerwriter *w, struct err *err);

#endif
