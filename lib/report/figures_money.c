/* figures_money: compensation by type, and its sums by unit, cause and supplier. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

#define MEAN_DIGITS 2 /* more than the amounts have */

void figures_release_compensation(struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ncompensations; i++)
		free(f->compensation[i].amount);
	free(f->compensation);
	intern_release(&f->compensations);
	for (i = 0; i < SUMS_COUNT; i++) {
		free(f->sum[i]);
		intern_release(&f->sums[i]);
	}
}

/* By name and unit, here and below: desks may count the same in other units, which are never added up. */
static struct figure_compensation *type_of(struct figures *f, const char *name,
					   const struct policy *p)
{
	const struct policy_compensation *type = policy_compensation(p, name);
	const char *unit = type ? type->unit : "";
	size_t i = INTERN_ADD_WORDS(&f->compensations, name, unit);

	if (i == f->ncompensations) {
		MEM_GROW(f->compensation, i + 1, f->alloc_compensations);
		f->compensation[f->ncompensations++] = (struct figure_compensation){
			.type = figures_keep(f, name), .unit = figures_keep(f, unit) };
	}
	return &f->compensation[i];
}

static void add_sum(struct figures *f, enum figure_sums by, const char *name, const char *unit,
		    const struct compensation_item *x)
{
	size_t i = INTERN_ADD_WORDS(&f->sums[by], name, unit);
	struct figure_sum *sum;

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
		c->amount[c->namounts++] = (struct figure_amount){ from->amount[i].amount, 1 };
	}
}

/* --- when all are there --------------------------------------------------------------------------- */

static int by_type(const void *a, const void *b)
{
	const struct figure_compensation *x = a, *y = b;
	int c = strcmp(x->type, y->type);

	return c ? c : strcmp(x->unit, y->unit);
}

/* Equal ones by how they are written, so that it does not matter in which order they came. */
static int by_number(const void *a, const void *b)
{
	const struct figure_amount *m = a, *n = b;
	double x = as_real(m->amount), y = as_real(n->amount);

	return x != y ? (x > y) - (x < y) : m->amount.scale - n->amount.scale;
}

/* Number `i` of the sorted amounts. */
static struct amount amount_at(const struct figure_compensation *c, uint64_t i)
{
	size_t k;

	for (k = 0; k + 1 < c->namounts && i >= c->amount[k].n; k++)
		i -= c->amount[k].n;
	return c->amount[k].amount;
}

/* Of an even number the mean of the two in the middle, with the digits of the sum and one more where it needs it. */
static void find_median(struct figure_compensation *c)
{
	struct amount sum = { 0, c->is_too_large ? 0 : c->promised.scale };
	uint64_t n = 0;
	size_t i;

	if (!c->namounts)
		return;
	qsort(c->amount, c->namounts, sizeof(*c->amount), by_number);
	for (i = 0; i < c->namounts; i++)
		n += c->amount[i].n;
	if (amount_sum(&sum, amount_at(c, (n - 1) / 2)) < 0 || amount_sum(&sum, amount_at(c, n / 2)) < 0)
		return;
	c->median = amount_mean(sum, 2, 1);
	c->has_median = 1;
}

static void find_per_case(struct figure_compensation *c)
{
	c->has_per_case = c->cases && !c->is_too_large;
	if (c->has_per_case)
		c->per_case = amount_mean(c->promised, c->cases, MEAN_DIGITS);
}

/* The largest first within a unit; what is too large has no sum. */
static int by_sum(const void *a, const void *b)
{
	const struct figure_sum *x = a, *y = b;
	double sx = as_real(x->promised), sy = as_real(y->promised);
	int c = strcmp(x->unit, y->unit);

	if (c)
		return c;
	if (x->is_too_large || y->is_too_large)
		return x->is_too_large && y->is_too_large ? strcmp(x->name, y->name) :
							    y->is_too_large - x->is_too_large;
	return sx != sy ? (sx < sy) - (sx > sy) : strcmp(x->name, y->name);
}

/* Who has to approve it: what the first desk says that knows the type in this unit. */
static const char *approver(const struct figures *f, const struct figure_compensation *c)
{
	size_t i;

	for (i = 0; i < f->ndesks; i++) {
		const struct policy_compensation *type =
			policy_compensation(f->desk[i].in_force, c->type);

		if (type && !strcmp(type->unit, c->unit) && type->approve)
			return type->approve;
	}
	return NULL;
}

void figures_finish_compensation(struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ncompensations; i++) {
		struct figure_compensation *c = &f->compensation[i];

		c->approve = approver(f, c);
		find_median(c);
		find_per_case(c);
	}
	if (f->ncompensations)
		qsort(f->compensation, f->ncompensations, sizeof(*f->compensation), by_type);
	for (i = 0; i < SUMS_COUNT; i++)
		if (f->nsums[i])
			qsort(f->sum[i], f->nsums[i], sizeof(*f->sum[i]), by_sum);
}
