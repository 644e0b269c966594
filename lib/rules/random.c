#include "rules/random.h"

#include <math.h>

#include "rules/special.h"

uint64_t random_next(struct random *r)
{
	uint64_t z = r->state += 0x9E3779B97F4A7C15ULL;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
	return z ^ z >> 31;
}

double random_below_one(struct random *r)
{
	return (double)(random_next(r) >> 11) * 0x1p-53;
}

static double log_factorial(const struct random *r, double n)
{
	return n < (double)r->nfactorials ? r->log_factorial[(size_t)n] : special_log_factorial(n);
}

static double log_choose(const struct random *r, double n, double k)
{
	return log_factorial(r, n) - log_factorial(r, k) - log_factorial(r, n - k);
}

uint64_t random_hypergeometric(struct random *r, uint64_t taken, uint64_t good, uint64_t bad)
{
	double n = (double)taken, g = (double)good, b = (double)bad;
	double from = fmax(0, n - b), to = fmin(n, g);
	double mode = fmin(to, fmax(from, floor((n + 1) * (g + 1) / (g + b + 2))));
	double u, low = mode, high = mode, at_low, at_high;

	if (from >= to)
		return (uint64_t)from;
	u = random_below_one(r);
	at_low = at_high = exp(log_choose(r, g, mode) + log_choose(r, b, n - mode) -
			       log_choose(r, g + b, n));
	u -= at_low;
	/* Outwards in turn; what rounding leaves of u at both ends goes to the mode. */
	while (u >= 0 && (low > from || high < to)) {
		if (high < to) {
			at_high *= (g - high) * (n - high) / ((high + 1) * (b - n + high + 1));
			high++;
			u -= at_high;
			if (u < 0)
				return (uint64_t)high;
		}
		if (low > from) {
			at_low *= low * (b - n + low) / ((g - low + 1) * (n - low + 1));
			low--;
			u -= at_low;
			if (u < 0)
				return (uint64_t)low;
		}
	}
	return (uint64_t)mode;
}
