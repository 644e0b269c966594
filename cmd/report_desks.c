/* The desks that a report is about: read in parallel, added up in the order of their names. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/ordered.h"

/* --- columns to break down by --------------------------------------------------------------------- */

static int is_by_column(int column)
{
	return column_is_class(column) || column >= COLUMN_FIELD;
}

static int check_by(struct cli *cli, const struct policy_set *set, const char *name)
{
	int column = policy_set_column(set, name, strlen(name)), c, end;
	struct nearest near = NEAREST_INIT(name);

	if (column >= 0 && is_by_column(column))
		return 0;
	end = COLUMN_FIELD + (int)set->fields.n;
	for (c = 0; c < end; c++)
		if (is_by_column(c))
			nearest_offer(&near, policy_set_column_name(set, c));
	if (column >= 0)
		cli_usage(cli, _("column '%s' does not classify cases, so nothing can be broken down by it"), name);
	else if (near.best)
		cli_usage(cli, _("unknown column '%s' (did you mean '%s'?)"), name, near.best);
	else
		cli_usage(cli, _("unknown column '%s'"), name);
	return -1;
}

/* --- reading -------------------------------------------------------------------------------------- */

struct reading {
	struct cli *cli;
	struct report_desks *desks;
	const struct report_request *request;
	struct figures *figures;
	int threads;                  /* for each desk */
};

/* Any thread. */
static void read_desk(void *ctx, size_t i)
{
	const struct reading *x = ctx;
	const struct report_request *r = x->request;
	struct report_desk *d = &x->desks->one[i];
	struct measure_options o = {
		.name = d->name, .set = d->set, .policy = d->files.policy, .period = &r->when.period, .path = d->files.log,
		.surveys = d->surveys, .as_of = r->when.as_of, .known_at = r->when.known_at,
		.threads = x->threads, .by = d->by };
	size_t k;

	if (d->err.status)
		return;
	for (k = 0; k < r->nby; k++) {
		int column = policy_set_column(d->set, r->by[k], strlen(r->by[k]));

		if (column >= 0 && is_by_column(column))
			d->by[o.nby++] = column;
	}
	measure_run(&d->measure, &o, &d->findings, &d->err);
}

/* One desk after the other. */
static int take_desk(void *ctx, size_t i)
{
	struct reading *x = ctx;
	struct report_desk *d = &x->desks->one[i];

	findings_pass_on(&d->findings, &x->cli->findings);
	if (!d->err.status) {
		figures_add(x->figures, &d->measure);
	} else if (x->desks->n > 1) {
		report_desk_tell(x->cli, d);
		figures_add_unread(x->figures, d->name, d->err.msg);
	} else {
		x->cli->err = d->err;
	}
	measure_release(&d->measure);
	return 0;
}

int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures)
{
	struct reading x = { cli, desks, r, figures, r->threads };
	size_t i;

	figures_set_by(figures, (const char *const *)r->by, r->nby);
	for (i = 0; i < r->nby; i++)
		if (check_by(cli, &cli->set, r->by[i]) < 0)
			return -1;
	if (desks->n > 1)
		x.threads = (size_t)r->threads > desks->n ? r->threads / (int)desks->n : 1;
	ordered_run(desks->n, r->threads, read_desk, take_desk, &x);
	if (figures->ndesks)
		return 0;
	if (desks->n > 1)
		err_set(&cli->err, STATUS_INPUT, _("none of the %zu desks could be read"), desks->n);
	return -1;
}

void report_desks_release(struct report_desks *desks)
{
	size_t i;

	for (i = 0; i < desks->n; i++) {
		struct report_desk *d = &desks->one[i];

		findings_release(&d->findings);
		policy_set_release(&d->own);
		cli_files_release(&d->files);
		free(d->surveys);
		free(d->place);
	}
	free(desks->one);
	free(desks->share);
	*desks = (struct report_desks)REPORT_DESKS_INIT;
}
