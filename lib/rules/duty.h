/*
 * duty: which cases of regular duties (meetings, audits, training) are to be opened (Y6, D1). Pure.
 *
 *	struct duty_book book = DUTY_BOOK_INIT;
 *	duty_note(&book, key, n);                      // the key of every `open` row by sd in the log
 *	struct duty_list list = DUTY_LIST_INIT;
 *	duty_due(&list, &book, set, began, now);       // in order of when they begin
 *	duty_list_release(&list); duty_book_release(&book);
 *
 * A duty has one case in each of its periods (day, week from Monday, month, quarter, year of the policy's
 * zone), with `each:` one for every person; it is opened at the period's start. The log is the ledger: the
 * row's key is "duty/NAME/PERIOD" and, with `each:`, "/PERSON"; PERIOD reads 2026-11-21, 2026-W47, 2026-11,
 * 2026-Q4 or 2026. Of a duty that is in the log all periods after the newest one there are due; of one that
 * is not, the running period, from no earlier than the policy or the log began.
 * A person who is missing in the running period, while others have theirs, gets it from now on.
 */
#ifndef SD_RULES_DUTY_H
#define SD_RULES_DUTY_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "domain/policy.h"

/* What is in the log: of each duty the newest period, and who has a case in it. */
struct duty_book {
	struct duty_known {
		char *name;
		int64_t day;         /* the newest period's first, days since 1970 */
		struct intern who;   /* "" without `each:` */
	} *known;
	size_t n, alloc;
};
#define DUTY_BOOK_INIT { NULL, 0, 0 }
void duty_book_release(struct duty_book *book);
/* As bytes for a checkpoint, and back into an empty one; what cannot be right leaves it empty and in->bad set. */
void duty_book_save(const struct duty_book *book, struct strbuf *out);
void duty_book_load(struct duty_book *book, struct bytes *in);
/* A key that is none of a duty's is passed over. */
void duty_note(struct duty_book *book, const char *key, size_t n);

struct duty_opening {
	const struct policy *policy;     /* in force at `at` */
	const struct policy_duty *duty;
	const char *person;              /* with `each:`, else NULL */
	int64_t day;                     /* the period's first */
	instant at;                      /* of the row */
};
struct duty_list {
	struct duty_opening *opening;
	size_t n, alloc;
};
#define DUTY_LIST_INIT { NULL, 0, 0 }
void duty_list_release(struct duty_list *list);

/* `began`: when the log's first row was written, INSTANT_NONE where there is none. The list is emptied first. */
void duty_due(struct duty_list *list, const struct duty_book *book, const struct policy_set *set,
	      instant began, instant now);

/* "2026-Q4"; and the row's key. Both append. */
void duty_period(struct strbuf *out, const struct duty_opening *o);
void duty_key(struct strbuf *out, const struct duty_opening *o);

/* The first day of the period that a day lies in, and of the one after it. */
int64_t duty_begin(enum policy_every every, int64_t day);
int64_t duty_next(enum policy_every every, int64_t day);

#endif
