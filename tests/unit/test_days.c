/* Day by day: what came in and went, the backlog at midnight, and what became of a clock's target. */
#include "report/days.h"

#include "desk_fixture.h"
#include "base/mem.h"

static const char policy[] =
	"policy: small\ntimezone: UTC\nlanguage: en\n"
	"kinds: { complaint: { severities: { general: {}, major: {} } }, consultation: {} }\n"
	"clocks: [ { clock: resolve, from: open, until: resolve, within: 24h }, { clock: again, from: open, until: resolve, within: 24h } ]\n"
	"targets: { resolve: \">= 90%\", again: { goal: \">= 95%\", for: { severity: major } }, handling-rate: \">= 50%\" }\n";

#define ROW(at, id, event, kind, severity, detail) \
	at ":00Z,," id "," event ",a," kind ",,," severity ",,,,," detail ",\n"

/* One is open from before; one comes and goes on the 2nd, late; one is withdrawn on the 4th; one is taken up again. */
static const char rows[] =
	ROW("2026-11-01T09:00", "20261101-0001", "open", "complaint", "general", "")
	ROW("2026-11-02T09:00", "20261102-0001", "open", "complaint", "major", "")
	ROW("2026-11-02T10:00", "20261102-0002", "open", "consultation", "", "")
	ROW("2026-11-02T10:00", "20261102-0002", "resolve", "", "", "")
	ROW("2026-11-04T08:00", "20261102-0001", "resolve", "", "", "")
	ROW("2026-11-04T09:00", "20261104-0001", "open", "complaint", "general", "")
	ROW("2026-11-04T10:00", "20261104-0001", "cancel", "", "", "withdrawn")
	ROW("2026-11-05T23:59", "20261102-0001", "reopen", "", "", "");

static const struct figure_day *day(const struct figures *f, const char *date)
{
	size_t i;

	for (i = 0; i < f->ndays; i++)
		if (!strcmp(f->day[i].date, date))
			return &f->day[i];
	return NULL;
}

Test(days, say_what_came_in_and_went_and_leave_out_days_without_anything)
{
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, 2, 7, at(6, 12, 0));
	cr_assert_eq(f->ndays, 3);
	cr_expect_eq(day(f, "2026-11-02")->n[DAILY_OPENED], 2);
	cr_expect_eq(day(f, "2026-11-02")->n[DAILY_RESOLVED], 1);
	cr_expect_eq(day(f, "2026-11-04")->n[DAILY_OPENED], 1);
	cr_expect_eq(day(f, "2026-11-04")->n[DAILY_RECEIVED], 0, "it was cancelled");
	cr_expect_eq(day(f, "2026-11-04")->n[DAILY_CANCELLED], 1);
	cr_expect_eq(day(f, "2026-11-05")->n[DAILY_REOPENED], 1);
	cr_expect_null(day(f, "2026-11-01"), "before the period");
	fixture_end(&x);
}

Test(days, the_backlog_at_midnight_follows_the_identity_and_ends_where_the_report_does)
{
	struct fixture x;
	const struct figures *f;
	uint64_t after = 0;
	size_t i;

	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, 2, 7, at(6, 12, 0));
	cr_expect_eq(f->open_before, 1);
	cr_expect_eq(day(f, "2026-11-02")->open, 2);
	cr_expect_eq(day(f, "2026-11-04")->open, 1);
	cr_expect_eq(day(f, "2026-11-05")->open, 2);
	for (i = 0; i < f->nkinds; i++)
		after += f->kind[i].backlog_to;
	cr_expect_eq(f->day[f->ndays - 1].open, after);
	fixture_end(&x);
}

Test(days, a_clocks_target_is_counted_on_the_day_it_was_decided)
{
	struct fixture x;
	const struct figures *f;
	const struct figure_target *t, *major;

	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, 1, 7, at(6, 12, 0));
	t = &f->target[0];
	major = &f->target[1];
	cr_assert_eq(t->ndays, 2, "%zu", t->ndays);
	cr_expect_str_eq(t->day[0].date, "2026-11-02");
	cr_expect_eq(t->day[0].n, 1, "the question");
	cr_expect_eq(t->day[0].of, 2, "the complaint of the 1st is overdue on the 2nd");
	cr_expect_str_eq(t->day[1].date, "2026-11-03");
	cr_expect_eq(t->day[1].n, 0);
	cr_assert_eq(major->ndays, 1);
	cr_expect_str_eq(major->day[0].date, "2026-11-03");
	cr_expect_eq(f->target[2].ndays, 0, "a rate is not of a day");
	fixture_end(&x);
}

