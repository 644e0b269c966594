/* sd report --send: the first screen leaves the house, without anybody who is to be called. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/nearest.h"
#include "cli_notify.h"
#include "io/file.h"
#include "report.h"
#include "report/notice.h"

int report_check_channel(struct cli *cli, const char *channel)
{
	const struct policy *p = cli->policy;
	struct nearest near = NEAREST_INIT(channel);
	const char *first = cli_operand(cli, 0);
	size_t i;

	if (first && !file_is_dir(first))
		return cli_usage(cli, _("--send needs a desk, and '%s' is a file"), first), -1;
	if (notify_channel(p, channel))
		return 0;
	for (i = 0; i < p->nnotify; i++)
		nearest_offer(&near, p->notify[i].name);
	if (near.best)
		return cli_usage(cli, _("unknown notify channel '%s' (did you mean '%s'?)"), channel,
				 near.best), -1;
	return cli_usage(cli, _("unknown notify channel '%s'"), channel), -1;
}

/* Reports of other periods do not replace each other. */
static void kind_of(struct strbuf *out, const struct figures *f)
{
	strbuf_addstr(out, "report ");
	instant_format(out, f->from, f->zone);
	strbuf_addch(out, ' ');
	instant_format(out, f->to, f->zone);
}

struct sending {
	struct cli *cli;
	struct sender sender;
	const struct policy_notify_channel *channel;
	struct strbuf json, kind;
};

/* It waits in the outbox; -1. */
static int keep(struct sending *x, int failures)
{
	if (outbox_put(&x->sender, x->channel, x->kind.buf, x->json.buf, x->json.len, failures) < 0)
		return err_set(&x->cli->err, STATUS_SYSTEM,
			       _("the report was not sent through '%s' and cannot be kept in '%s'"),
			       x->channel->name, x->sender.desk.cache);
	return err_set(&x->cli->err, STATUS_SYSTEM,
		       _("the report was not sent through '%s'; the next 'sd escalate' or 'sd report --send' tries again"),
		       x->channel->name);
}

static int send_report(struct sending *x)
{
	struct process result;

	if (sender_begin(&x->sender, x->cli, LOCKFILE_WAIT) < 0 ||
	    sender_send(&x->sender, x->channel, x->json.buf, x->json.len, &result) < 0)
		return keep(x, 0);
	if (result.status) {
		sender_warn(&x->sender, x->channel, NULL, &result,
			    notify_next_try(&(struct notify_try){ .failures = 1, .at = x->cli->now }));
		return keep(x, 1);
	}
	outbox_drop(&x->sender, x->channel, x->kind.buf);
	cli_say(x->cli, _("sent through '%s'"), x->channel->name);
	outbox_run(&x->sender);
	return 0;
}

int report_send(struct cli *cli, const char *channel, const struct figures *figures)
{
	const struct notice n = { .desk = cli_desk_name(cli, cli->desk), .channel = channel,
				  .policy = cli->policy, .now = cli->now, .lang = cli->lang };
	struct sending x = { .cli = cli, .sender = SENDER_INIT, .json = STRBUF_INIT,
			     .kind = STRBUF_INIT, .channel = notify_channel(cli->policy, channel) };
	int result = 0;

	notice_report(&x.json, &n, figures);
	kind_of(&x.kind, figures);
	if (cli->dry_run)
		cli_say(cli, _("dry run: nothing was sent"));
	else
		result = send_report(&x);
	sender_end(&x.sender);
	strbuf_release(&x.json);
	strbuf_release(&x.kind);
	return result;
}
