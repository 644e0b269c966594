/* What a report is compared with, and which cases it is about: --compare and --where. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "report.h"

/* --- options -------------------------------------------------------------------------------------- */

int report_compare_take(struct cli *cli, struct report_request *r)
{
	if (r->with)
		return cli_usage(cli, _("only one comparison can be asked for"));
	r->with = cli->arg;
	return 0;
}

int report_where_take(struct cli *cli, struct report_request *r)
{
	if (r->nwhere == REPORT_BY_MAX)
		return cli_usage(cli, _("at most %d columns to choose cases by"), REPORT_BY_MAX);
	if (!strchr(cli->arg, '='))
		return cli_usage(cli, _("'%s' chooses no cases: write COLUMN=VALUE"), cli->arg);
	r->where[r->nwhere++] = cli->arg;
	return 0;
}

/* --- columns and values --------------------------------------------------------------------------- */

int report_column_is(int column)
{
	return column_is_class(column) || column >= COLUMN_FIELD;
}

int report_column(struct cli *cli, const struct policy_set *set, const char *name, enum report_column_for what)
{
	int column = policy_set_column(set, name, strlen(name)), c, end;
	struct nearest near = NEAREST_INIT(name);

	if (column >= 0 && report_column_is(column))
		return column;
	end = COLUMN_FIELD + (int)set->fields.n;
	for (c = 0; c < end; c++)
		if (report_column_is(c))
			nearest_offer(&near, policy_set_column_name(set, c));
	if (what == COLUMN_TO_COMPARE)
		nearest_offer(&near, "desk");
	if (column >= 0 && what == COLUMN_TO_BREAK_DOWN)
		cli_usage(cli, _("column '%s' does not classify cases, so nothing can be broken down by it"), name);
	else if (column >= 0)
		cli_usage(cli, _("column '%s' does not classify cases, so none can be chosen by it"), name);
	else if (near.best)
		cli_usage(cli, _("unknown column '%s' (did you mean '%s'?)"), name, near.best);
	else
		cli_usage(cli, _("unknown column '%s'"), name);
	return -1;
}

static void add_value(struct cli *cli, struct policy_names *names, const char *value)
{
	const char **s;
	size_t i;

	for (i = 0; i < names->n; i++)
		if (!strcmp(names->s[i], value))
			return;
	s = arena_array(&cli->findings.arena, names->n + 1, sizeof(*s));
	if (names->n)
		memcpy(s, names->s, names->n * sizeof(*s));
	s[names->n++] = value;
	names->s = s;
}

/* "A,B" as codes of the column; of a further desk (is_further) a value that it does not know is simply not there. */
static int take_values(struct cli *cli, const struct policy *p, int column, const char *list, int is_further,
		       struct policy_names *names)
{
	struct arena *arena = &cli->findings.arena;
	struct err err = ERR_INIT;

	do {
		size_t n = strcspn(list, ",");
		const char *value = arena_strndup(arena, list, n);

		if (n && column >= 0) {
			const char *code = policy_value(p, column, NULL, value,
							is_further ? &err : &cli->err);

			if (!code && !is_further)
				return -1;
			if (code)
				value = code;
		}
		add_value(cli, names, value);
		list += n + (list[n] == ',');
	} while (*list);
	return 0;
}

/* COLUMN=VALUE,... as a term of a desk's policy; NULL: of the one that is the cli's. */
static int take_term(struct cli *cli, const struct report_desk *desk, const char *arg,
		     enum report_column_for what, struct policy_term *term)
{
	const char *name = arena_strndup(&cli->findings.arena, arg, strcspn(arg, "="));
	const struct policy_set *set = desk ? desk->set : &cli->set;
	int is_further = set != &cli->set;
	int column = is_further ? policy_set_column(set, name, strlen(name)) :
		     report_column(cli, set, name, what);

	if (column < 0 && is_further)
		cli_usage(cli, _("the policy of '%s' has no column '%s'"), desk->name, name);
	if (column < 0)
		return -1;
	*term = (struct policy_term){ .column = column };
	return take_values(cli, policy_set_now(set), column, arg + strlen(name) + 1, is_further, &term->value);
}

static struct policy_filter *filter_of(struct cli *cli, const struct report_desk *desk, const char *const *arg,
				       size_t n, enum report_column_for what)
{
	struct policy_filter *f = arena_alloc(&cli->findings.arena, sizeof(*f));
	size_t i;

	f->term = arena_array(&cli->findings.arena, n, sizeof(*f->term));
	for (f->n = n, i = 0; i < n; i++)
		if (take_term(cli, desk, arg[i], what, &f->term[i]) < 0)
			return NULL;
	return f;
}

/* --- which comparison ----------------------------------------------------------------------------- */

