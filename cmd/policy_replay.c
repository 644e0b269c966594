/* sd policy replay: what the log of the past would have been under a draft of the policy. */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "policy.h"
#include "report/render_replay.h"
#include "values/number.h"

#define THREADS_MAX 16

enum { OPT_FROM = 1, OPT_TO, OPT_THREADS };

static const struct cli_option options[] = {
	{ "from", 0, N_("DATE|TIME"), N_("cases received from this midnight or instant"), OPT_FROM },
	{ "to", 0, N_("DATE|TIME"), N_("... up to this one, which is not in it any more"), OPT_TO },
	{ "threads", 0, N_("N"), N_("processors to use; default: all"), OPT_THREADS },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("DRAFT [--from DATE] [--to DATE] [DESK|FILE]"), NULL };
static const struct cli_spec spec = {
	"policy replay", usage,
	N_("Compares the past under a draft of the policy with the policy in force: what would have been late,\n"
	   "which steps would have fallen due, who would have been told."), options
};

struct request {
	const char *from, *to;
	int threads;
	struct period period;
	struct period_bounds bounds;
};

static int take_options(struct cli *cli, struct request *r)
{
	uint64_t n;
	int opt;

	while ((opt = cli_next(cli)) > 0) {
		if (opt == OPT_FROM)
			r->from = cli->arg;
		else if (opt == OPT_TO)
			r->to = cli->arg;
		else if (number_parse(cli->arg, strlen(cli->arg), THREADS_MAX, &n) < 0 || !n)
			return cli_usage(cli, _("'%s' is no number of threads from 1 to %d"), cli->arg,
					 THREADS_MAX);
		else
			r->threads = (int)n;
	}
	if (opt == 0 && !cli_operands(cli))
		return cli_usage(cli, _("a draft must be named"));
	if (opt == 0 && cli_operands(cli) > 2)
		return cli_usage(cli, _("'%s' is one operand too many"), cli_operand(cli, 2));
	return opt;
}

/* The desk with its policy, then the draft. */
static int load(struct cli *cli, struct request *r, struct policy_set *draft)
{
	const char *desk = cli_operand(cli, 1);
	const struct zone *zone;

	if ((desk ? cli_load_path(cli, desk, CLI_POLICY) : cli_load(cli, CLI_DESK)) < 0 ||
	    cli_load_set(cli, cli_operand(cli, 0), draft) < 0)
		return -1;
	zone = cli->policy->zone;
	if (period_range(&r->period, r->from, r->to, zone, cli->now, &cli->err) < 0)
		return -1;
	return period_bounds(&r->period, zone, cli->now, &r->bounds, &cli->err);
}

static int flush(void *ctx)
{
	return cli_flush(ctx);
}

static int print(struct cli *cli, const struct replay *x, const struct period_bounds *w)
{
	struct report_out to = { &cli->out, flush, cli, 0 };
	struct report_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1) };

	switch (cli->format) {
	case FORMAT_JSON:
		replay_json(&to, x, w);
		break;
	case FORMAT_CSV:
		replay_csv(&to, x, w);
		break;
	case FORMAT_MD:
		replay_markdown(&to, x, w, &style);
		break;
	default:
		replay_text(&to, x, w, &style);
		break;
	}
	return to.failed ? -1 : 0;
}

static int replay(struct cli *cli, const struct request *r, const struct policy_set *draft)
{
	struct replay x = REPLAY_INIT;
	struct replay_options o = {
		.path = cli->log_path, .in_force = &cli->set, .draft = draft, .from = r->bounds.from,
		.to = r->bounds.to, .as_of = cli->now, .threads = r->threads };
	int result = replay_run(&x, &o, &cli->findings, &cli->err);

	if (result == 0)
		result = print(cli, &x, &r->bounds);
	replay_release(&x);
	return result;
}

/* Findings borrow the names of files, and are printed when the draft is gone. */
static void keep_files(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->n; i++)
		if (findings->list[i].file)
			findings->list[i].file = arena_strdup(&findings->arena, findings->list[i].file);
}

int policy_cmd_replay(struct cli *cli)
{
	unsigned formats = 1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_JSON | 1U << FORMAT_MD;
	struct request r = { .threads = (int)sysconf(_SC_NPROCESSORS_ONLN) };
	struct policy_set draft = POLICY_SET_INIT;
	int result = -1;

	if (cli_begin(cli, &spec) < 0 || take_options(cli, &r) != 0 ||
	    cli_want_format(cli, FORMAT_TEXT, formats) < 0)
		return (int)cli->err.status;
	if (load(cli, &r, &draft) == 0)
		result = replay(cli, &r, &draft);
	keep_files(&cli->findings);
	policy_set_release(&draft);
	if (result < 0)
		return (int)cli->err.status;
	return findings_has_error(&cli->findings) ? STATUS_INPUT : STATUS_OK;
}
