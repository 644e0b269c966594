/* Opening the log: header, last newline. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/scan.h"

#define HEADER_MAX ((off_t)64 * 1024)    /* COLUMN_MAX names are far shorter */
#define CHUNK	   65536
#define TRIES	   3
#define WAIT_MS	   20

/* Exactly n bytes at an offset; -1 with errno (0 where the file ends before). */
static int read_at(int fd, char *buf, size_t n, off_t offset)
{
	while (n) {
		ssize_t got = pread(fd, buf, n, offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (!got)
				errno = 0;
			return -1;
		}
		buf += got;
		offset += got;
		n -= (size_t)got;
	}
	return 0;
}

static int read_failed(const struct caselog *log, struct err *err)
{
	if (!errno)
		return err_set(err, STATUS_SYSTEM, _("'%s' became shorter while it was read"),
			       log->path);
	return err_errno(err, _("cannot read '%s'"), log->path);
}

/* After the last newline of the file, 0 where there is none. */
static int find_end(struct caselog *log, struct err *err)
{
	char buf[CHUNK];
	off_t at = log->size;

	log->end = 0;
	while (at > 0) {
		size_t n = at < CHUNK ? (size_t)at : CHUNK;
		const char *newline;

		at -= (off_t)n;
		if (read_at(log->fd, buf, n, at) < 0)
			return read_failed(log, err);
		newline = memrchr(buf, '\n', n);
		if (newline) {
			log->end = at + (newline - buf) + 1;
			break;
		}
	}
	return 0;
}

static int measure(struct caselog *log, struct err *err)
{
	struct stat st;
	int try;

	for (try = 0;; try++) {
		if (fstat(log->fd, &st) < 0)
			return err_errno(err, _("cannot read '%s'"), log->path);
		if (!S_ISREG(st.st_mode))
			return err_set(err, STATUS_INPUT, _("'%s' is not a regular file"),
				       log->path);
		log->size = st.st_size;
		if (find_end(log, err) < 0)
			return -1;
		if (log->end == log->size || try == TRIES)
			return 0;
		nanosleep(&(struct timespec){ .tv_nsec = WAIT_MS * 1000000L }, NULL);
	}
}

static void header_finding(const struct caselog *log, const char *msg)
{
	if (log->findings)
		finding_add(log->findings, GRADE_ERROR, log->path, 1, 1, "%s", msg);
}

/* s[0..n) is the first line, perhaps with what a spreadsheet put around it. */
static int take_header(struct caselog *log, const char *s, size_t n,
		       const struct vocabulary *words, struct err *err)
{
	if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) {
		header_finding(log, _("the file begins with a byte order mark: was it saved by a spreadsheet?"));
		s += 3;
		n -= 3;
	}
	if (n && s[n - 1] == '\r') {
		header_finding(log, _("lines end in CR LF, not LF: was the file saved by a spreadsheet?"));
		log->crlf = 1;
		n--;
	}
	if (layout_parse(&log->layout, s, n, words, log->path, log->findings) < 0)
		return err_set(err, STATUS_INPUT, _("'%s' has no usable header line"), log->path);
	return 0;
}

static int read_header(struct caselog *log, const struct vocabulary *words, struct err *err)
{
	size_t n = (size_t)(log->end < HEADER_MAX ? log->end : HEADER_MAX);
	const char *newline;
	char *buf;
	int result;

	if (!log->size)
		return err_set(err, STATUS_INPUT, _("'%s' is empty: it has no header line"),
			       log->path);
	buf = mem_alloc(n + 1);
	if (read_at(log->fd, buf, n, 0) < 0) {
		result = read_failed(log, err);
		goto out;
	}
	newline = memchr(buf, '\n', n);
	if (!newline) {
		result = err_set(err, STATUS_INPUT, _("'%s' has no whole header line"), log->path);
		goto out;
	}
	log->first = newline - buf + 1;
	result = take_header(log, buf, (size_t)(newline - buf), words, err);
out:
	free(buf);
	return result;
}

int caselog_open(struct caselog *log, const char *path, const struct policy_set *set,
		 struct findings *findings, struct err *err)
{
	const struct vocabulary words = vocabulary_of_log(set);
	int ret = caselog_open_table(log, path, &words, findings, err);

	log->set = set;
	return ret;
}

int caselog_open_table(struct caselog *log, const char *path, const struct vocabulary *words,
		       struct findings *findings, struct err *err)
{
	*log = (struct caselog){
		.fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK),
		.path = path, .findings = findings,
	};
	if (log->fd < 0)
		return err_errno(err, _("cannot open '%s'"), path);
	if (measure(log, err) < 0 || read_header(log, words, err) < 0) {
		caselog_release(log);
		return -1;
	}
	return 0;
}

void caselog_release(struct caselog *log)
{
	if (log->fd >= 0)
		close(log->fd);
	*log = (struct caselog)CASELOG_INIT;
}
