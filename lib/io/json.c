#include "io/json.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "values/number.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static struct strbuf *target(struct json_writer *w)
{
	return w->to ? w->to : &w->own;
}

static void escape(struct strbuf *out, unsigned char c)
{
	static const char letters[] = "\bb\ff\nn\rr\tt\"\"\\\\";
	const char *l;

	for (l = letters; *l; l += 2)
		if (*l == (char)c) {
			strbuf_addch(out, '\\');
			strbuf_addch(out, l[1]);
			return;
		}
	strbuf_addf(out, "\\u%04X", c);
}

/* Valid JSON all the same, and nothing that a terminal obeys where somebody looks at it. */
static void escape_hidden(struct strbuf *out, uint32_t cp)
{
	if (cp > 0xFFFF)
		strbuf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((cp - 0x10000) >> 10)),
			    (unsigned)(0xDC00 + (cp & 0x3FF)));
	else
		strbuf_addf(out, "\\u%04x", (unsigned)cp);
}

/* Plain characters go in runs; what is not UTF-8 is replaced byte by byte. */
static void add_string(struct strbuf *out, const char *s, size_t n)
{
	size_t from = 0, i = 0;

	strbuf_addch(out, '"');
	while (i < n) {
		unsigned char c = (unsigned char)s[i];
		uint32_t cp = c;
		size_t len = c < 0x7F ? 1 : utf8_char(s + i, n - i, &cp);
		int hidden = c >= 0x7F && len && utf8_is_hidden(cp);

		if (len && c >= 0x20 && c != '"' && c != '\\' && !hidden) {
			i += len;
			continue;
		}
		strbuf_add(out, s + from, i - from);
		if (hidden)
			escape_hidden(out, cp);
		else if (len)
			escape(out, c);
		else
			strbuf_addstr(out, REPLACEMENT);
		i += len ? len : 1;
		from = i;
	}
	strbuf_add(out, s + from, n - from);
	strbuf_addch(out, '"');
}

static void new_line(struct strbuf *out, int indent, int depth)
{
	if (!indent)
		return;
	strbuf_addch(out, '\n');
	strbuf_addchars(out, ' ', (size_t)indent * (size_t)depth);
}

/* Everything that stands before a value: comma, line, key. */
static struct strbuf *put(struct json_writer *w, const char *key)
{
	struct strbuf *out = target(w);
	int top = w->depth - 1;

	if ((w->depth && w->kind[top] == '{') != (key != NULL))
		BUG("json: a key goes with a value in an object, and only there");
	if (!w->depth) {
		if (w->is_done)
			BUG("json: a second outermost value");
		w->is_done = 1;
		return out;
	}
	if (w->has[top])
		strbuf_addch(out, ',');
	w->has[top] = 1;
	new_line(out, w->indent, w->depth);
	if (key) {
		add_string(out, key, strlen(key));
		strbuf_addstr(out, w->indent ? ": " : ":");
	}
	return out;
}

static void begin(struct json_writer *w, const char *key, int kind)
{
	strbuf_addch(put(w, key), kind);
	if (w->depth == JSON_DEPTH_MAX)
		BUG("json: too deep");
	w->kind[w->depth] = (unsigned char)kind;
	w->has[w->depth++] = 0;
}

void json_stream(struct json_writer *w, struct strbuf *out, int indent)
{
	if (w->is_done)
		BUG("json: streaming begins before the first value");
	w->to = out;
	w->indent = indent;
}

void json_writer_release(struct json_writer *w)
{
	strbuf_release(&w->own);
	*w = (struct json_writer)JSON_WRITER_INIT;
}

void json_begin_object(struct json_writer *w, const char *key)
{
	begin(w, key, '{');
}

void json_begin_array(struct json_writer *w, const char *key)
{
	begin(w, key, '[');
}

