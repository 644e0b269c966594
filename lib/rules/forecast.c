#include "rules/forecast.h"

#include <math.h>

#include "rules/special.h"

#define TAIL   .025
#define WANDER 2    /* variance of the forecast's error by that of the noise */

/* The least k of which P(X <= k) >= share; X is negative binomial. */
static double nb_quantile(double share, double size, double mean)
{
	double low = -1, high = ceil(mean) + 1;

	while (1 - special_nb_at_least(high + 1, size, mean) < share)
		high *= 2;
	while (high - low > 1) {
		double middle = floor(low + (high - low) / 2);

		if (1 - special_nb_at_least(middle + 1, size, mean) >= share)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* What the level rests on: as the weeks weigh, and all alike. */
struct level {
	double cases, factors, all;
};

static void add_level(struct level *l, const struct day_series *s, const struct baseline_fit *fit,
		      size_t day, size_t first)
{
	size_t weeks = (first - 1 - day) / 7;
	double g = pow(.5, (double)weeks);
	double factor = fit->factor[day_series_weekday(s, day)];

	if (!day_series_is_known(s, day))
		return;
	l->cases += g * s->count[day];
	l->factors += g * factor;
	l->all += factor;
}

int forecast_week(const struct day_series *s, size_t first, struct forecast *f)
{
	size_t begin = first > FORECAST_BASELINE ? first - FORECAST_BASELINE : 0, day;
	struct baseline b = BASELINE_INIT;
	struct level level = { 0, 0, 0 };
	struct baseline_fit fit;
	double size;
	int i;

	*f = (struct forecast){ 0 };
	for (day = begin; day < first; day++)
		baseline_add(&b, s, day, 1);
	if (!baseline_fit(&b, &fit))
		return 0;
	for (day = begin; day < first; day++)
		add_level(&level, s, &fit, day, first);
	for (i = 0; i < FORECAST_DAYS; i++) {
		double factor = fit.factor[day_series_weekday(s, first + (size_t)i)];

		f->day[i] = (level.cases / level.factors + .5 / level.all) * factor;
		f->expected += f->day[i];
	}
	/* The size of a negative binomial: M^2 / (V - M). */
	size = f->expected / (WANDER * fit.phi - 1);
	f->lo = nb_quantile(TAIL, size, f->expected);
	f->hi = nb_quantile(1 - TAIL, size, f->expected);
	return 1;
}
