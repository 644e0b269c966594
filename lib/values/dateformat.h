/*
 * dateformat: times in the forms of other programs, stated once and never guessed.
 *
 *	struct dateformat f;
 *	if (dateformat_compile(&f, "D/M/YYYY HH:mm", &err) < 0) ...
 *	if (dateformat_parse(&f, s, n, zone, &t) == DATE_OK) ...
 *
 * Tokens: YYYY YY (2000-2099) · MM M · DD D · HH H (0-23) · hh h (1-12, with AM) · mm m · ss s ·
 * AM (AM or PM, either case) · Z (Z, +HH:MM or +HHMM; GMT or UTC, alone or before +H, +HH, +H:MM). Two letters want two digits, one letter one or two.
 * Everything else stands for itself. A date without a clock is its midnight. The whole text must match.
 */
#ifndef SD_VALUES_DATEFORMAT_H
#define SD_VALUES_DATEFORMAT_H

#include <stddef.h>

#include "base/err.h"
#include "values/instant.h"
#include "values/zone.h"

#define DATEFORMAT_TOKENS 32

struct dateformat {
	struct { char what; char literal; } token[DATEFORMAT_TOKENS];
	size_t n;
};

enum date_result {
	DATE_OK,
	DATE_OTHER,       /* the text does not have this form */
	DATE_NONE,        /* it has, but there is no such date or time */
	DATE_SKIPPED,     /* the zone skips this local time */
};

/* -1 with err (STATUS_INPUT): no year, month or day, a doubled token, hh without AM, too long. */
int dateformat_compile(struct dateformat *f, const char *format, struct err *err);

enum date_result dateformat_parse(const struct dateformat *f, const char *s, size_t n,
				  const struct zone *zone, instant *t);

#endif
