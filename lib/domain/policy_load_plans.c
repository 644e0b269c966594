/* What goes beyond one clock: checklists, duties, compensation, survey, targets, warnings. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/policy_internal.h"

#define YEAR_SECONDS (INT64_C(365) * 24 * 3600)

static const struct policy_key task_keys[] = {
	KEY("task", policy_task, name, policy_read_code, .required = 1),
	KEY("label", policy_task, label, policy_read_label),
	KEY("within", policy_task, within, policy_read_limit),
	KEY("calendar", policy_task, calendar, policy_read_calendar_name),
	KEY("department", policy_task, department, policy_read_name, .what = NAME_DEPARTMENT),
	KEY("owner", policy_task, owner, policy_read_name, .what = NAME_PERSON),
};
const struct policy_table policy_table_task = TABLE("task", task_keys);

static void task_begin(struct load *l, void *item, const struct yaml_node *n)
{
	(void)n;
	((struct policy_task *)item)->calendar = l->p->always;
}

static const struct policy_entries tasks = {
	&policy_table_task, sizeof(struct policy_task), offsetof(struct policy_task, line),
	task_begin, NULL,
};

void policy_read_checklists(struct load *l, const struct yaml_node *n, void *into,
			    const struct policy_key *key)
{
	struct policy_key list = { .name = NULL, .entries = &tasks, .filled = 1 };
	struct policy *p = l->p;
	struct policy_checklist *c;
	size_t i;

	(void)into;
	if (!policy_is_mapping(l, n, key->name))
		return;
	p->checklist = arena_array(l->arena, n->size, sizeof(*p->checklist));
	for (i = 0; i < n->size; i++) {
		c = &p->checklist[p->nchecklists++];
		c->name = policy_copy(l, n->key[i]);
		c->line = n->key[i]->line;
		policy_refer(l, n->key[i], NAME_CATEGORY, NULL);
		list.name = c->name;
		policy_read_list(l, n->item[i], &c->task, &list);
	}
}

static const char *const periods[] = { "day", "week", "month", "quarter", "year", NULL };

static const struct policy_key duty_keys[] = {
	KEY("label", policy_duty, label, policy_read_label),
	KEY("every", policy_duty, every, policy_read_choice, .required = 1, .words = periods),
	KEY("within", policy_duty, within, policy_read_limit, .required = 1),
	KEY("calendar", policy_duty, calendar, policy_read_calendar_name),
	KEY("owner", policy_duty, owner, policy_read_name, .what = NAME_PERSON),
	KEY("department", policy_duty, department, policy_read_name, .what = NAME_DEPARTMENT),
	KEY("each", policy_duty, each, policy_read_name, .what = NAME_EACH),
};
const struct policy_table policy_table_duty = TABLE("duty", duty_keys);

static void duty_begin(struct load *l, void *item, const struct yaml_node *n)
{
	(void)n;
	((struct policy_duty *)item)->calendar = l->p->always;
}

const struct policy_entries policy_duties = {
	&policy_table_duty, sizeof(struct policy_duty), offsetof(struct policy_duty, line),
	duty_begin, NULL,
};

static const struct policy_key compensation_keys[] = {
	KEY("label", policy_compensation, label, policy_read_label),
	KEY("unit", policy_compensation, unit, policy_read_code, .required = 1),
	KEY("approve", policy_compensation, approve, policy_read_name, .what = NAME_APPROVER),
	KEY("within", policy_compensation, within, policy_read_limit),
};
const struct policy_table policy_table_compensation = TABLE("compensation", compensation_keys);

static void compensation_done(struct load *l, void *item, const struct yaml_node *n)
{
	const struct policy_compensation *c = item;

	if (c->within.kind != LIMIT_NONE && !c->approve)
		policy_complain(l, n, _("'within' is the limit of an approval, '%s' has no 'approve'"),
				c->name);
}

const struct policy_entries policy_compensations = {
	&policy_table_compensation, sizeof(struct policy_compensation),
	offsetof(struct policy_compensation, line), NULL, compensation_done,
};

static void read_scale(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	uint64_t scale;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (number_parse(n->s, strlen(n->s), 10, &scale) < 0 ||
	    (scale != 5 && scale != 7 && scale != 10)) {
		policy_complain(l, n, _("'%s' must be 5, 7 or 10, not '%s'"), key->name, n->s);
		scale = 0;
	}
	*(int *)into = (int)scale;
}

/* `text: true` and `yes-no: true` choose the answer; only true makes sense. */
static void read_answer(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	int yes = 0;

	policy_read_bool(l, n, &yes, key);
	if (yes)
		*(enum policy_answer *)into = strcmp(key->name, "text") == 0 ? ANSWER_TEXT :
									     ANSWER_YES_NO;
}

