/*
 * ordered: many pieces of work on several threads, their results taken in order.
 *
 *	ordered_run(n, threads, work, take, ctx);
 *
 * work(ctx, i) is called once for each i < n, on any thread, several at a time, and must touch nothing that
 * belongs to another piece. take(ctx, i) is called on the calling thread for 0, 1, 2 ...: what it adds up cannot
 * depend on timing. No piece is begun that is further ahead of the one to be taken next than ORDERED_AHEAD
 * times the number of threads: so many results wait at most. Without a thread to be had the caller works.
 */
#ifndef SD_BASE_ORDERED_H
#define SD_BASE_ORDERED_H

#include <stddef.h>

#define ORDERED_THREADS_MAX 16
#define ORDERED_AHEAD       2

typedef void ordered_work(void *ctx, size_t i);
/* Non-zero ends it: no further piece is begun nor taken, those that run are waited for. */
typedef int ordered_take(void *ctx, size_t i);

/* `take` may be NULL. Returns what take() ended with, or 0. */
int ordered_run(size_t n, int threads, ordered_work *work, ordered_take *take, void *ctx);

#endif
