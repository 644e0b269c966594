/* comparison_rows: what is compared, and how. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/comparison.h"
#include "rules/interval.h"
#include "rules/logrank.h"

#define FEW         10    /* of fewer, what an exact test does not find says nothing, and others are not made */
#define FEW_EXPECTED 5    /* ends: the log-rank test is asymptotic */
#define FEW_ANSWERS 30   /* metrics.md: no ranking below */

static const char *const test_rate = "conditional binomial";
static const char *const test_score = "adjusted Wald";
static const char *const test_logrank = "log-rank";

static struct comparison_row *add(struct comparison *c, enum comparison_family family, const char *name,
				  const char *kind)
{
	struct comparison_row *r;

	MEM_GROW(c->row, c->nrows + 1, c->alloc);
	r = &c->row[c->nrows++];
	*r = (struct comparison_row){ .family = family, .name = name, .kind = kind, .unit = "",
				      .size = NAN, .lo = NAN, .hi = NAN, .p = NAN, .p_holm = NAN };
	r->side[0].value = r->side[1].value = NAN;
	return r;
}

static void set(struct comparison_value *v, uint64_t n, double of)
{
	*v = (struct comparison_value){ n, of, of > 0 ? (double)n / of : NAN };
}

/* --- the tests ------------------------------------------------------------------------------------ */

static void test_shares(struct comparison_row *r)
{
	const struct comparison_value *a = &r->side[0], *b = &r->side[1];
	struct share_difference d;

	r->effect = EFFECT_DIFFERENCE;
	if (!(a->of > 0 && b->of > 0)) {
		r->verdict = COMPARED_TOO_FEW;
		return;
	}
	interval_difference(a->n, (uint64_t)a->of, b->n, (uint64_t)b->of, &d);
	r->size = d.difference;
	r->lo = d.lo;
	r->hi = d.hi;
	if (fmin(a->of, b->of) < FEW)
		r->verdict = COMPARED_TOO_FEW;
	/* None or all on both sides: there is nothing that a test could find. */
	if (a->n + b->n == 0 || a->n + b->n == (uint64_t)(a->of + b->of)) {
		r->verdict = r->verdict == COMPARED_TOO_FEW ? COMPARED_TOO_FEW : COMPARED_SAME;
		return;
	}
	r->p = d.p;
	r->test = d.is_exact ? "Fisher" : "chi-square";
}

static void test_rates(struct comparison_row *r)
{
	const struct comparison_value *a = &r->side[0], *b = &r->side[1];
	struct rate_ratio ratio;

	r->effect = EFFECT_RATIO;
	r->verdict = a->n + b->n < FEW ? COMPARED_TOO_FEW : COMPARED_NOT;
	if (!(a->of > 0 && b->of > 0 && a->n + b->n))
		return;
	interval_rate_ratio(a->n, a->of, b->n, b->of, &ratio);
	r->size = ratio.ratio;
	r->lo = ratio.lo;
	r->hi = ratio.hi;
	r->p = ratio.p;
	r->test = test_rate;
}

/* Contacts of one case are not independent of each other: here the test is not exact. */
static void test_contacts(struct comparison_row *r)
{
	r->effect = EFFECT_RATIO;
	if (fmin(r->side[0].of, r->side[1].of) < FEW)
		r->verdict = COMPARED_TOO_FEW;
	else
		test_rates(r);
}

/* --- the measures of a kind ----------------------------------------------------------------------- */

/* A kind of either side; `one` is NULL where that side has none of it. */
struct kind {
	const char *name;
	size_t rank;
	const struct figure_kind *one[2];
};

static void add_volume(struct comparison *c, const struct kind *k)
{
	struct comparison_row *r = add(c, COMPARED_VOLUME, "received", k->name);
	int i;

	for (i = 0; i < 2; i++)
		set(&r->side[i], k->one[i] ? k->one[i]->received : 0, c->side[i].days);
	/* How many cases there are of one category and of the others says nothing. */
	if (c->how == COMPARE_GROUPS && !c->side[0].units)
		return;
	r->better = !strcmp(k->name, "complaint") ? -1 : 0;
	test_rates(r);
}

static int rate_direction(int rate)
{
	switch (rate) {
	case RATE_REOPEN:
	case RATE_ESCALATION:
	case RATE_CONTACTS:
	case RATE_REPEAT:
		return -1;
	default:
		return 1;
	}
}

/* Whoever came again may have come before the log began. */
static int is_young(const struct comparison *c)
{
	return c->side[0].is_young || c->side[1].is_young;
}

