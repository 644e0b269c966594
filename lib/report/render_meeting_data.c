/* render_meeting_data: what a meeting speaks about, for programs. */
#include <string.h>

#include "report/render_meeting.h"

static void put_followup(struct json_writer *w, const struct figure_followup *x)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "desk", x->desk);
	json_put_cstring(w, "case", x->case_id);
	if (*x->duty) {
		json_put_cstring(w, "duty", x->duty);
		json_put_cstring(w, "period", x->period);
	} else {
		json_put_cstring(w, "text", x->text);
	}
	json_put_cstring(w, "owner", x->owner);
	json_put_cstring(w, "department", x->department);
	json_put_instant(w, "opened", x->opened, x->zone);
	json_put_instant(w, "due", x->due, x->zone);
	json_put_instant(w, "done", x->done, x->zone);
	json_put_cstring(w, "state", followup_state_name(x->state));
	json_put_integer(w, "late_s", x->late_s);
	json_end(w);
}

static void put_followups(struct json_writer *w, const char *key, const struct figure_followup *list, size_t n)
{
	size_t i;

	json_begin_array(w, key);
	for (i = 0; i < n; i++)
		put_followup(w, &list[i]);
	json_end(w);
}

static void put_weak(struct json_writer *w, const struct figure_meeting *t)
{
	size_t i;

	json_begin_array(w, "weak_links");
	for (i = 0; i < t->nweak; i++) {
		const struct figure_weak *x = &t->weak[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "measure", weak_name(x->measure));
		json_put_cstring(w, "kind", x->kind);
		json_put_cstring(w, "column", x->column);
		json_put_cstring(w, "value", x->value);
		json_put_count(w, "n", x->bad);
		json_put_count(w, "of", x->of);
		json_put_real(w, "share", x->share);
		json_put_count(w, "rest_n", x->rest_bad);
		json_put_count(w, "rest_of", x->rest_of);
		json_put_real(w, "rest_share", x->rest_share);
		json_put_real(w, "difference_lo95", x->lo);
		json_put_real(w, "difference_hi95", x->hi);
		json_put_real(w, "p", x->p);
		json_put_real(w, "excess", x->excess);
		json_put_count(w, "compared", t->compared[x->measure]);
		json_put_bool(w, "certain", x->is_certain);
		json_end(w);
	}
	json_end(w);
}

static void put_reasons(struct json_writer *w, unsigned int why)
{
	int i;

	json_begin_array(w, "why");
	for (i = 0; i < HARD_COUNT; i++)
		if (why >> i & 1)
			json_put_cstring(w, NULL, hard_name((enum hard_why)i));
	json_end(w);
}

