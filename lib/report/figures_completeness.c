/* figures_completeness: which required columns are missing, the most frequent first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

static struct figure_missing *missing_of(struct figures *f, const char *event, const char *column)
{
	size_t i = INTERN_ADD_WORDS(&f->missings, event, column);

	if (i == f->nmissing) {
		MEM_GROW(f->missing, i + 1, f->alloc_missing);
		f->missing[f->nmissing++] =
			(struct figure_missing){ figures_keep(f, event), figures_keep(f, column), 0, 0 };
	}
	return &f->missing[i];
}

void figures_add_completeness(struct figures *f, const struct measure *m)
{
	const struct completeness *c = &m->tally.completeness;
	size_t i;
	int event, column;

	for (i = 0; completeness_pair(&m->plan.completeness, i, &event, &column); i++) {
		struct figure_missing *to;

		if (!c->of[i])
			continue;
		to = missing_of(f, policy_set_event_name(m->options.set, event),
				policy_set_column_name(m->options.set, column));
		to->n += c->missing[i];
		to->of += c->of[i];
	}
}

static int the_most_first(const void *a, const void *b)
{
	const struct figure_missing *x = a, *y = b;
	int c;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	if (x->of != y->of)
		return x->of < y->of ? 1 : -1;
	c = strcmp(x->event, y->event);
	return c ? c : strcmp(x->column, y->column);
}

void figures_finish_completeness(struct figures *f)
{
	if (f->nmissing)
		qsort(f->missing, f->nmissing, sizeof(*f->missing), the_most_first);
}
