/*
 * The reference files of shared/reference/business-time: every case to the second.
 *
 * In a schedule, `holidays` are closed dates, `shifts` the one-off hours of a date, `breaks` time
 * taken out of a date's hours. The rule for deadlines is `deadline_inf`: the earliest instant at
 * which the time is used up.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/zonefile.h"
#include "values/calendar.h"

#define MAX_WINDOWS 64

static char path[4096];

/* The path of a reference file; the test is skipped where the folder is not there. */
static const char *reference(const char *name)
{
	const char *shared = getenv("SD_SHARED");
	FILE *f;

	snprintf(path, sizeof(path), "%s/reference/business-time/%s",
		 shared ? shared : "../shared", name);
	f = fopen(path, "rb");
	if (!f)
		cr_skip("no %s here (set SD_SHARED)", path);
	fclose(f);
	return path;
}

static json_t *load(const char *name)
{
	json_error_t e;
	json_t *j = json_load_file(reference(name), 0, &e);

	cr_assert(j, "%s:%d: %s", path, e.line, e.text);
	return j;
}

static const char *text(const json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s ? s : "";
}

static int64_t number(const json_t *j, const char *key)
{
	cr_assert(json_is_integer(json_object_get(j, key)), "no number '%s'", key);
	return json_integer_value(json_object_get(j, key));
}

static instant instant_of(const char *s)
{
	instant t;

	cr_assert(instant_parse(s, strlen(s), &t, NULL) == 0, "'%s' is no instant", s);
	return t;
}

static int64_t date_of(const char *s)
{
	int64_t day;

	cr_assert(date_parse(s, strlen(s), &day) == 0, "'%s' is no date", s);
	return day;
}

static int32_t second_of(const char *clock)
{
	int h, m, s = 0;

	cr_assert(sscanf(clock, "%d:%d:%d", &h, &m, &s) >= 2, "'%s' is no time of day", clock);
	return h * 3600 + m * 60 + s;
}

/* The windows of [["09:00", "12:00"], ...]. */
static size_t windows_of(const json_t *list, struct window *w)
{
	size_t i;
	const json_t *pair;

	cr_assert(json_array_size(list) <= MAX_WINDOWS / 2);
	json_array_foreach(list, i, pair) {
		w[i].open = second_of(json_string_value(json_array_get(pair, 0)));
		w[i].close = second_of(json_string_value(json_array_get(pair, 1)));
	}
	return i;
}

/* Take [from, until) out of the windows. */
static size_t cut(struct window *w, size_t n, struct window hole)
{
	struct window left[MAX_WINDOWS];
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (w[i].open < hole.open)
			left[k++] = (struct window){ w[i].open, hole.open < w[i].close ? hole.open
										   : w[i].close };
		if (w[i].close > hole.close)
			left[k++] = (struct window){ hole.close > w[i].open ? hole.close : w[i].open,
						     w[i].close };
	}
	memcpy(w, left, k * sizeof(*w));
	return k;
}

struct schedule {
	struct zone *zone;
	struct calendar *calendar;
};

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* A date's windows before its breaks are taken out; nothing for a holiday. */
static size_t hours_on(const json_t *j, const char *date, struct window *w)
{
	const json_t *shift = json_object_get(json_object_get(j, "shifts"), date), *holiday;
	size_t i;

	if (shift)
		return windows_of(shift, w);
	json_array_foreach(json_object_get(j, "holidays"), i, holiday)
		if (!strcmp(json_string_value(holiday), date))
			return 0;
	return windows_of(json_object_get(json_object_get(j, "hours"),
					  weekdays[civil_weekday(date_of(date))]), w);
}

static struct schedule schedule_of(json_t *j)
{
	struct err err = ERR_INIT;
	struct schedule s = { zonefile_load(text(j, "tz"), &err), NULL };
	struct window w[MAX_WINDOWS], hole[MAX_WINDOWS];
	const char *date;
	json_t *list;
	size_t i, n;

