/*
 * charset: text in other charsets (GB18030, GBK, Big5, UTF-16 ...) to UTF-8. The only user of iconv.
 *
 *	struct charset *c = charset_open("GB18030", &err);
 *	while (charset_convert(c, s, n, last, &used, &out) != CHARSET_DONE)
 *		...  s[used] begins something invalid: say so, pass over charset_unit(c) bytes
 *	charset_close(c);
 *
 * or, for a whole buffer, charset_to_utf8(). Names are those of iconv (`iconv -l`).
 */
#ifndef SD_IO_CHARSET_H
#define SD_IO_CHARSET_H

#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

struct charset;

/* NULL with err (STATUS_INPUT) for an unknown name. The caller closes it; NULL may be closed. */
struct charset *charset_open(const char *name, struct err *err);
void charset_close(struct charset *c);

/* The name as given to charset_open(); lives as long as `c`. */
const char *charset_name(const struct charset *c);

/* Bytes of the smallest unit of the charset (1, 2 or 4): what to pass over after invalid bytes. */
size_t charset_unit(const struct charset *c);

enum charset_result { CHARSET_DONE, CHARSET_INVALID };

/*
 * Append the UTF-8 of s[0..n) to `out`; *used bytes were taken. With CHARSET_DONE less than n are
 * taken where the last character is not complete yet and `last` is 0; with `last` that is
 * CHARSET_INVALID. With CHARSET_INVALID, s[*used] begins the invalid sequence.
 */
enum charset_result charset_convert(struct charset *c, const char *s, size_t n, int last,
				    size_t *used, struct strbuf *out);

/*
 * The charset that a byte order mark at the start of s tells ("UTF-8", "UTF-16LE" ...), and the
 * mark's length; NULL where there is none. At least 4 bytes are wanted where the text has them.
 */
const char *charset_of_mark(const char *s, size_t n, size_t *length);

/*
 * Append the UTF-8 of a whole buffer, without byte order mark; a mark counts more than the name.
 * -1 with err (STATUS_INPUT): unknown name, or invalid bytes (the message has their offset from 0);
 * then `out` is as it was.
 */
int charset_to_utf8(const char *name, const char *s, size_t n, struct strbuf *out, struct err *err);

#endif
