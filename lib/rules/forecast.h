/*
 * forecast: how many cases the next 7 days bring, from level and weekday. Pure.
 *
 *	if (forecast_week(&series, first, &f)) ... f.expected, f.lo, f.hi ...
 *
 * The factors f of the weekdays and phi are those of the 56 days before `first` (rules/baseline.h, without a
 * guard). The level follows what is new: a week back counts half of the one after it (g = 1, 1/2, 1/4 ..),
 *
 *	rate = sum g y / sum g f + (1/2) / sum f;  M = rate sum f (over the 7 days)
 *
 * which is simple exponential smoothing by week (Brown 1959) with constant 1/2. That constant is right where
 * the level itself wanders, and then a forecast errs with twice the variance of a week's own noise (Muth,
 * J. Am. Stat. Assoc. 55 (1960) 299-306): the sum of the 7 days is taken as negative binomial with
 * variance 2 phi M, and [lo, hi] are its quantiles 0.025 and 0.975. It knows no trend and no holiday, so
 * that around these the interval holds less often (118 of 133 weeks of a real help desk in all).
 */
#ifndef SD_RULES_FORECAST_H
#define SD_RULES_FORECAST_H

#include "rules/baseline.h"

#define FORECAST_BASELINE 56     /* days */
#define FORECAST_DAYS     7

struct forecast {
	double expected, lo, hi;          /* of the sum */
	double day[FORECAST_DAYS];        /* expected, from the first day on */
};
/* 0 where fewer than 28 days are usable. `first` may lie one past the end of the series. */
int forecast_week(const struct day_series *s, size_t first, struct forecast *f);

#endif
