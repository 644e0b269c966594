/* cli_load: which desk, which policy, what time it is. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli.h"
#include "cli_main.h"
#include "domain/desk.h"
#include "io/file.h"

/* From the current folder upward, as git does; not from $HOME's parents into other people's. */
static char *desk_above(void)
{
	char *dir = getcwd(NULL, 0);
	struct strbuf rel = STRBUF_INIT;

	strbuf_addch(&rel, '.');
	while (dir && !desk_is(rel.buf)) {
		char *slash = strrchr(dir, '/');

		if (!slash || !slash[1]) {
			free(dir);
			strbuf_release(&rel);
			return NULL;
		}
		*slash = '\0';
		if (slash == dir)
			dir[0] = '/', dir[1] = '\0';
		if (rel.len == 1)
			strbuf_reset(&rel);
		strbuf_addstr(&rel, rel.len ? "/.." : "..");
	}
	free(dir);
	return strbuf_detach(&rel);
}

/* SD_DESK, where no -C overrides it; or NULL. */
static const char *desk_of_environment(const struct cli *cli)
{
	const char *env = getenv("SD_DESK");

	return !cli->dir && env && *env ? env : NULL;
}

static int find_desk(struct cli *cli)
{
	const char *env = desk_of_environment(cli);

	if (env) {
		if (!desk_is(env))
			return err_set(&cli->err, STATUS_INPUT,
				       _("no desk in '%s' (SD_DESK): it has neither policy.yaml nor cases.csv"), env);
		cli->desk = mem_strdup(env);
		return 0;
	}
	cli->desk = desk_above();
	if (!cli->desk)
		return err_set(&cli->err, STATUS_INPUT,
			       _("no desk here or above; 'sd init DIR' makes one, -C DIR names one"));
	return 0;
}

/* "./cases.csv" reads as "cases.csv" in messages. */
static char *desk_file(const char *desk, const char *name)
{
	return strcmp(desk, ".") ? file_join(desk, name) : mem_strdup(name);
}

/* What --policy or SD_POLICY says, or NULL. */
static const char *policy_wanted(const struct cli *cli)
{
	const char *env = getenv("SD_POLICY");

	if (cli->policy_arg)
		return *cli->policy_arg ? cli->policy_arg : NULL;
	return env && *env ? env : NULL;
}

/* Not a name. */
static int is_policy_file(const char *arg)
{
	size_t n = strlen(arg);

	return strchr(arg, '/') || (n > 5 && !strcmp(arg + n - 5, ".yaml")) ||
	       (n > 4 && !strcmp(arg + n - 4, ".yml"));
}

/* --policy NAME|FILE: a file as it is; a name in the desk, then among the installed policies. */
static char *find_policy(const char *desk, const char *arg, const char *policies, struct err *err)
{
	struct strbuf name = STRBUF_INIT;
	char *path = NULL;

	if (!arg)
		return desk ? desk_file(desk, "policy.yaml") : NULL;
	if (is_policy_file(arg))
		return mem_strdup(arg);
	strbuf_addf(&name, "%s.yaml", arg);
	if (desk) {
		path = desk_file(desk, name.buf);
		if (!file_exists(path)) {
			free(path);
			path = NULL;
		}
	}
	if (!path && policies)
		path = file_join(policies, name.buf);
	strbuf_release(&name);
	if (path && file_exists(path))
		return path;
	free(path);
	err_set(err, STATUS_USAGE, _("no policy '%s' in the desk or among the installed ones"), arg);
	return NULL;
}

/* What the line `language:` of a policy says, "" where there is none. */
static void read_language(const char *path, char language[3])
{
	static const char key[] = "language:";
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *line;

	language[0] = '\0';
	if (file_read_regular(path, (size_t)1 << 20, &text, &ignored) == 0)
		for (line = text.buf; line; line = strchr(line, '\n')) {
			line += *line == '\n';
			if (strncmp(line, key, sizeof(key) - 1) != 0)
				continue;
			line += sizeof(key) - 1;
			line += strspn(line, " \t\"'");
			if (!strncmp(line, "zh", 2) || !strncmp(line, "en", 2))
				snprintf(language, 3, "%.2s", line);
			break;
		}
	strbuf_release(&text);
}

void cli_language_early(struct cli *cli)
{
	const char *given = cli->lang_arg ? cli->lang_arg : getenv("SD_LANG"), *env;
	struct err kept = cli->err;
	char *desk = cli->desk, *policies, *path;
	char language[3] = "";

	if (given && *given) {
		cli_language(cli, NULL);
		return;
	}
	policies = cli_share("policies");
	env = desk_of_environment(cli);
	cli->desk = env ? mem_strdup(env) : desk_above();
	path = find_policy(cli->desk, policy_wanted(cli), policies, &cli->err);
	if (path)
		read_language(path, language);
	cli_language(cli, *language ? language : NULL);
	free(path);
	free(policies);
	free(cli->desk);
	cli->desk = desk;
	cli->err = kept;
}

