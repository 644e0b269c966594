/* figures_add: from the numbers of one desk to the words of the report. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/figures.h"

/* The model outlives the measure and its symbols. */
const char *figures_keep(struct figures *f, const char *s)
{
	return intern_str(&f->words, intern_add(&f->words, s, strlen(s)));
}

const char *figures_keep_number(struct figures *f, uint64_t n)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	strbuf_addu(&sb, n);
	s = figures_keep(f, sb.buf);
	strbuf_release(&sb);
	return s;
}

const char *figures_word(struct figures *f, const struct measure *m, int column, uint32_t symbol)
{
	return figures_keep(f, symbols_str(&m->symbols, column, symbol));
}

static struct figure_kind *kind_of(struct figures *f, const char *name)
{
	size_t row = intern_add(&f->kinds, name, strlen(name));
	int i;

	if (row == f->nkinds) {
		MEM_GROW(f->kind, row + 1, f->alloc_kinds);
		memset(&f->kind[row], 0, sizeof(f->kind[row]));
		f->kind[row].kind = intern_str(&f->kinds, (uint32_t)row);
		for (i = 0; i < TIME_COUNT; i++)
			f->kind[row].time[i] = (struct km)KM_INIT;
		f->nkinds = row + 1;
	}
	return &f->kind[row];
}

/* The first sample is taken over, not copied: it may be the largest thing in memory. */
static void take_km(struct km *to, struct km *from)
{
	if (to->n) {
		km_merge(to, from);
		return;
	}
	km_release(to);
	*to = *from;
	*from = (struct km)KM_INIT;
}

static int is_empty_kind(const struct tally_kind *k)
{
	return !(k->received || k->cancelled || k->backlog_from || k->backlog_to || k->opened ||
		 k->reopened || k->resolved || k->withdrawn || k->rate[RATE_TIMELY].of ||
		 k->rate[RATE_REOPEN].of || k->rate[RATE_COMPLETE].of);
}

static void add_kind(struct figures *f, const struct measure *m, struct tally_kind *k)
{
	struct figure_kind *to;
	int i;

	for (i = 0; i < TALLY_AGES; i++)
		if (k->age_open[i] || k->age_waiting[i])
			break;
	if (i == TALLY_AGES && is_empty_kind(k))
		return;
	to = kind_of(f, figures_word(f, m, COLUMN_KIND, k->kind));
	to->received += k->received;
	to->concluded += k->concluded;
	to->anonymous += k->anonymous;
	to->cancelled += k->cancelled;
	to->backlog_from += k->backlog_from;
	to->opened += k->opened;
	to->reopened += k->reopened;
	to->resolved += k->resolved;
	to->withdrawn += k->withdrawn;
	to->backlog_to += k->backlog_to;
	for (i = 0; i < TALLY_AGES; i++) {
		to->age_open[i] += k->age_open[i];
		to->age_waiting[i] += k->age_waiting[i];
	}
	for (i = 0; i < RATE_COUNT; i++) {
		to->rate[i].n += k->rate[i].n;
		to->rate[i].of += k->rate[i].of;
	}
	for (i = 0; i < TIME_COUNT; i++)
		take_km(&to->time[i], &k->time[i]);
}

static void add_clock(struct figures *f, const struct measure *m, const struct tally_clock *c)
{
	const char *name = intern_str(&m->options.set->clocks, c->name_id);
	const char *kind = figures_word(f, m, COLUMN_KIND, c->kind);
	const char *severity = figures_word(f, m, COLUMN_SEVERITY, c->severity);
	struct figure_clock *to;
	size_t row;

	if (!(c->met || c->breached || c->undecided || c->dropped || c->unknown))
		return;
	row = INTERN_ADD_WORDS(&f->clocks, name, kind, severity);
	if (row == f->nclocks) {
		MEM_GROW(f->clock, row + 1, f->alloc_clocks);
		f->clock[row] = (struct figure_clock){
			.clock = figures_keep(f, name), .kind = kind, .severity = severity };
		f->nclocks = row + 1;
	}
	to = &f->clock[row];
	to->met += c->met;
	to->breached += c->breached;
	to->undecided += c->undecided;
	to->dropped += c->dropped;
	to->unknown += c->unknown;
}

const char *figures_case(struct figures *f, const struct measure *m, caseid id)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	if (!id)
		return "";
	caseid_format(&sb, id, policy_set_now(m->options.set)->prefix);
	s = arena_strndup(&f->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return s;
}

static void add_list(struct figures *f, const struct measure *m, const char *desk,
		     struct figure_list *list, const struct tally_list *from)
{
	size_t i;

