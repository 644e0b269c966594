/* The figures of the report: each definition and edge of metrics.md on a log that fits in the head. */
#include "desk_fixture.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2026-01-01\n"
	"timezone: UTC\n"
	"language: en\n"
	"kinds: { complaint: { severities: { general: {}, major: {} } }, consultation: {} }\n"
	"channels: { hotline: {}, suggestion-box: {} }\n"
	"departments: { merchandise: {} }\n"
	"categories: { expired: {}, price: {} }\n"
	"events: { feedback: {}, investigate: {} }\n"
	"clocks:\n"
	"  - { clock: first-response, from: open, until: respond, within: 30m }\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
	"escalations:\n"
	"  - { step: boss, clock: resolve, at: 100%, do: escalate, level: manager }\n"
	"targets: { resolve: \">= 90%\", handling-rate: \">= 50%\", csat: \">= 85%\" }\n";

#define D(day, time) "2026-11-" day "T" time ":00+00:00,,"
#define OPEN(id, day, time) D(day, time) "202611" id ",open,li,complaint,hotline,expired,general,c1,,,,,\n"
#define EVENT(id, day, time, event) D(day, time) "202611" id "," event ",li,,,,,,,,,,\n"
#define DETAIL(id, day, time, event, detail) D(day, time) "202611" id "," event ",li,,,,,,,,," detail ",\n"
#define BY_SD(id, day, time, event) D(day, time) "202611" id "," event ",sd,,,,,,,,,,\n"

#define REPORT(x, rows, from, to, as_of)           \
	struct fixture x;                          \
	const struct figures *f;                   \
	fixture_begin(&x, policy, rows);           \
	f = fixture_report(&x, from, to, as_of)

/* --- clock attainment ------------------------------------------------------------------------------ */

Test(attainment, done_exactly_at_the_due_instant_is_met)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "08:30", "respond")
		  EVENT("01-0001", "02", "08:00", "resolve"), 1, 3, at(5, 0, 0));
	expect_clock(f, "first-response", 1, 0, 0);
	expect_clock(f, "resolve", 1, 0, 0);
	cr_expect_eq(f->breaches.n, 0);
	fixture_end(&x);
}

Test(attainment, an_instance_is_decided_when_it_is_done_or_due_whichever_is_first)
{
	/* due on the 2nd at 23:30: the breach belongs to that day, although it was done on the 4th */
	REPORT(x, OPEN("01-0001", "01", "23:30") EVENT("01-0001", "04", "10:00", "resolve"), 2, 3,
	       at(9, 0, 0));
	expect_clock(f, "resolve", 0, 1, 0);
	cr_expect_eq(f->received, 0);
	cr_assert_eq(f->breaches.n, 2);
	f = fixture_report(&x, 4, 5, at(9, 0, 0));
	expect_clock(f, "resolve", 0, 0, 0);
	fixture_end(&x);
}

Test(attainment, adds_up_over_periods)
{
	uint64_t met = 0, breached = 0;
	int day;

	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "08:10", "respond")
		  OPEN("01-0002", "01", "23:50") EVENT("01-0001", "02", "09:00", "resolve")
		  OPEN("02-0001", "02", "10:00") EVENT("01-0002", "02", "11:00", "respond")
		  EVENT("02-0001", "03", "10:00", "resolve") EVENT("01-0002", "03", "12:00", "resolve"),
	       1, 6, at(6, 0, 0));
	cr_expect_eq(clock_of(f, "resolve").met + clock_of(f, "first-response").met, 2);
	cr_expect_eq(clock_of(f, "resolve").breached + clock_of(f, "first-response").breached, 4);
	for (day = 1; day < 6; day++) {
		f = fixture_report(&x, day, day + 1, at(6, 0, 0));
		met += clock_of(f, "resolve").met + clock_of(f, "first-response").met;
		breached += clock_of(f, "resolve").breached + clock_of(f, "first-response").breached;
	}
	cr_expect_eq(met, 2);
	cr_expect_eq(breached, 4);
	fixture_end(&x);
}

Test(attainment, open_and_not_due_is_undecided_and_outside_the_share)
{
	REPORT(x, OPEN("01-0001", "01", "08:00"), 1, 2, at(1, 8, 20));
	expect_clock(f, "first-response", 0, 0, 1);
	cr_expect(isnan(clock_of(f, "resolve").attainment), "nothing decided is n/a, never 100 %%");
	cr_expect_eq(f->late.n, 0);
	cr_assert_eq(f->due.n, 1);
	cr_expect_str_eq(f->due.late[0].clock, "first-response");
	fixture_end(&x);
}

