/*
 * special: the distribution functions that the tests and intervals of a report need. Pure.
 *
 * The regularized incomplete gamma and beta functions, from which the tails of the Poisson, binomial,
 * negative binomial and chi-square distributions follow. DLMF is the NIST Digital Library of
 * Mathematical Functions, https://dlmf.nist.gov. The relative error stays under 1e-11 for the counts
 * of a report (up to millions); the small tail is always computed itself, never as 1 minus the other.
 *
 * Arguments outside the ranges given are our mistake and give NaN.
 */
#ifndef SD_RULES_SPECIAL_H
#define SD_RULES_SPECIAL_H

/* ln n! of a whole number, or ln gamma(n+1). DLMF 5.2. */
double special_log_factorial(double n);

/*
 * P(a,x) and Q(a,x) = 1 - P, a > 0, x >= 0. The series DLMF 8.7.1 for x < a+1, else the continued
 * fraction DLMF 8.9.2 by Lentz's algorithm (Applied Optics 15 (1976) 668-671) as modified by Thompson
 * and Barnett (J. Comput. Phys. 64 (1986) 490-509).
 */
double special_gamma_p(double a, double x);
double special_gamma_q(double a, double x);

/*
 * I_x(a,b), a and b > 0, 0 <= x <= 1; `y` is 1-x, given apart so that a tiny one is not lost. The
 * continued fraction DLMF 8.17.22 by the same algorithm, on the side where it converges quickly (8.17.4).
 */
double special_beta_i(double a, double b, double x, double y);

/* Tails of distributions: P(X >= k) and P(X <= k), k a whole number. */
double special_poisson_at_least(double k, double mean);
double special_poisson_at_most(double k, double mean);
double special_binomial_at_least(double k, double n, double p);
double special_binomial_at_most(double k, double n, double p);
/* P(X = k). */
double special_binomial_term(double k, double n, double p);
/* Negative binomial by its mean and its size: the variance is mean + mean^2/size. */
double special_nb_at_least(double k, double size, double mean);

/* P(X >= x), X chi-square with df degrees of freedom; and P(Z >= z), Z standard normal. */
double special_chi2_at_least(double x, double df);
double special_normal_at_least(double z);

/*
 * Where an increasing or decreasing function crosses `want`, by bisection down to the last bit:
 * fn(ctx, a) is on one side of it and fn(ctx, b) on the other.
 */
typedef double special_fn(void *ctx, double x);
double special_solve(special_fn *fn, void *ctx, double want, double a, double b);

#endif
