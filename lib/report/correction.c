#include "report/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/scan.h"

void correction_plan_init(struct correction_plan *plan, const struct policy_set *set)
{
	int feedback = policy_set_event(set, "feedback", 8);
	size_t v, i;

	*plan = (struct correction_plan){ .is_on = 0 };
	event_set_add(&plan->answers, EVENT_RESPOND);
	event_set_add(&plan->answers, EVENT_RESOLVE);
	if (feedback >= EVENT_OWN)
		event_set_add(&plan->answers, feedback);
	for (v = 0; v < set->n; v++)
		for (i = 0; i < set->version[v]->nevents; i++) {
			const struct policy_item *e = &set->version[v]->event[i];

			if (e->role != ROLE_WRONG_ANSWER)
				continue;
			event_set_add(&plan->wrong, policy_set_event(set, e->name, strlen(e->name)));
			plan->is_on = 1;
		}
}

void correction_release(struct correction *c)
{
	free(c->count);
	free(c->item);
	free(c->first);
	*c = (struct correction){ .plan = c->plan };
}

static struct correction_count *count_of(struct correction *c, uint32_t by, uint32_t kind)
{
	uint32_t i;

	if (by >= c->nfirst) {
		MEM_GROW(c->first, (size_t)by + 1, c->alloc_first);
		memset(c->first + c->nfirst, 0, (by + 1 - c->nfirst) * sizeof(*c->first));
		c->nfirst = (size_t)by + 1;
	}
	for (i = c->first[by]; i; i = c->count[i - 1].next)
		if (c->count[i - 1].kind == kind)
			return &c->count[i - 1];
	MEM_GROW(c->count, c->ncounts + 1, c->alloc_counts);
	c->count[c->ncounts] = (struct correction_count){ .by = by, .kind = kind, .next = c->first[by] };
	c->first[by] = (uint32_t)++c->ncounts;
	return &c->count[c->ncounts - 1];
}

static void add_item(struct correction *c, const struct correction_item *item)
{
	MEM_GROW(c->item, c->nitems + 1, c->alloc_items);
	c->item[c->nitems++] = *item;
}

void correction_merge(struct correction *c, const struct correction *from)
{
	size_t i;

	for (i = 0; i < from->ncounts; i++) {
		const struct correction_count *f = &from->count[i];
		struct correction_count *to = count_of(c, f->by, f->kind);

		to->answers += f->answers;
		to->wrong += f->wrong;
		to->found += f->found;
	}
	for (i = 0; i < from->nitems; i++)
		add_item(c, &from->item[i]);
}

/* The last answer of the case. */
struct last {
	instant at;
	uint32_t by;
	int is_wrong;
};

static int is_in(const struct correction *c, instant at)
{
	return at != INSTANT_NONE && at >= c->plan->from && at < c->plan->to;
}

static void note_answer(struct correction *c, const struct history_event *e, uint32_t kind, struct last *last)
{
	if (last->at == e->at && last->by == e->by)
		return;
	*last = (struct last){ e->at, e->by, 0 };
	if (is_in(c, e->at))
		count_of(c, e->by, kind)->answers++;
}

static void note_wrong(struct correction *c, const struct history *h, const struct history_event *e, uint32_t kind,
		       struct last *last)
{
	if (is_in(c, e->at)) {
		count_of(c, last->by, kind)->found++;
		add_item(c, &(struct correction_item){ h->id, e->at, last->at, last->by, kind, e->line });
	}
	if (!last->is_wrong && is_in(c, last->at))
		count_of(c, last->by, kind)->wrong++;
	last->is_wrong = 1;
}

void correction_case(struct correction *c, const struct history *h, uint32_t kind)
{
	struct last last = { INSTANT_NONE, 0, 0 };
	size_t i;

	for (i = 0; i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		if (event_set_has(&c->plan->wrong, e->event))
			note_wrong(c, h, e, kind, &last);
		else if (event_set_has(&c->plan->answers, e->event) && !(e->flags & ROW_BY_SD))
			note_answer(c, e, kind, &last);
	}
}
