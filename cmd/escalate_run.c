/*
 * sd escalate: what is due now is recorded once. The log is read without a lock; only where something is due is
 * it locked, what was appended meanwhile is read, and what is due still is written.
 */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli_main.h"
#include "domain/desk.h"
#include "domain/logwriter.h"
#include "escalate.h"
#include "log.h"
#include "report/render_escalation.h"

enum { OPT_CHECK = 1, OPT_NAGIOS };

static const struct cli_option options[] = {
	{ "check", 0, NULL, N_("write nothing; status 1 where something is due"), OPT_CHECK },
	{ "nagios", 0, NULL, N_("write nothing; one line for a monitoring system, statuses 0 to 3"), OPT_NAGIOS },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[--dry-run|--check|--nagios] [--format FORMAT]"),
				     N_("explain CASE"),
				     N_("watch [--interval SECONDS] [--by COLUMN] [--once]"),
				     N_("message --format FORMAT [--conf FILE] [--address]"), NULL };
static const struct cli_spec spec = {
	.name = "escalate", .usage = usage, .options = options,
	.summary = N_("Record the steps that are due now, each once, and open the cases of duties."),
};

#define FORMATS (1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_JSON | 1U << FORMAT_JSONL | \
		 1U << FORMAT_MAIL | 1U << FORMAT_WECOM | 1U << FORMAT_DINGTALK |                \
		 1U << FORMAT_FEISHU | 1U << FORMAT_SLACK)

struct run {
	struct cli *cli;
	int check, nagios;
	struct desk desk;
	struct escalation x;
	struct logwriter w;
	int is_recorded;
};

/* --- writing -------------------------------------------------------------------------------------- */

static void put(struct span *cell, int column, const char *value)
{
	if (value && *value)
		cell[column] = (struct span){ value, (uint32_t)strlen(value) };
}

static int add_duty(struct run *r, struct escalation_duty *d)
{
	struct span cell[COLUMN_MAX] = { 0 };
	const struct policy *p = policy_set_now(&r->cli->set);
	const struct policy_duty *duty = d->o.duty;
	struct strbuf id = STRBUF_INIT;
	int result = -1;

	if (logwriter_next_case(&r->w, d->o.at, &d->id, &r->cli->err) < 0)
		goto out;
	caseid_format(&id, d->id, p->prefix);
	put(cell, COLUMN_CASE, id.buf);
	put(cell, COLUMN_EVENT, "open");
	put(cell, COLUMN_BY, "sd");
	put(cell, COLUMN_KIND, "duty");
	put(cell, COLUMN_CATEGORY, duty->name);
	put(cell, COLUMN_DEPARTMENT, d->department);
	put(cell, COLUMN_OWNER, d->owner);
	put(cell, COLUMN_KEY, d->key);
	put(cell, COLUMN_TEXT, policy_label(&duty->label, duty->name, p->language));
	result = logwriter_add(&r->w, cell, d->o.at, &r->cli->err);
out:
	strbuf_release(&id);
	return result;
}

/* The first receiver, where a code like his may stand in the column. */
static struct span first_receiver(const char *to)
{
	struct span s = { to, (uint32_t)strcspn(to, " ") };

	return row_code_fault(s.s, s.n) < 0 ? s : (struct span){ "", 0 };
}

static int add_step(struct run *r, const struct escalation_step *step)
{
	static const char *const events[] = { "remind", "escalate", "notify" };
	struct span cell[COLUMN_MAX] = { 0 };
	struct strbuf id = STRBUF_INIT, text = STRBUF_INIT;
	int result;

	caseid_format(&id, step->id, policy_set_now(&r->cli->set)->prefix);
	put(cell, COLUMN_CASE, id.buf);
	put(cell, COLUMN_EVENT, events[step->s.step->action]);
	put(cell, COLUMN_BY, "sd");
	put(cell, COLUMN_DETAIL, step->key);
	cell[COLUMN_OWNER] = first_receiver(step->to);
	if (*step->to)
		strbuf_addf(&text, "to %s", step->to);
	put(cell, COLUMN_TEXT, text.buf);
	result = logwriter_add(&r->w, cell, step->s.due, &r->cli->err);
	strbuf_release(&id);
	strbuf_release(&text);
	return result;
}

