/* The rules: filters, what must be recorded, clocks, escalation steps, notification. */

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "domain/policy_internal.h"

static const char *near_column(struct load *l, const char *wrong, int only_class)
{
	struct nearest best = NEAREST_INIT(wrong);
	size_t k;
	int i;

	if (!policy_may_hint(l, COLUMN_MAX))
		return NULL;
	for (k = 0; k < l->p->nfields; k++)
		nearest_offer(&best, l->p->field[k].name);
	for (i = 0; column_name(i); i++)
		if (!only_class || column_is_class(i))
			nearest_offer(&best, column_name(i));
	return best.best;
}

static int find_column(struct load *l, const struct yaml_node *n, int only_class)
{
	int column = column_find(n->s, n->n);
	size_t k;

	for (k = 0; column < 0 && k < l->p->nfields; k++)
		if (strcmp(l->p->field[k].name, n->s) == 0)
			column = l->p->field[k].column;
	if (column >= 0 && (!only_class || column_is_class(column)))
		return column;
	if (column >= 0)
		policy_complain(l, n, _("column '%s' does not classify a case"), n->s);
	else
		policy_complain(l, n, _("unknown column '%s'%s"), n->s,
				policy_hint(l, near_column(l, n->s, only_class)));
	return -1;
}

static enum policy_name name_of_column(const struct policy *p, int column)
{
	const struct policy_field *f = column >= COLUMN_FIELD ? policy_field(p, column) : NULL;

	switch (column) {
	case COLUMN_KIND:
		return NAME_KIND;
	case COLUMN_SEVERITY:
		return NAME_SEVERITY;
	case COLUMN_CHANNEL:
		return NAME_CHANNEL;
	case COLUMN_CATEGORY:
		return NAME_CATEGORY;
	case COLUMN_DEPARTMENT:
		return NAME_DEPARTMENT;
	case COLUMN_TYPE:
		return NAME_TYPE;
	case COLUMN_PLACE:
		return NAME_PLACE;
	case COLUMN_OWNER:
		return NAME_PERSON;
	default:
		return f && f->role_staff ? NAME_PERSON : NAME_NONE;
	}
}

static void check_field_value(struct load *l, const struct yaml_node *n, int column)
{
	const struct policy_field *f = policy_field(l->p, column);
	const char *best;
	size_t i;

	if (!f || !f->values.n)
		return;
	for (i = 0; i < f->values.n; i++)
		if (strcmp(f->values.s[i], n->s) == 0)
			return;
	best = policy_may_hint(l, f->values.n) ? nearest(n->s, f->values.s, f->values.n) : NULL;
	policy_complain(l, n, _("unknown value '%s' of '%s'%s"), n->s, f->name, policy_hint(l, best));
}

static void read_term(struct load *l, const struct yaml_node *key, const struct yaml_node *n,
		      struct policy_filter *f)
{
	struct policy_term *term = &f->term[f->n];
	struct yaml_node *const *item = NULL;
	enum policy_name what;
	size_t i, count;

	term->column = find_column(l, key, 1);
	if (term->column < 0 || !policy_is_filled(l, n, key->s))
		return;
	count = policy_scalars(l, n, key->s, &item);
	what = name_of_column(l->p, term->column);
	term->value.s = arena_array(l->arena, count + 1, sizeof(char *));
	for (i = 0; i < count; i++) {
		if (!policy_check_code(l, item[i]))
			continue;
		term->value.s[term->value.n++] = policy_copy(l, item[i]);
		if (what != NAME_NONE)
			policy_refer(l, item[i], what, what == NAME_SEVERITY ? f : NULL);
		else
			check_field_value(l, item[i], term->column);
	}
	f->n++;
}

void policy_read_filter(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct policy_filter *f = into;
	size_t i;

	if (!policy_is_mapping(l, n, key->name) || !policy_is_filled(l, n, key->name))
		return;
	f->term = arena_array(l->arena, n->size, sizeof(*f->term));
	for (i = 0; i < n->size; i++)
		read_term(l, n->key[i], n->item[i], f);
}

/* The code of a built-in event or of one of this version's own, or -1. */
static int find_event(struct load *l, const char *name, size_t n)
{
	int code = event_find(name, n);
	size_t i;

	for (i = 0; code < 0 && i < l->p->nevents; i++)
		if (strcmp(l->p->event[i].name, name) == 0)
			code = policy_set_event(l->set, name, n);
	return code < EVENT_MAX ? code : -1;
}

static const char *near_event(struct load *l, const char *wrong)
{
	struct nearest best = NEAREST_INIT(wrong);
	size_t i;

	if (!policy_may_hint(l, EVENT_MAX))
		return NULL;
	for (i = 0; i < l->p->nevents; i++)
		nearest_offer(&best, l->p->event[i].name);
	for (i = 0; i < EVENT_OWN; i++)
		nearest_offer(&best, event_name((int)i));
	return best.best;
}

