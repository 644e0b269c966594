/* sd log open: a new case, and with --done its answer in the same write. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "log.h"

/* --- what the category suggests ------------------------------------------------------------------ */

static const struct policy_category *category_of(const struct logrun *l, const struct log_row *row)
{
	if (!l->policy || !row->cell[COLUMN_CATEGORY].n)
		return NULL;
	return policy_category(l->policy, row->cell[COLUMN_CATEGORY].s);
}

/* Has the kind the severity that the clerk gave, if any? */
static int fits(const struct logrun *l, const char *kind)
{
	struct err ignored = ERR_INIT;

	return !l->given[LOG_SEVERITY] ||
	       policy_value(l->policy, COLUMN_SEVERITY, kind, l->given[LOG_SEVERITY], &ignored) != NULL;
}

/* What the clerk gave stays; what the category suggests stands in `to`, what else holds in the open row. */
static int put_kind_and_severity(struct logrun *l, struct log_row *row, struct log_row *to,
				 const struct policy_category *c)
{
	const char *kind = c ? triage_suggests(l->policy, c, COLUMN_KIND) : NULL;
	const char *severity = c ? triage_suggests(l->policy, c, COLUMN_SEVERITY) : NULL;
	const struct policy_kind *k;

	if (!row->cell[COLUMN_KIND].n && kind && (to == row || fits(l, kind)))
		log_put(to, COLUMN_KIND, kind);
	else if (!row->cell[COLUMN_KIND].n && l->policy && l->policy->nkinds)
		log_put(row, COLUMN_KIND, l->policy->kind[0].name);
	kind = row->cell[COLUMN_KIND].n ? row->cell[COLUMN_KIND].s : to->cell[COLUMN_KIND].s;
	if (l->given[LOG_SEVERITY])
		return log_put_code(l, row, COLUMN_SEVERITY, kind, l->given[LOG_SEVERITY]);
	k = l->policy && kind ? policy_kind(l->policy, kind) : NULL;
	if (k && severity && policy_severity(k, severity))
		log_put(to, COLUMN_SEVERITY, severity);
	else if (k && k->nseverity)
		log_put(row->cell[COLUMN_KIND].n ? row : to, COLUMN_SEVERITY, k->severity[0].name);
	return 0;
}

int log_classify(struct logrun *l, struct log_row *row)
{
	const struct policy_category *c = category_of(l, row);
	struct log_row *to = row;

	log_triage(l, row);
	if (l->machine.has_suggested) {
		c = l->machine.triage.category;
		to = &l->machine.suggested;
	}
	if (put_kind_and_severity(l, row, to, c) < 0)
		return -1;
	if (c && !row->cell[COLUMN_DEPARTMENT].n)
		log_put(to, COLUMN_DEPARTMENT, triage_suggests(l->policy, c, COLUMN_DEPARTMENT));
	return 0;
}

static int is_about(const struct logrun *l, const struct log_row *row, const char *person)
{
	for (size_t i = 0; i < l->policy->nfields; i++) {
		const struct policy_field *f = &l->policy->field[i];
		struct span about = row->cell[f->column];

		if (f->role_staff && about.n && !strcmp(about.s, person))
			return 1;
	}
	return 0;
}

/* First-contact responsibility: whoever takes the case owns it, unless it is about him. */
static void put_owner(struct logrun *l, struct log_row *row)
{
	l->machine.is_first_contact = l->policy && l->policy->first_contact &&
				      !row->cell[COLUMN_OWNER].n && !is_about(l, row, l->by);
	if (l->machine.is_first_contact)
		log_put(row, COLUMN_OWNER, l->by);
}

static int put_customer(struct logrun *l, struct log_row *row)
{
	if (log_find_customer(l) < 0)
		return -1;
	if (!l->customer)
		return 0;
	log_put(row, COLUMN_CUSTOMER, l->customer->id);
	if (!row->cell[COLUMN_TYPE].n)
		log_put(row, COLUMN_TYPE, l->customer->type);
	if (l->new_customer && !*l->customer->type && row->cell[COLUMN_TYPE].n) {
		struct customer *x = arena_alloc(&l->arena, sizeof(*x));

		*x = *l->customer;
		x->type = row->cell[COLUMN_TYPE].s;
		l->customer = x;
	}
	return 0;
}

/* --- the rows ------------------------------------------------------------------------------------ */

int log_complete_open(struct logrun *l, struct log_row *row)
{
	if (put_customer(l, row) < 0 || log_classify(l, row) < 0)
		return -1;
	put_owner(l, row);
	return 0;
}

