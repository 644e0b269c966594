/*
 * scan_block: one block of the log split into rows. The part of scan.c that runs on any thread; for
 * scan*.c, caselog.c and their tests only.
 *
 *	scan_plan_init(&plan, log, &options);              // read-only from then on
 *	struct scan_block b = SCAN_BLOCK_INIT;
 *	scan_block_read(&b, &plan, begin, limit);          // again and again: its memory is kept
 *	scan_block_release(&b);
 *
 * A block owns the rows whose first byte lies in [begin, limit). Lines and findings are counted
 * from the block's first line; whoever puts the blocks together knows the lines before.
 */
#ifndef SD_DOMAIN_SCAN_BLOCK_H
#define SD_DOMAIN_SCAN_BLOCK_H

#include "base/strbuf.h"
#include "domain/scan.h"
#include "io/csv.h"

#define SCAN_LINE_MAX (16U << 20) /* a longer line is a finding */
#define SCAN_PAD      64          /* bytes after the data that may be read */

/* Event codes by name, without a call a row. */
struct scan_events {
	struct scan_event {
		uint64_t word;          /* see scan_events_find() */
		const char *name;
		uint32_t n;
		int code;
	} slot[EVENT_MAX * 4];
};
void scan_events_init(struct scan_events *t, const struct policy_set *set);
int scan_events_find(const struct scan_events *t, const char *s, size_t n); /* or -1 */

/*
 * The fast path alone: s[0..n) without its newline, SCAN_PAD bytes after it may be read. Offsets of the first
 * `ncommas` commas (those before text), the check as a number, and 1; or 0 where the
 * line is not exactly of our grammar: codes, text, check. comma[] has room for ncommas + SCAN_PAD + 4.
 */
typedef int scan_split_fn(const char *s, size_t n, int ncommas, uint16_t *comma, uint64_t *check);

/* The ways of doing it on this processor, the best first; NULL after the last. */
scan_split_fn *scan_line_splitter(int i);
scan_split_fn scan_line_split_plain;

struct scan_plan {
	const struct caselog *log;
	const struct layout *layout;
	struct scan_options options;
	int ncommas;                     /* of the fast path; 0: all lines go the slow way */
	scan_split_fn *split;
	char only_date[9];               /* "YYYYMMDD" of options.only */
	struct scan_events events;
};
void scan_plan_init(struct scan_plan *plan, const struct caselog *log,
		    const struct scan_options *options);

enum scan_flaw_kind {
	FLAW_PLAIN,
	FLAW_CRLF,                       /* said once a file */
	FLAW_ORDER,                      /* holds only if the block before ended later than `key` */
};
struct scan_flaw {
	enum scan_flaw_kind kind;
	uint32_t line, column;
	uint32_t start, length;          /* of the line in the data */
	instant key;
	char *msg;                       /* finished; NULL where there are too many to be kept */
};

struct scan_block {
	char *data;                      /* SCAN_PAD bytes more than `n` can be read */
	size_t n, alloc;
	off_t offset;                    /* of data[0] in the file */
	uint32_t nlines;                 /* that begin in the block */
	struct scan_row *row;
	size_t nrows, rows_alloc;
	uint16_t *comma;
	size_t ncommas, commas_alloc;
	struct span *span;
	size_t nspans, spans_alloc;
	struct strbuf cells;             /* the bytes of span[], one after the other */
	struct scan_flaw *flaw;
	size_t nflaws, flaws_alloc;
	instant last_key;                /* INSTANT_NONE: no row was read */
	int crlf;                        /* a CR LF was met */
	int error;                       /* errno of a failed read; -1: the file became shorter */

	struct strbuf store;             /* of csv_split_line() */
	struct scan_days {               /* the day read last: neighbours mostly share it */
		char text[25];
		instant midnight;
	} at_day, logged_day;
};
#define SCAN_BLOCK_INIT { .cells = STRBUF_INIT, .store = STRBUF_INIT }

void scan_block_release(struct scan_block *b);

/* Never fails but for b->error. `begin` must be the start of a row where it is the plan's first. */
void scan_block_read(struct scan_block *b, const struct scan_plan *plan, off_t begin, off_t limit,
		     int at_row);

/* What the callback gets. Lines are the block's own until the caller adds those before. */
void scan_block_batch(const struct scan_block *b, const struct scan_plan *plan,
		      struct scan_batch *batch);

/* A check as a number: 1 where it is 16 lower-case hex digits, else 0. */
int scan_read_check(const char *s, size_t n, uint64_t *check);

/* Add a flaw about the line data[start..start+length); `column` counts characters from 1. */
__attribute__((format(printf, 6, 7)))
struct scan_flaw *scan_block_flaw(struct scan_block *b, uint32_t line, size_t start, size_t length,
				  size_t column, const char *fmt, ...);

#endif
