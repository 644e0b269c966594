/*
 * km: Kaplan-Meier quantiles of times some of which have not ended yet (metrics.md, "quantiles of
 * open-ended times"). Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481.
 *
 *	struct km km = KM_INIT;
 *	km_add(&km, seconds, 1);              // resolved after so long
 *	km_add(&km, seconds, 0);              // still open after so long: censored
 *	km_quantiles(&km, (double[]){ .5, .9 }, 2, q);
 *	if (isnan(q[1])) ...                  // not reached
 *	km_release(&km);
 *
 * The data is the exact multiset of (duration, ended or not), so samples merge without loss and in
 * any order, and equal samples give equal bytes. Eight bytes a case; adding is O(1), the first
 * question after it sorts once (radix, in place). What comes as counts takes 16 bytes a distinct duration,
 * however much it counts. Durations are in seconds, |d| < 2^61. Where an end and a censoring have the
 * same duration, the end comes first. Nothing here fails.
 */
#ifndef SD_RULES_KM_H
#define SD_RULES_KM_H

#include <stddef.h>
#include <stdint.h>

#define KM_DURATION_MAX ((int64_t)1 << 61) /* durations lie between this and its negative, both excluded */

struct km_run {
	uint64_t key, n;
};

struct km {
	uint64_t n, censored; /* cases; of these not ended */
	uint64_t *key;      /* duration and censored, packed so that their order is the numbers' */
	size_t nkeys, alloc;
	struct km_run *run; /* the same for cases that came as counts */
	size_t nruns, alloc_runs;
	int is_unsorted;
};

#define KM_INIT { .n = 0 }

void km_release(struct km *km);
void km_add(struct km *km, int64_t duration, int has_ended);
/* The mergeable form: so many ends and so many censorings at this duration. */
void km_add_counts(struct km *km, int64_t duration, uint64_t events, uint64_t censored);
/* Adds all of `from`, which stays as it is. */
void km_merge(struct km *km, const struct km *from);

/* One distinct duration, ascending. */
struct km_step {
	int64_t duration;
	uint64_t events, censored; /* at this duration */
	uint64_t at_risk;          /* cases whose duration is at least this one */
	double survival;           /* S just after this duration's events */
};
typedef void km_step_fn(void *ctx, const struct km_step *step);
void km_each(struct km *km, km_step_fn *fn, void *ctx);

/* The same one after another, where two samples are walked side by side: 0 after the last. */
struct km_walk {
	const struct km *km;
	size_t at, run;            /* first key and first run not taken yet */
	uint64_t left;             /* cases not taken yet */
	double done;               /* S before the present stretch without censorings */
	uint64_t at_start;         /* at risk when that began; 0: none begun */
	struct km_step step;
};
void km_walk_begin(struct km_walk *w, struct km *km);
int km_walk_next(struct km_walk *w);
/* Have both the same cases? */
int km_is_equal(struct km *a, struct km *b);

/*
 * q[i] = min{t: S(t) <= 1 - p[i]} in seconds, p ascending, each in (0, 1]. Where S(t) equals 1 - p
 * the curve is level there and the answer is the middle of t and the next event's time (t itself
 * where no event follows). NaN where the curve never comes down to it: "not reached".
 *
 * Equal means within 1e-9: S is computed with one factor for each stretch without censorings
 * (exact where nothing is censored), its error stays under 1e-12 for millions of cases, and two
 * different values of S near 1 - p are farther apart than that.
 */
void km_quantiles(struct km *km, const double *p, size_t n, double *q);

#endif
