#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/policy_internal.h"
#include "io/file.h"
#include "io/trust.h"

#define CODE_MAX  100 /* bytes */
#define HINTS_MAX 50000 /* names compared */

static void index_lines(struct load *l)
{
	size_t i, n = 1, *at;

	for (i = 0; i < l->n; i++)
		n += l->data[i] == '\n';
	at = arena_array(l->arena, n, sizeof(*at));
	l->nlines = n;
	for (i = 0, n = 1; i < l->n; i++)
		if (l->data[i] == '\n')
			at[n++] = i + 1;
	l->line_at = at;
}

static void add_excerpt(struct load *l, struct finding *x)
{
	size_t from, to;

	if (!l->line_at)
		index_lines(l);
	if (!x || !x->line || x->line > l->nlines)
		return;
	from = l->line_at[x->line - 1];
	to = x->line < l->nlines ? l->line_at[x->line] - 1 : l->n;
	if (to > from && l->data[to - 1] == '\r')
		to--;
	finding_excerpt(&l->findings, x, l->data + from, to - from);
}

void policy_complain(struct load *l, const struct yaml_node *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_excerpt(l, finding_vadd(&l->findings, GRADE_ERROR, l->path, at->line, at->column, fmt, ap));
	va_end(ap);
}

const char *policy_hint(struct load *l, const char *best)
{
	struct strbuf sb = STRBUF_INIT;
	const char *hint;

	if (!best)
		return "";
	strbuf_addf(&sb, _(" (did you mean '%s'?)"), best);
	hint = arena_strndup(l->arena, sb.buf, sb.len);
	strbuf_release(&sb);
	return hint;
}

static int by_place(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int file = strcmp(x->file, y->file);

	if (file)
		return file;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x < y ? -1 : x > y;
}

int policy_may_hint(struct load *l, size_t names)
{
	if (names > HINTS_MAX - l->hints)
		return 0;
	l->hints += names;
	return 1;
}

/* The files' names are copied: they must outlive the policy, which an error releases. */
void policy_pass_on(struct findings *from, struct findings *into)
{
	const struct finding **sorted = mem_array(from->n + 1, sizeof(struct finding *));
	struct finding *list = mem_array(from->n + 1, sizeof(*list));
	size_t i;

	for (i = 0; i < from->n; i++)
		sorted[i] = &from->list[i];
	qsort(sorted, from->n, sizeof(struct finding *), by_place);
	for (i = 0; i < from->n; i++)
		list[i] = *sorted[i];
	free(sorted);
	free(from->list);
	from->list = list;
	findings_pass_on(from, into);
}

void policy_conceal(struct findings *f, const char *path, const char *named_in)
{
	struct findings first = FINDINGS_INIT;
	struct err err = ERR_INIT;
	const struct finding *x, *least;

	if (!f->n || trust_naming(path, named_in, &err) == 0)
		return;
	for (x = least = f->list; x < f->list + f->n; x++)
		if (by_place(&x, &least) < 0)
			least = x;
	finding_add(&first, least->grade, arena_strdup(&first.arena, path), least->line, least->column,
		    _("something is wrong here, and is not shown: %s"), err.msg);
	findings_release(f);
	*f = first;
}

char *policy_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	char *dir, *joined;

	if (name[0] == '/' || !slash)
		return mem_strdup(name);
	dir = file_dir(path);
	joined = file_join(dir, name);
	free(dir);
	return joined;
}

static const char *type_name(enum yaml_type type)
{
	return type == YAML_SCALAR ? _("a single value") :
	       type == YAML_SEQUENCE ? _("a list") : _("a mapping");
}

static int is_type(struct load *l, const struct yaml_node *n, enum yaml_type type, const char *name)
{
	if (n->type == type)
		return 1;
	policy_complain(l, n, _("'%s' must be %s, not %s"), name, type_name(type),
			type_name(n->type));
	return 0;
}

int policy_is_mapping(struct load *l, const struct yaml_node *n, const char *name)
{
	return is_type(l, n, YAML_MAPPING, name);
}

int policy_is_scalar(struct load *l, const struct yaml_node *n, const char *name)
{
	return is_type(l, n, YAML_SCALAR, name);
}

int policy_is_filled(struct load *l, const struct yaml_node *n, const char *name)
{
	if (n->type == YAML_SCALAR ? n->n > 0 : n->size > 0)
		return 1;
	policy_complain(l, n, _("'%s' must not be empty"), name);
	return 0;
}

