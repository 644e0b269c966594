/*
 * repeat: the same product, batch, supplier or person again within a window (C15). Pure.
 *
 *	repeat_find(at, n, within, count, from, to, &r)
 *
 * at[] are the instants of the cases with one value, ascending. A case repeats where at least `count` cases,
 * itself included, lie in (at - within, at].
 */
#ifndef SD_RULES_REPEAT_H
#define SD_RULES_REPEAT_H

#include <stddef.h>

#include "values/instant.h"

struct repeat {
	size_t first, last;      /* the cases concerned: of the earliest window to the last that repeats */
	size_t reached;          /* the first case in [from, to) that repeats */
	size_t most;             /* cases in the fullest window */
};

/* Is there a case in [from, to) that repeats? `within` in seconds, count at least 1. */
int repeat_find(const instant *at, size_t n, int64_t within, size_t count, instant from, instant to,
		struct repeat *r);

#endif
