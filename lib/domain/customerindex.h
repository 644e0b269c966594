/*
 * customerindex: whose number is it? For whoever asks that often; customers_find() goes through all of them.
 *
 *	struct customerindex x;
 *	customerindex_init(&x, &customers);
 *	found = customerindex_find(&x, "王芳", "13800001111", &n);
 *	customerindex_release(&x);
 *
 * The customers are borrowed and must not change meanwhile.
 */
#ifndef SD_DOMAIN_CUSTOMERINDEX_H
#define SD_DOMAIN_CUSTOMERINDEX_H

#include "domain/customers.h"

struct customerindex {
	const struct customers *customers;
	struct intern keys;              /* "c" and the key of a contact, "n" and a name */
	uint32_t *first;                 /* by key: link + 1 */
	size_t alloc_first;
	struct customerindex_link {
		uint32_t customer, next; /* index in customers->list, link + 1 */
	} *link;
	size_t nlinks, alloc_links;
	struct strbuf scratch;
};

void customerindex_init(struct customerindex *x, const struct customers *customers);
void customerindex_release(struct customerindex *x);

/*
 * The one who has this contact; where there are several, the one of them with this name; without a contact
 * ("") the one with this name. Merged customers are who they were merged into. *n is how many
 * answer to that; NULL where it is not one.
 */
const struct customer *customerindex_find(struct customerindex *x, const char *name,
					  const char *contact, size_t *n);

#endif
