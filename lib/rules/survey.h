/*
 * survey: whom to ask, and what follows from an answer (design section 3, `survey:`; clauses Y2.5, C8, C9, C13). Pure.
 *
 *	if (survey_find(&policy->survey, &history, calls, ncalls, now, &ask) > 0)
 *		... ask.wave, ask.since, ask.until
 *
 * A cycle begins when the case is opened, and anew with each reopen: then what was asked before does not
 * count any more, and nobody is asked until an event of `after` has happened again. In a cycle the
 * waves start at their distance from the last event of `after` before the first asked, answered or refused
 * row, and each lasts `within` (without it: until the next one starts). Only the newest wave that has started
 * is asked. A row asked, answered or refused of its form ends it; unreached does not, but where there is no `within`
 * the third one does. A cancelled case is not asked.
 *
 * The filter of `for`, the sample, and who may ask are the caller's to look at.
 */
#ifndef SD_RULES_SURVEY_H
#define SD_RULES_SURVEY_H

#include "domain/answers.h"
#include "domain/history.h"
#include "domain/policy.h"

#define SURVEY_TRIES 3                   /* unreached rows that end a wave without `within` */

/* A row of surveys.csv about the case: its wave by its form, in the order of the file. */
struct survey_call {
	instant at;
	int wave;
	enum answer_status status;
};

struct survey_ask {
	int wave;                        /* from 0 */
	instant since, until;            /* INSTANT_NONE: until somebody asks */
	size_t event;                    /* what it follows: index in the history */
	size_t unreached;                /* calls in vain so far */
};

/* 1 where the case is to be asked at `now`, else 0. */
int survey_find(const struct policy_survey *s, const struct history *h,
		const struct survey_call *call, size_t ncalls, instant now, struct survey_ask *ask);

/*
 * The wave that an answer given at t belongs to: the newest that has started; the first where none has. Only the
 * events and the calls up to t count.
 */
int survey_wave(const struct policy_survey *s, const struct history *h,
		const struct survey_call *call, size_t ncalls, instant t);

/*
 * May this person ask about a case? A person that the case is about never does; with `not-own` nor does
 * whoever owns it or resolved it. Names may be "" where there is none; about[] may hold such.
 */
enum survey_asker { ASKER_ANY, ASKER_OWN, ASKER_ABOUT };
enum survey_asker survey_asker(const struct policy_survey *s, const char *by, const char *owner,
			       const char *resolver, const char *const *about, size_t nabout);

/*
 * Is the question the one whose low scores reopen the case? The first of `ask` that has a scale of
 * several steps. And is this score one of them?
 */
int survey_is_main(const struct policy_survey *s, const struct policy_question *q);
int survey_is_low(const struct policy_survey *s, const char *question, int score);

/* The policy's; where it has none, one question `overall` of 1 to 5, after which nothing follows. */
const struct policy_survey *survey_of(const struct policy *p);
/* What an answer is about where nobody says it: `overall`, else the first question. */
const struct policy_question *survey_default(const struct policy_survey *s);
/* By name, or NULL. */
const struct policy_question *survey_question(const struct policy_survey *s, const char *name);

#endif
