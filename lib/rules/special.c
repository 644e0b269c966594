#include "rules/special.h"

#include <math.h>

#define TINY       1e-300  /* stands for a zero denominator in Lentz's algorithm */
#define EXACT      1e-16   /* a factor or term that changes nothing any more */
#define ROUNDS_MAX 100000  /* the fractions need about sqrt(max(a, b)) rounds */

double special_log_factorial(double n)
{
	int sign;

	return lgamma_r(n + 1, &sign);
}

/* ln(1+x) - x; 1+x is given apart, because a tiny one would be lost in the sum. */
static double log1p_minus(double x, double one_and_x)
{
	double term = x, sum = 0;
	int k;

	if (fabs(x) > .1)
		return log(one_and_x) - x;
	for (k = 2; k < 60; k++) {
		term *= -x;
		sum += term / k;
		if (fabs(term) < EXACT * fabs(sum))
			break;
	}
	return sum;
}

/*
 * ln(n!) less Stirling's n ln n - n + ln(2 pi n)/2 (DLMF 5.11.1): with it the large parts of the
 * densities below cancel on paper and not in the computer. Loader, "Fast and accurate computation of
 * binomial probabilities" (2000).
 */
static double stirling_rest(double n)
{
	double m = n * n;

	if (n < 20)
		return special_log_factorial(n) - (n * log(n) - n + .5 * log(2 * M_PI * n));
	return (1. / 12 - (1. / 360 - (1. / 1260 - (1. / 1680 - 1. / 1188 / m) / m) / m) / m) / n;
}

/* x^a e^-x / gamma(a+1). */
static double gamma_front(double a, double x)
{
	if (x <= 0)
		return 0;
	if (a < 1)
		return exp(a * log(x) - x - special_log_factorial(a));
	return exp(a * log1p_minus((x - a) / a, x / a) - stirling_rest(a)) / sqrt(2 * M_PI * a);
}

static double gamma_series(double a, double x)
{
	double term = 1, sum = 1;
	int k;

	for (k = 1; k < ROUNDS_MAX && term > sum * EXACT; k++)
		sum += term *= x / (a + k);
	return gamma_front(a, x) * sum;
}

static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;
	int k;

	for (k = 1; k < ROUNDS_MAX; k++) {
		double an = -k * (k - a), step;

		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = b + an / c;
		c = fabs(c) < TINY ? TINY : c;
		step = c * d;
		h *= step;
		if (fabs(step - 1) < 2 * EXACT)
			break;
	}
	return gamma_front(a, x) * a * h;
}

double special_gamma_p(double a, double x)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double special_gamma_q(double a, double x)
{
	if (!(a > 0) || !(x >= 0))
		return NAN;
	return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* x^a y^b / (a B(a,b)). */
static double beta_front(double a, double b, double x, double y)
{
	double n = a + b, log_front;

	if (a < 1 || b < 1) {
		log_front = a * log(x) + b * log(y) + special_log_factorial(n - 1) -
			    special_log_factorial(a - 1) - special_log_factorial(b - 1);
		return exp(log_front) / a;
	}
	/* x/(a/n) and y/(b/n) are 1 + u and 1 + v with a u + b v = 0. */
	log_front = a * log1p_minus((x * b - y * a) / a, x * n / a) +
		    b * log1p_minus((y * a - x * b) / b, y * n / b) +
		    stirling_rest(n) - stirling_rest(a) - stirling_rest(b);
	return exp(log_front) * sqrt(b / (2 * M_PI * n * a));
}

static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;
	int m;

	d = 1 / (fabs(d) < TINY ? TINY : d);
	h = d;
	for (m = 1; m < ROUNDS_MAX; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 + even * d;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = 1 + even / c;
		c = fabs(c) < TINY ? TINY : c;
		h *= d * c;
		d = 1 + odd * d;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = 1 + odd / c;
		c = fabs(c) < TINY ? TINY : c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < 2 * EXACT)
			break;
	}
	return h;
}

double special_beta_i(double a, double b, double x, double y)
{
	if (!(a > 0) || !(b > 0) || !(x >= 0) || !(y >= 0))
		return NAN;
	if (x <= 0)
		return 0;
	if (y <= 0)
		return 1;
	if (x < (a + 1) / (a + b + 2))
		return beta_front(a, b, x, y) * beta_fraction(a, b, x);
	return 1 - beta_front(b, a, y, x) * beta_fraction(b, a, y);
}

double special_poisson_at_least(double k, double mean)
{
	return k <= 0 ? 1 : special_gamma_p(k, mean);
}

double special_poisson_at_most(double k, double mean)
{
	return k < 0 ? 0 : special_gamma_q(k + 1, mean);
}

double special_binomial_at_least(double k, double n, double p)
{
	if (k <= 0)
		return 1;
	return k > n ? 0 : special_beta_i(k, n - k + 1, p, 1 - p);
}

double special_binomial_at_most(double k, double n, double p)
{
	if (k >= n)
		return 1;
	return k < 0 ? 0 : special_beta_i(n - k, k + 1, 1 - p, p);
}

double special_binomial_term(double k, double n, double p)
{
	if (k < 0 || k > n)
		return 0;
	if (k <= 0)
		return exp(n * log1p(-p));
	if (k >= n)
		return exp(n * log(p));
	return beta_front(k, n - k, p, 1 - p) * n / (n - k);
}

double special_nb_at_least(double k, double size, double mean)
{
	if (k <= 0)
		return 1;
	return special_beta_i(k, size, mean / (size + mean), size / (size + mean));
}

double special_chi2_at_least(double x, double df)
{
	return special_gamma_q(df / 2, x / 2);
}

double special_normal_at_least(double z)
{
	return erfc(z * M_SQRT1_2) / 2;
}

double special_solve(special_fn *fn, void *ctx, double want, double a, double b)
{
	int rises = fn(ctx, a) < want, i;

	for (i = 0; i < 2000; i++) {
		double middle = a + (b - a) / 2;

		if (middle == a || middle == b)
			break;
		if ((fn(ctx, middle) < want) == rises)
			a = middle;
		else
			b = middle;
	}
	return a + (b - a) / 2;
}
