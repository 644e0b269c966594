/* The survey report for programs: sd.survey/1, and one fact a row. */
#include <math.h>
#include <string.h>

#include "io/json.h"
#include "report/surveyreport.h"
#include "rules/interval.h"
#include "values/number.h"

/* --- JSON --------------------------------------------------------------------------------------- */

static void put_share(struct json_writer *w, const char *count, uint64_t n, uint64_t of)
{
	double lo = NAN, hi = NAN;

	if (of)
		interval_wilson(n, of, &lo, &hi);
	json_put_count(w, count, n);
	json_put_real(w, "share", figures_share(n, of));
	json_put_real(w, "lo95", lo);
	json_put_real(w, "hi95", hi);
}

static void put_nps(struct json_writer *w, uint64_t promoters, uint64_t detractors, uint64_t n)
{
	double lo, hi;

	opinion_nps_interval(promoters, detractors, n, &lo, &hi);
	json_put_real(w, "nps", opinion_nps(promoters, detractors, n));
	json_put_real(w, "nps_lo95", lo);
	json_put_real(w, "nps_hi95", hi);
}

static void put_tally(struct json_writer *w, const struct opinion_tally *t)
{
	json_put_count(w, "n", t->n);
	put_share(w, "satisfied", t->satisfied, t->n);
	json_put_count(w, "asked", t->asked);
	json_put_count(w, "answered", t->answered);
	json_put_real(w, "response", figures_share(t->answered, t->asked));
	json_put_count(w, "refused", t->refused);
	json_put_count(w, "unreached", t->unreached);
}

static void put_measures(struct json_writer *w, const struct surveyreport_question *q)
{
	const struct surveyreport_sums s = surveyreport_sums(q);

	if (q->is_main || !strcmp(q->scale, "5")) {
		json_begin_object(w, "csat");
		json_put_integer(w, "satisfied_from", q->lowest);
		put_share(w, "satisfied", s.satisfied, q->n);
		json_end(w);
	}
	if (!strcmp(q->scale, "10")) {
		put_nps(w, s.promoters, s.detractors, q->n);
		json_put_count(w, "promoters", s.promoters);
		json_put_count(w, "detractors", s.detractors);
	}
	if (!strcmp(q->scale, "7")) {
		json_begin_object(w, "ces");
		put_share(w, "easy", s.easy, q->n);
		json_end(w);
	}
	if (!strcmp(q->scale, "yes-no")) {
		json_begin_object(w, "yes");
		put_share(w, "yes", s.yes, q->n);
		json_end(w);
	}
}

static void put_question(struct json_writer *w, const struct surveyreport_question *q)
{
	int from, to;

	json_begin_object(w, NULL);
	json_put_cstring(w, "question", q->name);
	json_put_cstring(w, "scale", q->scale);
	json_put_count(w, "n", q->n);
	if (answers_range(q->scale, &from, &to) == 0) {
		json_put_integer(w, "lowest", from);
		json_begin_array(w, "counts");
		for (int i = from; i <= to; i++)
			json_put_count(w, NULL, q->count[i]);
		json_end(w);
	}
	put_measures(w, q);
	json_end(w);
}

static void put_by(struct json_writer *w, const struct surveyreport *r)
{
	json_begin_object(w, "by");
	for (size_t i = 0; i < r->ndims; i++) {
		const struct surveyreport_dim *d = &r->dim[i];

		json_begin_array(w, policy_set_column_name(r->options->set, d->column));
		for (size_t k = 0; k < d->n; k++) {
			json_begin_object(w, NULL);
			json_put_cstring(w, "value", d->group[k].value);
			put_tally(w, &d->group[k].all);
			json_put_bool(w, "small", d->group[k].all.n < SURVEYREPORT_SMALL);
			json_end(w);
		}
		json_end(w);
	}
	json_end(w);
}

static void put_trend(struct json_writer *w, const struct surveyreport *r)
{
	json_begin_object(w, "trend");
	json_put_cstring(w, "unit", r->is_monthly ? "month" : "week");
	json_begin_array(w, "rows");
	for (size_t i = 0; i < r->ntrend; i++) {
		const struct surveyreport_group *g = &r->trend[i];

		json_begin_object(w, NULL);
		json_put_instant(w, "from", g->from, r->options->zone);
		json_put_instant(w, "to", g->to, r->options->zone);
		put_tally(w, &g->all);
		put_nps(w, g->all.promoters, g->all.detractors, g->all.nps_n);
		json_put_real(w, "ces", figures_share(g->all.easy, g->all.ces_n));
		json_end(w);
	}
	json_end(w);
	json_end(w);
}

