#include "report/render_doc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/html.h"
#include "values/duration.h"

#define WIDE_COLUMNS 4               /* of a table that may be wider than a telephone */
#define PAGE_ROWS    1000
#define LONG_CELL    32              /* columns of text that may be broken into lines */

void doc_init(struct doc *d, struct report_out *to, const struct figures *f,
	      const struct report_style *style, enum doc_form form)
{
	*d = (struct doc){ .to = to, .f = f, .lang = style->lang, .width = style->width,
			   .form = form, .is_markdown = form == DOC_MARKDOWN,
			   .color = style->color && form == DOC_TEXT };
	strbuf_init(&d->head);
	strbuf_init(&d->rule);
	strbuf_init(&d->contents);
}

void doc_release(struct doc *d)
{
	table_free(d->table);
	strbuf_release(&d->head);
	strbuf_release(&d->rule);
	strbuf_release(&d->contents);
}

#define BOLD  "\033[1m"
#define RED   "\033[1;31m"
#define PLAIN "\033[0m"

void doc_heading(struct doc *d, const char *title)
{
	d->headings++;
	if (d->form == DOC_HTML) {
		strbuf_addf(d->to->out, "<h2 id=\"s%d\"%s>", d->headings,
			    d->emphasis ? " class=\"bad\"" : "");
		d->emphasis = NULL;
		html_add(d->to->out, title, strlen(title));
		strbuf_addstr(d->to->out, "</h2>\n");
		strbuf_addf(&d->contents, "<li><a href=\"#s%d\">", d->headings);
		html_add(&d->contents, title, strlen(title));
		strbuf_addstr(&d->contents, "</a></li>\n");
	} else if (d->color)
		strbuf_addf(d->to->out, "\n" BOLD "%s" PLAIN "\n", title);
	else
		strbuf_addf(d->to->out, d->is_markdown ? "\n## %s\n\n" : "\n%s\n", title);
	report_flush(d->to);
}

void doc_space(struct doc *d)
{
	if (d->is_markdown)
		strbuf_addch(d->to->out, '\n');
}

void doc_alarm(struct doc *d)
{
	if (d->color)
		d->emphasis = RED;
	else if (d->form == DOC_HTML)
		d->emphasis = "bad";
}

void doc_remark(struct doc *d)
{
	if (d->form == DOC_HTML)
		d->emphasis = "remark";
}

void doc_markdown(struct strbuf *out, const char *s, size_t n)
{
	struct strbuf safe = STRBUF_INIT;
	size_t i;

	utf8_add_safe(&safe, s, n);
	for (i = 0; i < safe.len; i++) {
		if (strchr("|<>*_`[]\\", safe.buf[i]))
			strbuf_addch(out, '\\');
		strbuf_addch(out, safe.buf[i]);
	}
	strbuf_release(&safe);
}

static void html_line(struct doc *d, const struct strbuf *line)
{
	if (d->emphasis)
		strbuf_addf(d->to->out, "<p class=\"%s\">", d->emphasis);
	else
		strbuf_addstr(d->to->out, "<p>");
	html_add(d->to->out, line->buf, line->len);
	strbuf_addstr(d->to->out, "</p>\n");
	d->emphasis = NULL;
}

/*
 * Lines hold names that strangers wrote: nothing in them may reach the terminal as a command, or a page as
 * a tag.
 */
void doc_line(struct doc *d, const char *fmt, ...)
{
	struct strbuf line = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&line, fmt, ap);
	va_end(ap);
	if (d->form == DOC_HTML) {
		html_line(d, &line);
		strbuf_release(&line);
		return;
	}
	if (d->emphasis)
		strbuf_addstr(d->to->out, d->emphasis);
	if (d->is_markdown)
		doc_markdown(d->to->out, line.buf, line.len);
	else if (d->is_handout)
		doc_wrap(d, line.buf, line.len, "", "  ");
	else
		utf8_add_safe(d->to->out, line.buf, utf8_fit(line.buf, line.len, d->width));
	if (d->emphasis)
		strbuf_addstr(d->to->out, PLAIN);
	d->emphasis = NULL;
	strbuf_addstr(d->to->out, d->is_markdown ? "  \n" : "\n");
	strbuf_release(&line);
}

