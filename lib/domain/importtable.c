#include "domain/importtable.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "io/zonefile.h"

#define COMPLAIN IMPORTLOAD_COMPLAIN
#define KEYS_MAX 64

const char *const importtable_keys[] = {
	"encoding", "delimiter", "timezone", "dates", "null", "key", "short-rows", "header-rows",
	"customer", NULL
};

/* --- parts of a map ------------------------------------------------------------------------------- */

static size_t add_keys(const char **all, size_t n, const char *const *more)
{
	while (more && *more && n < KEYS_MAX)
		all[n++] = *more++;
	return n;
}

void importload_keys(struct importload *l, const struct yaml_node *n, const char *const *allowed,
		     const char *const *more)
{
	const char *all[KEYS_MAX], *near;
	size_t count = add_keys(all, add_keys(all, 0, allowed), more), k;

	for (size_t i = 0; i < n->size; i++) {
		for (k = 0; k < count; k++)
			if (!strcmp(all[k], n->key[i]->s))
				break;
		if (k < count)
			continue;
		near = nearest(n->key[i]->s, all, count);
		if (near)
			COMPLAIN(l, n->key[i], _("unknown key '%s' (did you mean '%s'?)"),
				 n->key[i]->s, near);
		else
			COMPLAIN(l, n->key[i], _("unknown key '%s'"), n->key[i]->s);
	}
}

void importload_need(struct importload *l, const struct yaml_node *n, const char *const *needed)
{
	for (; *needed; needed++)
		if (!yaml_get(n, *needed))
			COMPLAIN(l, n, _("the key '%s' is missing"), *needed);
}

int importload_is(struct importload *l, const struct yaml_node *n, enum yaml_type type,
		  const char *what)
{
	static const char *const names[] = { N_("one value"), N_("a list"), N_("a mapping") };

	if (n->type == type)
		return 1;
	COMPLAIN(l, n, _("'%s' must be %s"), what, _(names[type]));
	return 0;
}

const char *importload_text(struct importload *l, const struct yaml_node *n)
{
	return arena_strndup(&l->t->arena, n->s, n->n);
}

struct policy_names importload_texts(struct importload *l, const struct yaml_node *n,
				     const char *what)
{
	struct policy_names out = { NULL, 0 };

	if (n->type == YAML_MAPPING) {
		COMPLAIN(l, n, _("'%s' must be one value or a list"), what);
		return out;
	}
	if (n->type == YAML_SCALAR) {
		out.s = arena_array(&l->t->arena, 1, sizeof(*out.s));
		out.s[out.n++] = importload_text(l, n);
		return out;
	}
	out.s = arena_array(&l->t->arena, n->size + 1, sizeof(*out.s));
	for (size_t i = 0; i < n->size; i++)
		if (importload_is(l, n->item[i], YAML_SCALAR, what))
			out.s[out.n++] = importload_text(l, n->item[i]);
	return out;
}

void importload_column(struct importload *l, const struct yaml_node *n, struct import_column *out,
		       const char *what)
{
	if (!importload_is(l, n, YAML_SCALAR, what))
		return;
	out->name = importload_text(l, n);
	out->index = -1;
	out->line = n->line;
	out->column = n->column;
}

void importload_columns(struct importload *l, const struct yaml_node *n,
			struct import_column **out, size_t *count, const char *what)
{
	size_t size = n->type == YAML_SEQUENCE ? n->size : 1;

	*count = 0;
	*out = arena_array(&l->t->arena, size + 1, sizeof(**out));
	for (size_t i = 0; i < size; i++) {
		const struct yaml_node *item = n->type == YAML_SEQUENCE ? n->item[i] : n;

		importload_column(l, item, &(*out)[*count], what);
		*count += (*out)[*count].name != NULL;
	}
}

void importload_values(struct importload *l, const struct yaml_node *n, struct import_source *s)
{
	const struct yaml_node *x;

	if ((x = yaml_get(n, "else")) && importload_is(l, x, YAML_SCALAR, "else"))
		s->otherwise = importload_text(l, x);
	x = yaml_get(n, "values");
	if (!x || !importload_is(l, x, YAML_MAPPING, "values"))
		return;
	s->value = arena_array(&l->t->arena, x->size + 1, sizeof(*s->value));
	for (size_t i = 0; i < x->size; i++)
		if (importload_is(l, x->item[i], YAML_SCALAR, x->key[i]->s)) {
			s->value[s->nvalues].from = importload_text(l, x->key[i]);
			s->value[s->nvalues++].to = importload_text(l, x->item[i]);
		}
}

