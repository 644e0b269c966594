/* partial_meeting: the tables of what a meeting speaks about (report/meeting.h). */
#include "report/partial_table.h"

#define SCORE_MOST 100

static int is_sane_followup(const void *row)
{
	return (int)((const struct figure_followup *)row)->state >= 0 &&
	       (int)((const struct figure_followup *)row)->state < FOLLOWUP_STATES;
}

static const struct partial_column followup_columns[] = {
	DESK(figure_followup, desk), WORD(figure_followup, case_id), WORD(figure_followup, owner),
	WORD(figure_followup, department), WORD(figure_followup, duty), WORD(figure_followup, period),
	WORD(figure_followup, text), OTHER(INT, figure_followup, state),
	OTHER(TIME, figure_followup, opened), OTHER(MAY_TIME, figure_followup, due),
	OTHER(MAY_TIME, figure_followup, done), OTHER(NUMBER, figure_followup, late_s),
	OTHER(POLICY, figure_followup, policy), OTHER(ZONE, figure_followup, zone),
};
const struct partial_table partial_actions = TABLE("actions", figure_followup, followup_columns, 0, is_sane_followup);
const struct partial_table partial_duties = TABLE("duties", figure_followup, followup_columns, 0, is_sane_followup);

static int is_sane_hard(const void *row)
{
	return ((const struct figure_hard *)row)->why >> HARD_COUNT == 0;
}

static const struct partial_column hard_columns[] = {
	DESK(figure_hard, desk), WORD(figure_hard, case_id), WORD(figure_hard, kind),
	WORD(figure_hard, category), WORD(figure_hard, severity), WORD(figure_hard, department),
	WORD(figure_hard, owner), WORD(figure_hard, place), WORD(figure_hard, product),
	OTHER(TIME, figure_hard, opened), OTHER(LINE, figure_hard, why),
	OTHER(NUMBER, figure_hard, late_s), OTHER(NUMBER, figure_hard, age_s),
	OTHER(POLICY, figure_hard, policy), OTHER(ZONE, figure_hard, zone),
};
const struct partial_table partial_hard = TABLE("hard", figure_hard, hard_columns, 0, is_sane_hard);

static int is_sane_weak(const void *row)
{
	const struct weak_count *c = &((const struct figure_weak_count *)row)->count;
	int w;

	for (w = 0; w < WEAK_COUNT; w++)
		if (c->bad[w] > c->of[w])
			return 0;
	return 1;
}

static const struct partial_column weak_columns[] = {
	WORD(figure_weak_count, kind), WORD(figure_weak_count, column), WORD(figure_weak_count, value),
	COUNT(figure_weak_count, count),
};
const struct partial_table partial_weak = TABLE("weak", figure_weak_count, weak_columns, 3, is_sane_weak);

static int is_sane_said(const void *row)
{
	const struct figure_said *s = row;

	return s->score >= -1 && s->score <= SCORE_MOST;
}

static const struct partial_column said_columns[] = {
	DESK(figure_said, desk), WORD(figure_said, case_id), WORD(figure_said, kind),
	WORD(figure_said, category), WORD(figure_said, question), WORD(figure_said, text),
	OTHER(TIME, figure_said, at), OTHER(LINE, figure_said, line), OTHER(INT, figure_said, score),
	OTHER(POLICY, figure_said, policy), OTHER(ZONE, figure_said, zone),
};
const struct partial_table partial_said = TABLE("said", figure_said, said_columns, 0, is_sane_said);

static int is_sane_observed(const void *row)
{
	const struct figure_observed *x = row;

	return x->n && x->sum / x->n <= SCORE_MOST;
}

static const struct partial_column observed_columns[] = {
	DESK(figure_observed, desk), WORD(figure_observed, about), WORD(figure_observed, question),
	WORD(figure_observed, scale), COUNT(figure_observed, n), COUNT(figure_observed, sum),
};
const struct partial_table partial_observed = TABLE("observed", figure_observed, observed_columns, 0, is_sane_observed);
