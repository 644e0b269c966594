/*
 * sd survey record: what was answered goes to surveys.csv; an answer so low that the case is taken up again is
 * followed by a reopen in the log (cmd/survey_follow.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "cli_notify.h"
#include "survey_record.h"

/* What may follow; an event that is recorded must not be built on damage. */
static const struct log_verb verb = { .name = "record", .event = EVENT_REOPEN };

/* --- answers ------------------------------------------------------------------------------------ */

static const struct policy_question *find_question(struct survey_recording *r, const char *name)
{
	const struct policy_question *q = survey_question(r->survey, name);
	struct nearest near = NEAREST_INIT(name);

	if (q)
		return q;
	for (size_t i = 0; i < r->survey->nask; i++)
		nearest_offer(&near, r->survey->ask[i].name);
	if (near.best)
		err_set(&r->l.cli->err, STATUS_INPUT,
			_("the policy has no question '%s' (did you mean '%s'?)"), name, near.best);
	else
		err_set(&r->l.cli->err, STATUS_INPUT, _("the policy has no question '%s'"), name);
	return NULL;
}

static int add_answer(struct survey_recording *r, const struct policy_question *q, const char *value,
		      const char *text)
{
	int score = -1;

	if (q->answer == ANSWER_TEXT && !*value && *text)
		;
	else if (answers_parse(q, value, &score, &r->l.cli->err) < 0)
		return -1;
	survey_answers_add(&r->answers, q, SURVEY_ANSWERED, score, text);
	return 0;
}

/* QUESTION=VALUE; what a question asks for in words is its text. */
static int add_given(struct survey_recording *r, const char *given, const char *text)
{
	const char *eq = strchr(given, '=');
	const struct policy_question *q;

	if (!eq)
		return cli_usage(r->l.cli, _("--answer takes QUESTION=VALUE, not '%s'"), given), -1;
	q = find_question(r, arena_strndup(&r->l.arena, given, (size_t)(eq - given)));
	if (!q)
		return -1;
	if (q->answer == ANSWER_TEXT)
		return add_answer(r, q, "", eq + 1);
	return add_answer(r, q, eq + 1, text);
}

/* --score, --question and --text: one answer; words alone are a remark. */
static int add_one(struct survey_recording *r, const char *text)
{
	const struct policy_question *q = NULL;

	if (r->question && !(q = find_question(r, r->question)))
		return -1;
	if (!q && r->score)
		q = survey_default(r->survey);
	if (!q && !*text)
		return cli_usage(r->l.cli, _("--%s is empty"), "text"), -1;
	if (!q) {
		survey_answers_add(&r->answers, NULL, SURVEY_ANSWERED, -1, text);
		return 0;
	}
	return add_answer(r, q, r->score ? r->score : "", text);
}

static int read_answers(struct survey_recording *r)
{
	const char *text = r->l.text ? r->l.text : "";
	const struct policy_question *q = NULL;

	if (r->answers.n)
		return 0;        /* of a guided call */
	if (r->status >= 0) {
		if (r->question && !(q = find_question(r, r->question)))
			return -1;
		survey_answers_add(&r->answers, q, (enum answer_status)r->status, -1, text);
		return 0;
	}
	if (!r->ngiven)
		return add_one(r, text);
	/* The words belong to the first of several answers. */
	for (size_t i = 0; i < r->ngiven; i++)
		if (add_given(r, r->given[i], i ? "" : text) < 0)
			return -1;
	return 0;
}

/* --- the case ----------------------------------------------------------------------------------- */

static const char *resolver(const struct casefile *f)
{
	for (size_t i = f->history.n; i-- > 0;)
		if (f->history.event[i].event == EVENT_RESOLVE)
			return f->row[f->origin[i]].cell[COLUMN_BY];
	return "";
}

/* Whom the case is about never asks; that the handler asks is against the policy, but the answer is one. */
static int check_asker(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	const char *about[COLUMN_MAX];
	size_t n = 0;

	for (size_t i = 0; i < l->policy->nfields; i++)
		if (l->policy->field[i].role_staff)
			about[n++] = casefile_class(&l->file, l->policy->field[i].column);
	switch (survey_asker(r->survey, l->by, casefile_class(&l->file, COLUMN_OWNER),
			     resolver(&l->file), about, n)) {
	case ASKER_ABOUT:
		return err_set(&l->cli->err, STATUS_INPUT,
			       _("the case is about '%s', who cannot ask about it"), l->by);
	case ASKER_OWN:
		finding_add(&l->cli->findings, GRADE_WARNING, NULL, 0, 0,
			    _("'%s' handled the case; by the policy somebody else should ask"), l->by);
		break;
	default:
		break;
	}
	return 0;
}

