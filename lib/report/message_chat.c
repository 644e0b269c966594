/* A message as the chat rooms' robots take it. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/json.h"
#include "report/message_internal.h"

/*
 * Bytes of a title, a line and the like before escaping, which makes three bytes of one at most (five characters
 * in Slack): title, receiver, one line and foot always fit, so that no message arrives empty.
 */
#define TITLE_MAX 150
#define TO_MAX    60
#define LINE_MAX_BYTES 600
#define FOOT_MAX  150
#define SLACK_SECTION 3000
#define SLACK_HEADER  150

static int is_word(const char *s, size_t i, size_t n)
{
	return i < n && ((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'z') ||
			 (s[i] >= 'A' && s[i] <= 'Z') || s[i] & 0x80);
}

/*
 * What Markdown would obey (links, mentions, headings, code) is shown by its full-width twin: the services
 * document no escapes, and their apps differ in what they take for one. An underscore inside a word is only itself.
 */
static void add_plain(struct strbuf *out, const char *s, size_t max, const char *special)
{
	struct strbuf cut = STRBUF_INIT;
	size_t i;

	message_add_cut(&cut, s, max);
	for (i = 0; i < cut.len; i++) {
		unsigned char c = (unsigned char)cut.buf[i];

		if (!strchr(special, c) || (c == '_' && i && is_word(cut.buf, i - 1, cut.len) &&
					    is_word(cut.buf, i + 1, cut.len)))
			strbuf_addch(out, c);
		else /* U+FF00 + c - 0x20 */
			strbuf_addf(out, "\xEF%c%c", 0xBC + (c - 0x20) / 64, 0x80 + (c - 0x20) % 64);
	}
	strbuf_release(&cut);
}

/* Without `<` a `>` is nothing: no line begins with what the log holds. */
#define MARKDOWN "<[]*`#_~|"

static void add_to(struct strbuf *out, const struct message *m, const char *special)
{
	struct strbuf to = STRBUF_INIT;

	if (!m->to || !*m->to)
		return;
	add_plain(&to, m->to, TO_MAX, special);
	strbuf_addf(out, _("to %s"), to.buf);
	strbuf_release(&to);
}

/* --- WeCom --------------------------------------------------------------------------------------- */

static void wecom_text(struct strbuf *out, const struct message *m, size_t shown)
{
	size_t i;

	strbuf_addstr(out, "**");
	add_plain(out, m->title, TITLE_MAX, MARKDOWN);
	strbuf_addstr(out, "**");
	if (m->to && *m->to) {
		strbuf_addch(out, '\n');
		add_to(out, m, MARKDOWN);
	}
	for (i = 0; i < shown; i++) {
		strbuf_addstr(out, "\n> ");
		add_plain(out, m->line[i], LINE_MAX_BYTES, MARKDOWN);
	}
	if (shown < m->nlines) {
		strbuf_addstr(out, "\n> ");
		message_add_rest(out, m->nlines - shown);
	}
	if (m->foot) {
		strbuf_addch(out, '\n');
		add_plain(out, m->foot, FOOT_MAX, MARKDOWN);
	}
}

size_t message_wecom(struct strbuf *out, const struct message *m, size_t shown,
		     const struct message_options *o)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT;
	size_t taken;

	(void)o;
	wecom_text(&text, m, shown);
	taken = text.len;
	json_begin_object(&w, NULL);
	json_put_cstring(&w, "msgtype", "markdown");
	json_begin_object(&w, "markdown");
	json_put_string(&w, "content", text.buf, text.len);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 0);
	strbuf_release(&text);
	return taken;
}

/* --- DingTalk ------------------------------------------------------------------------------------ */

