/* sd log: cells, rows, and their way into the log. */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "log.h"
#include "rules/filter.h"

/* --- cells -------------------------------------------------------------------------------------- */

void log_put(struct log_row *row, int column, const char *value)
{
	if (value && *value)
		row->cell[column] = (struct span){ value, (uint32_t)strlen(value) };
}

static const char *cell(struct logrun *l, const struct log_row *row, int column)
{
	return arena_strndup(&l->arena, row->cell[column].s ? row->cell[column].s : "",
			     row->cell[column].n);
}

static int check_type(struct logrun *l, int column, const char *name, const char **value)
{
	const struct policy_field *f = l->policy ? policy_field(l->policy, column) : NULL;
	struct strbuf out = STRBUF_INIT;
	struct amount amount;
	uint64_t number;
	int64_t day;
	instant t;
	size_t n = strlen(*value);

	switch (f ? f->type : FIELD_CODE) {
	case FIELD_INSTANT:
		if (instant_parse_human(*value, l->zone, l->cli->now, &t, &l->cli->err) < 0)
			return err_prefix(&l->cli->err, "--%s", name);
		instant_format(&out, t, l->zone);
		*value = arena_strdup(&l->arena, out.buf);
		strbuf_release(&out);
		return 0;
	case FIELD_DATE:
		if (date_parse(*value, n, &day) == 0)
			return 0;
		return cli_usage(l->cli, _("--%s takes a date such as 2026-11-21, not '%s'"), name,
				 *value), -1;
	case FIELD_NUMBER:
		if (number_parse(*value, n, INT64_MAX, &number) == 0)
			return 0;
		return cli_usage(l->cli, _("--%s takes a number, not '%s'"), name, *value), -1;
	case FIELD_AMOUNT:
		if (amount_parse(*value, n, &amount) == 0)
			return 0;
		return cli_usage(l->cli, _("--%s takes an amount such as 20.00, not '%s'"), name,
				 *value), -1;
	default:
		return 0;
	}
}

int log_put_code(struct logrun *l, struct log_row *row, int column, const char *scope,
		 const char *value)
{
	const char *name = policy_set_column_name(&l->cli->set, column);

	if (!value)
		return 0;
	if (!*value)
		return cli_usage(l->cli, _("--%s is empty"), name), -1;
	if (l->policy) {
		value = policy_value(l->policy, column, scope, value, &l->cli->err);
		if (!value)
			return -1;
	}
	if (column >= COLUMN_FIELD && check_type(l, column, name, &value) < 0)
		return -1;
	if (row_code_check(name, value, strlen(value), &l->cli->err) < 0)
		return -1;
	log_put(row, column, value);
	return 0;
}

int log_put_due(struct logrun *l, struct log_row *row, const char *value)
{
	struct strbuf out = STRBUF_INIT;
	instant t;

	if (!value)
		return 0;
	if (instant_parse_human(value, l->zone, l->cli->now, &t, &l->cli->err) < 0)
		return err_prefix(&l->cli->err, "--due");
	if (t <= row->at)
		return cli_usage(l->cli, _("--due '%s' is not after the event itself"), value), -1;
	instant_format(&out, t, l->zone);
	log_put(row, COLUMN_DUE, arena_strdup(&l->arena, out.buf));
	strbuf_release(&out);
	return 0;
}

int log_put_amount(struct logrun *l, struct log_row *row, const char *value)
{
	struct amount a;

	if (!value)
		return 0;
	if (amount_parse(value, strlen(value), &a) < 0)
		return cli_usage(l->cli, _("--amount takes an amount such as 20.00, not '%s'"),
				 value), -1;
	log_put(row, COLUMN_AMOUNT, value);
	return 0;
}

