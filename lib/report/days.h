/*
 * days: the days of a report put together so that there are not more than one can look at: days up to nine weeks, then
 * weeks, months, years. For tables and charts; the machine formats have every day.
 *
 *	struct day_span *span;
 *	size_t n = days_spans(f, &span);               // free(span)
 *	days_target(t, span, n, rate);                 // of a clock's target, rate[n]
 */
#ifndef SD_REPORT_DAYS_H
#define SD_REPORT_DAYS_H

#include "report/figures.h"

#define DAYS_MOST 63

struct day_span {
	int64_t first, last;           /* days since 1970, both in the period */
	uint64_t n[DAILY_COUNT];
	uint64_t open;                 /* at the end of the last, or at as-of */
};

/* From the first day of the period (one without a beginning: on which anything happened) to its last; at most DAYS_MOST. */
size_t days_spans(const struct figures *f, struct day_span **span);
void days_target(const struct figure_target *t, const struct day_span *span, size_t n,
		 struct daily_rate *rate);
/* "2026-11-20"; of several days the month, or "2026-11-16 - 2026-11-22" where they are not a whole one. */
void days_name(struct strbuf *out, const struct day_span *span);

#endif
