/*
 * caseid: YYYYMMDD-NNNN with an optional prefix before it (S1-20261121-0007).
 *
 * Ids are compared as numbers: 20261121-7 is 20261121-0007, and a prefix does not count (a log has
 * one). As a key an id is date << 32 | number, so keys sort by date, then by number.
 */
#ifndef SD_DOMAIN_CASEID_H
#define SD_DOMAIN_CASEID_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

typedef uint64_t caseid;              /* 0: none */

#define CASEID_NUMBER_MAX 999999999U

static inline uint32_t caseid_date(caseid id)    /* YYYYMMDD */
{
	return (uint32_t)(id >> 32);
}
static inline uint32_t caseid_number(caseid id)
{
	return (uint32_t)id;
}
static inline caseid caseid_make(uint32_t yyyymmdd, uint32_t number)
{
	return (caseid)yyyymmdd << 32 | number;
}

/* A whole id of exactly n bytes; the date must exist, the number be 1 .. CASEID_NUMBER_MAX. 0 if not. */
caseid caseid_parse(const char *s, size_t n);

/* With the prefix where it is not NULL; the number with at least four digits. */
void caseid_format(struct strbuf *out, caseid id, const char *prefix);

/* YYYYMMDD of a local date (days since 1970), and back. */
uint32_t caseid_date_of_day(int64_t day);
int64_t caseid_day(caseid id);

/*
 * What a person types: "7" (number only, *date = 0), "1121-7" (the year is missing, *date = MMDD), or a
 * whole id (*date = YYYYMMDD). 0, or -1 where it is none of these.
 */
int caseid_parse_short(const char *s, uint32_t *date, uint32_t *number);

#endif
