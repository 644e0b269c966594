#include "report/message.h"

#include <inttypes.h>
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "report/message_internal.h"

#define WORD_MOST 40

typedef size_t build_fn(struct strbuf *out, const struct message *m, size_t shown,
			const struct message_options *o);

static const struct form {
	const char *name;
	build_fn *build;         /* NULL: has no limit */
	size_t limit;
} forms[MESSAGE_FORMS] = {
	[MESSAGE_MAIL] = { "mail", NULL, 0 },
	[MESSAGE_WECOM] = { "wecom", message_wecom, MESSAGE_WECOM_MAX },
	[MESSAGE_DINGTALK] = { "dingtalk", message_dingtalk, MESSAGE_DINGTALK_MAX },
	[MESSAGE_FEISHU] = { "feishu", message_feishu, MESSAGE_FEISHU_MAX },
	[MESSAGE_SLACK] = { "slack", message_slack, MESSAGE_SLACK_BLOCKS },
};

const char *message_form_name(enum message_form form)
{
	return forms[form].name;
}

int message_form_find(const char *name)
{
	int i;

	for (i = 0; i < MESSAGE_FORMS; i++)
		if (!strcmp(forms[i].name, name))
			return i;
	return -1;
}

/* A number whose end is missing would be another one. */
static int is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("-.:_+", c);
}

/* Where a word ends before `at`, unless it is so long that this is far away; without blanks. */
static size_t word_end(const char *s, size_t at)
{
	size_t n = at;

	while (n && at - n < WORD_MOST && is_word(s[n - 1]) && is_word(s[n]))
		n--;
	if (!n || at - n == WORD_MOST)
		return at;
	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

void message_add_cut(struct strbuf *out, const char *s, size_t max)
{
	static const char ellipsis[] = "\xE2\x80\xA6";
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, s, strlen(s));
	if (safe.len > max) {
		strbuf_setlen(&safe, word_end(safe.buf, utf8_cut(safe.buf, max - strlen(ellipsis))));
		strbuf_addstr(&safe, ellipsis);
	}
	strbuf_add(out, safe.buf, safe.len);
	strbuf_release(&safe);
}

void message_add_rest(struct strbuf *out, size_t left_out)
{
	strbuf_addf(out, _("... and %zu more"), left_out);
}

/* As many lines as fit: a line more always takes more room, except that the last one needs no word about the rest. */
static void build_what_fits(struct strbuf *out, const struct message *m, const struct form *form,
			    const struct message_options *o)
{
	size_t start = out->len, fits = 0, too_many = m->nlines;

	if (form->build(out, m, m->nlines, o) <= form->limit)
		return;
	while (too_many - fits > 1) {
		size_t middle = fits + (too_many - fits) / 2;

		strbuf_setlen(out, start);
		if (form->build(out, m, middle, o) <= form->limit)
			fits = middle;
		else
			too_many = middle;
	}
	strbuf_setlen(out, start);
	if (form->build(out, m, fits, o) > form->limit)
		BUG("a message without lines is longer than its service takes");
}

int message_payload(struct strbuf *out, const struct message *m, enum message_form form,
		    const struct message_options *o, struct err *err)
{
	if (form == MESSAGE_MAIL)
		return message_mail(out, m, o, err);
	build_what_fits(out, m, &forms[form], o);
	return 0;
}

/* --- signatures ---------------------------------------------------------------------------------- */

static void add_sign(struct strbuf *out, const char *key, size_t nkey, const char *data, size_t n)
{
	unsigned char mac[DIGEST_BYTES];

	digest_hmac(key, nkey, data, n, mac);
	base64_add(out, mac, sizeof(mac));
}

void message_feishu_sign(struct strbuf *out, const char *secret, instant now)
{
	struct strbuf key = STRBUF_INIT;

	strbuf_addf(&key, "%" PRId64 "\n%s", now, secret);
	add_sign(out, key.buf, key.len, "", 0);
	strbuf_release(&key);
}

void message_dingtalk_query(struct strbuf *out, const char *secret, instant now)
{
	struct strbuf data = STRBUF_INIT, sign = STRBUF_INIT;
	size_t i;

	strbuf_addf(&data, "%" PRId64 "000\n%s", now, secret);
	add_sign(&sign, secret, strlen(secret), data.buf, data.len);
	strbuf_addf(out, "&timestamp=%" PRId64 "000&sign=", now);
	for (i = 0; i < sign.len; i++)
		if (strchr("+/=", sign.buf[i]))
			strbuf_addf(out, "%%%02X", (unsigned char)sign.buf[i]);
		else
			strbuf_addch(out, sign.buf[i]);
	strbuf_release(&sign);
	strbuf_release(&data);
}
