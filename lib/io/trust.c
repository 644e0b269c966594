#include "io/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/process.h"

#define TEXT_MAX ((size_t)16 << 20)

static int judge(const char *path, const struct stat *st, struct err *err)
{
	mode_t others = st->st_mode & (S_IWGRP | S_IWOTH);

	if (st->st_uid != geteuid() && st->st_uid != 0)
		return err_set(err, STATUS_INPUT, _("'%s' belongs to another user (%ld)"), path,
			       (long)st->st_uid);
	if (others && !(S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX))
		return err_set(err, STATUS_INPUT, _("'%s' can be written by others: chmod go-w '%s'"),
			       path, path);
	return 0;
}

int trust_text(const char *path, const char *sha256, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	char hex[DIGEST_HEX + 1];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), ret = -1;

	if (fd < 0 || fstat(fd, &st) < 0) {
		err_errno(err, _("cannot read '%s'"), path);
		goto out;
	}
	if (judge(path, &st, err) < 0 || file_read_fd(fd, path, TEXT_MAX, &text, err) < 0)
		goto out;
	digest_hex(text.buf, text.len, hex);
	ret = strcmp(hex, sha256) == 0 ? 0 :
	      err_set(err, STATUS_INPUT, _("'%s' was changed while it was read"), path);
out:
	if (fd >= 0)
		close(fd);
	strbuf_release(&text);
	return ret;
}

/* The folders of `path` from the one above it up to `top`, which it begins with. */
static int judge_folders(const char *path, const char *top, struct err *err)
{
	char *folder = file_dir(path);
	struct stat st;
	int ret = 0;

	while (ret == 0 && strlen(folder) >= strlen(top)) {
		char *above = file_dir(folder);
		int at_top = strlen(above) == strlen(folder);

		if (stat(folder, &st) < 0)
			ret = err_errno(err, _("cannot read '%s'"), folder);
		else
			ret = judge(folder, &st, err);
		free(folder);
		folder = above;
		if (at_top)
			break;
	}
	free(folder);
	return ret;
}

static int lies_in(const char *path, const char *top)
{
	size_t n = strlen(top);

	return strncmp(path, top, n) == 0 && (path[n] == '/' || (n && top[n - 1] == '/'));
}

int trust_naming(const char *path, const char *named_in, struct err *err)
{
	char *folder = file_dir(named_in), *real = realpath(path, NULL), *top = realpath(folder, NULL);
	struct stat st;
	int ret = 0;

	if (real && top && lies_in(real, top))
		goto out;
	ret = stat(named_in, &st) < 0 ? err_errno(err, _("cannot read '%s'"), named_in) :
	      judge(named_in, &st, err);
out:
	free(folder);
	free(real);
	free(top);
	return ret;
}

int trust_program(const char *program, const char *dir, struct err *err)
{
	char *found = NULL, *real = NULL, *top = NULL;
	struct stat st;
	int ret = 0;

	if (!strchr(program, '/'))
		return 0;
	found = process_find(program, dir);
	if (!*found)
		goto out;
	real = realpath(found, NULL);
	top = realpath(dir, NULL);
	if (!real || !top || stat(real, &st) < 0)
		ret = err_errno(err, _("cannot read '%s'"), found);
	else
		ret = judge(real, &st, err);
	if (ret == 0 && lies_in(real, top) && judge_folders(real, top, err) < 0)
		ret = err_prefix(err, _("'%s' could be replaced"), program);
out:
	free(found);
	free(real);
	free(top);
	return ret;
}
