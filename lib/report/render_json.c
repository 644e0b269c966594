#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "io/json.h"
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

#define FLUSH_AT ((size_t)1 << 16)

const char *const report_weekdays[7] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
const char *const report_age_names[TALLY_AGES] = {
	N_("0-1d"), N_("1-3d"), N_("3-7d"), N_("7-15d"), N_("15-30d"), N_("30d+")
};

void report_flush(struct report_out *to)
{
	if (to->flush && !to->failed && to->out->len >= FLUSH_AT)
		to->failed = to->flush(to->ctx);
}

static void put_excluded(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_object(w, "excluded");
	json_put_count(w, "cancelled", f->cancelled);
	json_begin_array(w, "reasons");
	for (i = 0; i < f->nreasons; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "reason", f->reason[i].name);
		json_put_count(w, "n", f->reason[i].n);
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

static void put_clocks(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "clocks");
	for (i = 0; i < f->nclocks; i++) {
		const struct figure_clock *c = &f->clock[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "clock", c->clock);
		json_put_cstring(w, "kind", c->kind);
		json_put_cstring(w, "severity", c->severity);
		json_put_count(w, "decided", c->decided);
		json_put_count(w, "met", c->met);
		json_put_count(w, "breached", c->breached);
		json_put_count(w, "undecided", c->undecided);
		json_put_count(w, "dropped", c->dropped);
		json_put_count(w, "unknown", c->unknown);
		json_put_real(w, "attainment", c->attainment);
		json_end(w);
	}
	json_end(w);
}

static void put_late(struct json_writer *w, const struct figure_late *x, int is_due)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "desk", x->desk);
	json_put_cstring(w, "case", x->case_id);
	json_put_cstring(w, "clock", x->clock);
	if (*x->task)
		json_put_cstring(w, "task", x->task);
	json_put_cstring(w, "kind", x->kind);
	json_put_cstring(w, "severity", x->severity);
	json_put_instant(w, "due", x->due, x->zone);
	if (!is_due) {
		json_put_instant(w, "done", x->done, x->zone);
		json_put_integer(w, "late_s", x->late_s);
		json_put_integer(w, "late_clock_s", x->late_clock_s);
	}
	json_put_cstring(w, "owner", x->owner);
	json_put_cstring(w, "department", x->department);
	json_end(w);
}

static void put_list(struct report_out *to, struct json_writer *w, const char *key,
		     const struct figure_list *list, int is_due)
{
	size_t i;

	json_begin_array(w, key);
	for (i = 0; i < list->n; i++) {
		put_late(w, &list->late[i], is_due);
		report_flush(to);
	}
	json_end(w);
}

static void put_times(struct json_writer *w, const struct figures *f)
{
	size_t i;
	int m;

	json_begin_array(w, "times");
	for (i = 0; i < f->nkinds; i++)
		for (m = 0; m < TIME_COUNT; m++) {
			const struct figure_kind *k = &f->kind[i];

			if (!k->time[m].n)
				continue;
			json_begin_object(w, NULL);
			json_put_cstring(w, "measure", time_name((enum time_measure)m));
			json_put_cstring(w, "kind", k->kind);
			json_put_count(w, "n", k->time[m].n);
			json_put_count(w, "censored", k->time[m].censored);
			json_put_real(w, "p50_s", k->p50[m]);
			json_put_real(w, "p90_s", k->p90[m]);
			json_end(w);
		}
	json_end(w);
}

static void put_rates(struct json_writer *w, const struct figures *f)
{
	size_t i;
	int r;

	json_begin_array(w, "rates");
	for (i = 0; i < f->nkinds; i++)
		for (r = 0; r < RATE_COUNT; r++) {
			const struct tally_rate *x = &f->kind[i].rate[r];

			json_begin_object(w, NULL);
			json_put_cstring(w, "measure", rate_name((enum rate)r));
			json_put_cstring(w, "kind", f->kind[i].kind);
			json_put_count(w, "numerator", x->n);
			json_put_count(w, "denominator", x->of);
			json_put_real(w, "value", figures_share(x->n, x->of));
			json_end(w);
		}
	json_end(w);
}

