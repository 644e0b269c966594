/* figures_score: score cards and the list of who missed which limit, of all desks (H4, H6, M5, F6.2). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"
#include "rules/interval.h"

/* --- adding --------------------------------------------------------------------------------------- */

static struct figure_score *card_of(struct figures *f, const struct measure *m, enum score_holder holder,
				    const char *value, uint32_t of_kind)
{
	const char *by = holder == SCORE_OWNER ? "owner" : "department";
	const char *kind = symbols_str(&m->symbols, COLUMN_KIND, of_kind);
	size_t row = INTERN_ADD_WORDS(&f->scores, by, value, kind);

	if (row == f->nscores) {
		MEM_GROW(f->score, row + 1, f->alloc_scores);
		f->score[row] = (struct figure_score){ .by = by, .value = figures_keep(f, value),
						       .kind = figures_keep(f, kind) };
		f->nscores = row + 1;
	}
	return &f->score[row];
}

static const char *name_of(const struct measure *m, enum score_holder holder, uint32_t symbol)
{
	return symbols_str(&m->symbols, holder == SCORE_OWNER ? COLUMN_OWNER : COLUMN_DEPARTMENT, symbol);
}

static void add_to(struct figure_score *to, const struct score *s)
{
	int k;

	to->owned += s->owned;
	to->received += s->received;
	to->open += s->open;
	to->named += s->named;
	for (k = 0; k < SCORE_SHARES; k++) {
		to->share[k].n += s->share[k].n;
		to->share[k].of += s->share[k].of;
	}
}

/* Cases of other times leave rows without anything in them. */
static int is_empty(const struct score *s)
{
	int k;

	for (k = 0; k < SCORE_SHARES; k++)
		if (s->share[k].of)
			return 0;
	return !(s->owned || s->received || s->open || s->named);
}

/* Whom a case is about is one of those who own cases. */
static void add_score(struct figures *f, const struct measure *m, const struct score *s)
{
	int i;

	if (is_empty(s))
		return;
	switch (s->by) {
	case SCORE_BY_PERSON:
		add_to(card_of(f, m, SCORE_OWNER, symbols_str(&m->symbols, m->plan.score.named, s->who[0]), s->kind), s);
		break;
	case SCORE_BY_OWNER:
		add_to(card_of(f, m, SCORE_OWNER, name_of(m, SCORE_OWNER, s->who[0]), s->kind), s);
		break;
	case SCORE_BY_DEPARTMENT:
		add_to(card_of(f, m, SCORE_DEPARTMENT, name_of(m, SCORE_DEPARTMENT, s->who[0]), s->kind), s);
		break;
	default:
		for (i = 0; i < SCORE_HOLDERS; i++)
			add_to(card_of(f, m, (enum score_holder)i, name_of(m, (enum score_holder)i, s->who[i]),
				       s->kind), s);
	}
}

static void add_account(struct figures *f, const struct measure *m, const struct score_verdict *v)
{
	const char *owner = name_of(m, SCORE_OWNER, v->who[SCORE_OWNER]);
	const char *clock = intern_str(&m->options.set->clocks, v->clock);
	size_t row = INTERN_ADD_WORDS(&f->accounts, owner, clock);

	if (row == f->naccounts) {
		MEM_GROW(f->account, row + 1, f->alloc_accounts);
		f->account[row] = (struct figure_account){ .owner = figures_keep(f, owner),
							   .clock = figures_keep(f, clock) };
		f->naccounts = row + 1;
	}
	f->account[row].missed += v->missed;
	f->account[row].decided += v->decided;
}

static void add_verdict(struct figures *f, const struct measure *m, const struct score_verdict *v)
{
	int i;

	for (i = 0; i < SCORE_HOLDERS; i++) {
		struct figure_score *card = card_of(f, m, (enum score_holder)i,
						    name_of(m, (enum score_holder)i, v->who[i]), v->kind);

		card->share[SCORE_ATTAINMENT].n += v->decided - v->missed;
		card->share[SCORE_ATTAINMENT].of += v->decided;
	}
	add_account(f, m, v);
}

void figures_add_scores(struct figures *f, const struct measure *m)
{
	const struct scorecard *s = &m->tally.score;
	size_t i;

	for (i = 0; i < s->nrows; i++)
		add_score(f, m, &s->row[i]);
	for (i = 0; i < s->nverdicts; i++)
		add_verdict(f, m, &s->verdict[i]);
}

void figures_release_scores(struct figures *f)
{
	free(f->score);
	free(f->account);
	free(f->accounted);
}

/* --- score cards ---------------------------------------------------------------------------------- */

/* Owners before departments, by kind; the busiest first, nobody last. */
static int by_load(const void *a, const void *b)
{
	const struct figure_score *x = a, *y = b;
	int c = -strcmp(x->by, y->by);

	if (!c)
		c = figures_compare(x->kind_rank, y->kind_rank);
	if (!c)
		c = strcmp(x->kind, y->kind);
	if (!c)
		c = !*x->value - !*y->value;
	if (!c)
		c = figures_compare(y->owned, x->owned);
	return c ? c : strcmp(x->value, y->value);
}

