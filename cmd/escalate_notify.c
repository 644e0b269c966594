/*
 * sd escalate: those concerned are told. The steps are in the log by now; who was told is written into it after each
 * message, so that whatever ends this process, at most one message is sent twice.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cli_notify.h"
#include "domain/logwriter.h"
#include "escalate.h"
#include "log.h"
#include "report/notice.h"

struct telling {
	struct cli *cli;
	struct escalation *x;
	struct sender sender;
	struct notify_plan plan;
};

/* --- the log -------------------------------------------------------------------------------------- */

static int add_row(struct telling *t, struct logwriter *w, const struct notify_digest *d,
		   const struct notify_item *item, int status)
{
	struct span cell[COLUMN_MAX] = { 0 };
	struct strbuf id = STRBUF_INIT, detail = STRBUF_INIT;
	int result;

	caseid_format(&id, item->id, t->cli->policy->prefix);
	notify_format(&detail, d->channel->name, status, item->s.row_check);
	cell[COLUMN_CASE] = (struct span){ id.buf, (uint32_t)id.len };
	cell[COLUMN_EVENT] = (struct span){ "notify", 6 };
	cell[COLUMN_BY] = (struct span){ "sd", 2 };
	cell[COLUMN_DETAIL] = (struct span){ detail.buf, (uint32_t)detail.len };
	cell[COLUMN_OWNER] = (struct span){ d->to, (uint32_t)strlen(d->to) };
	result = logwriter_add(w, cell, t->cli->now, &t->cli->err);
	strbuf_release(&id);
	strbuf_release(&detail);
	return result;
}

/* Told: a row for each step. Else one for the message, with its most urgent step. */
static int record(struct telling *t, const struct notify_digest *d, int status)
{
	struct cli *cli = t->cli;
	struct logwriter w = LOGWRITER_INIT;
	struct logwriter_options o = {
		.log = cli->log_path, .lock = t->sender.desk.lock, .set = &cli->set,
		.zone = cli->policy->zone, .now = cli->now, .unsafe_share = cli->unsafe_share,
	};
	size_t i, n = status ? 1 : d->n;
	int result = logwriter_begin(&w, &o, &cli->findings, &cli->err);

	if (!result)
		result = survey_follow_with(cli, &w);
	for (i = 0; i < n && !result; i++)
		result = add_row(t, &w, d, d->item[i], status);
	if (!result && logwriter_commit(&w, &cli->err) < 0)
		result = -1;
	if (logwriter_end(&w, result ? NULL : &cli->err) < 0)
		result = -1;
	return result;
}

/* --- one digest ----------------------------------------------------------------------------------- */

/* When the next try will be, once this failure is in the log. */
static instant next_try(const struct telling *t, const struct notify_digest *d)
{
	const struct notify_try *last = notify_tries_find(&t->x->tries, d->to, d->channel->name);

	return notify_next_try(&(struct notify_try){
		.failures = (last ? last->failures : 0) + 1, .at = t->cli->now });
}

static int tell(struct telling *t, const struct notify_digest *d)
{
	const struct notice n = { .desk = cli_desk_name(t->cli, t->cli->desk),
				  .channel = d->channel->name, .policy = t->cli->policy,
				  .now = t->cli->now, .lang = t->cli->lang };
	struct strbuf json = STRBUF_INIT;
	struct process result;
	int ret = 0;

	notice_digest(&json, &n, d);
	if (sender_send(&t->sender, d->channel, json.buf, json.len, &result) == 0) {
		if (result.status)
			sender_warn(&t->sender, d->channel, d->to, &result, next_try(t, d));
		ret = record(t, d, result.status);
		if (ret < 0)
			err_prefix(&t->cli->err, _("the message to '%s' could not be recorded"), d->to);
	}
	strbuf_release(&json);
	return ret;
}

/* --- all of them ---------------------------------------------------------------------------------- */

static void make_plan(struct telling *t)
{
	notify_plan_make(&t->plan, &t->x->notify, &t->x->tries, t->cli->policy, t->cli->now);
}

/* Rows that were written since they were looked for have no check here yet. */
static int has_something(const struct telling *t)
{
	size_t i;

	for (i = 0; i < t->x->notify.n; i++)
		if (!t->x->notify.item[i].s.is_recorded)
			return 1;
	for (i = 0; i < t->plan.n; i++)
		if (t->plan.digest[i].state == NOTIFY_READY)
			return 1;
	return 0;
}

/* Only with the lock it is certain that nobody else has told meanwhile. */
static int tell_all(struct telling *t)
{
	struct cli *cli = t->cli;
	size_t i;

	if (escalation_read(t->x, cli->now, &cli->findings, &cli->err) < 0)
		return -1;
	escalation_find_steps(t->x);
	make_plan(t);
	for (i = 0; i < t->plan.n; i++)
		if (t->plan.digest[i].state == NOTIFY_READY && tell(t, &t->plan.digest[i]) < 0)
			return -1;
	outbox_run(&t->sender);
	return 0;
}

int escalate_notify(struct cli *cli, struct escalation *x)
{
	struct telling t = { .cli = cli, .x = x, .sender = SENDER_INIT, .plan = NOTIFY_PLAN_INIT };
	int result = 0;

	if (!cli->policy->nnotify)
		return 0;
	make_plan(&t);
	if ((has_something(&t) || outbox_has_due(cli, cli->desk)) &&
	    sender_begin(&t.sender, cli, 0) == 0)
		result = tell_all(&t);
	sender_end(&t.sender);
	notify_plan_release(&t.plan);
	/* The steps that were due before are in the log, whatever became of the messages. */
	if (result < 0 && cli->recorded && cli->err.status != STATUS_UNKNOWN)
		cli->err.status = STATUS_UNTOLD;
	return result;
}
