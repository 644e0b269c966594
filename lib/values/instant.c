#include "values/instant.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "values/zone.h"

#define DAY 86400
#define YEAR_MIN 1900

int64_t civil_to_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void civil_from_days(int64_t days, struct civil *c)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;

	c->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	c->month = (int)(m + (m < 10 ? 3 : -9));
	c->year = (int)(y + era * 400 + (c->month <= 2));
	c->hour = c->minute = c->second = 0;
}

int civil_is_date(int year, int month, int day)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap);
}

int civil_weekday(int64_t days)
{
	int64_t w = (days + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

/* Two digits, or a number too great for any part of a date where they are not digits. */
static unsigned two(const char *s)
{
	unsigned a = (unsigned char)s[0] - (unsigned)'0', b = (unsigned char)s[1] - (unsigned)'0';

	return a > 9 || b > 9 ? 100 : a * 10 + b;
}

/* "YYYY-MM-DD" at s, which has at least 10 bytes. */
static int read_date(const char *s, int64_t *days)
{
	unsigned century = two(s), year = two(s + 2), month = two(s + 5), day = two(s + 8);
	int y = (int)(century * 100 + year);

	if (century > 99 || year > 99 || s[4] != '-' || s[7] != '-' || y < YEAR_MIN ||
	    !civil_is_date(y, (int)month, (int)day))
		return -1;
	*days = civil_to_days(y, (int)month, (int)day);
	return 0;
}

/* "HH:MM" at s, which has at least 5 bytes. */
static int read_clock(const char *s, int *seconds)
{
	unsigned hour = two(s), minute = two(s + 3);

	if (hour > 23 || minute > 59 || s[2] != ':')
		return -1;
	*seconds = (int)(hour * 3600 + minute * 60);
	return 0;
}

/* ":SS" at s, which has at least 3 bytes. */
static int read_seconds(const char *s, int *seconds)
{
	unsigned second = two(s + 1);

	if (second > 59 || s[0] != ':')
		return -1;
	*seconds += (int)second;
	return 0;
}

/* "Z" or "+HH:MM", exactly n bytes. */
static int read_offset(const char *s, size_t n, int *offset)
{
	if (n == 1 && s[0] == 'Z') {
		*offset = 0;
		return 0;
	}
	if (n != 6 || (s[0] != '+' && s[0] != '-') || read_clock(s + 1, offset) < 0)
		return -1;
	if (s[0] == '-')
		*offset = -*offset;
	return 0;
}

int date_parse(const char *s, size_t n, int64_t *days)
{
	return n == 10 ? read_date(s, days) : -1;
}

int instant_parse(const char *s, size_t n, instant *t, int *offset)
{
	int64_t days;
	int clock, east;

	if (n < 20 || s[10] != 'T' || read_date(s, &days) < 0 || read_clock(s + 11, &clock) < 0 ||
	    read_seconds(s + 16, &clock) < 0 || read_offset(s + 19, n - 19, &east) < 0 ||
	    days * DAY + clock - east > INSTANT_MAX)
		return -1;
	*t = days * DAY + clock - east;
	if (offset)
		*offset = east;
	return 0;
}

static char *put2(char *p, int x)
{
	p[0] = (char)('0' + x / 10);
	p[1] = (char)('0' + x % 10);
	return p + 2;
}

/* Ten bytes; the year is 0 to 9999. */
static char *put_date(char *p, int64_t days)
{
	struct civil c;

	civil_from_days(days, &c);
	p = put2(put2(p, c.year / 100), c.year % 100);
	*p++ = '-';
	p = put2(p, c.month);
	*p++ = '-';
	return put2(p, c.day);
}

static char *put_clock(char *p, int seconds)
{
	p = put2(p, seconds / 3600);
	*p++ = ':';
	return put2(p, seconds / 60 % 60);
}

void date_format(struct strbuf *out, int64_t days)
{
	char text[10];

	if (days < civil_to_days(0, 1, 1) || days > INSTANT_MAX / DAY)
		BUG("date beyond the years 0 to 9999");
	put_date(text, days);
	strbuf_add(out, text, sizeof(text));
}

/*
 * RFC 3339 has no seconds in an offset, mean local times of the 19th century do: those are cut.
 * Where the local year would be 10000, UTC is written. Either way the text means t exactly.
 */
static int offset_to_write(instant t, const struct zone *zone)
{
	int offset = zone ? zone_offset(zone, t) / 60 * 60 : 0;

	return t + offset > INSTANT_MAX ? 0 : offset;
}

void instant_format(struct strbuf *out, instant t, const struct zone *zone)
{
	int offset, clock;
	int64_t local, days;
	char text[25], *p;

	if (t < civil_to_days(0, 1, 3) * DAY || t > INSTANT_MAX)
		BUG("instant beyond the years 0 to 9999");
	offset = offset_to_write(t, zone);
	local = t + offset;
	days = local >= 0 ? local / DAY : -((-local + DAY - 1) / DAY);
	clock = (int)(local - days * DAY);
	p = put_date(text, days);
	*p++ = 'T';
	p = put_clock(p, clock);
	*p++ = ':';
	p = put2(p, clock % 60);
	*p++ = offset < 0 ? '-' : '+';
	put_clock(p, offset < 0 ? -offset : offset);
	strbuf_add(out, text, sizeof(text));
}

/* What a person typed, taken apart: local seconds, and the offset where one was given. */
struct typed {
	int64_t local;
	int has_offset, offset;
	int is_midnight; /* a day without a time of day: its first instant */
};

/* "HH:MM", "HH:MM:SS", either followed by an offset where that is allowed. */
static int typed_clock(const char *s, size_t n, struct typed *x, int may_have_offset)
{
	int clock;
	size_t k = 5;

	if (n < k || read_clock(s, &clock) < 0)
		return -1;
	if (n >= 8 && s[5] == ':') {
		if (read_seconds(s + 5, &clock) < 0)
			return -1;
		k = 8;
	}
	x->local += clock;
	if (k == n)
		return 0;
	x->has_offset = 1;
	return may_have_offset ? read_offset(s + k, n - k, &x->offset) : -1;
}

static int typed_parse(const char *s, const struct zone *zone, instant now, struct typed *x)
{
	size_t n = strlen(s);
	int64_t today = zone_day(zone, now), days;

	*x = (struct typed){ .is_midnight = 1 };
	if (!strcmp(s, "today") || !strcmp(s, "yesterday")) {
		x->local = (today - (s[0] == 'y')) * DAY;
		return 0;
	}
	if (n >= 10 && read_date(s, &days) == 0) {
		x->local = days * DAY;
		if (n == 10)
			return 0;
		x->is_midnight = 0;
		if (s[10] != 'T' && s[10] != ' ')
			return -1;
		return typed_clock(s + 11, n - 11, x, 1);
	}
	x->is_midnight = 0;
	x->local = today * DAY;
	return typed_clock(s, n, x, 0);
}

int instant_parse_human(const char *s, const struct zone *zone, instant now, instant *t,
			struct err *err)
{
	struct strbuf safe = STRBUF_INIT;
	struct typed x;
	int skipped = 0, result = 0;
	instant at;

	if (!strcmp(s, "now")) {
		*t = now;
		return 0;
	}
	utf8_add_safe(&safe, s, strlen(s));
	if (typed_parse(s, zone, now, &x) < 0) {
		result = err_set(err, STATUS_USAGE,
				 _("'%s' is not a time (write 09:05, '2026-11-21 09:05' or "
				   "2026-11-21T09:05:00+08:00)"), safe.buf);
		goto out;
	}
	at = x.has_offset ? x.local - x.offset : zone_from_local(zone, x.local, &skipped);
	if (skipped && !x.is_midnight)
		result = err_set(err, STATUS_USAGE,
				 _("the clocks of %s skip the time '%s' (daylight saving begins)"),
				 zone_name(zone), safe.buf);
	else if (at > INSTANT_MAX)
		result = err_set(err, STATUS_USAGE, _("'%s' is beyond the year 9999"), safe.buf);
	else
		*t = at;
out:
	strbuf_release(&safe);
	return result;
}
