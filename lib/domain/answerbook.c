#include "domain/answerbook.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/caserange.h"

void answerbook_release(struct answerbook *book)
{
	arena_release(&book->arena);
	intern_release(&book->words);
	free(book->item);
	free(book->slot);
	*book = (struct answerbook)ANSWERBOOK_INIT;
}

/* Few different ones, often repeated. Equal words are equal pointers. */
static const char *word(struct answerbook *book, const char *s)
{
	return *s ? intern_str(&book->words, intern_add(&book->words, s, strlen(s))) : "";
}

static size_t place(const struct answerbook *book, caseid id, const char *form,
		    const char *question)
{
	uint64_t hash = id * 0x9E3779B97F4A7C15ULL ^ (uintptr_t)form * 31 ^ (uintptr_t)question;
	size_t i = (size_t)((hash * 0x9E3779B97F4A7C15ULL) >> 32) & (book->nslots - 1);

	for (; book->slot[i]; i = (i + 1) & (book->nslots - 1)) {
		const struct answerbook_item *x = &book->item[book->slot[i] - 1];

		if (x->id == id && x->form == form && x->question == question)
			break;
	}
	return i;
}

static void grow(struct answerbook *book)
{
	free(book->slot);
	book->nslots = book->nslots ? book->nslots * 2 : 256;
	book->slot = mem_array(book->nslots, sizeof(*book->slot));
	for (size_t i = 0; i < book->n; i++) {
		const struct answerbook_item *x = &book->item[i];

		if (x->id)
			book->slot[place(book, x->id, x->form, x->question)] = (uint32_t)i + 1;
	}
}

static struct answerbook_item *new_item(struct answerbook *book)
{
	MEM_GROW(book->item, book->n + 1, book->alloc);
	book->item[book->n] = (struct answerbook_item){ .status = SURVEY_UNREACHED };
	return &book->item[book->n++];
}

static struct answerbook_item *find_or_add(struct answerbook *book, caseid id, const char *form,
					   const char *question)
{
	size_t i;

	if (!id)
		return new_item(book);
	if ((book->n + 1) * 2 >= book->nslots)
		grow(book);
	i = place(book, id, form, question);
	if (!book->slot[i]) {
		new_item(book);
		book->slot[i] = (uint32_t)book->n;
	}
	return &book->item[book->slot[i] - 1];
}

static int is_answered(const struct answerbook_item *x)
{
	return x->status == SURVEY_ANSWERED;
}

void answerbook_add(struct answerbook *book, const struct answer *a)
{
	const char *form = word(book, a->cell[ANSWERS_FORM]);
	const char *question = word(book, a->cell[ANSWERS_QUESTION]);
	struct answerbook_item *x = find_or_add(book, a->id, form, question);

	if (x->line && is_answered(x) && a->status != SURVEY_ANSWERED)
		return;
	*x = (struct answerbook_item){
		.at = a->at, .id = a->id, .line = (uint32_t)a->line, .score = (int16_t)a->score,
		.status = (uint8_t)a->status, .form = form, .question = question,
		.about = word(book, a->cell[ANSWERS_ABOUT]),
		.scale = word(book, a->cell[ANSWERS_SCALE]),
		.channel = word(book, a->cell[ANSWERS_CHANNEL]),
		.by = word(book, a->cell[ANSWERS_BY]),
		.text = book->without_texts ? NULL
					    : arena_strdup(&book->arena, a->cell[ANSWERS_TEXT]),
	};
	memcpy(x->check, a->cell[ANSWERS_CHECK], strnlen(a->cell[ANSWERS_CHECK], 8));
}

static int by_case(const void *a, const void *b)
{
	const struct answerbook_item *x = a, *y = b;
	int order = x->id < y->id ? -1 : x->id > y->id;

	if (!order)
		order = strcmp(x->form, y->form);
	return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

void answerbook_finish(struct answerbook *book)
{
	if (book->n)
		qsort(book->item, book->n, sizeof(*book->item), by_case);
	free(book->slot);
	book->slot = NULL;
	book->nslots = 0;
}

void answerbook_case(const struct answerbook *book, caseid id, size_t *from, size_t *to)
{
	struct caserange r = { 0, 0 };

	if (book->n)
		r = caserange_find(&book->item->id, book->n, sizeof(*book->item), id);
	*from = r.from;
	*to = r.to;
}
