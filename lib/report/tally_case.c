/* tally_case: what one case adds to the counts. */
#include <string.h>

#include "base/mem.h"
#include "report/tally_internal.h"

/* --- does it matter? ----------------------------------------------------------------------------- */

static void apply_changes(const struct history *h, size_t upto, uint32_t *class)
{
	size_t i, k;

	for (i = 0; i < upto; i++) {
		const struct history_event *e = &h->event[i];

		for (k = 0; history_event_sets_class(e->event) && k < e->nchanges; k++)
			class[e->change[k].slot] = e->change[k].symbol;
	}
}

static void find_class(struct tally *t, const struct history *h, size_t upto, uint32_t *class)
{
	memset(class, 0, (size_t)t->plan->map->nslots * sizeof(*class));
	apply_changes(h, upto, class);
}

void tally_class(struct tally *t, const struct history *h)
{
	find_class(t, h, h->n, t->class);
}

static size_t version_at(const struct tally_plan *plan, instant opened, const struct policy **p)
{
	size_t i;

	*p = policy_set_at(plan->set, opened);
	for (i = 0; i + 1 < plan->set->n; i++)
		if (plan->set->version[i] == *p)
			break;
	return i;
}

enum case_state tally_state(const struct history *h)
{
	enum case_state state = CASE_NONE;
	size_t i;

	for (i = 0; i < h->n; i++)
		state = casestate_after(state, h->event[i].event);
	return state;
}

int tally_matters(struct tally *t, struct history *h)
{
	enum case_state state = facts_drop_illegal(h, illegal_note, &t->illegal);
	struct opinion *said;
	size_t n;

	if (!h->n)
		return 0;
	said = t->plan->opinions ? opinions_find(t->plan->opinions, h->id, &n) : NULL;
	if (said) {
		said->is_known = 1;
		return 1;
	}
	if (h->event[h->n - 1].at >= t->plan->touched_from)
		return 1;
	if (case_state_is_open(state))
		return 1;
	return state != CASE_CANCELLED && clock_may_run(t->plan->clocks, h);
}

instant tally_over_before(const struct tally_plan *plan)
{
	instant at;

	if (plan->touched_from == INSTANT_NONE)
		return INSTANT_NONE;         /* the policy does not say how long a case may take */
	at = plan->touched_from - RETURNING_WITHIN;
	return plan->intake.is_on && plan->intake.from < at ? plan->intake.from : at;
}

int tally_is_out(const struct tally_plan *plan, uint32_t kind)
{
	return kind == plan->kind_out[0] || kind == plan->kind_out[1];
}

void tally_intake(struct tally *t, const struct history *h, int is_last)
{
	const struct tally_plan *plan = t->plan;

	if (!plan->intake.is_on || (!is_last && h->n && h->event[0].at < plan->intake.from))
		return;
	find_class(t, h, h->n, t->class);
	intake_add(&t->intake, h, t->class,
		   !tally_is_out(plan, t->class[plan->slot_kind]) && tally_is_wanted(plan, t->class) &&
		   tally_state(h) != CASE_CANCELLED, is_last);
}

/* --- the case itself ------------------------------------------------------------------------------ */

int tally_target(struct tally *t, size_t i, const uint32_t *class, uint64_t n, uint64_t of)
{
	if (!of || !filter_matches(t->plan->target[i].filter, class))
		return 0;
	t->target[i].n += n;
	t->target[i].of += of;
	return 1;
}

void tally_goal(struct tally *t, int goal, const uint32_t *class, uint64_t n, uint64_t of)
{
	const struct policy *now = policy_set_now(t->plan->set);
	size_t i;

	for (i = 0; i < now->ntargets; i++)
		if (t->plan->target[i].goal == goal)
			tally_target(t, i, class, n, of);
}

static void count_rates(struct tally *t, const struct facts *f, struct tally_kind *k)
{
	int r;

	for (r = 0; r < RATE_COUNT; r++) {
		k->rate[r].n += f->rate[r].n;
		k->rate[r].of += f->rate[r].of;
		if (f->rate[r].of)
			tally_goal(t, r, t->class, f->rate[r].n, f->rate[r].of);
	}
	tally_weak(t, t->class, WEAK_REOPENED, f->rate[RATE_REOPEN].n, f->rate[RATE_REOPEN].of);
}