static void put_kinds(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "kinds");
	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "kind", k->kind);
		json_put_count(w, "received", k->received);
		json_put_count(w, "concluded", k->concluded);
		json_put_count(w, "open", k->received - k->concluded);
		json_put_count(w, "cancelled", k->cancelled);
		json_end(w);
	}
	json_end(w);
}

static void put_backlog(struct json_writer *w, const struct figures *f)
{
	size_t i;
	int a;

	json_begin_array(w, "backlog");
	for (i = 0; i < f->nkinds; i++) {
		const struct figure_kind *k = &f->kind[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "kind", k->kind);
		json_put_count(w, "at_from", k->backlog_from);
		json_put_count(w, "opened", k->opened);
		json_put_count(w, "reopened", k->reopened);
		json_put_count(w, "resolved", k->resolved);
		json_put_count(w, "cancelled", k->withdrawn);
		json_put_count(w, "at_to", k->backlog_to);
		json_put_count(w, "open", k->open_now);
		json_put_count(w, "waiting", k->waiting_now);
		json_begin_array(w, "ages");
		for (a = 0; a < TALLY_AGES; a++) {
			json_begin_object(w, NULL);
			json_put_cstring(w, "age", report_age_names[a]);
			json_put_count(w, "open", k->age_open[a] + k->age_waiting[a]);
			json_put_count(w, "waiting", k->age_waiting[a]);
			json_end(w);
		}
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

static void put_csat(struct json_writer *w, const struct figure_value *v)
{
	json_begin_object(w, "csat");
	json_put_count(w, "n", v->answers);
	json_put_count(w, "satisfied", v->satisfied);
	json_put_real(w, "share", figures_share(v->satisfied, v->answers));
	json_end(w);
}

static void put_by(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i, k;

	json_begin_object(w, "by");
	for (i = 0; i < f->ndims; i++) {
		json_begin_array(w, f->dim[i].name);
		for (k = 0; k < f->dim[i].n; k++) {
			const struct figure_value *v = &f->dim[i].value[k];

			json_begin_object(w, NULL);
			json_put_cstring(w, "value", v->value);
			json_put_count(w, "received", v->received);
			json_put_count(w, "concluded", v->concluded);
			json_put_count(w, "open", v->open);
			json_put_count(w, "cancelled", v->cancelled);
			json_put_count(w, "decided", v->decided);
			json_put_count(w, "met", v->met);
			json_put_count(w, "breached", v->breached);
			put_csat(w, v);
			json_end(w);
			report_flush(to);
		}
		json_end(w);
	}
	json_end(w);
}

static void put_delays(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "record_delay");
	for (i = 0; i < f->ndelays; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "channel", f->delay[i].channel);
		json_put_count(w, "n", f->delay[i].n);
		json_put_integer(w, "limit_s", TALLY_DELAY_MAX);
		json_put_count(w, "over_limit", f->delay[i].late);
		json_put_real(w, "share_over_limit", figures_share(f->delay[i].late, f->delay[i].n));
		json_put_real(w, "p50_s", f->delay[i].p50);
		json_end(w);
	}
	json_end(w);
}

static void put_load(struct json_writer *w, const struct figures *f)
{
	int day, hour;

	json_begin_array(w, "load");
	for (day = 0; day < 7; day++)
		for (hour = 0; hour < 24; hour++) {
			if (!f->load[day][hour] && !f->contacts[day][hour])
				continue;
			json_begin_object(w, NULL);
			json_put_cstring(w, "weekday", report_weekdays[day]);
			json_put_integer(w, "hour", hour);
			json_put_count(w, "received", f->load[day][hour]);
			json_put_count(w, "contacts", f->contacts[day][hour]);
			json_end(w);
		}
	json_end(w);
}

static void put_causes(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "causes");
	for (i = 0; i < f->ncauses; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "cause", f->cause[i].name);
		json_put_count(w, "cases", f->cause[i].n);
		json_end(w);
	}
	json_end(w);
}

static void put_levels(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "escalations");
	for (i = 0; i < f->nlevels; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "level", f->level[i].name);
		json_put_count(w, "cases", f->level[i].n);
		json_end(w);
	}
	json_end(w);
}

