/* The desks of the command line: found, named, and each with its policy. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/ordered.h"
#include "base/strbuf.h"
#include "domain/desknames.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/yaml.h"
#include "report.h"

/* Beside the log; "./surveys.csv" reads as "surveys.csv" in findings, which borrow it. */
static char *path_of(const char *log, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	const char *slash = strrchr(log, '/');

	if (!strncmp(log, "./", 2))
		log += 2;
	if (slash && slash >= log)
		strbuf_add(&path, log, (size_t)(slash + 1 - log));
	strbuf_addstr(&path, name);
	return strbuf_detach(&path);
}

static struct report_desk *new_desk(struct report_desks *desks, const char *path)
{
	struct report_desk *d = &desks->one[desks->n++];

	*d = (struct report_desk){ .path = path, .files = CLI_FILES_INIT, .own = POLICY_SET_INIT,
				   .findings = FINDINGS_INIT, .measure = MEASURE_INIT };
	d->place = deskname_place(path);
	return d;
}

/* --- one desk ------------------------------------------------------------------------------------- */

/* Its files and policy are the cli's. */
static void take_cli(struct report_desk *d, const struct cli *cli)
{
	cli_files_release(&d->files);
	d->files = (struct cli_files){ mem_strdup(cli->desk), mem_strdup(cli->log_path),
				       mem_strdup(cli->policy_path) };
	d->set = &cli->set;
	memcpy(d->policy_sha256, cli->policy->sha256, sizeof(d->policy_sha256));
}

static int load_single(struct report_desks *desks, struct cli *cli, const char *path)
{
	struct report_desk *d;
	const char *place;

	if ((path ? cli_load_path(cli, path, CLI_POLICY) : cli_load(cli, CLI_DESK)) < 0)
		return -1;
	desks->one = mem_array(1, sizeof(*desks->one));
	d = new_desk(desks, path ? path : cli->desk);
	place = d->place;
	desknames(&place, 1, &d->name);
	take_cli(d, cli);
	d->surveys = path_of(d->files.log, "surveys.csv");
	d->customers = path_of(d->files.log, "customers.csv");
	return 0;
}

/* --- several -------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const struct report_desk *x = a, *y = b;

	return strcmp(x->place, y->place);
}

static int by_name(const void *a, const void *b)
{
	const struct report_desk *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Its cases would count twice. */
static int check_twice(struct cli *cli, struct report_desks *desks)
{
	size_t i;

	qsort(desks->one, desks->n, sizeof(*desks->one), by_place);
	for (i = 1; i < desks->n; i++)
		if (!strcmp(desks->one[i - 1].place, desks->one[i].place)) {
			cli_usage(cli, _("'%s' and '%s' are the same desk"), desks->one[i - 1].path,
				  desks->one[i].path);
			return -1;
		}
	return 0;
}

static void name_desks(struct report_desks *desks)
{
	const char **place = mem_array(desks->n, sizeof(*place)), **name = mem_array(desks->n, sizeof(*name));
	size_t i;

	for (i = 0; i < desks->n; i++)
		place[i] = desks->one[i].place;
	desknames(place, desks->n, name);
	for (i = 0; i < desks->n; i++)
		desks->one[i].name = name[i];
	qsort(desks->one, desks->n, sizeof(*desks->one), by_name);
	free(place);
	free(name);
}

/* A wrong command line is no damaged desk. */
static int find_files(struct cli *cli, struct report_desk *d)
{
	struct strbuf bytes = STRBUF_INIT;
	struct err ignored = ERR_INIT;

	if (cli_find_path(cli, d->path, &d->files, &d->err) < 0) {
		if (d->err.status != STATUS_USAGE)
			return 0;
		cli->err = d->err;
		return -1;
	}
	d->surveys = path_of(d->files.log, "surveys.csv");
	d->customers = path_of(d->files.log, "customers.csv");
	if (file_read_regular(d->files.policy, YAML_MAX_BYTES, &bytes, &ignored) == 0)
		digest_hex(bytes.buf, bytes.len, d->policy_sha256);
	strbuf_release(&bytes);
	return 0;
}

void report_desk_tell(struct cli *cli, struct report_desk *d)
{
	if (!d->is_told)
		finding_add(&cli->findings, GRADE_ERROR, arena_strdup(&cli->findings.arena, d->path), 0, 0,
			    "%s", d->err.msg);
	d->is_told = 1;
}

