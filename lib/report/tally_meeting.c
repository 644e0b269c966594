/* tally_meeting: what an evaluation meeting asks of a case beside its figures (Y6b, C8, C12, C23, D1). */
#include "report/tally_internal.h"

void tally_followup(struct tally *t, const struct history *h, off_t offset, int is_duty)
{
	const struct tally_plan *plan = t->plan;
	const struct followup_where where = { .map = plan->map, .from = plan->from, .to = plan->to,
					      .is_duty = is_duty, .offset = offset };

	clock_run(plan->clocks, h, plan->as_of, &t->instances);
	followup_case(&t->followup, h, t->class, &t->instances, &where);
}

/* After its clocks ran. */
void tally_hard(struct tally *t, const struct history *h, const struct facts *f, const struct policy *p)
{
	const struct tally_plan *plan = t->plan;
	const struct hard_where where = { .policy = p, .map = plan->map, .symbols = plan->symbols,
					  .class = t->class, .as_of = plan->as_of, .reopened = f->reopened > 0,
					  .is_escalated = f->is_escalated };

	if (case_state_is_open(f->now))
		hard_case(&t->hard, h, &t->instances, &where);
}

void tally_weak(struct tally *t, const uint32_t *class, enum weak_measure m, uint64_t bad, uint64_t of)
{
	if (t->plan->is_whole)
		weak_add(&t->weak, m, class[t->plan->slot_kind], class, t->plan->map, bad, of);
}

void tally_said(struct tally *t, const struct opinion *x, size_t n, const struct policy_survey *s, off_t offset)
{
	const struct tally_plan *plan = t->plan;
	const struct said_where where = { .survey = s, .from = plan->from, .to = plan->to, .offset = offset,
					  .kind = t->class[plan->slot_kind],
					  .category = t->class[plan->map->slot[COLUMN_CATEGORY]] };

	said_case(&t->said, x, n, &where);
}
