#include "report/followup.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"

const char *followup_state_name(enum followup_state s)
{
	static const char *const names[] = { "done", "done-late", "open", "late", "cancelled" };

	return names[s];
}

void followup_release(struct followup_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->item[i].text);
	free(list->item);
	*list = (struct followup_list)FOLLOWUP_LIST_INIT;
}

/* When the case took its last state, and which. */
static enum case_state last_state(const struct history *h, instant *since)
{
	enum case_state state = CASE_NONE, next;
	size_t i;

	*since = INSTANT_NONE;
	for (i = 0; i < h->n; i++) {
		next = casestate_after(state, h->event[i].event);
		/* What is closed was done when it was resolved. */
		if (next != state && !(state == CASE_RESOLVED && next == CASE_CLOSED))
			*since = h->event[i].at;
		state = next;
	}
	return state;
}

static const struct clock_instance *last_instance(const struct clock_list *list, const char *clock)
{
	const struct clock_instance *last = NULL;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!strcmp(list->instance[i].rule->name, clock))
			last = &list->instance[i];
	return last;
}

static enum followup_state state_of(enum case_state state, const struct clock_instance *x)
{
	int is_late = x && x->verdict == VERDICT_BREACHED;

	if (state == CASE_CANCELLED)
		return FOLLOWUP_CANCELLED;
	if (case_state_is_open(state))
		return is_late ? FOLLOWUP_LATE : FOLLOWUP_OPEN;
	return is_late ? FOLLOWUP_DONE_LATE : FOLLOWUP_DONE;
}

void followup_case(struct followup_list *list, const struct history *h, const uint32_t *class,
		   const struct clock_list *instances, const struct followup_where *where)
{
	const struct clock_instance *x = last_instance(instances, where->is_duty ? "duty" : "action");
	instant opened = h->event[0].at, since;
	enum case_state state = last_state(h, &since);

	if (opened >= where->to || (!case_state_is_open(state) && opened < where->from && since < where->from))
		return;
	MEM_GROW(list->item, list->n + 1, list->alloc);
	list->item[list->n++] = (struct followup_item){
		.id = h->id, .offset = where->offset, .is_duty = where->is_duty, .state = state_of(state, x),
		.opened = opened, .due = x ? x->due : INSTANT_NONE,
		.done = case_state_is_open(state) ? INSTANT_NONE : since,
		.category = class[where->map->slot[COLUMN_CATEGORY]],
		.owner = class[where->map->slot[COLUMN_OWNER]],
		.department = class[where->map->slot[COLUMN_DEPARTMENT]] };
}

void followup_merge(struct followup_list *list, struct followup_list *from)
{
	MEM_GROW(list->item, list->n + from->n, list->alloc);
	if (from->n)
		memcpy(list->item + list->n, from->item, from->n * sizeof(*from->item));
	list->n += from->n;
	from->n = 0;
}

int64_t followup_late(const struct followup_item *x, instant as_of)
{
	if (x->due == INSTANT_NONE || (x->state != FOLLOWUP_LATE && x->state != FOLLOWUP_DONE_LATE))
		return 0;
	return (x->state == FOLLOWUP_LATE ? as_of : x->done) - x->due;
}
