/*
 * baseline: the level and the week of a series of daily counts (metrics.md, "Early warning"). Pure.
 *
 *	struct baseline b = BASELINE_INIT;
 *	for (day = t - 56; day < t; day++)
 *		baseline_add(&b, &series, day, 1);       // days that nobody knows are left out
 *	baseline_add(&b, &series, t - 56, -1);           // ... and out again: it slides
 *	if (baseline_fit(&b, &fit)) ... fit.rate * fit.factor[weekday] ...
 *
 * Only sums are kept, so that sliding over years costs the same for every day.
 */
#ifndef SD_RULES_BASELINE_H
#define SD_RULES_BASELINE_H

#include <stddef.h>
#include <stdint.h>

#define BASELINE_NEEDED 28       /* usable days without which nothing is said */

struct day_series {
	const uint32_t *count;   /* by day; distinct customers count once a day */
	const uint8_t *known;    /* by day; 0: nobody knows. NULL: all are known */
	size_t n;
	int weekday;             /* of day 0: 0 Monday to 6 Sunday */
};
int day_series_weekday(const struct day_series *s, size_t day);
int day_series_is_known(const struct day_series *s, size_t day);

struct baseline {
	int64_t sum[7], square[7], days[7];   /* by weekday */
};
#define BASELINE_INIT { { 0 }, { 0 }, { 0 } }

/* The day's count goes in (sign 1) or out (-1). */
void baseline_add(struct baseline *b, const struct day_series *s, size_t day, int sign);

/*
 * With y the counts of the J days:
 *
 *	S = sum y;  f_d = (S_d + 7) / (S/7 + 7), by weekday, divided by the mean of the seven
 *	E = sum f over the days;  rate = (S + 1/2) / E
 *	phi = max(1, sum (y - rate f)^2 / (rate f) / (J - 7))
 *
 * The 7 draws the factors of rare series towards 1; phi is Pearson's estimate of overdispersion
 * (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, section 4.5).
 */
struct baseline_fit {
	size_t usable;           /* J */
	double sum, total, rate, phi;   /* S, E */
	double factor[7];
};
/* 0 where fewer than 28 days are usable; then only `usable` is filled. */
int baseline_fit(const struct baseline *b, struct baseline_fit *fit);

#endif
