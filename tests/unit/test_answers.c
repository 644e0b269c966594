/* surveys.csv: rows read, damage named, rows written under the log's lock, and which answer counts. */
#include "domain/answerbook.h"
#include "domain/answerwriter.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/desk.h"
#include "io/file.h"

#define HEADER "at,logged,form,case,about,status,question,score,scale,channel,by,key,text,check\n"
#define LOG_HEADER                                                                           \
	"at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,"  \
	"batch,department,owner,due,amount,detail,key,text,check\n"
#define CHECK ",0123456789abcdef\n"
#define NOON 1795233600LL          /* 2026-11-21T04:00:00Z, noon in Shanghai */

static char dir[64], *path, *log_path, *lock_path;
static struct policy_set set = POLICY_SET_INIT;
static struct findings findings;
static struct err err;
static struct answerbook book;

static void write_file(const char *name, const char *text, const char *more)
{
	FILE *f = fopen(name, "w");

	cr_assert(f);
	fputs(text, f);
	fputs(more, f);
	fclose(f);
}

static void setup(void)
{
	strcpy(dir, "/tmp/sd-unit-XXXXXX");
	cr_assert(mkdtemp(dir));
	path = file_join(dir, "surveys.csv");
	log_path = file_join(dir, "cases.csv");
	lock_path = file_join(dir, "cases.csv.lock");
	write_file(log_path, LOG_HEADER, "");
	write_file(path, HEADER, "");
	book = (struct answerbook)ANSWERBOOK_INIT;
}

static void teardown(void)
{
	char command[128];

	answerbook_release(&book);
	findings_release(&findings);
	free(path);
	free(log_path);
	free(lock_path);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_expect_eq(system(command), 0);
}

TestSuite(answers, .init = setup, .fini = teardown);

static int take(void *ctx, const struct answer *a)
{
	answerbook_add(ctx, a);
	return 0;
}

static int read_file_with(const struct answers_options *o)
{
	int ret = answers_read(path, o, &findings, take, &book, &err);

	answerbook_finish(&book);
	return ret;
}

static size_t read_rows(const char *rows)
{
	write_file(path, HEADER, rows);
	cr_assert_eq(read_file_with(&(struct answers_options){ 0 }), 0, "%s", err.msg);
	return book.n;
}

static void expect_finding(size_t line, size_t column, const char *msg)
{
	cr_assert_eq(findings.n, 1, "%zu findings", findings.n);
	cr_expect_eq(findings.list[0].grade, GRADE_ERROR);
	cr_expect_eq(findings.list[0].line, line, "line %zu", findings.list[0].line);
	cr_expect_eq(findings.list[0].column, column, "column %zu", findings.list[0].column);
	cr_expect_str_eq(findings.list[0].msg, msg);
}

#define AT "2026-11-21T12:00:00+08:00,,"
#define GOOD AT "survey,20261120-0001,,answered,overall,4,5,hotline,li.na,,fine" CHECK

Test(answers, the_header_is_the_one_that_init_writes)
{
	struct strbuf sb = STRBUF_INIT;

	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		strbuf_addf(&sb, "%s%s", c ? "," : "", answers_column_name(c));
	cr_expect_str_eq(sb.buf, desk_surveys_header);
	strbuf_release(&sb);
}

Test(answers, a_row_has_its_cells_score_and_unescaped_text)
{
	const struct answerbook_item *x;

	cr_assert_eq(read_rows(AT "survey,20261120-0001,,answered,overall,4,5,hotline,li.na,k,"
				  "\"fine, \"\"really\"\"\\n:-)\"" CHECK), 1);
	cr_expect_eq(findings.n, 0);
	x = &book.item[0];
	cr_expect_eq(x->at, NOON);
	cr_expect_eq(x->id, caseid_make(20261120, 1));
	cr_expect_eq(x->status, SURVEY_ANSWERED);
	cr_expect_eq(x->score, 4);
	cr_expect_str_eq(x->scale, "5");
	cr_expect_str_eq(x->channel, "hotline");
	cr_expect_str_eq(x->by, "li.na");
	cr_expect_str_eq(x->text, "fine, \"really\"\n:-)");
	cr_expect_str_eq(x->check, "01234567");
}

Test(answers, M6_a_suggestion_needs_no_case_and_every_one_counts)
{
	cr_expect_eq(read_rows(AT "survey,,,answered,,,text,suggestion-box,li.na,,more chairs" CHECK
			       AT "survey,,,answered,,,text,suggestion-box,li.na,,more light" CHECK), 2);
}

