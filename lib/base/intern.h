/*
 * intern: strings to small numbers and back.
 *
 *	struct intern t = INTERN_INIT;
 *	uint32_t id = intern_add(&t, s, n);     // the same bytes give the same id
 *	intern_str(&t, id)                      // the string, NUL-terminated
 *
 * Ids count from 0 in order of first appearance. Strings live until intern_release().
 */
#ifndef SD_BASE_INTERN_H
#define SD_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define INTERN_NONE UINT32_MAX

struct intern_entry {
	const char *s;
	uint32_t len, hash;
};

struct intern {
	struct arena arena;
	struct intern_entry *entry;
	uint32_t n, alloc;
	uint32_t *slot;          /* id+1, 0 = free; size is a power of two */
	uint32_t slots;
};

#define INTERN_INIT { ARENA_INIT, NULL, 0, 0, NULL, 0 }

void intern_release(struct intern *t);
uint32_t intern_add(struct intern *t, const char *s, size_t n);
/* The same of n words together, in this order: a NUL stands between them, so that other words are another id. */
uint32_t intern_add_words(struct intern *t, const char *const *word, size_t n);
#define INTERN_ADD_WORDS(t, ...)                                    \
	intern_add_words(t, (const char *const[]){ __VA_ARGS__ },   \
			 sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))
/* The same of n numbers together. */
static inline uint32_t intern_add_numbers(struct intern *t, const uint32_t *number, size_t n)
{
	return intern_add(t, (const char *)number, n * sizeof(*number));
}
uint32_t intern_find(const struct intern *t, const char *s, size_t n); /* INTERN_NONE if absent */
__attribute__((returns_nonnull))
const char *intern_str(const struct intern *t, uint32_t id);
uint32_t intern_len(const struct intern *t, uint32_t id);

#endif