	MEM_GROW(list->late, list->n + from->n, list->alloc);
	for (i = 0; i < from->n; i++) {
		const struct tally_late *x = &from->late[i];

		list->late[list->n++] = (struct figure_late){
			.desk = desk, .case_id = figures_case(f, m, x->id), .clock = figures_keep(f, x->rule->name),
			.owner = figures_word(f, m, COLUMN_OWNER, x->owner),
			.department = figures_word(f, m, COLUMN_DEPARTMENT, x->department),
			.kind = figures_word(f, m, COLUMN_KIND, x->kind),
			.severity = figures_word(f, m, COLUMN_SEVERITY, x->severity),
			.task = figures_word(f, m, COLUMN_DETAIL, x->task),
			.is_compensation = x->rule->part != NULL,
			.policy = policy_set_now(m->options.set), .zone = m->plan.zone,
			.due = x->due, .done = x->done, .late_s = x->end - x->due,
			.line = x->line, .number = x->number };
		/* What falls due at closing and is done before the next opening is late by no opening hour. */
		if (calendar_between(x->rule->calendar, x->due, x->end,
				     &list->late[list->n - 1].late_clock_s, NULL) != CALENDAR_OK)
			list->late[list->n - 1].late_clock_s = 0;
	}
}

static void add_calls(struct figures *f, const struct measure *m, const char *desk)
{
	size_t i;

	f->calls_all += m->calls_all;
	for (i = 0; i < m->ncalls; i++) {
		const struct measure_call *c = &m->call[i];

		MEM_GROW(f->call, f->ncalls + 1, f->alloc_calls);
		f->call[f->ncalls++] = (struct figure_call){
			desk, figures_keep(f, c->customer ? c->customer : ""), figures_case(f, m, c->id),
			figures_keep(f, c->late->rule->name), c->late->end - c->late->due };
	}
}

struct figure_dim *figures_dim(struct figures *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->ndims; i++)
		if (!strcmp(f->dim[i].name, name))
			return &f->dim[i];
	MEM_GROW(f->dim, i + 1, f->alloc_dims);
	f->dim[i] = (struct figure_dim){ .name = name, .index = INTERN_INIT };
	f->ndims = i + 1;
	return &f->dim[i];
}

static void add_dim(struct figures *f, const struct measure *m, int d)
{
	struct figure_dim *to = figures_dim(
		f, figures_keep(f, policy_set_column_name(m->options.set, m->plan.dim[d])));
	const struct tally_dim *from = &m->tally.dim[d];
	size_t i, row;
	int k;

	for (k = 0; k < m->options.nby; k++)
		to->is_asked |= m->options.by[k] == m->plan.dim[d];
	for (i = 0; i < from->n; i++) {
		const struct tally_value *v = &from->value[i];
		const char *name = symbols_str(&m->symbols, m->plan.dim[d], (uint32_t)i);

		if (!(v->received || v->cancelled || v->met || v->breached || v->answers))
			continue;
		row = intern_add(&to->index, name, strlen(name));
		if (row == to->n) {
			MEM_GROW(to->value, row + 1, to->alloc);
			to->value[row] = (struct figure_value){ .value = figures_keep(f, name) };
			to->n = row + 1;
		}
		to->value[row].received += v->received;
		to->value[row].concluded += v->concluded;
		to->value[row].cancelled += v->cancelled;
		to->value[row].met += v->met;
		to->value[row].breached += v->breached;
		to->value[row].answers += v->answers;
		to->value[row].satisfied += v->satisfied;
	}
}

static void add_delays(struct figures *f, struct measure *m)
{
	size_t i, row;

	for (i = 0; i < m->tally.ndelays; i++) {
		struct tally_delay *d = &m->tally.delay[i];
		const char *channel = figures_word(f, m, COLUMN_CHANNEL, (uint32_t)i);

		if (!d->time.n)
			continue;
		row = intern_add(&f->delays, channel, strlen(channel));
		if (row == f->ndelays) {
			MEM_GROW(f->delay, row + 1, f->alloc_delays);
			f->delay[row] = (struct figure_delay){ channel, 0, 0, 0, KM_INIT };
			f->ndelays = row + 1;
		}
		f->delay[row].late += d->late;
		take_km(&f->delay[row].time, &d->time);
	}
}

static void add_count(struct intern *index, struct figure_count **list, size_t *n, size_t *alloc,
		      const char *name, uint64_t by)
{
	size_t row = intern_add(index, name, strlen(name));

	if (row == *n) {
		MEM_GROW(*list, row + 1, *alloc);
		(*list)[row] = (struct figure_count){ name, 0 };
		*n = row + 1;
	}
	(*list)[row].n += by;
}

/* The level that a step of the policy escalates to; a row written by hand may name a level itself. */
static const char *level_of(const struct policy_set *set, const char *step)
{
	size_t v, i;

	for (v = set->n; v--; ) {
		const struct policy *p = set->version[v];

		for (i = 0; i < p->nsteps; i++)
			if (!strcmp(p->step[i].name, step))
				return p->step[i].level ? p->step[i].level : "";
		for (i = 0; i < p->levels.n; i++)
			if (!strcmp(p->levels.s[i], step))
				return step;
	}
	return "";
}

