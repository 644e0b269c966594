#include "domain/casestore.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "domain/casestore_internal.h"


void casestore_init(struct casestore *s, const struct classmap *map, struct symbols *symbols)
{
	*s = (struct casestore){ .map = map, .symbols = symbols };
	/* Index 0 of these pools means "nothing". */
	MEM_GROW(s->change, 1, s->alloc_changes);
	MEM_GROW(s->due, 1, s->alloc_due);
	MEM_GROW(s->class, 1, s->alloc_class);
	s->nchanges = s->ndue = 1;
}

void casestore_release(struct casestore *s)
{
	free(s->one);
	free(s->class);
	free(s->event);
	free(s->change);
	free(s->due);
	free(s->slot);
	free(s->day);
	casestore_forget_cold(s);
	*s = (struct casestore){ .map = s->map, .symbols = s->symbols };
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 32) * 0x9E3779B97F4A7C15ULL;
	return x ^ x >> 29;
}

/*
 * The first place looked at keeps the cases of a day side by side, which is how they are asked for;
 * where days collide, the others are spread.
 */
static uint32_t *find_slot(const struct casestore *s, caseid id)
{
	size_t mask = s->slots - 1, i = (mix(caseid_date(id)) + caseid_number(id)) & mask;

	if (s->slot[i] && s->one[s->slot[i] - 1].id != id) {
		i = mix(id) & mask;
		while (s->slot[i] && s->one[s->slot[i] - 1].id != id)
			i = (i + 1) & mask;
	}
	return &s->slot[i];
}

void casestore_fill_slots(struct casestore *s)
{
	size_t i;

	if (s->slots)
		memset(s->slot, 0, s->slots * sizeof(*s->slot));
	for (i = 0; i < s->ncases; i++)
		*find_slot(s, s->one[i].id) = (uint32_t)i + 1;
}

static void rehash(struct casestore *s, size_t slots)
{
	free(s->slot);
	s->slots = slots;
	s->slot = mem_array(slots, sizeof(*s->slot));
	casestore_fill_slots(s);
}

ssize_t casestore_find(const struct casestore *s, caseid id)
{
	return s->slots ? (ssize_t)*find_slot(s, id) - 1 : -1;
}

void casestore_reserve(struct casestore *s, size_t ncases, size_t nevents)
{
	size_t slots = 1024;

	while (slots / 2 <= ncases)
		slots *= 2;
	MEM_GROW(s->one, ncases, s->alloc_cases);
	MEM_GROW(s->class, ncases * (size_t)s->map->nslots, s->alloc_class);
	MEM_GROW(s->event, nevents, s->alloc_events);
	rehash(s, slots);
}

size_t casestore_add_case(struct casestore *s, caseid id, off_t offset)
{
	size_t nslots = (size_t)s->map->nslots, i = s->ncases;

	if (i >= UINT32_MAX - 1)
		BUG("more cases than numbers for them");
	if (s->ncases >= s->slots / 2)
		rehash(s, s->slots ? s->slots * 2 : 1024);
	MEM_GROW(s->one, i + 1, s->alloc_cases);
	MEM_GROW(s->class, (i + 1) * nslots, s->alloc_class);
	s->one[i] = (struct casestore_case){ .id = id, .offset = offset };
	memset(s->class + i * nslots, 0, nslots * sizeof(*s->class));
	s->ncases++;
	*find_slot(s, id) = (uint32_t)i + 1;
	return i;
}

uint32_t casestore_add_changes(struct casestore *s, const struct class_change *change, size_t n)
{
	size_t head = s->nchanges;

	if (!n)
		return 0;
	MEM_GROW(s->change, head + 1 + n, s->alloc_changes);
	s->change[head] = (struct class_change){ (uint32_t)n, 0 };
	memcpy(s->change + head + 1, change, n * sizeof(*change));
	s->nchanges = head + 1 + n;
	return (uint32_t)head;
}

