/*
 * posixtz: the rule at the end of a TZif file, for the years after its last transition.
 *
 * "EST5EDT,M3.2.0,M11.1.0" or "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0": POSIX.1 TZ with the
 * extensions of RFC 8536 (names in <>, rule times of -167 to 167 hours).
 */
#ifndef SD_VALUES_POSIXTZ_H
#define SD_VALUES_POSIXTZ_H

#include <stddef.h>

#include "values/instant.h"

/* When the clocks change: a day of the year and local seconds of that day. */
struct posixtz_date {
	enum { POSIXTZ_JULIAN, POSIXTZ_DAY, POSIXTZ_MONTH } form; /* Jn, n, Mm.w.d */
	int day, week, month;  /* day: 1-365, 0-365 or weekday with 0 = Sunday */
	int time;
};

struct posixtz {
	int std, dst;          /* seconds east of UTC */
	int has_dst;
	struct posixtz_date start, end;
};

/* Exactly n bytes. 0, or -1 where it is no such rule. */
int posixtz_parse(const char *s, size_t n, struct posixtz *tz);

/* The instants at which the rule switches to and from summer time in a civil year. */
void posixtz_year(const struct posixtz *tz, int year, instant *start, instant *end);

#endif