void importload_source(struct importload *l, const struct yaml_node *n, struct import_source *s,
		       const char *what)
{
	static const char *const keys[] = { "column", "value", "values", "else", "join", "take", NULL };
	const struct yaml_node *x;

	s->join = " ";
	s->line = n->line;
	s->column = n->column;
	if (n->type != YAML_MAPPING) {
		importload_columns(l, n, &s->from, &s->nfrom, what);
		return;
	}
	importload_keys(l, n, keys, NULL);
	if ((x = yaml_get(n, "column")))
		importload_columns(l, x, &s->from, &s->nfrom, what);
	if ((x = yaml_get(n, "value")) && importload_is(l, x, YAML_SCALAR, "value"))
		s->constant = importload_text(l, x);
	if (!s->nfrom == !s->constant)
		COMPLAIN(l, n, _("'%s' needs either a column or a value"), what);
	if ((x = yaml_get(n, "join")) && importload_is(l, x, YAML_SCALAR, "join"))
		s->join = importload_text(l, x);
	if ((x = yaml_get(n, "take")) && importload_is(l, x, YAML_SCALAR, "take")) {
		s->take_last = !strcmp(x->s, "last");
		if (!s->take_last && strcmp(x->s, "first") != 0)
			COMPLAIN(l, x, _("'take' is first or last, not '%s'"), x->s);
	}
	importload_values(l, n, s);
}

static int target_column(struct importload *l, const struct yaml_node *key)
{
	struct nearest near = NEAREST_INIT(key->s);
	int column = policy_set_column(l->set, key->s, key->n);
	const char *name;

	if (column == COLUMN_AT || column == COLUMN_LOGGED || column == COLUMN_CASE ||
	    column == COLUMN_EVENT || column == COLUMN_CHECK || column == COLUMN_KEY) {
		COMPLAIN(l, key, _("column '%s' is written by sd itself"), key->s);
		return -1;
	}
	if (column >= 0)
		return column;
	for (int c = 0; c < COLUMN_MAX; c++)
		if ((name = policy_set_column_name(l->set, c)))
			nearest_offer(&near, name);
	if (near.best)
		COMPLAIN(l, key, _("unknown column '%s' (did you mean '%s'?)"), key->s, near.best);
	else
		COMPLAIN(l, key, _("unknown column '%s': the policy has no such field"), key->s);
	return -1;
}

void importload_set(struct importload *l, const struct yaml_node *n, struct import_source **out,
		    size_t *count, const char *what)
{
	if (!importload_is(l, n, YAML_MAPPING, what))
		return;
	*out = arena_array(&l->t->arena, n->size + 1, sizeof(**out));
	for (size_t i = 0; i < n->size; i++) {
		struct import_source *s = &(*out)[*count];

		s->target = target_column(l, n->key[i]);
		importload_source(l, n->item[i], s, n->key[i]->s);
		*count += s->target >= 0;
	}
}

/* --- the keys of every map ------------------------------------------------------------------------ */

static void read_dates(struct importload *l, const struct yaml_node *n)
{
	struct importtable *t = l->t;
	struct err err = ERR_INIT;

	t->dates_text = importload_texts(l, n, "dates");
	t->date = arena_array(&t->arena, t->dates_text.n + 1, sizeof(*t->date));
	for (size_t i = 0; i < t->dates_text.n; i++) {
		if (dateformat_compile(&t->date[i], t->dates_text.s[i], &err) < 0)
			COMPLAIN(l, n, "%s", err.msg);
		t->ndates++;
	}
}

static void read_zone(struct importload *l, const struct yaml_node *n)
{
	struct err err = ERR_INIT;

	if (!importload_is(l, n, YAML_SCALAR, "timezone"))
		return;
	l->t->own_zone = zonefile_load(n->s, &err);
	l->t->zone = l->t->own_zone;
	if (!l->t->zone)
		COMPLAIN(l, n, "%s", err.msg);
}

static void read_delimiter(struct importload *l, const struct yaml_node *n)
{
	if (!importload_is(l, n, YAML_SCALAR, "delimiter"))
		return;
	if (!strcmp(n->s, "tab") || !strcmp(n->s, "\t"))
		l->t->delimiter = '\t';
	else if (n->n == 1 && !strchr("\"\r\n", n->s[0]))
		l->t->delimiter = n->s[0];
	else
		COMPLAIN(l, n, _("'delimiter' is one character or 'tab', not '%s'"), n->s);
}

static void read_rows(struct importload *l, const struct yaml_node *root)
{
	const struct yaml_node *x;

	if ((x = yaml_get(root, "short-rows")) && importload_is(l, x, YAML_SCALAR, "short-rows")) {
		l->t->short_rows = !strcmp(x->s, "take");
		if (!l->t->short_rows && strcmp(x->s, "refuse") != 0)
			COMPLAIN(l, x, _("'short-rows' is take or refuse, not '%s'"), x->s);
	}
	if ((x = yaml_get(root, "header-rows")) &&
	    importload_is(l, x, YAML_SCALAR, "header-rows")) {
		if (x->n == 1 && x->s[0] >= '1' && x->s[0] <= '0' + CSV_HEADER_ROWS_MAX)
			l->t->header_rows = x->s[0] - '0';
		else
			COMPLAIN(l, x, _("'header-rows' is 1 to %d, not '%s'"), CSV_HEADER_ROWS_MAX,
				 x->s);
	}
}

