/*
 * report/message: what people are told, as mail and as the chat services take it. The limits are
 * those that WeCom, DingTalk, Feishu and Slack document for their robots.
 */
#include "report/message.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "report/message_read.h"

#define NOW 1795226400   /* 2026-11-21T02:00:00Z */

static const char *const two[] = { "20261121-0007 过期 B2: feedback late by 2h", "20261121-0009 price" };

static struct message sample(void)
{
	return (struct message){ .title = "2 steps due", .to = "wang.fang", .line = two, .nlines = 2 };
}

/* The payload; the caller frees it. */
static char *payload(const struct message *m, enum message_form form, const struct message_options *o)
{
	struct message_options usual = { .now = NOW, .lang = "en" };
	struct strbuf out = STRBUF_INIT;
	struct err err = ERR_INIT;

	cr_assert(message_payload(&out, m, form, o ? o : &usual, &err) == 0, "%s", err.msg);
	cr_assert(utf8_valid(out.buf, out.len) == out.len, "not UTF-8: %s", out.buf);
	return strbuf_detach(&out);
}

static void expect(const struct message *m, enum message_form form, const struct message_options *o,
		   const char *want)
{
	char *got = payload(m, form, o);

	cr_expect_str_eq(got, want, "%s:\n got %s\nwant %s", message_form_name(form), got, want);
	free(got);
}

/* n lines of `bytes` bytes each. */
static const char *const *many(size_t n, size_t bytes)
{
	const char **line = mem_array(n, sizeof(*line));
	char *s = mem_alloc(bytes + 1);
	size_t i;

	memset(s, 'x', bytes);
	s[bytes] = '\0';
	for (i = 0; i < n; i++)
		line[i] = s;
	return line;
}

static void free_many(const char *const *line)
{
	free((char *)line[0]);
	free((void *)line);
}

/* How often a word stands in the text. */
static size_t count(const char *s, const char *word)
{
	size_t n = 0;

	for (; (s = strstr(s, word)); s += strlen(word))
		n++;
	return n;
}

Test(message, a_form_is_known_by_its_name)
{
	cr_expect(message_form_find("feishu") == MESSAGE_FEISHU);
	cr_expect(message_form_find("fax") == -1);
	cr_expect_str_eq(message_form_name(MESSAGE_SLACK), "slack");
}

/* --- mail ---------------------------------------------------------------------------------------- */

Test(message_mail, is_header_lines_an_empty_line_and_the_text)
{
	static const char *const line[] = { "20261121-0009 price" };
	struct message m = { .title = "1 step due", .to = "wang.fang", .line = line, .nlines = 1 };

	expect(&m, MESSAGE_MAIL, NULL,
	       "To: wang.fang\n"
	       "Subject: 1 step due\n"
	       "Date: Sat, 21 Nov 2026 02:00:00 +0000\n"
	       /* printf '1795226400\nwang.fang\n1 step due\n20261121-0009 price\n' | sha256sum | cut -c1-32 */
	       "Message-ID: <94a8e7f0ac46af4bff0efff96a2d6080@localhost>\n"
	       "Auto-Submitted: auto-generated\n"
	       "MIME-Version: 1.0\n"
	       "Content-Language: en\n"
	       "Content-Type: text/plain; charset=UTF-8\n"
	       "Content-Transfer-Encoding: quoted-printable\n"
	       "\n"
	       "20261121-0009 price\n");
}

Test(message_mail, chinese_is_an_encoded_subject_and_base64)
{
	static const char *const line[] = { "20261121-0007 过期 商品部 反馈 迟 2 小时" };
	struct message m = { .title = "一条待办", .line = line, .nlines = 1, .foot = "永辉店" };
	struct message_options o = { .now = NOW, .lang = "zh", .mail_to = "王芳 <f@example.cn>" };
	struct strbuf out = STRBUF_INIT;
	struct err err = ERR_INIT;

	/* an address is ASCII: nothing is guessed */
	cr_expect(message_payload(&out, &m, MESSAGE_MAIL, &o, &err) < 0);
	cr_expect(err.status == STATUS_INPUT);
	cr_expect_str_eq(err.msg, "'王芳 <f@example.cn>' is no mail address");
	cr_expect(out.len == 0);
	o.mail_to = "f@example.cn, g@example.cn";
	o.mail_from = "Service <desk@example.cn>";
	expect(&m, MESSAGE_MAIL, &o,
	       "From: Service <desk@example.cn>\n"
	       "To: f@example.cn, g@example.cn\n"
	       "Subject: =?UTF-8?B?5LiA5p2h5b6F5Yqe?=\n"
	       "Date: Sat, 21 Nov 2026 02:00:00 +0000\n"
	       "Message-ID: <268bffd2fe68d8ddd0325b2602838d7a@example.cn>\n"
	       "Auto-Submitted: auto-generated\n"
	       "MIME-Version: 1.0\n"
	       "Content-Language: zh\n"
	       "Content-Type: text/plain; charset=UTF-8\n"
	       "Content-Transfer-Encoding: base64\n"
	       "\n"
	       "MjAyNjExMjEtMDAwNyDov4fmnJ8g5ZWG5ZOB6YOoIOWPjemmiCDov58gMiDlsI/ml7YNCg0KLS0g\n"
	       "DQrmsLjovonlupcNCg==\n");
}

