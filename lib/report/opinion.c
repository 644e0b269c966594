#include "report/opinion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/caserange.h"
#include "rules/interval.h"

/* --- reading ------------------------------------------------------------------------------------- */

void opinions_release(struct opinions *o)
{
	arena_release(&o->arena);
	intern_release(&o->words);
	free(o->item);
	free(o->later);
	*o = (struct opinions)OPINIONS_INIT;
}

static const char *word(struct opinions *o, const char *s)
{
	return *s ? intern_str(&o->words, intern_add(&o->words, s, strlen(s))) : "";
}

static int take(void *ctx, const struct answer *a)
{
	struct opinions *o = ctx;
	const struct opinions_options *want = o->options;
	const char *form = a->cell[ANSWERS_FORM];
	int wave = answers_form_wave(form);

	if (want->at_most && a->key > want->at_most) {
		MEM_GROW(o->later, o->nlater + 1, o->alloc_later);
		o->later[o->nlater++] = (struct opinion_later){ (uint32_t)a->line, a->id, a->at, a->key };
	}
	if ((want->form ? strcmp(form, want->form) != 0 : wave < 0) || a->at < want->from ||
	    a->at >= want->to)
		return 0;
	MEM_GROW(o->item, o->n + 1, o->alloc);
	o->item[o->n++] = (struct opinion){
		.id = a->id, .at = a->at, .line = (uint32_t)a->line, .score = (int16_t)a->score,
		.wave = (int16_t)(wave < 0 ? 0 : wave), .status = (uint8_t)a->status,
		.question = word(o, a->cell[ANSWERS_QUESTION]),
		.scale = word(o, a->cell[ANSWERS_SCALE]), .about = word(o, a->cell[ANSWERS_ABOUT]),
		.text = want->with_texts ? arena_strdup(&o->arena, a->cell[ANSWERS_TEXT]) : "" };
	return 0;
}

static int by_case(const void *a, const void *b)
{
	const struct opinion *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->wave != y->wave)
		return x->wave < y->wave ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

int opinions_read(struct opinions *o, const char *path, const struct opinions_options *options,
		  struct findings *findings, struct err *err)
{
	const struct answers_options wanted = { .at_most = options->at_most,
						.known_at = options->known_at };

	o->options = options;
	if (path && answers_read(path, &wanted, findings, take, o, err) < 0) {
		if (!options->is_aside || err->status != STATUS_INPUT)
			return -1;
		finding_add(findings, GRADE_ERROR, path, 0, 0, _("no answer is counted: %s"), err->msg);
		*err = (struct err)ERR_INIT;
	}
	if (o->n)
		qsort(o->item, o->n, sizeof(*o->item), by_case);
	return 0;
}

struct opinion *opinions_find(const struct opinions *o, caseid id, size_t *n)
{
	struct caserange r = { 0, 0 };

	if (o->n)
		r = caserange_find(&o->item->id, o->n, sizeof(*o->item), id);
	*n = r.to - r.from;
	return *n ? &o->item[r.from] : NULL;
}

void opinions_forget_known(struct opinions *o)
{
	for (size_t i = 0; i < o->n; i++)
		o->item[i].is_known = 0;
}

void opinions_report_unknown(const struct opinions *o, const char *path, const char *prefix,
			     struct findings *findings)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct opinion *x = &o->item[i];
		struct strbuf id = STRBUF_INIT;

		if (!x->id || x->is_known || (i && o->item[i - 1].id == x->id))
			continue;
		caseid_format(&id, x->id, prefix);
		finding_add(findings, GRADE_WARNING, path, x->line, 0,
			    _("the log has no case %s, so what was answered about it is not counted"), id.buf);
		strbuf_release(&id);
	}
}

/* --- counting ------------------------------------------------------------------------------------ */

void opinion_merge(struct opinion_tally *t, const struct opinion_tally *from)
{
	t->n += from->n;
	t->satisfied += from->satisfied;
	t->asked += from->asked;
	t->answered += from->answered;
	t->refused += from->refused;
	t->unreached += from->unreached;
	t->nps_n += from->nps_n;
	t->promoters += from->promoters;
	t->detractors += from->detractors;
	t->ces_n += from->ces_n;
	t->easy += from->easy;
	t->without_case += from->without_case;
	t->cancelled += from->cancelled;
}

/* The first question with this scale; 0: with any. */
static const struct policy_question *question_of(const struct policy_survey *s, int scale)
{
	for (size_t i = 0; i < s->nask; i++)
		if (s->ask[i].answer == ANSWER_SCALE && (!scale || s->ask[i].scale == scale))
			return &s->ask[i];
	return NULL;
}

