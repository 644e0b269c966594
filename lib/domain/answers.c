#include "domain/answers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "domain/scan.h"
#include "io/csv.h"
#include "io/digest.h"
#include "io/file.h"
#include "values/number.h"

#define BLOCK ((size_t)1 << 18)
#define WAVES_MAX 1000

static const char *const columns[ANSWERS_COLUMNS] = {
	"at", "logged", "form", "case", "about", "status", "question", "score", "scale", "channel",
	"by", "key", "text", "check",
};
static const char *const statuses[] = { "asked", "answered", "refused", "unreached" };

/* --- words ---------------------------------------------------------------------------------- */

const char *answers_column_name(int column)
{
	return column >= 0 && column < ANSWERS_COLUMNS ? columns[column] : NULL;
}

static const char *name_column(const void *ctx, int column)
{
	(void)ctx;
	return answers_column_name(column);
}

static int find_column(const void *ctx, const char *name, size_t n)
{
	(void)ctx;
	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		if (strlen(columns[c]) == n && !memcmp(columns[c], name, n))
			return c;
	return -1;
}

struct vocabulary vocabulary_of_answers(void)
{
	static const int needed[] = {
		ANSWERS_AT, ANSWERS_FORM, ANSWERS_CASE, ANSWERS_STATUS, ANSWERS_QUESTION,
		ANSWERS_SCORE, ANSWERS_SCALE, -1,
	};
	static const int written[] = {
		ANSWERS_LOGGED, ANSWERS_ABOUT, ANSWERS_CHANNEL, ANSWERS_BY, ANSWERS_KEY, -1,
	};

	return (struct vocabulary){
		find_column, name_column, NULL, ANSWERS_TEXT, ANSWERS_CHECK, needed, written,
	};
}

const char *answer_status_name(enum answer_status status)
{
	return statuses[status];
}

int answer_status_find(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(statuses); i++)
		if (strlen(statuses[i]) == n && !memcmp(statuses[i], name, n))
			return (int)i;
	return -1;
}

void answers_wave_form(struct strbuf *out, size_t wave)
{
	strbuf_addstr(out, SURVEY_FORM);
	if (wave)
		strbuf_addf(out, "-%zu", wave + 1);
}

int answers_form_wave(const char *form)
{
	uint64_t number;

	if (strncmp(form, SURVEY_FORM, strlen(SURVEY_FORM)) != 0)
		return -1;
	form += strlen(SURVEY_FORM);
	if (!*form)
		return 0;
	if (*form != '-' || number_parse(form + 1, strlen(form + 1), WAVES_MAX, &number) < 0 ||
	    number < 2)
		return -1;
	return (int)number - 1;
}

const char *answers_scale(const struct policy_question *q)
{
	if (q->answer == ANSWER_TEXT)
		return "text";
	if (q->answer == ANSWER_YES_NO)
		return "yes-no";
	return q->scale == 10 ? "10" : q->scale == 7 ? "7" : "5";
}

int answers_range(const char *scale, int *from, int *to)
{
	static const struct {
		const char *scale;
		int from, to;
	} ranges[] = { { "5", 1, 5 }, { "7", 1, 7 }, { "10", 0, 10 }, { "yes-no", 0, 1 } };

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (!strcmp(ranges[i].scale, scale)) {
			*from = ranges[i].from;
			*to = ranges[i].to;
			return 0;
		}
	return -1;
}

