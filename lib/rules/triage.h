/*
 * triage: words in a case's text suggest its category (C22). Pure.
 *
 *	struct triage t = TRIAGE_INIT;
 *	triage_find(&t, policy, text, strlen(text));
 *	if (t.category) ...                  // t.word[0 .. t.nwords), the longest first, were found
 *	triage_release(&t);
 *
 * The category with the longest word found wins, then the one with the most words found, then the first in the
 * file. Letters are compared in any case and in full or half width, any run of white space is one space,
 * and what a reader does not see is left out. A word that begins or ends with a letter of an
 * alphabet or a digit begins or ends there in the text, too: 'late' is not in 'plate'. Han characters and
 * kana are found anywhere. Length is counted in characters. Invalid bytes match nothing.
 */
#ifndef SD_RULES_TRIAGE_H
#define SD_RULES_TRIAGE_H

#include <stddef.h>

#include "domain/policy.h"

struct triage {
	const struct policy_category *category;  /* NULL: no word of any was found */
	const char **word;                       /* as the policy writes them; borrowed from it */
	size_t nwords, alloc;
};
#define TRIAGE_INIT { NULL, NULL, 0, 0 }

/* Emptied first. */
void triage_find(struct triage *t, const struct policy *p, const char *text, size_t n);
void triage_release(struct triage *t);

/* What the category suggests for kind, severity or department: its own word, else that of the one above; or NULL. */
const char *triage_suggests(const struct policy *p, const struct policy_category *c, int column);

#endif
