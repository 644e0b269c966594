#include "report/weak.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const int weak_dims[WEAK_DIMS] = { COLUMN_CATEGORY, COLUMN_DEPARTMENT, COLUMN_PLACE, COLUMN_CHANNEL };

const char *weak_name(enum weak_measure m)
{
	static const char *const names[WEAK_COUNT] = { "limits-missed", "reopened", "repeated" };

	return names[m];
}

void weak_release(struct weak *w)
{
	size_t i;
	int d;

	for (i = 0; i < w->n; i++)
		for (d = 0; d < WEAK_DIMS; d++)
			free(w->kind[i].dim[d].value);
	free(w->kind);
	*w = (struct weak)WEAK_INIT;
}

static struct weak_kind *kind_of(struct weak *w, uint32_t kind)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->kind[i].kind == kind)
			return &w->kind[i];
	MEM_GROW(w->kind, i + 1, w->alloc);
	w->kind[i] = (struct weak_kind){ .kind = kind };
	w->n++;
	return &w->kind[i];
}

static struct weak_count *count_of(struct weak_dim *d, uint32_t symbol)
{
	if (symbol >= d->n) {
		MEM_GROW(d->value, (size_t)symbol + 1, d->alloc);
		memset(d->value + d->n, 0, (symbol + 1 - d->n) * sizeof(*d->value));
		d->n = (size_t)symbol + 1;
	}
	return &d->value[symbol];
}

static void add(struct weak_kind *k, int dim, uint32_t symbol, enum weak_measure m, uint64_t bad, uint64_t of)
{
	struct weak_count *c = count_of(&k->dim[dim], symbol);

	c->bad[m] += bad;
	c->of[m] += of;
}

void weak_add(struct weak *w, enum weak_measure m, uint32_t kind, const uint32_t *class,
	      const struct classmap *map, uint64_t bad, uint64_t of)
{
	struct weak_kind *k;
	int d;

	if (!of)
		return;
	k = kind_of(w, kind);
	for (d = 0; d < WEAK_DIMS; d++)
		if (map->slot[weak_dims[d]] >= 0)
			add(k, d, class[map->slot[weak_dims[d]]], m, bad, of);
}

void weak_add_category(struct weak *w, enum weak_measure m, uint32_t kind, uint32_t category, uint64_t bad,
		       uint64_t of)
{
	add(kind_of(w, kind), 0, category, m, bad, of);
}

static void merge_dim(struct weak_dim *to, const struct weak_dim *from)
{
	size_t i;
	int m;

	for (i = 0; i < from->n; i++) {
		struct weak_count *c = count_of(to, (uint32_t)i);

		for (m = 0; m < WEAK_COUNT; m++) {
			c->bad[m] += from->value[i].bad[m];
			c->of[m] += from->value[i].of[m];
		}
	}
}

void weak_merge(struct weak *w, const struct weak *from)
{
	size_t i;
	int d;

	for (i = 0; i < from->n; i++) {
		struct weak_kind *k = kind_of(w, from->kind[i].kind);

		for (d = 0; d < WEAK_DIMS; d++)
			merge_dim(&k->dim[d], &from->kind[i].dim[d]);
	}
}
