/* What people write for an answer. */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "domain/answers.h"
#include "values/number.h"

static int is_word(const char *value, const char *const *words)
{
	for (; *words; words++)
		if (!strcasecmp(value, *words))
			return 1;
	return 0;
}

static int wrong(const struct policy_question *q, const char *value, struct err *err)
{
	if (q->answer == ANSWER_TEXT)
		return err_set(err, STATUS_INPUT,
			       _("the question '%s' is answered in words (--text), not by the score '%s'"),
			       q->name, value);
	if (q->answer == ANSWER_YES_NO)
		return err_set(err, STATUS_INPUT, _("the question '%s' takes yes or no, not '%s'"),
			       q->name, value);
	return err_set(err, STATUS_INPUT, _("the question '%s' takes %d to %d, not '%s'"), q->name,
		       q->scale == 10 ? 0 : 1, q->scale, value);
}

int answers_parse(const struct policy_question *q, const char *value, int *score, struct err *err)
{
	static const char *const yes[] = { "yes", "y", "1", "true", "是", "对", "准确", NULL };
	static const char *const no[] = { "no", "n", "0", "false", "否", "不", "不是", "不准确", NULL };
	int from, to;
	uint64_t number;

	if (q->answer == ANSWER_YES_NO && (is_word(value, yes) || is_word(value, no))) {
		*score = is_word(value, yes);
		return 0;
	}
	if (q->answer != ANSWER_SCALE || answers_range(answers_scale(q), &from, &to) < 0 ||
	    number_parse(value, strlen(value), (uint64_t)to, &number) < 0 || (int)number < from)
		return wrong(q, value, err);
	*score = (int)number;
	return 0;
}
