/* sd log respond, hold, resolve ...: one event of a case that exists. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "log.h"
#include "values/number.h"

/* What a verb does to the row before it is judged. */
typedef int prepare_fn(struct logrun *l, struct log_row *row);

static const char *event_label(const struct logrun *l, int event)
{
	const char *name = policy_set_event_name(&l->cli->set, event);

	return l->policy ? policy_value_label(l->policy, COLUMN_EVENT, name, l->cli->lang) : name;
}

static int run(struct cli *cli, const struct log_verb *verb, prepare_fn *prepare)
{
	struct logrun l = LOGRUN_INIT;
	struct log_row row;
	int old;

	if (log_options(&l, cli, verb) < 0)
		goto out;
	if (cli_operands(cli) != 1) {
		cli_usage(cli, cli_operands(cli) ? _("one case at a time") : _("which case?"));
		goto out;
	}
	if (log_begin(&l) < 0)
		goto out;
	old = log_old_key(&l, l.verb->event);
	if (old)
		goto out;
	if (log_case(&l, cli_operand(cli, 0), 0) < 0 || log_row(&l, &row, l.verb->event) < 0 ||
	    log_put_options(&l, &row) < 0 || (prepare && prepare(&l, &row) < 0))
		goto out;
	if (log_add(&l, &row) == 0 && log_follow(&l, &row) == 0 && log_commit(&l) == 0) {
		log_confirm(&l, event_label(&l, row.event));
		log_say_followers(&l);
	}
out:
	log_release(&l);
	return cli->err.status;
}

/* An event given as JSON ('append') is told the columns, one given as a verb its options. */
int log_needs(struct logrun *l, const struct log_row *row, int given, const char *option,
	      const char *column)
{
	if (given)
		return 0;
	if (l->verb->event < 0)
		return err_set(&l->cli->err, STATUS_INPUT, _("'%s' needs %s"),
			       policy_set_event_name(&l->cli->set, row->event), column);
	return cli_usage(l->cli, _("'%s' needs %s"), l->verb->name, option), -1;
}

/* hold needs a reason, promise a time: without it the event says nothing. */
static int prepare_event(struct logrun *l, struct log_row *row)
{
	if (row->event == EVENT_HOLD)
		return log_needs(l, row, row->cell[COLUMN_DETAIL].n > 0, "--reason", "detail");
	if (row->event == EVENT_PROMISE)
		return log_needs(l, row, row->cell[COLUMN_DUE].n > 0, "--due", "due");
	return 0;
}

int log_event(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_event);
}

static int prepare_note(struct logrun *l, struct log_row *row)
{
	return log_needs(l, row, row->cell[COLUMN_TEXT].n > 0, "--text", "text");
}

int log_note(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_note);
}

static int prepare_assign(struct logrun *l, struct log_row *row)
{
	return log_needs(l, row, row->cell[COLUMN_DEPARTMENT].n || row->cell[COLUMN_OWNER].n,
		     _("--department or --owner"), _("department or owner"));
}

int log_assign(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_assign);
}

/* --- amend ---------------------------------------------------------------------------------- */

/* A severity is one of its kind: the new kind's first where the old one has no place there. */
static int amend_severity(struct logrun *l, struct log_row *row)
{
	const char *kind = casefile_class(&l->file, COLUMN_KIND);
	const char *severity = casefile_class(&l->file, COLUMN_SEVERITY);
	const struct policy_kind *k;

	if (row->cell[COLUMN_KIND].n)
		kind = row->cell[COLUMN_KIND].s;
	if (l->given[LOG_SEVERITY])
		return log_put_code(l, row, COLUMN_SEVERITY, kind, l->given[LOG_SEVERITY]);
	k = l->policy ? policy_kind(l->policy, kind) : NULL;
	if (row->cell[COLUMN_KIND].n && k && k->nseverity && !policy_severity(k, severity))
		log_put(row, COLUMN_SEVERITY, k->severity[0].name);
	return 0;
}

