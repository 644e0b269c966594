#include "domain/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void classmap_init(struct classmap *map)
{
	int i;

	map->nslots = 0;
	memset(map->is_mark, 0, sizeof(map->is_mark));
	map->hash_slot = -1;
	for (i = 0; i < COLUMN_MAX; i++)
		map->slot[i] = -1;
}

void classmap_add(struct classmap *map, int column)
{
	if (column < 0 || column >= COLUMN_MAX)
		BUG("column out of range");
	if (map->slot[column] >= 0) {
		map->is_mark[map->slot[column]] = 0;
		return;
	}
	map->column[map->nslots] = column;
	map->slot[column] = map->nslots++;
}

void classmap_add_mark(struct classmap *map, int column)
{
	if (map->slot[column] >= 0)
		return;
	classmap_add(map, column);
	map->is_mark[map->slot[column]] = 1;
}

void classmap_add_hash(struct classmap *map, int column)
{
	if (map->hash_slot >= 0)
		return;
	map->hash_slot = map->nslots;
	map->column[map->nslots++] = column;
	map->column[map->nslots++] = column;
}

uint64_t classmap_hash(const struct classmap *map, const uint32_t *class)
{
	return (uint64_t)class[map->hash_slot + 1] << 32 | class[map->hash_slot];
}

/* FNV-1a, its bits mixed once more; never 0. */
static uint64_t hash_of(const char *v, size_t n)
{
	uint64_t h = 0xCBF29CE484222325ULL;
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ (unsigned char)v[i]) * 0x100000001B3ULL;
	h = (h ^ h >> 32) * 0x9E3779B97F4A7C15ULL;
	return (h ^ h >> 29) | 1;
}

uint32_t classmap_symbol(const struct classmap *map, int slot, struct symbols *s, const char *v,
			 size_t n)
{
	if (map->is_mark[slot])
		return 1;
	if (slot == map->hash_slot)
		return (uint32_t)hash_of(v, n);
	if (map->hash_slot >= 0 && slot == map->hash_slot + 1)
		return (uint32_t)(hash_of(v, n) >> 32);
	return symbols_add(s, map->column[slot], v, n);
}

void classmap_add_all(struct classmap *map, const struct policy_set *set)
{
	int column;

	for (column = 0; column < COLUMN_FIELD + (int)set->fields.n; column++)
		if (column_is_class(column))
			classmap_add(map, column);
}

void symbols_init(struct symbols *s)
{
	memset(s, 0, sizeof(*s));
}

void symbols_release(struct symbols *s)
{
	int i;

	for (i = 0; i < COLUMN_MAX; i++)
		intern_release(&s->column[i]);
}

uint32_t symbols_add(struct symbols *s, int column, const char *v, size_t n)
{
	struct intern *t = &s->column[column];

	if (!n)
		return 0;
	if (!t->n)
		intern_add(t, "", 0);
	return intern_add(t, v, n);
}

uint32_t symbols_find(const struct symbols *s, int column, const char *v, size_t n)
{
	uint32_t id = n ? intern_find(&s->column[column], v, n) : 0;

	return id == INTERN_NONE ? UINT32_MAX : id;
}

const char *symbols_str(const struct symbols *s, int column, uint32_t symbol)
{
	return symbol ? intern_str(&s->column[column], symbol) : "";
}

int history_changes(int event, int column)
{
	switch (event) {
	case EVENT_OPEN:
	case EVENT_AMEND:
		return column_is_class(column);
	case EVENT_ASSIGN:
	case EVENT_TASK:
		return column == COLUMN_DEPARTMENT || column == COLUMN_OWNER;
	default:
		return 0;
	}
}

static uint16_t read_changes(const struct scan_batch *batch, const struct scan_row *row,
			     const struct classmap *map, struct symbols *symbols,
			     struct class_change *change)
{
	uint16_t n = 0;
	int slot;

	for (slot = 0; slot < map->nslots; slot++) {
		int column = map->column[slot];
		struct span cell;

		if (!history_changes(row->event, column))
			continue;
		cell = scan_cell(batch, row, column);
		if (cell.n)
			change[n++] = (struct class_change){
				(uint32_t)slot, classmap_symbol(map, slot, symbols, cell.s, cell.n),
			};
	}
	return n;
}

void history_read_row(const struct scan_batch *batch, const struct scan_row *row,
		      const struct classmap *map, struct symbols *symbols,
		      struct history_event *e, struct class_change *change)
{
	struct span detail = scan_cell(batch, row, COLUMN_DETAIL);
	struct span due = scan_cell(batch, row, COLUMN_DUE);

	*e = (struct history_event){
		.at = row->at, .key = row->key, .due = INSTANT_NONE, .line = row->line,
		.check = row->check, .event = row->event, .flags = row->flags, .change = change,
	};
	if (row->event == EVENT_VOID)
		e->detail = history_void(detail.s, detail.n);
	else
		e->detail = symbols_add(symbols, COLUMN_DETAIL, detail.s, detail.n);
	if (due.n && instant_parse(due.s, due.n, &e->due, NULL) < 0)
		e->due = INSTANT_NONE;
	if (row->event == EVENT_NOTIFY) {
		struct span owner = scan_cell(batch, row, COLUMN_OWNER);

		e->owner = symbols_add(symbols, COLUMN_OWNER, owner.s, owner.n);
	}
	if (history_has_amount(row->event)) {
		struct span amount = scan_cell(batch, row, COLUMN_AMOUNT);

		e->amount = symbols_add(symbols, COLUMN_AMOUNT, amount.s, amount.n);
	}
	if (history_event_sets_class(row->event) || row->event == EVENT_TASK)
		e->nchanges = read_changes(batch, row, map, symbols, change);
}

