#include "rules/km.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define KM_BIAS   ((int64_t)1 << 61) /* makes negative durations sort below */
#define KM_EQUAL  1e-9
#define RADIX     256
#define FEW       48                 /* below this, insertion sort wins */

void km_release(struct km *km)
{
	free(km->key);
	*km = (struct km)KM_INIT;
}

void km_add(struct km *km, int64_t duration, int has_ended)
{
	uint64_t key;

	if (duration <= -KM_BIAS || duration >= KM_BIAS)
		BUG("a duration beyond 2^61 seconds");
	key = (uint64_t)(duration + KM_BIAS) << 1 | (has_ended ? 0 : 1);
	MEM_GROW(km->key, km->n + 1, km->alloc);
	km->is_sorted = km->is_sorted && (!km->n || km->key[km->n - 1] <= key);
	km->key[km->n++] = key;
	km->censored += has_ended ? 0 : 1;
}

void km_add_counts(struct km *km, int64_t duration, uint64_t events, uint64_t censored)
{
	while (events--)
		km_add(km, duration, 1);
	while (censored--)
		km_add(km, duration, 0);
}

void km_merge(struct km *km, const struct km *from)
{
	size_t i, n = from->n;

	if (!n)
		return;
	MEM_GROW(km->key, km->n + n, km->alloc);
	for (i = 0; i < n; i++)
		km->key[km->n + i] = from->key[i];
	km->n += n;
	km->censored += from->censored;
	km->is_sorted = 0;
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

static void km_sort(struct km *km)
{
	uint64_t differ = 0;
	int shift = 0;
	size_t i;

	if (km->is_sorted)
		return;
	for (i = 1; i < km->n; i++)
		differ |= km->key[i] ^ km->key[0];
	while (shift < 56 && differ >> (shift + 8))
		shift += 8;
	sort_radix(km->key, km->n, shift);
	km->is_sorted = 1;
}

/*
 * Walks the distinct durations. S is held as `done` (the finished stretches) times
 * left / at_start of the present one: without a censoring the factors (n-d)/n telescope, so that
 * they need not be multiplied one by one and S is as exact as one division.
 */
struct walk {
	const struct km *km;
	size_t at;                /* first key not taken yet */
	double done;
	uint64_t at_start;        /* at risk when the stretch began; 0: none begun */
	struct km_step step;
};

static int walk_next(struct walk *w)
{
	const uint64_t *key = w->km->key;
	struct km_step *s = &w->step;
	size_t i = w->at, n = w->km->n;
	uint64_t left, event_key;

	if (i == n)
		return 0;
	event_key = key[i] & ~(uint64_t)1;
	s->duration = (int64_t)(event_key >> 1) - KM_BIAS;
	s->at_risk = n - i;
	while (i < n && key[i] == event_key)
		i++;
	s->events = i - w->at;
	left = n - i;
	while (i < n && key[i] == (event_key | 1))
		i++;
	s->censored = left - (n - i);
	if (!w->at_start)
		w->at_start = s->at_risk;
	s->survival = w->done * ((double)left / (double)w->at_start);
	if (s->censored) {
		w->done = s->survival;
		w->at_start = 0;
	}
	w->at = i;
	return 1;
}

void km_each(struct km *km, km_step_fn *fn, void *ctx)
{
	struct walk w = { .km = km, .done = 1 };

	km_sort(km);
	while (walk_next(&w))
		fn(ctx, &w.step);
}

void km_quantiles(struct km *km, const double *p, size_t n, double *q)
{
	struct walk w = { .km = km, .done = 1 };
	size_t i = 0;       /* the first quantile that the curve has not come down to */
	size_t level = 0;   /* the first that waits for the next event to take the middle */
	double t;

	km_sort(km);
	while (level < n && walk_next(&w)) {
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
