/* sd report: what came in, what was late, who is waiting. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli.h"
#include "report.h"
#include "values/number.h"

#define THREADS_MAX 16

enum {
	OPT_BY = OPT_AFTER_PERIOD, OPT_CHECK, OPT_THREADS, OPT_SEND, OPT_OUTPUT, OPT_MAIL_TO, OPT_MAIL_FROM, OPT_COMPARE,
	OPT_WHERE, OPT_PACK, OPT_PARTIAL, OPT_MERGE, OPT_MIXED, OPT_EXPECT
};

static const struct cli_option options[] = {
	CLI_PERIOD_OPTIONS,
	{ "by", 0, N_("COLUMN,..."), N_("break down by these columns (also the policy's fields)"), OPT_BY },
	{ "where", 0, N_("COLUMN=VALUE,..."), N_("only cases that have one of these values there"), OPT_WHERE },
	{ "compare", 0, N_("WITH"), N_("each difference from 'before', a period, or between groups"), OPT_COMPARE },
	{ "pack", 0, "day|week|month|quarter", N_("a document for the evaluation meeting; of the last whole one"), OPT_PACK },
	{ "as-of", 0, N_("TIME"), N_("judge as at TIME; names rows written later"), OPT_AS_OF },
	{ "known-at", 0, N_("TIME"), N_("what was known at TIME: rows written later are left out"), OPT_KNOWN_AT },
	{ "check", 0, NULL, N_("status 1 where a target is missed or there is a warning"), OPT_CHECK },
	{ "send", 0, N_("CHANNEL"), N_("send the first screen, too, through a channel of the policy"), OPT_SEND },
	{ "output", 0, N_("DIR"), N_("write html and xlsx into DIR, the newest as report.html; print nothing"), OPT_OUTPUT },
	{ "mail-to", 0, N_("ADDRESS,..."), N_("with --format mail: to whom"), OPT_MAIL_TO },
	{ "mail-from", 0, N_("ADDRESS"), N_("with --format mail: from whom"), OPT_MAIL_FROM },
	{ "partial", 0, NULL, N_("print figures to be added up elsewhere: one line of JSON"), OPT_PARTIAL },
	{ "merge", 0, NULL, N_("add up partial reports from files or standard input"), OPT_MERGE },
	{ "mixed", 0, NULL, N_("with --merge: the policies may differ"), OPT_MIXED },
	{ "expect", 0, N_("FILE"), N_("names of desks, one a line: tell which of them are missing"), OPT_EXPECT },
	{ "threads", 0, N_("N"), N_("processors to use; default: all"), OPT_THREADS },
	{ NULL, 0, NULL, NULL, 0 }
};

static const char *const usage[] = {
	N_("[--day|--week|--month|--quarter [DATE]|--from DATE --to DATE] [--by COLUMN,...]\n"
	   "                 [--where COLUMN=VALUE,...] [--compare WITH] [--as-of TIME]\n"
	   "                 [--known-at TIME] [--format FORMAT] [--check]\n"
	   "                 [--send CHANNEL] [--output DIR] [DESK|FILE ...]"),
	N_("--pack day|week|month|quarter [the same options] [DESK|FILE ...]"),
	N_("warnings [the same options] [DESK|FILE ...]"),
	N_("[the same options] --partial [DESK|FILE ...]"),
	N_("[warnings] --merge [--mixed] [--partial] [--format FORMAT] [--check] [FILE ...]"),
	NULL
};

static const struct cli_spec spec = {
	.name = "report", .usage = usage, .options = options,
	.summary = N_("Print the figures of a period (yesterday, where none is given)."),
};

/* --- options -------------------------------------------------------------------------------------- */

static int take_by(struct cli *cli, struct report_request *r)
{
	const char *s = cli->arg;

	while (*s) {
		size_t n = strcspn(s, ",");

		if (r->nby == REPORT_BY_MAX)
			return cli_usage(cli, _("at most %d columns to break down by"), REPORT_BY_MAX);
		if (n)
			r->by[r->nby++] = mem_strndup(s, n);
		s += n + (s[n] == ',');
	}
	return 0;
}

static int take_pack(struct cli *cli, struct report_request *r)
{
	static const char *const units[] = { "day", "week", "month", "quarter" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(units[i], cli->arg)) {
			r->is_pack = 1;
			r->when.last_whole = (int)i + 1;
			return 0;
		}
	return cli_usage(cli, _("--pack takes day, week, month or quarter, not '%s'"), cli->arg);
}

static int take_threads(struct cli *cli, struct report_request *r)
{
	uint64_t n;

	if (number_parse(cli->arg, strlen(cli->arg), THREADS_MAX, &n) < 0 || !n)
		return cli_usage(cli, _("'%s' is no number of threads from 1 to %d"), cli->arg,
				 THREADS_MAX);
	r->threads = (int)n;
	return 0;
}