/* Two line ends: one alone is a blank in its Markdown. */
static void dingtalk_text(struct strbuf *out, const struct message *m, size_t shown)
{
	size_t i;

	strbuf_addstr(out, "### ");
	add_plain(out, m->title, TITLE_MAX, MARKDOWN);
	if (m->to && *m->to) {
		strbuf_addstr(out, "\n\n");
		add_to(out, m, MARKDOWN);
	}
	strbuf_addch(out, '\n');
	for (i = 0; i < shown; i++) {
		strbuf_addstr(out, "\n- ");
		add_plain(out, m->line[i], LINE_MAX_BYTES, MARKDOWN);
	}
	if (shown < m->nlines) {
		strbuf_addstr(out, "\n- ");
		message_add_rest(out, m->nlines - shown);
	}
	if (m->foot) {
		strbuf_addstr(out, "\n\n");
		add_plain(out, m->foot, FOOT_MAX, MARKDOWN);
	}
}

size_t message_dingtalk(struct strbuf *out, const struct message *m, size_t shown,
			const struct message_options *o)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf text = STRBUF_INIT, title = STRBUF_INIT;
	size_t start = out->len;

	(void)o;
	dingtalk_text(&text, m, shown);
	add_plain(&title, m->title, TITLE_MAX, MARKDOWN);
	json_begin_object(&w, NULL);
	json_put_cstring(&w, "msgtype", "markdown");
	json_begin_object(&w, "markdown");
	json_put_string(&w, "title", title.buf, title.len);
	json_put_string(&w, "text", text.buf, text.len);
	json_end(&w);
	json_begin_object(&w, "at");
	json_put_bool(&w, "isAtAll", 0);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 0);
	strbuf_release(&title);
	strbuf_release(&text);
	return out->len - start;
}

/* --- Feishu -------------------------------------------------------------------------------------- */

/* One paragraph; text with the tag `text` has no markup, so nothing needs an escape. */
static void feishu_line(struct json_writer *w, const struct strbuf *text)
{
	json_begin_array(w, NULL);
	json_begin_object(w, NULL);
	json_put_cstring(w, "tag", "text");
	json_put_string(w, "text", text->buf, text->len);
	json_end(w);
	json_end(w);
}

static void feishu_post(struct json_writer *w, const struct message *m, size_t shown)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;

	message_add_cut(&text, m->title, TITLE_MAX);
	json_put_string(w, "title", text.buf, text.len);
	json_begin_array(w, "content");
	strbuf_reset(&text);
	add_to(&text, m, "");
	if (text.len)
		feishu_line(w, &text);
	for (i = 0; i < shown; i++) {
		strbuf_reset(&text);
		message_add_cut(&text, m->line[i], LINE_MAX_BYTES);
		feishu_line(w, &text);
	}
	if (shown < m->nlines) {
		strbuf_reset(&text);
		message_add_rest(&text, m->nlines - shown);
		feishu_line(w, &text);
	}
	if (m->foot) {
		strbuf_reset(&text);
		message_add_cut(&text, m->foot, FOOT_MAX);
		feishu_line(w, &text);
	}
	json_end(w);
	strbuf_release(&text);
}

size_t message_feishu(struct strbuf *out, const struct message *m, size_t shown,
		      const struct message_options *o)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf s = STRBUF_INIT;
	size_t start = out->len;

	json_begin_object(&w, NULL);
	if (o->secret) {
		strbuf_addf(&s, "%" PRId64, o->now);
		json_put_string(&w, "timestamp", s.buf, s.len);
		strbuf_reset(&s);
		message_feishu_sign(&s, o->secret, o->now);
		json_put_string(&w, "sign", s.buf, s.len);
	}
	json_put_cstring(&w, "msg_type", "post");
	json_begin_object(&w, "content");
	json_begin_object(&w, "post");
	json_begin_object(&w, o->lang && !strcmp(o->lang, "zh") ? "zh_cn" : "en_us");
	feishu_post(&w, m, shown);
	json_end(&w);
	json_end(&w);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 0);
	strbuf_release(&s);
	return out->len - start;
}

/* --- Slack --------------------------------------------------------------------------------------- */

/* Appends at most `max` characters: &, < and > as their entities, as Slack asks for. */
static void slack_escape(struct strbuf *out, const char *s, size_t n, size_t max)
{
	size_t i, len, used = 0;
	uint32_t cp;

	for (i = 0; i < n; i += len) {
		const char *entity = s[i] == '&' ? "&amp;" : s[i] == '<' ? "&lt;" :
				     s[i] == '>' ? "&gt;" : NULL;

		len = utf8_char(s + i, n - i, &cp);
		used += entity ? strlen(entity) : 1;
		if (used > max || !len)
			return;
		if (entity)
			strbuf_addstr(out, entity);
		else
			strbuf_add(out, s + i, len);
	}
}

