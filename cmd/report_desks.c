/* The desks that a report is about: found, loaded, read, added up. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "report.h"

/* The folder's name; of a lone file that is not called cases.csv, the file's. */
static const char *desk_name(struct cli *cli, const struct cli *desk)
{
	const char *file = strrchr(desk->log_path, '/');
	char *real, *slash;
	const char *name;

	file = file ? file + 1 : desk->log_path;
	if (strcmp(file, "cases.csv") != 0)
		return file;
	real = realpath(desk->desk, NULL);
	slash = real ? strrchr(real, '/') : NULL;
	name = arena_strdup(&cli->findings.arena, slash && slash[1] ? slash + 1 : desk->desk);
	free(real);
	return name;
}

static int by_column(struct cli *cli, const struct policy_set *set, const char *name)
{
	int column = policy_set_column(set, name, strlen(name)), c, end;
	struct nearest near = NEAREST_INIT(name);

	if (column >= 0 && (column_is_class(column) || column >= COLUMN_FIELD))
		return column;
	end = COLUMN_FIELD + (int)set->fields.n;
	for (c = 0; c < end; c++)
		if (column_is_class(c) || c >= COLUMN_FIELD)
			nearest_offer(&near, policy_set_column_name(set, c));
	if (column >= 0)
		cli_usage(cli, _("column '%s' does not classify cases, so nothing can be broken down by it"), name);
	else if (near.best)
		cli_usage(cli, _("unknown column '%s' (did you mean '%s'?)"), name, near.best);
	else
		cli_usage(cli, _("unknown column '%s'"), name);
	return -1;
}

/* Beside the log; "./surveys.csv" reads as "surveys.csv" in findings, which borrow it. */
static const char *surveys_path(struct cli *cli, const struct cli *desk)
{
	struct strbuf path = STRBUF_INIT;
	const char *slash = strrchr(desk->log_path, '/'), *s;

	if (slash)
		strbuf_add(&path, desk->log_path, (size_t)(slash + 1 - desk->log_path));
	strbuf_addstr(&path, "surveys.csv");
	s = arena_strdup(&cli->findings.arena,
			 strncmp(path.buf, "./", 2) ? path.buf : path.buf + 2);
	strbuf_release(&path);
	return s;
}

static int add_desk(struct cli *cli, const struct cli *desk, const struct report_request *r,
		    struct figures *figures)
{
	int by[REPORT_BY_MAX], nby = 0;
	struct measure m = MEASURE_INIT;
	struct measure_options o = {
		.name = desk_name(cli, desk), .set = &desk->set, .period = &r->when.period,
		.path = arena_strdup(&cli->findings.arena, desk->log_path),
		.surveys = surveys_path(cli, desk), .as_of = r->when.as_of,
		.known_at = r->when.known_at, .threads = r->threads, .by = by };
	size_t i;
	int result;

	for (i = 0; i < r->nby; i++) {
		int column = desk == cli ? by_column(cli, &desk->set, r->by[i]) :
			     policy_set_column(&desk->set, r->by[i], strlen(r->by[i]));

		if (column < 0 && desk == cli)
			return -1;
		if (column >= 0)
			by[nby++] = column;
	}
	o.nby = nby;
	result = measure_run(&m, &o, &cli->findings, &cli->err);
	if (result == 0)
		figures_add(figures, &m);
	measure_release(&m);
	return result;
}

/* A further desk has its own policy and shares the rest with the first. */
static int load_further(struct cli *cli, struct cli *desk, const char *path)
{
	size_t i;
	int result;

	*desk = (struct cli){ .policy_arg = cli->policy_arg, .now_arg = cli->now_arg,
			      .lang_arg = cli->lang_arg, .lang = cli->lang };
	desk->set = (struct policy_set)POLICY_SET_INIT;
	desk->findings = (struct findings)FINDINGS_INIT;
	strbuf_init(&desk->out);
	result = cli_load_path(desk, path, CLI_POLICY);
	if (result < 0)
		cli->err = desk->err;
	for (i = 0; i < desk->findings.n; i++) {
		const struct finding *x = &desk->findings.list[i];

		finding_add(&cli->findings, x->grade,
			    x->file ? arena_strdup(&cli->findings.arena, x->file) : NULL, x->line,
			    x->column, "%s", x->msg);
	}
	return result;
}

static void release_further(struct cli *desk)
{
	findings_release(&desk->findings);
	policy_set_release(&desk->set);
	free(desk->desk);
	free(desk->log_path);
	free(desk->policy_path);
}

int report_desks_load(struct report_desks *desks, struct cli *cli, const struct report_request *r)
{
	const char *first = cli_operand(cli, r->first_operand);
	int i;

	if ((first ? cli_load_path(cli, first, CLI_POLICY) : cli_load(cli, CLI_DESK)) < 0)
		return -1;
	desks->further = mem_array((size_t)cli_operands(cli) + 1, sizeof(*desks->further));
	for (i = r->first_operand + 1; i < cli_operands(cli); i++)
		if (load_further(cli, &desks->further[desks->nfurther++], cli_operand(cli, i)) < 0)
			return -1;
	return 0;
}

int report_desks_add(struct report_desks *desks, struct cli *cli, const struct report_request *r,
		     struct figures *figures)
{
	size_t i;

	figures_set_by(figures, (const char *const *)r->by, r->nby);
	if (add_desk(cli, cli, r, figures) < 0)
		return -1;
	for (i = 0; i < desks->nfurther; i++)
		if (add_desk(cli, &desks->further[i], r, figures) < 0)
			return -1;
	return 0;
}

void report_desks_release(struct report_desks *desks)
{
	while (desks->nfurther)
		release_further(&desks->further[--desks->nfurther]);
	free(desks->further);
	desks->further = NULL;
}
