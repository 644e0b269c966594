/*
 * partial_table: rows of the figures as a table in JSON, and back. Used by partial*.c only.
 *
 *	static const struct partial_column columns[] = {
 *		WORD(figure_clock, clock), WORD(figure_clock, kind), WORD(figure_clock, severity),
 *		COUNT(figure_clock, met), ...
 *	};
 *	static const struct partial_table clocks = TABLE("clocks", figure_clock, columns, 3, NULL);
 *
 * A column says where its value lies in the row and what becomes of two values of the same key: counts and amounts
 * add up, flags are or'ed, samples merge, all else is the first one's. The first `nkey` columns are the key, by the
 * same words as in figures_add() (INTERN_ADD_WORDS). A table without key is a list, and each row is new.
 *
 * What is read comes from elsewhere. A count is at most 2^53, as is every sum of them; times and days lie two years and more
 * within the years 1 to 9999, so that in every zone they do, too, and with them the weeks and quarters around them that a report
 * names; words have no NUL. A row that does not fit is an error that names table, row and column.
 */
#ifndef SD_REPORT_PARTIAL_TABLE_H
#define SD_REPORT_PARTIAL_TABLE_H

#include "base/mem.h"
#include "io/json.h"
#include "io/jsonread.h"
#include "report/figures.h"

#define PARTIAL_MOST ((int64_t)1 << 53)
#define PARTIAL_KEY_MOST 4

enum partial_type {
	PARTIAL_WORD,        /* const char *, never NULL */
	PARTIAL_DATE,        /* the same, "2026-11-20" */
	PARTIAL_MAY_WORD,    /* const char * or NULL */
	PARTIAL_WORDS,       /* const char **, and at `more` a size_t: how many */
	PARTIAL_CHARS,       /* char[n] with its NUL */
	PARTIAL_DESK,        /* const char *, its name; in the table its number */
	PARTIAL_IN_FORCE,    /* const struct policy *; in the table its number */
	PARTIAL_POLICY,      /* const struct policy *; not written: the desk's */
	PARTIAL_ZONE,        /* const struct zone *; the same */
	PARTIAL_COUNT,       /* uint64_t[n] */
	PARTIAL_SHARES,      /* struct figure_score_share[n]: its two counts */
	PARTIAL_SIZE,        /* size_t, not added up */
	PARTIAL_ADDED,       /* size_t, added up */
	PARTIAL_FLAG,        /* int, 0 or 1 */
	PARTIAL_INT,         /* int or an enum, not added up: is_sane() knows its range */
	PARTIAL_LINE,        /* uint32_t, not added up */
	PARTIAL_NUMBER,      /* int64_t */
	PARTIAL_DAY,         /* int64_t, days since 1970; null: INT64_MAX */
	PARTIAL_TIME,        /* instant */
	PARTIAL_MAY_TIME,    /* the same; null: INSTANT_NONE */
	PARTIAL_REAL,        /* double, by its bits */
	PARTIAL_AMOUNT,      /* struct amount; null where the flag (int) at `more` says that it did not fit */
	PARTIAL_AMOUNTS,     /* struct figure_amount *, at `more` a size_t for how many and one more for the room */
	PARTIAL_TIMES,       /* struct km[n] */
	PARTIAL_LATER,       /* what figures_finish() computes: not written */
};

struct partial_column {
	const char *name;
	enum partial_type type;
	size_t at, size, n, more;
};

struct partial_table {
	const char *name;
	size_t size;                  /* of a row */
	const struct partial_column *column;
	size_t ncolumns, nkey;        /* nkey: at most PARTIAL_KEY_MOST */
	int (*is_sane)(const void *row);  /* what must hold of any sum of rows, or NULL */
};

#define PARTIAL_COLUMN(type_, row_, member_, ...) \
	{ .name = #member_, .type = type_, .at = offsetof(struct row_, member_), \
	  .size = sizeof(((struct row_ *)0)->member_), __VA_ARGS__ }
#define PARTIAL_ARRAY(row_, member_, element_) \
	.n = sizeof(((struct row_ *)0)->member_) / (sizeof(element_))
#define WORD(row_, m_)     PARTIAL_COLUMN(PARTIAL_WORD, row_, m_, .n = 1)
#define DATE(row_, m_)     PARTIAL_COLUMN(PARTIAL_DATE, row_, m_, .n = 1)
#define MAY_WORD(row_, m_) PARTIAL_COLUMN(PARTIAL_MAY_WORD, row_, m_, .n = 1)
#define DESK(row_, m_)     PARTIAL_COLUMN(PARTIAL_DESK, row_, m_, .n = 1)
#define CHARS(row_, m_)    PARTIAL_COLUMN(PARTIAL_CHARS, row_, m_, PARTIAL_ARRAY(row_, m_, char))
#define COUNT(row_, m_)    PARTIAL_COLUMN(PARTIAL_COUNT, row_, m_, PARTIAL_ARRAY(row_, m_, uint64_t))
#define TIMES(row_, m_)    PARTIAL_COLUMN(PARTIAL_TIMES, row_, m_, PARTIAL_ARRAY(row_, m_, struct km))
#define AMOUNT(row_, m_, flag_) \
	PARTIAL_COLUMN(PARTIAL_AMOUNT, row_, m_, .n = 1, .more = offsetof(struct row_, flag_))