int log_row(struct logrun *l, struct log_row *row, int event)
{
	*row = (struct log_row){ .event = event, .at = l->at };
	log_put(row, COLUMN_EVENT, policy_set_event_name(&l->cli->set, event));
	log_put(row, COLUMN_BY, l->by);
	log_put(row, COLUMN_KEY, l->given[LOG_KEY]);
	log_put(row, COLUMN_TEXT, l->text);
	for (int c = COLUMN_FIELD; c < COLUMN_MAX; c++)
		if (log_put_code(l, row, c, NULL, l->field[c]) < 0)
			return -1;
	return 0;
}

int log_put_options(struct logrun *l, struct log_row *row)
{
	static const struct {
		int option, column;
	} map[] = {
		{ LOG_KIND, COLUMN_KIND }, { LOG_CHANNEL, COLUMN_CHANNEL },
		{ LOG_CATEGORY, COLUMN_CATEGORY }, { LOG_TYPE, COLUMN_TYPE },
		{ LOG_PLACE, COLUMN_PLACE }, { LOG_PRODUCT, COLUMN_PRODUCT },
		{ LOG_BATCH, COLUMN_BATCH }, { LOG_DEPARTMENT, COLUMN_DEPARTMENT },
		{ LOG_OWNER, COLUMN_OWNER }, { LOG_DETAIL, COLUMN_DETAIL },
		{ LOG_REASON, COLUMN_DETAIL }, { LOG_CAUSE, COLUMN_DETAIL },
		{ LOG_NAME, COLUMN_DETAIL }, { LOG_COMPENSATION, COLUMN_DETAIL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(map); i++) {
		const char *scope = map[i].column == COLUMN_DETAIL ? l->verb->name : NULL;

		/* open --cause belongs to the resolve row that --done adds. */
		if (row->event == EVENT_OPEN && map[i].column == COLUMN_DETAIL)
			continue;
		if (log_put_code(l, row, map[i].column, scope, l->given[map[i].option]) < 0)
			return -1;
	}
	if (log_put_due(l, row, l->given[LOG_DUE]) < 0)
		return -1;
	return log_put_amount(l, row, l->given[LOG_AMOUNT]);
}

/* --- rules about rows --------------------------------------------------------------------------- */

static const char *required_value(struct logrun *l, const struct log_row *row, int column)
{
	const char *v = cell(l, row, column);

	return *v || !column_is_class(column) ? v : casefile_class(&l->file, column);
}

/* `require:` of the policy in force: all that is missing, in one message. */
static int check_required(struct logrun *l, const struct log_row *row)
{
	struct strbuf missing = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; l->policy && i < l->policy->nrequires; i++) {
		const struct policy_require *r = &l->policy->require[i];
		uint32_t class[COLUMN_MAX];
		struct filter *filter;
		int matches;

		if (!event_set_has(&r->on, row->event))
			continue;
		filter = filter_new(l->policy, &r->filter, &l->file.map, &l->file.symbols);
		history_class(&l->file.history, l->file.history.n, &l->file.map, class);
		matches = filter_matches(filter, class);
		filter_free(filter);
		for (size_t c = 0; matches && c < r->ncolumns; c++)
			if (!*required_value(l, row, r->column[c]))
				strbuf_addf(&missing, "%s%s", missing.len ? ", " : "",
					    policy_set_column_name(&l->cli->set, r->column[c]));
	}
	if (missing.len)
		ret = err_set(&l->cli->err, STATUS_INPUT, _("the policy requires for '%s': %s"),
			      policy_set_event_name(&l->cli->set, row->event), missing.buf);
	strbuf_release(&missing);
	return ret;
}

/* Whoever a case is about neither owns it nor investigates it. */
static int check_about(struct logrun *l, const struct log_row *row)
{
	const char *owner = cell(l, row, COLUMN_OWNER);

	for (size_t i = 0; l->policy && *owner && i < l->policy->nfields; i++) {
		const struct policy_field *f = &l->policy->field[i];

		if (f->role_staff && !strcmp(required_value(l, row, f->column), owner))
			return err_set(&l->cli->err, STATUS_INPUT,
				       _("the case is about '%s', who cannot own it"), owner);
	}
	return 0;
}

