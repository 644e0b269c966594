#include "io/jsontree.h"

#include <jansson.h>

#include "base/i18n.h"
#include "base/mem.h"

static const json_t *json(const struct jsontree *t)
{
	return (const json_t *)(const void *)t;
}

static const struct jsontree *tree(const json_t *v)
{
	return (const struct jsontree *)(const void *)v;
}

struct jsontree *jsontree_parse(const char *s, size_t n, struct err *err)
{
	json_error_t why;
	json_t *v = json_loadb(s, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);

	if (!v && json_error_code(&why) == json_error_out_of_memory)
		mem_exhausted(n);
	if (!v)
		err_set(err, STATUS_INPUT, _("column %d: %s"), why.position > 0 ? why.position : 1, why.text);
	return (struct jsontree *)(void *)v;
}

void jsontree_free(struct jsontree *t)
{
	json_decref((json_t *)(void *)t);
}

int jsontree_is_object(const struct jsontree *t)
{
	return json_is_object(json(t));
}

int jsontree_is_array(const struct jsontree *t)
{
	return json_is_array(json(t));
}

int jsontree_is_null(const struct jsontree *t)
{
	return json_is_null(json(t));
}

size_t jsontree_size(const struct jsontree *t)
{
	return json_is_object(json(t)) ? json_object_size(json(t)) : json_array_size(json(t));
}

const struct jsontree *jsontree_get(const struct jsontree *t, const char *key)
{
	return tree(json_object_get(json(t), key));
}

const struct jsontree *jsontree_at(const struct jsontree *t, size_t i)
{
	return tree(json_array_get(json(t), i));
}

const char *jsontree_string(const struct jsontree *t)
{
	return json_string_value(json(t));
}

int jsontree_integer(const struct jsontree *t, int64_t *v)
{
	if (!json_is_integer(json(t)))
		return -1;
	*v = json_integer_value(json(t));
	return 0;
}