static void put_waves(struct json_writer *w, const struct surveyreport_waves *x)
{
	static const char *const names[2] = { "first", "second" };

	json_begin_object(w, "waves");
	json_put_count(w, "cases", x->cases);
	for (int i = 0; i < 2; i++) {
		json_begin_object(w, names[i]);
		put_share(w, "satisfied", x->satisfied[i], x->cases);
		json_end(w);
	}
	json_put_count(w, "better", x->better);
	json_put_count(w, "same", x->same);
	json_put_count(w, "worse", x->worse);
	json_end(w);
}

static void put_low(struct json_writer *w, const struct surveyreport *r)
{
	json_begin_array(w, "low");
	for (size_t i = 0; i < r->nlow; i++) {
		const struct surveyreport_low *x = &r->low[i];

		json_begin_object(w, NULL);
		json_put_instant(w, "at", x->at, r->options->zone);
		json_put_cstring(w, "case", x->case_id);
		json_put_cstring(w, "customer", x->customer);
		json_put_integer(w, "score", x->score);
		json_put_cstring(w, "question", x->question);
		json_put_cstring(w, "text", x->text);
		json_end(w);
	}
	json_end(w);
}

static void put_observations(struct json_writer *w, const struct surveyreport *r)
{
	json_begin_array(w, "observations");
	for (size_t i = 0; i < r->nobservations; i++) {
		const struct surveyreport_observation *x = &r->observation[i];

		json_begin_object(w, NULL);
		json_put_cstring(w, "about", x->about);
		json_put_cstring(w, "question", x->question);
		json_put_cstring(w, "scale", x->scale);
		json_put_count(w, "n", x->n);
		put_share(w, "satisfied", x->satisfied, x->n);
		json_put_bool(w, "small", x->n < SURVEYREPORT_SMALL);
		json_end(w);
	}
	json_end(w);
}

void surveyreport_json(const struct surveyreport *r, struct strbuf *out)
{
	const struct surveyreport_options *o = r->options;
	struct json_writer w = JSON_WRITER_INIT;

	json_begin_object(&w, NULL);
	json_put_cstring(&w, "schema", "sd.survey/1");
	json_put_instant(&w, "from", r->from, o->zone);
	json_put_instant(&w, "to", o->bounds.shown_to, o->zone);
	json_put_bool(&w, "so_far", o->bounds.so_far);
	json_put_instant(&w, "as_of", o->as_of, o->zone);
	json_put_cstring(&w, "form", o->form);
	json_begin_object(&w, "csat");
	put_tally(&w, &r->all);
	json_put_count(&w, "without_case", r->all.without_case);
	json_put_count(&w, "cancelled", r->all.cancelled);
	json_end(&w);
	json_begin_array(&w, "questions");
	for (size_t i = 0; i < r->nquestions; i++)
		put_question(&w, &r->question[i]);
	json_end(&w);
	put_by(&w, r);
	put_trend(&w, r);
	put_waves(&w, &r->waves);
	put_low(&w, r);
	put_observations(&w, r);
	json_end(&w);
	json_finish(&w, out, 2);
	json_writer_release(&w);
}

/* --- CSV: section, name, value, measure, number, numerator, denominator, text ----------------------- */

static void add_cell(struct strbuf *out, const char *s)
{
	if (strpbrk(s, ",\"\r\n")) {
		strbuf_addch(out, '"');
		for (; *s; s++)
			strbuf_addf(out, *s == '"' ? "\"\"" : "%c", *s);
		strbuf_addch(out, '"');
	} else {
		strbuf_addstr(out, s);
	}
}

static void begin_fact(struct strbuf *out, const char *section, const char *name, const char *value,
		       const char *measure)
{
	const char *const cell[] = { section, name, value, measure };

	for (size_t i = 0; i < sizeof(cell) / sizeof(cell[0]); i++) {
		add_cell(out, cell[i]);
		strbuf_addch(out, ',');
	}
}

static void count_fact(struct strbuf *out, const char *section, const char *name, const char *value,
		       const char *measure, uint64_t n)
{
	begin_fact(out, section, name, value, measure);
	strbuf_addf(out, "%llu,,,\n", (unsigned long long)n);
}

static void bound_fact(struct strbuf *out, const char *section, const char *name, const char *value,
		       const char *measure, const char *bound, double x)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s_%s", measure, bound);
	begin_fact(out, section, name, value, sb.buf);
	if (!isnan(x))
		number_format(out, x);
	strbuf_addstr(out, ",,,\n");
	strbuf_release(&sb);
}

static void real_fact(struct strbuf *out, const char *section, const char *name, const char *value,
		      const char *measure, double x)
{
	begin_fact(out, section, name, value, measure);
	if (!isnan(x))
		number_format(out, x);
	strbuf_addstr(out, ",,,\n");
}

