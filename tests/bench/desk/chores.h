/*
 * chores: what a desk does beside its customers: the regular duties of its rules (meetings, training), and the
 * measures that the evaluation meeting decided. Cases of the kinds `duty` and `action`, most of them done in time.
 */
#ifndef SD_BENCH_CHORES_H
#define SD_BENCH_CHORES_H

#include "plan.h"

/* Calls add() with each case, which it owns (free()), from the plan's first day to the last. */
void chores_plan(const struct desk_plan *plan, void (*add)(void *ctx, struct kase *k), void *ctx);

#endif
