/* What an evaluation meeting speaks about: measures and duties, hard cases, weak links, words of customers. */
#include "desk_fixture.h"

static const char policy[] =
	"policy: test\n"
	"valid-from: 2026-01-01\n"
	"timezone: UTC\n"
	"language: en\n"
	"kinds: { complaint: { severities: { general: {}, major: {} } }, consultation: {}, praise: { severities: { only: {} } } }\n"
	"channels: { hotline: {}, front-desk: {} }\n"
	"departments: { merchandise: {}, finance: {} }\n"
	"categories: { expired: {}, price: {} }\n"
	"clocks:\n"
	"  - { clock: resolve, from: open, until: resolve, within: 24h }\n"
	"duties: { audit: { every: month, within: 5d, owner: li.na }, training: { every: quarter, within: 10d, each: staff } }\n"
	"staff: { li.na: {}, he.jun: {} }\n"
	"survey: { after: [resolve], ask: { overall: { scale: 5 }, better: { text: true } } }\n";

#define D(day, time) "2026-11-" day "T" time ":00+00:00,,"
#define ACTION(id, day, due, text) \
	D(day, "08:00") "202611" id ",open,he.jun,action,,,,,merchandise,li.na,2026-11-" due "T18:00:00+00:00,," text "\n"
#define DUTY(id, day, name, who) D(day, "00:00") "202611" id ",open,sd,duty,," name ",,,," who ",,,\n"
#define OPEN(id, day, category, severity, department) \
	D(day, "08:00") "202611" id ",open,li.na,complaint,hotline," category "," severity ",c1," department ",,,,\n"
#define EVENT(id, day, time, event) D(day, time) "202611" id "," event ",li.na,,,,,,,,,,\n"

#define HOLD(id, day, time) D(day, time) "202611" id ",hold,li.na,,,,,,,,,customer,\n"

#define REPORT(x, rows, from, to, as_of)           \
	struct fixture x;                          \
	const struct figures *f;                   \
	fixture_begin(&x, policy, rows);           \
	f = fixture_report(&x, from, to, as_of)

#define expect_action(f, i, id, s, late)                                                                  \
	do {                                                                                              \
		cr_assert((f)->meeting.nactions > (i));                                                   \
		cr_expect_str_eq((f)->meeting.action[i].case_id, id);                                     \
		cr_expect_str_eq(followup_state_name((f)->meeting.action[i].state), s);                   \
		cr_expect_eq((f)->meeting.action[i].late_s, late);                                        \
	} while (0)

/* --- measures (C23) -------------------------------------------------------------------------------- */

Test(actions, C23_those_of_last_time_are_listed_with_what_became_of_them)
{
	REPORT(x, ACTION("01-0001", "01", "12", "in time") ACTION("01-0002", "01", "13", "too late")
		  ACTION("01-0003", "01", "14", "not yet") ACTION("01-0004", "01", "28", "not due")
		  EVENT("01-0001", "11", "09:00", "resolve") EVENT("01-0002", "13", "19:00", "resolve"),
	       10, 20, at(20, 18, 0));
	cr_assert_eq(f->meeting.nactions, 4);
	expect_action(f, 0, "20261101-0001", "done", 0);
	expect_action(f, 1, "20261101-0002", "done-late", 3600);
	expect_action(f, 2, "20261101-0003", "late", 6 * 86400);
	expect_action(f, 3, "20261101-0004", "open", 0);
	cr_expect_str_eq(f->meeting.action[0].text, "in time");
	cr_expect_str_eq(f->meeting.action[0].owner, "li.na");
	fixture_end(&x);
}

Test(actions, what_was_done_before_the_period_or_decided_after_it_is_another_meetings)
{
	REPORT(x, ACTION("01-0001", "01", "12", "done") EVENT("01-0001", "05", "09:00", "resolve")
		  EVENT("01-0001", "12", "09:00", "close") ACTION("21-0001", "21", "28", "decided later"),
	       10, 20, at(22, 0, 0));
	cr_expect_eq(f->meeting.nactions, 0);
	fixture_end(&x);
}

