/*
 * casestate: what may happen to a case when, from the state table of design section 1.
 *
 *	struct casestate s = CASESTATE_INIT;      // not opened
 *	if (!casestate_allows(&s, EVENT_RESOLVE))
 *		casestate_refusal(...)
 *	casestate_apply(&s, event);
 */
#ifndef SD_DOMAIN_CASESTATE_H
#define SD_DOMAIN_CASESTATE_H

#include "base/strbuf.h"
#include "domain/history.h"

enum case_state { CASE_NONE, CASE_NEW, CASE_OPEN, CASE_WAITING, CASE_RESOLVED, CASE_CLOSED,
		  CASE_CANCELLED };

/* "new", "open", ... (untranslated, stable), and for people. */
const char *case_state_name(enum case_state s);
const char *case_state_label(enum case_state s);

/* Is somebody still to work on it: new, open, waiting. */
int case_state_is_open(enum case_state s);

/* May an event (built-in or own) happen in this state? */
int casestate_allows(enum case_state s, int event);
/* The state after an event that is allowed. */
enum case_state casestate_after(enum case_state s, int event);

/* "a resolved case cannot be resolved again; 'reopen' it first": which verb would be right. */
void casestate_refusal(struct strbuf *out, enum case_state s, int event, const char *event_name);

/*
 * Run the whole history; stops at the first event that is not allowed and returns its index, else
 * h->n. *state (may be NULL) is the state before that, or at the end.
 */
size_t casestate_run(const struct history *h, enum case_state *state);

#endif
