/* sd log export: the events, or the cases, as a table for other programs; texts as people wrote them. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/datapackage.h"
#include "io/csv.h"
#include "io/json.h"
#include "log_export.h"

#define FLUSH_BYTES ((size_t)1 << 20)

enum { OPT_GUARD = 300, OPT_FROM, OPT_TO, OPT_CASES, OPT_CLOCKS, OPT_DESCRIPTOR };

static const struct cli_option options[] = {
	{ "guard", 0, NULL, N_("for spreadsheets: texts that would be taken for formulas get a ' before them"), OPT_GUARD },
	{ "cases", 0, NULL, N_("one row a case, with the figures derived from its events"), OPT_CASES },
	{ "clocks", 0, NULL, N_("one row for each instance of a clock: due, done, verdict"), OPT_CLOCKS },
	{ "descriptor", 0, NULL, N_("what the columns are (Frictionless), instead of the rows"), OPT_DESCRIPTOR },
	{ "from", 0, N_("TIME"), N_("events that happened, cases that were opened, then or later"), OPT_FROM },
	{ "to", 0, N_("TIME"), N_("... before this time (a date: its midnight)"), OPT_TO },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[OPTIONS]"), NULL };
static const struct cli_spec spec = {
	"log export", usage, N_("the events, or the cases, as a table for other programs"), options
};

struct export {
	struct logrun l;
	int guard, cases, clocks, descriptor;
	instant from, to;
	struct strbuf raw, text;
};

static void read_text(struct export *x, const struct scan_batch *b, const struct scan_row *r)
{
	strbuf_reset(&x->raw);
	strbuf_reset(&x->text);
	scan_text(b, r, &x->raw);
	row_unescape_text(&x->text, x->raw.buf, x->raw.len);
}

static void add_csv(struct export *x, const struct scan_batch *b, const struct scan_row *r)
{
	struct strbuf *out = &x->l.cli->out;

	for (int p = 0; p < b->layout->ncolumns; p++) {
		int column = b->layout->column[p];
		struct span cell = column < 0 ? (struct span){ "", 0 } : scan_cell(b, r, column);

		if (p)
			strbuf_addch(out, ',');
		if (column != COLUMN_TEXT)
			csv_add_code(out, cell.s, cell.n, x->guard);
		else
			csv_add_text(out, x->text.buf, x->text.len, x->guard);
	}
	strbuf_addch(out, '\n');
}

static void add_json(struct export *x, const struct scan_batch *b, const struct scan_row *r)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	for (int p = 0; p < b->layout->ncolumns; p++) {
		int column = b->layout->column[p];
		struct span cell = column < 0 ? (struct span){ "", 0 } : scan_cell(b, r, column);

		if (column == COLUMN_TEXT)
			cell = (struct span){ x->text.buf, (uint32_t)x->text.len };
		if (cell.n)
			json_put_string(&w, policy_set_column_name(&x->l.cli->set, column), cell.s,
					cell.n);
	}
	json_end(&w);
	json_finish(&w, &x->l.cli->out, 0);
	json_writer_release(&w);
}

static int take_batch(void *ctx, const struct scan_batch *b)
{
	struct export *x = ctx;

	for (size_t i = 0; i < b->nrows; i++) {
		const struct scan_row *r = &b->row[i];

		if ((x->from != INSTANT_NONE && r->at < x->from) ||
		    (x->to != INSTANT_NONE && r->at >= x->to))
			continue;
		read_text(x, b, r);
		if (x->l.cli->format == FORMAT_JSONL)
			add_json(x, b, r);
		else
			add_csv(x, b, r);
		if (x->l.cli->out.len > FLUSH_BYTES && cli_flush(x->l.cli) < 0)
			return -1;
	}
	return 0;
}

static void add_header(struct export *x)
{
	struct strbuf *out = &x->l.cli->out;
	const struct layout *layout = &x->l.log.layout;

	for (int p = 0; p < layout->ncolumns; p++) {
		const char *name = policy_set_column_name(&x->l.cli->set, layout->column[p]);

		strbuf_addf(out, "%s%s", p ? "," : "", name ? name : "");
	}
	strbuf_addch(out, '\n');
}

static void describe(struct export *x)
{
	const struct layout *layout = &x->l.log.layout;
	const struct policy_set *set = &x->l.cli->set;
	struct datapackage_field *field = mem_array((size_t)layout->ncolumns + 1, sizeof(*field));
	size_t n = 0;

	for (int p = 0; p < layout->ncolumns; p++)
		if (layout->column[p] >= 0)
			field[n++] = (struct datapackage_field){
				policy_set_column_name(set, layout->column[p]),
				datapackage_type(set, layout->column[p]) };
	datapackage_table(&x->l.cli->out, "events", "events.csv", field, n, "check");
	free(field);
}

static int read_time(struct export *x, const char *name, const char *arg,
		     instant *t)
{
	struct cli *cli = x->l.cli;

	if (!arg)
		return 0;
	return instant_parse_human(arg, x->l.zone, cli->now, t, &cli->err) < 0 ?
		       err_prefix(&cli->err, "--%s", name) : 0;
}

static int run(struct export *x, const char *from, const char *to)
{
	struct cli *cli = x->l.cli;

	if (cli_operands(cli))
		return cli_usage(cli, _("'%s' is too much"), cli_operand(cli, 0)), -1;
	if (x->cases && x->clocks)
		return cli_usage(cli, _("either --cases or --clocks can be given")), -1;
	if (cli_want_format(cli, FORMAT_CSV, 1U << FORMAT_CSV | 1U << FORMAT_JSONL) < 0 ||
	    log_load(&x->l, cli) < 0 || read_time(x, "from", from, &x->from) < 0 ||
	    read_time(x, "to", to, &x->to) < 0 || log_open(&x->l) < 0)
		return -1;
	if (x->cases || x->clocks)
		return log_export_cases(&x->l, &(struct case_export){ x->clocks, x->descriptor, x->guard,
								      x->from, x->to });
	if (x->descriptor) {
		describe(x);
		return 0;
	}
	if (cli->format == FORMAT_CSV)
		add_header(x);
	return scan_run(&x->l.log, &(struct scan_options){ .threads = 2 }, take_batch, x, &cli->err);
}

int log_export(struct cli *cli, const struct log_verb *verb)
{
	struct export x = { .l = LOGRUN_INIT, .from = INSTANT_NONE, .to = INSTANT_NONE,
			    .raw = STRBUF_INIT, .text = STRBUF_INIT };
	const char *from = NULL, *to = NULL;
	int opt;

	x.l.cli = cli;
	x.l.verb = verb;
	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	while ((opt = cli_next(cli)) > 0) {
		switch (opt) {
		case OPT_GUARD:
			x.guard = 1;
			break;
		case OPT_CASES:
			x.cases = 1;
			break;
		case OPT_CLOCKS:
			x.clocks = 1;
			break;
		case OPT_DESCRIPTOR:
			x.descriptor = 1;
			break;
		case OPT_FROM:
			from = cli->arg;
			break;
		default:
			to = cli->arg;
			break;
		}
	}
	if (opt == 0)
		run(&x, from, to);
	strbuf_release(&x.raw);
	strbuf_release(&x.text);
	log_release(&x.l);
	return cli->err.status;
}
