/* figures_opinion: what customers said, of all desks; the question is the first desk's. */
#include <math.h>

#include "report/figures.h"
#include "rules/interval.h"

void figures_add_opinion(struct figures *f, const struct measure *m)
{
	const struct policy *p = policy_set_now(m->options.set);
	const struct policy_survey *s = survey_of(p);

	if (f->ndesks == 1) {
		f->opinion.question = opinion_question(s);
		f->opinion.lowest = opinion_satisfied(s);
		f->opinion.is_asked_for = p->survey.present;
	}
	opinion_merge(&f->opinion.all, &m->tally.opinion);
}

void figures_finish_opinion(struct figures *f)
{
	struct figure_opinion *x = &f->opinion;

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
