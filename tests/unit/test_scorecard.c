/* Score cards and accountability: whose a case was when it counted (H4, H6, M5, F6.2). */
#include "desk_fixture.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2026-01-01\n"
	"timezone: UTC\n"
	"kinds: { complaint: {}, consultation: {} }\n"
	"departments: { food: {}, care: {} }\n"
	"fields: { about: { role: staff } }\n"
	"clocks:\n"
	"  - { clock: first-response, from: open, until: respond, within: 30m }\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
	"survey: { after: resolve, ask: { overall: { scale: 5 } }, satisfied: 4 }\n";

#define D(day, time) "2026-11-" day "T" time ":00+00:00,,"
#define OPEN(id, day, time, department, owner) \
	D(day, time) "202611" id ",open,li,complaint,,,,c1," department "," owner ",,,\n"
#define ASK(id, day, time, owner) D(day, time) "202611" id ",open,li,consultation,,,,c1,," owner ",,,\n"
#define EVENT(id, day, time, event) D(day, time) "202611" id "," event ",li,,,,,,,,,,\n"
#define ASSIGN(id, day, time, department, owner) \
	D(day, time) "202611" id ",assign,li,,,,,," department "," owner ",,,\n"
#define AMEND(id, day, time, department) D(day, time) "202611" id ",amend,li,,,,,," department ",,,,\n"
#define CANCEL(id, day, time) D(day, time) "202611" id ",cancel,li,,,,,,,,,error,\n"

static const struct figure_score *card(const struct figures *f, const char *by, const char *value, const char *of_kind)
{
	static const struct figure_score none;
	size_t i;

	for (i = 0; i < f->nscores; i++)
		if (!strcmp(f->score[i].by, by) && !strcmp(f->score[i].value, value) &&
		    !strcmp(f->score[i].kind, of_kind))
			return &f->score[i];
	return &none;
}

static const struct figure_score *owner(const struct figures *f, const char *value)
{
	return card(f, "owner", value, "complaint");
}

static const struct figure_score *department(const struct figures *f, const char *value)
{
	return card(f, "department", value, "complaint");
}

#define expect_share(s, which, x, y)                                                                \
	do {                                                                                       \
		const struct figure_score_share *share_ = &(s)->share[which];                       \
		cr_expect(share_->n == (x) && share_->of == (y), "%s of '%s': %d/%d, got %d/%d",    \
			  score_share_name(which), (s)->value ? (s)->value : "", (int)(x), (int)(y), \
			  (int)share_->n, (int)share_->of);                                        \
	} while (0)

#define expect_load(s, a, b, c)                                                                     \
	cr_expect((s)->owned == (a) && (s)->received == (b) && (s)->open == (c),                    \
		  "owned %d received %d open %d, got %d %d %d", (int)(a), (int)(b), (int)(c),       \
		  (int)(s)->owned, (int)(s)->received, (int)(s)->open)

#define REPORT(x, rows, from, to, as_of)           \
	struct fixture x;                          \
	const struct figures *f;                   \
	fixture_begin(&x, policy, rows);           \
	f = fixture_report(&x, from, to, as_of)

/* The first eight days of November, judged on the 20th. */
#define JUDGED(x, rows) REPORT(x, rows, 1, 9, at(20, 0, 0))

/* A complaint that came to ann, of the food department, on the first at eight. */
#define ANNS(id) OPEN(id, "01", "08:00", "food", "ann")

/* --- attainment ------------------------------------------------------------------------------------ */

Test(H4_attainment, is_whose_the_case_was_when_the_verdict_fell)
{
	/* breached on the 2nd at 8:00 under ann, handed to bob an hour later */
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "08:10", "respond")
		  ASSIGN("01-0001", "02", "09:00", "care", "bob") EVENT("01-0001", "02", "10:00", "resolve"));
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 1, 2);
	expect_share(owner(f, "bob"), SCORE_ATTAINMENT, 0, 0);
	expect_share(department(f, "food"), SCORE_ATTAINMENT, 1, 2);
	expect_share(department(f, "care"), SCORE_ATTAINMENT, 0, 0);
	fixture_end(&x);
}

