#include "domain/importmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "io/yaml.h"
#include "io/zonefile.h"

struct load {
	struct importmap *m;
	const struct policy_set *set;
	struct findings *findings;
	int bad;
};

#define COMPLAIN(l, at, ...) \
	((l)->bad = 1, (void)finding_add((l)->findings, GRADE_ERROR, (l)->m->path, (at)->line, \
					 (at)->column, __VA_ARGS__))

/* The keys of a mapping must be among the allowed ones; NULL-terminated. */
static void check_keys(struct load *l, const struct yaml_node *n, const char *const *allowed)
{
	size_t i, k, count = 0;

	while (allowed[count])
		count++;
	for (i = 0; i < n->size; i++) {
		const char *near;

		for (k = 0; k < count; k++)
			if (!strcmp(allowed[k], n->key[i]->s))
				break;
		if (k < count)
			continue;
		near = nearest(n->key[i]->s, allowed, count);
		if (near)
			COMPLAIN(l, n->key[i], _("unknown key '%s' (did you mean '%s'?)"),
				 n->key[i]->s, near);
		else
			COMPLAIN(l, n->key[i], _("unknown key '%s'"), n->key[i]->s);
	}
}

static int is_type(struct load *l, const struct yaml_node *n, enum yaml_type type, const char *what)
{
	static const char *const names[] = { N_("one value"), N_("a list"), N_("a mapping") };

	if (n->type == type)
		return 1;
	COMPLAIN(l, n, _("'%s' must be %s"), what, _(names[type]));
	return 0;
}

static const char *text(struct load *l, const struct yaml_node *n)
{
	return arena_strndup(&l->m->arena, n->s, n->n);
}

/* One value or a list of them. */
static struct policy_names texts(struct load *l, const struct yaml_node *n, const char *what)
{
	struct policy_names out = { NULL, 0 };
	size_t i;

	if (n->type == YAML_MAPPING) {
		COMPLAIN(l, n, _("'%s' must be one value or a list"), what);
		return out;
	}
	if (n->type == YAML_SCALAR) {
		out.s = arena_array(&l->m->arena, 1, sizeof(*out.s));
		out.s[out.n++] = text(l, n);
		return out;
	}
	out.s = arena_array(&l->m->arena, n->size + 1, sizeof(*out.s));
	for (i = 0; i < n->size; i++)
		if (is_type(l, n->item[i], YAML_SCALAR, what))
			out.s[out.n++] = text(l, n->item[i]);
	return out;
}

static void read_column(struct load *l, const struct yaml_node *n, struct import_column *out,
			const char *what)
{
	if (!is_type(l, n, YAML_SCALAR, what))
		return;
	out->name = text(l, n);
	out->index = -1;
	out->line = n->line;
	out->column = n->column;
}

static void read_columns(struct load *l, const struct yaml_node *n, struct import_column **out,
			 size_t *count, const char *what)
{
	size_t i, size = n->type == YAML_SEQUENCE ? n->size : 1;

	*count = 0;
	*out = arena_array(&l->m->arena, size + 1, sizeof(**out));
	for (i = 0; i < size; i++) {
		const struct yaml_node *item = n->type == YAML_SEQUENCE ? n->item[i] : n;

		read_column(l, item, &(*out)[*count], what);
		*count += (*out)[*count].name != NULL;
	}
}

/* NAME | [NAME, NAME] | { column: .., value: .., values: {..}, else: .., join: .., take: first|last } */
static void read_source(struct load *l, const struct yaml_node *n, struct import_source *s,
			const char *what)
{
	static const char *const keys[] = { "column", "value", "values", "else", "join", "take", NULL };
	const struct yaml_node *x;
	size_t i;

	s->join = " ";
	s->line = n->line;
	if (n->type != YAML_MAPPING) {
		read_columns(l, n, &s->from, &s->nfrom, what);
		return;
	}
	check_keys(l, n, keys);
	if ((x = yaml_get(n, "column")))
		read_columns(l, x, &s->from, &s->nfrom, what);
	if ((x = yaml_get(n, "value")) && is_type(l, x, YAML_SCALAR, "value"))
		s->constant = text(l, x);
	if (!s->nfrom == !s->constant)
		COMPLAIN(l, n, _("'%s' needs either a column or a value"), what);
	if ((x = yaml_get(n, "join")) && is_type(l, x, YAML_SCALAR, "join"))
		s->join = text(l, x);
	if ((x = yaml_get(n, "else")) && is_type(l, x, YAML_SCALAR, "else"))
		s->otherwise = text(l, x);
	if ((x = yaml_get(n, "take")) && is_type(l, x, YAML_SCALAR, "take")) {
		s->take_last = !strcmp(x->s, "last");
		if (!s->take_last && strcmp(x->s, "first") != 0)
			COMPLAIN(l, x, _("'take' is first or last, not '%s'"), x->s);
	}
	x = yaml_get(n, "values");
	if (!x || !is_type(l, x, YAML_MAPPING, "values"))
		return;
	s->value = arena_array(&l->m->arena, x->size + 1, sizeof(*s->value));
	for (i = 0; i < x->size; i++)
		if (is_type(l, x->item[i], YAML_SCALAR, x->key[i]->s)) {
			s->value[s->nvalues].from = text(l, x->key[i]);
			s->value[s->nvalues++].to = text(l, x->item[i]);
		}
}