	cr_assert(s.zone, "%s", err.msg);
	s.calendar = calendar_new("reference", s.zone);
	for (i = 0; i < 7; i++) {
		n = windows_of(json_object_get(json_object_get(j, "hours"), weekdays[i]), w);
		calendar_set_hours(s.calendar, (int)i, w, n);
	}
	json_array_foreach(json_object_get(j, "holidays"), i, list)
		calendar_set_closed(s.calendar, date_of(json_string_value(list)));
	json_object_foreach(json_object_get(j, "shifts"), date, list) {
		n = windows_of(list, w);
		calendar_set_special(s.calendar, date_of(date), w, n);
	}
	json_object_foreach(json_object_get(j, "breaks"), date, list) {
		size_t k = windows_of(list, hole);

		n = hours_on(j, date, w);
		for (i = 0; i < k; i++)
			n = cut(w, n, hole[i]);
		calendar_set_special(s.calendar, date_of(date), w, n);
	}
	calendar_ready(s.calendar);
	return s;
}

static void schedule_free(struct schedule *s)
{
	calendar_free(s->calendar);
	zone_free(s->zone);
}

static int64_t between(const struct schedule *s, instant from, instant to)
{
	int64_t x = -1;

	cr_assert(calendar_between(s->calendar, from, to, &x, NULL) == CALENDAR_OK);
	return x;
}

static instant add(const struct schedule *s, instant from, int64_t seconds)
{
	instant t = INSTANT_NONE;

	cr_assert(calendar_add(s->calendar, from, seconds, &t, NULL) == CALENDAR_OK);
	return t;
}

static instant subtract(const struct schedule *s, instant from, int64_t seconds)
{
	instant t = INSTANT_NONE;

	cr_assert(calendar_subtract(s->calendar, from, seconds, &t, NULL) == CALENDAR_OK);
	return t;
}

/* Readable differences: what, where, expected and found. */
static void same_instant(const char *id, instant found, instant expected)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	instant_format(&a, expected, NULL);
	instant_format(&b, found, NULL);
	cr_expect_str_eq(b.buf, a.buf, "%s: expected %s, found %s", id, a.buf, b.buf);
	strbuf_release(&a);
	strbuf_release(&b);
}

static void same_seconds(const char *id, int64_t found, int64_t expected)
{
	cr_expect(found == expected, "%s: expected %ld s, found %ld s", id, (long)expected,
		  (long)found);
}

struct schedules {
	json_t *json;
	struct schedule list[32];
	const char *name[32];
	size_t n;
};

static void schedules_load(struct schedules *all)
{
	const char *name;
	json_t *j;

	all->json = load("schedules.json");
	all->n = 0;
	json_object_foreach(all->json, name, j) {
		cr_assert(all->n < 32);
		all->name[all->n] = name;
		all->list[all->n++] = schedule_of(j);
	}
}

static const struct schedule *schedule_named(const struct schedules *all, const char *name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!strcmp(all->name[i], name))
			return &all->list[i];
	cr_assert_fail("no schedule '%s'", name);
	return NULL;
}

static void schedules_free(struct schedules *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		schedule_free(&all->list[i]);
	json_decref(all->json);
}

static void check_within(const struct schedules *all, const json_t *j, const char *id)
{
	const struct schedule *s = schedule_named(all, text(j, "schedule"));

	same_seconds(id, between(s, instant_of(text(j, "from")), instant_of(text(j, "to"))),
		     number(j, "expected_seconds"));
}

static void check_deadline(const struct schedules *all, const json_t *j, const char *id)
{
	const struct schedule *s = schedule_named(all, text(j, "schedule"));
	instant from = instant_of(text(j, "from")), due;
	int64_t seconds = number(j, "add_seconds");

	due = add(s, from, seconds);
	same_instant(id, due, instant_of(text(j, "deadline_inf")));
	same_seconds(id, between(s, from, due), seconds);
	if (seconds)
		same_seconds(id, between(s, from, due - 1), seconds - 1);
}

