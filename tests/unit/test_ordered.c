/* Work on several threads, results in order. */
#include <criterion/criterion.h>
#include <stdatomic.h>
#include <string.h>

#include "base/ordered.h"

#define PIECES 500

struct run {
	atomic_int worked[PIECES];
	atomic_size_t begun, taken, ahead;
	size_t next;
	size_t stop_at;
};

static void work(void *ctx, size_t i)
{
	struct run *run = ctx;
	size_t taken = atomic_load(&run->taken), ahead = i - taken;

	if (i > taken && ahead > atomic_load(&run->ahead))
		atomic_store(&run->ahead, ahead);
	atomic_fetch_add(&run->worked[i], 1);
	atomic_fetch_add(&run->begun, 1);
}

static int take(void *ctx, size_t i)
{
	struct run *run = ctx;

	cr_assert_eq(i, run->next);
	cr_assert_eq(atomic_load(&run->worked[i]), 1, "piece %zu is taken after its work", i);
	run->next++;
	atomic_fetch_add(&run->taken, 1);
	return run->stop_at && i + 1 == run->stop_at ? 7 : 0;
}

static void check_all(int threads)
{
	static struct run run;

	memset(&run, 0, sizeof(run));
	cr_expect_eq(ordered_run(PIECES, threads, work, take, &run), 0);
	cr_expect_eq(run.next, PIECES);
	cr_expect_eq(atomic_load(&run.begun), PIECES);
	cr_expect_leq(atomic_load(&run.ahead), (size_t)(threads < 1 ? 1 : threads) * ORDERED_AHEAD);
}

Test(ordered, each_piece_is_worked_once_and_taken_in_order)
{
	check_all(1);
	check_all(2);
	check_all(8);
	check_all(ORDERED_THREADS_MAX);
}

Test(ordered, no_threads_is_one_and_too_many_are_as_many_as_there_may_be)
{
	static struct run run;

	check_all(0);
	check_all(-3);
	memset(&run, 0, sizeof(run));
	cr_expect_eq(ordered_run(PIECES, 1000, work, take, &run), 0);
	cr_expect_eq(run.next, PIECES);
}

Test(ordered, what_take_returns_ends_it)
{
	static struct run run;

	memset(&run, 0, sizeof(run));
	run.stop_at = 10;
	cr_expect_eq(ordered_run(PIECES, 4, work, take, &run), 7);
	cr_expect_eq(run.next, 10);
	cr_expect_leq(atomic_load(&run.begun), 10 + 4 * ORDERED_AHEAD);
}

Test(ordered, nothing_to_do_and_nothing_to_take)
{
	static struct run run;

	memset(&run, 0, sizeof(run));
	cr_expect_eq(ordered_run(0, 4, work, take, &run), 0);
	cr_expect_eq(run.next, 0);
	cr_expect_eq(ordered_run(PIECES, 4, work, NULL, &run), 0);
	cr_expect_eq(atomic_load(&run.begun), PIECES);
}
