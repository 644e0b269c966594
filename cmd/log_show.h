/* log_show: the parts of `sd log show`. */
#ifndef SD_CMD_LOG_SHOW_H
#define SD_CMD_LOG_SHOW_H

#include "domain/answerbook.h"
#include "io/json.h"
#include "log.h"
#include "rules/clock.h"

struct show {
	struct logrun l;
	size_t width;
	struct clockset *clocks;
	struct clock_list instances;
	struct answerbook answers;
	struct log_link link;
};

/* The case in two of its forms; the text is log_show.c's own. */
void log_show_json(struct show *s);
void log_show_slip(struct show *s);

/* What the forms share: words in the user's language, all borrowed. */
const char *log_show_label(const struct show *s, int column, const char *scope, const char *code);
const char *log_show_column(const struct show *s, int column);
const char *log_show_clock(struct show *s, const struct clock_instance *x);
const char *log_show_task(const struct show *s, const struct clock_instance *x);
/* The next column after this one (-1: the first) that classifies the case and is not empty; -1: none. */
int log_show_next_column(const struct show *s, int column);
void log_show_text(const struct show *s, struct strbuf *out, const struct casefile_row *row);
int log_show_is_running(const struct clock_instance *x);

/* 2026-11-21 09:05 */
void log_add_minute(const struct logrun *l, struct strbuf *out, instant t);

/* The answers about the case in l->file. 0, or -1 with err. */
int log_answers(struct logrun *l, struct answerbook *book);
void log_show_answers(struct logrun *l, const struct answerbook *book, size_t width);
void log_put_answers(struct logrun *l, const struct answerbook *book, struct json_writer *w);

#endif
