/*
 * render: the figures written down. Nothing is computed here.
 *
 *	struct report_out to = { &cli->out, flush, cli };
 *	report_text(&to, &figures, &(struct report_style){ .lang = "zh", .width = 80 });
 *
 * Text and Markdown are for people: translated, with labels and names for codes. csv, json and
 * jsonl are for programs: untranslated, codes as in the log, numbers with six significant digits,
 * times in RFC 3339 with the desk's offset. Equal figures give equal bytes.
 */
#ifndef SD_REPORT_RENDER_H
#define SD_REPORT_RENDER_H

#include "base/strbuf.h"
#include "report/figures.h"

/* `flush` (may be NULL) is called now and then to write out and empty the buffer; non-zero stops. */
struct report_out {
	struct strbuf *out;
	int (*flush)(void *ctx);
	void *ctx;
	int failed;
};

struct report_style {
	const char *lang;             /* "zh" or "en": labels */
	size_t width;                 /* columns of a text line */
	int color;                    /* headings bold, what is late red (text only) */
};

#define REPORT_SCREEN 20              /* lines of the text report's first screen */

void report_text(struct report_out *to, const struct figures *f, const struct report_style *style);
/* One line that says what the report, or the pack, is of: a name too long is shortened, a figure never. Append. */
void report_title(struct strbuf *out, const struct figures *f);
void report_pack_title(struct strbuf *out, const struct figures *f);
/* The first screen as a message without its title: nobody who is to be called, no empty lines, for a report that leaves the house. */
void report_message(struct report_out *to, const struct figures *f, const struct report_style *style);
void report_markdown(struct report_out *to, const struct figures *f,
		     const struct report_style *style);
/* One page without script; `width` and `color` do not matter. */
void report_html(struct report_out *to, const struct figures *f, const struct report_style *style);
/*
 * A workbook of sheets, one a table, with charts, translated like the text; the last sheet has all facts as csv has
 * them. Instants are those of the desk's clocks, without offset. -1 with err where no workbook can be made (io/xlsx.h).
 */
int report_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
		const char *tmpdir, struct err *err);
/* The same of the pack, and of what is unusual; without the sheet of all facts. */
int report_pack_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
		     const char *tmpdir, struct err *err);
int report_warnings_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
			 const char *tmpdir, struct err *err);
void report_json(struct report_out *to, const struct figures *f);
void report_jsonl(struct report_out *to, const struct figures *f);
void report_csv(struct report_out *to, const struct figures *f);

/* The pack for an evaluation meeting (`sd report --pack`): of figures that were added up for one. */
void report_pack_text(struct report_out *to, const struct figures *f, const struct report_style *style);
void report_pack_markdown(struct report_out *to, const struct figures *f, const struct report_style *style);
void report_pack_html(struct report_out *to, const struct figures *f, const struct report_style *style);

/* Only what is unusual and the next week (`sd report warnings`). */
void report_warnings_text(struct report_out *to, const struct figures *f, const struct report_style *style);
void report_warnings_markdown(struct report_out *to, const struct figures *f,
			      const struct report_style *style);
void report_warnings_html(struct report_out *to, const struct figures *f, const struct report_style *style);
void report_warnings_json(struct report_out *to, const struct figures *f);
void report_warnings_jsonl(struct report_out *to, const struct figures *f);
void report_warnings_csv(struct report_out *to, const struct figures *f);

/* Shared by the renderers: pass on what is there once it is much. */
void report_flush(struct report_out *to);

extern const char *const report_weekdays[7];          /* "mon" .. "sun", untranslated */
extern const char *const report_age_names[TALLY_AGES]; /* "0-1d" .. "30d+" */

#endif
