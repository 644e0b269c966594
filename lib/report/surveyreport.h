/*
 * surveyreport: what the customers answered (`sd survey report`): by question, by what their cases are, by week or
 * month, wave against wave, what those said who were not content; and apart from all that the observations of staff.
 *
 *	struct surveyreport r = SURVEYREPORT_INIT;
 *	if (surveyreport_read(&r, &options, &log, &findings, &err) < 0) ...
 *	surveyreport_json(&r, &out);                   // or _csv, or _doc for text, Markdown, html
 *	surveyreport_release(&r);
 *
 * Cohort, question and what counts of several answers: report/opinion.h; the sums are those of `sd report`. Breakdowns have
 * answers with a case only. A group of fewer than SURVEYREPORT_SMALL answers is not ranked: those stand below the others,
 * in the order of their names.
 */
#ifndef SD_REPORT_SURVEYREPORT_H
#define SD_REPORT_SURVEYREPORT_H

#include "domain/caselist.h"
#include "report/opinion.h"
#include "report/period.h"
#include "report/render.h"

#define SURVEYREPORT_SMALL 30
#define SURVEYREPORT_SCORES 11           /* 0 .. 10 */

struct surveyreport_question {
	const char *name, *scale;
	const struct policy_question *question;  /* NULL: the policy has none of that name */
	int is_main;                             /* the one of the CSAT */
	int lowest;                              /* score that is satisfied */
	uint64_t n, count[SURVEYREPORT_SCORES];
};

/* A group: of cases with a value, of answers of a week or month. */
struct surveyreport_group {
	const char *value;
	instant from, to;                        /* of a stretch of time */
	struct opinion_tally all;
};
struct surveyreport_dim {
	int column;
	struct surveyreport_group *group;
	size_t n, alloc;
};

/* The same cases in the first two waves. */
struct surveyreport_waves {
	uint64_t cases, satisfied[2], better, same, worse;
};

/* Words of somebody who was not content. */
struct surveyreport_low {
	const char *case_id, *customer, *question, *scale, *text;
	instant at;
	int score;                               /* of the case's answer */
};

struct surveyreport_observation {
	const char *about, *question, *scale;
	int lowest;
	uint64_t n, satisfied;
};

struct surveyreport {
	const struct surveyreport_options *options;
	const struct policy *policy;
	struct opinions answers, observed;
	struct caselist cases;
	instant from;                            /* of the period; since ever: of the first answer */
	struct opinion_tally all;
	struct surveyreport_question *question;  size_t nquestions, alloc_questions;
	struct surveyreport_dim *dim;            size_t ndims;
	struct surveyreport_group *trend;        size_t ntrend, alloc_trend;
	int is_monthly;
	struct surveyreport_waves waves;
	struct surveyreport_low *low;            size_t nlow, alloc_low;  /* the latest first */
	struct surveyreport_observation *observation; size_t nobservations, alloc_observations;
};
#define SURVEYREPORT_INIT { .answers = OPINIONS_INIT, .observed = OPINIONS_INIT, .cases = CASELIST_INIT }

/* Borrowed while the report lives. */
struct surveyreport_options {
	const struct policy_set *set;
	const char *surveys;             /* path */
	const char *form;                /* or NULL: those of the survey */
	struct period_bounds bounds;
	instant as_of, known_at;         /* known_at: INSTANT_NONE: all */
	const struct zone *zone;
	const int *by;                   /* columns */
	int nby;
};

/* -1 with err: reading failed. */
int surveyreport_read(struct surveyreport *r, const struct surveyreport_options *options,
		      struct caselog *log, struct findings *findings, struct err *err);
void surveyreport_release(struct surveyreport *r);

void surveyreport_text(const struct surveyreport *r, struct report_out *to, const struct report_style *style);
void surveyreport_markdown(const struct surveyreport *r, struct report_out *to, const struct report_style *style);
void surveyreport_html(const struct surveyreport *r, struct report_out *to, const struct report_style *style);
void surveyreport_json(const struct surveyreport *r, struct strbuf *out);
void surveyreport_csv(const struct surveyreport *r, struct strbuf *out);

/* Of a question: how many were satisfied, answered 5 of 7 and more, recommend, do not, said yes. */
struct surveyreport_sums {
	uint64_t satisfied, easy, promoters, detractors, yes;
};
struct surveyreport_sums surveyreport_sums(const struct surveyreport_question *q);

#endif
