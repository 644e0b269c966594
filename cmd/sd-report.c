/* sd report: what came in, what was late, who is waiting. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "cli.h"
#include "cli_period.h"
#include "io/file.h"
#include "report.h"
#include "report/render.h"
#include "values/number.h"

#define THREADS_MAX 16
#define BY_MAX      16

enum { OPT_BY = OPT_AFTER_PERIOD, OPT_CHECK, OPT_THREADS, OPT_SEND };

static const struct cli_option options[] = {
	CLI_PERIOD_OPTIONS,
	{ "by", 0, N_("COLUMN,..."), N_("break down by these columns (also the policy's fields)"), OPT_BY },
	{ "as-of", 0, N_("TIME"), N_("judge as at TIME; names rows written later"), OPT_AS_OF },
	{ "known-at", 0, N_("TIME"), N_("what was known at TIME: rows written later are left out"), OPT_KNOWN_AT },
	{ "check", 0, NULL, N_("status 1 where a target is missed or there is a warning"), OPT_CHECK },
	{ "send", 0, N_("CHANNEL"), N_("send the first screen, too, through a channel of the policy"), OPT_SEND },
	{ "threads", 0, N_("N"), N_("processors to use; default: all"), OPT_THREADS },
	{ NULL, 0, NULL, NULL, 0 }
};

static const char *const usage[] = {
	N_("[--day [DATE]|--week [DATE]|--month [DATE]|--from DATE --to DATE] [--by COLUMN,...]\n"
	   "                 [--as-of TIME] [--known-at TIME] [--format FORMAT] [--check]\n"
	   "                 [--send CHANNEL] [DESK|FILE ...]"),
	N_("warnings [the same options] [DESK|FILE ...]"),
	NULL
};

static const struct cli_spec spec = {
	.name = "report", .usage = usage, .options = options,
	.summary = N_("Print the figures of a period (yesterday, where none is given)."),
};

struct request {
	struct cli_period when;
	const char *send;
	char *by[BY_MAX];
	size_t nby;
	int check, threads;
	int only_warnings;            /* `sd report warnings` */
};

/* --- options -------------------------------------------------------------------------------------- */

static int take_by(struct cli *cli, struct request *r)
{
	const char *s = cli->arg;

	while (*s) {
		size_t n = strcspn(s, ",");

		if (r->nby == BY_MAX)
			return cli_usage(cli, _("at most %d columns to break down by"), BY_MAX);
		if (n)
			r->by[r->nby++] = mem_strndup(s, n);
		s += n + (s[n] == ',');
	}
	return 0;
}

static int take_threads(struct cli *cli, struct request *r)
{
	uint64_t n;

	if (number_parse(cli->arg, strlen(cli->arg), THREADS_MAX, &n) < 0 || !n)
		return cli_usage(cli, _("'%s' is no number of threads from 1 to %d"), cli->arg,
				 THREADS_MAX);
	r->threads = (int)n;
	return 0;
}

static int take_options(struct cli *cli, struct request *r)
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
		case OPT_SEND:
			r->send = cli->arg;
			break;
		default:
			wrong = take_threads(cli, r);
			break;
		}
	}
	return wrong || opt < 0 ? -1 : 0;
}

/* --- the desks ------------------------------------------------------------------------------------ */

/* The folder's name; of a lone file that is not called cases.csv, the file's. */
static const char *desk_name(struct cli *cli, const struct cli *desk)
{
	const char *file = strrchr(desk->log_path, '/');
	char *real, *slash;
	const char *name;

	file = file ? file + 1 : desk->log_path;
	if (strcmp(file, "cases.csv") != 0)
		return file;
	real = realpath(desk->desk, NULL);
	slash = real ? strrchr(real, '/') : NULL;
	name = arena_strdup(&cli->findings.arena, slash && slash[1] ? slash + 1 : desk->desk);
	free(real);
	return name;
}

