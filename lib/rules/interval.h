/*
 * interval: 95 % confidence intervals for the figures of a report, and the tests that go with them.
 *
 * Each fills *lo and *hi. Nothing is known where n is 0: [0, 1] of a share, [-1, 1] of a difference or a score, [-2, 2] of a difference of scores. A p is
 * the chance of at least such a result where there is no difference, two-sided.
 */
#ifndef SD_RULES_INTERVAL_H
#define SD_RULES_INTERVAL_H

#include <stdint.h>

/* A share x of n, 0 <= x <= n: Wilson's score interval, J. Am. Stat. Assoc. 22 (1927) 209-212. */
void interval_wilson(uint64_t x, uint64_t n, double *lo, double *hi);

/* A share x of n: Clopper and Pearson's exact interval, Biometrika 26 (1934) 404-413. */
void interval_exact(uint64_t x, uint64_t n, double *lo, double *hi);

/* The mean of a Poisson count x: Garwood's exact interval, Biometrika 28 (1936) 437-442. */
void interval_poisson(uint64_t x, double *lo, double *hi);

/*
 * Counts x1 in a time (or on a base) of t1 and x0 in t0, both > 0, as rates: their ratio (x1/t1)/(x0/t0), +Inf
 * where only x0 is 0, NaN where both are. Given the sum, x1 is binomial with the share t1/(t1+t0) where
 * the rates are equal: Przyborowski and Wilenski, Biometrika 31 (1940) 313-323; the interval is that of
 * Clopper and Pearson carried over. p counts every split of the sum that is no likelier than the
 * observed one; `greater` is the one-sided p of "rate 1 is the higher one".
 */
struct rate_ratio {
	double ratio, lo, hi, p, greater;
};
void interval_rate_ratio(uint64_t x1, double t1, uint64_t x0, double t0, struct rate_ratio *r);

/*
 * The difference x1/n1 - x0/n0 of two shares: Newcombe's hybrid of two Wilson intervals, Stat. Med. 17
 * (1998) 873-890, method 10. p: Pearson's chi-square without correction, or, where an expected
 * count is below 5, Fisher's exact test, J. R. Stat. Soc. 98 (1935) 39-82.
 */
struct share_difference {
	double difference, lo, hi, p;
	int is_exact;                /* p is Fisher's */
};
void interval_difference(uint64_t x1, uint64_t n1, uint64_t x0, uint64_t n0,
			 struct share_difference *d);

/*
 * The net promoter score of n answers, -1 to 1: the share of promoters less that of detractors. Rocks, The American
 * Statistician 70 (2016) 365-372: Wald's interval with the trinomial variance, after 3 answers were added, as if 3/4 were
 * promoters and 3/4 detractors ("adjusted Wald"), cut at -1 and 1.
 */
struct promoter_score {
	uint64_t promoters, detractors, n;
};
void interval_promoters(const struct promoter_score *s, double *lo, double *hi);

/*
 * The difference a - b of two scores, -2 to 2: the same adjustment of either side, and the z test that goes with
 * it, so that p < 0.05 just where the interval leaves out 0. Asymptotic.
 */
struct promoter_difference {
	double difference, lo, hi, p;
};
void interval_promoters_difference(const struct promoter_score *a, const struct promoter_score *b,
			       struct promoter_difference *d);

#endif
