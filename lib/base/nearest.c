#include "base/nearest.h"

#include <string.h>

#define LONGEST 64

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

static size_t distance(const char *a, const char *b)
{
	size_t row[3][LONGEST + 1], la = strlen(a), lb = strlen(b), i, j;

	if (la > LONGEST || lb > LONGEST)
		return LONGEST;
	for (j = 0; j <= lb; j++)
		row[1][j] = j;
	for (i = 1; i <= la; i++) {
		size_t *cur = row[(i + 1) % 3], *last = row[i % 3], *before = row[(i + 2) % 3];

		cur[0] = i;
		for (j = 1; j <= lb; j++) {
			cur[j] = min3(last[j] + 1, cur[j - 1] + 1,
				      last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < cur[j])
				cur[j] = before[j - 2] + 1;
		}
	}
	return row[(la + 1) % 3][lb];
}

void nearest_offer(struct nearest *x, const char *name)
{
	size_t d, allowed;

	if (!name || !*name)
		return;
	allowed = strlen(name) / 3;
	if (allowed < 1)
		allowed = 1;
	if (allowed > 3)
		allowed = 3;
	d = distance(x->wrong, name);
	if (d > allowed || d >= strlen(name) || (x->best && d >= x->distance))
		return;
	x->best = name;
	x->distance = d;
}

const char *nearest(const char *wrong, const char *const *names, size_t n)
{
	struct nearest x = NEAREST_INIT(wrong);
	size_t i;

	for (i = 0; i < n; i++)
		nearest_offer(&x, names[i]);
	return x.best;
}
