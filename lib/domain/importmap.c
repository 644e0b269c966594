#include "domain/importmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"

#define COMPLAIN IMPORTLOAD_COMPLAIN

static int event_code(struct importload *l, const struct yaml_node *at, const char *name)
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

static void read_when(struct importload *l, const struct yaml_node *n, struct import_event *e)
{
	if (!importload_is(l, n, YAML_MAPPING, "when"))
		return;
	if (n->size != 1) {
		COMPLAIN(l, n, _("'when' names one column and its values"));
		return;
	}
	importload_column(l, n->key[0], &e->when, "when");
	e->when_value = importload_texts(l, n->item[0], n->key[0]->s);
}

static void read_event(struct importload *l, const struct yaml_node *n)
{
	static const char *const keys[] = { "event", "at", "take", "when", "needs", "set", NULL };
	static const char *const takes[] = { "each", "first", "last", NULL };
	struct importmap *m = l->ctx;
	struct import_event *e = &m->event[m->nevents];
	const struct yaml_node *x;
	size_t i;

	if (!importload_is(l, n, YAML_MAPPING, "events"))
		return;
	importload_keys(l, n, keys, NULL);
	m->nevents++;
	e->line = n->line;
	e->event = -1;
	x = yaml_get(n, "event");
	if (!x) {
		COMPLAIN(l, n, _("an event needs the key '%s'"), "event");
	} else if (x->type == YAML_SCALAR) {
		e->event = event_code(l, x, x->s);
	} else {
		importload_source(l, x, &e->by, "event");
		for (i = 0; i < e->by.nvalues; i++)
			if (*e->by.value[i].to)
				event_code(l, x, e->by.value[i].to);
		if (e->by.otherwise && *e->by.otherwise)
			event_code(l, x, e->by.otherwise);
		if (!e->by.nvalues)
			COMPLAIN(l, x, _("an event out of a column needs 'values'"));
	}
	if ((x = yaml_get(n, "at")))
		importload_column(l, x, &e->at, "at");
	else
		COMPLAIN(l, n, _("an event needs the key '%s'"), "at");
	e->take = e->event == EVENT_OPEN ? TAKE_FIRST : TAKE_EACH;
	if ((x = yaml_get(n, "take")) && importload_is(l, x, YAML_SCALAR, "take")) {
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
		importload_columns(l, x, &e->needs, &e->nneeds, "needs");
	if ((x = yaml_get(n, "set")))
		importload_set(l, x, &e->set, &e->nset, "set");
}




static void read_events(struct importload *l, const struct yaml_node *n)
{
	struct importmap *m = l->ctx;
	size_t i;
	int opens = 0;

	if (!importload_is(l, n, YAML_SEQUENCE, "events"))
		return;
	m->event = arena_array(&m->table.arena, n->size + 1, sizeof(*m->event));
	for (i = 0; i < n->size; i++)
		read_event(l, n->item[i]);
	for (i = 0; i < m->nevents; i++)
		opens += m->event[i].event == EVENT_OPEN;
	if (opens != 1 && !l->bad)
		COMPLAIN(l, n, _("exactly one of the events must be 'open'"));
}

static void read_map(struct importload *l, const struct yaml_node *root)
{
	static const char *const keys[] = { "import", "columns", "events", NULL };
	static const char *const needed[] = { "import", "dates", "key", "events", NULL };
	struct importmap *m = l->ctx;
	const struct yaml_node *x;

	importload_keys(l, root, keys, importtable_keys);
	importload_need(l, root, needed);
	importload_table(l, root, "import");
	if ((x = yaml_get(root, "columns")))
		importload_set(l, x, &m->column, &m->ncolumns, "columns");
	if ((x = yaml_get(root, "events")))
		read_events(l, x);
}

struct importmap *importmap_load(const char *path, const struct policy_set *set,
				 struct findings *findings, struct err *err)
{
	struct importmap *m = mem_zalloc(sizeof(*m));
	struct importload l = { &m->table, set, findings, 0, m };

	if (importtable_load(&l, path, read_map, err) == 0)
		return m;
	importmap_free(m);
	return NULL;
}

void importmap_free(struct importmap *m)
{
	if (!m)
		return;
	importtable_release(&m->table);
	free(m);
}

int importmap_bind(struct importmap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err)
{
	const struct importtable *t = &m->table;
	int result = importtable_bind(&m->table, r, findings);
	size_t i, k;

	for (i = 0; i < m->ncolumns; i++)
		result |= importtable_bind_source(t, &m->column[i], r, findings);
	for (i = 0; i < m->nevents; i++) {
		struct import_event *e = &m->event[i];

		result |= importtable_bind_column(t, &e->at, r, findings);
		result |= importtable_bind_column(t, &e->when, r, findings);
		result |= importtable_bind_source(t, &e->by, r, findings);
		for (k = 0; k < e->nneeds; k++)
			result |= importtable_bind_column(t, &e->needs[k], r, findings);
		for (k = 0; k < e->nset; k++)
			result |= importtable_bind_source(t, &e->set[k], r, findings);
	}
	if (result)
		err_set(err, STATUS_INPUT, _("the file does not have the columns that the map names"));
	return result;
}
