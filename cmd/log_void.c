/* sd log void, undo: one row counts as never written. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "log.h"

#define UNDO_REACH 86400    /* seconds: "one's own last" is meant for the slip just made */

static int check_target(struct logrun *l, const struct casefile_row *target)
{
	if (target->event == EVENT_VOID)
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("a void row cannot be voided; record the event again"));
	if (target->dead)
		return err_set(&l->cli->err, STATUS_INPUT, _("that row is void already"));
	return 0;
}

static int void_row(struct logrun *l, const struct casefile_row *target)
{
	struct strbuf what = STRBUF_INIT;
	const char *name, *check = target->cell[COLUMN_CHECK];
	struct log_row row;
	int ret = -1;

	if (check_target(l, target) < 0)
		return -1;
	name = policy_set_event_name(&l->cli->set, target->event);
	strbuf_addf(&what, _("void: %s by %s of %s"),
		    l->policy ? policy_value_label(l->policy, COLUMN_EVENT, name, l->cli->lang) : name,
		    target->cell[COLUMN_BY], target->cell[COLUMN_AT]);
	if (log_void_followers(l, target) == 0 && log_row(l, &row, EVENT_VOID) == 0) {
		log_put(&row, COLUMN_DETAIL, check);
		ret = log_add(l, &row) < 0 || log_commit(l) < 0 ? -1 : 0;
	}
	if (ret == 0)
		log_confirm(l, what.buf);
	strbuf_release(&what);
	return ret;
}

static int find_target(struct logrun *l, const struct casefile_row **target)
{
	const char *check = l->given[LOG_EVENT];
	int i;

	if (!check || !*check)
		return cli_usage(l->cli, _("'void' needs --event CHECK; 'sd log show' prints them")), -1;
	i = casefile_find_check(&l->file, check);
	if (i == -2)
		return err_set(&l->cli->err, STATUS_INPUT, _("several rows begin with the check '%s'"),
			       check);
	if (i < 0)
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("the case has no row with the check '%s' (at least 8 digits)"), check);
	*target = &l->file.row[i];
	return 0;
}

int log_prepare_void(struct logrun *l, struct log_row *row)
{
	const struct casefile_row *target;
	const char *check;

	if (!l->given[LOG_EVENT])
		return err_set(&l->cli->err, STATUS_INPUT, _("'%s' needs %s"), "void", "detail");
	if (find_target(l, &target) < 0 || check_target(l, target) < 0)
		return -1;
	check = target->cell[COLUMN_CHECK];
	if (log_void_followers(l, target) < 0)
		return -1;
	log_put(row, COLUMN_DETAIL, check);
	return 0;
}

int log_void(struct cli *cli, const struct log_verb *verb)
{
	struct logrun l = LOGRUN_INIT;
	const struct casefile_row *target;

	if (log_options(&l, cli, verb) < 0)
		goto out;
	if (cli_operands(cli) != 1) {
		cli_usage(cli, cli_operands(cli) ? _("one case at a time") : _("which case?"));
		goto out;
	}
	if (log_begin(&l) < 0 || log_old_key(&l, EVENT_VOID) ||
	    log_case(&l, cli_operand(cli, 0), 0) < 0 || find_target(&l, &target) < 0)
		goto out;
	void_row(&l, target);
out:
	log_release(&l);
	return cli->err.status;
}

/* --- undo --------------------------------------------------------------------------------------- */

/* The cases in which somebody wrote lately, the last one last. */
struct recent {
	const char *by;
	size_t n;
	caseid *id;
	size_t alloc;
};

static int take_recent(void *ctx, const struct scan_batch *batch)
{
	struct recent *x = ctx;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *r = &batch->row[i];
		struct span by = scan_cell(batch, r, COLUMN_BY);

		if (!r->id || by.n != strlen(x->by) || memcmp(by.s, x->by, by.n) != 0)
			continue;
		if (x->n && x->id[x->n - 1] == r->id)
			continue;
		MEM_GROW(x->id, x->n + 1, x->alloc);
		x->id[x->n++] = r->id;
	}
	return 0;
}

/* One's own last row of the case that still counts. */
static const struct casefile_row *own_last(const struct casefile *f, const char *by)
{
	for (size_t i = f->n; i-- > 0;)
		if (!f->row[i].dead && f->row[i].event != EVENT_VOID &&
		    !strcmp(f->row[i].cell[COLUMN_BY], by))
			return &f->row[i];
	return NULL;
}

static int nothing_to_undo(struct logrun *l)
{
	return err_set(&l->cli->err, STATUS_INPUT, _("'%s' has written nothing here to undo"), l->by);
}

/* The newest own row of all cases: its place in the file tells, which is the order of the scan. */
static int find_recent(struct logrun *l)
{
	struct recent x = { .by = l->by };
	struct scan_options o = { .threads = 1, .quiet = 1, .unnumbered = 1 };
	struct strbuf id = STRBUF_INIT;
	int ret = -1;

	if (log_open(l) < 0)
		return -1;
	o.from = scan_find(&l->log, l->cli->now - UNDO_REACH);
	if (scan_run(&l->log, &o, take_recent, &x, &l->cli->err) < 0)
		goto out;
	while (x.n-- > 0) {
		strbuf_reset(&id);
		log_format_id(l, &id, x.id[x.n]);
		if (log_case(l, id.buf, 0) < 0)
			goto out;
		if (own_last(&l->file, l->by)) {
			ret = 0;
			goto out;
		}
	}
	nothing_to_undo(l);
out:
	free(x.id);
	strbuf_release(&id);
	return ret;
}

int log_undo(struct cli *cli, const struct log_verb *verb)
{
	struct logrun l = LOGRUN_INIT;
	const struct casefile_row *target;

	if (log_options(&l, cli, verb) < 0)
		goto out;
	if (cli_operands(cli) > 1) {
		cli_usage(cli, _("one case at a time"));
		goto out;
	}
	if (log_begin(&l) < 0 || log_old_key(&l, EVENT_VOID))
		goto out;
	if (cli_operands(cli) ? log_case(&l, cli_operand(cli, 0), 0) < 0 : find_recent(&l) < 0)
		goto out;
	target = own_last(&l.file, l.by);
	if (!target)
		nothing_to_undo(&l);
	else
		void_row(&l, target);
out:
	log_release(&l);
	return cli->err.status;
}