static void nps_fact(struct strbuf *out, const struct surveyreport_question *q, const struct surveyreport_sums *s)
{
	double lo, hi;

	opinion_nps_interval(s->promoters, s->detractors, q->n, &lo, &hi);
	real_fact(out, "questions", q->name, q->scale, "nps", opinion_nps(s->promoters, s->detractors, q->n));
	bound_fact(out, "questions", q->name, q->scale, "nps", "lo95", lo);
	bound_fact(out, "questions", q->name, q->scale, "nps", "hi95", hi);
}

static void share_fact(struct strbuf *out, const char *section, const char *name, const char *value,
		       const char *measure, uint64_t n, uint64_t of)
{
	double lo = NAN, hi = NAN;

	begin_fact(out, section, name, value, measure);
	if (of) {
		number_format(out, figures_share(n, of));
		interval_wilson(n, of, &lo, &hi);
	}
	strbuf_addf(out, ",%llu,%llu,\n", (unsigned long long)n, (unsigned long long)of);
	bound_fact(out, section, name, value, measure, "lo95", lo);
	bound_fact(out, section, name, value, measure, "hi95", hi);
}

static void tally_facts(struct strbuf *out, const char *section, const char *name,
			const char *value, const struct opinion_tally *t)
{
	share_fact(out, section, name, value, "csat", t->satisfied, t->n);
	share_fact(out, section, name, value, "response", t->answered, t->asked);
	count_fact(out, section, name, value, "refused", t->refused);
	count_fact(out, section, name, value, "unreached", t->unreached);
}

static void question_facts(struct strbuf *out, const struct surveyreport_question *q)
{
	const struct surveyreport_sums s = surveyreport_sums(q);

	count_fact(out, "questions", q->name, q->scale, "n", q->n);
	if (q->is_main || !strcmp(q->scale, "5"))
		share_fact(out, "questions", q->name, q->scale, "csat", s.satisfied, q->n);
	if (!strcmp(q->scale, "10"))
		nps_fact(out, q, &s);
	if (!strcmp(q->scale, "7"))
		share_fact(out, "questions", q->name, q->scale, "ces", s.easy, q->n);
	if (!strcmp(q->scale, "yes-no"))
		share_fact(out, "questions", q->name, q->scale, "yes", s.yes, q->n);
}

static void trend_facts(struct strbuf *out, const struct surveyreport *r)
{
	struct strbuf day = STRBUF_INIT;

	for (size_t i = 0; i < r->ntrend; i++) {
		strbuf_reset(&day);
		date_format(&day, zone_day(r->options->zone, r->trend[i].from));
		tally_facts(out, "trend", r->is_monthly ? "month" : "week", day.buf, &r->trend[i].all);
	}
	strbuf_release(&day);
}

static void low_facts(struct strbuf *out, const struct surveyreport *r)
{
	for (size_t i = 0; i < r->nlow; i++) {
		const struct surveyreport_low *x = &r->low[i];

		begin_fact(out, "low", x->case_id, x->customer, x->question);
		strbuf_addf(out, "%d,,,", x->score);
		add_cell(out, x->text);
		strbuf_addch(out, '\n');
	}
}

void surveyreport_csv(const struct surveyreport *r, struct strbuf *out)
{
	strbuf_addstr(out, "section,name,value,measure,number,numerator,denominator,text\n");
	tally_facts(out, "all", "", "", &r->all);
	count_fact(out, "all", "", "", "without_case", r->all.without_case);
	count_fact(out, "all", "", "", "cancelled", r->all.cancelled);
	for (size_t i = 0; i < r->nquestions; i++)
		question_facts(out, &r->question[i]);
	for (size_t i = 0; i < r->ndims; i++)
		for (size_t k = 0; k < r->dim[i].n; k++)
			tally_facts(out, "by", policy_set_column_name(r->options->set, r->dim[i].column),
				    r->dim[i].group[k].value, &r->dim[i].group[k].all);
	trend_facts(out, r);
	if (r->waves.cases) {
		share_fact(out, "waves", "1", "", "csat", r->waves.satisfied[0], r->waves.cases);
		share_fact(out, "waves", "2", "", "csat", r->waves.satisfied[1], r->waves.cases);
		count_fact(out, "waves", "", "", "better", r->waves.better);
		count_fact(out, "waves", "", "", "same", r->waves.same);
		count_fact(out, "waves", "", "", "worse", r->waves.worse);
	}
	for (size_t i = 0; i < r->nobservations; i++)
		share_fact(out, "observations", r->observation[i].about, r->observation[i].question,
			   "satisfied", r->observation[i].satisfied, r->observation[i].n);
	low_facts(out, r);
}
