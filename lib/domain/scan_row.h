/* scan_row: one line of a block understood; between scan_block.c and scan_row.c only. */
#ifndef SD_DOMAIN_SCAN_ROW_H
#define SD_DOMAIN_SCAN_ROW_H

#include "domain/scan_block.h"

/* The line data[start..start+n), newline not counted: a row, findings, both, or neither (filtered). */
void scan_row_read(struct scan_block *b, const struct scan_plan *plan, size_t start, size_t n);

/* All rows of the block are read: point the spans of the slow ones at their bytes. */
void scan_row_finish(struct scan_block *b);

#endif
