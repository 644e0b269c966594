/*
 * arena: things that are loaded together and die together.
 *
 *	struct arena a = ARENA_INIT;
 *	char *name = arena_strndup(&a, s, n);
 *	...
 *	arena_release(&a);      // everything at once
 *
 * Memory is zeroed and aligned for any type. Pointers stay valid until arena_release().
 */
#ifndef SD_BASE_ARENA_H
#define SD_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *blocks;
	size_t used;      /* bytes handed out in the newest block */
	size_t total;     /* bytes taken from the system */
};

#define ARENA_INIT { NULL, 0, 0 }

void arena_release(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t n, size_t size); /* overflow checked */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

#endif
