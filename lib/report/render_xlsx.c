/* render_xlsx: report, pack and warnings as workbooks; here which sheets they have, and their first one. */
#include "report/render_xlsx.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "report/policytext.h"
#include "report/render_meeting.h"

#define ITEM      "  - "     /* of a list, as text */
#define MANY_ROWS 20000      /* of lists: from here on a workbook would take more memory than the report */

void book_column_of(struct book *b, const char *of, const char *title, int width)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, _("%s: %s"), of, title);
	xlsx_column(b->w, sb.buf, width);
	strbuf_release(&sb);
}

void book_count(struct book *b, const char *name, uint64_t n)
{
	xlsx_row(b->w);
	xlsx_text(b->w, name);
	xlsx_count(b->w, n);
}

static void begin_time(struct book *b, const char *name, instant t)
{
	struct strbuf sb = STRBUF_INIT;

	instant_format(&sb, t, b->f->zone);
	xlsx_row(b->w);
	xlsx_text(b->w, name);
	xlsx_text(b->w, sb.buf);
	strbuf_release(&sb);
}

static void put_head(struct book *b)
{
	const struct figures *f = b->f;

	xlsx_row(b->w);
	xlsx_styled(b->w, b->title, XLSX_TITLE);
	begin_time(b, _("period from"), f->from);
	begin_time(b, f->so_far ? _("until, so far") : _("until"), f->to);
	begin_time(b, _("as of"), f->as_of);
	if (f->only) {
		xlsx_row(b->w);
		xlsx_text(b->w, _("only"));
		xlsx_text(b->w, f->only);
	}
	xlsx_row(b->w);
	book_count(b, _("received"), f->received);
	book_count(b, _("concluded"), f->concluded);
	book_count(b, _("still open"), f->open);
	book_count(b, _("left out: cases cancelled"), f->cancelled);
	book_count(b, _("late now"), f->late.n);
	book_count(b, _("due today"), f->due.n);
	book_count(b, _("breached"), f->breaches.n);
}

static void heads(struct book *b, const char *const *title, size_t n)
{
	size_t i;

	xlsx_row(b->w);
	xlsx_row(b->w);
	for (i = 0; i < n; i++)
		xlsx_styled(b->w, _(title[i]), XLSX_HEAD);
}

static void put_value(struct book *b, const struct figure_target *t, double x)
{
	xlsx_number(b->w, x, t->is_percent ? XLSX_SHARE : t->is_nps ? XLSX_SCORE : XLSX_REAL);
}

static void put_target(struct book *b, const struct figure_target *t, int has_before)
{
	const char *figure = policytext_figure(t->target, b->d.lang);

	xlsx_row(b->w);
	xlsx_text(b->w, figure ? figure : doc_clock_label(&b->d, t->target));
	xlsx_text(b->w, t->goal);
	if (t->is_percent)
		xlsx_share(b->w, t->n, t->of);
	else
		put_value(b, t, t->value);
	xlsx_count(b->w, t->n);
	xlsx_count(b->w, t->of);
	xlsx_styled(b->w, t->met < 0 ? _("n/a") : t->met ? _("met") : _("missed"),
		    t->met ? XLSX_PLAIN : XLSX_ALARM);
	put_value(b, t, t->lo);
	put_value(b, t, t->hi);
	if (!has_before)
		return;
	put_value(b, t, t->before);
	xlsx_text(b->w, doc_trend_label(t->trend));
}

static void put_targets(struct book *b)
{
	static const char *const titles[] = {
		N_("target"), N_("goal"), N_("value"), N_("number"), N_("of how many"), N_("met"),
		N_("at least"), N_("at most"), N_("previous"), N_("trend") };
	const struct figures *f = b->f;
	int has_before = f->before_from != f->before_to;
	size_t i;

	if (!f->ntargets)
		return;
	heads(b, titles, ARRAY_SIZE(titles) - (has_before ? 0 : 2));
	for (i = 0; i < f->ntargets; i++)
		put_target(b, &f->target[i], has_before);
}

static void put_desks(struct book *b)
{
	static const char *const titles[] = {
		N_("desk"), N_("policy"), N_("policy, SHA-256"), N_("newest seal"), N_("time zone"), N_("logged later") };
	size_t i;

	heads(b, titles, ARRAY_SIZE(titles));
	for (i = 0; i < b->f->ndesks; i++) {
		const struct figure_desk *x = &b->f->desk[i];

		xlsx_row(b->w);
		xlsx_text(b->w, x->name);
		xlsx_text(b->w, x->policy);
		xlsx_text(b->w, x->policy_sha256);
		xlsx_text(b->w, x->seal ? x->seal : _("none"));
		xlsx_text(b->w, zone_name(x->zone));
		xlsx_count(b->w, x->later_count);
	}
}

