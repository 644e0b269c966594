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

/* `sides` are promoters and detractors, and n less one for each answer is how many more of them promote. */
static struct promoter_score promoters_of(uint64_t n, uint64_t of, uint64_t sides)
{
	uint64_t answers = of / 2;

	return (struct promoter_score){ (sides + n - answers) / 2, (sides + answers - n) / 2, answers };
}

static double value_of(const struct figure_target *t, uint64_t n, uint64_t of, uint64_t sides)
{
	struct promoter_score s = promoters_of(n, of, sides);

	return t->is_nps ? opinion_nps(s.promoters, s.detractors, s.n) : figures_share(n, of);
}

static void bound_score(struct figure_target *t)
{
	struct promoter_score s = promoters_of(t->n, t->of, t->sides);

	opinion_nps_interval(s.promoters, s.detractors, s.n, &t->lo, &t->hi);
}

static double difference_p(const struct figure_target *t)
{
	struct promoter_score a, b;
	struct promoter_difference score;
	struct share_difference share;

	if (!t->is_nps) {
		interval_difference(t->n, t->of, t->n_before, t->of_before, &share);
		return share.p;
	}
	a = promoters_of(t->n, t->of, t->sides);
	b = promoters_of(t->n_before, t->of_before, t->sides_before);
	interval_promoters_difference(&a, &b, &score);
	return score.p;
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

	t->before = value_of(t, t->n_before, t->of_before, t->sides_before);
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

void figures_finish_target(struct figure_target *t)
{
	t->is_nps = !strcmp(t->target, "nps");
	t->is_mean = rate_find(t->target) == RATE_CONTACTS;
	t->value = value_of(t, t->n, t->of, t->sides);
	judge(t);
	bound(t);
	compare(t);
}
