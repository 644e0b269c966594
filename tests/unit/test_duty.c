/* Which cases of regular duties are to be opened, and when (Y6, D1). What is due is text: "AT KEY" a line. */
#include "clock_fixture.h"
#include "rules/duty.h"

#define CLOCK "  - { clock: answer, from: open, until: respond, within: 1h }\n"

static struct world w;
static struct duty_book book;
static struct strbuf text;

static void begin(const char *duties)
{
	char all[2000];

	snprintf(all, sizeof(all), "%s%s", CLOCK, duties);
	load(&w, all);
	book = (struct duty_book)DUTY_BOOK_INIT;
	strbuf_init(&text);
}

static void end(void)
{
	duty_book_release(&book);
	strbuf_release(&text);
	unload(&w);
}

static instant when(const char *s)
{
	instant t;

	cr_assert_eq(instant_parse(s, strlen(s), &t, NULL), 0, "%s", s);
	return t;
}

static void note(const char *key)
{
	duty_note(&book, key, strlen(key));
}

static const char *due(const char *began, const char *now)
{
	struct duty_list list = DUTY_LIST_INIT;
	size_t i;

	strbuf_reset(&text);
	duty_due(&list, &book, &w.set, began ? when(began) : INSTANT_NONE, when(now));
	for (i = 0; i < list.n; i++) {
		instant_format(&text, list.opening[i].at, policy_set_now(&w.set)->zone);
		strbuf_setlen(&text, text.len - 9);
		strbuf_addch(&text, ' ');
		duty_key(&text, &list.opening[i]);
		strbuf_addch(&text, '\n');
	}
	duty_list_release(&list);
	return text.buf;
}

static void expect(const char *got, const char *want)
{
	cr_expect_str_eq(got, want, "got\n%swant\n%s", got, want);
}

#define EACH_EVERY                                      \
	"duties:\n"                                     \
	"  tidy: { every: day, within: 2h }\n"          \
	"  meeting: { every: week, within: 2d }\n"      \
	"  review: { every: month, within: 5d }\n"      \
	"  audit: { every: quarter, within: 10d }\n"    \
	"  inventory: { every: year, within: 30d }\n"

Test(duty, D1_a_new_desk_begins_with_the_running_periods_at_its_first_row)
{
	begin(EACH_EVERY);
	expect(due("2026-11-18T08:30:00+08:00", "2026-11-21T10:00:00+08:00"),
	       "2026-11-18T08:30 duty/audit/2026-Q4\n"
	       "2026-11-18T08:30 duty/inventory/2026\n"
	       "2026-11-18T08:30 duty/meeting/2026-W47\n"
	       "2026-11-18T08:30 duty/review/2026-11\n"
	       "2026-11-21T00:00 duty/tidy/2026-11-21\n");
	end();
}

Test(duty, D1_an_empty_log_begins_now)
{
	begin("duties: { tidy: { every: day, within: 2h } }\n");
	expect(due(NULL, "2026-11-21T10:00:00+08:00"), "2026-11-21T10:00 duty/tidy/2026-11-21\n");
	end();
}

Test(duty, D1_nothing_is_due_before_the_policy_is_in_force)
{
	begin("duties: { tidy: { every: day, within: 2h } }\n");
	expect(due("2025-12-01T00:00:00+08:00", "2025-12-31T10:00:00+08:00"), "");
	expect(due("2025-12-01T00:00:00+08:00", "2026-01-01T10:00:00+08:00"),
	       "2026-01-01T00:00 duty/tidy/2026-01-01\n");
	end();
}

Test(duty, D1_what_is_in_the_log_is_not_due_again)
{
	begin(EACH_EVERY);
	note("duty/tidy/2026-11-21");
	note("duty/meeting/2026-W47");
	note("duty/review/2026-11");
	note("duty/audit/2026-Q4");
	note("duty/inventory/2026");
	expect(due("2026-11-01T00:00:00+08:00", "2026-11-21T23:59:59+08:00"), "");
	expect(due("2026-11-01T00:00:00+08:00", "2026-11-22T00:00:00+08:00"),
	       "2026-11-22T00:00 duty/tidy/2026-11-22\n");
	end();
}

Test(duty, D1_after_a_power_cut_every_period_since_the_newest_one_is_due_in_order)
{
	begin(EACH_EVERY);
	note("duty/tidy/2026-12-29");
	note("duty/tidy/2026-12-28");
	note("duty/meeting/2026-W52");
	note("duty/review/2026-11");
	note("duty/audit/2026-Q4");
	note("duty/inventory/2026");
	expect(due("2026-11-01T00:00:00+08:00", "2027-01-04T10:00:00+08:00"),
	       "2026-12-01T00:00 duty/review/2026-12\n"
	       "2026-12-28T00:00 duty/meeting/2026-W53\n"
	       "2026-12-30T00:00 duty/tidy/2026-12-30\n"
	       "2026-12-31T00:00 duty/tidy/2026-12-31\n"
	       "2027-01-01T00:00 duty/audit/2027-Q1\n"
	       "2027-01-01T00:00 duty/inventory/2027\n"
	       "2027-01-01T00:00 duty/review/2027-01\n"
	       "2027-01-01T00:00 duty/tidy/2027-01-01\n"
	       "2027-01-02T00:00 duty/tidy/2027-01-02\n"
	       "2027-01-03T00:00 duty/tidy/2027-01-03\n"
	       "2027-01-04T00:00 duty/meeting/2027-W01\n"
	       "2027-01-04T00:00 duty/tidy/2027-01-04\n");
	end();
}

