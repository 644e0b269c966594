/* The newest rows of surveys.csv, without reading the others. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "domain/answers.h"
#include "domain/scan.h"

/* The key of the first line, or (from_end) of the last one, of what stands in the buffer. */
static instant edge_key(const struct layout *layout, const struct strbuf *lines, int from_end)
{
	const char *s = lines->buf, *end = lines->buf + lines->len - 1, *newline;

	if (from_end) {
		newline = memrchr(s, '\n', (size_t)(end - s));
		s = newline ? newline + 1 : s;
	} else {
		newline = memchr(s, '\n', lines->len);
		end = newline ? newline : end;
	}
	return layout_key(layout, s, (size_t)(end - s), ANSWERS_LOGGED, ANSWERS_AT);
}

/* The last whole lines, `want` bytes of them at most; their offset, or -1 where there are none. */
static off_t read_end(const struct caselog *file, size_t want, struct strbuf *lines)
{
	off_t at = file->end - file->first > (off_t)want ? file->end - (off_t)want : file->first;
	const char *newline;
	ssize_t got;

	strbuf_reset(lines);
	strbuf_grow(lines, want);
	do
		got = pread(file->fd, lines->buf, (size_t)(file->end - at), at);
	while (got < 0 && errno == EINTR);
	if (got <= 0 || lines->buf[got - 1] != '\n')
		return -1;
	lines->len = (size_t)got;
	if (at == file->first)
		return at;
	newline = memchr(lines->buf, '\n', lines->len - 1);
	if (!newline)
		return -1;
	newline++;
	at += newline - lines->buf;
	lines->len -= (size_t)(newline - lines->buf);
	memmove(lines->buf, newline, lines->len);
	return at;
}

/* Where the rows with this key or a later one begin, or some rows before; -1: there are none. */
static off_t find_since(const struct caselog *file, instant key)
{
	struct strbuf lines = STRBUF_INIT;
	off_t at = -1;

	for (size_t want = 4096; file->end > file->first; want *= 8) {
		int is_all = file->end - file->first <= (off_t)want;

		at = read_end(file, want, &lines);
		if (at >= 0 && edge_key(&file->layout, &lines, 1) < key)
			at = -1;
		else if (!is_all && (at < 0 || edge_key(&file->layout, &lines, 0) >= key))
			continue;
		break;
	}
	strbuf_release(&lines);
	return at;
}

struct since {
	instant key;
	answers_fn *fn;
	void *ctx;
};

static int take_since(void *ctx, const struct answer *a)
{
	const struct since *x = ctx;

	return a->key < x->key ? 0 : x->fn(x->ctx, a);
}

int answers_since(const char *path, instant key, answers_fn *fn, void *ctx, struct err *err)
{
	const struct vocabulary words = vocabulary_of_answers();
	struct since x = { key, fn, ctx };
	struct answers_options o = { .quiet = 1 };
	struct caselog file = CASELOG_INIT;
	struct err ignored = ERR_INIT;

	if (caselog_open_table(&file, path, &words, NULL, &ignored) < 0)
		return 0;
	o.from = find_since(&file, key);
	caselog_release(&file);
	return o.from < 0 ? 0 : answers_read(path, &o, NULL, take_since, &x, err);
}
