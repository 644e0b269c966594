#include "report/mail.h"

#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "io/digest.h"

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
static void add_message_id(struct strbuf *out, const struct mail *m, const char hex[DIGEST_HEX + 1])
{
	const char *at = m->from ? strrchr(m->from, '@') : NULL;
	size_t n = at ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789.-") : 0;

	strbuf_addf(out, "Message-ID: <%.32s@", hex);
	strbuf_add(out, n ? at + 1 : "localhost", n ? n : strlen("localhost"));
	strbuf_addstr(out, ">\n");
}

/* One address; the end is where its comma is, or the end of all. NULL: it is none. */
static const char *skip_address(const char *s)
{
	int in_quotes = 0, in_angle = 0, words = 0;
	size_t comments = 0;

	for (; *s >= ' ' && *s < 0x7F; s++) {
		if (*s == '\\' && (in_quotes || comments)) {
			if (!s[1])
				return NULL;
			s++;
		} else if (*s == '"' && !comments) {
			in_quotes = !in_quotes;
		} else if (in_quotes) {
			words = 1;
		} else if (*s == '(') {
			comments++;
		} else if (*s == ')') {
			if (!comments--)
				return NULL;
		} else if (comments || *s == ' ') {
			continue;
		} else if (*s == '<' || *s == '>') {
			if (in_angle++ != (*s == '>'))
				return NULL;
			words = *s == '<' ? 0 : words;
		} else if (*s == ',' && in_angle != 1) {
			break;
		} else {
			words = 1;
		}
	}
	return in_quotes || comments || in_angle == 1 || !words || (*s && *s != ',') ? NULL : s;
}

int mail_is_address_list(const char *s)
{
	if (*s == '-' || strlen(s) > 900)
		return 0;
	while ((s = skip_address(s)) && *s)
		s++;
	return s != NULL;
}

/* A receiver's code is one address, without what would make two of it. */
static int is_one_address(const char *s)
{
	size_t i;

	for (i = 0; s[i] > ' ' && s[i] < 0x7F; i++)
		if (strchr("()<>,;:\\\"[]", s[i]))
			return 0;
	return !s[i] && i && i <= 900 && *s != '-';
}

static int check_address(const char *s, int is_code, struct err *err)
{
	if (!(is_code ? is_one_address(s) : mail_is_address_list(s)))
		return err_set(err, STATUS_INPUT, _("'%s' is no mail address"), s);
	return 0;
}

/* --- parts --------------------------------------------------------------------------------------- */

/*
 * Must this byte of a line be written as =XX? A dot or "From " at the beginning of what is sent as a line would be
 * changed on the way, or end the message.
 */
static int needs_quoting(const char *line, size_t i, size_t n, int is_first)
{
	unsigned char c = (unsigned char)line[i];

	return c < ' ' || c >= 0x7F || c == '=' || (c == ' ' && i + 1 == n) ||
	       (is_first && (c == '.' || (n - i >= 5 && !memcmp(line + i, "From ", 5))));
}

static void add_quoted_line(struct strbuf *out, const char *line, size_t n)
{
	size_t i, start = out->len;

	for (i = 0; i < n; i++) {
		int quote = needs_quoting(line, i, n, out->len == start);

		if (out->len - start + (quote ? 3 : 1) > BODY_LINE - 1) {
			strbuf_addstr(out, "=\n");
			start = out->len;
			quote = needs_quoting(line, i, n, 1);
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
void mail_part(struct strbuf *out, const char *type, const struct strbuf *text)
{
	size_t i, high = 0;

	for (i = 0; i < text->len; i++)
		high += (text->buf[i] & 0x80) != 0;
	strbuf_addf(out, "Content-Type: %s; charset=UTF-8\n", type);
	if (high > text->len / 6) {
		strbuf_addstr(out, "Content-Transfer-Encoding: base64\n\n");
		add_base64(out, text);
	} else {
		strbuf_addstr(out, "Content-Transfer-Encoding: quoted-printable\n\n");
		add_quoted(out, text);
	}
}

int mail_head(struct strbuf *out, const struct mail *m, const struct strbuf *content, struct err *err)
{
	const char *to = m->to && *m->to ? m->to : "undisclosed-recipients:;";  /* whoever sends it names them */
	struct strbuf all = STRBUF_INIT;
	char hex[DIGEST_HEX + 1];

	if (to == m->to && check_address(to, m->is_code, err) < 0)
		return -1;
	if (m->from && check_address(m->from, 0, err) < 0)
		return -1;
	if (m->from)
		strbuf_addf(out, "From: %s\n", m->from);
	strbuf_addf(out, "To: %s\n", to);
	add_subject(out, m->title);
	add_date(out, m->now);
	strbuf_addf(&all, "%lld\n%s\n%s\n", (long long)m->now, to, m->title);
	strbuf_add(&all, content->buf, content->len);
	digest_hex(all.buf, all.len, hex);
	strbuf_release(&all);
	add_message_id(out, m, hex);
	strbuf_addstr(out, "Auto-Submitted: auto-generated\nMIME-Version: 1.0\n");
	strbuf_addf(out, "Content-Language: %s\n", m->lang ? m->lang : "en");
	return 0;
}

/* A boundary of "=_" stands in no part: quoted-printable writes '=' as =3D, base64 has no '_'. */
int mail_alternatives(struct strbuf *out, const struct mail *m, const struct strbuf *text,
		      const struct strbuf *html, struct err *err)
{
	static const char boundary[] = "=_sd_report";

	if (mail_head(out, m, text, err) < 0)
		return -1;
	if (!html) {
		mail_part(out, "text/plain", text);
		return 0;
	}
	strbuf_addf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n", boundary, boundary);
	mail_part(out, "text/plain", text);
	strbuf_addf(out, "\n--%s\n", boundary);
	mail_part(out, "text/html", html);
	strbuf_addf(out, "\n--%s--\n", boundary);
	return 0;
}
