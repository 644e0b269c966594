/*
 * holm: many tests at once. Of a hundred differences that are none, five look like one; Holm's correction keeps the
 * chance that any of them does at 5 % (Holm, Scand. J. Stat. 6 (1979) 65-70). Pure.
 */
#ifndef SD_RULES_HOLM_H
#define SD_RULES_HOLM_H

#include <stddef.h>

/* Each p becomes what it is as one of n, in [0, 1]; NaN is no test and stays. */
void holm_adjust(double *p, size_t n);

#endif
