/* sd survey report: what the customers answered. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "cli_period.h"
#include "report/surveyreport.h"
#include "survey.h"

#define BY_MAX 16

enum { OPT_BY = OPT_AFTER_PERIOD, OPT_FORM };

static const struct cli_option options[] = {
	CLI_PERIOD_OPTIONS,
	{ "by", 0, N_("COLUMN,..."), N_("break down by these columns only (also the policy's fields)"), OPT_BY },
	{ "form", 0, N_("FORM"), N_("only this form: survey, survey-2 ..., observation"), OPT_FORM },
	{ "as-of", 0, N_("TIME"), N_("answers and cases as they were at TIME"), OPT_AS_OF },
	{ "known-at", 0, N_("TIME"), N_("what was known at TIME: rows written later are left out"), OPT_KNOWN_AT },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = {
	N_("[--day|--week|--month|--quarter [DATE]|--from DATE --to DATE] [--by COLUMN,...]\n"
	   "                        [--form FORM] [--as-of TIME] [--known-at TIME]\n"
	   "                        [--format text|csv|json|md|html]"),
	NULL
};
static const struct cli_spec spec = {
	"survey report", usage,
	N_("What the customers answered, in figures and words; without a period: since ever."), options
};
/* It records nothing. */
static const struct log_verb verb = { .name = "report", .event = -1 };

static const int usual[] = { COLUMN_KIND, COLUMN_CATEGORY, COLUMN_DEPARTMENT, COLUMN_OWNER, COLUMN_PLACE,
			     COLUMN_CHANNEL };

struct request {
	struct logrun l;
	struct cli_period when;
	const char *by, *form;
	int column[BY_MAX], ncolumns;
	struct surveyreport_options o;
	struct surveyreport report;
};

static int read_options(struct request *r, struct cli *cli)
{
	const unsigned formats = 1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_MD |
				 1U << FORMAT_JSON | 1U << FORMAT_HTML;
	int opt;

	while ((opt = cli_next(cli)) > 0) {
		if (cli_period_take(cli, &r->when, opt) < 0)
			return -1;
		if (opt == OPT_BY)
			r->by = cli->arg;
		else if (opt == OPT_FORM)
			r->form = cli->arg;
	}
	if (opt < 0)
		return -1;
	if (cli_operands(cli))
		return cli_usage(cli, _("'%s' is too much"), cli_operand(cli, 0)), -1;
	if (r->form && !*r->form)
		return cli_usage(cli, _("--%s is empty"), "form"), -1;
	return cli_want_format(cli, FORMAT_TEXT, formats);
}

static int is_class(int column)
{
	return column >= 0 && (column_is_class(column) || column >= COLUMN_FIELD) &&
	       column != COLUMN_CUSTOMER;
}

static int take_column(struct request *r, const char *name, size_t n)
{
	struct cli *cli = r->l.cli;
	int column = policy_set_column(&cli->set, name, n), end = COLUMN_FIELD + (int)cli->set.fields.n;
	const char *word = arena_strndup(&cli->findings.arena, name, n);
	struct nearest near = NEAREST_INIT(word);

	if (is_class(column)) {
		if (r->ncolumns == BY_MAX)
			return cli_usage(cli, _("at most %d columns to break down by"), BY_MAX), -1;
		r->column[r->ncolumns++] = column;
		return 0;
	}
	for (int c = 0; c < end; c++)
		if (is_class(c))
			nearest_offer(&near, policy_set_column_name(&cli->set, c));
	if (column >= 0)
		cli_usage(cli, _("column '%s' does not classify cases, so nothing can be broken down by it"), word);
	else if (near.best)
		cli_usage(cli, _("unknown column '%s' (did you mean '%s'?)"), word, near.best);
	else
		cli_usage(cli, _("unknown column '%s'"), word);
	return -1;
}

static int take_by(struct request *r)
{
	const char *s = r->by;

	while (s && *s) {
		size_t n = strcspn(s, ",");

		if (n && take_column(r, s, n) < 0)
			return -1;
		s += n + (s[n] == ',');
	}
	for (size_t i = 0; !r->ncolumns && !r->by && i < ARRAY_SIZE(usual); i++)
		r->column[i] = usual[i];
	if (!r->by)
		r->ncolumns = (int)ARRAY_SIZE(usual);
	return 0;
}

static int read_report(struct request *r)
{
	struct logrun *l = &r->l;
	struct cli *cli = l->cli;

	if (cli_period_fix(cli, &r->when, NULL) < 0 || take_by(r) < 0)
		return -1;
	r->o = (struct surveyreport_options){
		.set = &cli->set, .surveys = survey_path(l), .form = r->form, .as_of = r->when.as_of,
		.known_at = r->when.known_at, .zone = l->zone, .by = r->column, .nby = r->ncolumns };
	if (period_bounds(&r->when.period, l->zone, r->o.as_of, &r->o.bounds, &cli->err) < 0 ||
	    log_open(l) < 0)
		return -1;
	return surveyreport_read(&r->report, &r->o, &l->log, &cli->findings, &cli->err);
}

static void print(struct request *r)
{
	struct cli *cli = r->l.cli;
	struct report_out to = { .out = &cli->out };
	const struct report_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1) };

	switch (cli->format) {
	case FORMAT_CSV:
		surveyreport_csv(&r->report, &cli->out);
		break;
	case FORMAT_JSON:
		surveyreport_json(&r->report, &cli->out);
		break;
	case FORMAT_MD:
		surveyreport_markdown(&r->report, &to, &style);
		break;
	case FORMAT_HTML:
		surveyreport_html(&r->report, &to, &style);
		break;
	default:
		surveyreport_text(&r->report, &to, &style);
	}
}

int survey_report(struct cli *cli)
{
	struct request r = { .l = LOGRUN_INIT, .when = CLI_PERIOD_INIT, .report = SURVEYREPORT_INIT };

	r.l.verb = &verb;
	if (cli_begin(cli, &spec) == 0 && read_options(&r, cli) == 0 &&
	    survey_load(&r.l, cli) == 0 && read_report(&r) == 0)
		print(&r);
	surveyreport_release(&r.report);
	log_release(&r.l);
	if (cli->err.status)
		return (int)cli->err.status;
	return findings_has_error(&cli->findings) ? STATUS_INPUT : STATUS_OK;
}
