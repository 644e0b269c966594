/* figures_opinion: what customers said, of all desks; the question is the first desk's. */
#include <math.h>

#include "report/figures.h"
#include "rules/interval.h"

void figures_add_opinion(struct figures *f, const struct measure *m)
{
	opinion_merge(&f->opinion.all, &m->tally.opinion);
}

void figures_finish_opinion(struct figures *f)
{
	struct figure_opinion *x = &f->opinion;
	const struct policy_survey *s = survey_of(f->desk[0].in_force);
	size_t i;

	x->question = opinion_question(s);
	x->lowest = opinion_satisfied(s);
	for (i = 0; i < f->ndesks; i++)
		x->is_asked_for |= f->desk[i].in_force->survey.present;
	x->share = figures_share(x->all.satisfied, x->all.n);
	x->lo = x->hi = NAN;
	if (x->all.n)
		interval_wilson(x->all.satisfied, x->all.n, &x->lo, &x->hi);
}

int figures_has_opinion(const struct figures *f)
{
	const struct opinion_tally *t = &f->opinion.all;

	return f->opinion.is_asked_for || t->asked || t->unreached;
}
