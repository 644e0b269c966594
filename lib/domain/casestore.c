#include "domain/casestore.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define AT_BIAS   ((int64_t)1 << 40)   /* instants of the years 1900 to 9999 become positive */
#define FLAG_OPEN_CLASS 0x80           /* the event's class is the case's own, not a list */

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

/* The old table is gone already. */
static void rehash(struct casestore *s, size_t slots)
{
	size_t i;

	s->slots = slots;
	s->slot = mem_array(slots, sizeof(*s->slot));
	for (i = 0; i < s->ncases; i++)
		*find_slot(s, s->one[i].id) = (uint32_t)i + 1;
}

ssize_t casestore_find(const struct casestore *s, caseid id)
{
	return s->slots ? (ssize_t)*find_slot(s, id) - 1 : -1;
}

static size_t case_add(struct casestore *s, caseid id, off_t offset)
{
	size_t nslots = (size_t)s->map->nslots, i = s->ncases;

	if (i >= UINT32_MAX - 1)
		BUG("more cases than numbers for them");
	if (s->ncases >= s->slots / 2) {
		free(s->slot);
		rehash(s, s->slots ? s->slots * 2 : 1024);
	}
	MEM_GROW(s->one, i + 1, s->alloc_cases);
	MEM_GROW(s->class, (i + 1) * nslots, s->alloc_class);
	s->one[i] = (struct casestore_case){ .id = id, .offset = offset };
	memset(s->class + i * nslots, 0, nslots * sizeof(*s->class));
	s->ncases++;
	*find_slot(s, id) = (uint32_t)i + 1;
	return i;
}

/* What the row says of the case's class, as a list; 0 where it says nothing. */
static uint32_t add_changes(struct casestore *s, const struct scan_batch *b,
			    const struct scan_row *r)
{
	size_t head = s->nchanges, n = 0;
	int slot;

	MEM_GROW(s->change, head + 1 + (size_t)s->map->nslots, s->alloc_changes);
	for (slot = 0; slot < s->map->nslots; slot++) {
		struct span v = { NULL, 0 };

		if (history_changes(r->event, s->map->column[slot]))
			v = scan_cell(b, r, s->map->column[slot]);
		if (v.n)
			s->change[head + ++n] = (struct class_change){
				(uint32_t)slot,
				symbols_add(s->symbols, s->map->column[slot], v.s, v.n) };
	}
	if (!n)
		return 0;
	s->change[head] = (struct class_change){ (uint32_t)n, 0 };
	s->nchanges = head + n + 1;
	return (uint32_t)head;
}

