#include "report/alarm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/mix.h"
#include "rules/repeat.h"

#define ALPHA_MIX .01

const char *alarm_method_name(enum alarm_method m)
{
	static const char *const names[] = { "spike", "rise", "mix", "new", "repeat" };

	return names[m];
}

void alarm_release(struct alarm_list *list)
{
	free(list->one);
	free(list->forecast);
	*list = (struct alarm_list)ALARM_LIST_INIT;
}

/* While one report is looked at. */
struct search {
	struct alarm_list *list;
	const struct series_set *s;
	const struct policy *p;
	int64_t day0;                     /* of index 0 of the arrays below */
	size_t days;                      /* up to W's last */
	size_t first;                     /* index of W's first day */
	uint8_t *known;
	uint32_t *count;
};

static struct alarm *add(struct search *x, enum alarm_method method, size_t series, int64_t day)
{
	struct alarm_list *list = x->list;

	MEM_GROW(list->one, list->n + 1, list->alloc);
	list->one[list->n] = (struct alarm){
		.method = method, .series = &x->s->one[series], .day = day, .since = day,
		.expected = NAN, .p = NAN, .c = NAN, .phi = NAN, .residual = NAN, .chi2 = NAN };
	return &list->one[list->n++];
}

/* The cases of the series that were opened on these days. */
static void add_cases(struct search *x, struct alarm *a, int64_t from, int64_t to)
{
	const struct series *one = a->series;
	size_t i;

	for (i = one->first_case; i < one->first_case + one->ncases; i++) {
		int64_t day = x->s->item[x->s->order[i]].day;

		if (day < from || day > to)
			continue;
		if (!a->ncases)
			a->first_case = i;
		a->ncases = i - a->first_case + 1;
	}
}

/* --- spikes and rises ----------------------------------------------------------------------------- */

static struct day_series fill(struct search *x, size_t series)
{
	series_days(x->s, series, x->day0, x->days, x->count);
	return (struct day_series){ x->count, x->known, x->days, civil_weekday(x->day0) };
}

static void add_day(struct search *x, size_t series, const struct warning_day *d, enum alarm_method method)
{
	struct alarm *a = add(x, method, series, x->day0 + (int64_t)d->day);

	a->observed = d->observed;
	a->expected = d->expected;
	a->phi = d->phi;
	if (method == ALARM_SPIKE) {
		a->p = d->p;
	} else {
		a->c = d->c;
		a->since = x->day0 + (int64_t)d->since;
	}
	add_cases(x, a, a->since, a->day);
}

static void watch(struct search *x, size_t series)
{
	struct day_series s = fill(x, series);
	size_t begin = x->first > WARNING_RUN_IN ? x->first - WARNING_RUN_IN : 0;
	struct warning_walk w;
	struct warning_day d;

	warning_begin(&w, &s, &x->list->limits, begin);
	while (warning_next_notable(&w, &d)) {
		if (d.day < x->first)
			continue;
		if (d.is_spike)
			add_day(x, series, &d, ALARM_SPIKE);
		if (d.is_rise && !(x->s->is_running && d.day + 1 == x->days))
			add_day(x, series, &d, ALARM_RISE);
	}
}

/* --- the mix of categories ------------------------------------------------------------------------ */

static int is_category(const struct series *s, const char *kind)
{
	return s->column && !strcmp(s->column, "category") && s->kind == kind;
}

struct mixing {
	struct mix_category *category;
	size_t *series, n;
};

static void add_new(struct search *x, size_t series, uint64_t now)
{
	struct alarm *a = add(x, ALARM_NEW, series, x->s->from_day);
	const struct series_count *c = x->s->count + x->s->one[series].first_count;

	a->observed = now;
	a->day = a->since = c->day;
	add_cases(x, a, x->s->from_day, x->s->to_day);
}

