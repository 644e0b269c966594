#include "rules/baseline.h"

#include <math.h>

#define SHRINK 7.0   /* cases that each weekday is given beforehand */

int day_series_weekday(const struct day_series *s, size_t day)
{
	return (int)(((size_t)s->weekday + day) % 7);
}

int day_series_is_known(const struct day_series *s, size_t day)
{
	return !s->known || s->known[day];
}

void baseline_add(struct baseline *b, const struct day_series *s, size_t day, int sign)
{
	int weekday = day_series_weekday(s, day);
	int64_t y = s->count[day];

	if (!day_series_is_known(s, day))
		return;
	b->sum[weekday] += sign * y;
	b->square[weekday] += sign * y * y;
	b->days[weekday] += sign;
}

static void fit_factors(const struct baseline *b, struct baseline_fit *fit)
{
	/* The mean of the seven is 1 as it stands: the S_d add up to S. */
	double scale = 7 / (fit->sum + 7 * SHRINK);
	int d;

	for (d = 0; d < 7; d++)
		fit->factor[d] = ((double)b->sum[d] + SHRINK) * scale;
}

int baseline_fit(const struct baseline *b, struct baseline_fit *fit)
{
	double pearson = 0;
	int d;

	*fit = (struct baseline_fit){ .phi = 1 };
	for (d = 0; d < 7; d++) {
		fit->usable += (size_t)b->days[d];
		fit->sum += (double)b->sum[d];
	}
	if (fit->usable < BASELINE_NEEDED)
		return 0;
	fit_factors(b, fit);
	for (d = 0; d < 7; d++)
		fit->total += (double)b->days[d] * fit->factor[d];
	fit->rate = (fit->sum + .5) / fit->total;
	/* sum (y - m)^2 / m, expanded so that the sums by weekday suffice. */
	for (d = 0; d < 7; d++) {
		double m = fit->rate * fit->factor[d];

		pearson += (double)b->square[d] / m - 2 * (double)b->sum[d] + (double)b->days[d] * m;
	}
	fit->phi = fmax(1, pearson / ((double)fit->usable - 7));
	return 1;
}
