/*
 * importtable: how a table that somebody else made is read: charset, dates, keys, columns and what their
 * values mean. What import maps for cases (domain/importmap.h) and for surveys (domain/surveymap.h)
 * have in common, in the file and in memory.
 *
 *	struct importload l = { &map->table, set, findings, 0 };
 *	if (importtable_load(&l, path, read_root, &err) < 0) ...     // read_root(): the kind's own keys
 *		importload_table(&l, root);                           // ... and these
 *	if (importtable_bind(&map->table, reader, findings) < 0) ...  // columns by name
 *	importtable_release(&map->table);
 *
 * A map is as strict as a policy: every error in one run, with its place and the nearest spelling.
 * Everything lives in the table's arena until importtable_release().
 */
#ifndef SD_DOMAIN_IMPORTTABLE_H
#define SD_DOMAIN_IMPORTTABLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"
#include "domain/policy.h"
#include "io/csv.h"
#include "io/yaml.h"
#include "values/dateformat.h"

/* A column of the foreign table, by name; index after importtable_bind(). */
struct import_column {
	const char *name;         /* NULL: not given */
	int index;
	size_t line, column;      /* where the map names it */
};

/* Where a value comes from. Neither columns nor a constant: not given. */
struct import_source {
	int target;               /* column of the log */
	struct import_column *from;
	size_t nfrom;             /* 0: the constant */
	const char *constant;
	const char *join;         /* between several columns */
	struct { const char *from, *to; } *value;
	size_t nvalues;           /* 0: the value itself */
	const char *otherwise;    /* for values that the list does not have, or NULL: an error */
	int take_last;            /* of a case's rows the last counts, not the first */
	size_t line, column;      /* where the map names it */
};
static inline int import_source_is_given(const struct import_source *s)
{
	return s->nfrom || s->constant;
}

struct importtable {
	struct arena arena;
	const char *path;
	const char *name;
	const char *encoding;     /* or NULL: UTF-8 */
	char delimiter;
	int short_rows;           /* a row may end early: what is missing is empty */
	int header_rows;          /* as csv_read_headers() reads them */
	struct zone *own_zone;
	const struct zone *zone;
	struct dateformat *date;
	size_t ndates;
	struct policy_names dates_text;   /* as written, for messages */
	struct policy_names null;         /* values that mean nothing is there */
	struct import_column *key;
	size_t nkeys;
	struct import_column who, contact; /* of `customer:` */
};

/* --- loading ------------------------------------------------------------------------------------ */

struct importload {
	struct importtable *t;
	const struct policy_set *set;
	struct findings *findings;
	int bad;
	void *ctx;                /* of the kind of map */
};

#define IMPORTLOAD_COMPLAIN(l, at, ...) \
	((l)->bad = 1, (void)finding_add((l)->findings, GRADE_ERROR, (l)->t->path, (at)->line, \
					 (at)->column, __VA_ARGS__))

/*
 * Reads the file and calls read() with its root, a mapping. 0, or -1 with err and findings; the table is then
 * still to be released. The path is borrowed.
 */
int importtable_load(struct importload *l, const char *path,
		     void (*read)(struct importload *l, const struct yaml_node *root),
		     struct err *err);
void importtable_release(struct importtable *t);

/* The keys that every map may have, NULL-terminated: encoding .. customer, without its name. */
extern const char *const importtable_keys[];
/* Reads those; `kind` is the key with the map's name. */
void importload_table(struct importload *l, const struct yaml_node *root, const char *kind);
/* Complains of keys in neither list; both NULL-terminated, `more` may be NULL. */
void importload_keys(struct importload *l, const struct yaml_node *n, const char *const *allowed,
		     const char *const *more);
/* Complains of those of the list that the mapping has not. */
void importload_need(struct importload *l, const struct yaml_node *n, const char *const *needed);
/* Is it of this type? Else a complaint that names `what`. */
int importload_is(struct importload *l, const struct yaml_node *n, enum yaml_type type,
		  const char *what);
const char *importload_text(struct importload *l, const struct yaml_node *n);
/* One value or a list of them. */
struct policy_names importload_texts(struct importload *l, const struct yaml_node *n,
				     const char *what);
void importload_column(struct importload *l, const struct yaml_node *n, struct import_column *out,
		       const char *what);
void importload_columns(struct importload *l, const struct yaml_node *n,
			struct import_column **out, size_t *count, const char *what);
/* NAME | [NAME, NAME] | { column: .., value: .., values: {..}, else: .., join: .., take: first|last } */
void importload_source(struct importload *l, const struct yaml_node *n, struct import_source *s,
		       const char *what);
/* `values` and `else` of the mapping n. */
void importload_values(struct importload *l, const struct yaml_node *n, struct import_source *s);
/* A mapping of columns of the log to their sources. */
void importload_set(struct importload *l, const struct yaml_node *n, struct import_source **out,
		    size_t *count, const char *what);

/* --- the columns of a file ------------------------------------------------------------------------ */

/* Each finds columns in the reader's header, or makes a finding with the place in the map and is -1. */
int importtable_bind(struct importtable *t, const struct csv_reader *r, struct findings *findings);
int importtable_bind_column(const struct importtable *t, struct import_column *c,
			    const struct csv_reader *r, struct findings *findings);
int importtable_bind_source(const struct importtable *t, struct import_source *s,
			    const struct csv_reader *r, struct findings *findings);

#endif
