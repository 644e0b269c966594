/* Repeat contact: the same customer with the same thing within 30 days of closing (metrics.md), to the second. */
#include "desk_fixture.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2026-01-01\n"
	"timezone: UTC\n"
	"kinds: { complaint: {} }\n"
	"categories: { price: {} }\n";

#define FIRST "20261001-0001"
#define OPEN(at, id) at "+00:00,,20261" id ",open,li,complaint,,price,,c1,,,,,\n"
#define EVENT(at, event) at "+00:00,," FIRST "," event ",li,,,,,,,,,,\n"

/* The case was closed on 2 October at 10:00; another of the same customer came in then. The report begins on day `from`. */
static void expect_again(const char *rows, int from, unsigned int n)
{
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, from, 8, at(20, 0, 0));
	expect_rate(f, "complaint", RATE_REPEAT, n, 1);
	fixture_end(&x);
}

#define CLOSED                                                                                              \
	OPEN("2026-10-01T08:00:00", "001-0001") EVENT("2026-10-01T09:00:00", "resolve")                    \
	EVENT("2026-10-02T10:00:00", "close")

Test(returning, C15_thirty_days_after_closing_is_a_repeat_and_a_second_more_is_none)
{
	expect_again(CLOSED OPEN("2026-11-01T10:00:00", "101-0001"), 1, 1);
	expect_again(CLOSED OPEN("2026-11-01T10:00:01", "101-0001"), 1, 0);
}

Test(returning, C15_what_was_closed_thirty_days_before_the_first_second_of_the_period_counts)
{
	expect_again(OPEN("2026-10-01T08:00:00", "001-0001") EVENT("2026-10-01T09:00:00", "resolve")
		     EVENT("2026-10-02T00:00:00", "close") OPEN("2026-11-01T00:00:00", "101-0001"), 1, 1);
}

Test(returning, C15_a_case_that_was_taken_up_again_by_then_is_not_closed)
{
	expect_again(CLOSED EVENT("2026-11-01T09:00:00", "reopen") OPEN("2026-11-01T09:00:00", "101-0001"), 1, 0);
	expect_again(CLOSED OPEN("2026-11-01T09:00:00", "101-0001") EVENT("2026-11-01T09:00:01", "reopen"), 1, 1);
}