void policy_read_events(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct yaml_node *const *item = NULL;
	size_t i, count;
	int code;

	if (!policy_is_filled(l, n, key->name))
		return;
	count = policy_scalars(l, n, key->name, &item);
	for (i = 0; i < count; i++) {
		code = find_event(l, item[i]->s, item[i]->n);
		if (code < 0)
			policy_complain(l, item[i], _("unknown event '%s'%s"), item[i]->s,
					policy_hint(l, near_event(l, item[i]->s)));
		else if (event_is_about_log(code))
			policy_complain(l, item[i], _("event '%s' belongs to no case"), item[i]->s);
		else
			event_set_add(into, code);
	}
}

void policy_read_columns(struct load *l, const struct yaml_node *n, void *into,
			 const struct policy_key *key)
{
	struct { int *column; size_t n; } list;
	struct yaml_node *const *item = NULL;
	size_t i, count;
	int column;

	if (!policy_is_filled(l, n, key->name))
		return;
	count = policy_scalars(l, n, key->name, &item);
	list.column = arena_array(l->arena, count + 1, sizeof(int));
	list.n = 0;
	for (i = 0; i < count; i++) {
		column = find_column(l, item[i], 0);
		if (column >= 0)
			list.column[list.n++] = column;
	}
	memcpy(into, &list.column, sizeof(list.column));
	memcpy((char *)into + sizeof(list.column), &list.n, sizeof(list.n));
}

static const struct policy_key require_keys[] = {
	KEY("for", policy_require, filter, policy_read_filter),
	KEY("on", policy_require, on, policy_read_events, .required = 1),
	KEY("columns", policy_require, column, policy_read_columns, .required = 1),
};
const struct policy_table policy_table_require = TABLE("require", require_keys);
const struct policy_entries policy_requires = {
	&policy_table_require, sizeof(struct policy_require), offsetof(struct policy_require, line),
	NULL, NULL,
};

static const char *const on_reopens[] = { "restart", "continue", "ignore", NULL };
static const char *const on_amends[] = { "recompute", "keep", NULL };

/* Unlike other lists this one may be empty: nothing stops the clock. */
static void read_pause(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	*(struct policy_names *)into = (struct policy_names){ NULL, 0 };
	if (n->type != YAML_SEQUENCE || n->size)
		policy_read_names(l, n, into, key);
}

static const struct policy_key clock_keys[] = {
	KEY("clock", policy_clock, name, policy_read_code, .required = 1),
	KEY("label", policy_clock, label, policy_read_label),
	KEY("for", policy_clock, filter, policy_read_filter),
	KEY("from", policy_clock, from, policy_read_events, .required = 1),
	KEY("until", policy_clock, until, policy_read_events, .required = 1),
	KEY("drop", policy_clock, drop, policy_read_events),
	KEY("within", policy_clock, within, policy_read_limit, .required = 1),
	KEY("calendar", policy_clock, calendar, policy_read_calendar_name),
	KEY("pause", policy_clock, pause, read_pause, .what = NAME_REASON),
	KEY("on-reopen", policy_clock, on_reopen, policy_read_choice, .words = on_reopens),
	KEY("on-amend", policy_clock, on_amend, policy_read_choice, .words = on_amends),
};
const struct policy_table policy_table_clock = TABLE("clock", clock_keys);

static void clock_begin(struct load *l, void *item, const struct yaml_node *n)
{
	static const char *customer[] = { "customer" };
	struct policy_clock *c = item;

	(void)n;
	c->calendar = l->p->always;
	c->pause = (struct policy_names){ customer, 1 };
}

static void clock_done(struct load *l, void *item, const struct yaml_node *n)
{
	struct policy_clock *c = item;

	(void)n;
	if (c->name)
		c->name_id = (int)intern_add(&l->set->clocks, c->name, strlen(c->name));
}

const struct policy_entries policy_clocks = {
	&policy_table_clock, sizeof(struct policy_clock), offsetof(struct policy_clock, line),
	clock_begin, clock_done,
};

/* "80%" of the limit, or an offset from the due instant: "+4h", "-30m", "0". */
static int parse_at(const struct yaml_node *n, struct policy_step *s)
{
	uint64_t percent;
	int64_t seconds;

	if (n->n > 1 && n->s[n->n - 1] == '%') {
		if (number_parse(n->s, n->n - 1, 1000, &percent) < 0 || percent == 0)
			return -1;
		s->how = STEP_AT_PERCENT;
		s->percent = (int)percent;
		return 0;
	}
	s->how = STEP_AT_OFFSET;
	if (n->n == 1 && n->s[0] == '0')
		return 0;
	if (n->n < 2 || (n->s[0] != '+' && n->s[0] != '-') ||
	    duration_parse(n->s + 1, n->n - 1, &seconds, NULL) < 0)
		return -1;
	s->offset = n->s[0] == '-' ? -seconds : seconds;
	return 0;
}

