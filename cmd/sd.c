/*
 * sd: one program for all commands. `sd log` and `sd-log` are the same; a name that is not built
 * in runs the program sd-NAME found on PATH, as git does.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "cli.h"
#include "cli_main.h"

static const struct command {
	const char *name;
	cli_command *run;
	const char *summary;
} commands[] = {
	{ "init", cmd_init, N_("make a desk") },
	{ "log", cmd_log, N_("record and look up what happens to cases") },
	{ "escalate", cmd_escalate, N_("what is due: record it, tell people; and why") },
	{ "survey", cmd_survey, N_("ask customers, write down their answers") },
	{ "report", cmd_report, N_("the figures of a day, a week, a month, any period") },
	{ "policy", cmd_policy, N_("is the policy right, and what does it say") },
	{ NULL, NULL, NULL },
};

static const struct command *find_command(const char *name)
{
	const struct command *c;

	for (c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static void print_help(struct cli *cli)
{
	const struct command *c;

	strbuf_addstr(&cli->out, _("usage: sd [-C DIR] [--policy NAME|FILE] COMMAND ...\n\n"));
	for (c = commands; c->name; c++)
		strbuf_addf(&cli->out, "  %-10s %s\n", c->name, _(c->summary));
	strbuf_addstr(&cli->out, "\n");
	cli_common_help(cli);
	strbuf_addstr(&cli->out, _("\n'sd COMMAND --help' tells more; 'man sd' has a tour of ten minutes.\n"));
}

/* Replaces this process by sd-NAME where PATH has one; returns only where it has not. */
static void run_external(struct cli *cli)
{
	struct strbuf name = STRBUF_INIT;

	if (strchr(cli->argv[0], '/'))
		return;
	strbuf_addf(&name, "sd-%s", cli->argv[0]);
	cli_export(cli);
	execvp(name.buf, cli->argv);
	strbuf_release(&name);
}

static int unknown_command(struct cli *cli)
{
	struct nearest near = NEAREST_INIT(cli->argv[0]);
	const struct command *c;

	cli_language_early(cli);
	for (c = commands; c->name; c++)
		nearest_offer(&near, c->name);
	if (near.best)
		err_set(&cli->err, STATUS_USAGE, _("'%s' is not a command (did you mean '%s'?)"),
			cli->argv[0], near.best);
	else
		err_set(&cli->err, STATUS_USAGE, _("'%s' is not a command; see 'sd --help'"),
			cli->argv[0]);
	return STATUS_USAGE;
}

static int dispatch(struct cli *cli, int argc, char **argv)
{
	const char *base = strrchr(argv[0], '/');
	const struct command *command;
	int used;

	base = base ? base + 1 : argv[0];
	command = strncmp(base, "sd-", 3) ? NULL : find_command(base + 3);
	if (command) {
		cli->argc = argc;
		cli->argv = argv;
		return command->run(cli);
	}
	used = cli_leading(cli, argc, argv);
	if (used < 0)
		return cli->err.status;
	if (cli->wants_version) {
		strbuf_addstr(&cli->out, "sd " SD_VERSION "\n");
		return STATUS_OK;
	}
	cli->argc = argc - used;
	cli->argv = argv + used;
	if (cli->wants_help || !cli->argc || !strcmp(cli->argv[0], "help")) {
		if (cli->argc > 1 && (command = find_command(cli->argv[1]))) {
			static char help[] = "--help";

			cli->argv[0] = cli->argv[1];
			cli->argv[1] = help;
			cli->argc = 2;
			return command->run(cli);
		}
		cli_language_early(cli);
		print_help(cli);
		return cli->wants_help || cli->argc ? STATUS_OK : STATUS_USAGE;
	}
	if (!strcmp(cli->argv[0], "--list-commands")) {
		const struct command *c;

		for (c = commands; c->name; c++)
			strbuf_addf(&cli->out, "%s\n", c->name);
		return STATUS_OK;
	}
	command = find_command(cli->argv[0]);
	if (!command) {
		run_external(cli);
		return unknown_command(cli);
	}
	return command->run(cli);
}

int main(int argc, char **argv)
{
	struct cli cli = { .set = POLICY_SET_INIT, .findings = FINDINGS_INIT, .err = ERR_INIT,
			   .out = STRBUF_INIT };
	int status;

	cli_guard();
	if (argc < 1)
		return STATUS_USAGE;
	status = dispatch(&cli, argc, argv);
	return cli_finish(&cli, status);
}
