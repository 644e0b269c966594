#include "base/nearest.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define LONGEST 64
#define TOO_LONG (LONGEST + 1)

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* The characters of s, a byte that is none as itself; how many, or TOO_LONG. */
static size_t characters(const char *s, uint32_t out[LONGEST])
{
	size_t left = strlen(s), n, count = 0;

	for (; left; s += n, left -= n) {
		if (count == LONGEST)
			return TOO_LONG;
		n = utf8_char(s, left, &out[count]);
		if (!n) {
			out[count] = (unsigned char)*s;
			n = 1;
		}
		count++;
	}
	return count;
}

static size_t distance(const uint32_t *a, size_t la, const uint32_t *b, size_t lb)
{
	size_t row[3][LONGEST + 1], i, j;

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
	uint32_t wrong[LONGEST], right[LONGEST];
	size_t d, allowed, n, m;

	if (!name || !*name)
		return;
	n = characters(x->wrong, wrong);
	m = characters(name, right);
	if (n == TOO_LONG || m == TOO_LONG)
		return;
	allowed = m / 3;
	if (allowed < 1)
		allowed = 1;
	if (allowed > 3)
		allowed = 3;
	d = distance(wrong, n, right, m);
	if (d > allowed || d >= m || (x->best && d >= x->distance))
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
