/* A message as mail: RFC 5322, 2045 (MIME), 2047 (the subject), 3834 (nobody answers a machine). */
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "report/message_internal.h"

#define SUBJECT_PLAIN 60     /* characters of a subject that stands as it is */
#define WORD_BYTES    39     /* of text in an encoded word: with "Subject: " its line has 76 characters at most */
#define BODY_LINE     76

static int is_ascii(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] & 0x80)
			return 0;
	return 1;
}

static void add_subject(struct strbuf *out, const char *title)
{
	struct strbuf safe = STRBUF_INIT;
	size_t i, n;

	utf8_add_safe(&safe, title, strlen(title));
	strbuf_addstr(out, "Subject:");
	if (safe.len <= SUBJECT_PLAIN && is_ascii(safe.buf, safe.len) && !strstr(safe.buf, "=?")) {
		strbuf_addf(out, " %s\n", safe.buf);
		strbuf_release(&safe);
		return;
	}
	for (i = 0; i < safe.len; i += n) {
		n = safe.len - i > WORD_BYTES ? utf8_cut(safe.buf + i, WORD_BYTES) : safe.len - i;
		strbuf_addstr(out, i ? "\n =?UTF-8?B?" : " =?UTF-8?B?");
		base64_add(out, safe.buf + i, n);
		strbuf_addstr(out, "?=");
	}
	strbuf_addch(out, '\n');
	strbuf_release(&safe);
}

static void add_date(struct strbuf *out, instant now)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t day = now / 86400 - (now % 86400 < 0), second = now - day * 86400;
	struct civil c;

	civil_from_days(day, &c);
	strbuf_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\n", days[civil_weekday(day)], c.day,
		    months[c.month - 1], c.year, (int)(second / 3600), (int)(second / 60 % 60),
		    (int)(second % 60));
}

/* The same message at the same time has the same id, so that one sent again is one for the reader. */
static void add_message_id(struct strbuf *out, const struct message *m,
			   const struct message_options *o, const char *to)
{
	const char *at = o->mail_from ? strrchr(o->mail_from, '@') : NULL;
	struct strbuf all = STRBUF_INIT;
	char hex[DIGEST_HEX + 1];
	size_t i, n = at ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					  "0123456789.-") : 0;

	strbuf_addf(&all, "%lld\n%s\n%s\n", (long long)o->now, to, m->title);
	for (i = 0; i < m->nlines; i++)
		strbuf_addf(&all, "%s\n", m->line[i]);
	digest_hex(all.buf, all.len, hex);
	strbuf_addf(out, "Message-ID: <%.32s@", hex);
	strbuf_add(out, n ? at + 1 : "localhost", n ? n : strlen("localhost"));
	strbuf_addstr(out, ">\n");
	strbuf_release(&all);
}

/* An address is printable ASCII; a receiver's code also without what would make two addresses of it. */
static int check_address(const char *s, int is_code, struct err *err)
{
	size_t i;

	for (i = 0; s[i] > ' ' - !is_code && s[i] < 0x7F; i++)
		if (is_code && strchr("()<>,;:\\\"[]", s[i]))
			break;
	if (s[i] || !i || i > 900 || s[0] == '-')
		return err_set(err, STATUS_INPUT, _("'%s' is no mail address"), s);
	return 0;
}

/* --- the text ------------------------------------------------------------------------------------ */

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

/* Must this byte of a line be written as =XX? A dot or "From " at the beginning would be changed on the way. */
static int needs_quoting(const char *line, size_t i, size_t n)
{
	unsigned char c = (unsigned char)line[i];

	return c < ' ' || c >= 0x7F || c == '=' || (c == ' ' && i + 1 == n) ||
	       (!i && (c == '.' || (n >= 5 && !memcmp(line, "From ", 5))));
}

static void add_quoted_line(struct strbuf *out, const char *line, size_t n)
{
	size_t i, start = out->len;

	for (i = 0; i < n; i++) {
		int quote = needs_quoting(line, i, n);

		if (out->len - start + (quote ? 3 : 1) > BODY_LINE - 1) {
			strbuf_addstr(out, "=\n");
			start = out->len;
		}
		if (quote)
			strbuf_addf(out, "=%02X", (unsigned char)line[i]);
		else
			strbuf_addch(out, line[i]);
	}
	strbuf_addch(out, '\n');
}

static void add_quoted(struct strbuf *out, const struct strbuf *text)
{
	const char *s = text->buf, *end;

	for (; (end = strchr(s, '\n')); s = end + 1)
		add_quoted_line(out, s, (size_t)(end - s));
}

/* Its line ends are CR LF inside (RFC 2046 section 4.1.1). */
static void add_base64(struct strbuf *out, const struct strbuf *text)
{
	struct strbuf crlf = STRBUF_INIT, all = STRBUF_INIT;
	size_t i;

	for (i = 0; i < text->len; i++) {
		if (text->buf[i] == '\n')
			strbuf_addch(&crlf, '\r');
		strbuf_addch(&crlf, text->buf[i]);
	}
	base64_add(&all, crlf.buf, crlf.len);
	for (i = 0; i < all.len; i += BODY_LINE) {
		strbuf_add(out, all.buf + i, all.len - i < BODY_LINE ? all.len - i : BODY_LINE);
		strbuf_addch(out, '\n');
	}
	strbuf_release(&crlf);
	strbuf_release(&all);
}

/* Mostly ASCII stays readable; Chinese would take twice the room that way. */
static void add_body(struct strbuf *out, const struct message *m)
{
	struct strbuf text = STRBUF_INIT;
	size_t i, high = 0;

	add_text(&text, m);
	for (i = 0; i < text.len; i++)
		high += (text.buf[i] & 0x80) != 0;
	strbuf_addstr(out, "Content-Type: text/plain; charset=UTF-8\n");
	if (high > text.len / 6) {
		strbuf_addstr(out, "Content-Transfer-Encoding: base64\n\n");
		add_base64(out, &text);
	} else {
		strbuf_addstr(out, "Content-Transfer-Encoding: quoted-printable\n\n");
		add_quoted(out, &text);
	}
	strbuf_release(&text);
}

int message_mail(struct strbuf *out, const struct message *m, const struct message_options *o,
		 struct err *err)
{
	const char *to = o->mail_to ? o->mail_to : m->to;

	if (!to || !*to)
		to = "undisclosed-recipients:;";      /* whoever sends it names them */
	else if (check_address(to, !o->mail_to, err) < 0)
		return -1;
	if (o->mail_from && check_address(o->mail_from, 0, err) < 0)
		return -1;
	if (o->mail_from)
		strbuf_addf(out, "From: %s\n", o->mail_from);
	strbuf_addf(out, "To: %s\n", to);
	add_subject(out, m->title);
	add_date(out, o->now);
	add_message_id(out, m, o, to);
	strbuf_addstr(out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n");
	strbuf_addf(out, "Content-Language: %s\n", o->lang ? o->lang : "en");
	add_body(out, m);
	return 0;
}
