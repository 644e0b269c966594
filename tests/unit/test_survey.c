/* Whom to ask: after which event, in which wave, how long, and what ends it. Times are days. */
#include "rules/survey.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define DAY  86400
#define FEEDBACK EVENT_OWN
#define CALLBACK (EVENT_OWN + 1)

static struct policy_question questions[] = {
	{ .name = "better", .answer = ANSWER_TEXT },
	{ .name = "right", .answer = ANSWER_YES_NO },
	{ .name = "overall", .answer = ANSWER_SCALE, .scale = 5 },
	{ .name = "speed", .answer = ANSWER_SCALE, .scale = 5 },
};
static int64_t waves[] = { 0, 30 * DAY };
static struct policy_survey survey;
static struct history_event event[16];
static struct history history;
static struct survey_call call[8];
static size_t ncalls;
static struct survey_ask ask;

static void setup(void)
{
	survey = (struct policy_survey){ .present = 1, .ask = questions, .nask = 4, .satisfied = 4,
					 .reopen_at = 2, .within = 7 * DAY, .sample = 1,
					 .wave = waves, .nwaves = 2 };
	event_set_add(&survey.after, FEEDBACK);
	event_set_add(&survey.after, CALLBACK);
	history = (struct history){ .event = event };
	ncalls = 0;
}

TestSuite(survey, .init = setup);

static void happens(int code, int day)
{
	event[history.n++] = (struct history_event){ .at = day * DAY, .event = (uint8_t)code };
}

static void is_called(int day, int wave, enum answer_status status)
{
	call[ncalls++] = (struct survey_call){ day * DAY, wave, status };
}

/* -1: not due; else the wave. */
static int due(int day)
{
	return survey_find(&survey, &history, call, ncalls, day * DAY, &ask) ? ask.wave : -1;
}

static void told(void)
{
	happens(EVENT_OPEN, 0);
	happens(EVENT_RESOLVE, 1);
	happens(FEEDBACK, 2);
}

Test(survey, Y2_5_the_customer_is_asked_after_he_was_told_the_result)
{
	happens(EVENT_OPEN, 0);
	happens(EVENT_RESOLVE, 1);
	cr_expect_eq(due(1), -1, "not told yet");
	happens(FEEDBACK, 2);
	cr_expect_eq(due(1), -1, "what is still to come does not count");
	cr_expect_eq(due(2), 0);
	cr_expect_eq(ask.since, 2 * DAY);
	cr_expect_eq(ask.until, 9 * DAY);
	cr_expect_eq(ask.event, 2);
}

Test(survey, it_lasts_within_and_not_a_second_longer)
{
	told();
	cr_expect_eq(due(8), 0);
	cr_expect_eq(due(9), -1);
}

Test(survey, C13_a_later_wave_is_due_once_its_time_has_come)
{
	told();
	is_called(3, 0, SURVEY_ANSWERED);
	cr_expect_eq(due(4), -1, "once a wave");
	cr_expect_eq(due(31), -1);
	cr_expect_eq(due(32), 1);
	cr_expect_eq(ask.until, 39 * DAY);
	is_called(33, 1, SURVEY_ANSWERED);
	cr_expect_eq(due(34), -1);
}

Test(survey, C13_a_call_back_after_the_answer_does_not_move_the_waves)
{
	told();
	is_called(3, 0, SURVEY_ANSWERED);
	happens(CALLBACK, 32);
	cr_expect_eq(due(32), 1);
	cr_expect_eq(ask.since, 32 * DAY);
}

Test(survey, F5_3_a_call_back_is_an_occasion_to_ask_whoever_was_never_asked)
{
	told();
	is_called(3, 0, SURVEY_UNREACHED);
	happens(CALLBACK, 20);
	cr_expect_eq(due(21), 0);
	cr_expect_eq(ask.since, 20 * DAY);
}

Test(survey, nobody_reached_leaves_it_due_and_is_counted)
{
	told();
	for (int day = 3; day < 7; day++)
		is_called(day, 0, SURVEY_UNREACHED);
	cr_expect_eq(due(8), 0);
	cr_expect_eq(ask.unreached, 4);
}

Test(survey, without_an_end_the_third_call_in_vain_ends_it)
{
	survey.within = 0;
	survey.nwaves = 0;
	told();
	cr_expect_eq(due(4000), 0);
	cr_expect_eq(ask.until, INSTANT_NONE);
	is_called(3, 0, SURVEY_UNREACHED);
	is_called(4, 0, SURVEY_UNREACHED);
	cr_expect_eq(due(5), 0);
	is_called(5, 0, SURVEY_UNREACHED);
	cr_expect_eq(due(6), -1);
}

Test(survey, without_an_end_a_wave_lasts_until_the_next_one)
{
	survey.within = 0;
	told();
	cr_expect_eq(due(31), 0);
	cr_expect_eq(ask.until, 32 * DAY);
	cr_expect_eq(due(32), 1);
}

