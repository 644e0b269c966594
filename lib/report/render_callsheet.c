/* The call sheet written down: for people on a screen, in a chat, on paper, and for programs. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/csv.h"
#include "io/html.h"
#include "io/json.h"
#include "report/callsheet.h"
#include "report/render_doc.h"

static const char *label(const struct callsheet_case *x, int column, const char *code,
			 const char *lang)
{
	return *code ? policy_value_label(x->policy, column, code, lang) : "";
}

/* What it is about, in as few words as possible. */
static const char *subject(const struct callsheet_case *x, const char *lang)
{
	return *x->category ? label(x, COLUMN_CATEGORY, x->category, lang)
			    : label(x, COLUMN_KIND, x->kind, lang);
}

static const char *question_text(const struct policy_question *q, const char *lang)
{
	return policy_label(&q->label, q->name, lang);
}

static void add_range(struct strbuf *out, const struct policy_question *q)
{
	if (q->answer == ANSWER_SCALE)
		strbuf_addf(out, q->scale == 10 ? "0-%d" : "1-%d", q->scale);
	else
		strbuf_addstr(out, q->answer == ANSWER_TEXT ? _("in words") : _("yes or no"));
}

static void add_title(const struct callsheet *sheet, struct strbuf *out)
{
	struct strbuf now = STRBUF_INIT;

	doc_time(&now, sheet->now, sheet->zone);
	strbuf_addf(out, _("to ask: %zu (%s)"), sheet->n, now.buf);
	strbuf_release(&now);
}

/* "questions", of several policies each with the date from which on it is in force. */
static void add_questions_title(const struct callsheet *sheet, const struct policy *p,
				struct strbuf *out)
{
	strbuf_addstr(out, _("questions"));
	if (sheet->npolicies > 1 && p->valid_from != VALID_ALWAYS) {
		struct strbuf day = STRBUF_INIT;

		date_format(&day, p->valid_from);
		strbuf_addf(out, _(" (cases opened from %s on)"), day.buf);
		strbuf_release(&day);
	}
}

static void add_until(const struct callsheet *sheet, const struct callsheet_case *x,
		      struct strbuf *out)
{
	if (x->ask.until != INSTANT_NONE)
		doc_time(out, x->ask.until, sheet->zone);
}

/* --- text --------------------------------------------------------------------------------------- */

static void pair(struct table *t, const char *name, const char *value)
{
	if (!*value)
		return;
	table_row(t);
	table_cell(t, name);
	table_cell(t, value);
}

static void text_case(const struct callsheet *sheet, const struct callsheet_case *x,
		      struct strbuf *out, const struct report_style *style)
{
	struct table *t = table_new();
	struct strbuf sb = STRBUF_INIT, safe = STRBUF_INIT;

	strbuf_addf(&sb, "%s  %s  %s", x->shown, x->name, x->contact);
	utf8_add_safe(&safe, sb.buf, sb.len);
	strbuf_addf(out, "\n%s\n", safe.buf);
	table_no_header(t);
	table_indent(t, "  ");
	table_column(t, "", TABLE_LEFT);
	table_column(t, "", TABLE_LEFT);
	pair(t, _("about"), subject(x, style->lang));
	pair(t, _("handled by"), label(x, COLUMN_OWNER, x->handler, style->lang));
	pair(t, _("what happened"), x->text);
	pair(t, _("result"), x->result);
	strbuf_reset(&sb);
	add_until(sheet, x, &sb);
	pair(t, _("ask until"), sb.buf);
	strbuf_reset(&sb);
	if (x->ask.wave)
		strbuf_addf(&sb, "%d", x->ask.wave + 1);
	pair(t, _("wave"), sb.buf);
	strbuf_reset(&sb);
	if (x->ask.unreached)
		strbuf_addf(&sb, "%zu", x->ask.unreached);
	pair(t, _("not reached so far"), sb.buf);
	table_print(t, out, style->width);
	table_free(t);
	strbuf_release(&sb);
	strbuf_release(&safe);
}

static void text_questions(const struct callsheet *sheet, const struct policy *p,
			   struct strbuf *out, const struct report_style *style)
{
	struct table *t = table_new();
	struct strbuf sb = STRBUF_INIT;

