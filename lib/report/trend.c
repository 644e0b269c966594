#include "report/trend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void trend_release(struct trend *t)
{
	free(t->day);
	*t = (struct trend){ .n = 0 };
}

static int64_t first_shown(const struct series_set *s)
{
	int64_t first = s->to_day - SERIES_CASES_DAYS + 1;

	if (s->from_day < first)
		first = s->from_day;
	if (first <= s->to_day - TREND_MOST)
		first = s->to_day - TREND_MOST + 1;
	return s->known_day > first && s->known_day <= s->to_day ? s->known_day : first;
}

static void mark_alarms(struct trend *t, const struct alarm_list *alarms)
{
	size_t i;

	for (i = 0; i < alarms->n; i++) {
		const struct alarm *a = &alarms->one[i];
		int64_t at = a->day - t->day[0].day;

		if (a->series != t->series || at < 0 || (uint64_t)at >= t->n)
			continue;
		t->day[at].is_spike |= a->method == ALARM_SPIKE;
		t->day[at].is_rise |= a->method == ALARM_RISE;
	}
}

/* No more than 10^12 cases a day. */
static void write_expected(struct trend_day *x)
{
	if (snprintf(x->words, sizeof(x->words), "%.1f", x->expected) >= (int)sizeof(x->words))
		x->words[0] = '\0';
}

/* Its baseline needs the days before the first one that is shown. */
void trend_of(struct trend *t, const struct series_set *s, const struct alarm_list *alarms, size_t series)
{
	int64_t first = first_shown(s), day0 = first - WARNING_HISTORY - 1;
	size_t n, before, i;
	struct warning_walk w;
	struct warning_day d;
	uint32_t *count;
	uint8_t *known;

	if (s->known_day > day0)
		day0 = s->known_day < first ? s->known_day : first;
	n = (size_t)(s->to_day - day0) + 1;
	before = (size_t)(first - day0);
	count = mem_array(n + 1, sizeof(*count));
	known = mem_array(n + 1, 1);
	for (i = 0; i < n; i++)
		known[i] = day0 + (int64_t)i >= s->known_day;
	series_days(s, series, day0, n, count);
	*t = (struct trend){ .series = &s->one[series], .n = n - before };
	t->day = mem_array(t->n + 1, sizeof(*t->day));
	warning_begin(&w, &(struct day_series){ count, known, n, civil_weekday(day0) }, &alarms->limits, before);
	for (i = 0; i < t->n; i++) {
		t->day[i] = (struct trend_day){ .day = first + (int64_t)i, .observed = count[before + i],
						.expected = NAN, .limit = NAN };
		if (!warning_next(&w, &d) || !d.is_known || !d.has_baseline)
			continue;
		t->day[i].expected = d.expected;
		write_expected(&t->day[i]);
		t->day[i].limit = warning_threshold(&d, alarms->limits.alpha);
	}
	mark_alarms(t, alarms);
	free(count);
	free(known);
}

static int is_chosen(const size_t *series, size_t n, size_t which)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (series[i] == which)
			return 1;
	return 0;
}

/* By the kinds of the policy, so that the order in which desks were added cannot be seen. */
static size_t choose_volumes(const struct series_set *s, const struct policy *p, size_t *series, size_t room)
{
	int64_t first = first_shown(s);
	size_t k, i, n = 0;

	for (k = 0; k < p->nkinds; k++)
		for (i = 0; i < s->n && n < room; i++)
			if (!s->one[i].column && !strcmp(s->one[i].kind, p->kind[k].name) &&
			    series_sum(s, i, first, s->to_day))
				series[n++] = i;
	return n;
}

size_t trend_choose(const struct series_set *s, const struct alarm_list *alarms, const struct policy *p,
		    size_t *series, size_t room)
{
	size_t n = s->is_on ? choose_volumes(s, p, series, room) : 0, i;

	for (i = 0; i < alarms->n && n < room; i++) {
		const struct alarm *a = &alarms->one[i];
		size_t which = (size_t)(a->series - s->one);

		if ((a->method == ALARM_SPIKE || a->method == ALARM_RISE) && !is_chosen(series, n, which))
			series[n++] = which;
	}
	return n;
}