Test(survey, asked_refused_and_answered_end_it)
{
	static const enum answer_status ends[] = { SURVEY_ASKED, SURVEY_REFUSED, SURVEY_ANSWERED };

	told();
	for (size_t i = 0; i < 3; i++) {
		ncalls = 0;
		is_called(3, 0, ends[i]);
		cr_expect_eq(due(4), -1, "%s", answer_status_name(ends[i]));
	}
}

Test(survey, C9_a_reopen_cancels_and_begins_a_new_cycle)
{
	told();
	happens(EVENT_REOPEN, 4);
	cr_expect_eq(due(5), -1, "it is being worked on");
	happens(EVENT_RESOLVE, 6);
	happens(FEEDBACK, 7);
	cr_expect_eq(due(8), 0);
	cr_expect_eq(ask.since, 7 * DAY);
}

Test(survey, C9_the_answer_that_reopened_the_case_belongs_to_the_cycle_before)
{
	told();
	is_called(4, 0, SURVEY_ANSWERED);
	happens(EVENT_REOPEN, 4);
	happens(EVENT_RESOLVE, 6);
	happens(FEEDBACK, 7);
	cr_expect_eq(due(8), 0);
	is_called(8, 0, SURVEY_ANSWERED);
	cr_expect_eq(due(8), -1);
}

Test(survey, a_cancelled_case_is_not_asked)
{
	told();
	happens(EVENT_CANCEL, 3);
	cr_expect_eq(due(4), -1);
}

Test(survey, without_a_survey_nobody_is_asked)
{
	told();
	survey.present = 0;
	cr_expect_eq(due(3), -1);
}

Test(survey, an_answer_belongs_to_the_newest_wave_that_has_started)
{
	told();
	cr_expect_eq(survey_wave(&survey, &history, call, ncalls, 1 * DAY), 0, "before any");
	cr_expect_eq(survey_wave(&survey, &history, call, ncalls, 20 * DAY), 0, "late, but the first");
	cr_expect_eq(survey_wave(&survey, &history, call, ncalls, 32 * DAY), 1);
}

Test(survey, C9_the_first_question_with_steps_decides_about_the_reopen)
{
	cr_expect(survey_is_low(&survey, "overall", 2));
	cr_expect_not(survey_is_low(&survey, "overall", 3));
	cr_expect_not(survey_is_low(&survey, "speed", 1));
	cr_expect_not(survey_is_low(&survey, "right", 0), "no is no step");
	cr_expect_not(survey_is_low(&survey, "overall", -1), "no score");
	cr_expect_not(survey_is_low(&survey, "nothing", 1));
	survey.reopen_at = 0;
	cr_expect_not(survey_is_low(&survey, "overall", 0));
}

Test(survey, nobody_asks_about_his_own_case_where_the_policy_says_so)
{
	const char *about[] = { "", "zhao.lei" };

	cr_expect_eq(survey_asker(&survey, "li.na", "li.na", "li.na", about, 2), ASKER_ANY);
	survey.not_own = 1;
	cr_expect_eq(survey_asker(&survey, "li.na", "li.na", "", about, 2), ASKER_OWN);
	cr_expect_eq(survey_asker(&survey, "li.na", "", "li.na", about, 2), ASKER_OWN);
	cr_expect_eq(survey_asker(&survey, "wang.fang", "li.na", "li.na", about, 2), ASKER_ANY);
	cr_expect_eq(survey_asker(&survey, "zhao.lei", "li.na", "", about, 2), ASKER_ABOUT);
	survey.not_own = 0;
	cr_expect_eq(survey_asker(&survey, "zhao.lei", "li.na", "", about, 2), ASKER_ABOUT);
}

Test(survey, without_questions_in_the_policy_there_is_one)
{
	static struct policy policy;

	cr_expect_str_eq(survey_default(survey_of(&policy))->name, "overall");
	cr_expect_eq(survey_of(&policy)->ask[0].scale, 5);
	cr_expect_str_eq(survey_default(&survey)->name, "overall", "named so, though not the first");
	survey.nask = 2;
	cr_expect_str_eq(survey_default(&survey)->name, "better");
}

Test(survey, the_sample_depends_on_the_case_id_alone)
{
	/* printf survey,20261121-0001 | sha256sum | cut -c1-8 */
	double draw = answers_draw("20261121-0001");
	size_t below = 0;
	char id[32];

	cr_expect_eq(draw, 0xd5be08a3 / 4294967296.0);
	for (int i = 1; i <= 2000; i++) {
		snprintf(id, sizeof(id), "20261121-%04d", i);
		draw = answers_draw(id);
		cr_assert(draw >= 0 && draw < 1);
		below += draw < 0.2;
	}
	cr_expect(below > 340 && below < 460, "%zu of 2000 for 20 %%", below);
}
