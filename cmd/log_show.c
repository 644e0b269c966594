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

const char *log_show_label(const struct show *s, int column, const char *scope, const char *code)
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
	return log_show_label(s, COLUMN_EVENT, NULL, policy_set_event_name(&s->l.cli->set, row->event));
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

void log_show_text(const struct show *s, struct strbuf *out, const struct casefile_row *row)
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
		strbuf_addstr(out, log_show_label(s, COLUMN_DETAIL, event, detail));
	if (*row->cell[COLUMN_AMOUNT])
		strbuf_addf(out, "%s%s", out->len ? " " : "", row->cell[COLUMN_AMOUNT]);
	for (size_t i = 0; row->event != EVENT_OPEN && i < ARRAY_SIZE(shown); i++)
		if (*row->cell[shown[i]])
			strbuf_addf(out, "%s%s", out->len ? " " : "",
				    log_show_label(s, shown[i], NULL, row->cell[shown[i]]));
	for (int c = COLUMN_KIND; row->event == EVENT_AMEND && c <= COLUMN_BATCH; c++)
		if (*row->cell[c])
			strbuf_addf(out, "%s%s", out->len ? " " : "",
				    log_show_label(s, c, NULL, row->cell[c]));
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

int log_show_is_running(const struct clock_instance *x)
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
	else if (log_show_is_running(x) && x->paused && late <= 0)
		strbuf_addstr(out, _("waiting"));
	else if (log_show_is_running(x))
		strbuf_addf(out, late > 0 ? _("late %s") : _("in %s"), length.buf);
	else
		strbuf_addf(out, _("done %s late"), length.buf);
	strbuf_release(&length);
}

const char *log_show_task(const struct show *s, const struct clock_instance *x)
{
	return symbols_str(&s->l.file.symbols, COLUMN_DETAIL, x->task);
}

/* Kept until the end of the run. */
const char *log_show_clock(struct show *s, const struct clock_instance *x)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;

	policytext_clock(&sb, s->l.policy, x->rule, log_show_task(s, x), s->l.cli->lang);
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

const char *log_show_column(const struct show *s, int column)
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

int log_show_next_column(const struct show *s, int column)
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
	for (c = log_show_next_column(s, -1); c >= 0; c = log_show_next_column(s, c))
		add_pair(t, log_show_column(s, c),
			 log_show_label(s, c, NULL, casefile_class(&s->l.file, c)));
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
		table_cell(t, log_show_label(s, COLUMN_BY, NULL, row->cell[COLUMN_BY]));
		strbuf_reset(&sb);
		add_detail(s, &sb, row);
		table_cell(t, sb.buf);
		strbuf_reset(&sb);
		log_show_text(s, &sb, row);
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
		table_cell(t, log_show_clock(s, x));
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
		log_show_json(&s);
	} else if (cli->format == FORMAT_SLIP) {
		log_show_slip(&s);
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
