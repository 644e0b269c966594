#include "rules/km.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define KM_BIAS   KM_DURATION_MAX    /* makes negative durations sort below */
#define KM_EQUAL  1e-9
#define RADIX     256
#define FEW       48                 /* below this, insertion sort wins */

void km_release(struct km *km)
{
	free(km->key);
	free(km->run);
	*km = (struct km)KM_INIT;
}

static uint64_t key_of(int64_t duration, int has_ended)
{
	if (duration <= -KM_BIAS || duration >= KM_BIAS)
		BUG("a duration beyond 2^61 seconds");
	return (uint64_t)(duration + KM_BIAS) << 1 | (has_ended ? 0 : 1);
}

void km_add(struct km *km, int64_t duration, int has_ended)
{
	uint64_t key = key_of(duration, has_ended);

	MEM_GROW(km->key, km->nkeys + 1, km->alloc);
	km->is_unsorted = km->is_unsorted || (km->nkeys && km->key[km->nkeys - 1] > key);
	km->key[km->nkeys++] = key;
	km->n++;
	km->censored += has_ended ? 0 : 1;
}

static void add_run(struct km *km, uint64_t key, uint64_t n)
{
	if (!n)
		return;
	MEM_GROW(km->run, km->nruns + 1, km->alloc_runs);
	km->is_unsorted = km->is_unsorted || (km->nruns && km->run[km->nruns - 1].key > key);
	km->run[km->nruns++] = (struct km_run){ key, n };
	km->n += n;
	km->censored += key & 1 ? n : 0;
}

void km_add_counts(struct km *km, int64_t duration, uint64_t events, uint64_t censored)
{
	add_run(km, key_of(duration, 1), events);
	add_run(km, key_of(duration, 0), censored);
}

void km_merge(struct km *km, const struct km *from)
{
	size_t i;

	MEM_GROW(km->key, km->nkeys + from->nkeys, km->alloc);
	for (i = 0; i < from->nkeys; i++) {
		km->key[km->nkeys + i] = from->key[i];
		km->censored += from->key[i] & 1;
	}
	km->is_unsorted = km->is_unsorted || from->nkeys;
	km->nkeys += from->nkeys;
	km->n += from->nkeys;
	for (i = 0; i < from->nruns; i++)
		add_run(km, from->run[i].key, from->run[i].n);
}

static void sort_few(uint64_t *key, size_t n)
{
	size_t i, j;

	for (i = 1; i < n; i++) {
		uint64_t k = key[i];

		for (j = i; j && key[j - 1] > k; j--)
			key[j] = key[j - 1];
		key[j] = k;
	}
}

/*
 * American flag sort by the byte at `shift` and then those below it: in place, because a second
 * array would double what a report of two million cases needs. Depth is at most eight.
 */
static void sort_radix(uint64_t *key, size_t n, int shift)
{
	size_t next[RADIX] = { 0 }, end[RADIX], i, at = 0;
	unsigned int b, c;
	uint64_t k, other;

	if (n < FEW) {
		sort_few(key, n);
		return;
	}
	for (i = 0; i < n; i++)
		next[key[i] >> shift & 0xFF]++;
	for (b = 0; b < RADIX; b++) {
		i = next[b];
		next[b] = at;
		end[b] = at += i;
	}
	for (b = 0; b < RADIX; b++) {
		while (next[b] < end[b]) {
			k = key[next[b]];
			while ((c = k >> shift & 0xFF) != b) {
				other = key[next[c]];
				key[next[c]++] = k;
				k = other;
			}
			key[next[b]++] = k;
		}
	}
	if (!shift)
		return;
	for (b = 0, at = 0; b < RADIX; at = end[b++])
		if (end[b] - at > 1)
			sort_radix(key + at, end[b] - at, shift - 8);
}