/* All of s[0..n) as lower-case hex digits; 0 where one is not. */
static uint64_t read_hex(const char *s, size_t n)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		char c = s[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (uint64_t)(c - 'a' + 10);
		else
			return 0;
	}
	return value;
}

uint32_t history_void(const char *detail, size_t n)
{
	return n < 8 ? 0 : (uint32_t)read_hex(detail, 8);
}

uint64_t history_check(const char *s, size_t n)
{
	return n != 16 ? 0 : read_hex(s, n);
}

/* Rows by what a void row can name of their check, and those that look alike in file order. */
struct by_check {
	uint32_t check;
	size_t index;
};

static int compare_checks(const void *a, const void *b)
{
	const struct by_check *x = a, *y = b;

	if (x->check != y->check)
		return x->check < y->check ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* How many of the sorted rows stand before the given check and index. */
static size_t rows_before(const struct by_check *row, size_t n, uint32_t check, size_t index)
{
	const struct by_check key = { check, index };
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (compare_checks(&row[middle], &key) < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* From the last to the first, so that a void row is judged before what it voids. */
static void mark_void(const struct history *h, char *dead)
{
	struct by_check *row = mem_array(h->n, sizeof(*row));
	size_t i, k;

	for (i = 0; i < h->n; i++)
		row[i] = (struct by_check){ (uint32_t)(h->event[i].check >> 32), i };
	qsort(row, h->n, sizeof(*row), compare_checks);
	for (i = h->n; i-- > 0;) {
		const struct history_event *e = &h->event[i];

		if (e->event != EVENT_VOID || dead[i] || !e->detail)
			continue;
		k = rows_before(row, h->n, e->detail, i);
		while (k > 0 && row[k - 1].check == e->detail && dead[row[k - 1].index])
			k--;
		if (k > 0 && row[k - 1].check == e->detail)
			dead[row[k - 1].index] = 1;
	}
	free(row);
}

static void take_out_void(struct history *h)
{
	size_t i, n = 0;
	char *dead;

	for (i = 0; i < h->n && h->event[i].event != EVENT_VOID; i++)
		;
	if (i == h->n)
		return;
	dead = mem_zalloc(h->n);
	mark_void(h, dead);
	for (i = 0; i < h->n; i++)
		if (!dead[i] && h->event[i].event != EVENT_VOID)
			h->event[n++] = h->event[i];
	h->n = n;
	free(dead);
}

/* a[0..mid) and a[mid..n) are sorted; `spare` has room for the first part. */
static void merge(struct history_event *a, size_t mid, size_t n, struct history_event *spare)
{
	size_t i = 0, k = mid, out = 0;

	if (a[mid - 1].at <= a[mid].at)
		return;
	memcpy(spare, a, mid * sizeof(*a));
	while (i < mid)
		a[out++] = k < n && a[k].at < spare[i].at ? a[k++] : spare[i++];
}

static void merge_sort(struct history_event *a, size_t n, struct history_event *spare)
{
	size_t mid = n / 2;

	if (n < 2)
		return;
	merge_sort(a, mid, spare);
	merge_sort(a + mid, n - mid, spare);
	merge(a, mid, n, spare);
}

instant history_forget_late(struct history *h, instant now)
{
	instant first = INSTANT_MAX;
	size_t i;

	for (i = 0; i < h->n; i++) {
		struct history_event *e = &h->event[i];

		if (e->key <= now)
			continue;
		if (e->key < first)
			first = e->key;
		e->key = 0;
	}
	return first;
}

void history_sort(struct history *h)
{
	struct history_event *spare;
	size_t i;

	take_out_void(h);
	for (i = 1; i < h->n && h->event[i - 1].at <= h->event[i].at; i++)
		;
	if (i >= h->n)
		return;
	spare = mem_array(h->n, sizeof(*spare));
	merge_sort(h->event, h->n, spare);
	free(spare);
}

void history_class(const struct history *h, size_t upto, const struct classmap *map,
		   uint32_t *class)
{
	size_t i;
	int k;

	memset(class, 0, (size_t)map->nslots * sizeof(*class));
	for (i = 0; i < upto && i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		for (k = 0; history_event_sets_class(e->event) && k < e->nchanges; k++)
			class[e->change[k].slot] = e->change[k].symbol;
	}
}

void history_task(const struct history *h, size_t upto, uint32_t task, const struct classmap *map,
		  uint32_t *department, uint32_t *owner)
{
	const struct history_event *e = NULL;
	size_t i = upto < h->n ? upto : h->n;
	int k;

	*department = *owner = 0;
	while (i > 0 && !e) {
		e = &h->event[--i];
		if (e->event != EVENT_TASK || e->detail != task)
			e = NULL;
	}
	for (k = 0; e && k < e->nchanges; k++) {
		if (e->change[k].slot == (uint32_t)map->slot[COLUMN_DEPARTMENT])
			*department = e->change[k].symbol;
		else if (e->change[k].slot == (uint32_t)map->slot[COLUMN_OWNER])
			*owner = e->change[k].symbol;
	}
}