Test(actions, one_that_is_taken_up_again_is_open_and_one_that_is_withdrawn_says_so)
{
	REPORT(x, ACTION("01-0001", "01", "28", "again") ACTION("01-0002", "01", "28", "not any more")
		  EVENT("01-0001", "11", "09:00", "resolve") EVENT("01-0001", "12", "09:00", "reopen")
		  EVENT("01-0002", "12", "09:00", "cancel"), 10, 20, at(20, 0, 0));
	expect_action(f, 0, "20261101-0001", "open", 0);
	cr_expect_eq(f->meeting.action[0].done, INSTANT_NONE);
	expect_action(f, 1, "20261101-0002", "cancelled", 0);
	fixture_end(&x);
}

Test(actions, quotes_and_commas_in_the_text_are_read_as_they_were_meant)
{
	REPORT(x, ACTION("11-0001", "11", "28", "\"check \"\"dates\"\", twice\\na day\""), 10, 20, at(20, 0, 0));
	cr_assert_eq(f->meeting.nactions, 1);
	cr_expect_str_eq(f->meeting.action[0].text, "check \"dates\", twice\na day");
	fixture_end(&x);
}

Test(actions, of_a_long_text_the_beginning_is_shown)
{
	char rows[2000], text[801];
	struct fixture x;
	const struct figures *f;

	memset(text, 'x', 800);
	text[800] = '\0';
	snprintf(rows, sizeof(rows), "2026-11-11T08:00:00+00:00,,20261111-0001,open,he.jun,action,,,,,,li.na,,,%s\n", text);
	fixture_begin(&x, policy, rows);
	f = fixture_report(&x, 10, 20, at(20, 0, 0));
	cr_assert_eq(f->meeting.nactions, 1);
	cr_expect_eq(strlen(f->meeting.action[0].text), 400 + strlen("…"));
	cr_expect_eq(f->meeting.action[0].due, INSTANT_NONE, "without a due time it is never late");
	cr_expect_eq(f->meeting.action[0].state, FOLLOWUP_OPEN);
	fixture_end(&x);
}

Test(actions, neither_measures_nor_duties_are_in_a_figure_of_customers)
{
	REPORT(x, ACTION("11-0001", "11", "12", "late") DUTY("11-0002", "11", "audit", "li.na"), 10, 20, at(25, 0, 0));
	cr_expect_eq(f->received, 0);
	cr_expect_eq(f->nkinds, 0);
	cr_expect_eq(f->breaches.n + f->late.n, 0);
	cr_expect_eq(f->meeting.nhard, 0);
	fixture_end(&x);
}

/* --- duties (D1) ----------------------------------------------------------------------------------- */

Test(duties, D1_each_period_of_a_duty_says_how_many_were_done_and_how_many_are_late)
{
	REPORT(x, DUTY("01-0001", "01", "audit", "li.na") DUTY("01-0002", "01", "training", "li.na")
		  DUTY("01-0003", "01", "training", "he.jun") EVENT("01-0001", "08", "09:00", "resolve")
		  EVENT("01-0002", "05", "09:00", "resolve"), 1, 20, at(20, 0, 0));
	cr_assert_eq(f->meeting.nby_duty, 2);
	cr_expect_str_eq(f->meeting.by_duty[0].duty, "audit");
	cr_expect_str_eq(f->meeting.by_duty[0].period, "2026-11");
	cr_expect_eq(f->meeting.by_duty[0].state[FOLLOWUP_DONE_LATE], 1);
	cr_expect_str_eq(f->meeting.by_duty[1].period, "2026-Q4");
	cr_expect_eq(f->meeting.by_duty[1].n, 2);
	cr_expect_eq(f->meeting.by_duty[1].state[FOLLOWUP_DONE], 1);
	cr_expect_eq(f->meeting.by_duty[1].state[FOLLOWUP_LATE], 1);
	fixture_end(&x);
}

/* --- hard cases (C12) ------------------------------------------------------------------------------ */

static const char *why(const struct figures *f, size_t i)
{
	static struct strbuf sb;

	strbuf_release(&sb);
	cr_assert(f->meeting.nhard > i);
	figure_hard_names(&sb, f->meeting.hard[i].why);
	return sb.buf;
}