	strbuf_addch(out, '\n');
	add_questions_title(sheet, p, out);
	strbuf_addch(out, '\n');
	table_no_header(t);
	table_indent(t, "  ");
	for (int i = 0; i < 3; i++)
		table_column(t, "", TABLE_LEFT);
	for (size_t i = 0; i < p->survey.nask; i++) {
		const struct policy_question *q = &p->survey.ask[i];

		table_row(t);
		table_cell(t, q->name);
		table_cell(t, question_text(q, style->lang));
		strbuf_reset(&sb);
		add_range(&sb, q);
		table_cell(t, sb.buf);
	}
	table_print(t, out, style->width);
	table_free(t);
	strbuf_release(&sb);
}

void callsheet_text(const struct callsheet *sheet, struct strbuf *out,
		    const struct report_style *style)
{
	if (!sheet->n)
		return;
	add_title(sheet, out);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < sheet->n; i++)
		text_case(sheet, &sheet->item[i], out, style);
	for (size_t i = 0; i < sheet->npolicies; i++)
		text_questions(sheet, sheet->policy[i], out, style);
}

/* --- Markdown ----------------------------------------------------------------------------------- */

static void markdown_cases(const struct callsheet *sheet, struct doc *d, const char *lang)
{
	const char *const titles[] = { _("case"), _("customer"), _("contact"), _("about"),
				       _("handled by"), _("what happened"), _("result"),
				       _("ask until") };
	struct strbuf sb = STRBUF_INIT;

	doc_table(d);
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		doc_column(d, titles[i], TABLE_LEFT);
	for (size_t i = 0; i < sheet->n; i++) {
		const struct callsheet_case *x = &sheet->item[i];

		doc_row(d);
		doc_cell(d, x->shown);
		doc_cell(d, x->name);
		doc_cell(d, x->contact);
		doc_cell(d, subject(x, lang));
		doc_cell(d, label(x, COLUMN_OWNER, x->handler, lang));
		doc_cell(d, x->text);
		doc_cell(d, x->result);
		strbuf_reset(&sb);
		add_until(sheet, x, &sb);
		doc_cell(d, sb.buf);
	}
	doc_table_end(d);
	strbuf_release(&sb);
}

static void markdown_questions(struct doc *d, const struct policy *p, const char *lang)
{
	struct strbuf sb = STRBUF_INIT;

	doc_table(d);
	doc_column(d, _("question"), TABLE_LEFT);
	doc_column(d, "", TABLE_LEFT);
	doc_column(d, _("answer"), TABLE_LEFT);
	for (size_t i = 0; i < p->survey.nask; i++) {
		doc_row(d);
		doc_cell(d, p->survey.ask[i].name);
		doc_cell(d, question_text(&p->survey.ask[i], lang));
		strbuf_reset(&sb);
		add_range(&sb, &p->survey.ask[i]);
		doc_cell(d, sb.buf);
	}
	doc_table_end(d);
	strbuf_release(&sb);
}

void callsheet_markdown(const struct callsheet *sheet, struct strbuf *out,
			const struct report_style *style)
{
	struct report_out to = { .out = out };
	struct strbuf title = STRBUF_INIT;
	struct doc d;

	if (!sheet->n)
		return;
	add_title(sheet, &title);
	strbuf_addf(out, "# %s\n\n", title.buf);
	doc_init(&d, &to, NULL, style, 1);
	markdown_cases(sheet, &d, style->lang);
	for (size_t i = 0; i < sheet->npolicies; i++) {
		strbuf_reset(&title);
		add_questions_title(sheet, sheet->policy[i], &title);
		doc_heading(&d, title.buf);
		markdown_questions(&d, sheet->policy[i], style->lang);
	}
	doc_release(&d);
	strbuf_release(&title);
}

/* --- HTML --------------------------------------------------------------------------------------- */