Test(H4_attainment, is_the_new_owners_where_the_case_was_handed_over_before_the_verdict)
{
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "08:10", "respond")
		  ASSIGN("01-0001", "01", "09:00", "care", "bob") EVENT("01-0001", "01", "10:00", "resolve"));
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 1, 1);
	expect_share(owner(f, "bob"), SCORE_ATTAINMENT, 1, 1);
	fixture_end(&x);
}

Test(H4_attainment, is_the_same_as_in_the_breakdown)
{
	JUDGED(x, ANNS("01-0001") ANNS("01-0002")
		  EVENT("01-0002", "01", "08:05", "respond") EVENT("01-0001", "01", "09:00", "resolve"));
	cr_assert_eq(dimension(f, "owner")->n, 1);
	cr_expect_eq(dimension(f, "owner")->value[0].met, owner(f, "ann")->share[SCORE_ATTAINMENT].n);
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 2, 4);
	fixture_end(&x);
}

Test(H4_attainment, of_a_department_that_is_amended_follows_the_instant)
{
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "08:10", "respond")
		  AMEND("01-0001", "01", "09:00", "care") EVENT("01-0001", "01", "10:00", "resolve"));
	expect_share(department(f, "food"), SCORE_ATTAINMENT, 1, 1);
	expect_share(department(f, "care"), SCORE_ATTAINMENT, 1, 1);
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 2, 2);
	expect_load(department(f, "food"), 1, 0, 0);
	expect_load(department(f, "care"), 1, 1, 0);
	fixture_end(&x);
}

/* --- resolution, reopen ---------------------------------------------------------------------------- */

Test(H4_resolution, is_whose_the_case_was_when_it_was_resolved)
{
	JUDGED(x, ANNS("01-0001") ASSIGN("01-0001", "01", "09:00", "care", "bob")
		  EVENT("01-0001", "01", "10:00", "resolve") ASSIGN("01-0001", "01", "10:30", "food", "cyd"));
	expect_share(owner(f, "bob"), SCORE_RESOLUTION, 1, 1);
	expect_share(owner(f, "bob"), SCORE_REOPEN, 0, 1);
	expect_share(owner(f, "ann"), SCORE_RESOLUTION, 0, 0);
	expect_share(owner(f, "cyd"), SCORE_RESOLUTION, 0, 0);
	fixture_end(&x);
}

Test(H4_reopen, is_charged_to_who_resolved_not_to_who_resolved_it_again)
{
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "10:00", "resolve")
		  EVENT("01-0001", "03", "10:00", "reopen") ASSIGN("01-0001", "03", "11:00", "care", "bob")
		  EVENT("01-0001", "03", "12:00", "resolve"));
	expect_rate(f, "complaint", RATE_REOPEN, 1, 1);
	expect_share(owner(f, "ann"), SCORE_REOPEN, 1, 1);
	expect_share(owner(f, "bob"), SCORE_REOPEN, 0, 0);
	expect_share(owner(f, "ann"), SCORE_RESOLUTION, 0, 1);
	expect_load(owner(f, "ann"), 1, 0, 0);
	expect_load(owner(f, "bob"), 1, 1, 0);
	fixture_end(&x);
}

Test(H4_reopen, after_more_than_a_week_is_none_and_the_last_resolution_counts)
{
	REPORT(x, ANNS("01-0001") EVENT("01-0001", "01", "10:00", "resolve")
		  EVENT("01-0001", "09", "10:00", "reopen") ASSIGN("01-0001", "09", "11:00", "care", "bob")
		  EVENT("01-0001", "09", "12:00", "resolve"),
	       1, 15, at(28, 0, 0));
	expect_share(owner(f, "ann"), SCORE_RESOLUTION, 1, 1);
	expect_share(owner(f, "ann"), SCORE_REOPEN, 0, 0);
	expect_share(owner(f, "bob"), SCORE_REOPEN, 0, 1);
	fixture_end(&x);
}

/* --- load ------------------------------------------------------------------------------------------- */

