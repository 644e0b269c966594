/*
 * clock: the one construct for every limit (design section 2). Pure: `now` is an argument.
 *
 *	struct clockset *cs = clockset_new(set, &map, &symbols);   // compiles filters of all versions
 *	struct clock_list list = CLOCK_LIST_INIT;
 *	clock_run(cs, &history, now, &list);          // every instance of every clock of one case
 *	clock_list_release(&list); clockset_free(cs);
 *
 * The rules, in the words of the design: an instance starts at a `from` event when none runs and
 * stops at an `until` event; `drop` and cancel end it without a verdict; rows by sd never stop
 * one; an instance is decided at min(done, due); the first rule whose `for` matches wins per clock
 * name; amend recomputes undecided instances (a breach is decided no earlier than the amend).
 *
 * Where these words leave it open: at the due instant itself only what is done is met, so a drop, a
 * hold or a new promise comes too late then. A legal limit in days leaves out the days that end in a
 * pause. on-amend is said by the rule that the instance runs under. Where no rule matches any more
 * the instance ends, and one that matches again begins where it did, unless its verdict fell.
 *
 * A clock whose `from` has `task` runs once for each name of a task: task and done rows of one name
 * mean nothing to the instances of another, nor to those that another event started. The implied clock
 * `approval` runs for each type of compensation that is to be approved in time: an instance is of one promise and ends
 * with the approval of that promise (domain/approval.h). Where others of its type wait then, the oldest of them is next:
 * its instance runs from its promise, but no breach of it is decided, and none of its steps falls due, before that.
 */
#ifndef SD_RULES_CLOCK_H
#define SD_RULES_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "domain/casestore.h"
#include "domain/history.h"
#include "domain/policy.h"

enum verdict { VERDICT_UNDECIDED, VERDICT_MET, VERDICT_BREACHED, VERDICT_DROPPED, VERDICT_UNKNOWN };

/* "met", "breached", ... (untranslated, stable). */
const char *verdict_name(enum verdict v);

struct clock_instance {
	const struct policy_clock *rule;
	int number;                /* 1, 2 .. per clock name and case */
	uint32_t task;             /* symbol of the name of the task, or type of compensation (COLUMN_DETAIL); 0: neither */
	instant from;              /* when it started */
	uint32_t from_line;
	uint64_t from_check;
	instant due;               /* INSTANT_NONE: not known (verdict unknown); while paused: as if it went on now */
	int64_t limit;             /* seconds, or days; of what was left (on-reopen: continue); -1: not known */
	instant done;              /* INSTANT_NONE: nothing stopped it */
	uint32_t done_line;
	instant ended;             /* when it stopped to run: done, drop, cancel, replaced; else INSTANT_NONE */
	instant decided;           /* when the verdict fell; INSTANT_NONE while there is none */
	instant not_before;        /* a breach is decided no earlier (amend, approval of another); INSTANT_NONE: no bound */
	enum verdict verdict;
	int paused;                /* a pause is running at `now`, also where it is breached already */
	int moved;                 /* promises renewed before the due instant, */
	instant moved_at;          /* ... the last of them when; INSTANT_NONE: none */
	int unknown_year;          /* the calendar data that is missing */
	uint32_t ended_line;
	size_t first_event;        /* index in the history of the event that started it */
};

struct clock_list {
	struct clock_instance *instance;
	size_t n, alloc;
};
#define CLOCK_LIST_INIT { NULL, 0, 0 }
void clock_list_release(struct clock_list *list);

/*
 * Whose the instance's part is, as the first `upto` events say: symbols, 0 where nobody is named. Of a task what its row
 * says; of an approval the department that approves; of others (task 0) nobody.
 */
void clock_part_who(const struct policy_clock *rule, uint32_t task, const struct history *h, size_t upto,
		    const struct classmap *map, const struct symbols *symbols,
		    uint32_t *department, uint32_t *owner);

struct clockset;

/* The set, the map and the symbols are borrowed until clockset_free(). Adds the filters' columns to the map. */
struct clockset *clockset_new(const struct policy_set *set, struct classmap *map,
			      struct symbols *symbols);
void clockset_free(struct clockset *cs);

/*
 * All instances of one case, in order of clock name (file order) and start; list is emptied
 * first. The history must be sorted; events after `now` must not be in it.
 */
void clock_run(const struct clockset *cs, const struct history *h, instant now,
	       struct clock_list *list);

/*
 * May an instance of any clock still run after the last row of the case? Cheap, and on the safe side: 1 where it is
 * not obvious that each event that began one was followed by one that stopped it.
 */
int clock_may_run(const struct clockset *cs, const struct history *h);

/*
 * The same for a casestore to keep row by row: of a case of which casestore_is_over() holds clock_may_run() is 0.
 */
void clock_ends(const struct clockset *cs, struct casestore_ends *ends);

/* Every interval that an instance counted or skipped, from its start to `end`. */
enum interval_state { INTERVAL_RUNNING, INTERVAL_CLOSED, INTERVAL_PAUSED };
struct clock_interval {
	instant from, to;
	enum interval_state state;
	int64_t seconds;           /* its length; counted only while running */
	uint32_t line;             /* of the hold row for a pause, else 0 */
};
struct clock_intervals {
	struct clock_interval *interval;
	size_t n, alloc;
};
#define CLOCK_INTERVALS_INIT { NULL, 0, 0 }
void clock_intervals_release(struct clock_intervals *list);

/*
 * From the start to the due instant; where that is not known (undecided and paused, no calendar
 * data) to its end, else to `now`; of a dropped instance to its end. Without gaps, as far as the
 * calendar's data reaches. Time of a pause outside opening hours is closed. Where the due instant
 * is known, what is running sums up to the limit.
 */
void clock_explain(const struct clockset *cs, const struct history *h,
		   const struct clock_instance *instance, instant now,
		   struct clock_intervals *list);

#endif
