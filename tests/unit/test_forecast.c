/* The forecast of the next week, and whether it is worth more than "as last week". */
#include "rules/forecast.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "shared.h"
#include "values/instant.h"

#define DAYS 1200

Test(forecast, a_steady_week_goes_on)
{
	static const uint32_t week[7] = { 10, 12, 14, 12, 20, 31, 6 };
	uint32_t count[70];
	struct day_series s = { count, NULL, 70, 2 };
	struct forecast f;
	int i;

	for (i = 0; i < 70; i++)
		count[i] = week[i % 7];
	cr_assert(forecast_week(&s, 70, &f));
	cr_expect_float_eq(f.expected, 105, .5);
	cr_expect(f.lo < 105 && f.hi > 105 && f.lo > 70 && f.hi < 140, "%g to %g", f.lo, f.hi);
	for (i = 0; i < 7; i++)
		cr_expect_float_eq(f.day[i], week[i], 1.5, "day %d: %g", i, f.day[i]);
}

Test(forecast, a_new_level_is_followed_within_weeks)
{
	uint32_t count[84];
	struct day_series s = { count, NULL, 84, 0 };
	struct forecast f;
	int i;

	for (i = 0; i < 84; i++)
		count[i] = i < 63 ? 4 : 8;
	cr_assert(forecast_week(&s, 84, &f));
	cr_expect(f.expected > 50 && f.expected < 56, "%g", f.expected);
}

Test(forecast, fewer_than_28_known_days_say_nothing)
{
	uint32_t count[60] = { 0 };
	uint8_t known[60] = { 0 };
	struct day_series s = { count, known, 60, 0 };
	struct forecast f;

	memset(known + 33, 1, 27);
	cr_expect_not(forecast_week(&s, 60, &f));
	known[32] = 1;
	cr_expect(forecast_week(&s, 60, &f));
	cr_expect_eq(f.lo, 0);
	cr_expect_lt(f.expected, 1, "nothing came in 28 days");
}

/* --- real data: the first event of each case, by day ------------------------------------------------ */

#define NUMBERS 200000

struct data {
	uint32_t count[DAYS];
	struct day_series s;
};

typedef int64_t day_fn(const char *line, unsigned int *number);

/* Lines of a compressed file; each case counts on the first day that `day_of` finds for its number. */
static void read_days(struct data *d, const char *file, day_fn *day_of)
{
	static int64_t day[NUMBERS];
	char command[4200], line[4096];
	int64_t first = INT64_MAX;
	unsigned int number, i;
	FILE *f;

	for (i = 0; i < NUMBERS; i++)
		day[i] = INT64_MAX;
	snprintf(command, sizeof(command), "gzip -dc '%s'", shared_path(file));
	f = popen(command, "r");
	cr_assert_not_null(f);
	cr_assert_not_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f)) {
		int64_t at = day_of(line, &number);

		cr_assert_lt(number, NUMBERS);
		day[number] = at < day[number] ? at : day[number];
		first = at < first ? at : first;
	}
	cr_assert_eq(pclose(f), 0);
	memset(d, 0, sizeof(*d));
	for (i = 0; i < NUMBERS; i++) {
		if (day[i] == INT64_MAX)
			continue;
		cr_assert_lt(day[i] - first, DAYS);
		d->count[day[i] - first]++;
		if ((size_t)(day[i] - first) >= d->s.n)
			d->s.n = (size_t)(day[i] - first) + 1;
	}
	d->s.count = d->count;
	d->s.weekday = civil_weekday(first);
}

static int64_t helpdesk_day(const char *line, unsigned int *number)
{
	int y, m, d;

	cr_assert_eq(sscanf(line, "%u,%*d,%d-%d-%d", number, &y, &m, &d), 4, "%s", line);
	return civil_to_days(y, m, d);
}

static int64_t servicenow_day(const char *line, unsigned int *number)
{
	int y, m, d, i;
	const char *s = line;

	cr_assert_eq(sscanf(line, "INC%u", number), 1, "%s", line);
	for (i = 0; i < 9; i++)
		s = strchr(s, ',') + 1;
	cr_assert_eq(sscanf(s, "%d/%d/%d", &d, &m, &y), 3, "%s", line);
	return civil_to_days(y, m, d);
}

struct score {
	double ours, naive, week_ours, week_naive, held, weeks;
};

/* Each week from the first with 8 weeks before it: absolute errors by day and by week. */
static struct score judge(const struct data *d, size_t n)
{
	struct score x = { 0 };
	size_t t;
	int i;

	for (t = FORECAST_BASELINE; t + 7 <= n; t += 7) {
		double sum = 0, last = 0;
		struct forecast f;

		cr_assert(forecast_week(&d->s, t, &f));
		for (i = 0; i < 7; i++) {
			double y = d->count[t + (size_t)i], before = d->count[t + (size_t)i - 7];

			x.ours += fabs(f.day[i] - y);
			x.naive += fabs(before - y);
			sum += y;
			last += before;
		}
		x.week_ours += fabs(f.expected - sum);
		x.week_naive += fabs(last - sum);
		x.held += sum >= f.lo && sum <= f.hi;
		x.weeks++;
	}
	return x;
}

Test(forecast, beats_the_same_day_last_week_on_two_years_of_a_help_desk)
{
	static struct data d;
	struct score x;

	read_days(&d, "data/italian-helpdesk.csv.gz", helpdesk_day);
	x = judge(&d, d.s.n);
	cr_expect_gt(x.weeks, 100);
	cr_expect_lt(x.ours, .95 * x.naive, "by day: %g against %g", x.ours, x.naive);
	cr_expect_lt(x.week_ours, .95 * x.week_naive, "by week: %g against %g", x.week_ours, x.week_naive);
	cr_expect_geq(x.held / x.weeks, .85, "the interval held %g of %g weeks", x.held, x.weeks);
}

/* The later months of that extract hold a few cases only: it was drawn so. */
Test(forecast, beats_the_same_day_last_week_on_the_full_months_of_an_incident_log)
{
	static struct data d;
	struct score x;

	read_days(&d, "data/servicenow-incidents.csv.gz", servicenow_day);
	x = judge(&d, 92);
	cr_expect_eq(x.weeks, 5);
	cr_expect_lt(x.ours, .95 * x.naive, "by day: %g against %g", x.ours, x.naive);
	cr_expect_lt(x.week_ours, x.week_naive, "by week: %g against %g", x.week_ours, x.week_naive);
}