static void set_class(struct casestore *s, size_t i, const struct scan_batch *b,
		      const struct scan_row *r)
{
	uint32_t *class = s->class + i * (size_t)s->map->nslots;
	int slot;

	for (slot = 0; slot < s->map->nslots; slot++) {
		struct span v = scan_cell(b, r, s->map->column[slot]);

		if (v.n)
			class[slot] = symbols_add(s->symbols, s->map->column[slot], v.s, v.n);
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
	struct span v = scan_cell(b, r, COLUMN_DUE);
	struct casestore_due due = { INSTANT_NONE, 0, 0 };

	if (r->event != EVENT_PROMISE)
		due.detail = add_detail(s, b, r);
	if (r->event == EVENT_TASK) {
		due.more = add_changes(s, b, r);
	} else if (r->event == EVENT_NOTIFY) {
		struct span owner = scan_cell(b, r, COLUMN_OWNER);

		due.more = symbols_add(s->symbols, COLUMN_OWNER, owner.s, owner.n);
	}
	if (v.n && instant_parse(v.s, v.n, &due.due, NULL) < 0)
		due.due = INSTANT_NONE;
	MEM_GROW(s->due, s->ndue + 1, s->alloc_due);
	s->due[s->ndue] = due;
	return (uint32_t)s->ndue++;
}

static uint32_t voided_check(const struct scan_batch *b, const struct scan_row *r)
{
	struct span v = scan_cell(b, r, COLUMN_DETAIL);
	uint32_t check = 0, i;

	for (i = 0; i < 8 && i < v.n; i++) {
		char c = v.s[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

		if (digit < 0)
			return 0;
		check = check << 4 | (uint32_t)digit;
	}
	return check;
}

static uint32_t add_extra(struct casestore *s, size_t i, const struct scan_batch *b,
			  const struct scan_row *r, unsigned int *flags)
{
	switch (r->event) {
	case EVENT_OPEN:
		if (s->one[i].first)
			return add_changes(s, b, r);
		*flags |= FLAG_OPEN_CLASS;
		set_class(s, i, b, r);
		return 0;
	case EVENT_AMEND:
	case EVENT_ASSIGN:
		return add_changes(s, b, r);
	case EVENT_PROMISE:
	case EVENT_TASK:
		return add_due(s, b, r);
	case EVENT_HOLD:
	case EVENT_RESOLVE:
	case EVENT_CANCEL:
	case EVENT_DONE:
	case EVENT_ESCALATE:
		return add_detail(s, b, r);
	case EVENT_REMIND:
		return s->keeps_ledger ? add_detail(s, b, r) : 0;
	case EVENT_NOTIFY:
		return s->keeps_ledger ? add_due(s, b, r) : 0;
	case EVENT_VOID:
		return voided_check(b, r);
	default:
		return 0;
	}
}

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

/* A case that is not there: if it may have been dropped, it must be read again. */
static void find_dropped(struct casestore *s, struct casestore_case *c)
{
	size_t i = day_place(s, caseid_date(c->id));
	const struct casestore_day *day = &s->day[i];

	if (i == s->ndays || day->date != caseid_date(c->id) || day->highest < caseid_number(c->id))
		return;
	c->flags |= CASE_PARTIAL;
	if (!s->again.line || day->offset < s->again.offset) {
		s->again.offset = day->offset;
		s->again.line = day->line;
	}
}

static uint32_t delay_of(const struct scan_row *r)
{
	if (r->key <= r->at)
		return 0;
	return r->key - r->at > UINT32_MAX ? UINT32_MAX : (uint32_t)(r->key - r->at);
}

static void add_row(struct casestore *s, const struct scan_batch *b, const struct scan_row *r)
{
	ssize_t found = casestore_find(s, r->id);
	struct casestore_case *c;
	unsigned int flags = r->flags;
	uint32_t extra, at;
	size_t i;

	if (s->refilling && (found < 0 || !(s->one[found].flags & CASE_PARTIAL)))
		return;
	i = found < 0 ? case_add(s, r->id, b->offset + r->start) : (size_t)found;
	if (found < 0 && s->ndays)
		find_dropped(s, &s->one[i]);
	extra = add_extra(s, i, b, r, &flags);
	if (s->nevents >= UINT32_MAX - 1)
		BUG("more events than numbers for them");
	MEM_GROW(s->event, s->nevents + 1, s->alloc_events);
	s->event[s->nevents++] = (struct casestore_event){
		(uint64_t)(r->at + AT_BIAS) << 16 | (uint64_t)r->event << 8 | (flags & 0xFF),
		r->check, r->line, 0, extra, delay_of(r) };
	at = (uint32_t)s->nevents;
	c = &s->one[i];
	if (c->last) {
		s->event[c->last - 1].next = at;
	} else {
		c->first = at;
		c->offset = b->offset + r->start;
	}
	c->last = at;
}

void casestore_add(struct casestore *s, const struct scan_batch *batch)
{
	size_t i;

	for (i = 0; i < batch->nrows; i++)
		if (batch->row[i].id)
			add_row(s, batch, &batch->row[i]);
}

/* --- dropping ------------------------------------------------------------------------------------ */

/* The list of changes at `at` is copied; where it is then. */
static uint32_t copy_changes(struct casestore *to, const struct casestore *from, uint32_t at)
{
	uint32_t n;

	if (!at)
		return 0;
	n = from->change[at].slot + 1;
	MEM_GROW(to->change, to->nchanges + n, to->alloc_changes);
	memcpy(to->change + to->nchanges, from->change + at, n * sizeof(*to->change));
	to->nchanges += n;
	return (uint32_t)(to->nchanges - n);
}

static int has_due(int event)
{
	return event == EVENT_PROMISE || event == EVENT_TASK || event == EVENT_NOTIFY;
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
		int event = e.packed >> 8 & 0xFF;

		if (e.extra && history_event_sets_class(event)) {
			e.extra = copy_changes(to, from, e.extra);
		} else if (e.extra && has_due(event)) {
			MEM_GROW(to->due, to->ndue + 1, to->alloc_due);
			to->due[to->ndue] = from->due[e.extra];
			if (event == EVENT_TASK)
				to->due[to->ndue].more = copy_changes(to, from, from->due[e.extra].more);
			e.extra = (uint32_t)to->ndue++;
		}
		e.next = 0;
		MEM_GROW(to->event, to->nevents + 1, to->alloc_events);
		to->event[to->nevents++] = e;
		if (to->one[k].last)
			to->event[to->one[k].last - 1].next = (uint32_t)to->nevents;
		else
			to->one[k].first = (uint32_t)to->nevents;
		to->one[k].last = (uint32_t)to->nevents;
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
	s->day = NULL;
	while (slots / 2 <= kept.ncases)
		slots *= 2;
	old = *s;
	*s = kept;
	casestore_release(&old);
	rehash(s, slots);
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

/* --- reading ------------------------------------------------------------------------------------- */

static void unpack_open(const struct casestore *s, size_t i, struct casestore_view *view,
			struct history_event *e)
{
	size_t nslots = (size_t)s->map->nslots, slot;
	const uint32_t *class = s->class + i * nslots;

	MEM_GROW(view->open, nslots, view->alloc_open);
	for (slot = 0; slot < nslots; slot++)
		if (class[slot])
			view->open[e->nchanges++] = (struct class_change){ (uint32_t)slot, class[slot] };
	e->change = view->open;
}

static void unpack_changes(const struct casestore *s, uint32_t at, struct history_event *e)
{
	if (!at)
		return;
	e->nchanges = (uint16_t)s->change[at].slot;
	e->change = s->change + at + 1;
}

static void unpack_extra(const struct casestore *s, uint32_t extra, struct history_event *e)
{
	if (history_event_sets_class(e->event)) {
		unpack_changes(s, extra, e);
	} else if (has_due(e->event)) {
		e->due = s->due[extra].due;
		e->detail = s->due[extra].detail;
		if (e->event == EVENT_NOTIFY)
			e->owner = s->due[extra].more;
		else
			unpack_changes(s, s->due[extra].more, e);
	} else {
		e->detail = extra;
	}
}

static instant packed_at(const struct casestore_event *e)
{
	return (int64_t)(e->packed >> 16) - AT_BIAS;
}

instant casestore_last_at(const struct casestore *s, size_t i)
{
	uint32_t last = s->one[i].last;

	return last ? packed_at(&s->event[last - 1]) : INSTANT_NONE;
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
			.at = packed_at(p), .due = INSTANT_NONE,
			.key = p->delay ? packed_at(p) + p->delay : 0,
			.line = p->line, .check = p->check,
			.event = p->packed >> 8 & 0xFF, .flags = p->packed & 0x7F };
		if (p->packed & FLAG_OPEN_CLASS)
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