Test(message_mail, a_long_subject_is_folded_between_characters)
{
	struct message m = { .title = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", .to = "a" };
	char *s = payload(&m, MESSAGE_MAIL, NULL), *end;

	/* 13 characters are 39 bytes are 52 letters; RFC 2047: 76 characters a line, whole characters a word */
	cr_expect(strstr(s, "Subject: =?UTF-8?B?5LiA5LqM5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ?=\n"
			    " =?UTF-8?B?5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ5Zub5LqU5YWt?=\n"
			    " =?UTF-8?B?5LiD5YWr5Lmd5Y2B?=\n"), "%s", s);
	for (end = s; *end; end += strcspn(end, "\n") + 1)
		cr_expect(strcspn(end, "\n") <= 76);
	free(s);
}

Test(message_mail, nothing_in_the_title_or_the_lines_becomes_a_header)
{
	static const char *const line[] = { "a\r\n.\r\nBcc: x@example.cn" };
	struct message m = { .title = "due\r\nBcc: evil@example.cn\n\nhello", .to = "a", .line = line,
			     .nlines = 1 };
	char *s = payload(&m, MESSAGE_MAIL, NULL);

	cr_expect(!strstr(s, "\nBcc"), "%s", s);
	cr_expect(strstr(s, "Subject: due\\x0D\\nBcc: evil@example.cn\\n\\nhello\n"), "%s", s);
	cr_expect(strstr(s, "\n\na\\x0D\\n.\\x0D\\nBcc: x@example.cn\n"), "%s", s);
	free(s);
	/* what looks like an encoded word is encoded */
	m.title = "=?UTF-8?B?eA==?=";
	s = payload(&m, MESSAGE_MAIL, NULL);
	cr_expect(strstr(s, "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\n"), "%s", s);
	free(s);
}

Test(message_mail, an_address_cannot_bring_along_a_header_or_an_option)
{
	static const char *const bad[] = { "a\nBcc: b", "a\r", "-oQ/tmp", "a,b", "a b", "<a>", "王芳" };
	struct message_options o = { .now = NOW };
	struct strbuf out = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct message m = { .title = "x", .to = bad[i] };
		struct err err = ERR_INIT;

		cr_expect(message_payload(&out, &m, MESSAGE_MAIL, &o, &err) < 0, "'%s'", bad[i]);
		cr_expect(err.status == STATUS_INPUT);
	}
	cr_expect(out.len == 0);
}

Test(message_mail, without_a_receiver_nobody_is_named)
{
	struct message m = { .title = "x" };
	char *s = payload(&m, MESSAGE_MAIL, NULL);

	cr_expect(!strncmp(s, "To: undisclosed-recipients:;\nSubject: x\n", 40), "%s", s);
	free(s);
}

Test(message_mail, a_line_of_any_length_stays_below_998_bytes_and_comes_back_whole)
{
	static char line[3001], back[4000];
	const char *const lines[] = { line, ".", "From here = there ", "" };
	struct message m = { .title = "x", .to = "a", .line = lines, .nlines = 4 };
	char *s, *body, *p, *q = back;

	memset(line, 'y', 3000);
	s = payload(&m, MESSAGE_MAIL, NULL);
	for (p = s; *p; p += strcspn(p, "\n") + 1)
		cr_expect(strcspn(p, "\n") <= 76);
	body = strstr(s, "\n\n") + 2;
	cr_expect(strstr(body, "\n=2E\n=46rom here =3D there=20\n\n"), "%s", body);
	for (p = body; *p != '\n' || p[-1] == '='; p++)
		if (*p != '=' && *p != '\n')
			*q++ = *p;
	cr_expect_str_eq(back, line);
	free(s);
}