Test(attainment, open_and_overdue_is_breached_now)
{
	REPORT(x, OPEN("01-0001", "01", "08:00"), 1, 2, at(1, 9, 0));
	expect_clock(f, "first-response", 0, 1, 0);
	cr_assert_eq(f->late.n, 1);
	cr_expect_eq(f->late.late[0].late_s, 30 * 60);
	cr_expect_eq(f->late.late[0].done, INSTANT_NONE);
	fixture_end(&x);
}

Test(attainment, cancelled_before_due_is_outside_and_counted)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") DETAIL("01-0001", "01", "08:05", "cancel", "error"), 1,
	       2, at(3, 0, 0));
	expect_clock(f, "resolve", 0, 0, 0);
	cr_expect_eq(clock_of(f, "resolve").dropped, 1);
	fixture_end(&x);
}

Test(attainment, what_an_amend_ended_counts_for_what_the_case_was_until_then)
{
	static const char with[] = "policy: test\ntimezone: UTC\n"
		"kinds: { complaint: { severities: { general: {}, major: {} } } }\n"
		"clocks:\n"
		"  - { clock: resolve, for: { severity: general }, from: open, until: resolve, within: 24h }\n";
	struct fixture x;
	const struct figures *f;

	fixture_begin(&x, with, OPEN("01-0001", "01", "08:00")
		      D("01", "09:00") "20261101-0001,amend,li,,,,major,,,,,,\n");
	f = fixture_report(&x, 1, 2, at(3, 0, 0));
	cr_assert_eq(f->nclocks, 1);
	cr_expect_str_eq(f->clock[0].severity, "general");
	cr_expect_eq(f->clock[0].dropped, 1);
	fixture_end(&x);
}

Test(attainment, a_verdict_that_fell_stays_when_the_case_is_cancelled_or_reopened)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "08:10", "respond")
		  EVENT("01-0001", "03", "08:00", "resolve") EVENT("01-0001", "03", "09:00", "reopen")
		  DETAIL("01-0001", "03", "10:00", "cancel", "withdrawn"),
	       1, 4, at(5, 0, 0));
	cr_expect_eq(clock_of(f, "resolve").breached, 1);
	cr_expect_eq(clock_of(f, "resolve").dropped, 1, "the instance that reopen began");
	cr_expect_eq(clock_of(f, "first-response").met, 1);
	fixture_end(&x);
}

Test(attainment, credit_goes_to_who_owned_the_case_when_the_verdict_fell)
{
	REPORT(x, OPEN("01-0001", "01", "08:00")
		  D("01", "08:05") "20261101-0001,assign,li,,,,,,merchandise,wang,,,\n"
		  D("05", "08:05") "20261101-0001,assign,li,,,,,,merchandise,zhao,,,\n",
	       1, 6, at(6, 0, 0));
	cr_assert_eq(f->breaches.n, 2);
	cr_expect_str_eq(f->breaches.late[0].owner, "wang");
	cr_expect_str_eq(f->late.late[0].owner, "zhao", "what is late now is for who has it now");
	fixture_end(&x);
}

/* A cell in quotes is an error in the log, and the rest of the row counts: what then stands in it may have commas. */
Test(attainment, of_names_with_commas_is_counted_apart)
{
	size_t i;

	REPORT(x, D("01", "08:00") "20261101-0001,open,li,\"a,b\",hotline,expired,c,c1,,Li,,,\n"
		  D("01", "08:00") "20261101-0002,open,li,a,hotline,expired,\"b,c\",c1,,\"Li,a\",,,\n"
		  EVENT("01-0001", "01", "09:00", "resolve") EVENT("01-0002", "03", "09:00", "resolve"),
	       1, 5, at(9, 0, 0));
	for (i = 0; i < f->nclocks; i++) {
		cr_expect_eq(f->clock[i].decided, 1);
		cr_expect_eq(f->clock[i].met, !strcmp(f->clock[i].clock, "resolve") && !strcmp(f->clock[i].severity, "c"));
	}
	cr_expect_eq(f->nclocks, 4);          /* two clocks, and each of "a,b" c and a "b,c" */
	fixture_end(&x);
}

