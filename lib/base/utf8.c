#include "base/utf8.h"

#include <string.h>
#include <wchar.h>

size_t utf8_char(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t len, i;
	uint32_t c, least;

	if (!n)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		len = 2, c = p[0] & 0x1FU, least = 0x80;
	} else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
		len = 3, c = p[0] & 0x0FU, least = 0x800;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		len = 4, c = p[0] & 0x07U, least = 0x10000;
	} else {
		return 0;
	}
	if (len > n)
		return 0;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3FU);
	}
	if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*cp = c;
	return len;
}

/* Characters of three bytes, nearly all of Chinese; those that need a second look are left out. */
static size_t skip_three_bytes(const char *s, size_t n, size_t i)
{
	const unsigned char *p = (const unsigned char *)s;

	while (n - i >= 3 && p[i] > 0xE0 && p[i] <= 0xEF && p[i] != 0xED &&
	       (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
		i += 3;
	return i;
}

/* Most characters of Chinese text: three bytes, none of the leads that need a closer look. */
static int is_plain_three(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && (p[1] & 0xC0) == 0x80 &&
	       (p[2] & 0xC0) == 0x80;
}

size_t utf8_valid(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		uint64_t word;
		uint32_t cp;
		size_t len;

		/* Eight ASCII bytes at once: most of a log is ASCII. */
		while (n - i >= 8) {
			memcpy(&word, s + i, 8);
			if (word & 0x8080808080808080ULL)
				break;
			i += 8;
		}
		i = skip_three_bytes(s, n, i);
		while (n - i >= 3 && is_plain_three(s + i))
			i += 3;
		if (i >= n)
			break;
		len = utf8_char(s + i, n - i, &cp);
		if (!len)
			return i;
		i += len;
	}
	return n;
}

size_t utf8_count(const char *s, size_t n)
{
	const uint64_t ones = 0x0101010101010101ULL;
	size_t i = 0, continued = 0;

	/* Eight at once: bit 7 set and bit 6 clear, then the sum of all bytes in the highest one. */
	for (; n - i >= 8; i += 8) {
		uint64_t word;

		memcpy(&word, s + i, 8);
		continued += (((word >> 7) & ~(word >> 6) & ones) * ones) >> 56;
	}
	for (; i < n; i++)
		continued += ((unsigned char)s[i] & 0xC0) == 0x80;
	return n - continued;
}

size_t utf8_cut(const char *s, size_t n)
{
	size_t k = n, back;
	uint32_t cp;

	for (back = 1; back <= 4 && back <= n; back++) {
		unsigned char c = (unsigned char)s[n - back];

		if ((c & 0xC0) == 0x80)
			continue;
		if (c >= 0xC0 && !utf8_char(s + n - back, back, &cp))
			k = n - back;
		break;
	}
	return k;
}

static int is_invisible(uint32_t cp)
{
	return (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || cp == 0x061C ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x00AD || cp == 0x180E ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

int utf8_is_hidden(uint32_t cp)
{
	return (cp >= 0x7F && cp < 0xA0) || is_invisible(cp);
}

int utf8_char_width(uint32_t cp)
{
	int w;

	if (cp < 0x300)
		return 1;
	if ((cp >= 0x2E80 && cp <= 0xA4CF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
	    (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE6F) ||
	    (cp >= 0xFF00 && cp <= 0xFF60) || (cp >= 0x1F300 && cp <= 0x1FAFF) ||
	    (cp >= 0x20000 && cp <= 0x3FFFD))
		return 2;
	w = wcwidth((wchar_t)cp);
	return w < 0 ? 1 : w;
}

size_t utf8_width(const char *s, size_t n)
{
	size_t i = 0, width = 0;

	while (i < n) {
		uint32_t cp;
		size_t len = utf8_char(s + i, n - i, &cp);

		width += len ? (size_t)utf8_char_width(cp) : 1;
		i += len ? len : 1;
	}
	return width;
}

size_t utf8_fit(const char *s, size_t n, size_t columns)
{
	size_t i = 0, width = 0;

	while (i < n) {
		uint32_t cp;
		size_t len = utf8_char(s + i, n - i, &cp);

		width += len ? (size_t)utf8_char_width(cp) : 1;
		if (width > columns)
			break;
		i += len ? len : 1;
	}
	return i;
}

static int is_closing(uint32_t cp)
{
	switch (cp) {
	case 0x3001: case 0x3002: case 0xFF0C: case 0xFF1B: case 0xFF1A: case 0xFF01: case 0xFF1F: case 0xFF09:
	case 0x3011: case 0x300B: case 0x300D: case 0x300F: case 0x201D: case 0x2019: case 0x2026: case 0xFF05:
	case ',': case '.': case ';': case ':': case '!': case '?': case ')': case ']': case '%':
		return 1;
	default:
		return 0;
	}
}

static int is_opening(uint32_t cp)
{
	switch (cp) {
	case 0xFF08: case 0x3010: case 0x300A: case 0x300C: case 0x300E: case 0x201C: case 0x2018: case '(': case '[':
		return 1;
	default:
		return 0;
	}
}

static int is_wide(uint32_t cp)
{
	return utf8_char_width(cp) == 2;
}

static int is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static int may_break(uint32_t before, uint32_t after)
{
	if (before == ' ' || after == ' ')
		return 1;
	return (is_wide(before) || is_wide(after)) && !is_opening(before) && !is_closing(after);
}

/* "98 %" stays together, and in Chinese a number with the words around it. A blank between the two counts for nothing. */
static int is_joined(uint32_t before, uint32_t after)
{
	return after == '%' || (is_digit(before) && is_wide(after) && !is_opening(after)) ||
	       (is_wide(before) && !is_closing(before) && is_digit(after));
}

static uint32_t char_at(const char *s, size_t n, size_t *len)
{
	uint32_t cp = 0;

	*len = n ? utf8_char(s, n, &cp) : 0;
	if (n && !*len) {
		*len = 1;
		cp = 0xFFFD;
	}
	return cp;
}

size_t utf8_wrap(const char *s, size_t n, size_t columns)
{
	size_t room = utf8_fit(s, n, columns), at, best = 0, good = 0, len, skipped;
	uint32_t before = 0, word = 0;  /* the last character, the last one that is no blank */

	if (room == n)
		return n;
	for (at = 0; at <= room; at += len) {
		uint32_t cp = char_at(s + at, n - at, &len);
		uint32_t after = cp == ' ' ? char_at(s + at + 1, n - at - 1, &skipped) : cp;

		if (at && may_break(before, cp) && !is_joined(word, after)) {
			best = at;
			if (before == ' ' || cp == ' ' || (is_wide(word) && is_closing(word)))
				good = at;
		}
		before = cp;
		if (cp != ' ')
			word = cp;
	}
	/* Better between words or clauses than within what may be a word. */
	if (good && utf8_width(s, good) >= columns / 2)
		return good;
	return best ? best : room;
}

size_t utf8_column(const char *s, size_t n, size_t at)
{
	size_t i = 0, column = 1;

	while (i < n && i < at) {
		uint32_t cp;
		size_t len = utf8_char(s + i, n - i, &cp);

		i += len ? len : 1;
		column++;
	}
	return column;
}

static void add_visibly(struct strbuf *out, uint32_t cp)
{
	if (cp == '\n')
		strbuf_addstr(out, "\\n");
	else if (cp == '\t')
		strbuf_addstr(out, "\\t");
	else if (cp < 0x80)
		strbuf_addf(out, "\\x%02X", (unsigned)cp);
	else
		strbuf_addf(out, "\\u{%X}", (unsigned)cp);
}

void utf8_add_safe(struct strbuf *out, const char *s, size_t n)
{
	size_t i = 0, from = 0;      /* s[from..i) is fine as it is */

	while (i < n) {
		unsigned char c = (unsigned char)s[i];
		uint32_t cp;
		size_t len;

		if (c >= 0x20 && c < 0x7F) {
			i++;
			continue;
		}
		len = utf8_char(s + i, n - i, &cp);
		if (len && cp >= 0xA0 && !is_invisible(cp)) {
			i += len;
			continue;
		}
		strbuf_add(out, s + from, i - from);
		if (len)
			add_visibly(out, cp);
		else
			strbuf_addf(out, "\\x%02X", c);
		i += len ? len : 1;
		from = i;
	}
	strbuf_add(out, s + from, n - from);
}
