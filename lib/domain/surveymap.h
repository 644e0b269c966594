/*
 * surveymap: how the export of a questionnaire becomes answers of surveys.csv (sd-import(5)).
 *
 *	struct surveymap *m = surveymap_load("wjx.yaml", set, survey, findings, &err);
 *	if (surveymap_bind(m, reader, findings, &err) < 0) ...   // columns by name
 *	surveymap_free(m);
 *
 * Wide: a row is what one person said, a column a question. Long (`question:` is given): a row is
 * one question. As strict as a policy; everything lives until surveymap_free(), set and survey are borrowed.
 */
#ifndef SD_DOMAIN_SURVEYMAP_H
#define SD_DOMAIN_SURVEYMAP_H

#include "domain/importtable.h"

struct surveymap_question {
	const char *name;
	const struct policy_question *question;  /* as the newest policy that knows it has it */
	struct import_source score;              /* long form: its values only */
	struct import_source text;               /* wide form: the words that belong to the score */
};

struct surveymap {
	struct importtable table;
	struct import_column at, reference;      /* reference: the column of `case`; name NULL: none */
	struct import_source form, about, by, channel, status, text;
	struct import_source question, answer;   /* long form */
	struct import_source *match;             /* class columns of the case */
	size_t nmatch;
	struct surveymap_question *ask;
	size_t nask;
};

static inline int surveymap_is_long(const struct surveymap *m)
{
	return import_source_is_given(&m->question);
}

/* `survey`: what is asked where a policy has no `survey:` (rules/survey.h: survey_of()). */
struct surveymap *surveymap_load(const char *path, const struct policy_set *set,
				 const struct policy_survey *survey, struct findings *findings,
				 struct err *err);
void surveymap_free(struct surveymap *m);

/* Finds every column in the reader's header; -1 with findings (place in the map) for those missing. */
int surveymap_bind(struct surveymap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err);

/* Index of a question by its name in the policy, or -1. */
int surveymap_question(const struct surveymap *m, const char *name);

#endif
