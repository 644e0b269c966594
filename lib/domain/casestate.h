/*
 * casestate: what may happen to a case when, from the state table of design section 1.
 *
 *	if (!casestate_allows(state, EVENT_RESOLVE))
 *		casestate_refusal(&msg, state, EVENT_RESOLVE, "resolve");
 *	state = casestate_after(state, EVENT_RESOLVE);
 *
 *	at = casestate_run(&history, &state);     // a whole case; at == history.n: every row is legal
 *
 * The table, with the two sentences after it:
 *
 *	none       open
 *	new        respond assign -> open; hold -> waiting; resolve -> resolved; cancel; and what only adds:
 *	           contact amend note attach task done promise compensate approve, own events
 *	open       as new
 *	waiting    as new, resume -> open; a second hold replaces the reason; respond and assign leave it waiting
 *	resolved   note contact respond amend attach task done compensate approve, own events;
 *	           reopen -> open, close -> closed, cancel
 *	closed     as resolved without respond, amend, close
 *	cancelled  note attach: the case was an error, so nothing goes on; void takes the cancel back
 *
 * void is legal always (void rows are taken out of a history before; undoing a voided `open` must be possible), and so are
 * remind, escalate and notify: the machine's rows must never stand in a person's way. seal, repair and
 * erase belong to no case.
 */
#ifndef SD_DOMAIN_CASESTATE_H
#define SD_DOMAIN_CASESTATE_H

#include "base/strbuf.h"
#include "domain/history.h"

enum case_state { CASE_NONE, CASE_NEW, CASE_OPEN, CASE_WAITING, CASE_RESOLVED, CASE_CLOSED,
		  CASE_CANCELLED };

/* "none", "new", "open", ... (untranslated, stable), and for people. */
const char *case_state_name(enum case_state s);
const char *case_state_label(enum case_state s);

/* Is somebody still to work on it: new, open, waiting. */
int case_state_is_open(enum case_state s);

/* The table by event, own ones in its last row: a set of the states in which it may happen, and the state after it. */
#define CASESTATE_STAYS (-1)
extern const struct casestate_row {
	unsigned from;
	int to;
} casestate_table[EVENT_OWN + 1];

static inline const struct casestate_row *casestate_row(int event)
{
	return &casestate_table[event < EVENT_OWN ? event : EVENT_OWN];
}

/* May an event (built-in or own) happen in this state? Here, because it is asked for every row. */
static inline int casestate_allows(enum case_state s, int event)
{
	return event >= 0 && (casestate_row(event)->from >> s & 1) != 0;
}

/* The state after an event that is allowed. */
static inline enum case_state casestate_after(enum case_state s, int event)
{
	int to = casestate_row(event)->to;

	if (s == CASE_NEW && (event == EVENT_RESPOND || event == EVENT_ASSIGN))
		return CASE_OPEN;
	return to == CASESTATE_STAYS ? s : (enum case_state)to;
}

/*
 * "a resolved case cannot be resolved again; 'reopen' it first": which verb would be right. The
 * name is how the person called the event. Appends; only for an event that is not allowed.
 */
void casestate_refusal(struct strbuf *out, enum case_state s, int event, const char *event_name);

/*
 * Run the whole history; stops at the first event that is not allowed and returns its index, else
 * h->n. *state (may be NULL) is the state before that, or at the end.
 */
size_t casestate_run(const struct history *h, enum case_state *state);

#endif
