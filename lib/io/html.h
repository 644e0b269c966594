/*
 * html: one page that stands alone. No script and nothing from elsewhere: the page itself forbids both.
 *
 *	html_begin(out, "zh", title, css);
 *	strbuf_addstr(out, "<p>"); html_add(out, s, strlen(s)); strbuf_addstr(out, "</p>\n");
 *	html_end(out);
 */
#ifndef SD_IO_HTML_H
#define SD_IO_HTML_H

#include <stddef.h>

#include "base/strbuf.h"

/*
 * Everything up to and with <body>. The title is escaped; `css` is ours, so it is not. Nothing but this very style is
 * allowed on the page (its Content-Security-Policy), so that `style` attributes do not work.
 */
void html_begin(struct strbuf *out, const char *lang, const char *title, const char *css);
void html_end(struct strbuf *out);

/* Text of strangers, in elements and in quoted attributes; what a terminal would obey is made visible. */
void html_add(struct strbuf *out, const char *s, size_t n);
/* The same in elements, line breaks as such. */
void html_add_lines(struct strbuf *out, const char *s, size_t n);

#endif
