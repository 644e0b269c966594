/*
 * daily: what happened on each local day of the period: cases in and out, and the clocks that targets are
 * about. Part of a tally; exact and order-independent.
 *
 *	struct daily d = DAILY_INIT;
 *	d.zone = zone; d.ntargets = n;
 *	daily_case(&d, &history, is_received, from, to);   // the case's part in the flow, from <= at < to
 *	daily_target(&d, i, at, is_met);                   // a clock of target i was decided
 *	daily_merge(&d, &other);
 *	daily_sort(&d);                                    // by day
 *	daily_release(&d);
 *
 * Days on which nothing happened are not there. The changes are those of the backlog's identity (metrics.md),
 * so that the backlog at midnight is the one before the period plus all changes up to then.
 */
#ifndef SD_REPORT_DAILY_H
#define SD_REPORT_DAILY_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "values/zone.h"

enum daily_count {
	DAILY_RECEIVED,                  /* opened, and not cancelled as of the report */
	DAILY_OPENED, DAILY_REOPENED, DAILY_RESOLVED, DAILY_CANCELLED,
	DAILY_COUNT
};
/* "received" ...: untranslated, stable. */
const char *daily_count_name(enum daily_count c);

struct daily_day {
	int64_t day;                     /* since 1970 */
	uint64_t n[DAILY_COUNT];
};
struct daily_rate {
	uint64_t n, of;                  /* met of decided */
};

struct daily {
	const struct zone *zone;
	size_t ntargets;
	struct daily_day *one;
	struct daily_rate *target;       /* by day, ntargets each */
	size_t n, alloc, alloc_targets;
	uint32_t *slot;                  /* day -> index + 1 */
	size_t slots;
	instant from, to;                /* of the day looked at last, */
	size_t last;                     /* ... and where it is */
};
#define DAILY_INIT { .zone = NULL }
void daily_release(struct daily *d);

void daily_case(struct daily *d, const struct history *h, int is_received, instant from, instant to);
void daily_target(struct daily *d, size_t target, instant at, int is_met);
void daily_merge(struct daily *d, const struct daily *from);
void daily_sort(struct daily *d);

#endif
