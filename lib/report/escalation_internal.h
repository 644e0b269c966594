/* escalation_internal: what escalation*.c share. */
#ifndef SD_REPORT_ESCALATION_INTERNAL_H
#define SD_REPORT_ESCALATION_INTERNAL_H

#include "report/escalation.h"

/*
 * escalation_case.c: all cases of the store, on all threads. With `drop` only drop[i] is set for
 * each case that matters no more, and `illegal` (else NULL) gets the illegal rows of those.
 */
void escalation_look_at_all(struct escalation *x, uint8_t *drop, struct illegal_list *illegal);
/* Drops the cases that matter no more. For casepass: `ctx` is the escalation. */
void escalation_sweep(void *ctx);

/* What a look at a case found, beside what it gave to the lists. */
struct escalation_look {
	const struct history *h;
	const struct clock_list *clocks;
	const struct escalate_list *due;
	instant future;              /* the first row that has not happened yet; INSTANT_MAX: none */
	instant late_until;          /* history_forget_late() */
	instant told_until;          /* notify_list_until() */
	int is_open;
	int must_repeat;             /* there was something to tell of it, which is told each time */
};

/* What it comes to, and until when. `coming` is the caller's, for any use. */
void escalation_note(const struct escalation *x, const struct escalation_look *look,
		     struct escalate_list *coming, struct escalation_memo *memo);

/* What was noted of case i, where it still holds; else NULL. */
const struct escalation_memo *escalation_noted(const struct escalation *x, size_t i);

/* Before cases are looked at: 0, or -1 where all has to be read anew. */
int escalation_warm(struct escalation *x);

/*
 * Is it the file that was read before, and still all of that? The next question is about this one.
 */
int escalation_is_same_file(struct escalation *x, const struct caselog *log);

/* Go on from the checkpoint, where there is one that holds for the log: 1, or 0. */
int escalation_take_up(struct escalation *x, const struct caselog *log);

#endif
