#include "io/append.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/file.h"
#include "io/mount.h"

#define LOCK_BYTE ((off_t)1 << 62)    /* far from all data: blocks no reader where locks are mandatory */
#define BLOCK ((size_t)64 * 1024)
#define WRITE_MAX ((size_t)1 << 30)   /* Linux writes no more than 2 GiB at once */
#define POLL_MS 5

static void block_signals(struct append *a)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	a->blocked = pthread_sigmask(SIG_BLOCK, &set, &a->signals) == 0;
}

static int open_data(struct append *a, struct err *err)
{
	struct stat st;

	a->fd = open(a->path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (a->fd < 0 && errno == ENOENT)
		return err_set(err, STATUS_SYSTEM,
			       _("no log '%s' here; is the share mounted? 'sd init' makes one"),
			       a->path);
	if (a->fd < 0)
		return err_errno(err, _("cannot open '%s' for writing"), a->path);
	if (fstat(a->fd, &st) < 0)
		return err_errno(err, _("cannot look at '%s'"), a->path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, STATUS_SYSTEM, _("'%s' is not a regular file"), a->path);
	if (st.st_nlink != 1)
		return err_set(err, STATUS_SYSTEM,
			       _("'%s' has %lu names (hard links); it must have one"), a->path,
			       (unsigned long)st.st_nlink);
	a->size = st.st_size;
	return 0;
}

static int lock_byte(struct append *a, struct err *err)
{
	const struct timespec nap = { 0, POLL_MS * 1000000L };
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE,
			      .l_len = 1 };
	struct stat st;

	for (int left = a->wait_ms; fcntl(a->fd, F_OFD_SETLK, &lock) < 0; left -= POLL_MS) {
		if (errno == EINTR)
			continue;
		if ((errno != EAGAIN && errno != EACCES) || left <= 0)
			return err_errno(err, _("cannot lock '%s'"), a->path);
		nanosleep(&nap, NULL);
	}
	/* Only now is the size what other clients of a share have left behind. */
	if (fstat(a->fd, &st) < 0)
		return err_errno(err, _("cannot look at '%s'"), a->path);
	a->size = st.st_size;
	return 0;
}

/* The lock for everything that is appended to, and the path of the file that it is named after. */
static struct append *holder(struct append *a)
{
	return a->under ? a->under : a;
}

static int refuse_failed(struct append *a, struct err *err)
{
	return err_set(err, STATUS_SYSTEM,
		       _("an earlier write of '%s' was not confirmed by the disk; check the disk "
			 "and the last rows, then empty '%s.lock' (see sd-cases(5))"),
		       a->path, holder(a)->path);
}

static int take_lock(struct append *a, const struct append_options *options, struct err *err)
{
	struct stat st;
	mode_t mode = 0600;

	if (stat(a->path, &st) == 0 && (st.st_mode & 0020))
		mode = 0660;
	if (lockfile_take(&a->lock, options->lock, mode, options->wait_ms, options->since, err) < 0)
		return -1;
	block_signals(a);
	return 0;
}

int append_begin(struct append *a, const char *path, const struct append_options *options,
		 struct err *err)
{
	char *dir = file_dir(path);
	struct stat st;
	int ret = -1;

	a->path = path;
	a->under = options->under;
	a->wait_ms = options->wait_ms;
	a->block = mem_alloc(BLOCK);
	if (!options->unsafe_share && mount_check(dir, err) < 0)
		goto out;
	/* Without the file there is nothing to lock: leave no lock file in an empty mount point. */
	if (lstat(path, &st) < 0 && errno == ENOENT) {
		open_data(a, err);
		goto out;
	}
	if (!a->under && take_lock(a, options, err) < 0)
		goto out;
	if (open_data(a, err) < 0 || lock_byte(a, err) < 0)
		goto out;
	ret = holder(a)->lock.failed && !options->after_failure ? refuse_failed(a, err) : 0;
out:
	free(dir);
	if (ret < 0)
		append_end(a, NULL);
	return ret;
}

