#include "report/board.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/facts.h"

/* The instance that ends next. A pause stands still, unless it is too late already. */
static int is_nearer(const struct clock_instance *a, const struct clock_instance *b)
{
	int a_stands = a->paused && a->verdict != VERDICT_BREACHED;
	int b_stands = b->paused && b->verdict != VERDICT_BREACHED;

	return a_stands != b_stands ? b_stands : a->due < b->due;
}

static const struct clock_instance *nearest_clock(const struct clock_list *list)
{
	const struct clock_instance *found = NULL;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct clock_instance *c = &list->instance[i];

		if (c->ended == INSTANT_NONE && c->due != INSTANT_NONE &&
		    (!found || is_nearer(c, found)))
			found = c;
	}
	return found;
}

static const char *value(const struct casestore *s, const uint32_t *class, int column)
{
	int slot = s->map->slot[column];

	return slot < 0 ? "" : symbols_str(s->symbols, column, class[slot]);
}

static void describe(struct board_row *r, const struct board_source *source, const struct history *h)
{
	const struct casestore *s = source->store;
	uint32_t class[COLUMN_MAX];
	const struct policy_kind *kind;

	history_class(h, h->n, s->map, class);
	r->kind = value(s, class, COLUMN_KIND);
	r->severity = value(s, class, COLUMN_SEVERITY);
	r->category = value(s, class, COLUMN_CATEGORY);
	r->owner = value(s, class, COLUMN_OWNER);
	r->department = value(s, class, COLUMN_DEPARTMENT);
	r->place = value(s, class, COLUMN_PLACE);
	r->part = source->by < 0 ? "" : value(s, class, source->by);
	kind = policy_kind(r->policy, r->kind);
	r->is_first = kind && kind->priority_first;
}

static void set_clock(struct board_row *r, const struct board_source *source,
		      const struct clock_instance *c)
{
	r->due = INSTANT_NONE;
	r->task = "";
	if (!c)
		return;
	r->clock = c->rule;
	r->task = c->task ? symbols_str(source->store->symbols, COLUMN_DETAIL, c->task) : "";
	r->due = c->due;
	r->is_late = c->verdict == VERDICT_BREACHED;
	r->is_paused = c->paused;
}

static void count(struct board *b, const struct board_row *r)
{
	b->open += (size_t)case_state_is_open(r->state);
	b->late += (size_t)r->is_late;
	b->soon += r->clock && !r->is_late && !r->is_paused && r->due - b->now <= BOARD_SOON;
	b->waiting += r->state == CASE_WAITING;
}

/* What has not happened yet takes no part: not even a void row. */
static void drop_future(struct history *h, instant now)
{
	size_t i, n = 0;

	for (i = 0; i < h->n; i++)
		if (h->event[i].at <= now)
			h->event[n++] = h->event[i];
	h->n = n;
}

static void add_case(struct board *b, struct history *h, struct clock_list *clocks)
{
	const struct clock_instance *c;
	struct board_row r = { .id = h->id };

	drop_future(h, b->now);
	history_sort(h);
	facts_drop_illegal(h, NULL, NULL);
	if (!h->n)
		return;
	casestate_run(h, &r.state);
	clock_run(b->source.clocks, h, b->now, clocks);
	c = nearest_clock(clocks);
	if (!c && !case_state_is_open(r.state))
		return;
	r.opened = h->event[0].at;
	r.policy = policy_set_at(b->source.set, r.opened);
	describe(&r, &b->source, h);
	set_clock(&r, &b->source, c);
	count(b, &r);
	MEM_GROW(b->row, b->n + 1, b->alloc);
	b->row[b->n++] = r;
}

/* 0 what runs, 1 what stands still, 2 what has no limit. */
static int standing(const struct board_row *r)
{
	return !r->clock ? 2 : r->is_paused && !r->is_late;
}

static int by_urgency(const void *a, const void *b)
{
	const struct board_row *x = a, *y = b;

	if (x->is_first != y->is_first)
		return y->is_first - x->is_first;
	if (standing(x) != standing(y))
		return standing(x) - standing(y);
	if (x->due != y->due)
		return (x->due > y->due) - (x->due < y->due);
	if (x->opened != y->opened)
		return (x->opened > y->opened) - (x->opened < y->opened);
	return (x->id > y->id) - (x->id < y->id);
}

static int by_part(const void *a, const void *b)
{
	const struct board_row *x = a, *y = b;

	if (x->number != y->number)
		return (x->number > y->number) - (x->number < y->number);
	return by_urgency(a, b);
}

/* Parts in order of their most urgent row. */
static void number_parts(struct board *b)
{
	struct intern names = INTERN_INIT;
	size_t i;

	for (i = 0; i < b->n; i++)
		b->row[i].number = intern_add(&names, b->row[i].part, strlen(b->row[i].part));
	b->nparts = names.n;
	intern_release(&names);
	if (b->nparts > 1)
		qsort(b->row, b->n, sizeof(*b->row), by_part);
}

void board_make(struct board *b, const struct board_source *source, instant now)
{
	struct casestore_view view = CASESTORE_VIEW_INIT;
	struct clock_list clocks = CLOCK_LIST_INIT;
	size_t i;

	b->source = *source;
	b->now = now;
	b->n = b->nparts = b->open = b->late = b->soon = b->waiting = 0;
	for (i = 0; i < source->store->ncases; i++) {
		casestore_unpack(source->store, i, &view);
		add_case(b, &view.history, &clocks);
	}
	if (b->n)
		qsort(b->row, b->n, sizeof(*b->row), by_urgency);
	if (source->by >= 0)
		number_parts(b);
	casestore_view_release(&view);
	clock_list_release(&clocks);
}

void board_release(struct board *b)
{
	free(b->row);
	*b = (struct board)BOARD_INIT;
}
