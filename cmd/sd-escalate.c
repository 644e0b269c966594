/* sd escalate: what is due, and why. */
#include <string.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "escalate.h"
#include "log.h"
#include "report/explain.h"

static const char *const usage[] = { N_("CASE"), NULL };

static const struct cli_spec escalate_spec = {
	.name = "escalate explain", .usage = usage, .options = NULL,
	.summary = N_("For each clock of a case every interval that was counted or skipped, and why."),
}, log_spec = {
	.name = "log explain", .usage = usage, .options = NULL,
	.summary = N_("For each clock of a case every interval that was counted or skipped, and why."),
};

/* It records nothing. */
static const struct log_verb explain_verb = { .name = "explain", .event = -1 };

static void explain(struct logrun *l)
{
	struct cli *cli = l->cli;
	struct explain x;

	explain_init(&x, &l->file, &cli->set, cli->log_path, cli->now);
	explain_findings(&x, &cli->findings);
	if (cli->format == FORMAT_JSON)
		explain_json(&x, &cli->out);
	else
		explain_text(&x, &cli->out, cli->lang);
	explain_release(&x);
}

static int run_explain(struct cli *cli, const struct cli_spec *spec)
{
	struct logrun l = LOGRUN_INIT;
	int opt;

	if (cli_begin(cli, spec) < 0)
		return cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		;
	if (opt < 0 || cli_want_format(cli, FORMAT_TEXT, 1U << FORMAT_TEXT | 1U << FORMAT_JSON) < 0)
		return cli->err.status;
	if (cli_operands(cli) != 1)
		return cli_usage(cli, _("one case must be named"));
	l.verb = &explain_verb;
	l.cli = cli;
	if (log_load(&l, cli) == 0 && !cli->policy)
		err_set(&cli->err, STATUS_INPUT, _("there are no rules to explain: the policy cannot be read"));
	if (!cli->err.status && log_case(&l, cli_operand(cli, 0), 1) == 0)
		explain(&l);
	log_release(&l);
	return (int)cli->err.status;
}

static int explain_case(struct cli *cli)
{
	return run_explain(cli, &escalate_spec);
}

int log_explain(struct cli *cli, const struct log_verb *verb)
{
	(void)verb;
	return run_explain(cli, &log_spec);
}

static const struct escalate_verb {
	const char *name;
	int (*run)(struct cli *cli);
} verbs[] = {
	{ "explain", explain_case },
	{ "watch", escalate_watch },
	{ "message", escalate_message },
	{ NULL, NULL },
};

static int unknown_verb(struct cli *cli, const char *name)
{
	struct nearest near = NEAREST_INIT(name);
	const struct escalate_verb *v;

	for (v = verbs; v->name; v++)
		nearest_offer(&near, v->name);
	cli->spec = &escalate_spec;
	if (near.best)
		return cli_usage(cli, _("unknown verb '%s' (did you mean '%s'?)"), name, near.best);
	return cli_usage(cli, _("unknown verb '%s'"), name);
}

int cmd_escalate(struct cli *cli)
{
	const char *name = cli_optional_verb(cli);
	const struct escalate_verb *v;

	if (cli->err.status)
		return (int)cli->err.status;
	if (!name)
		return escalate_run(cli);
	for (v = verbs; v->name; v++)
		if (!strcmp(v->name, name))
			return v->run(cli);
	return unknown_verb(cli, name);
}