static void add_counts(struct figures *f, const struct measure *m)
{
	const struct tally *t = &m->tally;
	uint32_t i;

	for (i = 0; i < t->reason.n; i++)
		if (t->reason.count[i])
			add_count(&f->reasons, &f->reason, &f->nreasons, &f->alloc_reasons,
				  figures_word(f, m, COLUMN_DETAIL, i), t->reason.count[i]);
	for (i = 0; i < t->cause.n; i++)
		if (t->cause.count[i])
			add_count(&f->causes, &f->cause, &f->ncauses, &f->alloc_causes,
				  figures_word(f, m, COLUMN_DETAIL, i), t->cause.count[i]);
	for (i = 0; i < t->step.n; i++)
		if (t->step.count[i])
			add_count(&f->levels, &f->level, &f->nlevels, &f->alloc_levels,
				  figures_keep(f, level_of(m->options.set, symbols_str(&m->symbols, COLUMN_DETAIL, i))),
				  t->step.count[i]);
}

static const char *goal_of(struct figures *f, const struct policy_target *t)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	strbuf_addf(&sb, "%s ", t->op);
	number_format(&sb, t->is_percent ? t->value * 100 : t->value);
	strbuf_addstr(&sb, t->is_percent ? "%" : "");
	s = figures_keep(f, sb.buf);
	strbuf_release(&sb);
	return s;
}

static void add_targets(struct figures *f, const struct measure *m)
{
	const struct policy *p = policy_set_now(m->options.set);
	size_t i, row;

	for (i = 0; i < p->ntargets; i++) {
		const struct policy_target *t = &p->target[i];
		const char *goal = goal_of(f, t);

		row = INTERN_ADD_WORDS(&f->targets, figures_keep_number(f, i), t->name, goal);
		if (row == f->ntargets) {
			MEM_GROW(f->target, row + 1, f->alloc_targets);
			f->target[row] = (struct figure_target){
				.target = figures_keep(f, t->name), .goal = goal, .bound = t->value,
				.place = i, .is_percent = t->is_percent };
			memcpy(f->target[row].op, t->op, sizeof(t->op));
			f->ntargets = row + 1;
		}
		f->target[row].n += m->tally.target[i].n;
		f->target[row].of += m->tally.target[i].of;
		f->target[row].sides += m->tally.target[i].sides;
		figures_add_target_days(f, m, &f->target[row]);
		if (!m->has_before)
			continue;
		f->target[row].n_before += m->before.target[i].n;
		f->target[row].of_before += m->before.target[i].of;
		f->target[row].sides_before += m->before.target[i].sides;
	}
}

/* What everything else stands on: desks, kinds, clocks, columns. */
static void add_counts_of_cases(struct figures *f, struct measure *m)
{
	size_t i;
	int d;

	figures_add_desk(f, m);
	for (i = 0; i < m->tally.nkinds; i++)
		add_kind(f, m, &m->tally.kind[i]);
	for (i = 0; i < m->tally.nclocks; i++)
		add_clock(f, m, &m->tally.clock[i]);
	for (d = 0; d < m->plan.ndims; d++)
		add_dim(f, m, d);
}

/* The measure as seen from that side; its arrays are the side's. */
void figures_add_side(struct figures *f, const struct measure *m, int side)
{
	struct measure view = *m;

	view.plan = m->side[side].plan;
	view.tally = m->side[side].tally;
	view.bounds = m->side[side].bounds;
	view.options.as_of = m->side[side].as_of;
	view.has_before = 0;
	view.nlater = view.later_count = 0;
	add_counts_of_cases(f, &view);
	figures_add_compensation(f, &view);
	figures_add_opinion(f, &view);
}

void figures_add(struct figures *f, struct measure *m)
{
	const struct tally *t = &m->tally;
	const char *desk;
	int day, hour;

	add_counts_of_cases(f, m);
	desk = f->desk[f->ndesks - 1].name;
	add_list(f, m, desk, &f->breaches, &t->breaches);
	add_list(f, m, desk, &f->late, &t->late);
	add_list(f, m, desk, &f->due, &t->due);
	figures_add_below(f, m, desk);
	figures_add_completeness(f, m);
	add_calls(f, m, desk);
	add_delays(f, m);
	add_counts(f, m);
	figures_add_compensation(f, m);
	figures_add_opinion(f, m);
	figures_add_meeting(f, m, desk);
	figures_add_scores(f, m);
	figures_add_corrections(f, m, desk);
	add_targets(f, m);
	figures_add_days(f, m);
	series_add(&f->series, m, (uint32_t)f->ndesks - 1, desk);
	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++) {
			f->load[day][hour] += t->load[day][hour];
			f->contacts[day][hour] += t->contacts[day][hour];
		}
}
