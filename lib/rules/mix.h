/*
 * mix: has the mix of categories shifted? (metrics.md, "category mix"). Pure.
 *
 *	struct mix_category c[] = { { .before = 60, .now = 12 }, ... };
 *	mix_test(c, n, &mix);
 *	if (mix.p < alpha) for each c with is_named ...
 *
 * Pearson's chi-square of the table 2 x n (Phil. Mag. 50 (1900) 157-175). Where an expected count is below 5 its
 * p is found by simulation: MIX_TABLES tables with the same sums (rules/random.h, seed 1), p = (1 + those
 * with at least this chi-square) / (1 + MIX_TABLES); Hope, J. R. Stat. Soc. B 30 (1968) 582-598. Adjusted
 * residuals: Haberman, Biometrics 29 (1973) 205-220. Categories without a case in either take no part.
 */
#ifndef SD_RULES_MIX_H
#define SD_RULES_MIX_H

#include <stddef.h>
#include <stdint.h>

#define MIX_TABLES   9999
#define MIX_RESIDUAL 2.58        /* from here on a category is named ... */
#define MIX_FEWEST   3           /* ... if it has so many cases */

struct mix_category {
	uint64_t before, now;
	double expected_before, expected_now;
	double residual;         /* adjusted, of `now`; NaN where it takes no part */
	int is_new;              /* never before */
	int is_named;            /* it stands out, or is new */
};

struct mix {
	uint64_t before, now;    /* sums */
	double pearson, p;       /* p is NaN where there is nothing to compare */
	size_t df;
	int is_simulated;
};

void mix_test(struct mix_category *category, size_t n, struct mix *mix);
/* The same with another number of simulated tables. */
void mix_test_with(struct mix_category *category, size_t n, unsigned int tables, struct mix *mix);

#endif