Test(hard, C12_what_is_open_and_late_escalated_reopened_long_on_hold_old_or_grave)
{
	REPORT(x, OPEN("01-0001", "01", "price", "general", "finance")
		  OPEN("19-0001", "19", "price", "major", "finance")
		  OPEN("19-0002", "19", "price", "general", "merchandise")
		  EVENT("19-0002", "19", "09:00", "escalate") EVENT("19-0002", "19", "10:00", "resolve")
		  EVENT("19-0002", "19", "11:00", "reopen") OPEN("19-0003", "19", "price", "general", "merchandise"),
	       19, 20, at(19, 20, 0));
	cr_assert_eq(f->meeting.nhard, 3);
	cr_expect_str_eq(f->meeting.hard[0].case_id, "20261101-0001");
	cr_expect_str_eq(why(f, 0), "late,old");
	cr_expect_eq(f->meeting.hard[0].late_s, 17 * 86400 + 12 * 3600);
	cr_expect_str_eq(why(f, 1), "grave");
	cr_expect_str_eq(why(f, 2), "escalated,reopened");
	cr_assert_eq(f->meeting.nby_department, 2);
	cr_expect_str_eq(f->meeting.by_department[1].department, "merchandise");
	cr_expect_eq(f->meeting.by_department[1].open, 2);
	cr_expect_eq(f->meeting.by_department[1].hard, 1);
	cr_expect_eq(f->meeting.by_department[1].late, 0);
	fixture_end(&x);
}

Test(hard, three_days_on_hold_are_not_long_and_a_second_more_is)
{
	REPORT(x, OPEN("12-0001", "12", "price", "general", "finance") HOLD("12-0001", "12", "09:00"), 12, 20,
	       at(15, 9, 0));
	cr_expect_eq(f->meeting.nhard, 0);
	f = fixture_report(&x, 12, 20, at(15, 9, 0) + 1);
	cr_assert_eq(f->meeting.nhard, 1);
	cr_expect_str_eq(why(f, 0), "waiting");
	fixture_end(&x);
}

Test(hard, on_hold_for_another_reason_is_on_hold_since_the_first)
{
	REPORT(x, OPEN("12-0001", "12", "price", "general", "finance") HOLD("12-0001", "12", "09:00")
		  HOLD("12-0001", "14", "09:00"), 12, 20, at(15, 9, 0) + 1);
	cr_assert_eq(f->meeting.nhard, 1);
	cr_expect_str_eq(why(f, 0), "waiting");
	fixture_end(&x);
}

Test(hard, seven_days_are_not_old_and_a_second_more_is)
{
	REPORT(x, OPEN("12-0001", "12", "price", "general", "finance") HOLD("12-0001", "12", "08:00"), 12, 20,
	       at(19, 8, 0));
	cr_expect_str_eq(why(f, 0), "waiting");
	f = fixture_report(&x, 12, 20, at(19, 8, 0) + 1);
	cr_expect_str_eq(why(f, 0), "waiting,old");
	cr_expect_eq(f->meeting.by_department[0].late, 0, "on hold nothing falls due");
	fixture_end(&x);
}

Test(hard, what_was_late_and_is_taken_up_again_is_not_late_yet)
{
	REPORT(x, OPEN("16-0001", "16", "price", "general", "finance") EVENT("16-0001", "18", "09:00", "resolve")
		  EVENT("16-0001", "19", "09:00", "reopen"), 16, 20, at(19, 20, 0));
	cr_assert_eq(f->meeting.nhard, 1);
	cr_expect_str_eq(why(f, 0), "reopened");
	cr_expect_eq(f->meeting.hard[0].late_s, 0);
	fixture_end(&x);
}

Test(hard, where_there_is_one_severity_none_is_grave)
{
	REPORT(x, D("19", "08:00") "20261119-0001,open,li.na,praise,hotline,price,only,,,,,,\n", 19, 20, at(19, 20, 0));
	cr_expect_eq(f->open, 1);
	cr_expect_eq(f->meeting.nhard, 0);
	fixture_end(&x);
}

/* --- weak links (Y6b) ------------------------------------------------------------------------------ */

