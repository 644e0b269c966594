/* sd survey: was the customer satisfied, and did we act on it. */
#include <string.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "cli_main.h"
#include "survey.h"

static const struct survey_verb verbs[] = {
	{ "due", N_("whom to ask now, and what about"), survey_due },
	{ "record", N_("write down what was answered"), survey_record },
	{ "import", N_("take answers from a questionnaire's export"), survey_import },
	{ "report", N_("what the customers answered, in figures and words"), survey_report },
	{ NULL, NULL, NULL },
};

static int print_help(struct cli *cli)
{
	strbuf_addstr(&cli->out, _("usage: sd survey VERB ...\n\n"));
	for (const struct survey_verb *v = verbs; v->name; v++)
		strbuf_addf(&cli->out, "  %-10s %s\n", v->name, _(v->summary));
	strbuf_addstr(&cli->out, _("\n'sd survey VERB --help' tells more; so does 'man sd-survey'.\n"));
	return STATUS_OK;
}

static int unknown_verb(struct cli *cli, const char *name)
{
	struct nearest near = NEAREST_INIT(name);

	for (const struct survey_verb *v = verbs; v->name; v++)
		nearest_offer(&near, v->name);
	if (near.best)
		err_set(&cli->err, STATUS_USAGE, _("unknown verb '%s' (did you mean '%s'?)"), name,
			near.best);
	else
		err_set(&cli->err, STATUS_USAGE, _("unknown verb '%s'; see 'sd survey --help'"), name);
	return STATUS_USAGE;
}

int cmd_survey(struct cli *cli)
{
	const char *name = cli_verb(cli);

	if (!name) {
		if (cli->err.status)
			return (int)cli->err.status;
		if (cli->wants_version) {
			strbuf_addstr(&cli->out, "sd " SD_VERSION "\n");
			return STATUS_OK;
		}
		print_help(cli);
		return cli->wants_help ? STATUS_OK : STATUS_USAGE;
	}
	for (const struct survey_verb *v = verbs; v->name; v++)
		if (!strcmp(v->name, name))
			return v->run(cli);
	return unknown_verb(cli, name);
}

int survey_load(struct logrun *l, struct cli *cli)
{
	if (log_load(l, cli) < 0)
		return -1;
	if (!cli->policy)
		return err_set(&cli->err, STATUS_INPUT,
			       _("there are no questions to ask: the policy cannot be read"));
	return 0;
}

const char *survey_path(struct logrun *l)
{
	const char *path = l->desk.surveys;

	/* "./surveys.csv" reads as "surveys.csv" in messages. */
	if (!strncmp(path, "./", 2))
		path += 2;
	return arena_strdup(&l->cli->findings.arena, path);
}
