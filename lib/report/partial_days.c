/* partial_days: the tables of what happened day by day, of score cards and of who missed which limit. */
#include "base/i18n.h"
#include "report/partial_table.h"

static const struct partial_column day_columns[] = {
	DATE(figure_day, date), COUNT(figure_day, n), LATER(figure_day, day), LATER(figure_day, open),
};
const struct partial_table partial_day = TABLE("days", figure_day, day_columns, 1, NULL);

static int is_sane_target_day(const void *row)
{
	const struct figure_target_day *d = row;

	return d->n <= d->of;
}

static const struct partial_column target_day_columns[] = {
	OTHER(SIZE, figure_target_day, place), WORD(figure_target_day, target),
	WORD(figure_target_day, goal), DATE(figure_target_day, date), COUNT(figure_target_day, n),
	COUNT(figure_target_day, of), LATER(figure_target_day, day),
};
const struct partial_table partial_target_day =
	TABLE("target_days", figure_target_day, target_day_columns, 4, is_sane_target_day);

static int is_sane_score(const void *row)
{
	const struct figure_score *s = row;
	int k;

	for (k = 0; k < SCORE_SHARES; k++)
		if (s->share[k].n > s->share[k].of)
			return 0;
	return 1;
}

static const struct partial_column score_columns[] = {
	WORD(figure_score, by), WORD(figure_score, value), WORD(figure_score, kind),
	COUNT(figure_score, owned), COUNT(figure_score, received), COUNT(figure_score, open),
	COUNT(figure_score, named),
	PARTIAL_COLUMN(PARTIAL_SHARES, figure_score, share, .n = SCORE_SHARES),
	LATER(figure_score, kind_rank),
};
const struct partial_table partial_score = TABLE("scores", figure_score, score_columns, 3, is_sane_score);

static int is_sane_account(const void *row)
{
	return ((const struct figure_account *)row)->missed <= ((const struct figure_account *)row)->decided;
}

static const struct partial_column account_columns[] = {
	WORD(figure_account, owner), WORD(figure_account, clock), COUNT(figure_account, missed),
	COUNT(figure_account, decided), LATER(figure_account, lo), LATER(figure_account, hi),
	LATER(figure_account, missed_all), LATER(figure_account, first), LATER(figure_account, n),
};
const struct partial_table partial_account = TABLE("accounts", figure_account, account_columns, 2, is_sane_account);

static int is_sane_wrong(const void *row)
{
	return ((const struct figure_wrong *)row)->wrong <= ((const struct figure_wrong *)row)->answers;
}

static const struct partial_column wrong_columns[] = {
	WORD(figure_wrong, by), WORD(figure_wrong, kind), COUNT(figure_wrong, answers),
	COUNT(figure_wrong, wrong), COUNT(figure_wrong, found), LATER(figure_wrong, lo),
	LATER(figure_wrong, hi), LATER(figure_wrong, kind_rank),
};
const struct partial_table partial_wrong_answers = TABLE("wrong", figure_wrong, wrong_columns, 2, is_sane_wrong);

static const struct partial_column corrected_columns[] = {
	DESK(figure_corrected, desk), WORD(figure_corrected, case_id), WORD(figure_corrected, by),
	WORD(figure_corrected, kind), OTHER(TIME, figure_corrected, at),
	OTHER(MAY_TIME, figure_corrected, answered), OTHER(LINE, figure_corrected, line),
	OTHER(POLICY, figure_corrected, policy), OTHER(ZONE, figure_corrected, zone),
};
const struct partial_table partial_corrected = TABLE("corrected", figure_corrected, corrected_columns, 0, NULL);

/* --- what hangs together -------------------------------------------------------------------------- */

/* Who missed what lists the breaches of each account. */
int partial_check_breaches(struct partial_in *in)
{
	struct figures *f = in->f;
	size_t i;

	in->table = partial_account.name;
	for (i = in->first_breach; i < f->breaches.n; i++) {
		const struct figure_late *x = &f->breaches.late[i];

		if (INTERN_ADD_WORDS(&f->accounts, x->owner, x->clock) == f->naccounts)
			return partial_wrong(in, _("the breach of case '%s' is not counted"), x->case_id);
	}
	return 0;
}