static void count_backlog(const struct tally_plan *plan, const struct facts *f,
			  struct tally_kind *k)
{
	uint64_t *age = f->now == CASE_WAITING ? k->age_waiting : k->age_open;
	int i = TALLY_AGES - 1;

	k->backlog_from += (uint64_t)case_state_is_open(f->before);
	k->backlog_to += (uint64_t)case_state_is_open(f->at_end);
	k->opened += f->opened_in;
	k->reopened += f->reopened_in;
	k->resolved += f->resolved_in;
	k->withdrawn += f->cancelled_in;
	if (!case_state_is_open(f->now))
		return;
	while (i && plan->as_of - f->opened < tally_age_days[i] * 86400LL)
		i--;
	age[i]++;
}

static void count_load(struct tally *t, uint64_t load[7][24], instant at)
{
	int64_t local = zone_local(t->plan->zone, at), day = local / 86400;

	if (local % 86400 < 0)
		day--;
	load[civil_weekday(day)][(local - day * 86400) / 3600]++;
}

/* How it came in: when, and how long until it was written down. */
static void count_taken(struct tally *t, const struct history *h, const struct facts *f)
{
	struct tally_delay *delay = tally_delay_of(t, t->class[t->plan->slot_channel]);
	int64_t late = h->event[0].key > h->event[0].at ? h->event[0].key - h->event[0].at : 0;
	unsigned int is_late = late > TALLY_DELAY_MAX;

	count_load(t, t->load, f->opened);
	delay->late += is_late;
	km_add(&delay->time, late, 1);
	tally_goal(t, GOAL_RECORD_DELAY, t->class, is_late, 1);
}

/* What a case adds that was received in the period. */
static void count_received(struct tally *t, const struct history *h, const struct facts *f,
			   struct tally_kind *k)
{
	const struct tally_plan *plan = t->plan;
	int is_cancelled = f->now == CASE_CANCELLED, i;

	k->received += (uint64_t)!is_cancelled;
	k->concluded += (uint64_t)f->is_concluded;
	k->cancelled += (uint64_t)is_cancelled;
	if (is_cancelled)
		tally_counts_add(&t->reason, f->cancel_reason, 1);
	else
		count_taken(t, h, f);
	if (f->is_concluded)
		tally_counts_add(&t->cause, f->cause, 1);
	if (f->is_escalated && !is_cancelled)
		tally_counts_add(&t->step, f->step, 1);
	for (i = 0; i < TIME_COUNT; i++)
		km_add(&k->time[i], f->time[i].seconds, f->time[i].has_ended);
	for (i = 0; i < plan->ndims; i++) {
		struct tally_value *v = tally_value_of(t, i, t->class[plan->map->slot[plan->dim[i]]]);

		v->received += (uint64_t)!is_cancelled;
		v->concluded += (uint64_t)f->is_concluded;
		v->cancelled += (uint64_t)is_cancelled;
	}
}

static void count_contacts(struct tally *t, const struct history *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (h->event[i].event == EVENT_CONTACT && h->event[i].at >= t->plan->from &&
		    h->event[i].at < t->plan->to)
			count_load(t, t->contacts, h->event[i].at);
}

static void count_compensation(struct tally *t, const struct history *h, const struct policy *p)
{
	const struct tally_plan *plan = t->plan;
	const struct compensation_where where = {
		.policy = p, .symbols = plan->symbols,
		.supplier = plan->slot_supplier < 0 ? 0 : t->class[plan->slot_supplier],
		.from = plan->from, .to = plan->to, .as_of = plan->as_of };

	compensation_case(&t->compensation, h, &where);
}

static void count_below(struct tally *t, const struct history *h, const struct policy *p)
{
	const struct tally_plan *plan = t->plan;
	const struct below_where where = { .policy = p, .map = plan->map, .symbols = plan->symbols,
					   .from = plan->from, .to = plan->to };

	below_case(&t->below, h, &where);
}

