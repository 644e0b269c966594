/*
 * strbuf: a growing byte string, always NUL-terminated at buf[len].
 *
 *	struct strbuf sb = STRBUF_INIT;
 *	strbuf_addf(&sb, "%s:%d", file, line);
 *	...
 *	strbuf_release(&sb);
 *
 * `buf` is owned by the strbuf and moves when it grows; strbuf_detach() hands it to the caller,
 * who then frees it. Lengths are in bytes. Nothing here fails (see base/mem.h).
 */
#ifndef SD_BASE_STRBUF_H
#define SD_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct strbuf {
	char *buf;
	size_t len, alloc;
};

extern char strbuf_empty[];
#define STRBUF_INIT { strbuf_empty, 0, 0 }

void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);
void strbuf_reset(struct strbuf *sb);                     /* empty, memory kept */
void strbuf_grow(struct strbuf *sb, size_t extra);        /* room for `extra` more bytes */
void strbuf_add(struct strbuf *sb, const void *data, size_t n);
/* Here, so that the length of a literal is known to the compiler. */
static inline void strbuf_addstr(struct strbuf *sb, const char *s)
{
	strbuf_add(sb, s, strlen(s));
}
void strbuf_addch(struct strbuf *sb, int c);
void strbuf_addu(struct strbuf *sb, uint64_t n);          /* in decimal */
void strbuf_add_tenths(struct strbuf *sb, double x);      /* the same as %.1f, faster */
void strbuf_addchars(struct strbuf *sb, int c, size_t n); /* n times the byte c */
__attribute__((format(printf, 2, 3)))
void strbuf_addf(struct strbuf *sb, const char *fmt, ...);
__attribute__((format(printf, 2, 0)))
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap);
void strbuf_setlen(struct strbuf *sb, size_t len);        /* len <= sb->len */
char *strbuf_detach(struct strbuf *sb);                   /* caller frees; sb is empty again */

#endif
