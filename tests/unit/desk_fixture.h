/* A policy and a log given as text, measured and turned into figures. Times are UTC days of November 2026. */
#ifndef SD_TESTS_DESK_FIXTURE_H
#define SD_TESTS_DESK_FIXTURE_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/figures.h"
#include "report/render.h"

#define LOG_HEADER "at,logged,case,event,by,kind,channel,category,severity,customer,department,owner,due,detail,text\n"

struct fixture {
	char dir[40], policy[64], log[64];
	struct policy_set set;
	struct findings findings;
	struct err err;
	struct figures figures;
	struct measure_options options;
	struct period period;
};

static inline void fixture_write(const char *path, const char *text, const char *more)
{
	FILE *f = fopen(path, "w");

	cr_assert_not_null(f);
	fputs(text, f);
	fputs(more, f);
	cr_assert_eq(fclose(f), 0);
}

/* Day d of November 2026, clock hh:mm, UTC. */
static inline instant at(int d, int hour, int minute)
{
	return (civil_to_days(2026, 11, 1) + d - 1) * 86400 + hour * 3600 + minute * 60;
}

static inline void fixture_begin(struct fixture *x, const char *policy, const char *rows)
{
	size_t i;

	memset(x, 0, sizeof(*x));
	x->set = (struct policy_set)POLICY_SET_INIT;
	x->findings = (struct findings)FINDINGS_INIT;
	strcpy(x->dir, "/tmp/sd-unit-XXXXXX");
	cr_assert_not_null(mkdtemp(x->dir));
	snprintf(x->policy, sizeof(x->policy), "%s/policy.yaml", x->dir);
	snprintf(x->log, sizeof(x->log), "%s/cases.csv", x->dir);
	fixture_write(x->policy, policy, "");
	fixture_write(x->log, LOG_HEADER, rows);
	if (policy_set_load(&x->set, x->policy, NULL, &x->findings, &x->err) < 0)
		for (i = 0; i < x->findings.n; i++)
			fprintf(stderr, "%zu: %s\n", x->findings.list[i].line, x->findings.list[i].msg);
	cr_assert_eq(x->err.status, 0, "%s", x->err.msg);
	figures_init(&x->figures);
	x->options = (struct measure_options){ .name = "desk", .path = x->log, .set = &x->set,
					       .period = &x->period, .known_at = INSTANT_NONE };
}

static inline void fixture_add(struct fixture *x)
{
	struct measure m = MEASURE_INIT;

	cr_assert_eq(measure_run(&m, &x->options, &x->findings, &x->err), 0, "%s", x->err.msg);
	figures_add(&x->figures, &m);
	measure_release(&m);
}

/* Days [from, to) of November 2026, judged as at `as_of`. */
static inline const struct figures *fixture_report(struct fixture *x, int from, int to,
						   instant as_of)
{
	figures_release(&x->figures);
	figures_init(&x->figures);
	x->period = (struct period){ civil_to_days(2026, 11, 1) + from - 1,
				     civil_to_days(2026, 11, 1) + to - 1, INSTANT_NONE,
				     INSTANT_NONE };
	x->options.as_of = as_of;
	fixture_add(x);
	figures_finish(&x->figures);
	return &x->figures;
}

static inline void fixture_end(struct fixture *x)
{
	figures_release(&x->figures);
	policy_set_release(&x->set);
	findings_release(&x->findings);
	unlink(x->policy);
	unlink(x->log);
	rmdir(x->dir);
}

static inline const struct figure_kind *kind(const struct figures *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->nkinds; i++)
		if (!strcmp(f->kind[i].kind, name))
			return &f->kind[i];
	cr_assert_fail("no figures of kind %s", name);
	return NULL;
}

static inline const struct figure_dim *dimension(const struct figures *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->ndims; i++)
		if (!strcmp(f->dim[i].name, name))
			return &f->dim[i];
	cr_assert_fail("no breakdown by %s", name);
	return NULL;
}

static inline struct figure_clock clock_of(const struct figures *f, const char *name)
{
	struct figure_clock sum = { .clock = name };
	size_t i;

	for (i = 0; i < f->nclocks; i++)
		if (!strcmp(f->clock[i].clock, name)) {
			sum.met += f->clock[i].met;
			sum.breached += f->clock[i].breached;
			sum.decided += f->clock[i].decided;
			sum.undecided += f->clock[i].undecided;
			sum.dropped += f->clock[i].dropped;
			sum.unknown += f->clock[i].unknown;
			sum.attainment = f->clock[i].attainment;
		}
	return sum;
}

#define expect_rate(f, k, r, x, y)                                                             \
	do {                                                                                   \
		const struct tally_rate *rate_ = &kind(f, k)->rate[r];                          \
		cr_expect(rate_->n == (x) && rate_->of == (y), "%s of %s: %d/%d, got %d/%d",   \
			  rate_name(r), k, (int)(x), (int)(y), (int)rate_->n, (int)rate_->of); \
	} while (0)

#define expect_clock(f, name, m, b, u)                                                         \
	do {                                                                                   \
		struct figure_clock c_ = clock_of(f, name);                                    \
		cr_expect(c_.met == (m) && c_.breached == (b) && c_.undecided == (u),          \
			  "%s: met %d breached %d undecided %d, got %d %d %d", name, (int)(m), \
			  (int)(b), (int)(u), (int)c_.met, (int)c_.breached, (int)c_.undecided); \
	} while (0)

#endif
