/*
 * jsontree: a JSON text that nests, read as a tree. Who needs flat objects only uses io/json.h.
 *
 *	struct jsontree *tree = jsontree_parse(line, n, &err);
 *	const struct jsontree *x = jsontree_get(tree, "desks");
 *	for (i = 0; i < jsontree_size(x); i++)
 *		if (jsontree_integer(jsontree_at(x, i), &v) < 0) ...
 *	jsontree_free(tree);
 *
 * Every question takes NULL and any type, and answers no, 0 or NULL where it does not fit: what is not there and what is
 * something else look the same. Parts and strings are borrowed until jsontree_free().
 */
#ifndef SD_IO_JSONTREE_H
#define SD_IO_JSONTREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct jsontree;

/*
 * NULL with err (STATUS_INPUT, "column N: ..." in bytes) where the text is not one JSON value, has a duplicate key, bytes that
 * are no UTF-8, a NUL or an integer beyond 64 bits.
 */
struct jsontree *jsontree_parse(const char *s, size_t n, struct err *err);
void jsontree_free(struct jsontree *tree);

int jsontree_is_object(const struct jsontree *t);
int jsontree_is_array(const struct jsontree *t);
int jsontree_is_null(const struct jsontree *t);
/* Members of an object, elements of an array. */
size_t jsontree_size(const struct jsontree *t);
const struct jsontree *jsontree_get(const struct jsontree *t, const char *key);
const struct jsontree *jsontree_at(const struct jsontree *t, size_t i);
const char *jsontree_string(const struct jsontree *t);
/* A number without point and exponent. 0, or -1: nothing stored. */
int jsontree_integer(const struct jsontree *t, int64_t *v);

#endif
