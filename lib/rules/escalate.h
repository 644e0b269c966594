/*
 * escalate: which steps of a case fall due when, and which of them the log holds already (design
 * sections 3 and 10). Pure: `now` is an argument, the log itself is the ledger.
 *
 *	struct escalateset *es = escalateset_new(set, &map, &symbols);   // before the log is read
 *	struct escalate_list list = ESCALATE_LIST_INIT;
 *	escalate_case(es, &history, now, &list);       // every step that fell due until now
 *	escalate_coming(es, &history, now, &list);     // those to come, if nothing happens
 *	escalate_list_release(&list); escalateset_free(es);
 *
 * A step of a clock falls due when the clock has used a share of its limit, or the limit and some
 * time more or less: used time, so that closed hours and pauses count for a step as they do for
 * the due instant. Of a legal limit in days the share is rounded down to whole days; what lies
 * after the due instant is counted on the calendar. Before its start nothing falls due. A promise
 * has neither calendar nor pause.
 *
 * The answer depends on the log only, not on when it is asked: steps are looked for along the
 * case's life as it was before each amend or renewed promise, so that a step which fell due under
 * the old rule stays. An instance that is known late (its `from` row was logged after its `at`,
 * or an amend gave it another rule) takes none of the steps that fell due before it was known,
 * except the highest, which falls due then if the instance still runs. A step with `when:` fires
 * once a case, at the first row (open, amend, assign, reopen) after which its filter is true and the
 * case is open; where that row was logged late it falls due then, if the case is still open.
 * At the end of an instance itself nothing falls due any more. A repeat counts from its step on
 * the clock's calendar and is left out while the case is closed or cancelled.
 *
 * Highest: `escalate` before `remind` and `notify`; of these by the level that the step goes to, then
 * by the due instant, then by the place in the policy.
 */
#ifndef SD_RULES_ESCALATE_H
#define SD_RULES_ESCALATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "rules/clock.h"

struct escalate_step {
	const struct policy_step *step;
	const struct policy_clock *clock; /* NULL: a step with `when:` */
	instant due;                /* when it fell due: `at` of its row */
	instant clock_due;          /* of the instance as it is now, INSTANT_NONE where there is none */
	uint64_t check;             /* of the row that started it, as 16 hex digits */
	uint32_t line;              /* ... and its line */
	uint32_t task;              /* symbol of the task's name (COLUMN_DETAIL), 0: not of a task */
	size_t upto;                /* history_class(h, upto) is the case's class when it fell due */
	int instance;               /* 1, 2 .. of the clock; 0 with `when:` */
	int repeat;                 /* 1, 2 .. */
	int is_recorded;            /* its row is in the log ... */
	uint64_t row_check;         /* ... with this check */
	uint32_t row_line;          /* ... in this line */
	instant row_key;            /* ... since then (order key) */
	int is_running;             /* its instance (with `when:` the case) still runs at now */
	int is_superseded;          /* a higher step of the same instance fell due, too; never with `when:` */
};

struct escalate_list {
	struct escalate_step *step;
	size_t n, alloc;
};
#define ESCALATE_LIST_INIT { NULL, 0, 0 }
void escalate_list_release(struct escalate_list *list);

struct escalateset;

/* The set, the map and the symbols are borrowed. Adds the columns of the filters to the map. */
struct escalateset *escalateset_new(const struct policy_set *set, struct classmap *map,
				    struct symbols *symbols);
void escalateset_free(struct escalateset *es);

/*
 * All steps of the case that fell due at or before now, recorded or not, in order of due instant,
 * then clock, instance, place in the policy, repeat; the list is emptied first. The history is
 * sorted, without void and illegal rows; events after `now` must not be in it.
 */
void escalate_case(const struct escalateset *es, const struct history *h, instant now,
		   struct escalate_list *list);

/*
 * The next repeat of each step that is still to come, if nothing happens: none of a clock that
 * is paused.
 */
void escalate_coming(const struct escalateset *es, const struct history *h, instant now,
		     struct escalate_list *list);

/*
 * Can the case be passed over: is it certain, by its events' times alone, that none of its steps
 * fell due until now? Cheap, on the safe side (0 where that is not obvious).
 */
int escalate_is_quiet(const struct escalateset *es, const struct history *h, instant now);

/* The ledger's key: "step/clock/CHECK/n"; the clock is empty with `when:`. Appends. */
void escalate_key(struct strbuf *out, const struct escalate_step *s);
/* The opposite: 0, or -1 where the text is no such key. The spans lie in `s`. */
struct escalate_parsed {
	struct span step, clock;
	uint64_t check;
	int repeat;
};
int escalate_parse_key(const char *s, size_t n, struct escalate_parsed *out);

/*
 * 0: remind or notify; 1: escalate without a level; 2 ..: to the level of the policy, lowest
 * first.
 */
int escalate_rank(const struct policy *p, const struct policy_step *s);

#endif
