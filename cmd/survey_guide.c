/* sd survey record: the guided call. Questions are read out one after the other, answers typed in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "io/lines.h"
#include "survey.h"

#define LINE_MAX_BYTES ((size_t)64 * 1024)

struct guide {
	struct logrun *l;
	const struct policy_survey *survey;
	struct survey_answers *answers;
	struct lines *in;
	size_t shown;            /* bytes of the line before, still to be skipped */
};

enum reply { REPLY_ANSWERED, REPLY_SKIPPED, REPLY_REFUSED, REPLY_UNREACHED, REPLY_AGAIN };

/* Not by cli_say(): the answer follows on the same line, and -q does not silence a question. */
static void prompt(const struct guide *g, size_t i)
{
	const struct policy_question *q = &g->survey->ask[i];
	struct strbuf text = STRBUF_INIT, safe = STRBUF_INIT;

	strbuf_addf(&text, "%zu/%zu %s [", i + 1, g->survey->nask,
		    policy_label(&q->label, q->name, g->l->cli->lang));
	survey_range(&text, q);
	strbuf_addstr(&text, _("; r refused, u not reached, empty skips]: "));
	utf8_add_safe(&safe, text.buf, text.len);
	fputs(safe.buf, stderr);
	strbuf_release(&text);
	strbuf_release(&safe);
}

/* The next line without blanks around it, kept in the arena. NULL: the end, or an error. */
static const char *read_reply(struct guide *g)
{
	struct line line;
	const char *s;
	size_t n;

	lines_skip(g->in, g->shown);
	g->shown = 0;
	if (lines_peek(g->in, 0, LINE_MAX_BYTES, &line, &g->l->cli->err) != LINES_ONE)
		return NULL;
	g->shown = line.end;
	s = line.s;
	n = line.n;
	while (n && strchr(" \t", *s))
		s++, n--;
	while (n && strchr(" \t", s[n - 1]))
		n--;
	return arena_strndup(&g->l->arena, s, n);
}

static int is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (!strcasecmp(s, *words))
			return 1;
	return 0;
}

/* "4", "4 too slow": the score, then perhaps words. */
static enum reply take_score(struct guide *g, const struct policy_question *q, const char *reply)
{
	size_t n = strcspn(reply, " \t");
	const char *value = arena_strndup(&g->l->arena, reply, n), *text = reply + n;
	struct err why = ERR_INIT;
	int score;

	if (answers_parse(q, value, &score, &why) < 0) {
		struct strbuf safe = STRBUF_INIT;

		utf8_add_safe(&safe, why.msg, strlen(why.msg));
		fprintf(stderr, "%s\n", safe.buf);
		strbuf_release(&safe);
		return REPLY_AGAIN;
	}
	survey_answers_add(g->answers, q, SURVEY_ANSWERED, score, text + strspn(text, " \t"));
	return REPLY_ANSWERED;
}

static enum reply take_reply(struct guide *g, const struct policy_question *q, const char *reply)
{
	static const char *const refused[] = { "r", "refused", "拒绝", NULL };
	static const char *const unreached[] = { "u", "unreached", "未接通", NULL };

	if (!*reply)
		return REPLY_SKIPPED;
	if (is_one_of(reply, refused))
		return REPLY_REFUSED;
	if (is_one_of(reply, unreached))
		return REPLY_UNREACHED;
	if (q->answer != ANSWER_TEXT)
		return take_score(g, q, reply);
	survey_answers_add(g->answers, q, SURVEY_ANSWERED, -1, reply);
	return REPLY_ANSWERED;
}

/* Whoever refuses before anything was answered refuses the whole call. */
static int end_call(struct guide *g, enum reply reply, const struct policy_question *q)
{
	if (reply == REPLY_REFUSED)
		survey_answers_add(g->answers, g->answers->n ? q : NULL, SURVEY_REFUSED, -1, "");
	else if (!g->answers->n)
		survey_answers_add(g->answers, NULL, SURVEY_UNREACHED, -1, "");
	return 1;
}

static int ask_all(struct guide *g)
{
	for (size_t i = 0; i < g->survey->nask;) {
		const struct policy_question *q = &g->survey->ask[i];
		const char *line;
		enum reply reply;

		prompt(g, i);
		line = read_reply(g);
		if (!line)
			return g->l->cli->err.status
				       ? -1
				       : err_set(&g->l->cli->err, STATUS_INPUT,
						 _("the call was broken off; nothing was recorded"));
		if (utf8_valid(line, strlen(line)) < strlen(line))
			return err_set(&g->l->cli->err, STATUS_INPUT, _("the text is not valid UTF-8"));
		reply = take_reply(g, q, line);
		/* A first refusal, and a line that broke, end the call; a later refusal is of its question. */
		if ((reply == REPLY_REFUSED && !g->answers->n) || reply == REPLY_UNREACHED)
			return end_call(g, reply, q);
		if (reply == REPLY_REFUSED)
			end_call(g, reply, q);
		i += reply != REPLY_AGAIN;
	}
	return g->answers->n > 0;
}

int survey_guide(struct logrun *l, const struct policy_survey *s, struct survey_answers *answers)
{
	struct guide g = { .l = l, .survey = s, .answers = answers };
	int ret;

	g.in = lines_open("-", &l->cli->err);
	if (!g.in)
		return -1;
	ret = ask_all(&g);
	lines_close(g.in);
	return ret;
}
