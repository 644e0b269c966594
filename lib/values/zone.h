/*
 * zone: a time zone from the tz database, by name, never the machine's own.
 *
 *	struct zone *z = zone_new(bytes, n, "Asia/Shanghai", &err);  // bytes of a TZif file
 *	zone_offset(z, t)
 *	zone_free(z);
 *
 * Reads TZif version 1 to 4 (RFC 8536) with the POSIX footer for later years. The bytes are
 * borrowed only during the call. All functions after zone_new() are pure and thread-safe.
 */
#ifndef SD_VALUES_ZONE_H
#define SD_VALUES_ZONE_H

#include <stddef.h>

#include "base/err.h"
#include "values/instant.h"

struct zone;

struct zone *zone_new(const void *tzif, size_t n, const char *name, struct err *err);
struct zone *zone_utc(void);                        /* no file needed; free like any other */
void zone_free(struct zone *z);                     /* NULL is fine */
const char *zone_name(const struct zone *z);        /* borrowed until zone_free() */

/* Seconds east of UTC in force at t. */
int zone_offset(const struct zone *z, instant t);

/* The same, and since when and until when it holds (INT64_MIN, INT64_MAX: for ever). */
int zone_span(const struct zone *z, instant t, instant *from, instant *until);

/*
 * The instant at which the zone's clocks show the given local seconds (as civil_to_days()*86400 +
 * seconds of the day). Shown twice: the earlier. Skipped: the instant of the jump, and *skipped
 * (where not NULL) is set to 1.
 */
instant zone_from_local(const struct zone *z, int64_t local_s, int *skipped);

/* Local seconds, date and midnight of an instant. */
int64_t zone_local(const struct zone *z, instant t);        /* t + offset */
int64_t zone_day(const struct zone *z, instant t);          /* days since 1970 of the local date */
instant zone_midnight(const struct zone *z, int64_t day);   /* first instant of a local date */

#endif
