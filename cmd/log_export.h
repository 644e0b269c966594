/* log_export: the tables that `sd log export --cases` and `--clocks` print, into cli->out. */
#ifndef SD_CMD_LOG_EXPORT_H
#define SD_CMD_LOG_EXPORT_H

#include "log.h"

struct case_export {
	int clocks;                      /* a row an instance of a clock instead of a row a case */
	int only_describe;               /* what the columns are */
	int guard;                       /* csv_add_code() */
	instant from, to;                /* cases opened in [from, to); INSTANT_NONE: no bound */
};

/* The log is open. -1 with l->cli->err. */
int log_export_cases(struct logrun *l, const struct case_export *what);

#endif