Test(attainment, breaches_are_listed_from_the_latest)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:01")
		  EVENT("01-0001", "01", "09:00", "respond") EVENT("01-0002", "01", "12:00", "respond"),
	       1, 2, at(1, 13, 0));
	cr_assert_eq(f->breaches.n, 2);
	cr_expect_str_eq(f->breaches.late[0].case_id, "20261101-0002");
	cr_expect_eq(f->breaches.late[0].late_s, 209 * 60);
	cr_expect_eq(f->breaches.late[1].late_s, 30 * 60);
	fixture_end(&x);
}

Test(attainment, rows_by_sd_never_stop_a_clock)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") BY_SD("01-0001", "01", "08:01", "respond"), 1, 2,
	       at(1, 9, 0));
	expect_clock(f, "first-response", 0, 1, 0);
	fixture_end(&x);
}

/* --- who counts ------------------------------------------------------------------------------------ */

Test(cohort, cancelled_cases_are_left_out_by_reason_never_silently)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:01") OPEN("01-0003", "01", "08:02")
		  DETAIL("01-0002", "01", "09:00", "cancel", "duplicate:20261101-0001")
		  DETAIL("01-0003", "01", "09:00", "cancel", "duplicate:20261101-0001"),
	       1, 2, at(2, 0, 0));
	cr_expect_eq(f->received, 1);
	cr_expect_eq(f->cancelled, 2);
	cr_assert_eq(f->nreasons, 1);
	cr_expect_str_eq(f->reason[0].name, "duplicate");
	cr_expect_eq(f->reason[0].n, 2);
	fixture_end(&x);
}

Test(cohort, duty_and_action_stay_out)
{
	REPORT(x, D("01", "08:00") "20261101-0001,open,sd,duty,,,,,,,,,\n"
		  D("01", "08:00") "20261101-0002,open,li,action,,,,,,,,,\n"
		  OPEN("01-0003", "01", "08:00"), 1, 2, at(3, 0, 0));
	cr_expect_eq(f->received, 1);
	cr_expect_eq(f->nkinds, 1);
	cr_expect_eq(f->late.n, 2, "first-response and resolve of the third case only");
	fixture_end(&x);
}

Test(cohort, the_period_is_half_open_at_local_midnights)
{
	REPORT(x, D("01", "23:59") "20261101-0001,open,li,complaint,,,,,,,,,\n"
		  D("02", "00:00") "20261102-0001,open,li,complaint,,,,,,,,,\n"
		  D("03", "00:00") "20261103-0001,open,li,complaint,,,,,,,,,\n", 2, 3, at(5, 0, 0));
	cr_expect_eq(f->received, 1);
	fixture_end(&x);
}

Test(cohort, a_running_day_ends_now_and_this_very_second_is_in_it)
{
	REPORT(x, OPEN("01-0001", "01", "08:00"), 1, 2, at(1, 8, 0));
	cr_expect_eq(f->received, 1);
	cr_expect(f->so_far);
	cr_expect_eq(f->to, at(1, 8, 0));
	fixture_end(&x);
}

Test(cohort, concluded_is_resolved_and_not_open_again_as_at_the_time_asked)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:00")
		  EVENT("01-0001", "01", "09:00", "resolve") EVENT("01-0002", "01", "09:00", "resolve")
		  EVENT("01-0002", "02", "09:00", "reopen"), 1, 2, at(3, 0, 0));
	cr_expect_eq(f->received, 2);
	cr_expect_eq(f->concluded, 1);
	cr_expect_eq(f->open, 1);
	expect_rate(f, "complaint", RATE_HANDLING, 1, 2);
	f = fixture_report(&x, 1, 2, at(2, 8, 0));
	expect_rate(f, "complaint", RATE_HANDLING, 2, 2);
	fixture_end(&x);
}

Test(cohort, kinds_are_never_mixed_into_one_rate)
{
	REPORT(x, OPEN("01-0001", "01", "08:00")
		  D("01", "08:00") "20261101-0002,open,li,consultation,,,,,,,,,\n"
		  EVENT("01-0002", "01", "09:00", "resolve"), 1, 2, at(2, 0, 0));
	expect_rate(f, "complaint", RATE_HANDLING, 0, 1);
	expect_rate(f, "consultation", RATE_HANDLING, 1, 1);
	fixture_end(&x);
}