static void add_mix(struct search *x, const struct mixing *m, const struct mix *mix, size_t i)
{
	struct alarm *a = add(x, ALARM_MIX, m->series[i], x->s->to_day);

	a->observed = m->category[i].now;
	a->expected = m->category[i].expected_now;
	a->residual = m->category[i].residual;
	a->p = mix->p;
	a->chi2 = mix->pearson;
	a->df = mix->df;
	a->is_simulated = mix->is_simulated;
	add_cases(x, a, x->s->from_day, x->s->to_day);
}

static void judge_mix(struct search *x, const struct mixing *m)
{
	size_t i, named = 0;
	struct mix mix;

	mix_test(m->category, m->n, &mix);
	if (!(mix.p < x->list->alpha_mix))
		return;
	for (i = 0; i < m->n; i++) {
		if (!(m->category[i].residual >= MIX_RESIDUAL) || m->category[i].now < MIX_FEWEST)
			continue;
		add_mix(x, m, &mix, i);
		named++;
	}
	if (named)
		return;
	add_mix(x, m, &mix, 0);
	x->list->one[x->list->n - 1].is_whole = 1;
	x->list->one[x->list->n - 1].observed = mix.now;
	x->list->one[x->list->n - 1].expected = x->list->one[x->list->n - 1].residual = NAN;
	x->list->one[x->list->n - 1].ncases = 0;
}

static void mix_of_kind(struct search *x, const char *kind)
{
	const struct series_set *s = x->s;
	struct mixing m = { mem_array(s->n, sizeof(*m.category)), mem_array(s->n, sizeof(*m.series)), 0 };
	size_t i;

	for (i = 0; i < s->n; i++) {
		uint64_t now, before;

		if (!is_category(&s->one[i], kind))
			continue;
		now = series_sum(s, i, s->from_day, s->to_day);
		before = series_sum(s, i, s->from_day - WARNING_HISTORY, s->from_day - WARNING_GUARD - 1);
		m.category[m.n] = (struct mix_category){ .before = before, .now = now };
		m.series[m.n++] = i;
		if (now && series_sum(s, i, INT32_MIN, s->from_day - 1) == 0)
			add_new(x, i, now);
	}
	if (m.n)
		judge_mix(x, &m);
	free(m.category);
	free(m.series);
}

/* Only where there is a baseline: of a new desk every category is new. */
static void find_mixes(struct search *x)
{
	const struct series_set *s = x->s;
	int64_t begin = s->from_day - WARNING_HISTORY;
	size_t i, kinds = 0;

	if (s->known_day > begin)
		begin = s->known_day;
	if (s->from_day - WARNING_GUARD - begin < BASELINE_NEEDED)
		return;
	for (i = 0; i < s->n; i++)
		kinds += !s->one[i].column;
	x->list->alpha_mix = fmin(ALPHA_MIX, x->p->warnings.budget_per_year *
				  (double)(s->to_day - s->from_day + 1) / (365. * (double)(kinds ? kinds : 1)));
	for (i = 0; i < s->n; i++)
		if (!s->one[i].column)
			mix_of_kind(x, s->one[i].kind);
}

/* --- repeats -------------------------------------------------------------------------------------- */

static void find_repeat(struct search *x, size_t series, const struct policy_repeat *rule)
{
	const struct series *one = &x->s->one[series];
	const uint32_t *order = x->s->order + one->first_case;
	instant *at = mem_array(one->ncases + 1, sizeof(*at));
	struct repeat r;
	struct alarm *a;
	size_t i;

	for (i = 0; i < one->ncases; i++)
		at[i] = x->s->item[order[i]].at;
	if (repeat_find(at, one->ncases, rule->within, (size_t)rule->count, x->s->from, x->s->to, &r)) {
		a = add(x, ALARM_REPEAT, series, x->s->item[order[r.reached]].day);
		a->since = x->s->item[order[r.first]].day;
		a->observed = r.most;
		a->rule = rule;
		a->first_case = one->first_case + r.first;
		a->ncases = r.last - r.first + 1;
	}
	free(at);
}

