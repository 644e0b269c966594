/*
 * random: a generator of our own for tests by simulation, so that the same log gives the same figure on
 * every machine. Not for secrets. Pure.
 *
 *	struct random r = { .state = seed };
 *	random_below_one(&r)                       // [0, 1), 53 bits
 *	random_hypergeometric(&r, taken, good, bad)
 *
 * SplitMix64: Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
#ifndef SD_RULES_RANDOM_H
#define SD_RULES_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state;
	const double *log_factorial;    /* of 0 to nfactorials - 1, where many draws are worth a table; borrowed */
	size_t nfactorials;
};

uint64_t random_next(struct random *r);
double random_below_one(struct random *r);

/*
 * How many good ones are among `taken` drawn without replacement from good + bad (taken at most their
 * sum): the distribution function inverted, starting at the mode, so that it takes about one
 * standard deviation of steps.
 */
uint64_t random_hypergeometric(struct random *r, uint64_t taken, uint64_t good, uint64_t bad);

#endif
