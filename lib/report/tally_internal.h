/* Shared by tally*.c only. */
#ifndef SD_REPORT_TALLY_INTERNAL_H
#define SD_REPORT_TALLY_INTERNAL_H

#include "report/tally.h"

struct tally_version {
	struct facts_rule rule;
};

struct tally_kind *tally_kind_of(struct tally *t, uint32_t kind);
struct tally_clock *tally_clock_of(struct tally *t, uint32_t name_id, uint32_t kind,
				   uint32_t severity);
struct tally_value *tally_value_of(struct tally *t, int dim, uint32_t symbol);
struct tally_delay *tally_delay_of(struct tally *t, uint32_t channel);
void tally_counts_add(struct tally_counts *counts, uint32_t symbol, uint64_t by);
void tally_seen(struct tally *t, instant opened);
void tally_list_add(struct tally_list *list, const struct tally_late *late);
int tally_is_out(const struct tally_plan *plan, uint32_t kind);
int tally_is_wanted(const struct tally_plan *plan, const uint32_t *class);
void tally_class(struct tally *t, const struct history *h);  /* at its end, into t->class */
enum case_state tally_state(const struct history *h);
/* 1: the target is about a case of this class, and it was counted. */
int tally_target(struct tally *t, size_t i, const uint32_t *class, uint64_t n, uint64_t of);
/* The same for all targets that count this: enum rate or tally_goal. */
void tally_goal(struct tally *t, int goal, const uint32_t *class, uint64_t n, uint64_t of);
void tally_callback(struct tally *t, const struct facts *f, struct tally_kind *k);
void tally_followup(struct tally *t, const struct history *h, off_t offset, int is_duty);
void tally_hard(struct tally *t, const struct history *h, const struct facts *f, const struct policy *p);
void tally_weak(struct tally *t, const uint32_t *class, enum weak_measure m, uint64_t bad, uint64_t of);
void tally_said(struct tally *t, const struct opinion *x, size_t n, const struct policy_survey *s, off_t offset);
/* The answers about the case; after its class was found. */
void tally_opinion(struct tally *t, const struct history *h, const struct policy *p, int is_cancelled, off_t offset);
void tally_missing_add(struct tally *t, uint32_t name_id, int year);

#endif