/* n complaints of a category, the first `late` of them resolved a day too late. */
static void complaints(struct strbuf *rows, int first, int n, int late, const char *category)
{
	int i;

	for (i = 0; i < n; i++)
		strbuf_addf(rows, D("02", "08:00") "20261102-%04d,open,li.na,complaint,hotline,%s,general,,,,,,\n",
			    first + i, category);
	for (i = 0; i < n; i++)
		strbuf_addf(rows, "2026-11-%sT09:00:00+00:00,,20261102-%04d,resolve,li.na,,,,,,,,,,\n",
			    i < late ? "04" : "02", first + i);
}

static size_t weak_links(int n, int late, int rest, int rest_late, struct figure_weak *first)
{
	struct strbuf rows = STRBUF_INIT;
	struct fixture x;
	const struct figures *f;
	size_t found;

	complaints(&rows, 1, n, late, "expired");
	complaints(&rows, n + 1, rest, rest_late, "price");
	fixture_begin(&x, policy, rows.buf);
	f = fixture_report(&x, 1, 20, at(20, 0, 0));
	found = f->meeting.nweak;
	if (found && first)
		*first = f->meeting.weak[0];
	fixture_end(&x);
	strbuf_release(&rows);
	return found;
}

Test(weak, Y6b_a_category_that_misses_more_limits_than_the_rest_is_one)
{
	struct figure_weak w;

	cr_assert_eq(weak_links(20, 10, 40, 4, &w), 1);
	cr_expect_eq(w.measure, WEAK_LIMITS);
	cr_expect_eq(w.bad, 10);
	cr_expect_eq(w.of, 20);
	cr_expect_eq(w.rest_bad, 4);
	cr_expect_eq(w.rest_of, 40);
	cr_expect_float_eq(w.excess, 8, 1e-9);
	cr_expect(w.lo > 0 && w.lo < .4 && w.hi > .4);
	cr_expect(w.is_certain);
}

Test(weak, what_is_as_good_as_the_rest_or_too_little_to_tell_is_none)
{
	cr_expect_eq(weak_links(20, 2, 40, 4, NULL), 0);
	cr_expect_eq(weak_links(20, 3, 40, 4, NULL), 0, "chance");
	cr_expect_eq(weak_links(9, 9, 40, 0, NULL), 0, "fewer than ten");
	cr_expect_eq(weak_links(40, 20, 9, 0, NULL), 0, "nothing to compare with");
	cr_expect_eq(weak_links(200, 2, 2000, 0, NULL), 0, "two may happen to anybody");
}

Test(weak, ten_are_enough_on_either_side)
{
	cr_expect_eq(weak_links(10, 8, 40, 4, NULL), 1);
	cr_expect_eq(weak_links(40, 30, 10, 1, NULL), 1);
}

Test(weak, one_that_is_found_among_several_comparisons_may_be_chance)
{
	struct figure_weak w;

	/* p is 0.043, the categories are two comparisons */
	cr_assert_eq(weak_links(20, 9, 40, 8, &w), 1);
	cr_expect(w.p > .025 && w.p < .05);
	cr_expect_not(w.is_certain);
}

/* --- what customers said (C8) ---------------------------------------------------------------------- */

#define SURVEY_HEADER "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n"

/* who: rows of customers.csv; NULL: there is none. */
static const struct figures *with_customers(struct fixture *x, const char *rows, const char *answers, const char *who)
{
	static char path[64], customers[64];
	const struct figures *f;

	fixture_begin(x, policy, rows);
	snprintf(path, sizeof(path), "%s/surveys.csv", x->dir);
	fixture_write(path, SURVEY_HEADER, answers);
	snprintf(customers, sizeof(customers), "%s/customers.csv", x->dir);
	if (who)
		fixture_write(customers, "customer,name,contact,type,since,note\n", who);
	x->options.surveys = path;
	x->options.customers = customers;
	x->options.is_pack = 1;
	f = fixture_report(x, 1, 20, at(20, 0, 0));
	unlink(path);
	unlink(customers);
	return f;
}

static const struct figures *with_answers(struct fixture *x, const char *rows, const char *answers)
{
	return with_customers(x, rows, answers, "c1,Wang Fang,13800001111,,,\n");
}