/* --- WeCom --------------------------------------------------------------------------------------- */

Test(message_wecom, is_markdown)
{
	struct message m = sample();

	m.foot = "mall";
	expect(&m, MESSAGE_WECOM, NULL,
	       "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**2 steps due**\\nto wang.fang\\n"
	       "> 20261121-0007 过期 B2: feedback late by 2h\\n> 20261121-0009 price\\nmall\"}}\n");
}

Test(message_wecom, hostile_codes_are_only_shown)
{
	static const char *const line[] = {
		"<@all> [here](http://example.cn) `x` **b** # <font color=\"warning\">", "milk_1l _x_\x1b[2J\n> q"
	};
	struct message m = { .title = "a** <@all>", .to = "<@b>", .line = line, .nlines = 2 };

	expect(&m, MESSAGE_WECOM, NULL,
	       "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**a＊＊ ＜@all>**\\nto ＜@b>\\n"
	       "> ＜@all> ［here］(http://example.cn) ｀x｀ ＊＊b＊＊ ＃ ＜font color=\\\"warning\\\">\\n"
	       "> milk_1l ＿x＿\\\\x1B［2J\\\\n> q\"}}\n");
}

/* "**t**" and per line "\n> " and its bytes */
Test(message_wecom, the_text_takes_4096_bytes_and_not_one_more)
{
	const char *const *line = many(9, 408);
	char last[600];
	const char *all[10];
	struct message m = { .title = "t", .line = all, .nlines = 10 };
	size_t left = MESSAGE_WECOM_MAX - 5 - 9 * (3 + 408) - 3;
	char *s;

	memcpy(all, line, 9 * sizeof(*all));
	all[9] = last;
	memset(last, 'z', sizeof(last));
	last[left] = '\0';
	s = payload(&m, MESSAGE_WECOM, NULL);
	cr_expect(count(s, "\\n> ") == 10 && strstr(s, "zzz\"}}\n"), "%s", s);
	free(s);
	last[left] = 'z';
	last[left + 1] = '\0';
	s = payload(&m, MESSAGE_WECOM, NULL);
	cr_expect(count(s, "\\n> x") == 9 && strstr(s, "xxx\\n> ... and 1 more\"}}\n"), "%s", s);
	free(s);
	free_many(line);
}

Test(message_wecom, a_line_is_cut_between_characters)
{
	char text[700] = "";
	const char *const line[] = { text };
	struct message m = { .title = "t", .line = line, .nlines = 1 };
	size_t shift;
	char *s;

	for (shift = 0; shift < 3; shift++) {
		memset(text, 'a', shift);
		memset(text + shift, 0, sizeof(text) - shift);
		while (strlen(text) < 660)
			strcat(text, "过");
		s = payload(&m, MESSAGE_WECOM, NULL);   /* which asserts that it is UTF-8 */
		cr_expect(strstr(s, "过…\"}}\n") && strlen(s) < 600 + 60, "%s", s);
		free(s);
	}
}

/* --- DingTalk ------------------------------------------------------------------------------------ */

Test(message_dingtalk, is_markdown_that_calls_nobody)
{
	struct message m = sample();

	m.foot = "mall";
	expect(&m, MESSAGE_DINGTALK, NULL,
	       "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"2 steps due\",\"text\":\"### 2 steps due\\n\\n"
	       "to wang.fang\\n\\n- 20261121-0007 过期 B2: feedback late by 2h\\n- 20261121-0009 price\\n\\nmall\"},"
	       "\"at\":{\"isAtAll\":false}}\n");
}

Test(message_dingtalk, the_request_takes_20000_bytes_at_most)
{
	const char *const *line = many(1000, 96);
	struct message m = { .title = "t", .line = line, .nlines = 1000 };
	char *s = payload(&m, MESSAGE_DINGTALK, NULL);

	/* the frame, 198 lines of 100 bytes ("- ", 96 and an escaped line end), and the word about the rest */
	cr_expect(strlen(s) <= MESSAGE_DINGTALK_MAX && strlen(s) > MESSAGE_DINGTALK_MAX - 100);
	cr_expect(count(s, "\\n- x") == 198);
	cr_expect(strstr(s, "\\n- ... and 802 more\""), "%s", s + strlen(s) - 100);
	free(s);
	free_many(line);
}

