/*
 * casetable: one row a case with everything that can be derived from its events, for spreadsheets,
 * databases and statistics packages (`sd log export --cases`).
 *
 *	struct casetable t;
 *	casetable_init(&t, set, &map, &symbols, now);      // the map of all class columns
 *	for (i = 0; i < t.ncolumns; i++) use(t.column[i].name);
 *	casetable_row(&t, &history, cell);                 // sorted and legal; cell[t.ncolumns]
 *	casetable_release(&t);
 *
 *	casetable_init_clocks(&t, set, &map, &symbols, now);     // or one row an instance of a clock:
 *	n = casetable_run(&t, &history);
 *	for (i = 0; i < n; i++) casetable_instance(&t, &history, i, cell);
 *
 * Columns: case, state, opened, logged; the class of the case after its last event; when it was answered, resolved,
 * closed, cancelled; how often it was reopened, how many contacts it took, whether it was escalated; times in
 * seconds (metrics.md; empty where they have not ended); how much of it the net time to full resolution leaves out
 * (so far, where that has not ended); whether its resolution held for 7 days and was the first contact's (1, 0; empty
 * before the 7 days are over); the cause that the last resolve gave; for each clock name of the policy the number of
 * instances, met and breached ones, and due, done, verdict and seconds late of the last instance. A `-` in a
 * clock's name is `_` in the column's, so that SQL needs no quotes. Of instances: case, clock, instance, the class
 * of the case when the verdict fell (else now), when it started, was due, done, ended, decided, its verdict,
 * whether it is paused now, seconds late. An instance counts in the period in which it was decided.
 */
#ifndef SD_REPORT_CASETABLE_H
#define SD_REPORT_CASETABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "report/facts.h"
#include "rules/clock.h"

enum casetable_type { CASETABLE_ID, CASETABLE_CODE, CASETABLE_TIME, CASETABLE_NUMBER };

struct casetable_column {
	const char *name;
	enum casetable_type type;
};

/* One of them, by the column's type; `none` is an empty cell. */
struct casetable_cell {
	int none;
	const char *code;            /* lives as long as the symbols */
	int64_t number;              /* of TIME: an instant; of ID: the caseid */
};

struct casetable {
	struct arena arena;
	const struct policy_set *set;
	const struct classmap *map;
	const struct symbols *symbols;
	struct clockset *clocks;
	struct clock_list instances;
	struct facts_rule *rule;     /* by version of the policy */
	instant now;
	struct casetable_column *column;
	size_t ncolumns;
};

/* All borrowed until casetable_release(); the clocks' filters are added to the map. */
void casetable_init(struct casetable *t, const struct policy_set *set, struct classmap *map,
		    struct symbols *symbols, instant now);
void casetable_init_clocks(struct casetable *t, const struct policy_set *set, struct classmap *map,
			   struct symbols *symbols, instant now);
void casetable_row(struct casetable *t, const struct history *h, struct casetable_cell *cell);
size_t casetable_run(struct casetable *t, const struct history *h);
void casetable_instance(struct casetable *t, const struct history *h, size_t i,
			struct casetable_cell *cell);
void casetable_release(struct casetable *t);

#endif
