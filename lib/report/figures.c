#include "report/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const double quantile_half = .5, quantile_most = .9;

void figures_init(struct figures *f)
{
	memset(f, 0, sizeof(*f));
	f->known_at = INSTANT_NONE;
}

void figures_set_by(struct figures *f, const char *const *by, size_t n)
{
	f->by = arena_array(&f->arena, n + 1, sizeof(*f->by));
	for (f->nby = 0; f->nby < n; f->nby++)
		f->by[f->nby] = arena_strdup(&f->arena, by[f->nby]);
}

void figures_release(struct figures *f)
{
	struct intern *table[] = { &f->reasons, &f->levels, &f->causes, &f->kinds, &f->clocks, &f->delays,
				   &f->targets, &f->missings, &f->days, &f->target_days, &f->scores, &f->accounts, &f->wrongs,
				   &f->words };
	size_t i;
	int m;

	for (i = 0; i < f->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++)
			km_release(&f->kind[i].time[m]);
	for (i = 0; i < f->ndelays; i++)
		km_release(&f->delay[i].time);
	for (i = 0; i < f->ndims; i++) {
		free(f->dim[i].value);
		intern_release(&f->dim[i].index);
	}
	for (i = 0; i < ARRAY_SIZE(table); i++)
		intern_release(table[i]);
	free(f->desk);
	free(f->unread);
	free(f->reason);
	free(f->level);
	free(f->cause);
	free(f->kind);
	free(f->clock);
	free(f->breaches.late);
	free(f->late.late);
	free(f->due.late);
	free(f->below);
	free(f->missing);
	free(f->call);
	free(f->dim);
	free(f->delay);
	free(f->later);
	free(f->target);
	free(f->day);
	free(f->target_day);
	figures_release_compensation(f);
	figures_release_meeting(f);
	figures_release_scores(f);
	figures_release_corrections(f);
	series_release(&f->series);
	alarm_release(&f->alarms);
	arena_release(&f->arena);
	memset(f, 0, sizeof(*f));
}

double figures_share(uint64_t n, uint64_t of)
{
	return of ? (double)n / (double)of : NAN;
}

int figures_missed(const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->ntargets; i++)
		if (f->target[i].met == 0)
			return 1;
	return 0;
}

int figures_warned(const struct figures *f)
{
	return f->alarms.n > 0;
}

/* --- ordering ------------------------------------------------------------------------------------- */

int figures_compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int by_kind(const void *a, const void *b)
{
	const struct figure_kind *x = a, *y = b;

	return x->rank != y->rank ? figures_compare(x->rank, y->rank) : strcmp(x->kind, y->kind);
}

static int by_clock(const void *a, const void *b)
{
	const struct figure_clock *x = a, *y = b;

	if (x->rank != y->rank)
		return figures_compare(x->rank, y->rank);
	if (x->kind_rank != y->kind_rank)
		return figures_compare(x->kind_rank, y->kind_rank);
	if (strcmp(x->kind, y->kind) != 0)
		return strcmp(x->kind, y->kind);
	if (x->severity_rank != y->severity_rank)
		return figures_compare(x->severity_rank, y->severity_rank);
	return strcmp(x->severity, y->severity);
}

/* Total, so that neither threads nor the order of desks can be seen in it. */
static int by_lateness(const void *a, const void *b)
{
	const struct figure_late *x = a, *y = b;
	int c;

	if (x->late_s != y->late_s)
		return x->late_s < y->late_s ? 1 : -1;
	c = strcmp(x->desk, y->desk);
	if (!c)
		c = strcmp(x->case_id, y->case_id);
	if (!c)
		c = strcmp(x->clock, y->clock);
	if (!c)
		c = (x->number > y->number) - (x->number < y->number);
	if (!c)
		c = figures_compare(x->line, y->line);
	return c ? c : strcmp(x->task, y->task);
}

static int by_lateness_of_call(const void *a, const void *b)
{
	const struct figure_call *x = a, *y = b;

	if (x->late_s != y->late_s)
		return x->late_s < y->late_s ? 1 : -1;
	return strcmp(x->desk, y->desk) ? strcmp(x->desk, y->desk) : strcmp(x->case_id, y->case_id);
}

static int by_received(const void *a, const void *b)
{
	const struct figure_value *x = a, *y = b;

	if (x->received != y->received)
		return figures_compare(y->received, x->received);
	return strcmp(x->value, y->value);
}

static int by_rank(const void *a, const void *b)
{
	const struct figure_dim *x = a, *y = b;

	return x->rank != y->rank ? figures_compare(x->rank, y->rank) : strcmp(x->name, y->name);
}

static int by_place(const void *a, const void *b)
{
	const struct figure_target *x = a, *y = b;
	int c = figures_compare(x->place, y->place);

	if (!c)
		c = strcmp(x->target, y->target);
	return c ? c : strcmp(x->goal, y->goal);
}

