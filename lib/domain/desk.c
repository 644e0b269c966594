#include "domain/desk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/datapackage.h"
#include "domain/row.h"
#include "io/file.h"
#include "io/lockfile.h"

const char desk_surveys_header[] =
	"at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check";
const char desk_customers_header[] = "customer,name,contact,type,since,note";

static char *with_suffix(const char *path, const char *suffix)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, path);
	strbuf_addstr(&sb, suffix);
	return strbuf_detach(&sb);
}

void desk_set(struct desk *desk, const char *dir)
{
	desk->dir = mem_strdup(dir);
	desk->policy = file_join(dir, "policy.yaml");
	desk->log = file_join(dir, "cases.csv");
	desk->lock = with_suffix(desk->log, ".lock");
	desk->surveys = file_join(dir, "surveys.csv");
	desk->customers = file_join(dir, "customers.csv");
	desk->attachments = file_join(dir, "attachments");
	desk->cache = file_join(dir, ".sd");
}

void desk_release(struct desk *desk)
{
	free(desk->dir);
	free(desk->policy);
	free(desk->log);
	free(desk->lock);
	free(desk->surveys);
	free(desk->customers);
	free(desk->attachments);
	free(desk->cache);
	*desk = (struct desk)DESK_INIT;
}

int desk_is(const char *dir)
{
	char *log = file_join(dir, "cases.csv"), *policy = file_join(dir, "policy.yaml");
	int is = file_exists(log) || file_exists(policy);

	free(log);
	free(policy);
	return is;
}

int desk_check_owner(const struct desk *desk, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || stat(desk->dir, &st) < 0 || st.st_uid == 0)
		return 0;
	return err_set(err, STATUS_SYSTEM,
		       _("root does not write in the desk '%s' of another user; become that user"),
		       desk->dir);
}

mode_t desk_file_mode(const struct desk *desk)
{
	struct stat st;

	if (stat(desk->log, &st) < 0)
		return 0600;
	return st.st_mode & 0020 ? 0660 : 0600;
}

/* --- init --------------------------------------------------------------------------------- */

/* What has been made so far, so that a failure leaves nothing that stops the next try. */
struct making {
	const struct desk_options *options;
	char **made;
	size_t n, alloc;
	struct err *err;
};

static mode_t dir_mode(const struct making *m)
{
	return m->options->shared ? 02770 : 0700;
}

static mode_t file_mode(const struct making *m)
{
	return m->options->shared ? 0660 : 0600;
}

static void note_made(struct making *m, const char *path)
{
	MEM_GROW(m->made, m->n + 1, m->alloc);
	m->made[m->n++] = mem_strdup(path);
}

static int make_dir(struct making *m, const char *path)
{
	if (mkdir(path, 0700) == 0)
		note_made(m, path);
	else if (errno != EEXIST || !file_is_dir(path))
		return err_errno(m->err, _("cannot make the folder '%s'"), path);
	else if (!m->options->shared)
		return 0;
	if (chmod(path, dir_mode(m)) < 0)
		return err_errno(m->err, _("cannot set the mode of '%s'"), path);
	return 0;
}

static int make_parents(struct making *m, const char *path)
{
	char *dir = file_dir(path);
	int ret = 0;

	if (!file_is_dir(dir))
		ret = make_parents(m, dir) < 0 ? -1 : make_dir(m, dir);
	free(dir);
	return ret;
}

static int make_file(struct making *m, const char *path, const char *data, size_t n)
{
	if (file_create(path, data, n, file_mode(m), m->err) < 0)
		return -1;
	note_made(m, path);
	return 0;
}

static int make_table(struct making *m, const char *path, const char *header)
{
	struct strbuf line = STRBUF_INIT;
	int ret;

	strbuf_addf(&line, "%s\n", header);
	ret = make_file(m, path, line.buf, line.len);
	strbuf_release(&line);
	return ret;
}

static int stays_below(const char *name)
{
	size_t n = strlen(name);

	return *name != '/' && strcmp(name, "..") != 0 && strncmp(name, "../", 3) != 0 &&
	       !strstr(name, "/../") && (n < 3 || strcmp(name + n - 3, "/..") != 0);
}

