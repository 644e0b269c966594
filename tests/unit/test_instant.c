#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "values/instant.h"
#include "values/zone.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static instant at(const char *s)
{
	instant t = INSTANT_NONE;

	instant_parse(s, strlen(s), &t, NULL);
	return t;
}

Test(civil, agrees_with_counting_every_day_of_four_centuries)
{
	int year = 1890, month = 1, day = 1;
	int64_t n = civil_to_days(1890, 1, 1);

	cr_assert(eq(i64, n, -29219));
	for (; year < 2310; n++) {
		struct civil c;

		civil_from_days(n, &c);
		cr_assert(c.year == year && c.month == month && c.day == day, "day %ld", (long)n);
		cr_assert(eq(i64, civil_to_days(year, month, day), n));
		cr_assert(eq(int, civil_weekday(n), (int)((n + 29221) % 7)));
		if (!civil_is_date(year, month, ++day)) {
			day = 1;
			year += month == 12;
			month = month % 12 + 1;
		}
	}
}

Test(civil, weeks_begin_on_monday)
{
	cr_expect(eq(int, civil_weekday(civil_to_days(2026, 11, 21)), 5));
	cr_expect(eq(int, civil_weekday(0), 3));
	cr_expect(eq(int, civil_weekday(-3), 0));
	cr_expect(eq(int, civil_weekday(-4), 6));
}

Test(date, is_ten_bytes_of_a_day_that_exists)
{
	static const char *const wrong[] = { "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
					     "2026-01-32", "26-01-01", "2026/01/01", "2026-1-01x",
					     "1899-12-31", "2026-01-01 ", "2026-01-0", "",
					     "\x32\x30\x32\x36-\xe9\xe9-01" };
	int64_t days = 0;
	size_t i;

	cr_assert(zero(int, date_parse("2024-02-29", 10, &days)));
	cr_assert(eq(i64, days, civil_to_days(2024, 2, 29)));
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		cr_expect(eq(int, date_parse(wrong[i], strlen(wrong[i]), &days), -1), "'%s'",
			  wrong[i]);
}

Test(instant, is_rfc_3339_with_seconds_and_offset)
{
	int offset = -1;
	instant t;

	cr_expect(eq(i64, at("1970-01-01T00:00:00Z"), 0));
	cr_expect(eq(i64, at("2026-11-21T09:05:00+08:00"), 1795223100));
	cr_expect(eq(i64, at("2026-11-21T01:05:00-00:00"), 1795223100));
	cr_expect(eq(i64, at("2026-11-20T20:35:00-04:30"), 1795223100));
	cr_expect(eq(i64, at("1900-01-01T00:00:00+23:59"), -2208988800 - 86340));
	cr_expect(eq(i64, at("9999-12-31T23:59:59Z"), INSTANT_MAX));
	cr_assert(zero(int, instant_parse("2026-11-21T09:05:00-05:30", 25, &t, &offset)));
	cr_expect(eq(int, offset, -19800));
}

