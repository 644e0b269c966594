#include "domain/caseid.h"

#include <string.h>

#include "base/utf8.h"
#include "values/instant.h"

#define DATE_DIGITS 8

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly n digits, leading zeros allowed; -1 where they are no digits or the value is above max. */
static int read_digits(const char *s, size_t n, uint32_t max, uint32_t *value)
{
	uint64_t v = 0;
	size_t i;

	if (!n)
		return -1;
	for (i = 0; i < n; i++) {
		if (!is_digit(s[i]))
			return -1;
		v = v * 10 + (uint64_t)(s[i] - '0');
		if (v > max)
			return -1;
	}
	*value = (uint32_t)v;
	return 0;
}

static int date_exists(uint32_t date)
{
	return civil_is_date((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100));
}

static int is_prefix(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == ',' || s[i] == '"' || s[i] == 0x7F)
			return 0;
	return utf8_valid(s, n) == n;
}

caseid caseid_parse(const char *s, size_t n)
{
	size_t digits = 0, rest;
	uint32_t date, number;

	/* From the right, because a prefix may hold digits and hyphens of its own. */
	while (digits < n && is_digit(s[n - 1 - digits]))
		digits++;
	rest = n - digits;
	if (rest < DATE_DIGITS + 1 || s[rest - 1] != '-' ||
	    read_digits(s + rest, digits, CASEID_NUMBER_MAX, &number) < 0 || !number)
		return 0;
	rest -= DATE_DIGITS + 1;
	if (read_digits(s + rest, DATE_DIGITS, 99991231, &date) < 0 || !date_exists(date))
		return 0;
	if (rest && (rest == 1 || s[rest - 1] != '-' || !is_prefix(s, rest - 1)))
		return 0;
	return caseid_make(date, number);
}

void caseid_format(struct strbuf *out, caseid id, const char *prefix)
{
	if (prefix)
		strbuf_addf(out, "%s-", prefix);
	strbuf_addf(out, "%08u-%04u", (unsigned)caseid_date(id), (unsigned)caseid_number(id));
}

uint32_t caseid_date_of_day(int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return (uint32_t)(c.year * 10000 + c.month * 100 + c.day);
}

int64_t caseid_day(caseid id)
{
	uint32_t date = caseid_date(id);

	return civil_to_days((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100));
}

/* MMDD as people say it; a year with 29 February makes every day possible. */
static int is_month_day(uint32_t date)
{
	return civil_is_date(2000, (int)(date / 100), (int)(date % 100));
}

int caseid_parse_short(const char *s, uint32_t *date, uint32_t *number)
{
	size_t n = strlen(s);
	const char *hyphen = strchr(s, '-');
	caseid id = caseid_parse(s, n);
	uint32_t d = 0, k;

	if (id) {
		*date = caseid_date(id);
		*number = caseid_number(id);
		return 0;
	}
	if (hyphen && (hyphen - s != 4 || read_digits(s, 4, 1231, &d) < 0 || !is_month_day(d)))
		return -1;
	if (hyphen)
		s = hyphen + 1;
	if (read_digits(s, strlen(s), CASEID_NUMBER_MAX, &k) < 0 || !k)
		return -1;
	*date = d;
	*number = k;
	return 0;
}
