/*
 * jsonread: read JSON, a flat object, the strings of a document or a whole tree. The only user of jansson, whose allocations
 * are made to end as those of base/mem.h do. io/json.h writes.
 */
#ifndef SD_IO_JSONREAD_H
#define SD_IO_JSONREAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * One flat JSON object a line: each member must be a string, a number or null (null gives "").
 * Calls `member` for each in order with its key and its text (numbers as written); a non-zero
 * return stops and is returned. -1 with err (STATUS_INPUT, "column N: ...") where the line is no such object, has
 * a duplicate key or a nested value.
 */
typedef int jsonread_member_fn(void *ctx, const char *key, const char *value, size_t n);
int jsonread_flat(const char *line, size_t n, jsonread_member_fn *member, void *ctx, struct err *err);

/*
 * A document, a JSON object: calls `member` for each of its members that is a string, and for each string in an array there
 * (with the array's key), in order. Other values are passed over. A non-zero return stops and is returned.
 * -1 with err (STATUS_INPUT, "line N, column N: ...") where the text is no JSON object or has a duplicate key.
 */
int jsonread_strings(const char *s, size_t n, jsonread_member_fn *member, void *ctx, struct err *err);

/*
 * What nests, as a tree:
 *
 *	struct jsonread *tree = jsonread_parse(line, n, &err);
 *	const struct jsonread *x = jsonread_get(tree, "desks");
 *	for (i = 0; i < jsonread_size(x); i++)
 *		if (jsonread_integer(jsonread_at(x, i), &v) < 0) ...
 *	jsonread_free(tree);
 *
 * Every question takes NULL and any type, and answers no, 0 or NULL where it does not fit: what is not there and what is
 * something else look the same. Parts and strings are borrowed until jsonread_free().
 */
struct jsonread;

/*
 * NULL with err (STATUS_INPUT, "column N: ..." in bytes) where the text is not one JSON value, has a duplicate key, bytes that
 * are no UTF-8, a NUL or an integer beyond 64 bits.
 */
struct jsonread *jsonread_parse(const char *s, size_t n, struct err *err);
void jsonread_free(struct jsonread *tree);

int jsonread_is_object(const struct jsonread *t);
int jsonread_is_array(const struct jsonread *t);
int jsonread_is_null(const struct jsonread *t);
/* Members of an object, elements of an array. */
size_t jsonread_size(const struct jsonread *t);
const struct jsonread *jsonread_get(const struct jsonread *t, const char *key);
const struct jsonread *jsonread_at(const struct jsonread *t, size_t i);
const char *jsonread_string(const struct jsonread *t);
/* A number without point and exponent. 0, or -1: nothing stored. */
int jsonread_integer(const struct jsonread *t, int64_t *v);

#endif
