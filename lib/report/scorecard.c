#include "report/scorecard.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"

const char *score_share_name(enum score_share s)
{
	static const char *const names[SCORE_SHARES] = {
		[SCORE_ATTAINMENT] = "attainment", [SCORE_RESOLUTION] = "resolution",
		[SCORE_REOPEN] = "reopen", [SCORE_CSAT] = "csat",
	};

	return names[s];
}

static int named_column(const struct policy *p)
{
	size_t i;

	for (i = 0; i < p->nfields; i++)
		if (p->field[i].role_staff)
			return p->field[i].column;
	return -1;
}

void scorecard_plan_init(struct scorecard_plan *plan, const struct policy_set *set, struct classmap *map)
{
	const int column[SCORE_HOLDERS] = { COLUMN_OWNER, COLUMN_DEPARTMENT };
	int i;

	*plan = (struct scorecard_plan){ .is_on = 1, .named = named_column(policy_set_now(set)), .slot_named = -1 };
	for (i = 0; i < SCORE_HOLDERS; i++) {
		classmap_add(map, column[i]);
		plan->slot[i] = map->slot[column[i]];
	}
	classmap_add(map, COLUMN_KIND);
	plan->slot_kind = map->slot[COLUMN_KIND];
	if (plan->named < 0)
		return;
	classmap_add(map, plan->named);
	plan->slot_named = map->slot[plan->named];
}

void scorecard_release(struct scorecard *s)
{
	free(s->row);
	free(s->verdict);
	intern_release(&s->rows);
	intern_release(&s->verdicts);
	free(s->seen);
	*s = (struct scorecard){ .plan = s->plan };
}

/* --- rows ----------------------------------------------------------------------------------------- */

static struct score *row_of(struct scorecard *s, const struct score *key)
{
	const uint32_t number[] = { key->by, key->who[0], key->who[1], key->kind };
	size_t i = intern_add_numbers(&s->rows, number, ARRAY_SIZE(number));

	if (i == s->nrows) {
		MEM_GROW(s->row, i + 1, s->alloc_rows);
		s->row[s->nrows++] = (struct score){ .by = key->by, .who = { key->who[0], key->who[1] },
						     .kind = key->kind };
	}
	return &s->row[i];
}

static struct score *pair_of(struct scorecard *s, const uint32_t who[SCORE_HOLDERS], uint32_t kind)
{
	return row_of(s, &(struct score){ .by = SCORE_BY_PAIR, .who = { who[0], who[1] }, .kind = kind });
}

static struct score_verdict *verdict_of(struct scorecard *s, const struct score_verdict *key)
{
	const uint32_t number[] = { key->clock, key->who[0], key->who[1], key->kind };
	size_t i = intern_add_numbers(&s->verdicts, number, ARRAY_SIZE(number));

	if (i == s->nverdicts) {
		MEM_GROW(s->verdict, i + 1, s->alloc_verdicts);
		s->verdict[s->nverdicts++] = (struct score_verdict){
			.who = { key->who[0], key->who[1] }, .kind = key->kind, .clock = key->clock };
	}
	return &s->verdict[i];
}

void scorecard_merge(struct scorecard *s, const struct scorecard *from)
{
	size_t i, k;

	for (i = 0; i < from->nrows; i++) {
		const struct score *f = &from->row[i];
		struct score *to = row_of(s, f);

		to->owned += f->owned;
		to->received += f->received;
		to->open += f->open;
		to->named += f->named;
		for (k = 0; k < SCORE_SHARES; k++) {
			to->share[k].n += f->share[k].n;
			to->share[k].of += f->share[k].of;
		}
	}
	for (i = 0; i < from->nverdicts; i++) {
		const struct score_verdict *f = &from->verdict[i];
		struct score_verdict *to = verdict_of(s, f);

		to->missed += f->missed;
		to->decided += f->decided;
	}
}

/* --- whose it was --------------------------------------------------------------------------------- */

static uint32_t after(const struct history_event *e, int slot, uint32_t who)
{
	uint16_t k;

	for (k = 0; history_event_sets_class(e->event) && k < e->nchanges; k++)
		if (e->change[k].slot == (uint32_t)slot)
			who = e->change[k].symbol;
	return who;
}

/* Does a row after the first say whose the case is? */
static int changed_hands(const struct history *h, const struct scorecard_plan *plan)
{
	size_t i;
	uint16_t k;

	for (i = 1; i < h->n; i++) {
		const struct history_event *e = &h->event[i];

		for (k = 0; history_event_sets_class(e->event) && k < e->nchanges; k++)
			if (e->change[k].slot == (uint32_t)plan->slot[SCORE_OWNER] ||
			    e->change[k].slot == (uint32_t)plan->slot[SCORE_DEPARTMENT])
				return 1;
	}
	return 0;
}

static void who_after(const struct scorecard_plan *plan, const struct history *h, size_t upto,
		      uint32_t who[SCORE_HOLDERS])
{
	size_t i;
	int k;

	for (k = 0; k < SCORE_HOLDERS; k++)
		who[k] = 0;
	for (i = 0; i < upto; i++)
		for (k = 0; k < SCORE_HOLDERS; k++)
			who[k] = after(&h->event[i], plan->slot[k], who[k]);
}

void scorecard_who(const struct scorecard_plan *plan, const struct history *h, instant at,
		   uint32_t who[SCORE_HOLDERS])
{
	size_t i, upto = 0, resolved = 0;

	for (i = 0; i < h->n && h->event[i].at <= at; i++) {
		upto = i + 1;
		if (h->event[i].event == EVENT_RESOLVE)
			resolved = upto;
	}
	who_after(plan, h, resolved ? resolved : upto, who);
}