static const struct policy_key question_keys[] = {
	KEY("zh", policy_question, label.zh, policy_read_text),
	KEY("en", policy_question, label.en, policy_read_text),
	KEY("scale", policy_question, scale, read_scale),
	KEY("text", policy_question, answer, read_answer),
	KEY("yes-no", policy_question, answer, read_answer),
};
const struct policy_table policy_table_question = TABLE("question", question_keys);

static void question_done(struct load *l, void *item, const struct yaml_node *n)
{
	struct policy_question *q = item;

	if (q->answer != ANSWER_SCALE && q->scale)
		policy_complain(l, n, _("question '%s' has a scale, or text, or yes-no, not two of them"),
				q->name);
	if (q->answer == ANSWER_SCALE && !q->scale)
		q->scale = 5;
}

static const struct policy_entries questions = {
	&policy_table_question, sizeof(struct policy_question),
	offsetof(struct policy_question, line), NULL, question_done,
};

static void read_waves(struct load *l, const struct yaml_node *n, void *into,
		       const struct policy_key *key)
{
	struct policy_survey *s = into;
	struct yaml_node *const *item = NULL;
	size_t i, count = policy_scalars(l, n, key->name, &item);

	s->wave = arena_array(l->arena, count + 1, sizeof(*s->wave));
	for (i = 0; i < count; i++) {
		if (duration_parse(item[i]->s, item[i]->n, &s->wave[s->nwaves], NULL) == 0)
			s->nwaves++;
		else
			policy_complain(l, item[i],
					_("'%s' is no length of time (such as 30m, 24h or 2d)"), item[i]->s);
	}
}

/*
 * A decimal number with digits on both sides of its point, perhaps below 0, then perhaps '%'. 0 or -1. One division, so that
 * 99.9% is the same number as 999 of 1000.
 */
static int parse_share(const char *s, size_t n, double *value, int *is_percent)
{
	struct amount a;
	double parts = 1;

	*is_percent = n > 1 && s[n - 1] == '%';
	if (amount_parse(s, n - (size_t)*is_percent, &a) < 0)
		return -1;
	if (*is_percent)
		parts = 100;
	for (; a.scale > 0; a.scale--)
		parts *= 10;
	*value = (double)a.value / parts;
	return 0;
}

static void read_sample(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	int percent;
	double share;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (parse_share(n->s, n->n, &share, &percent) < 0 || share <= 0 || share > 1)
		policy_complain(l, n, _("'%s' is no share (such as 20%% or 0.2)"), n->s);
	else
		*(double *)into = share;
}

static const struct policy_key survey_keys[] = {
	KEY("after", policy_survey, after, policy_read_events, .required = 1),
	KEY("for", policy_survey, filter, policy_read_filter),
	KEY("ask", policy_survey, ask, policy_read_map, .required = 1, .filled = 1,
	    .entries = &questions),
	KEY("satisfied", policy_survey, satisfied, policy_read_count),
	KEY("reopen-at", policy_survey, reopen_at, policy_read_count),
	KEY("within", policy_survey, within, policy_read_duration),
	KEY("sample", policy_survey, sample, read_sample),
	{ .name = "waves", .read = read_waves },
	KEY("not-own", policy_survey, not_own, policy_read_bool),
};
const struct policy_table policy_table_survey = TABLE("survey", survey_keys);

