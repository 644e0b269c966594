#include "rules/mix.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/random.h"
#include "rules/special.h"

#define FEW   5                  /* an expected count below it: no chi-square distribution */
#define EQUAL (1 - 1e-12)        /* a statistic that differs by rounding is the same */
#define SEED  1
#define FACTORIALS_MOST 50000

static double share_of(double expected, double observed)
{
	return (observed - expected) * (observed - expected) / expected;
}

static void sum_up(const struct mix_category *c, size_t n, struct mix *m)
{
	size_t i, used = 0;

	*m = (struct mix){ .p = NAN };
	for (i = 0; i < n; i++) {
		m->before += c[i].before;
		m->now += c[i].now;
		used += c[i].before + c[i].now > 0;
	}
	m->df = used ? used - 1 : 0;
}

/* Fills what concerns one category; gives the least expected count. */
static double judge(struct mix_category *c, const struct mix *m)
{
	double before = (double)m->before, now = (double)m->now, all = before + now;
	double sum = (double)(c->before + c->now);

	c->is_new = c->now && !c->before;
	c->residual = NAN;
	c->is_named = c->is_new;
	c->expected_before = c->expected_now = 0;
	if (sum <= 0)
		return INFINITY;
	c->expected_before = before * sum / all;
	c->expected_now = now * sum / all;
	if (before > 0 && now > 0 && sum < all)
		c->residual = ((double)c->now - c->expected_now) /
			      sqrt(c->expected_now * (before / all) * (1 - sum / all));
	if (c->residual >= MIX_RESIDUAL && c->now >= MIX_FEWEST)
		c->is_named = 1;
	return fmin(c->expected_before, c->expected_now);
}

/* The chi-square of one random table with the same sums. */
static double random_table(const struct mix_category *c, size_t n, const struct mix *m,
			   struct random *r)
{
	uint64_t left = m->before + m->now, take = m->now;
	double chi = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		uint64_t sum = c[i].before + c[i].now, now;

		if (!sum)
			continue;
		left -= sum;
		now = random_hypergeometric(r, take, sum, left);
		take -= now;
		chi += share_of(c[i].expected_now, (double)now) +
		       share_of(c[i].expected_before, (double)(sum - now));
	}
	return chi;
}

static double simulated_p(const struct mix_category *c, size_t n, unsigned int tables,
			  const struct mix *m)
{
	struct random r = { .state = SEED };
	double *factorial;
	unsigned int i, reached = 0;
	size_t k;

	/* The most of a table's time would go into the same logarithms. */
	r.nfactorials = m->before + m->now < FACTORIALS_MOST ? m->before + m->now + 1 : FACTORIALS_MOST;
	r.log_factorial = factorial = mem_array(r.nfactorials, sizeof(*factorial));
	for (k = 0; k < r.nfactorials; k++)
		factorial[k] = special_log_factorial((double)k);
	for (i = 0; i < tables; i++)
		reached += random_table(c, n, m, &r) >= m->pearson * EQUAL;
	free(factorial);
	return (1 + (double)reached) / (1 + (double)tables);
}

void mix_test_with(struct mix_category *c, size_t n, unsigned int tables, struct mix *m)
{
	double least = INFINITY;
	size_t i;

	sum_up(c, n, m);
	for (i = 0; i < n; i++)
		least = fmin(least, judge(&c[i], m));
	if (!m->before || !m->now || !m->df)
		return;
	for (i = 0; i < n; i++)
		if (c[i].before + c[i].now)
			m->pearson += share_of(c[i].expected_now, (double)c[i].now) +
				      share_of(c[i].expected_before, (double)c[i].before);
	m->is_simulated = least < FEW;
	m->p = m->is_simulated ? simulated_p(c, n, tables, m) :
				 special_chi2_at_least(m->pearson, (double)m->df);
}

void mix_test(struct mix_category *c, size_t n, struct mix *m)
{
	mix_test_with(c, n, MIX_TABLES, m);
}