uint32_t casestore_add_due(struct casestore *s, const struct casestore_due *due)
{
	MEM_GROW(s->due, s->ndue + 1, s->alloc_due);
	s->due[s->ndue] = *due;
	return (uint32_t)s->ndue++;
}

/* The row follows the last one of the case in `left` and `state`. */
static void note_end(struct casestore *s, struct casestore_case *c, const struct casestore_event *e)
{
	int event = casestore_event_code(e);
	uint32_t ends = e->packed & ROW_BY_SD ? 0 : s->ends->ends[event];

	if (!casestate_allows(c->state, event) || event == EVENT_VOID ||
	    (c->state == CASE_NONE && event != EVENT_OPEN) ||
	    (c->last && casestore_event_at(e) < c->last_at))
		c->left |= CASESTORE_UNSURE;
	c->left = (c->left & ~ends) | s->ends->opens[event];
	c->state = (uint8_t)casestate_after(c->state, event);
}

int casestore_is_over(const struct casestore *s, size_t i)
{
	const struct casestore_case *c = &s->one[i];

	return s->ends && !c->flags && !c->left && c->state != CASE_NONE && !case_state_is_open(c->state);
}

void casestore_add_event(struct casestore *s, size_t i, const struct casestore_event *e)
{
	struct casestore_case *c = &s->one[i];

	if (s->nevents >= UINT32_MAX - 1)
		BUG("more events than numbers for them");
	if (s->ends)
		note_end(s, c, e);
	MEM_GROW(s->event, s->nevents + 1, s->alloc_events);
	s->event[s->nevents++] = *e;
	s->event[s->nevents - 1].next = 0;
	if (c->last)
		s->event[c->last - 1].next = (uint32_t)s->nevents;
	else
		c->first = (uint32_t)s->nevents;
	c->last = (uint32_t)s->nevents;
	c->last_at = casestore_event_at(e);
}

/* What the row says of the case's class, as a list; 0 where it says nothing. */
static uint32_t add_changes(struct casestore *s, const struct scan_batch *b,
			    const struct scan_row *r)
{
	struct class_change change[CLASS_SLOTS];
	size_t n = 0;
	int slot;

	for (slot = 0; slot < s->map->nslots; slot++) {
		struct span v = { NULL, 0 };

		if (history_changes(r->event, s->map->column[slot]))
			v = scan_cell(b, r, s->map->column[slot]);
		if (v.n)
			change[n++] = (struct class_change){
				(uint32_t)slot,
				classmap_symbol(s->map, slot, s->symbols, v.s, v.n) };
	}
	return casestore_add_changes(s, change, n);
}

static void set_class(struct casestore *s, size_t i, const struct scan_batch *b,
		      const struct scan_row *r)
{
	uint32_t *class = s->class + i * (size_t)s->map->nslots;
	int slot;

	for (slot = 0; slot < s->map->nslots; slot++) {
		struct span v = scan_cell(b, r, s->map->column[slot]);

		if (v.n)
			class[slot] = classmap_symbol(s->map, slot, s->symbols, v.s, v.n);
	}
}

/*
 * The code that counts: of `duplicate:20261121-0003` the reason, of `step/clock/CHECK/1` the step (where
 * there is no ledger). What follows names one row or case, so that keeping it would keep a string for each.
 */
static uint32_t add_detail(struct casestore *s, const struct scan_batch *b,
			   const struct scan_row *r)
{
	struct span v = scan_cell(b, r, COLUMN_DETAIL);
	int end = r->event == EVENT_CANCEL ? ':' :
		  r->event == EVENT_ESCALATE && !s->keeps_ledger ? '/' : 0;
	const char *cut = end && v.n ? memchr(v.s, end, v.n) : NULL;

	if (!v.n)
		return 0;
	return symbols_add(s->symbols, COLUMN_DETAIL, v.s, cut ? (size_t)(cut - v.s) : v.n);
}

