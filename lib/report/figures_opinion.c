/* figures_opinion: what customers said, of all desks; the questions are the first desk's. */
#include <math.h>

#include "report/figures.h"
#include "rules/interval.h"

void figures_add_opinion(struct figures *f, const struct measure *m)
{
	opinion_merge(&f->opinion.all, &m->tally.opinion);
}

static void bound(uint64_t n, uint64_t of, double *share, double *lo, double *hi)
{
	*share = figures_share(n, of);
	*lo = *hi = NAN;
	if (of)
		interval_wilson(n, of, lo, hi);
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
	bound(x->all.satisfied, x->all.n, &x->share, &x->lo, &x->hi);
	x->nps_question = opinion_question_nps(s);
	x->ces_question = opinion_question_ces(s);
	x->nps = opinion_nps(x->all.promoters, x->all.detractors, x->all.nps_n);
	opinion_nps_interval(x->all.promoters, x->all.detractors, x->all.nps_n, &x->nps_lo, &x->nps_hi);
	bound(x->all.easy, x->all.ces_n, &x->easy, &x->easy_lo, &x->easy_hi);
}

int figures_has_opinion(const struct figures *f)
{
	const struct opinion_tally *t = &f->opinion.all;

	return f->opinion.is_asked_for || t->asked || t->unreached;
}

int figures_has_nps(const struct figures *f)
{
	return f->opinion.nps_question || f->opinion.all.nps_n;
}

int figures_has_ces(const struct figures *f)
{
	return f->opinion.ces_question || f->opinion.all.ces_n;
}