static int read_at(struct append *a, off_t at, char *data, size_t n, struct err *err)
{
	while (n) {
		ssize_t got = pread(a->fd, data, n, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, _("cannot read '%s'"), a->path);
		if (got == 0)
			return err_set(err, STATUS_SYSTEM, _("'%s' became shorter while it was read"),
				       a->path);
		data += got;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

int append_tail(struct append *a, size_t n, struct strbuf *out, struct err *err)
{
	if ((off_t)n > a->size)
		n = (size_t)a->size;
	strbuf_grow(out, n);
	if (read_at(a, a->size - (off_t)n, out->buf + out->len, n, err) < 0)
		return -1;
	out->len += n;
	out->buf[out->len] = '\0';
	return 0;
}

/* Behind the kept bytes stands a newline, so that the next fragment's line starts at a line. */
static int keep_torn(const struct append *a, const struct strbuf *kept, struct err *err)
{
	struct strbuf path = STRBUF_INIT;
	char *dir = file_dir(a->path);
	struct stat st;
	int fd, ret = -1;

	strbuf_addf(&path, "%s.torn", a->path);
	fd = open(path.buf, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		err_errno(err, _("cannot open '%s'"), path.buf);
		goto out;
	}
	if (fstat(a->fd, &st) == 0)
		(void)fchmod(fd, st.st_mode & 0660);
	if (file_write_all(fd, kept->buf, kept->len) < 0 || fsync(fd) < 0)
		err_errno(err, _("cannot keep the torn end of '%s' in '%s'"), a->path, path.buf);
	else
		ret = file_sync_dir(dir, err);
	close(fd);
out:
	free(dir);
	strbuf_release(&path);
	return ret;
}

int append_cut(struct append *a, off_t at, char hex[DIGEST_HEX + 1], struct err *err)
{
	struct strbuf bytes = STRBUF_INIT, kept = STRBUF_INIT;
	int ret = -1;

	if (append_tail(a, (size_t)(a->size - at), &bytes, err) < 0)
		goto out;
	digest_hex(bytes.buf, bytes.len, hex);
	strbuf_addf(&kept, "offset %lld length %zu sha256 %s\n", (long long)at, bytes.len, hex);
	strbuf_add(&kept, bytes.buf, bytes.len);
	strbuf_addch(&kept, '\n');
	if (keep_torn(a, &kept, err) < 0)
		goto out;
	if (ftruncate(a->fd, at) < 0 || fsync(a->fd) < 0) {
		err_errno(err, _("cannot take the torn end off '%s'"), a->path);
		goto out;
	}
	a->size = at;
	ret = 0;
out:
	strbuf_release(&bytes);
	strbuf_release(&kept);
	return ret;
}

static int sync_data(struct append *a, struct err *err)
{
	int saved;

	if (fdatasync(a->fd) == 0)
		return 0;
	saved = errno;
	if (lockfile_mark(&holder(a)->lock, 1) < 0)
		holder(a)->lock.failed = 1;
	errno = saved;
	err_errno(err, _("the disk did not confirm what was written to '%s'"), a->path);
	err->status = STATUS_UNKNOWN;
	return -1;
}

/* After a write that failed or fell short: 4 only where surely nothing is left of it. */
static int take_back(struct append *a, int cause, struct err *err)
{
	struct stat st;
	int clean = fstat(a->fd, &st) == 0 && st.st_size == a->size;

	/* Where nothing was written nothing is truncated: on a full btrfs that fails by itself. */
	if (!clean && ftruncate(a->fd, a->size) == 0 && fdatasync(a->fd) == 0)
		clean = 1;
	errno = cause;
	err_errno(err, clean ? _("cannot write '%s', nothing was recorded")
			     : _("cannot write '%s', and not take back the part that was written"),
		  a->path);
	err->status = clean ? STATUS_SYSTEM : STATUS_UNKNOWN;
	return -1;
}

static int write_once(struct append *a, const char *data, size_t n, struct err *err)
{
	while (n) {
		size_t part = n < WRITE_MAX ? n : WRITE_MAX;
		ssize_t put = write(a->fd, data, part);

		if (put < 0 && errno == EINTR)
			continue;
		if (put != (ssize_t)part)
			return take_back(a, put < 0 ? errno : ENOSPC, err);
		data += put;
		n -= part;
	}
	return 0;
}

static int compare(struct append *a, int fd, const char *data, size_t n)
{
	off_t at = a->size;

	while (n) {
		size_t part = n < BLOCK ? n : BLOCK;
		ssize_t got = pread(fd, a->block, part, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || memcmp(a->block, data, (size_t)got) != 0)
			return -1;
		data += got;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

static int read_back(struct append *a, const void *data, size_t n, struct err *err)
{
	int fd = open(a->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st, mine;
	int same;

	if (fd < 0) {
		err_errno(err, _("cannot read back '%s'"), a->path);
		err->status = STATUS_UNKNOWN;
		return -1;
	}
	same = fstat(fd, &st) == 0 && fstat(a->fd, &mine) == 0 && st.st_dev == mine.st_dev &&
	       st.st_ino == mine.st_ino && st.st_size == a->size + (off_t)n &&
	       compare(a, fd, data, n) == 0;
	close(fd);
	if (!same)
		return err_set(err, STATUS_UNKNOWN,
			       _("what was written to '%s' does not read back the same"), a->path);
	return 0;
}

int append_write(struct append *a, const void *data, size_t n, struct err *err)
{
	if (write_once(a, data, n, err) < 0 || sync_data(a, err) < 0 ||
	    read_back(a, data, n, err) < 0)
		return -1;
	a->size += (off_t)n;
	return 0;
}

int append_end(struct append *a, struct err *err)
{
	int ret = 0;

	if (a->fd >= 0 && close(a->fd) < 0 && err) {
		err_errno(err, _("cannot close '%s'"), a->path);
		err->status = STATUS_UNKNOWN;
		ret = -1;
	}
	lockfile_drop(&a->lock);
	if (a->blocked)
		pthread_sigmask(SIG_SETMASK, &a->signals, NULL);
	free(a->block);
	*a = (struct append)APPEND_INIT;
	return ret;
}