void json_end(struct json_writer *w)
{
	if (!w->depth)
		BUG("json: an end without begin");
	w->depth--;
	if (w->has[w->depth])
		new_line(target(w), w->indent, w->depth);
	strbuf_addch(target(w), w->kind[w->depth] == '{' ? '}' : ']');
}

void json_put_string(struct json_writer *w, const char *key, const char *s, size_t n)
{
	add_string(put(w, key), s, n);
}

void json_put_cstring(struct json_writer *w, const char *key, const char *s)
{
	if (s)
		json_put_string(w, key, s, strlen(s));
	else
		json_put_null(w, key);
}

void json_put_integer(struct json_writer *w, const char *key, int64_t v)
{
	struct strbuf *out = put(w, key);

	if (v < 0)
		strbuf_addch(out, '-');
	strbuf_addu(out, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void json_put_count(struct json_writer *w, const char *key, uint64_t n)
{
	strbuf_addu(put(w, key), n);
}

void json_put_amount(struct json_writer *w, const char *key, struct amount a)
{
	amount_format(put(w, key), a);
}

/* "5.0" and "1e-9": a real stays a real for whoever reads it, and needs no zeros in its exponent. */
void json_put_real(struct json_writer *w, const char *key, double v)
{
	struct strbuf sb = STRBUF_INIT;
	struct strbuf *out;
	const char *e;

	if (!isfinite(v)) {
		json_put_null(w, key);
		return;
	}
	out = put(w, key);
	number_format(&sb, v);
	e = strchr(sb.buf, 'e');
	strbuf_add(out, sb.buf, e ? (size_t)(e - sb.buf) : sb.len);
	if (e) {
		strbuf_addstr(out, e[1] == '-' ? "e-" : "e");
		strbuf_addstr(out, e + 2 + strspn(e + 2, "0"));
	} else if (!strchr(sb.buf, '.')) {
		strbuf_addstr(out, ".0");
	}
	strbuf_release(&sb);
}

void json_put_bool(struct json_writer *w, const char *key, int v)
{
	strbuf_addstr(put(w, key), v ? "true" : "false");
}

void json_put_instant(struct json_writer *w, const char *key, instant t, const struct zone *zone)
{
	struct strbuf sb = STRBUF_INIT;

	if (t == INSTANT_NONE) {
		json_put_null(w, key);
		return;
	}
	instant_format(&sb, t, zone);
	json_put_string(w, key, sb.buf, sb.len);
	strbuf_release(&sb);
}

void json_put_null(struct json_writer *w, const char *key)
{
	strbuf_addstr(put(w, key), "null");
}

/* Length of the string that starts at s, with its quotes. */
static size_t string_length(const char *s)
{
	size_t n = 1;

	while (s[n] != '"')
		n += s[n] == '\\' ? 2 : 1;
	return n + 1;
}

/* The compact text of a writer with lines and blanks. */
static void add_indented(struct strbuf *out, const char *s, int indent)
{
	int depth = 0;
	size_t n;

	for (; *s; s += n) {
		n = *s == '"' ? string_length(s) : 1;
		if ((*s == '}' || *s == ']') && s[-1] != '{' && s[-1] != '[')
			new_line(out, indent, depth - 1);
		depth -= *s == '}' || *s == ']';
		strbuf_add(out, s, n);
		if (*s == ':')
			strbuf_addch(out, ' ');
		if (*s == '{' || *s == '[')
			depth++;
		if (*s == ',' || ((*s == '{' || *s == '[') && s[1] != '}' && s[1] != ']'))
			new_line(out, indent, depth);
	}
}

void json_finish(struct json_writer *w, struct strbuf *out, int indent)
{
	if (!w->is_done || w->depth)
		BUG("json: finished before the end");
	if (!w->to && indent)
		add_indented(out, w->own.buf, indent);
	else if (!w->to)
		strbuf_add(out, w->own.buf, w->own.len);
	strbuf_addch(out, '\n');
	json_writer_release(w);
}
