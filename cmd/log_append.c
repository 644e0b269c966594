/*
 * sd log append: events as JSON lines, one lock and one sync for all. What is wrong with a line
 * concerns that line only: it is named and set aside.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/json.h"
#include "io/jsonread.h"
#include "io/lines.h"
#include "log.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)
#define INPUT N_("standard input")

static const struct cli_option options[] = {
	{ "by", 0, N_("NAME"), N_("who did it, for lines that do not say; default SD_USER, else the login name"), 300 },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const usage[] = { N_("[OPTIONS] < FILE"), NULL };
static const struct cli_spec spec = {
	"log append", usage, N_("record events given as JSON lines, column names as keys"), options
};

#define GIVEN_NUMBER_MAX 9999999

struct job {
	struct logrun l;
	const char *by;                  /* of lines that do not say */
	struct casefile *file;           /* cases touched so far; l.file is the one in hand */
	size_t nfiles, alloc;
	struct intern keys;              /* "event,key" that are recorded ... */
	caseid *key_case;                /* ... and the case of each */
	size_t key_alloc;
	const char *value[COLUMN_MAX];   /* of the line */
	size_t line, taken, present, aside;
	caseid last_opened;              /* by an earlier run, and perhaps cut off after its open row */
};

/* --- keys --------------------------------------------------------------------------------------- */

static uint32_t key_id(struct job *j, struct span key, struct span event, int add)
{
	struct strbuf both = STRBUF_INIT;
	uint32_t id;

	strbuf_add(&both, event.s, event.n);
	strbuf_addch(&both, ',');
	strbuf_add(&both, key.s, key.n);
	id = add ? intern_add(&j->keys, both.buf, both.len)
		 : intern_find(&j->keys, both.buf, both.len);
	strbuf_release(&both);
	return id;
}

static void keep_key(void *ctx, struct span key, struct span event, caseid id)
{
	struct job *j = ctx;
	uint32_t known = j->keys.n, i = key_id(j, key, event, 1);

	MEM_GROW(j->key_case, (size_t)i + 1, j->key_alloc);
	if (i >= known)
		j->key_case[i] = id;
}

static struct span span_of(const char *s)
{
	return (struct span){ s ? s : "", s ? (uint32_t)strlen(s) : 0 };
}

/* --- cases -------------------------------------------------------------------------------------- */

static void put_away(struct job *j)
{
	if (!j->l.file.id)
		return;
	MEM_GROW(j->file, j->nfiles + 1, j->alloc);
	j->file[j->nfiles++] = j->l.file;
	j->l.file = (struct casefile)CASEFILE_INIT;
}

/* Takes a case that was touched before back into l.file. */
static int take_back(struct job *j, caseid id)
{
	if (j->l.file.id == id)
		return 1;
	put_away(j);
	for (size_t i = j->nfiles; i-- > 0;)
		if (j->file[i].id == id) {
			j->l.file = j->file[i];
			j->file[i] = j->file[--j->nfiles];
			return 1;
		}
	return 0;
}

static int find_case(struct job *j, const char *ref)
{
	struct logrun *l = &j->l;
	uint32_t date, number;

	if (!ref || !*ref)
		return err_set(&l->cli->err, STATUS_INPUT, _("no 'case'"));
	if (caseid_parse_short(ref, &date, &number) < 0 || date < 10000)
		return err_set(&l->cli->err, STATUS_INPUT, _("'%s' is not a whole case id"), ref);
	if (take_back(j, caseid_make(date, number)))
		l->policy = log_policy_at(l, casefile_opened(&l->file));
	else if (log_case(l, ref, 0) < 0)
		return casefile_release(&l->file), -1;
	return 0;
}

/* An id that the line brings along must be new and of its own day. */
static int new_case(struct job *j, const char *ref)
{
	struct logrun *l = &j->l;
	uint32_t date, number;
	caseid id;

	if (!ref || !*ref) {
		if (logwriter_next_case(&l->w, l->at, &id, &l->cli->err) < 0)
			return -1;
	} else {
		if (caseid_parse_short(ref, &date, &number) < 0 || date < 10000)
			return err_set(&l->cli->err, STATUS_INPUT, _("'%s' is not a whole case id"),
				       ref);
		/* Numbers count on from the highest: a line must not use up a day's. */
		if (number > GIVEN_NUMBER_MAX)
			return err_set(&l->cli->err, STATUS_INPUT,
				       _("the number of the case id '%s' is too high"), ref);
		id = caseid_make(date, number);
		if (date != caseid_date_of_day(zone_day(l->zone, l->at)))
			return err_set(&l->cli->err, STATUS_INPUT,
				       _("the case id '%s' is not of the day of 'at'"), ref);
		if (take_back(j, id))
			return err_set(&l->cli->err, STATUS_INPUT, _("the case '%s' exists"), ref);
		if (log_open(l) < 0 || casefile_read(&l->file, &l->log, id,
						     &(struct casefile_options){ .zone = l->zone },
						     &l->cli->err) < 0)
			return -1;
		if (l->file.n)
			return err_set(&l->cli->err, STATUS_INPUT, _("the case '%s' exists"), ref);
		casefile_release(&l->file);
		logwriter_use_case(&l->w, id);
	}
	put_away(j);
	casefile_begin(&l->file, &l->cli->set, id);
	return 0;
}

