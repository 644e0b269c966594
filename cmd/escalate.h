/* escalate: what the parts of `sd escalate` share; see cmd/cli.h for how a command works. */
#ifndef SD_CMD_ESCALATE_H
#define SD_CMD_ESCALATE_H

#include "cli.h"
#include "report/escalation.h"

/* `sd escalate` without a verb: what is due now is recorded. */
int escalate_run(struct cli *cli);
/*
 * Tells those concerned of what is in the log: reads what was written since, so that what x has found before is gone. 0,
 * or -1 with err where the log cannot be read or written; a message that fails is a warning.
 */
int escalate_notify(struct cli *cli, struct escalation *x);
/* `sd escalate message`: what a sender passes on, as mail or as a chat service takes it. */
int escalate_message(struct cli *cli);

/* `sd escalate watch`: what is open, on a terminal. */
int escalate_watch(struct cli *cli);

#endif