static int prepare_amend(struct logrun *l, struct log_row *row)
{
	int changes = 0;

	if (amend_severity(l, row) < 0 || log_find_customer(l) < 0)
		return -1;
	if (l->given[LOG_CUSTOMER] || l->contact)
		log_put(row, COLUMN_CUSTOMER, l->customer ? l->customer->id : NULL);
	for (int c = 0; c < COLUMN_MAX; c++)
		changes |= column_is_class(c) && row->cell[c].n;
	return log_needs(l, row, changes, _("something to change, e.g. --severity"),
		     _("something to change, e.g. severity"));
}

int log_amend(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_amend);
}

/* --- cancel --------------------------------------------------------------------------------- */

/* The case that stays. Looking for a short number reads other cases into l->file, so ours is read again. */
static int find_original(struct logrun *l, const char *ref, caseid *id)
{
	caseid own = l->file.id;
	struct strbuf shown = STRBUF_INIT;
	uint32_t date, number;
	int ret;

	if (l->verb->event < 0) {
		if (caseid_parse_short(ref, &date, &number) < 0 || date < 10000)
			return err_set(&l->cli->err, STATUS_INPUT, _("'%s' is not a whole case id"),
				       ref);
		*id = caseid_make(date, number);
		return 0;
	}
	if (log_case_id(l, ref, id) < 0)
		return err_prefix(&l->cli->err, "--duplicate-of");
	log_format_id(l, &shown, own);
	ret = log_case(l, shown.buf, 0);
	strbuf_release(&shown);
	return ret;
}

static int prepare_cancel(struct logrun *l, struct log_row *row)
{
	const char *ref = l->given[LOG_DUPLICATE];
	struct casefile_options o = { .zone = l->zone };
	struct casefile other = CASEFILE_INIT;
	struct strbuf detail = STRBUF_INIT;
	caseid original;
	int ret = -1;

	if (!ref)
		return 0;
	if (l->given[LOG_REASON])
		return cli_usage(l->cli, _("--reason and --duplicate-of exclude each other")), -1;
	if (find_original(l, ref, &original) < 0)
		return -1;
	if (casefile_read(&other, &l->log, original, &o, &l->cli->err) < 0)
		goto out;
	strbuf_addstr(&detail, "duplicate:");
	log_format_id(l, &detail, other.id);
	if (!other.n || other.id == l->file.id)
		err_set(&l->cli->err, STATUS_INPUT,
			other.n ? _("a case is no duplicate of itself") : _("there is no case %s"),
			ref);
	else
		ret = 0;
	log_put(row, COLUMN_DETAIL, arena_strdup(&l->arena, detail.buf));
out:
	strbuf_release(&detail);
	casefile_release(&other);
	return ret;
}

int log_cancel(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_cancel);
}

/* --- tasks ---------------------------------------------------------------------------------- */

/* The row that began the task last, where it is not done since; or NULL. */
static const struct casefile_row *find_open_task(const struct casefile *f, const char *name)
{
	const struct casefile_row *open = NULL;

	for (size_t i = 0; i < f->history.n; i++) {
		const struct casefile_row *row = &f->row[f->origin[i]];

		if (strcmp(row->cell[COLUMN_DETAIL], name) != 0)
			continue;
		if (row->event == EVENT_TASK)
			open = row;
		else if (row->event == EVENT_DONE)
			open = NULL;
	}
	return open;
}

static int task_is_open(const struct casefile *f, const char *name)
{
	return find_open_task(f, name) != NULL;
}

static int prepare_task(struct logrun *l, struct log_row *row)
{
	const char *name = row->cell[COLUMN_DETAIL].s;
	const struct casefile_row *open;

	if (log_needs(l, row, row->cell[COLUMN_DETAIL].n > 0, "--name", "detail") < 0)
		return -1;
	/* What a checklist gave a person may give otherwise: to somebody else, until another time. */
	open = find_open_task(&l->file, name);
	if (open && !(open->flags & ROW_BY_SD))
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("the task '%s' is open already; 'done' ends it"), name);
	return 0;
}

int log_task(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_task);
}