/* --- one line ----------------------------------------------------------------------------------- */

static int take_member(void *ctx, const char *key, const char *value, size_t n)
{
	struct job *j = ctx;
	struct logrun *l = &j->l;
	int column = policy_set_column(&l->cli->set, key, strlen(key));

	if (memchr(value, '\0', n))
		return err_set(&l->cli->err, STATUS_INPUT, _("'%s' holds a NUL byte"), key);
	if (!strcmp(key, "contact"))
		l->contact = arena_strndup(&l->arena, value, n);
	else if (column < 0)
		return err_set(&l->cli->err, STATUS_INPUT, _("unknown column '%s'"), key);
	else if (n)
		j->value[column] = arena_strndup(&l->arena, value, n);
	return 0;
}

static int read_line(struct job *j, const char *line, size_t n)
{
	struct logrun *l = &j->l;

	memset(j->value, 0, sizeof(j->value));
	memset(l->given, 0, sizeof(l->given));
	l->contact = NULL;
	l->customer = NULL;
	l->new_customer = 0;
	return jsonread_flat(line, n, take_member, j, &l->cli->err);
}

static int line_event(struct job *j)
{
	const char *name = j->value[COLUMN_EVENT];
	int event = name ? policy_set_event(&j->l.cli->set, name, strlen(name)) : -1;

	if (!name)
		return err_set(&j->l.cli->err, STATUS_INPUT, _("no 'event'"));
	if (event < 0)
		return err_set(&j->l.cli->err, STATUS_INPUT, _("unknown event '%s'"), name);
	if (event_is_about_log(event) || event == EVENT_REMIND || event == EVENT_ESCALATE ||
	    event == EVENT_NOTIFY)
		return err_set(&j->l.cli->err, STATUS_INPUT,
			       _("'%s' is recorded by sd itself, not by hand"), name);
	return event;
}

static int line_times(struct job *j)
{
	struct logrun *l = &j->l;
	struct cli *cli = l->cli;
	const char *at = j->value[COLUMN_AT];

	l->at = cli->now;
	if (at && instant_parse_human(at, l->zone, cli->now, &l->at, &cli->err) < 0)
		return err_prefix(&cli->err, "at");
	if (l->at > cli->now)
		return err_set(&cli->err, STATUS_INPUT, _("'at' lies in the future: '%s'"), at);
	l->by = j->value[COLUMN_BY] ? j->value[COLUMN_BY] : j->by;
	if (l->policy)
		l->by = policy_value(l->policy, COLUMN_BY, NULL, l->by, &cli->err);
	if (!l->by)
		return -1;
	if (!strcmp(l->by, "sd"))
		return err_set(&cli->err, STATUS_INPUT, _("'sd' is the name of the machine"));
	return row_code_check("by", l->by, strlen(l->by), &cli->err);
}