/* What only the report itself shows of a case that is not cancelled. */
static void count_whole(struct tally *t, const struct history *h, const struct facts *f, const struct policy *p)
{
	count_contacts(t, h);
	count_below(t, h, p);
	if (t->plan->score.is_on)
		scorecard_case(&t->score, h, f, t->class);
	if (t->plan->correction.is_on)
		correction_case(&t->correction, h, t->class[t->plan->slot_kind]);
}

/* Do its records hold what the policy asks of them? */
static void count_completeness(struct tally *t, const struct history *h, size_t version,
			       struct tally_kind *k)
{
	uint64_t n, of;

	completeness_case(&t->completeness, t->plan->incomplete, h, version, t->class, &n, &of);
	k->rate[RATE_COMPLETE].n += n;
	k->rate[RATE_COMPLETE].of += of;
	tally_goal(t, RATE_COMPLETE, t->class, n, of);
}

/* --- its clocks ----------------------------------------------------------------------------------- */

/* The class at an instant; the one at the end where nothing changed after `open`. */
static const uint32_t *class_at(struct tally *t, const struct history *h, instant at)
{
	size_t upto = h->n;

	while (upto && h->event[upto - 1].at > at)
		upto--;
	if (upto == h->n)
		return t->class;
	find_class(t, h, upto, t->class_then);
	return t->class_then;
}

/* A task's department and owner are whom its clock speaks of; one without any is the case's. */
static const uint32_t *class_of_task(struct tally *t, const struct history *h,
				     const struct clock_instance *x, instant at, const uint32_t *class)
{
	const struct tally_plan *plan = t->plan;
	uint32_t department, owner;
	size_t upto = h->n;

	if (!x->task)
		return class;
	while (upto && h->event[upto - 1].at > at)
		upto--;
	clock_part_who(x->rule, x->task, h, upto, plan->map, plan->symbols, &department, &owner);
	if (!department && !owner)
		return class;
	if (class != t->class_then)
		memcpy(t->class_then, class, (size_t)plan->map->nslots * sizeof(*class));
	if (department)
		t->class_then[plan->slot_department] = department;
	t->class_then[plan->slot_owner] = owner;
	return t->class_then;
}

static void count_verdict(struct tally *t, const struct clock_instance *x, const uint32_t *class)
{
	const struct tally_plan *plan = t->plan;
	const struct policy *now = policy_set_now(plan->set);
	unsigned int is_met = x->verdict == VERDICT_MET;
	size_t i;
	int d;

	tally_weak(t, class, WEAK_LIMITS, !is_met, 1);
	for (d = 0; d < plan->ndims; d++) {
		struct tally_value *v = tally_value_of(t, d, class[plan->map->slot[plan->dim[d]]]);

		v->met += is_met;
		v->breached += !is_met;
	}
	if (plan->score.is_on)
		scorecard_verdict(&t->score, class, (uint32_t)x->rule->name_id, (int)is_met);
	for (i = 0; i < now->ntargets; i++)
		if (plan->target[i].clock == x->rule->name_id && tally_target(t, i, class, is_met, 1) &&
		    plan->is_whole)
			daily_target(&t->daily, i, x->decided, is_met != 0);
}

static void list(const struct tally_plan *plan, struct tally_list *list, const struct history *h, off_t offset,
		 const struct clock_instance *x, const uint32_t *class)
{
	if (plan->is_whole)
		tally_list_add(list, &(struct tally_late){
			.id = h->id, .offset = offset, .rule = x->rule, .due = x->due, .done = x->done,
			.end = x->ended != INSTANT_NONE ? x->ended : plan->as_of,
			.owner = class[plan->slot_owner], .department = class[plan->slot_department],
			.kind = class[plan->slot_kind], .severity = class[plan->slot_severity],
			.task = x->task, .line = x->from_line, .number = x->number });
}

static int is_in(const struct tally_plan *plan, instant at)
{
	return at != INSTANT_NONE && at >= plan->from && at < plan->to;
}

static void count_timely(struct tally *t, const struct clock_instance *x, const uint32_t *class)
{
	struct tally_rate *rate = &tally_kind_of(t, class[t->plan->slot_kind])->rate[RATE_TIMELY];
	unsigned int is_met = x->verdict == VERDICT_MET;

	rate->n += is_met;
	rate->of++;
	tally_goal(t, RATE_TIMELY, class, is_met, 1);
}

