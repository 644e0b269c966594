#include "rules/interval.h"

#include <math.h>

#include "rules/special.h"

#define Z95   1.9599639845400542  /* the 0.975 quantile of the normal distribution */
#define TAIL  0.025
#define FEW   5                   /* an expected count below it: no chi-square */
#define EQUAL (1 + 1e-7)          /* terms that differ by rounding are equally likely */

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

/* Exact intervals ask for the parameter at which a tail of the distribution has 2.5 %. */
struct count {
	double x, n;
};

static double poisson_below(void *ctx, double mean)
{
	return special_poisson_at_most(((struct count *)ctx)->x, mean);
}

static double poisson_above(void *ctx, double mean)
{
	return special_poisson_at_least(((struct count *)ctx)->x, mean);
}

static double binomial_below(void *ctx, double p)
{
	const struct count *c = ctx;

	return special_binomial_at_most(c->x, c->n, p);
}

static double binomial_above(void *ctx, double p)
{
	const struct count *c = ctx;

	return special_binomial_at_least(c->x, c->n, p);
}

void interval_exact(uint64_t x, uint64_t n, double *lo, double *hi)
{
	struct count c = { (double)x, (double)n };

	*lo = x ? special_solve(binomial_above, &c, TAIL, 0, c.x / c.n) : 0;
	*hi = x < n ? special_solve(binomial_below, &c, TAIL, c.x / c.n, 1) : 1;
}

void interval_poisson(uint64_t x, double *lo, double *hi)
{
	struct count c = { (double)x, 0 };

	*lo = x ? special_solve(poisson_above, &c, TAIL, 0, c.x) : 0;
	*hi = special_solve(poisson_below, &c, TAIL, c.x, 2 * c.x + 10);
}

/* --- rates ---------------------------------------------------------------------------------------- */

/*
 * The outcomes on the other side of the mode that are no likelier than x: their number falls
 * towards the end, so that the first one is found by bisection.
 */
static double other_tail(double x, double n, double share)
{
	double limit = special_binomial_term(x, n, share) * EQUAL, mode = n * share, low, high;

	if (x < mode) {
		low = ceil(mode) - 1;
		high = n + 1;
		while (high - low > 1) {
			double middle = floor(low + (high - low) / 2);

			if (special_binomial_term(middle, n, share) <= limit)
				high = middle;
			else
				low = middle;
		}
		return special_binomial_at_least(high, n, share);
	}
	low = -1;
	high = floor(mode) + 1;
	while (high - low > 1) {
		double middle = floor(low + (high - low) / 2);

		if (special_binomial_term(middle, n, share) <= limit)
			low = middle;
		else
			high = middle;
	}
	return special_binomial_at_most(low, n, share);
}

static double binomial_p(double x, double n, double share)
{
	double own;

	if (x == n * share)
		return 1;
	own = x < n * share ? special_binomial_at_most(x, n, share) :
			      special_binomial_at_least(x, n, share);
	return fmin(1, own + other_tail(x, n, share));
}

void interval_rate_ratio(uint64_t x1, double t1, uint64_t x0, double t0, struct rate_ratio *r)
{
	double sum = (double)x1 + (double)x0, share = t1 / (t1 + t0), lo, hi;

	*r = (struct rate_ratio){ NAN, 0, INFINITY, 1, 1 };
	if (!x1 && !x0)
		return;
	r->ratio = x0 ? (double)x1 / t1 / ((double)x0 / t0) : INFINITY;
	interval_exact(x1, x1 + x0, &lo, &hi);
	r->lo = lo / (1 - lo) * t0 / t1;
	r->hi = x0 ? hi / (1 - hi) * t0 / t1 : INFINITY;
	r->p = binomial_p((double)x1, sum, share);
	r->greater = special_binomial_at_least((double)x1, sum, share);
}

/* --- shares --------------------------------------------------------------------------------------- */

