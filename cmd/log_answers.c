/* What the customer answered about a case: the handler sees it where he sees the case. */
#include <string.h>

#include "base/i18n.h"
#include "domain/answerbook.h"
#include "io/json.h"
#include "io/table.h"
#include "log_show.h"
#include "rules/survey.h"

struct taking {
	caseid id;
	struct answerbook *book;
};

static int take(void *ctx, const struct answer *a)
{
	struct taking *x = ctx;

	if (a->id == x->id)
		answerbook_add(x->book, a);
	return 0;
}

int log_answers(struct logrun *l, struct answerbook *book)
{
	const char *path = arena_strdup(&l->cli->findings.arena, l->desk.surveys);
	const struct answers_options o = { .at_most = l->cli->now };
	struct taking x = { l->file.id, book };
	int ret = answers_read(path, &o, &l->cli->findings, take, &x, &l->cli->err);

	answerbook_finish(book);
	return ret;
}

static const char *status_label(const struct answerbook_item *x)
{
	switch (x->status) {
	case SURVEY_ASKED: return _("asked");
	case SURVEY_REFUSED: return _("refused");
	case SURVEY_UNREACHED: return _("nobody reached");
	default: return "";
	}
}

static void add_answer(struct strbuf *out, const struct answerbook_item *x)
{
	int from, to;

	if (x->status != SURVEY_ANSWERED)
		strbuf_addstr(out, status_label(x));
	else if (x->score >= 0 && !strcmp(x->scale, "yes-no"))
		strbuf_addstr(out, x->score ? _("yes") : _("no"));
	else if (x->score >= 0 && answers_range(x->scale, &from, &to) == 0)
		strbuf_addf(out, _("%d of %d"), x->score, to);
}

/* The question as it was read out, else its code; a remark has none. */
static const char *question_label(const struct logrun *l, const struct answerbook_item *x)
{
	const struct policy_question *q =
		l->policy ? survey_question(&l->policy->survey, x->question) : NULL;

	return q ? policy_label(&q->label, x->question, l->cli->lang) : x->question;
}

void log_show_answers(struct logrun *l, const struct answerbook *book, size_t width)
{
	struct table *t = table_new();
	struct strbuf sb = STRBUF_INIT;

	table_indent(t, "  ");
	table_column(t, _("time"), TABLE_LEFT);
	table_column(t, _("form"), TABLE_LEFT);
	table_column(t, _("question"), TABLE_LEFT);
	table_column(t, _("answer"), TABLE_LEFT);
	table_column(t, _("text"), TABLE_LEFT);
	table_column(t, _("by"), TABLE_LEFT);
	for (size_t i = 0; i < book->n; i++) {
		const struct answerbook_item *x = &book->item[i];

		table_row(t);
		strbuf_reset(&sb);
		log_add_minute(l, &sb, x->at);
		table_cell(t, sb.buf);
		table_cell(t, x->form);
		table_cell(t, question_label(l, x));
		strbuf_reset(&sb);
		add_answer(&sb, x);
		table_cell(t, sb.buf);
		strbuf_reset(&sb);
		customers_show(&sb, x->text, strlen(x->text), l->customer);
		table_cell(t, sb.buf);
		table_cell(t, l->policy ? policy_value_label(l->policy, COLUMN_BY, x->by, l->cli->lang)
					: x->by);
	}
	if (book->n)
		strbuf_addf(&l->cli->out, "\n%s\n", _("what the customer answered"));
	table_print(t, &l->cli->out, width);
	table_free(t);
	strbuf_release(&sb);
}

void log_put_answers(struct logrun *l, const struct answerbook *book, struct json_writer *w)
{
	struct strbuf at = STRBUF_INIT;

	json_begin_array(w, "answers");
	for (size_t i = 0; i < book->n; i++) {
		const struct answerbook_item *x = &book->item[i];

		strbuf_reset(&at);
		instant_format(&at, x->at, l->zone);
		json_begin_object(w, NULL);
		json_put_cstring(w, "at", at.buf);
		json_put_cstring(w, "form", x->form);
		json_put_cstring(w, "status", answer_status_name((enum answer_status)x->status));
		json_put_cstring(w, "question", x->question);
		if (x->score >= 0)
			json_put_integer(w, "score", x->score);
		else
			json_put_null(w, "score");
		json_put_cstring(w, "scale", x->scale);
		json_put_cstring(w, "channel", x->channel);
		json_put_cstring(w, "by", x->by);
		json_put_cstring(w, "text", x->text);
		json_end(w);
	}
	json_end(w);
	strbuf_release(&at);
}
