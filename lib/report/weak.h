/*
 * weak: where limits are missed and cases come back, by what the case is and where it belongs (Y6b): the counts
 * behind the weak links of a report. Part of a tally.
 *
 *	weak_add(&w, WEAK_LIMITS, kind, class, &map, !is_met, 1);  // a verdict that fell in the period
 *	weak_add(&w, WEAK_REOPENED, ...);             // resolved in the period and the 7 days are over
 *	weak_merge(&w, &other);                        // of the same symbols
 *	weak_release(&w);
 *
 * Kinds are never mixed. Which of these are weak links figures_weak.c says.
 */
#ifndef SD_REPORT_WEAK_H
#define SD_REPORT_WEAK_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"

#define WEAK_DIMS 4
extern const int weak_dims[WEAK_DIMS];   /* category, department, place, channel */

enum weak_measure { WEAK_LIMITS, WEAK_REOPENED, WEAK_REPEATED, WEAK_COUNT };
/* "limits-missed", "reopened", "repeated": untranslated. */
const char *weak_name(enum weak_measure m);

struct weak_count {
	uint64_t bad[WEAK_COUNT], of[WEAK_COUNT];
};
struct weak_dim {
	struct weak_count *value;        /* by symbol */
	size_t n, alloc;
};
struct weak_kind {
	uint32_t kind;
	struct weak_dim dim[WEAK_DIMS];
};
struct weak {
	struct weak_kind *kind;
	size_t n, alloc;
};
#define WEAK_INIT { NULL, 0, 0 }
void weak_release(struct weak *w);

/* `bad` of `of` into each of the columns that the map has. */
void weak_add(struct weak *w, enum weak_measure m, uint32_t kind, const uint32_t *class,
	      const struct classmap *map, uint64_t bad, uint64_t of);
/* Into one category, of which all that is known is its name. */
void weak_add_category(struct weak *w, enum weak_measure m, uint32_t kind, uint32_t category, uint64_t bad,
		       uint64_t of);
void weak_merge(struct weak *w, const struct weak *from);

#endif