static int by_key(const void *a, const void *b)
{
	const struct km_run *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* Sorted, and each key once. */
static void sort_runs(struct km *km)
{
	size_t i, n = 0;

	if (!km->nruns)
		return;
	qsort(km->run, km->nruns, sizeof(*km->run), by_key);
	for (i = 1; i < km->nruns; i++)
		if (km->run[i].key == km->run[n].key)
			km->run[n].n += km->run[i].n;
		else
			km->run[++n] = km->run[i];
	km->nruns = n + 1;
}

static void km_sort(struct km *km)
{
	uint64_t differ = 0;
	int shift = 0;
	size_t i;

	if (!km->is_unsorted)
		return;
	for (i = 1; i < km->nkeys; i++)
		differ |= km->key[i] ^ km->key[0];
	while (shift < 56 && differ >> (shift + 8))
		shift += 8;
	sort_radix(km->key, km->nkeys, shift);
	sort_runs(km);
	km->is_unsorted = 0;
}

/*
 * Walks the distinct durations. S is held as `done` (the finished stretches) times
 * left / at_start of the present one: without a censoring the factors (n-d)/n telescope, so that
 * they need not be multiplied one by one and S is as exact as one division.
 */
void km_walk_begin(struct km_walk *w, struct km *km)
{
	km_sort(km);
	*w = (struct km_walk){ .km = km, .left = km->n, .done = 1 };
}

/* Take all cases of the key that come next; how many. */
static uint64_t take(struct km_walk *w, uint64_t key)
{
	const struct km *km = w->km;
	size_t from = w->at;
	uint64_t n = 0;

	while (w->at < km->nkeys && km->key[w->at] == key)
		w->at++;
	for (; w->run < km->nruns && km->run[w->run].key == key; w->run++)
		n += km->run[w->run].n;
	n += w->at - from;
	w->left -= n;
	return n;
}

int km_walk_next(struct km_walk *w)
{
	const struct km *km = w->km;
	struct km_step *s = &w->step;
	uint64_t key = UINT64_MAX, left;

	if (w->at < km->nkeys)
		key = km->key[w->at];
	if (w->run < km->nruns && km->run[w->run].key < key)
		key = km->run[w->run].key;
	if (key == UINT64_MAX)
		return 0;
	key &= ~(uint64_t)1;
	s->duration = (int64_t)(key >> 1) - KM_BIAS;
	s->at_risk = w->left;
	s->events = take(w, key);
	left = w->left;
	s->censored = take(w, key | 1);
	if (!w->at_start)
		w->at_start = s->at_risk;
	s->survival = w->done * ((double)left / (double)w->at_start);
	if (s->censored) {
		w->done = s->survival;
		w->at_start = 0;
	}
	return 1;
}

int km_is_equal(struct km *a, struct km *b)
{
	struct km_walk x, y;

	if (a->n != b->n || a->censored != b->censored)
		return 0;
	km_walk_begin(&x, a);
	km_walk_begin(&y, b);
	while (km_walk_next(&x) && km_walk_next(&y))
		if (x.step.duration != y.step.duration || x.step.events != y.step.events ||
		    x.step.censored != y.step.censored)
			return 0;
	return 1;
}

void km_each(struct km *km, km_step_fn *fn, void *ctx)
{
	struct km_walk w;

	km_walk_begin(&w, km);
	while (km_walk_next(&w))
		fn(ctx, &w.step);
}

void km_quantiles(struct km *km, const double *p, size_t n, double *q)
{
	struct km_walk w;
	size_t i = 0;       /* the first quantile that the curve has not come down to */
	size_t level = 0;   /* the first that waits for the next event to take the middle */
	double t;

	km_walk_begin(&w, km);
	while (level < n && km_walk_next(&w)) {
		if (!w.step.events)
			continue;
		t = (double)w.step.duration;
		for (; level < i; level++)
			q[level] = q[level] + (t - q[level]) / 2;
		for (; i < n && w.step.survival <= 1 - p[i] + KM_EQUAL; i++) {
			q[i] = t;
			if (w.step.survival < 1 - p[i] - KM_EQUAL)
				level = i + 1;
		}
	}
	for (; i < n; i++)
		q[i] = NAN;
}
