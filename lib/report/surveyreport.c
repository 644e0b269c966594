#include "report/surveyreport.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WEEKS_MOST 26                    /* a longer period is shown by month */
#define TREND_MOST 600

void surveyreport_release(struct surveyreport *r)
{
	opinions_release(&r->answers);
	opinions_release(&r->observed);
	caselist_release(&r->cases);
	for (size_t i = 0; i < r->ndims; i++)
		free(r->dim[i].group);
	free(r->dim);
	free(r->question);
	free(r->trend);
	free(r->low);
	free(r->observation);
	*r = (struct surveyreport)SURVEYREPORT_INIT;
}

struct surveyreport_sums surveyreport_sums(const struct surveyreport_question *q)
{
	struct surveyreport_sums s = { .yes = q->count[1] };

	for (int i = 0; i < SURVEYREPORT_SCORES; i++) {
		s.satisfied += i >= q->lowest ? q->count[i] : 0;
		s.easy += i >= OPINION_EASY ? q->count[i] : 0;
		s.promoters += i >= 9 ? q->count[i] : 0;
		s.detractors += i <= 6 ? q->count[i] : 0;
	}
	return s;
}

/* --- questions ---------------------------------------------------------------------------------- */

/* Of another question than the policy's `satisfied` is about: the two highest scores; yes. */
static int lowest_of(const struct policy_survey *s, const char *question, const char *scale)
{
	const struct policy_question *q = opinion_question(s);
	int from, to;

	if (q && !strcmp(q->name, question) && !strcmp(answers_scale(q), scale))
		return opinion_satisfied(s);
	if (answers_range(scale, &from, &to) < 0)
		return 0;
	return to == 1 ? 1 : to - 1;
}

static struct surveyreport_question *question_of(struct surveyreport *r, const char *name,
						 const char *scale)
{
	const struct policy_survey *s = survey_of(r->policy);
	const struct policy_question *q = survey_question(s, name);
	size_t i;

	for (i = 0; i < r->nquestions; i++)
		if (!strcmp(r->question[i].name, name) && !strcmp(r->question[i].scale, scale))
			return &r->question[i];
	MEM_GROW(r->question, i + 1, r->alloc_questions);
	r->question[i] = (struct surveyreport_question){
		.name = name, .scale = scale, .question = q, .lowest = lowest_of(s, name, scale),
		.is_main = q && q == opinion_question(s) && !strcmp(scale, answers_scale(q)) };
	r->nquestions++;
	return &r->question[i];
}

/* Each question of the policy has its row, answered or not. */
static void add_questions(struct surveyreport *r)
{
	const struct policy_survey *s = survey_of(r->policy);

	for (size_t i = 0; i < s->nask; i++)
		question_of(r, s->ask[i].name, answers_scale(&s->ask[i]));
}

static void count_answer(struct surveyreport *r, const struct opinion *x)
{
	struct surveyreport_question *q;

	if (!*x->question && x->score < 0)
		return;
	q = question_of(r, x->question, x->scale);
	q->n++;
	if (x->score >= 0 && x->score < SURVEYREPORT_SCORES)
		q->count[x->score]++;
}

static void count_questions(struct surveyreport *r, const struct opinion *x, size_t n)
{
	const struct period_bounds *w = &r->options->bounds;

	for (size_t i = 0; i < n; i++)
		if (x[i].status == SURVEY_ANSWERED &&
		    (!x[i].id || opinion_last(x, n, x[i].question, x[i].scale, w->from, w->to) == &x[i]))
			count_answer(r, &x[i]);
}

/* --- groups ------------------------------------------------------------------------------------- */

static struct opinion_tally *group_of(struct surveyreport_dim *d, const char *value)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->group[i].value == value || !strcmp(d->group[i].value, value))
			return &d->group[i].all;
	MEM_GROW(d->group, i + 1, d->alloc);
	d->group[i] = (struct surveyreport_group){ .value = value };
	d->n++;
	return &d->group[i].all;
}

static int is_small(const struct surveyreport_group *g)
{
	return g->all.n < SURVEYREPORT_SMALL;
}

/* The best first, of those that can be compared; then the others. */
static int by_rank(const void *a, const void *b)
{
	const struct surveyreport_group *x = a, *y = b;
	double p, q;

	if (is_small(x) != is_small(y))
		return is_small(x) - is_small(y);
	if (!is_small(x)) {
		p = (double)x->all.satisfied / (double)x->all.n;
		q = (double)y->all.satisfied / (double)y->all.n;
		if (p < q || p > q)
			return p < q ? 1 : -1;
	}
	return strcmp(x->value, y->value);
}

static int64_t next_day(const struct surveyreport *r, int64_t day)
{
	struct civil c;

	if (!r->is_monthly)
		return day - civil_weekday(day) + 7;
	civil_from_days(day, &c);
	return c.month == 12 ? civil_to_days(c.year + 1, 1, 1) : civil_to_days(c.year, c.month + 1, 1);
}

