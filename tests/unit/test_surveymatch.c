/* Which case is an answer about that does not name it, and which wave does it belong to. Times are days. */
#include "rules/surveymatch.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define DAY  86400
#define FEEDBACK EVENT_OWN

static struct policy_question overall = { .name = "overall", .answer = ANSWER_SCALE, .scale = 5 };
static int64_t waves[] = { 0, 30 * DAY };
static struct policy policy;
static struct policy *versions[] = { &policy };
static struct policy_set set = { .version = versions, .n = 1 };
static struct history_event event[8][8];
static struct caselist_case item[8];
static struct caselist list;
static struct surveymatch m;
static int begun;

static void setup(void)
{
	policy.survey = (struct policy_survey){ .present = 1, .ask = &overall, .nask = 1,
						.wave = waves, .nwaves = 2 };
	event_set_add(&policy.survey.after, FEEDBACK);
	list.item = item;
}

static void teardown(void)
{
	if (begun)
		surveymatch_release(&m);
}

TestSuite(surveymatch, .init = setup, .fini = teardown);

static void happens(size_t i, int code, int day)
{
	struct history *h = &item[i].history;

	h->event = event[i];
	h->event[h->n++] = (struct history_event){ .at = day * DAY, .event = (uint8_t)code };
	item[i].id = caseid_make(20261101, (uint32_t)i + 1);
	casestate_run(h, &item[i].state);
	if (list.n <= i)
		list.n = i + 1;
}

/* The customer's case that an answer on that day is about: 1 .. , 0 none, -1 several. */
static int about(int day, int ready)
{
	size_t found;

	if (!begun++) {
		surveymatch_init(&m, &list, &set);
		for (size_t i = 0; i < list.n; i++)
			surveymatch_index(&m, COLUMN_CUSTOMER, "c1", i);
	}
	switch (surveymatch_find(&m, COLUMN_CUSTOMER, "c1", day * DAY, ready, &found)) {
	case SURVEYMATCH_NONE: return 0;
	case SURVEYMATCH_SEVERAL: return -1;
	default: return (int)found + 1;
	}
}

static void over(size_t i, int opened, int resolved)
{
	happens(i, EVENT_OPEN, opened);
	happens(i, EVENT_RESOLVE, resolved);
}

Test(surveymatch, the_newest_case_that_was_over_before_the_answer)
{
	over(0, 1, 2);
	over(1, 5, 9);
	cr_expect_eq(about(1, 1), 0, "still open");
	cr_expect_eq(about(2, 1), 1);
	cr_expect_eq(about(6, 1), 1, "the second is open");
	cr_expect_eq(about(9, 1), 2);
}

Test(surveymatch, an_event_that_the_policy_asks_after_makes_it_ready_too)
{
	happens(0, EVENT_OPEN, 1);
	happens(0, FEEDBACK, 3);
	cr_expect_eq(about(2, 1), 0);
	cr_expect_eq(about(3, 1), 1);
}

Test(surveymatch, who_was_asked_is_ready)
{
	happens(0, EVENT_OPEN, 1);
	cr_expect_eq(about(4, 1), 0);
	surveymatch_called(&m, 0, &(struct survey_call){ 3 * DAY, 0, SURVEY_ASKED });
	cr_expect_eq(about(2, 1), 0, "asked later");
	cr_expect_eq(about(4, 1), 1);
}

Test(surveymatch, C9_a_reopen_begins_anew)
{
	over(0, 1, 2);
	happens(0, EVENT_REOPEN, 4);
	happens(0, EVENT_RESOLVE, 6);
	cr_expect_eq(about(3, 1), 1);
	cr_expect_eq(about(5, 1), 0);
	cr_expect_eq(about(6, 1), 1);
}

Test(surveymatch, a_cancelled_case_is_never_meant)
{
	over(0, 1, 2);
	over(1, 3, 4);
	happens(1, EVENT_CANCEL, 5);
	cr_expect_eq(about(6, 1), 1);
}

Test(surveymatch, two_cases_that_are_equally_new_are_told_apart_by_nobody)
{
	over(0, 1, 2);
	over(1, 1, 2);
	cr_expect_eq(about(3, 1), -1);
}

Test(surveymatch, an_order_leaves_no_doubt_even_while_its_case_is_open)
{
	happens(0, EVENT_OPEN, 2);
	cr_expect_eq(about(3, 1), 0);
	cr_expect_eq(about(3, 0), 1);
	cr_expect_eq(about(1, 0), 0, "not opened yet");
}

Test(surveymatch, C13_the_wave_that_had_begun)
{
	over(0, 1, 2);
	happens(0, FEEDBACK, 3);
	cr_assert_eq(about(3, 1), 1);
	cr_expect_eq(surveymatch_wave(&m, 0, 4 * DAY), 0);
	cr_expect_eq(surveymatch_wave(&m, 0, 33 * DAY), 1);
}

Test(surveymatch, of_many_calls_of_a_cycle_the_first_is_kept)
{
	over(0, 1, 2);
	happens(0, EVENT_REOPEN, 10);
	happens(0, EVENT_RESOLVE, 11);
	cr_assert_eq(about(11, 1), 1);
	for (int day = 9; day >= 3; day--)
		surveymatch_called(&m, 0, &(struct survey_call){ day * DAY, 0, SURVEY_ANSWERED });
	surveymatch_called(&m, 0, &(struct survey_call){ 12 * DAY, 0, SURVEY_ANSWERED });
	cr_assert_eq(m.ncalls, 2);
	cr_expect_eq(m.call[0].call.at, 3 * DAY);
}
