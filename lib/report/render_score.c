#include "report/render_score.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"

#define CARDS_SHOWN    15
#define ACCOUNTS_SHOWN 30
#define CASES_SHOWN    2

/* --- text, Markdown, HTML ------------------------------------------------------------------------- */

const char *score_owner_label(const struct doc *d, const char *owner)
{
	return *owner ? doc_label(d, COLUMN_OWNER, owner) : _("nobody");
}

static void add_bounds(struct strbuf *sb, const struct figure_score_share *x)
{
	strbuf_add_tenths(sb, 100 * x->lo);
	strbuf_addch(sb, '-');
	strbuf_add_tenths(sb, 100 * x->hi);
}

static int is_small(const struct figure_score_share *x)
{
	return x->of && x->of < FIGURES_SMALL;
}

/* Text has the interval, and that it is one of few, in a line below: figures stand beside each other in 80 columns. */
static void cell_share(struct doc *d, const struct figure_score_share *x)
{
	struct strbuf sb = STRBUF_INIT, bounds = STRBUF_INIT;
	int is_text = d->form == DOC_TEXT;

	if (!x->of) {
		doc_cell(d, "-");
		return;
	}
	doc_share(&sb, x->n, x->of);
	strbuf_addstr(&sb, " (");
	strbuf_addu(&sb, x->of);
	strbuf_addstr(&sb, is_small(x) && !is_text ? "*)" : ")");
	add_bounds(&bounds, x);
	if (is_text && is_small(x))
		strbuf_addch(&bounds, '*');
	if (!is_text) {
		strbuf_addstr(&sb, ", ");
		strbuf_add(&sb, bounds.buf, bounds.len);
	}
	doc_cell(d, sb.buf);
	doc_cell_below(d, bounds.buf);
	strbuf_release(&sb);
	strbuf_release(&bounds);
}

static int has_shares(const struct figure_score *s)
{
	int k;

	for (k = 0; k < SCORE_SHARES; k++)
		if (s->share[k].of)
			return 1;
	return 0;
}

/* Whoever is only named in cases has no card. */
int score_is_card(const struct figure_score *s)
{
	return s->owned || s->received || s->open || has_shares(s);
}

static void print_card(struct doc *d, const struct figure_score *s)
{
	int k;

	doc_row(d);
	doc_cell(d, strcmp(s->by, "owner") == 0 ? score_owner_label(d, s->value) :
		    *s->value ? doc_label(d, COLUMN_DEPARTMENT, s->value) : _("none"));
	doc_cell_count(d, s->owned);
	doc_cell_count(d, s->open);
	for (k = 0; k < SCORE_SHARES; k++)
		cell_share(d, &s->share[k]);
}

static void begin_cards(struct doc *d, const struct figure_score *s)
{
	struct strbuf title = STRBUF_INIT;
	const char *kind = doc_label(d, COLUMN_KIND, s->kind);
	int is_owner = strcmp(s->by, "owner") == 0;

	strbuf_addf(&title, is_owner ? _("Score cards of handlers: %s") : _("Score cards of departments: %s"), kind);
	doc_heading(d, title.buf);
	strbuf_release(&title);
	doc_table(d);
	doc_column(d, is_owner ? _("handler") : _("department"), TABLE_WRAP);
	doc_column(d, _("cases"), TABLE_RIGHT);
	doc_column(d, _("open"), TABLE_RIGHT);
	doc_column(d, _("limits met"), TABLE_RIGHT);
	doc_column(d, _("resolved"), TABLE_RIGHT);
	doc_column(d, _("reopened"), TABLE_RIGHT);
	doc_column(d, _("satisfied"), TABLE_RIGHT);
}

/* The cards [from, to) of one column and kind. */
static int print_cards(struct doc *d, size_t from, size_t to)
{
	const struct figures *f = d->f;
	size_t i, n, shown = 0, all = 0;
	int k, small = 0, anybody = 0;

	for (i = from; i < to; i++) {
		all += (size_t)score_is_card(&f->score[i]);
		anybody |= *f->score[i].value && score_is_card(&f->score[i]);
	}
	if (!anybody)
		return 0;
	begin_cards(d, &f->score[from]);
	n = doc_rows(d, CARDS_SHOWN, all);
	doc_fold(d, DOC_FOLD, n);
	for (i = from; i < to; i++) {
		/* What nobody owns is nobody's neglect until somebody reads of it. */
		if (!score_is_card(&f->score[i]) || (shown >= n && *f->score[i].value))
			continue;
		print_card(d, &f->score[i]);
		shown++;
		for (k = 0; k < SCORE_SHARES; k++)
			small |= is_small(&f->score[i].share[k]);
	}
	doc_table_end(d);
	doc_more(d, shown, all);
	return small;
}

