/*
 * message: what people are told, and its forms for mail and chat rooms.
 *
 *	struct message m = { .title = ..., .to = "wang.fang", .line = lines, .nlines = n };
 *	message_payload(&out, &m, MESSAGE_WECOM, &options, &err);
 *
 * A message holds codes, labels, places and times only: never a customer's name, number or words. What is too
 * long for the receiver's service is left out line by line, and the last line says how many were; a line that is
 * too long for any chat is cut (600 bytes, a title 150). Characters that a chat would obey instead of showing
 * (links, mentions, headings) do nothing. Limits as documented by the services (2025): WeCom markdown 4,096 bytes, DingTalk
 * 20,000 bytes and Feishu 20 KB of the request, Slack 50 blocks of 3,000 characters with a header of 150, a
 * mail's lines 998 bytes.
 */
#ifndef SD_REPORT_MESSAGE_H
#define SD_REPORT_MESSAGE_H

#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "values/instant.h"

enum message_form {
	MESSAGE_MAIL, MESSAGE_WECOM, MESSAGE_DINGTALK, MESSAGE_FEISHU, MESSAGE_SLACK, MESSAGE_FORMS
};

#define MESSAGE_WECOM_MAX    4096    /* bytes of the text */
#define MESSAGE_DINGTALK_MAX 20000   /* bytes of the request */
#define MESSAGE_FEISHU_MAX   20000
#define MESSAGE_SLACK_BLOCKS 50

/* "mail", "wecom" ...; and back, -1 where there is none. */
const char *message_form_name(enum message_form form);
int message_form_find(const char *name);

struct message {
	const char *title;              /* one line */
	const char *to;                 /* the receiver's code, or NULL */
	const char *const *line;        /* plain text, one fact a line, no markup; most urgent first */
	size_t nlines;
	const char *foot;               /* or NULL: where it comes from */
};

struct message_options {
	instant now;
	const char *lang;
	const char *mail_to, *mail_from;  /* of MESSAGE_MAIL; without, `to` is the address, and without that nobody is named */
	const char *secret;             /* DingTalk, Feishu: sign with it; NULL: unsigned */
};

/*
 * Appends the body of the request and a newline (of mail: header lines, an empty line, the text, with LF as sendmail takes
 * them). 0, or -1 with err (STATUS_INPUT: no address).
 */
int message_payload(struct strbuf *out, const struct message *m, enum message_form form,
		    const struct message_options *o, struct err *err);

/* What has to be appended to DingTalk's address when it is signed: "&timestamp=...&sign=...". */
void message_dingtalk_query(struct strbuf *out, const char *secret, instant now);
/* Feishu's signature, as it stands in the request: base64. */
void message_feishu_sign(struct strbuf *out, const char *secret, instant now);

#endif