static int judge(struct logrun *l, int was_legal, int event)
{
	struct strbuf refusal = STRBUF_INIT;
	int ret = casefile_judge(&l->file, &refusal);

	/* A case that is damaged already can only be mended by voiding a row. */
	if (ret < 0 && !(event == EVENT_VOID && !was_legal))
		err_set(&l->cli->err, STATUS_INPUT, "%s", refusal.buf);
	else
		ret = 0;
	strbuf_release(&refusal);
	return ret;
}

/* What was suggested for an open row goes with it, or neither goes. */
static int write_row(struct logrun *l, const struct log_row *row, const struct log_row *suggested)
{
	struct rowwriter_mark mark = rowwriter_mark(&l->w.rows);

	if (!l->locked)
		return 0;
	if (logwriter_add(&l->w, row->cell, row->at, &l->cli->err) == 0 &&
	    (!suggested ||
	     logwriter_add(&l->w, suggested->cell, suggested->at, &l->cli->err) == 0))
		return 0;
	rowwriter_back(&l->w.rows, &mark);
	return -1;
}

int log_add(struct logrun *l, struct log_row *row)
{
	int was_legal = l->file.legal == l->file.history.n;
	struct log_standing before = log_standing(l);
	struct log_row *suggested = row->event == EVENT_OPEN && l->machine.has_suggested ?
				    &l->machine.suggested : NULL;
	struct strbuf id = STRBUF_INIT, text = STRBUF_INIT;

	log_format_id(l, &id, l->file.id);
	log_put(row, COLUMN_CASE, arena_strdup(&l->arena, id.buf));
	strbuf_release(&id);
	if (row->cell[COLUMN_TEXT].n && log_case_customer(l) == 0 && l->customer) {
		customers_hide(&text, row->cell[COLUMN_TEXT].s, row->cell[COLUMN_TEXT].n,
			       l->customer);
		log_put(row, COLUMN_TEXT, arena_strdup(&l->arena, text.buf));
		strbuf_release(&text);
	}
	if (l->cli->err.status)
		return -1;
	casefile_add(&l->file, row->event, row->at, row->cell);
	if (suggested) {
		suggested->cell[COLUMN_CASE] = row->cell[COLUMN_CASE];
		casefile_add(&l->file, suggested->event, suggested->at, suggested->cell);
	}
	if (judge(l, was_legal, row->event) < 0 || check_required(l, row) < 0 ||
	    check_about(l, row) < 0)
		return -1;
	if (write_row(l, row, suggested) < 0)
		return -1;
	log_moved(l, &before);
	return 0;
}

static _Noreturn void no_memory(size_t wanted)
{
	static const char msg[] = "sd: error: recorded, but out of memory for the answer\n";

	(void)wanted;
	if (write(2, msg, sizeof(msg) - 1) < 0)
		_exit(STATUS_UNTOLD);
	_exit(STATUS_UNTOLD);
}

void log_recorded(struct cli *cli)
{
	mem_on_failure(no_memory);
	cli->recorded = 1;
}

int log_commit(struct logrun *l)
{
	struct cli *cli = l->cli;

	if (!l->locked) {
		cli_say(cli, _("dry run: nothing was recorded"));
		return 0;
	}
	if (l->new_customer && customers_append(l->desk.customers, l->customer, 1, &cli->err) < 0)
		return -1;
	/* The answer is ready; from here on nothing is allocated until the locks are gone. */
	if (logwriter_commit(&l->w, &cli->err) < 0)
		return -1;
	log_recorded(cli);
	l->locked = 0;
	return logwriter_end(&l->w, &cli->err);
}

/* --- customers ---------------------------------------------------------------------------------- */

