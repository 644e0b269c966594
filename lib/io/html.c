#include "io/html.h"

#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "io/digest.h"

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Letters that stand for themselves, in every encoding that is valid: most of all text. */
static int is_plain(unsigned char c)
{
	static const char other[128] = { ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1, [0x7F] = 1 };

	return c >= 0x20 && c < 0x80 && !other[c];
}

void html_add(struct strbuf *out, const char *s, size_t n)
{
	size_t i = 0, from;

	while (i < n) {
		const char *e;

		for (from = i; i < n && is_plain((unsigned char)s[i]); i++)
			;
		strbuf_add(out, s + from, i - from);
		if (i == n)
			break;
		e = entity(s[i]);
		if (e) {
			strbuf_addstr(out, e);
			i++;
			continue;
		}
		/* What is made visible holds none of the five. */
		for (from = i; i < n && !is_plain((unsigned char)s[i]) && !entity(s[i]); i++)
			;
		utf8_add_safe(out, s + from, i - from);
	}
}

void html_add_lines(struct strbuf *out, const char *s, size_t n)
{
	const char *end = s + n, *newline;

	while ((newline = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		html_add(out, s, (size_t)(newline - s));
		strbuf_addstr(out, "<br>");
		s = newline + 1;
	}
	html_add(out, s, (size_t)(end - s));
}

/* What stands between <style> and </style>, by its hash: no other style may join it (CSP level 2). */
static void add_policy(struct strbuf *out, const char *css)
{
	unsigned char hash[DIGEST_BYTES];
	const struct digest_piece piece[] = { { "\n", 1 }, { css, strlen(css) } };

	digest_bytes(piece, 2, hash);
	strbuf_addstr(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
			   "style-src 'sha256-");
	base64_add(out, hash, sizeof(hash));
	strbuf_addstr(out, "'; base-uri 'none'; form-action 'none'\">\n");
}

void html_begin(struct strbuf *out, const char *lang, const char *title, const char *css)
{
	strbuf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		    strcmp(lang, "zh") ? "en" : "zh-CN");
	add_policy(out, css);
	strbuf_addstr(out, "<meta name=\"referrer\" content=\"no-referrer\">\n"
			   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
	html_add(out, title, strlen(title));
	strbuf_addf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", css);
}

void html_end(struct strbuf *out)
{
	strbuf_addstr(out, "</body>\n</html>\n");
}
