/* Answers found wrong later (M4.2): which answer a correction is about, and who gave it. */
#include "report/correction.h"

#include <criterion/criterion.h>

#include "base/mem.h"
#include "domain/scan.h"

enum { LI = 1, WANG, FEEDBACK = EVENT_OWN, CORRECT };

static struct correction_plan plan;
static struct correction c;

static void begin(void)
{
	plan = (struct correction_plan){ .is_on = 1, .from = 100, .to = 200 };
	event_set_add(&plan.answers, EVENT_RESPOND);
	event_set_add(&plan.answers, EVENT_RESOLVE);
	event_set_add(&plan.answers, FEEDBACK);
	event_set_add(&plan.wrong, CORRECT);
	c = (struct correction){ .plan = &plan };
}

static void end(void)
{
	correction_release(&c);
}

TestSuite(M4_2_wrong_answer, .init = begin, .fini = end);

#define CASE(...)                                                                       \
	do {                                                                            \
		struct history_event e_[] = { __VA_ARGS__ };                             \
		struct history h_ = { 7, e_, ARRAY_SIZE(e_) };                           \
		correction_case(&c, &h_, 0);                                             \
	} while (0)
#define ROW(when, what, who) { .at = (when), .event = (what), .by = (who), .line = (when) }

static struct correction_count count(uint32_t by)
{
	size_t i;

	for (i = 0; i < c.ncounts; i++)
		if (c.count[i].by == by)
			return c.count[i];
	return (struct correction_count){ .by = by };
}

static void expect(uint32_t by, unsigned int answers, unsigned int wrong, unsigned int found)
{
	struct correction_count x = count(by);

	cr_expect(x.answers == answers && x.wrong == wrong && x.found == found,
		  "%u: answers %u wrong %u found %u, got %u %u %u", by, answers, wrong, found,
		  (unsigned int)x.answers, (unsigned int)x.wrong, (unsigned int)x.found);
}

Test(M4_2_wrong_answer, is_the_last_one_before_the_correction)
{
	CASE(ROW(101, EVENT_OPEN, 0), ROW(102, EVENT_RESPOND, LI), ROW(110, EVENT_RESOLVE, WANG), ROW(120, CORRECT, LI));
	expect(LI, 1, 0, 0);
	expect(WANG, 1, 1, 1);
	cr_assert_eq(c.nitems, 1);
	cr_expect(c.item[0].by == WANG && c.item[0].answered == 110 && c.item[0].at == 120);
}

Test(M4_2_wrong_answer, counts_once_however_often_it_is_corrected)
{
	CASE(ROW(101, EVENT_OPEN, 0), ROW(102, FEEDBACK, LI), ROW(110, CORRECT, LI), ROW(120, CORRECT, LI));
	expect(LI, 1, 1, 2);
}

Test(M4_2_wrong_answer, an_answer_after_it_may_be_wrong_again)
{
	CASE(ROW(101, EVENT_OPEN, 0), ROW(102, EVENT_RESPOND, LI), ROW(110, CORRECT, LI), ROW(111, EVENT_RESPOND, LI),
	     ROW(120, CORRECT, LI));
	expect(LI, 2, 2, 2);
}

Test(M4_2_wrong_answer, an_answer_on_the_spot_is_one_answer)
{
	CASE(ROW(101, EVENT_OPEN, 0), ROW(101, EVENT_RESPOND, LI), ROW(101, EVENT_RESOLVE, LI));
	expect(LI, 1, 0, 0);
}

Test(M4_2_wrong_answer, of_before_the_period_is_found_in_it_but_is_none_of_its_answers)
{
	CASE(ROW(50, EVENT_OPEN, 0), ROW(60, EVENT_RESPOND, LI), ROW(150, CORRECT, LI));
	expect(LI, 0, 0, 1);
}

Test(M4_2_wrong_answer, of_the_period_that_is_found_after_it_is_wrong_all_the_same)
{
	CASE(ROW(150, EVENT_OPEN, 0), ROW(160, EVENT_RESPOND, LI), ROW(250, CORRECT, LI));
	expect(LI, 1, 1, 0);
	cr_expect_eq(c.nitems, 0);
}

Test(M4_2_wrong_answer, what_the_machine_writes_is_no_answer)
{
	struct history_event e[] = { ROW(101, EVENT_OPEN, 0), ROW(102, EVENT_RESPOND, LI), ROW(110, EVENT_RESOLVE, WANG),
				     ROW(120, CORRECT, LI) };
	struct history h = { 7, e, 4 };

	e[2].flags = ROW_BY_SD;
	correction_case(&c, &h, 0);
	expect(LI, 1, 1, 1);
	expect(WANG, 0, 0, 0);
}

Test(M4_2_wrong_answer, without_an_answer_in_the_log_is_nobodys_and_is_found)
{
	CASE(ROW(101, EVENT_OPEN, 0), ROW(120, CORRECT, LI));
	expect(0, 0, 0, 1);
	cr_expect_eq(c.item[0].answered, INSTANT_NONE);
}

Test(M4_2_wrong_answer, merges_to_the_same_sums_in_any_order)
{
	struct correction a = { .plan = &plan }, b = { .plan = &plan };

	CASE(ROW(101, EVENT_OPEN, 0), ROW(102, EVENT_RESPOND, LI), ROW(110, CORRECT, LI));
	correction_merge(&a, &c);
	correction_merge(&a, &c);
	correction_release(&c);
	CASE(ROW(101, EVENT_OPEN, 0), ROW(102, EVENT_RESPOND, WANG));
	correction_merge(&b, &c);
	correction_merge(&a, &b);
	correction_release(&c);
	c = a;
	expect(LI, 2, 2, 2);
	expect(WANG, 1, 0, 0);
	cr_expect_eq(c.nitems, 2);
	correction_release(&b);
}
