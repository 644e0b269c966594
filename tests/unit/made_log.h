/* Logs drawn at random: rows of many cases, put into the order of their times. The same seed gives the same log. */
#ifndef SD_TESTS_MADE_LOG_H
#define SD_TESTS_MADE_LOG_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "values/instant.h"

#define MADE_CASES_A_DAY 20

struct made_row {
	instant at;
	struct strbuf text; /* the line without its end */
};

static struct made_row *made;
static size_t nmade, alloc_made;
static uint32_t seed;

/* One of 0 .. n-1. */
static inline uint32_t any(uint32_t n)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % n;
}

/* Adds a row of that time to case `id` of those that begin on day `first`: `rest` is all that stands behind its name. */
static inline void made_add(instant t, int first, uint32_t id, const char *rest)
{
	struct made_row *row;
	struct civil c;

	MEM_GROW(made, nmade + 1, alloc_made);
	row = &made[nmade++];
	row->at = t;
	strbuf_init(&row->text);
	instant_format(&row->text, t, NULL);
	civil_from_days(first + (int)(id / MADE_CASES_A_DAY), &c);
	strbuf_addf(&row->text, ",,%04d%02d%02d-%04u,%s", c.year, c.month, c.day, id % MADE_CASES_A_DAY + 1, rest);
}

static inline int made_by_time(const void *a, const void *b)
{
	const struct made_row *x = a, *y = b;

	return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : strcmp(x->text.buf, y->text.buf);
}

static inline void made_sort(void)
{
	qsort(made, nmade, sizeof(*made), made_by_time);
}

static inline void made_release(void)
{
	while (nmade)
		strbuf_release(&made[--nmade].text);
	free(made);
	made = NULL;
	alloc_made = 0;
}

/* All rows as lines, without a header; the caller frees them. */
static inline char *made_log(void)
{
	struct strbuf log = STRBUF_INIT;
	size_t i;

	made_sort();
	for (i = 0; i < nmade; i++)
		strbuf_addf(&log, "%s\n", made[i].text.buf);
	made_release();
	return strbuf_detach(&log);
}

#endif
