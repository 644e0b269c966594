/*
 * opinion: what customers said of their cases in a period, a case at a time (metrics.md: CSAT, NPS, CES, survey response).
 *
 *	struct opinions o = OPINIONS_INIT;
 *	opinions_read(&o, "surveys.csv", &options, &findings, &err)
 *	opinion_count(&tally, opinions_find(&o, id, &n), n, survey, from, to);     // case by case
 *	opinion_count_anonymous(&tally, &o, survey, from, to);                      // once
 *	opinions_release(&o);
 *
 * Counted are the forms of the survey (`survey`, `survey-2` ...), not observations of staff and not other forms. CSAT is of the
 * policy's first question with a scale of several steps, NPS of its first on 0-10, CES of its first on 1-7. One answer a case
 * counts: the last one in the period; of a wave the row written last, because it corrects. An answer on another scale than the
 * policy's is none. Silence is no score.
 *
 * A case counts as asked where there is a row asked, answered or refused; as refused and as unreached where nothing else
 * came of it. What stands without a case is an answer of its own, asked and answered; nobody asked for a remark.
 */
#ifndef SD_REPORT_OPINION_H
#define SD_REPORT_OPINION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "domain/answers.h"
#include "rules/survey.h"

#define OPINION_EASY 5                   /* CES: of 7 */

struct opinion {
	caseid id;
	instant at;
	uint32_t line;
	int16_t score, wave;
	uint8_t status, is_known;        /* is_known: the log has the case; set by whoever reads it, on the first */
	const char *question, *scale;
	const char *about, *text;        /* "" where they are not kept */
};
struct opinions {
	struct arena arena;              /* texts */
	struct intern words;
	struct opinion *item;            /* by case (none: 0 comes first), wave, line */
	size_t n, alloc;
	/* Of all rows, of whatever form and time: those written after at_most. */
	struct opinion_later {
		uint32_t line;
		caseid id;
		instant at, logged;
	} *later;
	size_t nlater, alloc_later;
	const struct opinions_options *options;  /* while it is read */
};
#define OPINIONS_INIT { .arena = ARENA_INIT, .words = INTERN_INIT }

struct opinions_options {
	instant from, to;                /* rows with `at` in [from, to) are kept */
	instant at_most, known_at;       /* as in answers_options */
	const char *form;                /* this one only; NULL: those of the survey */
	int with_texts;
	int is_aside;                    /* a file without a usable header line is a finding, not a failure */
};

/* A file that is not there is empty; NULL, too. Damaged rows are findings; the path is borrowed by them. */
int opinions_read(struct opinions *o, const char *path, const struct opinions_options *options,
		  struct findings *findings, struct err *err);
void opinions_release(struct opinions *o);

/* The rows of a case, NULL where there are none. Threads may look for different cases at once. */
struct opinion *opinions_find(const struct opinions *o, caseid id, size_t *n);
/* Before all cases are looked at for the last time: one that was known may be void by now. */
void opinions_forget_known(struct opinions *o);
/* Warnings about cases that nobody marked as known. */
void opinions_report_unknown(const struct opinions *o, const char *path, const char *prefix,
			     struct findings *findings);

struct opinion_tally {
	uint64_t n, satisfied;                    /* CSAT */
	uint64_t asked, answered, refused, unreached;   /* cases */
	uint64_t nps_n, promoters, detractors;
	uint64_t ces_n, easy;
	uint64_t without_case;                    /* of n */
	uint64_t cancelled;                       /* cases left out */
};
void opinion_merge(struct opinion_tally *t, const struct opinion_tally *from);

/* The question of the CSAT, of the NPS, of the CES, NULL where the policy has none; the lowest score that is satisfied
 * (without `satisfied` the second highest of the scale). */
const struct policy_question *opinion_question(const struct policy_survey *s);
const struct policy_question *opinion_question_nps(const struct policy_survey *s);
const struct policy_question *opinion_question_ces(const struct policy_survey *s);
int opinion_satisfied(const struct policy_survey *s);

/* What counts of the answers to a question on a scale in [from, to), or NULL. */
const struct opinion *opinion_last(const struct opinion *x, size_t n, const char *question,
				   const char *scale, instant from, instant to);
/* What counts for the CSAT, or NULL; its score, -1: none. */
const struct opinion *opinion_csat(const struct opinion *x, size_t n, const struct policy_survey *s, instant from,
				   instant to);
int opinion_score(const struct opinion *x, size_t n, const struct policy_survey *s, instant from,
		  instant to);

/* -100 .. 100; NaN where n is 0. */
double opinion_nps(uint64_t promoters, uint64_t detractors, uint64_t n);
/* Its 95 % interval; NaN where n is 0. */
void opinion_nps_interval(uint64_t promoters, uint64_t detractors, uint64_t n, double *lo, double *hi);

void opinion_count(struct opinion_tally *t, const struct opinion *x, size_t n,
		   const struct policy_survey *s, instant from, instant to);
void opinion_count_anonymous(struct opinion_tally *t, const struct opinions *o,
			     const struct policy_survey *s, instant from, instant to);

#endif
