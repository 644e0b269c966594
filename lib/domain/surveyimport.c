#include "domain/surveyimport.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/digest.h"

#define HASH_HEX 16

void surveyimport_init(struct surveyimport *im, const struct surveymap *map,
		       const struct policy_set *set, instant now, const char *file,
		       struct findings *findings)
{
	*im = (struct surveyimport){ .map = map, .policy = policy_set_now(set),
				     .words = INTERN_INIT, .seen = INTERN_INIT,
				     .scratch = STRBUF_INIT };
	importrows_init(&im->in, &map->table, file, now, findings);
	intern_add(&im->words, "", 0);
}

void surveyimport_release(struct surveyimport *im)
{
	importrows_release(&im->in);
	intern_release(&im->words);
	intern_release(&im->seen);
	strbuf_release(&im->scratch);
	free(im->row);
	free(im->answer);
	free(im->match);
	free(im->sight);
}

const char *surveyimport_word(const struct surveyimport *im, uint32_t word)
{
	return intern_str(&im->words, word);
}

static uint32_t value_word(struct surveyimport *im)
{
	return intern_add(&im->words, im->in.value.buf, im->in.value.len);
}

static struct surveyimport_place place_of(const struct csv_row *row, const struct csv_field *f)
{
	return (struct surveyimport_place){ (uint32_t)(f ? f->line : row->line),
					    (uint32_t)(f ? f->column : 0) };
}

/* --- columns that are not where the header says --------------------------------------------------- */

static const struct csv_field *shifted_cell(const struct surveyimport *im,
					    const struct csv_row *row, int index, int by)
{
	return index < 0 || (by < 0 && index < -by) ? NULL
						    : importrows_cell(&im->in, row, index + by);
}

/* Would this cell do as an answer to the question? */
static int fits_question(const struct surveymap_question *q, const struct csv_field *f)
{
	struct err err = ERR_INIT;
	int score;

	if (q->question->answer == ANSWER_TEXT || q->score.otherwise)
		return 1;
	for (size_t i = 0; i < q->score.nvalues; i++)
		if (!strcmp(q->score.value[i].from, f->s))
			return 1;
	return !q->score.nvalues && answers_parse(q->question, f->s, &score, &err) == 0;
}

/* The cell under the time's name is none, the one beside it is, and the answers stand beside theirs, too. */
static int fits_beside(const struct surveyimport *im, const struct csv_row *row, int by)
{
	const struct csv_field *f = shifted_cell(im, row, im->map->at.index, by);

	if (!f || !importrows_is_time(&im->in, f))
		return 0;
	for (size_t i = 0; i < im->map->nask; i++) {
		const struct surveymap_question *q = &im->map->ask[i];

		f = q->score.nfrom == 1 ? shifted_cell(im, row, q->score.from[0].index, by) : NULL;
		if (f && !fits_question(q, f))
			return 0;
	}
	return 1;
}

static int is_shifted(const struct surveyimport *im, const struct csv_row *row)
{
	const struct csv_field *f = importrows_cell(&im->in, row, im->map->at.index);

	if (row->ragged && !im->map->table.short_rows)
		return 1;
	if (row->bad || !f || importrows_is_time(&im->in, f))
		return 0;
	if (!fits_beside(im, row, 1) && !fits_beside(im, row, -1))
		return 0;
	importrows_complain(&im->in, row, f,
			    _("column '%s' holds '%s', its time stands beside it: the columns are shifted"),
			    im->map->at.name, f->s);
	return 1;
}

/* --- key ------------------------------------------------------------------------------------------ */

static void digest_row(const struct csv_row *row, char hex[DIGEST_HEX + 1])
{
	size_t n = row->raw_n;

	while (n && (row->raw[n - 1] == '\n' || row->raw[n - 1] == '\r'))
		n--;
	digest_hex(row->raw, n, hex);
}

static struct surveyimport_seen *see(struct surveyimport *im, const struct csv_row *row,
				     const char *hex)
{
	uint32_t known = im->seen.n;
	uint32_t id = intern_add(&im->seen, im->scratch.buf, im->scratch.len);
	struct surveyimport_seen *s;

	MEM_GROW(im->sight, (size_t)id + 1, im->sights_alloc);
	s = &im->sight[id];
	if (id == known) {
		*s = (struct surveyimport_seen){ .line = (uint32_t)row->line };
		memcpy(s->digest, hex, sizeof(s->digest));
	}
	s->times++;
	return s;
}

