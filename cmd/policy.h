/* sd-policy: the verbs of `sd policy`, one function each; see cmd/cli.h for how a command works. */
#ifndef SD_CMD_SD_POLICY_H
#define SD_CMD_SD_POLICY_H

#include "cli.h"

int policy_cmd_check(struct cli *cli);
int policy_cmd_show(struct cli *cli);
int policy_cmd_calendar(struct cli *cli);
int policy_cmd_doc(struct cli *cli);
int policy_cmd_replay(struct cli *cli);

/* Load the policy that the only operand names, else the desk's. 0, or -1 with cli->err. */
int policy_cmd_load(struct cli *cli, int operands);

#endif
