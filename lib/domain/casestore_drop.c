/* Cases that no longer matter leave the store, and come back. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestore_internal.h"

/* --- the days of dropped cases -------------------------------------------------------------------- */

/* The place of a date among those of dropped cases. */
static size_t day_place(const struct casestore *s, uint32_t date)
{
	size_t low = 0, high = s->ndays;

	if (high && s->day[high - 1].date < date)
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->day[middle].date < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct casestore_day *day_of(const struct casestore *s, caseid id)
{
	size_t i = day_place(s, caseid_date(id));
	const struct casestore_day *day = &s->day[i];

	return i == s->ndays || day->date != caseid_date(id) || day->highest < caseid_number(id) ?
	       NULL : day;
}

int casestore_was_dropped(const struct casestore *s, caseid id)
{
	return s->ndays && day_of(s, id) != NULL;
}

void casestore_find_dropped(struct casestore *s, struct casestore_case *c)
{
	const struct casestore_day *day = day_of(s, c->id);

	if (!day)
		return;
	c->flags |= CASE_PARTIAL;
	if (!s->again.line || day->offset < s->again.offset) {
		s->again.offset = day->offset;
		s->again.line = day->line;
	}
}

/* --- dropping ------------------------------------------------------------------------------------ */

static uint32_t copy_changes(struct casestore *to, const struct casestore *from, uint32_t extra)
{
	const struct class_change *list = from->change + extra;

	return extra ? casestore_add_changes(to, list + 1, list->slot) : 0;
}

/* What is in a pool of the old store goes to that of the new one. */
static uint32_t copy_extra(struct casestore *to, const struct casestore *from,
			   const struct casestore_event *e)
{
	struct casestore_due due;

	switch (casestore_extra_of(from, casestore_event_code(e))) {
	case EXTRA_CHANGES:
		return copy_changes(to, from, e->extra);
	case EXTRA_DUE:
		due = from->due[e->extra];
		if (casestore_event_code(e) == EVENT_TASK)
			due.more = copy_changes(to, from, due.more);
		return casestore_add_due(to, &due);
	default:
		return e->extra;
	}
}

static void copy_case(struct casestore *to, const struct casestore *from, size_t i)
{
	size_t nslots = (size_t)from->map->nslots, k = to->ncases++;
	uint32_t at;

	MEM_GROW(to->one, k + 1, to->alloc_cases);
	MEM_GROW(to->class, (k + 1) * nslots, to->alloc_class);
	to->one[k] = from->one[i];
	to->one[k].first = to->one[k].last = 0;
	if (nslots)
		memcpy(to->class + k * nslots, from->class + i * nslots, nslots * sizeof(*to->class));
	for (at = from->one[i].first; at; at = from->event[at - 1].next) {
		struct casestore_event e = from->event[at - 1];

		if (e.extra)
			e.extra = copy_extra(to, from, &e);
		casestore_add_event(to, k, &e);
	}
}

static void note_dropped(struct casestore *s, const struct casestore_case *c)
{
	uint32_t date = caseid_date(c->id), line = c->first ? s->event[c->first - 1].line : 0;
	size_t i = day_place(s, date);
	struct casestore_day *day;

	if (!line)
		return;              /* the file changed while it was read */
	if (i == s->ndays || s->day[i].date != date) {
		MEM_GROW(s->day, s->ndays + 1, s->alloc_days);
		memmove(s->day + i + 1, s->day + i, (s->ndays++ - i) * sizeof(*s->day));
		s->day[i] = (struct casestore_day){ date, caseid_number(c->id), c->offset, line };
	}
	day = &s->day[i];
	if (day->highest < caseid_number(c->id))
		day->highest = caseid_number(c->id);
	if (c->offset < day->offset) {
		day->offset = c->offset;
		day->line = line;
	}
}

void casestore_compact(struct casestore *s, const uint8_t *drop)
{
	struct casestore kept, old;
	size_t i, slots = 1024;

	if (s->cold)
		BUG("not all cases are there");
	casestore_init(&kept, s->map, s->symbols);
	for (i = 0; i < s->ncases; i++)
		if (!drop[i] || s->one[i].flags & CASE_PARTIAL)
			copy_case(&kept, s, i);
		else
			note_dropped(s, &s->one[i]);
	kept.day = s->day;
	kept.ndays = s->ndays;
	kept.alloc_days = s->alloc_days;
	kept.again = s->again;
	kept.keeps_ledger = s->keeps_ledger;
	kept.keeps_by = s->keeps_by;
	kept.is_broken = s->is_broken;
	s->day = NULL;
	while (slots / 2 <= kept.ncases)
		slots *= 2;
	old = *s;
	*s = kept;
	casestore_release(&old);
	casestore_rehash(s, slots);
}

void casestore_refill_begin(struct casestore *s)
{
	size_t i, nslots = (size_t)s->map->nslots;

	s->refilling = 1;
	for (i = 0; i < s->ncases; i++) {
		if (!(s->one[i].flags & CASE_PARTIAL))
			continue;
		s->one[i].first = s->one[i].last = 0;
		memset(s->class + i * nslots, 0, nslots * sizeof(*s->class));
	}
}

void casestore_refill_end(struct casestore *s)
{
	size_t i;

	s->refilling = 0;
	s->again.line = 0;
	for (i = 0; i < s->ncases; i++)
		s->one[i].flags &= ~(uint32_t)CASE_PARTIAL;
}