/* Into r->key. 1, 0 where the very same row was there before, -1 with a finding. */
static int take_key(struct surveyimport *im, const struct csv_row *row, struct surveyimport_row *r,
		    uint32_t question)
{
	const struct importtable *t = &im->map->table;
	const struct surveyimport_seen *seen;
	char hex[DIGEST_HEX + 1];

	digest_row(row, hex);
	if (t->nkeys && importrows_key(&im->in, row) < 0)
		return -1;
	strbuf_reset(&im->scratch);
	strbuf_addf(&im->scratch, "%s/%.*s", t->name, t->nkeys ? (int)im->in.value.len : HASH_HEX,
		    t->nkeys ? im->in.value.buf : hex);
	if (!t->nkeys) {
		seen = see(im, row, hex);
		if (seen->times > 1)
			strbuf_addf(&im->scratch, "/%u", (unsigned)seen->times);
	}
	strbuf_reset(&im->in.value);
	strbuf_add(&im->in.value, im->scratch.buf, im->scratch.len);
	importrows_code(&im->in);
	r->key = value_word(im);
	if (!t->nkeys)
		return 1;
	if (surveymap_is_long(im->map))
		strbuf_addf(&im->scratch, "\t%u", (unsigned)question);
	seen = see(im, row, hex);
	if (seen->times == 1)
		return 1;
	if (!memcmp(seen->digest, hex, sizeof(seen->digest)))
		return 0;
	importrows_complain(&im->in, row, importrows_cell(&im->in, row, t->key[0].index),
			    _("the key '%s' stands in line %u, too, with something else"),
			    surveyimport_word(im, r->key), (unsigned)seen->line);
	return -1;
}

/* --- what all rows have --------------------------------------------------------------------------- */

/* A code of the policy where `column` has such, else any code. */
static int take_code(struct surveyimport *im, const struct csv_row *row,
		     const struct import_source *s, int column, uint32_t *out)
{
	const struct csv_field *f = importrows_gather(&im->in, row, s);
	struct err err = ERR_INIT;
	const char *code;

	if (importrows_translate(&im->in, row, f, s) < 0)
		return -1;
	importrows_code(&im->in);
	*out = value_word(im);
	if (!*out || column < 0)
		return 0;
	code = policy_value(im->policy, column, NULL, im->in.value.buf, &err);
	if (!code) {
		importrows_complain(&im->in, row, f, "%s", err.msg);
		return -1;
	}
	*out = intern_add(&im->words, code, strlen(code));
	return 0;
}

static int take_status(struct surveyimport *im, const struct csv_row *row, uint8_t *status)
{
	const struct import_source *s = &im->map->status;
	const struct csv_field *f = importrows_gather(&im->in, row, s);
	int code;

	if (importrows_translate(&im->in, row, f, s) < 0)
		return -1;
	code = im->in.value.len ? answer_status_find(im->in.value.buf, im->in.value.len)
				: SURVEY_ANSWERED;
	if (code < 0) {
		importrows_complain(&im->in, row, f,
				    _("'%s' is no status (asked, answered, refused, unreached)"),
				    im->in.value.buf);
		return -1;
	}
	*status = (uint8_t)code;
	return 0;
}

/* Whom an observation is about is a matter of its own: it has to be said, and nobody observes himself. */
static int check_about(struct surveyimport *im, const struct csv_row *row,
		       const struct surveyimport_row *r)
{
	if (!r->about && !strcmp(surveyimport_word(im, r->form), OBSERVATION_FORM))
		importrows_complain(&im->in, row, NULL, _("an observation says whom it is about"));
	else if (r->about && r->about == r->by)
		importrows_complain(&im->in, row, NULL,
				    _("'%s' is whom it is about; somebody else must observe and ask"),
				    surveyimport_word(im, r->about));
	else
		return 0;
	return -1;
}

