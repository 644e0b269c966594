#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

#define READ_BYTES ((size_t)64 * 1024)

int file_read_fd(int fd, const char *name, size_t max, struct strbuf *out, struct err *err)
{
	size_t old = out->len, room;
	ssize_t got;

	for (;;) {
		/* One byte more than allowed, to tell "exactly max" from "too large". */
		room = max - (out->len - old);
		room = room < READ_BYTES ? room + 1 : READ_BYTES;
		strbuf_grow(out, room);
		got = read(fd, out->buf + out->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		out->len += (size_t)got;
		out->buf[out->len] = '\0';
		if (out->len - old > max) {
			strbuf_setlen(out, old);
			err_set(err, STATUS_INPUT, _("'%s' is larger than %zu bytes"), name, max);
			errno = EFBIG;
			return -1;
		}
	}
	if (got < 0) {
		strbuf_setlen(out, old);
		return err_errno(err, _("cannot read '%s'"), name);
	}
	return 0;
}

static int read_path(const char *path, int takes_pipe, size_t max, struct strbuf *out, struct err *err)
{
	struct stat st;
	int fd, ret = -1;

	/* Looked at before it is opened, because opening a device can already do something. */
	if (stat(path, &st) < 0)
		return err_errno(err, _("cannot read '%s'"), path);
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return err_errno(err, _("cannot read '%s'"), path);
	}
	if (takes_pipe && !S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		return err_set(err, STATUS_SYSTEM, _("'%s' is neither a file nor a pipe"), path);
	if (!takes_pipe && !S_ISREG(st.st_mode))
		return err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (takes_pipe ? 0 : O_NONBLOCK));
	if (fd < 0 || fstat(fd, &st) < 0)
		err_errno(err, _("cannot read '%s'"), path);
	else if (!takes_pipe && !S_ISREG(st.st_mode))         /* it was replaced meanwhile */
		err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), path);
	else
		ret = file_read_fd(fd, path, max, out, err);
	if (fd >= 0)
		close(fd);
	return ret;
}

int file_read(const char *path, size_t max, struct strbuf *out, struct err *err)
{
	return read_path(path, 1, max, out, err);
}

int file_read_regular(const char *path, size_t max, struct strbuf *out, struct err *err)
{
	return read_path(path, 0, max, out, err);
}

int file_write_all(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

int file_temporary(const char *dir, char **path)
{
	int fd, saved;

	*path = file_join(dir, ".sd-new-XXXXXX");
	fd = mkostemp(*path, O_CLOEXEC);
	if (fd < 0) {
		saved = errno;
		free(*path);
		*path = NULL;
		errno = saved;
	}
	return fd;
}

/* Write, sync and close; the descriptor is closed in any case. errno tells what failed. */
static int finish(int fd, const void *data, size_t n)
{
	int saved;

	if (file_write_all(fd, data, n) < 0 || fsync(fd) < 0) {
		saved = errno;
		close(fd);
		errno = saved;
		return -1;
	}
	return close(fd);
}

/* `old` is NULL where there is no file yet. */
static int set_owner_and_mode(int fd, const struct stat *old, mode_t mode)
{
	struct stat now;

	if (old) {
		if (fstat(fd, &now) < 0)
			return -1;
		if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
		    fchown(fd, old->st_uid, old->st_gid) < 0)
			return -1;
		mode = old->st_mode & 07777;
	}
	return fchmod(fd, mode);
}

/* Where the bytes go: a symbolic link to a file is followed, so that the link survives. */
static char *real_target(const char *path)
{
	struct stat st;
	char *target = NULL;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		target = realpath(path, NULL);
	return target ? target : mem_strdup(path);
}

/* A new file on its way: what lies beside its target until it is renamed. */
struct draft {
	char *target, *dir;
	char *temporary;                /* NULL: there is none (any more) */
};

