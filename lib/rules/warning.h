/*
 * warning: early warning in one series of daily counts, by the two methods of metrics.md. Pure.
 *
 *	struct day_series s = { count, known, ndays, weekday of day 0 };
 *	struct warning_limits limits;
 *	warning_spread(&limits, budget, nseries);       // or warning_alone(&limits)
 *	struct warning_walk w;
 *	warning_begin(&w, &s, &limits, first);          // C is 0 here
 *	while (warning_next(&w, &day))
 *		if (day.is_spike) ...
 *
 * Baseline of day t: the 56 days that end 8 days before it (so that a rise which begins is not its
 * own measure), less the days about which nothing is known; J of them are left, y are their counts.
 *
 * rules/baseline.h gives their rate, the weekday's factor f_t, E and phi; m = rate f_t is expected.
 *
 * 1. Spike of the day: the count x is negative binomial with mean m and variance V = phi m (1 + f_t/E),
 *    which adds what is not known about m; p = P(X >= x). An alarm where p < alpha and x >= 3. The predictive
 *    variance as in Farrington et al., J. R. Stat. Soc. A 159 (1996) 547-563, and Noufaily et al.,
 *    Stat. Med. 32 (2013) 1206-1222.
 * 2. Sustained rise: C = max(0, C + (x ln 2 - m) / phi), the likelihood ratio of a doubled Poisson rate;
 *    an alarm where C > h, and C begins at 0 again. Page, Biometrika 41 (1954) 100-115; Lucas,
 *    Technometrics 27 (1985) 129-144. On days without baseline C stays as it is.
 *
 * A day has no baseline where J < 28: no figure, no alarm.
 */
#ifndef SD_RULES_WARNING_H
#define SD_RULES_WARNING_H

#include "rules/baseline.h"

#define WARNING_BASELINE 56      /* days */
#define WARNING_GUARD    7       /* days between the baseline and the day that is judged */
#define WARNING_HISTORY  (WARNING_BASELINE + WARNING_GUARD)
#define WARNING_FEWEST   3       /* cases on one day that can be a spike */
#define WARNING_RUN_IN   365     /* days for which C runs before the period */

struct warning_limits {
	double alpha, h;
};
/* One series by itself: alpha 0.005, h 4. */
void warning_alone(struct warning_limits *limits);
/*
 * `nseries` series that share a budget of so many alarms a year, each method for itself:
 * alpha = budget/(365 nseries), h = max(4, ln(365 nseries/budget)).
 */
void warning_spread(struct warning_limits *limits, double budget, size_t nseries);

struct warning_day {
	size_t day;
	uint32_t observed;
	int is_known;            /* else only `day` is filled */
	size_t usable;           /* J */
	int has_baseline;        /* else nothing below is filled, except that c stays */
	double sum, factor, total; /* S, f_t, E */
	double expected, phi, variance, size;
	double p;
	double increment, c;     /* c: before it begins again */
	size_t since;            /* day on which c last left 0; this day where it is 0 */
	int is_spike, is_rise;
};

struct warning_walk {
	const struct day_series *series;
	struct warning_limits limits;
	size_t day;              /* the next one */
	double c;
	size_t since;
	struct baseline baseline; /* of that day */
};

void warning_begin(struct warning_walk *w, const struct day_series *s,
		   const struct warning_limits *limits, size_t first);
/* 0 past the series' last day. */
int warning_next(struct warning_walk *w, struct warning_day *day);
/*
 * The same without the days on which nothing can be said: nothing came in, and C is 0 and stays so. Most days of
 * most series are of that kind, and their baseline need not be fitted.
 */
int warning_next_notable(struct warning_walk *w, struct warning_day *day);

/* The least count that would be a spike on this day: p < alpha and at least 3. */
uint32_t warning_threshold(const struct warning_day *day, double alpha);

#endif
