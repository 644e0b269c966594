/*
 * measure: read the log of one desk once and count what the report asks for.
 *
 *	struct measure m = MEASURE_INIT;
 *	struct measure_options o = { .name = "shop", .path = "shop/cases.csv", .set = &set, ... };
 *	if (measure_run(&m, &o, &findings, &err) < 0) ...
 *	figures_add(&figures, &m);
 *	measure_release(&m);
 *
 * What is wrong with the log is a finding, and the rest is counted. Memory follows the cases that
 * the period can still see, not the rows: others are dropped on the way and read again where a
 * later row brings them back. The options' strings and the policy set are borrowed.
 */
#ifndef SD_REPORT_MEASURE_H
#define SD_REPORT_MEASURE_H

#include "base/err.h"
#include "base/finding.h"
#include "domain/casestore.h"
#include "report/casepass.h"
#include "report/measure_side.h"
#include "report/period.h"
#include "report/tally.h"

#define MEASURE_LATER_KEPT 1000
#define MEASURE_CALLS      20
#define MEASURE_DIMS_USUAL 9

struct measure_options {
	const char *name;              /* of the desk, as the report shows it */
	const char *path;              /* its log */
	const char *surveys;           /* its answers, or NULL */
	const struct policy_set *set;
	const char *policy;            /* path of its newest version, where the set is another desk's; else NULL */
	const struct period *period;
	instant as_of;                 /* rows with a later `at` are passed over */
	instant known_at;              /* rows written later too; INSTANT_NONE: all are read */
	int threads;
	const int *by;                 /* further columns to break down by */
	int nby;
	const char *customers;         /* who they are, or NULL; to hide them in what they said */
	int is_pack;                   /* for a meeting: what customers said and was observed, and the period before */
	const struct policy_filter *only; /* cases that count; NULL: all. Of the set's columns */
	struct measure_against against; /* what they are compared with, in the same pass */
	size_t sweep;                  /* events kept before cases are dropped; 0: the usual number */
};

/* A row that was written after the as-of time; those of the answers stand behind those of the log. */
struct measure_later {
	int is_answer;
	uint32_t line;
	caseid id;
	instant at, logged;
};

/* Whom a case that is late now is about. */
struct measure_call {
	caseid id;
	char *customer;
	const struct tally_late *late; /* the latest instance of the case */
};

/*
 * A row after the first one that names the case's customer, or is void and may take such a row back; of a case that was
 * dropped it may be the first, too.
 */
struct measure_naming {
	caseid id;
	off_t offset;                  /* in the file */
	instant at;
	uint64_t check;
	uint32_t detail;               /* history_void() */
	uint8_t event;
	char *customer;                /* owned; NULL: void */
};

struct measure {
	struct measure_options options;
	struct classmap map;
	struct symbols symbols;
	struct tally_plan plan;
	struct tally tally;
	struct period_bounds bounds;
	int has_before;                /* the period before is counted, too, for the targets' trend */
	struct period_bounds bounds_before;
	instant as_of_before;
	struct tally_plan plan_before;
	struct tally before;
	struct measure_side side[2];   /* of a comparison */
	struct casestore store;
	struct opinions opinions;
	struct completeness_rows incomplete;
	struct opinions observed;      /* of staff, for a meeting */
	char *seal;                    /* text of the newest seal, or NULL */
	instant first_at;              /* when the earliest row happened; INSTANT_NONE: there is none */
	struct measure_later *later;
	size_t nlater, alloc_later;    /* kept */
	size_t later_count;            /* all */
	struct measure_call call[MEASURE_CALLS];
	size_t ncalls, calls_all;      /* those kept, and how many there are */
	struct measure_naming *naming; /* by case */
	size_t namings, alloc_naming;
	/* while it runs */
	struct casepass pass;
	instant keep_from;             /* cases with a row since then are not looked at */
	instant over_before;           /* those that are over, and without a row since then, need not be */
	struct casestore_ends ends;
	size_t nopened_again;          /* of the store, up to the batch before */
};

#define MEASURE_INIT { .opinions = OPINIONS_INIT, .observed = OPINIONS_INIT }

/* The breakdowns that every report has: MEASURE_DIMS_USUAL columns. */
extern const int measure_dims[MEASURE_DIMS_USUAL];

int measure_run(struct measure *m, const struct measure_options *options,
		struct findings *findings, struct err *err);
void measure_release(struct measure *m);

#endif
