/*
 * logrank: do the times of two groups differ, where some have not ended yet? The log-rank test: Mantel, Cancer
 * Chemotherapy Reports 50 (1966) 163-170; Peto and Peto, J. R. Stat. Soc. A 135 (1972) 185-207.
 *
 *	struct logrank r;
 *	logrank(&a, &b, &r);
 *	if (r.p < .05) ...                       // a ended r.pace times as fast as b
 *
 * At each time at which something ends, the ends of group a are held against the share of those still open that are
 * a's. Cases still open count as long as they were watched. Ends come before censorings of the same duration.
 *
 * Test and interval are asymptotic: with few ends, or few expected ones, on either side p is far too small. Whoever
 * asks has to look at ended_* and expected_* first.
 */
#ifndef SD_RULES_LOGRANK_H
#define SD_RULES_LOGRANK_H

#include "rules/km.h"

struct logrank {
	uint64_t ended_a, ended_b;
	double expected_a, expected_b; /* ends, if both went at the same pace */
	double chi2, p;                /* one degree of freedom, two-sided; p is NaN where nothing can be said */
	/*
	 * At which pace cases of a end, against b's: 2 is twice as fast. Peto's one-step estimate of the hazard ratio
	 * exp((O - E) / V) and its 95 % interval (Yusuf, Peto et al., Prog. Cardiovasc. Dis. 27 (1985) 335-371), which
	 * leaves out 1 exactly where p < 0.05. Far from 1, or where one group is much smaller than the other, it is
	 * biased: it may say too little or far too much. NaN as above.
	 */
	double pace, lo, hi;
};

/* Sorts both, changes nothing else. */
void logrank(struct km *a, struct km *b, struct logrank *r);

#endif
