/*
 * duration: limits and lengths of time as the policy writes them.
 *
 *	5m 30m 24h 2d 90s       clock time, d = 24 h (also combined: 1h30m)
 *	7 working days          the legal rule (metrics.md, "Law is data")
 *	15 calendar days
 *	due                     the instant promised in the event's `due`
 */
#ifndef SD_VALUES_DURATION_H
#define SD_VALUES_DURATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum limit_kind { LIMIT_NONE, LIMIT_SECONDS, LIMIT_WORKING_DAYS, LIMIT_CALENDAR_DAYS, LIMIT_DUE };

struct limit {
	enum limit_kind kind;
	int64_t n;            /* seconds, or days; 0 for LIMIT_DUE */
	int has_days;         /* written with the unit d */
};

/* "1h30m" and the like, exactly n bytes, 0 .. 100 years. *has_days may be NULL. 0 or -1. */
int duration_parse(const char *s, size_t n, int64_t *seconds, int *has_days);
int limit_parse(const char *s, size_t n, struct limit *limit);

/* Short and exact: "1d 2h 3m 4s" without zero parts; "0s". Negative gets a leading '-'. */
void duration_format(struct strbuf *out, int64_t seconds);
/* The same for people: units in the language of the messages. */
void duration_format_words(struct strbuf *out, int64_t seconds);
/* Short and rounded to two units, for people, in their language: "26h 5m", "3d 4h", "45s". */
void duration_format_short(struct strbuf *out, int64_t seconds);
void limit_format(struct strbuf *out, const struct limit *limit); /* as the policy writes it */

#endif
