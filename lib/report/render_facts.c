/*
 * render_facts: the report as a list of facts, one a row. csv and jsonl have the same rows and
 * columns; a column that a row does not need is empty (csv) or left out (jsonl).
 */
#include <stdlib.h>
#include <string.h>

#include "report/render_fact.h"
#include "report/render_below.h"
#include "report/render_days.h"
#include "report/render_comparison.h"
#include "report/render_correction.h"
#include "report/render_desks.h"
#include "report/render_completeness.h"
#include "report/render_meeting.h"
#include "report/render_money.h"
#include "report/render_opinion.h"
#include "report/render_score.h"
#include "report/render_warnings.h"

/* What the figures are of. */
static void put_subject(struct fact_out *o, const struct figures *f)
{
	static const char *const names[] = { "from", "to", "as_of" };
	instant t[] = { f->from, f->to, f->as_of };
	size_t i;

	fact_begin(o, "report");
	for (i = 0; i < 3; i++) {
		fact_set(o, CELL_MEASURE, names[i]);
		fact_set_time(o, CELL_VALUE, t[i], f->zone);
		fact_emit(o);
	}
	if (f->only) {
		fact_set(o, CELL_MEASURE, "where");
		fact_set(o, CELL_VALUE, f->only);
		fact_emit(o);
	}
	fact_emit_count(o, "", "", "so_far", (uint64_t)f->so_far);
}

static void put_head(struct fact_out *o, const struct figures *f)
{
	size_t i;

	put_subject(o, f);
	fact_emit_count(o, "", "", "received", f->received);
	fact_emit_count(o, "", "", "concluded", f->concluded);
	fact_emit_count(o, "", "", "open", f->open);
	fact_emit_count(o, "", "", "excluded_cancelled", f->cancelled);
	fact_begin(o, "excluded");
	for (i = 0; i < f->nreasons; i++)
		fact_emit_count(o, f->reason[i].name, "", "cancelled", f->reason[i].n);
}

static void put_clocks(struct fact_out *o, const struct figures *f)
{
	size_t i, k;

	fact_begin(o, "clocks");
	for (i = 0; i < f->nclocks; i++) {
		const struct figure_clock *c = &f->clock[i];
		const struct figure_count count[] = {
			{ "met", c->met }, { "breached", c->breached }, { "undecided", c->undecided },
			{ "dropped", c->dropped }, { "unknown", c->unknown } };

		fact_set(o, CELL_SEVERITY, c->severity);
		fact_emit_share(o, c->clock, c->kind, "attainment", c->met, c->decided);
		for (k = 0; k < sizeof(count) / sizeof(count[0]); k++) {
			fact_set(o, CELL_SEVERITY, c->severity);
			fact_emit_count(o, c->clock, c->kind, count[k].name, count[k].n);
		}
	}
}

static void put_list(struct fact_out *o, const char *section, const struct figure_list *list)
{
	struct strbuf late = STRBUF_INIT;
	size_t i;

	fact_begin(o, section);
	for (i = 0; i < list->n; i++) {
		const struct figure_late *x = &list->late[i];

		fact_set(o, CELL_DESK, x->desk);
		fact_set(o, CELL_CASE, x->case_id);
		fact_set(o, CELL_NAME, x->clock);
		fact_set(o, CELL_OWNER, x->owner);
		fact_set(o, CELL_TASK, x->task);
		fact_set_time(o, CELL_DUE, x->due, x->zone);
		fact_set_time(o, CELL_DONE, x->done, x->zone);
		fact_set(o, CELL_MEASURE, "late_s");
		strbuf_reset(&late);
		strbuf_addf(&late, "%lld", (long long)x->late_s);
		fact_set(o, CELL_VALUE, late.buf);
		o->is_number[CELL_VALUE] = 1;
		fact_emit(o);
	}
	strbuf_release(&late);
}

static void put_times(struct fact_out *o, const struct figure_kind *k)
{
	int m;

	fact_begin(o, "times");
	for (m = 0; m < TIME_COUNT; m++) {
		const char *name = time_name((enum time_measure)m);

		if (!k->time[m].n)
			continue;
		fact_emit_count(o, name, k->kind, "n", k->time[m].n);
		fact_emit_count(o, name, k->kind, "censored", k->time[m].censored);
		fact_set(o, CELL_NAME, name);
		fact_set(o, CELL_KIND, k->kind);
		fact_set(o, CELL_MEASURE, "p50_s");
		fact_set_real(o, CELL_VALUE, k->p50[m]);
		fact_emit(o);
		fact_set(o, CELL_NAME, name);
		fact_set(o, CELL_KIND, k->kind);
		fact_set(o, CELL_MEASURE, "p90_s");
		fact_set_real(o, CELL_VALUE, k->p90[m]);
		fact_emit(o);
	}
}

