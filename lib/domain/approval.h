/*
 * approval: which promise an `approve` row approves (C18). The one place of this rule: the clock `approval` stops by it,
 * the report counts by it and `sd log approve` is refused by it.
 *
 *	size_t *by = approval_match(&history, &symbols);
 *	if (by[i] == APPROVAL_NONE) ...        // the compensate row i is still open
 *	free(by);
 *
 * A row with an amount approves one promise: the last open one of its type with that amount, 20 and 20.00 being the
 * same. A row without an amount approves all that are open of its type. A row without a type is of any type.
 * What was promised after a row is not approved by it, and a row that fits no open promise approves nothing. Rows that
 * are not legal where they stand take no part, and a row by sd approves nothing.
 */
#ifndef SD_DOMAIN_APPROVAL_H
#define SD_DOMAIN_APPROVAL_H

#include <stddef.h>
#include <stdint.h>

#include "domain/history.h"

#define APPROVAL_NONE SIZE_MAX

/*
 * By event: of a compensate row the index of the approve row that it waited for, else APPROVAL_NONE. The history must be
 * sorted. Takes a comparison for each promise that waits at each approve row. The caller frees it.
 */
size_t *approval_match(const struct history *h, const struct symbols *symbols);

/* Do type and amount of an approve row (of it only detail and amount are read) fit this compensate row? */
int approval_fits(const struct history_event *approve, const struct history_event *compensate,
		  const struct symbols *symbols);

#endif
