/*
 * replay: the log of the past under a draft of the policy, compared with the policy in force.
 * What would have been late, which steps would have fallen due, who would have been told.
 *
 *	struct replay r = REPLAY_INIT;
 *	struct replay_options o = { .path = "shop/cases.csv", .in_force = &set, .draft = &draft, ... };
 *	if (replay_run(&r, &o, &findings, &err) < 0) ...
 *	replay_text(...)                               // report/render_replay.h
 *	replay_release(&r);
 *
 * Looked at are the cases received in the period, as they were at as-of. Each is judged by the
 * version in force when it was opened, and by the newest version of the draft whatever its
 * valid-from says. Rows count from when they happened, as if they had been written then: an imported
 * past is to show what the draft would have done in it.
 *
 * The log is read once for each of the two. Memory follows the cases of the period, those of one
 * policy at a time. Strings and sets of the options are borrowed; names live until
 * replay_release().
 */
#ifndef SD_REPORT_REPLAY_H
#define SD_REPORT_REPLAY_H

#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "domain/caseid.h"
#include "domain/policy.h"

enum replay_side { REPLAY_IN_FORCE, REPLAY_DRAFT, REPLAY_SIDES };

struct replay_options {
	const char *path;                  /* of the log */
	const struct policy_set *in_force, *draft;
	instant from, to;                  /* received in [from, to) */
	instant as_of;                     /* rows with a later `at` are passed over */
	int threads;
	size_t events;                     /* kept before cases are dropped; 0: the usual number */
};

/* Instances of one clock's name; those that ended without a verdict are in none of them. */
struct replay_verdicts {
	uint64_t met, breached, undecided, unknown;
};
struct replay_clock {
	const char *name;
	struct replay_verdicts side[REPLAY_SIDES];
};

/* How many of something: of a step, of messages to a receiver. */
struct replay_count {
	const char *name;
	uint64_t side[REPLAY_SIDES];
};

/* A case that is late by a clock under one of the policies and not under the other. */
struct replay_change {
	caseid id;
	const char *clock;
	int is_newly_late;                 /* late under the draft; else no longer late */
	instant due, end;                  /* where it is late: when it was due, and was done (or as-of) */
	const char *owner;                 /* when the verdict fell, "" where there was none */
};

struct replay {
	struct replay_options options;
	uint64_t received, cancelled;      /* cases of customers; those cancelled are in none of the former */
	uint64_t late[REPLAY_SIDES];       /* cases late by any clock */
	instant oldest;                    /* when the first was opened; INSTANT_NONE: there is none */
	struct intern names;               /* of clocks, steps, receivers, owners */
	struct replay_clock *clock;        /* in the order of the policy in force, then the draft's others */
	size_t nclocks, alloc_clocks;
	struct replay_count *step;         /* likewise */
	size_t nsteps, alloc_steps;
	struct replay_count *receiver;     /* most messages first */
	size_t nreceivers, alloc_receivers;
	struct replay_change *change;      /* by case, then clock */
	size_t nchanges, alloc_changes;
};
#define REPLAY_INIT { .oldest = INSTANT_NONE, .names = INTERN_INIT }

/*
 * 0, or -1 with err. What is wrong with the log is a finding; rows that only the draft does not
 * understand are a warning, which borrows the draft's path.
 */
int replay_run(struct replay *r, const struct replay_options *options, struct findings *findings,
	       struct err *err);
void replay_release(struct replay *r);

#endif
