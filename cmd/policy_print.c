/* sd policy show, sd policy doc: the policy in words. */
#include <string.h>

#include "base/i18n.h"
#include "report/policydoc.h"
#include "report/policyshow.h"
#include "policy.h"

static const char *const show_usage[] = { N_("[FILE|NAME]"), NULL };
static const struct cli_spec show_spec = {
	"policy show", show_usage, N_("Prints a policy as it was understood."), NULL
};

int policy_cmd_show(struct cli *cli)
{
	if (cli_begin(cli, &show_spec) < 0 || cli_next(cli) < 0 ||
	    cli_want_format(cli, FORMAT_TEXT, 1 << FORMAT_TEXT | 1 << FORMAT_JSON) < 0 ||
	    policy_cmd_load(cli, 1) < 0)
		return (int)cli->err.status;
	if (cli->format == FORMAT_JSON)
		policyshow_json(&cli->out, &cli->set);
	else
		policyshow_text(&cli->out, &cli->set);
	return STATUS_OK;
}

enum { OPT_POSTER = 1 };

static const struct cli_option doc_options[] = {
	{ "poster", 0, NULL, N_("the short version for customers"), OPT_POSTER },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const doc_usage[] = { N_("[--lang zh|en] [--poster] [FILE|NAME]"), NULL };
static const struct cli_spec doc_spec = {
	"policy doc", doc_usage,
	N_("Prints the written procedure as Markdown: steps, owners, limits, forms, clauses."), doc_options
};

int policy_cmd_doc(struct cli *cli)
{
	int opt, poster = 0;

	if (cli_begin(cli, &doc_spec) < 0)
		return (int)cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		poster |= opt == OPT_POSTER;
	if (opt < 0 || cli_want_format(cli, FORMAT_MD, 1 << FORMAT_MD) < 0 || policy_cmd_load(cli, 1) < 0)
		return (int)cli->err.status;
	if (poster)
		policydoc_poster(&cli->out, &cli->set, cli->lang);
	else
		policydoc_write(&cli->out, &cli->set, cli->lang);
	return STATUS_OK;
}