static int by_column(struct cli *cli, const struct policy_set *set, const char *name)
{
	int column = policy_set_column(set, name, strlen(name)), c, end;
	struct nearest near = NEAREST_INIT(name);

	if (column >= 0 && (column_is_class(column) || column >= COLUMN_FIELD))
		return column;
	end = COLUMN_FIELD + (int)set->fields.n;
	for (c = 0; c < end; c++)
		if (column_is_class(c) || c >= COLUMN_FIELD)
			nearest_offer(&near, policy_set_column_name(set, c));
	if (column >= 0)
		cli_usage(cli, _("column '%s' does not classify cases, so nothing can be broken down by it"), name);
	else if (near.best)
		cli_usage(cli, _("unknown column '%s' (did you mean '%s'?)"), name, near.best);
	else
		cli_usage(cli, _("unknown column '%s'"), name);
	return -1;
}

/* Beside the log; "./surveys.csv" reads as "surveys.csv" in findings, which borrow it. */
static const char *surveys_path(struct cli *cli, const struct cli *desk)
{
	struct strbuf path = STRBUF_INIT;
	const char *slash = strrchr(desk->log_path, '/'), *s;

	if (slash)
		strbuf_add(&path, desk->log_path, (size_t)(slash + 1 - desk->log_path));
	strbuf_addstr(&path, "surveys.csv");
	s = arena_strdup(&cli->findings.arena,
			 strncmp(path.buf, "./", 2) ? path.buf : path.buf + 2);
	strbuf_release(&path);
	return s;
}

static int add_desk(struct cli *cli, const struct cli *desk, const struct request *r,
		    struct figures *figures)
{
	int by[BY_MAX], nby = 0;
	struct measure m = MEASURE_INIT;
	struct measure_options o = {
		.name = desk_name(cli, desk), .set = &desk->set, .period = &r->when.period,
		.path = arena_strdup(&cli->findings.arena, desk->log_path),
		.surveys = surveys_path(cli, desk), .as_of = r->when.as_of,
		.known_at = r->when.known_at, .threads = r->threads, .by = by };
	size_t i;
	int result;

	for (i = 0; i < r->nby; i++) {
		int column = desk == cli ? by_column(cli, &desk->set, r->by[i]) :
			     policy_set_column(&desk->set, r->by[i], strlen(r->by[i]));

		if (column < 0 && desk == cli)
			return -1;
		if (column >= 0)
			by[nby++] = column;
	}
	o.nby = nby;
	result = measure_run(&m, &o, &cli->findings, &cli->err);
	if (result == 0)
		figures_add(figures, &m);
	measure_release(&m);
	return result;
}

/* A further desk has its own policy and shares the rest with the first. */
static int load_further(struct cli *cli, struct cli *desk, const char *path)
{
	size_t i;
	int result;

	*desk = (struct cli){ .policy_arg = cli->policy_arg, .now_arg = cli->now_arg,
			      .lang_arg = cli->lang_arg, .lang = cli->lang };
	desk->set = (struct policy_set)POLICY_SET_INIT;
	desk->findings = (struct findings)FINDINGS_INIT;
	strbuf_init(&desk->out);
	result = cli_load_path(desk, path, CLI_POLICY);
	if (result < 0)
		cli->err = desk->err;
	for (i = 0; i < desk->findings.n; i++) {
		const struct finding *x = &desk->findings.list[i];

		finding_add(&cli->findings, x->grade,
			    x->file ? arena_strdup(&cli->findings.arena, x->file) : NULL, x->line,
			    x->column, "%s", x->msg);
	}
	return result;
}

static void release_further(struct cli *desk)
{
	findings_release(&desk->findings);
	policy_set_release(&desk->set);
	free(desk->desk);
	free(desk->log_path);
	free(desk->policy_path);
}

static int add_desks(struct cli *cli, const struct request *r, struct figures *figures,
		     struct cli *further)
{
	int i;

