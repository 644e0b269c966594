/*
 * answerbook: of each question of each form of each case what counts: the last valid answer.
 *
 *	struct answerbook book = ANSWERBOOK_INIT;
 *	answers_read(path, &options, &findings, take, &book, &err)   // take: answerbook_add(&book, a)
 *	answerbook_finish(&book);
 *	for (i = 0; i < book.n; i++) use(&book.item[i]);
 *	answerbook_release(&book);
 *
 * An answer counts more than a row that says that there was none; among equals the later row of the
 * file counts. Rows without a case (suggestion box, observations) stand each for itself. Memory is
 * proportional to what counts. Strings live until answerbook_release().
 */
#ifndef SD_DOMAIN_ANSWERBOOK_H
#define SD_DOMAIN_ANSWERBOOK_H

#include "base/arena.h"
#include "base/intern.h"
#include "domain/answers.h"

struct answerbook_item {
	instant at;
	caseid id;
	uint32_t line;
	int16_t score;                   /* -1: none */
	uint8_t status;                  /* enum answer_status */
	const char *form, *about, *question, *scale, *channel, *by;
	const char *text;                /* NULL where texts are not kept */
	char check[9];                   /* the first 8 digits */
};

struct answerbook {
	struct arena arena;
	struct intern words;
	struct answerbook_item *item;
	size_t n, alloc;
	uint32_t *slot;                  /* hash of case, form, question: index + 1 */
	size_t nslots;
	int without_texts;
};
#define ANSWERBOOK_INIT { .arena = ARENA_INIT, .words = INTERN_INIT }

void answerbook_add(struct answerbook *book, const struct answer *a);
/* Sorted by case, form, then in the file's order; no row can be added after it. */
void answerbook_finish(struct answerbook *book);
void answerbook_release(struct answerbook *book);

/* After answerbook_finish(): the items of a case are [*from, *to). */
void answerbook_case(const struct answerbook *book, caseid id, size_t *from, size_t *to);

#endif
