/*
 * interval: 95 % confidence intervals for the figures of a report.
 *
 * Each fills *lo and *hi. Nothing is known where n is 0: [0, 1] of a share.
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

#endif