static int find_case(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	instant opened;
	struct strbuf at = STRBUF_INIT;

	l->policy = log_policy_at(l, l->at);
	r->survey = survey_of(l->policy);
	if (!r->ref)
		return 0;
	if (log_case(l, r->ref, 0) < 0)
		return -1;
	r->survey = survey_of(l->policy);
	opened = casefile_opened(&l->file);
	if (l->file.state == CASE_CANCELLED)
		return err_set(&l->cli->err, STATUS_INPUT, _("the case was cancelled; nobody is asked about it"));
	if (opened != INSTANT_NONE && l->at < opened) {
		instant_format(&at, opened, l->zone);
		err_set(&l->cli->err, STATUS_INPUT,
			_("the answer is older than the case, which was opened at %s"), at.buf);
		strbuf_release(&at);
		return -1;
	}
	return check_asker(r);
}

/* --- what is there already ---------------------------------------------------------------------- */

struct looking {
	struct survey_recording *r;
	const char *key;
};

static int is_present(const struct survey_answer *x, const struct answer *a)
{
	return !strcmp(x->question ? x->question->name : "", a->cell[ANSWERS_QUESTION]);
}

static int look_at(void *ctx, const struct answer *a)
{
	struct looking *x = ctx;
	struct survey_recording *r = x->r;
	int wave = answers_form_wave(a->cell[ANSWERS_FORM]);

	if (x->key && !strcmp(a->cell[ANSWERS_KEY], x->key))
		for (size_t i = 0; i < r->answers.n; i++)
			if (!r->present[i] && is_present(&r->answers.list[i], a)) {
				r->present[i] = 1;
				r->npresent++;
				break;
			}
	if (!a->id || a->id != r->l.file.id || wave < 0)
		return 0;
	MEM_GROW(r->call, r->ncalls + 1, r->calls_alloc);
	r->call[r->ncalls++] = (struct survey_call){ a->at, wave, a->status };
	return 0;
}

/* Only for a key, or to know which wave it is, is it worth reading all of the surveys. */
static int look(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	struct looking x = { r, l->given[LOG_KEY] };
	const struct answers_options o = { 0 };

	r->present = mem_array(r->answers.n, 1);
	if (!x.key && (!r->ref || r->form || r->survey->nwaves < 2))
		return 0;
	return answers_read(survey_path(l), &o, &l->cli->findings, look_at, &x, &l->cli->err);
}

static const char *form_of(struct survey_recording *r)
{
	struct strbuf form = STRBUF_INIT;
	const char *s;
	int wave = 0;

	if (r->form)
		return r->form;
	if (r->ref && r->survey->nwaves > 1)
		wave = survey_wave(r->survey, &r->l.file.history, r->call, r->ncalls, r->l.at);
	answers_wave_form(&form, (size_t)wave);
	s = arena_strdup(&r->l.arena, form.buf);
	strbuf_release(&form);
	return s;
}

/* --- writing ------------------------------------------------------------------------------------ */

static const char *hidden(struct survey_recording *r, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	if (!*text || !r->ref || log_case_customer(&r->l) < 0 || !r->l.customer)
		return text;
	customers_hide(&sb, text, strlen(text), r->l.customer);
	text = arena_strdup(&r->l.arena, sb.buf);
	strbuf_release(&sb);
	return text;
}

static void fill(struct survey_recording *r, const struct survey_answer *x, const char *form,
		 const char *cell[ANSWERS_COLUMNS])
{
	struct logrun *l = &r->l;
	struct strbuf sb = STRBUF_INIT;

	memset(cell, 0, ANSWERS_COLUMNS * sizeof(*cell));
	cell[ANSWERS_FORM] = form;
	if (r->ref) {
		log_format_id(l, &sb, l->file.id);
		cell[ANSWERS_CASE] = arena_strdup(&l->arena, sb.buf);
	}
	cell[ANSWERS_ABOUT] = r->about;
	cell[ANSWERS_STATUS] = answer_status_name(x->status);
	cell[ANSWERS_QUESTION] = x->question ? x->question->name : NULL;
	if (x->status == SURVEY_ANSWERED)
		cell[ANSWERS_SCALE] = x->question ? answers_scale(x->question) : "text";
	strbuf_reset(&sb);
	if (x->score >= 0)
		strbuf_addf(&sb, "%d", x->score);
	cell[ANSWERS_SCORE] = arena_strdup(&l->arena, sb.buf);
	cell[ANSWERS_CHANNEL] = l->given[LOG_CHANNEL];
	cell[ANSWERS_BY] = l->by;
	cell[ANSWERS_KEY] = l->given[LOG_KEY];
	cell[ANSWERS_TEXT] = hidden(r, x->text);
	strbuf_release(&sb);
}

