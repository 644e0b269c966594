/* Two sides beside each other: each is what a report of it alone would be, and the verdicts follow from test and interval (Y7.3, H8). */
#include "report/comparison.h"

#include "desk_fixture.h"
#include "made_log.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2020-01-01\n"
	"timezone: UTC\n"
	"kinds: { complaint: {}, consultation: {} }\n"
	"departments: { north: {}, south: {}, east: {} }\n"
	"categories: { quality: {}, expired: { of: quality }, price: {} }\n"
	"clocks: [ { clock: resolve, from: open, until: resolve, within: 24h } ]\n"
	"survey: { after: close, ask: { overall: { scale: 5 } }, satisfied: 4 }\n";

/* Sixty days from 1 October, 20 cases a day; those of November are resolved quicker. */
static char *make_log(void)
{
	static const char *const department[] = { "north", "south", "east", "" };
	static const char *const category[] = { "expired", "quality", "price", "" };
	const int first = (int)civil_to_days(2026, 10, 1);
	uint32_t id;

	seed = 3;
	for (id = 0; id < 1200; id++) {
		instant t = (first + (instant)id / MADE_CASES_A_DAY) * 86400 + any(80000);
		char open[120];

		snprintf(open, sizeof(open), "open,li,%s,hotline,%s,,c%u,%s,,,,", any(2) ? "complaint" : "consultation",
			 category[any(4)], any(60), department[any(4)]);
		made_add(t, first, id, open);
		if (!any(12))
			continue;
		made_add(t += any(id < 620 ? 200000 : 100000), first, id, "resolve,li,,,,,,,,,,");
		made_add(t += any(9000), first, id, any(9) ? "close,li,,,,,,,,,," : "reopen,li,,,,,,,,,,");
	}
	return made_log();
}

static const char *value[2];
static struct policy_term term = { .value = { value, 1 } };
static struct policy_filter filter = { &term, 1 };

static const struct policy_filter *group(const struct fixture *x, const char *column, const char *of)
{
	term.column = policy_set_column(&x->set, column, strlen(column));
	value[0] = of;
	return &filter;
}

static void measure_comparison(struct fixture *x, struct comparison *c, enum comparison_how how)
{
	struct measure m = MEASURE_INIT;

	comparison_init(c, how);
	cr_assert_eq(measure_run(&m, &x->options, &x->findings, &x->err), 0, "%s", x->err.msg);
	comparison_add(c, &m);
	measure_release(&m);
}

static void set_period(struct period *p, int from, int to)
{
	*p = (struct period){ civil_to_days(2026, 11, 1) + from - 1, civil_to_days(2026, 11, 1) + to - 1,
			      INSTANT_NONE, INSTANT_NONE };
}

/* Kinds, rates, times and clocks; figures in words come after comparison_finish(). */
static void expect_same(const struct figures *a, const struct figures *b, const char *what)
{
	size_t i;
	int r;

	cr_assert_eq(a->nkinds, b->nkinds, "%s", what);
	for (i = 0; i < a->nkinds; i++) {
		const struct figure_kind *x = &a->kind[i], *y = &b->kind[i];

		cr_expect_str_eq(x->kind, y->kind);
		cr_expect_gt(x->received, 50);
		cr_expect_eq(x->received, y->received, "%s", what);
		for (r = 0; r < RATE_COUNT; r++)
			cr_expect(x->rate[r].n == y->rate[r].n && x->rate[r].of == y->rate[r].of,
				  "%s: %s %s: %llu/%llu, %llu/%llu", what, x->kind, rate_name((enum rate)r),
				  (unsigned long long)x->rate[r].n, (unsigned long long)x->rate[r].of,
				  (unsigned long long)y->rate[r].n, (unsigned long long)y->rate[r].of);
		for (r = 0; r < TIME_COUNT; r++)
			cr_expect(km_is_equal((struct km *)&x->time[r], (struct km *)&y->time[r]), "%s", what);
	}
	cr_assert_eq(a->nclocks, b->nclocks);
	for (i = 0; i < a->nclocks; i++)
		cr_expect(a->clock[i].met == b->clock[i].met && a->clock[i].breached == b->clock[i].breached,
			  "%s", what);
}

static void expect_sides(struct fixture *x, const struct period *before, const char *what)
{
	struct comparison c;

	set_period(&x->period, 1, 21);
	x->options.as_of = at(25, 0, 0);
	x->options.against.period = before;
	measure_comparison(x, &c, COMPARE_PERIODS);
	x->options.against.period = NULL;
	comparison_finish(&c);
	expect_same(&c.side[0].figures, fixture_report(x, 1, 21, at(25, 0, 0)), what);
	expect_same(&c.side[1].figures, fixture_report(x, -24, -9, at(-5, 0, 0)), what);
	comparison_release(&c);
}