/* ln of the number of ways to choose k of n. */
static double log_choose(double n, double k)
{
	return special_log_factorial(n) - special_log_factorial(k) - special_log_factorial(n - k);
}

/* x1 of n1 and x0 of n0 with all sums held: every table that is no likelier than the one seen. */
static double fisher_p(double x1, double n1, double x0, double n0)
{
	double hits = x1 + x0, all = log_choose(n1 + n0, hits);
	double from = fmax(0, hits - n0), sum = 0;
	uint64_t tables = (uint64_t)(fmin(n1, hits) - from) + 1, i;
	double seen = log_choose(n1, x1) + log_choose(n0, x0) - all;

	for (i = 0; i < tables; i++) {
		double k = from + (double)i;
		double term = log_choose(n1, k) + log_choose(n0, hits - k) - all;

		if (term <= seen + EQUAL - 1)
			sum += exp(term);
	}
	return fmin(1, sum);
}

static double difference_p(double x1, double n1, double x0, double n0, int *is_exact)
{
	double share = (x1 + x0) / (n1 + n0), least = fmin(n1, n0) * fmin(share, 1 - share), z;

	*is_exact = least < FEW;
	if (*is_exact)
		return share > 0 && share < 1 ? fisher_p(x1, n1, x0, n0) : 1;
	z = (x1 / n1 - x0 / n0) / sqrt(share * (1 - share) * (1 / n1 + 1 / n0));
	return fmin(1, 2 * special_normal_at_least(fabs(z)));
}

void interval_difference(uint64_t x1, uint64_t n1, uint64_t x0, uint64_t n0,
			 struct share_difference *d)
{
	double p1, p0, lo1, hi1, lo0, hi0;

	*d = (struct share_difference){ NAN, -1, 1, NAN, 0 };
	if (!n1 || !n0)
		return;
	p1 = (double)x1 / (double)n1;
	p0 = (double)x0 / (double)n0;
	interval_wilson(x1, n1, &lo1, &hi1);
	interval_wilson(x0, n0, &lo0, &hi0);
	d->difference = p1 - p0;
	d->lo = d->difference - hypot(p1 - lo1, hi0 - p0);
	d->hi = d->difference + hypot(hi1 - p1, p0 - lo0);
	d->p = difference_p((double)x1, (double)n1, (double)x0, (double)n0, &d->is_exact);
}

/* --- scores --------------------------------------------------------------------------------------- */

#define ADDED       3.            /* answers, ... */
#define ADDED_SIDE  .75           /* ... of these to either side */

static double score(const struct promoter_score *s)
{
	return ((double)s->promoters - (double)s->detractors) / (double)s->n;
}

/* The score with the answers that are added, and the variance of its mean, which is never 0. */
static double adjusted(const struct promoter_score *s, double *variance)
{
	double n = (double)s->n + ADDED;
	double up = ((double)s->promoters + ADDED_SIDE) / n, down = ((double)s->detractors + ADDED_SIDE) / n;

	*variance = (up + down - (up - down) * (up - down)) / n;
	return up - down;
}

void interval_promoters(const struct promoter_score *s, double *lo, double *hi)
{
	double variance, middle = adjusted(s, &variance), half = Z95 * sqrt(variance);

	*lo = s->n ? fmax(-1, middle - half) : -1;
	*hi = s->n ? fmin(1, middle + half) : 1;
}

void interval_promoters_difference(const struct promoter_score *a, const struct promoter_score *b,
			       struct promoter_difference *d)
{
	double variance_a, variance_b, middle, error;

	*d = (struct promoter_difference){ NAN, -2, 2, NAN };
	if (!a->n || !b->n)
		return;
	middle = adjusted(a, &variance_a) - adjusted(b, &variance_b);
	error = sqrt(variance_a + variance_b);
	d->difference = score(a) - score(b);
	d->lo = fmax(-2, middle - Z95 * error);
	d->hi = fmin(2, middle + Z95 * error);
	d->p = fmin(1, 2 * special_normal_at_least(fabs(middle) / error));
}