int cli_now(struct cli *cli)
{
	const char *arg = cli->now_arg ? cli->now_arg : getenv("SD_NOW");
	const struct zone *zone = cli->policy ? cli->policy->zone : NULL;
	struct zone *utc = NULL;
	int result;

	cli->now = (instant)time(NULL);
	if (!arg || !*arg)
		return 0;
	if (!zone)
		zone = utc = zone_utc();
	result = instant_parse_human(arg, zone, cli->now, &cli->now, &cli->err);
	if (result < 0)
		err_prefix(&cli->err, "%s", cli->now_arg ? "--now" : "SD_NOW");
	zone_free(utc);
	return result;
}

static int load_policy(struct cli *cli, unsigned need)
{
	char *policies = cli_share("policies");
	const char *wanted = policy_wanted(cli);
	int result = 0;

	cli->set.takes_pipe = wanted && is_policy_file(wanted);
	if (!cli->policy_path)
		cli->policy_path = find_policy(cli->desk, wanted, policies, &cli->err);
	if (!cli->policy_path) {
		result = -1;
		if (!cli->err.status)
			err_set(&cli->err, STATUS_USAGE, _("no policy: name one with --policy NAME|FILE"));
	} else if (policy_set_load(&cli->set, cli->policy_path, policies, &cli->findings, &cli->err) < 0) {
		result = -1;
	} else {
		cli->policy = policy_set_now(&cli->set);
		cli_language(cli, cli->policy->says_language ? cli->policy->language : NULL);
	}
	free(policies);
	if (result < 0 && need & CLI_POLICY_OR_NONE && cli->err.status != STATUS_USAGE) {
		size_t i;

		/* Recording goes on without the rules: the findings become warnings. */
		for (i = 0; i < cli->findings.n; i++)
			cli->findings.list[i].grade = GRADE_WARNING;
		cli->findings.count[GRADE_WARNING] += cli->findings.count[GRADE_ERROR];
		cli->findings.count[GRADE_ERROR] = 0;
		cli->err = (struct err)ERR_INIT;
		result = 0;
	}
	return result;
}

int cli_load_set(struct cli *cli, const char *name, struct policy_set *set)
{
	char *policies = cli_share("policies"), *path = find_policy(cli->desk, name, policies, &cli->err);
	int result = -1;

	set->takes_pipe = name && is_policy_file(name);
	if (path)
		result = policy_set_load(set, path, policies, &cli->findings, &cli->err);
	free(path);
	free(policies);
	return result;
}

int cli_load(struct cli *cli, unsigned need)
{
	if (cli->loaded)
		return 0;
	cli->loaded = 1;
	if (need & CLI_DESK) {
		if (find_desk(cli) < 0)
			return -1;
		cli->log_path = desk_file(cli->desk, "cases.csv");
	} else if (!policy_wanted(cli) && !cli->desk && find_desk(cli) < 0) {
		err_set(&cli->err, STATUS_USAGE,
			_("no policy: name one with --policy NAME|FILE, or run this in a desk"));
		return -1;
	}
	if (load_policy(cli, need) < 0)
		return -1;
	return cli_now(cli);
}

void cli_files_release(struct cli_files *files)
{
	free(files->desk);
	free(files->log);
	free(files->policy);
	*files = (struct cli_files)CLI_FILES_INIT;
}

/* A lone file may stand in any folder; a desk's own policy belongs to it. */
static int find_policy_of(const struct cli *cli, struct cli_files *files, int is_lone, struct err *err)
{
	char *policies = cli_share("policies");

	files->policy = find_policy(files->desk, policy_wanted(cli), policies, err);
	free(policies);
	if (!files->policy)
		return -1;
	if (is_lone && !file_exists(files->policy))
		return err_set(err, STATUS_USAGE,
			       _("'%s' has no policy beside it: name one with --policy NAME|FILE"), files->log);
	return 0;
}

int cli_find_path(const struct cli *cli, const char *path, struct cli_files *files, struct err *err)
{
	int is_desk = file_is_dir(path);

	if (is_desk) {
		if (!desk_is(path))
			return err_set(err, STATUS_INPUT,
				       _("no desk in '%s': it has neither policy.yaml nor cases.csv"), path);
		files->desk = mem_strdup(path);
		files->log = desk_file(path, "cases.csv");
	} else if (!file_exists(path)) {
		return err_set(err, STATUS_INPUT, _("'%s' does not exist"), path);
	} else {
		files->log = mem_strdup(path);
		files->desk = file_dir(path);
	}
	return find_policy_of(cli, files, !is_desk, err);
}

int cli_load_path(struct cli *cli, const char *path, unsigned need)
{
	struct cli_files files = CLI_FILES_INIT;
	int result;

	if (cli->loaded)
		return 0;
	cli->loaded = 1;
	result = cli_find_path(cli, path, &files, &cli->err);
	cli->desk = files.desk;
	cli->log_path = files.log;
	cli->policy_path = files.policy;
	return result < 0 || load_policy(cli, need) < 0 ? -1 : cli_now(cli);
}

void cli_unload(struct cli *cli)
{
	policy_set_release(&cli->set);
	free(cli->desk);
	free(cli->log_path);
	free(cli->policy_path);
	cli->desk = cli->log_path = cli->policy_path = NULL;
	cli->policy = NULL;
	cli->loaded = 0;
	cli->err = (struct err)ERR_INIT;
}