static uint32_t plain_cell(struct surveyimport *im, const struct csv_row *row,
			   const struct import_column *c, struct surveyimport_place *place)
{
	const struct csv_field *f = c->name ? importrows_cell(&im->in, row, c->index) : NULL;

	if (!f)
		return 0;
	*place = place_of(row, f);
	return intern_add(&im->words, f->s, f->n);
}

static int take_match(struct surveyimport *im, const struct csv_row *row,
		      struct surveyimport_row *r)
{
	r->match = (uint32_t)im->nmatch;
	for (size_t i = 0; i < im->map->nmatch; i++) {
		const struct import_source *s = &im->map->match[i];
		const struct csv_field *f = importrows_gather(&im->in, row, s);

		if (importrows_translate(&im->in, row, f, s) < 0)
			return -1;
		importrows_code(&im->in);
		if (f)
			r->customer_at = place_of(row, f);
		MEM_GROW(im->match, im->nmatch + 1, im->match_alloc);
		im->match[im->nmatch++] = value_word(im);
	}
	return 0;
}

static int take_time(struct surveyimport *im, const struct csv_row *row, instant *at)
{
	const struct import_column *c = &im->map->at;
	int got = importrows_time(&im->in, row, c, at);

	if (!got)
		importrows_complain(&im->in, row,
				    (size_t)c->index < row->nfields ? &row->field[c->index] : NULL,
				    _("the time, column '%s', is empty"), c->name);
	return got <= 0 ? -1 : importrows_past(&im->in, row, c, *at);
}

static int take_common(struct surveyimport *im, const struct csv_row *row,
		       struct surveyimport_row *r)
{
	const struct surveymap *m = im->map;

	*r = (struct surveyimport_row){ .line = (uint32_t)row->line };
	if (take_time(im, row, &r->at) < 0 || take_status(im, row, &r->status) < 0 ||
	    take_code(im, row, &m->form, -1, &r->form) < 0 ||
	    take_code(im, row, &m->about, COLUMN_BY, &r->about) < 0 ||
	    take_code(im, row, &m->by, COLUMN_BY, &r->by) < 0 ||
	    take_code(im, row, &m->channel, COLUMN_CHANNEL, &r->channel) < 0 ||
	    check_about(im, row, r) < 0 || take_match(im, row, r) < 0)
		return -1;
	r->name = plain_cell(im, row, &m->table.who, &r->customer_at);
	r->contact = plain_cell(im, row, &m->table.contact, &r->customer_at);
	r->reference = plain_cell(im, row, &m->reference, &r->reference_at);
	return 0;
}

/* --- answers -------------------------------------------------------------------------------------- */

static void add_answer(struct surveyimport *im, uint32_t question, uint32_t value, uint32_t text,
		       struct surveyimport_place place)
{
	MEM_GROW(im->answer, im->nanswers + 1, im->answers_alloc);
	im->answer[im->nanswers++] = (struct surveyimport_answer){ question, value, text, place };
}

/* Words that belong to no score are a remark; a row has one. */
static void add_remark(struct strbuf *remark, const struct strbuf *words)
{
	if (!words->len)
		return;
	if (remark->len)
		strbuf_addstr(remark, " / ");
	strbuf_add(remark, words->buf, words->len);
}

/* The value of a question and the words that belong to it. 0, or -1 with a finding. */
static int take_value(struct surveyimport *im, const struct csv_row *row, uint32_t question,
		      struct strbuf *remark)
{
	const struct surveymap_question *q = &im->map->ask[question];
	const struct csv_field *f = importrows_gather(&im->in, row, &q->score);
	uint32_t value, text = 0;

	if (importrows_translate(&im->in, row, f, &q->score) < 0)
		return -1;
	value = value_word(im);
	if (q->question->answer == ANSWER_TEXT) {
		text = value;
		value = 0;
	} else {
		importrows_gather(&im->in, row, &q->text);
		if (value)
			text = value_word(im);
		else
			add_remark(remark, &im->in.value);
	}
	if (value || text)
		add_answer(im, question, value, text, place_of(row, f));
	return 0;
}

static int take_wide(struct surveyimport *im, const struct csv_row *row, struct strbuf *remark)
{
	for (uint32_t i = 0; i < im->map->nask; i++)
		if (take_value(im, row, i, remark) < 0)
			return -1;
	importrows_gather(&im->in, row, &im->map->text);
	add_remark(remark, &im->in.value);
	return 0;
}