static void find_repeats(struct search *x)
{
	size_t i, k;

	for (i = 0; i < x->p->warnings.nrepeat; i++) {
		const struct policy_repeat *rule = &x->p->warnings.repeat[i];

		for (k = 0; k < x->s->n; k++)
			if (x->s->one[k].column && !strcmp(x->s->one[k].column, rule->by) &&
			    x->s->one[k].ncases >= (size_t)rule->count)
				find_repeat(x, k, rule);
	}
}

/* --- the next week -------------------------------------------------------------------------------- */

static void find_forecasts(struct search *x)
{
	const struct series_set *s = x->s;
	size_t i, n = x->days;

	/* A day that has not ended says too little: it is unknown, and the week begins after it. */
	if (s->is_running && n)
		x->known[n - 1] = 0;
	x->list->next_day = s->to_day + 1;
	x->list->forecast = mem_array(s->n + 1, sizeof(*x->list->forecast));
	for (i = 0; i < s->n; i++) {
		struct alarm_forecast *f = &x->list->forecast[x->list->nforecasts];
		struct day_series days;

		if (s->one[i].column)
			continue;
		days = fill(x, i);
		if (!forecast_week(&days, n, &f->week))
			continue;
		f->series = &s->one[i];
		x->list->nforecasts++;
	}
}

/* --- all together --------------------------------------------------------------------------------- */

static size_t rank_of(const struct policy *p, const char *kind)
{
	size_t i;

	for (i = 0; i < p->nkinds && strcmp(p->kind[i].name, kind) != 0; i++)
		;
	return i;
}

static int by_day(const void *a, const void *b)
{
	const struct alarm *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->method != y->method)
		return x->method < y->method ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return series_compare(x->series, y->series);
}

static int by_kind(const void *a, const void *b)
{
	const struct alarm_forecast *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return series_compare(x->series, y->series);
}

static void order(struct alarm_list *list, const struct policy *p)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		list->one[i].rank = rank_of(p, list->one[i].series->kind);
	for (i = 0; i < list->nforecasts; i++)
		list->forecast[i].rank = rank_of(p, list->forecast[i].series->kind);
	if (list->n > 1)
		qsort(list->one, list->n, sizeof(*list->one), by_day);
	if (list->nforecasts > 1)
		qsort(list->forecast, list->nforecasts, sizeof(*list->forecast), by_kind);
}

/* Only what came in on a day of W can raise an alarm on it; the other series only share the budget. */
static void find_days(struct search *x)
{
	const struct series_set *s = x->s;
	size_t i, from = x->days > WARNING_HISTORY + 1 ? x->days - WARNING_HISTORY - 1 : 0;

	for (i = from; i + WARNING_GUARD + 1 < x->days; i++)
		x->list->usable += x->known[i];
	for (i = 0; i < s->n; i++)
		x->list->watched += s->one[i].is_watched && s->one[i].total;
	warning_spread(&x->list->limits, x->p->warnings.budget_per_year, x->list->watched);
	for (i = 0; i < s->n; i++)
		if (s->one[i].is_watched && series_sum(s, i, s->from_day, s->to_day))
			watch(x, i);
}

void alarm_find(struct alarm_list *list, const struct series_set *s, const struct policy *p)
{
	struct search x = { .list = list, .s = s, .p = p };
	size_t i;

	if (!s->is_on)
		return;
	x.day0 = s->from_day - WARNING_RUN_IN - WARNING_HISTORY;
	if (s->known_day > x.day0)
		x.day0 = s->known_day < s->from_day ? s->known_day : s->from_day;
	x.days = (size_t)(s->to_day - x.day0) + 1;
	x.first = (size_t)(s->from_day - x.day0);
	x.count = mem_array(x.days + 1, sizeof(*x.count));
	x.known = mem_array(x.days + 1, 1);
	for (i = 0; i < x.days; i++)
		x.known[i] = x.day0 + (int64_t)i >= s->known_day;
	list->first_day = s->from_day;
	list->last_day = s->to_day;
	find_days(&x);
	find_mixes(&x);
	find_repeats(&x);
	find_forecasts(&x);
	order(list, p);
	free(x.count);
	free(x.known);
}