#define COUNTED(type_, row_, m_, number_) \
	PARTIAL_COLUMN(type_, row_, m_, .n = 1, .more = offsetof(struct row_, number_))
#define OTHER(type_, row_, m_) PARTIAL_COLUMN(PARTIAL_##type_, row_, m_, .n = 1)
#define LATER(row_, m_)        PARTIAL_COLUMN(PARTIAL_LATER, row_, m_, .n = 0)
#define TABLE(name_, row_, columns_, nkey_, is_sane_) \
	{ name_, sizeof(struct row_), columns_, ARRAY_SIZE(columns_), nkey_, is_sane_ }

/* While figures are written down: the numbers of the desks are their places by name. */
struct partial_out {
	struct strbuf *out;
	struct figures *f;            /* its samples are sorted when they are written, else it stays as it is */
	const struct intern *desks;   /* names in that order */
	const struct intern *policies; /* SHA-256 of those in force, in order */
};
/* `"name":{"columns":[...],"rows":[...]}`; is_ordered: the rows stand as they are, else in the order of their text. */
void partial_put_table(struct partial_out *o, const struct partial_table *table, void *row,
		       size_t n, int is_ordered);

/* While a line is read. */
struct partial_in {
	struct figures *f;
	size_t first_desk, ndesks;    /* of this line, in f->desk; its numbers count from the first */
	size_t first_breach;          /* of this line, in f->breaches */
	int has_negative;             /* an amount of this line is below zero */
	const struct policy **policy; /* of this line */
	size_t npolicies;
	const struct figure_desk *desk;  /* of the row */
	struct err *err;
	const char *table;            /* where it is now, for the messages */
	size_t row;
	const char *column;
};
/* Fills err with what is wrong in this place ("table 'kinds', row 3, column 'received': ..."); -1. */
__attribute__((format(printf, 2, 3)))
int partial_wrong(struct partial_in *in, const char *fmt, ...);

/* Rows that grow: pointers to the members of the figures, or of whatever holds them. */
struct partial_rows {
	void *row;                    /* the pointer to the rows */
	size_t *n, *alloc;            /* NULL: `row` itself is the only row, which is there */
	struct intern *index;         /* by key; NULL: a list */
};
#define PARTIAL_ROWS(row_, n_, alloc_, index_) \
	(struct partial_rows){ &(row_), &(n_), &(alloc_), index_ }
#define PARTIAL_ROW(row_) (struct partial_rows){ row_, NULL, NULL, NULL }
/* The table `t` of that name, added to the rows. 0, or -1 with err. */
int partial_take_table(struct partial_in *in, const struct partial_table *table,
		       const struct jsonread *t, const struct partial_rows *rows);

/* The place of a value in the row, and of what belongs to it. */
void *partial_at(void *row, const struct partial_column *c);
void *partial_more(void *row, const struct partial_column *c);
int partial_is_written(const struct partial_column *c);
int partial_take_cell(struct partial_in *in, const struct partial_column *c,
		      const struct jsonread *t, void *row);
/* One count, checked; and added, checked. -1 with err. */
int partial_take_count(struct partial_in *in, const struct jsonread *t, uint64_t *n);
int partial_add_count(struct partial_in *in, uint64_t *sum, uint64_t n);
int partial_take_word(struct partial_in *in, const struct jsonread *t, const char **word);
/* A whole number from `least` to `most`. */
int partial_take_number(struct partial_in *in, const struct jsonread *t, int64_t least,
			int64_t most, int64_t *v);

/* partial_head.c: the first members; the last one, over the bytes of the line from `start` on; and both checked. */
void partial_put_head(struct json_writer *w, const struct figures *f, const char *program);
void partial_put_digest(struct strbuf *out, size_t start);
int partial_check_schema(struct partial_in *in, const struct jsonread *line, const char *text, size_t n);
int partial_take_head(struct partial_in *in, const struct jsonread *line, int is_first);

/* partial_families.c: everything but the head, the desks and the series. */
void partial_put_families(struct partial_out *o);
int partial_take_families(struct partial_in *in, const struct jsonread *line);
/* How many members of the line these are. */
extern const size_t partial_nfamilies;
/* Its tables, for the test that no field is forgotten; ends with NULL. */
extern const struct partial_table *const partial_tables[];

/* partial_days.c: tables of families[]; is each breach of this line counted for its owner? -1 with err. */
extern const struct partial_table partial_day, partial_target_day, partial_score, partial_account,
	partial_wrong_answers, partial_corrected;
int partial_check_breaches(struct partial_in *in);

/* partial_meeting.c: tables of families[]. */
extern const struct partial_table partial_actions, partial_duties, partial_hard, partial_weak,
	partial_said, partial_observed;

/* partial.c: the two tables of its own, for the test. */
extern const struct partial_table partial_desks, partial_later;

/* partial_series.c: the same for the daily counts and their cases, 2 members. */
void partial_put_series(struct partial_out *o);
int partial_take_series(struct partial_in *in, const struct jsonread *line);

#define PARTIAL_MARGIN     ((int64_t)2 * 366 * 86400)
#define PARTIAL_TIME_LEAST (-62135596800 + PARTIAL_MARGIN)
#define PARTIAL_TIME_MOST  (253402300799 - PARTIAL_MARGIN)
#define PARTIAL_DAY_LEAST  (PARTIAL_TIME_LEAST / 86400)
#define PARTIAL_DAY_MOST   (PARTIAL_TIME_MOST / 86400)

#endif
