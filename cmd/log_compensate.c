/* sd log compensate, approve: what the customer gets, and who agreed to it. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "domain/approval.h"
#include "log.h"
#include "values/number.h"

/* Nothing, or less than nothing, compensates nobody. */
static int check_amount(struct logrun *l, const struct log_row *row)
{
	struct span cell = row->cell[COLUMN_AMOUNT];
	struct amount a;

	if (!cell.n || (amount_parse(cell.s, cell.n, &a) == 0 && a.value > 0))
		return 0;
	return err_set(&l->cli->err, STATUS_USAGE, _("the amount '%.*s' is not above zero"),
		       (int)cell.n, cell.s);
}

int log_prepare_compensate(struct logrun *l, struct log_row *row)
{
	if (log_needs(l, row, row->cell[COLUMN_DETAIL].n > 0, "--type", "detail") < 0)
		return -1;
	if (log_needs(l, row, row->cell[COLUMN_AMOUNT].n > 0, "--amount", "amount") < 0)
		return -1;
	return check_amount(l, row);
}

/* The row as the rules see it: what it approves is theirs to say. */
static struct history_event as_event(struct casefile *f, const struct log_row *row)
{
	struct span type = row->cell[COLUMN_DETAIL], amount = row->cell[COLUMN_AMOUNT];

	return (struct history_event){
		.at = row->at, .event = EVENT_APPROVE,
		.detail = type.n ? symbols_add(&f->symbols, COLUMN_DETAIL, type.s, type.n) : 0,
		.amount = amount.n ? symbols_add(&f->symbols, COLUMN_AMOUNT, amount.s, amount.n) : 0,
	};
}

/* Is event i a promise that nobody approved and that the row could? */
static int is_open(const struct casefile *f, const size_t *by, size_t i,
		   const struct history_event *approve)
{
	const struct history_event *e = &f->history.event[i];

	return e->event == EVENT_COMPENSATE && by[i] == APPROVAL_NONE && e->at <= approve->at &&
	       approval_fits(approve, e, &f->symbols);
}

/*
 * The last open compensation that the row fits, or NULL. One without an amount comes last: a row without an amount
 * approves all there are.
 */
static const struct casefile_row *find_open(const struct casefile *f, const size_t *by,
					    const struct history_event *approve)
{
	const struct casefile_row *found = NULL;
	size_t i = f->history.n;

	while (i-- > 0) {
		if (!is_open(f, by, i, approve))
			continue;
		if (f->history.event[i].amount)
			return &f->row[f->origin[i]];
		if (!found)
			found = &f->row[f->origin[i]];
	}
	return found;
}

/* "100, 7", or "100 refund, 7 coupon" where the row names no type. */
static void list_open(const struct casefile *f, const size_t *by,
		      const struct history_event *approve, struct strbuf *out)
{
	size_t i;

	for (i = 0; i < f->history.n; i++) {
		const struct casefile_row *r = &f->row[f->origin[i]];

		if (!is_open(f, by, i, approve))
			continue;
		if (out->len)
			strbuf_addstr(out, ", ");
		strbuf_addstr(out, r->cell[COLUMN_AMOUNT]);
		if (!approve->detail)
			strbuf_addf(out, " %s", r->cell[COLUMN_DETAIL]);
	}
}

/* Nothing is open, or nothing of that amount. */
static int refuse_approval(struct logrun *l, const struct log_row *row, const size_t *by,
			   struct history_event approve)
{
	struct strbuf open = STRBUF_INIT;
	struct span amount = row->cell[COLUMN_AMOUNT];

	approve.amount = 0;
	list_open(&l->file, by, &approve, &open);
	if (open.len)
		err_set(&l->cli->err, STATUS_INPUT,
			_("no compensation of '%.*s' waits for approval; open: %s"), (int)amount.n,
			amount.s, open.buf);
	else
		err_set(&l->cli->err, STATUS_INPUT,
			_("there is no compensation to approve; 'compensate' comes first"));
	strbuf_release(&open);
	return -1;
}

/* The compensation that the row approves, into *what. */
static int find_approved(struct logrun *l, const struct log_row *row, const struct casefile_row **what)
{
	struct history_event approve = as_event(&l->file, row);
	size_t *by = approval_match(&l->file.history, &l->file.symbols);
	int ret = 0;

	*what = find_open(&l->file, by, &approve);
	if (!*what)
		ret = refuse_approval(l, row, by, approve);
	free(by);
	return ret;
}

static int is_in(const struct policy_department *d, const char *person)
{
	size_t i;

	for (i = 0; i < d->staff.n; i++)
		if (!strcmp(d->staff.s[i], person))
			return 1;
	return d->lead && !strcmp(d->lead, person);
}

/* Where a level stands among those of the policy, lowest first; -1: it is none. */
static int level_rank(const struct policy *p, const char *level)
{
	size_t i;

	for (i = 0; level && i < p->levels.n; i++)
		if (!strcmp(p->levels.s[i], level))
			return (int)i;
	return -1;
}

/* Staff of the department, or of the level or above, that the policy names; without staff nobody can tell. */
static int may_approve(const struct policy *p, const char *who, const char *person)
{
	const struct policy_department *d = policy_department(p, who);
	const struct policy_person *x = policy_person(p, person);
	int level = level_rank(p, who);

	if (d && (d->staff.n || d->lead))
		return is_in(d, person);
	if (!d && level >= 0 && x)
		return level_rank(p, x->level) >= level;
	return 1;
}

/* C18: finance approves a refund, and nobody else does. */
static int check_approver(struct logrun *l, const char *type)
{
	const struct policy_compensation *c = l->policy ? policy_compensation(l->policy, type) : NULL;

	if (!c || !c->approve || may_approve(l->policy, c->approve, l->by))
		return 0;
	return err_set(&l->cli->err, STATUS_INPUT,
		       _("'%s' is approved by '%s', where '%s' does not belong"), type, c->approve,
		       l->by);
}

int log_prepare_approve(struct logrun *l, struct log_row *row)
{
	const char *type = row->cell[COLUMN_DETAIL].n ? row->cell[COLUMN_DETAIL].s : NULL;
	const struct casefile_row *what;

	if (check_amount(l, row) < 0 || find_approved(l, row, &what) < 0)
		return -1;
	if (!strcmp(what->cell[COLUMN_BY], l->by))
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("'%s' recorded this compensation; somebody else must approve it"),
			       l->by);
	if (check_approver(l, what->cell[COLUMN_DETAIL]) < 0)
		return -1;
	if (!type)
		log_put(row, COLUMN_DETAIL, what->cell[COLUMN_DETAIL]);
	if (!row->cell[COLUMN_AMOUNT].n)
		log_put(row, COLUMN_AMOUNT, what->cell[COLUMN_AMOUNT]);
	return 0;
}
