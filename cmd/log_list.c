/* sd log list, find: the cases as a table, as CSV, JSON or Markdown. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/csv.h"
#include "io/json.h"
#include "io/table.h"
#include "log_list.h"

static const int columns[] = {
	COLUMN_KIND, COLUMN_CHANNEL, COLUMN_CATEGORY, COLUMN_SEVERITY, COLUMN_CUSTOMER,
	COLUMN_TYPE, COLUMN_PLACE, COLUMN_PRODUCT, COLUMN_BATCH, COLUMN_DEPARTMENT, COLUMN_OWNER,
};
#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

static int column_at(const struct log_selection *s, size_t i)
{
	if (i < NCOLUMNS)
		return columns[i];
	i -= NCOLUMNS;
	return i < s->list.set->fields.n ? COLUMN_FIELD + (int)i : -1;
}

static const struct customer *customer_of(const struct log_selection *s,
					  const struct caselist_case *item)
{
	return customers_get(&s->l.customers, caselist_class(&s->list, item, COLUMN_CUSTOMER));
}

/* The text as it was written; for people with the customer's name in its place. */
static void add_text(struct log_selection *s, struct strbuf *out, const struct caselist_case *item,
		     int for_people)
{
	struct strbuf plain = STRBUF_INIT;

	if (item->text)
		row_unescape_text(&plain, item->text, strlen(item->text));
	if (for_people)
		customers_show(out, plain.buf, plain.len, customer_of(s, item));
	else
		strbuf_add(out, plain.buf, plain.len);
	strbuf_release(&plain);
}

static void add_time(struct log_selection *s, struct strbuf *out, instant t)
{
	if (t != INSTANT_NONE)
		instant_format(out, t, s->l.zone);
}

/* --- for people --------------------------------------------------------------------------------- */

static const char *label(struct log_selection *s, const struct caselist_case *item, int column)
{
	const char *code = caselist_class(&s->list, item, column);

	return s->l.cli->policy ? policy_value_label(s->l.cli->policy, column, code, s->l.cli->lang)
				: code;
}

/* 11-21 09:05 */
static void add_short_time(struct log_selection *s, struct strbuf *out, instant t)
{
	struct strbuf full = STRBUF_INIT;

	instant_format(&full, t, s->l.zone);
	strbuf_add(out, full.buf + 5, 5);
	strbuf_addch(out, ' ');
	strbuf_add(out, full.buf + 11, 5);
	strbuf_release(&full);
}

/* 09:05; the day stands in the id. */
static void add_clock_time(struct log_selection *s, struct strbuf *out, instant t)
{
	struct strbuf full = STRBUF_INIT;

	instant_format(&full, t, s->l.zone);
	strbuf_add(out, full.buf + 11, 5);
	strbuf_release(&full);
}

/* "in 3h 20m", "late 26h 5m", else the state: "resolved". */
static void add_standing(struct log_selection *s, struct strbuf *out, size_t i)
{
	struct strbuf length = STRBUF_INIT;
	int64_t left;

	if (s->due[i] == INSTANT_NONE || !case_state_is_open(s->list.item[i].state)) {
		strbuf_addstr(out, case_state_label(s->list.item[i].state));
		return;
	}
	left = s->due[i] - s->l.cli->now;
	duration_format_short(&length, left < 0 ? -left : left);
	strbuf_addf(out, left < 0 ? _("late %s") : _("in %s"), length.buf);
	strbuf_release(&length);
}

static void add_score(const struct log_selection *s, struct strbuf *out, size_t i)
{
	if (s->score[i] >= 0)
		strbuf_addf(out, "%d", s->score[i]);
}

static int any_has(const struct log_selection *s, int column)
{
	for (size_t i = 0; i < s->nchosen; i++)
		if (*caselist_class(&s->list, &s->list.item[s->chosen[i]], column))
			return 1;
	return 0;
}

static int any_score(const struct log_selection *s)
{
	for (size_t i = 0; i < s->nchosen; i++)
		if (s->score[s->chosen[i]] >= 0)
			return 1;
	return 0;
}