static int target_column(struct load *l, const struct yaml_node *key)
{
	struct nearest near = NEAREST_INIT(key->s);
	int column = policy_set_column(l->set, key->s, key->n), c;
	const char *name;

	if (column == COLUMN_AT || column == COLUMN_LOGGED || column == COLUMN_CASE ||
	    column == COLUMN_EVENT || column == COLUMN_CHECK || column == COLUMN_KEY) {
		COMPLAIN(l, key, _("column '%s' is written by sd itself"), key->s);
		return -1;
	}
	if (column >= 0)
		return column;
	for (c = 0; c < COLUMN_MAX; c++)
		if ((name = policy_set_column_name(l->set, c)))
			nearest_offer(&near, name);
	if (near.best)
		COMPLAIN(l, key, _("unknown column '%s' (did you mean '%s'?)"), key->s, near.best);
	else
		COMPLAIN(l, key, _("unknown column '%s': the policy has no such field"), key->s);
	return -1;
}

static void read_set(struct load *l, const struct yaml_node *n, struct import_source **out,
		     size_t *count, const char *what)
{
	size_t i;

	if (!is_type(l, n, YAML_MAPPING, what))
		return;
	*out = arena_array(&l->m->arena, n->size + 1, sizeof(**out));
	for (i = 0; i < n->size; i++) {
		struct import_source *s = &(*out)[*count];

		s->target = target_column(l, n->key[i]);
		read_source(l, n->item[i], s, n->key[i]->s);
		*count += s->target >= 0;
	}
}

static int event_code(struct load *l, const struct yaml_node *at, const char *name)
{
	struct nearest near = NEAREST_INIT(name);
	int code = policy_set_event(l->set, name, strlen(name)), c;

	if (code >= 0 && !event_is_about_log(code) && code != EVENT_VOID)
		return code;
	for (c = 0; c < EVENT_MAX; c++)
		if (policy_set_event_name(l->set, c))
			nearest_offer(&near, policy_set_event_name(l->set, c));
	if (near.best)
		COMPLAIN(l, at, _("unknown event '%s' (did you mean '%s'?)"), name, near.best);
	else
		COMPLAIN(l, at, _("unknown event '%s'"), name);
	return -1;
}

static void read_when(struct load *l, const struct yaml_node *n, struct import_event *e)
{
	if (!is_type(l, n, YAML_MAPPING, "when"))
		return;
	if (n->size != 1) {
		COMPLAIN(l, n, _("'when' names one column and its values"));
		return;
	}
	read_column(l, n->key[0], &e->when, "when");
	e->when_value = texts(l, n->item[0], n->key[0]->s);
}

static void read_event(struct load *l, const struct yaml_node *n)
{
	static const char *const keys[] = { "event", "at", "take", "when", "needs", "set", NULL };
	static const char *const takes[] = { "each", "first", "last", NULL };
	struct import_event *e = &l->m->event[l->m->nevents];
	const struct yaml_node *x;
	size_t i;

	if (!is_type(l, n, YAML_MAPPING, "events"))
		return;
	check_keys(l, n, keys);
	l->m->nevents++;
	e->line = n->line;
	e->event = -1;
	x = yaml_get(n, "event");
	if (!x) {
		COMPLAIN(l, n, _("an event needs the key '%s'"), "event");
	} else if (x->type == YAML_SCALAR) {
		e->event = event_code(l, x, x->s);
	} else {
		read_source(l, x, &e->by, "event");
		for (i = 0; i < e->by.nvalues; i++)
			if (*e->by.value[i].to)
				event_code(l, x, e->by.value[i].to);
		if (e->by.otherwise && *e->by.otherwise)
			event_code(l, x, e->by.otherwise);
		if (!e->by.nvalues)
			COMPLAIN(l, x, _("an event out of a column needs 'values'"));
	}
	if ((x = yaml_get(n, "at")))
		read_column(l, x, &e->at, "at");
	else
		COMPLAIN(l, n, _("an event needs the key '%s'"), "at");
	e->take = e->event == EVENT_OPEN ? TAKE_FIRST : TAKE_EACH;
	if ((x = yaml_get(n, "take")) && is_type(l, x, YAML_SCALAR, "take")) {
		for (i = 0; takes[i]; i++)
			if (!strcmp(takes[i], x->s))
				break;
		if (!takes[i])
			COMPLAIN(l, x, _("'take' is each, first or last, not '%s'"), x->s);
		else
			e->take = (enum import_take)i;
	}
	if ((x = yaml_get(n, "when")))
		read_when(l, x, e);
	if ((x = yaml_get(n, "needs")))
		read_columns(l, x, &e->needs, &e->nneeds, "needs");
	if ((x = yaml_get(n, "set")))
		read_set(l, x, &e->set, &e->nset, "set");
}