Test(comparison, each_period_is_what_a_report_of_it_at_the_same_age_would_be)
{
	struct fixture x;
	struct period before;
	char *log = make_log();

	fixture_begin(&x, policy, log);
	set_period(&before, -24, -9);
	x.options.threads = 1;
	x.options.sweep = SIZE_MAX;
	expect_sides(&x, &before, "one thread");
	x.options.threads = 4;
	expect_sides(&x, &before, "threads");
	x.options.sweep = 1;
	expect_sides(&x, &before, "dropped cases");
	fixture_end(&x);
	free(log);
}

Test(comparison, a_group_and_the_others_are_the_whole_but_for_those_without_a_value)
{
	struct fixture x;
	struct comparison c;
	const struct figures *f;
	uint64_t without;
	char *log = make_log();

	fixture_begin(&x, policy, log);
	set_period(&x.period, -20, 20);
	x.options.as_of = at(25, 0, 0);
	x.options.against.group = group(&x, "category", "quality");
	measure_comparison(&x, &c, COMPARE_GROUPS);
	x.options.against.group = NULL;
	c.column = "category";
	c.column_number = COLUMN_CATEGORY;
	comparison_finish(&c);
	x.options.only = group(&x, "category", "quality");
	f = fixture_report(&x, -20, 20, at(25, 0, 0));
	expect_same(&c.side[0].figures, f, "quality and what is below it");
	x.options.only = group(&x, "category", "price");
	f = fixture_report(&x, -20, 20, at(25, 0, 0));
	expect_same(&c.side[1].figures, f, "others");
	x.options.only = group(&x, "category", "");
	without = fixture_report(&x, -20, 20, at(25, 0, 0))->received;
	x.options.only = NULL;
	f = fixture_report(&x, -20, 20, at(25, 0, 0));
	cr_expect_gt(without, 0);
	cr_expect_eq(c.side[0].figures.received + c.side[1].figures.received + without, f->received);
	comparison_release(&c);
	fixture_end(&x);
	free(log);
}

static const struct comparison_row *row_of(const struct comparison *c, const char *name, const char *kind)
{
	size_t i;

	for (i = 0; i < c->nrows; i++)
		if (!strcmp(c->row[i].name, name) && !strcmp(c->row[i].kind, kind))
			return &c->row[i];
	cr_assert_fail("no row %s", name);
	return NULL;
}

/* Is the log too short before the earlier one of two weeks to know who came back? */
static int is_young(struct fixture *x, int from)
{
	struct period before;
	struct comparison c;
	int result;

	set_period(&x->period, from + 7, from + 14);
	set_period(&before, from, from + 7);
	x->options.as_of = at(25, 0, 0);
	x->options.against.period = &before;
	measure_comparison(x, &c, COMPARE_PERIODS);
	comparison_finish(&c);
	result = c.side[1].is_young;
	cr_expect_eq(row_of(&c, "repeat-contact", "complaint")->effect == EFFECT_NONE, result);
	comparison_release(&c);
	return result;
}

Test(comparison, repeat_contact_is_tested_only_where_the_log_reaches_thirty_days_back)
{
	struct fixture x;
	char *log = make_log();

	fixture_begin(&x, policy, log);
	cr_expect(is_young(&x, 0), "30 days before it the log had not begun");
	cr_expect_not(is_young(&x, 2));
	fixture_end(&x);
	free(log);
}

Test(comparison, departments_are_counted_with_those_of_the_policy_that_had_no_case)
{
	struct fixture x;
	struct comparison c;
	static const char *const north[] = { "north" };

	fixture_begin(&x, policy,
		      "2026-11-02T08:00:00Z,,20261102-0001,open,li,complaint,,,,,north,,,,\n"
		      "2026-11-02T08:01:00Z,,20261102-0002,open,li,complaint,,,,,south,,,,\n"
		      "2026-11-02T08:02:00Z,,20261102-0003,open,li,complaint,,,,,south,,,,\n");
	set_period(&x.period, 2, 3);
	x.options.as_of = at(4, 0, 0);
	x.options.against.group = group(&x, "department", "north");
	measure_comparison(&x, &c, COMPARE_GROUPS);
	c.column = "department";
	c.column_number = COLUMN_DEPARTMENT;
	c.value = north;
	c.nvalues = 1;
	comparison_finish(&c);
	cr_expect_eq(c.side[0].units, 1);
	cr_expect_eq(c.side[1].units, 2, "south, and east without a case");
	cr_expect_float_eq(row_of(&c, "received", "complaint")->size, 1, 1e-12);
	cr_expect_eq(row_of(&c, "received", "complaint")->verdict, COMPARED_TOO_FEW);
	comparison_release(&c);
	fixture_end(&x);
}