Test(cohort, an_empty_period_has_no_figures)
{
	REPORT(x, OPEN("01-0001", "01", "08:00"), 20, 21, at(25, 0, 0));
	cr_expect_eq(f->received, 0);
	expect_rate(f, "complaint", RATE_HANDLING, 0, 0);
	cr_expect(isnan(figures_share(0, 0)));
	fixture_end(&x);
}

Test(cohort, a_void_row_counts_as_never_written)
{
	struct fixture x;
	const struct figures *f;
	const char *rows = "at,case,event,by,kind,detail,check\n"
		"2026-11-01T08:00:00+00:00,20261101-0001,open,li,complaint,,1111111111111111\n"
		"2026-11-01T09:00:00+00:00,20261101-0001,resolve,li,,,2222222222222222\n"
		"2026-11-01T10:00:00+00:00,20261101-0001,void,li,,2222222222222222,3333333333333333\n";

	fixture_begin(&x, policy, "");
	fixture_write(x.log, rows, "");
	f = fixture_report(&x, 1, 2, at(2, 0, 0));
	expect_rate(f, "complaint", RATE_HANDLING, 0, 1);
	fixture_end(&x);
}

Test(cohort, an_illegal_row_is_an_error_with_its_line_and_the_rest_is_counted)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "resolve")
		  EVENT("01-0001", "01", "10:00", "resolve") EVENT("09-0001", "01", "10:30", "note"),
	       1, 2, at(2, 0, 0));
	cr_expect_eq(f->concluded, 1);
	cr_assert_eq(x.findings.count[GRADE_ERROR], 2);
	cr_expect_eq(x.findings.list[0].line, 4);
	cr_expect_eq(x.findings.list[1].line, 5, "a case without open");
	fixture_end(&x);
}

/* --- rates ----------------------------------------------------------------------------------------- */

Test(rates, timely_handling_is_concluded_by_due_of_those_due_in_the_period)
{
	/* due on the 2nd: one in time, one late; the third falls due on the 3rd */
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "09:00") OPEN("02-0001", "02", "09:00")
		  EVENT("01-0001", "01", "20:00", "resolve") EVENT("01-0002", "02", "10:00", "resolve")
		  EVENT("02-0001", "02", "11:00", "resolve"), 2, 3, at(4, 0, 0));
	expect_rate(f, "complaint", RATE_TIMELY, 1, 2);
	fixture_end(&x);
}

Test(rates, timely_handling_counts_what_was_done_before_the_period_it_fell_due_in)
{
	/* done on the 1st, closed, due on the 2nd at 11:00 after a pause of two hours */
	REPORT(x, OPEN("01-0001", "01", "09:00") DETAIL("01-0001", "01", "10:00", "hold", "customer")
		  EVENT("01-0001", "01", "12:00", "resume") EVENT("01-0001", "01", "13:00", "respond")
		  EVENT("01-0001", "01", "14:00", "resolve") EVENT("01-0001", "01", "15:00", "close"),
	       2, 3, at(30, 0, 0));
	expect_rate(f, "complaint", RATE_TIMELY, 1, 1);
	fixture_end(&x);
}

Test(rates, timely_handling_is_on_the_clock_that_a_target_names_where_none_is_named_resolve)
{
	static const char with[] = "policy: test\ntimezone: UTC\n"
		"kinds: { complaint: {} }\n"
		"events: { feedback: {} }\n"
		"clocks:\n"
		"  - { clock: first-response, from: open, until: respond, within: 30m }\n"
		"  - { clock: feedback, from: open, until: feedback, within: 24h }\n"
		"targets: { handling-rate: \">= 50%\", feedback: \">= 90%\", first-response: \">= 90%\" }\n";
	struct fixture x;
	const struct figures *f;

	/* both due on the 2nd; the first one was told the result the day before */
	fixture_begin(&x, with, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "09:00")
		      EVENT("01-0001", "01", "20:00", "feedback") EVENT("01-0001", "01", "21:00", "resolve"));
	f = fixture_report(&x, 2, 3, at(30, 0, 0));
	expect_rate(f, "complaint", RATE_TIMELY, 1, 2);
	fixture_end(&x);
}