/* There is little room on a line: the category says enough of the kind, empty columns are left out. */
static void print_table(struct log_selection *s)
{
	int customers = any_has(s, COLUMN_CUSTOMER), owners = any_has(s, COLUMN_OWNER);
	int scores = any_score(s);
	struct table *t = table_new();
	struct strbuf sb = STRBUF_INIT;

	table_column(t, _("case"), TABLE_LEFT);
	table_column(t, _("time"), TABLE_LEFT);
	table_column(t, _("about"), TABLE_TRUNCATE);
	table_column(t, _("severity"), TABLE_TRUNCATE);
	if (customers)
		table_column(t, _("customer"), TABLE_TRUNCATE);
	if (owners)
		table_column(t, _("owner"), TABLE_TRUNCATE);
	table_column(t, _("standing"), TABLE_LEFT);
	if (scores)
		table_column(t, _("score"), TABLE_RIGHT);
	table_column(t, _("text"), TABLE_TRUNCATE);
	for (size_t i = 0; i < s->nchosen; i++) {
		const struct caselist_case *item = &s->list.item[s->chosen[i]];
		const struct customer *x = customer_of(s, item);
		const char *about = label(s, item, COLUMN_CATEGORY);

		table_row(t);
#define CELL(what)                                                                           \
	do {                                                                                 \
		strbuf_reset(&sb);                                                           \
		what;                                                                        \
		table_cell(t, sb.buf);                                                       \
	} while (0)
		CELL(log_format_id(&s->l, &sb, item->id));
		CELL(add_clock_time(s, &sb, caselist_opened(item)));
		table_cell(t, *about ? about : label(s, item, COLUMN_KIND));
		table_cell(t, label(s, item, COLUMN_SEVERITY));
		if (customers)
			table_cell(t, x && *x->name ? x->name :
					    caselist_class(&s->list, item, COLUMN_CUSTOMER));
		if (owners)
			table_cell(t, label(s, item, COLUMN_OWNER));
		CELL(add_standing(s, &sb, s->chosen[i]));
		if (scores)
			CELL(add_score(s, &sb, s->chosen[i]));
		CELL(add_text(s, &sb, item, 1));
#undef CELL
	}
	table_print(t, &s->l.cli->out, (size_t)cli_width());
	table_free(t);
	strbuf_release(&sb);
}

/* A cell of a Markdown table holds no bar, no line break and no markup of a stranger's. */
static void add_md(struct strbuf *out, const char *text)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, text, strlen(text));
	for (const char *v = safe.buf; *v; v++) {
		if (strchr("|\\`*_<>[]&", *v))
			strbuf_addch(out, '\\');
		strbuf_addch(out, *v);
	}
	strbuf_release(&safe);
}

static void print_md(struct log_selection *s)
{
	static const int shown[] = { COLUMN_KIND, COLUMN_SEVERITY, COLUMN_CATEGORY, COLUMN_OWNER };
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;

	strbuf_addf(out, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", _("case"), _("opened at"),
		    _("state"), _("kind"), _("severity"), _("category"), _("owner"), _("text"));
	strbuf_addstr(out, "|---|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < s->nchosen; i++) {
		const struct caselist_case *item = &s->list.item[s->chosen[i]];

		strbuf_addstr(out, "| ");
		log_format_id(&s->l, out, item->id);
		strbuf_addstr(out, " | ");
		add_short_time(s, out, caselist_opened(item));
		strbuf_addf(out, " | %s", case_state_label(item->state));
		for (size_t c = 0; c < sizeof(shown) / sizeof(shown[0]); c++) {
			strbuf_addstr(out, " | ");
			add_md(out, label(s, item, shown[c]));
		}
		strbuf_addstr(out, " | ");
		strbuf_reset(&sb);
		add_text(s, &sb, item, 1);
		add_md(out, sb.buf);
		strbuf_addstr(out, " |\n");
	}
	strbuf_release(&sb);
}

/* --- for programs ------------------------------------------------------------------------------- */

