/*
 * sd survey import: the export of a questionnaire becomes rows of surveys.csv. Read all, judge all, then write what
 * is good in one go; what follows from low answers is what follows from those of `record`. A second run finds its
 * own keys and writes nothing twice.
 */
#include "survey_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "import_file.h"
#include "io/json.h"

static const char *const usage[] = { N_("--map MAP [OPTIONS] FILE"), NULL };
static const struct cli_spec spec = {
	"survey import", usage, N_("take answers from a questionnaire's export"), import_file_options
};

/* What may follow; an event that is recorded must not be built on damage. */
static const struct log_verb verb = { .name = "import", .event = EVENT_REOPEN };

/* A row of surveys.csv in the making. */
struct answer_row {
	size_t row;                              /* of the import */
	const struct policy_question *question;  /* NULL: a remark, or all of them */
	uint32_t text;
	int score, wave;                         /* wave -1: the form is the row's own */
};

struct job {
	struct logrun l;
	struct import_file file;
	struct surveymap *map;
	struct surveyimport im;
	int have_import;
	struct survey_cases cases;
	struct intern known;                     /* key, tab, question */
	struct answer_row *out;
	size_t n, alloc;
	/* for the answer */
	size_t rows, present, anonymous, unmatched, refused, unreached;
};

/* --- the export ----------------------------------------------------------------------------------- */

static int read_table(struct job *j)
{
	struct cli *cli = j->l.cli;
	struct csv_reader *r = import_file_open(&j->file, &j->map->table, &cli->findings);
	struct csv_row row;
	int got = -1;

	if (!r)
		return -1;
	if (surveymap_bind(j->map, r, &cli->findings, &cli->err) == 0) {
		surveyimport_init(&j->im, j->map, &cli->set, cli->now, import_file_name(&j->file),
				  &cli->findings);
		j->have_import = 1;
		while ((got = csv_next(r, &row, &cli->err)) > 0)
			surveyimport_row(&j->im, &row);
	}
	csv_close(r);
	if (got < 0)
		return -1;
	if (j->im.nshifted)
		return err_set(&cli->err, STATUS_INPUT,
			       _("%zu rows do not stand under the header's columns; nothing was taken"),
			       j->im.nshifted);
	return 0;
}

/* --- what is there already ------------------------------------------------------------------------ */

static uint32_t put_known(struct job *j, const char *key, const char *question, int add)
{
	struct strbuf *word = &j->im.scratch;

	strbuf_reset(word);
	strbuf_addstr(word, key);
	strbuf_addch(word, '\t');
	strbuf_addstr(word, question);
	return add ? intern_add(&j->known, word->buf, word->len)
		   : intern_find(&j->known, word->buf, word->len);
}

static int take_known(void *ctx, const struct answer *a)
{
	struct job *j = ctx;
	const char *name = j->map->table.name, *key = a->cell[ANSWERS_KEY];
	size_t n = strlen(name);

	if (!strncmp(key, name, n) && key[n] == '/')
		put_known(j, key, a->cell[ANSWERS_QUESTION], 1);
	return 0;
}

static int take_call(void *ctx, const struct answer *a)
{
	survey_cases_called(ctx, a);
	return 0;
}

static const char *question_name(const struct job *j, const struct surveyimport_answer *a)
{
	return a->question == SURVEYIMPORT_REMARK ? "" : j->map->ask[a->question].name;
}

static int is_known(struct job *j, const struct surveyimport_row *r,
		    const struct surveyimport_answer *a)
{
	return put_known(j, surveyimport_word(&j->im, r->key), question_name(j, a), 0) !=
	       INTERN_NONE;
}

static int read_known(struct job *j)
{
	struct cli *cli = j->l.cli;
	const struct answers_options o = { 0 };
	size_t errors = cli->findings.count[GRADE_ERROR];

	if (answers_read(survey_path(&j->l), &o, &cli->findings, take_known, j, &cli->err) < 0)
		return -1;
	/* What cannot be read may be what would be taken twice. */
	if (cli->findings.count[GRADE_ERROR] > errors)
		return err_set(&cli->err, STATUS_INPUT,
			       _("the surveys are damaged (see above); nothing was recorded"));
	for (size_t i = 0; i < j->im.n; i++) {
		const struct surveyimport_row *r = &j->im.row[i];

		j->cases.row[i].known = 1;
		for (size_t k = 0; k < r->n; k++)
			j->cases.row[i].known &= is_known(j, r, &j->im.answer[r->first + k]);
	}
	return 0;
}