/*
 * Does the time from event i to the next touch the period? What lasted no time at all counts only where the next
 * event ends the case: opened, assigned and resolved in one go was the handler's, not nobody's before.
 */
static int touches(const struct scorecard_plan *plan, const struct history *h, size_t i, enum case_state state)
{
	instant start = h->event[i].at, end;

	if (start >= plan->to)
		return 0;
	if (i + 1 == h->n)
		return 1;
	end = h->event[i + 1].at;
	if (end > start)
		return start >= plan->from || end > plan->from;
	return start >= plan->from && !case_state_is_open(casestate_after(state, h->event[i + 1].event));
}

static int is_new(struct scorecard *s, uint32_t who)
{
	size_t i;

	for (i = 0; i < s->nseen; i++)
		if (s->seen[i] == who)
			return 0;
	MEM_GROW(s->seen, s->nseen + 1, s->alloc_seen);
	s->seen[s->nseen++] = who;
	return 1;
}

/* Was it open at some time of the period? */
static int was_open(const struct scorecard_plan *plan, const struct history *h, const struct facts *f)
{
	enum case_state state = CASE_NONE;
	size_t i;

	if (f->opened_in || f->reopened_in)
		return 1;
	if (!case_state_is_open(f->before))
		return 0;
	for (i = 0; i < h->n; i++) {
		state = casestate_after(state, h->event[i].event);
		if (case_state_is_open(state) && touches(plan, h, i, state))
			return 1;
	}
	return 0;
}

static void add_owned(struct scorecard *s, enum score_by by, uint32_t who, uint32_t kind)
{
	row_of(s, &(struct score){ .by = by, .who = { who, 0 }, .kind = kind })->owned++;
}

/* Of a case that changed hands. Nobody's is what had no owner all the time; every case begins without. */
static void count_owned(struct scorecard *s, const struct history *h, enum score_holder holder, uint32_t kind)
{
	enum score_by by = holder == SCORE_OWNER ? SCORE_BY_OWNER : SCORE_BY_DEPARTMENT;
	enum case_state state = CASE_NONE;
	uint32_t who = 0;
	int is_any = 0;
	size_t i;

	s->nseen = 0;
	for (i = 0; i < h->n; i++) {
		who = after(&h->event[i], s->plan->slot[holder], who);
		state = casestate_after(state, h->event[i].event);
		if (!case_state_is_open(state) || !touches(s->plan, h, i, state))
			continue;
		is_any = 1;
		if (who && is_new(s, who))
			add_owned(s, by, who, kind);
	}
	if (is_any && !s->nseen)
		add_owned(s, by, 0, kind);
}

/* --- the case ------------------------------------------------------------------------------------- */

static void add_share(struct score *row, const struct facts *f, enum rate rate, enum score_share share)
{
	row->share[share].n += f->rate[rate].n;
	row->share[share].of += f->rate[rate].of;
}

/* `resolved`: index + 1 of the row that the rate is about. */
static void count_share(struct scorecard *s, const struct history *h, const struct facts *f, enum rate rate,
			size_t resolved, enum score_share share, uint32_t kind)
{
	uint32_t who[SCORE_HOLDERS];

	if (!f->rate[rate].of)
		return;
	who_after(s->plan, h, resolved, who);
	add_share(pair_of(s, who, kind), f, rate, share);
}

void scorecard_case(struct scorecard *s, const struct history *h, const struct facts *f, const uint32_t *class)
{
	const struct scorecard_plan *plan = s->plan;
	const uint32_t who[SCORE_HOLDERS] = { class[plan->slot[SCORE_OWNER]], class[plan->slot[SCORE_DEPARTMENT]] };
	uint32_t kind = class[plan->slot_kind];
	struct score *row;

	if (plan->slot_named >= 0 && f->is_received && class[plan->slot_named])
		row_of(s, &(struct score){ .by = SCORE_BY_PERSON, .who = { class[plan->slot_named], 0 },
					   .kind = kind })->named++;
	row = pair_of(s, who, kind);
	row->received += (uint64_t)f->is_received;
	row->open += (uint64_t)case_state_is_open(f->now);
	if (!changed_hands(h, plan)) {
		row->owned += (uint64_t)was_open(plan, h, f);
		add_share(row, f, RATE_RESOLUTION, SCORE_RESOLUTION);
		add_share(row, f, RATE_REOPEN, SCORE_REOPEN);
		return;
	}
	count_owned(s, h, SCORE_OWNER, kind);
	count_owned(s, h, SCORE_DEPARTMENT, kind);
	count_share(s, h, f, RATE_RESOLUTION, f->first_resolve, SCORE_RESOLUTION, kind);
	count_share(s, h, f, RATE_REOPEN, f->judged_resolve, SCORE_REOPEN, kind);
}

void scorecard_verdict(struct scorecard *s, const uint32_t *class, uint32_t clock, int is_met)
{
	const struct scorecard_plan *plan = s->plan;
	struct score_verdict *v = verdict_of(s, &(struct score_verdict){
		.who = { class[plan->slot[SCORE_OWNER]], class[plan->slot[SCORE_DEPARTMENT]] },
		.kind = class[plan->slot_kind], .clock = clock });

	v->missed += (uint64_t)!is_met;
	v->decided++;
}

void scorecard_answer(struct scorecard *s, const uint32_t who[SCORE_HOLDERS], uint32_t kind, int is_satisfied)
{
	struct score *row = pair_of(s, who, kind);

	row->share[SCORE_CSAT].n += (uint64_t)is_satisfied;
	row->share[SCORE_CSAT].of++;
}
