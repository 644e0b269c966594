/*
 * render_fact: one fact of the report a row, as csv or jsonl. Used by render_*.c only.
 *
 *	fact_begin(o, "clocks");                       // the section of the rows that follow
 *	fact_set(o, CELL_NAME, "resolve"); ...         // what is not set is empty
 *	fact_emit(o);
 */
#ifndef SD_REPORT_RENDER_FACT_H
#define SD_REPORT_RENDER_FACT_H

#include "report/render.h"

enum fact_cell {
	CELL_SECTION, CELL_DESK, CELL_CASE, CELL_NAME, CELL_KIND, CELL_SEVERITY, CELL_MEASURE,
	CELL_VALUE, CELL_NUMERATOR, CELL_DENOMINATOR, CELL_DUE, CELL_DONE, CELL_OWNER, CELL_TASK,
	CELL_COUNT
};
extern const char *const fact_cell_names[CELL_COUNT];

struct fact_out;
typedef void fact_row_fn(void *ctx, const struct fact_out *o);
struct fact_out {
	struct report_out *to;
	int is_json;
	fact_row_fn *row;             /* gets the rows instead, where it is not NULL */
	void *ctx;
	const struct zone *zone;
	struct strbuf cell[CELL_COUNT];
	char is_number[CELL_COUNT];
};

void fact_begin(struct fact_out *o, const char *section);
void fact_set(struct fact_out *o, enum fact_cell c, const char *s);
void fact_set_count(struct fact_out *o, enum fact_cell c, uint64_t n);
void fact_set_real(struct fact_out *o, enum fact_cell c, double x);       /* NaN: empty, null */
void fact_set_time(struct fact_out *o, enum fact_cell c, instant t, const struct zone *zone);
/* Write the row and begin the next, empty but for the section. */
void fact_emit(struct fact_out *o);
/* Usual rows. */
void fact_emit_count(struct fact_out *o, const char *name, const char *kind, const char *measure,
		     uint64_t n);
void fact_emit_share(struct fact_out *o, const char *name, const char *kind, const char *measure,
		     uint64_t n, uint64_t of);

/* All facts, row by row, as report_csv() writes them. */
void facts_each(const struct figures *f, fact_row_fn *row, void *ctx);

#endif
