/*
 * compensation: what customers were promised and what was approved, in exact decimals (metrics.md, C18).
 *
 *	struct compensation c = COMPENSATION_INIT;
 *	compensation_case(&c, &history, &where, from, to);      // case by case
 *	compensation_merge(&c, &other);                         // of the same symbols
 *	compensation_release(&c);
 *
 * Counted are the `compensate` rows that happened in the period, by type, cause and supplier. Promised, approved and paid
 * are different events: what an `approve` row approves says domain/approval.h, and each promise is judged by the limit of
 * its type in the policy version of the case; what was promised counts whether or not it is approved. A sum that does not fit is marked and never rounded.
 */
#ifndef SD_REPORT_COMPENSATION_H
#define SD_REPORT_COMPENSATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "domain/history.h"
#include "domain/policy.h"
#include "values/number.h"

struct compensation_item {
	uint32_t type, cause, supplier;   /* symbols: of COLUMN_DETAIL twice, of the field */
	uint64_t n, cases;                /* rows; cases with one of this type (of all causes and suppliers) */
	struct amount promised;
	uint64_t to_approve;              /* of types that the policy wants approved */
	uint64_t approved, approved_late; /* of these */
	uint64_t pending, overdue;        /* not approved by as-of; of these, those whose limit is over */
	struct amount approved_sum;       /* of all that was approved, asked for or not */
	int is_too_large;                 /* a sum did not fit */
};

/* Amounts by type, for the median. */
struct compensation_amount {
	uint32_t type;
	struct amount amount;
};

struct compensation {
	struct compensation_item *item;
	size_t n, alloc;
	struct compensation_amount *amount;
	size_t namounts, alloc_amounts;
	struct intern items;         /* by type, cause and supplier */
};
#define COMPENSATION_INIT { .items = INTERN_INIT }
void compensation_release(struct compensation *c);

struct compensation_where {
	const struct policy *policy;      /* in force for the case */
	const struct symbols *symbols;
	uint32_t supplier;                /* of the case, 0: none */
	instant from, to, as_of;
};

void compensation_case(struct compensation *c, const struct history *h,
		       const struct compensation_where *where);
void compensation_merge(struct compensation *c, const struct compensation *from);

#endif
