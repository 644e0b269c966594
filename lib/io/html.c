#include "io/html.h"

#include <string.h>

#include "base/utf8.h"

void html_add(struct strbuf *out, const char *s, size_t n)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, s, n);
	for (size_t i = 0; i < safe.len; i++)
		switch (safe.buf[i]) {
		case '&':
			strbuf_addstr(out, "&amp;");
			break;
		case '<':
			strbuf_addstr(out, "&lt;");
			break;
		case '>':
			strbuf_addstr(out, "&gt;");
			break;
		case '"':
			strbuf_addstr(out, "&quot;");
			break;
		case '\'':
			strbuf_addstr(out, "&#39;");
			break;
		default:
			strbuf_addch(out, safe.buf[i]);
		}
	strbuf_release(&safe);
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

void html_begin(struct strbuf *out, const char *lang, const char *title, const char *css)
{
	strbuf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		    strcmp(lang, "zh") ? "en" : "zh-CN");
	strbuf_addstr(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
			   "'none'; style-src 'unsafe-inline'\">\n<meta name=\"referrer\" "
			   "content=\"no-referrer\">\n<title>");
	html_add(out, title, strlen(title));
	strbuf_addf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", css);
}

void html_end(struct strbuf *out)
{
	strbuf_addstr(out, "</body>\n</html>\n");
}