Test(rates, resolution_held_seven_days_of_those_whose_seven_days_are_over)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "resolve")
		  OPEN("01-0002", "01", "08:00") EVENT("01-0002", "01", "09:00", "resolve")
		  OPEN("01-0003", "01", "08:00") EVENT("01-0003", "02", "09:01", "resolve")
		  EVENT("01-0002", "08", "09:00", "reopen"), 1, 2, at(9, 9, 0));
	/* the second was reopened exactly 7 d later: within; the third's 7 d are not over */
	expect_rate(f, "complaint", RATE_RESOLUTION, 1, 2);
	f = fixture_report(&x, 1, 2, at(9, 9, 1));
	expect_rate(f, "complaint", RATE_RESOLUTION, 2, 3);
	fixture_end(&x);
}

Test(rates, reopened_within_seven_days_counts_once_a_case)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "resolve")
		  EVENT("01-0001", "02", "09:00", "reopen") EVENT("01-0001", "03", "09:00", "resolve")
		  EVENT("01-0001", "04", "09:00", "reopen") EVENT("01-0001", "05", "09:00", "resolve")
		  OPEN("03-0001", "03", "08:00") EVENT("03-0001", "03", "09:00", "resolve")
		  EVENT("03-0001", "11", "09:00", "reopen"), 1, 6, at(20, 0, 0));
	expect_rate(f, "complaint", RATE_REOPEN, 1, 2);
	fixture_end(&x);
}

Test(rates, first_contact_resolution_has_no_second_contact_escalation_or_reopen)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "resolve")
		  OPEN("01-0002", "01", "08:00") EVENT("01-0002", "01", "08:30", "contact")
		  EVENT("01-0002", "01", "09:00", "resolve")
		  OPEN("01-0003", "01", "08:00") EVENT("01-0003", "01", "09:00", "resolve")
		  EVENT("01-0003", "05", "09:00", "contact")
		  OPEN("01-0004", "01", "08:00") EVENT("01-0004", "01", "09:00", "resolve")
		  EVENT("01-0004", "09", "09:00", "contact"), 1, 2, at(20, 0, 0));
	expect_rate(f, "complaint", RATE_FIRST_CONTACT, 2, 4);
	fixture_end(&x);
}

Test(rates, contacts_per_concluded_case_are_what_the_customer_hears_or_says)
{
	/* C7: open, respond, contact, promise, feedback; not the note, not the investigation, not sd's */
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "08:10", "respond")
		  EVENT("01-0001", "01", "08:20", "contact") EVENT("01-0001", "01", "08:25", "note")
		  EVENT("01-0001", "01", "08:30", "investigate") EVENT("01-0001", "01", "08:40", "feedback")
		  BY_SD("01-0001", "01", "08:45", "feedback") EVENT("01-0001", "01", "09:00", "resolve")
		  OPEN("01-0002", "01", "08:00"), 1, 2, at(2, 0, 0));
	expect_rate(f, "complaint", RATE_CONTACTS, 4, 1);
	fixture_end(&x);
}

Test(rates, escalated_cases_by_level)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:00")
		  D("02", "08:00") "20261101-0001,escalate,sd,,,,,,,,,boss/resolve/0123456789abcdef/1,\n"
		  D("02", "09:00") "20261101-0001,escalate,sd,,,,,,,,,boss/resolve/0123456789abcdef/2,\n",
	       1, 2, at(3, 0, 0));
	expect_rate(f, "complaint", RATE_ESCALATION, 1, 2);
	cr_assert_eq(f->nlevels, 1);
	cr_expect_str_eq(f->level[0].name, "manager");
	cr_expect_eq(f->level[0].n, 1);
	fixture_end(&x);
}

/* --- times ----------------------------------------------------------------------------------------- */

Test(times, the_first_response_is_a_persons)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") BY_SD("01-0001", "01", "08:01", "respond")
		  EVENT("01-0001", "01", "08:20", "respond"), 1, 2, at(2, 0, 0));
	cr_expect_eq(kind(f, "complaint")->p50[TIME_RESPONSE], 20 * 60);
	fixture_end(&x);
}