Test(comparison, days_before_a_log_begins_are_not_days_without_complaints)
{
	struct fixture x;
	struct comparison c;
	struct period before;

	fixture_begin(&x, policy,
		      "2026-11-05T08:00:00Z,,20261105-0001,open,li,complaint,,,,,,,,,\n"
		      "2026-11-09T08:01:00Z,,20261109-0001,open,li,complaint,,,,,,,,,\n");
	set_period(&x.period, 8, 15);
	set_period(&before, 1, 8);
	x.options.as_of = at(20, 0, 0);
	x.options.against.period = &before;
	measure_comparison(&x, &c, COMPARE_PERIODS);
	comparison_finish(&c);
	cr_expect_float_eq(c.side[0].days, 7, 1e-12);
	cr_expect_float_eq(c.side[1].days, 3, 1e-12);
	cr_expect(c.side[1].starts_late && !c.side[0].starts_late);
	comparison_release(&c);
	fixture_end(&x);
}

/* --- verdicts, on sides with counts of our own ----------------------------------------------------- */

/* A day and 100 complaints on both sides, nothing else. */
static void begin_sides(struct comparison *c)
{
	static const struct policy none;
	int i;

	comparison_init(c, COMPARE_PERIODS);
	for (i = 0; i < 2; i++) {
		struct figures *f = &c->side[i].figures;

		c->side[i].seconds = 86400;
		MEM_GROW(f->kind, 1, f->alloc_kinds);
		f->kind[f->nkinds++] = (struct figure_kind){ .kind = "complaint", .received = 100 };
		MEM_GROW(f->desk, 1, f->alloc_desks);
		f->desk[f->ndesks++] = (struct figure_desk){ .name = "desk", .in_force = &none };
	}
}

/* Handling rates x/n of complaints on both sides; every other rate is nobody's. */
static void expect_verdict(uint64_t xa, uint64_t na, uint64_t xb, uint64_t nb, enum comparison_verdict want,
			   int holds)
{
	struct comparison c;
	const struct comparison_row *r;
	int i;

	begin_sides(&c);
	for (i = 0; i < 2; i++) {
		c.side[i].figures.kind[0].rate[RATE_HANDLING].n = i ? xb : xa;
		c.side[i].figures.kind[0].rate[RATE_HANDLING].of = i ? nb : na;
	}
	comparison_finish(&c);
	r = row_of(&c, "handling-rate", "complaint");
	cr_expect_eq(r->verdict, want, "%llu/%llu, %llu/%llu: %s", (unsigned long long)xa, (unsigned long long)na,
		     (unsigned long long)xb, (unsigned long long)nb, comparison_verdict_name(r->verdict));
	cr_expect_eq(r->holds, holds);
	cr_expect_eq(row_of(&c, "received", "complaint")->verdict, COMPARED_SAME);
	cr_expect_eq(c.tests, !isnan(r->p) + 1U);
	comparison_release(&c);
}

Test(comparison, a_verdict_takes_a_test_below_5_percent_and_an_interval_without_zero)
{
	expect_verdict(90, 100, 70, 100, COMPARED_BETTER, 1);
	expect_verdict(70, 100, 90, 100, COMPARED_WORSE, 1);
	expect_verdict(80, 100, 78, 100, COMPARED_SAME, 0);
	expect_verdict(28, 30, 38, 50, COMPARED_SAME, 0);       /* p = 0.048, the interval from -0.002 on */
}

Test(comparison, what_only_looks_clear_among_several_does_not_hold)
{
	expect_verdict(88, 100, 77, 100, COMPARED_BETTER, 0);   /* p = 0.041, as one of two 0.082 */
}

Test(comparison, of_few_cases_nothing_is_said_unless_the_test_finds_something)
{
	expect_verdict(3, 6, 4, 6, COMPARED_TOO_FEW, 0);
	expect_verdict(6, 6, 0, 6, COMPARED_BETTER, 1);
	expect_verdict(3, 6, 0, 0, COMPARED_TOO_FEW, 0);
	expect_verdict(5, 9, 5, 10, COMPARED_TOO_FEW, 0);
	expect_verdict(5, 10, 5, 10, COMPARED_SAME, 0);
}

