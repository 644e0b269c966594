/* sd survey: answers on their way into a file. */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "survey.h"

void survey_answers_release(struct survey_answers *answers)
{
	free(answers->list);
	*answers = (struct survey_answers){ NULL, 0, 0 };
}

void survey_answers_add(struct survey_answers *answers, const struct policy_question *question,
			enum answer_status status, int score, const char *text)
{
	MEM_GROW(answers->list, answers->n + 1, answers->alloc);
	answers->list[answers->n++] = (struct survey_answer){ question, status, score, text };
}

void survey_range(struct strbuf *out, const struct policy_question *q)
{
	int from, to;

	if (q->answer == ANSWER_TEXT)
		strbuf_addstr(out, _("in words"));
	else if (q->answer == ANSWER_YES_NO)
		strbuf_addstr(out, _("yes or no"));
	else if (answers_range(answers_scale(q), &from, &to) == 0)
		strbuf_addf(out, "%d-%d", from, to);
}
