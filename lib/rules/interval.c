#include "rules/interval.h"

#include <math.h>

#define Z95   1.9599639845400542  /* the 0.975 quantile of the normal distribution */
#define TAIL  0.025
#define SMALL 1e-17

void interval_wilson(uint64_t x, uint64_t n, double *lo, double *hi)
{
	double size = (double)n, share, middle, half, z2 = Z95 * Z95;

	*lo = 0;
	*hi = 1;
	if (!n)
		return;
	share = (double)x / size;
	middle = (share + z2 / (2 * size)) / (1 + z2 / size);
	half = Z95 / (1 + z2 / size) *
	       sqrt(share * (1 - share) / size + z2 / (4 * size * size));
	if (x)
		*lo = fmax(0, middle - half);
	if (x < n)
		*hi = fmin(1, middle + half);
}

/*
 * Both exact intervals ask for the parameter at which a tail of the distribution has 2.5 %. The
 * observed count is the tail's largest term while the parameter is on the other side of it, so the
 * sum starts there and stops when nothing is added any more.
 */
typedef double tail_fn(double x, double n, double parameter);

static double log_factorial(double x)
{
	int sign;

	return lgamma_r(x + 1, &sign);
}

static double poisson_term(double x, double mean)
{
	return mean > 0 ? exp(x * log(mean) - mean - log_factorial(x)) : x == 0;
}

static double poisson_at_most(double x, double n, double mean)
{
	double term = poisson_term(x, mean), sum = term;

	(void)n;
	for (; x > 0 && term > sum * SMALL; x--)
		sum += term *= x / mean;
	return sum;
}

static double poisson_at_least(double x, double n, double mean)
{
	double term = poisson_term(x, mean), sum = term;

	(void)n;
	for (; term > sum * SMALL; x++)
		sum += term *= mean / (x + 1);
	return sum;
}

static double binomial_at_most(double x, double n, double p)
{
	double term, sum;

	if (p >= 1)
		return x >= n;
	term = sum = exp(log_factorial(n) - log_factorial(x) - log_factorial(n - x) +
			 (x > 0 ? x * log(p) : 0) + (n - x) * log1p(-p));
	for (; x > 0 && term > sum * SMALL; x--)
		sum += term *= x / (n - x + 1) * (1 - p) / p;
	return sum;
}

static double binomial_at_least(double x, double n, double p)
{
	return binomial_at_most(n - x, n, 1 - p);
}

/* The parameter between a (where the tail has less than 2.5 %) and b (where it has more). */
static double solve(tail_fn *tail, double x, double n, double a, double b)
{
	int i;

	for (i = 0; i < 200; i++) {
		double middle = a + (b - a) / 2;

		if (middle == a || middle == b)
			break;
		if (tail(x, n, middle) < TAIL)
			a = middle;
		else
			b = middle;
	}
	return a + (b - a) / 2;
}

void interval_exact(uint64_t x, uint64_t n, double *lo, double *hi)
{
	double size = (double)n, k = (double)x;

	*lo = x ? solve(binomial_at_least, k, size, 0, k / size) : 0;
	*hi = x < n ? solve(binomial_at_most, k, size, 1, k / size) : 1;
}

void interval_poisson(uint64_t x, double *lo, double *hi)
{
	double k = (double)x;

	*lo = x ? solve(poisson_at_least, k, 0, 0, k) : 0;
	*hi = solve(poisson_at_most, k, 0, 2 * k + 10, k);
}
