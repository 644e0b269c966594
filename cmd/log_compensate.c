/* sd log compensate, approve: what the customer gets, and who agreed to it. */
#include <string.h>

#include "base/i18n.h"
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

/* The last compensation of the type that has not been approved since; any type where none is given. */
static const struct casefile_row *find_unapproved(const struct casefile *f, const char *type)
{
	const struct casefile_row *found = NULL;

	for (size_t i = 0; i < f->history.n; i++) {
		const struct casefile_row *r = &f->row[f->origin[i]];

		if (type && *type && strcmp(r->cell[COLUMN_DETAIL], type) != 0)
			continue;
		if (r->event == EVENT_COMPENSATE)
			found = r;
		else if (r->event == EVENT_APPROVE && found &&
			 !strcmp(r->cell[COLUMN_DETAIL], found->cell[COLUMN_DETAIL]))
			found = NULL;
	}
	return found;
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
	const struct casefile_row *what = find_unapproved(&l->file, type);

	if (check_amount(l, row) < 0)
		return -1;
	if (!what)
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("there is no compensation to approve; 'compensate' comes first"));
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
