/*
 * alarm: what is unusual in the period (C14, C15): spikes and sustained rises of the series that the policy
 * watches, a shift of the mix of categories, categories never seen before, repeats; and what the
 * next week will bring.
 *
 *	struct alarm_list a = ALARM_LIST_INIT;
 *	alarm_find(&a, &series, policy);           // series_finish() came before; policy of the first desk
 *	if (a.n) ...
 *	alarm_release(&a);
 *
 * Definitions: metrics.md, rules/warning.h, rules/mix.h, rules/repeat.h, rules/forecast.h. Each method for
 * itself keeps the policy's budget: the K watched series share it; the mix is tested once a kind
 * and report with alpha = min(0.01, budget days(W) / (365 kinds)) against the baseline of W's first day.
 * On a day that is still running spikes are told (they can only grow), rises are not.
 * Strings and cases are borrowed from the series and the policy.
 */
#ifndef SD_REPORT_ALARM_H
#define SD_REPORT_ALARM_H

#include "report/series.h"
#include "rules/forecast.h"
#include "rules/warning.h"

enum alarm_method { ALARM_SPIKE, ALARM_RISE, ALARM_MIX, ALARM_NEW, ALARM_REPEAT };
/* "spike" ...: untranslated. */
const char *alarm_method_name(enum alarm_method m);

struct alarm {
	enum alarm_method method;
	const struct series *series;       /* of a mix in which none stands out: any category's, value not meant */
	int is_whole;                      /* ... this is such a one */
	int64_t day;                       /* spike, rise: the day; mix: W's last; new: the first; repeat: when the count was reached */
	int64_t since;                     /* rise: the day on which C left 0; else `day` */
	uint64_t observed;                 /* on the day; mix, new: in W; repeat: in the fullest window */
	double expected;                   /* NaN: new, repeat */
	double p;                          /* spike, mix; else NaN */
	double c, phi;                     /* rise; else NaN. phi: spike too */
	double residual, chi2;             /* mix */
	size_t df;
	int is_simulated;
	const struct policy_repeat *rule;  /* repeat */
	size_t first_case, ncases;         /* in series_set.order */
	size_t rank;                       /* of the kind in the policy */
};

struct alarm_forecast {
	const struct series *series;       /* the kind's volume */
	struct forecast week;
	size_t rank;
};

struct alarm_list {
	struct alarm *one;
	size_t n, alloc;
	struct warning_limits limits;
	double alpha_mix;
	size_t watched;                    /* K */
	size_t usable;                     /* days of the baseline of the last day that is judged */
	int64_t first_day, last_day;       /* that are judged */
	int64_t next_day;                  /* the forecast's first */
	struct alarm_forecast *forecast;
	size_t nforecasts;
};
#define ALARM_LIST_INIT { .n = 0 }

void alarm_find(struct alarm_list *list, const struct series_set *s, const struct policy *p);
void alarm_release(struct alarm_list *list);

#endif
