/* sd survey record: its options. */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "survey_record.h"

enum {
	OPT_SCORE = 300, OPT_QUESTION, OPT_ANSWER, OPT_TEXT, OPT_REFUSED, OPT_UNREACHED, OPT_ASKED,
	OPT_CHANNEL, OPT_BY, OPT_AT, OPT_KEY, OPT_FORM, OPT_ABOUT
};

static const struct cli_option options[] = {
	{ "score", 0, N_("N"), N_("the answer: a number on the question's scale, or yes, no"), OPT_SCORE },
	{ "question", 0, N_("QUESTION"), N_("which one; default: overall"), OPT_QUESTION },
	{ "answer", 0, N_("QUESTION=VALUE"), N_("one of several answers; may be repeated"), OPT_ANSWER },
	{ "text", 't', N_("TEXT"), N_("in the customer's words; '-' reads standard input"), OPT_TEXT },
	{ "refused", 0, NULL, N_("the customer did not want to answer"), OPT_REFUSED },
	{ "unreached", 0, NULL, N_("nobody was reached"), OPT_UNREACHED },
	{ "asked", 0, NULL, N_("the questions were sent, the answer is still to come"), OPT_ASKED },
	{ "channel", 0, N_("CHANNEL"), N_("how the customer was asked"), OPT_CHANNEL },
	{ "form", 0, N_("FORM"), N_("default: survey, of a later wave survey-2 ...; or observation"), OPT_FORM },
	{ "about", 0, N_("NAME"), N_("whom an observation is about"), OPT_ABOUT },
	{ "by", 0, N_("NAME"), N_("who asked; default SD_USER, else the login name"), OPT_BY },
	{ "at", 0, N_("TIME"), N_("when it happened; default now"), OPT_AT },
	{ "key", 0, N_("KEY"), N_("makes a retry safe: the same key is recorded once"), OPT_KEY },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = {
	N_("CASE [--score N] [--question QUESTION] [--text TEXT] [--answer QUESTION=VALUE ...]"),
	N_("CASE --refused | --unreached | --asked"),
	N_("--form observation --about NAME --answer QUESTION=VALUE ..."),
	N_("[--channel CHANNEL] --text TEXT"),
	NULL
};
static const struct cli_spec spec = {
	"survey record", usage,
	N_("Write down what was answered; on a terminal, without answers: a guided call."), options
};

static int take_status(struct survey_recording *r, enum answer_status status)
{
	if (r->status >= 0 && r->status != (int)status)
		return cli_usage(r->l.cli, _("only one of --refused, --unreached and --asked")), -1;
	r->status = (int)status;
	return 0;
}

static int take_option(struct survey_recording *r, int opt)
{
	const char *arg = r->l.cli->arg;

	switch (opt) {
	case OPT_SCORE: r->score = arg; return 0;
	case OPT_QUESTION: r->question = arg; return 0;
	case OPT_TEXT: r->l.given[LOG_TEXT] = arg; return 0;
	case OPT_CHANNEL: r->l.given[LOG_CHANNEL] = arg; return 0;
	case OPT_BY: r->l.given[LOG_BY] = arg; return 0;
	case OPT_AT: r->l.given[LOG_AT] = arg; return 0;
	case OPT_KEY: r->l.given[LOG_KEY] = arg; return 0;
	case OPT_FORM: r->form = arg; return 0;
	case OPT_ABOUT: r->about = arg; return 0;
	case OPT_REFUSED: return take_status(r, SURVEY_REFUSED);
	case OPT_UNREACHED: return take_status(r, SURVEY_UNREACHED);
	case OPT_ASKED: return take_status(r, SURVEY_ASKED);
	default: break;
	}
	if (r->ngiven == SURVEY_GIVEN_MAX)
		return cli_usage(r->l.cli, _("at most %d answers"), SURVEY_GIVEN_MAX), -1;
	r->given[r->ngiven++] = arg;
	return 0;
}

int survey_is_guided(const struct survey_recording *r)
{
	return !r->score && !r->ngiven && r->status < 0 && !r->l.given[LOG_TEXT];
}

static int read_options(struct survey_recording *r, struct cli *cli)
{
	int opt;

	r->l.cli = cli;
	r->status = -1;
	while ((opt = cli_next(cli)) > 0)
		if (take_option(r, opt) < 0)
			return -1;
	if (opt < 0)
		return -1;
	if (cli_operands(cli) > 1)
		return cli_usage(cli, _("one case at a time")), -1;
	r->ref = cli_operands(cli) ? cli_operand(cli, 0) : NULL;
	if (r->status >= 0 && (r->score || r->ngiven))
		return cli_usage(cli, _("--%s and an answer exclude each other"),
				 answer_status_name((enum answer_status)r->status)), -1;
	if (r->ngiven && (r->score || r->question))
		return cli_usage(cli, _("--answer names its question; --score and --question are for one answer")), -1;
	if (r->form && (!*r->form || row_code_check("form", r->form, strlen(r->form), &cli->err) < 0))
		return cli->err.status ? -1 : (cli_usage(cli, _("--%s is empty"), "form"), -1);
	if (survey_is_guided(r) && !isatty(STDIN_FILENO))
		return cli_usage(cli, _("what was answered? --score, --answer, --text, --refused, --unreached or --asked")), -1;
	return 0;
}

static int check_people(struct survey_recording *r)
{
	struct cli *cli = r->l.cli;
	int is_observation = r->form && !strcmp(r->form, OBSERVATION_FORM);

	if (is_observation && !r->about)
		return cli_usage(cli, _("an observation needs --about")), -1;
	if (!r->about)
		return 0;
	if (!*r->about)
		return cli_usage(cli, _("--%s is empty"), "about"), -1;
	r->about = policy_value(cli->policy, COLUMN_BY, NULL, r->about, &cli->err);
	if (!r->about)
		return err_prefix(&cli->err, "--about");
	if (row_code_check("about", r->about, strlen(r->about), &cli->err) < 0)
		return -1;
	if (!strcmp(r->about, r->l.by))
		return err_set(&cli->err, STATUS_INPUT,
			       _("'%s' is whom it is about; somebody else must observe and ask"),
			       r->about);
	return 0;
}

static int complete_channel(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	const char **channel = &l->given[LOG_CHANNEL];

	if (!*channel)
		return 0;
	*channel = policy_value(l->cli->policy, COLUMN_CHANNEL, NULL, *channel, &l->cli->err);
	return *channel ? row_code_check("channel", *channel, strlen(*channel), &l->cli->err) : -1;
}

int survey_record_options(struct survey_recording *r, struct cli *cli)
{
	if (cli_begin(cli, &spec) < 0 || read_options(r, cli) < 0 || survey_load(&r->l, cli) < 0 ||
	    log_take_given(&r->l) < 0 || check_people(r) < 0)
		return -1;
	return complete_channel(r);
}