void doc_table(struct doc *d)
{
	d->columns = d->cell = d->rows = d->fold = 0;
	d->has_rows = d->is_folded = 0;
	d->table_name = NULL;
	if (d->form != DOC_TEXT) {
		strbuf_reset(&d->head);
		strbuf_reset(&d->rule);
		return;
	}
	table_free(d->table);
	d->table = table_new();
	table_indent(d->table, "  ");
}

void doc_table_named(struct doc *d, const char *name)
{
	doc_table(d);
	d->table_name = name;
}

void doc_fold(struct doc *d, size_t shown, size_t all)
{
	if (d->form != DOC_HTML || d->is_handout || shown >= all)
		return;
	d->fold = shown;
	d->fold_all = all;
}

void doc_column(struct doc *d, const char *title, int align)
{
	if (d->columns < DOC_COLUMNS_MAX)
		d->right[d->columns] = align == TABLE_RIGHT;
	d->columns++;
	if (d->form == DOC_HTML) {
		strbuf_addstr(&d->head, align == TABLE_RIGHT ? "<th scope=\"col\" class=\"r\">" : "<th scope=\"col\">");
		html_add(&d->head, title, strlen(title));
		strbuf_addstr(&d->head, "</th>");
		return;
	}
	if (d->is_markdown) {
		strbuf_addf(&d->head, " %s |", title);
		strbuf_addstr(&d->rule, align == TABLE_RIGHT ? "---:|" : "---|");
		return;
	}
	table_column(d->table, title, align);
}

void doc_no_header(struct doc *d)
{
	if (d->table)
		table_no_header(d->table);
}

size_t doc_rows(const struct doc *d, size_t usual, size_t all)
{
	size_t n = d->form == DOC_HTML ? PAGE_ROWS : usual;

	return all < n ? all : n;
}

static void html_table_name(struct doc *d, const char *name)
{
	if (name) {
		strbuf_addstr(d->to->out, " aria-label=\"");
		html_add(d->to->out, name, strlen(name));
		strbuf_addch(d->to->out, '"');
	} else if (d->headings) {
		strbuf_addf(d->to->out, " aria-labelledby=\"s%d\"", d->headings);
	}
}

/* What may be wider than a telephone scrolls in its box, and a keyboard has to get there. */
static void html_table_begin(struct doc *d, const char *name)
{
	strbuf_addf(d->to->out, "<div class=\"t%s\"", d->columns <= WIDE_COLUMNS ? " f" : "");
	if (d->columns >= WIDE_COLUMNS) {
		strbuf_addstr(d->to->out, " role=\"group\" tabindex=\"0\"");
		html_table_name(d, name);
	}
	strbuf_addstr(d->to->out, "><table");
	html_table_name(d, name);
	strbuf_addf(d->to->out, ">\n<thead><tr>%s</tr></thead>\n<tbody>\n", d->head.buf);
}

static void html_table_end(struct doc *d)
{
	strbuf_addstr(d->to->out, "</tbody></table></div>\n");
}

static void html_fold(struct doc *d)
{
	struct strbuf title = STRBUF_INIT;

	strbuf_addf(&title, _("%zu more"), d->fold_all - d->fold);
	html_table_end(d);
	doc_unfold_begin(d, title.buf);
	html_table_begin(d, title.buf);
	strbuf_release(&title);
	d->is_folded = 1;
}

