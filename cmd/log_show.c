/* sd log show: one case with its history and its clocks; as text, JSON, or a slip of paper. */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "io/table.h"
#include "log_show.h"
#include "report/policytext.h"
#include "rules/clock.h"

#define SLIP_WIDTH 32

enum { OPT_WIDTH = 300 };

static const struct cli_option options[] = {
	{ "width", 0, N_("COLUMNS"), N_("of a slip: 32 (default) or 48"), OPT_WIDTH },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[OPTIONS] CASE"), NULL };
static const struct cli_spec spec = {
	"log show", usage, N_("a case with its history and its clocks"), options
};

struct show {
	struct logrun l;
	size_t width;
	struct clockset *clocks;
	struct clock_list instances;
	struct answerbook answers;
	struct log_link link;
};

static const char *label(const struct show *s, int column, const char *scope, const char *code)
{
	struct policy_item item;
	const struct policy *p = s->l.policy;

	for (size_t i = 0; p && policy_value_at(p, column, scope, i, &item); i++)
		if (!strcmp(item.name, code))
			return policy_label(&item.label, code, s->l.cli->lang);
	return code;
}

static const char *event_label(const struct show *s, const struct casefile_row *row)
{
	return label(s, COLUMN_EVENT, NULL, policy_set_event_name(&s->l.cli->set, row->event));
}

void log_add_minute(const struct logrun *l, struct strbuf *out, instant t)
{
	struct strbuf full = STRBUF_INIT;

	instant_format(&full, t, l->zone);
	strbuf_add(out, full.buf, 10);
	strbuf_addch(out, ' ');
	strbuf_add(out, full.buf + 11, 5);
	strbuf_release(&full);
}

static void add_text(const struct show *s, struct strbuf *out, const struct casefile_row *row)
{
	const char *text = row->cell[COLUMN_TEXT];

	customers_show(out, text, strlen(text), s->l.customer);
}

/* What qualifies an event, in the order of its columns: "wang.fang", "until 2026-11-22 12:00". */
static void add_detail(const struct show *s, struct strbuf *out, const struct casefile_row *row)
{
	static const int shown[] = { COLUMN_DEPARTMENT, COLUMN_OWNER };
	const char *event = policy_set_event_name(&s->l.cli->set, row->event);
	const char *detail = row->cell[COLUMN_DETAIL];
	instant due;

	if (row->event == EVENT_ATTACH || row->event == EVENT_VOID)
		strbuf_addf(out, "%.16s", detail);
	else if (row->event == EVENT_HOLD && s->l.policy)
		strbuf_addstr(out, policy_reason_label(s->l.policy, detail, s->l.cli->lang));
	else if ((row->event == EVENT_TASK || row->event == EVENT_DONE) && s->l.policy)
		strbuf_addstr(out, policy_task_label(s->l.policy, detail, s->l.cli->lang));
	else if (*detail)
		strbuf_addstr(out, label(s, COLUMN_DETAIL, event, detail));
	if (*row->cell[COLUMN_AMOUNT])
		strbuf_addf(out, "%s%s", out->len ? " " : "", row->cell[COLUMN_AMOUNT]);
	for (size_t i = 0; row->event != EVENT_OPEN && i < ARRAY_SIZE(shown); i++)
		if (*row->cell[shown[i]])
			strbuf_addf(out, "%s%s", out->len ? " " : "",
				    label(s, shown[i], NULL, row->cell[shown[i]]));
	for (int c = COLUMN_KIND; row->event == EVENT_AMEND && c <= COLUMN_BATCH; c++)
		if (*row->cell[c])
			strbuf_addf(out, "%s%s", out->len ? " " : "",
				    label(s, c, NULL, row->cell[c]));
	if (instant_parse(row->cell[COLUMN_DUE], strlen(row->cell[COLUMN_DUE]), &due, NULL) == 0) {
		strbuf_addf(out, "%s%s ", out->len ? " " : "", _("until"));
		log_add_minute(&s->l, out, due);
	}
}

/* --- clocks ------------------------------------------------------------------------------------- */

static void run_clocks(struct show *s)
{
	if (!s->l.cli->policy)
		return;
	s->clocks = clockset_new(&s->l.cli->set, &s->l.file.map, &s->l.file.symbols);
	clock_run(s->clocks, &s->l.file.history, s->l.cli->now, &s->instances);
}

static int is_running(const struct clock_instance *x)
{
	return x->ended == INSTANT_NONE && x->verdict != VERDICT_UNKNOWN;
}

/* "in 3h 20m", "late 26h 5m", "waiting", "met", "late 2h (done)" .. */
static void add_standing(const struct show *s, struct strbuf *out, const struct clock_instance *x)
{
	struct strbuf length = STRBUF_INIT;
	instant end = x->done != INSTANT_NONE ? x->done : s->l.cli->now;
	int64_t late = x->due == INSTANT_NONE ? 0 : end - x->due;

	duration_format_short(&length, late < 0 ? -late : late);
	if (x->verdict == VERDICT_UNKNOWN)
		strbuf_addf(out, _("unknown: no calendar data for %d"), x->unknown_year);
	else if (x->verdict == VERDICT_DROPPED)
		strbuf_addstr(out, _("dropped"));
	else if (x->verdict == VERDICT_MET)
		strbuf_addstr(out, _("met"));
	else if (is_running(x) && x->paused && late <= 0)
		strbuf_addstr(out, _("waiting"));
	else if (is_running(x))
		strbuf_addf(out, late > 0 ? _("late %s") : _("in %s"), length.buf);
	else
		strbuf_addf(out, _("done %s late"), length.buf);
	strbuf_release(&length);
}

static const char *task_of(const struct show *s, const struct clock_instance *x)
{
	return symbols_str(&s->l.file.symbols, COLUMN_DETAIL, x->task);
}

/* Kept until the end of the run. */
static const char *clock_label(struct show *s, const struct clock_instance *x)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;

	policytext_clock(&sb, s->l.policy, x->rule, task_of(s, x), s->l.cli->lang);
	kept = arena_strdup(&s->l.arena, sb.buf);
	strbuf_release(&sb);
	return kept;
}