/* They come first, because their own steps may be due already, which name the duty's row. */
static int write_duties(struct run *r)
{
	struct cli *cli = r->cli;
	size_t i;

	if (!r->x.nduties)
		return 0;
	for (i = 0; i < r->x.nduties; i++)
		if (add_duty(r, &r->x.duty[i]) < 0)
			return -1;
	if (logwriter_commit(&r->w, &cli->err) < 0)
		return -1;
	cli->recorded = r->is_recorded = 1;
	if (escalation_read(&r->x, cli->now, &cli->findings, &cli->err) < 0)
		return -1;
	escalation_find_steps(&r->x);
	return 0;
}

static int write_steps(struct run *r)
{
	size_t i;

	if (!r->x.nsteps)
		return 0;
	for (i = 0; i < r->x.nsteps; i++)
		if (add_step(r, &r->x.step[i]) < 0)
			return -1;
	if (logwriter_commit(&r->w, &r->cli->err) < 0)
		return -1;
	r->cli->recorded = r->is_recorded = 1;
	return 0;
}

/* --- reading -------------------------------------------------------------------------------------- */

static int is_due(const struct run *r)
{
	return r->x.nsteps || r->x.nduties;
}

static int read_log(struct run *r)
{
	struct cli *cli = r->cli;

	if (escalation_read(&r->x, cli->now, &cli->findings, &cli->err) < 0)
		return -1;
	escalation_find(&r->x, cli->now);
	return 0;
}

static int record(struct run *r)
{
	struct cli *cli = r->cli;
	struct logwriter_options o = {
		.log = cli->log_path, .lock = r->desk.lock, .set = &cli->set,
		.zone = cli->policy->zone, .now = cli->now, .unsafe_share = cli->unsafe_share,
	};
	int result;

	if (desk_check_owner(&r->desk, &cli->err) < 0 ||
	    logwriter_begin(&r->w, &o, &cli->findings, &cli->err) < 0)
		return -1;
	/* A reopen that a crash left out comes first: it starts clocks. */
	result = survey_follow_with(cli, &r->w);
	if (!result)
		result = read_log(r);
	if (!result && is_due(r) && (write_duties(r) < 0 || write_steps(r) < 0))
		result = -1;
	if (logwriter_end(&r->w, result ? NULL : &cli->err) < 0)
		result = -1;
	return result;
}

/* --- the answer ----------------------------------------------------------------------------------- */

static int print(struct run *r)
{
	struct cli *cli = r->cli;
	struct escalation_style style = { cli->lang, (size_t)cli_width(), cli_color(cli, 1),
					  r->is_recorded };

	switch (cli->format) {
	case FORMAT_JSON:
		escalation_json(&cli->out, &r->x, r->is_recorded);
		break;
	case FORMAT_JSONL:
		escalation_jsonl(&cli->out, &r->x, r->is_recorded);
		break;
	case FORMAT_CSV:
		escalation_csv(&cli->out, &r->x);
		break;
	case FORMAT_TEXT:
		/* Run every minute it is silent where there was nothing to do. */
		if (is_due(r) || cli->dry_run)
			escalation_text(&cli->out, &r->x, &style);
		break;
	default:
		if (is_due(r) || cli->dry_run)
			return escalation_message(&cli->out, &r->x,
						  (enum message_form)(cli->format - FORMAT_MAIL), &style,
						  &cli->err);
		break;
	}
	return 0;
}

enum { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };

/* One line and four statuses, untranslated: that is what such systems read. */
static int print_nagios(struct run *r)
{
	const struct escalation *x = &r->x;
	size_t reminders, escalations;
	int status;

	escalation_count(x, &reminders, &escalations);
	status = escalations || x->breached ? NAGIOS_CRITICAL : is_due(r) ? NAGIOS_WARNING : NAGIOS_OK;
	strbuf_addf(&r->cli->out,
		    "SD %s - due: %zu to remind, %zu to escalate, %zu duties; clocks past their limit: %zu",
		    status == NAGIOS_OK ? "OK" : status == NAGIOS_WARNING ? "WARNING" : "CRITICAL",
		    reminders, escalations, x->nduties, x->breached);
	strbuf_addf(&r->cli->out, "|due=%zu;;;0 remind=%zu;;;0 escalate=%zu;;;0 duties=%zu;;;0 breached=%zu;;;0 open=%zu;;;0\n",
		    x->nsteps + x->nduties, reminders, escalations, x->nduties, x->breached, x->open);
	return status;
}

