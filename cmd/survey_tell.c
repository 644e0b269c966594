/* sd survey: a case is open again, and the lead is told. */
#include "base/i18n.h"
#include "cli_notify.h"
#include "report/notice.h"
#include "rules/receivers.h"
#include "survey.h"

static void write_to(struct logrun *l, const struct survey_low *low, const char *to)
{
	struct cli *cli = l->cli;
	const struct policy_notify_channel *channel = notify_channel_of(cli->policy, to);
	const struct casefile *f = &l->file;
	struct notice n = { .desk = cli_desk_name(cli, cli->desk), .policy = cli->policy,
			    .now = cli->now, .lang = cli->lang };
	struct notice_reopen r = {
		.id = f->id, .to = to, .kind = casefile_class(f, COLUMN_KIND),
		.category = casefile_class(f, COLUMN_CATEGORY),
		.severity = casefile_class(f, COLUMN_SEVERITY), .place = casefile_class(f, COLUMN_PLACE),
		.department = casefile_class(f, COLUMN_DEPARTMENT),
		.owner = casefile_class(f, COLUMN_OWNER), .question = low->question,
		.scale = low->scale, .score = low->score,
	};
	struct strbuf json = STRBUF_INIT, kind = STRBUF_INIT;
	int least;

	if (!channel || answers_range(low->scale, &least, &r.most) < 0)
		return;
	n.channel = channel->name;
	notice_reopened(&json, &n, &r);
	strbuf_addf(&kind, "reopened %s %s", low->check, to);
	if (outbox_post(cli, channel, kind.buf, json.buf, json.len) < 0)
		finding_add(&cli->findings, GRADE_WARNING, NULL, 0, 0,
			    _("the message to '%s' could not be kept for sending"), to);
	strbuf_release(&json);
	strbuf_release(&kind);
}

void survey_tell(struct logrun *l, const struct survey_low *low)
{
	const char *lead = "lead";
	const struct policy_step step = { .to = { &lead, 1 } };
	const struct receivers_who who = { casefile_class(&l->file, COLUMN_OWNER),
					   casefile_class(&l->file, COLUMN_DEPARTMENT) };
	struct receivers to = RECEIVERS_INIT;
	struct strbuf id = STRBUF_INIT, names = STRBUF_INIT;

	receivers_of_step(&to, l->cli->policy, &step, &who, zone_day(l->zone, l->cli->now));
	for (size_t i = 0; i < to.n; i++) {
		strbuf_addf(&names, "%s%s", i ? ", " : "",
			    policy_value_label(l->cli->policy, COLUMN_OWNER, to.name[i], l->cli->lang));
		write_to(l, low, to.name[i]);
	}
	log_format_id(l, &id, l->file.id);
	cli_say(l->cli, _("%s: taken up again, '%s' was answered %d; tell %s"), id.buf, low->question,
		low->score, names.len ? names.buf : _("the lead"));
	strbuf_release(&id);
	strbuf_release(&names);
	receivers_release(&to);
}
