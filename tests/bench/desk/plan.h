/*
 * plan: what will happen to one case, from its opening to the last call-back, planned when it opens.
 *
 * Always legal under the state table of the log, also where the log ends in the middle: what was
 * written down late happens before all that follows it.
 */
#ifndef SD_BENCH_PLAN_H
#define SD_BENCH_PLAN_H

#include "desk.h"
#include "stories.h"

#define EVENTS_MAX  40
#define STORIES_MAX 128

struct happening {
	struct logrow row;
	const char *words;      /* a template of stories.h, or NULL */
};

struct kase {
	struct happening event[EVENTS_MAX];
	int n, next;            /* `next` is the first that the log has not told yet */
	uint64_t sequence;
	int64_t now;            /* while planning: when the last thing was written down */
	const struct story *story;
	const struct product *product;
	const char *owner, *clerk;
	int customer_number;
	int number;             /* %n */
	int grew;               /* amended from ordinary to complex */
	char id[24], other[40], customer[16], batch[16], key[64], amount[16], order[16];
};

/* The last case of each story that the log has, for those that are entered twice. */
struct earlier {
	int64_t at;
	int customer_number;
	char id[24], customer[16], batch[16];
	const struct product *product;
};

struct planner {
	const struct desk_plan *plan;
	struct dice dice;
	struct earlier earlier[STORIES_MAX];
	const struct story *pick[2][4][STORIES_MAX];    /* by language and kind */
	int npick[2][4];
};

void planner_init(struct planner *p, const struct desk_plan *plan);
/* Fill the empty case `k` of a customer who comes at t. */
void plan_case(struct planner *p, struct kase *k, int64_t t);

#endif
