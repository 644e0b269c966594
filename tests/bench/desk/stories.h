/*
 * stories: what customers of a mall come with and what its staff answers, in Chinese and English.
 * The words of the generated logs; see desk.h.
 *
 * Texts are as the log holds them (escapes \n in place). %p is the product as people call it, %b
 * the batch, %n a small number; any other % is itself. "{name}" and "{contact}" stand for the customer's own.
 */
#ifndef SD_BENCH_STORIES_H
#define SD_BENCH_STORIES_H

#include <stddef.h>

enum { ZH, EN };

struct product {
	const char *code, *name[2];
	const char *place;
	const char *supplier;       /* of goods that come in batches, else NULL */
};

struct story {
	int language;
	const char *kind, *severity, *category, *department;
	const char *products;       /* first letters of the codes that fit, NULL: about no product */
	const char *place;          /* NULL: where the product is sold */
	const char *cause;
	const char *open, *respond, *resolve;
};

extern const struct product products[];
extern const size_t nproducts;
extern const struct story stories[];
extern const size_t nstories;

/* Words that fit any case: by language, ended by NULL. */
extern const char *const notes[2][16];
extern const char *const contacts[2][8];
extern const char *const feedbacks[2][8];
extern const char *const reopens[2][8];
extern const char *const callbacks[2][8];
extern const char *const confirms[2][8];

#endif
