/* The sheets of score cards, and of who missed which limit. */
#include "report/render_xlsx.h"

#include <string.h>

#include "base/i18n.h"
#include "report/render_score.h"

/* A share, its interval, of how many; too small a number has no rank. */
static void put_share(struct book *b, const struct figure_score_share *x)
{
	xlsx_share(b->w, x->n, x->of);
	xlsx_number(b->w, x->lo, XLSX_SHARE);
	xlsx_number(b->w, x->hi, XLSX_SHARE);
	xlsx_count(b->w, x->of);
	if (x->of && x->of < FIGURES_SMALL)
		xlsx_text(b->w, _("too few"));
	else if (x->rank)
		xlsx_count(b->w, x->rank);
	else
		xlsx_skip(b->w);
}

static void score_columns(struct book *b)
{
	const char *share[SCORE_SHARES] = {
		[SCORE_ATTAINMENT] = _("limits met"), [SCORE_RESOLUTION] = _("resolved"),
		[SCORE_REOPEN] = _("reopened"), [SCORE_CSAT] = _("satisfied") };
	int k;

	xlsx_column(b->w, _("by"), 12);
	xlsx_column(b->w, _("value"), 18);
	xlsx_column(b->w, _("kind"), 14);
	xlsx_column(b->w, _("cases"), 10);
	xlsx_column(b->w, _("received"), 10);
	xlsx_column(b->w, _("still open"), 10);
	for (k = 0; k < SCORE_SHARES; k++) {
		xlsx_column(b->w, share[k], 12);
		book_column_of(b, share[k], _("at least"), 20);
		book_column_of(b, share[k], _("at most"), 20);
		book_column_of(b, share[k], _("of how many"), 22);
		book_column_of(b, share[k], _("rank"), 16);
	}
}

/* Of one column, or (NULL) of all. */
static void put_scores(struct book *b, const char *by)
{
	const struct figures *f = b->f;
	size_t i;
	int k;

	if (!f->nscores)
		return;
	xlsx_sheet(b->w, _("Score cards"));
	score_columns(b);
	for (i = 0; i < f->nscores; i++) {
		const struct figure_score *s = &f->score[i];

		if (!score_is_card(s) || (by && strcmp(s->by, by) != 0))
			continue;
		xlsx_row(b->w);
		xlsx_text(b->w, doc_column_label(&b->d, s->by));
		xlsx_text(b->w, *s->value ? doc_value_label(&b->d, s->by, s->value) :
			  strcmp(s->by, "owner") == 0 ? _("nobody") : _("none"));
		xlsx_text(b->w, doc_label(&b->d, COLUMN_KIND, s->kind));
		xlsx_count(b->w, s->owned);
		xlsx_count(b->w, s->received);
		xlsx_count(b->w, s->open);
		for (k = 0; k < SCORE_SHARES; k++)
			put_share(b, &s->share[k]);
	}
}

void sheet_scores(struct book *b)
{
	put_scores(b, NULL);
}

void sheet_department_scores(struct book *b)
{
	put_scores(b, "department");
}

void sheet_accounts(struct book *b)
{
	const struct figures *f = b->f;
	struct strbuf cases = STRBUF_INIT;
	size_t i, k;

	if (!f->naccounts)
		return;
	xlsx_sheet(b->w, _("Limits missed"));
	xlsx_column(b->w, _("owner"), 18);
	xlsx_column(b->w, _("clock"), 26);
	xlsx_column(b->w, _("missed"), 10);
	xlsx_column(b->w, _("of how many"), 10);
	xlsx_column(b->w, _("share"), 10);
	xlsx_column(b->w, _("at least"), 10);
	xlsx_column(b->w, _("at most"), 10);
	xlsx_column(b->w, _("cases"), 60);
	for (i = 0; i < f->naccounts; i++) {
		const struct figure_account *x = &f->account[i];

		strbuf_reset(&cases);
		for (k = 0; k < x->n; k++)
			strbuf_addf(&cases, "%s%s", k ? " " : "", f->accounted[x->first + k]->case_id);
		xlsx_row(b->w);
		xlsx_text(b->w, score_owner_label(&b->d, x->owner));
		xlsx_text(b->w, doc_clock_label(&b->d, x->clock));
		xlsx_count(b->w, x->missed);
		xlsx_count(b->w, x->decided);
		xlsx_share(b->w, x->missed, x->decided);
		xlsx_number(b->w, x->lo, XLSX_SHARE);
		xlsx_number(b->w, x->hi, XLSX_SHARE);
		xlsx_text(b->w, cases.buf);
	}
	strbuf_release(&cases);
}