static int wrong_with(struct cli *cli, const char *with)
{
	const char *const word = "before";

	if (nearest(with, &word, 1))
		return cli_usage(cli, _("'%s' is nothing to compare with (did you mean '%s'?)"), with, word), -1;
	return cli_usage(cli, _("'%s' is nothing to compare with: write 'before', a period, DATE..DATE, "
				"COLUMN=VALUE or desk=NAME"), with), -1;
}

static int take_days(struct cli *cli, struct report_request *r, const char *dots)
{
	const char *from = arena_strndup(&cli->findings.arena, r->with, (size_t)(dots - r->with));
	struct period *p = &r->against;

	if (!period_is_arg(PERIOD_DAY, from) || !period_is_arg(PERIOD_DAY, dots + 2))
		return wrong_with(cli, r->with);
	if (period_range(p, from, dots + 2, cli->policy->zone, r->when.as_of, &cli->err) < 0)
		return -1;
	if (p->from != INSTANT_NONE || p->to != INSTANT_NONE)
		return wrong_with(cli, r->with);
	p->to_day++;
	return 0;
}

/* A period of the same length as the report's. */
static int take_like(struct cli *cli, struct report_request *r)
{
	enum period_unit unit = r->when.unit < 0 ? PERIOD_DAY : (enum period_unit)r->when.unit;

	if (!period_is_arg(unit, r->with) && !strpbrk(r->with, "0123456789"))
		return wrong_with(cli, r->with);
	if (r->when.from || r->when.to)
		return cli_usage(cli, _("a report from one date to another is compared with DATE..DATE, not with '%s'"),
				 r->with), -1;
	return period_of(&r->against, unit, r->with, cli->policy->zone, r->when.as_of, &cli->err);
}

static int take_period(struct cli *cli, struct report_request *r)
{
	const struct zone *zone = cli->policy->zone;
	const char *dots = strstr(r->with, "..");
	struct period_pair pair;

	struct period_bounds w;

	if (period_bounds(&r->when.period, zone, r->when.as_of, &w, &cli->err) < 0)
		return -1;
	if (!strcmp(r->with, "before")) {
		if (!period_previous(&r->when.period, zone, r->when.as_of, &r->against))
			return err_set(&cli->err, STATUS_USAGE, _("a period without a beginning cannot be compared"));
	} else if ((dots ? take_days(cli, r, dots) : take_like(cli, r)) < 0) {
		return -1;
	}
	if (period_pair(&r->when.period, &r->against, zone, r->when.as_of, &pair, &cli->err) < 0)
		return err_prefix(&cli->err, "--compare %s", r->with);
	return 0;
}

static int is_desk(struct cli *cli, const struct report_desks *desks, const char *name)
{
	struct nearest near = NEAREST_INIT(name);
	size_t i;

	for (i = 0; i < desks->n; i++) {
		if (!strcmp(desks->one[i].name, name))
			return 1;
		nearest_offer(&near, desks->one[i].name);
	}
	if (near.best)
		cli_usage(cli, _("there is no desk '%s' in this report (did you mean '%s'?)"), name, near.best);
	else
		cli_usage(cli, _("there is no desk '%s' in this report"), name);
	return 0;
}

static int is_on_first_side(const struct report_request *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->group.n; i++)
		if (!strcmp(r->group.s[i], name))
			return 1;
	return 0;
}

static int take_desks(struct cli *cli, struct report_request *r, const struct report_desks *desks)
{
	size_t i, others = 0;

	if (take_values(cli, NULL, -1, r->with + strlen("desk="), 0, &r->group) < 0)
		return -1;
	for (i = 0; i < r->group.n; i++)
		if (!is_desk(cli, desks, r->group.s[i]))
			return -1;
	for (i = 0; i < desks->n; i++)
		others += !is_on_first_side(r, desks->one[i].name);
	if (!others)
		return cli_usage(cli, _("'%s' leaves no other desk to compare with"), r->with), -1;
	r->how = COMPARE_DESKS;
	return 0;
}

static int is_in(const struct policy_names *names, const char *value)
{
	size_t i;

	for (i = 0; i < names->n && strcmp(names->s[i], value) != 0; i++)
		;
	return i < names->n;
}

/* A category stands for those below it, too. */
static int leaves_both_sides(const struct report_request *r)
{
	size_t i, v;
	int side[2] = { 0, 0 }, is_chosen = 0;

	for (i = 0; r->filter && i < r->filter->n; i++) {
		const struct policy_term *t = &r->filter->term[i];

		if (t->column != r->group_column || t->column == COLUMN_CATEGORY)
			continue;
		is_chosen = 1;
		for (v = 0; v < t->value.n; v++)
			if (*t->value.s[v] && comparison_allows(r->filter, t->column, t->value.s[v]))
				side[!is_in(&r->group, t->value.s[v])] = 1;
	}
	return !is_chosen || (side[0] && side[1]);
}

