/*
 * sd log import: a foreign table becomes events. Read all, judge all, then write what is good in
 * one go; a second run finds its own keys and writes nothing twice.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/import.h"
#include "import_file.h"
#include "io/json.h"
#include "log.h"

static const char *const usage[] = { N_("--map MAP [OPTIONS] FILE"), NULL };

static const struct cli_spec spec = {
	"log import", usage, N_("take cases from a table that another program made"),
	import_file_options
};

struct job {
	struct cli *cli;
	struct logrun l;
	struct import_file file;
	struct importmap *map;
	struct import im;
	int have_import;

	struct intern known;             /* keys that the log holds already .. */
	caseid *known_case;              /* .. and the case of each */
	size_t known_alloc;
	struct caselog log;
	size_t written, present, cases;
	struct customer *new_customer;   /* written before the cases that name them */
	size_t nnew, new_alloc;
};

static int read_table(struct job *j)
{
	struct cli *cli = j->cli;
	struct csv_reader *r = import_file_open(&j->file, &j->map->table, &cli->findings);
	struct csv_row row;
	int got = -1;

	if (!r)
		return -1;
	if (importmap_bind(j->map, r, &cli->findings, &cli->err) == 0) {
		import_init(&j->im, j->map, &cli->set, cli->now, import_file_name(&j->file), &cli->findings);
		j->have_import = 1;
		while ((got = csv_next(r, &row, &cli->err)) > 0)
			import_row(&j->im, &row);
	}
	csv_close(r);
	if (got < 0)
		return -1;
	import_finish(&j->im);
	return 0;
}

/* --- what the log has already -------------------------------------------------------------------- */

static int note_keys(void *ctx, const struct scan_batch *b)
{
	struct job *j = ctx;

	for (size_t i = 0; i < b->nrows; i++) {
		struct span key = scan_cell(b, &b->row[i], COLUMN_KEY);
		uint32_t id;

		if (!key.n)
			continue;
		id = intern_add(&j->known, key.s, key.n);
		MEM_GROW(j->known_case, (size_t)id + 1, j->known_alloc);
		j->known_case[id] = b->row[i].id;
	}
	return 0;
}

static int load_known(struct job *j)
{
	struct cli *cli = j->cli;
	struct scan_options o = { .threads = 2 };

	if (caselog_open(&j->log, j->l.desk.log, &cli->set, &cli->findings, &cli->err) < 0)
		return -1;
	return scan_run(&j->log, &o, note_keys, j, &cli->err);
}

static caseid known_case(const struct job *j, const char *key, size_t n, int *known)
{
	uint32_t id = intern_find(&j->known, key, n);

	*known = id != INTERN_NONE;
	return *known ? j->known_case[id] : 0;
}

/* --- writing ------------------------------------------------------------------------------------- */