static void slack_block(struct json_writer *w, const char *type, const struct strbuf *text)
{
	int is_header = !strcmp(type, "header"), is_context = !strcmp(type, "context");

	json_begin_object(w, NULL);
	json_put_cstring(w, "type", type);
	if (is_context)
		json_begin_array(w, "elements");
	json_begin_object(w, is_context ? NULL : "text");
	json_put_cstring(w, "type", is_header ? "plain_text" : "mrkdwn");
	json_put_string(w, "text", text->buf, text->len);
	json_put_bool(w, is_header ? "emoji" : "verbatim", !is_header);
	json_end(w);
	if (is_context)
		json_end(w);
	json_end(w);
}

/* Lines gathered to sections of 3,000 characters. */
struct slack {
	struct json_writer w;
	struct strbuf section;
	size_t characters, blocks;
};

static void slack_flush(struct slack *s)
{
	if (!s->section.len)
		return;
	slack_block(&s->w, "section", &s->section);
	strbuf_reset(&s->section);
	s->characters = 0;
	s->blocks++;
}

static void slack_line(struct slack *s, const char *line, size_t n)
{
	struct strbuf text = STRBUF_INIT;
	size_t characters;

	slack_escape(&text, line, n, SLACK_SECTION);
	characters = utf8_count(text.buf, text.len);
	if (s->characters + characters + 1 > SLACK_SECTION)
		slack_flush(s);
	if (s->section.len) {
		strbuf_addch(&s->section, '\n');
		s->characters++;
	}
	strbuf_add(&s->section, text.buf, text.len);
	s->characters += characters;
	strbuf_release(&text);
}

#define SLACK_MARKS "*`~_"

static void slack_lines(struct slack *s, const struct message *m, size_t shown)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;

	add_to(&text, m, SLACK_MARKS);
	if (text.len)
		slack_line(s, text.buf, text.len);
	for (i = 0; i < shown; i++) {
		strbuf_reset(&text);
		strbuf_addstr(&text, "\xE2\x80\xA2 ");
		add_plain(&text, m->line[i], LINE_MAX_BYTES, SLACK_MARKS);
		slack_line(s, text.buf, text.len);
	}
	if (shown < m->nlines) {
		strbuf_reset(&text);
		message_add_rest(&text, m->nlines - shown);
		slack_line(s, text.buf, text.len);
	}
	slack_flush(s);
	strbuf_release(&text);
}

static void slack_foot(struct slack *s, const char *foot)
{
	struct strbuf plain = STRBUF_INIT, text = STRBUF_INIT;

	add_plain(&plain, foot, FOOT_MAX, SLACK_MARKS);
	slack_escape(&text, plain.buf, plain.len, SLACK_SECTION);
	slack_block(&s->w, "context", &text);
	s->blocks++;
	strbuf_release(&plain);
	strbuf_release(&text);
}

size_t message_slack(struct strbuf *out, const struct message *m, size_t shown,
		     const struct message_options *o)
{
	struct slack s = { .w = JSON_WRITER_INIT, .section = STRBUF_INIT };
	struct strbuf title = STRBUF_INIT, text = STRBUF_INIT;

	(void)o;
	message_add_cut(&title, m->title, TITLE_MAX);
	slack_escape(&text, title.buf, title.len, SLACK_HEADER);
	json_begin_object(&s.w, NULL);
	json_put_string(&s.w, "text", text.buf, text.len);   /* for notifications */
	json_begin_array(&s.w, "blocks");
	slack_block(&s.w, "header", &text);
	s.blocks++;
	slack_lines(&s, m, shown);
	if (m->foot)
		slack_foot(&s, m->foot);
	json_end(&s.w);
	json_end(&s.w);
	json_finish(&s.w, out, 0);
	strbuf_release(&s.section);
	strbuf_release(&title);
	strbuf_release(&text);
	return s.blocks;
}
