/* figures_money: compensation by type, and its sums by unit, cause and supplier. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"
#include "rules/quantile.h"

static const double half = .5;

void figures_release_compensation(struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ncompensations; i++)
		free(f->compensation[i].amount);
	free(f->compensation);
	for (i = 0; i < SUMS_COUNT; i++)
		free(f->sum[i]);
}

static struct figure_compensation *type_of(struct figures *f, const char *name,
					   const struct policy *p)
{
	const struct policy_compensation *type = policy_compensation(p, name);
	const char *unit = type ? type->unit : "";
	size_t i;

	/* Desks may count the same type in other units: these are never added up. */
	for (i = 0; i < f->ncompensations; i++)
		if (!strcmp(f->compensation[i].type, name) && !strcmp(f->compensation[i].unit, unit))
			return &f->compensation[i];
	MEM_GROW(f->compensation, i + 1, f->alloc_compensations);
	f->compensation[i] = (struct figure_compensation){
		.type = figures_keep(f, name), .unit = figures_keep(f, unit),
		.approve = type && type->approve ? figures_keep(f, type->approve) : NULL };
	f->ncompensations++;
	return &f->compensation[i];
}

static void add_sum(struct figures *f, enum figure_sums by, const char *name, const char *unit,
		    const struct compensation_item *x)
{
	struct figure_sum *sum;
	size_t i;

	for (i = 0; i < f->nsums[by]; i++)
		if (!strcmp(f->sum[by][i].name, name) && !strcmp(f->sum[by][i].unit, unit))
			break;
	if (i == f->nsums[by]) {
		MEM_GROW(f->sum[by], i + 1, f->alloc_sums[by]);
		f->sum[by][f->nsums[by]++] =
			(struct figure_sum){ .name = figures_keep(f, name), .unit = unit };
	}
	sum = &f->sum[by][i];
	sum->n += x->n;
	sum->is_too_large |= x->is_too_large || amount_sum(&sum->promised, x->promised) < 0;
}

static double as_real(struct amount a)
{
	return (double)a.value / pow(10, a.scale);
}

static void add_item(struct figures *f, const struct measure *m, const struct compensation_item *x)
{
	const struct policy *p = policy_set_now(m->options.set);
	struct figure_compensation *c =
		type_of(f, symbols_str(&m->symbols, COLUMN_DETAIL, x->type), p);

	c->n += x->n;
	c->cases += x->cases;
	c->to_approve += x->to_approve;
	c->approved += x->approved;
	c->approved_late += x->approved_late;
	c->pending += x->pending;
	c->overdue += x->overdue;
	c->is_too_large |= x->is_too_large || amount_sum(&c->promised, x->promised) < 0 ||
			   amount_sum(&c->approved_sum, x->approved_sum) < 0;
	add_sum(f, SUMS_UNIT, c->unit, c->unit, x);
	add_sum(f, SUMS_CAUSE, symbols_str(&m->symbols, COLUMN_DETAIL, x->cause), c->unit, x);
	if (m->plan.slot_supplier >= 0)
		add_sum(f, SUMS_SUPPLIER,
			symbols_str(&m->symbols, m->map.column[m->plan.slot_supplier], x->supplier),
			c->unit, x);
}

void figures_add_compensation(struct figures *f, const struct measure *m)
{
	const struct compensation *from = &m->tally.compensation;
	const struct policy *p = policy_set_now(m->options.set);
	size_t i;

	for (i = 0; i < from->n; i++)
		add_item(f, m, &from->item[i]);
	for (i = 0; i < from->namounts; i++) {
		struct figure_compensation *c =
			type_of(f, symbols_str(&m->symbols, COLUMN_DETAIL, from->amount[i].type), p);

		MEM_GROW(c->amount, c->namounts + 1, c->alloc_amounts);
		c->amount[c->namounts++] = as_real(from->amount[i].amount);
	}
}

/* --- when all are there --------------------------------------------------------------------------- */

static int by_type(const void *a, const void *b)
{
	const struct figure_compensation *x = a, *y = b;
	int c = strcmp(x->type, y->type);

	return c ? c : strcmp(x->unit, y->unit);
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The largest first within a unit. */
static int by_sum(const void *a, const void *b)
{
	const struct figure_sum *x = a, *y = b;
	double sx = as_real(x->promised), sy = as_real(y->promised);
	int c = strcmp(x->unit, y->unit);

	if (c)
		return c;
	return sx != sy ? (sx < sy) - (sx > sy) : strcmp(x->name, y->name);
}

void figures_finish_compensation(struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ncompensations; i++) {
		struct figure_compensation *c = &f->compensation[i];

		if (c->namounts)
			qsort(c->amount, c->namounts, sizeof(*c->amount), by_number);
		c->median = quantile(c->amount, c->namounts, half, QUANTILE_TYPE);
		c->per_case = c->cases && !c->is_too_large ?
			      as_real(c->promised) / (double)c->cases : NAN;
	}
	if (f->ncompensations)
		qsort(f->compensation, f->ncompensations, sizeof(*f->compensation), by_type);
	for (i = 0; i < SUMS_COUNT; i++)
		if (f->nsums[i])
			qsort(f->sum[i], f->nsums[i], sizeof(*f->sum[i]), by_sum);
}
