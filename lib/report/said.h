/*
 * said: what customers answered in their own words (C8), for a meeting. Part of a tally, where the texts were read.
 *
 *	said_case(&list, answers, n, &where);          // case by case; once with the answers without a case
 *	said_merge(&list, &other);
 *	said_hide(&out, text, customer);               // for eyes that need not know who it was
 *	said_release(&list);
 *
 * Listed is each answer with words that was given in the period; of a wave and question the row that was written last, because
 * it corrects. Strings are the answers'.
 */
#ifndef SD_REPORT_SAID_H
#define SD_REPORT_SAID_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"
#include "domain/customers.h"
#include "report/opinion.h"

struct said_item {
	caseid id;                       /* 0: of no case */
	off_t offset;                    /* of the case's first row */
	instant at;
	uint32_t line;                   /* in the file of answers */
	const char *question, *text;
	int score;                       /* of the case, or of this answer where it has no case; -1: none */
	uint32_t kind, category;         /* symbols */
	char *shown;                     /* owned; once whoever knows the customers has hidden them */
};
struct said_list {
	struct said_item *item;
	size_t n, alloc;
};
#define SAID_LIST_INIT { NULL, 0, 0 }
void said_release(struct said_list *list);

struct said_where {
	const struct policy_survey *survey;
	instant from, to;
	off_t offset;
	uint32_t kind, category;
};

/* x[n]: the answers of one case, as opinions_find() gives them, or those of none. */
void said_case(struct said_list *list, const struct opinion *x, size_t n, const struct said_where *where);
void said_merge(struct said_list *list, struct said_list *from);   /* `from` is empty then */

/*
 * Appends the text with an ellipsis in the place of
 * - the customer's name and contact (customer may be NULL), as they stand; and as words of their own in any case of ASCII
 *   letters and with other blanks between their characters; and of {name} and {contact};
 * - numbers of seven and more digits, whatever of blank / ( ) _ . - stands between them, with the + or ( before;
 * - mail addresses.
 * Characters of full width are those of ASCII for this, and what has no width is not there. The customer's name in other words
 * (a nickname, another spelling) is not found, nor is a number in words: whoever has no customer to give should leave the text out.
 */
void said_hide(struct strbuf *out, const char *text, const struct customer *customer);
/* What stands for a text whose customer is not known well enough to hide. */
void said_leave_out(struct strbuf *out);

#endif
