/*
 * illegal: rows that the state table does not allow, collected while cases are looked at and told once.
 *
 *	struct illegal_list list = ILLEGAL_LIST_INIT;
 *	facts_drop_illegal(&history, illegal_note, &list);
 *	illegal_report(&list, set, "cases.csv", findings);
 *	illegal_release(&list);
 */
#ifndef SD_REPORT_ILLEGAL_H
#define SD_REPORT_ILLEGAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/finding.h"
#include "domain/casestate.h"
#include "domain/casestore.h"
#include "domain/history.h"
#include "domain/policy.h"

struct illegal_row {
	caseid id;
	uint32_t line;
	uint8_t event, state;
};
struct illegal_list {
	struct illegal_row *row;
	size_t n, alloc;
};
#define ILLEGAL_LIST_INIT { NULL, 0, 0 }
void illegal_release(struct illegal_list *list);

/* A facts_illegal_fn; `ctx` is the list. Of a case without `open`, whose rows are all illegal, one is noted. */
void illegal_note(void *ctx, const struct history *h, const struct history_event *e,
		  enum case_state state);
void illegal_add(struct illegal_list *list, const struct illegal_row *row);
void illegal_merge(struct illegal_list *list, const struct illegal_list *from);

/* What was noted of cases when they were dropped, and that are in the store again, goes: they tell of their rows themselves. */
void illegal_forget(struct illegal_list *list, const struct casestore *store);

/* As bytes for a checkpoint, and back into an empty one; what cannot be right leaves it empty and in->bad set. */
void illegal_save(const struct illegal_list *list, struct strbuf *out);
void illegal_load(struct illegal_list *list, struct bytes *in);

/* A finding for each, in order of lines; sorts the list. */
void illegal_report(struct illegal_list *list, const struct policy_set *set, const char *path,
		    struct findings *findings);

#endif
