/*
 * mail: a complete message for `sendmail -t`: RFC 5322, 2045 (MIME), 2047 (the subject), 3834 (nobody answers a
 * machine). Lines end in LF, as sendmail takes them, and none is longer than 998 bytes.
 *
 *	struct mail m = { .to = "boss@example.com", .title = ..., .now = now, .lang = "zh" };
 *	mail_alternatives(&out, &m, &text, &html, &err);
 *
 * Nothing that stands in a title, an address or a part can add a header or end a part: an address with a line break is
 * refused, all else is encoded. The same content at the same time is the same message, byte for byte.
 */
#ifndef SD_REPORT_MAIL_H
#define SD_REPORT_MAIL_H

#include "base/err.h"
#include "base/strbuf.h"
#include "values/instant.h"

struct mail {
	const char *to;               /* addresses as in a header; NULL or "": nobody is named */
	int is_code;                  /* ... it is a receiver's code: one address and nothing else */
	const char *from;             /* or NULL: sendmail knows */
	const char *title;            /* one line */
	const char *lang;
	instant now;
};

/* Printable ASCII, none empty between commas, every quote, bracket and comment closed; there may be no '@'. */
int mail_is_address_list(const char *s);

/*
 * The header, up to what describes the content, which decides the message's id. 0, or -1 with err (STATUS_INPUT: no
 * address). Appends.
 */
int mail_head(struct strbuf *out, const struct mail *m, const struct strbuf *content, struct err *err);

/* Type, encoding, an empty line, the text. Mostly ASCII stays readable; else base64. Appends. */
void mail_part(struct strbuf *out, const char *type, const struct strbuf *text);

/* The whole message: the same as text and as HTML (NULL: text only). 0, or -1 with err. Appends. */
int mail_alternatives(struct strbuf *out, const struct mail *m, const struct strbuf *text,
		      const struct strbuf *html, struct err *err);

#endif
