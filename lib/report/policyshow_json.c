/* The policy as JSON: the keys are those of the policy file wherever it has them. */

#include "report/policyshow.h"

#include "base/mem.h"
#include "io/json.h"
#include "report/policytext.h"

struct dump {
	struct json_writer w;
	const struct policy_set *set;
	const struct policy *p;
	struct strbuf text;
};

static void put_text(struct dump *d, const char *key)
{
	json_put_string(&d->w, key, d->text.buf, d->text.len);
	strbuf_reset(&d->text);
}

static void put_label(struct dump *d, const char *key, const struct policy_label *label)
{
	if (!label->zh && !label->en)
		return;
	json_begin_object(&d->w, key);
	if (label->zh)
		json_put_cstring(&d->w, "zh", label->zh);
	if (label->en)
		json_put_cstring(&d->w, "en", label->en);
	json_end(&d->w);
}

static void put_optional(struct dump *d, const char *key, const char *value)
{
	if (value)
		json_put_cstring(&d->w, key, value);
}

static void put_names(struct dump *d, const char *key, const struct policy_names *names)
{
	size_t i;

	json_begin_array(&d->w, key);
	for (i = 0; i < names->n; i++)
		json_put_cstring(&d->w, NULL, names->s[i]);
	json_end(&d->w);
}

static void put_limit(struct dump *d, const char *key, const struct limit *limit)
{
	if (limit->kind == LIMIT_NONE)
		return;
	limit_format(&d->text, limit);
	put_text(d, key);
}

static void put_filter(struct dump *d, const char *key, const struct policy_filter *f)
{
	size_t i;

	if (!f->n)
		return;
	json_begin_object(&d->w, key);
	for (i = 0; i < f->n; i++)
		put_names(d, policy_set_column_name(d->set, f->term[i].column), &f->term[i].value);
	json_end(&d->w);
}

static void put_events(struct dump *d, const char *key, const struct event_set *events)
{
	int code;

	if (event_set_is_empty(events))
		return;
	json_begin_array(&d->w, key);
	for (code = 0; code < EVENT_MAX; code++)
		if (event_set_has(events, code))
			json_put_cstring(&d->w, NULL, policy_set_event_name(d->set, code));
	json_end(&d->w);
}

