/*
 * desk: a made-up service desk of a mall whose staff writes a case log. The generator behind `gen`
 * (large logs for measuring) and `gen-sample` (the desk that `make demo` reports on).
 *
 *	struct desk_plan plan = DESK_PLAN;
 *	plan.from = day_parse("2026-10-15");
 *	desk_run(&plan, &log);
 *
 * Customers come in opening hours and, by review and questionnaire, at any time; each case is
 * planned whole when it opens (answers, hand-overs, holds, second calls, results, reopening), always legal
 * under the state table, and then told in the order of the desk's clock. The same plan gives the same
 * bytes on every machine: the only arithmetic is that of whole numbers.
 */
#ifndef SD_BENCH_DESK_H
#define SD_BENCH_DESK_H

#include <stdint.h>

#include "logfile.h"

struct desk_plan {
	uint64_t seed;
	int64_t from;           /* first day, counted from 1970-01-01 */
	int64_t until;          /* nothing is written after this instant (logfile.h's seconds) */
	uint64_t events;        /* stop after so many rows */
	uint64_t cases_per_1000_days;
	unsigned int customers; /* how many different ones, c00001 and up */
	int chinese;            /* per cent of the cases told in Chinese */
	int late;               /* per mille of the rows that are written down later than they were */
	int stuck;              /* per mille of the cases that nobody ever resolves */
	int chores;             /* with duties and measures (chores.h) */
	/* May be NULL: called with each row of a customer's case once it is written; language: of stories.h. */
	void (*told)(void *ctx, const struct logrow *row, int language);
	void *told_ctx;
};

#define DESK_PLAN { 1, 0, INT64_MAX, UINT64_MAX, 46000, 40000, 15, 12, 13, 0, NULL, NULL }

void desk_run(const struct desk_plan *plan, struct logfile *log);

/* The type of the customer with this number: member or ordinary. */
const char *customer_type(int customer);

/* Random numbers (SplitMix64): uniform below n > 0. */
struct dice {
	uint64_t state;
};
uint32_t dice_below(struct dice *d, uint32_t n);
int dice_percent(struct dice *d, uint32_t percent);

#endif
