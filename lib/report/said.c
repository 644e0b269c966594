#include "report/said.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define NUMBER_MIN 7
#define SEPARATORS_MAX 16        /* between two digits */

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

/* A character as it is compared: of full width as ASCII, any blank as a blank. */
struct glyph {
	uint32_t c;
	size_t from, to;                 /* its bytes */
};
struct glyphs {
	struct glyph *g;                 /* and one with c = 0 behind the last */
	size_t n, alloc;
};

static int is_invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

static uint32_t fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFF01 + '!';
	if (c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000)
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return c;
}

static uint32_t lower(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static void glyphs_add(struct glyphs *x, uint32_t c, size_t from, size_t to)
{
	MEM_GROW(x->g, x->n + 1, x->alloc);
	x->g[x->n++] = (struct glyph){ c, from, to };
}

static void glyphs_read(struct glyphs *x, const char *s)
{
	size_t i, k, n = strlen(s);
	uint32_t c;

	for (i = 0; i < n; i += k) {
		k = utf8_char(s + i, n - i, &c);
		if (!k) {
			k = 1;
			c = UINT32_MAX;
		}
		if (!is_invisible(c))
			glyphs_add(x, fold(c), i, i + k);
	}
	glyphs_add(x, 0, n, n + 1);
	x->n--;
}

static int is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static int is_one_of(uint32_t c, const char *set)
{
	return c && c < 0x80 && strchr(set, (int)c);
}

static int is_of_word(uint32_t c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || (c >= 0xC0 && c < 0x250);
}

static int is_of_address(uint32_t c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || is_one_of(c, "._%+-");
}

/* Glyphs of a number of many digits that begins here; 0 where it has few. A parenthesis belongs to it where its other half does. */
static size_t long_number(const struct glyph *g)
{
	size_t i, digits = 0, between = 0, end = 0;
	int is_closed = g->c != '(';

	for (i = !is_closed || g->c == '+'; between <= SEPARATORS_MAX; i++) {
		if (is_digit(g[i].c)) {
			digits++;
			between = 0;
			end = i + 1;
		} else if (i && is_one_of(g[i].c, " /()_.-")) {
			between++;
			is_closed |= g[i].c == ')' && digits;
		} else {
			break;
		}
	}
	return digits >= NUMBER_MIN && is_closed ? end + (g->c == '(' && g[end].c == ')') : 0;
}

/* Glyphs of a mail address that begins here. */
static size_t address(const struct glyph *g)
{
	size_t n = 0, domain;

	while (is_of_address(g[n].c))
		n++;
	if (!n || g[n].c != '@')
		return 0;
	for (domain = 0; is_of_address(g[n + 1 + domain].c); domain++)
		;
	return domain ? n + 1 + domain : 0;
}

static size_t as_it_stands(const struct glyph *g, const struct glyphs *what)
{
	size_t i;

	for (i = 0; i < what->n; i++)
		if (g[i].c != what->g[i].c)
			return 0;
	return what->n;
}

/* The same in any case and with any blanks between, where it is a word of its own: "Li" is not in "like". */
static size_t as_it_sounds(const struct glyph *g, int is_in_word, const struct glyphs *what)
{
	size_t i = 0, k;

	if (!what->n || (is_in_word && is_of_word(what->g[0].c)))
		return 0;
	for (k = 0; k < what->n; k++) {
		if (what->g[k].c == ' ')
			continue;
		while (i && g[i].c == ' ')
			i++;
		if (lower(g[i].c) != lower(what->g[k].c))
			return 0;
		i++;
	}
	return i && is_of_word(g[i - 1].c) && is_of_word(g[i].c) ? 0 : i;
}

enum { WHAT_NAME, WHAT_CONTACT, WHAT_NAME_MARK, WHAT_CONTACT_MARK, WHAT_MAX };

/* How many glyphs from g[i] on are to be hidden: as many as anything there has. */
static size_t to_hide(const struct glyphs *text, size_t i, int after_hidden, const struct glyphs *what)
{
	const struct glyph *g = text->g + i;
	uint32_t before = i && !after_hidden ? g[-1].c : 0;
	size_t most = 0, n, k;

	for (k = 0; k < WHAT_MAX; k++) {
		n = as_it_stands(g, &what[k]);
		most = n > most ? n : most;
		n = as_it_sounds(g, is_of_word(before), &what[k]);
		most = n > most ? n : most;
	}
	n = is_of_address(before) ? 0 : address(g);
	most = n > most ? n : most;
	n = i && is_digit(g[-1].c) ? 0 : long_number(g);
	return n > most ? n : most;
}

void said_hide(struct strbuf *out, const char *text, const struct customer *customer)
{
	struct glyphs all = { NULL, 0, 0 }, what[WHAT_MAX] = { { NULL, 0, 0 } };
	size_t i, n, k, done = 0, hidden_to = 0;

	glyphs_read(&all, text);
	glyphs_read(&what[WHAT_NAME], customer ? customer->name : "");
	glyphs_read(&what[WHAT_CONTACT], customer ? customer->contact : "");
	glyphs_read(&what[WHAT_NAME_MARK], "{name}");
	glyphs_read(&what[WHAT_CONTACT_MARK], "{contact}");
	for (i = 0; i < all.n; i += n ? n : 1) {
		n = to_hide(&all, i, i == hidden_to, what);
		if (!n)
			continue;
		strbuf_add(out, text + done, all.g[i].from - done);
		strbuf_addstr(out, hidden);
		done = all.g[i + n - 1].to;
		hidden_to = i + n;
	}
	strbuf_addstr(out, text + done);
	for (k = 0; k < WHAT_MAX; k++)
		free(what[k].g);
	free(all.g);
}

void said_leave_out(struct strbuf *out)
{
	strbuf_addstr(out, hidden);
}
