/*
 * customers: who the customers are. customers.csv is the only file with names and numbers, the log
 * holds ids.
 *
 *	struct customers c = CUSTOMERS_INIT;
 *	if (customers_load(&c, desk.customers, &findings, &err) < 0) ...
 *	if (customers_find(&c, "王芳", "13800001111", &found, &err) < 0) ...   // ambiguous
 *	if (!found) { customers_new_id(&c, &id); customers_append(desk.customers, &row, &err); }
 *	customers_release(&c);
 *
 * The columns are customer,name,contact,type,since,note; the last row of an id wins, so a change is
 * one more row. A merged customer has the note "merged into ID", and whoever asks for it gets that ID's row.
 * Line breaks and control characters in cells are escaped as in the log's text. Strings live
 * until customers_release(). Whoever appends holds the desk's lock.
 */
#ifndef SD_DOMAIN_CUSTOMERS_H
#define SD_DOMAIN_CUSTOMERS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "base/strbuf.h"

/* All are strings, empty where nothing is known; `id` is a code. */
struct customer {
	const char *id, *name, *contact, *type, *since, *note;
};

struct customers {
	struct arena arena;
	struct intern ids;           /* index in list[] */
	struct customer *list;       /* one per id, in order of first appearance */
	size_t n, alloc;
	int lacks_columns;           /* the file has no column `name` or `contact` */
};

#define CUSTOMERS_INIT { ARENA_INIT, INTERN_INIT, NULL, 0, 0, 0 }

/* A file that does not exist is an empty one; what is no file (a pipe) fails. Bad rows are findings. */
int customers_load(struct customers *c, const char *path, struct findings *findings,
		   struct err *err);
void customers_release(struct customers *c);

/* By id, merges followed; NULL where there is none. */
const struct customer *customers_get(const struct customers *c, const char *id);

/*
 * Does the customer answer to these words: its id, a part of its name (ASCII letters in any case),
 * its contact, or any four or more digits of its number? Merged ones never do.
 */
int customers_match(const struct customer *x, const char *query);

/*
 * The one customer that `who` (id, exact name, or digits of the number; may be NULL) and `contact`
 * (may be NULL) mean. *found is NULL where a new one is meant. -1 with err (STATUS_USAGE) where
 * several are, or where the digits are nobody's.
 */
int customers_find(const struct customers *c, const char *who, const char *contact,
		   const struct customer **found, struct err *err);

/* Are two contacts the same: digits compared (a country code may be missing), else letters in any case. */
int customers_same_contact(const char *a, const char *b);
/* Contacts that are the same have the same key (others may, too): to look them up by. */
void customers_contact_key(struct strbuf *out, const char *contact);

/* The next free id: c0001, c0002 .. */
void customers_new_id(const struct customers *c, struct strbuf *id);

/* Adds (or changes) one in memory, copied: what the file holds after customers_append(). */
const struct customer *customers_put(struct customers *c, const struct customer *x);

/* Appends rows in one write and syncs them. The file must exist. */
int customers_append(const char *path, const struct customer *x, size_t n, struct err *err);

/* The note of a customer that was merged into another. */
void customers_merge_note(struct strbuf *note, const char *into);

/*
 * Text as the log stores it: the customer's own name and contact in it become {name} and {contact};
 * and the way back for people (unknown customer: as it stands). x may be NULL.
 */
void customers_hide(struct strbuf *out, const char *s, size_t n, const struct customer *x);
void customers_show(struct strbuf *out, const char *s, size_t n, const struct customer *x);

#endif
