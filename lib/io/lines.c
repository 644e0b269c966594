#include "io/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "io/charset.h"

#define READ_BYTES ((size_t)256 * 1024)
#define MARK_BYTES 4

struct lines {
	const char *path;      /* NULL: memory */
	int fd;
	const char *data;      /* memory that is not read yet */
	size_t left;
	struct charset *charset;
	struct strbuf raw;     /* read, not converted yet */
	struct strbuf text;    /* UTF-8 */
	size_t pos;            /* in text */
	int started, ended;
};

struct lines *lines_open(const char *path, struct err *err)
{
	struct lines *l;
	struct stat st;
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;

	if (fd < 0) {
		err_errno(err, _("cannot read '%s'"), path);
		return NULL;
	}
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		err_errno(err, _("cannot read '%s'"), path);
		if (fd != STDIN_FILENO)
			close(fd);
		return NULL;
	}
	l = lines_open_memory("", 0);
	l->path = path;
	l->fd = fd;
	return l;
}

struct lines *lines_open_memory(const char *data, size_t n)
{
	struct lines *l = mem_zalloc(sizeof(*l));

	l->fd = -1;
	l->data = data;
	l->left = n;
	strbuf_init(&l->raw);
	strbuf_init(&l->text);
	return l;
}

void lines_close(struct lines *l)
{
	if (!l)
		return;
	if (l->fd >= 0 && l->fd != STDIN_FILENO)
		close(l->fd);
	charset_close(l->charset);
	strbuf_release(&l->raw);
	strbuf_release(&l->text);
	free(l);
}

int lines_set_charset(struct lines *l, const char *name, struct err *err)
{
	charset_close(l->charset);
	l->charset = NULL;
	if (!strcasecmp(name, "UTF-8") || !strcasecmp(name, "UTF8"))
		return 0;
	l->charset = charset_open(name, err);
	return l->charset ? 0 : -1;
}

const char *lines_charset(const struct lines *l)
{
	return l->charset ? charset_name(l->charset) : NULL;
}

/* Append what one read gives to `out`. -1 with err. */
static int read_some(struct lines *l, struct strbuf *out, struct err *err)
{
	ssize_t got;

	if (!l->path) {
		size_t n = l->left < READ_BYTES ? l->left : READ_BYTES;

		strbuf_add(out, l->data, n);
		l->data += n;
		l->left -= n;
		l->ended = !l->left;
		return 0;
	}
	strbuf_grow(out, READ_BYTES);
	do {
		got = read(l->fd, out->buf + out->len, READ_BYTES);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_errno(err, _("cannot read '%s'"), l->path);
	out->len += (size_t)got;
	out->buf[out->len] = '\0';
	l->ended = !got;
	return 0;
}

static void drop_front(struct strbuf *sb, size_t n)
{
	if (!n)
		return;
	memmove(sb->buf, sb->buf + n, sb->len - n);
	strbuf_setlen(sb, sb->len - n);
}

/* The first block decides the charset. */
static int start(struct lines *l, struct err *err)
{
	const char *marked;
	size_t mark;

	while (!l->ended && l->raw.len < MARK_BYTES)
		if (read_some(l, &l->raw, err) < 0)
			return -1;
	marked = charset_of_mark(l->raw.buf, l->raw.len, &mark);
	if (marked && lines_set_charset(l, marked, err) < 0)
		return -1;
	drop_front(&l->raw, mark);
	l->started = 1;
	return 0;
}

static void convert(struct lines *l)
{
	size_t at = 0, used;

	for (;;) {
		enum charset_result got = charset_convert(l->charset, l->raw.buf + at,
							  l->raw.len - at, l->ended, &used,
							  &l->text);

		at += used;
		if (got == CHARSET_DONE)
			break;
		strbuf_addch(&l->text, LINES_INVALID);
		at += charset_unit(l->charset);
		if (at > l->raw.len)
			at = l->raw.len;
	}
	drop_front(&l->raw, at);
}

/* 1 where there is more text now, 0 at the end, -1 with err. */
static int fill(struct lines *l, struct err *err)
{
	size_t before;

	drop_front(&l->text, l->pos);
	l->pos = 0;
	before = l->text.len;
	while (l->text.len == before) {
		if (l->started && l->ended)
			return 0;
		if (!l->started) {
			if (start(l, err) < 0)
				return -1;
		} else if (read_some(l, l->charset ? &l->raw : &l->text, err) < 0) {
			return -1;
		}
		if (l->charset) {
			convert(l);
		} else {
			strbuf_add(&l->text, l->raw.buf, l->raw.len);
			strbuf_reset(&l->raw);
		}
	}
	return 1;
}

static void set_line(const struct lines *l, size_t from, size_t length, int has_end,
		     struct line *line)
{
	line->s = l->text.buf + l->pos + from;
	line->n = length;
	line->end = from + length + (has_end ? 1 : 0);
	if (has_end && length && line->s[length - 1] == '\r')
		line->n--;
}

enum lines_result lines_peek(struct lines *l, size_t from, size_t max, struct line *line,
			     struct err *err)
{
	size_t at = from;
	const char *end;

	for (;;) {
		const char *s = l->text.buf + l->pos + at;
		size_t n = l->text.len - l->pos - at;
		int got;

		end = memchr(s, '\n', n);
		if (end)
			at += (size_t)(end - s);
		else
			at += n;
		if (at > max)
			return LINES_LONG;
		if (end)
			break;
		got = fill(l, err);
		if (got < 0)
			return LINES_FAILED;
		if (!got)
			break;
	}
	if (!end && at == from)
		return LINES_END;
	set_line(l, from, at - from, end != NULL, line);
	return LINES_ONE;
}

const char *lines_at(const struct lines *l)
{
	return l->text.buf + l->pos;
}

void lines_skip(struct lines *l, size_t n)
{
	l->pos += n;
}