/* Sentences, as the text has them; a row each. */
static void put_sentences(struct book *b, void (*say)(struct doc *d))
{
	const struct report_style style = { .lang = b->d.lang };
	struct strbuf text = STRBUF_INIT;
	struct report_out to = { .out = &text };
	struct doc d;
	char *line, *rest;

	doc_init(&d, &to, b->f, &style, DOC_TEXT);
	say(&d);
	doc_release(&d);
	xlsx_row(b->w);
	for (line = strtok_r(text.buf, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (!strncmp(line, ITEM, strlen(ITEM))) {
			xlsx_row(b->w);
			xlsx_text(b->w, line + strlen(ITEM));
		}
	strbuf_release(&text);
}

static void begin_summary(struct book *b)
{
	static const int widths[] = { 32, 28, 12, 12, 12, 12, 12, 12, 12, 12 };
	size_t i;

	xlsx_sheet(b->w, _("Summary"));
	for (i = 0; i < ARRAY_SIZE(widths); i++)
		xlsx_width(b->w, widths[i]);
	put_head(b);
}

static void sheet_summary(struct book *b)
{
	begin_summary(b);
	put_targets(b);
	put_desks(b);
}

static void sheet_pack_summary(struct book *b)
{
	begin_summary(b);
	put_sentences(b, summary_text);
	put_targets(b);
	put_desks(b);
}

static void sheet_warnings_summary(struct book *b)
{
	begin_summary(b);
	put_sentences(b, summary_unusual);
	put_desks(b);
}

typedef void sheet_fn(struct book *b);
static sheet_fn *const report_sheets[] = {
	sheet_summary, sheet_comparison, sheet_desks, sheet_late, sheet_breaches, sheet_days, sheet_clocks, sheet_rates, sheet_times,
	sheet_backlog, sheet_ages, sheet_breakdown, sheet_load, sheet_causes, sheet_levels,
	sheet_delays, sheet_opinion, sheet_money, sheet_scores, sheet_accounts, sheet_weak, sheet_hard,
	sheet_measures, sheet_duties, sheet_warnings, sheet_trend, sheet_forecast, sheet_below,
	sheet_completeness, sheet_later, sheet_facts
};
static sheet_fn *const pack_sheets[] = {
	sheet_pack_summary, sheet_comparison, sheet_desks, sheet_weak, sheet_causes, sheet_warnings, sheet_trend, sheet_forecast,
	sheet_departments, sheet_hard, sheet_department_scores, sheet_opinion, sheet_said, sheet_measures, sheet_duties,
	sheet_observed, sheet_clocks, sheet_rates, sheet_breaches, sheet_completeness
};
static sheet_fn *const warnings_sheets[] = {
	sheet_warnings_summary, sheet_desks, sheet_warnings, sheet_trend, sheet_forecast
};

static int write_book(struct strbuf *out, const struct figures *f, const struct report_style *style,
		      const char *title, sheet_fn *const *sheets, size_t nsheets, const char *tmpdir, struct err *err)
{
	struct book b = { .f = f, .title = title };
	struct report_out nowhere = { .out = NULL };
	size_t i;
	int result;

	b.w = xlsx_new(&(struct xlsx_options){ .title = title, .created = f->as_of,
					       .tmpdir = tmpdir,
					       .is_long = f->late.n + f->breaches.n > MANY_ROWS }, err);
	if (!b.w)
		return -1;
	doc_init(&b.d, &nowhere, f, style, DOC_TEXT);
	for (i = 0; i < nsheets; i++)
		sheets[i](&b);
	doc_release(&b.d);
	result = xlsx_finish(b.w, out, err);
	xlsx_free(b.w);
	return result;
}

int report_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
		const char *tmpdir, struct err *err)
{
	return write_book(out, f, style, _("Service desk report"), report_sheets, ARRAY_SIZE(report_sheets), tmpdir, err);
}

int report_pack_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
		     const char *tmpdir, struct err *err)
{
	return write_book(out, f, style, _("Pack for the evaluation meeting"), pack_sheets, ARRAY_SIZE(pack_sheets), tmpdir,
			  err);
}

int report_warnings_xlsx(struct strbuf *out, const struct figures *f, const struct report_style *style,
			 const char *tmpdir, struct err *err)
{
	return write_book(out, f, style, _("Early warning of the service desk"), warnings_sheets,
			  ARRAY_SIZE(warnings_sheets), tmpdir, err);
}
