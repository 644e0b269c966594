#include "rules/repeat.h"

int repeat_find(const instant *at, size_t n, int64_t within, size_t count, instant from, instant to,
		struct repeat *r)
{
	size_t i, oldest = 0;
	int found = 0;

	*r = (struct repeat){ 0 };
	for (i = 0; i < n && at[i] < to; i++) {
		while (at[i] - at[oldest] >= within)
			oldest++;
		if (at[i] < from || i - oldest + 1 < count)
			continue;
		if (!found) {
			r->first = oldest;
			r->reached = i;
		}
		found = 1;
		r->last = i;
		if (i - oldest + 1 > r->most)
			r->most = i - oldest + 1;
	}
	return found;
}
