/* Cases that no longer matter leave the store, and come back. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "domain/casestore_internal.h"

/* --- the days of dropped cases -------------------------------------------------------------------- */

/* The place of a date among those of dropped cases. */
static size_t day_place(const struct casestore *s, uint32_t date)
{
	size_t low = 0, high = s->ndays;

	if (high && s->day[high - 1].date <= date)
		return high - (s->day[high - 1].date == date);
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

/* Which events stay, as bits, and how many of them are before each 64. */
struct staying {
	uint64_t *bits;
	uint32_t *before;
	size_t n;                        /* of 64 events each */
};

/* The place of an event that stays, among those; as in the store from 1, 0 is none. */
static uint32_t place_of(const struct staying *staying, uint32_t at)
{
	size_t word = at ? (at - 1) / 64 : 0;
	uint64_t below = ((uint64_t)1 << (at - 1) % 64) - 1;

	return at ? staying->before[word] + (uint32_t)__builtin_popcountll(staying->bits[word] & below) + 1 : 0;
}

/* Lists and due times lie in the order of their events, so each goes down over what has been read. */
static uint32_t move_changes(struct casestore *s, uint32_t extra)
{
	size_t to = s->nchanges, n;

	if (!extra)
		return 0;
	if (to > extra)
		BUG("the lists do not lie in the order of their events");
	n = (size_t)s->change[extra].slot + 1;
	memmove(s->change + to, s->change + extra, n * sizeof(*s->change));
	s->nchanges += n;
	return (uint32_t)to;
}

static uint32_t move_extra(struct casestore *s, const struct casestore_event *e)
{
	int event = casestore_event_code(e);
	struct casestore_due due;

	switch (e->extra ? casestore_extra_of(s, event) : EXTRA_NONE) {
	case EXTRA_CHANGES:
		return move_changes(s, e->extra);
	case EXTRA_DUE:
		due = s->due[e->extra];
		if (event == EVENT_TASK)
			due.more = move_changes(s, due.more);
		return casestore_add_due(s, &due);
	default:
		return e->extra;
	}
}

static int is_dropped(const struct casestore *s, const uint8_t *drop, size_t i)
{
	return drop[i] && !(s->one[i].flags & CASE_PARTIAL);
}

static void find_staying(const struct casestore *s, const uint8_t *drop, struct staying *staying)
{
	size_t i;
	uint32_t at, n = 0;

	staying->n = s->nevents / 64 + 1;
	staying->bits = mem_array(staying->n, sizeof(*staying->bits));
	staying->before = mem_array(staying->n, sizeof(*staying->before));
	for (i = 0; i < s->ncases; i++)
		for (at = is_dropped(s, drop, i) ? 0 : s->one[i].first; at; at = s->event[at - 1].next)
			staying->bits[(at - 1) / 64] |= (uint64_t)1 << (at - 1) % 64;
	for (i = 0; i < staying->n; i++) {
		staying->before[i] = n;
		n += (uint32_t)__builtin_popcountll(staying->bits[i]);
	}
}

static void move_events(struct casestore *s, const struct staying *staying)
{
	size_t i, n = 0;

	s->nchanges = s->ndue = 1;
	for (i = 0; i < staying->n; i++) {
		uint64_t bits;

		for (bits = staying->bits[i]; bits; bits &= bits - 1) {
			struct casestore_event e = s->event[i * 64 + (size_t)__builtin_ctzll(bits)];

			e.extra = move_extra(s, &e);
			e.next = place_of(staying, e.next);
			s->event[n++] = e;
		}
	}
	s->nevents = n;
}

static void note_dropped(struct casestore *s, const struct casestore_case *c)
{
	uint32_t date = caseid_date(c->id);
	size_t i = day_place(s, date);
	struct casestore_day *day;

	if (!c->first)
		return;              /* the file changed while it was read */
	if (i == s->ndays || s->day[i].date != date) {
		MEM_GROW(s->day, s->ndays + 1, s->alloc_days);
		memmove(s->day + i + 1, s->day + i, (s->ndays++ - i) * sizeof(*s->day));
		s->day[i] = (struct casestore_day){ date, caseid_number(c->id), c->offset + 1, 0 };
	}
	day = &s->day[i];
	if (day->highest < caseid_number(c->id))
		day->highest = caseid_number(c->id);
	if (c->offset < day->offset) {
		day->offset = c->offset;
		day->line = s->event[c->first - 1].line;
	}
}

static void move_cases(struct casestore *s, const uint8_t *drop, const struct staying *staying)
{
	size_t nslots = (size_t)s->map->nslots, i, n = 0;

	for (i = 0; i < s->ncases; i++) {
		struct casestore_case *c = &s->one[n];

		if (is_dropped(s, drop, i))
			continue;
		*c = s->one[i];
		c->first = place_of(staying, c->first);
		c->last = place_of(staying, c->last);
		if (nslots)
			memmove(s->class + n * nslots, s->class + i * nslots, nslots * sizeof(*s->class));
		n++;
	}
	s->ncases = n;
}

/* In its own room: of what is read anew for each part of the log, nothing has to grow again. */
void casestore_compact(struct casestore *s, const uint8_t *drop)
{
	struct staying staying;
	size_t i;

	if (s->cold)
		BUG("not all cases are there");
	for (i = 0; i < s->ncases; i++)
		if (is_dropped(s, drop, i))
			note_dropped(s, &s->one[i]);
	find_staying(s, drop, &staying);
	move_cases(s, drop, &staying);
	move_events(s, &staying);
	free(staying.bits);
	free(staying.before);
	casestore_fill_slots(s);
}

void casestore_refill_begin(struct casestore *s)
{
	size_t i, nslots = (size_t)s->map->nslots;

	s->refilling = 1;
	for (i = 0; i < s->ncases; i++) {
		if (!(s->one[i].flags & CASE_PARTIAL))
			continue;
		s->one[i].first = s->one[i].last = s->one[i].left = 0;
		s->one[i].state = CASE_NONE;
		memset(s->class + i * nslots, 0, nslots * sizeof(*s->class));
	}
}

void casestore_refill_end(struct casestore *s)
{
	size_t i;

	s->refilling = 0;
	s->again.line = 0;
	for (i = 0; i < s->ncases; i++)
		s->one[i].flags &= (uint8_t)~CASE_PARTIAL;
}