static void print_named(struct doc *d)
{
	const struct figures *f = d->f;
	size_t i;

	for (i = 0; i < f->nscores && !f->score[i].named; i++)
		;
	if (i == f->nscores)
		return;
	doc_heading(d, _("Persons whom cases received are about"));
	doc_table(d);
	doc_column(d, _("person"), TABLE_WRAP);
	doc_column(d, _("kind"), TABLE_WRAP);
	doc_column(d, _("cases"), TABLE_RIGHT);
	for (; i < f->nscores; i++) {
		if (!f->score[i].named)
			continue;
		doc_row(d);
		doc_cell(d, score_owner_label(d, f->score[i].value));
		doc_cell(d, doc_label(d, COLUMN_KIND, f->score[i].kind));
		doc_cell_count(d, f->score[i].named);
	}
	doc_table_end(d);
}

/* Text has the first cases; the breaches above, and csv, have all. */
static void cell_cases(struct doc *d, const struct figure_account *x)
{
	size_t n = d->form == DOC_TEXT && x->n > CASES_SHOWN ? CASES_SHOWN : x->n, i;
	struct strbuf sb = STRBUF_INIT;

	for (i = 0; i < n; i++) {
		strbuf_addstr(&sb, i ? " " : "");
		strbuf_addstr(&sb, d->f->accounted[x->first + i]->case_id);
	}
	if (n < x->n)
		strbuf_addf(&sb, " +%zu", x->n - n);
	doc_cell(d, sb.buf);
	strbuf_release(&sb);
}

static void print_accounts(struct doc *d)
{
	const struct figures *f = d->f;
	size_t n = doc_rows(d, ACCOUNTS_SHOWN, f->naccounts), i, shown = 0;

	if (!n)
		return;
	doc_heading(d, _("Who missed which limit, of those decided in the period"));
	doc_table(d);
	doc_column(d, _("owner"), TABLE_WRAP);
	doc_column(d, _("clock"), TABLE_WRAP);
	doc_column(d, _("missed"), TABLE_RIGHT);
	doc_column(d, _("case"), TABLE_LEFT);
	doc_fold(d, DOC_FOLD, n);
	for (i = 0; i < f->naccounts; i++) {
		const struct figure_account *x = &f->account[i];

		if (i >= n && *x->owner)
			continue;
		shown++;
		doc_row(d);
		doc_cell(d, score_owner_label(d, x->owner));
		doc_cell(d, doc_clock_label(d, x->clock));
		doc_cell_share(d, x->missed, x->decided);
		cell_cases(d, x);
	}
	doc_table_end(d);
	doc_more(d, shown, f->naccounts);
}

/* Of one column, or (NULL) of all. */
static void print_all_cards(struct doc *d, const char *by)
{
	const struct figures *f = d->f;
	size_t i, end;
	int small = 0;

	for (i = 0; i < f->nscores; i = end) {
		for (end = i; end < f->nscores && !strcmp(f->score[end].by, f->score[i].by) &&
			      !strcmp(f->score[end].kind, f->score[i].kind); end++)
			;
		if (!by || !strcmp(f->score[i].by, by))
			small |= print_cards(d, i, end);
	}
	if (small) {
		doc_space(d);
		doc_line(d, _("  * of fewer than %d: too few to compare people by"), FIGURES_SMALL);
	}
}

void score_departments_text(struct doc *d)
{
	print_all_cards(d, "department");
}

void score_text(struct doc *d)
{
	print_all_cards(d, NULL);
	print_accounts(d);
	print_named(d);
}

/* --- JSON ----------------------------------------------------------------------------------------- */

static void put_share(struct json_writer *w, const char *key, const struct figure_score_share *x)
{
	json_begin_object(w, key);
	json_put_count(w, "n", x->n);
	json_put_count(w, "of", x->of);
	json_put_real(w, "share", figures_share(x->n, x->of));
	json_put_real(w, "lo95", x->lo);
	json_put_real(w, "hi95", x->hi);
	json_put_bool(w, "small", x->of < FIGURES_SMALL);
	if (x->rank)
		json_put_count(w, "rank", x->rank);
	else
		json_put_null(w, "rank");
	json_end(w);
}

