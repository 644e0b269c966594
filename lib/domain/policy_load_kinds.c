/* What a case may be: kinds, severities, categories, channels and the like, events and fields. */

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/policy_internal.h"

static const struct policy_key item_keys[] = {
	KEY("label", policy_item, label, policy_read_label),
};
const struct policy_table policy_table_item = TABLE("item", item_keys);
const struct policy_entries policy_items = {
	&policy_table_item, sizeof(struct policy_item), offsetof(struct policy_item, line), NULL, NULL,
};

static const struct policy_key severity_keys[] = {
	KEY("label", policy_severity, label, policy_read_label),
	KEY("handler", policy_severity, handler, policy_read_name, .what = NAME_LEVEL),
};
const struct policy_table policy_table_severity = TABLE("severity", severity_keys);
static const struct policy_entries severities = {
	&policy_table_severity, sizeof(struct policy_severity),
	offsetof(struct policy_severity, line), NULL, NULL,
};

static const char *const priorities[] = { "", "first", NULL };

static const struct policy_key kind_keys[] = {
	KEY("label", policy_kind, label, policy_read_label),
	KEY("priority", policy_kind, priority_first, policy_read_choice, .words = priorities),
	KEY("severities", policy_kind, severity, policy_read_map, .entries = &severities),
};
const struct policy_table policy_table_kind = TABLE("kind", kind_keys);

static void kind_done(struct load *l, void *item, const struct yaml_node *n)
{
	const struct policy_kind *k = item;

	if (strcmp(k->name, "duty") == 0 || strcmp(k->name, "action") == 0)
		policy_complain(l, n, _("kind '%s' is built in"), k->name);
}

const struct policy_entries policy_kinds = {
	&policy_table_kind, sizeof(struct policy_kind), offsetof(struct policy_kind, line), NULL,
	kind_done,
};

static const struct policy_key category_keys[] = {
	KEY("label", policy_category, label, policy_read_label),
	KEY("of", policy_category, of, policy_read_name, .what = NAME_CATEGORY),
	KEY("kind", policy_category, kind, policy_read_name, .what = NAME_KIND),
	KEY("severity", policy_category, severity, policy_read_name, .what = NAME_SEVERITY),
	KEY("department", policy_category, department, policy_read_name, .what = NAME_DEPARTMENT),
	KEY("words", policy_category, words, policy_read_texts),
	KEY("say", policy_category, say, policy_read_label),
};
const struct policy_table policy_table_category = TABLE("category", category_keys);

/* A severity must be one of the kind's that stands beside it. */
static void category_done(struct load *l, void *item, const struct yaml_node *n)
{
	const struct policy_category *c = item;
	const struct policy_kind *k = c->kind ? policy_kind(l->p, c->kind) : NULL;

	if (k && c->severity && !policy_severity(k, c->severity))
		policy_complain(l, n, _("kind '%s' has no severity '%s'"), c->kind, c->severity);
}

const struct policy_entries policy_categories = {
	&policy_table_category, sizeof(struct policy_category),
	offsetof(struct policy_category, line), NULL, category_done,
};

/*
 * A category above others need not be described on its own: naming it in `of` makes it one. What
 * is almost the name of one that is described, though, is a slip of the pen.
 */
void policy_read_categories(struct load *l, const struct yaml_node *n, void *into,
			    const struct policy_key *key)
{
	struct policy *p = l->p;
	struct policy_category *all;
	struct intern seen = INTERN_INIT;
	size_t i, count;
	const char *of;

	policy_read_map(l, n, into, key);
	count = p->ncategories;
	all = arena_array(l->arena, 2 * count + 1, sizeof(*all));
	for (i = 0; i < count; i++) {
		all[i] = p->category[i];
		intern_add(&seen, all[i].name, strlen(all[i].name));
	}
	for (i = 0; i < p->ncategories; i++) {
		of = all[i].of;
		if (!of || intern_find(&seen, of, strlen(of)) != INTERN_NONE ||
		    policy_near(l, of, NAME_CATEGORY))
			continue;
		intern_add(&seen, of, strlen(of));
		all[count].line = all[i].line;
		all[count++].name = of;
	}
	p->category = all;
	p->ncategories = count;
	policy_forget(l, NAME_CATEGORY);
	intern_release(&seen);
}

