/* log_export: the tables that `sd log export --cases` and `--clocks` print, into cli->out. */
#ifndef SD_CMD_LOG_EXPORT_H
#define SD_CMD_LOG_EXPORT_H

#include "log.h"

/*
 * A row a case (with `clocks` an instance of a clock) of those opened in [from, to), INSTANT_NONE: no bound; or
 * only what the columns are. The log is open. -1 with l->cli->err.
 */
int log_export_cases(struct logrun *l, int clocks, instant from, instant to, int only_describe);

#endif
