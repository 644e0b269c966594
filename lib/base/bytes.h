/*
 * bytes: numbers and strings put one after the other, and taken out again from bytes that nobody
 * vouches for.
 *
 *	bytes_put_u32(&buf, 7);
 *	bytes_put_string(&buf, "abc", 3);
 *
 *	struct bytes in = { buf.buf, buf.len, 0 };
 *	n = bytes_u32(&in);
 *	s = bytes_string(&in, &length);
 *	if (in.bad) ...                     // something was not there; what was taken is 0 or empty
 *
 * Numbers are in this machine's byte order. Once something was missing all that follows is
 * missing, too, so that one look at `bad` at the end is enough; before a loop or an allocation by
 * a number taken from the bytes, bytes_count() refuses one that cannot be right.
 */
#ifndef SD_BASE_BYTES_H
#define SD_BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"

struct bytes {
	const char *s;           /* borrowed: what is left */
	size_t n;
	int bad;
};

static inline void bytes_put_u32(struct strbuf *out, uint32_t v)
{
	strbuf_add(out, &v, sizeof(v));
}
static inline void bytes_put_u64(struct strbuf *out, uint64_t v)
{
	strbuf_add(out, &v, sizeof(v));
}
static inline void bytes_put_i64(struct strbuf *out, int64_t v)
{
	strbuf_add(out, &v, sizeof(v));
}
/* The length, the bytes. */
static inline void bytes_put_string(struct strbuf *out, const char *s, size_t n)
{
	bytes_put_u64(out, n);
	strbuf_add(out, s, n);
}

/* The next n bytes, or NULL. */
static inline const char *bytes_take(struct bytes *in, size_t n)
{
	const char *s = in->s;

	if (in->bad || n > in->n) {
		in->bad = 1;
		return NULL;
	}
	in->s += n;
	in->n -= n;
	return s;
}

static inline uint32_t bytes_u32(struct bytes *in)
{
	const char *s = bytes_take(in, sizeof(uint32_t));
	uint32_t v = 0;

	if (s)
		memcpy(&v, s, sizeof(v));
	return v;
}
static inline uint64_t bytes_u64(struct bytes *in)
{
	const char *s = bytes_take(in, sizeof(uint64_t));
	uint64_t v = 0;

	if (s)
		memcpy(&v, s, sizeof(v));
	return v;
}
static inline int64_t bytes_i64(struct bytes *in)
{
	return (int64_t)bytes_u64(in);
}

/* Not NUL-terminated; "" where it is missing. */
static inline const char *bytes_string(struct bytes *in, size_t *n)
{
	uint64_t length = bytes_u64(in);

	in->bad |= length > in->n;
	*n = in->bad ? 0 : (size_t)length;
	return *n ? bytes_take(in, *n) : "";
}

/*
 * A number of things that take at least `size` bytes each: 0 and bad where they cannot all be
 * there.
 */
static inline size_t bytes_count(struct bytes *in, size_t size)
{
	uint64_t n = bytes_u64(in);

	if (in->bad || n > in->n / size) {
		in->bad = 1;
		return 0;
	}
	return (size_t)n;
}

#endif