Test(H4_load, counts_each_owner_of_a_case_once_and_who_has_it_now)
{
	JUDGED(x, ANNS("01-0001") ASSIGN("01-0001", "02", "09:00", "", "bob")
		  ASSIGN("01-0001", "03", "09:00", "", "ann") ASSIGN("01-0001", "04", "09:00", "", "bob"));
	expect_load(owner(f, "ann"), 1, 0, 0);
	expect_load(owner(f, "bob"), 1, 1, 1);
	expect_load(department(f, "food"), 1, 1, 1);
	fixture_end(&x);
}

Test(H4_load, is_of_the_period_what_is_open_is_of_any_time)
{
	const char *rows = ANNS("01-0001") ASSIGN("01-0001", "05", "00:00", "", "bob")
		OPEN("01-0002", "01", "09:00", "food", "ann") EVENT("01-0002", "01", "09:30", "resolve");

	REPORT(x, rows, 3, 5, at(20, 0, 0));
	expect_load(owner(f, "ann"), 1, 0, 0);
	expect_load(owner(f, "bob"), 0, 0, 1);
	f = fixture_report(&x, 5, 6, at(20, 0, 0));
	expect_load(owner(f, "ann"), 0, 0, 0);
	expect_load(owner(f, "bob"), 1, 0, 1);
	fixture_end(&x);
}

Test(H4_load, what_got_an_owner_was_not_nobodys)
{
	JUDGED(x, OPEN("01-0001", "01", "08:00", "", "") ASSIGN("01-0001", "01", "08:10", "food", "ann")
		  OPEN("01-0002", "01", "09:00", "", ""));
	expect_load(owner(f, ""), 1, 1, 1);
	expect_load(owner(f, "ann"), 1, 1, 1);
	fixture_end(&x);
}

Test(H4_load, answered_on_the_spot_is_the_owners)
{
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "08:00", "respond")
		  EVENT("01-0001", "01", "08:00", "resolve"));
	expect_load(owner(f, "ann"), 1, 1, 0);
	fixture_end(&x);
}

Test(H4_cards, have_nothing_of_cases_that_were_cancelled)
{
	JUDGED(x, ANNS("01-0001") EVENT("01-0001", "01", "08:10", "resolve")
		  CANCEL("01-0001", "01", "09:00"));
	expect_load(owner(f, "ann"), 0, 0, 0);
	expect_share(owner(f, "ann"), SCORE_RESOLUTION, 0, 0);
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 1, 2); /* verdicts that fell stay */
	fixture_end(&x);
}

Test(H4_cards, never_mix_kinds)
{
	JUDGED(x, ANNS("01-0001") ASK("01-0002", "01", "08:00", "ann")
		  EVENT("01-0001", "01", "08:10", "resolve"));
	expect_load(owner(f, "ann"), 1, 1, 0);
	expect_load(card(f, "owner", "ann", "consultation"), 1, 1, 1);
	fixture_end(&x);
}

/* --- satisfaction ----------------------------------------------------------------------------------- */

Test(H4_csat, is_of_who_resolved_the_case_that_the_customer_rated)
{
	static const char answers[] =
		"at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n"
		"2026-11-02T08:00:00+00:00,,survey,20261101-0001,,answered,overall,5,5,,li,,,0000000000000001\n"
		"2026-11-02T09:00:00+00:00,,survey,20261101-0002,,answered,overall,2,5,,li,,,0000000000000002\n";
	struct fixture x;
	const struct figures *f;
	char path[64];
	size_t i;

	fixture_begin(&x, policy,
		      ANNS("01-0001") ANNS("01-0002")
		      EVENT("01-0001", "01", "10:00", "resolve") EVENT("01-0002", "01", "10:00", "resolve")
		      AMEND("01-0002", "01", "11:00", "care"));
	snprintf(path, sizeof(path), "%s/surveys.csv", x.dir);
	fixture_write(path, answers, "");
	x.options.surveys = path;
	f = fixture_report(&x, 1, 9, at(20, 0, 0));
	expect_share(owner(f, "ann"), SCORE_CSAT, 1, 2);
	expect_share(department(f, "food"), SCORE_CSAT, 1, 2);
	expect_share(department(f, "care"), SCORE_CSAT, 0, 0);
	for (i = 0; i < dimension(f, "owner")->n; i++) {
		const struct figure_value *v = &dimension(f, "owner")->value[i];

		cr_expect_eq(v->answers, !strcmp(v->value, "ann") ? 2 : 0);
		cr_expect_eq(v->satisfied, !strcmp(v->value, "ann"));
	}
	cr_assert_eq(dimension(f, "kind")->n, 1);
	cr_expect_eq(dimension(f, "kind")->value[0].answers, 2);
	unlink(path);
	fixture_end(&x);
}