/* A bad row there is worth a word, but no reason not to record. */
int log_customers(struct logrun *l)
{
	struct findings found = FINDINGS_INIT;
	const char *path;
	int ret;

	if (l->have_customers)
		return 0;
	l->have_customers = 1;
	path = arena_strdup(&l->cli->findings.arena, l->desk.customers);
	ret = customers_load(&l->customers, path, &found, &l->cli->err);
	for (size_t i = 0; i < found.n; i++)
		finding_add(&l->cli->findings, GRADE_WARNING, path, found.list[i].line,
			    found.list[i].column, "%s", found.list[i].msg);
	findings_release(&found);
	return ret;
}

int log_case_customer(struct logrun *l)
{
	const char *id = casefile_class(&l->file, COLUMN_CUSTOMER);

	if (l->customer || !*id)
		return 0;
	if (log_customers(l) < 0)
		return -1;
	l->customer = customers_get(&l->customers, id);
	return 0;
}

static int new_customer(struct logrun *l, const char *who)
{
	struct customer *x = arena_alloc(&l->arena, sizeof(*x));
	struct strbuf id = STRBUF_INIT, since = STRBUF_INIT;

	customers_new_id(&l->customers, &id);
	date_format(&since, zone_day(l->zone, l->at));
	*x = (struct customer){
		.id = arena_strdup(&l->arena, id.buf), .name = who ? who : "",
		.contact = l->contact ? l->contact : "", .type = "",
		.since = arena_strdup(&l->arena, since.buf), .note = "",
	};
	strbuf_release(&id);
	strbuf_release(&since);
	if (utf8_valid(x->name, strlen(x->name)) < strlen(x->name) ||
	    utf8_valid(x->contact, strlen(x->contact)) < strlen(x->contact))
		return err_set(&l->cli->err, STATUS_USAGE,
			       _("--customer and --contact must be UTF-8"));
	l->customer = x;
	l->new_customer = 1;
	return 0;
}

/* A number that comes with a known name is kept. */
static int add_contact(struct logrun *l)
{
	struct customer *x = arena_alloc(&l->arena, sizeof(*x));

	*x = *l->customer;
	x->contact = l->contact;
	l->customer = x;
	l->new_customer = 1;
	return 0;
}

int log_find_customer(struct logrun *l)
{
	const char *who = l->given[LOG_CUSTOMER];

	if ((!who || !*who) && (!l->contact || !*l->contact))
		return 0;
	if (log_customers(l) < 0 ||
	    customers_find(&l->customers, who, l->contact, &l->customer, &l->cli->err) < 0)
		return -1;
	if (!l->customer)
		return new_customer(l, who);
	if (l->contact && *l->contact && !*l->customer->contact)
		return add_contact(l);
	return 0;
}

/* --- the answer --------------------------------------------------------------------------------- */

static const char *first_text(const struct logrun *l)
{
	for (size_t i = 0; i < l->file.n; i++)
		if (l->file.row[i].event == EVENT_OPEN)
			return l->file.row[i].cell[COLUMN_TEXT];
	return "";
}

void log_confirm(struct logrun *l, const char *what)
{
	struct strbuf line = STRBUF_INIT, text = STRBUF_INIT;
	const char *s = first_text(l);
	size_t fit;

	if (l->cli->quiet)
		return;
	(void)log_case_customer(l);
	log_format_id(l, &line, l->file.id);
	if (l->customer && *l->customer->name)
		strbuf_addf(&line, " %s", l->customer->name);
	customers_show(&text, s, strlen(s), l->customer);
	fit = utf8_fit(text.buf, text.len, 40);
	if (text.len) {
		strbuf_addstr(&line, " “");
		strbuf_add(&line, text.buf, fit);
		strbuf_addf(&line, "%s”", fit < text.len ? "…" : "");
	}
	cli_say(l->cli, _("%s: %s"), line.buf, what);
	strbuf_release(&line);
	strbuf_release(&text);
}