static void read_dates(struct load *l, const struct yaml_node *n)
{
	struct importmap *m = l->m;
	struct err err = ERR_INIT;
	size_t i;

	m->dates_text = texts(l, n, "dates");
	m->date = arena_array(&m->arena, m->dates_text.n + 1, sizeof(*m->date));
	for (i = 0; i < m->dates_text.n; i++) {
		if (dateformat_compile(&m->date[i], m->dates_text.s[i], &err) < 0)
			COMPLAIN(l, n, "%s", err.msg);
		m->ndates++;
	}
}

static void read_zone(struct load *l, const struct yaml_node *n)
{
	struct err err = ERR_INIT;

	if (!is_type(l, n, YAML_SCALAR, "timezone"))
		return;
	l->m->own_zone = zonefile_load(n->s, &err);
	l->m->zone = l->m->own_zone;
	if (!l->m->zone)
		COMPLAIN(l, n, "%s", err.msg);
}

static void read_delimiter(struct load *l, const struct yaml_node *n)
{
	if (!is_type(l, n, YAML_SCALAR, "delimiter"))
		return;
	if (!strcmp(n->s, "tab") || !strcmp(n->s, "\t"))
		l->m->delimiter = '\t';
	else if (n->n == 1 && !strchr("\"\r\n", n->s[0]))
		l->m->delimiter = n->s[0];
	else
		COMPLAIN(l, n, _("'delimiter' is one character or 'tab', not '%s'"), n->s);
}

static void read_events(struct load *l, const struct yaml_node *n)
{
	size_t i;
	int opens = 0;

	if (!is_type(l, n, YAML_SEQUENCE, "events"))
		return;
	l->m->event = arena_array(&l->m->arena, n->size + 1, sizeof(*l->m->event));
	for (i = 0; i < n->size; i++)
		read_event(l, n->item[i]);
	for (i = 0; i < l->m->nevents; i++)
		opens += l->m->event[i].event == EVENT_OPEN;
	if (opens != 1 && !l->bad)
		COMPLAIN(l, n, _("exactly one of the events must be 'open'"));
}

/* customer: { name: COLUMN, contact: COLUMN }: found or made in customers.csv. */
static void read_customer(struct load *l, const struct yaml_node *n)
{
	static const char *const keys[] = { "name", "contact", NULL };
	const struct yaml_node *x;

	if (!is_type(l, n, YAML_MAPPING, "customer"))
		return;
	check_keys(l, n, keys);
	if ((x = yaml_get(n, "name")))
		read_column(l, x, &l->m->who, "name");
	if ((x = yaml_get(n, "contact")))
		read_column(l, x, &l->m->contact, "contact");
	if (!l->m->who.name && !l->m->contact.name)
		COMPLAIN(l, n, _("'customer' needs a name or a contact"));
}