Test(days, of_several_desks_add_up)
{
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, policy, rows);
	fixture_report(&x, 2, 7, at(6, 12, 0));
	figures_release(&x.figures);
	figures_init(&x.figures);
	fixture_add(&x);
	fixture_add(&x);
	figures_finish(&x.figures);
	f = &x.figures;
	cr_assert_eq(f->ndays, 3);
	cr_expect_eq(day(f, "2026-11-02")->n[DAILY_OPENED], 4);
	cr_expect_eq(day(f, "2026-11-05")->open, 4);
	cr_expect_eq(f->target[0].day[0].of, 4);
	fixture_end(&x);
}

Test(days, a_span_holds_what_its_days_counted)
{
	struct fixture x;
	const struct figures *f;
	struct day_span *span;

	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, 2, 7, at(6, 12, 0));
	cr_assert_eq(days_spans(f, &span), 5);
	cr_expect_gt(span[0].n[DAILY_OPENED], 0);
	cr_expect_eq(span[0].n[DAILY_OPENED], day(f, "2026-11-02")->n[DAILY_OPENED]);
	cr_expect_eq(span[0].open, day(f, "2026-11-02")->open);
	cr_expect_eq(span[1].open, span[0].open, "nothing happened on the 3rd");
	cr_expect_eq(span[2].open, day(f, "2026-11-04")->open);
	free(span);
	fixture_end(&x);
}

/* --- what one looks at ---------------------------------------------------------------------------- */

static size_t spans(int64_t from, int64_t to, struct day_span **span)
{
	struct zone *utc = zone_utc();
	const struct figures f = { .from = from * 86400, .to = to * 86400, .zone = utc };
	size_t n = days_spans(&f, span);

	zone_free(utc);
	return n;
}

static void expect_name(const struct day_span *span, const char *want)
{
	struct strbuf name = STRBUF_INIT;

	days_name(&name, span);
	cr_expect_str_eq(name.buf, want);
	strbuf_release(&name);
}

Test(spans, up_to_nine_weeks_are_shown_by_day_then_by_week_month_and_year)
{
	const int64_t first = civil_to_days(2026, 11, 4);
	const struct { int64_t days; size_t n; } want[] = {
		{ 1, 1 }, { 63, 63 }, { 64, 10 }, { 434, 63 }, { 435, 15 }, { 1736, 58 }, { 1737, 6 },
	};
	struct day_span *span;
	size_t i, k, n;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		n = spans(first, first + want[i].days, &span);
		cr_expect_eq(n, want[i].n, "%ld days: %zu", (long)want[i].days, n);
		cr_assert_leq(n, DAYS_MOST);
		cr_expect_eq(span[0].first, first);
		cr_expect_eq(span[n - 1].last, first + want[i].days - 1);
		for (k = 1; k < n; k++)
			cr_expect_eq(span[k].first, span[k - 1].last + 1, "no gap");
		free(span);
	}
}

Test(spans, are_named_by_day_whole_month_or_both_ends)
{
	struct day_span *span;
	size_t n;

	n = spans(civil_to_days(2026, 11, 4), civil_to_days(2026, 11, 5), &span);
	expect_name(&span[n - 1], "2026-11-04");
	free(span);
	spans(civil_to_days(2026, 9, 2), civil_to_days(2026, 12, 1), &span);
	expect_name(&span[0], "2026-09-02 - 2026-09-06");
	expect_name(&span[1], "2026-09-07 - 2026-09-13");
	free(span);
	spans(civil_to_days(2024, 1, 15), civil_to_days(2026, 12, 1), &span);
	expect_name(&span[0], "2024-01-15 - 2024-01-31");
	expect_name(&span[1], "2024-02");
	free(span);
}

Test(spans, of_centuries_are_the_newest_years)
{
	struct day_span *span;
	size_t n = spans(civil_to_days(1, 1, 1), civil_to_days(2026, 11, 5), &span);

	cr_expect_eq(n, DAYS_MOST);
	cr_expect_eq(span[n - 1].first, civil_to_days(2026, 1, 1));
	cr_expect_eq(span[0].first, civil_to_days(2026 - DAYS_MOST + 1, 1, 1));
	free(span);
}
