#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static mem_failed_fn *on_failure;

void mem_on_failure(mem_failed_fn *fn)
{
	on_failure = fn;
}

_Noreturn void mem_exhausted(size_t wanted)
{
	if (on_failure)
		on_failure(wanted);
	abort();
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		mem_exhausted(size);
	return p;
}

void *mem_zalloc(size_t size)
{
	return mem_array(1, size);
}

void *mem_array(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		mem_exhausted(n * size);
	return p;
}

void *mem_realloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		mem_exhausted(SIZE_MAX);
	size *= n;
	p = realloc(p, size ? size : 1);
	if (!p)
		mem_exhausted(size);
	return p;
}

char *mem_strndup(const char *s, size_t n)
{
	char *copy = mem_alloc(n + 1);

	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

_Noreturn void mem_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "sd: BUG at %s:%d: %s\n", file, line, what);
	abort();
}
