#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What an empty strbuf points to, so that buf is always a string; never written to. */
char strbuf_empty[1];

void strbuf_init(struct strbuf *sb)
{
	sb->buf = strbuf_empty;
	sb->len = sb->alloc = 0;
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->alloc)
		free(sb->buf);
	strbuf_init(sb);
}

void strbuf_reset(struct strbuf *sb)
{
	strbuf_setlen(sb, 0);
}

void strbuf_grow(struct strbuf *sb, size_t extra)
{
	size_t want = sb->len + extra + 1;
	char *old = sb->alloc ? sb->buf : NULL;

	if (want < extra)
		BUG("string length overflow");
	if (want <= sb->alloc)
		return;
	MEM_GROW(old, want, sb->alloc);
	sb->buf = old;
	sb->buf[sb->len] = '\0';
}

void strbuf_add(struct strbuf *sb, const void *data, size_t n)
{
	if (!n)
		return;
	if (n >= sb->alloc - sb->len)
		strbuf_grow(sb, n);
	memcpy(sb->buf + sb->len, data, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}

void strbuf_addch(struct strbuf *sb, int c)
{
	if (sb->alloc - sb->len < 2)
		strbuf_grow(sb, 1);
	sb->buf[sb->len++] = (char)c;
	sb->buf[sb->len] = '\0';
}

void strbuf_addchars(struct strbuf *sb, int c, size_t n)
{
	if (!n)
		return;
	strbuf_grow(sb, n);
	memset(sb->buf + sb->len, c, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}

/* Mostly there is room: only what does not fit is formatted twice. */
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
{
	size_t room;
	va_list copy;
	int n;

	/* Mostly enough, so that it need not be formatted twice. */
	strbuf_grow(sb, 64);
	room = sb->alloc - sb->len;
	va_copy(copy, ap);
	n = vsnprintf(sb->buf + sb->len, room, fmt, copy);
	va_end(copy);
	if (n < 0)
		BUG("vsnprintf");
	if ((size_t)n >= room) {
		strbuf_grow(sb, (size_t)n);
		vsnprintf(sb->buf + sb->len, (size_t)n + 1, fmt, ap);
	}
	sb->len += (size_t)n;
}

void strbuf_addu(struct strbuf *sb, uint64_t n)
{
	char digit[20];
	size_t i = sizeof(digit);

	do
		digit[--i] = (char)('0' + n % 10);
	while (n /= 10);
	strbuf_add(sb, digit + i, sizeof(digit) - i);
}

void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(sb, fmt, ap);
	va_end(ap);
}

/* Near the middle between two digits the exact value decides, which printf has. */
void strbuf_add_tenths(struct strbuf *sb, double x)
{
	double tenths = x * 10, below;
	uint64_t n;

	if (!(tenths >= 0 && tenths < 1e9)) {
		strbuf_addf(sb, "%.1f", x);
		return;
	}
	n = (uint64_t)tenths;
	below = tenths - (double)n;
	if (below > .499999 && below < .500001) {
		strbuf_addf(sb, "%.1f", x);
		return;
	}
	n += below > .5;
	strbuf_addu(sb, n / 10);
	strbuf_addch(sb, '.');
	strbuf_addch(sb, '0' + (int)(n % 10));
}

void strbuf_setlen(struct strbuf *sb, size_t len)
{
	if (len > sb->len)
		BUG("strbuf_setlen beyond the end");
	sb->len = len;
	if (sb->alloc)
		sb->buf[len] = '\0';
}

char *strbuf_detach(struct strbuf *sb)
{
	char *s = sb->alloc ? sb->buf : mem_strdup("");

	strbuf_init(sb);
	return s;
}