Test(H4_csat, given_in_the_second_of_the_hand_over_is_of_who_has_the_case_then)
{
	struct fixture x;
	const struct figures *f;
	char path[64];

	fixture_begin(&x, policy, ANNS("01-0001") ASSIGN("01-0001", "01", "09:00", "care", "bob"));
	snprintf(path, sizeof(path), "%s/surveys.csv", x.dir);
	fixture_write(path, "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n",
		      "2026-11-01T09:00:00+00:00,,survey,20261101-0001,,answered,overall,5,5,,li,,,0000000000000001\n");
	x.options.surveys = path;
	f = fixture_report(&x, 1, 9, at(20, 0, 0));
	expect_share(owner(f, "bob"), SCORE_CSAT, 1, 1);
	expect_share(owner(f, "ann"), SCORE_CSAT, 0, 0);
	unlink(path);
	fixture_end(&x);
}

/* --- small numbers ---------------------------------------------------------------------------------- */

/* Cases 1 .. n of a day, all owned by one, the first `resolved` of them resolved at once. */
static void add_cases(struct strbuf *log, int day, const char *who, int n, int resolved)
{
	int i;

	for (i = 1; i <= n; i++)
		strbuf_addf(log, "2026-11-%02dT08:00:00+00:00,,202611%02d-%04d,open,li,complaint,,,,c1,,%s,,,\n",
			    day, day, i, who);
	for (i = 1; i <= resolved; i++)
		strbuf_addf(log, "2026-11-%02dT08:10:00+00:00,,202611%02d-%04d,resolve,li,,,,,,,,,,\n", day, day, i);
}

Test(H6_rank, only_of_thirty_and_more_equal_ones_share_it)
{
	struct strbuf log = STRBUF_INIT;
	struct fixture x;
	const struct figures *f;

	add_cases(&log, 1, "ann", 15, 15);    /* two clocks each: 15 of 30 met */
	add_cases(&log, 2, "bob", 15, 15);
	add_cases(&log, 3, "cyd", 20, 10);
	add_cases(&log, 4, "dan", 14, 14);
	add_cases(&log, 5, "", 40, 40);
	fixture_begin(&x, policy, log.buf);
	f = fixture_report(&x, 1, 9, at(20, 0, 0));
	expect_share(owner(f, "ann"), SCORE_ATTAINMENT, 15, 30);
	cr_expect_eq(owner(f, "ann")->share[SCORE_ATTAINMENT].rank, 1);
	cr_expect_eq(owner(f, "bob")->share[SCORE_ATTAINMENT].rank, 1);
	cr_expect_eq(owner(f, "cyd")->share[SCORE_ATTAINMENT].rank, 3);
	cr_expect_eq(owner(f, "dan")->share[SCORE_ATTAINMENT].rank, 0, "28 are too few");
	cr_expect_eq(owner(f, "")->share[SCORE_ATTAINMENT].rank, 0, "nobody is not ranked");
	cr_expect_float_eq(owner(f, "ann")->share[SCORE_ATTAINMENT].lo, .3315, .0001);
	cr_expect_float_eq(owner(f, "ann")->share[SCORE_ATTAINMENT].hi, .6685, .0001);
	strbuf_release(&log);
	fixture_end(&x);
}

Test(H6_rank, of_what_was_reopened_the_least_is_the_best)
{
	struct strbuf log = STRBUF_INIT;
	struct fixture x;
	const struct figures *f;

	add_cases(&log, 1, "ann", 30, 30);
	add_cases(&log, 2, "bob", 30, 30);
	strbuf_addstr(&log, EVENT("01-0001", "03", "09:00", "reopen"));
	fixture_begin(&x, policy, log.buf);
	f = fixture_report(&x, 1, 9, at(20, 0, 0));
	expect_share(owner(f, "ann"), SCORE_REOPEN, 1, 30);
	cr_expect_eq(owner(f, "ann")->share[SCORE_REOPEN].rank, 2);
	cr_expect_eq(owner(f, "bob")->share[SCORE_REOPEN].rank, 1);
	strbuf_release(&log);
	fixture_end(&x);
}

