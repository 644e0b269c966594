/*
 * caserange: the items of one case in an array sorted by case.
 *
 *	struct caserange r = caserange_find(&item->id, n, sizeof(*item), id);
 *	for (i = r.from; i < r.to; i++)
 *
 * `first` is the id of the first item, the others follow at `size` bytes from each other; not looked at where n is 0.
 */
#ifndef SD_DOMAIN_CASERANGE_H
#define SD_DOMAIN_CASERANGE_H

#include <stddef.h>

#include "domain/caseid.h"

struct caserange {
	size_t from, to;                 /* where they would stand if there is none: from == to */
};

static inline caseid caserange_id(const caseid *first, size_t size, size_t i)
{
	return *(const caseid *)(const void *)((const char *)first + i * size);
}

static inline struct caserange caserange_find(const caseid *first, size_t n, size_t size, caseid id)
{
	struct caserange r = { 0, n };

	while (r.from < r.to) {
		size_t middle = r.from + (r.to - r.from) / 2;

		if (caserange_id(first, size, middle) < id)
			r.from = middle + 1;
		else
			r.to = middle;
	}
	while (r.to < n && caserange_id(first, size, r.to) == id)
		r.to++;
	return r;
}

#endif