/*
 * python3: urllib.parse.quote_plus(base64.b64encode(hmac.new(secret, b"1795226400000\n" + secret,
 * "sha256").digest())) with secret = b"SECthis is secret"
 */
Test(message_dingtalk, the_address_is_signed)
{
	struct strbuf out = STRBUF_INIT;

	message_dingtalk_query(&out, "SECthis is secret", NOW);
	cr_expect_str_eq(out.buf, "&timestamp=1795226400000&sign="
				  "B%2BvPfI9nXERZ6iXZQf4m3I%2FuB662I0eJdTXi%2B3a5YxA%3D");
	strbuf_release(&out);
}

/* --- Feishu -------------------------------------------------------------------------------------- */

Test(message_feishu, is_a_post_without_markup)
{
	static const char *const line[] = { "<at user_id=\"all\">everybody</at> [x](y)" };
	struct message m = { .title = "1 step", .to = "wang.fang", .line = line, .nlines = 1, .foot = "mall" };

	expect(&m, MESSAGE_FEISHU, NULL,
	       "{\"msg_type\":\"post\",\"content\":{\"post\":{\"en_us\":{\"title\":\"1 step\",\"content\":["
	       "[{\"tag\":\"text\",\"text\":\"to wang.fang\"}],"
	       "[{\"tag\":\"text\",\"text\":\"<at user_id=\\\"all\\\">everybody</at> [x](y)\"}],"
	       "[{\"tag\":\"text\",\"text\":\"mall\"}]]}}}}\n");
}

/* python3: base64.b64encode(hmac.new(b"1795226400\ndemo", b"", "sha256").digest()) */
Test(message_feishu, the_request_is_signed)
{
	struct message m = { .title = "一", .line = NULL };
	struct message_options o = { .now = NOW, .lang = "zh", .secret = "demo" };

	expect(&m, MESSAGE_FEISHU, &o,
	       "{\"timestamp\":\"1795226400\",\"sign\":\"eeG8YwzpN9BIp2fdGGYLZjPl5x9gH0wH5MQG2tih6yM=\","
	       "\"msg_type\":\"post\",\"content\":{\"post\":{\"zh_cn\":{\"title\":\"一\",\"content\":[]}}}}\n");
}

Test(message_feishu, the_request_takes_20_kb_with_its_signature)
{
	const char *const *line = many(1000, 96);
	struct message m = { .title = "t", .line = line, .nlines = 1000 };
	struct message_options o = { .now = NOW, .secret = "demo" };
	char *s = payload(&m, MESSAGE_FEISHU, &o);
	size_t one = strlen("[{\"tag\":\"text\",\"text\":\"\"}],") + 96;

	cr_expect(strlen(s) <= MESSAGE_FEISHU_MAX && strlen(s) > MESSAGE_FEISHU_MAX - one);
	cr_expect(strstr(s, " more\"}]]}}}}\n"));
	free(s);
	free_many(line);
}

/* --- Slack --------------------------------------------------------------------------------------- */

Test(message_slack, is_a_header_sections_and_a_foot)
{
	struct message m = sample();

	m.foot = "mall";
	expect(&m, MESSAGE_SLACK, NULL,
	       "{\"text\":\"2 steps due\",\"blocks\":["
	       "{\"type\":\"header\",\"text\":{\"type\":\"plain_text\",\"text\":\"2 steps due\",\"emoji\":false}},"
	       "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"to wang.fang\\n"
	       "• 20261121-0007 过期 B2: feedback late by 2h\\n• 20261121-0009 price\",\"verbatim\":true}},"
	       "{\"type\":\"context\",\"elements\":[{\"type\":\"mrkdwn\",\"text\":\"mall\",\"verbatim\":true}]}]}\n");
}

Test(message_slack, hostile_codes_are_only_shown)
{
	static const char *const line[] = { "<!channel> & <http://example.cn|x> ```*b*" };
	struct message m = { .title = "<!here> & co", .line = line, .nlines = 1 };

	expect(&m, MESSAGE_SLACK, NULL,
	       "{\"text\":\"&lt;!here&gt; &amp; co\",\"blocks\":["
	       "{\"type\":\"header\",\"text\":{\"type\":\"plain_text\",\"text\":\"&lt;!here&gt; &amp; co\","
	       "\"emoji\":false}},"
	       "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"• &lt;!channel&gt; &amp; "
	       "&lt;http://example.cn|x&gt; ｀｀｀＊b＊\",\"verbatim\":true}}]}\n");
}