static void put_hard(struct json_writer *w, const struct figure_meeting *t)
{
	size_t i;

	json_begin_array(w, "hard_cases");
	for (i = 0; i < t->nhard; i++) {
		const struct figure_hard *x = &t->hard[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", x->desk);
		json_put_cstring(w, "case", x->case_id);
		json_put_cstring(w, "kind", x->kind);
		json_put_cstring(w, "category", x->category);
		json_put_cstring(w, "severity", x->severity);
		json_put_cstring(w, "department", x->department);
		json_put_cstring(w, "owner", x->owner);
		json_put_cstring(w, "place", x->place);
		json_put_cstring(w, "product", x->product);
		json_put_instant(w, "opened", x->opened, x->zone);
		json_put_integer(w, "age_s", x->age_s);
		json_put_integer(w, "late_s", x->late_s);
		put_reasons(w, x->why);
		json_end(w);
	}
	json_end(w);
	json_begin_array(w, "open_by_department");
	for (i = 0; i < t->nby_department; i++) {
		json_begin_object(w, NULL);
		json_put_cstring(w, "department", t->by_department[i].department);
		json_put_count(w, "open", t->by_department[i].open);
		json_put_count(w, "late", t->by_department[i].late);
		json_put_count(w, "hard", t->by_department[i].hard);
		json_end(w);
	}
	json_end(w);
}

static void put_said(struct json_writer *w, const struct figure_meeting *t)
{
	size_t i;

	json_begin_array(w, "said");
	for (i = 0; i < t->nsaid; i++) {
		const struct figure_said *x = &t->said[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", x->desk);
		json_put_cstring(w, "case", x->case_id);
		json_put_cstring(w, "kind", x->kind);
		json_put_cstring(w, "category", x->category);
		json_put_cstring(w, "question", x->question);
		json_put_instant(w, "at", x->at, x->zone);
		if (x->score < 0)
			json_put_null(w, "score");
		else
			json_put_integer(w, "score", x->score);
		json_put_cstring(w, "text", x->text);
		json_end(w);
	}
	json_end(w);
	json_begin_array(w, "observed");
	for (i = 0; i < t->nobserved; i++) {
		const struct figure_observed *x = &t->observed[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "desk", x->desk);
		json_put_cstring(w, "about", x->about);
		json_put_cstring(w, "question", x->question);
		json_put_cstring(w, "scale", x->scale);
		json_put_count(w, "n", x->n);
		json_put_real(w, "mean", figures_share(x->sum, x->n));
		json_end(w);
	}
	json_end(w);
}

static void put_summary(struct json_writer *w, const struct figures *f)
{
	const struct figure_meeting *t = &f->meeting;

	json_begin_object(w, "period_before");
	json_put_count(w, "received", t->before.received);
	json_put_count(w, "concluded", t->before.concluded);
	json_put_count(w, "decided", t->before.decided);
	json_put_count(w, "met", t->before.met);
	json_put_count(w, "answers", t->before.answers);
	json_put_count(w, "satisfied", t->before.satisfied);
	json_put_count(w, "short_desks", t->before.short_desks);
	json_put_real(w, "received_ratio", t->received.ratio);
	json_put_real(w, "received_p", t->received.p);
	json_end(w);
}

void meeting_json(struct json_writer *w, const struct figures *f)
{
	const struct figure_meeting *t = &f->meeting;

	put_followups(w, "actions", t->action, t->nactions);
	put_followups(w, "duties", t->duty, t->nduties);
	put_weak(w, t);
	put_hard(w, t);
	if (!t->is_pack)
		return;
	put_said(w, t);
	put_summary(w, f);
}

/* --- facts ------------------------------------------------------------------------------------------ */

static void followup_facts(struct fact_out *o, const char *section, const struct figure_followup *list, size_t n)
{
	size_t i;

	fact_begin(o, section);
	for (i = 0; i < n; i++) {
		const struct figure_followup *x = &list[i];

		fact_set(o, CELL_DESK, x->desk);
		fact_set(o, CELL_CASE, x->case_id);
		fact_set(o, CELL_NAME, x->duty);
		fact_set(o, CELL_MEASURE, "state");
		fact_set(o, CELL_VALUE, followup_state_name(x->state));
		fact_set_time(o, CELL_DUE, x->due, x->zone);
		fact_set_time(o, CELL_DONE, x->done, x->zone);
		fact_set(o, CELL_OWNER, x->owner);
		fact_emit(o);
	}
}

static void weak_facts(struct fact_out *o, const struct figure_meeting *t)
{
	struct strbuf name = STRBUF_INIT;
	size_t i;

	fact_begin(o, "weak_links");
	for (i = 0; i < t->nweak; i++) {
		const struct figure_weak *x = &t->weak[i];

		strbuf_reset(&name);
		strbuf_addf(&name, "%s=%s", x->column, x->value);
		fact_emit_share(o, name.buf, x->kind, weak_name(x->measure), x->bad, x->of);
		strbuf_addstr(&name, " rest");
		fact_emit_share(o, name.buf, x->kind, weak_name(x->measure), x->rest_bad, x->rest_of);
	}
	strbuf_release(&name);
}

static void hard_facts(struct fact_out *o, const struct figure_meeting *t)
{
	struct strbuf why = STRBUF_INIT;
	size_t i;

	fact_begin(o, "hard_cases");
	for (i = 0; i < t->nhard; i++) {
		const struct figure_hard *x = &t->hard[i];

		strbuf_reset(&why);
		figure_hard_names(&why, x->why);
		fact_set(o, CELL_DESK, x->desk);
		fact_set(o, CELL_CASE, x->case_id);
		fact_set(o, CELL_NAME, x->department);
		fact_set(o, CELL_KIND, x->kind);
		fact_set(o, CELL_SEVERITY, x->severity);
		fact_set(o, CELL_MEASURE, "why");
		fact_set(o, CELL_VALUE, why.buf);
		fact_set(o, CELL_OWNER, x->owner);
		fact_emit(o);
	}
	strbuf_release(&why);
}

static void said_facts(struct fact_out *o, const struct figure_meeting *t)
{
	size_t i;

	fact_begin(o, "said");
	for (i = 0; i < t->nsaid; i++) {
		fact_set(o, CELL_DESK, t->said[i].desk);
		fact_set(o, CELL_CASE, t->said[i].case_id);
		fact_set(o, CELL_NAME, t->said[i].question);
		fact_set(o, CELL_KIND, t->said[i].kind);
		fact_set(o, CELL_MEASURE, "text");
		fact_set(o, CELL_VALUE, t->said[i].text);
		fact_emit(o);
	}
	fact_begin(o, "observed");
	for (i = 0; i < t->nobserved; i++) {
		fact_set(o, CELL_DESK, t->observed[i].desk);
		fact_set(o, CELL_OWNER, t->observed[i].about);
		fact_set(o, CELL_MEASURE, t->observed[i].scale);
		fact_set(o, CELL_NAME, t->observed[i].question);
		fact_set_count(o, CELL_NUMERATOR, t->observed[i].sum);
		fact_set_count(o, CELL_DENOMINATOR, t->observed[i].n);
		fact_set_real(o, CELL_VALUE, figures_share(t->observed[i].sum, t->observed[i].n));
		fact_emit(o);
	}
}

void meeting_facts(struct fact_out *o, const struct figures *f)
{
	const struct figure_meeting *t = &f->meeting;

	followup_facts(o, "actions", t->action, t->nactions);
	followup_facts(o, "duties", t->duty, t->nduties);
	weak_facts(o, t);
	hard_facts(o, t);
	said_facts(o, t);
}
