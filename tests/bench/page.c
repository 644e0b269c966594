/*
 * page: how long it takes to write a month's figures as a page, beside reading the log that they come from.
 *
 *	page DESK AS-OF RUNS
 *
 * The figures of the month of AS-OF are counted once and written RUNS times as HTML, into memory; in turn the log is
 * read as tests/bench/readpass.c does. Prints `reading SECONDS` and `page SECONDS BYTES`, medians.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/render.h"

#define RUNS_MAX 1000

struct bench {
	struct strbuf log, answers;
	struct policy_set set;
	struct findings findings;
	struct figures figures;
	size_t bytes;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int count(struct bench *b, instant as_of, struct err *err)
{
	int64_t day = zone_day(policy_set_now(&b->set)->zone, as_of);
	struct civil c;
	struct period period = { .from = INSTANT_NONE, .to = INSTANT_NONE };
	struct measure_options o = { .name = "desk", .path = b->log.buf, .surveys = b->answers.buf,
				     .set = &b->set, .period = &period, .as_of = as_of,
				     .known_at = INSTANT_NONE, .threads = 1 };
	struct measure m = MEASURE_INIT;

	civil_from_days(day, &c);
	period.from_day = civil_to_days(c.year, c.month, 1);
	period.to_day = c.month < 12 ? civil_to_days(c.year, c.month + 1, 1) : civil_to_days(c.year + 1, 1, 1);
	if (measure_run(&m, &o, &b->findings, err) < 0)
		return -1;
	figures_init(&b->figures);
	figures_add(&b->figures, &m);
	figures_finish(&b->figures);
	measure_release(&m);
	return 0;
}

static int read_log(struct bench *b, struct err *err)
{
	struct caselog log = CASELOG_INIT;
	struct casestore store;
	struct classmap map;
	struct symbols symbols;
	struct tally_plan plan;
	struct casepass pass = { .store = &store, .scan = { .threads = 1, .at_most = INSTANT_MAX } };
	int result = -1;

	classmap_init(&map);
	symbols_init(&symbols);
	tally_plan_init(&plan, &b->set, &map, &symbols, measure_dims, MEASURE_DIMS_USUAL);
	casestore_init(&store, &map, &symbols);
	if (caselog_open(&log, b->log.buf, &b->set, &b->findings, err) == 0)
		result = casepass_read(&pass, &log, err);
	casestore_release(&store);
	caselog_release(&log);
	tally_plan_release(&plan);
	symbols_release(&symbols);
	return result;
}

static void write_page(struct bench *b)
{
	struct strbuf out = STRBUF_INIT;
	struct report_out to = { &out, NULL, NULL, 0 };

	report_html(&to, &b->figures, &(struct report_style){ .lang = "zh" });
	b->bytes = out.len;
	strbuf_release(&out);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int run(struct bench *b, const char *desk, const char *as_of, int runs, struct err *err)
{
	double reading[RUNS_MAX], page[RUNS_MAX], begin;
	struct strbuf policy = STRBUF_INIT;
	instant t;
	int i, offset;

	strbuf_addf(&policy, "%s/policy.yaml", desk);
	strbuf_addf(&b->log, "%s/cases.csv", desk);
	strbuf_addf(&b->answers, "%s/surveys.csv", desk);
	if (instant_parse(as_of, strlen(as_of), &t, &offset) < 0)
		return err_set(err, STATUS_USAGE, "'%s' is no time", as_of);
	if (policy_set_load(&b->set, policy.buf, "policies", &b->findings, err) < 0 || count(b, t, err) < 0)
		return -1;
	for (i = 0; i < runs; i++) {
		begin = now();
		if (read_log(b, err) < 0)
			return -1;
		reading[i] = now() - begin;
		begin = now();
		write_page(b);
		page[i] = now() - begin;
	}
	qsort(reading, (size_t)runs, sizeof(*reading), by_size);
	qsort(page, (size_t)runs, sizeof(*page), by_size);
	printf("reading %.6f\npage %.6f %zu\n", reading[runs / 2], page[runs / 2], b->bytes);
	strbuf_release(&policy);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b = { .set = POLICY_SET_INIT, .findings = FINDINGS_INIT };
	struct err err = ERR_INIT;
	int runs = argc == 4 ? atoi(argv[3]) : 0;

	if (runs < 1 || runs > RUNS_MAX) {
		fprintf(stderr, "usage: page DESK AS-OF RUNS (1 to %d)\n", RUNS_MAX);
		return 2;
	}
	strbuf_init(&b.log);
	strbuf_init(&b.answers);
	if (run(&b, argv[1], argv[2], runs, &err) < 0) {
		fprintf(stderr, "page: %s\n", err.msg);
		return 4;
	}
	return 0;
}
