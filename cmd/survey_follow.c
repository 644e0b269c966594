/*
 * What follows from a low answer: its case is taken up again. The answer is written first, the reopen after it, under
 * the key survey/CHECK of the answer's row. Where something came between, whoever writes next completes it: every
 * writer looks at the end of surveys.csv first, and its rows are never logged before the log's last one, so only
 * those that are not older than that can lack their reopen.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "survey.h"

struct low {
	instant at;
	caseid id;
	int score;
	const char *form, *question, *scale, *by, *text, *check;
};

struct following {
	struct logrun *l;
	struct low *low;
	size_t n, alloc;
};

static const struct log_verb reopen = { .name = "reopen", .event = EVENT_REOPEN };

/* By the rules of any version; which one counts is known once the case is read. */
static int may_be_low(const struct policy_set *set, const struct answer *a)
{
	for (size_t i = 0; i < set->n; i++)
		if (survey_is_low(&set->version[i]->survey, a->cell[ANSWERS_QUESTION], a->score))
			return 1;
	return 0;
}

/* A later answer to the same question takes the place of the one before it. */
static size_t place(const struct following *f, const struct answer *a)
{
	size_t i = 0;

	while (i < f->n && !(f->low[i].id == a->id && !strcmp(f->low[i].form, a->cell[ANSWERS_FORM]) &&
			     !strcmp(f->low[i].question, a->cell[ANSWERS_QUESTION])))
		i++;
	return i;
}

static int take_answer(void *ctx, const struct answer *a)
{
	struct following *f = ctx;
	struct arena *arena = &f->l->arena;
	size_t i;

	if (!a->id || a->status != SURVEY_ANSWERED || answers_form_wave(a->cell[ANSWERS_FORM]) < 0)
		return 0;
	i = place(f, a);
	if (i == f->n && !may_be_low(&f->l->cli->set, a))
		return 0;
	if (i == f->n) {
		MEM_GROW(f->low, f->n + 1, f->alloc);
		f->n++;
	}
	f->low[i] = (struct low){
		.at = a->at, .id = a->id, .score = a->score,
		.form = arena_strdup(arena, a->cell[ANSWERS_FORM]),
		.question = arena_strdup(arena, a->cell[ANSWERS_QUESTION]),
		.scale = arena_strdup(arena, a->cell[ANSWERS_SCALE]),
		.by = arena_strdup(arena, a->cell[ANSWERS_BY]),
		.text = arena_strdup(arena, a->cell[ANSWERS_TEXT]),
		.check = arena_strdup(arena, a->cell[ANSWERS_CHECK]),
	};
	return 0;
}

/* Was it resolved when the customer answered, and is it still? */
static int is_dissatisfied(const struct logrun *r, const struct low *x)
{
	const struct history *h = &r->file.history;
	instant resolved = INSTANT_MAX;

	for (size_t i = 0; i < h->n; i++)
		if (h->event[i].event == EVENT_RESOLVE)
			resolved = h->event[i].at;
	return (r->file.state == CASE_RESOLVED || r->file.state == CASE_CLOSED) &&
	       x->at >= resolved && r->policy &&
	       survey_is_low(&r->policy->survey, x->question, x->score);
}

/* At the answer's time; where later rows stand against that, now. */
static int add_reopen(struct logrun *r, const struct low *x)
{
	struct cli *cli = r->cli;
	struct log_row row;
	size_t rows = r->file.n;

	/* A clock that stepped back in between: nothing happens in the future. */
	r->at = x->at < cli->now ? x->at : cli->now;
	if (log_row(r, &row, EVENT_REOPEN) < 0 ||
	    log_put_code(r, &row, COLUMN_DETAIL, "reopen", "survey") < 0)
		return -1;
	if (log_add(r, &row) == 0)
		return 0;
	if (cli->err.status != STATUS_INPUT || r->file.n == rows)
		return -1;
	casefile_drop_last(&r->file);
	cli->err = (struct err)ERR_INIT;
	row.at = cli->now;
	return log_add(r, &row);
}

/* `r` has lent the writer of the run that found the answer. */
static int follow_one(struct logrun *r, const struct low *x)
{
	const struct survey_low answer = { x->question, x->scale, x->check, x->score };
	struct strbuf id = STRBUF_INIT, text = STRBUF_INIT;
	int ret;

	log_format_id(r, &id, x->id);
	ret = log_case(r, id.buf, 0);
	if (ret == 0 && is_dissatisfied(r, x)) {
		strbuf_addstr(&text, x->text);
		if (!text.len)
			strbuf_addf(&text, "%s: %d", x->question, x->score);
		r->text = arena_strdup(&r->arena, text.buf);
		r->by = x->by;
		ret = add_reopen(r, x);
		if (ret == 0)
			ret = logwriter_commit(&r->w, &r->cli->err);
		if (ret == 0) {
			r->cli->recorded = 1;
			survey_tell(r, &answer);
		}
	}
	strbuf_release(&id);
	strbuf_release(&text);
	return ret;
}

/* What concerns the case alone must not keep others from being recorded. */
static int set_aside(struct logrun *l, const struct low *x)
{
	struct err *err = &l->cli->err;
	struct strbuf id = STRBUF_INIT;

	if (err->status == STATUS_SYSTEM || err->status == STATUS_UNKNOWN)
		return -1;
	log_format_id(l, &id, x->id);
	finding_add(&l->cli->findings, GRADE_WARNING, NULL, 0, 0,
		    _("the case %s was answered %d but could not be taken up again: %s"), id.buf,
		    x->score, err->msg);
	*err = (struct err)ERR_INIT;
	strbuf_release(&id);
	return 0;
}

static int follow(struct logrun *l, const struct low *x)
{
	struct logrun r = LOGRUN_INIT;
	struct strbuf key = STRBUF_INIT;
	struct logwriter_found found;
	int ret;

	strbuf_addf(&key, "survey/%s", x->check);
	ret = logwriter_find_key(&l->w, key.buf, &found, &l->cli->err);
	if (ret < 0 || found.rows)
		goto out;
	r.cli = l->cli;
	r.verb = &reopen;
	r.zone = l->zone;
	r.desk = l->desk;
	r.given[LOG_KEY] = key.buf;
	r.w = l->w;
	r.locked = 1;
	ret = follow_one(&r, x);
	l->w = r.w;
	r.w = (struct logwriter)LOGWRITER_INIT;
	r.desk = (struct desk)DESK_INIT;
	log_release(&r);
	if (ret < 0)
		ret = set_aside(l, x);
out:
	strbuf_release(&key);
	return ret;
}

int survey_follow(struct logrun *l)
{
	struct following f = { .l = l };
	int ret;

	/* Without rules nothing follows. */
	if (!l->locked || !l->cli->policy)
		return 0;
	ret = answers_since(l->desk.surveys, l->w.rows.key, take_answer, &f, &l->cli->err);
	for (size_t i = 0; ret == 0 && i < f.n; i++)
		ret = follow(l, &f.low[i]);
	free(f.low);
	return ret;
}

int survey_follow_with(struct cli *cli, struct logwriter *w)
{
	struct logrun l = LOGRUN_INIT;
	int ret;

	if (!cli->policy)
		return 0;
	l.cli = cli;
	l.zone = cli->policy->zone;
	desk_set(&l.desk, cli->desk);
	l.w = *w;
	l.locked = 1;
	ret = survey_follow(&l);
	*w = l.w;
	l.w = (struct logwriter)LOGWRITER_INIT;
	log_release(&l);
	return ret;
}