static void html_row(struct doc *d)
{
	if (d->has_rows)
		strbuf_addstr(d->to->out, "</tr>\n");
	if (!d->has_rows)
		html_table_begin(d, d->table_name);
	else if (d->fold && d->rows == d->fold)
		html_fold(d);
	strbuf_addstr(d->to->out, "<tr>");
	d->has_rows = 1;
	d->rows++;
	d->cell = 0;
	report_flush(d->to);
}

static void html_cell(struct doc *d, const char *s)
{
	int is_right = d->cell < DOC_COLUMNS_MAX && d->right[d->cell], is_head = !d->cell++ && *s;
	size_t n = strlen(s);

	strbuf_addstr(d->to->out, is_head ? "<th scope=\"row\"" : "<td");
	if (is_right)
		strbuf_addstr(d->to->out, " class=\"r\"");
	else if (n > LONG_CELL && utf8_width(s, n) > LONG_CELL)
		strbuf_addstr(d->to->out, " class=\"l\"");
	strbuf_addch(d->to->out, '>');
	html_add(d->to->out, s, n);
	strbuf_addstr(d->to->out, is_head ? "</th>" : "</td>");
}

void doc_row(struct doc *d)
{
	if (d->form == DOC_HTML) {
		html_row(d);
		return;
	}
	if (!d->is_markdown) {
		table_row(d->table);
		return;
	}
	if (d->rule.len) {
		strbuf_addf(d->to->out, "|%s\n|%s\n", d->head.buf, d->rule.buf);
		strbuf_reset(&d->rule);
	} else {
		strbuf_addch(d->to->out, '\n');
	}
	strbuf_addch(d->to->out, '|');
	d->cell = 0;
	report_flush(d->to);
}

void doc_cell(struct doc *d, const char *s)
{
	if (d->form == DOC_HTML) {
		html_cell(d, s);
		return;
	}
	if (!d->is_markdown) {
		table_cell(d->table, s);
		return;
	}
	strbuf_addch(d->to->out, ' ');
	doc_markdown(d->to->out, s, strlen(s));
	strbuf_addstr(d->to->out, " |");
}

void doc_cell_below(struct doc *d, const char *s)
{
	if (d->table)
		table_cell_below(d->table, s);
}

static void cell_from(struct doc *d, struct strbuf *sb)
{
	doc_cell(d, sb->buf);
	strbuf_release(sb);
}

void doc_cell_count(struct doc *d, uint64_t n)
{
	char digits[21], *s = digits + sizeof(digits) - 1;

	*s = '\0';
	do
		*--s = (char)('0' + n % 10);
	while (n /= 10);
	doc_cell(d, s);
}

void doc_share(struct strbuf *out, uint64_t n, uint64_t of)
{
	double percent = 100 * figures_share(n, of);

	if (!of) {
		strbuf_addstr(out, _("n/a"));
		return;
	}
	if (n < of && percent > 99.9)
		percent = 99.9;
	strbuf_add_tenths(out, percent);
	strbuf_addstr(out, " %");
}

void doc_score(struct strbuf *out, double x)
{
	if (isnan(x))
		strbuf_addstr(out, _("n/a"));
	else
		strbuf_addf(out, "%+.1f", fabs(x) < .05 ? 0. : x);
}

void doc_score_interval(struct strbuf *out, double lo, double hi)
{
	if (isnan(lo))
		strbuf_addch(out, '-');
	else
		strbuf_addf(out, "%.1f%s%.1f", fabs(lo) < .05 ? 0. : lo, _(" to "), fabs(hi) < .05 ? 0. : hi);
}

void doc_score_of(struct strbuf *out, double x, uint64_t answers)
{
	doc_score(out, x);
	strbuf_addf(out, answers == 1 ? _(" (%llu answer)") : _(" (%llu answers)"), (unsigned long long)answers);
}