/* --- accountability --------------------------------------------------------------------------------- */

static const struct figure_account *account(const struct figures *f, const char *who, const char *clock)
{
	size_t i;

	for (i = 0; i < f->naccounts; i++)
		if (!strcmp(f->account[i].owner, who) && !strcmp(f->account[i].clock, clock))
			return &f->account[i];
	return NULL;
}

Test(F6_2_accountability, names_who_missed_which_limit_of_how_many_and_in_which_cases)
{
	const struct figure_account *a;

	JUDGED(x, ANNS("01-0001") ANNS("01-0002")
		  EVENT("01-0002", "01", "08:05", "respond") EVENT("01-0002", "01", "08:10", "resolve")
		  ANNS("01-0003") OPEN("01-0004", "01", "08:00", "", "bob")
		  EVENT("01-0004", "01", "08:10", "respond") EVENT("01-0004", "01", "08:20", "resolve")
		  ASSIGN("01-0003", "01", "09:00", "", "cyd"));
	a = account(f, "ann", "first-response");
	cr_assert_not_null(a);
	cr_expect_eq(a->missed, 2);
	cr_expect_eq(a->decided, 3);
	cr_assert_eq(a->n, 2);
	cr_expect_str_eq(f->accounted[a->first]->case_id, "20261101-0001");
	cr_expect_str_eq(f->accounted[a->first + 1]->case_id, "20261101-0003");
	a = account(f, "cyd", "resolve");
	cr_assert_not_null(a);
	cr_expect_eq(a->missed, 1);
	cr_expect_eq(a->decided, 1);
	cr_expect_null(account(f, "bob", "resolve"), "who missed nothing is not in it");
	cr_expect_null(account(f, "cyd", "first-response"));
	cr_expect_str_eq(f->account[0].owner, "ann", "who missed most comes first");
	fixture_end(&x);
}

#define DONE(id, who, responded)                                                       \
	OPEN(id, "01", "08:00", "", who) EVENT(id, "01", responded, "respond") EVENT(id, "01", "12:00", "resolve")

Test(F6_2_accountability, who_missed_more_comes_first_however_much_the_others_did)
{
	JUDGED(x, DONE("01-0001", "ann", "08:05") DONE("01-0002", "ann", "08:05") DONE("01-0003", "ann", "08:05")
		  DONE("01-0004", "ann", "09:00") DONE("01-0005", "bob", "09:00") DONE("01-0006", "bob", "09:00"));
	cr_assert_eq(f->naccounts, 2);
	cr_expect_str_eq(f->account[0].owner, "bob");
	cr_expect_eq(f->account[0].missed, 2);
	cr_expect_eq(f->account[1].decided, 4);
	fixture_end(&x);
}

Test(F6_2_accountability, of_desks_is_added_up_in_any_order)
{
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
	const char *names[] = { "east", "west" };
	struct report_out o = { .out = &first };
	const struct figure_account *a;
	int i;

	JUDGED(x, ANNS("01-0001") OPEN("01-0002", "01", "08:00", "", ""));
	for (i = 0; i < 4; i++) {
		if (i % 2 == 0) {
			figures_release(&x.figures);
			figures_init(&x.figures);
		}
		x.options.name = names[(i + i / 2) % 2];
		fixture_add(&x);
		if (i % 2 == 0)
			continue;
		figures_finish(&x.figures);
		a = account(f, "ann", "resolve");
		cr_expect(a->missed == 2 && a->decided == 2 && a->n == 2);
		cr_expect_str_eq(f->accounted[a->first]->desk, "east");
		expect_load(owner(f, "ann"), 2, 2, 2);
		f->desk[0].name = f->desk[1].name = "";
		f->desk[0].log = f->desk[1].log = "";
		report_json(&o, f);
		o.out = &second;
	}
	cr_expect_str_eq(first.buf, second.buf);
	strbuf_release(&first);
	strbuf_release(&second);
	fixture_end(&x);
}