static int write_temporary(struct draft *d, const struct stat *old, const struct file_new *f, struct err *err)
{
	int fd = file_temporary(d->dir, &d->temporary);

	if (fd < 0)
		return err_errno(err, _("cannot write '%s'"), f->path);
	if (set_owner_and_mode(fd, old, f->mode) < 0) {
		err_errno(err, _("cannot keep owner and mode of '%s'"), f->path);
		close(fd);
		return -1;
	}
	return finish(fd, f->data, f->n) < 0 ? err_errno(err, _("cannot write '%s'"), f->path) : 0;
}

static int draft_write(struct draft *d, const struct file_new *f, struct err *err)
{
	struct stat st;
	int is_there;

	d->target = f->refuse_link ? mem_strdup(f->path) : real_target(f->path);
	d->dir = file_dir(d->target);
	is_there = lstat(d->target, &st) == 0;
	if (is_there && !S_ISREG(st.st_mode))
		return err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), f->path);
	return write_temporary(d, is_there ? &st : NULL, f, err);
}

static int draft_rename(struct draft *d, const struct file_new *f, struct err *err)
{
	if (rename(d->temporary, d->target) < 0)
		return err_errno(err, _("cannot write '%s'"), f->path);
	free(d->temporary);
	d->temporary = NULL;
	return 0;
}

static void draft_release(struct draft *d)
{
	if (d->temporary)
		unlink(d->temporary);
	free(d->temporary);
	free(d->dir);
	free(d->target);
}

int file_replace_all(const struct file_new *files, size_t n, struct err *err)
{
	struct draft *drafts = mem_array(n, sizeof(*drafts));
	int ret = 0;
	size_t i;

	for (i = 0; i < n && ret == 0; i++)
		ret = draft_write(&drafts[i], &files[i], err);
	for (i = 0; i < n && ret == 0; i++)
		ret = draft_rename(&drafts[i], &files[i], err);
	for (i = 0; i < n && ret == 0; i++)
		if (i == 0 || strcmp(drafts[i].dir, drafts[i - 1].dir) != 0)
			ret = file_sync_dir(drafts[i].dir, err);
	for (i = 0; i < n; i++)
		draft_release(&drafts[i]);
	free(drafts);
	return ret;
}

int file_replace(const char *path, const void *data, size_t n, mode_t mode, struct err *err)
{
	const struct file_new one = { path, data, n, mode, 0 };

	return file_replace_all(&one, 1, err);
}

int file_create(const char *path, const void *data, size_t n, mode_t mode, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode & 0700);
	char *dir;
	int ret;

	if (fd < 0)
		return err_errno(err, _("cannot create '%s'"), path);
	if (fchmod(fd, mode) < 0) {
		err_errno(err, _("cannot set the mode of '%s'"), path);
		close(fd);
		unlink(path);
		return -1;
	}
	if (finish(fd, data, n) < 0) {
		err_errno(err, _("cannot write '%s'"), path);
		unlink(path);
		return -1;
	}
	dir = file_dir(path);
	ret = file_sync_dir(dir, err);
	if (ret < 0)
		unlink(path);
	free(dir);
	return ret;
}

int file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

int file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int file_sync_dir(const char *dir, struct err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret = 0;

	if (fd < 0)
		return err_errno(err, _("cannot open folder '%s'"), dir);
	/* Some network file systems cannot sync a folder, and say so with EINVAL. */
	if (fsync(fd) < 0 && errno != EINVAL)
		ret = err_errno(err, _("cannot sync folder '%s'"), dir);
	close(fd);
	return ret;
}

char *file_join(const char *dir, const char *name)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addstr(&path, dir);
	if (path.len && path.buf[path.len - 1] != '/')
		strbuf_addch(&path, '/');
	strbuf_addstr(&path, name);
	return strbuf_detach(&path);
}

char *file_dir(const char *path)
{
	const char *end = path + strlen(path);

	while (end > path + 1 && end[-1] == '/')
		end--;
	while (end > path && end[-1] != '/')
		end--;
	if (end == path)
		return mem_strdup(".");
	while (end > path + 1 && end[-1] == '/')
		end--;
	return mem_strndup(path, (size_t)(end - path));
}