static void put_cards(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i;
	int k;

	json_begin_array(w, "score_cards");
	for (i = 0; i < f->nscores; i++) {
		const struct figure_score *s = &f->score[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "by", s->by);
		json_put_cstring(w, "value", s->value);
		json_put_cstring(w, "kind", s->kind);
		json_put_count(w, "owned", s->owned);
		json_put_count(w, "received", s->received);
		json_put_count(w, "open", s->open);
		json_put_count(w, "named", s->named);
		for (k = 0; k < SCORE_SHARES; k++)
			put_share(w, score_share_name((enum score_share)k), &s->share[k]);
		json_end(w);
		report_flush(to);
	}
	json_end(w);
}

static void put_cases(struct json_writer *w, const struct figures *f, const struct figure_account *x,
		      const char *key, int is_desk)
{
	size_t i;

	json_begin_array(w, key);
	for (i = x->first; i < x->first + x->n; i++)
		json_put_cstring(w, NULL, is_desk ? f->accounted[i]->desk : f->accounted[i]->case_id);
	json_end(w);
}

static void put_accounts(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	size_t i;

	json_begin_array(w, "accountability");
	for (i = 0; i < f->naccounts; i++) {
		const struct figure_account *x = &f->account[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "owner", x->owner);
		json_put_cstring(w, "clock", x->clock);
		json_put_count(w, "missed", x->missed);
		json_put_count(w, "decided", x->decided);
		json_put_real(w, "share", figures_share(x->missed, x->decided));
		json_put_real(w, "lo95", x->lo);
		json_put_real(w, "hi95", x->hi);
		put_cases(w, f, x, "cases", 0);
		if (f->ndesks > 1)
			put_cases(w, f, x, "case_desks", 1);
		json_end(w);
		report_flush(to);
	}
	json_end(w);
}

void score_json(struct report_out *to, struct json_writer *w, const struct figures *f)
{
	put_cards(to, w, f);
	put_accounts(to, w, f);
}

/* --- csv and jsonl -------------------------------------------------------------------------------- */

static void emit_real(struct fact_out *o, const struct figure_score *s, const char *share, const char *what, double x)
{
	struct strbuf measure = STRBUF_INIT;

	strbuf_addf(&measure, "%s_%s", share, what);
	fact_set(o, CELL_NAME, s->value);
	fact_set(o, CELL_KIND, s->kind);
	fact_set(o, CELL_MEASURE, measure.buf);
	fact_set_real(o, CELL_VALUE, x);
	fact_emit(o);
	strbuf_release(&measure);
}

static void emit_card(struct fact_out *o, const struct figure_score *s)
{
	struct strbuf section = STRBUF_INIT;
	int k;

	strbuf_addf(&section, "score_cards_%s", s->by);
	fact_begin(o, section.buf);
	strbuf_release(&section);
	fact_emit_count(o, s->value, s->kind, "owned", s->owned);
	fact_emit_count(o, s->value, s->kind, "received", s->received);
	fact_emit_count(o, s->value, s->kind, "open", s->open);
	fact_emit_count(o, s->value, s->kind, "named", s->named);
	for (k = 0; k < SCORE_SHARES; k++) {
		const struct figure_score_share *x = &s->share[k];
		const char *name = score_share_name((enum score_share)k);

		fact_emit_share(o, s->value, s->kind, name, x->n, x->of);
		if (!x->of)
			continue;
		emit_real(o, s, name, "lo95", x->lo);
		emit_real(o, s, name, "hi95", x->hi);
		if (x->rank)
			emit_real(o, s, name, "rank", (double)x->rank);
	}
}

static void emit_account(struct fact_out *o, const struct figures *f, const struct figure_account *x)
{
	size_t i;

	fact_set(o, CELL_OWNER, x->owner);
	fact_emit_share(o, x->clock, "", "missed", x->missed, x->decided);
	for (i = x->first; i < x->first + x->n; i++) {
		fact_set(o, CELL_DESK, f->accounted[i]->desk);
		fact_set(o, CELL_CASE, f->accounted[i]->case_id);
		fact_set(o, CELL_NAME, x->clock);
		fact_set(o, CELL_OWNER, x->owner);
		fact_set(o, CELL_MEASURE, "case");
		fact_emit(o);
	}
}

void score_facts(struct fact_out *o, const struct figures *f)
{
	size_t i;

	for (i = 0; i < f->nscores; i++)
		emit_card(o, &f->score[i]);
	fact_begin(o, "accountability");
	for (i = 0; i < f->naccounts; i++)
		emit_account(o, f, &f->account[i]);
}
