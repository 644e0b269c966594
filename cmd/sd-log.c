/* sd log: which verb, and its options. */
#include <string.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cli_main.h"
#include "log.h"

const struct log_verb log_verbs[] = {
	{ "open", EVENT_OPEN, LOG_CLASS | LOG_HAS(LOG_DUE) | LOG_HAS(LOG_DONE) | LOG_HAS(LOG_CAUSE), N_("[OPTIONS]"),
	  N_("open a case; prints its id"), log_open_case },
	{ "respond", EVENT_RESPOND, 0, N_("CASE [OPTIONS]"), N_("the customer got an answer"), log_event },
	{ "contact", EVENT_CONTACT, LOG_HAS(LOG_CHANNEL), N_("CASE [OPTIONS]"),
	  N_("the customer got in touch again"), log_event },
	{ "assign", EVENT_ASSIGN, LOG_HAS(LOG_DEPARTMENT) | LOG_HAS(LOG_OWNER), N_("CASE [OPTIONS]"),
	  N_("hand the case over"), log_assign },
	{ "amend", EVENT_AMEND, LOG_CLASS, N_("CASE [OPTIONS]"),
	  N_("change what the case is classified as"), log_amend },
	{ "note", EVENT_NOTE, 0, N_("CASE --text TEXT"), N_("write something down"), log_note },
	{ "attach", EVENT_ATTACH, 0, N_("CASE FILE... [OPTIONS]"),
	  N_("keep files as evidence, with their SHA-256"), log_attach },
	{ "task", EVENT_TASK,
	  LOG_HAS(LOG_NAME) | LOG_HAS(LOG_DEPARTMENT) | LOG_HAS(LOG_OWNER) | LOG_HAS(LOG_DUE),
	  N_("CASE --name NAME [OPTIONS]"), N_("something to be done for the case"), log_task },
	{ "done", EVENT_DONE, LOG_HAS(LOG_NAME), N_("CASE [--name NAME]"), N_("a task is done"),
	  log_done },
	{ "hold", EVENT_HOLD, LOG_HAS(LOG_REASON) | LOG_HAS(LOG_DUE), N_("CASE --reason REASON"),
	  N_("the case waits"), log_event },
	{ "resume", EVENT_RESUME, 0, N_("CASE"), N_("the case waits no longer"), log_event },
	{ "promise", EVENT_PROMISE, LOG_HAS(LOG_DUE), N_("CASE --due TIME"),
	  N_("the customer was promised a time"), log_event },
	{ "compensate", EVENT_COMPENSATE, LOG_HAS(LOG_COMPENSATION) | LOG_HAS(LOG_AMOUNT),
	  N_("CASE --type TYPE --amount AMOUNT"), N_("the customer gets a compensation"),
	  log_compensate },
	{ "approve", EVENT_APPROVE, LOG_HAS(LOG_COMPENSATION) | LOG_HAS(LOG_AMOUNT),
	  N_("CASE [--type TYPE]"), N_("a compensation is approved, by somebody else"), log_approve },
	{ "resolve", EVENT_RESOLVE, LOG_HAS(LOG_CAUSE), N_("CASE [--cause CAUSE]"),
	  N_("the case is resolved"), log_event },
	{ "close", EVENT_CLOSE, 0, N_("CASE"), N_("nothing more is to come"), log_event },
	{ "reopen", EVENT_REOPEN, LOG_HAS(LOG_REASON), N_("CASE"), N_("take the case up again"), log_event },
	{ "cancel", EVENT_CANCEL, LOG_HAS(LOG_REASON) | LOG_HAS(LOG_DUPLICATE), N_("CASE [OPTIONS]"),
	  N_("end a case that is an error, a duplicate or withdrawn"), log_cancel },
	{ "void", EVENT_VOID, LOG_HAS(LOG_EVENT), N_("CASE --event CHECK"),
	  N_("make one row count as never written"), log_void },
	{ "undo", EVENT_VOID, 0, N_("[CASE]"), N_("void one's own last row"), log_undo },
	{ "list", -1, 0, NULL, N_("cases, filtered"), log_list },
	{ "show", -1, 0, NULL, N_("a case with its history and clocks"), log_show },
	{ "find", -1, 0, NULL, N_("cases by customer, number, product, batch or words"), log_find },
	{ "customer", -1, 0, NULL, N_("find, set or merge customers"), log_customer },
	{ "append", -1, 0, NULL, N_("record events given as JSON lines"), log_append },
	{ "export", -1, 0, NULL, N_("the events as a table for other programs"), log_export },
	{ "import", -1, 0, NULL, N_("take cases from a table of another program"), log_import },
	{ "explain", -1, 0, N_("CASE"), N_("why is it late? every interval of its clocks"), log_explain },
	{ NULL, -1, 0, NULL, NULL, NULL },
};

const struct log_verb log_own_event = {
	"EVENT", EVENT_OWN,
	LOG_HAS(LOG_DEPARTMENT) | LOG_HAS(LOG_OWNER) | LOG_HAS(LOG_DUE) | LOG_HAS(LOG_AMOUNT) |
		LOG_HAS(LOG_DETAIL),
	N_("CASE [OPTIONS]"), N_("an event of the policy's own"), log_event
};

static void add_summary(struct strbuf *out, const char *name, const char *summary)
{
	size_t width = utf8_width(name, strlen(name));

	strbuf_addf(out, "  %s", name);
	strbuf_addchars(out, ' ', width < 10 ? 11 - width : 1);
	strbuf_addf(out, "%s\n", summary);
}

static void add_summaries(struct strbuf *out)
{
	for (const struct log_verb *v = log_verbs; v->name; v++)
		add_summary(out, v->name, _(v->summary));
	add_summary(out, _("EVENT"), _(log_own_event.summary));
}

static int print_help(struct cli *cli)
{
	strbuf_addstr(&cli->out, _("usage: sd log VERB ...\n\n"));
	add_summaries(&cli->out);
	strbuf_addstr(&cli->out, _("\n'sd log VERB --help' tells more; so does 'man sd-log'.\n"));
	return STATUS_OK;
}

int log_unknown_verb(struct cli *cli, const char *name)
{
	struct nearest near = NEAREST_INIT(name);

	if (event_find(name, strlen(name)) >= 0)
		return err_set(&cli->err, STATUS_USAGE,
			       _("'%s' is recorded by sd itself, not by hand"), name);
	for (const struct log_verb *v = log_verbs; v->name; v++)
		nearest_offer(&near, v->name);
	for (uint32_t i = EVENT_OWN; i < cli->set.events.n; i++)
		nearest_offer(&near, policy_set_event_name(&cli->set, (int)i));
	if (near.best)
		return err_set(&cli->err, STATUS_USAGE, _("unknown verb '%s' (did you mean '%s'?)"),
			       name, near.best);
	return err_set(&cli->err, STATUS_USAGE, _("unknown verb '%s'; see 'sd log --help'"), name);
}

int cmd_log(struct cli *cli)
{
	const char *name = cli_verb(cli);

	if (!name) {
		if (cli->err.status)
			return cli->err.status;
		if (cli->wants_version) {
			strbuf_addstr(&cli->out, "sd " SD_VERSION "\n");
			return STATUS_OK;
		}
		print_help(cli);
		return cli->wants_help ? STATUS_OK : STATUS_USAGE;
	}
	for (const struct log_verb *v = log_verbs; v->name; v++)
		if (!strcmp(v->name, name))
			return v->run(cli, v);
	/* One that only the desk's policy can know. */
	return log_event(cli, &log_own_event);
}
