#include "io/lockfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "io/file.h"

#define POLL_MS 5
#define FAILED "failed sync"

static void pad_line(char line[LOCKFILE_LINE], const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < LOCKFILE_LINE - 1; i++)
		line[i] = i < n ? text[i] : ' ';
	line[LOCKFILE_LINE - 1] = '\n';
}

/* The text of a line without its padding; empty where the file has none. -1 with errno. */
static int read_line(int fd, off_t at, char out[LOCKFILE_LINE])
{
	ssize_t got;

	do {
		got = pread(fd, out, LOCKFILE_LINE - 1, at);
	} while (got < 0 && errno == EINTR);
	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	for (size_t n = strlen(out); n && out[n - 1] == ' '; n--)
		out[n - 1] = '\0';
	return got < 0 ? -1 : 0;
}

static int write_line(int fd, off_t at, const char *text)
{
	char line[LOCKFILE_LINE];
	ssize_t put;

	pad_line(line, text);
	do {
		put = pwrite(fd, line, sizeof(line), at);
	} while (put < 0 && errno == EINTR);
	if (put >= 0 && put != (ssize_t)sizeof(line))
		errno = ENOSPC;
	return put == (ssize_t)sizeof(line) ? 0 : -1;
}

/* Somebody else's file in a shared folder keeps its mode; ours gets the one asked for. */
static int open_lock(const char *path, mode_t mode, struct err *err)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	if (fd < 0 && errno == ENOENT) {
		fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
		if (fd >= 0)
			(void)fchmod(fd, mode);
	}
	if (fd < 0)
		return err_errno(err, _("cannot open the lock file '%s'"), path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, STATUS_SYSTEM, _("the lock file '%s' is not a regular file"),
			       path);
	}
	return fd;
}

static int busy(int fd, const char *path, struct err *err)
{
	char holder[LOCKFILE_LINE], pid[LOCKFILE_LINE], host[LOCKFILE_LINE], since[LOCKFILE_LINE];

	if (read_line(fd, LOCKFILE_LINE, holder) < 0 ||
	    sscanf(holder, "%127s %127s %127s", pid, host, since) != 3)
		return err_set(err, STATUS_SYSTEM, _("'%s' is held by another process"), path);
	return err_set(err, STATUS_SYSTEM, _("'%s' is held by process %s on %s since %s"), path,
		       pid, host, since);
}

static void note_holder(int fd, const char *since)
{
	char host[65], line[LOCKFILE_LINE];

	if (gethostname(host, sizeof(host)) < 0)
		strcpy(host, "?");
	host[sizeof(host) - 1] = '\0';
	snprintf(line, sizeof(line), "%ld %s %s", (long)getpid(), host, since);
	/* Only a courtesy to those who wait: a full disk must not stop the holder here. */
	(void)write_line(fd, LOCKFILE_LINE, line);
}

int lockfile_take(struct lockfile *lock, const char *path, mode_t mode, int wait_ms,
		  const char *since, struct err *err)
{
	const struct timespec nap = { 0, POLL_MS * 1000000L };
	char state[LOCKFILE_LINE];
	int fd = open_lock(path, mode, err);

	if (fd < 0)
		return -1;
	/* Polled, because a timer signal would be the whole program's. */
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			err_errno(err, _("cannot lock '%s'"), path);
		else if (wait_ms <= 0)
			busy(fd, path, err);
		else {
			nanosleep(&nap, NULL);
			wait_ms -= POLL_MS;
			continue;
		}
		close(fd);
		return -1;
	}
	/* A mark that cannot be read must not be taken for none, nor be written over. */
	if (read_line(fd, 0, state) < 0) {
		err_errno(err, _("cannot read '%s'"), path);
		close(fd);
		return -1;
	}
	if (!*state)
		(void)write_line(fd, 0, "ok");
	note_holder(fd, since);
	lock->fd = fd;
	lock->failed = strcmp(state, FAILED) == 0;
	return 0;
}

int lockfile_create(const char *path, mode_t mode, struct err *err)
{
	char lines[2 * LOCKFILE_LINE];

	pad_line(lines, "ok");
	pad_line(lines + LOCKFILE_LINE, "");
	return file_create(path, lines, sizeof(lines), mode, err);
}

int lockfile_mark(struct lockfile *lock, int failed)
{
	if (write_line(lock->fd, 0, failed ? FAILED : "ok") < 0)
		return -1;
	lock->failed = failed;
	return fsync(lock->fd);
}

void lockfile_drop(struct lockfile *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	*lock = (struct lockfile)LOCKFILE_INIT;
}
