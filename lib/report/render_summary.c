/* render_summary: the period in sentences, for the first page of a pack. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "report/policytext.h"
#include "report/render_meeting.h"
#include "values/duration.h"

#define SURE .05

#define COUNT(n) ((unsigned long long)(n))

static int has_before(const struct figures *f)
{
	return f->before_from != f->before_to;
}

/* Names with a comma between. */
static void add_name(struct strbuf *out, const char *name)
{
	strbuf_addf(out, "%s%s", out->len ? _(", ") : "", name);
}

/* "12 % more, which chance hardly explains" */
static void add_change(struct strbuf *out, const struct figure_meeting *t)
{
	double percent = 100 * fabs(t->received.ratio - 1);

	if (t->received.p >= SURE)
		strbuf_addstr(out, _("no more of a difference than chance makes"));
	else if (t->received.ratio > 1)
		strbuf_addf(out, _("%.0f %% more, which chance hardly explains"), percent);
	else
		strbuf_addf(out, _("%.0f %% fewer, which chance hardly explains"), percent);
}

static void say_received(struct doc *d)
{
	const struct figures *f = d->f;
	const struct figure_meeting *t = &f->meeting;
	struct strbuf kinds = STRBUF_INIT, change = STRBUF_INIT;
	size_t i;

	doc_item(d, _("Cases that came in: %llu; concluded of them %llu, open %llu."), COUNT(f->received),
		 COUNT(f->concluded), COUNT(f->open));
	for (i = 0; i < f->nkinds; i++) {
		struct strbuf one = STRBUF_INIT;

		if (!f->kind[i].received)
			continue;
		strbuf_addf(&one, "%s %llu", doc_label(d, COLUMN_KIND, f->kind[i].kind), COUNT(f->kind[i].received));
		add_name(&kinds, one.buf);
		strbuf_release(&one);
	}
	if (kinds.len)
		doc_item(d, _("By kind: %s."), kinds.buf);
	if (has_before(f) && t->before.short_desks) {
		doc_item(d, "%s", _("How much came in is not compared with the period before: the log began in it, or later."));
	} else if (has_before(f) && !isnan(t->received.p)) {
		add_change(&change, t);
		doc_item(d, _("In the period before %llu came in; by the day that is now %s."),
			 COUNT(t->before.received), change.buf);
	}
	strbuf_release(&kinds);
	strbuf_release(&change);
}

static void say_limits(struct doc *d)
{
	const struct figures *f = d->f;
	const struct figure_before *b = &f->meeting.before;
	struct strbuf now = STRBUF_INIT, before = STRBUF_INIT;

	if (!f->decided)
		return;
	doc_share(&now, f->met, f->decided);
	if (has_before(f) && b->decided) {
		doc_share(&before, b->met, b->decided);
		doc_item(d, _("Time limits decided: %llu; missed %llu: %s kept, the period before %s."),
			 COUNT(f->decided), COUNT(f->decided - f->met), now.buf, before.buf);
	} else {
		doc_item(d, _("Time limits decided: %llu; missed %llu: %s kept."), COUNT(f->decided),
			 COUNT(f->decided - f->met), now.buf);
	}
	strbuf_release(&now);
	strbuf_release(&before);
}

static void say_late(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf late = STRBUF_INIT;

	if (!f->late.n) {
		doc_item(d, "%s", _("No limit is past now."));
		return;
	}
	duration_format_short(&late, f->late.late[0].late_s);
	doc_item(d, _("Past their limit now: %zu, the longest by %s (case %s)."), f->late.n, late.buf,
		 f->late.late[0].case_id);
	strbuf_release(&late);
}

static void say_satisfaction(struct doc *d)
{
	const struct figures *f = d->f;
	const struct figure_opinion *x = &f->opinion;
	const struct figure_before *b = &f->meeting.before;
	struct strbuf share = STRBUF_INIT, before = STRBUF_INIT;

	if (!figures_has_opinion(f))
		return;
	if (!x->all.n) {
		doc_item(d, "%s", _("No customer told how satisfied he is."));
		return;
	}
	doc_share(&share, x->all.satisfied, x->all.n);
	doc_item(d, _("Satisfied: %s of %llu answers (19 of 20 times the true share lies between %.1f %% and %.1f %%)."),
		 share.buf, COUNT(x->all.n), 100 * x->lo, 100 * x->hi);
	if (has_before(f) && b->answers) {
		doc_share(&before, b->satisfied, b->answers);
		doc_item(d, _("Satisfied the period before: %s of %llu."), before.buf, COUNT(b->answers));
	}
	strbuf_release(&share);
	strbuf_release(&before);
}

