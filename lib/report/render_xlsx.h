/*
 * render_xlsx: the sheets of workbooks. Used by render_xlsx*.c only.
 *
 * A family of figures has a function of its own that adds its sheet, or none where there is nothing to say; a workbook
 * is a list of them in the order of its sheets.
 */
#ifndef SD_REPORT_RENDER_XLSX_H
#define SD_REPORT_RENDER_XLSX_H

#include "io/xlsx.h"
#include "report/render_doc.h"

struct book {
	struct xlsx *w;
	struct doc d;                 /* for its words; nothing is printed to it */
	const struct figures *f;
	const char *title;
};

/* Colours of charts. */
enum { BOOK_GOOD = 0x3C8A5B, BOOK_LATE = 0xC0452F, BOOK_BAR = 0x3A6EA5, BOOK_SOFT = 0x9DB7D2 };

/* A text and its count: a row of a table of two columns. */
void book_count(struct book *b, const char *name, uint64_t n);
/* A column of several that a sheet has of a thing: no two of its titles may be the same, as tables and pivots ask for. */
void book_column_of(struct book *b, const char *of, const char *title, int width);

/* render_xlsx_lists.c */
void sheet_late(struct book *b);
void sheet_breaches(struct book *b);
void sheet_below(struct book *b);
void sheet_later(struct book *b);
void sheet_warnings(struct book *b);
void sheet_forecast(struct book *b);
void sheet_facts(struct book *b);
/* render_xlsx_meeting.c */
void sheet_weak(struct book *b);
void sheet_measures(struct book *b);
void sheet_duties(struct book *b);
void sheet_departments(struct book *b);
void sheet_hard(struct book *b);
void sheet_said(struct book *b);
void sheet_observed(struct book *b);
/* render_xlsx_comparison.c */
void sheet_comparison(struct book *b);
/* render_xlsx_people.c */
void sheet_scores(struct book *b);
void sheet_department_scores(struct book *b);
void sheet_accounts(struct book *b);
/* render_xlsx_days.c */
void sheet_days(struct book *b);
void sheet_trend(struct book *b);
/* render_xlsx_tables.c */
void sheet_clocks(struct book *b);
void sheet_rates(struct book *b);
void sheet_times(struct book *b);
void sheet_backlog(struct book *b);
void sheet_ages(struct book *b);
void sheet_load(struct book *b);
/* render_xlsx_parts.c */
void sheet_breakdown(struct book *b);
void sheet_causes(struct book *b);
void sheet_levels(struct book *b);
void sheet_delays(struct book *b);
void sheet_opinion(struct book *b);
void sheet_money(struct book *b);
void sheet_completeness(struct book *b);
void sheet_desks(struct book *b);

#endif
