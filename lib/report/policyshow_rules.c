/* The second half of the JSON: what must be recorded, clocks, steps and what follows from them. */

#include "report/policyshow_internal.h"
#include "report/policytext.h"

static void put_requires(struct dump *d)
{
	size_t i, k;

	json_begin_array(&d->w, "require");
	for (i = 0; i < d->p->nrequires; i++) {
		const struct policy_require *r = &d->p->require[i];

		json_begin_object(&d->w, NULL);
		json_put_integer(&d->w, "line", (int64_t)r->line);
		policyshow_put_filter(d, "for", &r->filter);
		policyshow_put_events(d, "on", &r->on);
		json_begin_array(&d->w, "columns");
		for (k = 0; k < r->ncolumns; k++)
			json_put_cstring(&d->w, NULL, policy_set_column_name(d->set, r->column[k]));
		json_end(&d->w);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_clocks(struct dump *d)
{
	static const char *const reopens[] = { "restart", "continue", "ignore" };
	static const char *const amends[] = { "recompute", "keep" };
	size_t i;

	json_begin_array(&d->w, "clocks");
	for (i = 0; i < d->p->nclocks; i++) {
		const struct policy_clock *c = &d->p->clock[i];

		json_begin_object(&d->w, NULL);
		json_put_cstring(&d->w, "clock", c->name);
		if (c->line)
			json_put_integer(&d->w, "line", (int64_t)c->line);
		if (c->is_implied)
			json_put_bool(&d->w, "implied", 1);
		policyshow_put_label(d, "label", &c->label);
		policyshow_put_filter(d, "for", &c->filter);
		policyshow_put_events(d, "from", &c->from);
		policyshow_put_events(d, "until", &c->until);
		policyshow_put_events(d, "drop", &c->drop);
		policyshow_put_limit(d, "within", &c->within);
		json_put_cstring(&d->w, "calendar", calendar_name(c->calendar));
		policyshow_put_names(d, "pause", &c->pause);
		json_put_cstring(&d->w, "on-reopen", reopens[c->on_reopen]);
		json_put_cstring(&d->w, "on-amend", amends[c->on_amend]);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_steps(struct dump *d)
{
	size_t i;

	json_begin_array(&d->w, "escalations");
	for (i = 0; i < d->p->nsteps; i++) {
		const struct policy_step *s = &d->p->step[i];

		json_begin_object(&d->w, NULL);
		json_put_cstring(&d->w, "step", s->name);
		json_put_integer(&d->w, "line", (int64_t)s->line);
		policyshow_put_label(d, "label", &s->label);
		policyshow_put_optional(d, "clock", s->clock);
		if (s->how == STEP_WHEN_FILTER) {
			policyshow_put_filter(d, "when", &s->when);
		} else {
			policytext_at(&d->text, s, NULL);
			policyshow_put_text(d, "at");
		}
		policyshow_put_filter(d, "for", &s->filter);
		json_put_cstring(&d->w, "do", policytext_do(s->action, NULL));
		policyshow_put_optional(d, "level", s->level);
		policyshow_put_names(d, "to", &s->to);
		if (s->repeat)
			json_put_integer(&d->w, "repeat_s", s->repeat);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_notify(struct dump *d)
{
	size_t i;

	if (!d->p->nnotify && !d->p->quiet)
		return;
	json_begin_object(&d->w, "notify");
	policyshow_put_optional(d, "quiet", d->p->quiet ? calendar_name(d->p->quiet) : NULL);
	json_begin_object(&d->w, "channels");
	for (i = 0; i < d->p->nnotify; i++) {
		const struct policy_notify_channel *c = &d->p->notify[i];

		json_begin_object(&d->w, c->name);
		json_put_integer(&d->w, "line", (int64_t)c->line);
		policyshow_put_names(d, "command", &c->command);
		json_put_integer(&d->w, "timeout_s", c->timeout);
		policyshow_put_names(d, "env", &c->env);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_end(&d->w);
}

static void put_checklists(struct dump *d)
{
	size_t i, k;

	json_begin_object(&d->w, "checklists");
	for (i = 0; i < d->p->nchecklists; i++) {
		json_begin_array(&d->w, d->p->checklist[i].name);
		for (k = 0; k < d->p->checklist[i].ntasks; k++) {
			const struct policy_task *t = &d->p->checklist[i].task[k];

			json_begin_object(&d->w, NULL);
			json_put_cstring(&d->w, "task", t->name);
			policyshow_put_label(d, "label", &t->label);
			policyshow_put_limit(d, "within", &t->within);
			json_put_cstring(&d->w, "calendar", calendar_name(t->calendar));
			policyshow_put_optional(d, "department", t->department);
			policyshow_put_optional(d, "owner", t->owner);
			json_end(&d->w);
		}
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_duties(struct dump *d)
{
	size_t i;

	json_begin_object(&d->w, "duties");
	for (i = 0; i < d->p->nduties; i++) {
		const struct policy_duty *x = &d->p->duty[i];

		json_begin_object(&d->w, x->name);
		policyshow_put_label(d, "label", &x->label);
		json_put_cstring(&d->w, "every", policytext_every(x->every, NULL));
		policyshow_put_limit(d, "within", &x->within);
		json_put_cstring(&d->w, "calendar", calendar_name(x->calendar));
		policyshow_put_optional(d, "owner", x->owner);
		policyshow_put_optional(d, "department", x->department);
		policyshow_put_optional(d, "each", x->each);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_compensations(struct dump *d)
{
	size_t i;

	json_begin_object(&d->w, "compensation");
	for (i = 0; i < d->p->ncompensations; i++) {
		const struct policy_compensation *c = &d->p->compensation[i];

		json_begin_object(&d->w, c->name);
		policyshow_put_label(d, "label", &c->label);
		json_put_cstring(&d->w, "unit", c->unit);
		policyshow_put_optional(d, "approve", c->approve);
		policyshow_put_limit(d, "within", &c->within);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_survey(struct dump *d)
{
	const struct policy_survey *s = &d->p->survey;
	size_t i;

	if (!s->present)
		return;
	json_begin_object(&d->w, "survey");
	policyshow_put_events(d, "after", &s->after);
	policyshow_put_filter(d, "for", &s->filter);
	json_begin_object(&d->w, "ask");
	for (i = 0; i < s->nask; i++) {
		json_begin_object(&d->w, s->ask[i].name);
		policyshow_put_label(d, "label", &s->ask[i].label);
		if (s->ask[i].answer == ANSWER_SCALE)
			json_put_integer(&d->w, "scale", s->ask[i].scale);
		else
			json_put_bool(&d->w, s->ask[i].answer == ANSWER_TEXT ? "text" : "yes-no",
				      1);
		json_end(&d->w);
	}
	json_end(&d->w);
	if (s->satisfied)
		json_put_integer(&d->w, "satisfied", s->satisfied);
	if (s->reopen_at)
		json_put_integer(&d->w, "reopen-at", s->reopen_at);
	if (s->within)
		json_put_integer(&d->w, "within_s", s->within);
	json_put_real(&d->w, "sample", s->sample);
	json_begin_array(&d->w, "waves_s");
	for (i = 0; i < s->nwaves; i++)
		json_put_integer(&d->w, NULL, s->wave[i]);
	json_end(&d->w);
	json_put_bool(&d->w, "not-own", s->not_own);
	json_end(&d->w);
}

static void put_targets(struct dump *d)
{
	size_t i;

	json_begin_array(&d->w, "targets");
	for (i = 0; i < d->p->ntargets; i++) {
		json_begin_object(&d->w, NULL);
		json_put_cstring(&d->w, "target", d->p->target[i].name);
		policytext_target(&d->text, &d->p->target[i]);
		policyshow_put_text(d, "goal");
		policyshow_put_filter(d, "for", &d->p->target[i].filter);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_warnings(struct dump *d)
{
	const struct policy_warnings *x = &d->p->warnings;
	size_t i;

	if (!x->present)
		return;
	json_begin_object(&d->w, "warnings");
	policyshow_put_names(d, "by", &x->by);
	json_put_integer(&d->w, "budget_per_year", x->budget_per_year);
	json_begin_array(&d->w, "repeat");
	for (i = 0; i < x->nrepeat; i++) {
		json_begin_object(&d->w, NULL);
		json_put_cstring(&d->w, "by", x->repeat[i].by);
		json_put_integer(&d->w, "count", x->repeat[i].count);
		json_put_integer(&d->w, "within_s", x->repeat[i].within);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_end(&d->w);
}

static void put_rest(struct dump *d)
{
	size_t i;

	if (d->p->retention_identity)
		json_put_integer(&d->w, "retention_identity_s", d->p->retention_identity);
	json_put_bool(&d->w, "first-contact", d->p->first_contact);
	json_begin_array(&d->w, "clauses");
	for (i = 0; i < d->p->nclauses; i++) {
		json_begin_object(&d->w, NULL);
		policyshow_put_optional(d, "id", d->p->clause[i].id);
		policyshow_put_label(d, "text", &d->p->clause[i].label);
		policyshow_put_optional(d, "owner", d->p->clause[i].owner);
		json_end(&d->w);
	}
	json_end(&d->w);
}

void policyshow_put_rules(struct dump *d)
{
	put_requires(d);
	put_clocks(d);
	put_steps(d);
	put_notify(d);
	put_checklists(d);
	put_duties(d);
	put_compensations(d);
	put_survey(d);
	put_targets(d);
	put_warnings(d);
	put_rest(d);
}
