/*
 * answers: surveys.csv, what customers (and observers of staff) were asked and said (design section 1).
 *
 *	int take(void *ctx, const struct answer *a) { ...; return 0; }
 *	answers_read(desk.surveys, &options, &findings, take, ctx, &err)
 *
 * The grammar is the log's (domain/row.h): one row is one physical line, only `text` may be quoted, check values
 * chain the rows, `logged` (or `at`) is the order key. A row holds one question. Its status is
 *
 *	asked       it was sent or put, the answer is still to come
 *	answered    score and scale; of an open question the words, in text
 *	refused     the customer did not want to answer (empty question: any of them)
 *	unreached   nobody was there (empty question, mostly)
 *
 * `case` is empty in the suggestion box and for anonymous answers. `form` is "survey", of later waves
 * "survey-2" and so on, "observation" (of staff, `about` says whom), or any other code. An answer is
 * never changed: a later row for the same form, case and question counts instead (domain/answerbook.h).
 *
 * A damaged row is a finding with its line and is passed over. Readers take no lock and read to the last newline. The
 * value of a check is not computed here.
 */
#ifndef SD_DOMAIN_ANSWERS_H
#define SD_DOMAIN_ANSWERS_H

#include <sys/types.h>

#include "base/err.h"
#include "base/finding.h"
#include "domain/caseid.h"
#include "domain/policy.h"
#include "domain/row.h"
#include "values/instant.h"

/* The columns, in the order of the header that `sd init` writes. */
enum answers_column {
	ANSWERS_AT, ANSWERS_LOGGED, ANSWERS_FORM, ANSWERS_CASE, ANSWERS_ABOUT, ANSWERS_STATUS,
	ANSWERS_QUESTION, ANSWERS_SCORE, ANSWERS_SCALE, ANSWERS_CHANNEL, ANSWERS_BY, ANSWERS_KEY,
	ANSWERS_TEXT, ANSWERS_CHECK, ANSWERS_COLUMNS
};
const char *answers_column_name(int column);      /* NULL past the last */
struct vocabulary vocabulary_of_answers(void);

enum answer_status { SURVEY_ASKED, SURVEY_ANSWERED, SURVEY_REFUSED, SURVEY_UNREACHED };
const char *answer_status_name(enum answer_status status);
int answer_status_find(const char *name, size_t n);       /* or -1 */

#define SURVEY_FORM      "survey"
#define OBSERVATION_FORM "observation"

/* The form of a wave, counted from 0: "survey", "survey-2" ...; and back: -1 where it is none of them. */
void answers_wave_form(struct strbuf *out, size_t wave);
int answers_form_wave(const char *form);

/*
 * The column `scale` of a question's answers: "5" (1 to 5), "7" (1 to 7), "10" (0 to 10), "yes-no"
 * (1 is yes, 0 no), "text" (no score). answers_range(): 0, or -1 where the scale has no scores or is unknown.
 */
const char *answers_scale(const struct policy_question *q);
int answers_range(const char *scale, int *from, int *to);

/*
 * What people write for an answer: a number, yes or no (in words of either language), words. -1 with
 * err (STATUS_INPUT) that names the question, what it takes, and the value.
 */
int answers_parse(const struct policy_question *q, const char *value, int *score, struct err *err);

/*
 * Which part of the cases a sample asks: a number in [0, 1) that only depends on the id as it stands in the log, the
 * first 8 hex digits of SHA-256("survey,ID") divided by 2^32. Asked are those below the share.
 */
double answers_draw(const char *id);

/* A row. Strings are NUL-terminated, never NULL, text unescaped; they live until the callback returns. */
struct answer {
	instant at, key;
	size_t line;
	caseid id;                       /* 0: no case */
	enum answer_status status;
	int score;                       /* -1: none */
	const char *cell[ANSWERS_COLUMNS];
};

struct answers_options {
	instant at_most, known_at;       /* not 0: pass over rows with a later `at`, order key */
	int quiet;                       /* no findings: of a second pass */
	off_t from;                      /* offset of a row's start; 0: the first. Then lines are counted from there */
};

/* Non-zero stops and is the result of answers_read() or answers_since(). */
typedef int answers_fn(void *ctx, const struct answer *a);

/* A file that does not exist is an empty one. The path is borrowed by the findings. 0, the callback's, or -1. */
int answers_read(const char *path, const struct answers_options *options, struct findings *findings,
		 answers_fn *fn, void *ctx, struct err *err);

/*
 * The rows whose order key is `key` or later, reading the file's end only: a look, not a judgement, so there are no
 * findings. A file that does not exist or cannot be understood has none.
 */
int answers_since(const char *path, instant key, answers_fn *fn, void *ctx, struct err *err);

#endif
