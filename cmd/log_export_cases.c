/* sd log export --cases, --clocks: a row a case, or an instance of a clock, with what its events say. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/caselist.h"
#include "domain/datapackage.h"
#include "io/csv.h"
#include "io/json.h"
#include "log_export.h"
#include "report/casetable.h"
#include "report/illegal.h"

#define FLUSH_BYTES ((size_t)1 << 20)

struct cases {
	struct logrun *l;
	struct caselist list;
	struct casetable table;
	struct casetable_cell *cell;
	struct strbuf value;
	const struct case_export *what;
};

/* The cell as text; numbers and empty ones too. */
static const struct strbuf *format(struct cases *x, size_t i)
{
	const struct casetable_cell *c = &x->cell[i];

	strbuf_reset(&x->value);
	if (c->none)
		return &x->value;
	switch (x->table.column[i].type) {
	case CASETABLE_ID:
		log_format_id(x->l, &x->value, (caseid)c->number);
		break;
	case CASETABLE_CODE:
		strbuf_addstr(&x->value, c->code);
		break;
	case CASETABLE_TIME:
		instant_format(&x->value, c->number, x->l->zone);
		break;
	case CASETABLE_NUMBER:
		strbuf_addf(&x->value, "%lld", (long long)c->number);
		break;
	}
	return &x->value;
}

static void add_csv(struct cases *x)
{
	struct strbuf *out = &x->l->cli->out;

	for (size_t i = 0; i < x->table.ncolumns; i++) {
		const struct strbuf *v = format(x, i);

		if (i)
			strbuf_addch(out, ',');
		csv_add_code(out, v->buf, v->len, x->what->guard);
	}
	strbuf_addch(out, '\n');
}

/* Empty cells are left out, as in the log's own jsonl. */
static void add_json(struct cases *x)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	for (size_t i = 0; i < x->table.ncolumns; i++) {
		const char *name = x->table.column[i].name;

		if (x->cell[i].none)
			continue;
		if (x->table.column[i].type == CASETABLE_NUMBER)
			json_put_integer(&w, name, x->cell[i].number);
		else
			json_put_cstring(&w, name, format(x, i)->buf);
	}
	json_end(&w);
	json_finish(&w, &x->l->cli->out, 0);
	json_writer_release(&w);
}

static void add_row(struct cases *x)
{
	if (x->l->cli->format == FORMAT_JSONL)
		add_json(x);
	else
		add_csv(x);
}

static void add_case(struct cases *x, const struct history *h)
{
	size_t n;

	if (!x->what->clocks) {
		casetable_row(&x->table, h, x->cell);
		add_row(x);
		return;
	}
	n = casetable_run(&x->table, h);
	for (size_t i = 0; i < n; i++) {
		casetable_instance(&x->table, h, i, x->cell);
		add_row(x);
	}
}

static int add_rows(struct cases *x)
{
	const struct case_export *what = x->what;
	struct cli *cli = x->l->cli;
	struct illegal_list illegal = ILLEGAL_LIST_INIT;
	int ret = 0;

	for (size_t i = 0; i < x->list.n && ret == 0; i++) {
		struct history *h = &x->list.item[i].history;

		facts_drop_illegal(h, illegal_note, &illegal);
		if (!h->n || (what->from != INSTANT_NONE && h->event[0].at < what->from) ||
		    (what->to != INSTANT_NONE && h->event[0].at >= what->to))
			continue;
		add_case(x, h);
		if (cli->out.len > FLUSH_BYTES)
			ret = cli_flush(cli);
	}
	illegal_report(&illegal, &cli->set, cli->log_path, &cli->findings);
	illegal_release(&illegal);
	return ret;
}

static void add_header(struct cases *x)
{
	for (size_t i = 0; i < x->table.ncolumns; i++)
		strbuf_addf(&x->l->cli->out, "%s%s", i ? "," : "", x->table.column[i].name);
	strbuf_addch(&x->l->cli->out, '\n');
}

static void describe(struct cases *x)
{
	static const char *const types[] = {
		[CASETABLE_ID] = "string", [CASETABLE_CODE] = "string",
		[CASETABLE_TIME] = "datetime", [CASETABLE_NUMBER] = "integer",
	};
	struct datapackage_field *field = mem_array(x->table.ncolumns, sizeof(*field));

	for (size_t i = 0; i < x->table.ncolumns; i++)
		field[i] = (struct datapackage_field){ x->table.column[i].name,
						       types[x->table.column[i].type] };
	if (x->what->clocks)
		datapackage_table(&x->l->cli->out, "clocks", "clocks.csv", field,
				  x->table.ncolumns, NULL);
	else
		datapackage_table(&x->l->cli->out, "by-case", "by-case.csv", field,
				  x->table.ncolumns, "case");
	free(field);
}

int log_export_cases(struct logrun *l, const struct case_export *what)
{
	struct cli *cli = l->cli;
	struct cases x = { .l = l, .list = CASELIST_INIT, .value = STRBUF_INIT,
			   .what = what };
	struct caselist_options o = { .scan = { .threads = 2, .at_most = cli->now } };
	int ret = 0;

	if (!cli->policy)
		return err_set(&cli->err, STATUS_INPUT,
			       _("there are no rules to derive figures by: the policy cannot be read"));
	caselist_init(&x.list, &cli->set);
	if (what->clocks)
		casetable_init_clocks(&x.table, &cli->set, &x.list.map, &x.list.symbols, cli->now);
	else
		casetable_init(&x.table, &cli->set, &x.list.map, &x.list.symbols, cli->now);
	x.cell = mem_array(x.table.ncolumns, sizeof(*x.cell));
	if (what->only_describe) {
		describe(&x);
	} else if (caselist_read(&x.list, &l->log, &o, &cli->err) < 0) {
		ret = -1;
	} else {
		if (cli->format == FORMAT_CSV)
			add_header(&x);
		ret = add_rows(&x);
	}
	casetable_release(&x.table);
	caselist_release(&x.list);
	strbuf_release(&x.value);
	free(x.cell);
	return ret;
}