Test(instant, refuses_every_other_form)
{
	static const char *const wrong[] = {
		"", "2026-11-21", "2026-11-21T09:05:00", "2026-11-21T09:05+08:00",
		"2026-11-21 09:05:00+08:00", "2026-11-21t09:05:00z", "2026-11-21T09:05:00z",
		"2026-11-21T09:05:00.5Z", "2026-11-21T24:00:00Z", "2026-11-21T09:60:00Z",
		"2026-11-21T23:59:60Z", "2026-11-31T09:05:00Z", "2026-11-21T09:05:00+0800",
		"2026-11-21T09:05:00+24:00", "2026-11-21T09:05:00+08:60", "2026-11-21T09:05:00 08:00",
		"2026-11-21T09:05:00+08:00 ", "2026-11-21T09:05:00ZZ", "2026-11-21T09-05-00Z",
		"9999-12-31T23:59:59-00:01", "1899-12-31T23:59:59Z", "+2026-1-21T09:05:00Z",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		cr_expect(eq(i64, at(wrong[i]), INSTANT_NONE), "'%s'", wrong[i]);
}

Test(instant, survives_any_single_wrong_byte)
{
	const char good[] = "2026-11-21T09:05:00+08:00";
	size_t i;
	int c;

	for (i = 0; i < 25; i++) {
		for (c = 0; c < 256; c++) {
			char s[25];
			int is_digit = c >= '0' && c <= '9';
			instant t;

			memcpy(s, good, 25);
			s[i] = (char)c;
			if (instant_parse(s, 25, &t, NULL) == 0)
				cr_expect(is_digit || (i == 19 && c == '-') || c == good[i],
					  "byte %zu = %d", i, c);
		}
	}
}

static void check_format(instant t, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	instant_format(&sb, t, NULL);
	cr_expect(eq(str, sb.buf, (char *)expected));
	strbuf_release(&sb);
}

Test(instant, is_written_in_25_characters)
{
	check_format(0, "1970-01-01T00:00:00+00:00");
	check_format(-1, "1969-12-31T23:59:59+00:00");
	check_format(1795223100, "2026-11-21T01:05:00+00:00");
	check_format(INSTANT_MAX, "9999-12-31T23:59:59+00:00");
	check_format(at("1900-01-01T00:00:00Z"), "1900-01-01T00:00:00+00:00");
}

static void check_human(const char *s, const char *expected)
{
	struct zone *utc = zone_utc();
	struct err err = ERR_INIT;
	instant now = at("2026-11-21T15:30:45Z"), t = INSTANT_NONE;
	int result = instant_parse_human(s, utc, now, &t, &err);

	cr_expect(eq(int, result, expected ? 0 : -1), "'%s'", s);
	cr_expect(eq(i64, t, expected ? at(expected) : INSTANT_NONE), "'%s'", s);
	if (!expected) {
		cr_expect(eq(int, (int)err.status, STATUS_USAGE));
		cr_expect(strstr(err.msg, s) != NULL, "%s", err.msg);
	}
	zone_free(utc);
}

Test(human, may_leave_out_what_is_clear)
{
	check_human("2026-11-21T09:05:00+08:00", "2026-11-21T01:05:00Z");
	check_human("2026-11-21 09:05:00+08:00", "2026-11-21T01:05:00Z");
	check_human("2026-11-21 09:05+08:00", "2026-11-21T01:05:00Z");
	check_human("2026-11-21T09:05Z", "2026-11-21T09:05:00Z");
	check_human("2026-11-21 09:05:07", "2026-11-21T09:05:07Z");
	check_human("2026-11-21T09:05", "2026-11-21T09:05:00Z");
	check_human("2026-11-20", "2026-11-20T00:00:00Z");
	check_human("09:05", "2026-11-21T09:05:00Z");
	check_human("23:59:58", "2026-11-21T23:59:58Z");
	check_human("now", "2026-11-21T15:30:45Z");
	check_human("today", "2026-11-21T00:00:00Z");
	check_human("yesterday", "2026-11-20T00:00:00Z");
}

Test(human, refuses_what_is_not_clear_and_quotes_it)
{
	check_human("tomorrow", NULL);
	check_human("9:05", NULL);
	check_human("09:05Z", NULL);
	check_human("09:05:", NULL);
	check_human("09:05:00x", NULL);
	check_human("24:00", NULL);
	check_human("2026-11-31", NULL);
	check_human("2026-11-21x", NULL);
	check_human("2026-11-21 ", NULL);
	check_human("2026-11-21  09:05", NULL);
	check_human("2026-11-21T09:05:00+8", NULL);
	check_human("21.11.2026", NULL);
	check_human("now ", NULL);
	check_human("", NULL);
	check_human("9999-12-31T23:59:59-08:00", NULL);
}
