/*
 * calendar_fixture: one zone and one calendar, built and asked in few words. in_zone() or office()
 * begins, calendar_ready(c) follows the last rule, close_all() ends.
 */
#ifndef SD_TESTS_CALENDAR_FIXTURE_H
#define SD_TESTS_CALENDAR_FIXTURE_H

#include <criterion/criterion.h>
#include <string.h>

#include "io/zonefile.h"
#include "values/calendar.h"

#define HOUR 3600
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static struct zone *zone;
static struct calendar *c;

static inline instant at(const char *s)
{
	instant t;

	cr_assert(instant_parse(s, strlen(s), &t, NULL) == 0, "'%s'", s);
	return t;
}

static inline int64_t day(const char *s)
{
	int64_t d;

	cr_assert(date_parse(s, strlen(s), &d) == 0, "'%s'", s);
	return d;
}

static inline void in_zone(const char *name)
{
	struct err err = ERR_INIT;

	zone = zonefile_load(name, &err);
	if (!zone)
		cr_skip("%s", err.msg);
	c = calendar_new("test", zone);
}

/* Hours from..to of weekdays first..last (0 = Monday). */
static inline void open_on(int first, int last, double from, double to)
{
	struct window w = { (int32_t)(from * HOUR), (int32_t)(to * HOUR) };

	for (; first <= last; first++)
		calendar_set_hours(c, first, &w, 1);
}

static inline void special(const char *date, double from, double to)
{
	struct window w = { (int32_t)(from * HOUR), (int32_t)(to * HOUR) };

	calendar_set_special(c, day(date), &w, 1);
}

/* A Shanghai office, Monday to Friday 09:00-12:00 and 13:30-18:00; 2026-03-02 is a Monday. */
static inline void office(void)
{
	static const struct window w[] = { { 13 * HOUR + 1800, 18 * HOUR }, { 9 * HOUR, 12 * HOUR } };
	int i;

	in_zone("Asia/Shanghai");
	for (i = 0; i < 5; i++)
		calendar_set_hours(c, i, w, 2);
}

static inline void close_all(void)
{
	calendar_free(c);
	zone_free(zone);
}

static inline void check_between(const char *from, const char *to, double hours)
{
	int64_t s = -1;

	cr_expect(calendar_between(c, at(from), at(to), &s, NULL) == CALENDAR_OK);
	cr_expect(s == (int64_t)(hours * HOUR), "%s to %s: expected %g h, found %ld s", from, to,
		  hours, (long)s);
}

static inline void check_instant(const char *what, enum calendar_answer answer, instant found,
			  const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	cr_assert(answer == CALENDAR_OK, "%s: answer %d", what, answer);
	instant_format(&sb, found, zone);
	cr_expect_str_eq(sb.buf, expected, "%s: expected %s, found %s", what, expected, sb.buf);
	strbuf_release(&sb);
}

static inline void check_add(const char *from, double hours, const char *expected)
{
	instant t = INSTANT_NONE;
	enum calendar_answer answer = calendar_add(c, at(from), (int64_t)(hours * HOUR), &t, NULL);

	check_instant(from, answer, t, expected);
}

static inline void check_subtract(const char *from, double hours, const char *expected)
{
	instant t = INSTANT_NONE;
	enum calendar_answer answer = calendar_subtract(c, at(from), (int64_t)(hours * HOUR), &t,
							NULL);

	check_instant(from, answer, t, expected);
}

static inline void check_at(const char *when, int is_open, const char *until)
{
	instant t = INSTANT_NONE;
	int found = -1;
	enum calendar_answer answer = calendar_at(c, at(when), &found, &t, NULL);

	check_instant(when, answer, t, until);
	cr_expect(found == is_open, "%s: open %d", when, found);
}

#endif