static void put_items(struct dump *d, const char *key, const struct policy_item *item, size_t n)
{
	size_t i;

	json_begin_object(&d->w, key);
	for (i = 0; i < n; i++) {
		json_begin_object(&d->w, item[i].name);
		put_label(d, "label", &item[i].label);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_versions(struct dump *d)
{
	size_t i;

	json_begin_array(&d->w, "versions");
	for (i = 0; i < d->set->n; i++) {
		const struct policy *p = d->set->version[i];

		json_begin_object(&d->w, NULL);
		json_put_cstring(&d->w, "file", p->path);
		json_put_cstring(&d->w, "sha256", p->sha256);
		if (p->valid_from != VALID_ALWAYS) {
			date_format(&d->text, p->valid_from);
			put_text(d, "valid-from");
		}
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_calendars(struct dump *d)
{
	size_t i;

	json_begin_object(&d->w, "calendars");
	for (i = 0; i < d->p->ncalendars; i++) {
		const struct policy_calendar *c = &d->p->calendar[i];

		json_begin_object(&d->w, c->name);
		json_put_integer(&d->w, "line", (int64_t)c->line);
		put_label(d, "label", &c->label);
		if (c->holidays) {
			json_put_cstring(&d->w, "holidays", c->holidays_path);
			json_put_cstring(&d->w, "holidays_sha256", c->holidays_sha256);
			date_format(&d->text, calendar_coverage_end(c->calendar));
			put_text(d, "holidays_until");
		}
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_kinds(struct dump *d)
{
	size_t i, k;

	json_begin_object(&d->w, "kinds");
	for (i = 0; i < d->p->nkinds; i++) {
		const struct policy_kind *kind = &d->p->kind[i];

		json_begin_object(&d->w, kind->name);
		put_label(d, "label", &kind->label);
		if (kind->priority_first)
			json_put_cstring(&d->w, "priority", "first");
		json_begin_object(&d->w, "severities");
		for (k = 0; k < kind->nseverity; k++) {
			json_begin_object(&d->w, kind->severity[k].name);
			put_label(d, "label", &kind->severity[k].label);
			put_optional(d, "handler", kind->severity[k].handler);
			json_end(&d->w);
		}
		json_end(&d->w);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_people(struct dump *d)
{
	size_t i;

	json_begin_object(&d->w, "departments");
	for (i = 0; i < d->p->ndepartments; i++) {
		const struct policy_department *x = &d->p->department[i];

		json_begin_object(&d->w, x->name);
		put_label(d, "label", &x->label);
		put_optional(d, "lead", x->lead);
		put_names(d, "staff", &x->staff);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_begin_object(&d->w, "groups");
	for (i = 0; i < d->p->ngroups; i++) {
		json_begin_object(&d->w, d->p->group[i].name);
		put_label(d, "label", &d->p->group[i].label);
		put_names(d, "members", &d->p->group[i].members);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_begin_object(&d->w, "staff");
	for (i = 0; i < d->p->npersons; i++) {
		json_begin_object(&d->w, d->p->person[i].name);
		put_optional(d, "name", d->p->person[i].shown);
		put_optional(d, "level", d->p->person[i].level);
		put_optional(d, "notify", d->p->person[i].notify);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_categories(struct dump *d)
{
	size_t i;

	json_begin_object(&d->w, "categories");
	for (i = 0; i < d->p->ncategories; i++) {
		const struct policy_category *c = &d->p->category[i];

		json_begin_object(&d->w, c->name);
		put_label(d, "label", &c->label);
		put_optional(d, "of", c->of);
		put_optional(d, "kind", c->kind);
		put_optional(d, "severity", c->severity);
		put_optional(d, "department", c->department);
		put_names(d, "words", &c->words);
		put_label(d, "say", &c->say);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_fields(struct dump *d)
{
	static const char *const types[] = { "code", "instant", "date", "number", "amount" };
	size_t i;

	json_begin_object(&d->w, "fields");
	for (i = 0; i < d->p->nfields; i++) {
		const struct policy_field *f = &d->p->field[i];

		json_begin_object(&d->w, f->name);
		put_label(d, "label", &f->label);
		json_put_cstring(&d->w, "type", types[f->type]);
		if (f->role_staff)
			json_put_cstring(&d->w, "role", "staff");
		if (f->values.n)
			put_names(d, "values", &f->values);
		json_end(&d->w);
	}
	json_end(&d->w);
}

static void put_requires(struct dump *d)
{
	size_t i, k;

	json_begin_array(&d->w, "require");
	for (i = 0; i < d->p->nrequires; i++) {
		const struct policy_require *r = &d->p->require[i];

		json_begin_object(&d->w, NULL);
		json_put_integer(&d->w, "line", (int64_t)r->line);
		put_filter(d, "for", &r->filter);
		put_events(d, "on", &r->on);
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
		json_put_integer(&d->w, "line", (int64_t)c->line);
		put_label(d, "label", &c->label);
		put_filter(d, "for", &c->filter);
		put_events(d, "from", &c->from);
		put_events(d, "until", &c->until);
		put_events(d, "drop", &c->drop);
		put_limit(d, "within", &c->within);
		json_put_cstring(&d->w, "calendar", calendar_name(c->calendar));
		put_names(d, "pause", &c->pause);
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
		put_label(d, "label", &s->label);
		put_optional(d, "clock", s->clock);
		if (s->how == STEP_WHEN_FILTER) {
			put_filter(d, "when", &s->when);
		} else {
			policytext_at(&d->text, s, NULL);
			put_text(d, "at");
		}
		put_filter(d, "for", &s->filter);
		json_put_cstring(&d->w, "do", policytext_do(s->action, NULL));
		put_optional(d, "level", s->level);
		put_names(d, "to", &s->to);
		if (s->repeat)
			json_put_integer(&d->w, "repeat_s", s->repeat);
		json_end(&d->w);
	}
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
			put_label(d, "label", &t->label);
			put_limit(d, "within", &t->within);
			json_put_cstring(&d->w, "calendar", calendar_name(t->calendar));
			put_optional(d, "department", t->department);
			put_optional(d, "owner", t->owner);
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
		put_label(d, "label", &x->label);
		json_put_cstring(&d->w, "every", policytext_every(x->every, NULL));
		put_limit(d, "within", &x->within);
		json_put_cstring(&d->w, "calendar", calendar_name(x->calendar));
		put_optional(d, "owner", x->owner);
		put_optional(d, "department", x->department);
		put_optional(d, "each", x->each);
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
		put_label(d, "label", &c->label);
		json_put_cstring(&d->w, "unit", c->unit);
		put_optional(d, "approve", c->approve);
		put_limit(d, "within", &c->within);
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
	put_events(d, "after", &s->after);
	put_filter(d, "for", &s->filter);
	json_begin_object(&d->w, "ask");
	for (i = 0; i < s->nask; i++) {
		json_begin_object(&d->w, s->ask[i].name);
		put_label(d, "label", &s->ask[i].label);
		if (s->ask[i].answer == ANSWER_SCALE)
			json_put_integer(&d->w, "scale", s->ask[i].scale);
		else
			json_put_bool(&d->w, s->ask[i].answer == ANSWER_TEXT ? "text" : "yes-no", 1);
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
		put_text(d, "goal");
		put_filter(d, "for", &d->p->target[i].filter);
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
	put_names(d, "by", &x->by);
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
		put_optional(d, "id", d->p->clause[i].id);
		put_label(d, "text", &d->p->clause[i].label);
		put_optional(d, "owner", d->p->clause[i].owner);
		json_end(&d->w);
	}
	json_end(&d->w);
}

void policyshow_json(struct strbuf *out, const struct policy_set *set)
{
	struct dump d = { JSON_WRITER_INIT, set, policy_set_now(set), STRBUF_INIT };
	const struct policy *p = d.p;

	json_begin_object(&d.w, NULL);
	json_put_cstring(&d.w, "schema", "sd.policy/1");
	json_put_cstring(&d.w, "policy", p->name);
	put_label(&d, "title", &p->label);
	put_optional(&d, "prefix", p->prefix);
	json_put_cstring(&d.w, "timezone", zone_name(p->zone));
	json_put_cstring(&d.w, "language", p->language);
	put_versions(&d);
	put_calendars(&d);
	put_names(&d, "levels", &p->levels);
	put_kinds(&d);
	put_items(&d, "channels", p->channel, p->nchannels);
	put_items(&d, "types", p->type, p->ntypes);
	put_items(&d, "reasons", p->reason, p->nreasons);
	put_items(&d, "causes", p->cause, p->ncauses);
	put_items(&d, "places", p->place, p->nplaces);
	put_people(&d);
	put_categories(&d);
	put_items(&d, "events", p->event, p->nevents);
	put_fields(&d);
	put_requires(&d);
	put_clocks(&d);
	put_steps(&d);
	put_checklists(&d);
	put_duties(&d);
	put_compensations(&d);
	put_survey(&d);
	put_targets(&d);
	put_warnings(&d);
	put_rest(&d);
	json_end(&d.w);
	json_finish(&d.w, out, 2);
	json_writer_release(&d.w);
	strbuf_release(&d.text);
}