static void add_stretches(struct surveyreport *r)
{
	const struct zone *zone = r->options->zone;
	instant from = r->from, to = r->options->bounds.to;
	int64_t day = zone_day(zone, from);

	if (from >= to)
		return;
	r->is_monthly = (to - from) / (7 * 86400) > WEEKS_MOST;
	while (from < to && r->ntrend < TREND_MOST) {
		instant end;

		day = next_day(r, day);
		end = zone_midnight(zone, day);
		MEM_GROW(r->trend, r->ntrend + 1, r->alloc_trend);
		r->trend[r->ntrend++] = (struct surveyreport_group){
			.value = "", .from = from, .to = end < to ? end : to };
		from = end;
	}
}

/* --- one case ----------------------------------------------------------------------------------- */

static void count_waves(struct surveyreport *r, const struct opinion *x, size_t n,
			const struct policy_survey *s)
{
	const struct period_bounds *w = &r->options->bounds;
	size_t first = 0, second;
	int a, b, lowest = opinion_satisfied(s);

	while (first < n && x[first].wave == 0)
		first++;
	for (second = first; second < n && x[second].wave == 1;)
		second++;
	a = opinion_score(x, first, s, w->from, w->to);
	b = opinion_score(x + first, second - first, s, w->from, w->to);
	if (a < 0 || b < 0)
		return;
	r->waves.cases++;
	r->waves.satisfied[0] += a >= lowest;
	r->waves.satisfied[1] += b >= lowest;
	r->waves.better += b > a;
	r->waves.same += b == a;
	r->waves.worse += b < a;
}

/* What `reopen-at` calls low; where the policy does not, whoever is not satisfied. */
static int is_low(const struct policy_survey *s, int score)
{
	return score >= 0 && (s->reopen_at ? score <= s->reopen_at : score < opinion_satisfied(s));
}

static void note_low(struct surveyreport *r, const struct caselist_case *c, const struct opinion *x,
		     size_t n, int score)
{
	struct strbuf id = STRBUF_INIT;

	if (c)
		caseid_format(&id, c->id, r->policy->prefix);
	for (size_t i = 0; i < n; i++) {
		if (!*x[i].text || x[i].status != SURVEY_ANSWERED)
			continue;
		MEM_GROW(r->low, r->nlow + 1, r->alloc_low);
		r->low[r->nlow++] = (struct surveyreport_low){
			.case_id = arena_strdup(&r->answers.arena, id.buf),
			.customer = c ? caselist_class(&r->cases, c, COLUMN_CUSTOMER) : "",
			.question = x[i].question, .scale = x[i].scale, .text = x[i].text,
			.at = x[i].at, .score = score };
	}
	strbuf_release(&id);
}

static int is_out(const struct surveyreport *r, const struct caselist_case *c)
{
	const char *kind = caselist_class(&r->cases, c, COLUMN_KIND);

	return !strcmp(kind, "duty") || !strcmp(kind, "action");
}

static void count_case(struct surveyreport *r, const struct caselist_case *c, struct opinion *x,
		       size_t n)
{
	const struct period_bounds *w = &r->options->bounds;
	instant opened = caselist_opened(c);
	const struct policy_survey *s = survey_of(policy_set_at(r->options->set, opened));
	struct opinion_tally one = { 0 };
	int score = opinion_score(x, n, s, w->from, w->to);

	if (opened == INSTANT_NONE)
		return;
	x->is_known = 1;
	if (is_out(r, c))
		return;
	opinion_count(&one, x, n, s, w->from, w->to);
	if (c->state == CASE_CANCELLED) {
		r->all.cancelled += one.asked || one.unreached;
		return;
	}
	opinion_merge(&r->all, &one);
	count_questions(r, x, n);
	for (size_t i = 0; i < r->ndims; i++)
		opinion_merge(group_of(&r->dim[i], caselist_class(&r->cases, c, r->dim[i].column)), &one);
	for (size_t i = 0; i < r->ntrend; i++)
		opinion_count(&r->trend[i].all, x, n, s, r->trend[i].from, r->trend[i].to);
	count_waves(r, x, n, s);
	if (is_low(s, score))
		note_low(r, c, x, n, score);
}

static void count_anonymous(struct surveyreport *r)
{
	const struct policy_survey *s = survey_of(r->policy);
	const struct period_bounds *w = &r->options->bounds;
	size_t n;
	struct opinion *x = opinions_find(&r->answers, 0, &n);

	opinion_count_anonymous(&r->all, &r->answers, s, w->from, w->to);
	for (size_t i = 0; i < r->ntrend; i++)
		opinion_count_anonymous(&r->trend[i].all, &r->answers, s, r->trend[i].from,
					r->trend[i].to);
	count_questions(r, x, n);
	for (size_t i = 0; i < n; i++) {
		int score = opinion_score(&x[i], 1, s, w->from, w->to);

		if (is_low(s, score))
			note_low(r, NULL, &x[i], 1, score);
	}
}

/* --- observations ------------------------------------------------------------------------------- */

