#include "report/below.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/routing.h"

void below_release(struct below_list *list)
{
	free(list->item);
	*list = (struct below_list)BELOW_LIST_INIT;
}

static uint32_t value_of(const struct below_where *where, const uint32_t *class, int column)
{
	return class[where->map->slot[column]];
}

static void add_resolve(struct below_list *list, const struct history *h, size_t i,
			const struct below_where *where)
{
	const struct policy *p = where->policy;
	uint32_t class[COLUMN_MAX], kind, severity, owner;
	const char *level;

	history_class(h, i, where->map, class);
	kind = value_of(where, class, COLUMN_KIND);
	severity = value_of(where, class, COLUMN_SEVERITY);
	owner = value_of(where, class, COLUMN_OWNER);
	level = routing_handler(p, symbols_str(where->symbols, COLUMN_KIND, kind),
				symbols_str(where->symbols, COLUMN_SEVERITY, severity));
	if (!level || !routing_is_below(p, symbols_str(where->symbols, COLUMN_OWNER, owner), level,
					zone_day(p->zone, h->event[i].at)))
		return;
	MEM_GROW(list->item, list->n + 1, list->alloc);
	list->item[list->n++] = (struct below_item){
		.id = h->id, .resolved = h->event[i].at, .line = h->event[i].line,
		.kind = kind, .severity = severity, .owner = owner, .handler = level };
}

void below_case(struct below_list *list, const struct history *h, const struct below_where *where)
{
	size_t i;

	for (i = 0; i < h->n && where->policy->npersons; i++)
		if (h->event[i].event == EVENT_RESOLVE && h->event[i].at >= where->from &&
		    h->event[i].at < where->to)
			add_resolve(list, h, i, where);
}

void below_merge(struct below_list *list, const struct below_list *from)
{
	MEM_GROW(list->item, list->n + from->n, list->alloc);
	if (from->n)
		memcpy(list->item + list->n, from->item, from->n * sizeof(*from->item));
	list->n += from->n;
}