static void add_rates(struct comparison *c, const struct kind *k)
{
	int rate, i;

	for (rate = 0; rate < RATE_COUNT; rate++) {
		struct comparison_value v[2];
		struct comparison_row *r;

		for (i = 0; i < 2; i++)
			set(&v[i], k->one[i] ? k->one[i]->rate[rate].n : 0,
			    k->one[i] ? (double)k->one[i]->rate[rate].of : 0);
		if (!(v[0].of > 0 || v[1].of > 0))
			continue;
		r = add(c, COMPARED_RATE, rate_name((enum rate)rate), k->name);
		r->index = rate;
		r->better = rate_direction(rate);
		memcpy(r->side, v, sizeof(v));
		if (rate == RATE_CONTACTS)
			test_contacts(r);
		else if (rate != RATE_REPEAT || c->how == COMPARE_GROUPS || !is_young(c))
			test_shares(r);
	}
}

/* --- clocks, whatever the severity ---------------------------------------------------------------- */

static void sum_clock(const struct figures *f, const char *clock, const char *kind, struct comparison_value *v)
{
	uint64_t met = 0, decided = 0;
	size_t i;

	for (i = 0; i < f->nclocks; i++)
		if (!strcmp(f->clock[i].clock, clock) && !strcmp(f->clock[i].kind, kind)) {
			met += f->clock[i].met;
			decided += f->clock[i].decided;
		}
	set(v, met, (double)decided);
}

static int has_clock(const struct comparison *c, size_t first, const char *clock)
{
	for (; first < c->nrows; first++)
		if (!strcmp(c->row[first].name, clock))
			return 1;
	return 0;
}

static void add_clocks(struct comparison *c, const struct kind *k)
{
	size_t first = c->nrows, n;
	int i;

	for (i = 0; i < 2; i++) {
		const struct figures *f = &c->side[i].figures;

		for (n = 0; n < f->nclocks; n++) {
			const struct figure_clock *clock = &f->clock[n];
			struct comparison_row *r;

			if (strcmp(clock->kind, k->name) != 0 || !clock->decided ||
			    has_clock(c, first, clock->clock))
				continue;
			r = add(c, COMPARED_CLOCK, clock->clock, k->name);
			r->better = 1;
			sum_clock(&c->side[0].figures, r->name, k->name, &r->side[0]);
			sum_clock(&c->side[1].figures, r->name, k->name, &r->side[1]);
			test_shares(r);
		}
	}
}

/* --- times ---------------------------------------------------------------------------------------- */

/* Sorted by figures_finish(); the order is not part of the figures, so that sorting again may be. */
static struct km *time_of(const struct kind *k, int side, int m)
{
	static struct km none = KM_INIT;

	return k->one[side] ? (struct km *)&k->one[side]->time[m] : &none;
}

static uint64_t ends(const struct km *km)
{
	return km->n - km->censored;
}

/* Without pauses the net times are the gross ones, without reopenings the last resolution is the first. */
static int is_repetition(const struct kind *k, int m)
{
	int i;

	for (i = TIME_FIRST; i < m; i++)
		if (km_is_equal(time_of(k, 0, i), time_of(k, 0, m)) &&
		    km_is_equal(time_of(k, 1, i), time_of(k, 1, m)))
			return 1;
	return 0;
}

static void test_times(struct comparison_row *r, struct km *a, struct km *b)
{
	struct logrank test;

	r->effect = EFFECT_PACE;
	logrank(a, b, &test);
	if (test.ended_a < FEW || test.ended_b < FEW || fmin(test.expected_a, test.expected_b) < FEW_EXPECTED) {
		r->verdict = COMPARED_TOO_FEW;
		return;
	}
	if (isnan(test.p)) {
		r->verdict = COMPARED_SAME;   /* all took equally long */
		return;
	}
	r->size = test.pace;
	r->lo = test.lo;
	r->hi = test.hi;
	r->p = test.p;
	r->test = test_logrank;
}

static void add_times(struct comparison *c, const struct kind *k)
{
	int m, i;

	for (m = 0; m < TIME_COUNT; m++) {
		struct comparison_row *r;

		if (ends(time_of(k, 0, m)) + ends(time_of(k, 1, m)) == 0 || is_repetition(k, m))
			continue;
		r = add(c, COMPARED_TIME, time_name((enum time_measure)m), k->name);
		r->index = m;
		r->better = 1;
		for (i = 0; i < 2; i++) {
			const struct km *km = time_of(k, i, m);

			r->side[i] = (struct comparison_value){
				ends(km), (double)km->n, k->one[i] ? k->one[i]->p50[m] : NAN };
		}
		test_times(r, time_of(k, 0, m), time_of(k, 1, m));
	}
}

/* --- what is not of a kind ------------------------------------------------------------------------ */

static void add_share(struct comparison *c, const char *name, const uint64_t n[2], const uint64_t of[2],
		      uint64_t few)
{
	struct comparison_row *r;

	if (!of[0] && !of[1])
		return;
	r = add(c, COMPARED_OPINION, name, "");
	r->better = 1;
	set(&r->side[0], n[0], (double)of[0]);
	set(&r->side[1], n[1], (double)of[1]);
	test_shares(r);
	/* Not even where the test would dare: groups with so few answers are not ranked. */
	if (of[0] < few || of[1] < few) {
		r->p = NAN;
		r->test = NULL;
		r->verdict = COMPARED_TOO_FEW;
	}
}