static const char css[] =
	"@page { size: A4; margin: 15mm }\n"
	"body { font: 11pt/1.4 sans-serif; color: #000; background: #fff; max-width: 180mm; margin: auto }\n"
	"h1 { font-size: 14pt }\n"
	"section { border: 1px solid #000; padding: 2mm 4mm; margin: 0 0 5mm; break-inside: avoid }\n"
	"h2 { font-size: 12pt; margin: 1mm 0 }\n"
	"table { border-collapse: collapse; width: 100% }\n"
	"th { text-align: left; vertical-align: top; font-weight: normal; color: #444; width: 26mm }\n"
	"td { vertical-align: top }\n"
	"ol { margin: 2mm 0; padding-left: 6mm }\n"
	".box { white-space: nowrap; margin-right: 3mm }\n"
	".line { border-bottom: 1px solid #888; height: 8mm }\n";

static void html_cell(struct strbuf *out, const char *name, const char *value)
{
	if (!*value)
		return;
	strbuf_addstr(out, "<tr><th>");
	html_add(out, name, strlen(name));
	strbuf_addstr(out, "</th><td>");
	html_add_lines(out, value, strlen(value));
	strbuf_addstr(out, "</td></tr>\n");
}

static void html_box(struct strbuf *out, const char *text)
{
	strbuf_addstr(out, "<span class=\"box\">\xE2\x96\xA1 ");
	html_add(out, text, strlen(text));
	strbuf_addstr(out, "</span>");
}

static void html_question(struct strbuf *out, const struct policy_question *q, const char *lang)
{
	const char *text = question_text(q, lang);
	char number[16];

	strbuf_addstr(out, "<li>");
	html_add(out, text, strlen(text));
	strbuf_addstr(out, "<br>");
	if (q->answer == ANSWER_TEXT)
		strbuf_addstr(out, "<div class=\"line\"></div>");
	if (q->answer == ANSWER_YES_NO) {
		html_box(out, _("yes"));
		html_box(out, _("no"));
	}
	for (int i = q->scale == 10 ? 0 : 1; q->answer == ANSWER_SCALE && i <= q->scale; i++) {
		number[0] = (char)('0' + i % 10);
		number[1] = '\0';
		html_box(out, i == 10 ? "10" : number);
	}
	strbuf_addstr(out, "</li>\n");
}

static void html_case(const struct callsheet *sheet, const struct callsheet_case *x,
		      struct strbuf *out, const char *lang)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s  %s  %s", x->shown, x->name, x->contact);
	strbuf_addstr(out, "<section>\n<h2>");
	html_add(out, sb.buf, sb.len);
	strbuf_addstr(out, "</h2>\n<table>\n");
	html_cell(out, _("about"), subject(x, lang));
	html_cell(out, _("handled by"), label(x, COLUMN_OWNER, x->handler, lang));
	html_cell(out, _("what happened"), x->text);
	html_cell(out, _("result"), x->result);
	strbuf_reset(&sb);
	add_until(sheet, x, &sb);
	html_cell(out, _("ask until"), sb.buf);
	strbuf_addstr(out, "</table>\n<ol>\n");
	for (size_t i = 0; i < x->policy->survey.nask; i++)
		html_question(out, &x->policy->survey.ask[i], lang);
	strbuf_addstr(out, "</ol>\n<p>");
	html_box(out, _("refused"));
	html_box(out, _("nobody reached"));
	strbuf_addstr(out, "</p>\n</section>\n");
	strbuf_release(&sb);
}

void callsheet_html(const struct callsheet *sheet, struct strbuf *out, const char *lang)
{
	struct strbuf title = STRBUF_INIT;

	add_title(sheet, &title);
	html_begin(out, lang, title.buf, css);
	strbuf_addstr(out, "<h1>");
	html_add(out, title.buf, title.len);
	strbuf_addstr(out, "</h1>\n");
	for (size_t i = 0; i < sheet->n; i++)
		html_case(sheet, &sheet->item[i], out, lang);
	html_end(out);
	strbuf_release(&title);
}

/* --- for programs ------------------------------------------------------------------------------- */

static void put_questions(struct json_writer *w, const struct policy *p)
{
	json_begin_array(w, "questions");
	for (size_t i = 0; i < p->survey.nask; i++) {
		const struct policy_question *q = &p->survey.ask[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "question", q->name);
		json_put_cstring(w, "scale", answers_scale(q));
		json_put_cstring(w, "zh", q->label.zh);
		json_put_cstring(w, "en", q->label.en);
		json_end(w);
	}
	json_end(w);
}