static struct span span_of(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

/* What `sd log open` would fill in: the category's suggestion, else the policy's first. */
static void fill_defaults(const struct job *j, struct span cell[COLUMN_MAX])
{
	const struct policy *p = j->cli->policy;
	const struct policy_category *c = policy_category(p, cell[COLUMN_CATEGORY].s);
	const struct policy_kind *kind;

	if (!cell[COLUMN_KIND].n && c && c->kind)
		cell[COLUMN_KIND] = span_of(c->kind);
	else if (!cell[COLUMN_KIND].n && p->nkinds)
		cell[COLUMN_KIND] = span_of(p->kind[0].name);
	kind = policy_kind(p, cell[COLUMN_KIND].s);
	if (!cell[COLUMN_SEVERITY].n && c && c->severity && kind && policy_severity(kind, c->severity))
		cell[COLUMN_SEVERITY] = span_of(c->severity);
	else if (!cell[COLUMN_SEVERITY].n && kind && kind->nseverity)
		cell[COLUMN_SEVERITY] = span_of(kind->severity[0].name);
}

static void fill_cells(const struct job *j, const struct import_item *e, const char *id, const char *key,
		       struct span cell[COLUMN_MAX])
{
	size_t i;

	memset(cell, 0, COLUMN_MAX * sizeof(*cell));
	for (i = 0; i < COLUMN_MAX; i++)
		cell[i].s = "";
	cell[COLUMN_BY] = span_of("import");
	for (i = 0; i < e->ncells; i++) {
		const struct import_cell *c = &j->im.cell[e->cell + i];

		if (c->value)
			cell[c->column] = span_of(intern_str(&j->im.values, c->value));
	}
	if (e->event == EVENT_OPEN)
		fill_defaults(j, cell);
	cell[COLUMN_CASE] = span_of(id);
	cell[COLUMN_EVENT] = span_of(policy_set_event_name(&j->cli->set, e->event));
	cell[COLUMN_KEY] = span_of(key);
}

/* A case that is in the log may have been worked on there: new events must be legal in between. */
static int fits_known_case(struct job *j, caseid id, const struct import_item *e,
			   const struct span cell[COLUMN_MAX])
{
	struct casefile file = CASEFILE_INIT;
	struct casefile_options o = { .zone = j->l.zone };
	struct strbuf why = STRBUF_INIT;
	int fits = -1;

	if (casefile_read(&file, &j->log, id, &o, &j->cli->err) == 0) {
		casefile_add(&file, e->event, e->at, cell);
		fits = casefile_judge(&file, &why) == 0;
	}
	if (fits == 0)
		finding_add(&j->cli->findings, GRADE_ERROR, import_file_name(&j->file), e->line, 0, "%s", why.buf);
	casefile_release(&file);
	strbuf_release(&why);
	return fits;
}

/* The customer's id for a case's open row, found or made; NULL with a finding where several are meant. */
static const struct customer *case_customer(struct job *j, const struct import_case *c, instant at)
{
	const char *name = intern_str(&j->im.values, c->name);
	const char *contact = intern_str(&j->im.values, c->contact);
	struct strbuf id = STRBUF_INIT, since = STRBUF_INIT;
	const struct customer *found = NULL;
	struct err why = ERR_INIT;

	if (customers_find(&j->l.customers, name, contact, &found, &why) < 0) {
		finding_add(&j->cli->findings, GRADE_ERROR, import_file_name(&j->file), c->line, 0, "%s", why.msg);
		return NULL;
	}
	if (found)
		return found;
	customers_new_id(&j->l.customers, &id);
	date_format(&since, zone_day(j->l.zone, at));
	found = customers_put(&j->l.customers,
			      &(struct customer){ id.buf, name, contact, "", since.buf, "" });
	strbuf_release(&id);
	strbuf_release(&since);
	MEM_GROW(j->new_customer, j->nnew + 1, j->new_alloc);
	j->new_customer[j->nnew++] = *found;
	return found;
}

/* The customer of an open row; name and number in its text become {name} and {contact}. 0 or -1. */
static int put_customer(struct job *j, const struct import_case *c, const struct import_item *e,
			struct span cell[COLUMN_MAX], struct strbuf *text)
{
	const struct customer *x;

	if (e->event != EVENT_OPEN || (!c->name && !c->contact))
		return 0;
	x = case_customer(j, c, e->at);
	if (!x)
		return -1;
	cell[COLUMN_CUSTOMER] = span_of(x->id);
	customers_hide(text, cell[COLUMN_TEXT].s, cell[COLUMN_TEXT].n, x);
	cell[COLUMN_TEXT] = (struct span){ text->buf, (uint32_t)text->len };
	return 0;
}

static int write_case(struct job *j, const struct import_case *c)
{
	struct cli *cli = j->cli;
	struct strbuf id = STRBUF_INIT, key = STRBUF_INIT, text = STRBUF_INIT;
	struct span cell[COLUMN_MAX];
	caseid number = 0;
	int result = 0, is_new = 0;
	uint32_t k;

	for (k = c->first; k != IMPORT_NONE && result == 0; k = j->im.event[k].next) {
		const struct import_item *e = &j->im.event[k];
		caseid known_number;
		int known;

		if (e->aside)
			continue;
		strbuf_reset(&key);
		import_key(&j->im, c, e, &key);
		known_number = known_case(j, key.buf, key.len, &known);
		if (known) {
			number = known_number;
			j->present++;
			continue;
		}
		if (!number) {
			is_new = 1;
			j->cases++;
			/* A dry run takes no lock, so it knows no numbers. */
			number = caseid_make(caseid_date_of_day(zone_day(j->l.zone, e->at)), 1);
			if (!cli->dry_run)
				result = logwriter_next_case(&j->l.w, e->at, &number, &cli->err);
			if (result < 0)
				break;
		}
		strbuf_reset(&id);
		log_format_id(&j->l, &id, number);
		fill_cells(j, e, id.buf, key.buf, cell);
		if (put_customer(j, c, e, cell, &text) < 0) {
			/* Without its open no other event of the case can be taken. */
			importrows_set_aside(&j->im.in, e->line);
			j->cases--;
			break;
		}
		if (!is_new) {
			int fits = fits_known_case(j, number, e, cell);

			if (fits < 0)
				result = -1;
			if (fits <= 0) {
				importrows_set_aside(&j->im.in, e->line);
				continue;
			}
		}
		if (!cli->dry_run)
			result = logwriter_add(&j->l.w, cell, e->at, &cli->err);
		j->written += result == 0;
	}
	strbuf_release(&id);
	strbuf_release(&key);
	strbuf_release(&text);
	return result;
}

static int write_log(struct job *j)
{
	struct cli *cli = j->cli;

	if (log_begin(&j->l) < 0 || load_known(j) < 0 || log_customers(&j->l) < 0 ||
	    (!cli->dry_run && logwriter_count_cases(&j->l.w, &cli->err) < 0))
		return -1;
	for (size_t i = 0; i < j->im.ncases; i++)
		if (write_case(j, &j->im.list[i]) < 0)
			return -1;
	if (cli->dry_run)
		return 0;
	if (j->nnew &&
	    customers_append(j->l.desk.customers, j->new_customer, j->nnew, &cli->err) < 0)
		return -1;
	if (logwriter_commit(&j->l.w, &cli->err) < 0)
		return -1;
	cli->recorded = j->written > 0;
	return logwriter_end(&j->l.w, &cli->err);
}

/* --- the answer ----------------------------------------------------------------------------------- */

static void answer(struct job *j)
{
	struct cli *cli = j->cli;
	const struct import *im = &j->im;

	if (cli->format == FORMAT_JSON) {
		struct json_writer w = JSON_WRITER_INIT;

		json_begin_object(&w, NULL);
		json_put_cstring(&w, "schema", "sd.import/1");
		json_put_bool(&w, "dry_run", cli->dry_run);
		json_put_integer(&w, "rows", (int64_t)im->in.rows);
		json_put_integer(&w, "cases", (int64_t)j->cases);
		json_put_integer(&w, "events", (int64_t)j->written);
		json_put_integer(&w, "already_there", (int64_t)j->present);
		json_put_integer(&w, "rows_set_aside", (int64_t)im->in.naside);
		json_put_integer(&w, "cells_replaced", (int64_t)im->in.replaced);
		json_end(&w);
		json_finish(&w, &cli->out, 2);
		json_writer_release(&w);
		return;
	}
	strbuf_addf(&cli->out, cli->dry_run ? _("would take %zu events of %zu new cases out of %zu rows\n")
					    : _("took %zu events of %zu new cases out of %zu rows\n"),
		    j->written, j->cases, im->in.rows);
	if (j->present)
		strbuf_addf(&cli->out, _("%zu events were there already\n"), j->present);
	if (im->in.naside)
		strbuf_addf(&cli->out, _("%zu rows set aside\n"), im->in.naside);
	if (im->in.replaced)
		strbuf_addf(&cli->out, _("%zu cells had a comma, quote or control character replaced\n"),
			    im->in.replaced);
}

static int run(struct job *j)
{
	struct cli *cli = j->cli;

	if (log_load(&j->l, cli) < 0)
		return -1;
	if (!cli->policy)
		return err_set(&cli->err, STATUS_INPUT, _("an import needs the policy, and it does not load"));
	j->map = importmap_load(j->file.map, &cli->set, &cli->findings, &cli->err);
	if (!j->map || read_table(j) < 0)
		return -1;
	if (j->file.strict && j->im.in.naside)
		return err_set(&cli->err, STATUS_INPUT, _("%zu rows are wrong; with --strict nothing was taken"),
			       j->im.in.naside);
	if (write_log(j) < 0)
		return -1;
	if (j->im.in.naside) {
		importrows_sort_aside(&j->im.in);
		if (!cli->dry_run && import_file_keep_rejected(&j->file, &j->im.in, j->l.desk.dir) < 0)
			return -1;
	}
	answer(j);
	return 0;
}

int log_import(struct cli *cli, const struct log_verb *verb)
{
	struct job j = { .cli = cli, .l = LOGRUN_INIT, .file = IMPORT_FILE_INIT(cli), .known = INTERN_INIT,
			 .log = CASELOG_INIT };
	int status = STATUS_OK;

	j.l.verb = verb;
	if (cli_begin(cli, &spec) < 0 || import_file_parse(&j.file) < 0)
		status = cli->err.status;
	else if (run(&j) < 0)
		status = cli->err.status;
	else if (j.im.in.naside)
		status = j.written || j.present ? STATUS_FOUND : STATUS_INPUT;
	if (j.have_import)
		import_release(&j.im);
	importmap_free(j.map);
	caselog_release(&j.log);
	intern_release(&j.known);
	free(j.known_case);
	import_file_release(&j.file);
	free(j.new_customer);
	log_release(&j.l);
	return status;
}
