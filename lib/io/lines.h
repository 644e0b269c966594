/*
 * lines: a file or memory as UTF-8, a physical line at a time; for readers whose records may span
 * lines, and that may have to go back to the start of one.
 *
 *	struct lines *l = lines_open(path, &err);
 *	while (lines_peek(l, 0, max, &line, &err) == LINES_ONE) {
 *		... line.s, line.n; a further line of the same record: lines_peek(l, line.end, ...)
 *		lines_skip(l, line.end);
 *	}
 *	lines_close(l);
 *
 * A byte order mark at the start is honoured (UTF-8, UTF-16, UTF-32, GB18030) and not shown.
 * Where the text is in another charset, what is invalid in it comes out as one byte LINES_INVALID,
 * which is never valid in UTF-8. Memory is bounded by the longest record plus a read block.
 */
#ifndef SD_IO_LINES_H
#define SD_IO_LINES_H

#include <stddef.h>

#include "base/err.h"

#define LINES_INVALID 0xFF

struct lines;

struct line {
	const char *s; /* valid until the next lines_peek() */
	size_t n;      /* bytes without the line end (LF or CRLF) */
	size_t end;    /* where the next line starts, in bytes from the position of `l` */
};

enum lines_result { LINES_FAILED = -1, LINES_END = 0, LINES_ONE = 1, LINES_LONG = 2 };

/* "-" is standard input, which lines_close() leaves open. NULL with err (STATUS_SYSTEM). */
struct lines *lines_open(const char *path, struct err *err);
struct lines *lines_open_memory(const char *data, size_t n); /* borrowed until lines_close() */
void lines_close(struct lines *l);

/* Before the first lines_peek(); a byte order mark counts more. -1 with err for an unknown name. */
int lines_set_charset(struct lines *l, const char *name, struct err *err);

/* The charset that is converted from, or NULL where the text is read as UTF-8. */
const char *lines_charset(const struct lines *l);

/*
 * The line that starts `from` bytes after the position: LINES_ONE, LINES_END where there are no
 * more bytes, LINES_LONG where it does not end within `max` bytes of the position, LINES_FAILED
 * with err.
 */
enum lines_result lines_peek(struct lines *l, size_t from, size_t max, struct line *line,
			     struct err *err);

/* The bytes at the position (all that was peeked at); moves with every lines_peek(). */
const char *lines_at(const struct lines *l);

/* Move the position forward by bytes that were peeked at. */
void lines_skip(struct lines *l, size_t n);

#endif
