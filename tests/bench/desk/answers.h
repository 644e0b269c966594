/*
 * answers: surveys.csv of a made-up desk: some of those who were told a result or called back were asked, and
 * answered; and a few observations of the staff.
 *
 *	struct answersheet sheet;
 *	answers_begin(&sheet, &plan);
 *	plan.told = answers_told; plan.told_ctx = &sheet;
 *	desk_run(&plan, &log);
 *	answers_end(&sheet, file);                     // 0, or -1 with errno
 *
 * Nobody answers a 1 or a 2: such a score would take the case up again, and the log has none of that.
 */
#ifndef SD_BENCH_ANSWERS_H
#define SD_BENCH_ANSWERS_H

#include "desk.h"

struct answerrow {
	int64_t at;
	size_t order;
	char id[24];
	const char *form, *about, *status, *question, *scale, *channel, *by, *text;
	int score;                     /* -1: none */
};

struct answersheet {
	const struct desk_plan *plan;
	struct dice dice;
	struct answerrow *row;
	size_t n, alloc;
	char (*asked)[24];             /* cases, in no order */
	size_t nasked, alloc_asked;
};

void answers_begin(struct answersheet *sheet, const struct desk_plan *plan);
/* language: of stories.h, of the case. */
void answers_told(void *ctx, const struct logrow *row, int language);
/* Writes the file and releases the sheet. */
int answers_end(struct answersheet *sheet, FILE *f);

#endif