static void put_share(struct json_writer *w, const char *key, const struct figures *f, enum rate r)
{
	json_begin_object(w, key);
	json_put_count(w, "n", f->rate[r].n);
	json_put_count(w, "of", f->rate[r].of);
	json_put_real(w, "share", figures_share(f->rate[r].n, f->rate[r].of));
	if (r == RATE_REPEAT)
		json_put_count(w, "anonymous", f->anonymous);
	json_end(w);
}

static void put_before(struct json_writer *w, const struct figures *f, const struct figure_target *t)
{
	json_put_cstring(w, "trend", figure_trend_name(t->trend));
	if (f->before_from == f->before_to) {
		json_put_null(w, "before");
		return;
	}
	json_begin_object(w, "before");
	json_put_instant(w, "from", f->before_from, f->zone);
	json_put_instant(w, "to", f->before_to, f->zone);
	json_put_real(w, "value", t->before);
	json_put_count(w, "numerator", t->n_before);
	json_put_count(w, "denominator", t->of_before);
	json_put_real(w, "p", t->p);
	json_end(w);
}

static void put_targets(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "targets");
	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "target", t->target);
		json_put_cstring(w, "goal", t->goal);
		json_put_real(w, "value", t->value);
		if (t->met < 0)
			json_put_null(w, "met");
		else
			json_put_bool(w, "met", t->met);
		json_put_count(w, "numerator", t->n);
		json_put_count(w, "denominator", t->of);
		json_put_real(w, "lo95", t->lo);
		json_put_real(w, "hi95", t->hi);
		put_before(w, f, t);
		days_target_json(w, t);
		json_end(w);
	}
	json_end(w);
}

static void put_calls(struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "calls");
	for (i = 0; i < f->ncalls; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", f->call[i].desk);
		json_put_cstring(w, "customer", f->call[i].customer);
		json_put_cstring(w, "case", f->call[i].case_id);
		json_put_cstring(w, "clock", f->call[i].clock);
		json_put_integer(w, "late_s", f->call[i].late_s);
		json_end(w);
	}
	json_end(w);
}

static void put_head(struct json_writer *w, const struct figures *f, const char *schema)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "schema", schema);
	json_put_instant(w, "from", f->from, f->zone);
	json_put_instant(w, "to", f->to, f->zone);
	json_put_instant(w, "as_of", f->as_of, f->zone);
	json_put_bool(w, "so_far", f->so_far);
	if (f->only)
		json_put_cstring(w, "where", f->only);
}

void report_json(struct report_out *to, const struct figures *f)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_stream(&w, to->out, 2);
	put_head(&w, f, "sd.report/1");
	json_put_count(&w, "received", f->received);
	json_put_count(&w, "concluded", f->concluded);
	json_put_count(&w, "open", f->open);
	put_excluded(&w, f);
	put_kinds(&w, f);
	put_clocks(&w, f);
	put_list(to, &w, "breaches", &f->breaches, 0);
	put_list(to, &w, "late_now", &f->late, 0);
	put_list(to, &w, "due_today", &f->due, 1);
	below_json(&w, f);
	put_calls(&w, f);
	put_rates(&w, f);
	put_share(&w, "repeat_contact", f, RATE_REPEAT);
	put_share(&w, "callback", f, RATE_CALLBACK);
	completeness_json(&w, f);
	put_times(&w, f);
	put_backlog(&w, f);
	days_json(to, &w, f);
	put_levels(&w, f);
	put_causes(&w, f);
	put_by(to, &w, f);
	score_json(to, &w, f);
	correction_json(&w, f);
	put_delays(&w, f);
	put_load(&w, f);
	money_json(&w, f);
	opinion_json(&w, f);
	put_targets(&w, f);
	comparison_json(&w, f);
	warnings_json(to, &w, f);
	meeting_json(&w, f);
	desks_json(to, &w, f);
	json_end(&w);
	json_finish(&w, to->out, 2);
	json_writer_release(&w);
}

void report_warnings_json(struct report_out *to, const struct figures *f)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_stream(&w, to->out, 2);
	put_head(&w, f, "sd.warnings/1");
	warnings_json(to, &w, f);
	desks_later_json(&w, f);
	desks_unread_json(&w, f);
	json_end(&w);
	json_finish(&w, to->out, 2);
	json_writer_release(&w);
}