/* --- text --------------------------------------------------------------------------------------- */

static void add_pair(struct table *t, const char *name, const char *value)
{
	if (!*value)
		return;
	table_row(t);
	table_cell(t, name);
	table_cell(t, value);
}

static void add_customer(const struct show *s, struct table *t)
{
	const struct customer *x = s->l.customer;
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, casefile_class(&s->l.file, COLUMN_CUSTOMER));
	if (x)
		strbuf_addf(&sb, " %s %s", x->name, x->contact);
	add_pair(t, _("customer"), sb.buf);
	strbuf_release(&sb);
}

static const char *column_title(const struct show *s, int column)
{
	const struct policy_field *f = s->l.policy ? policy_field(s->l.policy, column) : NULL;
	const char *name = policy_set_column_name(&s->l.cli->set, column);

	if (f)
		return policy_label(&f->label, name, s->l.cli->lang);
	switch (column) {
	case COLUMN_KIND: return _("kind");
	case COLUMN_CHANNEL: return _("channel");
	case COLUMN_CATEGORY: return _("category");
	case COLUMN_SEVERITY: return _("severity");
	case COLUMN_TYPE: return _("type");
	case COLUMN_PLACE: return _("place");
	case COLUMN_PRODUCT: return _("product");
	case COLUMN_BATCH: return _("batch");
	case COLUMN_DEPARTMENT: return _("department");
	case COLUMN_OWNER: return _("owner");
	default: return name;
	}
}

static int next_class_column(const struct show *s, int column)
{
	for (column++; column < COLUMN_FIELD + (int)s->l.cli->set.fields.n; column++)
		if (column_is_class(column) && column != COLUMN_CUSTOMER)
			return column;
	return -1;
}

