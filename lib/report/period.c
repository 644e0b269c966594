#include "report/period.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"

static const int64_t first_day = -25567;   /* 1900-01-01 */

/* Monday of the ISO week: that with 4 January in it is the first of its year. */
static int parse_week(const char *arg, int64_t *day)
{
	char date[11];
	int64_t last;
	int week;

	if (strlen(arg) != 8 || arg[4] != '-' || arg[5] != 'W' || !isdigit((unsigned char)arg[6]) ||
	    !isdigit((unsigned char)arg[7]))
		return -1;
	memcpy(date, arg, 4);
	memcpy(date + 4, "-01-04", 7);
	if (date_parse(date, 10, day) < 0)
		return -1;
	memcpy(date + 4, "-12-28", 7);
	if (date_parse(date, 10, &last) < 0)
		return -1;
	week = (arg[6] - '0') * 10 + (arg[7] - '0');
	*day += 7 * (int64_t)(week - 1) - civil_weekday(*day);
	return week && *day <= last ? 0 : -1;
}

static int parse_quarter(const char *arg, int64_t *day)
{
	static const char first[4][7] = { "-01-01", "-04-01", "-07-01", "-10-01" };
	char date[11];

	if (strlen(arg) != 7 || arg[4] != '-' || arg[5] != 'Q' || arg[6] < '1' || arg[6] > '4')
		return -1;
	memcpy(date, arg, 4);
	memcpy(date + 4, first[arg[6] - '1'], 7);
	return date_parse(date, 10, day);
}

static int parse_month(const char *arg, int64_t *day)
{
	char date[11];

	if (strlen(arg) != 7)
		return -1;
	memcpy(date, arg, 7);
	memcpy(date + 7, "-01", 4);
	return date_parse(date, 10, day);
}

/* A name that only a period of that length has. */
static int parse_unit(enum period_unit unit, const char *arg, int64_t *day)
{
	switch (unit) {
	case PERIOD_WEEK:
		return parse_week(arg, day);
	case PERIOD_MONTH:
		return parse_month(arg, day);
	case PERIOD_QUARTER:
		return parse_quarter(arg, day) < 0 ? parse_month(arg, day) : 0;
	default:
		return -1;
	}
}

/* `today` and `yesterday` count from the local date of now. */
static int parse_day(enum period_unit unit, const char *arg, int64_t today, int64_t *day)
{
	if (!strcmp(arg, "today"))
		*day = today;
	else if (!strcmp(arg, "yesterday"))
		*day = today - 1;
	else if (date_parse(arg, strlen(arg), day) < 0)
		return parse_unit(unit, arg, day);
	return 0;
}

int period_is_arg(enum period_unit unit, const char *arg)
{
	int64_t day;

	if (!arg)
		return 0;
	/* What is written like a date is one, though a wrong one: not a desk of that name. */
	return parse_day(unit, arg, 0, &day) == 0 ||
	       (strlen(arg) >= 7 && strspn(arg, "0123456789") == 4 && arg[4] == '-' &&
		strspn(arg + 5, "0123456789-WQ") == strlen(arg + 5));
}

static void month_around(int64_t day, int64_t *from, int64_t *to)
{
	struct civil c;

	civil_from_days(day, &c);
	*from = civil_to_days(c.year, c.month, 1);
	*to = c.month == 12 ? civil_to_days(c.year + 1, 1, 1) : civil_to_days(c.year, c.month + 1, 1);
}

static void quarter_around(int64_t day, int64_t *from, int64_t *to)
{
	struct civil c;

	civil_from_days(day, &c);
	c.month -= (c.month - 1) % 3;
	*from = civil_to_days(c.year, c.month, 1);
	*to = c.month == 10 ? civil_to_days(c.year + 1, 1, 1) : civil_to_days(c.year, c.month + 3, 1);
}

static void unit_around(struct period *p, enum period_unit unit, int64_t day)
{
	*p = (struct period){ day, day + 1, INSTANT_NONE, INSTANT_NONE };
	if (unit == PERIOD_WEEK) {
		p->from_day = day - civil_weekday(day);
		p->to_day = p->from_day + 7;
	} else if (unit == PERIOD_MONTH) {
		month_around(day, &p->from_day, &p->to_day);
	} else if (unit == PERIOD_QUARTER) {
		quarter_around(day, &p->from_day, &p->to_day);
	}
}

static int wrong_arg(enum period_unit unit, const char *arg, struct err *err)
{
	switch (unit) {
	case PERIOD_WEEK:
		return err_set(err, STATUS_USAGE,
			       _("'%s' is no week: write YYYY-MM-DD or 2026-W47, today or yesterday"), arg);
	case PERIOD_MONTH:
		return err_set(err, STATUS_USAGE,
			       _("'%s' is no month: write YYYY-MM-DD or YYYY-MM, today or yesterday"), arg);
	case PERIOD_QUARTER:
		return err_set(err, STATUS_USAGE,
			       _("'%s' is no quarter: write YYYY-MM-DD or 2026-Q4, today or yesterday"), arg);
	default:
		return err_set(err, STATUS_USAGE,
			       _("'%s' is no date: write YYYY-MM-DD, today or yesterday"), arg);
	}
}

