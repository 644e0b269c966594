#include "report/facts.h"

#include <string.h>

#include "base/i18n.h"

static const struct {
	const char *name, *label;
} rates[RATE_COUNT] = {
	[RATE_HANDLING] = { "handling-rate", N_("handling rate") },
	[RATE_TIMELY] = { "timely-handling", N_("timely handling") },
	[RATE_RESOLUTION] = { "resolution-rate", N_("resolution rate") },
	[RATE_REOPEN] = { "reopen-rate", N_("reopen rate") },
	[RATE_FIRST_CONTACT] = { "first-contact-resolution", N_("first contact resolution") },
	[RATE_ESCALATION] = { "escalation-rate", N_("escalation rate") },
	[RATE_CONTACTS] = { "contacts-per-case", N_("contacts per case") },
	[RATE_REPEAT] = { "repeat-contact", N_("repeat contact") },
	[RATE_CALLBACK] = { "call-back-coverage", N_("called back in time") },
	[RATE_COMPLETE] = { "completeness", N_("complete records") },
}, times[TIME_COUNT] = {
	[TIME_RESPONSE] = { "first-response", N_("first response") },
	[TIME_FIRST] = { "first-resolution", N_("first resolution") },
	[TIME_FIRST_NET] = { "first-resolution-net", N_("first resolution, net") },
	[TIME_FULL] = { "full-resolution", N_("full resolution") },
	[TIME_FULL_NET] = { "full-resolution-net", N_("full resolution, net") },
};

const char *rate_name(enum rate r)
{
	return rates[r].name;
}

const char *rate_label(enum rate r)
{
	return _(rates[r].label);
}

int rate_find(const char *name)
{
	int i;

	for (i = 0; i < RATE_COUNT; i++)
		if (!strcmp(name, rates[i].name))
			return i;
	return -1;
}

const char *time_name(enum time_measure m)
{
	return times[m].name;
}

const char *time_label(enum time_measure m)
{
	return _(times[m].label);
}

enum case_state facts_drop_illegal(struct history *h, facts_illegal_fn *fn, void *ctx)
{
	enum case_state state = CASE_NONE;
	size_t i, kept = 0;

	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		if (!casestate_allows(state, e->event)) {
			if (fn)
				fn(ctx, h, e, state);
			continue;
		}
		/* What sd wrote of a case whose `open` is void now is of no case. */
		if (state == CASE_NONE && e->event != EVENT_OPEN)
			continue;
		state = casestate_after(state, e->event);
		if (kept != i)
			h->event[kept] = *e;
		kept++;
	}
	h->n = kept;
	return state;
}

/* The walk over one history. */
struct walk {
	struct facts *f;
	const struct facts_rule *rule;
	instant from, to, as_of;
	enum case_state state;
	instant pause_from;          /* of the pause that runs, or INSTANT_NONE */
	int64_t paused;              /* seconds of the pauses that are over */
	int64_t paused_first, paused_last;
	instant answered, first, last;
	instant reopened, troubled;  /* first reopen; first second contact, escalate or reopen */
	instant judged;              /* a resolve in W whose 7 d are over and no reopen yet */
	size_t row;                  /* of the event at hand, from 1 */
};

static int is_pause(const struct facts_rule *rule, uint32_t reason)
{
	size_t i;

	for (i = 0; i < rule->npause; i++)
		if (rule->pause[i] == reason)
			return 1;
	return 0;
}

static void walk_pause(struct walk *w, const struct history_event *e, enum case_state next)
{
	if (e->event != EVENT_HOLD && next == CASE_WAITING)
		return;
	if (w->pause_from != INSTANT_NONE)
		w->paused += e->at - w->pause_from;
	w->pause_from = e->event == EVENT_HOLD && is_pause(w->rule, e->detail) ? e->at : INSTANT_NONE;
}

static void walk_backlog(struct walk *w, const struct history_event *e, enum case_state next)
{
	int was = case_state_is_open(w->state), is = case_state_is_open(next);
	struct facts *f = w->f;

	if (e->at < w->from)
		f->before = next;
	if (e->at < w->to)
		f->at_end = next;
	if (e->at < w->from || e->at >= w->to || was == is)
		return;
	f->opened_in += e->event == EVENT_OPEN;
	f->reopened_in += is && e->event != EVENT_OPEN;
	f->resolved_in += was && next != CASE_CANCELLED;
	f->cancelled_in += was && next == CASE_CANCELLED;
}

static void walk_resolve(struct walk *w, const struct history_event *e)
{
	w->last = e->at;
	w->f->cause = e->detail;
	w->paused_last = w->paused;
	if (w->first == INSTANT_NONE) {
		w->first = e->at;
		w->f->first_resolve = w->row;
		w->paused_first = w->paused;
	}
	w->judged = INSTANT_NONE;
	if (e->at >= w->from && e->at < w->to && e->at + FACTS_WEEK <= w->as_of) {
		w->judged = e->at;
		w->f->rate[RATE_REOPEN].of = 1;
		if (!w->f->rate[RATE_REOPEN].n)
			w->f->judged_resolve = w->row;
	}
}