static uint32_t add_due(struct casestore *s, const struct scan_batch *b, const struct scan_row *r)
{
	struct span v = scan_cell(b, r, COLUMN_DUE), owner = scan_cell(b, r, COLUMN_OWNER);
	struct span amount = scan_cell(b, r, COLUMN_AMOUNT);
	struct casestore_due due = { INSTANT_NONE, 0, 0 };

	if (r->event != EVENT_PROMISE)
		due.detail = add_detail(s, b, r);
	if (r->event == EVENT_TASK)
		due.more = add_changes(s, b, r);
	else if (r->event == EVENT_NOTIFY)
		due.more = symbols_add(s->symbols, COLUMN_OWNER, owner.s, owner.n);
	else if (history_has_amount(r->event))
		due.more = symbols_add(s->symbols, COLUMN_AMOUNT, amount.s, amount.n);
	if (v.n && instant_parse(v.s, v.n, &due.due, NULL) < 0)
		due.due = INSTANT_NONE;
	return casestore_add_due(s, &due);
}

enum casestore_extra casestore_extra_of(const struct casestore *s, int event)
{
	switch (event) {
	case EVENT_OPEN:
	case EVENT_AMEND:
	case EVENT_ASSIGN:
		return EXTRA_CHANGES;
	case EVENT_PROMISE:
	case EVENT_TASK:
	case EVENT_COMPENSATE:
	case EVENT_APPROVE:
		return EXTRA_DUE;
	case EVENT_HOLD:
	case EVENT_RESOLVE:
	case EVENT_CANCEL:
	case EVENT_DONE:
	case EVENT_ESCALATE:
		return EXTRA_DETAIL;
	case EVENT_REMIND:
		return s->keeps_ledger ? EXTRA_DETAIL : EXTRA_NONE;
	case EVENT_NOTIFY:
		return s->keeps_ledger ? EXTRA_DUE : EXTRA_NONE;
	case EVENT_VOID:
		return EXTRA_CHECK;
	default:
		return EXTRA_NONE;
	}
}

static uint32_t add_extra(struct casestore *s, size_t i, const struct scan_batch *b,
			  const struct scan_row *r, unsigned int *flags)
{
	struct span detail;

	switch (casestore_extra_of(s, r->event)) {
	case EXTRA_CHANGES:
		if (r->event != EVENT_OPEN || s->one[i].first)
			return add_changes(s, b, r);
		*flags |= CASESTORE_OPEN_CLASS;
		set_class(s, i, b, r);
		return 0;
	case EXTRA_DUE:
		return add_due(s, b, r);
	case EXTRA_DETAIL:
		return add_detail(s, b, r);
	case EXTRA_CHECK:
		detail = scan_cell(b, r, COLUMN_DETAIL);
		return history_void(detail.s, detail.n);
	default:
		return 0;
	}
}

static uint32_t delay_of(const struct scan_row *r)
{
	if (r->key <= r->at)
		return 0;
	return r->key - r->at > UINT32_MAX ? UINT32_MAX : (uint32_t)(r->key - r->at);
}

/* Void rows name a row by the upper half, so that the lower one is free where there is no ledger. */
static uint64_t check_of(struct casestore *s, const struct scan_batch *b, const struct scan_row *r)
{
	struct span by;

	if (!s->keeps_by || !event_set_has(s->keeps_by, r->event))
		return r->check;
	by = scan_cell(b, r, COLUMN_BY);
	return (r->check & ~(uint64_t)UINT32_MAX) | symbols_add(s->symbols, COLUMN_BY, by.s, by.n);
}

static void add_row(struct casestore *s, const struct scan_batch *b, const struct scan_row *r)
{
	ssize_t found = casestore_find(s, r->id);
	unsigned int flags = r->flags;
	uint32_t extra;
	size_t i;

	if (s->refilling && (found < 0 || !(s->one[found].flags & CASE_PARTIAL)))
		return;
	i = found < 0 ? casestore_add_case(s, r->id, b->offset + r->start) : (size_t)found;
	if (found < 0 && s->ndays)
		casestore_find_dropped(s, &s->one[i]);
	s->nopened_again += r->event == EVENT_OPEN && (found >= 0 || s->one[i].flags & CASE_PARTIAL);
	if (s->one[i].flags & CASE_COLD)
		casestore_warm(s, i);
	if (!s->one[i].first)
		s->one[i].offset = b->offset + r->start;
	extra = add_extra(s, i, b, r, &flags);
	casestore_add_event(s, i, &(struct casestore_event){
		(uint64_t)(r->at + CASESTORE_AT_BIAS) << 16 | (uint64_t)r->event << 8 | (flags & 0xFF),
		check_of(s, b, r), r->line, 0, extra, delay_of(r) });
}

