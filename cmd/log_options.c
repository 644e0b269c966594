/* sd log: the options of the verbs, from one table, and what they say before any file is touched. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/file.h"
#include "io/zonefile.h"
#include "log.h"

#define OPT_FIRST 400           /* + enum log_option */
#define OPT_FIELD 300           /* + column */
#define TEXT_MAX ((size_t)1 << 20)

static const struct cli_option master[LOG_NOPTIONS] = {
	[LOG_BY] = { "by", 0, N_("NAME"), N_("who did it; default SD_USER, else the login name"), 0 },
	[LOG_AT] = { "at", 0, N_("TIME"), N_("when it happened; default now"), 0 },
	[LOG_TEXT] = { "text", 't', N_("TEXT"), N_("in words; '-' reads standard input"), 0 },
	[LOG_KEY] = { "key", 0, N_("KEY"), N_("makes a retry safe: the same key is recorded once"), 0 },
	[LOG_SET] = { "set", 0, N_("FIELD=VALUE"), N_("a field of the policy's own; also --FIELD VALUE"), 0 },
	[LOG_KIND] = { "kind", 0, N_("KIND"), N_("default: the category's, else the policy's first"), 0 },
	[LOG_CHANNEL] = { "channel", 0, N_("CHANNEL"), N_("how the customer got in touch"), 0 },
	[LOG_CATEGORY] = { "category", 0, N_("CATEGORY"), N_("what it is about; suggests kind, severity, department"), 0 },
	[LOG_SEVERITY] = { "severity", 0, N_("SEVERITY"), N_("default: the category's, else the kind's first"), 0 },
	[LOG_CUSTOMER] = { "customer", 0, N_("WHO"), N_("id, name, or four digits of the number"), 0 },
	[LOG_CONTACT] = { "contact", 0, N_("NUMBER"), N_("number or address; '-' reads standard input"), 0 },
	[LOG_TYPE] = { "type", 0, N_("TYPE"), N_("the customer's type; default: as in customers.csv"), 0 },
	[LOG_PLACE] = { "place", 0, N_("PLACE"), N_("where in the shop"), 0 },
	[LOG_PRODUCT] = { "product", 0, N_("CODE"), N_("which product"), 0 },
	[LOG_BATCH] = { "batch", 0, N_("CODE"), N_("which batch of it"), 0 },
	[LOG_DEPARTMENT] = { "department", 0, N_("DEPARTMENT"), N_("which department"), 0 },
	[LOG_OWNER] = { "owner", 0, N_("NAME"), N_("who is in charge"), 0 },
	[LOG_DUE] = { "due", 0, N_("TIME"), N_("until when"), 0 },
	[LOG_AMOUNT] = { "amount", 0, N_("AMOUNT"), N_("how much, e.g. 20.00"), 0 },
	[LOG_DETAIL] = { "detail", 0, N_("CODE"), N_("a code that qualifies the event"), 0 },
	[LOG_REASON] = { "reason", 0, N_("REASON"), N_("why"), 0 },
	[LOG_CAUSE] = { "cause", 0, N_("CAUSE"), N_("what the cause was"), 0 },
	[LOG_NAME] = { "name", 0, N_("NAME"), N_("of the task"), 0 },
	[LOG_COMPENSATION] = { "type", 0, N_("TYPE"), N_("of the compensation, e.g. refund, coupon"), 0 },
	[LOG_DONE] = { "done", 0, N_("ANSWER"), N_("answered on the spot: open, respond and resolve in one"), 0 },
	[LOG_EVENT] = { "event", 0, N_("CHECK"), N_("the row's check value, at least 8 digits of it"), 0 },
	[LOG_DUPLICATE] = { "duplicate-of", 0, N_("CASE"), N_("the case that stays"), 0 },
};

/* --- tables ------------------------------------------------------------------------------------- */

static struct cli_option *options_of(struct logrun *l)
{
	unsigned set = l->verb->options | LOG_ALWAYS;
	struct cli_option *table = arena_array(&l->arena, LOG_NOPTIONS + 1, sizeof(*table));
	size_t n = 0;

	/* The verb's own first: they are what --help is asked for. */
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < LOG_NOPTIONS; i++)
			if (set & LOG_HAS(i) && !(LOG_ALWAYS & LOG_HAS(i)) == !pass) {
				table[n] = master[i];
				table[n++].id = OPT_FIRST + i;
			}
	return table;
}

static int is_taken(const struct cli_option *table, const char *name)
{
	for (; table->name; table++)
		if (!strcmp(table->name, name))
			return 1;
	return 0;
}

/* One option per field; a field whose name is an option's already is reached by --set. */
static struct cli_option *field_options(struct logrun *l, const struct cli_option *own)
{
	const struct policy_set *set = &l->cli->set;
	struct cli_option *table = arena_array(&l->arena, set->fields.n + 1, sizeof(*table));
	size_t n = 0;

