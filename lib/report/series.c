#include "report/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

#define VOLUME INTAKE_COLUMNS     /* instead of a column's number in the plan */

void series_release(struct series_set *s)
{
	intern_release(&s->names);
	intern_release(&s->words);
	free(s->one);
	free(s->count);
	free(s->item);
	free(s->pool);
	free(s->order);
	*s = (struct series_set)SERIES_SET_INIT;
}

/* --- one desk ------------------------------------------------------------------------------------- */

/* While the intake of one desk is counted. */
struct count {
	struct series_set *set;
	const struct measure *m;
	uint32_t desk;
	const char *desk_name;
	/* series by column, kind and symbol */
	struct found { uint64_t key; uint32_t series; } *found;
	size_t slots, nfound;
	/* who was counted today */
	struct seen { uint64_t key; int32_t day; } *seen;
	size_t nseen;
	uint32_t *today;                  /* by series: count of the day */
	size_t alloc_today;
	uint32_t *touched;
	size_t ntouched, alloc_touched;
};

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 32) * 0x9E3779B97F4A7C15ULL;
	return x ^ x >> 29;
}

/* Is what the column names a person of this desk? */
static int is_own(const struct measure *m, int column)
{
	const struct policy *p = policy_set_now(m->options.set);
	size_t i;

	if (column == COLUMN_CUSTOMER || column == COLUMN_OWNER)
		return 1;
	for (i = 0; i < p->nfields; i++)
		if (p->field[i].column == column)
			return p->field[i].role_staff;
	return 0;
}

static const char *keep(struct series_set *s, const char *word)
{
	return intern_str(&s->words, intern_add(&s->words, word, strlen(word)));
}

uint32_t series_row(struct series_set *s, const char *kind, const char *column, const char *value,
		    const char *desk)
{
	uint32_t id = INTERN_ADD_WORDS(&s->names, kind, column ? column : "", value, desk ? desk : "");

	if (id == s->n) {
		MEM_GROW(s->one, s->n + 1, s->alloc);
		s->one[s->n++] = (struct series){
			.kind = keep(s, kind), .column = column ? keep(s, column) : NULL,
			.value = keep(s, value), .desk = desk ? keep(s, desk) : NULL };
	}
	return id;
}

static uint32_t new_series(struct count *c, int column, uint32_t kind, uint32_t symbol)
{
	const struct intake_plan *plan = &c->m->plan.intake;
	const struct symbols *symbols = &c->m->symbols;
	const char *kind_name = symbols_str(symbols, COLUMN_KIND, kind);
	int number;
	uint32_t id;

	if (column == VOLUME)
		return series_row(c->set, kind_name, NULL, "", NULL);
	number = plan->column[column];
	id = series_row(c->set, kind_name, policy_set_column_name(c->m->options.set, number),
			symbols_str(symbols, number, symbol),
			is_own(c->m, number) ? c->desk_name : NULL);
	c->set->one[id].is_watched |= plan->is_watched >> column & 1;
	return id;
}

static void rehash(struct count *c)
{
	struct found *old = c->found;
	size_t i, k, n = c->slots;

	c->slots = n ? n * 2 : 1024;
	c->found = mem_array(c->slots, sizeof(*c->found));
	for (i = 0; i < n; i++) {
		if (!old[i].key)
			continue;
		k = mix(old[i].key) & (c->slots - 1);
		while (c->found[k].key)
			k = (k + 1) & (c->slots - 1);
		c->found[k] = old[i];
	}
	free(old);
}

static uint32_t series_of(struct count *c, int column, uint32_t kind, uint32_t symbol)
{
	uint64_t key = (uint64_t)symbol << 32 | (uint64_t)(kind & 0xFFFFFF) << 8 |
		       (uint64_t)(column + 1);
	size_t i;

	if (c->nfound >= c->slots / 2)
		rehash(c);
	i = mix(key) & (c->slots - 1);
	while (c->found[i].key && c->found[i].key != key)
		i = (i + 1) & (c->slots - 1);
	if (!c->found[i].key) {
		c->found[i] = (struct found){ key, new_series(c, column, kind, symbol) };
		c->nfound++;
	}
	return c->found[i].series;
}