static void put_backlog(struct fact_out *o, const struct figure_kind *k)
{
	const struct figure_count count[] = {
		{ "at_from", k->backlog_from }, { "opened", k->opened }, { "reopened", k->reopened },
		{ "resolved", k->resolved }, { "cancelled", k->withdrawn },
		{ "at_to", k->backlog_to }, { "open", k->open_now }, { "waiting", k->waiting_now } };
	size_t i;

	fact_begin(o, "backlog");
	for (i = 0; i < sizeof(count) / sizeof(count[0]); i++)
		fact_emit_count(o, "", k->kind, count[i].name, count[i].n);
	for (i = 0; i < TALLY_AGES; i++) {
		fact_emit_count(o, report_age_names[i], k->kind, "open",
			   k->age_open[i] + k->age_waiting[i]);
		fact_emit_count(o, report_age_names[i], k->kind, "waiting", k->age_waiting[i]);
	}
}

static void put_kinds(struct fact_out *o, const struct figures *f)
{
	size_t i;
	int r;

	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		fact_begin(o, "kinds");
		fact_emit_count(o, "", k->kind, "received", k->received);
		fact_emit_count(o, "", k->kind, "concluded", k->concluded);
		fact_emit_count(o, "", k->kind, "open", k->received - k->concluded);
		fact_emit_count(o, "", k->kind, "cancelled", k->cancelled);
		fact_begin(o, "rates");
		for (r = 0; r < RATE_COUNT; r++)
			fact_emit_share(o, rate_name((enum rate)r), k->kind, "value", k->rate[r].n,
				   k->rate[r].of);
		fact_emit_count(o, rate_name(RATE_REPEAT), k->kind, "anonymous", k->anonymous);
		put_times(o, k);
		put_backlog(o, k);
	}
}

static void put_by(struct fact_out *o, const struct figure_dim *d)
{
	struct strbuf section = STRBUF_INIT;
	size_t i, k;

	strbuf_addf(&section, "by_%s", d->name);
	fact_begin(o, section.buf);
	strbuf_release(&section);
	for (i = 0; i < d->n; i++) {
		const struct figure_value *v = &d->value[i];
		const struct figure_count count[] = {
			{ "received", v->received }, { "concluded", v->concluded },
			{ "open", v->open }, { "cancelled", v->cancelled },
			{ "decided", v->decided }, { "met", v->met }, { "breached", v->breached } };

		for (k = 0; k < sizeof(count) / sizeof(count[0]); k++)
			fact_emit_count(o, v->value, "", count[k].name, count[k].n);
		fact_emit_share(o, v->value, "", "csat", v->satisfied, v->answers);
	}
}

static void put_rest(struct fact_out *o, const struct figures *f)
{
	struct strbuf hour = STRBUF_INIT;
	size_t i;
	int day, h;

	fact_begin(o, "escalations");
	for (i = 0; i < f->nlevels; i++)
		fact_emit_count(o, f->level[i].name, "", "cases", f->level[i].n);
	fact_begin(o, "causes");
	for (i = 0; i < f->ncauses; i++)
		fact_emit_count(o, f->cause[i].name, "", "cases", f->cause[i].n);
	fact_begin(o, "record_delay");
	for (i = 0; i < f->ndelays; i++) {
		fact_emit_share(o, f->delay[i].channel, "", "share_over_limit", f->delay[i].late,
			   f->delay[i].n);
		fact_set(o, CELL_NAME, f->delay[i].channel);
		fact_set(o, CELL_MEASURE, "p50_s");
		fact_set_real(o, CELL_VALUE, f->delay[i].p50);
		fact_emit(o);
	}
	fact_begin(o, "load");
	for (day = 0; day < 7; day++)
		for (h = 0; h < 24; h++) {
			if (!f->load[day][h] && !f->contacts[day][h])
				continue;
			strbuf_reset(&hour);
			strbuf_addf(&hour, "%s %02d", report_weekdays[day], h);
			fact_emit_count(o, hour.buf, "", "received", f->load[day][h]);
			fact_emit_count(o, hour.buf, "", "contacts", f->contacts[day][h]);
		}
	strbuf_release(&hour);
}

