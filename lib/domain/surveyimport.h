/*
 * surveyimport: rows of a questionnaire's export as answers, by a surveymap. Writes nothing, and knows no cases: which
 * one is meant is found later (rules/surveymatch.h).
 *
 *	struct surveyimport im;
 *	surveyimport_init(&im, map, set, now, "export.csv", &findings);
 *	while ((got = csv_next(r, &row, &err)) > 0)
 *		surveyimport_row(&im, &row);
 *	if (im.nshifted) ...                       // columns are not where the header says: take nothing
 *	for each im.row[i], each im.answer[k] of it ...
 *	surveyimport_release(&im);
 *
 * A row that cannot be taken is a finding with line and column and is set aside (im.in). The key of a row is the
 * map's name, a slash, and what the map's key columns say; without such columns the first 16 hex digits
 * of the SHA-256 of the row's bytes, from the second equal row on with its number. Memory is
 * proportional to what was answered.
 */
#ifndef SD_DOMAIN_SURVEYIMPORT_H
#define SD_DOMAIN_SURVEYIMPORT_H

#include "base/intern.h"
#include "domain/answers.h"
#include "domain/importrows.h"
#include "domain/surveymap.h"

#define SURVEYIMPORT_REMARK UINT32_MAX   /* an answer to no question in particular */

struct surveyimport_place {
	uint32_t line, column;
};

/* Strings are numbers in `words`, 0 is "". */
struct surveyimport_answer {
	uint32_t question;               /* of the map, or SURVEYIMPORT_REMARK */
	uint32_t value;                  /* of a score: as answers_parse() takes it */
	uint32_t text;
	struct surveyimport_place place;
};

struct surveyimport_row {
	instant at;
	uint32_t line;
	uint32_t key, form, about, by, channel;
	uint32_t reference, name, contact;
	uint32_t match;                  /* index in `match`, one a source of the map */
	uint32_t first, n;               /* of `answer` */
	struct surveyimport_place reference_at, customer_at;
	uint8_t status;                  /* enum answer_status */
};

struct surveyimport {
	struct importrows in;
	const struct surveymap *map;
	const struct policy *policy;
	struct intern words;
	struct surveyimport_row *row;
	size_t n, alloc;
	struct surveyimport_answer *answer;
	size_t nanswers, answers_alloc;
	uint32_t *match;
	size_t nmatch, match_alloc;
	struct intern seen;              /* keys of rows, with the question of the long form .. */
	struct surveyimport_seen {
		uint32_t line, times;
		char digest[16];
	} *sight;                        /* .. and where they were seen first */
	size_t sights_alloc;
	size_t nshifted;                 /* rows whose cells are not under their names */
	size_t nempty;                   /* rows in which nothing was answered */
	size_t nrepeated;                /* rows that stand in the file twice */
	struct strbuf scratch;
};

void surveyimport_init(struct surveyimport *im, const struct surveymap *map,
		       const struct policy_set *set, instant now, const char *file,
		       struct findings *findings);
void surveyimport_release(struct surveyimport *im);

void surveyimport_row(struct surveyimport *im, const struct csv_row *row);

/* The word of a number; it lives until surveyimport_release(). */
const char *surveyimport_word(const struct surveyimport *im, uint32_t word);

#endif