/* Events are verbs of `sd log` and fields are options: lower-case letters, digits, inner '-'. */
static int is_verb(const char *s)
{
	size_t n = strlen(s);

	return s[0] >= 'a' && s[0] <= 'z' && s[n - 1] != '-' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static int is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(*words, s) == 0)
			return 1;
	return 0;
}

static const char *const event_roles[] = { "", "wrong-answer", "measure", NULL };

static const struct policy_key event_keys[] = {
	KEY("label", policy_item, label, policy_read_label),
	KEY("role", policy_item, role, policy_read_choice, .words = event_roles),
};
const struct policy_table policy_table_event = TABLE("event", event_keys);

static void event_done(struct load *l, void *item, const struct yaml_node *n)
{
	static const char *const verbs[] = { "list", "show", "find", "customer", "import", "append",
					     "export", "undo", "explain", "edit", "help", NULL };
	struct policy_item *event = item;
	const char *name = event->name;

	if (!*name)
		return; /* complained of already */
	if (event_find(name, strlen(name)) >= 0)
		policy_complain(l, n, _("event '%s' is built in"), name);
	else if (!is_verb(name))
		policy_complain(l, n, _("event '%s' must have lower-case letters, digits and '-' only"),
				name);
	else if (is_one_of(name, verbs))
		policy_complain(l, n, _("event '%s' has the name of a subcommand of sd log"), name);
	else if (intern_add(&l->set->events, name, strlen(name)) >= EVENT_MAX)
		policy_complain(l, n, _("more than %d events, '%s' is too many"), EVENT_MAX, name);
	if (event->role == ROLE_NONE && !strcmp(name, "correct"))
		event->role = ROLE_WRONG_ANSWER;
}

const struct policy_entries policy_events = {
	&policy_table_event, sizeof(struct policy_item), offsetof(struct policy_item, line), NULL,
	event_done,
};

static const char *const field_types[] = { "code", "instant", "date", "number", "amount", NULL };
static const char *const roles[] = { "", "staff", NULL };

static const struct policy_key field_keys[] = {
	KEY("label", policy_field, label, policy_read_label),
	KEY("type", policy_field, type, policy_read_choice, .words = field_types),
	KEY("role", policy_field, role_staff, policy_read_choice, .words = roles),
	KEY("values", policy_field, values, policy_read_codes),
};
const struct policy_table policy_table_field = TABLE("field", field_keys);

static void field_done(struct load *l, void *item, const struct yaml_node *n)
{
	static const char *const options[] = {
		"format", "color", "lang", "policy", "now", "quiet", "dry-run", "help", "version", "name",
		"reason", "contact", "done", "duplicate-of", "map", "strict", "question", "score", NULL
	};
	struct policy_field *f = item;
	uint32_t id = 0;

	if (!*f->name)
		return; /* complained of already */
	if (column_find(f->name, strlen(f->name)) >= 0)
		policy_complain(l, n, _("field '%s' has the name of a built-in column"), f->name);
	else if (!is_verb(f->name))
		policy_complain(l, n, _("field '%s' must have lower-case letters, digits and '-' only"),
				f->name);
	else if (is_one_of(f->name, options))
		policy_complain(l, n, _("field '%s' has the name of an option of sd"), f->name);
	else
		id = intern_add(&l->set->fields, f->name, strlen(f->name));
	if (id >= COLUMN_MAX - COLUMN_FIELD) {
		policy_complain(l, n, _("more than %d fields, '%s' is too many"),
				COLUMN_MAX - COLUMN_FIELD, f->name);
		id = 0;
	}
	f->column = COLUMN_FIELD + (int)id;
	if (f->type != FIELD_CODE && (f->values.n || f->role_staff))
		policy_complain(l, n, _("only a field of type 'code' has 'values' or a 'role', not '%s'"),
				f->name);
}

const struct policy_entries policy_fields = {
	&policy_table_field, sizeof(struct policy_field), offsetof(struct policy_field, line), NULL,
	field_done,
};
