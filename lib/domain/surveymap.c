#include "domain/surveymap.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "domain/answers.h"
#include "domain/row.h"

#define COMPLAIN IMPORTLOAD_COMPLAIN

struct context {
	struct surveymap *m;
	const struct policy_survey *survey;
};

/* --- questions ------------------------------------------------------------------------------------ */

static const struct policy_question *question_in(const struct policy_survey *s, const char *name,
						 struct nearest *near)
{
	for (size_t i = 0; i < s->nask; i++) {
		if (!strcmp(s->ask[i].name, name))
			return &s->ask[i];
		nearest_offer(near, s->ask[i].name);
	}
	return NULL;
}

/* Questions that only an older policy asks may still have been answered. */
static const struct policy_question *find_question(struct importload *l, const struct yaml_node *at,
						   const char *name)
{
	const struct context *c = l->ctx;
	struct nearest near = NEAREST_INIT(name);
	const struct policy_question *q = question_in(c->survey, name, &near);

	for (size_t i = l->set->n; !q && i-- > 0;)
		q = question_in(&l->set->version[i]->survey, name, &near);
	if (!q && near.best)
		COMPLAIN(l, at, _("the policy has no question '%s' (did you mean '%s'?)"), name,
			 near.best);
	else if (!q)
		COMPLAIN(l, at, _("the policy has no question '%s'"), name);
	return q;
}

/* COLUMN | { column: .., values: {..}, else: .., join: .., text: COLUMN }; long form: { values: {..} } */
static void read_question(struct importload *l, const struct yaml_node *n,
			  struct surveymap_question *q)
{
	static const char *const keys[] = { "column", "values", "else", "join", "text", NULL };
	const struct context *c = l->ctx;
	const struct yaml_node *x;
	int is_long = surveymap_is_long(c->m);

	if (n->type != YAML_MAPPING) {
		importload_source(l, n, &q->score, q->name);
		if (is_long)
			COMPLAIN(l, n, _("'%s' has no column of its own where the rows are questions"),
				 q->name);
		return;
	}
	importload_keys(l, n, keys, NULL);
	q->score.join = " ";
	q->score.line = n->line;
	q->score.column = n->column;
	if ((x = yaml_get(n, "column")))
		importload_columns(l, x, &q->score.from, &q->score.nfrom, "column");
	if ((x = yaml_get(n, "join")) && importload_is(l, x, YAML_SCALAR, "join"))
		q->score.join = importload_text(l, x);
	if ((x = yaml_get(n, "text")))
		importload_source(l, x, &q->text, "text");
	importload_values(l, n, &q->score);
	if (is_long && (q->score.nfrom || q->text.nfrom))
		COMPLAIN(l, n, _("'%s' has no column of its own where the rows are questions"),
			 q->name);
	else if (!is_long && !q->score.nfrom)
		COMPLAIN(l, n, _("'%s' needs a column"), q->name);
}

/* What the map makes of an answer must be one, where that can be known now. */
static void check_values(struct importload *l, const struct surveymap_question *q)
{
	const struct import_source *s = &q->score;
	struct err err = ERR_INIT;
	int score;

	for (size_t i = 0; i <= s->nvalues; i++) {
		const char *to = i < s->nvalues ? s->value[i].to : s->otherwise;

		if (!to || !*to || q->question->answer == ANSWER_TEXT ||
		    answers_parse(q->question, to, &score, &err) == 0)
			continue;
		COMPLAIN(l, s, "%s", err.msg);
	}
}

static void read_questions(struct importload *l, const struct yaml_node *n)
{
	const struct context *c = l->ctx;
	struct surveymap *m = c->m;

	if (!importload_is(l, n, YAML_MAPPING, "questions"))
		return;
	m->ask = arena_array(&m->table.arena, n->size + 1, sizeof(*m->ask));
	for (size_t i = 0; i < n->size; i++) {
		struct surveymap_question *q = &m->ask[m->nask];

		q->name = importload_text(l, n->key[i]);
		q->question = find_question(l, n->key[i], q->name);
		read_question(l, n->item[i], q);
		if (!q->question)
			continue;
		check_values(l, q);
		m->nask++;
	}
}

/* Without `questions` the rows of the long form may be about any of the policy's. */
static void take_all_questions(struct surveymap *m, const struct policy_survey *s)
{
	m->ask = arena_array(&m->table.arena, s->nask + 1, sizeof(*m->ask));
	for (size_t i = 0; i < s->nask; i++)
		m->ask[m->nask++] = (struct surveymap_question){ .name = s->ask[i].name,
								 .question = &s->ask[i] };
}

/* The rows of the long form have one column for all answers; its values are for questions without their own. */
static void share_answer(struct surveymap *m)
{
	for (size_t i = 0; i < m->nask; i++) {
		struct import_source own = m->ask[i].score;

		m->ask[i].score = m->answer;
		if (!own.nvalues)
			continue;
		m->ask[i].score.value = own.value;
		m->ask[i].score.nvalues = own.nvalues;
		m->ask[i].score.otherwise = own.otherwise;
	}
}

int surveymap_question(const struct surveymap *m, const char *name)
{
	for (size_t i = 0; i < m->nask; i++)
		if (!strcmp(m->ask[i].name, name))
			return (int)i;
	return -1;
}