static void add_link(const struct show *s, struct table *t)
{
	struct strbuf sb = STRBUF_INIT, at = STRBUF_INIT;

	if (s->link.closed != INSTANT_NONE) {
		log_format_id(&s->l, &sb, s->link.id);
		log_add_minute(&s->l, &at, s->link.closed);
		strbuf_addf(&sb, _(", closed %s"), at.buf);
		add_pair(t, _("linked"), sb.buf);
	}
	strbuf_release(&at);
	strbuf_release(&sb);
}

static void put_link(const struct show *s, struct json_writer *w)
{
	struct strbuf sb = STRBUF_INIT;

	if (s->link.closed != INSTANT_NONE)
		log_format_id(&s->l, &sb, s->link.id);
	json_put_cstring(w, "linked", sb.len ? sb.buf : NULL);
	strbuf_release(&sb);
}

static void print_head(struct show *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;
	struct table *t = table_new();
	int c;

	log_format_id(&s->l, out, s->l.file.id);
	strbuf_addf(out, "  %s\n", case_state_label(s->l.file.state));
	table_no_header(t);
	table_indent(t, "  ");
	table_column(t, "", TABLE_LEFT);
	table_column(t, "", TABLE_LEFT);
	for (c = next_class_column(s, -1); c >= 0; c = next_class_column(s, c))
		add_pair(t, column_title(s, c),
			 label(s, c, NULL, casefile_class(&s->l.file, c)));
	add_customer(s, t);
	if (casefile_opened(&s->l.file) != INSTANT_NONE) {
		log_add_minute(&s->l, &sb, casefile_opened(&s->l.file));
		add_pair(t, _("opened at"), sb.buf);
	}
	add_link(s, t);
	table_print(t, out, (size_t)cli_width());
	table_free(t);
	strbuf_release(&sb);
}

static void print_history(struct show *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;
	struct table *t = table_new();

	table_indent(t, "  ");
	table_column(t, _("time"), TABLE_LEFT);
	table_column(t, _("event"), TABLE_LEFT);
	table_column(t, _("by"), TABLE_LEFT);
	table_column(t, _("detail"), TABLE_LEFT);
	table_column(t, _("text"), TABLE_LEFT);
	table_column(t, _("check"), TABLE_LEFT);
	for (size_t i = 0; i < s->l.file.n; i++) {
		const struct casefile_row *row = &s->l.file.row[i];

		table_row(t);
		strbuf_reset(&sb);
		log_add_minute(&s->l, &sb, row->at);
		if (row->key != row->at)
			strbuf_addch(&sb, '*');
		table_cell(t, sb.buf);
		table_cellf(t, row->dead && row->event != EVENT_VOID ? _("(void) %s") : "%s",
			    event_label(s, row));
		table_cell(t, label(s, COLUMN_BY, NULL, row->cell[COLUMN_BY]));
		strbuf_reset(&sb);
		add_detail(s, &sb, row);
		table_cell(t, sb.buf);
		strbuf_reset(&sb);
		add_text(s, &sb, row);
		table_cell(t, sb.buf);
		table_cellf(t, "%.8s", row->cell[COLUMN_CHECK]);
	}
	strbuf_addf(out, "\n%s\n", _("history (* written down later)"));
	table_print(t, out, (size_t)cli_width());
	table_free(t);
	strbuf_release(&sb);
}

static void print_clocks(struct show *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;
	struct table *t = table_new();

	table_indent(t, "  ");
	table_column(t, _("clock"), TABLE_LEFT);
	table_column(t, _("due"), TABLE_LEFT);
	table_column(t, _("standing"), TABLE_LEFT);
	for (size_t i = 0; i < s->instances.n; i++) {
		const struct clock_instance *x = &s->instances.instance[i];

		table_row(t);
		table_cell(t, clock_label(s, x));
		strbuf_reset(&sb);
		if (x->due != INSTANT_NONE)
			log_add_minute(&s->l, &sb, x->due);
		table_cell(t, sb.buf);
		strbuf_reset(&sb);
		add_standing(s, &sb, x);
		table_cell(t, sb.buf);
	}
	if (s->instances.n)
		strbuf_addf(out, "\n%s\n", _("clocks"));
	table_print(t, out, (size_t)cli_width());
	table_free(t);
	strbuf_release(&sb);
}