void policy_read_survey(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	struct policy_survey *s = into;

	s->present = 1;
	s->sample = 1;
	s->line = n->line;
	if (!policy_is_mapping(l, n, key->name))
		return;
	policy_read_mapping(l, n, s, &policy_table_survey);
	if (s->reopen_at && s->satisfied && s->reopen_at >= s->satisfied)
		policy_complain(l, yaml_get(n, "reopen-at"), _("'reopen-at' must be below 'satisfied'"));
}

/* ">= 85%", "<= 0.05", "> 4", "> -10". */
static int parse_goal(const struct yaml_node *n, struct policy_target *t)
{
	const char *s = n->s;
	size_t op;

	if (*s != '>' && *s != '<')
		return -1;
	op = s[1] == '=' ? 2 : 1;
	memcpy(t->op, s, op);
	s += op;
	s += strspn(s, " ");
	return *s ? parse_share(s, strlen(s), &t->value, &t->is_percent) : -1;
}

static void read_goal(struct load *l, const struct yaml_node *n, void *into,
		      const struct policy_key *key)
{
	struct policy_target *t = into;
	int is_score = !strcmp(t->name, "nps"), is_bad;

	if (!policy_is_scalar(l, n, key->name))
		return;
	is_bad = parse_goal(n, t) < 0;
	if (!is_score && (is_bad || strchr(n->s, '-')))
		policy_complain(l, n, _("'%s' is no target (such as '>= 85%%')"), n->s);
	else if (is_score && !is_bad && t->is_percent)
		policy_complain(l, n, _("'%s': a net promoter score has no '%%' (such as '>= 30')"), n->s);
	else if (is_score && (is_bad || t->value < -100 || t->value > 100))
		policy_complain(l, n, _("'%s' is no target of a score from -100 to 100 (such as '>= 30')"), n->s);
}

static const struct policy_key target_keys[] = {
	{ .name = "goal", .read = read_goal, .required = 1 },
	KEY("for", policy_target, filter, policy_read_filter),
};
const struct policy_table policy_table_target = TABLE("target", target_keys);

/* name: ">= 85%", or name: {goal: ">= 85%", for: {...}}. */
void policy_read_targets(struct load *l, const struct yaml_node *n, void *into,
			 const struct policy_key *key)
{
	struct policy *p = l->p;
	struct policy_target *t;
	size_t i;

	(void)into;
	if (!policy_is_mapping(l, n, key->name))
		return;
	p->target = arena_array(l->arena, n->size, sizeof(*p->target));
	for (i = 0; i < n->size; i++) {
		t = &p->target[p->ntargets++];
		t->name = policy_copy(l, n->key[i]);
		t->line = n->key[i]->line;
		policy_refer(l, n->key[i], NAME_TARGET, NULL);
		if (n->item[i]->type == YAML_MAPPING)
			policy_read_mapping(l, n->item[i], t, &policy_table_target);
		else
			read_goal(l, n->item[i], t, &(struct policy_key){ .name = t->name });
	}
}

/* Columns by name: only what classifies a case can be a series. */
static void read_by(struct load *l, const struct yaml_node *n, void *into,
		    const struct policy_key *key)
{
	struct { int *column; size_t n; } list = { NULL, 0 };
	struct policy_names *names = into;
	size_t i;

	policy_read_columns(l, n, &list, key);
	names->s = arena_array(l->arena, list.n + 1, sizeof(char *));
	for (i = 0; i < list.n; i++) {
		if (!column_is_class(list.column[i]))
			policy_complain(l, n, _("column '%s' does not classify a case"),
					policy_set_column_name(l->set, list.column[i]));
		names->s[names->n++] = policy_set_column_name(l->set, list.column[i]);
	}
}

static void read_repeat_by(struct load *l, const struct yaml_node *n, void *into,
			   const struct policy_key *key)
{
	struct policy_names names = { NULL, 0 };

	if (!policy_is_scalar(l, n, key->name))
		return;
	read_by(l, n, &names, key);
	if (names.n)
		*(const char **)into = names.s[0];
}

