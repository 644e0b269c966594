/* sd survey due: the call sheet. */
#include "base/i18n.h"
#include "report/callsheet.h"
#include "survey.h"

enum { OPT_BY = 300, OPT_GUARD };

static const struct cli_option options[] = {
	{ "by", 0, N_("NAME"), N_("who asks: cases that are not for this person are left out"), OPT_BY },
	{ "guard", 0, NULL, N_("for spreadsheets: texts that would be taken for formulas get a ' before them"), OPT_GUARD },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[--by NAME] [--format text|csv|md|json|html]"), NULL };
static const struct cli_spec spec = {
	"survey due", usage, N_("whom to ask now, and what about: a sheet to call from"), options
};

/* It records nothing. */
static const struct log_verb verb = { .name = "due", .event = -1 };

struct request {
	struct logrun l;
	struct callsheet sheet;
	const char *by;
	int guard;
};

static int read_options(struct request *r, struct cli *cli)
{
	const unsigned formats = 1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_MD |
				 1U << FORMAT_JSON | 1U << FORMAT_HTML;
	int opt;

	while ((opt = cli_next(cli)) > 0)
		if (opt == OPT_BY)
			r->by = cli->arg;
		else if (opt == OPT_GUARD)
			r->guard = 1;
	if (opt < 0)
		return -1;
	if (cli_operands(cli))
		return cli_usage(cli, _("'%s' is too much"), cli_operand(cli, 0)), -1;
	return cli_want_format(cli, FORMAT_TEXT, formats);
}

static int read_sheet(struct request *r)
{
	struct logrun *l = &r->l;
	struct cli *cli = l->cli;
	struct callsheet_options o = { .set = &cli->set, .customers = &l->customers,
				       .zone = l->zone, .now = cli->now };

	if (r->by) {
		o.by = policy_value(cli->policy, COLUMN_BY, NULL, r->by, &cli->err);
		if (!o.by)
			return err_prefix(&cli->err, "--by");
	}
	o.surveys = survey_path(l);
	if (log_open(l) < 0 || log_customers(l) < 0)
		return -1;
	return callsheet_read(&r->sheet, &o, &l->log, &cli->findings, &cli->err);
}

static void print(struct request *r)
{
	struct cli *cli = r->l.cli;
	const struct report_style style = { .lang = cli->lang, .width = (size_t)cli_width() };

	switch (cli->format) {
	case FORMAT_CSV:
		callsheet_csv(&r->sheet, &cli->out, r->guard);
		break;
	case FORMAT_JSON:
		callsheet_json(&r->sheet, &cli->out);
		break;
	case FORMAT_MD:
		callsheet_markdown(&r->sheet, &cli->out, &style);
		break;
	case FORMAT_HTML:
		callsheet_html(&r->sheet, &cli->out, cli->lang);
		break;
	default:
		callsheet_text(&r->sheet, &cli->out, &style);
	}
}

/* Why the sheet is shorter than somebody may expect. */
static void say_left_out(struct request *r)
{
	struct cli *cli = r->l.cli;

	if (!r->sheet.n)
		cli_say(cli, _("nobody is to be asked now"));
	if (r->sheet.without_contact)
		cli_say(cli, _("left out, no way to reach the customer: %zu"), r->sheet.without_contact);
	if (r->sheet.own)
		cli_say(cli, _("left out, for somebody else than %s to ask: %zu"), r->sheet.by,
			r->sheet.own);
}

int survey_due(struct cli *cli)
{
	struct request r = { .l = LOGRUN_INIT, .sheet = CALLSHEET_INIT };

	r.l.verb = &verb;
	if (cli_begin(cli, &spec) == 0 && read_options(&r, cli) == 0 &&
	    survey_load(&r.l, cli) == 0 && read_sheet(&r) == 0) {
		print(&r);
		say_left_out(&r);
	}
	callsheet_release(&r.sheet);
	log_release(&r.l);
	return (int)cli->err.status;
}