Test(comparison, none_or_all_on_both_sides_is_no_test)
{
	expect_verdict(0, 50, 0, 60, COMPARED_SAME, 0);
	expect_verdict(50, 50, 60, 60, COMPARED_SAME, 0);
}

/* A test is there or it is not: verdict, effect, interval and p go together. */
static void expect_row(struct comparison *c, const char *name, enum comparison_verdict want)
{
	const struct comparison_row *r;
	int is_tested = want != COMPARED_TOO_FEW;

	comparison_finish(c);
	r = row_of(c, name, "complaint");
	cr_expect_eq(r->verdict, want, "%s: %s", name, comparison_verdict_name(r->verdict));
	cr_expect_eq(!isnan(r->p), is_tested);
	cr_expect_eq(!isnan(r->size), is_tested);
	cr_expect_eq(!isnan(r->lo), is_tested);
	cr_expect_eq(!isnan(r->hi), is_tested);
	cr_expect_eq(r->test != NULL, is_tested);
	cr_expect_eq(r->holds, is_tested);
	cr_expect_eq(c->tests, 1U + (size_t)is_tested);
	comparison_release(c);
}

/* So many cases a side, the first after so many minutes, then one a minute; before them so many still open. */
static void expect_times(const int n[2], const int first[2], int open, enum comparison_verdict want)
{
	struct comparison c;
	int i, k;

	begin_sides(&c);
	for (i = 0; i < 2; i++) {
		struct km *km = &c.side[i].figures.kind[0].time[TIME_FIRST];

		for (k = 0; k < n[i]; k++)
			km_add(km, (first[i] + k) * 60, 1);
		for (k = 0; k < open; k++)
			km_add(km, 60, 0);
	}
	expect_row(&c, time_name(TIME_FIRST), want);
}
#define PAIR(a, b) ((const int[]){ (a), (b) })

Test(comparison, of_less_than_10_ends_on_either_side_the_log_rank_test_says_nothing_however_small_its_p)
{
	expect_times(PAIR(1, 50), PAIR(600, 2), 0, COMPARED_TOO_FEW);
	expect_times(PAIR(50, 1), PAIR(600, 2), 0, COMPARED_TOO_FEW);
	expect_times(PAIR(9, 50), PAIR(600, 2), 0, COMPARED_TOO_FEW);
	expect_times(PAIR(9, 50), PAIR(600, 2), 30, COMPARED_TOO_FEW);   /* cases open are no ends */
	expect_times(PAIR(10, 50), PAIR(600, 2), 0, COMPARED_WORSE);
}

Test(comparison, nor_where_less_than_5_ends_are_expected_on_either_side)
{
	expect_times(PAIR(10, 50), PAIR(2, 600), 0, COMPARED_TOO_FEW);   /* 1.6 expected */
	expect_times(PAIR(50, 10), PAIR(600, 2), 0, COMPARED_TOO_FEW);
	expect_times(PAIR(50, 50), PAIR(2, 600), 0, COMPARED_BETTER);
}

static void expect_contacts(uint64_t cases, uint64_t contacts, enum comparison_verdict want)
{
	struct comparison c;
	int i;

	begin_sides(&c);
	for (i = 0; i < 2; i++) {
		c.side[i].figures.kind[0].rate[RATE_CONTACTS].n = i ? 110 : contacts;
		c.side[i].figures.kind[0].rate[RATE_CONTACTS].of = i ? 100 : cases;
	}
	expect_row(&c, "contacts-per-case", want);
}

Test(comparison, contacts_of_less_than_10_cases_say_nothing_because_those_of_a_case_hang_together)
{
	expect_contacts(9, 90, COMPARED_TOO_FEW);
	expect_contacts(10, 100, COMPARED_WORSE);
}

Test(comparison, places_that_the_filter_leaves_out_are_no_places)
{
	const char *left[] = { "north", "south" }, *complaint[] = { "complaint" };
	struct policy_term terms[] = { { .column = COLUMN_KIND, .value = { complaint, 1 } },
				       { .column = COLUMN_DEPARTMENT, .value = { left, 2 } } };
	struct policy_filter only = { terms, 2 };

	cr_expect(comparison_allows(&only, COLUMN_DEPARTMENT, "south"));
	cr_expect_not(comparison_allows(&only, COLUMN_DEPARTMENT, "east"));
	cr_expect(comparison_allows(&only, COLUMN_PLACE, "east"));
	cr_expect(comparison_allows(NULL, COLUMN_DEPARTMENT, "east"));
}
