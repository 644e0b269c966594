#include "values/posixtz.h"

#include <string.h>

#define HOUR 3600
#define DAY  86400

#define MAX_OFFSET_HOURS 24
#define MAX_RULE_HOURS   167

/* What is left to read. */
struct rest {
	const char *s, *end;
};

static int take(struct rest *r, char c)
{
	if (r->s == r->end || *r->s != c)
		return 0;
	r->s++;
	return 1;
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A name of at least three letters, or anything but > within <>. Only its end matters. */
static int skip_name(struct rest *r)
{
	const char *start = r->s;

	if (take(r, '<')) {
		while (r->s < r->end && *r->s != '>')
			r->s++;
		return take(r, '>') ? 0 : -1;
	}
	while (r->s < r->end && is_letter(*r->s))
		r->s++;
	return r->s - start < 3 ? -1 : 0;
}

static int take_number(struct rest *r, int min, int max, int *value)
{
	int x = 0, digits = 0;

	while (r->s < r->end && *r->s >= '0' && *r->s <= '9' && digits < 4) {
		x = x * 10 + (*r->s++ - '0');
		digits++;
	}
	*value = x;
	return !digits || x < min || x > max ? -1 : 0;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static int take_time(struct rest *r, int max_hours, int *seconds)
{
	int negative = take(r, '-'), hours, minutes = 0, secs = 0;

	if (!negative)
		take(r, '+');
	if (take_number(r, 0, max_hours, &hours) < 0)
		return -1;
	if (take(r, ':')) {
		if (take_number(r, 0, 59, &minutes) < 0)
			return -1;
		if (take(r, ':') && take_number(r, 0, 59, &secs) < 0)
			return -1;
	}
	*seconds = (hours * HOUR + minutes * 60 + secs) * (negative ? -1 : 1);
	return 0;
}

static int take_month_date(struct rest *r, struct posixtz_date *d)
{
	d->form = POSIXTZ_MONTH;
	if (take_number(r, 1, 12, &d->month) < 0 || !take(r, '.') ||
	    take_number(r, 1, 5, &d->week) < 0 || !take(r, '.'))
		return -1;
	return take_number(r, 0, 6, &d->day);
}

static int take_date(struct rest *r, struct posixtz_date *d)
{
	int bad;

	if (!take(r, ','))
		return -1;
	if (take(r, 'M')) {
		bad = take_month_date(r, d);
	} else if (take(r, 'J')) {
		d->form = POSIXTZ_JULIAN;
		bad = take_number(r, 1, 365, &d->day);
	} else {
		d->form = POSIXTZ_DAY;
		bad = take_number(r, 0, 365, &d->day);
	}
	d->time = 2 * HOUR;
	if (!bad && take(r, '/'))
		bad = take_time(r, MAX_RULE_HOURS, &d->time);
	return bad;
}

int posixtz_parse(const char *s, size_t n, struct posixtz *tz)
{
	struct rest r = { s, s + n };
	int west;

	memset(tz, 0, sizeof(*tz));
	if (skip_name(&r) < 0 || take_time(&r, MAX_OFFSET_HOURS, &west) < 0)
		return -1;
	tz->std = -west;
	if (r.s == r.end)
		return 0;
	tz->has_dst = 1;
	tz->dst = tz->std + HOUR;
	if (skip_name(&r) < 0)
		return -1;
	if (r.s < r.end && *r.s != ',') {
		if (take_time(&r, MAX_OFFSET_HOURS, &west) < 0)
			return -1;
		tz->dst = -west;
	}
	if (take_date(&r, &tz->start) < 0 || take_date(&r, &tz->end) < 0)
		return -1;
	return r.s == r.end ? 0 : -1;
}

static int64_t month_date(const struct posixtz_date *d, int year)
{
	int64_t first = civil_to_days(year, d->month, 1);
	int sunday_based = (civil_weekday(first) + 1) % 7;
	int day = 1 + (d->day - sunday_based + 7) % 7 + (d->week - 1) * 7;

	while (!civil_is_date(year, d->month, day)) /* week 5 is the last one */
		day -= 7;
	return first + day - 1;
}

/* Local seconds at which the change is written down. */
static int64_t date_in(const struct posixtz_date *d, int year)
{
	int64_t day;

	switch (d->form) {
	case POSIXTZ_JULIAN: /* 29 February is never counted */
		day = civil_to_days(year, 1, 1) + d->day - 1;
		if (d->day >= 60 && civil_is_date(year, 2, 29))
			day++;
		break;
	case POSIXTZ_DAY:
		day = civil_to_days(year, 1, 1) + d->day;
		break;
	default:
		day = month_date(d, year);
		break;
	}
	return day * DAY + d->time;
}

void posixtz_year(const struct posixtz *tz, int year, instant *start, instant *end)
{
	*start = date_in(&tz->start, year) - tz->std;
	*end = date_in(&tz->end, year) - tz->dst;
}
