#include "report/measure_side.h"

#include "report/measure.h"

/* The later period is judged now, the other when it was as old. */
static int check_periods(struct measure *m, struct err *err)
{
	const struct zone *zone = policy_set_now(m->options.set)->zone;
	struct period_pair pair;
	int i;

	if (period_pair(m->options.period, m->options.against.period, zone, m->options.as_of, &pair,
			err) < 0)
		return -1;
	for (i = 0; i < 2; i++)
		m->side[i] = (struct measure_side){ .is_on = 1, .bounds = pair.w[i],
						    .as_of = pair.as_of[i] };
	return 0;
}

int measure_sides_check(struct measure *m, struct err *err)
{
	const struct measure_against *a = &m->options.against;
	int i;

	if (a->period)
		return check_periods(m, err);
	for (i = 0; i < 2; i++)
		if (a->group || a->desk_side == i + 1)
			m->side[i] = (struct measure_side){ .is_on = 1, .bounds = m->bounds,
							    .as_of = m->options.as_of };
	return 0;
}

static void plan_side(struct measure *m, int i)
{
	const struct policy_filter *group = m->options.against.group;
	struct measure_side *s = &m->side[i];
	int column = group ? group->term[0].column : -1;

	tally_plan_init(&s->plan, m->options.set, &m->map, &m->symbols, &column, group != NULL);
	tally_plan_only(&s->plan, m->options.only, group, i);
	tally_plan_period(&s->plan, s->bounds.from, s->bounds.to, s->as_of);
	s->plan.intake.is_on = s->plan.score.is_on = s->plan.correction.is_on = 0;
	if (s->plan.touched_from < m->plan.touched_from)
		m->plan.touched_from = s->plan.touched_from;
}

void measure_sides_plan(struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++)
		if (m->side[i].is_on)
			plan_side(m, i);
}

void measure_sides_begin(struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++)
		if (m->side[i].is_on)
			tally_init(&m->side[i].tally, &m->side[i].plan);
}

void measure_sides_reach(const struct measure *m, instant *from, instant *to)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (!m->side[i].is_on)
			continue;
		if (m->side[i].plan.from < *from)
			*from = m->side[i].plan.from;
		if (m->side[i].plan.to > *to)
			*to = m->side[i].plan.to;
	}
}

void measure_sides_finish(struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (!m->side[i].is_on)
			continue;
		tally_anonymous(&m->side[i].tally);
		tally_finish(&m->side[i].tally);
	}
}

void measure_sides_release(struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (!m->side[i].is_on)
			continue;
		tally_release(&m->side[i].tally);
		tally_plan_release(&m->side[i].plan);
	}
}

/* --- a thread ------------------------------------------------------------------------------------- */

void measure_side_work_init(struct measure_side_work *w, struct measure *m, int is_first)
{
	int i;

	for (i = 0; i < 2; i++) {
		w->tally[i] = NULL;
		if (!m->side[i].is_on)
			continue;
		w->tally[i] = is_first ? &m->side[i].tally : &w->own[i];
		if (!is_first)
			tally_init(&w->own[i], &m->side[i].plan);
	}
}

void measure_side_work_merge(struct measure_side_work *w, struct measure *m)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (w->tally[i] != &w->own[i])
			continue;
		tally_merge(&m->side[i].tally, &w->own[i]);
		tally_release(&w->own[i]);
	}
}

void measure_side_work_case(struct measure_side_work *w, const struct measure *m, const struct history *h,
			    off_t offset, int is_last, int is_again, int counts)
{
	struct history then;
	int i;

	for (i = 0; i < 2; i++) {
		if (!w->tally[i])
			continue;
		/* As the case was at the side's as-of time. */
		then = *h;
		while (then.n && then.event[then.n - 1].at > m->side[i].as_of)
			then.n--;
		tally_returning(w->tally[i], &then, is_last, is_again);
		if (counts && then.n)
			tally_case(w->tally[i], &then, offset);
	}
}