Test(answers, H1_4_an_observation_says_whom_it_is_about)
{
	cr_assert_eq(read_rows(AT "observation,,li.na,answered,response,5,5,,wang.fang,," CHECK), 1);
	cr_expect_str_eq(book.item[0].about, "li.na");
}

Test(answers, of_a_question_of_a_case_the_last_valid_answer_counts)
{
	size_t from, to;

	read_rows(GOOD
		  AT "survey,20261120-1,,answered,overall,2,5,,li.na,,worse" CHECK
		  AT "survey,20261120-0001,,answered,overall,9,5,,li.na,,invalid" CHECK
		  AT "survey,20261120-0001,,unreached,overall,,,,li.na,," CHECK
		  AT "survey,20261120-0001,,answered,speed,5,5,,li.na,," CHECK
		  AT "survey-2,20261120-0001,,answered,overall,5,5,,li.na,," CHECK
		  AT "survey,20261120-0002,,refused,,,,,li.na,," CHECK);
	answerbook_case(&book, caseid_make(20261120, 1), &from, &to);
	cr_assert_eq(to - from, 3, "overall, speed, and overall of the second wave");
	cr_expect_eq(book.item[from].score, 2);
	cr_expect_str_eq(book.item[from].text, "worse");
	cr_expect_str_eq(book.item[from + 2].form, "survey-2");
	answerbook_case(&book, caseid_make(20261120, 2), &from, &to);
	cr_assert_eq(to - from, 1);
	cr_expect_eq(book.item[from].status, SURVEY_REFUSED);
	answerbook_case(&book, caseid_make(20261120, 3), &from, &to);
	cr_expect_eq(from, to);
	expect_finding(4, 67, "'9' is not a score on the row's scale");
}

Test(answers, an_answer_counts_more_than_nobody_reached_before_it)
{
	read_rows(AT "survey,20261120-0001,,unreached,overall,,,,li.na,," CHECK
		  AT "survey,20261120-0001,,answered,overall,3,5,,li.na,," CHECK);
	cr_assert_eq(book.n, 1);
	cr_expect_eq(book.item[0].score, 3);
}

Test(answers, many_cases_are_found_again)
{
	struct strbuf rows = STRBUF_INIT;

	for (int i = 1; i <= 3000; i++)
		strbuf_addf(&rows, AT "survey,20261120-%04d,,answered,overall,%d,5,,a,," CHECK,
			    i % 1000 + 1, i % 5 + 1);
	cr_expect_eq(read_rows(rows.buf), 1000);
	strbuf_release(&rows);
}

Test(answers, waves_have_forms_of_their_own)
{
	struct strbuf sb = STRBUF_INIT;

	answers_wave_form(&sb, 0);
	cr_expect_str_eq(sb.buf, "survey");
	strbuf_reset(&sb);
	answers_wave_form(&sb, 1);
	cr_expect_str_eq(sb.buf, "survey-2", "C13");
	cr_expect_eq(answers_form_wave("survey"), 0);
	cr_expect_eq(answers_form_wave("survey-12"), 11);
	cr_expect_eq(answers_form_wave("survey-1"), -1);
	cr_expect_eq(answers_form_wave("survey-"), -1);
	cr_expect_eq(answers_form_wave("survey-2x"), -1);
	cr_expect_eq(answers_form_wave("observation"), -1);
	strbuf_release(&sb);
}

Test(answers, every_scale_has_its_range)
{
	int from = -1, to = -1;

	cr_expect_eq(answers_range("10", &from, &to), 0);
	cr_expect(from == 0 && to == 10);
	cr_expect_eq(answers_range("7", &from, &to), 0);
	cr_expect(from == 1 && to == 7);
	cr_expect_eq(answers_range("yes-no", &from, &to), 0);
	cr_expect(from == 0 && to == 1);
	cr_expect_eq(answers_range("text", &from, &to), -1);
	cr_expect_eq(answers_range("", &from, &to), -1);
	read_rows(AT "survey,,,answered,nps,0,10,,a,," CHECK AT "survey,,,answered,ces,7,7,,a,," CHECK
		  AT "survey,,,answered,right,0,yes-no,,a,," CHECK);
	cr_expect_eq(book.n, 3);
	cr_expect_eq(findings.n, 0);
}

