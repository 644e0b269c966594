/* The policy as JSON: the keys are those of the policy file wherever it has them. */

#include "report/policyshow_internal.h"

void policyshow_put_text(struct dump *d, const char *key)
{
	json_put_string(&d->w, key, d->text.buf, d->text.len);
	strbuf_reset(&d->text);
}

void policyshow_put_label(struct dump *d, const char *key, const struct policy_label *label)
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

void policyshow_put_optional(struct dump *d, const char *key, const char *value)
{
	if (value)
		json_put_cstring(&d->w, key, value);
}

void policyshow_put_names(struct dump *d, const char *key, const struct policy_names *names)
{
	size_t i;

	json_begin_array(&d->w, key);
	for (i = 0; i < names->n; i++)
		json_put_cstring(&d->w, NULL, names->s[i]);
	json_end(&d->w);
}

void policyshow_put_limit(struct dump *d, const char *key, const struct limit *limit)
{
	if (limit->kind == LIMIT_NONE)
		return;
	limit_format(&d->text, limit);
	policyshow_put_text(d, key);
}

void policyshow_put_filter(struct dump *d, const char *key, const struct policy_filter *f)
{
	size_t i;

	if (!f->n)
		return;
	json_begin_object(&d->w, key);
	for (i = 0; i < f->n; i++)
		policyshow_put_names(d, policy_set_column_name(d->set, f->term[i].column),
				     &f->term[i].value);
	json_end(&d->w);
}

void policyshow_put_events(struct dump *d, const char *key, const struct event_set *events)
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
		policyshow_put_label(d, "label", &item[i].label);
		if (item[i].role != ROLE_NONE)
			json_put_cstring(&d->w, "role",
					 item[i].role == ROLE_MEASURE ? "measure" : "wrong-answer");
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
			policyshow_put_text(d, "valid-from");
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
		policyshow_put_label(d, "label", &c->label);
		if (c->holidays) {
			json_put_cstring(&d->w, "holidays", c->holidays_path);
			json_put_cstring(&d->w, "holidays_sha256", c->holidays_sha256);
			date_format(&d->text, calendar_coverage_end(c->calendar));
			policyshow_put_text(d, "holidays_until");
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
		policyshow_put_label(d, "label", &kind->label);
		if (kind->priority_first)
			json_put_cstring(&d->w, "priority", "first");
		json_begin_object(&d->w, "severities");
		for (k = 0; k < kind->nseverity; k++) {
			json_begin_object(&d->w, kind->severity[k].name);
			policyshow_put_label(d, "label", &kind->severity[k].label);
			policyshow_put_optional(d, "handler", kind->severity[k].handler);
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
		policyshow_put_label(d, "label", &x->label);
		policyshow_put_optional(d, "lead", x->lead);
		policyshow_put_names(d, "staff", &x->staff);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_begin_object(&d->w, "groups");
	for (i = 0; i < d->p->ngroups; i++) {
		json_begin_object(&d->w, d->p->group[i].name);
		policyshow_put_label(d, "label", &d->p->group[i].label);
		policyshow_put_names(d, "members", &d->p->group[i].members);
		json_end(&d->w);
	}
	json_end(&d->w);
	json_begin_object(&d->w, "staff");
	for (i = 0; i < d->p->npersons; i++) {
		json_begin_object(&d->w, d->p->person[i].name);
		policyshow_put_optional(d, "name", d->p->person[i].shown);
		policyshow_put_optional(d, "level", d->p->person[i].level);
		policyshow_put_optional(d, "notify", d->p->person[i].notify);
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
		policyshow_put_label(d, "label", &c->label);
		policyshow_put_optional(d, "of", c->of);
		policyshow_put_optional(d, "kind", c->kind);
		policyshow_put_optional(d, "severity", c->severity);
		policyshow_put_optional(d, "department", c->department);
		policyshow_put_names(d, "words", &c->words);
		policyshow_put_label(d, "say", &c->say);
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
		policyshow_put_label(d, "label", &f->label);
		json_put_cstring(&d->w, "type", types[f->type]);
		if (f->role_staff)
			json_put_cstring(&d->w, "role", "staff");
		if (f->values.n)
			policyshow_put_names(d, "values", &f->values);
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
	policyshow_put_label(&d, "title", &p->label);
	policyshow_put_optional(&d, "prefix", p->prefix);
	json_put_cstring(&d.w, "timezone", zone_name(p->zone));
	json_put_cstring(&d.w, "language", p->language);
	put_versions(&d);
	put_calendars(&d);
	policyshow_put_names(&d, "levels", &p->levels);
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
	policyshow_put_rules(&d);
	json_end(&d.w);
	json_finish(&d.w, out, 2);
	json_writer_release(&d.w);
	strbuf_release(&d.text);
}
