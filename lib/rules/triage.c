#include "rules/triage.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define NOTHING '\x01'       /* stands for a byte that is no character */

/* --- folding ------------------------------------------------------------------------------------ */

static int is_between(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp >= first && cp <= last;
}

/* Half width, small letters; white space of all kinds is ' '. */
static uint32_t fold(uint32_t cp)
{
	if (is_between(cp, 0xFF01, 0xFF5E))
		cp -= 0xFF01 - '!';
	if (is_between(cp, 'A', 'Z') || (is_between(cp, 0xC0, 0xDE) && cp != 0xD7) ||
	    is_between(cp, 0x391, 0x3A9) || is_between(cp, 0x410, 0x42F))
		return cp + 0x20;
	if (is_between(cp, '\t', '\r') || cp == 0xA0 || cp == 0x2028 || cp == 0x2029 || cp == 0x3000)
		return ' ';
	return cp;
}

static void add_char(struct strbuf *out, uint32_t cp)
{
	if (cp < 0x80) {
		strbuf_addch(out, (char)cp);
		return;
	}
	if (cp < 0x800) {
		strbuf_addch(out, (char)(0xC0 | cp >> 6));
	} else {
		if (cp < 0x10000) {
			strbuf_addch(out, (char)(0xE0 | cp >> 12));
		} else {
			strbuf_addch(out, (char)(0xF0 | cp >> 18));
			strbuf_addch(out, (char)(0x80 | (cp >> 12 & 0x3F)));
		}
		strbuf_addch(out, (char)(0x80 | (cp >> 6 & 0x3F)));
	}
	strbuf_addch(out, (char)(0x80 | (cp & 0x3F)));
}

static void add_folded(struct strbuf *out, const char *s, size_t n)
{
	size_t i, width;
	uint32_t cp;

	for (i = 0; i < n; i += width) {
		width = utf8_char(s + i, n - i, &cp);
		if (!width) {
			strbuf_addch(out, NOTHING);
			width = 1;
			continue;
		}
		cp = fold(cp);
		if (cp == ' ' && out->len && out->buf[out->len - 1] == ' ')
			continue;
		if (cp == ' ' || !utf8_is_hidden(cp))
			add_char(out, cp);
	}
}

static void fold_word(struct strbuf *out, const char *word)
{
	size_t skip;

	strbuf_reset(out);
	add_folded(out, word, strlen(word));
	while (out->len && out->buf[out->len - 1] == ' ')
		strbuf_setlen(out, out->len - 1);
	skip = out->len && out->buf[0] == ' ';
	memmove(out->buf, out->buf + skip, out->len - skip);
	strbuf_setlen(out, out->len - skip);
}

/* --- looking ------------------------------------------------------------------------------------ */

/* Of an alphabet whose words are set apart, or a digit. */
static int is_letter(uint32_t cp)
{
	return is_between(cp, '0', '9') || is_between(cp, 'a', 'z') || cp == '_' ||
	       (is_between(cp, 0xC0, 0x24F) && cp != 0xD7 && cp != 0xF7) ||
	       is_between(cp, 0x300, 0x36F) || is_between(cp, 0x370, 0x52F);
}

/* Is the character that begins at s, or ends before s, a letter? */
static int letter_after(const char *s, const char *end)
{
	uint32_t cp;

	return s < end && utf8_char(s, (size_t)(end - s), &cp) && is_letter(cp);
}

static int letter_before(const char *begin, const char *s)
{
	const char *first = s;

	while (first > begin && s - first < 4) {
		first--;
		if (((unsigned char)*first & 0xC0) != 0x80)
			break;
	}
	return first < s && letter_after(first, s);
}

static int holds(const struct strbuf *text, const struct strbuf *word)
{
	const char *end = text->buf + text->len, *s = text->buf, *hit;
	int left = letter_after(word->buf, word->buf + word->len);
	int right = letter_before(word->buf, word->buf + word->len);

	while ((hit = memmem(s, (size_t)(end - s), word->buf, word->len)) != NULL) {
		const char *behind = hit + word->len;

		if (!(left && letter_before(text->buf, hit)) && !(right && letter_after(behind, end)))
			return 1;
		s = hit + 1;
	}
	return 0;
}

/* --- choosing ----------------------------------------------------------------------------------- */

struct found {
	size_t longest, n;
};

static struct found look_for(const struct policy_category *c, const struct strbuf *text)
{
	struct found found = { 0, 0 };
	struct strbuf word = STRBUF_INIT;
	size_t i, length;

	for (i = 0; i < c->words.n; i++) {
		fold_word(&word, c->words.s[i]);
		if (!word.len || memchr(word.buf, NOTHING, word.len) || !holds(text, &word))
			continue;
		found.n++;
		length = utf8_count(word.buf, word.len);
		if (length > found.longest)
			found.longest = length;
	}
	strbuf_release(&word);
	return found;
}

struct sized {
	size_t length;
	const char *word;
};

/* The words of the category that are in the text, the longest first. */
static void keep_words(struct triage *t, const struct strbuf *text)
{
	const struct policy_names *words = &t->category->words;
	struct strbuf word = STRBUF_INIT;
	struct sized *kept = mem_array(words->n, sizeof(*kept)), one;
	size_t i, k;

	for (i = 0; i < words->n; i++) {
		fold_word(&word, words->s[i]);
		if (!word.len || memchr(word.buf, NOTHING, word.len) || !holds(text, &word))
			continue;
		one = (struct sized){ utf8_count(word.buf, word.len), words->s[i] };
		for (k = t->nwords++; k > 0 && kept[k - 1].length < one.length; k--)
			kept[k] = kept[k - 1];
		kept[k] = one;
	}
	MEM_GROW(t->word, t->nwords, t->alloc);
	for (i = 0; i < t->nwords; i++)
		t->word[i] = kept[i].word;
	free(kept);
	strbuf_release(&word);
}

void triage_find(struct triage *t, const struct policy *p, const char *text, size_t n)
{
	struct found best = { 0, 0 };
	struct strbuf folded = STRBUF_INIT;
	size_t i;

	t->category = NULL;
	t->nwords = 0;
	add_folded(&folded, text, n);
	for (i = 0; i < p->ncategories && folded.len; i++) {
		struct found found = look_for(&p->category[i], &folded);

		if (!found.n || found.longest < best.longest ||
		    (found.longest == best.longest && found.n <= best.n))
			continue;
		best = found;
		t->category = &p->category[i];
	}
	if (t->category)
		keep_words(t, &folded);
	strbuf_release(&folded);
}

void triage_release(struct triage *t)
{
	free(t->word);
	*t = (struct triage)TRIAGE_INIT;
}

const char *triage_suggests(const struct policy *p, const struct policy_category *c, int column)
{
	const char *v;
	int depth;

	for (depth = 0; c && depth <= CATEGORY_DEPTH; depth++) {
		v = column == COLUMN_KIND	? c->kind
		    : column == COLUMN_SEVERITY ? c->severity
						: c->department;
		if (v)
			return v;
		c = c->of ? policy_category(p, c->of) : NULL;
	}
	return NULL;
}
