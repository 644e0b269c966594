/* The state table of design section 1, cell by cell, and the two sentences after it. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/casestate.h"

#define OWN (EVENT_OWN + 3)

static enum case_state state_of(char c)
{
	return (enum case_state)(strchr("-nowrcx", c) - "-nowrcx");
}

/*
 * One column a state: - none, n new, o open, w waiting, r resolved, c closed, x cancelled. In a row the state after
 * the event, a blank where it is refused.
 */
static const struct {
	int event;
	const char *after;
} table[] = {
	/*                   "-nowrcx" */
	{ EVENT_OPEN,        "n      " },
	{ EVENT_RESPOND,     " oowr  " },
	{ EVENT_CONTACT,     " nowrc " },
	{ EVENT_ASSIGN,      " oow   " },
	{ EVENT_AMEND,       " nowr  " },
	{ EVENT_NOTE,        " nowrcx" },
	{ EVENT_ATTACH,      " nowrcx" },
	{ EVENT_TASK,        " nowrc " },
	{ EVENT_DONE,        " nowrc " },
	{ EVENT_HOLD,        " www   " },
	{ EVENT_RESUME,      "   o   " },
	{ EVENT_PROMISE,     " now   " },
	{ EVENT_COMPENSATE,  " nowrc " },
	{ EVENT_APPROVE,     " nowrc " },
	{ EVENT_REMIND,      "-nowrcx" },
	{ EVENT_ESCALATE,    "-nowrcx" },
	{ EVENT_NOTIFY,      "-nowrcx" },
	{ EVENT_RESOLVE,     " rrr   " },
	{ EVENT_CLOSE,       "    c  " },
	{ EVENT_REOPEN,      "    oo " },
	{ EVENT_CANCEL,      " xxxxx " },
	{ EVENT_VOID,        "-nowrcx" },
	{ EVENT_SEAL,        "       " },
	{ EVENT_REPAIR,      "       " },
	{ EVENT_ERASE,       "       " },
	{ OWN,               " nowrc " },
};

Test(casestate, follows_the_table)
{
	size_t i, k;

	cr_assert_eq(sizeof(table) / sizeof(table[0]), EVENT_OWN + 1, "every event has its row");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *name = event_name(table[i].event);

		for (k = 0; k < 7; k++) {
			char after = table[i].after[k];
			enum case_state s = (enum case_state)k;

			cr_expect_eq(casestate_allows(s, table[i].event), after != ' ',
				     "%s in state %s", name ? name : "own", case_state_name(s));
			if (after != ' ')
				cr_expect_eq(casestate_after(s, table[i].event), state_of(after),
					     "after %s in state %s", name ? name : "own",
					     case_state_name(s));
		}
	}
}

Test(casestate, somebody_is_still_to_work_on_new_open_and_waiting_cases)
{
	cr_expect(!case_state_is_open(CASE_NONE));
	cr_expect(case_state_is_open(CASE_NEW));
	cr_expect(case_state_is_open(CASE_OPEN));
	cr_expect(case_state_is_open(CASE_WAITING));
	cr_expect(!case_state_is_open(CASE_RESOLVED));
	cr_expect(!case_state_is_open(CASE_CLOSED));
	cr_expect(!case_state_is_open(CASE_CANCELLED));
}

static void expect_refusal(enum case_state s, int event, const char *name, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	casestate_refusal(&sb, s, event, name);
	cr_expect_str_eq(sb.buf, want);
	strbuf_release(&sb);
}

Test(casestate, a_refusal_says_which_verb_would_be_right)
{
	expect_refusal(CASE_RESOLVED, EVENT_RESOLVE, "resolve",
		       "a resolved case cannot be resolved again; 'reopen' it first");
	expect_refusal(CASE_RESOLVED, EVENT_HOLD, "hold",
		       "a resolved case takes no 'hold'; 'reopen' it first");
	expect_refusal(CASE_CLOSED, EVENT_RESPOND, "respond",
		       "a closed case takes no 'respond'; 'reopen' it first, or add a 'note'");
	expect_refusal(CASE_CLOSED, EVENT_CLOSE, "close", "a closed case cannot be closed again");
	expect_refusal(CASE_OPEN, EVENT_CLOSE, "close",
		       "'close' needs a resolved case; 'resolve' it first");
	expect_refusal(CASE_OPEN, EVENT_RESUME, "resume",
		       "'resume' ends a hold, and the case is not waiting; 'hold' would begin one");
	expect_refusal(CASE_NEW, EVENT_REOPEN, "reopen",
		       "'reopen' needs a resolved or closed case; this one is still open: "
		       "'respond' or 'resolve' it");
	expect_refusal(CASE_NONE, EVENT_NOTE, "note", "'note' needs a case; 'open' it first");
	expect_refusal(CASE_CANCELLED, OWN, "feedback",
		       "a cancelled case takes no 'feedback'; 'void' its cancel, or 'open' a new case");
	expect_refusal(CASE_CANCELLED, EVENT_CANCEL, "cancel",
		       "a cancelled case cannot be cancelled again");
}

Test(casestate, every_refused_cell_has_an_answer_that_names_the_event_or_repeats_it)
{
	size_t i, k;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		for (k = 0; k < 7; k++) {
			struct strbuf sb = STRBUF_INIT;

			if (table[i].after[k] != ' ')
				continue;
			casestate_refusal(&sb, (enum case_state)k, table[i].event, "EVENT");
			cr_expect(strstr(sb.buf, "'EVENT'") || strstr(sb.buf, "again"), "%s",
				  sb.buf);
			cr_expect(!strchr(sb.buf, '%'), "%s", sb.buf);
			strbuf_release(&sb);
		}
	}
}

static size_t run(const char *events, enum case_state *state)
{
	struct history_event e[20];
	struct history h = { 0, e, 0 };
	char name[20];
	int used;

	memset(e, 0, sizeof(e));
	for (; sscanf(events, "%19s%n", name, &used) == 1; events += used) {
		int code = event_find(name, strlen(name));

		e[h.n].at = (instant)h.n;
		e[h.n++].event = (uint8_t)(code < 0 ? OWN : code);
	}
	return casestate_run(&h, state);
}

Test(casestate, a_history_is_legal_to_its_end_or_to_its_first_fault)
{
	enum case_state s;

	cr_expect_eq(run("", &s), 0);
	cr_expect_eq(s, CASE_NONE);
	cr_expect_eq(run("open respond hold contact hold resume resolve close", &s), 8);
	cr_expect_eq(s, CASE_CLOSED);
	cr_expect_eq(run("open resolve contact feedback reopen promise resolve", &s), 7);
	cr_expect_eq(s, CASE_RESOLVED);
	cr_expect_eq(run("open resolve hold reopen", &s), 2);
	cr_expect_eq(s, CASE_RESOLVED);
	cr_expect_eq(run("respond open", NULL), 0);
	cr_expect_eq(run("open open", NULL), 1);
	cr_expect_eq(run("open hold resolve resume", &s), 3, "resolve ends the hold");
}