/* What is wrong goes to stderr, too; here its first words, which may hold no '|'. */
static int print_unknown(struct cli *cli)
{
	const char *why = cli->err.msg, *s;

	if (!*why)
		why = cli->findings.n ? cli->findings.list[0].msg : "";
	strbuf_reset(&cli->out);
	strbuf_addstr(&cli->out, "SD UNKNOWN - ");
	for (s = why; *s; s++)
		strbuf_addch(&cli->out, *s == '|' || *s == '\n' ? ' ' : *s);
	strbuf_addch(&cli->out, '\n');
	return NAGIOS_UNKNOWN;
}

/* --- the command ---------------------------------------------------------------------------------- */

static int load(struct run *r)
{
	struct cli *cli = r->cli;
	int opt;

	while ((opt = cli_next(cli)) > 0)
		if (opt == OPT_CHECK)
			r->check = cli->dry_run = 1;
		else
			r->nagios = cli->dry_run = 1;
	if (opt < 0 || cli_want_format(cli, FORMAT_TEXT, FORMATS) < 0)
		return -1;
	if (cli_operands(cli))
		return cli_usage(cli, _("'%s' is too much here"), cli_operand(cli, 0)), -1;
	if (cli_load(cli, CLI_POLICY | CLI_DESK) < 0)
		return -1;
	desk_set(&r->desk, cli->desk);
	escalation_init(&r->x, &(struct escalation_options){
		.path = cli->log_path, .set = &cli->set,
		.threads = (int)sysconf(_SC_NPROCESSORS_ONLN), .cache = r->desk.cache,
		.cache_mode = desk_file_mode(&r->desk), .program = SD_VERSION, .may_idle = 1 });
	return 0;
}

static int work(struct run *r)
{
	struct cli *cli = r->cli;
	int result = read_log(r);

	if (!result && is_due(r) && !cli->dry_run)
		result = record(r);
	/* Where nothing was due, what cannot be known yet is no news. */
	if (is_due(r) || cli->dry_run || r->x.dropped.n || r->x.illegal.n)
		escalation_findings(&r->x, &cli->findings);
	return result;
}

/* What has been recorded is said before anybody is waited for; but others hear of it also where nobody reads that. */
static int tell(struct run *r)
{
	struct cli *cli = r->cli;
	int result = cli_flush(cli);

	if (result < 0 && cli->recorded)
		cli->err.status = STATUS_UNTOLD;
	return escalate_notify(cli, &r->x) < 0 ? -1 : result;
}

static int answer(struct run *r)
{
	struct cli *cli = r->cli;

	if (r->nagios)
		return print_nagios(r);
	if (print(r) < 0)
		return (int)cli->err.status;
	if (!cli->dry_run && tell(r) < 0)
		return (int)cli->err.status;
	if (findings_has_error(&cli->findings))
		return STATUS_INPUT;
	return r->check && is_due(r) ? STATUS_FOUND : STATUS_OK;
}

static int wants_nagios(const struct cli *cli)
{
	int i;

	for (i = 1; i < cli->argc && strcmp(cli->argv[i], "--") != 0; i++)
		if (!strcmp(cli->argv[i], "--nagios"))
			return 1;
	return 0;
}

int escalate_run(struct cli *cli)
{
	struct run r = { .cli = cli, .desk = DESK_INIT, .w = LOGWRITER_INIT };
	int nagios = wants_nagios(cli), status, is_done;

	is_done = cli_begin(cli, &spec) == 0 && load(&r) == 0 && work(&r) == 0;
	status = is_done ? answer(&r) : (int)cli->err.status;
	if (nagios && (is_done ? findings_has_error(&cli->findings) : cli->err.status != STATUS_OK))
		status = print_unknown(cli);
	if (is_done && !cli->dry_run)
		escalation_keep(&r.x);
	escalation_release(&r.x);
	desk_release(&r.desk);
	return status;
}
