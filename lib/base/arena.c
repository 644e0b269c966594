#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct arena_block {
	struct arena_block *next;
	size_t size;
	max_align_t data[];
};

#define BLOCK_BYTES ((size_t)16 * 1024)
#define ALIGNMENT   _Alignof(max_align_t)

void arena_release(struct arena *a)
{
	struct arena_block *b = a->blocks;

	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	*a = (struct arena)ARENA_INIT;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p;

	if (size > SIZE_MAX / 2)
		BUG("arena_alloc size");
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (!a->blocks || a->blocks->size - a->used < size) {
		/* Blocks double up to 1 MiB, so that large loads do few allocations. */
		size_t bytes = a->blocks ? a->blocks->size * 2 : BLOCK_BYTES;
		struct arena_block *b;

		if (bytes > BLOCK_BYTES * 64)
			bytes = BLOCK_BYTES * 64;
		if (bytes < size)
			bytes = size;
		b = mem_zalloc(sizeof(*b) + bytes);
		b->size = bytes;
		b->next = a->blocks;
		a->blocks = b;
		a->used = 0;
		a->total += bytes;
	}
	p = (char *)a->blocks->data + a->used;
	a->used += size;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 4 / size)
		BUG("arena_array size");
	return arena_alloc(a, n * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}
