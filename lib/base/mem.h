/*
 * mem: allocation that never returns NULL.
 *
 * Running out of memory is the one failure that callers cannot usefully handle row by row. The
 * program's handler (set once by cmd/) is called with the number of bytes wanted and must not
 * return; without a handler the process aborts. Code that has begun to write the log must have
 * allocated everything before (see io/append.h), so the handler may always say "nothing recorded".
 *
 * All sizes are in bytes. Blocks are released with free().
 */
#ifndef SD_BASE_MEM_H
#define SD_BASE_MEM_H

#include <stddef.h>

typedef void mem_failed_fn(size_t wanted);

/* Install the handler for the whole process. */
void mem_on_failure(mem_failed_fn *fn);
/* Call it: for libraries that report running out of memory by a return value of their own. */
_Noreturn void mem_exhausted(size_t wanted);

void *mem_alloc(size_t size);                 /* uninitialised */
void *mem_zalloc(size_t size);                /* zeroed */
void *mem_array(size_t n, size_t size);       /* zeroed n*size, overflow checked */
void *mem_realloc(void *p, size_t n, size_t size); /* n*size, overflow checked */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);   /* copies n bytes and adds the final NUL */

/* Grow the array x (of *alloc elements) so that it holds at least `want` elements. */
#define MEM_GROW(x, want, alloc)                                                          \
	do {                                                                              \
		if ((want) > (alloc)) {                                                   \
			(alloc) = (alloc) * 2 > (want) ? (alloc) * 2 : (want);            \
			if ((alloc) < 8)                                                  \
				(alloc) = 8;                                              \
			(x) = mem_realloc((x), (alloc), sizeof(*(x)));                    \
		}                                                                         \
	} while (0)

/* Our own mistake: say where and abort. */
#define BUG(what) mem_bug(__FILE__, __LINE__, (what))
_Noreturn void mem_bug(const char *file, int line, const char *what);

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