static const struct policy_key *find_key(struct load *l, const struct yaml_node *n,
					 const struct policy_table *table)
{
	struct nearest best = NEAREST_INIT(n->s);
	size_t i;

	for (i = 0; i < table->n; i++)
		if (strcmp(table->key[i].name, n->s) == 0)
			return &table->key[i];
	for (i = 0; policy_may_hint(l, 1) && i < table->n; i++)
		nearest_offer(&best, table->key[i].name);
	policy_complain(l, n, _("unknown key '%s'%s"), n->s, policy_hint(l, best.best));
	return NULL;
}

void policy_read_mapping(struct load *l, const struct yaml_node *n, void *base,
			 const struct policy_table *table)
{
	const struct policy_key *key;
	struct yaml_node *value;
	size_t i;

	if (!policy_is_mapping(l, n, table->name))
		return;
	for (i = 0; i < n->size; i++)
		find_key(l, n->key[i], table);
	/* in the table's order, so that what is defined comes before what uses it */
	for (i = 0; i < table->n; i++) {
		key = &table->key[i];
		value = yaml_get(n, key->name);
		if (value)
			key->read(l, value, (char *)base + key->into, key);
		else if (key->required)
			policy_complain(l, n, _("missing key '%s'"), key->name);
	}
}

/* Letters of any script, digits and - _ . : nothing that the log, awk or a path would trip over. */
static int is_code_char(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= '0' && cp <= '9') || cp == '-' || cp == '_' || cp == '.';
	return cp > 0xA0 && utf8_char_width(cp) > 0 && !(cp >= 0x2000 && cp <= 0x206F) &&
	       cp != 0x3000 && cp != 0xFF0C && cp != 0xFEFF;
}

int policy_check_code(struct load *l, const struct yaml_node *n)
{
	size_t i, step;
	uint32_t cp;

	if (!policy_is_filled(l, n, _("name")))
		return 0;
	for (i = 0; i < n->n; i += step) {
		step = utf8_char(n->s + i, n->n - i, &cp);
		if (!step || !is_code_char(cp))
			break;
	}
	if (i >= n->n && n->n <= CODE_MAX)
		return 1;
	if (n->n > CODE_MAX)
		policy_complain(l, n, _("'%.20s...' is longer than %d bytes"), n->s, CODE_MAX);
	else
		policy_complain(l, n, _("'%s' is no code (letters, digits, '-', '_' and '.')"), n->s);
	return 0;
}

const char *policy_copy(struct load *l, const struct yaml_node *n)
{
	return arena_strndup(l->arena, n->s, n->n);
}

size_t policy_scalars(struct load *l, const struct yaml_node *n, const char *name,
		      struct yaml_node *const **item)
{
	struct yaml_node **one;
	size_t i, count = 0;

	if (n->type == YAML_SCALAR) {
		one = arena_array(l->arena, 1, sizeof(struct yaml_node *));
		one[0] = (struct yaml_node *)n;
		*item = one;
		return policy_is_filled(l, n, name);
	}
	if (n->type == YAML_MAPPING) {
		policy_complain(l, n, _("'%s' must be a single value or a list, not a mapping"), name);
		return 0;
	}
	one = arena_array(l->arena, n->size + 1, sizeof(struct yaml_node *));
	for (i = 0; i < n->size; i++)
		if (policy_is_scalar(l, n->item[i], name))
			one[count++] = n->item[i];
	*item = one;
	return count;
}

void policy_read_code(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	if (policy_is_scalar(l, n, key->name) && policy_check_code(l, n))
		*(const char **)into = policy_copy(l, n);
}

void policy_read_text(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	if (policy_is_scalar(l, n, key->name) && policy_is_filled(l, n, key->name))
		*(const char **)into = policy_copy(l, n);
}

static const struct policy_key label_keys[] = {
	KEY("zh", policy_label, zh, policy_read_text),
	KEY("en", policy_label, en, policy_read_text),
};
const struct policy_table policy_table_label = TABLE("label", label_keys);

void policy_read_label(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	if (policy_is_mapping(l, n, key->name) && policy_is_filled(l, n, key->name))
		policy_read_mapping(l, n, into, &policy_table_label);
}

void policy_read_date(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	if (policy_is_scalar(l, n, key->name) && date_parse(n->s, n->n, into) < 0)
		policy_complain(l, n, _("'%s' is no date (YYYY-MM-DD)"), n->s);
}

void policy_read_bool(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	int yes = n->type == YAML_SCALAR && strcmp(n->s, "true") == 0;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (!yes && strcmp(n->s, "false") != 0)
		policy_complain(l, n, _("'%s' must be true or false, not '%s'"), key->name, n->s);
	*(int *)into = yes;
}

