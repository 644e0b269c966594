/* render_list: a list of sentences. */
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "io/html.h"
#include "report/render_doc.h"

#define NARROWEST 20             /* no line is wrapped to fewer columns */

void doc_subheading(struct doc *d, const char *title)
{
	if (d->form == DOC_HTML) {
		strbuf_addstr(d->to->out, "<h3>");
		html_add(d->to->out, title, strlen(title));
		strbuf_addstr(d->to->out, "</h3>\n");
	} else if (d->is_markdown) {
		strbuf_addstr(d->to->out, "\n### ");
		doc_markdown(d->to->out, title, strlen(title));
		strbuf_addstr(d->to->out, "\n\n");
	} else {
		strbuf_addch(d->to->out, '\n');
		doc_line(d, "  %s", title);
	}
}

void doc_flatten(char *s)
{
	for (; *s; s++)
		if (*s == '\n' || *s == '\r' || *s == '\t')
			*s = ' ';
}

void doc_list_begin(struct doc *d)
{
	if (d->form == DOC_HTML)
		strbuf_addstr(d->to->out, "<ul>\n");
}

void doc_list_end(struct doc *d)
{
	if (d->form == DOC_HTML)
		strbuf_addstr(d->to->out, "</ul>\n");
	report_flush(d->to);
}

static size_t without_blanks(const char *s, size_t n)
{
	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

void doc_wrap(struct doc *d, const char *text, size_t len, const char *first, const char *rest)
{
	struct strbuf safe = STRBUF_INIT;
	const char *s;
	size_t n, take;

	utf8_add_safe(&safe, text, len);
	strbuf_addstr(d->to->out, first);
	for (s = safe.buf, n = safe.len; n; ) {
		take = d->width < NARROWEST ? n : utf8_wrap(s, n, d->width - strlen(rest));
		if (!take)
			take = n;
		if (s != safe.buf)
			strbuf_addf(d->to->out, "\n%s", rest);
		strbuf_add(d->to->out, s, take < n ? without_blanks(s, take) : take);
		for (s += take, n -= take; n && *s == ' '; n--)
			s++;
	}
	strbuf_release(&safe);
}

void doc_paragraph(struct doc *d, const char *fmt, ...)
{
	struct strbuf line = STRBUF_INIT;
	size_t indent;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&line, fmt, ap);
	va_end(ap);
	indent = strspn(line.buf, " ");
	if (d->form == DOC_TEXT) {
		doc_wrap(d, line.buf + indent, line.len - indent, "  ", "    ");
		strbuf_addch(d->to->out, '\n');
	} else {
		doc_line(d, "%s", line.buf);
	}
	strbuf_release(&line);
}

void doc_item(struct doc *d, const char *fmt, ...)
{
	struct strbuf item = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&item, fmt, ap);
	va_end(ap);
	doc_flatten(item.buf);
	if (d->form == DOC_HTML) {
		strbuf_addstr(d->to->out, "<li>");
		html_add(d->to->out, item.buf, item.len);
		strbuf_addstr(d->to->out, "</li>\n");
	} else if (d->is_markdown) {
		strbuf_addstr(d->to->out, "- ");
		doc_markdown(d->to->out, item.buf, item.len);
		strbuf_addch(d->to->out, '\n');
	} else {
		doc_wrap(d, item.buf, item.len, "  - ", "    ");
		strbuf_addch(d->to->out, '\n');
	}
	strbuf_release(&item);
	report_flush(d->to);
}