int period_of(struct period *p, enum period_unit unit, const char *arg, const struct zone *zone,
	      instant now, struct err *err)
{
	int64_t today = zone_day(zone, now), day = today;

	if (arg && parse_day(unit, arg, today, &day) < 0)
		return wrong_arg(unit, arg, err);
	unit_around(p, unit, day);
	if (!arg && unit != PERIOD_DAY && zone_midnight(zone, p->from_day) == now)
		unit_around(p, unit, day - 1);
	return 0;
}

static int parse_bound(const char *s, const struct zone *zone, instant now, int64_t *day,
		       instant *t, struct err *err)
{
	*t = INSTANT_NONE;
	if (parse_day(PERIOD_DAY, s, zone_day(zone, now), day) == 0)
		return 0;
	return instant_parse_human(s, zone, now, t, err);
}

int period_range(struct period *p, const char *from, const char *to, const struct zone *zone,
		 instant now, struct err *err)
{
	*p = (struct period){ first_day, 0, INSTANT_NONE, now + 1 };
	if (from && parse_bound(from, zone, now, &p->from_day, &p->from, err) < 0)
		return -1;
	if (to && parse_bound(to, zone, now, &p->to_day, &p->to, err) < 0)
		return -1;
	return 0;
}

int period_bounds(const struct period *p, const struct zone *zone, instant as_of,
		  struct period_bounds *w, struct err *err)
{
	w->from = p->from != INSTANT_NONE ? p->from : zone_midnight(zone, p->from_day);
	w->to = p->to != INSTANT_NONE ? p->to : zone_midnight(zone, p->to_day);
	w->shown_to = w->to;
	w->since_ever = p->from == INSTANT_NONE && p->from_day == first_day;
	w->so_far = w->to > as_of;
	if (w->so_far) {
		w->shown_to = as_of;
		w->to = as_of + 1;
	}
	if (w->from > as_of)
		return err_set(err, STATUS_USAGE, _("the period begins after the as-of time"));
	if (w->from >= w->to)
		return err_set(err, STATUS_USAGE, _("the period ends before it begins"));
	return 0;
}

/* Where the days [from, to) were before. */
static int64_t days_before(int64_t from, int64_t to)
{
	int64_t first, end;

	month_around(from, &first, &end);
	if (first == from && end == to) {
		month_around(from - 1, &first, &end);
		return from - first;
	}
	quarter_around(from, &first, &end);
	if (first == from && end == to) {
		quarter_around(from - 1, &first, &end);
		return from - first;
	}
	return to - from == 1 ? 7 : to - from;
}

int period_previous(const struct period *p, const struct zone *zone, instant as_of, struct period *before)
{
	struct period_bounds now;
	struct err err;
	int64_t shift;

	if (period_bounds(p, zone, as_of, &now, &err) < 0 || now.since_ever)
		return 0;
	*before = *p;
	if (p->from == INSTANT_NONE && p->to == INSTANT_NONE) {
		shift = days_before(p->from_day, p->to_day);
		before->from_day -= shift;
		before->to_day = shift == p->to_day - p->from_day || p->to_day - p->from_day == 1 ?
				 p->to_day - shift : p->from_day;
	} else if (p->from == INSTANT_NONE && now.so_far) {
		/* Days until now: the running one counts, so that the other side has the same hours of as many days. */
		before->from_day -= zone_day(zone, as_of) + 1 - p->from_day;
		before->to_day = p->from_day;
		before->to = INSTANT_NONE;
	} else {
		shift = now.to - now.from;
		before->from_day = before->to_day = 0;
		before->from = now.from - shift;
		before->to = now.to - shift;
	}
	return 1;
}

/* t moved by as much as lies between two instants on the clock on the wall. */
static instant shifted(const struct zone *zone, instant t, instant from, instant to)
{
	return zone_from_local(zone, zone_local(zone, t) + zone_local(zone, to) - zone_local(zone, from), NULL);
}

int period_pair(const struct period *a, const struct period *b, const struct zone *zone, instant as_of,
		struct period_pair *pair, struct err *err)
{
	const struct period *each[2] = { a, b };
	struct period_bounds whole[2];
	int i, late;

	for (i = 0; i < 2; i++) {
		if (period_bounds(each[i], zone, INSTANT_MAX / 2, &whole[i], err) < 0)
			return -1;
		if (whole[i].since_ever)
			return err_set(err, STATUS_USAGE,
				       _("a period without a beginning cannot be compared"));
	}
	late = whole[1].from > whole[0].from;
	if (whole[!late].to > whole[late].from)
		return err_set(err, STATUS_USAGE, _("the periods overlap, so they cannot be compared"));
	pair->as_of[late] = as_of;
	pair->as_of[!late] = whole[late].to > as_of ?
			     shifted(zone, as_of, whole[late].from, whole[!late].from) :
			     shifted(zone, as_of, whole[late].to, whole[!late].to);
	for (i = 0; i < 2; i++)
		if (period_bounds(each[i], zone, pair->as_of[i], &pair->w[i], err) < 0)
			return -1;
	return 0;
}

int period_before(const struct period *p, const struct zone *zone, instant as_of,
		  struct period_bounds *w, instant *as_of_before)
{
	struct period before;
	struct period_pair pair;
	struct err err;

	if (!period_previous(p, zone, as_of, &before) ||
	    period_pair(p, &before, zone, as_of, &pair, &err) < 0)
		return 0;
	*w = pair.w[1];
	*as_of_before = pair.as_of[1];
	return 1;
}
