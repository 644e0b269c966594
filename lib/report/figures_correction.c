/* figures_correction: answers found wrong later, and who gave them, of all desks (M4.2). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"
#include "rules/interval.h"

static struct figure_wrong *wrong_of(struct figures *f, const char *by, const char *kind)
{
	size_t row = INTERN_ADD_WORDS(&f->wrongs, by, kind);

	if (row == f->nwrong) {
		MEM_GROW(f->wrong, row + 1, f->alloc_wrong);
		f->wrong[row] = (struct figure_wrong){ .by = figures_keep(f, by), .kind = figures_keep(f, kind) };
		f->nwrong = row + 1;
	}
	return &f->wrong[row];
}

static void add_item(struct figures *f, const struct measure *m, const char *desk, const struct correction_item *x)
{
	MEM_GROW(f->corrected, f->ncorrected + 1, f->alloc_corrected);
	f->corrected[f->ncorrected++] = (struct figure_corrected){
		.desk = desk, .case_id = figures_case(f, m, x->id),
		.by = figures_word(f, m, COLUMN_BY, x->by),
		.kind = figures_word(f, m, COLUMN_KIND, x->kind),
		.policy = policy_set_now(m->options.set), .zone = m->plan.zone,
		.at = x->at, .answered = x->answered, .line = x->line };
}

void figures_add_corrections(struct figures *f, const struct measure *m, const char *desk)
{
	const struct correction *c = &m->tally.correction;
	size_t i;

	f->watches_answers |= m->plan.correction.is_on;
	for (i = 0; i < c->ncounts; i++) {
		const struct correction_count *x = &c->count[i];
		struct figure_wrong *to;

		if (!(x->answers || x->wrong || x->found))
			continue;
		to = wrong_of(f, symbols_str(&m->symbols, COLUMN_BY, x->by),
			      symbols_str(&m->symbols, COLUMN_KIND, x->kind));
		to->answers += x->answers;
		to->wrong += x->wrong;
		to->found += x->found;
	}
	for (i = 0; i < c->nitems; i++)
		add_item(f, m, desk, &c->item[i]);
}

/* Those of whom answers were found wrong come first. */
static int by_wrong(const void *a, const void *b)
{
	const struct figure_wrong *x = a, *y = b;
	int c = figures_compare(y->wrong, x->wrong);

	if (!c)
		c = figures_compare(y->found, x->found);
	if (!c)
		c = strcmp(x->by, y->by);
	if (!c)
		c = figures_compare(x->kind_rank, y->kind_rank);
	return c ? c : strcmp(x->kind, y->kind);
}

static int the_latest_first(const void *a, const void *b)
{
	const struct figure_corrected *x = a, *y = b;
	int c;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	c = strcmp(x->desk, y->desk);
	if (!c)
		c = strcmp(x->case_id, y->case_id);
	return c ? c : figures_compare(x->line, y->line);
}

static void bound(struct figure_wrong *w)
{
	w->lo = w->hi = NAN;
	if (w->answers)
		interval_wilson(w->wrong, w->answers, &w->lo, &w->hi);
}

void figures_finish_corrections(struct figures *f)
{
	size_t i;

	f->wrong_all = (struct figure_wrong){ .by = "", .kind = "" };
	for (i = 0; i < f->nwrong; i++) {
		struct figure_wrong *w = &f->wrong[i];

		w->kind_rank = figures_kind_rank(f->desk[0].in_force, w->kind);
		bound(w);
		f->wrong_all.answers += w->answers;
		f->wrong_all.wrong += w->wrong;
		f->wrong_all.found += w->found;
	}
	bound(&f->wrong_all);
	if (f->nwrong)
		qsort(f->wrong, f->nwrong, sizeof(*f->wrong), by_wrong);
	if (f->ncorrected)
		qsort(f->corrected, f->ncorrected, sizeof(*f->corrected), the_latest_first);
}

void figures_release_corrections(struct figures *f)
{
	free(f->wrong);
	free(f->corrected);
}
