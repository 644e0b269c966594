/* survey_import: what the parts of `sd survey import` share: the rows of the export, and the cases they are about. */
#ifndef SD_CMD_SURVEY_IMPORT_H
#define SD_CMD_SURVEY_IMPORT_H

#include "domain/caselist.h"
#include "domain/customerindex.h"
#include "domain/surveyimport.h"
#include "rules/surveymatch.h"
#include "survey.h"

/* Whom a row may be about, before and after the cases are known. */
struct survey_import_row {
	caseid id;                       /* named by the row, or found; 0: none */
	const struct customer *customer; /* by the row's contact, else the case's, or NULL */
	uint8_t known, aside;            /* all of it is recorded already; a finding was made */
};

struct survey_cases {
	struct logrun *l;
	struct surveyimport *im;
	struct survey_import_row *row;   /* by row of the import */
	struct customerindex customers;
	struct intern wanted;            /* customers and values that cases are looked for by */
	caseid *id;                      /* that may be meant; sorted, once each */
	size_t nids, alloc_ids;
	struct caselist list;
	struct surveymatch match;
	int have_customers, have_match;
};

/* A finding at a place of the export; the row is set aside. */
__attribute__((format(printf, 4, 5)))
void survey_import_refuse(struct survey_cases *c, size_t i, struct surveyimport_place place,
			  const char *fmt, ...);

/* Reads customers and cases that the rows not known may be about. The row[] is the caller's. -1 with err. */
int survey_cases_read(struct survey_cases *c);
/* A row of surveys.csv that is there already, in the file's order; before any survey_cases_find(). */
void survey_cases_called(struct survey_cases *c, const struct answer *a);
/* Which case row i is about: row[i].id, 0 where it is about none. -1 where that is wrong, with a finding. */
int survey_cases_find(struct survey_cases *c, size_t i);
/* The case's place in the list, or -1 where the row is about none. */
ssize_t survey_cases_item(const struct survey_cases *c, size_t i);
void survey_cases_release(struct survey_cases *c);

#endif