static int take_options(struct cli *cli, struct report_request *r)
{
	int opt, wrong = 0;

	while (!wrong && (opt = cli_next(cli)) > 0) {
		wrong = cli_period_take(cli, &r->when, opt);
		if (wrong <= 0)
			continue;
		wrong = 0;
		switch (opt) {
		case OPT_BY:
			wrong = take_by(cli, r);
			break;
		case OPT_CHECK:
			r->check = 1;
			break;
		case OPT_WHERE:
			wrong = report_where_take(cli, r);
			break;
		case OPT_COMPARE:
			wrong = report_compare_take(cli, r);
			break;
		case OPT_PACK:
			wrong = take_pack(cli, r);
			break;
		case OPT_SEND:
			r->send = cli->arg;
			break;
		case OPT_OUTPUT:
			r->output = cli->arg;
			break;
		case OPT_MAIL_TO:
			r->mail_to = cli->arg;
			break;
		case OPT_MAIL_FROM:
			r->mail_from = cli->arg;
			break;
		case OPT_PARTIAL:
			r->partial = 1;
			break;
		case OPT_MERGE:
			r->merge = 1;
			break;
		case OPT_EXPECT:
			r->expect = cli->arg;
			break;
		case OPT_MIXED:
			r->mixed = 1;
			break;
		default:
			wrong = take_threads(cli, r);
			break;
		}
	}
	return wrong || opt < 0 ? -1 : 0;
}

/* --- the report ----------------------------------------------------------------------------------- */

/* What is still in parts while a report is made, and dies after its figures. */
struct parts {
	struct report_desks desks;
	struct comparison comparison;
	struct partial_merge merge;
};

static int add_all(struct cli *cli, struct report_request *r, struct figures *figures,
		   struct parts *parts)
{
	if (r->merge)
		return report_merge(cli, r, &parts->merge, figures);
	if (report_desks_load(&parts->desks, cli, r) < 0 ||
	    (r->send && report_check_channel(cli, r->send) < 0) ||
	    (cli->policy && (cli_period_fix(cli, &r->when, "yesterday") < 0 ||
			     report_desks_go_back(&parts->desks, cli, r->when.as_of) < 0 ||
			     report_compare_fix(cli, r, &parts->desks) < 0)))
		return -1;
	report_compare_begin(r, &parts->comparison);
	return report_desks_add(&parts->desks, cli, r, figures, &parts->comparison);
}

static int print(struct cli *cli, struct report_request *r, struct figures *figures,
		 struct parts *parts)
{
	figures->only = r->only;
	if (r->partial)
		return report_print_partial(cli, r, figures);
	figures_finish(figures);
	if (r->merge && !figures->period)
		report_merge_period(r, figures);
	report_use_policy(cli, figures);
	if (r->expect && report_expect(cli, r->expect, figures) < 0)
		return -1;
	if (report_compare_finish(cli, r, &parts->comparison, figures) < 0 ||
	    (r->output ? report_output(cli, r, figures) : report_print(cli, r, figures)) < 0)
		return -1;
	return r->send && (cli_flush(cli) < 0 || report_send(cli, r->send, figures) < 0) ? -1 : 0;
}

static int report(struct cli *cli, struct report_request *r, struct figures *figures,
		  struct parts *parts)
{
	if (report_check_partial(cli, r) < 0 || report_want_format(cli, r) < 0 ||
	    (r->output && report_check_output(cli, r->output) < 0) ||
	    add_all(cli, r, figures, parts) < 0 || print(cli, r, figures, parts) < 0)
		return cli->err.status;
	if (findings_has_error(&cli->findings) || figures->nunread)
		return STATUS_INPUT;
	if (r->partial)
		return STATUS_OK;
	if (figures_warned(figures) && (r->check || r->only_warnings))
		return STATUS_FOUND;
	return r->check && figures_missed(figures) ? STATUS_FOUND : STATUS_OK;
}

int cmd_report(struct cli *cli)
{
	struct report_request r = { .when = CLI_PERIOD_INIT };
	struct parts parts = { .desks = REPORT_DESKS_INIT, .merge = PARTIAL_MERGE_INIT };
	struct figures figures;
	int status;

	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	r.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
	figures_init(&figures);
	comparison_init(&parts.comparison, COMPARE_PERIODS);
	if (take_options(cli, &r) < 0) {
		status = cli->err.status;
	} else {
		r.only_warnings = cli_operands(cli) && !strcmp(cli_operand(cli, 0), "warnings");
		r.first_operand = r.only_warnings;
		status = r.only_warnings && r.is_pack ? cli_usage(cli, _("'warnings' has no --pack")) :
							report(cli, &r, &figures, &parts);
	}
	figures_release(&figures);
	comparison_release(&parts.comparison);
	report_desks_release(&parts.desks);
	partial_release(&parts.merge);
	while (r.nby)
		free(r.by[--r.nby]);
	return status;
}