static void put_bound(struct fact_out *o, const struct figure_target *t, const char *name, double x)
{
	fact_set(o, CELL_NAME, t->target);
	fact_set(o, CELL_MEASURE, name);
	fact_set_real(o, CELL_VALUE, x);
	fact_emit(o);
}

static void put_value(struct fact_out *o, const struct figure_target *t, const char *measure, double x, uint64_t n,
		      uint64_t of)
{
	fact_set(o, CELL_NAME, t->target);
	fact_set(o, CELL_MEASURE, measure);
	fact_set_real(o, CELL_VALUE, x);
	fact_set_count(o, CELL_NUMERATOR, n);
	fact_set_count(o, CELL_DENOMINATOR, of);
	fact_emit(o);
}

static void put_targets(struct fact_out *o, const struct figures *f)
{
	size_t i;

	fact_begin(o, "targets");
	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];

		put_value(o, t, t->goal, t->value, t->n, t->of);
		fact_set(o, CELL_NAME, t->target);
		fact_set(o, CELL_MEASURE, "met");
		fact_set(o, CELL_VALUE, t->met < 0 ? "" : t->met ? "yes" : "no");
		fact_emit(o);
		put_bound(o, t, "lo95", t->lo);
		put_bound(o, t, "hi95", t->hi);
		put_value(o, t, "before", t->before, t->n_before, t->of_before);
		fact_set(o, CELL_NAME, t->target);
		fact_set(o, CELL_MEASURE, "trend");
		fact_set(o, CELL_VALUE, figure_trend_name(t->trend));
		fact_emit(o);
	}
}

static void put_all(struct fact_out *o, const struct figures *f)
{
	size_t i;

	put_head(o, f);
	comparison_facts(o, f);
	warnings_facts(o, f);
	put_targets(o, f);
	put_clocks(o, f);
	put_kinds(o, f);
	for (i = 0; i < f->ndims; i++)
		put_by(o, &f->dim[i]);
	put_rest(o, f);
	days_facts(o, f);
	money_facts(o, f);
	opinion_facts(o, f);
	score_facts(o, f);
	correction_facts(o, f);
	put_list(o, "late_now", &f->late);
	put_list(o, "due_today", &f->due);
	put_list(o, "breaches", &f->breaches);
	below_facts(o, f);
	meeting_facts(o, f);
	desks_facts(o, f);
	completeness_facts(o, f);
}

typedef void put_fn(struct fact_out *o, const struct figures *f);

static void put(struct report_out *to, const struct figures *f, int is_json, put_fn *fn)
{
	struct fact_out o = { .to = to, .is_json = is_json, .zone = f->zone };
	int c;

	for (c = 0; c < CELL_COUNT; c++) {
		if (!is_json)
			strbuf_addf(to->out, "%s%s", c ? "," : "", fact_cell_names[c]);
		strbuf_init(&o.cell[c]);
	}
	if (!is_json)
		strbuf_addch(to->out, '\n');
	fn(&o, f);
	for (c = 0; c < CELL_COUNT; c++)
		strbuf_release(&o.cell[c]);
}

void facts_each(const struct figures *f, fact_row_fn *row, void *ctx)
{
	struct report_out nowhere = { .out = NULL };
	struct fact_out o = { .to = &nowhere, .zone = f->zone, .row = row, .ctx = ctx };
	int c;

	for (c = 0; c < CELL_COUNT; c++)
		strbuf_init(&o.cell[c]);
	put_all(&o, f);
	for (c = 0; c < CELL_COUNT; c++)
		strbuf_release(&o.cell[c]);
}

void report_csv(struct report_out *to, const struct figures *f)
{
	put(to, f, 0, put_all);
}

void report_jsonl(struct report_out *to, const struct figures *f)
{
	put(to, f, 1, put_all);
}

static void put_warnings(struct fact_out *o, const struct figures *f)
{
	put_subject(o, f);
	warnings_facts(o, f);
	desks_later_facts(o, f);
	desks_unread_facts(o, f);
}

void report_warnings_csv(struct report_out *to, const struct figures *f)
{
	put(to, f, 0, put_warnings);
}

void report_warnings_jsonl(struct report_out *to, const struct figures *f)
{
	put(to, f, 1, put_warnings);
}