static int write_answers(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	struct answerwriter w = ANSWERWRITER_INIT;
	const char *cell[ANSWERS_COLUMNS], *form = form_of(r);
	int ret = -1;

	if (!l->locked)
		return 0;
	if (answerwriter_begin(&w, survey_path(l), &l->w, &l->cli->err) < 0)
		return -1;
	for (size_t i = 0; i < r->answers.n; i++) {
		if (r->present[i])
			continue;
		fill(r, &r->answers.list[i], form, cell);
		if (l->cli->err.status ||
		    answerwriter_add(&w, cell, l->at, NULL, &l->cli->err) < 0)
			goto out;
	}
	ret = answerwriter_commit(&w, &l->cli->err);
out:
	if (answerwriter_end(&w, ret < 0 ? NULL : &l->cli->err) < 0)
		ret = -1;
	return ret;
}

/* "overall 4, better" */
static void add_summary(const struct survey_recording *r, struct strbuf *out)
{
	for (size_t i = 0; i < r->answers.n; i++) {
		const struct survey_answer *x = &r->answers.list[i];

		strbuf_addstr(out, i ? ", " : "");
		if (x->status == SURVEY_REFUSED)
			strbuf_addstr(out, _("refused"));
		else if (x->status == SURVEY_UNREACHED)
			strbuf_addstr(out, _("nobody reached"));
		else if (x->status == SURVEY_ASKED)
			strbuf_addstr(out, _("asked"));
		else
			strbuf_addstr(out, x->question ? x->question->name : _("a remark"));
		if (x->score >= 0)
			strbuf_addf(out, " %d", x->score);
	}
}

static void confirm(struct survey_recording *r)
{
	struct strbuf sb = STRBUF_INIT;

	if (r->npresent == r->answers.n) {
		cli_say(r->l.cli, _("the key '%s' is recorded already; nothing was written"),
			r->l.given[LOG_KEY]);
		return;
	}
	add_summary(r, &sb);
	if (r->ref)
		log_confirm(&r->l, sb.buf);
	else
		cli_say(r->l.cli, _("recorded: %s"), sb.buf);
	strbuf_release(&sb);
}

/* --- the guided call ---------------------------------------------------------------------------- */

/* The case is looked at without any lock: the call may take minutes. */
static int guide(struct survey_recording *r)
{
	struct logrun *l = &r->l;
	struct findings kept = l->cli->findings;
	int got;

	if (!survey_is_guided(r))
		return 0;
	l->cli->findings = (struct findings)FINDINGS_INIT;
	if (find_case(r) < 0)
		return -1;
	if (r->ref) {
		log_confirm(l, _("to ask"));
		if (l->customer && *l->customer->contact)
			cli_say(l->cli, "%s", l->customer->contact);
	}
	got = survey_guide(l, r->survey, &r->answers);
	/* Somebody may have written meanwhile. */
	casefile_release(&l->file);
	caselog_release(&l->log);
	l->customer = NULL;
	findings_release(&l->cli->findings);
	l->cli->findings = kept;
	if (got == 0)
		cli_say(l->cli, _("nothing was answered, nothing is recorded"));
	return got;
}

static void record(struct survey_recording *r)
{
	struct logrun *l = &r->l;

	if (guide(r) < 0 || (survey_is_guided(r) && !r->answers.n))
		return;
	if (log_begin(l) < 0 || find_case(r) < 0 || read_answers(r) < 0 || look(r) < 0)
		return;
	if (write_answers(r) < 0)
		return;
	if (!l->locked) {
		cli_say(l->cli, _("dry run: nothing was recorded"));
		return;
	}
	log_recorded(l->cli);
	confirm(r);
	/* The answer is there: where the reopen fails, whoever writes next completes it. */
	if (survey_follow(l) < 0 || log_commit(l) < 0)
		l->cli->err.status = STATUS_UNKNOWN;
	else
		outbox_flush(l->cli);
}

int survey_record(struct cli *cli)
{
	struct survey_recording r = { .l = LOGRUN_INIT };

	r.l.verb = &verb;
	if (survey_record_options(&r, cli) == 0)
		record(&r);
	survey_answers_release(&r.answers);
	free(r.call);
	free(r.present);
	log_release(&r.l);
	return (int)cli->err.status;
}
