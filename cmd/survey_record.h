/* survey_record: what the parts of `sd survey record` share. */
#ifndef SD_CMD_SURVEY_RECORD_H
#define SD_CMD_SURVEY_RECORD_H

#include "survey.h"

#define SURVEY_GIVEN_MAX 100

struct survey_recording {
	struct logrun l;
	const char *score, *question, *form, *about, *ref;
	const char *given[SURVEY_GIVEN_MAX];    /* QUESTION=VALUE */
	size_t ngiven;
	int status;                              /* enum answer_status, or -1 */
	const struct policy_survey *survey;
	struct survey_answers answers;
	struct survey_call *call;                /* of the case, so far */
	size_t ncalls, calls_alloc;
	uint8_t *present;                        /* by answer: recorded under the key already */
	size_t npresent;
};

/* The command line, judged without any file but the policy; loads desk and policy. 0, or -1 with err. */
int survey_record_options(struct survey_recording *r, struct cli *cli);
/* Was nothing given that could be recorded? Then people are asked. */
int survey_is_guided(const struct survey_recording *r);

#endif
