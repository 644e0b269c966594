#include "base/ordered.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"

struct run {
	ordered_work *work;
	void *ctx;
	size_t n, next, taken, ahead;     /* next to be begun; how many were taken */
	unsigned char *is_done;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* With the lock: begin one piece where that is allowed, do it without the lock. 0: there was none. */
static int work_one(struct run *run)
{
	size_t i = run->next;

	if (i >= run->n || i >= run->taken + run->ahead)
		return 0;
	run->next++;
	pthread_mutex_unlock(&run->lock);
	run->work(run->ctx, i);
	pthread_mutex_lock(&run->lock);
	run->is_done[i] = 1;
	pthread_cond_broadcast(&run->changed);
	return 1;
}

static void *worker(void *arg)
{
	struct run *run = arg;

	pthread_mutex_lock(&run->lock);
	while (run->next < run->n)
		if (!work_one(run))
			pthread_cond_wait(&run->changed, &run->lock);
	pthread_mutex_unlock(&run->lock);
	return NULL;
}

/* The calling thread: takes what is next, works where that is not done yet. */
static int take_all(struct run *run, ordered_take *take)
{
	int result = 0;

	pthread_mutex_lock(&run->lock);
	while (!result && run->taken < run->n) {
		if (!run->is_done[run->taken]) {
			if (!work_one(run))
				pthread_cond_wait(&run->changed, &run->lock);
			continue;
		}
		pthread_mutex_unlock(&run->lock);
		result = take ? take(run->ctx, run->taken) : 0;
		pthread_mutex_lock(&run->lock);
		run->taken++;
		pthread_cond_broadcast(&run->changed);
	}
	run->n = run->next;               /* nothing more is begun */
	pthread_cond_broadcast(&run->changed);
	pthread_mutex_unlock(&run->lock);
	return result;
}

int ordered_run(size_t n, int threads, ordered_work *work, ordered_take *take, void *ctx)
{
	struct run run = { .work = work, .ctx = ctx, .n = n, .lock = PTHREAD_MUTEX_INITIALIZER,
			   .changed = PTHREAD_COND_INITIALIZER };
	pthread_t thread[ORDERED_THREADS_MAX];
	int started = 0, wanted, result;

	threads = threads < 1 ? 1 : threads > ORDERED_THREADS_MAX ? ORDERED_THREADS_MAX : threads;
	wanted = (size_t)threads > n ? (int)n : threads;
	run.ahead = (size_t)threads * ORDERED_AHEAD;
	run.is_done = mem_array(n, 1);
	/* The caller is one of them. */
	while (started < wanted - 1 && pthread_create(&thread[started], NULL, worker, &run) == 0)
		started++;
	result = take_all(&run, take);
	while (started)
		pthread_join(thread[--started], NULL);
	free(run.is_done);
	pthread_mutex_destroy(&run.lock);
	pthread_cond_destroy(&run.changed);
	return result;
}
