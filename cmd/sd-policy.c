/* sd policy: is the policy right, what does it say, when do its calendars count. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "io/json.h"
#include "policy.h"

static const struct verb {
	const char *name;
	int (*run)(struct cli *cli);
	const char *summary;
} verbs[] = {
	{ "check", policy_cmd_check, N_("report all that is wrong or doubtful in a policy") },
	{ "show", policy_cmd_show, N_("print a policy as it was understood") },
	{ "calendar", policy_cmd_calendar, N_("business time between two instants, or days open") },
	{ "doc", policy_cmd_doc, N_("print the written procedure, or the poster for customers") },
	{ "replay", policy_cmd_replay, N_("the past under a draft, compared with the policy in force") },
};

static const char *const policy_usage[] = {
	N_("check [FILE]"),
	N_("show [--format text|json] [FILE]"),
	N_("calendar [NAME] [--between A B | --from A --add TIME | --days N]"),
	N_("doc [--lang zh|en] [--poster] [FILE]"),
	N_("replay DRAFT [--from DATE] [--to DATE] [DESK]"),
	NULL
};
static const struct cli_spec policy_spec = {
	"policy", policy_usage, N_("Checks and prints the rules in force."), NULL
};

int policy_cmd_load(struct cli *cli, int operands)
{
	if (cli_operands(cli) > operands) {
		cli_usage(cli, _("'%s' is one operand too many"), cli_operand(cli, operands));
		return -1;
	}
	if (operands && cli_operands(cli))
		cli->policy_arg = cli_operand(cli, 0);
	return cli_load(cli, CLI_POLICY);
}

static const char *const check_usage[] = { N_("[FILE|NAME]"), NULL };
static const struct cli_spec check_spec = {
	"policy check", check_usage,
	N_("Reports everything that is wrong in a policy, all in one run, and warns of what is doubtful."),
	NULL
};

static void check_json(struct cli *cli)
{
	static const char *const grades[] = { "note", "warning", "error" };
	struct json_writer w = JSON_WRITER_INIT;
	size_t i;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.policy-check/1");
	json_put_cstring(&w, "policy", cli->policy ? cli->policy->name : NULL);
	json_begin_array(&w, "findings");
	for (i = 0; i < cli->findings.n; i++) {
		const struct finding *x = &cli->findings.list[i];

		json_begin_object(&w, NULL);
		json_put_cstring(&w, "file", x->file);
		json_put_integer(&w, "line", (int64_t)x->line);
		json_put_integer(&w, "column", (int64_t)x->column);
		json_put_cstring(&w, "grade", grades[x->grade]);
		json_put_cstring(&w, "message", x->msg);
		json_end(&w);
	}
	json_end(&w);
	json_end(&w);
	json_finish(&w, &cli->out, 2);
	json_writer_release(&w);
}

static void check_text(struct cli *cli)
{
	const struct policy *p = cli->policy;
	size_t warnings = cli->findings.count[GRADE_WARNING], clocks = 0, i;

	for (i = 0; i < p->nclocks; i++)
		clocks += !p->clock[i].is_implied;

	strbuf_addf(&cli->out,
		    _("%s: policy '%s' is fine (versions %zu, clocks %zu, steps %zu, warnings %zu)\n"),
		    p->path, p->name, cli->set.n, clocks, p->nsteps, warnings);
}

int policy_cmd_check(struct cli *cli)
{
	int result;

	if (cli_begin(cli, &check_spec) < 0 || cli_next(cli) < 0 ||
	    cli_want_format(cli, FORMAT_TEXT, 1 << FORMAT_TEXT | 1 << FORMAT_JSON) < 0)
		return (int)cli->err.status;
	result = policy_cmd_load(cli, 1);
	if (result == 0)
		policy_check(&cli->set, &cli->findings);
	if (cli->format == FORMAT_JSON && (result == 0 || cli->err.status == STATUS_INPUT))
		check_json(cli);
	else if (result == 0)
		check_text(cli);
	return result < 0 ? (int)cli->err.status : STATUS_OK;
}

static int unknown_verb(struct cli *cli, const char *name)
{
	struct nearest near = NEAREST_INIT(name);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		nearest_offer(&near, verbs[i].name);
	if (near.best)
		return cli_usage(cli, _("'%s' is not a subcommand of sd policy (did you mean '%s'?)"),
				 name, near.best);
	return cli_usage(cli, _("'%s' is not a subcommand of sd policy"), name);
}

static int help(struct cli *cli)
{
	static char policy[] = "policy", option[] = "--help";
	static char *argv[] = { policy, option, NULL };
	size_t i;

	cli->argc = 2;
	cli->argv = argv;
	if (cli_begin(cli, &policy_spec) < 0 || cli_next(cli) >= 0)
		return (int)cli->err.status;
	strbuf_addch(&cli->out, '\n');
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		strbuf_addf(&cli->out, "  %-10s %s\n", verbs[i].name, _(verbs[i].summary));
	return (int)cli->err.status;
}

int cmd_policy(struct cli *cli)
{
	const char *name = cli_verb(cli);
	size_t i;

	if (cli->wants_help)
		return help(cli);

	for (i = 0; name && i < ARRAY_SIZE(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return verbs[i].run(cli);
	cli->spec = &policy_spec;
	if (name)
		return unknown_verb(cli, name);
	if (cli->err.status)
		return (int)cli->err.status;
	return cli_usage(cli, _("sd policy needs a subcommand: check, show, calendar, doc or replay"));
}
