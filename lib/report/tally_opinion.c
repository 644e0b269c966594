/* tally_opinion: what customers said, in the targets, the breakdowns and the score cards. */
#include <string.h>

#include "report/tally_internal.h"

/* Owner and department are those who resolved it, the rest is as it is now. */
static uint32_t credited(const struct tally *t, int column, const uint32_t who[SCORE_HOLDERS])
{
	switch (column) {
	case COLUMN_OWNER:
		return who[SCORE_OWNER];
	case COLUMN_DEPARTMENT:
		return who[SCORE_DEPARTMENT];
	default:
		return t->class[t->plan->map->slot[column]];
	}
}

/* The case was rated at an instant. */
static void count_answer(struct tally *t, const struct history *h, instant at, int is_satisfied)
{
	const struct tally_plan *plan = t->plan;
	uint32_t who[SCORE_HOLDERS];
	int d;

	if (!plan->score.is_on)
		return;
	scorecard_who(&plan->score, h, at, who);
	for (d = 0; d < plan->ndims; d++) {
		struct tally_value *v = tally_value_of(t, d, credited(t, plan->dim[d], who));

		v->answers++;
		v->satisfied += (uint64_t)is_satisfied;
	}
	scorecard_answer(&t->score, who, t->class[plan->slot_kind], is_satisfied);
}

static void count_opinion_target(struct tally *t, size_t i, const struct opinion_tally *one)
{
	int goal = t->plan->target[i].goal;

	if (goal == GOAL_CSAT)
		tally_target(t, i, t->class, one->satisfied, one->n);
	else if (goal == GOAL_CES)
		tally_target(t, i, t->class, one->easy, one->ces_n);
	else if (goal == GOAL_NPS &&
		 tally_target(t, i, t->class, one->nps_n + one->promoters - one->detractors, 2 * one->nps_n))
		t->target[i].sides += one->promoters + one->detractors;
	else if (goal == GOAL_RESPONSE)
		tally_target(t, i, t->class, one->answered, one->asked);
}

void tally_opinion(struct tally *t, const struct history *h, const struct policy *p,
		   int is_cancelled, off_t offset)
{
	const struct tally_plan *plan = t->plan;
	struct opinion_tally one = { 0 };
	struct opinion *x;
	size_t n, i;

	x = plan->opinions ? opinions_find(plan->opinions, h->id, &n) : NULL;
	if (!x)
		return;
	opinion_count(&one, x, n, survey_of(p), plan->from, plan->to);
	if (is_cancelled)
		one = (struct opinion_tally){ .cancelled = one.asked || one.unreached };
	else if (plan->is_whole)
		tally_said(t, x, n, survey_of(p), offset);
	opinion_merge(&t->opinion, &one);
	if (one.n)
		count_answer(t, h, opinion_csat(x, n, survey_of(p), plan->from, plan->to)->at, (int)one.satisfied);
	for (i = 0; i < policy_set_now(plan->set)->ntargets; i++)
		count_opinion_target(t, i, &one);
}

void tally_anonymous(struct tally *t)
{
	const struct tally_plan *plan = t->plan;
	const struct policy *now = policy_set_now(plan->set);
	struct opinion_tally own = { 0 };
	size_t i, n;

	if (!plan->opinions || plan->only || plan->group)
		return;
	opinion_count_anonymous(&own, plan->opinions, survey_of(now), plan->from, plan->to);
	opinion_merge(&t->opinion, &own);
	memset(t->class, 0, (size_t)plan->map->nslots * sizeof(*t->class));
	if (plan->is_whole && plan->opinions->n && !plan->opinions->item[0].id) {
		const struct opinion *x = opinions_find(plan->opinions, 0, &n);

		tally_said(t, x, n, survey_of(now), 0);
	}
	for (i = 0; i < now->ntargets; i++)
		if (!now->target[i].filter.n)
			count_opinion_target(t, i, &own);
}
