/* log_show: the parts of `sd log show`. */
#ifndef SD_CMD_LOG_SHOW_H
#define SD_CMD_LOG_SHOW_H

#include "domain/answerbook.h"
#include "io/json.h"
#include "log.h"

/* 2026-11-21 09:05 */
void log_add_minute(const struct logrun *l, struct strbuf *out, instant t);

/* The answers about the case in l->file. 0, or -1 with err. */
int log_answers(struct logrun *l, struct answerbook *book);
void log_show_answers(struct logrun *l, const struct answerbook *book, size_t width);
void log_put_answers(struct logrun *l, const struct answerbook *book, struct json_writer *w);

#endif