Test(times, resolving_answers_only_where_the_policy_lists_it)
{
	const char *rows = OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "resolve");
	char lists[sizeof(policy) + 20], *until;
	const char *rest = strstr(policy, "until: respond,") + strlen("until: respond,");
	REPORT(x, rows, 1, 2, at(2, 0, 0));

	cr_expect_eq(kind(f, "complaint")->time[TIME_RESPONSE].censored, 1);
	fixture_end(&x);
	strcpy(lists, policy);
	until = strstr(lists, "until: respond,");
	strcpy(until, "until: [respond, resolve],");
	strcat(until, rest);
	fixture_begin(&x, lists, rows);
	f = fixture_report(&x, 1, 2, at(2, 0, 0));
	cr_expect_eq(kind(f, "complaint")->p50[TIME_RESPONSE], 3600);
	fixture_end(&x);
}

Test(times, first_and_full_resolution_gross_and_net_of_pauses)
{
	/* open 8, hold 9-11 for the customer, 11-12 for a supplier, resolve 13; reopened, resolved 18 */
	REPORT(x, OPEN("01-0001", "01", "08:00") DETAIL("01-0001", "01", "09:00", "hold", "customer")
		  DETAIL("01-0001", "01", "11:00", "hold", "supplier") EVENT("01-0001", "01", "12:00", "resume")
		  EVENT("01-0001", "01", "13:00", "resolve") EVENT("01-0001", "01", "14:00", "reopen")
		  DETAIL("01-0001", "01", "15:00", "hold", "customer") EVENT("01-0001", "01", "18:00", "resolve"),
	       1, 2, at(2, 0, 0));
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FIRST], 5 * 3600);
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FIRST_NET], 3 * 3600);
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FULL], 10 * 3600);
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FULL_NET], 5 * 3600);
	fixture_end(&x);
}

Test(times, open_cases_are_censored_now_and_cancelled_ones_at_their_instant)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:00") OPEN("01-0003", "01", "08:00")
		  EVENT("01-0001", "01", "10:00", "resolve") DETAIL("01-0002", "01", "09:00", "cancel", "error"),
	       1, 2, at(1, 11, 0));
	const struct km *km = &kind(f, "complaint")->time[TIME_FIRST];

	cr_expect_eq(km->n, 3);
	cr_expect_eq(km->censored, 2);
	/* at 1 h one censored, at 2 h one of two ends: S = 1/2, level to the end */
	cr_expect_eq(kind(f, "complaint")->p50[TIME_FIRST], 2 * 3600);
	cr_expect(isnan(kind(f, "complaint")->p90[TIME_FIRST]), "not reached");
	fixture_end(&x);
}

/* --- backlog --------------------------------------------------------------------------------------- */

Test(backlog, balances_over_transitions_and_from_day_to_day)
{
	uint64_t before = 0;
	int day;

	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:00") OPEN("02-0001", "02", "08:00")
		  EVENT("01-0001", "02", "09:00", "resolve") EVENT("01-0001", "02", "10:00", "reopen")
		  EVENT("01-0001", "02", "11:00", "resolve") DETAIL("01-0002", "03", "09:00", "cancel", "error")
		  EVENT("01-0001", "03", "10:00", "close") DETAIL("01-0001", "04", "10:00", "cancel", "error"),
	       2, 3, at(9, 0, 0));
	const struct figure_kind *k = kind(f, "complaint");

	cr_expect_eq(k->backlog_from, 2);
	cr_expect_eq(k->opened, 1);
	cr_expect_eq(k->reopened, 1);
	cr_expect_eq(k->resolved, 2);
	cr_expect_eq(k->withdrawn, 0);
	cr_expect_eq(k->backlog_to, 2);
	for (day = 1; day < 6; day++) {
		f = fixture_report(&x, day, day + 1, at(9, 0, 0));
		k = kind(f, "complaint");
		cr_expect_eq(k->backlog_from, before);
		cr_expect_eq(k->backlog_to,
			     before + k->opened + k->reopened - k->resolved - k->withdrawn);
		before = k->backlog_to;
	}
	cr_expect_eq(before, 1);
	fixture_end(&x);
}

Test(backlog, age_of_what_is_open_now_with_the_waiting_apart)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("02-0001", "02", "08:00") OPEN("03-0001", "03", "08:00")
		  DETAIL("02-0001", "02", "09:00", "hold", "customer"), 1, 2, at(4, 8, 0));
	const struct figure_kind *k = kind(f, "complaint");

	cr_expect_eq(k->age_open[2], 1, "exactly 3 d is in 3-7");
	cr_expect_eq(k->age_waiting[1], 1, "2 d, on hold");
	cr_expect_eq(k->age_open[1], 1, "exactly 1 d is in 1-3");
	cr_expect_eq(k->open_now, 3);
	cr_expect_eq(k->waiting_now, 1);
	fixture_end(&x);
}