static int by_channel(const void *a, const void *b)
{
	return strcmp(((const struct figure_delay *)a)->channel,
		      ((const struct figure_delay *)b)->channel);
}

static int by_count(const void *a, const void *b)
{
	const struct figure_count *x = a, *y = b;

	return x->n != y->n ? figures_compare(y->n, x->n) : strcmp(x->name, y->name);
}

static void sort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	if (n > 1)
		qsort(base, n, size, compare);
}

size_t figures_kind_rank(const struct policy *p, const char *kind)
{
	size_t i;

	for (i = 0; i < p->nkinds && strcmp(p->kind[i].name, kind) != 0; i++)
		;
	return i;
}

/* The same of a severity in its kind. */
static size_t severity_rank(const struct policy *p, const char *kind, const char *severity)
{
	const struct policy_kind *k = policy_kind(p, kind);
	size_t i;

	if (!k)
		return 0;
	for (i = 0; i < k->nseverity && strcmp(k->severity[i].name, severity) != 0; i++)
		;
	return i;
}

/* --- the last step -------------------------------------------------------------------------------- */

static void finish_kind(struct figures *f, struct figure_kind *k)
{
	double p[2] = { quantile_half, quantile_most }, q[2];
	int i;

	f->received += k->received;
	f->concluded += k->concluded;
	f->cancelled += k->cancelled;
	f->anonymous += k->anonymous;
	for (i = 0; i < RATE_COUNT; i++) {
		f->rate[i].n += k->rate[i].n;
		f->rate[i].of += k->rate[i].of;
	}
	k->rank = figures_kind_rank(f->desk[0].in_force, k->kind);
	for (i = 0; i < TALLY_AGES; i++) {
		k->waiting_now += k->age_waiting[i];
		k->open_now += k->age_open[i] + k->age_waiting[i];
	}
	for (i = 0; i < TIME_COUNT; i++) {
		km_quantiles(&k->time[i], p, 2, q);
		k->p50[i] = q[0];
		k->p90[i] = q[1];
	}
}

static void finish_dim(struct figure_dim *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		d->value[i].open = d->value[i].received - d->value[i].concluded;
		d->value[i].decided = d->value[i].met + d->value[i].breached;
	}
	sort(d->value, d->n, sizeof(*d->value), by_received);
}

static void finish_clock(struct figures *f, struct figure_clock *c)
{
	c->decided = c->met + c->breached;
	c->attainment = figures_share(c->met, c->decided);
	c->kind_rank = figures_kind_rank(f->desk[0].in_force, c->kind);
	c->severity_rank = severity_rank(f->desk[0].in_force, c->kind, c->severity);
	f->decided += c->decided;
	f->met += c->met;
}

void figures_finish(struct figures *f)
{
	size_t i;

	figures_finish_order(f);
	for (i = 0; i < f->nkinds; i++)
		finish_kind(f, &f->kind[i]);
	f->open = f->received - f->concluded;
	for (i = 0; i < f->nclocks; i++)
		finish_clock(f, &f->clock[i]);
	for (i = 0; i < f->ntargets; i++)
		figures_finish_target(&f->target[i]);
	for (i = 0; i < f->ndelays; i++) {
		f->delay[i].n = f->delay[i].time.n;
		km_quantiles(&f->delay[i].time, &quantile_half, 1, &f->delay[i].p50);
	}
	for (i = 0; i < f->ndims; i++)
		finish_dim(&f->dim[i]);
	series_finish(&f->series);
	alarm_find(&f->alarms, &f->series, figures_watch(f));
	sort(f->kind, f->nkinds, sizeof(*f->kind), by_kind);
	sort(f->dim, f->ndims, sizeof(*f->dim), by_rank);
	sort(f->target, f->ntargets, sizeof(*f->target), by_place);
	sort(f->clock, f->nclocks, sizeof(*f->clock), by_clock);
	sort(f->breaches.late, f->breaches.n, sizeof(*f->breaches.late), by_lateness);
	sort(f->late.late, f->late.n, sizeof(*f->late.late), by_lateness);
	sort(f->due.late, f->due.n, sizeof(*f->due.late), by_lateness);
	sort(f->call, f->ncalls, sizeof(*f->call), by_lateness_of_call);
	figures_finish_desks(f);
	figures_finish_below(f);
	figures_finish_completeness(f);
	figures_finish_opinion(f);
	figures_finish_meeting(f);
	figures_finish_scores(f);
	figures_finish_days(f);
	figures_finish_corrections(f);
	figures_finish_compensation(f);
	sort(f->delay, f->ndelays, sizeof(*f->delay), by_channel);
	sort(f->reason, f->nreasons, sizeof(*f->reason), by_count);
	sort(f->level, f->nlevels, sizeof(*f->level), by_count);
	sort(f->cause, f->ncauses, sizeof(*f->cause), by_count);
}