static void print_csv(struct log_selection *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;

	strbuf_addstr(out, "case,at,state");
	for (size_t c = 0; column_at(s, c) >= 0; c++)
		strbuf_addf(out, ",%s", policy_set_column_name(s->list.set, column_at(s, c)));
	strbuf_addstr(out, ",due,text\n");
	for (size_t i = 0; i < s->nchosen; i++) {
		const struct caselist_case *item = &s->list.item[s->chosen[i]];

		log_format_id(&s->l, out, item->id);
		strbuf_addch(out, ',');
		add_time(s, out, caselist_opened(item));
		strbuf_addf(out, ",%s", case_state_name(item->state));
		for (size_t c = 0; column_at(s, c) >= 0; c++) {
			const char *v = caselist_class(&s->list, item, column_at(s, c));

			strbuf_addch(out, ',');
			csv_add_field(out, v, strlen(v));
		}
		strbuf_addch(out, ',');
		add_time(s, out, s->due[s->chosen[i]]);
		strbuf_addch(out, ',');
		strbuf_reset(&sb);
		add_text(s, &sb, item, 0);
		csv_add_field(out, sb.buf, sb.len);
		strbuf_addch(out, '\n');
	}
	strbuf_release(&sb);
}

static void put_time(struct log_selection *s, struct json_writer *w, const char *key, instant t)
{
	struct strbuf sb = STRBUF_INIT;

	if (t == INSTANT_NONE) {
		json_put_null(w, key);
		return;
	}
	add_time(s, &sb, t);
	json_put_cstring(w, key, sb.buf);
	strbuf_release(&sb);
}

static void put_case(struct log_selection *s, struct json_writer *w, size_t i)
{
	const struct caselist_case *item = &s->list.item[i];
	struct strbuf sb = STRBUF_INIT;

	json_begin_object(w, NULL);
	log_format_id(&s->l, &sb, item->id);
	json_put_cstring(w, "case", sb.buf);
	put_time(s, w, "at", caselist_opened(item));
	json_put_cstring(w, "state", case_state_name(item->state));
	for (size_t c = 0; column_at(s, c) >= 0; c++)
		json_put_cstring(w, policy_set_column_name(s->list.set, column_at(s, c)),
				 caselist_class(&s->list, item, column_at(s, c)));
	put_time(s, w, "due", s->due[i]);
	if (s->score[i] >= 0)
		json_put_integer(w, "score", s->score[i]);
	strbuf_reset(&sb);
	add_text(s, &sb, item, 0);
	json_put_string(w, "text", sb.buf, sb.len);
	json_end(w);
	strbuf_release(&sb);
}

static void print_json(struct log_selection *s)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.cases/1");
	put_time(s, &w, "as_of", s->l.cli->now);
	json_begin_array(&w, "cases");
	for (size_t i = 0; i < s->nchosen; i++)
		put_case(s, &w, s->chosen[i]);
	json_end(&w);
	json_end(&w);
	json_finish(&w, &s->l.cli->out, 2);
	json_writer_release(&w);
}

static void print_jsonl(struct log_selection *s)
{
	struct json_writer w = JSON_WRITER_INIT;

	for (size_t i = 0; i < s->nchosen; i++) {
		put_case(s, &w, s->chosen[i]);
		json_finish(&w, &s->l.cli->out, 0);
	}
	json_writer_release(&w);
}

void log_print(struct log_selection *s)
{
	switch (s->l.cli->format) {
	case FORMAT_CSV:
		print_csv(s);
		break;
	case FORMAT_JSON:
		print_json(s);
		break;
	case FORMAT_JSONL:
		print_jsonl(s);
		break;
	case FORMAT_MD:
		print_md(s);
		break;
	default:
		print_table(s);
	}
}

static int run(struct cli *cli, const struct log_verb *verb)
{
	struct log_selection s = LOG_SELECTION_INIT;

	if (log_select(&s, cli, verb) == 0) {
		log_print(&s);
		if (!s.nchosen && cli->format == FORMAT_TEXT)
			cli_say(cli, _("no such case"));
	}
	log_selection_release(&s);
	return cli->err.status;
}

int log_list(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb);
}

int log_find(struct cli *cli, const struct log_verb *verb)
{
	return run(cli, verb);
}
