/*
 * board: what is open now, most urgent first (C19), and its picture for a terminal.
 *
 *	struct board b = BOARD_INIT;
 *	board_make(&b, &source, now);              // again whenever time has passed or the log has grown
 *	board_frame(&b, &style, &out);             // lines of text
 *	board_release(&b);
 *
 * A row is a case that somebody is to work on: it is open, or a clock of it still runs (feedback after it was
 * resolved). Its clock is the one that ends next; one that is past its limit and still runs ended first. Order:
 * kinds with `priority: first` before all others (M4.3b), then what runs by due instant, then what is on hold,
 * then what has no limit by age.
 */
#ifndef SD_REPORT_BOARD_H
#define SD_REPORT_BOARD_H

#include "base/strbuf.h"
#include "domain/casestate.h"
#include "domain/casestore.h"
#include "rules/clock.h"

#define BOARD_SOON 3600                /* seconds: what is due so soon is marked and counted */

struct board_source {
	const struct policy_set *set;
	const struct casestore *store;     /* its map holds kind, severity, category, owner, department, place */
	const struct clockset *clocks;
	int by;                            /* a column of the map: one part for each value; or -1 */
};

struct board_row {
	caseid id;
	const struct policy *policy;       /* in force for the case */
	enum case_state state;
	const char *kind, *severity, *category, *owner, *department, *place; /* codes, "" where there is none */
	const char *part;                  /* value of `by` */
	const struct policy_clock *clock;  /* NULL: none runs */
	const char *task;                  /* whose clock it is, or "" */
	instant due, opened;
	int is_first;                      /* its kind has priority */
	int is_late, is_paused;
	size_t number;                     /* of its part */
};

/* Strings are borrowed from the store's symbols and the policies. */
struct board {
	struct board_source source;
	struct board_row *row;
	size_t n, alloc, nparts;
	size_t open, late, soon, waiting;  /* cases */
	instant now;
};
#define BOARD_INIT { .row = NULL }
void board_make(struct board *b, const struct board_source *source, instant now);
void board_release(struct board *b);

struct board_style {
	const char *lang;                  /* "zh" or "en": labels */
	const char *title;                 /* of the desk */
	const char *note;                  /* what is wrong, in the last line; or NULL */
	size_t width;                      /* columns */
	size_t height;                     /* lines; 0: as many as there are, without the last one for keys */
	size_t top;                        /* the first line of the list that is shown */
	int color;
};

/* Lines of the list: a row each, and two for the heading of a part but the first. */
size_t board_lines(const struct board *b);
/* How many of them a frame of that height has room for. */
size_t board_page(size_t height);
/* Appends lines, each at most so wide, separated by line feeds; with a height exactly so many. */
void board_frame(const struct board *b, const struct board_style *style, struct strbuf *out);

#endif