void policy_read_choice(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct nearest best = NEAREST_INIT(n->type == YAML_SCALAR ? n->s : "");
	struct strbuf all = STRBUF_INIT;
	int i;

	if (!policy_is_scalar(l, n, key->name))
		return;
	for (i = 0; key->words[i]; i++) {
		if (strcmp(key->words[i], n->s) == 0) {
			*(int *)into = i;
			goto out;
		}
		nearest_offer(&best, key->words[i]);
		if (*key->words[i])
			strbuf_addf(&all, "%s%s", all.len ? ", " : "", key->words[i]);
	}
	if (best.best)
		policy_complain(l, n, _("unknown value '%s' of '%s'%s"), n->s, key->name,
				policy_hint(l, best.best));
	else
		policy_complain(l, n, _("unknown value '%s' of '%s' (one of %s)"), n->s, key->name,
				all.buf);
out:
	strbuf_release(&all);
}

/* A positive length of time in seconds. */
void policy_read_duration(struct load *l, const struct yaml_node *n, void *into,
			  const struct policy_key *key)
{
	int64_t s;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (duration_parse(n->s, n->n, &s, NULL) < 0)
		policy_complain(l, n, _("'%s' is no length of time (such as 30m, 24h or 2d)"), n->s);
	else if (s == 0)
		policy_complain(l, n, _("'%s' must be longer than nothing"), key->name);
	else
		*(int64_t *)into = s;
}

void policy_read_limit(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	struct limit limit;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (limit_parse(n->s, n->n, &limit) < 0)
		policy_complain(l, n, _("'%s' is no limit (such as 30m, 24h, 7 working days or due)"),
				n->s);
	else if (limit.kind != LIMIT_DUE && limit.n == 0)
		policy_complain(l, n, _("'%s' must be longer than nothing"), key->name);
	else
		*(struct limit *)into = limit;
}

/* A whole number from 1 on. */
void policy_read_count(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	uint64_t v;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (number_parse(n->s, n->n, 1000000, &v) < 0 || v == 0)
		policy_complain(l, n, _("'%s' must be a whole number from 1 on, not '%s'"),
				key->name, n->s);
	else
		*(int *)into = (int)v;
}

static void read_strings(struct load *l, const struct yaml_node *n, struct policy_names *into,
			 const struct policy_key *key, int codes)
{
	struct yaml_node *const *item = NULL;
	size_t i, count = policy_scalars(l, n, key->name, &item);

	into->s = arena_array(l->arena, count + 1, sizeof(char *));
	into->n = 0;
	for (i = 0; i < count; i++)
		if (codes ? policy_check_code(l, item[i]) : policy_is_filled(l, item[i], key->name))
			into->s[into->n++] = policy_copy(l, item[i]);
}

void policy_read_texts(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	if (policy_is_filled(l, n, key->name))
		read_strings(l, n, into, key, 0);
}

void policy_read_codes(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	if (policy_is_filled(l, n, key->name))
		read_strings(l, n, into, key, 1);
}

void policy_read_one(struct load *l, const struct yaml_node *n, void *into,
		     const struct policy_key *key)
{
	policy_read_mapping(l, n, into, key->table);
}

/* Fill entry number i of the array; an entry of a mapping has its name at offset 0. */
static void read_entry(struct load *l, const struct yaml_node *name, const struct yaml_node *n,
		       char *item, const struct policy_entries *e)
{
	*(size_t *)(void *)(item + e->line) = name ? name->line : n->line;
	if (name) {
		policy_check_code(l, name);
		*(const char **)(void *)item = policy_copy(l, name);
	}
	if (e->begin)
		e->begin(l, item, name ? name : n);
	if (!policy_is_mapping(l, n, name ? name->s : e->table->name))
		return;
	policy_read_mapping(l, n, item, e->table);
	if (e->done)
		e->done(l, item, name ? name : n);
}

static void read_entries(struct load *l, const struct yaml_node *n, char *into,
			 const struct policy_entries *e)
{
	char *array = arena_array(l->arena, n->size, e->size);
	size_t i;

	/* first the array, then the count: readers may look at what is filled so far */
	memcpy(into, &array, sizeof(array));
	for (i = 0; i < n->size; i++) {
		read_entry(l, n->type == YAML_MAPPING ? n->key[i] : NULL, n->item[i],
			   array + i * e->size, e);
		memcpy(into + sizeof(array), &(size_t){ i + 1 }, sizeof(size_t));
	}
}

void policy_read_map(struct load *l, const struct yaml_node *n, void *into,
		     const struct policy_key *key)
{
	if (policy_is_mapping(l, n, key->name) &&
	    (!key->filled || policy_is_filled(l, n, key->name)))
		read_entries(l, n, into, key->entries);
}

void policy_read_list(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	if (is_type(l, n, YAML_SEQUENCE, key->name) &&
	    (!key->filled || policy_is_filled(l, n, key->name)))
		read_entries(l, n, into, key->entries);
}
