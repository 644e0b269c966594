/*
 * casefile: everything the log holds about one case, with its texts: to show it, and to judge
 * whether another row may follow.
 *
 *	struct casefile f = CASEFILE_INIT;
 *	if (casefile_read(&f, &log, id, &options, &err) < 0) ...    // f.n == 0: there is no such case
 *	casefile_add(&f, EVENT_RESOLVE, at, cells);                 // a row that is about to be written
 *	if (casefile_judge(&f, &refusal) < 0) ...                   // which verb would be right
 *	casefile_release(&f);
 *
 * Rows are kept in the file's order; `history` is what the rules see of them: void rows taken out,
 * sorted by `at`. Strings are NUL-terminated, codes as they stand, text unescaped, and live until
 * casefile_release().
 */
#ifndef SD_DOMAIN_CASEFILE_H
#define SD_DOMAIN_CASEFILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "domain/casestate.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "domain/scan.h"

struct casefile_row {
	instant at, key;
	uint32_t line;                   /* 0: not written yet */
	int event, flags;
	int dead;                        /* void, or voided by a later row */
	const char *cell[COLUMN_MAX];    /* never NULL */
};

struct casefile {
	struct arena arena;
	const struct policy_set *set;
	caseid id;
	struct casefile_row *row;
	size_t n, alloc;
	struct classmap map;
	struct symbols symbols;
	struct history history;
	size_t *origin;                  /* by event of the history: index of its row */
	enum case_state state;           /* after the last legal row */
	size_t legal;                    /* history.n where all rows are legal */
};

#define CASEFILE_INIT { .arena = ARENA_INIT }

struct casefile_options {
	const struct zone *zone;         /* of the ids' dates; NULL: UTC */
	int number_lines;                /* count the lines above: needs the whole file */
	instant at_most, known_at;       /* as scan_options */
};

/* -1 with err: reading failed. Damaged rows are findings of the caselog. */
int casefile_read(struct casefile *f, struct caselog *log, caseid id,
		  const struct casefile_options *options, struct err *err);
/* The earliest midnight of the id's date that any version of the policy may have meant: no row of the case is before it. */
instant casefile_midnight(const struct policy_set *set, const struct zone *zone, caseid id);
/* A case that does not exist yet. */
void casefile_begin(struct casefile *f, const struct policy_set *set, caseid id);
void casefile_release(struct casefile *f);

/* A row that is about to be written; the history and the state are made anew. */
void casefile_add(struct casefile *f, int event, instant at, const struct span cell[COLUMN_MAX]);
/* Takes the row that was added last away again. */
void casefile_drop_last(struct casefile *f);

/*
 * Are all rows legal, each at its `at`? Else -1, and what is wrong with the first that is not:
 * casestate_refusal() for the row just added, for a later one that it would make illegal its place.
 */
int casefile_judge(const struct casefile *f, struct strbuf *refusal);

/* Value of a class column after the case's last event ("" where it has none). */
const char *casefile_class(const struct casefile *f, int column);
/* When it was opened; INSTANT_NONE where it was not. */
instant casefile_opened(const struct casefile *f);
/* Index of the row with this check (at least 8 of its digits), or -1; -2 where several have it. */
int casefile_find_check(const struct casefile *f, const char *check);

#endif