/* --- the rest -------------------------------------------------------------------------------------- */

Test(due_today, while_paused_nothing_falls_due)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "08:01", "respond")
		  DETAIL("01-0001", "01", "09:00", "hold", "customer"), 1, 2, at(2, 6, 0));
	cr_expect_eq(f->due.n, 0);
	cr_expect_eq(f->late.n, 0);
	fixture_end(&x);
}

Test(volumes, by_the_class_as_it_is_now)
{
	REPORT(x, OPEN("01-0001", "01", "08:00")
		  D("01", "09:00") "20261101-0001,amend,li,,,price,major,,,,,,wrong\n", 1, 2, at(2, 0, 0));
	const struct figure_dim *d = dimension(f, "category");

	cr_assert_eq(d->n, 2);
	cr_expect_str_eq(d->value[0].value, "price");
	cr_expect_eq(d->value[0].received, 1);
	cr_expect_eq(d->value[1].received, 0);
	cr_expect_eq(d->value[1].breached, 1, "the first response was due while it was 'expired'");
	fixture_end(&x);
}

Test(record_delay, is_from_contact_to_record_by_channel)
{
	REPORT(x, "2026-11-01T08:00:00+00:00,2026-11-01T10:00:00+00:00,20261101-0001,open,li,complaint,suggestion-box,,,,,,,,\n"
		  "2026-11-01T11:00:00+00:00,,20261101-0002,open,li,complaint,hotline,,,,,,,,\n", 1, 2,
	       at(2, 0, 0));
	cr_assert_eq(f->ndelays, 2);
	cr_expect_str_eq(f->delay[1].channel, "suggestion-box");
	cr_expect_eq(f->delay[1].p50, 7200);
	cr_expect_eq(f->delay[1].late, 1);
	cr_expect_eq(f->delay[0].late, 0);
	fixture_end(&x);
}

Test(record_delay, leaves_out_cancelled_cases_as_every_figure)
{
	REPORT(x, "2026-11-01T08:00:00+00:00,2026-11-01T10:00:00+00:00,20261101-0001,open,li,complaint,hotline,,,,,,,,\n"
		  DETAIL("01-0001", "01", "10:05", "cancel", "error"), 1, 2, at(2, 0, 0));
	cr_expect(!f->ndelays || !f->delay[0].n);
	fixture_end(&x);
}

Test(load, leaves_out_cancelled_cases_with_their_contacts)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") EVENT("01-0001", "01", "09:00", "contact")
		  DETAIL("01-0001", "01", "10:00", "cancel", "error"), 1, 3, at(3, 0, 0));
	cr_expect_eq(f->load[6][8], 0);
	cr_expect_eq(f->contacts[6][9], 0);
	fixture_end(&x);
}

Test(load, by_local_hour_and_weekday)
{
	/* 1 November 2026 is a Sunday */
	REPORT(x, OPEN("01-0001", "01", "08:59") EVENT("01-0001", "02", "09:00", "contact"), 1, 3,
	       at(3, 0, 0));
	cr_expect_eq(f->load[6][8], 1);
	cr_expect_eq(f->contacts[0][9], 1);
	fixture_end(&x);
}

Test(targets, met_missed_and_without_data)
{
	REPORT(x, OPEN("01-0001", "01", "08:00") OPEN("01-0002", "01", "08:00")
		  EVENT("01-0001", "01", "09:00", "resolve"), 1, 3, at(3, 0, 0));
	cr_assert_eq(f->ntargets, 3);
	cr_expect_str_eq(f->target[0].target, "resolve");
	cr_expect_str_eq(f->target[0].goal, ">= 90%");
	cr_expect_eq(f->target[0].value, .5);
	cr_expect_eq(f->target[0].met, 0);
	cr_expect_eq(f->target[1].met, 1, "exactly 50 %% is >= 50 %%");
	cr_expect_eq(f->target[2].met, -1, "no survey yet: n/a, never 100 %%");
	cr_expect(figures_missed(f));
	fixture_end(&x);
}

