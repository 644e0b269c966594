#include "rules/survey.h"

#include <string.h>

/* --- the cycle ------------------------------------------------------------------------------ */

struct cycle {
	instant begin;           /* INSTANT_NONE: the case's first one, which has no beginning */
	size_t first;            /* events from here on are in it */
};

/* The calls of a cycle lie after its reopen: the answer that caused it may have the same time. */
static int in_cycle(const struct cycle *c, const struct survey_call *call)
{
	return c->begin == INSTANT_NONE || call->at > c->begin;
}

static int has_asked(const struct survey_call *call)
{
	return call->status != SURVEY_UNREACHED;
}

static int find_cycle(const struct history *h, instant t, struct cycle *c)
{
	int is_cancelled = 0;

	*c = (struct cycle){ INSTANT_NONE, 0 };
	for (size_t i = 0; i < h->n && h->event[i].at <= t; i++) {
		if (h->event[i].event == EVENT_REOPEN)
			*c = (struct cycle){ h->event[i].at, i + 1 };
		is_cancelled |= h->event[i].event == EVENT_CANCEL;
	}
	return !is_cancelled;
}

/* When the customer was first asked in this cycle; INSTANT_MAX where that is still to come. */
static instant first_asked(const struct cycle *c, const struct survey_call *call, size_t ncalls)
{
	instant first = INSTANT_MAX;

	for (size_t i = 0; i < ncalls; i++)
		if (in_cycle(c, &call[i]) && has_asked(&call[i]) && call[i].at < first)
			first = call[i].at;
	return first;
}

/* The event that the waves are counted from; -1 where there is none yet. */
static int find_start(const struct policy_survey *s, const struct history *h,
		      const struct cycle *c, instant asked, instant t, size_t *event)
{
	int found = -1;

	for (size_t i = c->first; i < h->n && h->event[i].at <= t; i++) {
		if (!event_set_has(&s->after, h->event[i].event))
			continue;
		/* One after the first answer counts only where there was none before it. */
		if (found == 0 && h->event[i].at > asked)
			break;
		*event = i;
		found = 0;
	}
	return found;
}

static instant wave_start(const struct policy_survey *s, instant from, size_t wave)
{
	return from + (s->nwaves ? s->wave[wave] : 0);
}

/* The newest wave that has started at t, or -1. */
static int started_wave(const struct policy_survey *s, instant from, instant t)
{
	int newest = -1;

	for (size_t i = 0; i < (s->nwaves ? s->nwaves : 1); i++)
		if (wave_start(s, from, i) <= t)
			newest = (int)i;
	return newest;
}

static int is_over(const struct policy_survey *s, const struct cycle *c,
		   const struct survey_call *call, size_t ncalls, struct survey_ask *ask)
{
	for (size_t i = 0; i < ncalls; i++) {
		if (call[i].wave != ask->wave || !in_cycle(c, &call[i]))
			continue;
		if (has_asked(&call[i]))
			return 1;
		ask->unreached++;
	}
	return !s->within && ask->unreached >= SURVEY_TRIES;
}

int survey_find(const struct policy_survey *s, const struct history *h,
		const struct survey_call *call, size_t ncalls, instant now, struct survey_ask *ask)
{
	struct cycle c;

	*ask = (struct survey_ask){ .wave = -1, .until = INSTANT_NONE };
	if (!s->present || !find_cycle(h, now, &c) ||
	    find_start(s, h, &c, first_asked(&c, call, ncalls), now, &ask->event) < 0)
		return 0;
	ask->wave = started_wave(s, h->event[ask->event].at, now);
	if (ask->wave < 0)
		return 0;
	ask->since = wave_start(s, h->event[ask->event].at, (size_t)ask->wave);
	if (s->within)
		ask->until = ask->since + s->within;
	else if ((size_t)ask->wave + 1 < s->nwaves)
		ask->until = wave_start(s, h->event[ask->event].at, (size_t)ask->wave + 1);
	if (ask->until != INSTANT_NONE && now >= ask->until)
		return 0;
	return !is_over(s, &c, call, ncalls, ask);
}

int survey_wave(const struct policy_survey *s, const struct history *h,
		const struct survey_call *call, size_t ncalls, instant t)
{
	size_t event;
	struct cycle c;
	int wave;

	find_cycle(h, t, &c);
	if (find_start(s, h, &c, first_asked(&c, call, ncalls), t, &event) < 0)
		return 0;
	wave = started_wave(s, h->event[event].at, t);
	return wave < 0 ? 0 : wave;
}

/* --- questions -------------------------------------------------------------------------------- */

const struct policy_question *survey_question(const struct policy_survey *s, const char *name)
{
	for (size_t i = 0; i < s->nask; i++)
		if (!strcmp(s->ask[i].name, name))
			return &s->ask[i];
	return NULL;
}

const struct policy_survey *survey_of(const struct policy *p)
{
	static struct policy_question overall = {
		.name = "overall", .answer = ANSWER_SCALE, .scale = 5,
		.label = { "您满意吗？", "Are you satisfied?" },
	};
	static const struct policy_survey none = { .ask = &overall, .nask = 1, .sample = 1 };

	return p->survey.present ? &p->survey : &none;
}

const struct policy_question *survey_default(const struct policy_survey *s)
{
	const struct policy_question *q = survey_question(s, "overall");

	return q ? q : &s->ask[0];
}

int survey_is_main(const struct policy_survey *s, const struct policy_question *q)
{
	for (size_t i = 0; i < s->nask; i++)
		if (s->ask[i].answer == ANSWER_SCALE)
			return &s->ask[i] == q;
	return 0;
}

int survey_is_low(const struct policy_survey *s, const char *question, int score)
{
	const struct policy_question *q = survey_question(s, question);

	return q && s->reopen_at && score >= 0 && score <= s->reopen_at && survey_is_main(s, q);
}

enum survey_asker survey_asker(const struct policy_survey *s, const char *by, const char *owner,
			       const char *resolver, const char *const *about, size_t nabout)
{
	for (size_t i = 0; i < nabout; i++)
		if (!strcmp(about[i], by))
			return ASKER_ABOUT;
	return s->not_own && (!strcmp(owner, by) || !strcmp(resolver, by)) ? ASKER_OWN : ASKER_ANY;
}
