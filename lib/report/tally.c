#include "report/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/tally_internal.h"

const int tally_age_days[TALLY_AGES] = { 0, 1, 3, 7, 15, 30 };

void tally_init(struct tally *t, const struct tally_plan *plan)
{
	size_t nslots = (size_t)plan->map->nslots;

	memset(t, 0, sizeof(*t));
	t->plan = plan;
	t->intake.plan = &plan->intake;
	t->returning.plan = &plan->returning;
	completeness_init(&t->completeness, &plan->completeness);
	t->score.plan = &plan->score;
	t->correction.plan = &plan->correction;
	t->oldest = INSTANT_NONE;
	t->daily.zone = plan->zone;
	t->daily.ntargets = policy_set_now(plan->set)->ntargets;
	t->target = mem_array(policy_set_now(plan->set)->ntargets + 1, sizeof(*t->target));
	t->class = mem_array(nslots + 1, sizeof(*t->class));
	t->class_then = mem_array(nslots + 1, sizeof(*t->class_then));
}

void tally_release(struct tally *t)
{
	size_t i;
	int m;

	for (i = 0; i < t->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++)
			km_release(&t->kind[i].time[m]);
	for (i = 0; i < t->ndelays; i++)
		km_release(&t->delay[i].time);
	for (i = 0; i < TALLY_DIMS; i++)
		free(t->dim[i].value);
	free(t->kind);
	free(t->clock);
	intern_release(&t->clocks);
	free(t->delay);
	free(t->reason.count);
	free(t->step.count);
	free(t->cause.count);
	free(t->target);
	free(t->breaches.late);
	free(t->late.late);
	free(t->due.late);
	illegal_release(&t->illegal);
	compensation_release(&t->compensation);
	intake_release(&t->intake);
	returning_release(&t->returning);
	below_release(&t->below);
	completeness_release(&t->completeness);
	followup_release(&t->followup);
	hard_release(&t->hard);
	weak_release(&t->weak);
	said_release(&t->said);
	scorecard_release(&t->score);
	daily_release(&t->daily);
	correction_release(&t->correction);
	free(t->missing);
	clock_list_release(&t->instances);
	free(t->class);
	free(t->class_then);
	memset(t, 0, sizeof(*t));
}

/* A handful of kinds: looking through them is quicker than anything else. */
struct tally_kind *tally_kind_of(struct tally *t, uint32_t kind)
{
	size_t i;
	int m;

	for (i = 0; i < t->nkinds; i++)
		if (t->kind[i].kind == kind)
			return &t->kind[i];
	MEM_GROW(t->kind, i + 1, t->alloc_kinds);
	memset(&t->kind[i], 0, sizeof(t->kind[i]));
	t->kind[i].kind = kind;
	for (m = 0; m < TIME_COUNT; m++)
		t->kind[i].time[m] = (struct km)KM_INIT;
	t->nkinds++;
	return &t->kind[i];
}

struct tally_clock *tally_clock_of(struct tally *t, uint32_t name_id, uint32_t kind,
				   uint32_t severity)
{
	const uint32_t number[] = { name_id, kind, severity };
	size_t i = intern_add_numbers(&t->clocks, number, ARRAY_SIZE(number));

	if (i == t->nclocks) {
		MEM_GROW(t->clock, i + 1, t->alloc_clocks);
		t->clock[t->nclocks++] = (struct tally_clock){ .name_id = name_id, .kind = kind,
							       .severity = severity };
	}
	return &t->clock[i];
}

struct tally_value *tally_value_of(struct tally *t, int dim, uint32_t symbol)
{
	struct tally_dim *d = &t->dim[dim];

	if (symbol >= d->n) {
		MEM_GROW(d->value, (size_t)symbol + 1, d->alloc);
		memset(d->value + d->n, 0, (symbol + 1 - d->n) * sizeof(*d->value));
		d->n = (size_t)symbol + 1;
	}
	return &d->value[symbol];
}

struct tally_delay *tally_delay_of(struct tally *t, uint32_t channel)
{
	if (channel >= t->ndelays) {
		MEM_GROW(t->delay, (size_t)channel + 1, t->alloc_delays);
		for (; t->ndelays <= channel; t->ndelays++)
			t->delay[t->ndelays] = (struct tally_delay){ 0, KM_INIT };
	}
	return &t->delay[channel];
}

void tally_counts_add(struct tally_counts *counts, uint32_t symbol, uint64_t by)
{
	if (symbol >= counts->n) {
		MEM_GROW(counts->count, (size_t)symbol + 1, counts->alloc);
		memset(counts->count + counts->n, 0, (symbol + 1 - counts->n) * sizeof(*counts->count));
		counts->n = (size_t)symbol + 1;
	}
	counts->count[symbol] += by;
}

void tally_list_add(struct tally_list *list, const struct tally_late *late)
{
	MEM_GROW(list->late, list->n + 1, list->alloc);
	list->late[list->n++] = *late;
}