static void read_map(struct load *l, const struct yaml_node *root)
{
	static const char *const keys[] = { "import", "encoding", "delimiter", "timezone", "dates",
					    "null", "key", "short-rows", "customer", "columns",
					    "events", NULL };
	static const char *const needed[] = { "import", "dates", "key", "events", NULL };
	struct importmap *m = l->m;
	const struct yaml_node *x;
	size_t i;

	check_keys(l, root, keys);
	for (i = 0; needed[i]; i++)
		if (!yaml_get(root, needed[i]))
			COMPLAIN(l, root, _("the key '%s' is missing"), needed[i]);
	if ((x = yaml_get(root, "import")) && is_type(l, x, YAML_SCALAR, "import"))
		m->name = text(l, x);
	if ((x = yaml_get(root, "encoding")) && is_type(l, x, YAML_SCALAR, "encoding"))
		m->encoding = text(l, x);
	if ((x = yaml_get(root, "delimiter")))
		read_delimiter(l, x);
	if ((x = yaml_get(root, "timezone")))
		read_zone(l, x);
	if ((x = yaml_get(root, "dates")))
		read_dates(l, x);
	if ((x = yaml_get(root, "null")))
		m->null = texts(l, x, "null");
	if ((x = yaml_get(root, "short-rows")) && is_type(l, x, YAML_SCALAR, "short-rows")) {
		m->short_rows = !strcmp(x->s, "take");
		if (!m->short_rows && strcmp(x->s, "refuse") != 0)
			COMPLAIN(l, x, _("'short-rows' is take or refuse, not '%s'"), x->s);
	}
	if ((x = yaml_get(root, "key")))
		read_columns(l, x, &m->key, &m->nkeys, "key");
	if ((x = yaml_get(root, "customer")))
		read_customer(l, x);
	if ((x = yaml_get(root, "columns")))
		read_set(l, x, &m->column, &m->ncolumns, "columns");
	if ((x = yaml_get(root, "events")))
		read_events(l, x);
}

struct importmap *importmap_load(const char *path, const struct policy_set *set,
				 struct findings *findings, struct err *err)
{
	struct importmap *m = mem_zalloc(sizeof(*m));
	struct load l = { m, set, findings, 0 };
	struct yaml_doc doc = YAML_DOC_INIT;
	int loaded;

	m->path = path;
	m->delimiter = ',';
	m->zone = policy_set_now(set)->zone;
	loaded = yaml_load(&doc, path, findings, err) == 0;
	if (loaded && (!doc.root || doc.root->type != YAML_MAPPING)) {
		finding_add(findings, GRADE_ERROR, path, 1, 1, _("an import map must be a mapping"));
		l.bad = 1;
	} else if (loaded) {
		read_map(&l, doc.root);
	}
	yaml_release(&doc);
	if (loaded && l.bad)
		err_set(err, STATUS_INPUT, _("the import map '%s' has errors"), path);
	if (loaded && !l.bad)
		return m;
	importmap_free(m);
	return NULL;
}

void importmap_free(struct importmap *m)
{
	if (!m)
		return;
	zone_free(m->own_zone);
	arena_release(&m->arena);
	free(m);
}

static int bind(struct importmap *m, struct import_column *c, const struct csv_reader *r,
		struct findings *findings)
{
	struct nearest near = NEAREST_INIT(c->name);
	size_t i;

	if (!c->name)
		return 0;
	c->index = csv_column(r, c->name);
	if (c->index >= 0)
		return 0;
	for (i = 0; i < csv_columns(r); i++)
		nearest_offer(&near, csv_column_name(r, i));
	if (near.best)
		finding_add(findings, GRADE_ERROR, m->path, c->line, c->column,
			    _("the file has no column '%s' (did you mean '%s'?)"), c->name, near.best);
	else
		finding_add(findings, GRADE_ERROR, m->path, c->line, c->column,
			    _("the file has no column '%s'"), c->name);
	return -1;
}

static int bind_source(struct importmap *m, struct import_source *s, const struct csv_reader *r,
		       struct findings *findings)
{
	int result = 0;
	size_t i;

	for (i = 0; i < s->nfrom; i++)
		result |= bind(m, &s->from[i], r, findings);
	return result;
}

int importmap_bind(struct importmap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err)
{
	int result = 0;
	size_t i, k;

	for (i = 0; i < m->nkeys; i++)
		result |= bind(m, &m->key[i], r, findings);
	result |= bind(m, &m->who, r, findings);
	result |= bind(m, &m->contact, r, findings);
	for (i = 0; i < m->ncolumns; i++)
		result |= bind_source(m, &m->column[i], r, findings);
	for (i = 0; i < m->nevents; i++) {
		struct import_event *e = &m->event[i];

		result |= bind(m, &e->at, r, findings);
		result |= bind(m, &e->when, r, findings);
		result |= bind_source(m, &e->by, r, findings);
		for (k = 0; k < e->nneeds; k++)
			result |= bind(m, &e->needs[k], r, findings);
		for (k = 0; k < e->nset; k++)
			result |= bind_source(m, &e->set[k], r, findings);
	}
	if (result)
		err_set(err, STATUS_INPUT, _("the file does not have the columns that the map names"));
	return result;
}