/* The first desk with a usable policy. */
static int load_first(struct cli *cli, struct report_desks *desks, int partial)
{
	size_t i;

	for (i = 0; i < desks->n; i++) {
		struct report_desk *d = &desks->one[i];

		if (d->err.status)
			continue;
		if (cli_load_path(cli, d->path, CLI_POLICY) == 0) {
			take_cli(d, cli);
			return 0;
		}
		if (cli->policy || cli->err.status == STATUS_USAGE)
			return -1;            /* not because of the desk */
		d->err = cli->err;
		cli_unload(cli);
	}
	if (partial)
		return cli_now(cli);
	for (i = 0; i < desks->n; i++)
		report_desk_tell(cli, &desks->one[i]);
	return err_set(&cli->err, STATUS_INPUT, _("none of the %zu desks could be read"), desks->n);
}

static int by_policy(const void *a, const void *b)
{
	const struct report_desk *const *x = a, *const *y = b;
	int c = strcmp((*x)->policy_sha256, (*y)->policy_sha256);

	return c ? c : strcmp((*x)->name, (*y)->name);
}

/* Of desks whose policies have the same bytes, the first that is not known to be unusable loads it. */
static void find_leaders(struct report_desks *desks)
{
	struct report_desk **sorted = mem_array(desks->n, sizeof(struct report_desk *)), *leader = NULL;
	size_t i, n = 0;

	for (i = 0; i < desks->n; i++)
		if (!desks->one[i].err.status)
			sorted[n++] = &desks->one[i];
	qsort(sorted, n, sizeof(struct report_desk *), by_policy);
	for (i = 0; i < n; i++) {
		if (!leader || strcmp(leader->policy_sha256, sorted[i]->policy_sha256) != 0)
			leader = sorted[i];
		sorted[i]->leader = leader;
	}
	free(sorted);
}

int report_desks_go_back(struct report_desks *desks, struct cli *cli, instant t)
{
	char *share = cli_share("policies");
	int result = policy_set_go_back(&cli->set, t, share, &cli->err);
	size_t i;

	for (i = 0; !result && i < desks->n; i++)
		if (desks->one[i].set == &desks->one[i].own)
			result = policy_set_go_back(&desks->one[i].own, t, share, &cli->err);
	if (!result)
		cli->policy = policy_set_now(&cli->set);
	free(share);
	return result;
}

static void load_policy(struct report_desks *desks, struct report_desk *d)
{
	if (policy_set_load(&d->own, d->files.policy, desks->share, &d->findings, &d->err) == 0)
		d->set = &d->own;
}

/* Any thread. */
static void load_leader(void *ctx, size_t i)
{
	struct report_desks *desks = ctx;
	struct report_desk *d = &desks->one[i];

	if (!d->err.status && !d->set && d->leader == d)
		load_policy(desks, d);
}

/* Any thread, when the leaders are there. */
static void load_other(void *ctx, size_t i)
{
	struct report_desks *desks = ctx;
	struct report_desk *d = &desks->one[i];

	if (d->err.status || d->set)
		return;
	if (d->leader->set && policy_set_is_of(d->leader->set, d->files.policy, desks->share))
		d->set = d->leader->set;
	else
		load_policy(desks, d);
}

static void warn_of_policies(struct report_desks *desks, struct cli *cli)
{
	size_t i;

	for (i = 0; i < desks->n; i++)
		findings_pass_on(&desks->one[i].findings, &cli->findings);
}

int report_desks_load(struct report_desks *desks, struct cli *cli, const struct report_request *r)
{
	int n = cli_operands(cli) - r->first_operand, i;
	size_t k;

	if (n < 1 || (n == 1 && !r->partial))
		return load_single(desks, cli, cli_operand(cli, r->first_operand));
	desks->share = cli_share("policies");
	desks->one = mem_array((size_t)n, sizeof(*desks->one));
	for (i = 0; i < n; i++)
		new_desk(desks, cli_operand(cli, r->first_operand + i));
	if (check_twice(cli, desks) < 0)
		return -1;
	name_desks(desks);
	for (k = 0; k < desks->n; k++)
		if (find_files(cli, &desks->one[k]) < 0)
			return -1;
	if (load_first(cli, desks, r->partial) < 0)
		return -1;
	find_leaders(desks);
	ordered_run(desks->n, r->threads, load_leader, NULL, desks);
	ordered_run(desks->n, r->threads, load_other, NULL, desks);
	warn_of_policies(desks, cli);
	return 0;
}
