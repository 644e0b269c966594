#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "values/duration.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static int64_t seconds(const char *s)
{
	int64_t x = -1;

	duration_parse(s, strlen(s), &x, NULL);
	return x;
}

Test(duration, is_clock_time_with_a_day_of_24_hours)
{
	cr_expect(eq(i64, seconds("5m"), 300));
	cr_expect(eq(i64, seconds("30m"), 1800));
	cr_expect(eq(i64, seconds("24h"), 86400));
	cr_expect(eq(i64, seconds("2d"), 172800));
	cr_expect(eq(i64, seconds("90s"), 90));
	cr_expect(eq(i64, seconds("0d"), 0));
	cr_expect(eq(i64, seconds("1h30m"), 5400));
	cr_expect(eq(i64, seconds("1d2h3m4s"), 93784));
	cr_expect(eq(i64, seconds("36525d"), 3155760000));
}

Test(duration, refuses_anything_but_units_in_falling_order)
{
	static const char *const wrong[] = { "", "5", "m", "5 m", " 5m", "5m ", "-5m", "+5m",
					     "5M", "5min", "1.5h", "30m1h", "1h1h", "1w", "1h30",
					     "36526d", "36525d1s", "99999999999999999999s", "h5" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		cr_expect(eq(i64, seconds(wrong[i]), -1), "'%s'", wrong[i]);
}

Test(duration, tells_whether_days_were_written)
{
	int64_t s;
	int days = -1;

	cr_assert(zero(int, duration_parse("24h", 3, &s, &days)));
	cr_assert(zero(int, days));
	cr_assert(zero(int, duration_parse("1d12h", 5, &s, &days)));
	cr_assert(eq(int, days, 1));
}

Test(limit, reads_every_form_of_a_policy_and_writes_it_back)
{
	static const struct {
		const char *text, *back;
		struct limit limit;
	} t[] = {
		{ "5m", "5m", { LIMIT_SECONDS, 300, 0 } },
		{ "24h", "24h", { LIMIT_SECONDS, 86400, 0 } },
		{ "48h", "48h", { LIMIT_SECONDS, 172800, 0 } },
		{ "2d", "2d", { LIMIT_SECONDS, 172800, 1 } },
		{ "1d12h", "1d12h", { LIMIT_SECONDS, 129600, 1 } },
		{ "90m", "1h30m", { LIMIT_SECONDS, 5400, 0 } },
		{ "0s", "0s", { LIMIT_SECONDS, 0, 0 } },
		{ "7 working days", "7 working days", { LIMIT_WORKING_DAYS, 7, 0 } },
		{ "1 working day", "1 working day", { LIMIT_WORKING_DAYS, 1, 0 } },
		{ "15 calendar days", "15 calendar days", { LIMIT_CALENDAR_DAYS, 15, 0 } },
		{ "due", "due", { LIMIT_DUE, 0, 0 } },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		struct limit x = { LIMIT_NONE, -1, -1 };
		struct strbuf sb = STRBUF_INIT;

		cr_assert(zero(int, limit_parse(t[i].text, strlen(t[i].text), &x)), "%s", t[i].text);
		cr_expect(eq(int, (int)x.kind, (int)t[i].limit.kind), "%s", t[i].text);
		cr_expect(eq(i64, x.n, t[i].limit.n), "%s", t[i].text);
		cr_expect(eq(int, x.has_days, t[i].limit.has_days), "%s", t[i].text);
		limit_format(&sb, &x);
		cr_expect(eq(str, sb.buf, (char *)t[i].back));
		strbuf_release(&sb);
	}
}

Test(limit, refuses_what_is_no_limit)
{
	static const char *const wrong[] = { "", "due ", "Due", "working days", " working days",
					     "0 working days", "-1 working days", "7 days",
					     "7  working days", "7 working days ", "x calendar days",
					     "1.5 working days", "40000 calendar days", "never" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct limit x;

		cr_expect(eq(int, limit_parse(wrong[i], strlen(wrong[i]), &x), -1), "'%s'", wrong[i]);
	}
}

static void check(void (*format)(struct strbuf *, int64_t), int64_t s, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	format(&sb, s);
	cr_expect(eq(str, sb.buf, (char *)expected));
	strbuf_release(&sb);
}

Test(duration, is_written_exactly)
{
	check(duration_format, 0, "0s");
	check(duration_format, 93784, "1d 2h 3m 4s");
	check(duration_format, 86400, "1d");
	check(duration_format, 3601, "1h 1s");
	check(duration_format, -90, "-1m 30s");
	check(duration_format, INT64_MIN, "-106751991167300d 15h 30m 8s");
}

Test(duration, is_written_short_in_two_rounded_units)
{
	check(duration_format_short, 0, "0s");
	check(duration_format_short, 45, "45s");
	check(duration_format_short, 3599, "59m 59s");
	check(duration_format_short, 26 * 3600 + 5 * 60 - 20, "26h 5m");
	check(duration_format_short, 2 * 86400 - 20, "2d");
	check(duration_format_short, 3 * 86400 + 4 * 3600 + 1799, "3d 4h");
	check(duration_format_short, 4 * 86400 - 1, "4d");
	check(duration_format_short, -300, "-5m");
}
