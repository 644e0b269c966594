/* sd log customer: who the customers are. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/table.h"
#include "log.h"

enum { OPT_NAME = 300, OPT_CONTACT, OPT_TYPE, OPT_SINCE, OPT_NOTE };

static const struct cli_option options[] = {
	{ "name", 0, N_("NAME"), N_("of the customer"), OPT_NAME },
	{ "contact", 0, N_("NUMBER"), N_("number or address; '-' reads standard input"), OPT_CONTACT },
	{ "type", 0, N_("TYPE"), N_("e.g. member, VIP"), OPT_TYPE },
	{ "since", 0, N_("DATE"), N_("customer since"), OPT_SINCE },
	{ "note", 0, N_("TEXT"), N_("in words"), OPT_NOTE },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = {
	N_("find WHO"), N_("set ID|new [OPTIONS]"), N_("merge ID INTO"), NULL
};
static const struct cli_spec spec = {
	"log customer", usage, N_("find, set or merge customers"), options
};

struct change {
	const char *value[OPT_NOTE - OPT_NAME + 1];
};

/* --- find --------------------------------------------------------------------------------------- */

static void print_table(struct cli *cli, const struct customers *c, const char *who)
{
	struct table *t = table_new();

	table_column(t, _("customer"), TABLE_LEFT);
	table_column(t, _("name"), TABLE_LEFT);
	table_column(t, _("contact"), TABLE_LEFT);
	table_column(t, _("type"), TABLE_LEFT);
	table_column(t, _("since"), TABLE_LEFT);
	table_column(t, _("note"), TABLE_TRUNCATE);
	for (size_t i = 0; i < c->n; i++) {
		const struct customer *x = &c->list[i];

		if (!customers_match(x, who))
			continue;
		table_row(t);
		table_cell(t, x->id);
		table_cell(t, x->name);
		table_cell(t, x->contact);
		table_cell(t, x->type);
		table_cell(t, x->since);
		table_cell(t, x->note);
	}
	if (!table_rows(t))
		cli_say(cli, _("no customer answers to '%s'"), who);
	table_print(t, &cli->out, (size_t)cli_width());
	table_free(t);
}

static void add_csv(struct strbuf *out, const struct customer *x)
{
	const char *const cell[] = { x->id, x->name, x->contact, x->type, x->since, x->note };

	for (size_t i = 0; i < 6; i++) {
		if (i)
			strbuf_addch(out, ',');
		csv_add_field(out, cell[i], strlen(cell[i]));
	}
	strbuf_addch(out, '\n');
}

static void add_json(struct strbuf *out, const struct customer *x)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "customer", x->id);
	json_put_cstring(&w, "name", x->name);
	json_put_cstring(&w, "contact", x->contact);
	json_put_cstring(&w, "type", x->type);
	json_put_cstring(&w, "since", x->since);
	json_put_cstring(&w, "note", x->note);
	json_end(&w);
	json_finish(&w, out, 0);
	json_writer_release(&w);
}

static int find(struct logrun *l, const char *who)
{
	struct cli *cli = l->cli;

	if (cli_want_format(cli, FORMAT_TEXT,
			    1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_JSONL) < 0)
		return -1;
	if (cli->format == FORMAT_TEXT) {
		print_table(cli, &l->customers, who);
		return 0;
	}
	if (cli->format == FORMAT_CSV)
		strbuf_addf(&cli->out, "%s\n", desk_customers_header);
	for (size_t i = 0; i < l->customers.n; i++) {
		const struct customer *x = &l->customers.list[i];

		if (!customers_match(x, who))
			continue;
		if (cli->format == FORMAT_CSV)
			add_csv(&cli->out, x);
		else
			add_json(&cli->out, x);
	}
	return 0;
}

/* --- set, merge --------------------------------------------------------------------------------- */

static int write_row(struct logrun *l, const struct customer *x)
{
	if (!l->locked) {
		cli_say(l->cli, _("dry run: nothing was recorded"));
		return 0;
	}
	if (customers_append(l->desk.customers, x, 1, &l->cli->err) < 0)
		return -1;
	l->cli->recorded = 1;
	return 0;
}

