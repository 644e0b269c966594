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
	int is_handout;              /* to be printed: long lines of text wrap instead of being cut, nothing is folded away */
	const char *emphasis;        /* of the next line: a terminal's sequence, or NULL */
	struct table *table;         /* of a text document */
	size_t columns, cell, rows;  /* of a Markdown or HTML table */
	unsigned char right[DOC_COLUMNS_MAX];   /* HTML: numbers */
	int headings;                /* so far: what a table is called by, */
	const char *table_name;      /* ... unless it is this; borrowed until its end */
	size_t fold, fold_all;       /* HTML: rows from `fold` on are folded away; 0: none */
	int is_folded;
	int pictures;                /* so far */
	struct strbuf contents;      /* HTML: links to the headings */
	int has_rows;
	struct strbuf head, rule;    /* its first two lines, until there is a row */
};

void doc_init(struct doc *d, struct report_out *to, const struct figures *f,
	      const struct report_style *style, enum doc_form form);
void doc_release(struct doc *d);
void doc_heading(struct doc *d, const char *title);
/* A heading within the part that the last heading began. */
void doc_subheading(struct doc *d, const char *title);
/* Between paragraphs and tables: Markdown needs an empty line. */
void doc_space(struct doc *d);
/* The next line is bad news: red where the text has colours. */
void doc_alarm(struct doc *d);
/* The next line is a remark, as under a picture (HTML: small). */
void doc_remark(struct doc *d);
__attribute__((format(printf, 2, 3)))
void doc_line(struct doc *d, const char *fmt, ...);

/* A list of sentences; in text they wrap. */
void doc_list_begin(struct doc *d);
__attribute__((format(printf, 2, 3)))
void doc_item(struct doc *d, const char *fmt, ...);
void doc_list_end(struct doc *d);

/*
 * Columns first, then rows of cells, then the end. A table without rows prints nothing. The first cell of a row says what
 * it is about. A table is called what the heading above it says; the second one there needs a name of its own.
 */
void doc_table(struct doc *d);
void doc_table_named(struct doc *d, const char *name);
/* A page shows this many of all rows at once and the others on demand; after doc_table(). Other forms show what they get. */
void doc_fold(struct doc *d, size_t shown, size_t all);
#define DOC_FOLD 20                  /* the usual number */
/* How many of all rows a list prints that in other forms has `usual` rows: a page scrolls, but has an end. */
size_t doc_rows(const struct doc *d, size_t usual, size_t all);
void doc_column(struct doc *d, const char *title, int align);
void doc_no_header(struct doc *d);   /* text: the titles are not printed */
void doc_row(struct doc *d);
void doc_cell(struct doc *d, const char *s);
void doc_cell_below(struct doc *d, const char *s);   /* text: a further line of the last cell */
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
/* A net promoter score, -100 .. 100: "+29.6" or "n/a", "+29.6 (27 answers)"; its interval "9.1 to 46.2" or "-". NaN: none. */
void doc_score(struct strbuf *out, double x);
void doc_score_of(struct strbuf *out, double x, uint64_t answers);
void doc_score_interval(struct strbuf *out, double lo, double hi);

/*
 * Only on a page: a picture of figures that a table on the page tells, too (report/charts.h); and what is shown on demand, with
 * its title, for such a table.
 */
void doc_picture(struct doc *d, void (*draw)(struct doc *d));
void doc_unfold_begin(struct doc *d, const char *title);
void doc_unfold_end(struct doc *d);

/*
 * Appends a paragraph of text, wrapped, without the last line's end: `first` before its first line, `rest` before the others; both
 * blanks.
 */
void doc_wrap(struct doc *d, const char *text, size_t len, const char *first, const char *rest);
/* A line that is broken where text would cut it off, the further ones indented; it may begin with blanks. */
__attribute__((format(printf, 2, 3)))
void doc_paragraph(struct doc *d, const char *fmt, ...);
/* What people wrote in several lines is one line in a list or a table. */
void doc_flatten(char *s);
/* Appends what Markdown shows as this very text. */
void doc_markdown(struct strbuf *out, const char *s, size_t n);
/* The style of every page. */
extern const char report_css[];
/* A page that stands alone, with links to its headings; `print` writes what is on it. */
void doc_page(struct report_out *to, const struct figures *f, const struct report_style *style,
	      const char *title, void (*print)(struct doc *d));

/* "mall, 2026-11-16 - 2026-11-22 so far" */
void doc_subject(struct strbuf *out, const struct figures *f);
/* "2026-11-16 - 2026-11-22", the last day included; where the bounds are no midnights "2026-11-20 10:00 - 12:00". */
void doc_period(struct strbuf *out, const struct figures *f);
/* The same of the period before. */
void doc_period_before(struct strbuf *out, const struct figures *f);
/*
 * The sentence that says what the report is of (not in a message, whose title that is), and as of when. No number is
 * ever cut: long names are shortened, then lines wrap.
 */
void doc_head(struct doc *d);
/* Its second line: as of when, and what was left out. */
void doc_as_of(struct doc *d);
/* The first screen: what is late, due, whom to call, targets, seal. */
void doc_screen(struct doc *d);
/* By column, level, cause, channel; and by hour and weekday. */
void doc_breakdown(struct doc *d);
void doc_load(struct doc *d);
/* "... and 12 more", where a table shows `shown` of `all`. */
void doc_more(struct doc *d, size_t shown, size_t all);
void doc_targets(struct doc *d);
/* All about them in one table, for a document without a first screen that says what is aimed at. */
void targets_table(struct doc *d);
/* "95.0 % (19/20)", of a score "14 (7 answers)". */
void doc_target_value(struct strbuf *out, const struct figure_target *t, double x, uint64_t n, uint64_t of);
const char *doc_trend_label(enum figure_trend t);
void doc_causes(struct doc *d);
void doc_clocks(struct doc *d);
void doc_rates(struct doc *d);
/* Those that fell in the period; of a long list `shown` in text. */
void doc_breaches(struct doc *d, size_t shown);
/* The rows logged later, of which the head tells the number. */
void doc_later(struct doc *d);
/* Everything after the first screen. */
void doc_details(struct doc *d);

#endif
