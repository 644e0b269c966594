/*
 * escalation: one pass over the log of a desk, and what is due in it.
 *
 *	struct escalation x;
 *	escalation_init(&x, &(struct escalation_options){ .path = "cases.csv", .set = &set, .threads = 2 });
 *	escalation_read(&x, now, findings, &err);      // the log, each byte once
 *	escalation_find(&x, now);                      // steps, duties, counts
 *	...
 *	escalation_read(&x, now, findings, &err);      // what was appended since
 *	escalation_find(&x, now);
 *	escalation_findings(&x, findings);             // illegal rows, missing years; once, at the end
 *	escalation_keep(&x);                           // the checkpoint for the next run
 *	escalation_release(&x);
 *
 * Memory follows the cases that still matter: those that are open, of which a clock instance runs, or a step
 * is due and not recorded. Others are dropped on the way and read again where a later row brings them back.
 * Rows with an `at` after now are read, but count only when now has reached them, so that a store can go
 * on being used as time passes; now never goes back. A log that is another file than before, or shorter, is read anew.
 *
 * With a folder for it, what is known is kept there (see domain/checkpoint.h), and the next pass begins with it:
 * it reads the rows since, and looks at the cases that they belong to or whose time has come. The answer is
 * the same. It is not kept while there is damage in the log, which has to be told on every run.
 *
 * Strings and the arrays live until the next escalation_find(); the options' path and set are borrowed.
 */
#ifndef SD_REPORT_ESCALATION_H
#define SD_REPORT_ESCALATION_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "domain/casestore.h"
#include "domain/checkpoint.h"
#include "report/casepass.h"
#include "report/illegal.h"
#include "rules/duty.h"
#include "rules/escalate.h"
#include "rules/notify.h"

struct escalation_options {
	const char *path;                /* of the log */
	const struct policy_set *set;
	int threads;
	size_t events;                   /* kept before cases are dropped; 0: the usual number */
	const char *cache;               /* folder for the checkpoint (`.sd/`), borrowed; NULL: none */
	mode_t cache_mode;               /* of its files */
	const char *program;             /* version of the program, borrowed */
	off_t keep_after;                /* bytes of new rows that make a new checkpoint worth it; 0: the usual number */
	int may_idle;                    /* the first find may leave the store empty where nothing can be due */
};

/* A step that fell due and is not recorded. */
struct escalation_step {
	caseid id;
	const struct policy *policy;     /* in force for the case */
	struct escalate_step s;
	size_t place;                    /* of the clock in the policy, from 1; 0 with `when:` */
	/* the case as it was when the step fell due ("" where there is none); of a task its own department and owner */
	const char *kind, *category, *severity, *channel, *where, *product, *department, *owner;
	const char *task;                /* name, or "" */
	const char *to;                  /* receivers, codes separated by blanks */
	const char *key;                 /* of the ledger: step/clock/CHECK/n */
};

/* A duty whose case is to be opened. */
struct escalation_duty {
	struct duty_opening o;
	const char *period, *key;
	const char *owner, *department;  /* "" where there is none */
	caseid id;                       /* 0 until it is opened */
};

struct escalation_year {
	uint32_t name_id;                /* of the clock */
	int year;
};

/* What was found in a case, and until when that holds if no row of it comes. */
struct escalation_memo {
	instant until;                   /* INSTANT_NONE: it must be looked at each time */
	uint32_t running, breached;      /* clock instances */
	uint8_t is_open;
	uint8_t is_over;                 /* for good, unless a row of it comes */
};

struct escalation {
	struct escalation_options options;
	struct classmap map;
	struct symbols symbols;
	struct clockset *clocks;
	struct escalateset *steps;
	struct casestore store;
	struct casepass pass;
	struct duty_book book;
	struct notify_tries tries;       /* how the last messages fared */
	instant began;                   /* order key of the first row; INSTANT_NONE: none */
	struct scan_place place;         /* where the reading ended; offset 0: nothing was read */
	dev_t dev;
	ino_t ino;
	instant now;
	struct escalation_memo *memo;    /* by case, of the last find */
	size_t nmemos, alloc_memos;
	size_t memo_events;              /* of the store then: cases with a later event were not looked at */
	struct scan_place kept;          /* of the checkpoint; offset 0: there is none */
	size_t looked_at;                /* cases since then */
	instant idle_until;              /* as the checkpoint says */
	int is_idle;                     /* nothing is due, and the store was left empty */
	int is_damaged;                  /* there were findings in what was read */

	/* what escalation_find() found */
	struct arena arena;
	struct escalation_step *step;    /* by due instant, case, clock, place in the policy, repeat */
	size_t nsteps, alloc_steps;
	struct escalation_duty *duty;    /* in order of when they begin */
	size_t nduties, alloc_duties;
	struct notify_list notify;       /* what somebody may have to be told of, recorded or not */
	size_t open, running, breached;  /* cases; clock instances that run; of these those past their limit */
	struct escalation_year *year;    /* of which the calendar knows nothing */
	size_t nyears, alloc_years;
	struct illegal_list illegal;     /* of the cases that are kept ... */
	struct illegal_list dropped;     /* ... and of those that are not any more */
};

void escalation_init(struct escalation *x, const struct escalation_options *options);
void escalation_release(struct escalation *x);

/* From where the last reading ended to the log's end. 0, or -1 with err. */
int escalation_read(struct escalation *x, instant now, struct findings *findings, struct err *err);
void escalation_find(struct escalation *x, instant now);
/* The steps and the counts alone, after more was read: the duties stay as they are. */
void escalation_find_steps(struct escalation *x);
void escalation_findings(struct escalation *x, struct findings *findings);

/*
 * Keep what is known for the next pass, where that is worth it; nobody is told where it cannot be kept. What was found
 * is gone then, because what was written since the last reading, the steps among it, is read and looked at first.
 */
void escalation_keep(struct escalation *x);

/* How many reminders and notifications are due, and how many escalations. */
void escalation_count(const struct escalation *x, size_t *reminders, size_t *escalations);

#endif