#define STAFF                                                                                   \
	"staff: { wang.fang: { level: manager }, li.na: { away: { 2026-11-16..2026-11-30: wang.fang } }, zhao.lei: {} }\n" \
	"groups: { emergency: [zhao.lei, wang.fang] }\n"

Test(duty, Y6_each_staff_is_one_case_a_person_also_for_who_is_away)
{
	begin(STAFF "duties: { training: { every: quarter, within: 30d, each: staff } }\n");
	note("duty/training/2026-Q3/li.na");
	expect(due("2026-01-01T00:00:00+08:00", "2026-11-21T10:00:00+08:00"),
	       "2026-10-01T00:00 duty/training/2026-Q4/li.na\n"
	       "2026-10-01T00:00 duty/training/2026-Q4/wang.fang\n"
	       "2026-10-01T00:00 duty/training/2026-Q4/zhao.lei\n");
	end();
}

Test(duty, each_level_and_each_group_mean_those_in_it)
{
	begin(STAFF "duties: { budget: { every: year, within: 30d, each: manager },"
		    " drill: { every: year, within: 30d, each: emergency } }\n");
	expect(due("2026-11-21T00:00:00+08:00", "2026-11-21T10:00:00+08:00"),
	       "2026-11-21T00:00 duty/budget/2026/wang.fang\n"
	       "2026-11-21T00:00 duty/drill/2026/wang.fang\n"
	       "2026-11-21T00:00 duty/drill/2026/zhao.lei\n");
	end();
}

Test(duty, who_is_missing_in_the_running_period_gets_it_from_now_on)
{
	begin(STAFF "duties: { training: { every: quarter, within: 30d, each: staff } }\n");
	note("duty/training/2026-Q4/li.na");
	note("duty/training/2026-Q4/wang.fang");
	expect(due("2026-01-01T00:00:00+08:00", "2026-11-21T10:00:00+08:00"),
	       "2026-11-21T10:00 duty/training/2026-Q4/zhao.lei\n");
	end();
}

Test(duty, where_the_policy_names_nobody_one_case_stands_for_all)
{
	begin("duties: { training: { every: year, within: 30d, each: staff } }\n");
	expect(due("2026-11-21T00:00:00+08:00", "2026-11-21T10:00:00+08:00"),
	       "2026-11-21T00:00 duty/training/2026\n");
	note("duty/training/2026");
	expect(due("2026-11-21T00:00:00+08:00", "2026-11-21T10:00:00+08:00"), "");
	end();
}

Test(duty, other_keys_are_no_periods)
{
	static const char *const other[] = {
		"", "duty", "duty/", "duty/tidy", "duty/tidy/", "duty//2026", "duty/tidy/2026-13",
		"duty/tidy/2026-W54", "duty/tidy/2026-W00", "duty/tidy/2026-Q5", "duty/tidy/2026-11-31",
		"duty/tidy/26", "duty/tidy/2026x", "web-4711", "duty/tidy/2026-1x", "duty/tidy/99999999",
	};
	size_t i;

	begin("duties: { tidy: { every: day, within: 2h } }\n");
	for (i = 0; i < ARRAY_SIZE(other); i++)
		note(other[i]);
	cr_expect_eq(book.n, 0);
	end();
}

Test(duty, weeks_are_those_of_iso_8601)
{
	static const struct { const char *day, *week; } known[] = {
		{ "2026-01-01", "2026-W01" }, { "2024-12-30", "2025-W01" }, { "2027-01-03", "2026-W53" },
		{ "2021-01-03", "2020-W53" }, { "2026-11-21", "2026-W47" },
	};
	const struct policy_duty duty = { .name = "m", .every = EVERY_WEEK };
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		struct duty_opening o = { .duty = &duty };
		char key[40];
		int64_t day;

		cr_assert_eq(date_parse(known[i].day, 10, &day), 0);
		o.day = duty_begin(EVERY_WEEK, day);
		strbuf_reset(&sb);
		duty_period(&sb, &o);
		cr_expect_str_eq(sb.buf, known[i].week);
		book = (struct duty_book)DUTY_BOOK_INIT;
		snprintf(key, sizeof(key), "duty/m/%s", known[i].week);
		note(key);
		cr_expect_eq(book.known[0].day, o.day, "%s", known[i].week);
		duty_book_release(&book);
	}
	strbuf_release(&sb);
}

Test(duty, an_older_version_of_the_policy_says_what_was_due_in_its_time)
{
	older_clocks = CLOCK "duties: { tidy: { every: day, within: 2h } }\n";
	begin("duties: { tidy: { every: day, within: 3h }, meeting: { every: day, within: 2h } }\n");
	note("duty/tidy/2026-11-13");
	note("duty/meeting/2026-11-13");
	expect(due("2026-01-01T00:00:00+08:00", "2026-11-16T10:00:00+08:00"),
	       "2026-11-14T00:00 duty/tidy/2026-11-14\n"
	       "2026-11-15T00:00 duty/tidy/2026-11-15\n"
	       "2026-11-16T00:00 duty/meeting/2026-11-16\n"
	       "2026-11-16T00:00 duty/tidy/2026-11-16\n");
	end();
}
