/* figures_target: is a target met, how sure is that, and what became of it since the period before. */
#include <math.h>
#include <string.h>

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

/* The score that a share of the points stands for. */
static double score_of(double share)
{
	return 100 * (2 * share - 1);
}

/*
 * For a given score the spread is largest where everybody is either promoter or detractor, as with so many
 * yes and no: Wilson's interval of these holds the true score at least 19 of 20 times. Half an answer is given away.
 */
static void bound_score(struct figure_target *t)
{
	double unused;

	interval_wilson(t->n / 2, t->of / 2, &t->lo, &unused);
	interval_wilson((t->n + 1) / 2, t->of / 2, &unused, &t->hi);
	t->lo = score_of(t->lo);
	t->hi = score_of(t->hi);
}

/* Of two scores, too, the half answers are given away. */
static double difference_p(const struct figure_target *t)
{
	uint64_t is_up = t->is_nps && t->value > t->before, is_down = t->is_nps && !is_up, per = t->is_nps ? 2 : 1;
	struct share_difference d;

	interval_difference((t->n + is_down) / per, t->of / per, (t->n_before + is_up) / per, t->of_before / per, &d);
	return d.p;
}

static void bound(struct figure_target *t)
{
	t->lo = t->hi = NAN;
	if (!t->of)
		return;
	if (t->is_nps) {
		bound_score(t);
		return;
	}
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
	struct rate_ratio r;

	t->before = figures_share(t->n_before, t->of_before);
	if (t->is_nps)
		t->before = score_of(t->before);
	t->p = NAN;
	t->trend = TREND_NONE;
	if (!t->of || !t->of_before)
		return;
	if (t->is_mean) {
		interval_rate_ratio(t->n, (double)t->of, t->n_before, (double)t->of_before, &r);
		t->p = r.p;
	} else {
		t->p = difference_p(t);
	}
	t->trend = TREND_SAME;
	if (t->p < SURE)
		t->trend = (t->value > t->before) == (t->op[0] == '>') ? TREND_BETTER : TREND_WORSE;
}

/* A score has no percents, but people write them. */
void figures_begin_target(struct figure_target *t)
{
	if (strcmp(t->target, "nps") != 0 || !t->is_percent)
		return;
	t->is_percent = 0;
	t->bound *= 100;
}

void figures_finish_target(struct figure_target *t)
{
	t->is_nps = !strcmp(t->target, "nps");
	t->is_mean = rate_find(t->target) == RATE_CONTACTS;
	t->value = figures_share(t->n, t->of);
	if (t->is_nps)
		t->value = score_of(t->value);
	judge(t);
	bound(t);
	compare(t);
}
