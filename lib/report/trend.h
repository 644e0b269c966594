/*
 * trend: one series of early warning day by day: what came, what was expected, and from what count on the policy would
 * warn of the day (rules/warning.h). For charts and their tables.
 *
 *	struct trend t;
 *	trend_of(&t, &figures->series, &figures->alarms, series);
 *	for (i = 0; i < t.n; i++) ... t.day[i]
 *	trend_release(&t);
 *
 * The last 56 days, or the days of the period where these are more, at most TREND_MOST; from the first day about which
 * anything is known.
 */
#ifndef SD_REPORT_TREND_H
#define SD_REPORT_TREND_H

#include "report/alarm.h"

#define TREND_MOST 92

struct trend_day {
	int64_t day;                   /* since 1970 */
	uint32_t observed;
	double expected, limit;        /* NaN: history is insufficient */
	char words[16];                /* what is expected, one digit after the point */
	int is_spike, is_rise;         /* told in the list of alarms */
};
struct trend {
	const struct series *series;
	struct trend_day *day;
	size_t n;
};

void trend_of(struct trend *t, const struct series_set *s, const struct alarm_list *alarms, size_t series);
void trend_release(struct trend *t);

/*
 * The series that are worth it, by number, in at most `room` places: of each kind the volume, then those with a spike or a rise in
 * the order of the list.
 */
size_t trend_choose(const struct series_set *s, const struct alarm_list *alarms, const struct policy *p,
		    size_t *series, size_t room);

#endif
