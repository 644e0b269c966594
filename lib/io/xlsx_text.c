/* What stands in a cell: what XML, Excel and the people before it can bear. */
#include <string.h>

#include "base/utf8.h"
#include "io/xlsx.h"

/* Excel reads "_x000D_" as the character of that number. */
static int is_escape(const char *s)
{
	return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 &&
	       s[6] == '_';
}

/* U+FFFE and U+FFFF are no characters, and no XML. */
static int is_no_character(const char *s)
{
	return (unsigned char)s[0] == 0xEF && (unsigned char)s[1] == 0xBF &&
	       ((unsigned char)s[2] == 0xBE || (unsigned char)s[2] == 0xBF);
}

static size_t units(const char *s, size_t n, size_t *bytes)
{
	uint32_t cp;

	*bytes = utf8_char(s, n, &cp);
	if (!*bytes)
		*bytes = 1;
	return *bytes == 4 ? 2 : 1;
}

/* How many bytes fit into `room` units. */
static size_t fit(const char *s, size_t n, size_t room)
{
	size_t i = 0, used = 0, bytes;

	while (i < n) {
		used += units(s + i, n - i, &bytes);
		if (used > room)
			break;
		i += bytes;
	}
	return i;
}

void xlsx_cell_text(struct strbuf *out, const char *s)
{
	struct strbuf safe = STRBUF_INIT;
	size_t start = out->len, n, i;

	utf8_add_safe(&safe, s, strlen(s));
	n = fit(safe.buf, safe.len, XLSX_CELL_UNITS);
	if (n < safe.len)
		n = fit(safe.buf, safe.len, XLSX_CELL_UNITS - 1);
	for (i = 0; i < n; i++) {
		if (is_escape(safe.buf + i) && n - i >= 7) {
			strbuf_addstr(out, "_x005F_");
		} else if (n - i >= 3 && is_no_character(safe.buf + i)) {
			strbuf_addstr(out, "\xEF\xBF\xBD");
			i += 2;
		} else {
			strbuf_addch(out, safe.buf[i]);
		}
	}
	if (n < safe.len)
		strbuf_addstr(out, "…");
	/* The library counts what it is given, escapes included. */
	n = fit(out->buf + start, out->len - start, XLSX_CELL_UNITS);
	strbuf_setlen(out, start + n);
	strbuf_release(&safe);
}