	for (uint32_t i = 0; i < set->fields.n; i++) {
		const char *name = intern_str(&set->fields, i);
		const struct policy_field *f = l->cli->policy ?
			policy_field(l->cli->policy, COLUMN_FIELD + (int)i) : NULL;

		if (is_taken(own, name))
			continue;
		table[n].name = name;
		table[n].arg = N_("VALUE");
		table[n].help = f ? policy_label(&f->label, name, l->cli->lang) : name;
		table[n++].id = OPT_FIELD + COLUMN_FIELD + (int)i;
	}
	return table;
}

static int set_field(struct logrun *l, const char *arg)
{
	const char *eq = strchr(arg, '=');
	int column = eq ? policy_set_column(&l->cli->set, arg, (size_t)(eq - arg)) : -1;

	if (!eq)
		return cli_usage(l->cli, _("--set takes FIELD=VALUE, not '%s'"), arg), -1;
	if (column < COLUMN_FIELD)
		return cli_usage(l->cli, _("the policy has no field '%.*s'"), (int)(eq - arg), arg), -1;
	l->field[column] = eq + 1;
	return 0;
}

static int read_options(struct logrun *l)
{
	int id;

	while ((id = cli_next(l->cli)) > 0) {
		/* After an error cli_next() ends the loop. */
		if (id == OPT_FIRST + LOG_SET) {
			(void)set_field(l, l->cli->arg);
		} else if (id >= OPT_FIRST && id < OPT_FIRST + LOG_NOPTIONS) {
			l->given[id - OPT_FIRST] = l->cli->arg;
		} else if (id >= OPT_FIELD && id < OPT_FIELD + COLUMN_MAX) {
			l->field[id - OPT_FIELD] = l->cli->arg;
		}
	}
	return id;
}

/* --- what they say ------------------------------------------------------------------------------ */

static const char *read_stdin(struct logrun *l, const char *what)
{
	struct strbuf in = STRBUF_INIT;
	const char *s = NULL;

	if (file_read_fd(0, what, TEXT_MAX, &in, &l->cli->err) == 0) {
		while (in.len && (in.buf[in.len - 1] == '\n' || in.buf[in.len - 1] == '\r'))
			strbuf_setlen(&in, in.len - 1);
		s = arena_strndup(&l->arena, in.buf, in.len);
		if (memchr(in.buf, '\0', in.len))
			s = NULL, err_set(&l->cli->err, STATUS_USAGE, _("%s holds a NUL byte"), what);
	}
	strbuf_release(&in);
	return s;
}

static int is_dash(const char *s)
{
	return s && !strcmp(s, "-");
}

static int read_dashes(struct logrun *l)
{
	l->text = l->given[LOG_TEXT];
	l->contact = l->given[LOG_CONTACT];
	if (is_dash(l->text) && is_dash(l->contact))
		return cli_usage(l->cli, _("only one of --text and --contact can be read from "
					   "standard input")), -1;
	if (is_dash(l->text) && !(l->text = read_stdin(l, "--text")))
		return -1;
	if (is_dash(l->contact) && !(l->contact = read_stdin(l, "--contact")))
		return -1;
	return 0;
}

int log_contact(struct logrun *l, const char **contact)
{
	if (!is_dash(*contact))
		return 0;
	*contact = read_stdin(l, "--contact");
	return *contact ? 0 : -1;
}

static int read_at(struct logrun *l)
{
	const char *arg = l->given[LOG_AT];
	struct strbuf shown = STRBUF_INIT;

	l->at = l->cli->now;
	if (!arg)
		return 0;
	if (instant_parse_human(arg, l->zone, l->cli->now, &l->at, &l->cli->err) < 0)
		return err_prefix(&l->cli->err, "--at");
	if (l->at <= l->cli->now)
		return 0;
	instant_format(&shown, l->cli->now, l->zone);
	err_set(&l->cli->err, STATUS_USAGE, _("--at '%s' lies in the future (it is %s)"), arg,
		shown.buf);
	strbuf_release(&shown);
	return -1;
}

/* Whoever is named must be a code, and with `staff:` one of them; sd is the machine's own name. */
int log_user(struct logrun *l, const char **out)
{
	const char *by = l->given[LOG_BY], *user = getenv("SD_USER");
	const struct passwd *pw;
	const char *source = "--by";

	if (!by && user && *user) {
		by = user;
		source = "SD_USER";
	}
	if (!by) {
		pw = getpwuid(geteuid());
		by = pw ? pw->pw_name : "";
		source = _("the login name");
	}
	if (!*by)
		return cli_usage(l->cli, _("who did it? name somebody with --by")), -1;
	if (row_code_check("by", by, strlen(by), &l->cli->err) < 0)
		return -1;
	if (!strcmp(by, "sd"))
		return cli_usage(l->cli, _("'sd' is the name of the machine; use another with --by")), -1;
	/* The password database's buffer is not ours to keep. */
	*out = arena_strdup(&l->arena, by);
	if (!l->cli->policy)
		return 0;
	by = policy_value(l->cli->policy, COLUMN_BY, NULL, *out, &l->cli->err);
	if (!by)
		return err_prefix(&l->cli->err, "%s", source);
	*out = by;
	return 0;
}

