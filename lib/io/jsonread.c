#include "io/jsonread.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Not every allocation of jansson is checked there, and some that fail look like a syntax error. */
static json_t *parse(const char *s, size_t n, size_t flags, json_error_t *why)
{
	json_set_alloc_funcs(mem_alloc, free);
	return json_loadb(s, n, JSON_REJECT_DUPLICATES | flags, why);
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
static int read_member(struct walk *w, const char *key, const json_t *v, jsonread_member_fn *member,
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

static int read_members(json_t *object, struct walk *w, jsonread_member_fn *member, void *ctx,
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

int jsonread_flat(const char *line, size_t n, jsonread_member_fn *member, void *ctx, struct err *err)
{
	struct walk w = { line, n, 0 };
	json_error_t why;
	json_t *object;
	int ret;

	/* Integers as reals: a long order number must not fail for being above 2^63. */
	object = parse(line, n, JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY, &why);
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

static int read_strings(json_t *value, const char *key, jsonread_member_fn *member, void *ctx)
{
	size_t i;
	int ret = 0;

	if (json_is_string(value))
		return member(ctx, key, json_string_value(value), json_string_length(value));
	for (i = 0; !ret && i < json_array_size(value); i++) {
		const json_t *item = json_array_get(value, i);

		if (json_is_string(item))
			ret = member(ctx, key, json_string_value(item), json_string_length(item));
	}
	return ret;
}

int jsonread_strings(const char *s, size_t n, jsonread_member_fn *member, void *ctx, struct err *err)
{
	json_error_t why;
	json_t *object = parse(s, n, JSON_DECODE_INT_AS_REAL, &why);
	void *it;
	int ret = 0;

	if (!object)
		return err_set(err, STATUS_INPUT, _("line %d, column %d: %s"), why.line > 0 ? why.line : 1,
			       why.column > 0 ? why.column : 1, why.text);
	if (!json_is_object(object))
		ret = err_set(err, STATUS_INPUT, _("column %d: not a JSON object"), 1);
	for (it = json_object_iter(object); it && !ret; it = json_object_iter_next(object, it))
		ret = read_strings(json_object_iter_value(it), json_object_iter_key(it), member, ctx);
	json_decref(object);
	return ret;
}

static const json_t *json(const struct jsonread *t)
{
	return (const json_t *)(const void *)t;
}

static const struct jsonread *tree(const json_t *v)
{
	return (const struct jsonread *)(const void *)v;
}

struct jsonread *jsonread_parse(const char *s, size_t n, struct err *err)
{
	json_error_t why;
	json_t *v = parse(s, n, JSON_DECODE_ANY, &why);

	if (!v)
		err_set(err, STATUS_INPUT, _("column %d: %s"), why.position > 0 ? why.position : 1, why.text);
	return (struct jsonread *)(void *)v;
}

void jsonread_free(struct jsonread *t)
{
	json_decref((json_t *)(void *)t);
}

int jsonread_is_object(const struct jsonread *t)
{
	return json_is_object(json(t));
}

int jsonread_is_array(const struct jsonread *t)
{
	return json_is_array(json(t));
}

int jsonread_is_null(const struct jsonread *t)
{
	return json_is_null(json(t));
}

size_t jsonread_size(const struct jsonread *t)
{
	return json_is_object(json(t)) ? json_object_size(json(t)) : json_array_size(json(t));
}

const struct jsonread *jsonread_get(const struct jsonread *t, const char *key)
{
	return tree(json_object_get(json(t), key));
}

const struct jsonread *jsonread_at(const struct jsonread *t, size_t i)
{
	return tree(json_array_get(json(t), i));
}

const char *jsonread_string(const struct jsonread *t)
{
	return json_string_value(json(t));
}

int jsonread_integer(const struct jsonread *t, int64_t *v)
{
	if (!json_is_integer(json(t)))
		return -1;
	*v = json_integer_value(json(t));
	return 0;
}