/* --- judging -------------------------------------------------------------------------------------- */

/* As the policy asks it that is in force for the case, or was when there is none. */
static const struct policy_question *question_of(const struct job *j, size_t i,
						 const struct surveyimport_answer *a)
{
	ssize_t item = survey_cases_item(&j->cases, i);
	const struct surveymap_question *q;
	const struct policy_question *found;

	if (a->question == SURVEYIMPORT_REMARK)
		return NULL;
	q = &j->map->ask[a->question];
	found = survey_question(item < 0 ? survey_of(policy_set_at(&j->l.cli->set, j->im.row[i].at))
					 : surveymatch_survey(&j->cases.match, (size_t)item),
				q->name);
	return found ? found : q->question;
}

static int take_answer(struct job *j, size_t i, const struct surveyimport_answer *a, int wave)
{
	const struct policy_question *q = question_of(j, i, a);
	struct err err = ERR_INIT;
	int score = -1;

	if (a->value && q &&
	    answers_parse(q, surveyimport_word(&j->im, a->value), &score, &err) < 0) {
		survey_import_refuse(&j->cases, i, a->place, "%s", err.msg);
		return -1;
	}
	if (is_known(j, &j->im.row[i], a)) {
		j->present++;
		return 0;
	}
	MEM_GROW(j->out, j->n + 1, j->alloc);
	j->out[j->n++] = (struct answer_row){ i, q, a->text, score, wave };
	return 0;
}

/* The wave of an answer whose form the map leaves open. */
static int wave_of(struct job *j, size_t i)
{
	ssize_t item = survey_cases_item(&j->cases, i);

	if (j->im.row[i].form)
		return -1;
	if (item < 0 || surveymatch_survey(&j->cases.match, (size_t)item)->nwaves < 2)
		return 0;
	return surveymatch_wave(&j->cases.match, (size_t)item, j->im.row[i].at);
}

static void count_row(struct job *j, size_t i)
{
	const struct surveyimport_row *r = &j->im.row[i];
	int is_sought = r->name || r->contact;

	for (size_t k = 0; k < j->map->nmatch; k++)
		is_sought |= j->im.match[r->match + k] != 0;
	j->rows++;
	j->refused += r->status == SURVEY_REFUSED;
	j->unreached += r->status == SURVEY_UNREACHED;
	j->anonymous += !j->cases.row[i].id && !is_sought;
	j->unmatched += !j->cases.row[i].id && is_sought;
}

static void take_row(struct job *j, size_t i)
{
	const struct surveyimport_row *r = &j->im.row[i];
	struct survey_call call = { .at = r->at, .status = (enum answer_status)r->status };
	size_t before = j->n, present = j->present;
	ssize_t item;

	if (j->cases.row[i].known) {
		j->present += r->n;
		return;
	}
	if (survey_cases_find(&j->cases, i) < 0)
		return;
	call.wave = wave_of(j, i);
	for (size_t k = 0; k < r->n; k++)
		if (take_answer(j, i, &j->im.answer[r->first + k], call.wave) < 0) {
			j->n = before;
			j->present = present;
			return;
		}
	count_row(j, i);
	item = survey_cases_item(&j->cases, i);
	if (r->form)
		call.wave = answers_form_wave(surveyimport_word(&j->im, r->form));
	if (item >= 0 && call.wave >= 0)
		surveymatch_called(&j->cases.match, (size_t)item, &call);
}

static int judge(struct job *j)
{
	struct cli *cli = j->l.cli;
	const struct answers_options quiet = { .quiet = 1 };

	if (read_known(j) < 0 || survey_cases_read(&j->cases) < 0)
		return -1;
	if (j->cases.list.n && answers_read(survey_path(&j->l), &quiet, &cli->findings, take_call,
					    &j->cases, &cli->err) < 0)
		return -1;
	for (size_t i = 0; i < j->im.n; i++)
		take_row(j, i);
	importrows_sort_aside(&j->im.in);
	if (j->file.strict && j->im.in.naside)
		return err_set(&cli->err, STATUS_INPUT,
			       _("%zu rows are wrong; with --strict nothing was taken"),
			       j->im.in.naside);
	return 0;
}

