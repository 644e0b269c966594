/* figures_order: the desks in the order of their names, and what follows from which is the first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

struct numbered {
	const struct figure_desk *desk;
	size_t number;
};

static int by_name(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	int c = strcmp(x->desk->name, y->desk->name);

	if (!c)
		c = strcmp(x->desk->log, y->desk->log);
	return c ? c : (x->number > y->number) - (x->number < y->number);
}

/* The rows that were logged later stand in the order of their desks, too. */
static void move_later(struct figures *f)
{
	struct figure_later *later = mem_array(f->nlater + 1, sizeof(*later));
	size_t i, at = 0;

	for (i = 0; i < f->ndesks; i++) {
		struct figure_desk *d = &f->desk[i];

		if (d->nlater)
			memcpy(later + at, f->later + d->first_later, d->nlater * sizeof(*later));
		d->first_later = at;
		at += d->nlater;
	}
	free(f->later);
	f->later = later;
	f->alloc_later = f->nlater + 1;
}

/* By name, wherever they came from. */
static void order_desks(struct figures *f)
{
	struct numbered *order = mem_array(f->ndesks + 1, sizeof(*order));
	struct figure_desk *desk = mem_array(f->ndesks + 1, sizeof(*desk));
	uint32_t *now_at = mem_array(f->ndesks + 1, sizeof(*now_at));
	size_t i;

	for (i = 0; i < f->ndesks; i++)
		order[i] = (struct numbered){ &f->desk[i], i };
	if (f->ndesks > 1)
		qsort(order, f->ndesks, sizeof(*order), by_name);
	for (i = 0; i < f->ndesks; i++) {
		desk[i] = *order[i].desk;
		now_at[order[i].number] = (uint32_t)i;
	}
	free(f->desk);
	f->desk = desk;
	f->alloc_desks = f->ndesks + 1;
	for (i = 0; i < f->series.nitems; i++)
		f->series.item[i].desk = now_at[f->series.item[i].desk];
	move_later(f);
	free(order);
	free(now_at);
}

/* What is asked about is the first desk's; since ever is since the first case of any. */
static void finish_period(struct figures *f)
{
	const struct figure_span *first = &f->desk[0].span;
	size_t i;

	f->from = first->from;
	f->to = first->to;
	f->so_far = first->so_far;
	f->before_from = f->before_to = f->from;
	f->zone = f->desk[0].zone;
	for (i = 0; i < f->ndesks; i++) {
		const struct figure_desk *d = &f->desk[i];

		if (d->span.since_ever && d->span.from < f->from)
			f->from = d->span.from;
		if (f->before_from == f->before_to && d->span.before_from != d->span.before_to) {
			f->before_from = d->span.before_from;
			f->before_to = d->span.before_to;
		}
		if (d->in_force->warnings.present)
			series_period(&f->series, d->span.from, d->span.end, d->zone,
				      d->span.so_far, d->span.known_day);
	}
}

const struct policy *figures_watch(const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ndesks; i++)
		if (f->desk[i].in_force->warnings.present)
			return f->desk[i].in_force;
	return f->desk[0].in_force;
}

int figures_column(const struct policy *p, const char *name)
{
	int column = column_find(name, strlen(name));
	size_t i;

	for (i = 0; column < 0 && i < p->nfields; i++)
		if (!strcmp(p->field[i].name, name))
			column = p->field[i].column;
	return column;
}

/* The usual breakdowns, then those asked for. */
static size_t rank_of_dim(const struct figures *f, const char *name)
{
	size_t i, k;

	for (i = 0; i < MEASURE_DIMS_USUAL; i++)
		if (!strcmp(column_name(measure_dims[i]), name))
			return i;
	for (k = 0; k < f->nby && strcmp(f->by[k], name) != 0; k++)
		;
	return i + k;
}

/* Clocks in the order of the first desk, then those that only others have. */
static void rank_clocks(struct figures *f)
{
	struct intern names = INTERN_INIT;
	size_t i, k;

	for (i = 0; i < f->ndesks; i++)
		for (k = 0; k < f->desk[i].nclocks; k++)
			intern_add(&names, f->desk[i].clock[k], strlen(f->desk[i].clock[k]));
	for (i = 0; i < f->nclocks; i++)
		f->clock[i].rank = intern_add(&names, f->clock[i].clock, strlen(f->clock[i].clock));
	intern_release(&names);
}

void figures_finish_order(struct figures *f)
{
	size_t i;

	order_desks(f);
	finish_period(f);
	rank_clocks(f);
	for (i = 0; i < f->ndims; i++)
		f->dim[i].rank = rank_of_dim(f, f->dim[i].name);
}
