/*
 * surveymatch: which case an answer is about that does not name it, and which wave (C8, C13). Pure.
 *
 *	struct surveymatch m;
 *	surveymatch_init(&m, &list, set);                       // all cases that may be meant
 *	surveymatch_index(&m, COLUMN_CUSTOMER, "c0001", i);     // of case list.item[i]
 *	surveymatch_called(&m, i, &call);                       // rows of surveys.csv, in their order
 *	switch (surveymatch_find(&m, COLUMN_CUSTOMER, "c0001", at, 1, &i)) ...
 *	wave = surveymatch_wave(&m, i, at);
 *	surveymatch_release(&m);
 *
 * An answer at t is about the newest case (by its open) with that value that was opened by t, was not
 * cancelled, and is ready at t: since its last reopen it was resolved, an event of `after` happened,
 * or somebody was asked. Two that are equally new are told apart by nobody.
 */
#ifndef SD_RULES_SURVEYMATCH_H
#define SD_RULES_SURVEYMATCH_H

#include "base/intern.h"
#include "domain/caselist.h"
#include "rules/survey.h"

struct surveymatch {
	const struct caselist *list;
	const struct policy_set *set;
	struct intern values;            /* column and value */
	uint32_t *first;                 /* by value: link + 1 */
	size_t alloc_first;
	struct surveymatch_link {
		uint32_t item, next;
	} *link;
	size_t nlinks, alloc_links;
	uint32_t *called;                /* by case: the last call + 1 */
	struct surveymatch_call {
		struct survey_call call;
		uint32_t before;         /* call + 1 */
	} *call;
	size_t ncalls, alloc_calls;
	struct survey_call *scratch;
	size_t alloc_scratch;
	struct strbuf word;
};

void surveymatch_init(struct surveymatch *m, const struct caselist *list,
		      const struct policy_set *set);
void surveymatch_release(struct surveymatch *m);

/* Index in the list, or -1. */
ssize_t surveymatch_case(const struct surveymatch *m, caseid id);
void surveymatch_index(struct surveymatch *m, int column, const char *value, size_t item);
void surveymatch_called(struct surveymatch *m, size_t item, const struct survey_call *call);

enum surveymatch_result { SURVEYMATCH_NONE, SURVEYMATCH_ONE, SURVEYMATCH_SEVERAL };
/*
 * With `ready` only a case that is ready; else, where none is, the newest one: an order's number
 * leaves no doubt.
 */
enum surveymatch_result surveymatch_find(struct surveymatch *m, int column, const char *value,
					 instant at, int ready, size_t *item);

/* The wave that an answer at t belongs to, by the policy in force for the case. */
int surveymatch_wave(struct surveymatch *m, size_t item, instant at);
/* That policy's questions. */
const struct policy_survey *surveymatch_survey(const struct surveymatch *m, size_t item);

#endif
