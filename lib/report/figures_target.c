/* figures_target: is a target met, how sure is that, and what became of it since the period before. */
#include <math.h>

#include "report/figures.h"
#include "rules/interval.h"

#define SURE .05

const char *figure_trend_name(enum figure_trend t)
{
	static const char *const names[] = { NULL, "steady", "better", "worse" };

	return names[t];
}

static void judge(struct figure_target *t)
{
	int or_equal = t->op[1] == '=';

	t->met = -1;
	if (isnan(t->value))
		return;
	if (t->op[0] == '>')
		t->met = t->value > t->bound || (or_equal && t->value >= t->bound);
	else
		t->met = t->value < t->bound || (or_equal && t->value <= t->bound);
}

static void bound(struct figure_target *t)
{
	t->lo = t->hi = NAN;
	if (!t->of)
		return;
	if (!t->is_mean) {
		interval_wilson(t->n, t->of, &t->lo, &t->hi);
		return;
	}
	interval_poisson(t->n, &t->lo, &t->hi);
	t->lo /= (double)t->of;
	t->hi /= (double)t->of;
}

static void compare(struct figure_target *t)
{
	struct share_difference d;
	struct rate_ratio r;

	t->before = figures_share(t->n_before, t->of_before);
	t->p = NAN;
	t->trend = TREND_NONE;
	if (!t->of || !t->of_before)
		return;
	if (t->is_mean) {
		interval_rate_ratio(t->n, (double)t->of, t->n_before, (double)t->of_before, &r);
		t->p = r.p;
	} else {
		interval_difference(t->n, t->of, t->n_before, t->of_before, &d);
		t->p = d.p;
	}
	t->trend = TREND_SAME;
	if (t->p < SURE)
		t->trend = (t->value > t->before) == (t->op[0] == '>') ? TREND_BETTER : TREND_WORSE;
}

void figures_finish_target(struct figure_target *t)
{
	t->is_mean = rate_find(t->target) == RATE_CONTACTS;
	t->value = figures_share(t->n, t->of);
	judge(t);
	bound(t);
	compare(t);
}
