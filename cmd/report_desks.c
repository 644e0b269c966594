/* The desks that a report is about: read in parallel, added up in the order of their names. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/ordered.h"

/* --- reading -------------------------------------------------------------------------------------- */

struct reading {
	struct cli *cli;
	struct report_desks *desks;
	const struct report_request *request;
	struct figures *figures;
	struct comparison *comparison;
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
		.surveys = d->surveys, .customers = d->customers, .is_pack = r->is_pack, .as_of = r->when.as_of,
		.known_at = r->when.known_at, .threads = x->threads, .by = d->by, .only = d->only, .against = d->against };
	size_t k;

	if (d->err.status)
		return;
	for (k = 0; k < r->nby; k++) {
		int column = policy_set_column(d->set, r->by[k], strlen(r->by[k]));

		if (column >= 0 && report_column_is(column))
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
		comparison_add(x->comparison, &d->measure);
	} else if (x->desks->n > 1 || x->request->partial) {
		report_desk_tell(x->cli, d);
		figures_add_unread(x->figures, d->name, d->err.msg);
	} else {
		x->cli->err = d->err;
	}
	measure_release(&d->measure);
	return 0;
}

int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures, struct comparison *comparison)
{
	struct reading x = { cli, desks, r, figures, comparison, r->threads };
	size_t i;

	figures_set_by(figures, (const char *const *)r->by, r->nby);
	for (i = 0; cli->policy && i < r->nby; i++)
		if (report_column(cli, &cli->set, r->by[i], COLUMN_TO_BREAK_DOWN) < 0)
			return -1;
	for (i = 0; i < desks->n; i++)
		if (!desks->one[i].err.status && report_compare_desk(cli, r, &desks->one[i]) < 0)
			return -1;
	if (desks->n > 1)
		x.threads = (size_t)r->threads > desks->n ? r->threads / (int)desks->n : 1;
	ordered_run(desks->n, r->threads, read_desk, take_desk, &x);
	if (figures->ndesks || r->partial)
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
		free(d->customers);
		free(d->place);
	}
	free(desks->one);
	free(desks->share);
	*desks = (struct report_desks)REPORT_DESKS_INIT;
}