void doc_cell_share(struct doc *d, uint64_t n, uint64_t of)
{
	struct strbuf sb = STRBUF_INIT;

	doc_share(&sb, n, of);
	strbuf_addstr(&sb, " (");
	strbuf_addu(&sb, n);
	strbuf_addch(&sb, '/');
	strbuf_addu(&sb, of);
	strbuf_addch(&sb, ')');
	cell_from(d, &sb);
}

void doc_cell_seconds(struct doc *d, double seconds)
{
	struct strbuf sb = STRBUF_INIT;

	if (isnan(seconds))
		strbuf_addstr(&sb, _("not reached"));
	else
		duration_format_short(&sb, llround(seconds));
	cell_from(d, &sb);
}

void doc_table_end(struct doc *d)
{
	if (d->form == DOC_HTML) {
		if (d->has_rows) {
			strbuf_addstr(d->to->out, "</tr>\n");
			html_table_end(d);
		}
		if (d->is_folded)
			doc_unfold_end(d);
		d->has_rows = d->is_folded = 0;
		return;
	}
	if (d->is_markdown) {
		if (!d->rule.len)
			strbuf_addch(d->to->out, '\n');
		return;
	}
	if (table_rows(d->table))
		table_print(d->table, d->to->out, d->width);
	table_free(d->table);
	d->table = NULL;
	report_flush(d->to);
}

void doc_picture(struct doc *d, void (*draw)(struct doc *d))
{
	if (d->form == DOC_HTML)
		draw(d);
}

void doc_unfold_begin(struct doc *d, const char *title)
{
	if (d->form != DOC_HTML)
		return;
	strbuf_addstr(d->to->out, "<details><summary>");
	html_add(d->to->out, title, strlen(title));
	strbuf_addstr(d->to->out, "</summary>\n");
}

void doc_unfold_end(struct doc *d)
{
	if (d->form == DOC_HTML)
		strbuf_addstr(d->to->out, "</details>\n");
}

const char *doc_label(const struct doc *d, int column, const char *value)
{
	return *value ? policy_value_label(d->f->desk[0].in_force, column, value, d->lang) : "-";
}

const char *doc_value_label(const struct doc *d, const char *column, const char *value)
{
	return doc_label(d, figures_column(d->f->desk[0].in_force, column), value);
}

const char *doc_cause_label(const struct doc *d, const char *cause)
{
	const struct policy *p = d->f->desk[0].in_force;
	size_t i;

	for (i = 0; i < p->ncauses; i++)
		if (!strcmp(p->cause[i].name, cause))
			return policy_label(&p->cause[i].label, cause, d->lang);
	return *cause ? cause : _("not told");
}

const char *doc_clock_label(const struct doc *d, const char *clock)
{
	const struct policy *p = d->f->desk[0].in_force;
	size_t i;

	for (i = 0; i < p->nclocks; i++)
		if (!strcmp(p->clock[i].name, clock))
			return policy_label(&p->clock[i].label, clock, d->lang);
	return clock;
}

void doc_cell_clock(struct doc *d, const struct figure_late *x)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, doc_clock_label(d, x->clock));
	if (*x->task)
		strbuf_addf(&sb, "%s%s", strcmp(d->lang, "zh") == 0 ? "：" : ": ",
			    policy_part_label(x->policy, x->is_compensation, x->task, d->lang));
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

void doc_time(struct strbuf *out, instant t, const struct zone *zone)
{
	struct strbuf sb = STRBUF_INIT;

	instant_format(&sb, t, zone);
	strbuf_add(out, sb.buf, 10);
	strbuf_addch(out, ' ');
	strbuf_add(out, sb.buf + 11, 5);
	strbuf_release(&sb);
}

/* By name: the columns of a further desk may be others. */
const char *doc_column_label(const struct doc *d, const char *column)
{
	const struct policy *p = d->f->desk[0].in_force;
	size_t i;

	for (i = 0; i < p->nfields; i++)
		if (!strcmp(p->field[i].name, column))
			return policy_label(&p->field[i].label, column, d->lang);
	return _(column);
}
