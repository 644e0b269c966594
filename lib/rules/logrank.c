#include "rules/logrank.h"

#include <math.h>

#include "rules/special.h"

#define Z95 1.9599639845400542  /* the 0.975 quantile of the normal distribution */

struct side {
	struct km_walk walk;
	int has_step;
	uint64_t at_risk;         /* now */
};

static void begin(struct side *s, struct km *km)
{
	km_walk_begin(&s->walk, km);
	s->has_step = km_walk_next(&s->walk);
	s->at_risk = km->n;
}

/* What ended at this time; the side moves on past it. */
static uint64_t take(struct side *s, int64_t t)
{
	uint64_t events;

	if (!s->has_step || s->walk.step.duration != t)
		return 0;
	events = s->walk.step.events;
	s->at_risk = s->walk.step.at_risk - events - s->walk.step.censored;
	s->has_step = km_walk_next(&s->walk);
	return events;
}

static int64_t next_time(const struct side *a, const struct side *b)
{
	if (!b->has_step || (a->has_step && a->walk.step.duration < b->walk.step.duration))
		return a->walk.step.duration;
	return b->walk.step.duration;
}

static void judge(struct logrank *r, double variance)
{
	double excess = (double)r->ended_a - r->expected_a;

	r->pace = r->lo = r->hi = r->p = r->chi2 = NAN;
	if (!(variance > 0))
		return;
	r->chi2 = excess * excess / variance;
	r->p = fmin(1, 2 * special_normal_at_least(fabs(excess) / sqrt(variance)));
	r->pace = exp(excess / variance);
	r->lo = exp(excess / variance - Z95 / sqrt(variance));
	r->hi = exp(excess / variance + Z95 / sqrt(variance));
}

void logrank(struct km *a, struct km *b, struct logrank *r)
{
	struct side one, other;
	double variance = 0;

	*r = (struct logrank){ 0 };
	begin(&one, a);
	begin(&other, b);
	while (one.has_step || other.has_step) {
		int64_t t = next_time(&one, &other);
		double n = (double)one.at_risk + (double)other.at_risk;
		double share = (double)one.at_risk / n, ended;
		uint64_t ended_a = take(&one, t), ended_b = take(&other, t);

		r->ended_a += ended_a;
		r->ended_b += ended_b;
		ended = (double)ended_a + (double)ended_b;
		r->expected_a += ended * share;
		r->expected_b += ended * (1 - share);
		if (n > 1)
			variance += ended * share * (1 - share) * (n - ended) / (n - 1);
	}
	judge(r, variance);
}
