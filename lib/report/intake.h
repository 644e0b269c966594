/*
 * intake: which cases came in when, of the days that early warning looks back on. Part of a tally.
 *
 *	intake_plan_init(&plan, set, &map);             // before the log is read; off without `warnings:`
 *	intake_plan_period(&plan, zone, from);
 *	intake_add(&intake, &history, class, counts, is_last);
 *	intake_merge(&intake, &other);
 *	intake_settle(&intake);                         // each case once
 *
 * 63 days of baseline and 365 of running in before W: a case of then is closed and dropped while the
 * log is read, so that it is noted when it is dropped. A later row of it (it was cancelled, voided,
 * amended) has it read again and noted once more; the last note counts, whatever it says. 40 bytes a case
 * of these 428 days and of W, and nothing for the years before them.
 */
#ifndef SD_REPORT_INTAKE_H
#define SD_REPORT_INTAKE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "domain/policy.h"

#define INTAKE_COLUMNS 32

struct intake_plan {
	int is_on;                       /* the policy in force has `warnings:` */
	const struct classmap *map;
	int ncolumns;                    /* category, and those of `by:` and `repeat:` */
	int column[INTAKE_COLUMNS];
	uint32_t is_watched;             /* bit i: column i is in `by:` */
	int slot_kind;
	int64_t longest;                 /* the widest window of a repeat, seconds */
	instant from;                    /* cases opened before it are not noted */
	uint32_t date_from;              /* YYYYMMDD of ids that may have been */
};

void intake_plan_init(struct intake_plan *plan, const struct policy_set *set, struct classmap *map);
void intake_plan_period(struct intake_plan *plan, const struct zone *zone, instant from);

struct intake_case {
	caseid id;
	instant at;                      /* open */
	uint64_t customer;               /* a hash, 0: not known */
	uint32_t kind;
	uint8_t counts;                  /* 0: cancelled, void, no customer's business */
	uint8_t is_last;                 /* noted after all rows were read */
};

struct intake {
	const struct intake_plan *plan;
	struct intake_case *one;
	size_t n, alloc;
	uint32_t *value;                 /* by case, ncolumns each: symbols */
	size_t alloc_values;
};

void intake_release(struct intake *in);
/* `class` is the case's at as-of; h may be empty (all its rows are void). */
void intake_add(struct intake *in, const struct history *h, const uint32_t *class, int counts,
		int is_last);
void intake_merge(struct intake *in, const struct intake *from);
void intake_settle(struct intake *in);

#endif