/* What a row of the long form may be about. */
static void check_question_values(struct importload *l, struct surveymap *m)
{
	const struct import_source *s = &m->question;

	for (size_t i = 0; i <= s->nvalues; i++) {
		const char *to = i < s->nvalues ? s->value[i].to : s->otherwise;
		struct nearest near = NEAREST_INIT(to);

		if (!to || !*to || surveymap_question(m, to) >= 0)
			continue;
		for (size_t k = 0; k < m->nask; k++)
			nearest_offer(&near, m->ask[k].name);
		if (near.best)
			COMPLAIN(l, s, _("the policy has no question '%s' (did you mean '%s'?)"), to,
				 near.best);
		else
			COMPLAIN(l, s, _("the policy has no question '%s'"), to);
	}
}

/* --- the map -------------------------------------------------------------------------------------- */

static void read_status(struct importload *l, const struct yaml_node *n, struct import_source *s)
{
	importload_source(l, n, s, "status");
	for (size_t i = 0; i < s->nvalues + 2; i++) {
		const char *to = i < s->nvalues ? s->value[i].to
				 : i == s->nvalues ? s->otherwise : s->constant;

		if (to && answer_status_find(to, strlen(to)) < 0)
			COMPLAIN(l, s, _("'%s' is no status (asked, answered, refused, unreached)"), to);
	}
}

static void read_match(struct importload *l, const struct yaml_node *n, struct surveymap *m)
{
	importload_set(l, n, &m->match, &m->nmatch, "match");
	for (size_t i = 0; i < m->nmatch; i++)
		if (!column_is_class(m->match[i].target))
			COMPLAIN(l, &m->match[i], _("cases are not told apart by '%s'"),
				 policy_set_column_name(l->set, m->match[i].target));
}

static void read_sources(struct importload *l, const struct yaml_node *root, struct surveymap *m)
{
	const struct {
		const char *key;
		struct import_source *to;
	} sources[] = {
		{ "form", &m->form }, { "about", &m->about }, { "by", &m->by },
		{ "channel", &m->channel }, { "text", &m->text }, { "question", &m->question },
		{ "answer", &m->answer },
	};
	const struct yaml_node *x;

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		if ((x = yaml_get(root, sources[i].key)))
			importload_source(l, x, sources[i].to, sources[i].key);
	if ((x = yaml_get(root, "at")))
		importload_column(l, x, &m->at, "at");
	if ((x = yaml_get(root, "case")))
		importload_column(l, x, &m->reference, "case");
	if ((x = yaml_get(root, "status")))
		read_status(l, x, &m->status);
	if ((x = yaml_get(root, "match")))
		read_match(l, x, m);
}

static void read_map(struct importload *l, const struct yaml_node *root)
{
	static const char *const keys[] = { "survey", "at", "case", "match", "form", "about", "by",
					    "channel", "status", "text", "questions", "question",
					    "answer", NULL };
	static const char *const needed[] = { "survey", "dates", "at", NULL };
	const struct context *c = l->ctx;
	struct surveymap *m = c->m;
	const struct yaml_node *x;

	importload_keys(l, root, keys, importtable_keys);
	importload_need(l, root, needed);
	importload_table(l, root, "survey");
	if (m->table.name && row_code_fault(m->table.name, strlen(m->table.name)) >= 0)
		COMPLAIN(l, root, _("'%s' must be a code: it begins the keys of all answers"),
			 m->table.name);
	read_sources(l, root, m);
	if ((x = yaml_get(root, "questions")))
		read_questions(l, x);
	else if (surveymap_is_long(m))
		take_all_questions(m, c->survey);
	else if (!import_source_is_given(&m->text) && !import_source_is_given(&m->status))
		COMPLAIN(l, root, _("the key '%s' is missing"), "questions");
	if (surveymap_is_long(m) != import_source_is_given(&m->answer))
		COMPLAIN(l, root, _("'question' and 'answer' go together: a row is one question"));
	if (surveymap_is_long(m))
		share_answer(m);
	check_question_values(l, m);
}

struct surveymap *surveymap_load(const char *path, const struct policy_set *set,
				 const struct policy_survey *survey, struct findings *findings,
				 struct err *err)
{
	struct surveymap *m = mem_zalloc(sizeof(*m));
	struct context c = { m, survey };
	struct importload l = { &m->table, set, findings, 0, &c };

	if (importtable_load(&l, path, read_map, err) == 0)
		return m;
	surveymap_free(m);
	return NULL;
}

void surveymap_free(struct surveymap *m)
{
	if (!m)
		return;
	importtable_release(&m->table);
	free(m);
}

int surveymap_bind(struct surveymap *m, const struct csv_reader *r, struct findings *findings,
		   struct err *err)
{
	struct import_source *const sources[] = { &m->form, &m->about, &m->by, &m->channel,
						  &m->status, &m->text, &m->question, &m->answer };
	const struct importtable *t = &m->table;
	int result = importtable_bind(&m->table, r, findings);

	result |= importtable_bind_column(t, &m->at, r, findings);
	result |= importtable_bind_column(t, &m->reference, r, findings);
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		result |= importtable_bind_source(t, sources[i], r, findings);
	for (size_t i = 0; i < m->nmatch; i++)
		result |= importtable_bind_source(t, &m->match[i], r, findings);
	for (size_t i = 0; i < m->nask && !surveymap_is_long(m); i++) {
		result |= importtable_bind_source(t, &m->ask[i].score, r, findings);
		result |= importtable_bind_source(t, &m->ask[i].text, r, findings);
	}
	if (result)
		err_set(err, STATUS_INPUT, _("the file does not have the columns that the map names"));
	return result;
}