/* Cells by column; severity comes after kind, which it depends on. */
static int line_cells(struct job *j, struct log_row *row)
{
	static const int codes[] = {
		COLUMN_KIND, COLUMN_CHANNEL, COLUMN_CATEGORY, COLUMN_TYPE, COLUMN_PLACE,
		COLUMN_PRODUCT, COLUMN_BATCH, COLUMN_DEPARTMENT, COLUMN_OWNER, COLUMN_DETAIL,
	};
	struct logrun *l = &j->l;
	const char *event = j->value[COLUMN_EVENT], *kind = j->value[COLUMN_KIND];

	l->text = j->value[COLUMN_TEXT];
	l->given[LOG_KEY] = j->value[COLUMN_KEY];
	l->given[LOG_DUE] = NULL;
	memcpy(l->field + COLUMN_FIELD, j->value + COLUMN_FIELD,
	       sizeof(l->field) - COLUMN_FIELD * sizeof(l->field[0]));
	if (log_row(l, row, row->event) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (log_put_code(l, row, codes[i], codes[i] == COLUMN_DETAIL ? event : NULL,
				 j->value[codes[i]]) < 0)
			return -1;
	l->given[LOG_SEVERITY] = j->value[COLUMN_SEVERITY];
	if (row->event != EVENT_OPEN &&
	    log_put_code(l, row, COLUMN_SEVERITY, kind, j->value[COLUMN_SEVERITY]) < 0)
		return -1;
	if (j->value[COLUMN_DUE] && log_put_due(l, row, j->value[COLUMN_DUE]) < 0)
		return -1;
	return log_put_amount(l, row, j->value[COLUMN_AMOUNT]);
}

static int line_customer(struct job *j, struct log_row *row)
{
	struct logrun *l = &j->l;

	l->given[LOG_CUSTOMER] = j->value[COLUMN_CUSTOMER];
	if (row->event == EVENT_OPEN)
		return log_complete_open(l, row);
	if (!j->value[COLUMN_CUSTOMER] || log_find_customer(l) < 0)
		return l->cli->err.status ? -1 : 0;
	log_put(row, COLUMN_CUSTOMER, l->customer ? l->customer->id : NULL);
	return 0;
}

/* Written at once: a customer without a case does no harm, a case without its customer would. */
static int keep_customer(struct job *j)
{
	struct logrun *l = &j->l;

	if (!l->new_customer)
		return 0;
	l->new_customer = 0;
	l->customer = customers_put(&l->customers, l->customer);
	return l->locked ? customers_append(l->desk.customers, l->customer, 1, &l->cli->err) : 0;
}

static void answer(struct job *j, int event)
{
	struct logrun *l = &j->l;
	struct json_writer w = JSON_WRITER_INIT;
	struct strbuf id = STRBUF_INIT;

	log_format_id(l, &id, l->file.id);
	if (l->cli->format == FORMAT_JSONL) {
		json_begin_object(&w, NULL);
		json_put_integer(&w, "line", (int64_t)j->line);
		json_put_cstring(&w, "case", id.buf);
		json_put_cstring(&w, "event", policy_set_event_name(&l->cli->set, event));
		json_end(&w);
		json_finish(&w, &l->cli->out, 0);
	} else if (event == EVENT_OPEN) {
		strbuf_addf(&l->cli->out, "%s\n", id.buf);
	}
	json_writer_release(&w);
	strbuf_release(&id);
}

/* A retry gets the old answer. */
static int is_present(struct job *j, int event)
{
	struct span key = span_of(j->value[COLUMN_KEY]);
	uint32_t i = key.n ? key_id(j, key, span_of(j->value[COLUMN_EVENT]), 0) : INTERN_NONE;

	if (i == INTERN_NONE)
		return 0;
	put_away(j);
	j->l.file.id = j->key_case[i];
	answer(j, event);
	j->l.file.id = 0;
	if (event == EVENT_OPEN)
		j->last_opened = j->key_case[i];
	j->present++;
	return 1;
}

static int add_open(struct job *j, struct log_row *row)
{
	struct logrun *l = &j->l;
	struct rowwriter_mark mark = rowwriter_mark(&l->w.rows);

	l->policy = log_policy_at(l, l->at);
	if (line_cells(j, row) < 0 || line_customer(j, row) < 0 ||
	    new_case(j, j->value[COLUMN_CASE]) < 0)
		return -1;
	if (log_add(l, row) == 0 && log_follow(l, row) == 0)
		return 0;
	rowwriter_back(&l->w.rows, &mark);
	logwriter_return_case(&l->w, l->file.id);
	casefile_release(&l->file);
	return -1;
}

static int add_event(struct job *j, struct log_row *row)
{
	struct logrun *l = &j->l;
	struct rowwriter_mark mark = rowwriter_mark(&l->w.rows);
	size_t rows;

	if (find_case(j, j->value[COLUMN_CASE]) < 0)
		return -1;
	rows = l->file.n;
	if (line_cells(j, row) == 0 && line_customer(j, row) == 0 && log_prepare(l, row) == 0 &&
	    log_add(l, row) == 0 && log_follow(l, row) == 0)
		return 0;
	rowwriter_back(&l->w.rows, &mark);
	while (l->file.n > rows)
		casefile_drop_last(&l->file);
	return -1;
}

static int line_row(struct job *j, struct log_row *row)
{
	return row->event == EVENT_OPEN ? add_open(j, row) : add_event(j, row);
}

/* A crash cuts off the end: the rows by sd after the last case that an earlier run opened may be missing. */
static int complete_last(struct job *j)
{
	struct strbuf id = STRBUF_INIT;
	int ret;

	if (!j->last_opened || !j->l.locked)
		return 0;
	memset(j->l.given, 0, sizeof(j->l.given));
	log_format_id(&j->l, &id, j->last_opened);
	j->last_opened = 0;
	ret = find_case(j, id.buf) < 0 || log_complete(&j->l) < 0 ? -1 : 0;
	strbuf_release(&id);
	return ret;
}

static int take_line(struct job *j, const char *line, size_t n)
{
	struct log_row row = { 0 };
	struct logrun *l = &j->l;
	int event;

	if (read_line(j, line, n) < 0)
		return -1;
	event = line_event(j);
	if (event < 0)
		return -1;
	if (is_present(j, event))
		return 0;
	strbuf_reset(&l->machine.said);
	l->policy = l->cli->policy;
	row.event = event;
	if (line_times(j) < 0 || line_row(j, &row) < 0 || keep_customer(j) < 0)
		return -1;
	if (j->value[COLUMN_KEY])
		keep_key(j, span_of(j->value[COLUMN_KEY]), span_of(j->value[COLUMN_EVENT]),
			 l->file.id);
	answer(j, event);
	j->taken++;
	return 0;
}

/* What concerns the line is noted; what concerns the desk ends the run. */
static int set_aside(struct job *j)
{
	struct cli *cli = j->l.cli;

	if (cli->err.status == STATUS_SYSTEM || cli->err.status == STATUS_UNKNOWN)
		return -1;
	finding_add(&cli->findings, GRADE_ERROR, _(INPUT), j->line, 0, "%s", cli->err.msg);
	cli->err = (struct err)ERR_INIT;
	/* The customer of a refused line is not written with the others. */
	j->l.new_customer = 0;
	j->aside++;
	return 0;
}

static int is_blank(const char *s, size_t n)
{
	while (n && strchr(" \t\r", *s))
		s++, n--;
	return !n;
}

static int take_all(struct job *j)
{
	struct cli *cli = j->l.cli;
	struct lines *in = lines_open("-", &cli->err);
	enum lines_result got;
	struct line line;
	int ret = -1;

	if (!in)
		return -1;
	while ((got = lines_peek(in, 0, LINE_MAX_BYTES, &line, &cli->err)) == LINES_ONE) {
		j->line++;
		if (!is_blank(line.s, line.n) && take_line(j, line.s, line.n) < 0 &&
		    set_aside(j) < 0)
			goto out;
		lines_skip(in, line.end);
	}
	if (got == LINES_LONG)
		err_set(&cli->err, STATUS_INPUT, _("line %zu is longer than %zu bytes"),
			j->line + 1, LINE_MAX_BYTES);
	else
		ret = got == LINES_FAILED ? -1 : 0;
out:
	lines_close(in);
	return ret;
}

static int status_of(const struct job *j)
{
	if (j->l.cli->err.status)
		return j->l.cli->err.status;
	if (!j->aside)
		return STATUS_OK;
	return j->taken + j->present ? STATUS_FOUND : STATUS_INPUT;
}

static int run(struct job *j)
{
	struct cli *cli = j->l.cli;

	if (cli_operands(cli))
		return cli_usage(cli, _("the events are read from standard input")), -1;
	if (cli_want_format(cli, FORMAT_TEXT, 1U << FORMAT_TEXT | 1U << FORMAT_JSONL) < 0 ||
	    log_load(&j->l, cli) < 0 || log_user(&j->l, &j->by) < 0 || log_begin(&j->l) < 0 ||
	    log_open(&j->l) < 0)
		return -1;
	/* Line numbers of the log are of no use here: findings are about the input. */
	if (j->l.locked && logwriter_each_key(&j->l.w, keep_key, j, &cli->err) < 0)
		return -1;
	if (log_need_load(&j->l, NULL) < 0 || take_all(j) < 0 || complete_last(j) < 0 ||
	    log_commit(&j->l) < 0) {
		strbuf_reset(&cli->out);
		return -1;
	}
	cli_say(cli, _("%zu recorded, %zu present before, %zu set aside"), j->taken, j->present,
		j->aside);
	return 0;
}

int log_append(struct cli *cli, const struct log_verb *verb)
{
	struct job j = { .l = LOGRUN_INIT, .keys = INTERN_INIT };
	int opt, status;

	j.l.cli = cli;
	j.l.verb = verb;
	if (cli_begin(cli, &spec) < 0)
		return cli->err.status;
	while ((opt = cli_next(cli)) > 0)
		j.l.given[LOG_BY] = cli->arg;
	if (opt == 0)
		run(&j);
	status = status_of(&j);
	for (size_t i = 0; i < j.nfiles; i++)
		casefile_release(&j.file[i]);
	free(j.file);
	free(j.key_case);
	intern_release(&j.keys);
	log_release(&j.l);
	return status;
}
