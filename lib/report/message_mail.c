/* A message as mail. */
#include <string.h>

#include "base/utf8.h"
#include "report/mail.h"
#include "report/message_internal.h"

static void add_text(struct strbuf *out, const struct message *m)
{
	size_t i;

	for (i = 0; i < m->nlines; i++) {
		utf8_add_safe(out, m->line[i], strlen(m->line[i]));
		strbuf_addch(out, '\n');
	}
	if (!m->foot)
		return;
	strbuf_addstr(out, "\n-- \n");
	utf8_add_safe(out, m->foot, strlen(m->foot));
	strbuf_addch(out, '\n');
}

int message_mail(struct strbuf *out, const struct message *m, const struct message_options *o,
		 struct err *err)
{
	const struct mail mail = { .to = o->mail_to ? o->mail_to : m->to, .is_code = !o->mail_to,
				   .from = o->mail_from, .title = m->title, .lang = o->lang, .now = o->now };
	struct strbuf lines = STRBUF_INIT, text = STRBUF_INIT;
	size_t i;
	int result;

	for (i = 0; i < m->nlines; i++)
		strbuf_addf(&lines, "%s\n", m->line[i]);
	result = mail_head(out, &mail, &lines, err);
	if (result == 0) {
		add_text(&text, m);
		mail_part(out, "text/plain", &text);
	}
	strbuf_release(&lines);
	strbuf_release(&text);
	return result;
}