/* --- slip --------------------------------------------------------------------------------------- */

/* Folded by columns, because receipt printers know nothing of words in Chinese. */
static void fold(const struct show *s, struct strbuf *out, const char *text)
{
	struct strbuf safe = STRBUF_INIT;
	size_t at = 0;

	utf8_add_safe(&safe, text, strlen(text));
	while (at < safe.len) {
		size_t n = utf8_fit(safe.buf + at, safe.len - at, s->width);

		if (!n)
			break;
		strbuf_add(out, safe.buf + at, n);
		strbuf_addch(out, '\n');
		at += n;
	}
	strbuf_release(&safe);
}

static void fold_pair(const struct show *s, const char *name, const char *value)
{
	struct strbuf line = STRBUF_INIT;

	if (*value) {
		strbuf_addf(&line, _("%s: %s"), name, value);
		fold(s, &s->l.cli->out, line.buf);
	}
	strbuf_release(&line);
}

static void rule_off(const struct show *s)
{
	strbuf_addchars(&s->l.cli->out, '-', s->width);
	strbuf_addch(&s->l.cli->out, '\n');
}

/* What a customer or a colleague takes along: no number, no internal history. */
static void print_slip(struct show *s)
{
	struct strbuf *out = &s->l.cli->out, sb = STRBUF_INIT;
	int c;

	log_format_id(&s->l, &sb, s->l.file.id);
	fold_pair(s, _("case"), sb.buf);
	fold_pair(s, _("state"), case_state_label(s->l.file.state));
	strbuf_reset(&sb);
	if (casefile_opened(&s->l.file) != INSTANT_NONE)
		log_add_minute(&s->l, &sb, casefile_opened(&s->l.file));
	fold_pair(s, _("opened at"), sb.buf);
	if (s->l.customer)
		fold_pair(s, _("customer"), s->l.customer->name);
	for (c = next_class_column(s, -1); c >= 0; c = next_class_column(s, c))
		fold_pair(s, column_title(s, c), label(s, c, NULL, casefile_class(&s->l.file, c)));
	for (size_t i = 0; i < s->l.file.n; i++) {
		strbuf_reset(&sb);
		add_text(s, &sb, &s->l.file.row[i]);
		if (s->l.file.row[i].event != EVENT_OPEN || s->l.file.row[i].dead || !sb.len)
			continue;
		rule_off(s);
		fold(s, out, sb.buf);
	}
	for (size_t i = 0; i < s->instances.n; i++) {
		const struct clock_instance *x = &s->instances.instance[i];

		if (!is_running(x) || x->due == INSTANT_NONE)
			continue;
		strbuf_reset(&sb);
		log_add_minute(&s->l, &sb, x->due);
		fold_pair(s, clock_label(s, x), sb.buf);
	}
	rule_off(s);
	strbuf_release(&sb);
}

/* --- JSON --------------------------------------------------------------------------------------- */

static void put_time(const struct show *s, struct json_writer *w, const char *key, instant t)
{
	struct strbuf sb = STRBUF_INIT;

	if (t != INSTANT_NONE)
		instant_format(&sb, t, s->l.zone);
	json_put_cstring(w, key, t == INSTANT_NONE ? NULL : sb.buf);
	strbuf_release(&sb);
}

static void put_event(const struct show *s, struct json_writer *w, const struct casefile_row *row)
{
	json_begin_object(w, NULL);
	for (int c = 0; c < COLUMN_FIELD + (int)s->l.cli->set.fields.n; c++) {
		const char *name = policy_set_column_name(&s->l.cli->set, c);

		if (name && c != COLUMN_CASE && *row->cell[c])
			json_put_cstring(w, name, row->cell[c]);
	}
	json_put_bool(w, "void", row->dead);
	json_end(w);
}

