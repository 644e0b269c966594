/* cli_main: the part of cli that only main() in cmd/sd.c uses. */
#ifndef SD_CMD_CLI_MAIN_H
#define SD_CMD_CLI_MAIN_H

#include "cli.h"

#ifndef SD_VERSION
#define SD_VERSION "0.1.0"
#endif

/* Before anything: fds 0-2 are open, memory failure has a message. */
void cli_guard(void);
/* Common options before the command; returns how many words they are (with argv[0]), or -1. */
int cli_leading(struct cli *cli, int argc, char **argv);
/* Tell an external command what the common options said (SD_DESK, SD_NOW ...). */
void cli_export(const struct cli *cli);
/* Choose the language of messages: --lang, else `policy_language`, else the environment. */
void cli_language(struct cli *cli, const char *policy_language);
/* The same before the policy is loaded: for help, and for what is wrong on the command line. */
void cli_language_early(struct cli *cli);
/* Every command has these; ends with a name that is NULL. */
extern const struct cli_option cli_common_options[];
void cli_common_help(struct cli *cli);
void cli_help(struct cli *cli);
/* For completions and the tests that keep help, man pages and completions in step. */
void cli_list_options(struct cli *cli);
/* What a command that stopped in the middle of its options has left. */
void cli_free_parse(struct cli *cli);
/* Findings, the error, stdout; releases everything. Returns the exit status of the process. */
int cli_finish(struct cli *cli, int status);

#endif
