/* tally_score: the customer's rating of a case, where the breakdowns and the score cards want it. */
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

void tally_answer(struct tally *t, const struct history *h, instant at, int is_satisfied)
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