static void read_at(struct load *l, const struct yaml_node *n, void *into,
		    const struct policy_key *key)
{
	if (policy_is_scalar(l, n, key->name) && parse_at(n, into) < 0)
		policy_complain(l, n, _("'%s' is no time of a step (such as 80%%, +4h, -30m or 0)"), n->s);
}

static const char *const actions[] = { "remind", "escalate", "notify", NULL };

static const struct policy_key step_keys[] = {
	KEY("step", policy_step, name, policy_read_code, .required = 1),
	KEY("label", policy_step, label, policy_read_label),
	KEY("clock", policy_step, clock, policy_read_name, .what = NAME_CLOCK),
	{ .name = "at", .read = read_at },
	KEY("when", policy_step, when, policy_read_filter),
	KEY("for", policy_step, filter, policy_read_filter),
	KEY("do", policy_step, action, policy_read_choice, .required = 1, .words = actions),
	KEY("level", policy_step, level, policy_read_name, .what = NAME_LEVEL),
	KEY("to", policy_step, to, policy_read_names, .what = NAME_WHO),
	KEY("repeat", policy_step, repeat, policy_read_duration),
};
const struct policy_table policy_table_step = TABLE("step", step_keys);

static void step_done(struct load *l, void *item, const struct yaml_node *n)
{
	struct policy_step *s = item, *other;

	if (yaml_get(n, "when")) {
		s->how = STEP_WHEN_FILTER;
		if (yaml_get(n, "at") || yaml_get(n, "clock"))
			policy_complain(l, n, _("a step has 'when', or 'clock' and 'at', not both"));
		if (s->repeat)
			policy_complain(l, n, _("a step with 'when' happens once, it has no 'repeat'"));
	} else if (!yaml_get(n, "at") || !yaml_get(n, "clock")) {
		policy_complain(l, n, _("a step needs 'clock' and 'at', or 'when'"));
	}
	if (!yaml_get(n, "level") && !yaml_get(n, "to"))
		policy_complain(l, n, _("a step needs 'level' or 'to'"));
	for (other = l->p->step; s->name && other < s; other++)
		if (other->name && strcmp(other->name, s->name) == 0) {
			policy_complain(l, n, _("step '%s' is already in line %zu"), s->name,
					other->line);
			break;
		}
}

const struct policy_entries policy_steps = {
	&policy_table_step, sizeof(struct policy_step), offsetof(struct policy_step, line), NULL,
	step_done,
};

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

static int is_variable(const char *s)
{
	return strchr(LETTERS, *s) && !s[strspn(s, LETTERS "0123456789")];
}

/* Names only: a value in the policy would be a secret in a file that everybody may read. */
static void read_variables(struct load *l, const struct yaml_node *n, void *into,
			   const struct policy_key *key)
{
	struct yaml_node *const *item = NULL;
	size_t i, count = policy_scalars(l, n, key->name, &item);

	for (i = 0; i < count; i++)
		if (*item[i]->s && !is_variable(item[i]->s))
			policy_complain(l, item[i], _("'%s' is no name of a variable (such as https_proxy)"),
					item[i]->s);
	policy_read_texts(l, n, into, key);
}

static const struct policy_key channel_keys[] = {
	KEY("command", policy_notify_channel, command, policy_read_texts, .required = 1),
	KEY("timeout", policy_notify_channel, timeout, policy_read_duration),
	KEY("env", policy_notify_channel, env, read_variables),
};
const struct policy_table policy_table_notify_channel = TABLE("notify-channel", channel_keys);

static void channel_begin(struct load *l, void *item, const struct yaml_node *n)
{
	(void)l;
	(void)n;
	((struct policy_notify_channel *)item)->timeout = 10;
}

static const struct policy_entries channels = {
	&policy_table_notify_channel, sizeof(struct policy_notify_channel),
	offsetof(struct policy_notify_channel, line), channel_begin, NULL,
};

static const struct policy_key notify_keys[] = {
	KEY("quiet", policy, quiet, policy_read_calendar_name),
	KEY("channels", policy, notify, policy_read_map, .entries = &channels),
};
const struct policy_table policy_table_notify = TABLE("notify", notify_keys);

void policy_read_notify(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	(void)into;
	if (policy_is_mapping(l, n, key->name))
		policy_read_mapping(l, n, l->p, &policy_table_notify);
}