static void put_clock(const struct show *s, struct json_writer *w, const struct clock_instance *x)
{
	json_begin_object(w, NULL);
	json_put_cstring(w, "clock", x->rule->name);
	json_put_integer(w, "instance", x->number);
	if (x->task)
		json_put_cstring(w, "task", task_of(s, x));
	put_time(s, w, "from", x->from);
	put_time(s, w, "due", x->due);
	put_time(s, w, "done", x->done);
	json_put_cstring(w, "verdict", verdict_name(x->verdict));
	json_put_bool(w, "running", is_running(x));
	json_put_bool(w, "paused", x->paused);
	json_end(w);
}

static void print_json(struct show *s)
{
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf sb = STRBUF_INIT;
	int c;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.case/1");
	log_format_id(&s->l, &sb, s->l.file.id);
	json_put_cstring(&w, "case", sb.buf);
	json_put_cstring(&w, "state", case_state_name(s->l.file.state));
	put_time(s, &w, "at", casefile_opened(&s->l.file));
	json_put_cstring(&w, "customer", casefile_class(&s->l.file, COLUMN_CUSTOMER));
	json_put_cstring(&w, "name", s->l.customer ? s->l.customer->name : "");
	json_put_cstring(&w, "contact", s->l.customer ? s->l.customer->contact : "");
	for (c = next_class_column(s, -1); c >= 0; c = next_class_column(s, c))
		json_put_cstring(&w, policy_set_column_name(&s->l.cli->set, c),
				 casefile_class(&s->l.file, c));
	put_link(s, &w);
	json_begin_array(&w, "events");
	for (size_t i = 0; i < s->l.file.n; i++)
		put_event(s, &w, &s->l.file.row[i]);
	json_end(&w);
	json_begin_array(&w, "clocks");
	for (size_t i = 0; i < s->instances.n; i++)
		put_clock(s, &w, &s->instances.instance[i]);
	json_end(&w);
	log_put_answers(&s->l, &s->answers, &w);
	json_end(&w);
	json_finish(&w, &s->l.cli->out, 2);
	json_writer_release(&w);
	strbuf_release(&sb);
}

/* --- the command -------------------------------------------------------------------------------- */

static int read_options(struct show *s, struct cli *cli)
{
	int opt;

	s->width = SLIP_WIDTH;
	while ((opt = cli_next(cli)) > 0)
		if (opt == OPT_WIDTH && !strcmp(cli->arg, "48"))
			s->width = 48;
		else if (opt == OPT_WIDTH && strcmp(cli->arg, "32") != 0)
			cli_usage(cli, _("--width is 32 or 48, not '%s'"), cli->arg);
	if (opt < 0)
		return -1;
	if (cli_operands(cli) != 1)
		return cli_usage(cli, cli_operands(cli) ? _("one case at a time") : _("which case?")), -1;
	return cli_want_format(cli, FORMAT_TEXT,
			       1U << FORMAT_TEXT | 1U << FORMAT_JSON | 1U << FORMAT_SLIP);
}

int log_show(struct cli *cli, const struct log_verb *verb)
{
	struct show s = { .l = LOGRUN_INIT, .instances = CLOCK_LIST_INIT,
			  .answers = ANSWERBOOK_INIT };

	s.l.verb = verb;
	if (cli_begin(cli, &spec) < 0 || read_options(&s, cli) < 0 || log_load(&s.l, cli) < 0 ||
	    log_case(&s.l, cli_operand(cli, 0), 0) < 0 || log_case_customer(&s.l) < 0 ||
	    log_answers(&s.l, &s.answers) < 0)
		goto out;
	run_clocks(&s);
	(void)log_link(&s.l, &s.link);
	if (cli->format == FORMAT_JSON) {
		print_json(&s);
	} else if (cli->format == FORMAT_SLIP) {
		print_slip(&s);
	} else {
		print_head(&s);
		print_history(&s);
		print_clocks(&s);
		log_show_answers(&s.l, &s.answers, (size_t)cli_width());
	}
out:
	answerbook_release(&s.answers);
	clockset_free(s.clocks);
	clock_list_release(&s.instances);
	log_release(&s.l);
	return cli->err.status;
}