static void put_case(const struct callsheet *sheet, struct json_writer *w,
		     const struct callsheet_case *x)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "case", x->shown);
	json_put_cstring(w, "form", x->form);
	json_put_integer(w, "wave", x->ask.wave + 1);
	json_put_instant(w, "since", x->ask.since, sheet->zone);
	json_put_instant(w, "until", x->ask.until, sheet->zone);
	json_put_integer(w, "unreached", (int64_t)x->ask.unreached);
	json_put_cstring(w, "customer", x->customer);
	json_put_cstring(w, "name", x->name);
	json_put_cstring(w, "contact", x->contact);
	json_put_cstring(w, "handler", x->handler);
	json_put_cstring(w, "kind", x->kind);
	json_put_cstring(w, "category", x->category);
	json_put_cstring(w, "text", x->text);
	json_put_cstring(w, "result", x->result);
	put_questions(w, x->policy);
	json_end(w);
}

void callsheet_json(const struct callsheet *sheet, struct strbuf *out)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.survey.due/1");
	json_put_instant(&w, "as_of", sheet->now, sheet->zone);
	json_put_cstring(&w, "by", sheet->by);
	json_begin_object(&w, "left_out");
	json_put_integer(&w, "without_contact", (int64_t)sheet->without_contact);
	json_put_integer(&w, "own", (int64_t)sheet->own);
	json_end(&w);
	json_begin_array(&w, "due");
	for (size_t i = 0; i < sheet->n; i++)
		put_case(sheet, &w, &sheet->item[i]);
	json_end(&w);
	json_end(&w);
	json_finish(&w, out, 2);
	json_writer_release(&w);
}

/* Is the question one of an earlier version, too? Then it has its column already. */
static int is_repeated(const struct callsheet *sheet, size_t version, const char *name)
{
	for (size_t i = 0; i < version; i++)
		if (survey_question(&sheet->policy[i]->survey, name))
			return 1;
	return 0;
}

static size_t csv_header(const struct callsheet *sheet, struct strbuf *out)
{
	size_t questions = 0;

	strbuf_addstr(out, "case,form,since,until,unreached,customer,name,contact,handler,kind,"
			   "category,text,result");
	for (size_t v = 0; v < sheet->npolicies; v++)
		for (size_t i = 0; i < sheet->policy[v]->survey.nask; i++) {
			const char *name = sheet->policy[v]->survey.ask[i].name;

			if (is_repeated(sheet, v, name))
				continue;
			strbuf_addf(out, ",%s", name);
			questions++;
		}
	strbuf_addch(out, '\n');
	return questions;
}

static void csv_text(struct strbuf *out, const char *s, int guard)
{
	strbuf_addch(out, ',');
	csv_add_text(out, s, strlen(s), guard);
}

static void csv_case(const struct callsheet *sheet, const struct callsheet_case *x,
		     struct strbuf *out, int guard)
{
	strbuf_addf(out, "%s,%s,", x->shown, x->form);
	instant_format(out, x->ask.since, sheet->zone);
	strbuf_addch(out, ',');
	if (x->ask.until != INSTANT_NONE)
		instant_format(out, x->ask.until, sheet->zone);
	strbuf_addf(out, ",%zu,%s", x->ask.unreached, x->customer);
	csv_text(out, x->name, guard);
	strbuf_addch(out, ',');
	csv_add_code(out, x->contact, strlen(x->contact), guard);
	strbuf_addf(out, ",%s,%s,%s", x->handler, x->kind, x->category);
	csv_text(out, x->text, guard);
	csv_text(out, x->result, guard);
}

void callsheet_csv(const struct callsheet *sheet, struct strbuf *out, int guard)
{
	size_t questions = csv_header(sheet, out);

	for (size_t i = 0; i < sheet->n; i++) {
		csv_case(sheet, &sheet->item[i], out, guard);
		strbuf_addchars(out, ',', questions);
		strbuf_addch(out, '\n');
	}
}