/* Each damaged line is named, and the good one beside it is read. */
static void expect_damage(const char *row, size_t column, const char *msg)
{
	struct strbuf rows = STRBUF_INIT;

	strbuf_addf(&rows, GOOD "%s" GOOD, row);
	cr_expect_eq(read_rows(rows.buf), 1);
	expect_finding(3, column, msg);
	strbuf_release(&rows);
	answerbook_release(&book);
	findings_release(&findings);
}

Test(answers, a_damaged_row_is_named_and_passed_over)
{
	expect_damage("today,,survey,,,asked,,,,,a,," CHECK, 1,
		      "'today' is not a time (2026-11-21T09:05:00+08:00)");
	expect_damage("2026-11-21T12:00:00+08:00,soon,survey,,,asked,,,,,a,," CHECK, 27,
		      "'soon' is not a time (2026-11-21T09:05:00+08:00)");
	expect_damage(AT "survey,7,,asked,,,,,a,," CHECK, 35, "'7' is not a case id (YYYYMMDD-NNNN)");
	expect_damage(AT "survey,,,answerd,overall,4,5,,a,," CHECK, 37,
		      "unknown status 'answerd' (did you mean 'answered'?)");
	expect_damage(AT "survey,,,,overall,4,5,,a,," CHECK, 37, "unknown status ''");
	expect_damage(AT ",,,asked,,,,,a,," CHECK, 1, "the form is missing");
	expect_damage(AT "survey,,,answered,overall,0,5,,a,," CHECK, 54,
		      "'0' is not a score on the row's scale");
	expect_damage(AT "survey,,,answered,overall,4.5,5,,a,," CHECK, 54,
		      "'4.5' is not a score on the row's scale");
	expect_damage(AT "survey,,,answered,overall,,5,,a,," CHECK, 54,
		      "'' is not a score on the row's scale");
	expect_damage(AT "survey,,,answered,overall,4,6,,a,," CHECK, 56,
		      "'6' is not a scale (5, 7, 10, yes-no, text)");
	expect_damage(AT "survey,,,answered,better,4,text,,a,," CHECK, 53,
		      "a score '4' for a question that asks for words");
	expect_damage(AT "survey,,,refused,overall,4,5,,a,," CHECK, 53, "a score '4' without an answer");
	expect_damage(AT "survey,\"\",,asked,,,,,a,," CHECK, 35, "'' is in quotes: only text may be");
	expect_damage(AT "survey,,,asked,,,,,a,,\"open" CHECK, 1,
		      "not a row of CSV: a quote opens text, is doubled inside and closes it");
	expect_damage(AT "survey,,,asked,,,,,a" CHECK, 1, "the row has 12 columns, the header has 14");
	expect_damage("\n", 1, "empty line");
	expect_damage(AT "survey,,,asked,,,,,a,,caf\xE9" CHECK, 53, "byte 0xE9 is not UTF-8");
	expect_damage(AT "survey,,,asked,,,,,a,,a\tb" CHECK, 51,
		      "control character 0x09 (in text it is written \\n, \\t or \\xHH)");
}

Test(answers, damage_that_leaves_the_answer_is_named_too)
{
	cr_expect_eq(read_rows(AT "survey,,,asked,,,,,a,,,0123" "\n"), 1);
	expect_finding(2, 51, "'0123' is not a check value (16 hex digits)");
}

Test(answers, rows_stand_in_the_order_of_writing)
{
	cr_expect_eq(read_rows(GOOD "2026-11-21T11:00:00+08:00,,survey,,,asked,,,,,a,," CHECK), 2);
	expect_finding(3, 1, "'2026-11-21T11:00:00+08:00' is before the time of the row above: "
			     "rows stand in the order of writing");
}

Test(answers, what_a_spreadsheet_did_to_the_file_is_named)
{
	write_file(path, "\xEF\xBB\xBF" HEADER, "");
	read_file_with(&(struct answers_options){ 0 });
	expect_finding(1, 1, "the file begins with a byte order mark: was it saved by a spreadsheet?");
	findings_release(&findings);
	cr_expect_eq(read_rows(AT "survey,,,asked,,,,,a,,,0123456789abcdef\r\n"
			       AT "survey,,,asked,,,,,a,,,0123456789abcdef\r\n"), 2);
	expect_finding(2, 1, "lines end in CR LF, not LF: was the file saved by a spreadsheet?");
}

