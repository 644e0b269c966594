#include "domain/casestate.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define STATES (CASE_CANCELLED + 1)

static const char *const names[STATES] = {
	"none", "new", "open", "waiting", "resolved", "closed", "cancelled",
};
static const char *const labels[STATES] = {
	N_("not opened"), N_("new"),	N_("open"),	 N_("waiting"),
	N_("resolved"),	  N_("closed"), N_("cancelled"),
};

/* Sets of states. */
#define IN(state) (1U << (state))
#define WORKING	  (IN(CASE_NEW) | IN(CASE_OPEN) | IN(CASE_WAITING))
#define OPENED	  (WORKING | IN(CASE_RESOLVED) | IN(CASE_CLOSED))
#define ANY	  (OPENED | IN(CASE_NONE) | IN(CASE_CANCELLED))
#define STAYS	  CASESTATE_STAYS

const struct casestate_row casestate_table[EVENT_OWN + 1] = {
	[EVENT_OPEN] = { IN(CASE_NONE), CASE_NEW },
	[EVENT_RESPOND] = { WORKING | IN(CASE_RESOLVED), STAYS },
	[EVENT_CONTACT] = { OPENED, STAYS },
	[EVENT_ASSIGN] = { WORKING, STAYS },
	[EVENT_AMEND] = { WORKING | IN(CASE_RESOLVED), STAYS },
	[EVENT_NOTE] = { OPENED | IN(CASE_CANCELLED), STAYS },
	[EVENT_ATTACH] = { OPENED | IN(CASE_CANCELLED), STAYS },
	[EVENT_TASK] = { OPENED, STAYS },
	[EVENT_DONE] = { OPENED, STAYS },
	[EVENT_HOLD] = { WORKING, CASE_WAITING },
	[EVENT_RESUME] = { IN(CASE_WAITING), CASE_OPEN },
	[EVENT_PROMISE] = { WORKING, STAYS },
	[EVENT_COMPENSATE] = { OPENED, STAYS },
	[EVENT_APPROVE] = { OPENED, STAYS },
	[EVENT_REMIND] = { ANY, STAYS },
	[EVENT_ESCALATE] = { ANY, STAYS },
	[EVENT_NOTIFY] = { ANY, STAYS },
	[EVENT_RESOLVE] = { WORKING, CASE_RESOLVED },
	[EVENT_CLOSE] = { IN(CASE_RESOLVED), CASE_CLOSED },
	[EVENT_REOPEN] = { IN(CASE_RESOLVED) | IN(CASE_CLOSED), CASE_OPEN },
	[EVENT_CANCEL] = { OPENED, CASE_CANCELLED },
	[EVENT_VOID] = { ANY, STAYS },
	[EVENT_OWN] = { OPENED, STAYS },
};

const char *case_state_name(enum case_state s)
{
	return names[s];
}

const char *case_state_label(enum case_state s)
{
	return _(labels[s]);
}

int case_state_is_open(enum case_state s)
{
	return (WORKING & IN(s)) != 0;
}

/* What to do instead, as a whole sentence with the event's name in it. */
static const char *advice(enum case_state s, int event)
{
	if (event_is_about_log(event))
		return _("'%s' is about the log itself and belongs to no case");
	switch (s) {
	case CASE_NONE:
		return _("'%s' needs a case; 'open' it first");
	case CASE_CANCELLED:
		return event == EVENT_CANCEL ?
			_("a cancelled case cannot be cancelled again") :
			_("a cancelled case takes no '%s'; 'void' its cancel, or 'open' a new case");
	case CASE_RESOLVED:
		if (event == EVENT_RESOLVE)
			return _("a resolved case cannot be resolved again; 'reopen' it first");
		return event == EVENT_OPEN ?
			_("a resolved case cannot be opened again; 'reopen' it") :
			_("a resolved case takes no '%s'; 'reopen' it first");
	case CASE_CLOSED:
		if (event == EVENT_CLOSE)
			return _("a closed case cannot be closed again");
		return event == EVENT_OPEN ?
			_("a closed case cannot be opened again; 'reopen' it") :
			_("a closed case takes no '%s'; 'reopen' it first, or add a 'note'");
	default:
		break;
	}
	switch (event) {
	case EVENT_OPEN:
		return _("the case is open already: '%s' begins a new one; add a 'note' or a 'contact'");
	case EVENT_RESUME:
		return _("'%s' ends a hold, and the case is not waiting; 'hold' would begin one");
	case EVENT_CLOSE:
		return _("'%s' needs a resolved case; 'resolve' it first");
	default:
		return _("'%s' needs a resolved or closed case; this one is still open: 'respond' or 'resolve' it");
	}
}

void casestate_refusal(struct strbuf *out, enum case_state s, int event, const char *event_name)
{
	const char *p = advice(s, event), *name = strstr(p, "%s");

	/* Not a printf format: a translator's slip must not become a crash. */
	if (!name) {
		strbuf_addstr(out, p);
		return;
	}
	strbuf_add(out, p, (size_t)(name - p));
	strbuf_addstr(out, event_name);
	strbuf_addstr(out, name + 2);
}

size_t casestate_run(const struct history *h, enum case_state *state)
{
	enum case_state s = CASE_NONE;
	size_t i;

	for (i = 0; i < h->n; i++) {
		int event = h->event[i].event;

		if (!casestate_allows(s, event))
			break;
		s = casestate_after(s, event);
	}
	if (state)
		*state = s;
	return i;
}