static void say_targets(struct doc *d)
{
	const struct figures *f = d->f;
	struct strbuf missed = STRBUF_INIT, unknown = STRBUF_INIT;
	size_t i;

	for (i = 0; i < f->ntargets; i++) {
		const struct figure_target *t = &f->target[i];
		const char *figure = policytext_figure(t->target, d->lang);

		if (t->met != 1)
			add_name(t->met ? &unknown : &missed, figure ? figure : doc_clock_label(d, t->target));
	}
	if (missed.len)
		doc_item(d, _("Targets missed: %s."), missed.buf);
	if (unknown.len)
		doc_item(d, _("Targets without data: %s."), unknown.buf);
	if (f->ntargets && !missed.len && !unknown.len)
		doc_item(d, "%s", _("All targets are met."));
	strbuf_release(&missed);
	strbuf_release(&unknown);
}

static void say_weakest(struct doc *d)
{
	const struct figure_weak *x = d->f->meeting.weak;
	struct strbuf name = STRBUF_INIT, here = STRBUF_INIT, rest = STRBUF_INIT;

	if (!d->f->meeting.nweak) {
		doc_item(d, "%s", _("No link is clearly weaker than the rest."));
		return;
	}
	weak_link_label(d, &name, x);
	doc_share(&here, x->bad, x->of);
	doc_share(&rest, x->rest_bad, x->rest_of);
	doc_item(d, x->is_certain ? _("The weakest link: %s (%s), %s %s, elsewhere %s.") :
				    _("The weakest link, if it is not chance: %s (%s), %s %s, elsewhere %s."),
		 name.buf, doc_label(d, COLUMN_KIND, x->kind), weak_label(x->measure), here.buf, rest.buf);
	strbuf_release(&name);
	strbuf_release(&here);
	strbuf_release(&rest);
}

void summary_unusual(struct doc *d)
{
	const struct figures *f = d->f;

	if (!f->series.is_on)
		return;
	if (f->alarms.n)
		doc_item(d, _("Early warnings: %zu."), f->alarms.n);
	else if (f->alarms.usable < BASELINE_NEEDED)
		doc_item(d, _("Early warning: not judged, only %zu of %d days known."), f->alarms.usable,
			 BASELINE_NEEDED);
	else
		doc_item(d, "%s", _("Early warning: nothing unusual."));
}

static void count_states(const struct figure_followup *list, size_t n, unsigned long long state[FOLLOWUP_STATES])
{
	size_t i;

	for (i = 0; i < n; i++)
		state[list[i].state]++;
}

static void say_followups(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;
	unsigned long long action[FOLLOWUP_STATES] = { 0 }, duty[FOLLOWUP_STATES] = { 0 };

	count_states(t->action, t->nactions, action);
	count_states(t->duty, t->nduties, duty);
	if (t->nactions)
		doc_item(d, _("Measures: %zu; done in time %llu, done late %llu, late %llu, open %llu."), t->nactions,
			 action[FOLLOWUP_DONE], action[FOLLOWUP_DONE_LATE], action[FOLLOWUP_LATE], action[FOLLOWUP_OPEN]);
	if (t->nduties)
		doc_item(d, _("Regular duties: %zu; done in time %llu, done late %llu, late %llu, open %llu."), t->nduties,
			 duty[FOLLOWUP_DONE], duty[FOLLOWUP_DONE_LATE], duty[FOLLOWUP_LATE], duty[FOLLOWUP_OPEN]);
}

void summary_text(struct doc *d)
{
	const struct figure_meeting *t = &d->f->meeting;

	doc_heading(d, _("Summary"));
	doc_list_begin(d);
	say_received(d);
	say_limits(d);
	say_late(d);
	say_satisfaction(d);
	say_targets(d);
	say_weakest(d);
	summary_unusual(d);
	if (t->nhard)
		doc_item(d, _("Hard cases open: %zu."), t->nhard);
	say_followups(d);
	doc_list_end(d);
}