struct ranked {
	struct figure_score_share *share;
	double value;
};

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return (x->value < y->value) - (x->value > y->value);
}

/* The best is the highest share, of reopened cases the lowest. Those that are equal share a rank. */
static void rank(struct figure_score *score, size_t n, enum score_share which, struct ranked *list)
{
	size_t i, ranked = 0;

	for (i = 0; i < n; i++) {
		struct figure_score_share *x = &score[i].share[which];

		if (x->of >= FIGURES_SMALL && *score[i].value)
			list[ranked++] = (struct ranked){
				x, figures_share(which == SCORE_REOPEN ? x->of - x->n : x->n, x->of) };
	}
	if (ranked)
		qsort(list, ranked, sizeof(*list), by_value);
	for (i = 0; i < ranked; i++)
		list[i].share->rank = i && list[i].value == list[i - 1].value ? list[i - 1].share->rank : i + 1;
}

static void rank_all(struct figures *f)
{
	struct ranked *list = mem_array(f->nscores + 1, sizeof(*list));
	size_t i, end;
	int k;

	for (i = 0; i < f->nscores; i = end) {
		for (end = i; end < f->nscores && !strcmp(f->score[end].by, f->score[i].by) &&
			      !strcmp(f->score[end].kind, f->score[i].kind); end++)
			;
		for (k = 0; k < SCORE_SHARES; k++)
			rank(&f->score[i], end - i, (enum score_share)k, list);
	}
	free(list);
}

static void bounds(uint64_t n, uint64_t of, double *lo, double *hi)
{
	*lo = *hi = NAN;
	if (of)
		interval_wilson(n, of, lo, hi);
}

static void finish_scores(struct figures *f)
{
	size_t i;
	int k;

	for (i = 0; i < f->nscores; i++) {
		struct figure_score *s = &f->score[i];

		s->kind_rank = figures_kind_rank(f->desk[0].in_force, s->kind);
		for (k = 0; k < SCORE_SHARES; k++)
			bounds(s->share[k].n, s->share[k].of, &s->share[k].lo, &s->share[k].hi);
	}
	if (f->nscores)
		qsort(f->score, f->nscores, sizeof(*f->score), by_load);
	rank_all(f);
}

/* --- accountability ------------------------------------------------------------------------------- */

static int by_owner(const void *a, const void *b)
{
	const struct figure_account *x = a, *y = b;
	int c = strcmp(x->owner, y->owner);

	return c ? c : strcmp(x->clock, y->clock);
}

/* Who missed most comes first, nobody last. */
static int by_missed(const void *a, const void *b)
{
	const struct figure_account *x = a, *y = b;
	int c = !*x->owner - !*y->owner;

	if (!c)
		c = figures_compare(y->missed_all, x->missed_all);
	if (!c)
		c = strcmp(x->owner, y->owner);
	if (!c)
		c = figures_compare(y->missed, x->missed);
	return c ? c : strcmp(x->clock, y->clock);
}

/* The breaches of each account, in the order that they have: the latest first. */
static void find_cases(struct figures *f)
{
	uint32_t *of = mem_array(f->breaches.n + 1, sizeof(*of));
	size_t i, at = 0;

	f->accounted = mem_array(f->breaches.n + 1, sizeof(*f->accounted));
	for (i = 0; i < f->breaches.n; i++) {
		const struct figure_late *x = &f->breaches.late[i];

		of[i] = INTERN_ADD_WORDS(&f->accounts, x->owner, x->clock);
		if (of[i] == f->naccounts)
			BUG("a breach that was not decided");
		f->account[of[i]].n++;
	}
	for (i = 0; i < f->naccounts; i++) {
		f->account[i].first = at;
		at += f->account[i].n;
		f->account[i].n = 0;
	}
	for (i = 0; i < f->breaches.n; i++) {
		struct figure_account *x = &f->account[of[i]];

		f->accounted[x->first + x->n++] = &f->breaches.late[i];
	}
	free(of);
}

static void sum_owners(struct figures *f)
{
	size_t i, k, end;

	for (i = 0; i < f->naccounts; i = end) {
		uint64_t sum = 0;

		for (end = i; end < f->naccounts && !strcmp(f->account[end].owner, f->account[i].owner); end++)
			sum += f->account[end].missed;
		for (k = i; k < end; k++)
			f->account[k].missed_all = sum;
	}
}

static void finish_accounts(struct figures *f)
{
	size_t i, kept = 0;

	find_cases(f);
	for (i = 0; i < f->naccounts; i++)
		if (f->account[i].missed)
			f->account[kept++] = f->account[i];
	f->naccounts = kept;
	if (kept)
		qsort(f->account, kept, sizeof(*f->account), by_owner);
	sum_owners(f);
	for (i = 0; i < kept; i++)
		bounds(f->account[i].missed, f->account[i].decided, &f->account[i].lo, &f->account[i].hi);
	if (kept)
		qsort(f->account, kept, sizeof(*f->account), by_missed);
}

void figures_finish_scores(struct figures *f)
{
	finish_scores(f);
	finish_accounts(f);
}