void casestore_add(struct casestore *s, const struct scan_batch *batch)
{
	size_t i;

	for (i = 0; i < batch->nrows; i++)
		if (batch->row[i].id)
			add_row(s, batch, &batch->row[i]);
}

/* --- reading ------------------------------------------------------------------------------------- */

/* Few cases are opened with a due time (improvement measures), so it is kept as the text that it is. */
static instant due_of(const char *s)
{
	instant t;

	return instant_parse(s, strlen(s), &t, NULL) < 0 ? INSTANT_NONE : t;
}

static void unpack_open(const struct casestore *s, size_t i, struct casestore_view *view,
			struct history_event *e)
{
	size_t nslots = (size_t)s->map->nslots, slot;
	const uint32_t *class = s->class + i * nslots;

	MEM_GROW(view->open, nslots, view->alloc_open);
	for (slot = 0; slot < nslots; slot++)
		if (class[slot] && s->map->column[slot] == COLUMN_DUE)
			e->due = due_of(symbols_str(s->symbols, COLUMN_DUE, class[slot]));
		else if (class[slot])
			view->open[e->nchanges++] = (struct class_change){ (uint32_t)slot, class[slot] };
	e->change = view->open;
}

static void unpack_changes(const struct casestore *s, uint32_t extra, struct history_event *e)
{
	if (!extra)
		return;
	e->nchanges = (uint16_t)s->change[extra].slot;
	e->change = s->change + extra + 1;
}

static void unpack_extra(const struct casestore *s, uint32_t extra, struct history_event *e)
{
	switch (casestore_extra_of(s, e->event)) {
	case EXTRA_CHANGES:
		unpack_changes(s, extra, e);
		break;
	case EXTRA_DUE:
		e->due = s->due[extra].due;
		e->detail = s->due[extra].detail;
		if (e->event == EVENT_NOTIFY)
			e->owner = s->due[extra].more;
		else if (history_has_amount(e->event))
			e->amount = s->due[extra].more;
		else
			unpack_changes(s, s->due[extra].more, e);
		break;
	default:
		e->detail = extra;
	}
}

void casestore_unpack(const struct casestore *s, size_t i, struct casestore_view *view)
{
	const struct casestore_case *c = &s->one[i];
	struct history *h = &view->history;
	uint32_t at;

	h->id = c->id;
	h->n = 0;
	for (at = c->first; at; at = s->event[at - 1].next) {
		const struct casestore_event *p = &s->event[at - 1];
		struct history_event *e;

		MEM_GROW(h->event, h->n + 1, view->alloc_events);
		e = &h->event[h->n++];
		*e = (struct history_event){
			.at = casestore_event_at(p), .due = INSTANT_NONE,
			.key = p->delay ? casestore_event_at(p) + p->delay : 0,
			.line = p->line, .check = p->check,
			.event = p->packed >> 8 & 0xFF, .flags = p->packed & 0x7F };
		if (s->keeps_by && event_set_has(s->keeps_by, e->event)) {
			e->by = (uint32_t)e->check;
			e->check &= ~(uint64_t)UINT32_MAX;
		}
		if (p->packed & CASESTORE_OPEN_CLASS)
			unpack_open(s, i, view, e);
		else if (p->extra)
			unpack_extra(s, p->extra, e);
	}
}

void casestore_view_release(struct casestore_view *view)
{
	free(view->history.event);
	free(view->open);
	*view = (struct casestore_view)CASESTORE_VIEW_INIT;
}
