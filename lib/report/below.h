/*
 * below: cases that were resolved below the level that handles their severity (Y2.3): their owner, at that
 * moment, stood below it and for nobody who does not, or there was none.
 *
 *	below_case(&list, &history, &where);           // case by case
 *	below_merge(&list, &other);                    // of the same symbols
 *	below_release(&list);
 *
 * Counted are `resolve` events of the period. Where the policy names no persons there is nothing to say.
 */
#ifndef SD_REPORT_BELOW_H
#define SD_REPORT_BELOW_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"
#include "domain/policy.h"

struct below_item {
	caseid id;
	instant resolved;
	uint32_t line;                    /* of the resolve row */
	uint32_t kind, severity, owner;   /* symbols */
	const char *handler;              /* the level; borrowed from the policy */
};
struct below_list {
	struct below_item *item;
	size_t n, alloc;
};
#define BELOW_LIST_INIT { NULL, 0, 0 }
void below_release(struct below_list *list);

struct below_where {
	const struct policy *policy;      /* in force for the case */
	const struct classmap *map;       /* has kind, severity and owner */
	const struct symbols *symbols;
	instant from, to;
};

void below_case(struct below_list *list, const struct history *h, const struct below_where *where);
void below_merge(struct below_list *list, const struct below_list *from);

#endif