/* Has this customer been counted in this series on this day? He has now. */
static int was_seen(struct count *c, uint32_t series, uint64_t customer, int32_t day)
{
	uint64_t key = customer + mix(series + 1ULL);
	size_t i = mix(key) & (c->nseen - 1);

	if (!customer)
		return 0;
	while (c->seen[i].day == day && c->seen[i].key != key)
		i = (i + 1) & (c->nseen - 1);
	if (c->seen[i].day == day)
		return 1;
	c->seen[i] = (struct seen){ key, day };
	return 0;
}

static void count_one(struct count *c, uint32_t series)
{
	size_t before = c->alloc_today;

	if (series >= c->alloc_today) {
		MEM_GROW(c->today, (size_t)series + 1, c->alloc_today);
		memset(c->today + before, 0, (c->alloc_today - before) * sizeof(*c->today));
	}
	if (!c->today[series]++) {
		MEM_GROW(c->touched, c->ntouched + 1, c->alloc_touched);
		c->touched[c->ntouched++] = series;
	}
}

void series_add_case(struct series_set *s, caseid id, instant at, uint32_t desk, int32_t day)
{
	MEM_GROW(s->item, s->nitems + 1, s->alloc_items);
	s->item[s->nitems++] = (struct series_case){ .id = id, .at = at, .desk = desk, .day = day,
						     .first = (uint32_t)s->npool };
}

void series_add_to_case(struct series_set *s, uint32_t series)
{
	MEM_GROW(s->pool, s->npool + 1, s->alloc_pool);
	s->pool[s->npool++] = series;
	s->item[s->nitems - 1].n++;
}

void series_add_count(struct series_set *s, uint32_t series, int32_t day, uint32_t n)
{
	MEM_GROW(s->count, s->ncounts + 1, s->alloc_counts);
	s->count[s->ncounts++] = (struct series_count){ series, day, n };
	s->one[series].total += n;
}

static void count_case(struct count *c, size_t i, int32_t day, int64_t keep_from)
{
	const struct intake *in = &c->m->tally.intake;
	const struct intake_case *x = &in->one[i];
	const uint32_t *value = in->value + i * (size_t)in->plan->ncolumns;
	int column, is_kept = day >= keep_from;
	uint32_t series;

	count_one(c, series_of(c, VOLUME, x->kind, 0));
	if (is_kept)
		series_add_case(c->set, x->id, x->at, c->desk, day);
	for (column = 0; column < in->plan->ncolumns; column++) {
		if (!value[column])
			continue;
		series = series_of(c, column, x->kind, value[column]);
		if (is_kept)
			series_add_to_case(c->set, series);
		if (!was_seen(c, series, x->customer, day))
			count_one(c, series);
	}
}

static void end_of_day(struct count *c, int32_t day)
{
	size_t i;

	for (i = 0; i < c->ntouched; i++) {
		uint32_t series = c->touched[i];

		series_add_count(c->set, series, day, c->today[series]);
		c->today[series] = 0;
	}
	c->ntouched = 0;
}

/* --- its days ------------------------------------------------------------------------------------- */

/* The local date of each case; most come on the date of the one before. */
static int32_t *dates_of(const struct measure *m, int32_t *first, int32_t *last)
{
	const struct intake *in = &m->tally.intake;
	int32_t *date = mem_array(in->n + 1, sizeof(*date)), day = 0;
	instant from = 0, to = 0;
	size_t i;

	*first = INT32_MAX;
	*last = INT32_MIN;
	for (i = 0; i < in->n; i++) {
		if (in->one[i].at < from || in->one[i].at >= to) {
			day = (int32_t)zone_day(m->plan.zone, in->one[i].at);
			from = zone_midnight(m->plan.zone, day);
			to = zone_midnight(m->plan.zone, day + 1);
		}
		date[i] = day;
		*first = day < *first ? day : *first;
		*last = day > *last ? day : *last;
	}
	return date;
}

