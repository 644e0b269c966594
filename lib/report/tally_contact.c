/* tally_contact: customers who come back, and customers who are called back (C7, C13, F5.3). */
#include "report/tally_internal.h"

/* --- repeat contact ------------------------------------------------------------------------------- */

/* Which targets on repeat contact the case counts for; more than 64 targets no policy has. */
static uint64_t targets_of(const struct tally *t)
{
	const struct policy *now = policy_set_now(t->plan->set);
	uint64_t targets = 0;
	size_t i;

	for (i = 0; i < now->ntargets && i < 64; i++)
		if (t->plan->target[i].goal == RATE_REPEAT &&
		    filter_matches(t->plan->target[i].filter, t->class))
			targets |= 1ULL << i;
	return targets;
}

void tally_returning(struct tally *t, const struct history *h, int is_last, int is_again)
{
	struct returning_case c = { .h = h, .class = t->class, .is_last = is_last,
				    .is_again = is_again };

	if (!returning_wants(&t->plan->returning, h, is_last, is_again))
		return;
	tally_class(t, h);
	c.kind = t->class[t->plan->slot_kind];
	c.counts = !tally_is_out(t->plan, c.kind) && tally_state(h) != CASE_CANCELLED;
	c.category = t->class[t->plan->map->slot[COLUMN_CATEGORY]];
	c.targets = c.counts ? targets_of(t) : 0;
	c.is_outside = !tally_is_wanted(t->plan, t->class);
	returning_add(&t->returning, &c);
}

static void count_repeat(void *ctx, const struct returning_received *c, int has_earlier)
{
	struct tally *t = ctx;
	struct tally_kind *k = tally_kind_of(t, c->kind);
	size_t i;

	if (!c->key) {
		k->anonymous++;
		return;
	}
	k->rate[RATE_REPEAT].n += (uint64_t)has_earlier;
	k->rate[RATE_REPEAT].of++;
	if (t->plan->is_whole)
		weak_add_category(&t->weak, WEAK_REPEATED, c->kind, c->category, (uint64_t)has_earlier, 1);
	for (i = 0; i < policy_set_now(t->plan->set)->ntargets && i < 64; i++)
		if (c->targets >> i & 1) {
			t->target[i].n += (uint64_t)has_earlier;
			t->target[i].of++;
		}
}

void tally_finish(struct tally *t)
{
	returning_count(&t->returning, count_repeat, t);
}

/* --- call-backs ----------------------------------------------------------------------------------- */

/*
 * Of the clocks that end with `callback` the newest instance of each says whether the customer was called. Done
 * early it counts once the time is over, like those not called: else who is quick would look better than he is.
 */
void tally_callback(struct tally *t, const struct facts *f, struct tally_kind *k)
{
	int is_over = 0, is_met = 1;
	size_t i;

	if (t->plan->callback < EVENT_OWN || !f->is_received || !f->is_concluded)
		return;
	for (i = 0; i < t->instances.n; i++) {
		const struct clock_instance *x = &t->instances.instance[i];

		if (!event_set_has(&x->rule->until, t->plan->callback) ||
		    (i + 1 < t->instances.n && x[1].rule->name_id == x->rule->name_id) ||
		    x->due == INSTANT_NONE || x->due > t->plan->as_of ||
		    (x->verdict != VERDICT_MET && x->verdict != VERDICT_BREACHED))
			continue;
		is_over = 1;
		is_met = is_met && x->verdict == VERDICT_MET;
	}
	if (!is_over)
		return;
	k->rate[RATE_CALLBACK].n += (uint64_t)is_met;
	k->rate[RATE_CALLBACK].of++;
	tally_goal(t, RATE_CALLBACK, t->class, (uint64_t)is_met, 1);
}
