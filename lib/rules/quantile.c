#include "rules/quantile.h"

#include <float.h>
#include <math.h>

#include "base/mem.h"

#define FUZZ (4 * DBL_EPSILON)

/* The value at the 1-based rank, the ends standing for all beyond them. */
static double at_rank(const double *x, size_t n, double rank)
{
	if (rank < 1)
		return x[0];
	return rank >= (double)n ? x[n - 1] : x[(size_t)rank - 1];
}

/* The position n*p + m of the type, m being what the paper calls so. */
static double position(size_t n, double p, int type)
{
	static const struct {
		double alpha, beta;
	} plotting[] = {
		[4] = { 0, 1 }, [5] = { .5, .5 }, [6] = { 0, 0 },
		[7] = { 1, 1 }, [8] = { 1. / 3, 1. / 3 }, [9] = { 3. / 8, 3. / 8 },
	};
	double a, b;

	if (type <= 2)
		return (double)n * p;
	if (type == 3)
		return (double)n * p - .5;
	a = plotting[type].alpha;
	b = plotting[type].beta;
	return a + p * ((double)n + 1 - a - b);
}

double quantile(const double *sorted, size_t n, double p, int type)
{
	double pos, j, g, low, fuzz;

	if (type < 1 || type > 9)
		BUG("no such type of quantile");
	if (!n)
		return NAN;
	pos = position(n, p, type);
	fuzz = FUZZ * fmax(1, pos);
	j = floor(pos + fuzz);
	g = pos - j;
	if (fabs(g) < fuzz)
		g = 0;
	if (type == 1)
		g = g > 0;
	else if (type == 2)
		g = g > 0 ? 1 : .5;
	else if (type == 3)
		g = g > 0 || fmod(j, 2) != 0;
	low = at_rank(sorted, n, j);
	return low + g * (at_rank(sorted, n, j + 1) - low);
}