static void count_decided(struct tally *t, const struct history *h, off_t offset,
			  const struct clock_instance *x)
{
	const struct tally_plan *plan = t->plan;
	const uint32_t *class = class_of_task(t, h, x, x->decided, class_at(t, h, x->decided));
	struct tally_clock *c;

	if (x->rule->name_id == plan->resolve_clock && is_in(plan, x->due))
		count_timely(t, x, class);
	if (!is_in(plan, x->decided))
		return;
	c = tally_clock_of(t, (uint32_t)x->rule->name_id, class[plan->slot_kind],
			   class[plan->slot_severity]);
	c->met += x->verdict == VERDICT_MET;
	c->breached += x->verdict == VERDICT_BREACHED;
	count_verdict(t, x, class);
	if (x->verdict == VERDICT_BREACHED)
		list(plan, &t->breaches, h, offset, x, class);
}

static void count_instance(struct tally *t, const struct history *h, off_t offset,
			   const struct clock_instance *x)
{
	const struct tally_plan *plan = t->plan;
	const uint32_t *class = class_of_task(t, h, x, plan->as_of, t->class);
	uint32_t id = (uint32_t)x->rule->name_id, kind = class[plan->slot_kind];
	uint32_t severity = class[plan->slot_severity];

	switch (x->verdict) {
	case VERDICT_MET:
		count_decided(t, h, offset, x);
		break;
	case VERDICT_BREACHED:
		if (x->ended == INSTANT_NONE)
			list(plan, &t->late, h, offset, x, class);
		count_decided(t, h, offset, x);
		break;
	case VERDICT_UNDECIDED:
		if (x->from < plan->to)
			tally_clock_of(t, id, kind, severity)->undecided++;
		if (!x->paused && x->due != INSTANT_NONE && x->due < plan->day_end)
			list(plan, &t->due, h, offset, x, class);
		break;
	case VERDICT_DROPPED:
		if (!is_in(plan, x->ended))
			break;
		class = class_at(t, h, x->ended - 1);  /* an amend may have ended it */
		tally_clock_of(t, id, class[plan->slot_kind], class[plan->slot_severity])->dropped++;
		break;
	case VERDICT_UNKNOWN:
		if (!is_in(plan, x->from) && x->ended != INSTANT_NONE)
			break;
		tally_clock_of(t, id, kind, severity)->unknown++;
		tally_missing_add(t, id, x->unknown_year);
		break;
	}
}

void tally_case(struct tally *t, const struct history *h, off_t offset)
{
	const struct tally_plan *plan = t->plan;
	struct tally_kind *k;
	const struct policy *p;
	struct facts f;
	uint32_t kind;
	size_t version, i;

	find_class(t, h, h->n, t->class);
	kind = t->class[plan->slot_kind];
	if (!tally_is_wanted(plan, t->class))
		return;
	if (tally_is_out(plan, kind)) {
		if (plan->is_whole)
			tally_followup(t, h, offset, kind == plan->kind_out[0]);
		return;
	}
	version = version_at(plan, h->event[0].at, &p);
	facts_of(&f, h, &plan->version[version].rule, plan->from, plan->to, plan->as_of);
	tally_seen(t, f.opened);
	k = tally_kind_of(t, kind);
	count_backlog(plan, &f, k);
	count_rates(t, &f, k);
	if (plan->is_whole && f.opened_in + f.reopened_in + f.resolved_in + f.cancelled_in)
		daily_case(&t->daily, h, f.now != CASE_CANCELLED, plan->from, plan->to);
	if (f.is_received)
		count_received(t, h, &f, k);
	tally_opinion(t, h, p, f.now == CASE_CANCELLED, offset);
	if (f.now != CASE_CANCELLED) {
		count_compensation(t, h, p);
		count_completeness(t, h, version, k);
		if (plan->is_whole)
			count_whole(t, h, &f, p);
	}
	clock_run(plan->clocks, h, plan->as_of, &t->instances);
	for (i = 0; i < t->instances.n; i++)
		count_instance(t, h, offset, &t->instances.instance[i]);
	tally_callback(t, &f, k);
	if (plan->is_whole)
		tally_hard(t, h, &f, p);
}
