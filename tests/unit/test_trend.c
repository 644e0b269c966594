/* What the trend chart shows of a series is what early warning judges by. */
#include "report/trend.h"

#include "desk_fixture.h"

static const char policy[] =
	"policy: small\ntimezone: UTC\nlanguage: en\n"
	"kinds: { complaint: { severities: { general: {} } }, consultation: {} }\n"
	"warnings: { by: [category], budget: 12/year }\n";

static void add_row(struct strbuf *rows, int64_t day, int n, const char *kind, const char *category)
{
	struct strbuf date = STRBUF_INIT;

	date_format(&date, day);
	strbuf_addf(rows, "%sT%02d:%02d:00Z,,%.4s%.2s%.2s-%04d,open,a,%s,,%s,,,,,,,\n", date.buf, 8 + n / 60,
		    n % 60, date.buf, date.buf + 5, date.buf + 8, n, kind, category);
	strbuf_release(&date);
}

/* 119 days up to 2026-11-20: three complaints about prices and a question each; 14 more on the last. */
static const struct figures *begin(struct fixture *x, int more)
{
	int64_t last = civil_to_days(2026, 11, 20), day;
	struct strbuf rows = STRBUF_INIT;
	int i, n;

	for (day = last - 119; day <= last; day++) {
		n = 0;
		for (i = 0; i < 3; i++)
			add_row(&rows, day, ++n, "complaint", "price");
		add_row(&rows, day, ++n, "consultation", "hours");
		for (i = 0; day == last && i < more; i++)
			add_row(&rows, day, ++n, "complaint", "price");
	}
	fixture_begin(x, policy, rows.buf);
	strbuf_release(&rows);
	return fixture_report(x, 20, 21, at(21, 8, 0));
}

static size_t find(const struct figures *f, const char *kind, const char *value)
{
	size_t i;

	for (i = 0; i < f->series.n; i++)
		if (!strcmp(f->series.one[i].kind, kind) && !strcmp(f->series.one[i].value, value))
			return i;
	cr_assert(0, "no series %s %s", kind, value);
	return 0;
}

Test(trend, shows_the_last_eight_weeks_up_to_the_period)
{
	struct fixture x;
	const struct figures *f = begin(&x, 0);
	struct trend t;

	trend_of(&t, &f->series, &f->alarms, find(f, "complaint", "price"));
	cr_assert_eq(t.n, 56);
	cr_expect_eq(t.day[55].day, civil_to_days(2026, 11, 20));
	cr_expect_eq(t.day[55].observed, 3);
	cr_expect_float_eq(t.day[55].expected, 3, .2);
	cr_expect_eq(t.day[55].is_spike, 0);
	trend_release(&t);
	fixture_end(&x);
}

Test(trend, of_a_long_period_shows_the_last_days_that_have_room)
{
	struct fixture x;
	const struct figures *f = begin(&x, 0);
	struct trend t;

	f = fixture_report(&x, -90, 21, at(21, 8, 0));
	trend_of(&t, &f->series, &f->alarms, find(f, "complaint", "price"));
	cr_assert_eq(t.n, TREND_MOST);
	cr_expect_eq(t.day[0].day, civil_to_days(2026, 11, 20) - TREND_MOST + 1);
	cr_expect_eq(t.day[TREND_MOST - 1].day, civil_to_days(2026, 11, 20));
	trend_release(&t);
	fixture_end(&x);
}

Test(trend, a_day_is_marked_where_its_count_reaches_the_limit)
{
	struct fixture x;
	struct trend t;
	int more, alarms = 0;

	for (more = 0; more <= 14; more += 2) {
		const struct figures *f = begin(&x, more);
		const struct trend_day *last;

		trend_of(&t, &f->series, &f->alarms, find(f, "complaint", "price"));
		last = &t.day[t.n - 1];
		cr_expect_eq(last->is_spike, last->observed >= last->limit, "%u of %.0f", last->observed,
			     last->limit);
		alarms += last->is_spike;
		trend_release(&t);
		fixture_end(&x);
	}
	cr_expect(alarms > 0 && alarms < 8, "both occur: %d", alarms);
}

Test(trend, without_history_there_is_neither_expectation_nor_limit)
{
	struct fixture x;
	const struct figures *f = begin(&x, 0);
	struct trend t;

	trend_of(&t, &f->series, &f->alarms, find(f, "complaint", "price"));
	cr_expect(!isnan(t.day[0].limit), "119 days before");
	trend_release(&t);
	fixture_end(&x);
	fixture_begin(&x, policy, "2026-11-10T08:00:00Z,,20261110-0001,open,a,complaint,,price,,,,,,,\n");
	f = fixture_report(&x, 20, 21, at(21, 8, 0));
	trend_of(&t, &f->series, &f->alarms, find(f, "complaint", "price"));
	cr_assert_eq(t.n, 11, "from the day of the first row: %zu", t.n);
	cr_expect(isnan(t.day[10].limit) && isnan(t.day[10].expected));
	trend_release(&t);
	fixture_end(&x);
}

Test(trend, each_kind_is_chosen_and_then_the_series_with_an_alarm)
{
	struct fixture x;
	const struct figures *f = begin(&x, 14);
	const struct policy *p = f->desk[0].in_force;
	size_t series[4];

	cr_assert_eq(trend_choose(&f->series, &f->alarms, p, series, 4), 3);
	cr_expect_eq(series[0], find(f, "complaint", ""));
	cr_expect_eq(series[1], find(f, "consultation", ""));
	cr_expect_eq(series[2], find(f, "complaint", "price"));
	cr_expect_eq(trend_choose(&f->series, &f->alarms, p, series, 2), 2);
	fixture_end(&x);
}