typedef void check_fn(const struct schedules *all, const json_t *j, const char *id);

static void check_lines(const char *name, check_fn *check, size_t at_least)
{
	struct schedules all;
	char line[4096];
	size_t n = 0;
	FILE *f;

	schedules_load(&all);
	f = fopen(reference(name), "rb");
	cr_assert(f);
	while (fgets(line, sizeof(line), f)) {
		json_t *j = json_loads(line, 0, NULL);

		cr_assert(j, "%s:%zu: no JSON", name, n + 1);
		check(&all, j, text(j, "id"));
		json_decref(j);
		n++;
	}
	fclose(f);
	schedules_free(&all);
	cr_expect(n >= at_least, "%s: only %zu cases", name, n);
}

static void check_list(const char *name, check_fn *check, size_t at_least)
{
	struct schedules all;
	json_t *list = load(name), *j;
	size_t i;

	schedules_load(&all);
	json_array_foreach(list, i, j)
		check(&all, j, text(j, "note"));
	cr_expect(i >= at_least, "%s: only %zu cases", name, i);
	schedules_free(&all);
	json_decref(list);
}

Test(business_time, within)
{
	check_lines("within.jsonl", check_within, 900);
}

Test(business_time, within_where_hours_have_seconds)
{
	check_lines("seconds_hours_within.jsonl", check_within, 75);
}

Test(business_time, deadlines_are_the_earliest_instant)
{
	check_lines("deadlines.jsonl", check_deadline, 480);
}

Test(business_time, within_at_the_edges)
{
	check_list("edges_within.json", check_within, 23);
}

Test(business_time, deadlines_at_the_edges)
{
	check_list("edges_add.json", check_deadline, 14);
}

/*
 * Published cases whose rule is another one than ours. Each is checked to be what our rule makes
 * of it, so that none is passed over silently.
 */
static const struct fork {
	const char *id, *ours, *why;
} forks[] = {
	{ "p8", "2006-01-03T00:00:00Z",
	  "adding nothing: theirs is the next opening, ours the instant itself" },
	{ "p11", "2006-01-03T00:00:00Z",
	  "subtracting nothing: theirs is the last closing, ours the instant itself" },
	{ "p14", "2006-01-05",
	  "theirs moves an event after closing to the next day before it counts; "
	  "the legal rule never counts the day of the event, and that is all" },
	{ "p25", "2014-04-10",
	  "theirs moves an event on a holiday to the next working day before it counts; "
	  "the legal rule counts that day as the first" },
};

static const char *ours(const json_t *j, const char *published)
{
	size_t i;

	for (i = 0; i < sizeof(forks) / sizeof(*forks); i++)
		if (!strcmp(text(j, "id"), forks[i].id))
			return forks[i].ours;
	return published;
}


/* Business seconds of the pauses within [from, to). */
static int64_t paused(const struct schedule *s, const json_t *pauses, instant from, instant to)
{
	const json_t *pair;
	int64_t sum = 0;
	size_t i;

	json_array_foreach(pauses, i, pair) {
		instant a = instant_of(json_string_value(json_array_get(pair, 0)));
		instant b = instant_of(json_string_value(json_array_get(pair, 1)));

		sum += between(s, a < from ? from : a, b < to ? b : to);
	}
	return sum;
}

static void check_sla(const struct schedule *s, const json_t *j, const char *id)
{
	const json_t *pauses = json_object_get(j, "pauses");
	instant created = instant_of(text(j, "created")), due, last;
	int64_t target = number(j, "target_s"), used;

	due = add(s, created, target);
	do {
		last = due;
		due = add(s, created, target + paused(s, pauses, created, last));
	} while (due != last);
	same_instant(id, due, instant_of(text(j, "expect_due")));
	if (json_object_get(j, "done")) {
		instant done = instant_of(text(j, "done"));

		used = between(s, created, done) - paused(s, pauses, created, done);
		same_seconds(id, used, number(j, "expect_used_min") * 60);
		same_seconds(id, target - used, number(j, "expect_left_min") * 60);
	}
}