/* customer: { name: COLUMN, contact: COLUMN } */
static void read_customer(struct importload *l, const struct yaml_node *n)
{
	static const char *const keys[] = { "name", "contact", NULL };
	const struct yaml_node *x;

	if (!importload_is(l, n, YAML_MAPPING, "customer"))
		return;
	importload_keys(l, n, keys, NULL);
	if ((x = yaml_get(n, "name")))
		importload_column(l, x, &l->t->who, "name");
	if ((x = yaml_get(n, "contact")))
		importload_column(l, x, &l->t->contact, "contact");
	if (!l->t->who.name && !l->t->contact.name)
		COMPLAIN(l, n, _("'customer' needs a name or a contact"));
}

void importload_table(struct importload *l, const struct yaml_node *root, const char *kind)
{
	struct importtable *t = l->t;
	const struct yaml_node *x;

	if ((x = yaml_get(root, kind)) && importload_is(l, x, YAML_SCALAR, kind))
		t->name = importload_text(l, x);
	if ((x = yaml_get(root, "encoding")) && importload_is(l, x, YAML_SCALAR, "encoding"))
		t->encoding = importload_text(l, x);
	if ((x = yaml_get(root, "delimiter")))
		read_delimiter(l, x);
	if ((x = yaml_get(root, "timezone")))
		read_zone(l, x);
	if ((x = yaml_get(root, "dates")))
		read_dates(l, x);
	if ((x = yaml_get(root, "null")))
		t->null = importload_texts(l, x, "null");
	read_rows(l, root);
	if ((x = yaml_get(root, "key")))
		importload_columns(l, x, &t->key, &t->nkeys, "key");
	if ((x = yaml_get(root, "customer")))
		read_customer(l, x);
}

int importtable_load(struct importload *l, const char *path,
		     void (*read)(struct importload *l, const struct yaml_node *root),
		     struct err *err)
{
	struct importtable *t = l->t;
	struct yaml_doc doc = YAML_DOC_INIT;
	int loaded;

	t->path = path;
	t->delimiter = ',';
	t->header_rows = 1;
	t->zone = policy_set_now(l->set)->zone;
	loaded = yaml_load(&doc, path, l->findings, err) == 0;
	if (loaded && (!doc.root || doc.root->type != YAML_MAPPING)) {
		finding_add(l->findings, GRADE_ERROR, path, 1, 1, _("an import map must be a mapping"));
		l->bad = 1;
	} else if (loaded) {
		read(l, doc.root);
	}
	yaml_release(&doc);
	if (loaded && l->bad)
		err_set(err, STATUS_INPUT, _("the import map '%s' has errors"), path);
	return loaded && !l->bad ? 0 : -1;
}

void importtable_release(struct importtable *t)
{
	zone_free(t->own_zone);
	arena_release(&t->arena);
}

/* --- the columns of a file ------------------------------------------------------------------------ */

static int has_twice(const struct csv_reader *r, const struct import_column *c)
{
	for (size_t i = (size_t)c->index + 1; i < csv_columns(r); i++)
		if (!strcmp(csv_column_name(r, i), c->name))
			return 1;
	return 0;
}

int importtable_bind_column(const struct importtable *t, struct import_column *c,
			    const struct csv_reader *r, struct findings *findings)
{
	struct nearest near = NEAREST_INIT(c->name);

	if (!c->name)
		return 0;
	c->index = csv_column(r, c->name);
	if (c->index >= 0 && !has_twice(r, c))
		return 0;
	for (size_t i = 0; i < csv_columns(r); i++)
		nearest_offer(&near, csv_column_name(r, i));
	if (c->index >= 0)
		finding_add(findings, GRADE_ERROR, t->path, c->line, c->column,
			    _("the file has the column '%s' twice"), c->name);
	else if (near.best)
		finding_add(findings, GRADE_ERROR, t->path, c->line, c->column,
			    _("the file has no column '%s' (did you mean '%s'?)"), c->name, near.best);
	else
		finding_add(findings, GRADE_ERROR, t->path, c->line, c->column,
			    _("the file has no column '%s'"), c->name);
	return -1;
}

int importtable_bind_source(const struct importtable *t, struct import_source *s,
			    const struct csv_reader *r, struct findings *findings)
{
	int result = 0;

	for (size_t i = 0; i < s->nfrom; i++)
		result |= importtable_bind_column(t, &s->from[i], r, findings);
	return result;
}

int importtable_bind(struct importtable *t, const struct csv_reader *r, struct findings *findings)
{
	int result = 0;

	for (size_t i = 0; i < t->nkeys; i++)
		result |= importtable_bind_column(t, &t->key[i], r, findings);
	result |= importtable_bind_column(t, &t->who, r, findings);
	result |= importtable_bind_column(t, &t->contact, r, findings);
	return result;
}
