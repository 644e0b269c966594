/* figures_below: what was resolved below the level that handles it, the latest first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

void figures_add_below(struct figures *f, const struct measure *m, const char *desk)
{
	const struct below_list *from = &m->tally.below;
	const struct policy *p = policy_set_now(m->options.set);
	size_t i;

	MEM_GROW(f->below, f->nbelow + from->n, f->alloc_below);
	for (i = 0; i < from->n; i++) {
		const struct below_item *x = &from->item[i];

		f->below[f->nbelow++] = (struct figure_below){
			.desk = desk, .case_id = figures_case(f, m, x->id), .handler = x->handler,
			.kind = figures_word(f, m, COLUMN_KIND, x->kind),
			.severity = figures_word(f, m, COLUMN_SEVERITY, x->severity),
			.owner = figures_word(f, m, COLUMN_OWNER, x->owner),
			.policy = p, .zone = m->plan.zone, .resolved = x->resolved, .line = x->line };
	}
}

static int the_latest_first(const void *a, const void *b)
{
	const struct figure_below *x = a, *y = b;
	int c;

	if (x->resolved != y->resolved)
		return x->resolved < y->resolved ? 1 : -1;
	c = strcmp(x->desk, y->desk);
	if (!c)
		c = strcmp(x->case_id, y->case_id);
	return c ? c : figures_compare(x->line, y->line);
}

void figures_finish_below(struct figures *f)
{
	if (f->nbelow)
		qsort(f->below, f->nbelow, sizeof(*f->below), the_latest_first);
}