static int check_values(struct logrun *l, const struct change *change)
{
	const char *since = change->value[OPT_SINCE - OPT_NAME];
	int64_t day;
	int any = 0;

	for (int i = 0; i <= OPT_NOTE - OPT_NAME; i++) {
		const char *v = change->value[i];

		any |= v != NULL;
		if (v && utf8_valid(v, strlen(v)) < strlen(v))
			return cli_usage(l->cli, _("--%s is not valid UTF-8"), options[i].name), -1;
	}
	if (!any)
		return cli_usage(l->cli, _("nothing to set")), -1;
	if (since && *since && date_parse(since, strlen(since), &day) < 0)
		return cli_usage(l->cli, _("--since takes a date such as 2026-11-21, not '%s'"),
				 since), -1;
	return 0;
}

static int set(struct logrun *l, const char *id, struct change *change)
{
	const struct customer *old = customers_get(&l->customers, id);
	struct customer x = { id, "", "", "", "", "" };
	const char **cell[] = { &x.name, &x.contact, &x.type, &x.since, &x.note };
	struct strbuf new_id = STRBUF_INIT;
	const char *type = change->value[OPT_TYPE - OPT_NAME];
	int ret = -1;

	if (check_values(l, change) < 0)
		return -1;
	if (type && *type && l->policy) {
		type = policy_value(l->policy, COLUMN_TYPE, NULL, type, &l->cli->err);
		if (!type)
			return -1;
		change->value[OPT_TYPE - OPT_NAME] = type;
	}
	if (!strcmp(id, "new")) {
		customers_new_id(&l->customers, &new_id);
		x.id = new_id.buf;
	} else if (old) {
		x = *old;
	} else {
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("there is no customer '%s'; 'set new' makes one"), id);
	}
	for (size_t i = 0; i < sizeof(cell) / sizeof(cell[0]); i++)
		if (change->value[i])
			*cell[i] = change->value[i];
	ret = write_row(l, &x);
	if (ret == 0)
		strbuf_addf(&l->cli->out, "%s\n", x.id);
	strbuf_release(&new_id);
	return ret;
}

static int merge(struct logrun *l, const char *id, const char *into)
{
	const struct customer *from = customers_get(&l->customers, id);
	const struct customer *to = customers_get(&l->customers, into);
	struct strbuf note = STRBUF_INIT;
	struct customer x;
	int ret;

	if (!from || !to)
		return err_set(&l->cli->err, STATUS_INPUT, _("there is no customer '%s'"),
			       from ? into : id);
	if (from == to)
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("'%s' and '%s' are the same customer already"), id, into);
	customers_merge_note(&note, to->id);
	x = (struct customer){ from->id, from->name, from->contact, from->type, from->since,
			       note.buf };
	ret = write_row(l, &x);
	if (ret == 0)
		cli_say(l->cli, _("%s (%s) is now %s (%s)"), from->id, from->name, to->id,
			to->name);
	strbuf_release(&note);
	return ret;
}

/* --- the command -------------------------------------------------------------------------------- */

static int run(struct logrun *l, struct change *change)
{
	const char *verb = cli_operand(l->cli, 0);
	int n = cli_operands(l->cli);

	if (verb && !strcmp(verb, "find") && n == 2)
		return log_customers(l) < 0 ? -1 : find(l, cli_operand(l->cli, 1));
	if (!verb || !((!strcmp(verb, "set") && n == 2) || (!strcmp(verb, "merge") && n == 3)))
		return cli_usage(l->cli, _("find WHO, set ID, or merge ID INTO")), -1;
	if (log_contact(l, &change->value[OPT_CONTACT - OPT_NAME]) < 0 || log_begin(l) < 0 ||
	    log_customers(l) < 0)
		return -1;
	return *verb == 's' ? set(l, cli_operand(l->cli, 1), change)
			    : merge(l, cli_operand(l->cli, 1), cli_operand(l->cli, 2));
}

int log_customer(struct cli *cli, const struct log_verb *verb)
{
	struct logrun l = LOGRUN_INIT;
	struct change change = { { NULL } };
	int opt;

	l.verb = verb;
	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		if (opt >= OPT_NAME && opt <= OPT_NOTE)
			/* cppcheck-suppress negativeIndex ; not where the line above holds */
			change.value[opt - OPT_NAME] = cli->arg;
	if (opt == 0 && log_load(&l, cli) == 0)
		run(&l, &change);
	log_release(&l);
	return cli->err.status;
}
