#include "domain/customerindex.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void name_key(struct strbuf *out, const char *name)
{
	strbuf_reset(out);
	strbuf_addch(out, 'n');
	strbuf_addstr(out, name);
}

static void contact_key(struct strbuf *out, const char *contact)
{
	struct strbuf key = STRBUF_INIT;

	customers_contact_key(&key, contact);
	strbuf_reset(out);
	strbuf_addch(out, 'c');
	strbuf_add(out, key.buf, key.len);
	strbuf_release(&key);
}

static void add(struct customerindex *x, uint32_t customer)
{
	uint32_t known = x->keys.n;
	uint32_t key = intern_add(&x->keys, x->scratch.buf, x->scratch.len);

	MEM_GROW(x->first, (size_t)key + 1, x->alloc_first);
	if (key == known)
		x->first[key] = 0;
	MEM_GROW(x->link, x->nlinks + 1, x->alloc_links);
	x->link[x->nlinks] = (struct customerindex_link){ customer, x->first[key] };
	x->first[key] = (uint32_t)++x->nlinks;
}

void customerindex_init(struct customerindex *x, const struct customers *customers)
{
	*x = (struct customerindex){ .customers = customers, .keys = INTERN_INIT,
				     .scratch = STRBUF_INIT };
	for (uint32_t i = 0; i < customers->n; i++) {
		const struct customer *c = &customers->list[i];

		if (*c->contact) {
			contact_key(&x->scratch, c->contact);
			add(x, i);
		}
		/* Who was merged is known by the number, not by the name that may be somebody else's. */
		if (*c->name && customers_get(customers, c->id) == c) {
			name_key(&x->scratch, c->name);
			add(x, i);
		}
	}
}

void customerindex_release(struct customerindex *x)
{
	intern_release(&x->keys);
	strbuf_release(&x->scratch);
	free(x->first);
	free(x->link);
}

/* Of those under the key in `scratch`; "" is any name, any contact. */
static const struct customer *pick(const struct customerindex *x, const char *name,
				   const char *contact, size_t *n)
{
	uint32_t key = intern_find(&x->keys, x->scratch.buf, x->scratch.len);
	const struct customer *found = NULL;

	*n = 0;
	for (uint32_t i = key == INTERN_NONE ? 0 : x->first[key]; i; i = x->link[i - 1].next) {
		const struct customer *c = &x->customers->list[x->link[i - 1].customer];

		if (*contact && !customers_same_contact(c->contact, contact))
			continue;
		c = customers_get(x->customers, c->id);
		if (!c || c == found || (*name && strcmp(c->name, name) != 0))
			continue;
		found = c;
		++*n;
	}
	return *n == 1 ? found : NULL;
}

const struct customer *customerindex_find(struct customerindex *x, const char *name,
					  const char *contact, size_t *n)
{
	const struct customer *found;
	size_t all;

	*n = 0;
	if (!*contact && !*name)
		return NULL;
	if (!*contact) {
		name_key(&x->scratch, name);
		return pick(x, name, "", n);
	}
	contact_key(&x->scratch, contact);
	found = pick(x, "", contact, n);
	if (found || !*name || !*n)
		return found;
	all = *n;
	found = pick(x, name, contact, n);
	if (!*n)
		*n = all;
	return found;
}