/* --- writing -------------------------------------------------------------------------------------- */

/* Names and numbers stand in customers.csv only, whether we know them or the customer wrote them himself. */
static void put_text(struct job *j, const struct answer_row *x, struct strbuf *out)
{
	const struct surveyimport_row *r = &j->im.row[x->row];
	const struct customer said = { .id = "", .name = surveyimport_word(&j->im, r->name),
				       .contact = surveyimport_word(&j->im, r->contact),
				       .type = "", .since = "", .note = "" };
	const char *text = surveyimport_word(&j->im, x->text);
	struct strbuf once = STRBUF_INIT;

	customers_hide(&once, text, strlen(text), j->cases.row[x->row].customer);
	strbuf_reset(out);
	customers_hide(out, once.buf, once.len, &said);
	strbuf_release(&once);
}

/* The cells of a row; `sb` holds those that are made. */
struct cells {
	const char *cell[ANSWERS_COLUMNS];
	struct strbuf form, id, score, text;
};

static void fill(struct job *j, const struct answer_row *x, struct cells *c)
{
	const struct surveyimport_row *r = &j->im.row[x->row];
	struct surveyimport *im = &j->im;

	memset(c->cell, 0, sizeof(c->cell));
	strbuf_reset(&c->form);
	strbuf_reset(&c->id);
	strbuf_reset(&c->score);
	if (x->wave >= 0)
		answers_wave_form(&c->form, (size_t)x->wave);
	if (j->cases.row[x->row].id)
		log_format_id(&j->l, &c->id, j->cases.row[x->row].id);
	if (x->score >= 0)
		strbuf_addf(&c->score, "%d", x->score);
	put_text(j, x, &c->text);
	c->cell[ANSWERS_FORM] = x->wave < 0 ? surveyimport_word(im, r->form) : c->form.buf;
	c->cell[ANSWERS_CASE] = c->id.buf;
	c->cell[ANSWERS_ABOUT] = surveyimport_word(im, r->about);
	c->cell[ANSWERS_STATUS] = answer_status_name((enum answer_status)r->status);
	c->cell[ANSWERS_QUESTION] = x->question ? x->question->name : NULL;
	c->cell[ANSWERS_SCORE] = c->score.buf;
	if (r->status == SURVEY_ANSWERED)
		c->cell[ANSWERS_SCALE] = x->question ? answers_scale(x->question) : "text";
	c->cell[ANSWERS_CHANNEL] = surveyimport_word(im, r->channel);
	c->cell[ANSWERS_BY] = r->by ? surveyimport_word(im, r->by) : "import";
	c->cell[ANSWERS_KEY] = surveyimport_word(im, r->key);
	c->cell[ANSWERS_TEXT] = c->text.buf;
}

static int write_answers(struct job *j)
{
	struct logrun *l = &j->l;
	struct answerwriter w = ANSWERWRITER_INIT;
	struct cells c = { .form = STRBUF_INIT, .id = STRBUF_INIT, .score = STRBUF_INIT,
			   .text = STRBUF_INIT };
	int ret = answerwriter_begin(&w, survey_path(l), &l->w, &l->cli->err);

	for (size_t i = 0; ret == 0 && i < j->n; i++) {
		fill(j, &j->out[i], &c);
		ret = answerwriter_add(&w, c.cell, j->im.row[j->out[i].row].at, NULL, &l->cli->err);
	}
	if (ret == 0)
		ret = answerwriter_commit(&w, &l->cli->err);
	if (answerwriter_end(&w, ret < 0 ? NULL : &l->cli->err) < 0)
		ret = -1;
	strbuf_release(&c.form);
	strbuf_release(&c.id);
	strbuf_release(&c.score);
	strbuf_release(&c.text);
	return ret;
}

/* --- the answer ----------------------------------------------------------------------------------- */