static struct promoter_score score_of(const struct opinion_tally *t)
{
	return (struct promoter_score){ t->promoters, t->detractors, t->nps_n };
}

static void add_nps(struct comparison *c, const struct opinion_tally *const said[2])
{
	struct promoter_score score[2] = { score_of(said[0]), score_of(said[1]) };
	struct promoter_difference d;
	struct comparison_row *r;
	int i;

	if (!score[0].n && !score[1].n)
		return;
	r = add(c, COMPARED_OPINION, "nps", "");
	r->better = 1;
	r->is_nps = 1;
	r->effect = EFFECT_DIFFERENCE;
	for (i = 0; i < 2; i++)
		r->side[i] = (struct comparison_value){
			score[i].n + score[i].promoters - score[i].detractors, 2 * (double)score[i].n,
			opinion_nps(score[i].promoters, score[i].detractors, score[i].n) };
	interval_promoters_difference(&score[0], &score[1], &d);
	if (score[0].n && score[1].n) {
		r->size = d.difference;
		r->lo = d.lo;
		r->hi = d.hi;
	}
	if (score[0].n < FEW_ANSWERS || score[1].n < FEW_ANSWERS) {
		r->verdict = COMPARED_TOO_FEW;
		return;
	}
	r->p = d.p;
	r->test = test_score;
}

static void add_opinions(struct comparison *c)
{
	const struct opinion_tally *a = &c->side[0].figures.opinion.all, *b = &c->side[1].figures.opinion.all;

	add_share(c, "csat", (uint64_t[]){ a->satisfied, b->satisfied }, (uint64_t[]){ a->n, b->n }, FEW_ANSWERS);
	add_nps(c, (const struct opinion_tally *const[]){ a, b });
	add_share(c, "ces", (uint64_t[]){ a->easy, b->easy }, (uint64_t[]){ a->ces_n, b->ces_n }, FEW_ANSWERS);
	add_share(c, "survey-response", (uint64_t[]){ a->answered, b->answered },
		  (uint64_t[]){ a->asked, b->asked }, 0);
}

static const struct figure_sum *sum_of(const struct figures *f, const char *unit)
{
	size_t i;

	for (i = 0; i < f->nsums[SUMS_UNIT]; i++)
		if (!strcmp(f->sum[SUMS_UNIT][i].unit, unit))
			return &f->sum[SUMS_UNIT][i];
	return NULL;
}

static void add_unit(struct comparison *c, const char *unit)
{
	struct comparison_row *r = add(c, COMPARED_MONEY, "compensation", "");
	int i;

	r->unit = unit;
	for (i = 0; i < 2; i++) {
		const struct figure_sum *sum = sum_of(&c->side[i].figures, unit);
		double received = (double)c->side[i].figures.received;
		double promised = sum ? (double)sum->promised.value / pow(10, sum->promised.scale) : 0;

		r->side[i] = (struct comparison_value){ sum ? sum->n : 0, received,
			received > 0 && !(sum && sum->is_too_large) ? promised / received : NAN };
	}
}

static void add_money(struct comparison *c)
{
	const struct figures *a = &c->side[0].figures, *b = &c->side[1].figures;
	size_t i;

	for (i = 0; i < a->nsums[SUMS_UNIT]; i++)
		add_unit(c, a->sum[SUMS_UNIT][i].unit);
	for (i = 0; i < b->nsums[SUMS_UNIT]; i++)
		if (!sum_of(a, b->sum[SUMS_UNIT][i].unit))
			add_unit(c, b->sum[SUMS_UNIT][i].unit);
}

/* --- all ------------------------------------------------------------------------------------------ */

static int by_rank(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;

	if (x->rank != y->rank)
		return (x->rank > y->rank) - (x->rank < y->rank);
	return strcmp(x->name, y->name);
}

static size_t find_kinds(const struct comparison *c, struct kind *kind)
{
	size_t n = 0, i, j;
	int side;

	for (side = 0; side < 2; side++)
		for (i = 0; i < c->side[side].figures.nkinds; i++) {
			const struct figure_kind *k = &c->side[side].figures.kind[i];

			for (j = 0; j < n && strcmp(kind[j].name, k->kind) != 0; j++)
				;
			if (j == n)
				kind[n++] = (struct kind){ k->kind, k->rank, { NULL, NULL } };
			kind[j].one[side] = k;
		}
	if (n)
		qsort(kind, n, sizeof(*kind), by_rank);
	return n;
}

void comparison_find_rows(struct comparison *c)
{
	struct kind *kind = mem_array(c->side[0].figures.nkinds + c->side[1].figures.nkinds + 1, sizeof(*kind));
	size_t n = find_kinds(c, kind), i;

	for (i = 0; i < n; i++) {
		add_volume(c, &kind[i]);
		add_rates(c, &kind[i]);
		add_clocks(c, &kind[i]);
		add_times(c, &kind[i]);
	}
	add_opinions(c);
	add_money(c);
	free(kind);
}