/* Indexes of the cases by date; *begin[d] is where the date first + d begins, with one more at the end. */
static uint32_t *by_date(const int32_t *date, size_t n, int32_t first, int32_t last, size_t **begin)
{
	size_t days = (size_t)(last - first) + 1, i, at = 0, *next = mem_array(days + 1, sizeof(*next));
	uint32_t *order = mem_array(n + 1, sizeof(*order));

	for (i = 0; i < n; i++)
		next[date[i] - first]++;
	for (i = 0; i <= days; i++) {
		size_t here = next[i];

		next[i] = at;
		at += here;
	}
	for (i = 0; i < n; i++)
		order[next[date[i] - first]++] = (uint32_t)i;
	/* Each entry now stands at its end, which is the next one's beginning. */
	memmove(next + 1, next, days * sizeof(*next));
	next[0] = 0;
	*begin = next;
	return order;
}

static instant series_last(instant from, instant to)
{
	return to - 1 > from ? to - 1 : from;
}

/* Which days the cases themselves are kept of does not depend on other desks. */
static void count_days(struct count *c)
{
	const struct intake *in = &c->m->tally.intake;
	const struct period_bounds *w = &c->m->bounds;
	int64_t from_day = zone_day(c->m->plan.zone, w->from);
	int64_t to_day = zone_day(c->m->plan.zone, series_last(w->from, w->to));
	int64_t keep_from = from_day - SERIES_CASES_DAYS;
	int32_t first, last, day, *date = dates_of(c->m, &first, &last);
	size_t *begin, i, most = 0;
	uint32_t *order;

	i = (size_t)(in->plan->longest / 86400) + 2;
	if (keep_from > from_day - (int64_t)i)
		keep_from = from_day - (int64_t)i;
	order = by_date(date, in->n, first, last, &begin);
	for (day = first; day <= last; day++)
		if (begin[day - first + 1] - begin[day - first] > most)
			most = begin[day - first + 1] - begin[day - first];
	for (c->nseen = 64; c->nseen < 2 * most * (size_t)(in->plan->ncolumns + 1); c->nseen *= 2)
		;
	c->seen = mem_array(c->nseen, sizeof(*c->seen));
	for (i = 0; i < c->nseen; i++)
		c->seen[i].day = INT32_MIN;
	for (day = first; day <= last && day <= to_day; day++) {
		for (i = begin[day - first]; i < begin[day - first + 1]; i++)
			count_case(c, order[i], day, keep_from);
		end_of_day(c, day);
	}
	free(c->seen);
	free(begin);
	free(order);
	free(date);
}

void series_add(struct series_set *s, const struct measure *m, uint32_t desk, const char *desk_name)
{
	struct count c = { .set = s, .m = m, .desk = desk, .desk_name = desk_name };

	if (!m->plan.intake.is_on || !m->tally.intake.n)
		return;
	count_days(&c);
	free(c.found);
	free(c.today);
	free(c.touched);
}

int series_compare(const struct series *x, const struct series *y)
{
	int c = strcmp(x->kind, y->kind);

	if (!c)
		c = strcmp(x->column ? x->column : "", y->column ? y->column : "");
	if (!c)
		c = strcmp(x->value, y->value);
	return c ? c : strcmp(x->desk ? x->desk : "", y->desk ? y->desk : "");
}

/* --- all desks ------------------------------------------------------------------------------------ */

void series_period(struct series_set *s, instant from, instant to, const struct zone *zone,
		   int is_running, int64_t known_day)
{
	if (!s->is_on || from < s->from)
		s->from = from;
	if (!s->is_on || to > s->to)
		s->to = to;
	if (!s->is_on || zone_day(zone, from) < s->from_day)
		s->from_day = zone_day(zone, from);
	if (!s->is_on || zone_day(zone, series_last(from, to)) > s->to_day)
		s->to_day = zone_day(zone, series_last(from, to));
	if (!s->is_on || known_day < s->known_day)
		s->known_day = known_day;
	s->is_running |= is_running;
	s->is_on = 1;
}

