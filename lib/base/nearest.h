/*
 * nearest: the right spelling nearest to a wrong one, for "did you mean".
 *
 * Distance is Damerau-Levenshtein (optimal string alignment) over characters; a name is
 * offered only if at most a third of its length (at least one, at most three edits) differs.
 */
#ifndef SD_BASE_NEAREST_H
#define SD_BASE_NEAREST_H

#include <stddef.h>

/* The best of `n` names (each may be NULL, then it is passed over), or NULL. Borrowed. */
const char *nearest(const char *wrong, const char *const *names, size_t n);

/* The same a name at a time: start with NEAREST_INIT(wrong), offer each, take .best. */
struct nearest {
	const char *wrong;
	const char *best;
	size_t distance;
};
#define NEAREST_INIT(wrong) { (wrong), NULL, 0 }
void nearest_offer(struct nearest *x, const char *name);

#endif
