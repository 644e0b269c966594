/* sd init: make a desk. */
#include "base/i18n.h"
#include "cli.h"
#include "domain/desk.h"

#define DEFAULT_POLICY "shopping-mall"

enum { OPT_SHARED = 300 };

static const struct cli_option options[] = {
	{ "shared", 0, NULL, N_("for several accounts: folders 2770, files 0660"), OPT_SHARED },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[--policy NAME|FILE] [--shared] DIR"), NULL };
static const struct cli_spec spec = {
	"init", usage, N_("make a desk: a folder with a policy and an empty log"), options
};

int cmd_init(struct cli *cli)
{
	struct desk_options o = { 0 };
	const char *dir;
	int opt;

	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		if (opt == OPT_SHARED)
			o.shared = 1;
	if (opt < 0)
		return cli->err.status;
	if (cli_operands(cli) != 1)
		return cli_usage(cli, _("which folder?"));
	dir = cli_operand(cli, 0);
	if (!cli->policy_arg)
		cli->policy_arg = DEFAULT_POLICY;
	/* Whatever desk this is run in has nothing to do with the new one. */
	if (cli_load(cli, CLI_POLICY) < 0)
		return cli->err.status;
	o.policy = &cli->set;
	if (cli->dry_run)
		cli_say(cli, _("dry run: no desk was made"));
	else if (desk_init(dir, &o, &cli->err) == 0)
		cli_say(cli, _("a desk with the policy '%s' is in '%s'"), cli->policy->name, dir);
	return cli->err.status;
}