static int which_task(struct logrun *l, struct log_row *row)
{
	const char *name = l->given[LOG_NAME], *only = NULL;
	struct nearest near = NEAREST_INIT(name ? name : "");
	struct strbuf open = STRBUF_INIT;
	size_t n = 0;
	int ret = -1;

	for (size_t i = 0; i < l->file.history.n; i++) {
		const struct casefile_row *r = &l->file.row[l->file.origin[i]];
		const char *task = r->cell[COLUMN_DETAIL];

		if (r->event != EVENT_TASK || !task_is_open(&l->file, task) ||
		    (only && !strcmp(only, task)))
			continue;
		strbuf_addf(&open, "%s%s", n++ ? ", " : "", task);
		nearest_offer(&near, task);
		only = task;
	}
	if (!n)
		err_set(&l->cli->err, STATUS_INPUT, _("the case has no open task"));
	else if (!name && n > 1)
		cli_usage(l->cli, _("which task? --name is one of %s"), open.buf);
	else if (name && near.best)
		err_set(&l->cli->err, STATUS_INPUT, _("no open task '%s' (did you mean '%s'?)"),
			name, near.best);
	else if (name)
		err_set(&l->cli->err, STATUS_INPUT, _("no open task '%s', only %s"), name,
			open.buf);
	else {
		log_put(row, COLUMN_DETAIL, only);
		ret = 0;
	}
	strbuf_release(&open);
	return ret;
}

static int prepare_done(struct logrun *l, struct log_row *row)
{
	if (l->given[LOG_NAME] && task_is_open(&l->file, l->given[LOG_NAME]))
		return 0;
	return which_task(l, row);
}

int log_done(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, prepare_done);
}

int log_compensate(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, log_prepare_compensate);
}

int log_approve(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb, log_prepare_approve);
}

/* --- events that are not typed as a verb --------------------------------------------------------- */

static int prepare_attach(struct logrun *l, struct log_row *row)
{
	return log_needs(l, row, row->cell[COLUMN_DETAIL].n > 0, "FILE", "detail");
}

/* What a case is, only open and amend say; contact tells by which channel. */
static int refuse_class(struct logrun *l, const struct log_row *row)
{
	for (int c = COLUMN_KIND; c <= COLUMN_BATCH; c++)
		if (row->cell[c].n && !(c == COLUMN_CHANNEL && row->event == EVENT_CONTACT))
			return err_set(&l->cli->err, STATUS_INPUT,
				       _("'%s' changes no %s; 'amend' does"),
				       policy_set_event_name(&l->cli->set, row->event),
				       policy_set_column_name(&l->cli->set, c));
	return 0;
}

/* The checks of the verbs; what options say there, the row's detail says here. */
int log_prepare(struct logrun *l, struct log_row *row)
{
	static const char duplicate[] = "duplicate:";
	struct span detail = row->cell[COLUMN_DETAIL];
	const char *word = detail.n ? detail.s : NULL;

	if (row->event != EVENT_AMEND && refuse_class(l, row) < 0)
		return -1;
	l->given[LOG_NAME] = l->given[LOG_EVENT] = word;
	switch (row->event) {
	case EVENT_NOTE:
		return prepare_note(l, row);
	case EVENT_ASSIGN:
		return prepare_assign(l, row);
	case EVENT_AMEND:
		return prepare_amend(l, row);
	case EVENT_TASK:
		return prepare_task(l, row);
	case EVENT_DONE:
		return prepare_done(l, row);
	case EVENT_COMPENSATE:
		return log_prepare_compensate(l, row);
	case EVENT_APPROVE:
		return log_prepare_approve(l, row);
	case EVENT_ATTACH:
		return prepare_attach(l, row);
	case EVENT_VOID:
		return log_prepare_void(l, row);
	case EVENT_CANCEL:
		if (word && !strncmp(word, duplicate, strlen(duplicate)))
			l->given[LOG_DUPLICATE] = word + strlen(duplicate);
		return prepare_cancel(l, row);
	default:
		return prepare_event(l, row);
	}
}
