#include "domain/caselist.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void caselist_init(struct caselist *list, const struct policy_set *set)
{
	list->set = set;
	classmap_init(&list->map);
	classmap_add_all(&list->map, set);
	symbols_init(&list->symbols);
}

void caselist_release(struct caselist *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->item[i].history.event);
	free(list->item);
	free(list->slot);
	if (list->set)
		symbols_release(&list->symbols);
	arena_release(&list->arena);
	*list = (struct caselist)CASELIST_INIT;
}

/* --- by id ---------------------------------------------------------------------------------- */

static size_t place(const struct caselist *list, caseid id)
{
	size_t i = (size_t)(id * 0x9E3779B97F4A7C15ULL >> 32) & (list->nslots - 1);

	while (list->slot[i] && list->item[list->slot[i] - 1].id != id)
		i = (i + 1) & (list->nslots - 1);
	return i;
}

static void grow(struct caselist *list)
{
	free(list->slot);
	list->nslots = list->nslots ? list->nslots * 2 : 1024;
	list->slot = mem_array(list->nslots, sizeof(*list->slot));
	for (size_t i = 0; i < list->n; i++)
		list->slot[place(list, list->item[i].id)] = (uint32_t)i + 1;
}

static struct caselist_case *find_or_add(struct caselist *list, caseid id)
{
	size_t i;

	if (list->n * 2 >= list->nslots)
		grow(list);
	i = place(list, id);
	if (!list->slot[i]) {
		MEM_GROW(list->item, list->n + 1, list->alloc);
		list->item[list->n] = (struct caselist_case){ .id = id, .history = { .id = id } };
		list->slot[i] = (uint32_t)++list->n;
	}
	return &list->item[list->slot[i] - 1];
}

/* --- reading -------------------------------------------------------------------------------- */

struct reading {
	struct caselist *list;
	const struct caselist_options *options;
	struct strbuf text;
};

static void add_event(struct caselist *list, struct caselist_case *item,
		      const struct scan_batch *batch, const struct scan_row *row)
{
	struct class_change change[COLUMN_MAX], *kept;
	struct history *h = &item->history;
	struct history_event *e;

	MEM_GROW(h->event, h->n + 1, item->alloc);
	e = &h->event[h->n++];
	history_read_row(batch, row, &list->map, &list->symbols, e, change);
	e->change = NULL;
	if (!e->nchanges)
		return;
	kept = arena_array(&list->arena, e->nchanges, sizeof(*kept));
	memcpy(kept, change, e->nchanges * sizeof(*kept));
	e->change = kept;
}

static int take_batch(void *ctx, const struct scan_batch *batch)
{
	struct reading *r = ctx;
	struct caselist *list = r->list;

	for (size_t i = 0; i < batch->nrows; i++) {
		const struct scan_row *row = &batch->row[i];
		struct caselist_case *item;
		struct span due;

		if (!row->id ||
		    (r->options->want && !r->options->want(r->options->ctx, row->id)))
			continue;
		item = find_or_add(list, row->id);
		add_event(list, item, batch, row);
		item->last = row->key;
		if (row->event == EVENT_OPEN) {
			strbuf_reset(&r->text);
			scan_text(batch, row, &r->text);
			item->text = arena_strndup(&list->arena, r->text.buf, r->text.len);
		}
		due = row->event == EVENT_PROMISE ? scan_cell(batch, row, COLUMN_DUE)
						  : (struct span){ "", 0 };
		if (due.n)
			item->due = arena_strndup(&list->arena, due.s, due.n);
		if (r->options->on_row)
			r->options->on_row(r->options->ctx, item, batch, row);
	}
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct caselist_case *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

int caselist_read(struct caselist *list, struct caselog *log,
		  const struct caselist_options *options, struct err *err)
{
	struct reading r = { .list = list, .options = options, .text = STRBUF_INIT };
	int ret = scan_run(log, &options->scan, take_batch, &r, err);

	strbuf_release(&r.text);
	for (size_t i = 0; i < list->n; i++) {
		struct caselist_case *item = &list->item[i];

		history_sort(&item->history);
		item->legal = casestate_run(&item->history, &item->state);
	}
	if (list->n)
		qsort(list->item, list->n, sizeof(*list->item), by_id);
	return ret;
}

const char *caselist_class(const struct caselist *list, const struct caselist_case *item,
			   int column)
{
	int slot = list->map.slot[column];
	uint32_t symbol = 0;

	if (slot < 0)
		return "";
	/* The last change of this one slot; history_class() would compute all of them. */
	for (size_t i = item->history.n; i-- > 0 && !symbol;) {
		const struct history_event *e = &item->history.event[i];

		for (int k = 0; history_event_sets_class(e->event) && k < e->nchanges; k++)
			if (e->change[k].slot == (uint32_t)slot)
				symbol = e->change[k].symbol;
	}
	return symbols_str(&list->symbols, column, symbol);
}

instant caselist_opened(const struct caselist_case *item)
{
	for (size_t i = 0; i < item->history.n; i++)
		if (item->history.event[i].event == EVENT_OPEN)
			return item->history.event[i].at;
	return INSTANT_NONE;
}