Test(targets, exactly_the_goal_is_met_also_in_tenths_of_a_percent)
{
	static const char with[] = "policy: test\ntimezone: UTC\nkinds: { complaint: {} }\n"
		"targets: { handling-rate: \">= 95.2%\" }\n";
	struct strbuf rows = STRBUF_INIT;
	struct fixture x;
	const struct figures *f;
	int i;

	for (i = 1; i <= 125; i++) {
		strbuf_addf(&rows, D("01", "08:00") "20261101-%04d,open,li,complaint,,,,,,,,,\n", i);
		if (i <= 119)
			strbuf_addf(&rows, D("01", "08:00") "20261101-%04d,resolve,li,,,,,,,,,,\n", i);
	}
	fixture_begin(&x, with, rows.buf);
	strbuf_release(&rows);
	f = fixture_report(&x, 1, 2, at(3, 0, 0));
	cr_assert_eq(f->ntargets, 1);
	cr_expect_eq(f->target[0].met, 1, "119 of 125 is >= 95.2 %%");
	fixture_end(&x);
}

Test(unknown, beyond_the_calendars_data_the_verdict_is_unknown_and_the_year_is_named)
{
	struct fixture x;
	const struct figures *f;
	char with[sizeof(policy) + 200], *clocks, holidays[64];

	strcpy(with, policy);
	clocks = strstr(with, "clocks:\n");
	strcpy(clocks, "calendars: { office: { hours: { mon-fri: [\"09:00-17:00\"] }, holidays: h.yaml } }\n"
		       "clocks:\n"
		       "  - { clock: resolve, from: open, until: resolve, within: 8h, calendar: office }\n");
	fixture_begin(&x, policy, OPEN("01-0001", "01", "08:00"));
	policy_set_release(&x.set);
	snprintf(holidays, sizeof(holidays), "%s/h.yaml", x.dir);
	fixture_write(holidays, "country: CN\nsource: test\nyears: { 2025: { source: [test], off: [2025-01-01] } }\n", "");
	fixture_write(x.policy, with, "");
	x.set = (struct policy_set)POLICY_SET_INIT;
	if (policy_set_load(&x.set, x.policy, NULL, &x.findings, &x.err) < 0)
		cr_assert_fail("%s: %s", x.err.msg, x.findings.n ? x.findings.list[0].msg : "");
	f = fixture_report(&x, 1, 3, at(9, 0, 0));
	cr_expect_eq(clock_of(f, "resolve").unknown, 1);
	cr_expect_eq(clock_of(f, "resolve").breached, 0);
	cr_assert_eq(x.findings.n, 1);
	cr_expect_not_null(strstr(x.findings.list[0].msg, "2026"));
	cr_expect_eq(x.findings.list[0].grade, GRADE_WARNING);
	unlink(holidays);
	fixture_end(&x);
}

/* --- as-of and known-at ---------------------------------------------------------------------------- */

static const char late_row[] =
	OPEN("01-0001", "01", "08:00")
	"2026-11-01T09:00:00+00:00,2026-11-03T09:00:00+00:00,20261101-0001,resolve,li,,,,,,,,,,\n";

Test(as_of, takes_rows_that_had_happened_and_names_those_logged_later)
{
	REPORT(x, late_row, 1, 2, at(2, 0, 0));
	cr_expect_eq(f->concluded, 1);
	cr_assert_eq(f->nlater, 1);
	cr_expect_eq(f->later[0].line, 3);
	cr_expect_str_eq(f->later[0].case_id, "20261101-0001");
	f = fixture_report(&x, 1, 2, at(1, 8, 30));
	cr_expect_eq(f->concluded, 0);
	fixture_end(&x);
}

Test(known_at, reproduces_what_was_printed_then_byte_for_byte)
{
	struct strbuf then = STRBUF_INIT, now = STRBUF_INIT;
	struct report_out to = { &then, NULL, NULL, 0 };
	REPORT(x, OPEN("01-0001", "01", "08:00"), 1, 2, at(2, 0, 0));

	report_json(&to, f);
	fixture_write(x.log, LOG_HEADER, late_row);
	x.options.known_at = at(2, 0, 0);
	f = fixture_report(&x, 1, 2, at(2, 0, 0));
	to.out = &now;
	report_json(&to, f);
	cr_expect_str_eq(now.buf, then.buf);
	strbuf_release(&then);
	strbuf_release(&now);
	fixture_end(&x);
}