Test(answers, a_torn_end_is_named_and_not_read)
{
	cr_expect_eq(read_rows(GOOD "2026-11-21T12:00:00+08:00,,sur"), 1);
	expect_finding(3, 0, "the last line is torn: 30 bytes without a newline");
}

Test(answers, a_file_that_is_not_there_is_empty_and_one_without_header_is_refused)
{
	remove(path);
	cr_expect_eq(read_file_with(&(struct answers_options){ 0 }), 0);
	cr_expect_eq(book.n, 0);
	write_file(path, "", "");
	cr_expect_eq(read_file_with(&(struct answers_options){ 0 }), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	err = (struct err)ERR_INIT;
	write_file(path, "at,form,case\n", "");
	cr_expect_eq(read_file_with(&(struct answers_options){ 0 }), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
}

Test(answers, known_at_and_as_of_leave_later_rows_out)
{
	write_file(path, HEADER,
		   "2026-11-20T12:00:00+08:00,,survey,,,asked,,,,,a,," CHECK
		   "2026-11-19T12:00:00+08:00,2026-11-21T12:00:00+08:00,survey,,,asked,,,,,a,," CHECK);
	read_file_with(&(struct answers_options){ .known_at = NOON - 86400 });
	cr_expect_eq(book.n, 1);
	answerbook_release(&book);
	read_file_with(&(struct answers_options){ .at_most = NOON - 2 * 86400 });
	cr_expect_eq(book.n, 1);
}

/* --- writing ------------------------------------------------------------------------------------ */

static int begin(struct logwriter *log, struct answerwriter *w, instant now)
{
	const struct logwriter_options o = { .log = log_path, .lock = lock_path, .set = &set,
					     .now = now, .wait_ms = 20 };

	*log = (struct logwriter)LOGWRITER_INIT;
	*w = (struct answerwriter)ANSWERWRITER_INIT;
	err = (struct err)ERR_INIT;
	cr_assert_eq(logwriter_begin(log, &o, &findings, &err), 0, "%s", err.msg);
	return answerwriter_begin(w, path, log, &err);
}

static int add(struct answerwriter *w, instant at, const char *score, const char *text,
	       char check[ROW_CHECK_HEX + 1])
{
	const char *cell[ANSWERS_COLUMNS] = {
		[ANSWERS_FORM] = "survey", [ANSWERS_CASE] = "20261120-0001",
		[ANSWERS_STATUS] = "answered", [ANSWERS_QUESTION] = "overall",
		[ANSWERS_SCORE] = score, [ANSWERS_SCALE] = "5", [ANSWERS_BY] = "li.na",
		[ANSWERS_TEXT] = text,
	};

	return answerwriter_add(w, cell, at, check, &err);
}

static void finish(struct logwriter *log, struct answerwriter *w)
{
	cr_expect_eq(answerwriter_commit(w, &err), 0, "%s", err.msg);
	cr_expect_eq(answerwriter_end(w, &err), 0);
	cr_expect_eq(logwriter_end(log, &err), 0);
}

static void expect_file(const char *name, const char *want)
{
	struct strbuf got = STRBUF_INIT;

	cr_assert_eq(file_read(name, 1 << 20, &got, &err), 0);
	cr_expect_str_eq(got.buf, want);
	strbuf_release(&got);
}

Test(answers, rows_are_chained_as_the_log_is)
{
	struct logwriter log;
	struct answerwriter w;
	char check[ROW_CHECK_HEX + 1], want[ROW_CHECK_HEX + 1];
	static const char body[] = "2026-11-21T04:00:00+00:00,,survey,20261120-0001,,answered,"
				   "overall,4,5,,li.na,,\"fine, \\n thanks\"";

	cr_assert_eq(begin(&log, &w, NOON), 0);
	cr_assert_eq(add(&w, NOON, "4", "fine, \n thanks", check), 0);
	finish(&log, &w);
	row_check("check", body, strlen(body), want);
	cr_expect_str_eq(check, want);
	cr_assert_eq(begin(&log, &w, NOON), 0, "the check that was written is right");
	finish(&log, &w);
	read_file_with(&(struct answers_options){ 0 });
	cr_expect_eq(findings.n, 0);
	cr_expect_str_eq(book.item[0].text, "fine, \n thanks");
}

Test(answers, a_torn_end_is_kept_cut_and_noted_in_the_log)
{
	struct logwriter log;
	struct answerwriter w;
	struct strbuf got = STRBUF_INIT;

	write_file(path, HEADER, "2026-11-21T12:00:00+08:00,,sur");
	cr_assert_eq(begin(&log, &w, NOON), 0, "%s", err.msg);
	finish(&log, &w);
	expect_file(path, HEADER);
	cr_assert_eq(file_read(log_path, 1 << 20, &got, &err), 0);
	cr_expect(strstr(got.buf, ",,repair,sd,"));
	cr_expect(strstr(got.buf, ",surveys.csv 80 30 "));
	cr_assert_eq(findings.n, 1);
	cr_expect_eq(findings.list[0].grade, GRADE_WARNING);
	strbuf_release(&got);
}

Test(answers, a_last_row_that_something_else_wrote_is_refused)
{
	struct logwriter log;
	struct answerwriter w;

	write_file(path, HEADER, GOOD);
	cr_expect_eq(begin(&log, &w, NOON), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect(strstr(err.msg, "surveys.csv:2: the last row's check is"), "%s", err.msg);
	logwriter_end(&log, NULL);
}

Test(answers, no_row_is_logged_before_the_last_one_of_the_log)
{
	struct logwriter log;
	struct answerwriter w;
	struct span cell[COLUMN_MAX] = { 0 };

	cr_assert_eq(begin(&log, &w, NOON), 0);
	cell[COLUMN_EVENT] = (struct span){ "seal", 4 };
	cell[COLUMN_BY] = (struct span){ "a", 1 };
	cr_assert_eq(logwriter_add(&log, cell, NOON, &err), 0);
	cr_assert_eq(logwriter_commit(&log, &err), 0);
	finish(&log, &w);
	cr_assert_eq(begin(&log, &w, NOON - 3600), 0);
	cr_assert_eq(add(&w, NOON - 3600, "4", "", NULL), 0);
	cr_expect_eq(w.rows.key, NOON);
	finish(&log, &w);
}

Test(answers, what_is_no_code_and_what_lies_in_the_future_is_refused)
{
	struct logwriter log;
	struct answerwriter w;

	cr_assert_eq(begin(&log, &w, NOON), 0);
	cr_expect_eq(add(&w, NOON, "4,5", "", NULL), -1);
	cr_expect_str_eq(err.msg, "the score '4,5' holds a comma; write a code here and put words into --text");
	cr_expect_eq(add(&w, NOON + 1, "4", "", NULL), -1);
	cr_expect_eq(err.status, STATUS_USAGE);
	answerwriter_end(&w, NULL);
	logwriter_end(&log, NULL);
	expect_file(path, HEADER);
}

Test(answers, without_the_file_nothing_is_written_and_the_lock_is_kept_apart)
{
	struct logwriter log;
	struct answerwriter w;

	remove(path);
	cr_expect_eq(begin(&log, &w, NOON), -1);
	cr_expect_eq(err.status, STATUS_SYSTEM);
	cr_expect_eq(logwriter_end(&log, &err), 0);
	cr_expect_not(file_exists(path));
}

/* --- the end of the file -------------------------------------------------------------------------- */

static int count(void *ctx, const struct answer *a)
{
	(void)a;
	++*(size_t *)ctx;
	return 0;
}

static size_t since(instant key)
{
	size_t n = 0;

	cr_assert_eq(answers_since(path, key, count, &n, &err), 0, "%s", err.msg);
	return n;
}

Test(answers, the_rows_since_an_order_key_are_found_from_the_end)
{
	struct strbuf rows = STRBUF_INIT;

	cr_expect_eq(since(0), 0, "no rows");
	for (int i = 0; i < 2000; i++) {
		instant_format(&rows, NOON - 86400, NULL);
		strbuf_addch(&rows, ',');
		instant_format(&rows, NOON + i / 10, NULL);
		strbuf_addf(&rows, ",survey,,,asked,,,,,a,," CHECK);
	}
	write_file(path, HEADER, rows.buf);
	cr_expect_eq(since(NOON + 200), 0);
	cr_expect_eq(since(NOON + 199), 10, "logged counts, not at");
	cr_expect_eq(since(NOON + 100), 1000, "far more than is looked at first");
	cr_expect_eq(since(NOON), 2000);
	cr_expect_eq(since(0), 2000);
	remove(path);
	cr_expect_eq(since(0), 0);
	strbuf_release(&rows);
}