/* Our limit is the end of the day: compared is which day that is. */
static void check_add_days(const struct schedule *s, const json_t *j, const char *id)
{
	const char *expected = ours(j, text(j, "expect"));
	instant due;
	int64_t day = strlen(expected) == 10 ? date_of(expected)
					     : zone_day(s->zone, instant_of(expected));

	cr_assert(calendar_add_working_days(s->calendar, instant_of(text(j, "frm")),
					    number(j, "days"), &due, NULL) == CALENDAR_OK);
	same_instant(id, due, zone_midnight(s->zone, day + 1));
}

static void check_published(const struct schedule *s, const json_t *j)
{
	const char *op = text(j, "op"), *id = text(j, "id");

	if (!strcmp(op, "within"))
		same_seconds(id, between(s, instant_of(text(j, "frm")), instant_of(text(j, "to"))),
			     number(j, "expect_s"));
	else if (!strcmp(op, "add"))
		same_instant(id, add(s, instant_of(text(j, "frm")), number(j, "add_s")),
			     instant_of(ours(j, text(j, "expect"))));
	else if (!strcmp(op, "sub"))
		same_instant(id, subtract(s, instant_of(text(j, "frm")), number(j, "add_s")),
			     instant_of(ours(j, text(j, "expect"))));
	else if (!strcmp(op, "add_days"))
		check_add_days(s, j, id);
	else if (!strcmp(op, "sla"))
		check_sla(s, j, id);
	else
		cr_expect_fail("%s: unknown operation '%s'", id, op);
}

Test(business_time, published_cases)
{
	json_t *list = load("published_cases.json"), *j;
	size_t i;

	json_array_foreach(list, i, j) {
		struct schedule s = schedule_of(json_object_get(j, "sched"));

		check_published(&s, j);
		schedule_free(&s);
	}
	cr_expect(i >= 37, "only %zu cases", i);
	json_decref(list);
}

Test(business_time, working_days_of_china)
{
	static const struct window office = { 9 * 3600, 18 * 3600 };
	static const struct {
		int year, days;
	} known[] = { { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };
	json_t *data = load("cn_calendar_2018_2026.json"), *year, *date;
	struct zone *utc = zone_utc();
	struct calendar *c = calendar_new("cn", utc);
	const char *name;
	size_t i;

	for (i = 0; i < 5; i++)
		calendar_set_hours(c, (int)i, &office, 1);
	json_object_foreach(data, name, year) {
		json_array_foreach(json_object_get(year, "holidays"), i, date)
			calendar_set_day(c, date_of(json_string_value(date)), DAY_OFF);
		json_array_foreach(json_object_get(year, "makeup_workdays"), i, date)
			calendar_set_day(c, date_of(json_string_value(date)), DAY_MAKEUP);
	}
	calendar_set_coverage(c, civil_to_days(2018, 1, 1), civil_to_days(2026, 12, 31));
	calendar_ready(c);
	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		int64_t first = civil_to_days(known[i].year, 1, 1), day, seconds;
		int64_t next = civil_to_days(known[i].year + 1, 1, 1), n = 0;

		for (day = first; day < next; day++)
			n += calendar_is_working_day(c, day) == 1;
		cr_expect(n == known[i].days, "%d: %ld days", known[i].year, (long)n);
		cr_expect(calendar_between(c, first * 86400, next * 86400, &seconds, NULL) ==
			  CALENDAR_OK);
		cr_expect(seconds == n * 9 * 3600, "%d: %ld s", known[i].year, (long)seconds);
	}
	calendar_free(c);
	zone_free(utc);
	json_decref(data);
}
