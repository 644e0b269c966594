#include "report/said.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NUMBER_MIN 7

static const char hidden[] = "…";

void said_release(struct said_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->item[i].shown);
	free(list->item);
	*list = (struct said_list)SAID_LIST_INIT;
}

static int counts(const struct opinion *x, const struct said_where *where)
{
	return x->status == SURVEY_ANSWERED && x->at >= where->from && x->at < where->to;
}

/* Is there a later row of the same wave and question? Without a case each answer is somebody else's. */
static int is_corrected(const struct opinion *x, size_t i, size_t n, const struct said_where *where)
{
	size_t k;

	for (k = i + 1; x[i].id && k < n; k++)
		if (x[k].wave == x[i].wave && counts(&x[k], where) && !strcmp(x[k].question, x[i].question))
			return 1;
	return 0;
}

void said_case(struct said_list *list, const struct opinion *x, size_t n, const struct said_where *where)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!*x[i].text || !counts(&x[i], where) || is_corrected(x, i, n, where))
			continue;
		MEM_GROW(list->item, list->n + 1, list->alloc);
		list->item[list->n++] = (struct said_item){
			.id = x[i].id, .offset = where->offset, .at = x[i].at, .line = x[i].line,
			.question = x[i].question, .text = x[i].text, .kind = where->kind, .category = where->category,
			.score = x[i].id ? opinion_score(x, n, where->survey, where->from, where->to) : x[i].score };
	}
}

void said_merge(struct said_list *list, struct said_list *from)
{
	MEM_GROW(list->item, list->n + from->n, list->alloc);
	if (from->n)
		memcpy(list->item + list->n, from->item, from->n * sizeof(*from->item));
	list->n += from->n;
	from->n = 0;
}

/* --- hiding --------------------------------------------------------------------------------------- */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a number of many digits that begins here; 0 where it has few. */
static size_t long_number(const char *s)
{
	size_t i, digits = 0, end = 0;

	for (i = *s == '+'; is_digit(s[i]) || (digits && strchr(" -.", s[i]) && s[i]); i++)
		if (is_digit(s[i])) {
			digits++;
			end = i + 1;
		}
	return digits >= NUMBER_MIN ? end : 0;
}

static int is_of_address(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("._%+-", c));
}

/* Bytes of a mail address that begins here. */
static size_t address(const char *s)
{
	size_t n = 0, domain;

	while (is_of_address(s[n]))
		n++;
	if (!n || s[n] != '@')
		return 0;
	for (domain = 0; is_of_address(s[n + 1 + domain]); domain++)
		;
	return domain ? n + 1 + domain : 0;
}

static size_t placeholder(const char *s)
{
	static const char *const names[] = { "{name}", "{contact}" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(s, names[i], strlen(names[i])))
			return strlen(names[i]);
	return 0;
}

void said_hide(struct strbuf *out, const char *text, const struct customer *customer)
{
	struct strbuf known = STRBUF_INIT;
	const char *s;
	int in_word = 0;

	customers_hide(&known, text, strlen(text), customer);
	for (s = known.buf; *s; ) {
		size_t n = placeholder(s);

		if (!n && !in_word)
			n = address(s);
		if (!n && (s == known.buf || !is_digit(s[-1])))
			n = long_number(s);
		if (n) {
			strbuf_addstr(out, hidden);
			s += n;
			in_word = 0;
			continue;
		}
		in_word = is_of_address(*s);
		strbuf_addch(out, *s++);
	}
	strbuf_release(&known);
}