	if (add_desk(cli, cli, r, figures) < 0)
		return -1;
	for (i = r->only_warnings + 1; i < cli_operands(cli); i++) {
		struct cli *desk = &further[i - 1];

		if (load_further(cli, desk, cli_operand(cli, i)) < 0 ||
		    add_desk(cli, desk, r, figures) < 0)
			return -1;
	}
	return 0;
}

/* --- the report ----------------------------------------------------------------------------------- */

static int flush(void *ctx)
{
	return cli_flush(ctx);
}

/* The whole report, and what is unusual only. */
typedef void print_fn(struct report_out *to, const struct figures *f);
static print_fn *const print_facts[2][FORMAT_COUNT] = {
	{ [FORMAT_JSON] = report_json, [FORMAT_JSONL] = report_jsonl, [FORMAT_CSV] = report_csv },
	{ [FORMAT_JSON] = report_warnings_json, [FORMAT_JSONL] = report_warnings_jsonl,
	  [FORMAT_CSV] = report_warnings_csv },
};
typedef void print_doc_fn(struct report_out *to, const struct figures *f,
			  const struct report_style *style);
static print_doc_fn *const print_doc[2][FORMAT_COUNT] = {
	{ [FORMAT_TEXT] = report_text, [FORMAT_MD] = report_markdown, [FORMAT_HTML] = report_html },
	{ [FORMAT_TEXT] = report_warnings_text, [FORMAT_MD] = report_warnings_markdown },
};

static int print(struct cli *cli, const struct request *r, const struct figures *figures)
{
	struct report_out to = { &cli->out, flush, cli, 0 };
	struct report_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1) };

	if (print_facts[r->only_warnings][cli->format])
		print_facts[r->only_warnings][cli->format](&to, figures);
	else
		print_doc[r->only_warnings][cli->format](&to, figures, &style);
	return to.failed ? -1 : 0;
}

static int report(struct cli *cli, struct request *r, struct figures *figures,
		  struct cli *further)
{
	unsigned int formats = 1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_JSON |
			       1U << FORMAT_JSONL | 1U << FORMAT_MD;
	const char *first = cli_operand(cli, r->only_warnings);

	if (!r->only_warnings)
		formats |= 1U << FORMAT_HTML;
	if (cli_want_format(cli, FORMAT_TEXT, formats) < 0)
		return cli->err.status;
	if ((first ? cli_load_path(cli, first, CLI_POLICY) : cli_load(cli, CLI_DESK)) < 0 ||
	    (r->send && report_check_channel(cli, r->send) < 0) || cli_period_fix(cli, &r->when, "yesterday") < 0 ||
	    add_desks(cli, r, figures, further) < 0)
		return cli->err.status;
	figures_finish(figures);
	if (print(cli, r, figures) < 0)
		return cli->err.status;
	if (r->send && (cli_flush(cli) < 0 || report_send(cli, r->send, figures) < 0))
		return cli->err.status;
	if (findings_has_error(&cli->findings))
		return STATUS_INPUT;
	if (figures_warned(figures) && (r->check || r->only_warnings))
		return STATUS_FOUND;
	return r->check && figures_missed(figures) ? STATUS_FOUND : STATUS_OK;
}

int cmd_report(struct cli *cli)
{
	struct request r = { .when = CLI_PERIOD_INIT };
	struct figures figures;
	struct cli *further;
	int status = STATUS_USAGE, i;

	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	r.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
	figures_init(&figures);
	if (take_options(cli, &r) < 0) {
		status = cli->err.status;
	} else {
		r.only_warnings = cli_operands(cli) && !strcmp(cli_operand(cli, 0), "warnings");
		further = mem_array((size_t)cli_operands(cli) + 1, sizeof(*further));
		status = report(cli, &r, &figures, further);
		figures_release(&figures);
		for (i = 1; i < cli_operands(cli); i++)
			release_further(&further[i - 1]);
		free(further);
	}
	while (r.nby)
		free(r.by[--r.nby]);
	return status;
}