static void read_budget(struct load *l, const struct yaml_node *n, void *into,
			const struct policy_key *key)
{
	uint64_t v;

	if (!policy_is_scalar(l, n, key->name))
		return;
	if (n->n < 6 || strcmp(n->s + n->n - 5, "/year") != 0 ||
	    number_parse(n->s, n->n - 5, 10000, &v) < 0 || v == 0)
		policy_complain(l, n, _("'%s' is no budget of alarms (such as 12/year)"), n->s);
	else
		*(int *)into = (int)v;
}

static const struct policy_key repeat_keys[] = {
	KEY("by", policy_repeat, by, read_repeat_by, .required = 1),
	KEY("count", policy_repeat, count, policy_read_count, .required = 1),
	KEY("within", policy_repeat, within, policy_read_duration, .required = 1),
};
const struct policy_table policy_table_repeat = TABLE("repeat", repeat_keys);
static const struct policy_entries repeats = {
	&policy_table_repeat, sizeof(struct policy_repeat), offsetof(struct policy_repeat, line),
	NULL, NULL,
};

/* One rule, or a list of them. */
static void read_repeats(struct load *l, const struct yaml_node *n, void *into,
			 const struct policy_key *key)
{
	struct policy_warnings *w = into;

	if (n->type != YAML_MAPPING) {
		policy_read_list(l, n, &w->repeat,
				 &(struct policy_key){ .name = key->name, .entries = &repeats });
		return;
	}
	w->repeat = arena_array(l->arena, 1, sizeof(*w->repeat));
	w->nrepeat = 1;
	w->repeat->line = n->line;
	policy_read_mapping(l, n, w->repeat, &policy_table_repeat);
}

static const struct policy_key warnings_keys[] = {
	KEY("by", policy_warnings, by, read_by),
	KEY("budget", policy_warnings, budget_per_year, read_budget),
	{ .name = "repeat", .read = read_repeats },
};
const struct policy_table policy_table_warnings = TABLE("warnings", warnings_keys);

void policy_read_warnings(struct load *l, const struct yaml_node *n, void *into,
			  const struct policy_key *key)
{
	struct policy_warnings *w = into;

	w->present = 1;
	w->line = n->line;
	w->budget_per_year = 12;
	if (policy_is_mapping(l, n, key->name))
		policy_read_mapping(l, n, w, &policy_table_warnings);
}

/* "3y" or any length of time; a year is 365 days. */
static void read_age(struct load *l, const struct yaml_node *n, void *into,
		     const struct policy_key *key)
{
	uint64_t years;

	if (n->type == YAML_SCALAR && n->n > 1 && n->s[n->n - 1] == 'y' &&
	    number_parse(n->s, n->n - 1, 100, &years) == 0 && years > 0)
		*(int64_t *)into = (int64_t)years * YEAR_SECONDS;
	else
		policy_read_duration(l, n, into, key);
}

static const struct policy_key retention_keys[] = {
	KEY("identity", policy, retention_identity, read_age),
};
const struct policy_table policy_table_retention = TABLE("retention", retention_keys);

void policy_read_retention(struct load *l, const struct yaml_node *n, void *into,
			   const struct policy_key *key)
{
	(void)into;
	if (policy_is_mapping(l, n, key->name))
		policy_read_mapping(l, n, l->p, &policy_table_retention);
}

static const struct policy_key clause_keys[] = {
	KEY("id", policy_clause, id, policy_read_code),
	KEY("text", policy_clause, label, policy_read_label, .required = 1),
	KEY("owner", policy_clause, owner, policy_read_name, .what = NAME_RESPONSIBLE),
};
const struct policy_table policy_table_clause = TABLE("clause", clause_keys);
const struct policy_entries policy_clauses = {
	&policy_table_clause, sizeof(struct policy_clause), offsetof(struct policy_clause, line),
	NULL, NULL,
};
