/* report: what the parts of `sd report` share; see cmd/cli.h for how a command works. */
#ifndef SD_CMD_REPORT_H
#define SD_CMD_REPORT_H

#include "cli.h"
#include "report/figures.h"

/* Is that a channel of the policy, and is there a desk to keep what cannot be sent? 0, or -1 with err. */
int report_check_channel(struct cli *cli, const char *channel);
/* Sends the first screen through it. -1 with err (STATUS_SYSTEM) where it has to be sent again. */
int report_send(struct cli *cli, const char *channel, const struct figures *figures);

#endif
