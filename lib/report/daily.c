#include "report/daily.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"

const char *daily_count_name(enum daily_count c)
{
	static const char *const names[DAILY_COUNT] = { "received", "opened", "reopened", "resolved",
							"cancelled" };

	return names[c];
}

void daily_release(struct daily *d)
{
	free(d->one);
	free(d->target);
	free(d->slot);
	*d = (struct daily)DAILY_INIT;
}

static uint32_t *slot_of(const struct daily *d, int64_t day)
{
	size_t mask = d->slots - 1, i = (uint64_t)day * 0x9E3779B97F4A7C15ULL >> 32 & mask;

	while (d->slot[i] && d->one[d->slot[i] - 1].day != day)
		i = (i + 1) & mask;
	return &d->slot[i];
}

static void rehash(struct daily *d, size_t slots)
{
	size_t i;

	free(d->slot);
	d->slots = slots;
	d->slot = mem_array(slots, sizeof(*d->slot));
	for (i = 0; i < d->n; i++)
		*slot_of(d, d->one[i].day) = (uint32_t)i + 1;
}

static size_t row_of(struct daily *d, int64_t day)
{
	uint32_t *slot;
	size_t t;

	if (d->n >= d->slots / 2)
		rehash(d, d->slots ? d->slots * 2 : 64);
	slot = slot_of(d, day);
	if (!*slot) {
		MEM_GROW(d->one, d->n + 1, d->alloc);
		MEM_GROW(d->target, (d->n + 1) * d->ntargets + 1, d->alloc_targets);
		d->one[d->n] = (struct daily_day){ .day = day };
		for (t = 0; t < d->ntargets; t++)
			d->target[d->n * d->ntargets + t] = (struct daily_rate){ 0, 0 };
		*slot = (uint32_t)++d->n;
	}
	return *slot - 1;
}

/* What happens to a case, and to the next one, happens mostly on one day. */
static size_t row_at(struct daily *d, instant at)
{
	int64_t day;

	if (at >= d->from && at < d->to)
		return d->last;
	day = zone_day(d->zone, at);
	d->from = zone_midnight(d->zone, day);
	d->to = zone_midnight(d->zone, day + 1);
	d->last = row_of(d, day);
	return d->last;
}

void daily_case(struct daily *d, const struct history *h, int is_received, instant from, instant to)
{
	enum case_state state = CASE_NONE, next;
	size_t i, row;

	for (i = 0; i < h->n && h->event[i].at < to; i++, state = next) {
		const struct history_event *e = &h->event[i];
		int was = case_state_is_open(state), is;
		struct daily_day *day;

		next = casestate_after(state, e->event);
		is = case_state_is_open(next);
		if (e->at < from || (was == is && e->event != EVENT_OPEN))
			continue;
		row = row_at(d, e->at);
		day = &d->one[row];
		day->n[DAILY_RECEIVED] += e->event == EVENT_OPEN && is_received;
		day->n[DAILY_OPENED] += was != is && e->event == EVENT_OPEN;
		day->n[DAILY_REOPENED] += was != is && is && e->event != EVENT_OPEN;
		day->n[DAILY_RESOLVED] += was && !is && next != CASE_CANCELLED;
		day->n[DAILY_CANCELLED] += was && next == CASE_CANCELLED;
	}
}

void daily_target(struct daily *d, size_t target, instant at, int is_met)
{
	size_t row = row_at(d, at);
	struct daily_rate *rate = &d->target[row * d->ntargets + target];

	rate->n += is_met != 0;
	rate->of++;
}

void daily_merge(struct daily *d, const struct daily *from)
{
	size_t i, k, row;

	for (i = 0; i < from->n; i++) {
		row = row_of(d, from->one[i].day);
		for (k = 0; k < DAILY_COUNT; k++)
			d->one[row].n[k] += from->one[i].n[k];
		for (k = 0; k < d->ntargets; k++) {
			d->target[row * d->ntargets + k].n += from->target[i * d->ntargets + k].n;
			d->target[row * d->ntargets + k].of += from->target[i * d->ntargets + k].of;
		}
	}
}

static int by_day(const void *a, const void *b)
{
	const struct daily_day *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

/* The targets' counts follow their days: where each day was is found by its day. */
void daily_sort(struct daily *d)
{
	struct daily_rate *target = mem_array(d->n * d->ntargets + 1, sizeof(*target));
	struct daily_day *sorted = mem_array(d->n + 1, sizeof(*sorted));
	size_t i;

	if (d->n) {
		memcpy(sorted, d->one, d->n * sizeof(*sorted));
		qsort(sorted, d->n, sizeof(*sorted), by_day);
	}
	for (i = 0; i < d->n && d->ntargets; i++)
		memcpy(target + i * d->ntargets,
		       d->target + (*slot_of(d, sorted[i].day) - 1) * d->ntargets,
		       d->ntargets * sizeof(*target));
	free(d->one);
	free(d->target);
	d->one = sorted;
	d->target = target;
	d->alloc = d->n + 1;
	d->alloc_targets = d->n * d->ntargets + 1;
	d->from = d->to = 0;
	if (d->slots)
		rehash(d, d->slots);
}