static struct surveyreport_observation *observation_of(struct surveyreport *r,
						       const struct opinion *x)
{
	size_t i;

	for (i = 0; i < r->nobservations; i++) {
		struct surveyreport_observation *o = &r->observation[i];

		if (!strcmp(o->about, x->about) && !strcmp(o->question, x->question) &&
		    !strcmp(o->scale, x->scale))
			return o;
	}
	MEM_GROW(r->observation, i + 1, r->alloc_observations);
	r->observation[i] = (struct surveyreport_observation){
		.about = x->about, .question = x->question, .scale = x->scale,
		.lowest = lowest_of(survey_of(r->policy), x->question, x->scale) };
	r->nobservations++;
	return &r->observation[i];
}

static int by_about(const void *a, const void *b)
{
	const struct surveyreport_observation *x = a, *y = b;
	int c = strcmp(x->about, y->about);

	if (!c)
		c = strcmp(x->question, y->question);
	return c ? c : strcmp(x->scale, y->scale);
}

static void count_observations(struct surveyreport *r)
{
	for (size_t i = 0; i < r->observed.n; i++) {
		const struct opinion *x = &r->observed.item[i];
		struct surveyreport_observation *o;

		if (x->status != SURVEY_ANSWERED || x->score < 0)
			continue;
		o = observation_of(r, x);
		o->n++;
		o->satisfied += x->score >= o->lowest;
	}
	if (r->nobservations)
		qsort(r->observation, r->nobservations, sizeof(*r->observation), by_about);
}

/* --- reading ------------------------------------------------------------------------------------- */

static int is_answered(void *ctx, caseid id)
{
	const struct surveyreport *r = ctx;
	size_t n;

	return opinions_find(&r->answers, id, &n) != NULL;
}

static int read_cases(struct surveyreport *r, struct caselog *log, struct err *err)
{
	const struct surveyreport_options *o = r->options;
	struct caselist_options want = { .scan = { .threads = 2, .at_most = o->as_of },
					 .want = is_answered, .ctx = r };

	if (o->known_at != INSTANT_NONE)
		want.scan.known_at = o->known_at;
	caselist_init(&r->cases, o->set);
	return r->answers.n ? caselist_read(&r->cases, log, &want, err) : 0;
}

static int read_answers(struct surveyreport *r, struct findings *findings, struct err *err)
{
	const struct surveyreport_options *o = r->options;
	struct opinions_options want = { .from = o->bounds.from, .to = o->bounds.to,
					 .at_most = o->as_of, .form = o->form, .with_texts = 1 };

	if (o->known_at != INSTANT_NONE)
		want.known_at = o->known_at;
	if (opinions_read(&r->answers, o->surveys, &want, findings, err) < 0)
		return -1;
	if (o->form && strcmp(o->form, OBSERVATION_FORM) != 0)
		return 0;
	want.form = OBSERVATION_FORM;    /* a second look: its findings are told already */
	return opinions_read(&r->observed, o->surveys, &want, NULL, err);
}

static void find_beginning(struct surveyreport *r)
{
	const struct period_bounds *w = &r->options->bounds;

	r->from = w->from;
	if (!w->since_ever)
		return;
	r->from = w->shown_to;
	for (size_t i = 0; i < r->answers.n; i++)
		if (r->answers.item[i].at < r->from)
			r->from = r->answers.item[i].at;
	for (size_t i = 0; i < r->observed.n; i++)
		if (r->observed.item[i].at < r->from)
			r->from = r->observed.item[i].at;
	r->from = zone_midnight(r->options->zone, zone_day(r->options->zone, r->from));
}

static int the_latest_first(const void *a, const void *b)
{
	const struct surveyreport_low *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	return strcmp(x->case_id, y->case_id);
}

static void count_all(struct surveyreport *r)
{
	size_t n;

	for (size_t i = 0; i < r->cases.n; i++) {
		struct opinion *x = opinions_find(&r->answers, r->cases.item[i].id, &n);

		if (x)
			count_case(r, &r->cases.item[i], x, n);
	}
	count_anonymous(r);
	count_observations(r);
	for (size_t i = 0; i < r->ndims; i++)
		if (r->dim[i].n)
			qsort(r->dim[i].group, r->dim[i].n, sizeof(*r->dim[i].group), by_rank);
	if (r->nlow)
		qsort(r->low, r->nlow, sizeof(*r->low), the_latest_first);
}

int surveyreport_read(struct surveyreport *r, const struct surveyreport_options *options,
		      struct caselog *log, struct findings *findings, struct err *err)
{
	r->options = options;
	r->policy = policy_set_now(options->set);
	r->ndims = (size_t)options->nby;
	r->dim = mem_array(r->ndims + 1, sizeof(*r->dim));
	for (size_t i = 0; i < r->ndims; i++)
		r->dim[i].column = options->by[i];
	if (read_answers(r, findings, err) < 0 || read_cases(r, log, err) < 0)
		return -1;
	find_beginning(r);
	add_stretches(r);
	if (!options->form || answers_form_wave(options->form) >= 0)
		add_questions(r);
	count_all(r);
	opinions_report_unknown(&r->answers, options->surveys, r->policy->prefix, findings);
	return 0;
}
