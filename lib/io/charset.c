#include "io/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

struct charset {
	iconv_t cd;
	char *name;
	size_t unit;
};

static size_t unit_of(const char *name)
{
	static const struct {
		const char *prefix;
		size_t unit;
	} wide[] = {
		{ "UTF-16", 2 }, { "UTF16", 2 },   { "UCS-2", 2 },	    { "UCS2", 2 },
		{ "UTF-32", 4 }, { "UTF32", 4 },   { "UCS-4", 4 },	    { "UCS4", 4 },
		{ "UNICODE", 2 }, { "WCHAR_T", 4 }, { "ISO-10646/UCS2", 2 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wide); i++)
		if (!strncasecmp(name, wide[i].prefix, strlen(wide[i].prefix)))
			return wide[i].unit;
	return 1;
}

static struct charset *unknown(const char *name, struct err *err)
{
	err_set(err, STATUS_INPUT, _("unknown charset '%s' ('iconv -l' lists the known ones)"), name);
	return NULL;
}

struct charset *charset_open(const char *name, struct err *err)
{
	struct charset *c;
	iconv_t cd;

	/* "" means the locale's charset to iconv, and a slash begins options that would hide errors. */
	if (!*name || strchr(name, '/'))
		return unknown(name, err);
	cd = iconv_open("UTF-8", name);
	if ((intptr_t)cd == -1)
		return unknown(name, err);
	c = mem_zalloc(sizeof(*c));
	c->cd = cd;
	c->name = mem_strdup(name);
	c->unit = unit_of(name);
	return c;
}

void charset_close(struct charset *c)
{
	if (!c)
		return;
	iconv_close(c->cd);
	free(c->name);
	free(c);
}

const char *charset_name(const struct charset *c)
{
	return c->name;
}

size_t charset_unit(const struct charset *c)
{
	return c->unit;
}

/* One call of iconv with room for all that it can give; returns its errno or 0. */
static int call(struct charset *c, char **in, size_t *left, struct strbuf *out)
{
	size_t room = (left ? *left * 3 : 0) + 64, free_bytes = room, ret;
	char *to;

	strbuf_grow(out, room);
	to = out->buf + out->len;
	ret = iconv(c->cd, in, left, &to, &free_bytes);
	out->len += room - free_bytes;
	out->buf[out->len] = '\0';
	return ret == (size_t)-1 ? errno : 0;
}

enum charset_result charset_convert(struct charset *c, const char *s, size_t n, int last,
				    size_t *used, struct strbuf *out)
{
	char *in = (char *)s; /* iconv's prototype lacks the const; it does not write */
	size_t left = n;
	int error;

	do {
		error = call(c, &in, &left, out);
	} while (error == E2BIG);
	*used = n - left;
	if (error == EILSEQ || (error == EINVAL && last))
		return CHARSET_INVALID;
	/* Some charsets keep a character back, because a combining one may follow. */
	if (last)
		call(c, NULL, NULL, out);
	return CHARSET_DONE;
}

const char *charset_of_mark(const char *s, size_t n, size_t *length)
{
	static const struct {
		const char *mark;
		size_t length;
		const char *name;
	} known[] = {
		{ "\xEF\xBB\xBF", 3, "UTF-8" },
		{ "\xFF\xFE\0\0", 4, "UTF-32LE" }, /* before UTF-16LE, which begins alike */
		{ "\0\0\xFE\xFF", 4, "UTF-32BE" },
		{ "\xFF\xFE", 2, "UTF-16LE" },
		{ "\xFE\xFF", 2, "UTF-16BE" },
		{ "\x84\x31\x95\x33", 4, "GB18030" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		if (n < known[i].length || memcmp(s, known[i].mark, known[i].length) != 0)
			continue;
		*length = known[i].length;
		return known[i].name;
	}
	*length = 0;
	return NULL;
}

int charset_to_utf8(const char *name, const char *s, size_t n, struct strbuf *out, struct err *err)
{
	size_t skip, used, old = out->len;
	const char *marked = charset_of_mark(s, n, &skip);
	struct charset *c;
	int ret = 0;

	/* The name is judged even where the mark decides: a wrong map must not pass by luck. */
	c = charset_open(name, err);
	if (c && marked) {
		charset_close(c);
		c = charset_open(marked, err);
	}
	if (!c)
		return -1;
	if (charset_convert(c, s + skip, n - skip, 1, &used, out) == CHARSET_INVALID) {
		strbuf_setlen(out, old);
		ret = err_set(err, STATUS_INPUT, _("byte %zu: invalid %s"), skip + used, c->name);
	}
	charset_close(c);
	return ret;
}