/* A copy at `to`; where two versions name the same holiday file, one copy serves both. */
static int copy_file(struct making *m, const char *from, const char *to)
{
	struct strbuf data = STRBUF_INIT;
	int ret = -1;

	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->made[i], to))
			return 0;
	if (file_read(from, (size_t)16 << 20, &data, m->err) == 0 && make_parents(m, to) == 0)
		ret = make_file(m, to, data.buf, data.len);
	strbuf_release(&data);
	return ret;
}

static int copy_named(struct making *m, const char *from, const char *beside, const char *name)
{
	char *dir = file_dir(beside), *to = file_join(dir, name);
	int ret;

	if (stays_below(name))
		ret = copy_file(m, from, to);
	else
		ret = err_set(m->err, STATUS_INPUT,
			      _("the policy names '%s', which cannot be copied into the desk"),
			      name);
	free(to);
	free(dir);
	return ret;
}

/* The newest version is policy.yaml, each older one stands where the next names it. */
static int copy_policy(struct making *m, const char *to)
{
	const struct policy_set *set = m->options->policy;
	char *path = mem_strdup(to);
	int ret = 0;

	for (size_t i = set->n; ret == 0 && i-- > 0;) {
		const struct policy *p = set->version[i];

		ret = copy_file(m, p->path, path);
		for (size_t c = 0; ret == 0 && c < p->ncalendars; c++)
			if (p->calendar[c].holidays && p->calendar[c].holidays_path &&
			    p->calendar[c].holidays[0] != '/')
				ret = copy_named(m, p->calendar[c].holidays_path, path,
						 p->calendar[c].holidays);
		if (ret == 0 && i > 0 && p->supersedes) {
			char *dir = file_dir(path);

			if (!stays_below(p->supersedes))
				ret = err_set(m->err, STATUS_INPUT,
					      _("the policy names '%s', which cannot be copied "
						"into the desk"),
					      p->supersedes);
			free(path);
			path = file_join(dir, p->supersedes);
			free(dir);
		}
	}
	free(path);
	return ret;
}

static int refuse_existing(const struct desk *desk, const char *package, struct err *err)
{
	const char *const names[] = { desk->log, desk->policy, desk->surveys, desk->customers,
				      desk->attachments, desk->lock, package };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (file_exists(names[i]))
			return err_set(err, STATUS_INPUT,
				       _("'%s' exists; nothing is overwritten"), names[i]);
	return 0;
}

static int make_desk(struct making *m, const struct desk *desk, const char *package)
{
	struct strbuf text = STRBUF_INIT;
	int ret = -1;

	if (make_parents(m, desk->dir) < 0 || make_dir(m, desk->dir) < 0 ||
	    desk_check_owner(desk, m->err) < 0 || copy_policy(m, desk->policy) < 0)
		goto out;
	if (make_table(m, desk->surveys, desk_surveys_header) < 0 ||
	    make_table(m, desk->customers, desk_customers_header) < 0 ||
	    make_dir(m, desk->attachments) < 0)
		goto out;
	datapackage_format(&text, m->options->policy);
	if (make_file(m, package, text.buf, text.len) < 0 ||
	    lockfile_create(desk->lock, file_mode(m), m->err) < 0)
		goto out;
	note_made(m, desk->lock);
	strbuf_reset(&text);
	layout_format(&text, m->options->policy);
	ret = make_table(m, desk->log, text.buf);
out:
	strbuf_release(&text);
	return ret;
}

int desk_init(const char *dir, const struct desk_options *options, struct err *err)
{
	struct desk desk = DESK_INIT;
	struct making m = { .options = options, .err = err };
	char *package = file_join(dir, "datapackage.json");
	int ret = -1;

	desk_set(&desk, dir);
	if (refuse_existing(&desk, package, err) == 0)
		ret = make_desk(&m, &desk, package);
	while (m.n-- > 0) {
		if (ret < 0)
			(void)remove(m.made[m.n]);
		free(m.made[m.n]);
	}
	free(m.made);
	free(package);
	desk_release(&desk);
	return ret;
}
