/* render_doc: headings, paragraphs and tables, as aligned text, Markdown or HTML. Used by render_*.c only. */
#ifndef SD_REPORT_RENDER_DOC_H
#define SD_REPORT_RENDER_DOC_H

#include "io/table.h"
#include "report/render.h"

#define DOC_COLUMNS_MAX 32

enum doc_form { DOC_TEXT, DOC_MARKDOWN, DOC_HTML };

struct doc {
	struct report_out *to;
	const struct figures *f;
	const char *lang;
	size_t width;
	enum doc_form form;
	int is_markdown, color;
	int is_message;              /* leaves the house: no customers */
	const char *emphasis;        /* of the next line: a terminal's sequence, or NULL */
	struct table *table;         /* of a text document */
	size_t columns, cell;        /* of a Markdown or HTML table */
	unsigned char right[DOC_COLUMNS_MAX];   /* HTML: numbers */
	int headings;                /* so far: what a table is called by */
	int has_rows;
	struct strbuf head, rule;    /* its first two lines, until there is a row */
};

void doc_init(struct doc *d, struct report_out *to, const struct figures *f,
	      const struct report_style *style, enum doc_form form);
void doc_release(struct doc *d);
void doc_heading(struct doc *d, const char *title);
/* Between paragraphs and tables: Markdown needs an empty line. */
void doc_space(struct doc *d);
/* The next line is bad news: red where the text has colours. */
void doc_alarm(struct doc *d);
__attribute__((format(printf, 2, 3)))
void doc_line(struct doc *d, const char *fmt, ...);

/* Columns first, then rows of cells, then the end. A table without rows prints nothing. */
void doc_table(struct doc *d);
void doc_column(struct doc *d, const char *title, int align);
void doc_no_header(struct doc *d);   /* text: the titles are not printed */
void doc_row(struct doc *d);
void doc_cell(struct doc *d, const char *s);
void doc_cell_count(struct doc *d, uint64_t n);
void doc_cell_share(struct doc *d, uint64_t n, uint64_t of);   /* "95.0 % (19/20)" or "n/a" */
void doc_cell_seconds(struct doc *d, double seconds);           /* "2h 5m" or "not reached" */
void doc_table_end(struct doc *d);

/* Words for people, borrowed: the label of a value, "-" where it is empty. */
const char *doc_label(const struct doc *d, int column, const char *value);
const char *doc_value_label(const struct doc *d, const char *column, const char *value);
const char *doc_cause_label(const struct doc *d, const char *cause);
const char *doc_clock_label(const struct doc *d, const char *clock);
/* The cell of what is late: the clock, and its task. */
void doc_cell_clock(struct doc *d, const struct figure_late *x);
const char *doc_column_label(const struct doc *d, const char *column);
/* "2026-11-21 10:05" in the zone. */
void doc_time(struct strbuf *out, instant t, const struct zone *zone);
/* "95.0 %"; never 100.0 % where one is missing. */
void doc_share(struct strbuf *out, uint64_t n, uint64_t of);

/* The style of every page. */
extern const char report_css[];

/* The sentence that says what the report is of, and as of when. */
void doc_head(struct doc *d);
/* The first screen: what is late, due, whom to call, targets, seal. */
void doc_screen(struct doc *d);
/* By column, level, cause, channel; and by hour and weekday. */
void doc_breakdown(struct doc *d);
void doc_load(struct doc *d);
/* "... and 12 more", where a table shows `shown` of `all`. */
void doc_more(struct doc *d, size_t shown, size_t all);
void doc_targets(struct doc *d);
/* Everything after the first screen. */
void doc_details(struct doc *d);

#endif