static void walk_event(struct walk *w, const struct history_event *e)
{
	int by_person = !(e->flags & ROW_BY_SD);

	if (by_person && w->answered == INSTANT_NONE && event_set_has(&w->rule->answers, e->event))
		w->answered = e->at;
	w->f->facing += by_person && event_set_has(&w->rule->facing, e->event);
	if (w->troubled == INSTANT_NONE && (e->event == EVENT_CONTACT ||
	    e->event == EVENT_ESCALATE || e->event == EVENT_REOPEN))
		w->troubled = e->at;
	switch (e->event) {
	case EVENT_RESOLVE:
		walk_resolve(w, e);
		break;
	case EVENT_CLOSE:
		w->f->closed = e->at;
		break;
	case EVENT_REOPEN:
		w->f->reopened++;
		w->f->closed = INSTANT_NONE;
		if (w->reopened == INSTANT_NONE)
			w->reopened = e->at;
		if (w->judged != INSTANT_NONE && e->at - w->judged <= FACTS_WEEK)
			w->f->rate[RATE_REOPEN].n = 1;
		break;
	case EVENT_CANCEL:
		w->f->cancelled = e->at;
		w->f->cancel_reason = e->detail;
		break;
	case EVENT_ESCALATE:
		w->f->is_escalated = 1;
		w->f->step = e->detail;
		break;
	default:
		break;
	}
}

/* Ended, or censored: cancelled at that instant, concluded without it when it was, open at as-of. */
static struct facts_time time_to(const struct walk *w, instant done)
{
	const struct facts *f = w->f;
	instant end = done;

	if (end == INSTANT_NONE)
		end = f->cancelled != INSTANT_NONE ? f->cancelled :
		      f->is_concluded && w->last != INSTANT_NONE ? w->last : w->as_of;
	return (struct facts_time){ end - f->opened, done != INSTANT_NONE };
}

static void facts_times(struct facts *f, const struct walk *w)
{
	int64_t paused = w->paused;
	instant full = f->is_concluded ? w->last : INSTANT_NONE;

	if (w->pause_from != INSTANT_NONE)
		paused += w->as_of - w->pause_from;
	f->time[TIME_RESPONSE] = time_to(w, w->answered);
	f->time[TIME_FIRST] = f->time[TIME_FIRST_NET] = time_to(w, w->first);
	f->time[TIME_FIRST_NET].seconds -= w->first != INSTANT_NONE ? w->paused_first : paused;
	f->time[TIME_FULL] = f->time[TIME_FULL_NET] = time_to(w, full);
	f->time[TIME_FULL_NET].seconds -= full != INSTANT_NONE ? w->paused_last : paused;
}

static void facts_rates(struct facts *f, const struct walk *w)
{
	int is_over = w->first != INSTANT_NONE && w->first + FACTS_WEEK <= w->as_of;

	f->rate[RATE_HANDLING].of = f->rate[RATE_ESCALATION].of = 1;
	f->rate[RATE_HANDLING].n = (uint32_t)f->is_concluded;
	f->rate[RATE_ESCALATION].n = (uint32_t)f->is_escalated;
	if (f->is_concluded) {
		f->rate[RATE_CONTACTS].of = 1;
		f->rate[RATE_CONTACTS].n = f->facing;
	}
	if (!is_over)
		return;
	f->rate[RATE_RESOLUTION].of = f->rate[RATE_FIRST_CONTACT].of = 1;
	f->rate[RATE_RESOLUTION].n =
		w->reopened == INSTANT_NONE || w->reopened - w->first > FACTS_WEEK;
	f->rate[RATE_FIRST_CONTACT].n =
		w->troubled == INSTANT_NONE || w->troubled - w->first > FACTS_WEEK;
}

void facts_of(struct facts *f, const struct history *h, const struct facts_rule *rule,
	      instant from, instant to, instant as_of)
{
	struct walk w = { .f = f, .rule = rule, .from = from, .to = to, .as_of = as_of,
			  .pause_from = INSTANT_NONE, .answered = INSTANT_NONE,
			  .first = INSTANT_NONE, .last = INSTANT_NONE, .reopened = INSTANT_NONE,
			  .troubled = INSTANT_NONE, .judged = INSTANT_NONE };
	size_t i;

	*f = (struct facts){ .opened = h->event[0].at, .cancelled = INSTANT_NONE,
			     .closed = INSTANT_NONE };
	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];
		enum case_state next = casestate_after(w.state, e->event);

		w.row = i + 1;
		walk_pause(&w, e, next);
		walk_backlog(&w, e, next);
		walk_event(&w, e);
		w.state = next;
	}
	f->now = w.state;
	f->is_received = f->opened >= from && f->opened < to;
	f->is_concluded = f->now == CASE_RESOLVED || f->now == CASE_CLOSED;
	facts_times(f, &w);
	if (f->now == CASE_CANCELLED)
		memset(f->rate, 0, sizeof(f->rate));
	else if (f->is_received)
		facts_rates(f, &w);
}