#define SCORE(second, id, score) \
	"2026-11-05T10:00:0" second "+00:00,,survey," id ",,answered,overall," score ",5,,li.na,,,\n"
#define WORDS(second, id, text) \
	"2026-11-05T10:00:0" second "+00:00,,survey," id ",,answered,better,,text,,li.na,," text ",\n"

Test(said, C8_the_words_of_customers_with_the_score_the_least_content_first)
{
	struct fixture x;
	const struct figures *f = with_answers(&x,
		OPEN("01-0001", "01", "price", "general", "") OPEN("01-0002", "01", "price", "general", "")
		EVENT("01-0001", "02", "09:00", "resolve") EVENT("01-0002", "02", "09:00", "resolve"),
		SCORE("1", "20261101-0001", "5") WORDS("2", "20261101-0001", "faster")
		SCORE("3", "20261101-0002", "3") WORDS("4", "20261101-0002", "slower")
		WORDS("5", "20261101-0002", "a better word"));

	cr_assert_eq(f->meeting.nsaid, 2);
	cr_expect_str_eq(f->meeting.said[0].text, "a better word", "the last row counts");
	cr_expect_eq(f->meeting.said[0].score, 3);
	cr_expect_str_eq(f->meeting.said[1].text, "faster");
	cr_expect_str_eq(f->meeting.said[0].category, "price");
	fixture_end(&x);
}

Test(said, words_about_a_case_that_was_cancelled_and_of_another_time_are_left_out)
{
	struct fixture x;
	const struct figures *f = with_answers(&x,
		OPEN("01-0001", "01", "price", "general", "") EVENT("01-0001", "06", "09:00", "cancel"),
		WORDS("1", "20261101-0001", "wrong case")
		"2026-11-25T10:00:00+00:00,,survey,,,answered,better,,text,,,,too late,\n");

	cr_expect_eq(f->meeting.nsaid, 0);
	fixture_end(&x);
}

static void expect_hidden(const char *text, const char *shown)
{
	const struct customer c = { .id = "c1", .name = "Wang Fang", .contact = "13800001111" };
	struct strbuf sb = STRBUF_INIT;

	said_hide(&sb, text, &c);
	cr_expect_str_eq(sb.buf, shown);
	strbuf_release(&sb);
}

Test(said, nobody_is_named_in_what_is_handed_out)
{
	expect_hidden("I am Wang Fang, call 13800001111", "I am …, call …");
	expect_hidden("{name}, {contact}", "…, …");
	expect_hidden("my mail is a.b@c.com.", "my mail is …");
	expect_hidden("call +86 138-0000-2222 now", "call … now");
	expect_hidden("电话13900002222，谢谢", "电话…，谢谢");
	expect_hidden("waited 30 min. on 2026", "waited 30 min. on 2026");
	expect_hidden("3 of 4", "3 of 4");
}

Test(said, a_number_is_hidden_however_it_is_written)
{
	expect_hidden("call +86 (138) 0000-2222 now", "call … now");
	expect_hidden("call (138) 0000-2222 now", "call … now");
	expect_hidden("call (13800002222) now", "call … now");
	expect_hidden("(call 13800002222)", "(call …)");
	expect_hidden("138/0000/2222, 138_0000_2222", "…, …");
	expect_hidden("138\xC2\xA0" "0000\xC2\xA0" "2222.", "….");
	expect_hidden("电话１３９００００２２２２，谢谢", "电话…，谢谢");
	expect_hidden("＋８６（１３８）００００－２２２２", "…");
	expect_hidden("138\xE2\x80\x8B" "0000\xEF\xBB\xBF" "22\xE2\x81\xA0" "22!", "…!");
	expect_hidden("１ ２ ３ 个", "１ ２ ３ 个");
	expect_hidden("(3 of 4) +1 /2", "(3 of 4) +1 /2");
}

Test(said, an_address_is_hidden_with_signs_of_full_width)
{
	expect_hidden("a.b＠c.com", "…");
	expect_hidden("写信到ａ．ｂ＠ｃ．ｃｏｍ。", "写信到…。");
}

