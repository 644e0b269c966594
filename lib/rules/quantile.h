/*
 * quantile: sample quantiles of complete data, the nine types of Hyndman and Fan, Am. Stat. 50
 * (1996) 361-365. Times that may not have ended yet belong to rules/km.h.
 */
#ifndef SD_RULES_QUANTILE_H
#define SD_RULES_QUANTILE_H

#include <stddef.h>

/*
 * Ours: the inverse of the empirical distribution, the middle of two where it is level. It is what
 * Kaplan-Meier gives when nothing is censored, so that the figures of a report agree.
 */
#define QUANTILE_TYPE 2

/*
 * The p-quantile (0 <= p <= 1) of n ascending values by `type` (1 to 9). NaN where n is 0. Types 1
 * to 3 are steps, 4 to 9 interpolate (7 is the default of R and of spreadsheets). A position within
 * four units of rounding of a whole number is that number.
 */
double quantile(const double *sorted, size_t n, double p, int type);

#endif