double answers_draw(const char *id)
{
	static const char form[] = SURVEY_FORM ",";
	const struct digest_piece piece[2] = { { form, strlen(form) }, { id, strlen(id) } };
	char hex[DIGEST_HEX + 1];
	uint32_t value = 0;

	digest_hex_pieces(piece, 2, hex);
	for (int i = 0; i < 8; i++)
		value = value << 4 | (uint32_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
	return value / 4294967296.0;
}

/* --- one row -------------------------------------------------------------------------------- */

struct reading {
	struct caselog file;
	const struct answers_options *options;
	struct findings *findings;       /* NULL: quiet */
	answers_fn *fn;
	void *ctx;
	size_t line;
	instant last;
	int crlf;
	const char *s;                   /* the line in hand */
	size_t n;
	struct csv_field field[COLUMN_MAX + 1];
	struct strbuf store, cell[ANSWERS_COLUMNS];
};

__attribute__((format(printf, 3, 4)))
static void flaw(const struct reading *r, size_t column, const char *fmt, ...)
{
	va_list ap;

	if (!r->findings)
		return;
	va_start(ap, fmt);
	finding_excerpt(r->findings,
			finding_vadd(r->findings, GRADE_ERROR, r->file.path, r->line, column, fmt, ap),
			r->s, r->n);
	va_end(ap);
}

/* `fmt` holds one %s: the cell, safe to show. */
static int cell_flaw(const struct reading *r, int column, const char *fmt)
{
	const struct strbuf *cell = &r->cell[column];
	struct strbuf safe = STRBUF_INIT, msg = STRBUF_INIT;
	const char *hole = strstr(fmt, "%s");

	utf8_add_safe(&safe, cell->buf, cell->len);
	strbuf_add(&msg, fmt, (size_t)(hole - fmt));
	strbuf_addstr(&msg, safe.buf);
	strbuf_addstr(&msg, hole + 2);
	flaw(r, r->field[r->file.layout.position[column]].column, "%s", msg.buf);
	strbuf_release(&safe);
	strbuf_release(&msg);
	return -1;
}

/* What our grammar forbids and libcsv takes. */
static int check_grammar(const struct reading *r)
{
	const struct layout *layout = &r->file.layout;
	size_t valid = utf8_valid(r->s, r->n), i;

	if (valid < r->n) {
		flaw(r, utf8_column(r->s, r->n, valid), _("byte 0x%02X is not UTF-8"),
		     (unsigned)(unsigned char)r->s[valid]);
		return -1;
	}
	for (i = 0; i < r->n && (unsigned char)r->s[i] >= 0x20 && r->s[i] != 0x7F; i++)
		;
	if (i < r->n) {
		flaw(r, utf8_column(r->s, r->n, i),
		     _("control character 0x%02X (in text it is written \\n, \\t or \\xHH)"),
		     (unsigned)(unsigned char)r->s[i]);
		return -1;
	}
	for (int p = 0; p < layout->ncolumns; p++)
		if (r->field[p].quoted && layout->column[p] >= 0 &&
		    layout->column[p] != ANSWERS_TEXT)
			return cell_flaw(r, layout->column[p], _("'%s' is in quotes: only text may be"));
	return 0;
}

static void take_cells(struct reading *r)
{
	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		strbuf_reset(&r->cell[c]);
	for (int p = 0; p < r->file.layout.ncolumns; p++) {
		int c = r->file.layout.column[p];

		if (c == ANSWERS_TEXT)
			row_unescape_text(&r->cell[c], r->field[p].s, r->field[p].n);
		else if (c >= 0)
			strbuf_add(&r->cell[c], r->field[p].s, r->field[p].n);
	}
}

static int read_times(struct reading *r, struct answer *a)
{
	static const char wrong[] = N_("'%s' is not a time (2026-11-21T09:05:00+08:00)");
	const struct strbuf *at = &r->cell[ANSWERS_AT], *logged = &r->cell[ANSWERS_LOGGED];

	if (instant_parse(at->buf, at->len, &a->at, NULL) < 0)
		return cell_flaw(r, ANSWERS_AT, _(wrong));
	a->key = a->at;
	if (logged->len && instant_parse(logged->buf, logged->len, &a->key, NULL) < 0)
		return cell_flaw(r, ANSWERS_LOGGED, _(wrong));
	if (r->last != INSTANT_NONE && a->key < r->last)
		cell_flaw(r, logged->len ? ANSWERS_LOGGED : ANSWERS_AT,
			  _("'%s' is before the time of the row above: rows stand in the order of writing"));
	r->last = a->key;
	return 0;
}

static int unknown_status(const struct reading *r)
{
	const char *best = nearest(r->cell[ANSWERS_STATUS].buf, statuses, ARRAY_SIZE(statuses));
	struct strbuf fmt = STRBUF_INIT;

	if (best)
		strbuf_addf(&fmt, _("unknown status '%s' (did you mean '%s'?)"), "%s", best);
	cell_flaw(r, ANSWERS_STATUS, best ? fmt.buf : _("unknown status '%s'"));
	strbuf_release(&fmt);
	return -1;
}

/* An answered question has a score on its scale, or is one for words. */
static int read_score(const struct reading *r, struct answer *a)
{
	const struct strbuf *score = &r->cell[ANSWERS_SCORE], *scale = &r->cell[ANSWERS_SCALE];
	int from, to;
	uint64_t value;

	a->score = -1;
	if (a->status != SURVEY_ANSWERED)
		return score->len ? cell_flaw(r, ANSWERS_SCORE, _("a score '%s' without an answer")) : 0;
	if (answers_range(scale->buf, &from, &to) < 0) {
		if (strcmp(scale->buf, "text") != 0)
			return cell_flaw(r, ANSWERS_SCALE,
					 _("'%s' is not a scale (5, 7, 10, yes-no, text)"));
		return score->len ? cell_flaw(r, ANSWERS_SCORE, _("a score '%s' for a question that asks for words")) : 0;
	}
	if (number_parse(score->buf, score->len, (uint64_t)to, &value) < 0 || (int)value < from)
		return cell_flaw(r, ANSWERS_SCORE, _("'%s' is not a score on the row's scale"));
	a->score = (int)value;
	return 0;
}

static int is_check(const struct strbuf *cell)
{
	return cell->len == ROW_CHECK_HEX && strspn(cell->buf, "0123456789abcdef") == ROW_CHECK_HEX;
}

static int read_answer(struct reading *r, struct answer *a)
{
	const struct strbuf *id = &r->cell[ANSWERS_CASE], *status = &r->cell[ANSWERS_STATUS];
	int code = answer_status_find(status->buf, status->len);

	if (r->file.layout.position[ANSWERS_CHECK] >= 0 && !is_check(&r->cell[ANSWERS_CHECK]))
		cell_flaw(r, ANSWERS_CHECK, _("'%s' is not a check value (16 hex digits)"));
	if (read_times(r, a) < 0)
		return -1;
	if (!r->cell[ANSWERS_FORM].len) {
		flaw(r, 1, _("the form is missing"));
		return -1;
	}
	a->id = id->len ? caseid_parse(id->buf, id->len) : 0;
	if (id->len && !a->id)
		return cell_flaw(r, ANSWERS_CASE, _("'%s' is not a case id (YYYYMMDD-NNNN)"));
	if (code < 0)
		return unknown_status(r);
	a->status = (enum answer_status)code;
	return read_score(r, a);
}

static int split(struct reading *r)
{
	int n;

	if (!r->n) {
		flaw(r, 1, _("empty line"));
		return -1;
	}
	n = csv_split_line(r->s, r->n, &r->store, r->field, COLUMN_MAX + 1);
	if (n < 0)
		flaw(r, 1, _("not a row of CSV: a quote opens text, is doubled inside and closes it"));
	else if (n != r->file.layout.ncolumns)
		flaw(r, 1, _("the row has %d columns, the header has %d"), n, r->file.layout.ncolumns);
	return n == r->file.layout.ncolumns ? 0 : -1;
}

static int is_wanted(const struct answers_options *o, const struct answer *a)
{
	return (!o->at_most || a->at <= o->at_most) && (!o->known_at || a->key <= o->known_at);
}

/* The callback's result, or 0. */
static int take_line(struct reading *r, const char *s, size_t n)
{
	struct answer a = { .line = ++r->line };

	r->s = s;
	r->n = n;
	if (n && s[n - 1] == '\r') {
		r->n--;
		if (!r->crlf++ && !r->file.crlf)
			flaw(r, 1, _("lines end in CR LF, not LF: was the file saved by a spreadsheet?"));
	}
	if (split(r) < 0)
		return 0;
	take_cells(r);
	if (check_grammar(r) < 0 || read_answer(r, &a) < 0 || !is_wanted(r->options, &a))
		return 0;
	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		a.cell[c] = r->cell[c].buf;
	return r->fn(r->ctx, &a);
}

/* --- the file ------------------------------------------------------------------------------- */

/* All whole lines of a block; what is left moves to its front. */
static int take_block(struct reading *r, struct strbuf *block)
{
	const char *s = block->buf, *end = block->buf + block->len, *newline;
	int ret = 0;

	while (ret == 0 && (newline = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		ret = take_line(r, s, (size_t)(newline - s));
		s = newline + 1;
	}
	memmove(block->buf, s, (size_t)(end - s));
	strbuf_setlen(block, (size_t)(end - s));
	return ret;
}

static int read_rows(struct reading *r, struct err *err)
{
	off_t at = r->options->from ? r->options->from : r->file.first;
	struct strbuf block = STRBUF_INIT;
	int ret = 0;

	while (ret == 0 && at < r->file.end) {
		size_t want = r->file.end - at < (off_t)BLOCK ? (size_t)(r->file.end - at) : BLOCK;
		ssize_t got;

		strbuf_grow(&block, want);
		got = pread(r->file.fd, block.buf + block.len, want, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			ret = err_errno(err, _("cannot read '%s'"), r->file.path);
		if (got <= 0)
			break;
		block.len += (size_t)got;
		block.buf[block.len] = '\0';
		at += got;
		ret = take_block(r, &block);
		if (ret == 0 && block.len > CSV_ROW_MAX)
			ret = err_set(err, STATUS_INPUT, _("'%s' has a line of more than %zu bytes"),
				      r->file.path, CSV_ROW_MAX);
	}
	strbuf_release(&block);
	return ret;
}

static void note_torn(const struct reading *r)
{
	if (r->findings && r->file.size > r->file.end)
		finding_add(r->findings, GRADE_ERROR, r->file.path, r->line + 1, 0,
			    _("the last line is torn: %lld bytes without a newline"),
			    (long long)(r->file.size - r->file.end));
}

int answers_read(const char *path, const struct answers_options *options, struct findings *findings,
		 answers_fn *fn, void *ctx, struct err *err)
{
	const struct vocabulary words = vocabulary_of_answers();
	struct reading r = { .file = CASELOG_INIT, .options = options, .fn = fn, .ctx = ctx,
			     .findings = options->quiet ? NULL : findings, .line = 1,
			     .last = INSTANT_NONE, .store = STRBUF_INIT };
	int ret;

	if (!file_exists(path))
		return 0;
	if (caselog_open_table(&r.file, path, &words, r.findings, err) < 0)
		return -1;
	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		strbuf_init(&r.cell[c]);
	ret = read_rows(&r, err);
	if (ret == 0)
		note_torn(&r);
	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		strbuf_release(&r.cell[c]);
	strbuf_release(&r.store);
	caselog_release(&r.file);
	return ret;
}