static int check_key(struct logrun *l)
{
	const char *key = l->given[LOG_KEY];

	if (!key)
		return 0;
	if (!*key)
		return cli_usage(l->cli, _("--key needs a value")), -1;
	return row_code_check("key", key, strlen(key), &l->cli->err);
}

/* --- desk and policy ---------------------------------------------------------------------------- */

/* Where the policy cannot be read, its zone mostly still can; a wrong zone would number cases wrongly. */
static void zone_without_policy(struct logrun *l)
{
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *s;
	char name[64] = "";

	if (file_read_regular(l->cli->policy_path, (size_t)1 << 20, &text, &ignored) == 0)
		for (s = text.buf; s; s = strchr(s, '\n'), s = s ? s + 1 : NULL)
			if (sscanf(s, "timezone: %63[A-Za-z0-9_+/-]", name) == 1 ||
			    sscanf(s, "timezone: %*1[\"']%63[A-Za-z0-9_+/-]", name) == 1)
				break;
	if (*name)
		l->own_zone = zonefile_load(name, &ignored);
	if (!l->own_zone)
		l->own_zone = zone_utc();
	l->zone = l->own_zone;
	finding_add(&l->cli->findings, GRADE_WARNING, l->cli->policy_path, 0, 0,
		    _("the policy cannot be used; events are recorded without its rules, times in %s"),
		    zone_name(l->zone));
	strbuf_release(&text);
}

int log_load(struct logrun *l, struct cli *cli)
{
	l->cli = cli;
	if (cli_load(cli, CLI_DESK | CLI_POLICY_OR_NONE) < 0)
		return -1;
	desk_set(&l->desk, cli->desk);
	if (cli->policy)
		l->zone = cli->policy->zone;
	else
		zone_without_policy(l);
	l->policy = cli->policy;
	return 0;
}

/* The event that a word means in this policy: its code, label, or a unique prefix. */
static int find_own_event(struct logrun *l)
{
	struct log_verb *verb = arena_alloc(&l->arena, sizeof(*verb));
	const char *name = l->cli->argv[0], *code = name;
	struct err ignored = ERR_INIT;

	if (l->policy)
		code = policy_value(l->policy, COLUMN_EVENT, NULL, name, &ignored);
	*verb = *l->verb;
	verb->event = code ? policy_set_event(&l->cli->set, code, strlen(code)) : -1;
	verb->name = code;
	if (verb->event < EVENT_OWN)
		return log_unknown_verb(l->cli, name);
	l->verb = verb;
	return 0;
}

static const struct cli_spec *make_spec(struct logrun *l)
{
	struct cli_spec *spec = arena_alloc(&l->arena, sizeof(*spec));
	const char **usage = arena_array(&l->arena, 2, sizeof(*usage));
	struct strbuf name = STRBUF_INIT;

	strbuf_addf(&name, "log %s", l->cli->argv[0]);
	usage[0] = l->verb->operands;
	*spec = (struct cli_spec){ arena_strdup(&l->arena, name.buf), usage, l->verb->summary,
				   options_of(l) };
	strbuf_release(&name);
	return spec;
}

int log_wants_help(const struct cli *cli)
{
	int wants = cli->wants_help || cli->wants_version;

	for (int i = 1; i < cli->argc; i++)
		wants |= !strcmp(cli->argv[i], "--list-options");
	return wants;
}

int log_options(struct logrun *l, struct cli *cli, const struct log_verb *verb)
{
	const struct cli_spec *spec;
	struct err why = ERR_INIT;

	l->cli = cli;
	l->verb = verb;
	spec = make_spec(l);
	if (cli_begin(cli, spec) < 0)
		return -1;
	if (log_load(l, cli) < 0) {
		if (!log_wants_help(cli))
			return -1;
		why = cli->err;
		cli->err = (struct err)ERR_INIT;
	} else if (verb->event == EVENT_OWN && !log_wants_help(cli) && find_own_event(l) < 0) {
		return -1;
	}
	cli_extra(cli, field_options(l, spec->options));
	/* "--text --list-options" is no question for the list: then the desk is needed after all. */
	if (read_options(l) < 0)
		return -1;
	if (why.status) {
		cli->err = why;
		return -1;
	}
	return log_take_given(l);
}

int log_take_given(struct logrun *l)
{
	if (read_dashes(l) < 0 || read_at(l) < 0 || check_key(l) < 0)
		return -1;
	return l->verb->event < 0 ? 0 : log_user(l, &l->by);
}

void log_release(struct logrun *l)
{
	logwriter_end(&l->w, NULL);
	caselog_release(&l->log);
	casefile_release(&l->file);
	customers_release(&l->customers);
	findings_release(&l->scratch);
	triage_release(&l->machine.triage);
	routing_load_release(&l->machine.load);
	strbuf_release(&l->machine.said);
	desk_release(&l->desk);
	zone_free(l->own_zone);
	/* The spec lives here, and usage errors name it: nothing is parsed after this. */
	arena_release(&l->arena);
}