static int by_day(const void *a, const void *b)
{
	const struct series_count *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

static void sort_counts(struct series_set *s)
{
	struct series_count *sorted = mem_array(s->ncounts + 1, sizeof(*sorted));
	size_t i, at = 0;

	for (i = 0; i < s->ncounts; i++)
		s->one[s->count[i].series].ncounts++;
	for (i = 0; i < s->n; i++) {
		s->one[i].first_count = at;
		at += s->one[i].ncounts;
		s->one[i].ncounts = 0;
	}
	for (i = 0; i < s->ncounts; i++) {
		struct series *x = &s->one[s->count[i].series];

		sorted[x->first_count + x->ncounts++] = s->count[i];
	}
	free(s->count);
	s->count = sorted;
	s->alloc_counts = s->ncounts + 1;
	for (i = 0; i < s->n; i++)
		if (s->one[i].ncounts > 1)
			qsort(sorted + s->one[i].first_count, s->one[i].ncounts, sizeof(*sorted), by_day);
}

/* Total, so that the order of desks and threads cannot be seen. */
static int by_time(const void *a, const void *b)
{
	const struct series_case *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->desk > y->desk) - (x->desk < y->desk);
}

static void sort_cases(struct series_set *s)
{
	size_t i, k, at = 0;

	if (s->nitems > 1)
		qsort(s->item, s->nitems, sizeof(*s->item), by_time);
	s->order = mem_array(s->npool + 1, sizeof(*s->order));
	for (i = 0; i < s->npool; i++)
		s->one[s->pool[i]].ncases++;
	for (i = 0; i < s->n; i++) {
		s->one[i].first_case = at;
		at += s->one[i].ncases;
		s->one[i].ncases = 0;
	}
	for (i = 0; i < s->nitems; i++)
		for (k = s->item[i].first; k < s->item[i].first + s->item[i].n; k++) {
			struct series *x = &s->one[s->pool[k]];

			s->order[x->first_case + x->ncases++] = (uint32_t)i;
		}
}

static int by_what(const void *a, const void *b)
{
	return series_compare(a, b);
}

/* In an order that does not tell which desk came first: sums of reals and the mix's seeded draws follow it. */
static void sort_series(struct series_set *s)
{
	uint32_t *now_at = mem_array(s->n + 1, sizeof(*now_at));
	size_t i;

	for (i = 0; i < s->n; i++)
		s->one[i].first_count = i;
	if (s->n > 1)
		qsort(s->one, s->n, sizeof(*s->one), by_what);
	for (i = 0; i < s->n; i++)
		now_at[s->one[i].first_count] = (uint32_t)i;
	for (i = 0; i < s->ncounts; i++)
		s->count[i].series = now_at[s->count[i].series];
	for (i = 0; i < s->npool; i++)
		s->pool[i] = now_at[s->pool[i]];
	free(now_at);
}

void series_finish(struct series_set *s)
{
	sort_series(s);
	sort_counts(s);
	sort_cases(s);
}

void series_days(const struct series_set *s, size_t i, int64_t first, size_t n, uint32_t *count)
{
	const struct series_count *c = s->count + s->one[i].first_count;
	size_t k;

	memset(count, 0, n * sizeof(*count));
	for (k = 0; k < s->one[i].ncounts; k++)
		if (c[k].day >= first && (uint64_t)(c[k].day - first) < n)
			count[c[k].day - first] += c[k].n;
}

uint64_t series_sum(const struct series_set *s, size_t i, int64_t from, int64_t to)
{
	const struct series_count *c = s->count + s->one[i].first_count;
	uint64_t sum = 0;
	size_t k;

	for (k = 0; k < s->one[i].ncounts; k++)
		if (c[k].day >= from && c[k].day <= to)
			sum += c[k].n;
	return sum;
}
