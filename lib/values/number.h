/*
 * number: whole-string parsing of numbers, and exact decimal amounts.
 *
 * Each parser takes exactly n bytes, accepts no blanks, no sign unless stated, no empty string,
 * and returns 0, or -1 where the text is not such a number or is out of range (nothing stored).
 */
#ifndef SD_VALUES_NUMBER_H
#define SD_VALUES_NUMBER_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Decimal digits only, at most `max`. */
int number_parse(const char *s, size_t n, uint64_t max, uint64_t *value);

/* An amount such as "-12.50": value = -1250, scale = 2; at most 15 digits, scale at most 6. */
struct amount {
	int64_t value;
	int scale;
};
int amount_parse(const char *s, size_t n, struct amount *a);

/* a += b exactly; the larger scale is kept. -1 on overflow. */
int amount_sum(struct amount *a, struct amount b);
/*
 * sum / n, n > 0: with as many digits more as it needs to be exact, at most `digits`, rounded half to even where these are
 * not enough. Fewer where so large a number has no room for them.
 */
struct amount amount_mean(struct amount sum, uint64_t n, int digits);
void amount_format(struct strbuf *out, struct amount a);

/* Six significant digits, as "%.6g", never with a locale's decimal sign. */
void number_format(struct strbuf *out, double x);

#endif