static void answer_json(const struct job *j, struct strbuf *out)
{
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.survey-import/1");
	json_put_bool(&w, "dry_run", j->l.cli->dry_run);
	json_put_integer(&w, "rows", (int64_t)j->im.in.rows);
	json_put_integer(&w, "rows_taken", (int64_t)j->rows);
	json_put_integer(&w, "answers", (int64_t)j->n);
	json_put_integer(&w, "refused", (int64_t)j->refused);
	json_put_integer(&w, "unreached", (int64_t)j->unreached);
	json_put_integer(&w, "anonymous", (int64_t)j->anonymous);
	json_put_integer(&w, "unmatched", (int64_t)j->unmatched);
	json_put_integer(&w, "already_there", (int64_t)j->present);
	json_put_integer(&w, "rows_repeated", (int64_t)j->im.nrepeated);
	json_put_integer(&w, "rows_without_answer", (int64_t)j->im.nempty);
	json_put_integer(&w, "rows_set_aside", (int64_t)j->im.in.naside);
	json_put_integer(&w, "cells_replaced", (int64_t)j->im.in.replaced);
	json_end(&w);
	json_finish(&w, out, 2);
	json_writer_release(&w);
}

static void answer(const struct job *j)
{
	struct cli *cli = j->l.cli;
	const struct {
		size_t n;
		const char *text;
	} lines[] = {
		{ j->refused, N_("rows of people who refused to answer") },
		{ j->unreached, N_("rows of people who were not reached") },
		{ j->anonymous, N_("rows about no case") },
		{ j->unmatched, N_("rows for which no case was found; they are kept without one") },
		{ j->present, N_("answers that were there already") },
		{ j->im.nrepeated, N_("rows that stand in the file twice") },
		{ j->im.nempty, N_("rows without any answer") },
		{ j->im.in.naside, N_("rows set aside") },
		{ j->im.in.replaced, N_("cells in which a comma, quote or control character was replaced") },
	};

	if (cli->format == FORMAT_JSON) {
		answer_json(j, &cli->out);
		return;
	}
	strbuf_addf(&cli->out, cli->dry_run ? _("would take %zu answers out of %zu rows\n")
					    : _("took %zu answers out of %zu rows\n"),
		    j->n, j->im.in.rows);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (lines[i].n)
			strbuf_addf(&cli->out, "%zu %s\n", lines[i].n, _(lines[i].text));
}

/* --- the command ---------------------------------------------------------------------------------- */

static int record(struct job *j)
{
	struct logrun *l = &j->l;

	if (!l->locked || !j->n)
		return 0;
	if (write_answers(j) < 0)
		return -1;
	log_recorded(l->cli);
	/* The answers are there: where a reopen fails, whoever writes next completes it. */
	if (survey_follow(l) == 0 && log_commit(l) == 0)
		return 0;
	l->cli->err.status = STATUS_UNKNOWN;
	return -1;
}

static int run(struct job *j)
{
	struct cli *cli = j->l.cli;

	if (survey_load(&j->l, cli) < 0)
		return -1;
	j->map = surveymap_load(j->file.map, &cli->set, survey_of(cli->policy), &cli->findings,
				&cli->err);
	if (!j->map || read_table(j) < 0)
		return -1;
	j->cases.row = mem_array(j->im.n + 1, sizeof(*j->cases.row));
	if (log_begin(&j->l) < 0 || judge(j) < 0)
		return -1;
	if (j->im.in.naside && !cli->dry_run &&
	    import_file_keep_rejected(&j->file, &j->im.in, j->l.desk.dir) < 0)
		return -1;
	if (record(j) < 0)
		return -1;
	answer(j);
	return 0;
}

int survey_import(struct cli *cli)
{
	struct job j = { .l = LOGRUN_INIT, .file = IMPORT_FILE_INIT(cli), .known = INTERN_INIT,
			 .cases = { .wanted = INTERN_INIT, .list = CASELIST_INIT } };
	int status = STATUS_OK;

	j.l.cli = cli;
	j.l.verb = &verb;
	j.cases.l = &j.l;
	j.cases.im = &j.im;
	if (cli_begin(cli, &spec) < 0 || import_file_parse(&j.file) < 0 || run(&j) < 0)
		status = (int)cli->err.status;
	else if (j.im.in.naside)
		status = j.n || j.present ? STATUS_FOUND : STATUS_INPUT;
	survey_cases_release(&j.cases);
	free(j.cases.row);
	if (j.have_import)
		surveyimport_release(&j.im);
	surveymap_free(j.map);
	intern_release(&j.known);
	free(j.out);
	import_file_release(&j.file);
	log_release(&j.l);
	return status;
}
