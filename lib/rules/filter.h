/*
 * filter: a policy's `for:` or `when:` compiled to symbols, so that matching a case is a few
 * integer comparisons. Pure.
 *
 *	struct filter *f = filter_new(policy, &clock->filter, &map, &symbols);
 *	if (filter_matches(f, class)) ...
 *	filter_free(f);
 *
 * Every term must hold; a term holds where the case's symbol is one of the values. A category also
 * stands for those that are `of` it. An empty filter matches every case except the built-in kinds
 * duty and action, which take part only where a term on `kind` names them.
 */
#ifndef SD_RULES_FILTER_H
#define SD_RULES_FILTER_H

#include "domain/history.h"
#include "domain/policy.h"

struct filter;

/* Adds the columns it needs (and `kind`) to the map and its values to the symbols. */
struct filter *filter_new(const struct policy *p, const struct policy_filter *f,
			  struct classmap *map, struct symbols *symbols);
void filter_free(struct filter *f);

/* class[] by slot of the map given to filter_new(). */
int filter_matches(const struct filter *f, const uint32_t *class);
/*
 * The same, but duty and action are kinds like any other: where something else chose the case
 * already.
 */
int filter_holds(const struct filter *f, const uint32_t *class);

#endif
