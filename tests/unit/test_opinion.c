/* What customers said: which answers count, and how often (metrics.md: CSAT, NPS, CES, survey response). */
#include "report/opinion.h"

#include <criterion/criterion.h>

static struct policy_question ask[] = {
	{ .name = "right", .answer = ANSWER_YES_NO },
	{ .name = "overall", .answer = ANSWER_SCALE, .scale = 5 },
	{ .name = "recommend", .answer = ANSWER_SCALE, .scale = 10 },
	{ .name = "ease", .answer = ANSWER_SCALE, .scale = 7 },
};
static struct policy_survey survey = { .present = 1, .ask = ask, .nask = 4, .satisfied = 4 };

static struct opinion answer(uint32_t line, int wave, instant at, const char *question,
			     const char *scale, int score)
{
	return (struct opinion){ .id = 1, .at = at, .line = line, .wave = (int16_t)wave,
				 .status = SURVEY_ANSWERED, .score = (int16_t)score,
				 .question = question, .scale = scale };
}

static struct opinion silent(uint32_t line, instant at, enum answer_status status)
{
	return (struct opinion){ .id = 1, .at = at, .line = line, .status = (uint8_t)status,
				 .score = -1, .question = "", .scale = "" };
}

static struct opinion_tally count(const struct opinion *x, size_t n)
{
	struct opinion_tally t = { 0 };

	opinion_count(&t, x, n, &survey, 100, 200);
	return t;
}

Test(csat, is_of_the_first_question_with_a_scale_of_several_steps)
{
	cr_expect_str_eq(opinion_question(&survey)->name, "overall");
}

Test(csat, takes_the_two_highest_scores_where_the_policy_does_not_say)
{
	struct policy_survey s = survey;

	s.satisfied = 0;
	cr_expect_eq(opinion_satisfied(&s), 4);
	s.ask = &ask[2];
	s.nask = 1;
	cr_expect_eq(opinion_satisfied(&s), 9);
	cr_expect_eq(opinion_satisfied(&survey), 4);
}

Test(csat, counts_one_answer_a_case_the_last_of_the_period)
{
	const struct opinion x[] = { answer(2, 0, 110, "overall", "5", 5),
				     answer(3, 1, 150, "overall", "5", 3),
				     answer(4, 2, 200, "overall", "5", 5) };
	struct opinion_tally t = count(x, 3);

	cr_expect_eq(t.n, 1);
	cr_expect_eq(t.satisfied, 0, "the one at 200 is after the period");
	cr_expect_eq(t.answered, 1);
}

Test(csat, the_row_written_last_corrects_its_wave_whenever_it_was_given)
{
	const struct opinion x[] = { answer(2, 0, 150, "overall", "5", 2),
				     answer(5, 0, 140, "overall", "5", 4) };

	cr_expect_eq(count(x, 2).satisfied, 1);
}

Test(csat, an_answer_on_another_scale_is_none)
{
	const struct opinion x[] = { answer(2, 0, 110, "overall", "10", 5) };
	struct opinion_tally t = count(x, 1);

	cr_expect_eq(t.n, 0);
	cr_expect_eq(t.answered, 1);
}

Test(csat, silence_is_no_score)
{
	const struct opinion x[] = { silent(2, 110, SURVEY_ASKED) };
	struct opinion_tally t = count(x, 1);

	cr_expect_eq(t.n, 0);
	cr_expect_eq(t.asked, 1);
	cr_expect_eq(t.answered, 0);
}

Test(response, whoever_answered_was_asked_and_counts_once)
{
	const struct opinion x[] = { silent(2, 110, SURVEY_UNREACHED), silent(3, 120, SURVEY_ASKED),
				     silent(4, 130, SURVEY_REFUSED),
				     answer(5, 0, 140, "ease", "7", 6) };
	struct opinion_tally t = count(x, 4);

	cr_expect_eq(t.asked, 1);
	cr_expect_eq(t.answered, 1);
	cr_expect_eq(t.refused, 0);
	cr_expect_eq(t.unreached, 0);
}

Test(response, refused_was_asked_and_unreached_was_not)
{
	const struct opinion refused[] = { silent(2, 110, SURVEY_REFUSED) };
	const struct opinion unreached[] = { silent(2, 110, SURVEY_UNREACHED) };
	struct opinion_tally t = count(refused, 1);

	opinion_merge(&t, &(struct opinion_tally){ .n = 1 });
	cr_expect_eq(t.asked, 1);
	cr_expect_eq(t.refused, 1);
	t = count(unreached, 1);
	cr_expect_eq(t.asked, 0);
	cr_expect_eq(t.unreached, 1);
}

Test(response, what_lies_outside_of_the_period_does_not_count)
{
	const struct opinion x[] = { silent(2, 99, SURVEY_ASKED), silent(3, 200, SURVEY_REFUSED) };
	struct opinion_tally t = count(x, 2);

	cr_expect_eq(t.asked + t.refused, 0);
}

Test(nps_and_ces, have_their_bounds)
{
	static const struct {
		int nps, ces, promoters, detractors, easy;
	} cases[] = { { 9, 5, 1, 0, 1 }, { 8, 4, 0, 0, 0 }, { 7, 7, 0, 0, 1 }, { 6, 1, 0, 1, 0 }, { 0, 4, 0, 1, 0 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct opinion x[] = { answer(2, 0, 110, "recommend", "10", cases[i].nps),
					     answer(3, 0, 110, "ease", "7", cases[i].ces) };
		struct opinion_tally t = count(x, 2);

		cr_expect_eq(t.nps_n + t.ces_n, 2);
		cr_expect_eq(t.promoters, (uint64_t)cases[i].promoters, "%d", cases[i].nps);
		cr_expect_eq(t.detractors, (uint64_t)cases[i].detractors, "%d", cases[i].nps);
		cr_expect_eq(t.easy, (uint64_t)cases[i].easy, "%d", cases[i].ces);
	}
}

Test(without_a_case, each_answer_stands_for_itself_and_a_remark_was_not_asked_for)
{
	struct opinion x[] = { answer(2, 0, 110, "overall", "5", 5), answer(3, 0, 110, "overall", "5", 2),
			       answer(4, 0, 110, "better", "text", -1) };
	struct opinions all = OPINIONS_INIT;
	struct opinion_tally t = { 0 };

	for (size_t i = 0; i < 3; i++)
		x[i].id = 0;
	all.item = x;
	all.n = 3;
	opinion_count_anonymous(&t, &all, &survey, 100, 200);
	cr_expect_eq(t.n, 2);
	cr_expect_eq(t.satisfied, 1);
	cr_expect_eq(t.without_case, 2);
	cr_expect_eq(t.asked, 2);
}
