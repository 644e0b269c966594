#include "io/cachefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

#define LANES 4          /* multiplications that do not wait for each other */

static int open_dir(const char *dir)
{
	return open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int cachefile_open(const char *dir, const char *name, size_t max, size_t *size)
{
	int folder = open_dir(dir), fd;
	struct stat st, above;

	if (folder < 0)
		return -1;
	fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0 && (fstat(folder, &above) < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
			(st.st_mode | above.st_mode) & S_IWOTH || st.st_size < 0 ||
			(uintmax_t)st.st_size > max)) {
		close(fd);
		fd = -1;
	}
	if (fd >= 0)
		*size = (size_t)st.st_size;
	close(folder);
	return fd;
}

int cachefile_next(int fd, size_t n, struct strbuf *out)
{
	size_t old = out->len;

	strbuf_grow(out, n);
	while (out->len - old < n) {
		ssize_t got = read(fd, out->buf + out->len, n - (out->len - old));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		out->len += (size_t)got;
	}
	if (out->len - old == n) {
		out->buf[out->len] = '\0';
		return 0;
	}
	strbuf_setlen(out, old);
	return -1;
}

int cachefile_read(const char *dir, const char *name, size_t max, struct strbuf *out)
{
	size_t size;
	int fd = cachefile_open(dir, name, max, &size), result;

	if (fd < 0)
		return -1;
	result = cachefile_next(fd, size, out);
	close(fd);
	return result;
}

int cachefile_make_dir(const char *dir, mode_t mode)
{
	mode_t all = mode & S_IWGRP ? 02770 : 0700;

	if (mkdir(dir, 0700) == 0)
		return chmod(dir, all);
	return errno == EEXIST ? 0 : -1;
}

/*
 * One name for all who write, so that a process that was killed leaves one file behind and not a
 * new one each time; the lock tells whether somebody is still writing it.
 */
static int create(int folder, const char *name, mode_t mode)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	struct stat st, there;

	if (fd < 0) {
		if (errno == ELOOP)
			(void)unlinkat(folder, name, 0);
		return -1;
	}
	/* Who held the lock before may have given the file its final name meanwhile. */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 &&
	    fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0 && st.st_ino == there.st_ino &&
	    S_ISREG(st.st_mode) && st.st_nlink == 1 && ftruncate(fd, 0) == 0 &&
	    fchmod(fd, mode) == 0)
		return fd;
	close(fd);
	errno = EBUSY;
	return -1;
}

/* The lock is held until the file has its name. */
static int write_new(int folder, const char *name, const char *temporary, const void *data,
		     size_t n, mode_t mode)
{
	int fd = create(folder, temporary, mode), result = -1, saved;

	if (fd < 0)
		return -1;
	if (file_write_all(fd, data, n) == 0)
		result = renameat(folder, temporary, folder, name);
	saved = errno;
	if (result < 0)
		(void)unlinkat(folder, temporary, 0);
	close(fd);
	errno = saved;
	return result;
}

int cachefile_write(const char *dir, const char *name, const void *data, size_t n, mode_t mode)
{
	struct strbuf temporary = STRBUF_INIT;
	int folder, result;

	if (cachefile_make_dir(dir, mode) < 0 || (folder = open_dir(dir)) < 0)
		return -1;
	strbuf_addf(&temporary, "%s.new", name);
	result = write_new(folder, name, temporary.buf, data, n, mode);
	close(folder);
	strbuf_release(&temporary);
	return result;
}

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9E3779B97F4A7C15ULL;
	return h ^ h >> 29;
}

/* Each step is reversible, so that one changed word always changes the result. */
uint64_t cachefile_checksum(const void *data, size_t n)
{
	uint64_t lane[LANES] = { n, 1, 2, 3 }, word, h = 0;
	const char *s = data;
	int i;

	for (; n >= LANES * sizeof(word); n -= LANES * sizeof(word))
		for (i = 0; i < LANES; i++, s += sizeof(word)) {
			memcpy(&word, s, sizeof(word));
			lane[i] = mix(lane[i], word);
		}
	for (; n; s++, n--)
		lane[0] = mix(lane[0], (unsigned char)*s);
	for (i = 0; i < LANES; i++)
		h = mix(h, lane[i]);
	return h;
}
