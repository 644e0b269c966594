/*
 * yaml: a small, strict part of YAML as a tree with places. The only user of <yaml.h>.
 *
 *	struct yaml_doc doc = YAML_DOC_INIT;
 *	if (yaml_load(&doc, path, findings, &err) == 0)
 *		walk(doc.root);
 *	yaml_release(&doc);
 *
 * libyaml's event interface with refusals, each a finding with line and column: more than 1 MiB, deeper
 * than 16, anchors, aliases, tags, merge keys, second documents, duplicate keys, keys that are not
 * scalars, invalid UTF-8, UTF-16, control characters, more than YAML_MAX_NODES values. Every scalar is a string as written (no = "no", 1.20 = "1.20").
 * Nodes live until yaml_release(). A refused file gives -1 with the findings recorded and
 * err.status = STATUS_INPUT; what was read up to there is released. Reading goes on after a finding
 * where that is safe, so that one run tells all. A file that cannot be read gives -1 with
 * STATUS_SYSTEM and no finding. `findings` must not be NULL.
 */
#ifndef SD_IO_YAML_H
#define SD_IO_YAML_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/finding.h"

#define YAML_MAX_BYTES ((size_t)1024 * 1024)
#define YAML_MAX_DEPTH 16
#define YAML_MAX_NODES 100000  /* bounds the memory of 1 MiB of "[a,a,a,": about 20 MiB */

enum yaml_type { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_type type;
	size_t line, column;        /* 1-based */
	const char *s;              /* scalar: NUL-terminated UTF-8 without control characters but \n \t */
	size_t n;                   /* scalar: bytes */
	int plain;                  /* scalar: written without quotes */
	size_t size;                /* sequence: items; mapping: pairs */
	struct yaml_node **item;    /* sequence: items; mapping: values */
	struct yaml_node **key;     /* mapping: keys, all scalars */
	int used;                   /* for loaders: mark the keys that were understood */
};

struct yaml_doc {
	struct arena arena;
	struct yaml_node *root;     /* NULL for an empty file */
	const char *path;           /* borrowed */
};

#define YAML_DOC_INIT { ARENA_INIT, NULL, NULL }

int yaml_load(struct yaml_doc *doc, const char *path, struct findings *findings, struct err *err);
int yaml_load_memory(struct yaml_doc *doc, const char *name, const char *data, size_t n,
		     struct findings *findings, struct err *err);
/*
 * The same for a loader that wants to say what else is wrong: where only single keys were refused
 * (double ones, merge keys) the rest is kept, and 1 is returned with the findings.
 */
int yaml_load_partly(struct yaml_doc *doc, const char *name, const char *data, size_t n,
		     struct findings *findings, struct err *err);
void yaml_release(struct yaml_doc *doc);

/* The value of a key in a mapping, or NULL (also where `map` is NULL or no mapping). */
struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif
