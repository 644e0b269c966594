/*
 * utf8: validity, width and safe display of text that strangers wrote.
 *
 * Strings are given by pointer and length in bytes; nothing here needs a NUL and nothing fails.
 * Validity is that of RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#ifndef SD_BASE_UTF8_H
#define SD_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* The bytes of the valid character at s (1-4), its code point in *cp; 0 where none is valid. */
size_t utf8_char(const char *s, size_t n, uint32_t *cp);

/* Offset of the first invalid byte, or n where all is valid. */
size_t utf8_valid(const char *s, size_t n);

/* Characters of a string that is known to be valid. */
size_t utf8_count(const char *s, size_t n);

/* The largest k <= n such that s[0..k) does not end inside a character. */
size_t utf8_cut(const char *s, size_t n);

/* Columns on a terminal of fixed pitch: 2 for wide (CJK, emoji), 0 for combining, else 1. */
int utf8_char_width(uint32_t cp);
size_t utf8_width(const char *s, size_t n);

/* What a terminal obeys instead of showing: DEL, C1, bidi controls, zero-width and the like. */
int utf8_is_hidden(uint32_t cp);

/* The longest prefix (in bytes) that fits into `columns`. */
size_t utf8_fit(const char *s, size_t n, size_t columns);

/*
 * The longest prefix (in bytes) that fits and ends where a line may be broken: at a blank, and between wide
 * characters, but neither before closing nor after opening punctuation, nor before a percent sign, nor between a
 * number and the Chinese around it; at a blank or after Chinese punctuation where that fills half of the line. Where
 * there is no such place, what fits; n where all of it does.
 */
size_t utf8_wrap(const char *s, size_t n, size_t columns);

/* 1-based column of byte offset `at` counted in characters (invalid bytes count one each). */
size_t utf8_column(const char *s, size_t n, size_t at);

/*
 * Append s in a form that no terminal interprets: control characters, DEL, C1, bidi controls,
 * zero-width and invalid bytes become \n \t \\xHH or \u{HEX}; everything else is itself.
 */
void utf8_add_safe(struct strbuf *out, const char *s, size_t n);

#endif