Test(said, the_customers_name_is_hidden_with_other_blanks_and_letters)
{
	const struct customer c = { .id = "c1", .name = "王小芳", .contact = "" };
	const struct customer li = { .id = "c2", .name = "Li", .contact = "" };
	struct strbuf sb = STRBUF_INIT;

	expect_hidden("wang fang, WangFang, Wang\xE2\x80\x8B  Fang", "…, …, …");
	expect_hidden("Ｗａｎｇ　Ｆａｎｇ", "…");
	expect_hidden("a wangfangle", "a wangfangle");
	said_hide(&sb, "我是王 小　芳，不是王", &c);
	cr_expect_str_eq(sb.buf, "我是…，不是王");
	strbuf_reset(&sb);
	said_hide(&sb, "I like li", &li);
	cr_expect_str_eq(sb.buf, "I like …");
	strbuf_release(&sb);
}

#define AMEND(id, day, customer) \
	D(day, "08:30") "202611" id ",amend,li.na,,,,," customer ",,,,,\n"
#define OPEN_NOBODY(id, day) D(day, "08:00") "202611" id ",open,li.na,complaint,hotline,price,general,,,,,,\n"

Test(said, C8_a_customer_who_is_added_or_changed_later_is_not_named_either)
{
	struct fixture x;
	const struct figures *f = with_customers(&x,
		OPEN_NOBODY("01-0001", "01") AMEND("01-0001", "02", "c1") AMEND("01-0001", "03", "c2")
		EVENT("01-0001", "04", "09:00", "resolve"),
		WORDS("1", "20261101-0001", "Wang Fang and Xiao Yu were here"),
		"c1,Wang Fang,,,,\nc2,Xiao Yu,,,,\n");

	cr_assert_eq(f->meeting.nsaid, 1);
	cr_expect_str_eq(f->meeting.said[0].text, "… and … were here");
	fixture_end(&x);
}

static int is_told(const struct fixture *x)
{
	size_t i;

	for (i = 0; i < x->findings.n; i++)
		if (strstr(x->findings.list[i].msg, "names cannot be hidden"))
			return 1;
	return 0;
}

static void expect_left_out(const char *who, int is_finding)
{
	struct fixture x;
	const struct figures *f = with_customers(&x, OPEN("01-0001", "01", "price", "general", ""),
						  WORDS("1", "20261101-0001", "Wang Fang was here"), who);

	cr_assert_eq(f->meeting.nsaid, 1);
	cr_expect_str_eq(f->meeting.said[0].text, "…", "%s", who ? who : "no file");
	cr_expect_eq(is_told(&x), is_finding, "%s", who ? who : "no file");
	fixture_end(&x);
}

Test(said, C8_words_of_whom_nobody_can_name_are_left_out)
{
	expect_left_out(NULL, 1);
	expect_left_out("c2,Li Na,,,,\n", 0);
	expect_left_out("c1,\"Wang Fang,,,,\n", 1);
	expect_left_out("c1,Wang Fang\n", 1);
}

Test(said, of_a_case_without_a_customer_they_are_shown_without_asking_who_there_is)
{
	struct fixture x;
	const struct figures *f = with_customers(&x, OPEN_NOBODY("01-0001", "01"),
						  WORDS("1", "20261101-0001", "faster"), NULL);

	cr_expect_str_eq(f->meeting.said[0].text, "faster");
	cr_expect_not(is_told(&x));
	fixture_end(&x);
}

/* --- staff (H1.4, F6.1) ---------------------------------------------------------------------------- */

Test(observed, observations_of_staff_are_summed_by_person)
{
	struct fixture x;
	const struct figures *f = with_answers(&x, "",
		"2026-11-05T10:00:00+00:00,,observation,,li.na,answered,overall,3,5,,he.jun,,,\n"
		"2026-11-06T10:00:00+00:00,,observation,,li.na,answered,overall,5,5,,he.jun,,,\n");

	cr_assert_eq(f->meeting.nobserved, 1);
	cr_expect_str_eq(f->meeting.observed[0].about, "li.na");
	cr_expect_eq(f->meeting.observed[0].n, 2);
	cr_expect_eq(f->meeting.observed[0].sum, 8);
	cr_expect_eq(f->opinion.all.n, 0);
	fixture_end(&x);
}