const struct policy_question *opinion_question(const struct policy_survey *s)
{
	return question_of(s, 0);
}

const struct policy_question *opinion_question_nps(const struct policy_survey *s)
{
	return question_of(s, 10);
}

const struct policy_question *opinion_question_ces(const struct policy_survey *s)
{
	return question_of(s, 7);
}

double opinion_nps(uint64_t promoters, uint64_t detractors, uint64_t n)
{
	return n ? 100 * ((double)promoters - (double)detractors) / (double)n : NAN;
}

void opinion_nps_interval(uint64_t promoters, uint64_t detractors, uint64_t n, double *lo, double *hi)
{
	const struct promoter_score s = { promoters, detractors, n };

	*lo = *hi = NAN;
	if (!n)
		return;
	interval_promoters(&s, lo, hi);
	*lo *= 100;
	*hi *= 100;
}

int opinion_satisfied(const struct policy_survey *s)
{
	const struct policy_question *q = opinion_question(s);

	return s->satisfied || !q ? s->satisfied : q->scale - 1;
}

/* Rows stand by wave and line: a later one of a wave corrects, of waves the later answer counts. */
const struct opinion *opinion_last(const struct opinion *x, size_t n, const char *question,
				   const char *scale, instant from, instant to)
{
	const struct opinion *last = NULL;

	for (size_t i = 0; i < n; i++)
		if (x[i].status == SURVEY_ANSWERED && x[i].at >= from && x[i].at < to &&
		    !strcmp(x[i].question, question) && !strcmp(x[i].scale, scale) &&
		    (!last || last->wave == x[i].wave || x[i].at >= last->at))
			last = &x[i];
	return last;
}

static const struct opinion *last_of(const struct opinion *x, size_t n, const struct policy_question *q,
				     instant from, instant to)
{
	return q ? opinion_last(x, n, q->name, answers_scale(q), from, to) : NULL;
}

static int last_score(const struct opinion *x, size_t n, const struct policy_question *q,
		      instant from, instant to)
{
	const struct opinion *last = last_of(x, n, q, from, to);

	return last ? last->score : -1;
}

const struct opinion *opinion_csat(const struct opinion *x, size_t n, const struct policy_survey *s, instant from,
				   instant to)
{
	return last_of(x, n, opinion_question(s), from, to);
}

int opinion_score(const struct opinion *x, size_t n, const struct policy_survey *s, instant from,
		  instant to)
{
	return last_score(x, n, opinion_question(s), from, to);
}

static void count_scores(struct opinion_tally *t, const struct opinion *x, size_t n,
			 const struct policy_survey *s, instant from, instant to)
{
	int score = opinion_score(x, n, s, from, to);
	int nps = last_score(x, n, opinion_question_nps(s), from, to);
	int ces = last_score(x, n, opinion_question_ces(s), from, to);

	t->n += score >= 0;
	t->satisfied += score >= 0 && score >= opinion_satisfied(s);
	t->nps_n += nps >= 0;
	t->promoters += nps >= 9;
	t->detractors += nps >= 0 && nps <= 6;
	t->ces_n += ces >= 0;
	t->easy += ces >= OPINION_EASY;
}

void opinion_count(struct opinion_tally *t, const struct opinion *x, size_t n,
		   const struct policy_survey *s, instant from, instant to)
{
	int has[SURVEY_UNREACHED + 1] = { 0 };
	int is_asked;

	for (size_t i = 0; i < n; i++)
		has[x[i].status] |= x[i].at >= from && x[i].at < to;
	is_asked = has[SURVEY_ASKED] || has[SURVEY_ANSWERED] || has[SURVEY_REFUSED];
	t->asked += is_asked;
	t->answered += has[SURVEY_ANSWERED];
	t->refused += has[SURVEY_REFUSED] && !has[SURVEY_ANSWERED];
	t->unreached += has[SURVEY_UNREACHED] && !is_asked;
	count_scores(t, x, n, s, from, to);
}

void opinion_count_anonymous(struct opinion_tally *t, const struct opinions *o,
			     const struct policy_survey *s, instant from, instant to)
{
	struct opinion_tally own = { 0 };

	for (size_t i = 0; i < o->n && !o->item[i].id; i++)
		count_scores(&own, &o->item[i], 1, s, from, to);
	own.without_case = own.asked = own.answered = own.n;
	opinion_merge(t, &own);
}
