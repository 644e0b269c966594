#include "rules/warning.h"

#include <math.h>

#include "rules/special.h"

#define YEAR     365.0
#define DOUBLING M_LN2       /* ln of the ratio that method 2 looks for, which is 2 */
#define LEAST_H  4.0

void warning_alone(struct warning_limits *limits)
{
	limits->alpha = .005;
	limits->h = LEAST_H;
}

void warning_spread(struct warning_limits *limits, double budget, size_t nseries)
{
	double days = YEAR * (double)(nseries ? nseries : 1);

	limits->alpha = budget / days;
	limits->h = fmax(LEAST_H, log(days / budget));
}

/* The baseline of `day` ends one day before the guard; it gains a day and loses one. */
static void slide(struct warning_walk *w, size_t day)
{
	if (day >= WARNING_GUARD + 1)
		baseline_add(&w->baseline, w->series, day - WARNING_GUARD - 1, 1);
	if (day >= WARNING_HISTORY + 1)
		baseline_add(&w->baseline, w->series, day - WARNING_HISTORY - 1, -1);
}

void warning_begin(struct warning_walk *w, const struct day_series *s,
		   const struct warning_limits *limits, size_t first)
{
	size_t day = first > WARNING_HISTORY ? first - WARNING_HISTORY - 1 : 0;

	*w = (struct warning_walk){ .series = s, .limits = *limits, .day = first, .since = first,
				    .baseline = BASELINE_INIT };
	for (; day + WARNING_GUARD + 1 < first; day++)
		baseline_add(&w->baseline, s, day, 1);
}

static void judge_spike(struct warning_day *d, const struct baseline_fit *fit, double alpha)
{
	d->variance = fit->phi * d->expected * (1 + d->factor / fit->total);
	d->size = d->expected * d->expected / (d->variance - d->expected);
	d->p = special_nb_at_least(d->observed, d->size, d->expected);
	d->is_spike = d->p < alpha && d->observed >= WARNING_FEWEST;
}

static void judge_rise(struct warning_walk *w, struct warning_day *d)
{
	d->increment = (d->observed * DOUBLING - d->expected) / d->phi;
	if (w->c <= 0)
		w->since = d->day;
	w->c = fmax(0, w->c + d->increment);
	d->c = w->c;
	d->since = w->c > 0 ? w->since : d->day;
	d->is_rise = w->c > w->limits.h;
	if (d->is_rise)
		w->c = 0;
}

int warning_next(struct warning_walk *w, struct warning_day *d)
{
	struct baseline_fit fit;

	if (w->day >= w->series->n)
		return 0;
	*d = (struct warning_day){ .day = w->day++, .c = w->c, .since = w->since };
	slide(w, d->day);
	d->is_known = day_series_is_known(w->series, d->day);
	d->observed = d->is_known ? w->series->count[d->day] : 0;
	d->has_baseline = baseline_fit(&w->baseline, &fit);
	d->usable = fit.usable;
	if (!d->is_known || !d->has_baseline)
		return 1;
	d->sum = fit.sum;
	d->total = fit.total;
	d->phi = fit.phi;
	d->factor = fit.factor[day_series_weekday(w->series, d->day)];
	d->expected = fit.rate * d->factor;
	judge_spike(d, &fit, w->limits.alpha);
	judge_rise(w, d);
	return 1;
}

int warning_next_notable(struct warning_walk *w, struct warning_day *d)
{
	while (w->day < w->series->n && w->c <= 0 && !w->series->count[w->day])
		slide(w, w->day++);
	return warning_next(w, d);
}

uint32_t warning_threshold(const struct warning_day *d, double alpha)
{
	uint32_t low = WARNING_FEWEST - 1, high = WARNING_FEWEST;

	while (special_nb_at_least(high, d->size, d->expected) >= alpha && high < UINT32_MAX / 2)
		high *= 2;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (special_nb_at_least(middle, d->size, d->expected) < alpha)
			high = middle;
		else
			low = middle;
	}
	return high;
}
