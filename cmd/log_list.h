/*
 * log_list: the cases that `sd log list` and `sd log find` select, and their printing.
 *
 *	struct log_selection s = LOG_SELECTION_INIT;
 *	log_select(&s, cli, verb)        options, reading, choosing
 *	log_print(&s)                    in the format asked for, into cli->out
 *	log_selection_release(&s);
 */
#ifndef SD_CMD_LOG_LIST_H
#define SD_CMD_LOG_LIST_H

#include "domain/caselist.h"
#include "log.h"
#include "rules/clock.h"

#define LOG_WORDS_MAX 31

struct log_selection {
	struct logrun l;
	const struct log_verb *verb;
	const char *want[COLUMN_MAX];    /* as given, then as codes */
	const char *customer, *contact;
	const char *from_arg, *to_arg;
	int open, late;
	instant from, to;                /* opened in [from, to) */
	const char *word[LOG_WORDS_MAX];
	size_t nwords;

	struct caselist list;
	struct clockset *clocks;
	struct clock_list instances;
	size_t *chosen;                  /* indexes in list.item */
	size_t nchosen, alloc;
	instant *due;                    /* by index in list.item: the earliest that still runs */
	int16_t *score;                  /* by index in list.item: how satisfied the customer was, -1 unknown */
};

#define LOG_SELECTION_INIT { .l = LOGRUN_INIT, .list = CASELIST_INIT,                        \
			     .instances = CLOCK_LIST_INIT, .from = INSTANT_NONE,            \
			     .to = INSTANT_NONE }

int log_select(struct log_selection *s, struct cli *cli, const struct log_verb *verb);
void log_selection_release(struct log_selection *s);
void log_print(struct log_selection *s);

#endif