static int add_open(struct logrun *l)
{
	struct log_row row;
	caseid id;

	l->policy = log_policy_at(l, l->at);
	if (log_row(l, &row, EVENT_OPEN) < 0 || log_put_options(l, &row) < 0 ||
	    log_complete_open(l, &row) < 0)
		return -1;
	if (logwriter_next_case(&l->w, l->at, &id, &l->cli->err) < 0)
		return -1;
	casefile_begin(&l->file, &l->cli->set, id);
	return log_add(l, &row) < 0 || log_follow(l, &row) < 0 ? -1 : 0;
}

/* --done: the same answer is the response and the resolution. */
static int add_answer(struct logrun *l, const struct event_set *have)
{
	static const int events[] = { EVENT_RESPOND, EVENT_RESOLVE };
	struct log_row row;

	l->text = l->given[LOG_DONE];
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		if (have && event_set_has(have, events[i]))
			continue;
		memset(l->field, 0, sizeof(l->field));
		if (log_row(l, &row, events[i]) < 0)
			return -1;
		if (events[i] == EVENT_RESOLVE &&
		    log_put_code(l, &row, COLUMN_DETAIL, "resolve", l->given[LOG_CAUSE]) < 0)
			return -1;
		if (log_add(l, &row) < 0)
			return -1;
	}
	return 0;
}

/*
 * A crash may have kept the first of the rows that belong together: the retry with the same key adds the
 * others.
 */
static int complete_old(struct logrun *l)
{
	struct logwriter_found found;
	struct strbuf id = STRBUF_INIT;
	int ret = -1;

	if (logwriter_find_key(&l->w, l->given[LOG_KEY], &found, &l->cli->err) < 0)
		return -1;
	log_format_id(l, &id, found.id);
	if (log_case(l, id.buf, 0) == 0 && log_complete(l) == 0 &&
	    (!l->given[LOG_DONE] || add_answer(l, &found.events) == 0))
		ret = l->w.rows.out.len ? log_commit(l) : 0;
	strbuf_release(&id);
	return ret;
}

/* The standard answer and the conditions of the category, for the clerk to read out. */
static void say_category(struct logrun *l)
{
	const struct policy_category *c =
		l->policy ? policy_category(l->policy, casefile_class(&l->file, COLUMN_CATEGORY)) :
			    NULL;
	const char *say = NULL;

	for (int depth = 0; c && !say && depth < 16; depth++) {
		say = policy_label(&c->say, NULL, l->cli->lang);
		c = c->of ? policy_category(l->policy, c->of) : NULL;
	}
	if (say)
		cli_say(l->cli, _("say: %s"), say);
}

/* The customer was here with the same thing not long ago: look there before asking him again. */
static void say_link(struct logrun *l)
{
	struct strbuf id = STRBUF_INIT, at = STRBUF_INIT;
	struct log_link link;

	if (l->cli->quiet || !log_link(l, &link))
		return;
	log_format_id(l, &id, link.id);
	date_format(&at, zone_day(l->zone, link.closed));
	cli_say(l->cli, _("linked: %s, an earlier case of this customer in the same category, closed on %s"),
		id.buf, at.buf);
	strbuf_release(&id);
	strbuf_release(&at);
}

static void answer(struct logrun *l)
{
	log_format_id(l, &l->cli->out, l->file.id);
	strbuf_addch(&l->cli->out, '\n');
}

int log_open_case(struct cli *cli, const struct log_verb *verb)
{
	struct logrun l = LOGRUN_INIT;
	int old;

	if (log_options(&l, cli, verb) < 0)
		goto out;
	if (cli_operands(cli)) {
		cli_usage(cli, _("'%s' is too much; the words go into --text"), cli_operand(cli, 0));
		goto out;
	}
	if (l.given[LOG_CAUSE] && !l.given[LOG_DONE]) {
		cli_usage(cli, _("--cause belongs to --done"));
		goto out;
	}
	if (log_begin(&l) < 0)
		goto out;
	old = log_old_key(&l, EVENT_OPEN);
	if (old) {
		if (old > 0)
			complete_old(&l);
		goto out;
	}
	if (add_open(&l) < 0 || (l.given[LOG_DONE] && add_answer(&l, NULL) < 0))
		goto out;
	if (l.locked)
		answer(&l);
	if (log_commit(&l) < 0) {
		strbuf_reset(&cli->out);
		goto out;
	}
	log_confirm(&l, l.given[LOG_DONE] ? _("opened and resolved") : _("opened"));
	say_link(&l);
	log_say_followers(&l);
	say_category(&l);
out:
	log_release(&l);
	return cli->err.status;
}
