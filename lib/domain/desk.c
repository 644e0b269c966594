#include "domain/desk.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/file.h"

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

int desk_find(struct desk *desk, const char *dir, struct err *err)
{
	char *path, *slash;
	int found;

	if (desk_is(dir)) {
		desk_set(desk, dir);
		return 0;
	}
	path = realpath(dir, NULL);
	if (!path)
		return err_errno(err, _("cannot look for a desk in '%s'"), dir);
	found = 0;
	while (!found && (slash = strrchr(path, '/')) != NULL && path[1]) {
		slash[slash == path] = '\0';
		found = desk_is(path);
	}
	if (found)
		desk_set(desk, path);
	free(path);
	if (!found)
		return err_set(err, STATUS_INPUT,
			       _("no desk in '%s' or above it; 'sd init DIR' makes one"), dir);
	return 0;
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
