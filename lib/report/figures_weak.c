/* figures_weak: which links of the chain are weak, found from the data; the rule stands in meeting.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"
#include "rules/interval.h"

#define SURE .05

static struct weak_count *count_of(struct figures *f, const char *kind, const char *column, const char *value)
{
	struct figure_meeting *t = &f->meeting;
	size_t row = INTERN_ADD_WORDS(&t->weak_counts, kind, column, value);

	if (row == t->nweak_counts) {
		MEM_GROW(t->weak_count, row + 1, t->alloc_weak_counts);
		t->weak_count[row] = (struct figure_weak_count){
			.kind = figures_keep(f, kind), .column = figures_keep(f, column),
			.value = figures_keep(f, value) };
		t->nweak_counts = row + 1;
	}
	return &t->weak_count[row].count;
}

static void add_dim(struct figures *f, const struct measure *m, const struct weak_kind *k, int d)
{
	const struct weak_dim *dim = &k->dim[d];
	const char *kind = symbols_str(&m->symbols, COLUMN_KIND, k->kind);
	const char *column = policy_set_column_name(m->options.set, weak_dims[d]);
	size_t i;
	int w;

	for (i = 0; i < dim->n; i++) {
		const struct weak_count *from = &dim->value[i];
		struct weak_count *to;

		if (!(from->of[WEAK_LIMITS] || from->of[WEAK_REOPENED] || from->of[WEAK_REPEATED]))
			continue;
		to = count_of(f, kind, column, symbols_str(&m->symbols, weak_dims[d], (uint32_t)i));
		for (w = 0; w < WEAK_COUNT; w++) {
			to->bad[w] += from->bad[w];
			to->of[w] += from->of[w];
		}
	}
}

void figures_add_weak(struct figures *f, const struct measure *m)
{
	const struct weak *from = &m->tally.weak;
	size_t i;
	int d;

	for (i = 0; i < from->n; i++)
		for (d = 0; d < WEAK_DIMS; d++)
			add_dim(f, m, &from->kind[i], d);
	for (i = 0; i < m->tally.nclocks; i++) {
		const struct tally_clock *c = &m->tally.clock[i];
		struct weak_count *to = count_of(f, symbols_str(&m->symbols, COLUMN_KIND, c->kind), "clock",
						 intern_str(&m->options.set->clocks, c->name_id));

		to->bad[WEAK_LIMITS] += c->breached;
		to->of[WEAK_LIMITS] += c->met + c->breached;
	}
}

/* --- comparing -------------------------------------------------------------------------------------- */

/* All of a kind and column; what belongs to no place (department ...) is part of the rest of each. */
struct group {
	const char *kind, *column;
	struct weak_count sum;
};
struct groups {
	struct group *one;
	size_t n, alloc;
};

/* A handful: the kinds times the columns. Words are interned, so that pointers tell them apart. */
static struct weak_count *sum_of(struct groups *g, const struct figure_weak_count *x)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->one[i].kind == x->kind && g->one[i].column == x->column)
			return &g->one[i].sum;
	MEM_GROW(g->one, i + 1, g->alloc);
	g->one[i] = (struct group){ .kind = x->kind, .column = x->column };
	g->n++;
	return &g->one[i].sum;
}

static void add_up(const struct figure_meeting *t, struct groups *g)
{
	size_t i;
	int w;

	for (i = 0; i < t->nweak_counts; i++) {
		struct weak_count *sum = sum_of(g, &t->weak_count[i]);

		for (w = 0; w < WEAK_COUNT; w++) {
			sum->bad[w] += t->weak_count[i].count.bad[w];
			sum->of[w] += t->weak_count[i].count.of[w];
		}
	}
}

static void compare(struct figure_meeting *t, const struct figure_weak_count *x, const struct weak_count *all,
		    enum weak_measure m)
{
	struct figure_weak w = { .measure = m, .kind = x->kind, .column = x->column, .value = x->value,
				 .bad = x->count.bad[m], .of = x->count.of[m] };
	struct share_difference d;

	w.rest_bad = all->bad[m] - w.bad;
	w.rest_of = all->of[m] - w.of;
	if (!*w.value || w.of < WEAK_MIN || w.rest_of < WEAK_MIN)
		return;
	t->compared[m]++;
	w.share = figures_share(w.bad, w.of);
	w.rest_share = figures_share(w.rest_bad, w.rest_of);
	if (w.bad < WEAK_BAD || w.share <= w.rest_share)
		return;
	interval_difference(w.bad, w.of, w.rest_bad, w.rest_of, &d);
	if (d.p >= SURE)
		return;
	w.lo = d.lo;
	w.hi = d.hi;
	w.p = d.p;
	w.excess = (double)w.bad - (double)w.of * w.rest_share;
	MEM_GROW(t->weak, t->nweak + 1, t->alloc_weak);
	t->weak[t->nweak++] = w;
}

static int by_weight(const void *a, const void *b)
{
	const struct figure_weak *x = a, *y = b;
	int c;

	if (x->is_certain != y->is_certain)
		return y->is_certain - x->is_certain;
	if (x->excess < y->excess || x->excess > y->excess)
		return x->excess < y->excess ? 1 : -1;
	if (x->measure != y->measure)
		return (int)x->measure - (int)y->measure;
	c = strcmp(x->kind, y->kind);
	if (!c)
		c = strcmp(x->column, y->column);
	return c ? c : strcmp(x->value, y->value);
}

void figures_finish_weak(struct figures *f)
{
	struct figure_meeting *t = &f->meeting;
	struct groups groups = { NULL, 0, 0 };
	size_t i;
	int m;

	add_up(t, &groups);
	for (i = 0; i < t->nweak_counts; i++)
		for (m = 0; m < WEAK_COUNT; m++)
			compare(t, &t->weak_count[i], sum_of(&groups, &t->weak_count[i]), (enum weak_measure)m);
	free(groups.one);
	for (i = 0; i < t->nweak; i++)
		t->weak[i].is_certain = t->weak[i].p < SURE / (double)t->compared[t->weak[i].measure];
	if (t->nweak)
		qsort(t->weak, t->nweak, sizeof(*t->weak), by_weight);
}