static int take_group(struct cli *cli, struct report_request *r)
{
	const struct policy_filter *f = filter_of(cli, NULL, &r->with, 1, COLUMN_TO_COMPARE);
	size_t i;

	if (!f)
		return -1;
	for (i = 0; i < f->term[0].value.n; i++)
		if (!*f->term[0].value.s[i])
			return cli_usage(cli, _("'%s' names no group: write COLUMN=VALUE"), r->with), -1;
	if (f->term[0].column == COLUMN_KIND)
		return cli_usage(cli, _("figures are of one kind each, so kinds are not compared; "
					"choose cases with --where %s"), r->with), -1;
	r->how = COMPARE_GROUPS;
	r->group = f->term[0].value;
	r->group_column = f->term[0].column;
	if (!leaves_both_sides(r))
		return cli_usage(cli, _("--where leaves no cases on one side of '%s'"), r->with), -1;
	return 0;
}

int report_compare_fix(struct cli *cli, struct report_request *r, const struct report_desks *desks)
{
	const struct policy_filter *f = NULL;
	struct strbuf only = STRBUF_INIT;
	size_t i, v;

	if (r->with && r->only_warnings)
		return cli_usage(cli, _("'warnings' compares nothing; leave --compare out")), -1;
	if (r->nwhere && !(f = filter_of(cli, NULL, r->where, r->nwhere, COLUMN_TO_CHOOSE)))
		return -1;
	r->filter = f;
	for (i = 0; i < r->nwhere; i++) {
		strbuf_addf(&only, "%s%s=", i ? " " : "", policy_set_column_name(&cli->set, f->term[i].column));
		for (v = 0; v < f->term[i].value.n; v++)
			strbuf_addf(&only, "%s%s", v ? "," : "", f->term[i].value.s[v]);
	}
	r->only = r->nwhere ? arena_strdup(&cli->findings.arena, only.buf) : NULL;
	strbuf_release(&only);
	if (!r->with)
		return 0;
	if (!strncmp(r->with, "desk=", 5))
		return take_desks(cli, r, desks);
	return strchr(r->with, '=') ? take_group(cli, r) : take_period(cli, r);
}

int report_compare_desk(struct cli *cli, const struct report_request *r, struct report_desk *desk)
{
	if (r->nwhere && !(desk->only = filter_of(cli, desk, r->where, r->nwhere, COLUMN_TO_CHOOSE)))
		return -1;
	if (!r->with)
		return 0;
	switch (r->how) {
	case COMPARE_PERIODS:
		desk->against.period = &r->against;
		return 0;
	case COMPARE_DESKS:
		desk->against.desk_side = is_on_first_side(r, desk->name) ? 1 : 2;
		return 0;
	default:
		desk->against.group = filter_of(cli, desk, &r->with, 1, COLUMN_TO_COMPARE);
		return desk->against.group ? 0 : -1;
	}
}

/* --- the comparison ------------------------------------------------------------------------------- */

void report_compare_begin(const struct report_request *r, struct comparison *c)
{
	comparison_init(c, r->how);
	c->value = r->group.s;
	c->nvalues = r->group.n;
	c->column_number = r->group_column;
	c->only = r->filter;
}

/* Where the policy lists no values any may be right, but one that no case has may be a slip. */
static void tell_unknown(struct cli *cli, const struct comparison *c)
{
	const char *near;
	size_t i;

	for (i = 0; i < c->nvalues; i++) {
		if (comparison_knows(c, c->value[i], &near))
			continue;
		if (near)
			finding_add(&cli->findings, GRADE_WARNING, "--compare", 0, 0,
				    _("no case of the report has %s '%s', and the policy does not list it (did you mean '%s'?)"),
				    c->column, c->value[i], near);
		else
			finding_add(&cli->findings, GRADE_WARNING, "--compare", 0, 0,
				    _("no case of the report has %s '%s', and the policy does not list it"),
				    c->column, c->value[i]);
	}
}

int report_compare_finish(struct cli *cli, const struct report_request *r, struct comparison *c,
			  struct figures *figures)
{
	uint64_t in_groups;

	figures->only = r->only;
	if (!r->with)
		return 0;
	if (!c->side[0].figures.ndesks || !c->side[1].figures.ndesks)
		return err_set(&cli->err, STATUS_INPUT, _("no desk of one side could be read, so nothing can be compared"));
	if (r->how == COMPARE_GROUPS)
		c->column = policy_set_column_name(&cli->set, r->group_column);
	comparison_finish(c);
	if (r->how == COMPARE_GROUPS)
		tell_unknown(cli, c);
	in_groups = c->side[0].figures.received + c->side[1].figures.received;
	if (r->how == COMPARE_GROUPS && figures->received > in_groups)
		c->neither = figures->received - in_groups;
	figures->comparison = c;
	return 0;
}