/* 1 a question of ours, 0 none of ours, -1 with a finding. */
static int find_question(struct surveyimport *im, const struct csv_row *row, uint32_t *question)
{
	const struct import_source *s = &im->map->question;
	const struct csv_field *f = importrows_gather(&im->in, row, s);
	int found;

	*question = SURVEYIMPORT_REMARK;
	if (importrows_translate(&im->in, row, f, s) < 0)
		return -1;
	if (!im->in.value.len)
		return !f;
	found = surveymap_question(im->map, im->in.value.buf);
	if (found < 0) {
		importrows_complain(&im->in, row, f, _("the map has no value for '%s' of column '%s'"),
				    im->in.value.buf, s->nfrom ? s->from[0].name : "");
		return -1;
	}
	*question = (uint32_t)found;
	return 1;
}

static int take_long(struct surveyimport *im, const struct csv_row *row, uint32_t question,
		     struct strbuf *remark)
{
	size_t before = im->nanswers;

	if (question == SURVEYIMPORT_REMARK) {
		importrows_gather(&im->in, row, &im->map->answer);
		add_remark(remark, &im->in.value);
	} else if (take_value(im, row, question, remark) < 0) {
		return -1;
	}
	importrows_gather(&im->in, row, &im->map->text);
	if (im->nanswers > before && !im->answer[before].text && im->in.value.len)
		im->answer[before].text = value_word(im);
	else
		add_remark(remark, &im->in.value);
	return 0;
}

static int take_answers(struct surveyimport *im, const struct csv_row *row,
			struct surveyimport_row *r, uint32_t question)
{
	struct strbuf remark = STRBUF_INIT;
	int ret;

	r->first = (uint32_t)im->nanswers;
	ret = surveymap_is_long(im->map) ? take_long(im, row, question, &remark)
					 : take_wide(im, row, &remark);
	if (ret == 0 && r->status != SURVEY_ANSWERED && im->nanswers > r->first) {
		importrows_complain(&im->in, row, NULL, _("the row is '%s' and has answers"),
				    answer_status_name((enum answer_status)r->status));
		ret = -1;
	} else if (ret == 0 && (remark.len || r->status != SURVEY_ANSWERED)) {
		add_answer(im, r->status == SURVEY_ANSWERED ? SURVEYIMPORT_REMARK : question, 0,
			   intern_add(&im->words, remark.buf, remark.len), place_of(row, NULL));
	}
	r->n = (uint32_t)im->nanswers - r->first;
	strbuf_release(&remark);
	return ret;
}

/* --- a row ---------------------------------------------------------------------------------------- */

static int is_blank(const struct csv_row *row)
{
	for (size_t i = 0; i < row->nfields; i++)
		if (row->field[i].n)
			return 0;
	return 1;
}

/* 1 taken, 0 nothing in it, -1 with a finding. */
static int take_row(struct surveyimport *im, const struct csv_row *row)
{
	uint32_t question = SURVEYIMPORT_REMARK;
	struct surveyimport_row r;
	int got;

	if (row->bad || take_common(im, row, &r) < 0)
		return -1;
	got = surveymap_is_long(im->map) ? find_question(im, row, &question) : 1;
	if (got <= 0)
		return got;
	got = take_key(im, row, &r, question);
	im->nrepeated += !got;
	if (got <= 0)
		return got;
	if (take_answers(im, row, &r, question) < 0)
		return -1;
	im->nempty += !r.n;
	if (!r.n)
		return 0;
	MEM_GROW(im->row, im->n + 1, im->alloc);
	im->row[im->n++] = r;
	return 1;
}

void surveyimport_row(struct surveyimport *im, const struct csv_row *row)
{
	size_t answers = im->nanswers, match = im->nmatch;
	int got;

	if (is_blank(row))
		return;
	im->in.rows++;
	if (is_shifted(im, row)) {
		im->nshifted++;
		importrows_set_aside(&im->in, row->line);
		return;
	}
	got = take_row(im, row);
	if (got > 0)
		return;
	im->nanswers = answers;
	im->nmatch = match;
	if (got < 0)
		importrows_set_aside(&im->in, row->line);
}
