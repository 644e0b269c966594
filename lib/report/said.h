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
 * Appends the text without name and contact of the customer (may be NULL), numbers of seven and more digits (with blanks,
 * hyphens and dots between them) and mail addresses: an ellipsis stands in their place.
 */
void said_hide(struct strbuf *out, const char *text, const struct customer *customer);

#endif
