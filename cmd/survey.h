/* survey: what the verbs of `sd survey` share. They run as those of `sd log` do (cmd/log.h). */
#ifndef SD_CMD_SURVEY_H
#define SD_CMD_SURVEY_H

#include "domain/answerwriter.h"
#include "log.h"
#include "rules/survey.h"

/* Verbs, ending with one without name. */
struct survey_verb {
	const char *name, *summary;      /* N_() */
	int (*run)(struct cli *cli);
};

typedef int survey_run(struct cli *cli);
survey_run survey_due, survey_record, survey_import, survey_report;

/* Desk, policy and zone; -1 where the policy cannot be used: without it there are no questions. */
int survey_load(struct logrun *l, struct cli *cli);
/* The path of surveys.csv, which findings may name after l is gone. */
const char *survey_path(struct logrun *l);

/* What was said to one question. */
struct survey_answer {
	const struct policy_question *question;  /* NULL: a remark on nothing in particular, or all of them */
	enum answer_status status;
	int score;                               /* -1: none */
	const char *text;                        /* "" where there is none */
};
struct survey_answers {
	struct survey_answer *list;
	size_t n, alloc;
};
void survey_answers_release(struct survey_answers *answers);
void survey_answers_add(struct survey_answers *answers, const struct policy_question *question,
			enum answer_status status, int score, const char *text);

/* "1-5", "yes or no", "in words" */
void survey_range(struct strbuf *out, const struct policy_question *q);

/* An answer that has opened its case again. */
struct survey_low {
	const char *question, *scale, *check;
	int score;
};
/*
 * Who has to know it: named on stderr; those with a channel of the policy's are written to, which waits in the
 * outbox until there are no locks any more (outbox_flush()). The case is l->file.
 */
void survey_tell(struct logrun *l, const struct survey_low *low);

/*
 * The guided call: asks on the terminal, one question after the other. 1, or 0 where nothing was
 * answered, or -1 with err. Nothing is locked meanwhile.
 */
int survey_guide(struct logrun *l, const struct policy_survey *s, struct survey_answers *answers);

#endif
