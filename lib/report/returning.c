#include "report/returning.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void returning_plan_init(struct returning_plan *plan, struct classmap *map)
{
	classmap_add_hash(map, COLUMN_CUSTOMER);
	classmap_add(map, COLUMN_CATEGORY);
	*plan = (struct returning_plan){ .map = map, .slot_category = map->slot[COLUMN_CATEGORY] };
}

void returning_plan_period(struct returning_plan *plan, instant from, instant to)
{
	plan->from = from;
	plan->to = to;
}

void returning_release(struct returning *r)
{
	free(r->close);
	free(r->received);
	free(r->again);
	*r = (struct returning){ .plan = r->plan };
}

/* --- noting --------------------------------------------------------------------------------------- */

static int is_recent(const struct returning_plan *plan, instant closed)
{
	return closed >= plan->from - RETURNING_WITHIN && closed < plan->to;
}

static int is_received(const struct returning_plan *plan, const struct history *h)
{
	return h->n && h->event[0].at >= plan->from && h->event[0].at < plan->to;
}

int returning_wants(const struct returning_plan *plan, const struct history *h, int is_last, int is_again)
{
	size_t i = h->n;

	if (is_again || (is_last && is_received(plan, h)))
		return 1;
	while (i-- > 0 && h->event[i].at >= plan->from - RETURNING_WITHIN)
		if (h->event[i].event == EVENT_CLOSE && h->event[i].at < plan->to)
			return 1;
	return 0;
}

static uint64_t key_of(const struct returning_plan *plan, const uint32_t *class)
{
	uint64_t customer = classmap_hash(plan->map, class), key;

	if (!customer)
		return 0;
	key = (customer ^ class[plan->slot_category]) * 0x9E3779B97F4A7C15ULL;
	return (key ^ key >> 29) | 1;
}

static instant reopened_after(const struct history *h, size_t i)
{
	while (++i < h->n)
		if (h->event[i].event == EVENT_REOPEN)
			return h->event[i].at;
	return INSTANT_MAX;
}

static void add_closes(struct returning *r, const struct returning_case *c, uint64_t key)
{
	size_t i;

	for (i = 0; i < c->h->n; i++) {
		if (c->h->event[i].event != EVENT_CLOSE || !is_recent(r->plan, c->h->event[i].at))
			continue;
		MEM_GROW(r->close, r->ncloses + 1, r->alloc_closes);
		r->close[r->ncloses++] = (struct returning_close){
			.id = c->h->id, .key = key, .at = c->h->event[i].at,
			.until = reopened_after(c->h, i), .is_last = (uint8_t)c->is_last };
	}
}

void returning_add(struct returning *r, const struct returning_case *c)
{
	uint64_t key;

	if (c->is_again) {
		MEM_GROW(r->again, r->nagain + 1, r->alloc_again);
		r->again[r->nagain++] = c->h->id;
	}
	if (!c->counts || !c->h->n)
		return;
	key = key_of(r->plan, c->class);
	if (key)
		add_closes(r, c, key);
	if (!c->is_last || c->is_outside || !is_received(r->plan, c->h))
		return;
	MEM_GROW(r->received, r->nreceived + 1, r->alloc_received);
	r->received[r->nreceived++] = (struct returning_received){
		.id = c->h->id, .key = key, .at = c->h->event[0].at, .kind = c->kind,
		.category = c->category, .targets = c->targets };
}

void returning_merge(struct returning *r, const struct returning *from)
{
	MEM_GROW(r->close, r->ncloses + from->ncloses, r->alloc_closes);
	if (from->ncloses)
		memcpy(r->close + r->ncloses, from->close, from->ncloses * sizeof(*from->close));
	r->ncloses += from->ncloses;
	MEM_GROW(r->received, r->nreceived + from->nreceived, r->alloc_received);
	if (from->nreceived)
		memcpy(r->received + r->nreceived, from->received,
		       from->nreceived * sizeof(*from->received));
	r->nreceived += from->nreceived;
	MEM_GROW(r->again, r->nagain + from->nagain, r->alloc_again);
	if (from->nagain)
		memcpy(r->again + r->nagain, from->again, from->nagain * sizeof(*from->again));
	r->nagain += from->nagain;
}

/* --- counting ------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	caseid x = *(const caseid *)a, y = *(const caseid *)b;

	return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
	const struct returning_close *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Of a case that was noted twice the note made when it was dropped goes. */
static void drop_outdated(struct returning *r)
{
	size_t i, n = 0;

	if (!r->nagain)
		return;
	qsort(r->again, r->nagain, sizeof(*r->again), by_id);
	for (i = 0; i < r->ncloses; i++)
		if (r->close[i].is_last ||
		    !bsearch(&r->close[i].id, r->again, r->nagain, sizeof(*r->again), by_id))
			r->close[n++] = r->close[i];
	r->ncloses = n;
}

/* The first closing after all those of the key up to this instant. */
static size_t place_after(const struct returning *r, uint64_t key, instant at)
{
	size_t low = 0, high = r->ncloses;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct returning_close *x = &r->close[middle];

		if (x->key < key || (x->key == key && x->at <= at))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int has_earlier(const struct returning *r, const struct returning_received *c)
{
	size_t i = place_after(r, c->key, c->at);

	while (i-- > 0 && r->close[i].key == c->key && c->at - r->close[i].at <= RETURNING_WITHIN)
		if (r->close[i].id != c->id && r->close[i].until > c->at)
			return 1;
	return 0;
}

void returning_count(struct returning *r, returning_fn *fn, void *ctx)
{
	size_t i;

	drop_outdated(r);
	if (r->ncloses)
		qsort(r->close, r->ncloses, sizeof(*r->close), by_key);
	for (i = 0; i < r->nreceived; i++)
		fn(ctx, &r->received[i], r->received[i].key && has_earlier(r, &r->received[i]));
}
