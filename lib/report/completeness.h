/*
 * completeness: do the rows of the log hold what the policy requires of them (C1, metrics.md:
 * completeness)? Part of a tally.
 *
 *	completeness_plan_init(&plan, set, &map, &symbols);   // before the log is read
 *	completeness_plan_period(&plan, from, to);
 *	completeness_note(&plan, &rows, batch, row);          // of every row of the period
 *	completeness_init(&c, &plan);                         // one a thread
 *	completeness_case(&c, &rows, &history, version, class, &n, &of);
 *	completeness_merge(&c, &other);                       // of the same plan
 *	completeness_release(&c); completeness_rows_release(&rows); completeness_plan_release(&plan);
 *
 * Counted are the rows of W of which a rule of `require:` asks something: its event is in `on:`, and its
 * `for:` fits the case as it is at as-of, by the version in force for the case. A column that
 * classifies the case is there, too, where any row of the case has it by then: what was forgotten
 * can be put in by `amend`. The other rows are in neither number. `sd log` refuses a row
 * that lacks a column; those that were imported, appended or written without a policy are taken as they are.
 *
 * Only rows that lack something are kept while the log is read: 16 bytes each.
 */
#ifndef SD_REPORT_COMPLETENESS_H
#define SD_REPORT_COMPLETENESS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "domain/policy.h"
#include "rules/filter.h"

struct completeness_rule {
	const struct event_set *on;
	uint64_t columns;                /* bit i: column i */
	struct filter *filter;
};
struct completeness_version {
	struct completeness_rule *rule;
	size_t n;
};

struct completeness_plan {
	const struct classmap *map;
	struct completeness_version *version; /* by policy version */
	size_t nversions;
	uint64_t wanted[EVENT_MAX];      /* columns that any rule asks of such a row */
	uint32_t first[EVENT_MAX];       /* of its columns, among all pairs */
	size_t npairs;                   /* of event and column */
	instant from, to;                /* W */
};
void completeness_plan_init(struct completeness_plan *plan, const struct policy_set *set,
			    struct classmap *map, struct symbols *symbols);
void completeness_plan_period(struct completeness_plan *plan, instant from, instant to);
void completeness_plan_release(struct completeness_plan *plan);

/* Rows that lack a column which some rule may ask for; by line. */
struct completeness_rows {
	struct completeness_row {
		uint32_t line;
		uint64_t columns;
	} *row;
	size_t n, alloc;
};
void completeness_rows_release(struct completeness_rows *rows);
/* A row of the period. Rows come in the order of the file. */
void completeness_note(const struct completeness_plan *plan, struct completeness_rows *rows,
		       const struct scan_batch *batch, const struct scan_row *row);

struct completeness {
	const struct completeness_plan *plan;
	uint64_t *of, *missing;          /* by pair: rows that want the column, and those without it */
};
void completeness_init(struct completeness *c, const struct completeness_plan *plan);
void completeness_release(struct completeness *c);
/* `version` counts those of the set; `class` is the case's at as-of. *n of *of rows have all columns. */
void completeness_case(struct completeness *c, const struct completeness_rows *rows,
		       const struct history *h, size_t version, const uint32_t *class, uint64_t *n,
		       uint64_t *of);
void completeness_merge(struct completeness *c, const struct completeness *from);

/* The pairs: i counts from 0; 0 where there is none any more. */
int completeness_pair(const struct completeness_plan *plan, size_t i, int *event, int *column);

#endif
