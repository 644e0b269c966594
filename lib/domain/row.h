/*
 * row: one line of cases.csv, and of every other table that is appended to in the same way (surveys.csv),
 * and the header that names its columns.
 *
 * The grammar (design section 1): one event is one physical line of UTF-8; only `text` may be
 * quoted (RFC 4180); every cell before it is a code without comma, quote or control character.
 * A log made by us has the canonical layout: the built-in columns in their order, the
 * policy's fields, text, check. Columns are found by name, so other orders and missing columns
 * are read too.
 *
 * Check value: the first 16 hex digits of SHA-256(previous row's check, a comma, this row's bytes
 * before its last comma). The first row's predecessor is the header line, whose last cell is the
 * word "check" itself, so that awk can verify the chain without a special case.
 */
#ifndef SD_DOMAIN_ROW_H
#define SD_DOMAIN_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/finding.h"
#include "base/strbuf.h"
#include "domain/caseid.h"
#include "domain/event.h"
#include "domain/policy.h"
#include "values/instant.h"

#define ROW_CHECK_HEX 16

struct span {
	const char *s;             /* not NUL-terminated */
	uint32_t n;
};

/* Which columns a kind of table has. Columns are small numbers below COLUMN_MAX; 0 is `at`, 1 is `logged`. */
struct vocabulary {
	int (*find)(const void *ctx, const char *name, size_t n);   /* a column, or -1 */
	const char *(*name)(const void *ctx, int column);           /* NULL: there is no such column */
	const void *ctx;
	int text, check;           /* the two that stand last */
	const int *needed;         /* without these no row can be read; ends with -1 */
	const int *written;        /* without these, text and check none can be written; ends with -1 */
};

/* That of a log: the built-in columns and the policy's fields. */
struct vocabulary vocabulary_of_log(const struct policy_set *set);

struct layout {
	int ncolumns;
	int column[COLUMN_MAX];    /* by position: column, or -1 for one that nobody knows */
	int position[COLUMN_MAX];  /* by column: position, or -1 where the table has no such column */
	int text, check;           /* the vocabulary's */
	int text_first;            /* the positions before `text` need no quotes: text, check come last */
};

/* The header line that `sd init` writes for a policy (no newline). */
void layout_format(struct strbuf *out, const struct policy_set *set);

/*
 * Understand a header line (no newline). Findings: unknown column (warning), doubled column, one
 * of the needed ones missing (errors). 0, or -1 where rows cannot be read with it.
 */
int layout_parse(struct layout *layout, const char *line, size_t n, const struct vocabulary *words,
		 const char *file, struct findings *findings);

/* A cell before `text` of a line as it stands in the file; empty where there is no such column. */
struct span layout_cell(const struct layout *layout, const char *line, size_t n, int column);
/* By what lines are in order: the cell of column `logged`, of `at` where that is empty. INSTANT_NONE where it is no time. */
instant layout_key(const struct layout *layout, const char *line, size_t n, int logged, int at);

/* May rows be written with it: is the check, where there is one, the last column? */
int layout_can_append(const struct layout *layout);

/* May the value stand in a column before `text`? Offset of the first byte that may not, or -1. */
int row_code_fault(const char *s, size_t n);
/* The same as an error (STATUS_USAGE) that names the column: "the place 'a,b' holds a comma ...". */
int row_code_check(const char *name, const char *s, size_t n, struct err *err);

/*
 * Text as the log holds it: line break, tab, backslash, other control characters (C0, DEL, C1) as \n \t \\ \xHH,
 * HH being the code point. Bytes that are not UTF-8 become U+FFFD.
 */
void row_escape_text(struct strbuf *out, const char *s, size_t n);
/* The opposite, for people and machine formats; unknown escapes stay as they are. */
void row_unescape_text(struct strbuf *out, const char *s, size_t n);

/*
 * The 16 hex digits for a row: `body` is its bytes before the last comma. NUL-terminated; `check`
 * may be `previous` itself, which may be shorter ("check") where a NUL follows.
 */
void row_check(const char *previous, const char *body, size_t n,
	       char check[ROW_CHECK_HEX + 1]);

/*
 * Append one whole line with its check and newline. cell[] by column; the order is the layout's.
 * The text cell is given unescaped and unquoted; every other cell must be a code (row_code_fault()).
 * The chain's check is replaced by this row's, so rows can be chained.
 */
struct row_chain {
	char check[ROW_CHECK_HEX + 1];   /* of the last row, or "check" (see ROW_CHAIN_INIT) */
};
#define ROW_CHAIN_INIT { "check" }       /* before the first row */
void row_format(struct strbuf *out, const struct layout *layout, const struct span *cell,
		struct row_chain *chain);

#endif
