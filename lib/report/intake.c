#include "report/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rules/warning.h"

static void add_column(struct intake_plan *plan, struct classmap *map, int column, int is_watched)
{
	int i;

	for (i = 0; i < plan->ncolumns && plan->column[i] != column; i++)
		;
	if (i == INTAKE_COLUMNS)
		return;
	if (i == plan->ncolumns) {
		plan->column[plan->ncolumns++] = column;
		classmap_add(map, column);
	}
	if (is_watched)
		plan->is_watched |= 1U << i;
}

static int column_of(const struct policy_set *set, const char *name)
{
	return policy_set_column(set, name, strlen(name));
}

void intake_plan_init(struct intake_plan *plan, const struct policy_set *set, struct classmap *map)
{
	const struct policy_warnings *w = &policy_set_now(set)->warnings;
	size_t i;

	*plan = (struct intake_plan){ .is_on = w->present, .map = map };
	if (!w->present)
		return;
	classmap_add(map, COLUMN_KIND);
	plan->slot_kind = map->slot[COLUMN_KIND];
	classmap_add_hash(map, COLUMN_CUSTOMER);
	add_column(plan, map, COLUMN_CATEGORY, 0);
	for (i = 0; i < w->by.n; i++)
		add_column(plan, map, column_of(set, w->by.s[i]), 1);
	/* Without `by:` the volume of each kind is watched. */
	if (!w->by.n)
		add_column(plan, map, COLUMN_KIND, 1);
	for (i = 0; i < w->nrepeat; i++) {
		add_column(plan, map, column_of(set, w->repeat[i].by), 0);
		if (w->repeat[i].within > plan->longest)
			plan->longest = w->repeat[i].within;
	}
}

void intake_plan_period(struct intake_plan *plan, const struct zone *zone, instant from)
{
	int64_t day;

	if (!plan->is_on)
		return;
	day = zone_day(zone, from) - WARNING_RUN_IN - WARNING_HISTORY;
	plan->from = zone_midnight(zone, day);
	if (from - plan->longest < plan->from)
		plan->from = from - plan->longest;
	day = zone_day(zone, plan->from);
	plan->date_from = day < civil_to_days(1900, 1, 1) ? 0 : caseid_date_of_day(day);
}

void intake_release(struct intake *in)
{
	free(in->one);
	free(in->value);
	*in = (struct intake){ .plan = in->plan };
}

static struct intake_case *add(struct intake *in, const struct intake_case *c)
{
	size_t n = (size_t)in->plan->ncolumns;

	MEM_GROW(in->one, in->n + 1, in->alloc);
	MEM_GROW(in->value, (in->n + 1) * n, in->alloc_values);
	in->one[in->n] = *c;
	return &in->one[in->n++];
}

void intake_add(struct intake *in, const struct history *h, const uint32_t *class, int counts,
		int is_last)
{
	const struct intake_plan *plan = in->plan;
	struct intake_case c = { .id = h->id, .counts = (uint8_t)counts, .is_last = (uint8_t)is_last };
	uint32_t *value;
	int i;

	if (!plan->is_on || (is_last && caseid_date(h->id) < plan->date_from &&
			     (!h->n || h->event[0].at < plan->from)))
		return;
	if (h->n) {
		c.at = h->event[0].at;
		c.customer = classmap_hash(plan->map, class);
		c.kind = class[plan->slot_kind];
	}
	if (!h->n || c.at < plan->from) {
		if (!is_last)
			return;
		c.counts = 0;            /* it may have been noted as something else */
	}
	add(in, &c);
	value = in->value + (in->n - 1) * (size_t)plan->ncolumns;
	for (i = 0; i < plan->ncolumns; i++)
		value[i] = h->n ? class[plan->map->slot[plan->column[i]]] : 0;
}

void intake_merge(struct intake *in, const struct intake *from)
{
	size_t columns = (size_t)in->plan->ncolumns;

	if (!from->n)
		return;
	MEM_GROW(in->one, in->n + from->n, in->alloc);
	MEM_GROW(in->value, (in->n + from->n) * columns, in->alloc_values);
	memcpy(in->one + in->n, from->one, from->n * sizeof(*in->one));
	memcpy(in->value + in->n * columns, from->value, from->n * columns * sizeof(*in->value));
	in->n += from->n;
}

static size_t place_of(const caseid *slot, size_t mask, caseid id)
{
	size_t i = (size_t)((id ^ id >> 29) * 0x9E3779B97F4A7C15ULL >> 20) & mask;

	while (slot[i] && slot[i] != id)
		i = (i + 1) & mask;
	return i;
}

/* Of a case that was noted twice the note made when it was dropped goes; then those that do not count. */
void intake_settle(struct intake *in)
{
	size_t columns = (size_t)in->plan->ncolumns, slots = 1024, last = 0, i, n = 0;
	caseid *slot;

	for (i = 0; i < in->n; i++)
		last += in->one[i].is_last;
	while (slots / 2 <= last)
		slots *= 2;
	slot = mem_array(slots, sizeof(*slot));
	for (i = 0; i < in->n; i++)
		if (in->one[i].is_last)
			slot[place_of(slot, slots - 1, in->one[i].id)] = in->one[i].id;
	for (i = 0; i < in->n; i++) {
		if (!in->one[i].counts ||
		    (!in->one[i].is_last && slot[place_of(slot, slots - 1, in->one[i].id)]))
			continue;
		in->one[n] = in->one[i];
		memmove(in->value + n++ * columns, in->value + i * columns, columns * sizeof(*in->value));
	}
	in->n = n;
	free(slot);
}