/* "• " and 97 characters and "\n" are 100: 30 lines to a section of 3,000 (the last has no "\n") */
Test(message_slack, takes_50_blocks_of_3000_characters)
{
	const char *const *line = many(2000, 97);
	struct message m = { .title = "t", .line = line, .nlines = 49 * 30 };
	char *s = payload(&m, MESSAGE_SLACK, NULL);

	cr_expect(count(s, "\"section\"") == 49 && !strstr(s, " more"));
	free(s);
	m.nlines++;
	s = payload(&m, MESSAGE_SLACK, NULL);
	cr_expect(count(s, "\"type\":\"section\"") == 49);
	cr_expect(count(s, "•") == 49 * 30 - 1 && strstr(s, "\\n... and 2 more\""));
	free(s);
	free_many(line);
}

Test(message_slack, a_header_takes_150_characters)
{
	char title[200];
	struct message m = { .title = title };
	char *s;

	memset(title, '&', 150);
	title[150] = '\0';
	s = payload(&m, MESSAGE_SLACK, NULL);
	cr_expect(count(s, "&amp;") == 2 * 30, "%s", s);   /* in `text`, too */
	free(s);
}

/* --- all chats ----------------------------------------------------------------------------------- */

/* Whatever the words: a title, the receiver, one line and the foot always fit. */
Test(message, the_most_hostile_words_leave_room_for_the_first_line)
{
	static char bad[3][2000];
	const char *const line[] = { bad[1], bad[1], bad[1], bad[1], bad[1], bad[1], bad[1], bad[1] };
	struct message m = { .title = bad[0], .to = bad[2], .line = line, .nlines = 8, .foot = bad[0] };
	int form, i;

	for (i = 0; i < 4; i++) {
		memset(bad, "<&\"\x01"[i], sizeof(bad));
		bad[0][1999] = bad[1][1999] = bad[2][1999] = '\0';
		for (form = MESSAGE_WECOM; form < MESSAGE_FORMS; form++) {
			char *s = payload(&m, (enum message_form)form, NULL);

			cr_expect(!strstr(s, "and 8 more"), "%s of %d", message_form_name(form), i);
			free(s);
		}
	}
}

/* --- reading ------------------------------------------------------------------------------------- */

static int read_document(struct message_document *d, const char *text, struct err *err)
{
	return message_read(d, text, strlen(text), err);
}

Test(message_read, takes_the_words_and_passes_over_the_rest)
{
	struct message_document d = MESSAGE_DOCUMENT_INIT;
	struct err err = ERR_INIT;

	cr_assert(read_document(&d, "{ \"schema\": \"sd.notify/1\", \"title\": \"2 steps\", \"to\": \"wang.fang\","
				    "\"steps\": [{\"case\": \"x\", \"title\": \"y\"}], \"n\": 12,\n"
				    "\"lines\": [\"a\", 7, \"b\"], \"foot\": \"mall\" }", &err) == 0, "%s", err.msg);
	cr_expect_str_eq(d.message.title, "2 steps");
	cr_expect_str_eq(d.message.to, "wang.fang");
	cr_expect_str_eq(d.message.foot, "mall");
	cr_assert(d.message.nlines == 2);
	cr_expect_str_eq(d.message.line[1], "b");
	message_document_release(&d);
	message_document_release(&d);
}

Test(message_read, says_what_is_wrong)
{
	static const char *const wrong[][2] = {
		{ "{}", "the schema is '', not 'sd.notify/1'" },
		{ "{\"schema\":\"sd.notify/2\"}", "the schema is 'sd.notify/2', not 'sd.notify/1'" },
		{ "{\"schema\":\"sd.notify/1\"}", "the key 'title' is missing" },
		{ "[]", "column 1: not a JSON object" },
		{ "{\n\"a\": x}", "line 2, column 6: invalid token near 'x'" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct message_document d = MESSAGE_DOCUMENT_INIT;
		struct err err = ERR_INIT;

		cr_expect(read_document(&d, wrong[i][0], &err) < 0);
		cr_expect(err.status == STATUS_INPUT);
		cr_expect_str_eq(err.msg, wrong[i][1]);
		message_document_release(&d);
	}
}
