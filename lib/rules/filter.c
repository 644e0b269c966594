#include "rules/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct term {
	int slot;
	uint32_t *symbol;
	size_t n;
};

struct filter {
	struct term *term;
	size_t n;
	int names_kind;
	int kind_slot;
	uint32_t duty, action;
};

static int is_value(const struct policy_term *t, const char *value)
{
	size_t i;

	for (i = 0; i < t->value.n; i++)
		if (!strcmp(t->value.s[i], value))
			return 1;
	return 0;
}

/* Is a category one of the term's, or below one of them? Policies refuse cycles; depth guards all the same. */
static int is_below(const struct policy *p, const struct policy_term *t,
		    const struct policy_category *c)
{
	int depth;

	for (depth = 0; c && depth < 16; depth++) {
		if (is_value(t, c->name) || (c->of && is_value(t, c->of)))
			return 1;
		c = c->of ? policy_category(p, c->of) : NULL;
	}
	return 0;
}

static void compile_term(struct term *out, const struct policy *p, const struct policy_term *t,
			 struct classmap *map, struct symbols *symbols)
{
	size_t i, alloc = 0;

	classmap_add(map, t->column);
	out->slot = map->slot[t->column];
	for (i = 0; i < t->value.n; i++) {
		MEM_GROW(out->symbol, out->n + 1, alloc);
		out->symbol[out->n++] = symbols_add(symbols, t->column, t->value.s[i],
						    strlen(t->value.s[i]));
	}
	if (t->column != COLUMN_CATEGORY)
		return;
	for (i = 0; i < p->ncategories; i++) {
		const char *name = p->category[i].name;

		if (is_value(t, name) || !is_below(p, t, &p->category[i]))
			continue;
		MEM_GROW(out->symbol, out->n + 1, alloc);
		out->symbol[out->n++] = symbols_add(symbols, t->column, name, strlen(name));
	}
}

struct filter *filter_new(const struct policy *p, const struct policy_filter *f,
			  struct classmap *map, struct symbols *symbols)
{
	struct filter *c = mem_zalloc(sizeof(*c));
	size_t i;

	c->n = f->n;
	c->term = mem_array(f->n, sizeof(*c->term));
	for (i = 0; i < f->n; i++) {
		compile_term(&c->term[i], p, &f->term[i], map, symbols);
		if (f->term[i].column == COLUMN_KIND)
			c->names_kind = 1;
	}
	classmap_add(map, COLUMN_KIND);
	c->kind_slot = map->slot[COLUMN_KIND];
	c->duty = symbols_add(symbols, COLUMN_KIND, "duty", 4);
	c->action = symbols_add(symbols, COLUMN_KIND, "action", 6);
	return c;
}

void filter_free(struct filter *f)
{
	size_t i;

	if (!f)
		return;
	for (i = 0; i < f->n; i++)
		free(f->term[i].symbol);
	free(f->term);
	free(f);
}

static int term_holds(const struct term *t, uint32_t symbol)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->symbol[i] == symbol)
			return 1;
	return 0;
}

int filter_matches(const struct filter *f, const uint32_t *class)
{
	uint32_t kind = class[f->kind_slot];

	if (!f->names_kind && (kind == f->duty || kind == f->action))
		return 0;
	return filter_holds(f, class);
}

int filter_holds(const struct filter *f, const uint32_t *class)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (!term_holds(&f->term[i], class[f->term[i].slot]))
			return 0;
	return 1;
}
