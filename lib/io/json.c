#include "io/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

#define REAL_DIGITS 6

/* Returns `v`; jansson gives NULL only when it has no memory. */
static json_t *made(json_t *v)
{
	if (!v)
		mem_exhausted(0);
	return v;
}

static void add_with_replacements(struct strbuf *out, const char *s, size_t n)
{
	while (n) {
		size_t good = utf8_valid(s, n);

		strbuf_add(out, s, good);
		if (good == n)
			break;
		strbuf_addstr(out, "\xEF\xBF\xBD");
		s += good + 1;
		n -= good + 1;
	}
}

static void put_member(json_t *object, const char *key, json_t *v)
{
	struct strbuf clean = STRBUF_INIT;

	add_with_replacements(&clean, key, strlen(key));
	if (json_object_set_new(object, clean.buf, v))
		mem_exhausted(0);
	strbuf_release(&clean);
}

/* Put a value (whose reference is taken over) where the writer stands. */
static void put(struct json_writer *w, const char *key, json_t *v)
{
	json_t *top = w->depth ? w->stack[w->depth - 1] : NULL;

	if (json_is_object(top) != (key != NULL))
		BUG("json: a key goes with a value in an object, and only there");
	if (key) {
		put_member(top, key, v);
	} else if (top) {
		if (json_array_append_new(top, v))
			mem_exhausted(0);
	} else {
		if (w->root)
			BUG("json: a second outermost value");
		w->root = v;
	}
}

static void begin(struct json_writer *w, const char *key, json_t *v)
{
	put(w, key, v);
	if (w->depth == JSON_DEPTH_MAX)
		BUG("json: too deep");
	w->stack[w->depth++] = v;
}

void json_writer_release(struct json_writer *w)
{
	json_decref(w->root);
	*w = (struct json_writer)JSON_WRITER_INIT;
}

void json_begin_object(struct json_writer *w, const char *key)
{
	begin(w, key, made(json_object()));
}

void json_begin_array(struct json_writer *w, const char *key)
{
	begin(w, key, made(json_array()));
}

void json_end(struct json_writer *w)
{
	if (!w->depth)
		BUG("json: an end without begin");
	w->depth--;
}

void json_put_string(struct json_writer *w, const char *key, const char *s, size_t n)
{
	struct strbuf clean = STRBUF_INIT;

	add_with_replacements(&clean, s, n);
	put(w, key, made(json_stringn(clean.buf, clean.len)));
	strbuf_release(&clean);
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
	put(w, key, made(json_integer(v)));
}

void json_put_real(struct json_writer *w, const char *key, double v)
{
	if (isfinite(v))
		put(w, key, made(json_real(v)));
	else
		json_put_null(w, key);
}

void json_put_bool(struct json_writer *w, const char *key, int v)
{
	put(w, key, json_boolean(v));
}

void json_put_null(struct json_writer *w, const char *key)
{
	put(w, key, json_null());
}

static int append(const char *text, size_t n, void *out)
{
	strbuf_add(out, text, n);
	return 0;
}

void json_finish(struct json_writer *w, struct strbuf *out, int indent)
{
	size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS);

	if (!w->root || w->depth)
		BUG("json: finished before the end");
	flags |= indent ? JSON_INDENT((size_t)indent) : JSON_COMPACT;
	if (json_dump_callback(w->root, append, out, flags))
		mem_exhausted(0);
	strbuf_addch(out, '\n');
	json_writer_release(w);
}

/* The text of a value beside the value: jansson keeps numbers only as double. */
struct walk {
	const char *line;
	size_t n, at;
};

static void skip_blanks(struct walk *w)
{
	while (w->at < w->n && strchr(" \t\r\n,:", w->line[w->at]))
		w->at++;
}

/* Step over the string that starts here. */
static void skip_string(struct walk *w)
{
	for (w->at++; w->at < w->n && w->line[w->at] != '"'; w->at++)
		if (w->line[w->at] == '\\')
			w->at++;
	w->at++;
}

/* Bytes of the number, true, false or null that starts here. */
static size_t word_length(const struct walk *w)
{
	size_t end = w->at;

	while (end < w->n && !strchr(" \t\r\n,}", w->line[end]))
		end++;
	return end - w->at;
}

/* `w` stands at the value. */
static int read_member(struct walk *w, const char *key, const json_t *v, json_member_fn *member,
		       void *ctx, struct err *err)
{
	size_t n, start = w->at;

	if (json_is_string(v)) {
		skip_string(w);
		return member(ctx, key, json_string_value(v), json_string_length(v));
	}
	if (json_is_number(v)) {
		char *text;
		int ret;

		n = word_length(w);
		text = mem_strndup(w->line + start, n);
		w->at += n;
		ret = member(ctx, key, text, n);
		free(text);
		return ret;
	}
	if (json_is_null(v)) {
		w->at += word_length(w);
		return member(ctx, key, "", 0);
	}
	return err_set(err, STATUS_INPUT,
		       _("column %zu: the value of '%s' is not a string, a number or null"),
		       utf8_column(w->line, w->n, start), key);
}

static int read_members(json_t *object, struct walk *w, json_member_fn *member, void *ctx,
			struct err *err)
{
	void *it;
	int ret = 0;

	skip_blanks(w);
	w->at++; /* the brace */
	/* jansson keeps the order of the text, so both go in step. */
	for (it = json_object_iter(object); it && !ret; it = json_object_iter_next(object, it)) {
		skip_blanks(w);
		skip_string(w);
		skip_blanks(w);
		ret = read_member(w, json_object_iter_key(it), json_object_iter_value(it), member,
				  ctx, err);
	}
	return ret;
}

int json_read_flat(const char *line, size_t n, json_member_fn *member, void *ctx, struct err *err)
{
	struct walk w = { line, n, 0 };
	json_error_t why;
	json_t *object;
	int ret;

	/* Integers as reals: a long order number must not fail for being above 2^63. */
	object = json_loadb(line, n,
			    JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY, &why);
	if (!object)
		return err_set(err, STATUS_INPUT, _("column %d: %s"),
			       why.column > 0 ? why.column : 1, why.text);
	if (json_is_object(object))
		ret = read_members(object, &w, member, ctx, err);
	else
		ret = err_set(err, STATUS_INPUT, _("column %d: not a JSON object"), 1);
	json_decref(object);
	return ret;
}