void tally_missing_add(struct tally *t, uint32_t name_id, int year)
{
	size_t i;

	for (i = 0; i < t->nmissing; i++)
		if (t->missing[i].name_id == name_id && t->missing[i].year == year)
			return;
	MEM_GROW(t->missing, t->nmissing + 1, t->alloc_missing);
	t->missing[t->nmissing++] = (struct tally_missing){ name_id, year };
}

/* --- merging ------------------------------------------------------------------------------------- */

static void merge_list(struct tally_list *list, const struct tally_list *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		tally_list_add(list, &from->late[i]);
}

static void merge_counts(struct tally_counts *counts, const struct tally_counts *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		if (from->count[i])
			tally_counts_add(counts, (uint32_t)i, from->count[i]);
}

static void merge_rates(struct tally_rate *rate, const struct tally_rate *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		rate[i].n += from[i].n;
		rate[i].of += from[i].of;
	}
}

static void merge_sums(struct tally_sum *goal, const struct tally_sum *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		goal[i].n += from[i].n;
		goal[i].of += from[i].of;
		goal[i].sides += from[i].sides;
	}
}

static void merge_kind(struct tally *t, const struct tally_kind *f)
{
	struct tally_kind *k = tally_kind_of(t, f->kind);
	int i;

	k->received += f->received;
	k->concluded += f->concluded;
	k->cancelled += f->cancelled;
	merge_rates(k->rate, f->rate, RATE_COUNT);
	k->anonymous += f->anonymous;
	k->backlog_from += f->backlog_from;
	k->opened += f->opened;
	k->reopened += f->reopened;
	k->resolved += f->resolved;
	k->withdrawn += f->withdrawn;
	k->backlog_to += f->backlog_to;
	for (i = 0; i < TALLY_AGES; i++) {
		k->age_open[i] += f->age_open[i];
		k->age_waiting[i] += f->age_waiting[i];
	}
	for (i = 0; i < TIME_COUNT; i++)
		km_merge(&k->time[i], &f->time[i]);
}

static void merge_clock(struct tally *t, const struct tally_clock *f)
{
	struct tally_clock *c = tally_clock_of(t, f->name_id, f->kind, f->severity);

	c->met += f->met;
	c->breached += f->breached;
	c->undecided += f->undecided;
	c->dropped += f->dropped;
	c->unknown += f->unknown;
}

static void merge_dim(struct tally *t, int dim, const struct tally_dim *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		const struct tally_value *f = &from->value[i];
		struct tally_value *v = tally_value_of(t, dim, (uint32_t)i);

		v->received += f->received;
		v->concluded += f->concluded;
		v->cancelled += f->cancelled;
		v->met += f->met;
		v->breached += f->breached;
		v->answers += f->answers;
		v->satisfied += f->satisfied;
	}
}

static void merge_load(uint64_t load[7][24], const uint64_t (*from)[24])
{
	int day, hour;

	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++)
			load[day][hour] += from[day][hour];
}

void tally_seen(struct tally *t, instant opened)
{
	if (opened != INSTANT_NONE && (t->oldest == INSTANT_NONE || opened < t->oldest))
		t->oldest = opened;
}

void tally_merge(struct tally *t, struct tally *from)
{
	size_t i;
	int d;

	tally_seen(t, from->oldest);
	for (i = 0; i < from->nkinds; i++)
		merge_kind(t, &from->kind[i]);
	for (i = 0; i < from->nclocks; i++)
		merge_clock(t, &from->clock[i]);
	for (d = 0; d < t->plan->ndims; d++)
		merge_dim(t, d, &from->dim[d]);
	for (i = 0; i < from->ndelays; i++) {
		struct tally_delay *delay = tally_delay_of(t, (uint32_t)i);

		delay->late += from->delay[i].late;
		km_merge(&delay->time, &from->delay[i].time);
	}
	merge_counts(&t->reason, &from->reason);
	merge_counts(&t->step, &from->step);
	merge_counts(&t->cause, &from->cause);
	merge_sums(t->target, from->target, policy_set_now(t->plan->set)->ntargets);
	merge_list(&t->breaches, &from->breaches);
	merge_list(&t->late, &from->late);
	merge_list(&t->due, &from->due);
	compensation_merge(&t->compensation, &from->compensation);
	below_merge(&t->below, &from->below);
	completeness_merge(&t->completeness, &from->completeness);
	followup_merge(&t->followup, &from->followup);
	hard_merge(&t->hard, &from->hard);
	weak_merge(&t->weak, &from->weak);
	said_merge(&t->said, &from->said);
	daily_merge(&t->daily, &from->daily);
	opinion_merge(&t->opinion, &from->opinion);
	scorecard_merge(&t->score, &from->score);
	correction_merge(&t->correction, &from->correction);
	merge_load(t->load, from->load);
	merge_load(t->contacts, from->contacts);
	illegal_merge(&t->illegal, &from->illegal);
	intake_merge(&t->intake, &from->intake);
	returning_merge(&t->returning, &from->returning);
	for (i = 0; i < from->nmissing; i++)
		tally_missing_add(t, from->missing[i].name_id, from->missing[i].year);
}
