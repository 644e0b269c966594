/*
 * instant: a point in time, in whole seconds since 1970-01-01T00:00:00Z (no leap seconds).
 *
 * The log's form is RFC 3339 with offset and seconds: 2026-11-21T09:05:00+08:00. Years 1900 to
 * 9999. People may type less; instant_parse_human() fills in from `now` and the desk's zone.
 */
#ifndef SD_VALUES_INSTANT_H
#define SD_VALUES_INSTANT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/strbuf.h"

typedef int64_t instant;
#define INSTANT_NONE INT64_MIN
#define INSTANT_MAX  253402300799LL /* 9999-12-31T23:59:59Z */

struct zone;

/* A civil (wall clock) time; month and day count from 1. */
struct civil {
	int year, month, day, hour, minute, second;
};

/* Days since 1970-01-01 of a proleptic Gregorian date, and back (Hinnant, chrono dates). */
int64_t civil_to_days(int year, int month, int day);
void civil_from_days(int64_t days, struct civil *c); /* fills year, month, day; clock 0 */
int civil_is_date(int year, int month, int day);     /* does the date exist */
int civil_weekday(int64_t days);                     /* 0 = Monday .. 6 = Sunday */

/* Strict "YYYY-MM-DD" of exactly n = 10 bytes; days since 1970. 0 or -1. */
int date_parse(const char *s, size_t n, int64_t *days);
void date_format(struct strbuf *out, int64_t days);

/*
 * Strict RFC 3339 with seconds and offset ("Z" or +HH:MM), no fraction, exactly n bytes. The
 * offset in seconds goes to *offset where that is not NULL. 0, or -1 where it is not one.
 */
int instant_parse(const char *s, size_t n, instant *t, int *offset);

/* Always 25 characters; the offset is the zone's at that instant (NULL zone: UTC as +00:00). */
void instant_format(struct strbuf *out, instant t, const struct zone *zone);

/*
 * What a person types: the strict form (also with a blank for the T, without seconds, without
 * offset), "2026-11-21" (its midnight), "09:05" or "09:05:30" (today), "now", "today",
 * "yesterday". Local times are the zone's; one that the zone skips is refused, of one that it has
 * twice the first is meant. -1 and err (STATUS_USAGE) with the value quoted otherwise.
 */
int instant_parse_human(const char *s, const struct zone *zone, instant now, instant *t,
			struct err *err);

#endif
