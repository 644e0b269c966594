#include "rules/holm.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static int by_p(const void *a, const void *b)
{
	double x = **(double *const *)a, y = **(double *const *)b;

	return (x > y) - (x < y);
}

void holm_adjust(double *p, size_t n)
{
	double **order = mem_array(n + 1, sizeof(*order)), least = 0;
	size_t i, tests = 0;

	for (i = 0; i < n; i++)
		if (!isnan(p[i]))
			order[tests++] = &p[i];
	if (tests)
		qsort(order, tests, sizeof(*order), by_p);
	for (i = 0; i < tests; i++) {
		least = fmax(least, fmin(1, *order[i] * (double)(tests - i)));
		*order[i] = least;
	}
	free(order);
}
