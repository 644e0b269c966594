/*
 * io/csv: which rows are read from which bytes, and what is found on the way.
 *
 * A case is written as input and as what is expected: rows as "[a|b]" one after the other, with
 * "!" after a bad one, and findings as "line:column message" one a line.
 */
#include "io/csv.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "shared.h"

static struct findings findings = FINDINGS_INIT;
static struct err err = ERR_INIT;
static struct strbuf rows = STRBUF_INIT, said = STRBUF_INIT;

static void teardown(void)
{
	findings_release(&findings);
	strbuf_release(&rows);
	strbuf_release(&said);
}

TestSuite(csv, .fini = teardown);

static struct csv_reader *over(const char *text, struct findings *f)
{
	return csv_open_memory("t.csv", text, strlen(text), f);
}

/* Read all rows into `rows` and all findings into `said`. */
static void read_all(struct csv_reader *r)
{
	struct csv_row row;
	size_t i;
	int got;

	strbuf_reset(&rows);
	strbuf_reset(&said);
	while ((got = csv_next(r, &row, &err)) > 0) {
		for (i = 0; i < row.nfields; i++) {
			strbuf_addch(&rows, i ? '|' : '[');
			strbuf_add(&rows, row.field[i].s, row.field[i].n);
			cr_assert_eq(row.field[i].s[row.field[i].n], '\0');
		}
		strbuf_addstr(&rows, row.bad ? "]!" : "]");
	}
	cr_assert_eq(got, 0, "%s", err.msg);
	for (i = 0; i < findings.n; i++)
		strbuf_addf(&said, "%zu:%zu %s\n", findings.list[i].line, findings.list[i].column,
			    findings.list[i].msg);
	findings_release(&findings);
}

static void reads_bytes(const char *in, size_t n, const char *want, const char *want_said)
{
	struct csv_reader *r = csv_open_memory("t.csv", in, n, &findings);

	read_all(r);
	csv_close(r);
	cr_assert_str_eq(rows.buf, want, "input: %s\nrows: %s", in, rows.buf);
	cr_assert_str_eq(said.buf, want_said, "input: %s\nsaid: %s", in, said.buf);
}

static void reads(const char *in, const char *want, const char *want_said)
{
	reads_bytes(in, strlen(in), want, want_said);
}

/* The same behind a header row. */
static void reads_table(const char *in, const char *want, const char *want_said)
{
	struct csv_reader *r = over(in, &findings);

	cr_assert_eq(csv_read_header(r, &err), 0, "%s", err.msg);
	read_all(r);
	csv_close(r);
	cr_assert_str_eq(rows.buf, want, "input: %s", in);
	cr_assert_str_eq(said.buf, want_said, "input: %s", in);
}

Test(csv, rows_end_with_lf_or_crlf_or_the_file)
{
	reads("a,b\nc,d\n", "[a|b][c|d]", "");
	reads("a,b\r\nc,d\r\n", "[a|b][c|d]", "");
	reads("a,b\nc,d", "[a|b][c|d]", "");
	reads("a,\"b\"\r\n\"c\"\"\",d", "[a|b][c\"|d]", "");
}

Test(csv, an_empty_file_has_no_rows)
{
	reads("", "", "");
	reads("\n\r\n\n", "", "");
	reads("\xEF\xBB\xBF", "", "");
}

Test(csv, blank_lines_are_passed_over_and_counted)
{
	reads("\na\n\n\r\nb,c\"\n", "[a][b|c\"]",
	      "5:4 quote in the middle of an unquoted field\n");
}

Test(csv, a_bom_is_stripped_at_byte_0_only)
{
	reads("\xEF\xBB\xBF" "a,b\n", "[a|b]", "");
	reads("\xEF\xBB\xBF\"a\",b\n", "[a|b]", "");
	reads("a\n\xEF\xBB\xBF" "b\n", "[a][\xEF\xBB\xBF" "b]", "");
}

Test(csv, empty_fields_are_fields)
{
	reads(",\n", "[|]", "");
	reads("a,,\n\"\"\n\"\",\"\"\n", "[a||][][|]", "");
}

Test(csv, blanks_around_fields_are_kept)
{
	reads(" a , b\t,\t, \n", "[ a | b\t|\t| ]", "");
	reads(" a ,\" \"\"b \"\n", "[ a | \"b ]", "");
	reads("   \n", "[   ]", "");
	reads("\" \"\" \" \n", "[\" \"\" \" ]!", "1:7 text after the closing quote\n");
}

Test(csv, quotes_protect_delimiters_quotes_and_line_ends)
{
	reads("\"a,b\",c\n", "[a,b|c]", "");
	reads("\"a \"\"b\"\"\",c\n", "[a \"b\"|c]", "");
	reads("\"\"\"\",\"\"\"\"\"\"\n", "[\"|\"\"]", "");
	reads("\"a\nb\",c\n", "[a\nb|c]", "");
	reads("\"a\r\nb\r\",c\r\nd\r\n", "[a\r\nb\r|c][d]", "");
	reads("\"\n\n\n\"\n", "[\n\n\n]", "");
}

Test(csv, another_delimiter_makes_the_comma_a_letter)
{
	struct csv_reader *r = over("a,b;\"c;\"\"d\"\te;f\n", &findings);

	csv_set_delimiter(r, ';');
	read_all(r);
	csv_close(r);
	cr_assert_str_eq(said.buf, "1:12 text after the closing quote\n");
	r = over(" a\t\"\t\"\"\"\t\t \n", &findings);
	csv_set_delimiter(r, '\t');
	read_all(r);
	csv_close(r);
	cr_assert_str_eq(rows.buf, "[ a|\t\"|| ]");
	cr_assert_str_eq(said.buf, "");
}

Test(csv, an_unterminated_quote_names_the_line_where_it_opened)
{
	reads("a,b\nc,\"d\ne,f\ng,h\n", "[a|b][c|\"d]![e|f][g|h]", "2:3 unterminated quote\n");
	reads("\"a\nb\",\"c\nd\n", "[a\nb|\"c]![d]", "2:4 unterminated quote\n");
	reads("\"", "[\"]!", "1:1 unterminated quote\n");
	reads("a\n\"\n", "[a][\"]!", "2:1 unterminated quote\n");
	reads("商,\"x\r\n", "[商|\"x]!", "1:3 unterminated quote\n");
}

Test(csv, a_quote_that_is_closed_by_a_later_one_names_both_lines)
{
	reads("a,\"b\nc,\"d\"\ne,f\n", "[a|\"b]![c|d][e|f]",
	      "1:3 unterminated quote: the next quote, on line 2, is followed by text\n");
}

Test(csv, a_quote_inside_an_unquoted_field_is_a_letter_and_a_warning)
{
	reads("a,5\" pipe,c\nd,e,f\n", "[a|5\" pipe|c][d|e|f]",
	      "1:4 quote in the middle of an unquoted field\n");
	reads("\"a\nb\",c\"d,\"e\"\nf\n", "[a\nb|c\"d|e][f]",
	      "2:5 quote in the middle of an unquoted field\n");
	reads("商店,b\"\n", "[商店|b\"]", "1:5 quote in the middle of an unquoted field\n");
	reads("1\",\"2\",3\"\"4,\"\n5\"\"\",\n6", "[1\"|2|3\"\"4|\n5\"|][6]",
	      "1:2 quote in the middle of an unquoted field\n"
	      "1:9 quote in the middle of an unquoted field\n");
	reads("a\",", "[a\"|]", "1:2 quote in the middle of an unquoted field\n");
	reads("a\",\"b\nc", "[a\"|\"b]![c]",
	      "1:2 quote in the middle of an unquoted field\n1:4 unterminated quote\n");
	reads("a\"\rb,c\nd", "[a\"\rb|c]![d]",
	      "1:3 carriage return without line feed outside of quotes\n");
	reads("a\",\rb\nd", "[a\"|\rb]![d]",
	      "1:2 quote in the middle of an unquoted field\n"
	      "1:4 carriage return without line feed outside of quotes\n");
}

Test(csv, text_after_a_closing_quote_spoils_only_its_row)
{
	reads("x,\"a\"b,c\nd\n", "[x|\"a\"b|c]![d]", "1:6 text after the closing quote\n");
	reads("\"a\" ,b\n", "[\"a\" |b]!", "1:4 text after the closing quote\n");
}

Test(csv, every_problem_is_told_in_one_run)
{
	reads("a\"\n\"b\"c\nd\xE9\n\"e\n", "[a\"][\"b\"c]![d\xE9]![\"e]!",
	      "1:2 quote in the middle of an unquoted field\n"
	      "2:4 text after the closing quote\n"
	      "3:2 invalid UTF-8: byte 0xE9\n"
	      "4:1 unterminated quote\n");
}

Test(csv, a_lone_cr_is_no_line_end)
{
	reads("a,b\rc,d\ne\n", "[a|b\rc|d]![e]",
	      "1:4 carriage return without line feed outside of quotes\n");
	reads("\ra\nb\n", "[\ra]![b]",
	      "1:1 carriage return without line feed outside of quotes\n");
	reads("a\r\r\nb\n", "[a\r]![b]",
	      "1:2 carriage return without line feed outside of quotes\n");
	reads("a\r", "[a\r]!", "1:2 carriage return without line feed outside of quotes\n");
	reads("\"a\rb\"\n", "[a\rb]", "");
}

Test(csv, nul_bytes_are_found_and_kept)
{
	reads_bytes("a,b\0c\nd\n", 8, "[a|b", "1:4 NUL byte\n");
	cr_assert_eq(rows.len, strlen("[a|b.c]![d]"));
	cr_assert_arr_eq(rows.buf, "[a|b\0c]![d]", rows.len);
	reads_bytes("\"\0\"\"\"\n", 6, "[", "1:2 NUL byte\n");
	cr_assert_arr_eq(rows.buf, "[\0\"]!", rows.len);
}

Test(csv, invalid_utf8_is_found_in_each_field_and_kept)
{
	reads("caf\xE9,\xC3\xA9,\xFF\n", "[caf\xE9|\xC3\xA9|\xFF]!",
	      "1:4 invalid UTF-8: byte 0xE9\n1:8 invalid UTF-8: byte 0xFF\n");
	reads("\"\n商\xE5\x95\",b\n", "[\n商\xE5\x95|b]!", "2:2 invalid UTF-8: byte 0xE5\n");
	reads("\xED\xA0\x80\n", "[\xED\xA0\x80]!", "1:1 invalid UTF-8: byte 0xED\n");
	reads("\xC0\x80\n", "[\xC0\x80]!", "1:1 invalid UTF-8: byte 0xC0\n");
}

Test(csv, findings_carry_the_line)
{
	struct csv_reader *r = over("a\nb,\"c\r\nd\"e\r\nf\xE9", &findings);
	struct csv_row row;

	while (csv_next(r, &row, &err) > 0)
		;
	csv_close(r);
	cr_assert_eq(findings.n, 3);
	cr_assert_str_eq(findings.list[0].excerpt, "b,\"c");
	cr_assert_str_eq(findings.list[1].excerpt, "d\"e");
	cr_assert_str_eq(findings.list[2].excerpt, "f\xE9");
	cr_assert_str_eq(findings.list[0].file, "t.csv");
}

Test(csv, fields_know_their_line_column_and_quotes)
{
	static const struct {
		size_t line, column;
		int quoted;
	} want[] = { { 2, 1, 0 }, { 2, 4, 1 }, { 3, 4, 0 }, { 3, 6, 1 }, { 3, 11, 0 } };
	struct csv_reader *r = over("x\n商店,\"a\n王\",b,\"\"\"\",c", &findings);
	struct csv_row row;
	size_t i;

	cr_assert_eq(csv_next(r, &row, &err), 1);
	cr_assert_eq(row.line, 1);
	cr_assert_eq(csv_next(r, &row, &err), 1);
	cr_assert_eq(row.line, 2);
	cr_assert_eq(row.nfields, 5);
	for (i = 0; i < 5; i++) {
		cr_assert_eq(row.field[i].line, want[i].line, "field %zu", i);
		cr_assert_eq(row.field[i].column, want[i].column, "field %zu: %zu", i,
			     row.field[i].column);
		cr_assert_eq(row.field[i].quoted, want[i].quoted, "field %zu", i);
	}
	cr_assert_eq(csv_next(r, &row, &err), 0);
	csv_close(r);
}

Test(csv, the_rows_own_bytes_are_there_for_setting_aside)
{
	static const char in[] = "a\r\n\n\"b\nc\"\"\",d\ne\"\n\"f\ng";
	static const char *const want[] = { "a\r\n", "\"b\nc\"\"\",d\n", "e\"\n", "\"f\n", "g" };
	struct csv_reader *r = csv_open_memory("t", in, sizeof(in) - 1, NULL);
	struct csv_row row;
	size_t i;

	for (i = 0; i < 5; i++) {
		cr_assert_eq(csv_next(r, &row, &err), 1);
		cr_assert_eq(row.raw_n, strlen(want[i]));
		cr_assert_arr_eq(row.raw, want[i], row.raw_n);
		cr_assert_eq(row.bad, i == 3);
	}
	cr_assert_eq(csv_next(r, &row, &err), 0);
	csv_close(r);
}

Test(csv, columns_are_found_by_name)
{
	struct csv_reader *r = over("id,\"na\"\"me\", x\n1,2,3\n", &findings);

	cr_assert_eq(csv_read_header(r, &err), 0);
	cr_assert_eq(csv_columns(r), 3);
	cr_assert_eq(csv_column(r, "id"), 0);
	cr_assert_eq(csv_column(r, "na\"me"), 1);
	cr_assert_eq(csv_column(r, " x"), 2);
	cr_assert_eq(csv_column(r, "x"), -1);
	cr_assert_str_eq(csv_column_name(r, 2), " x");
	cr_assert_null(csv_column_name(r, 3));
	csv_close(r);
}

Test(csv, duplicate_and_empty_column_names_are_found)
{
	reads_table("名,b,,名\n1,2,3,4\n", "[1|2|3|4]",
		    "1:5 column 3 has no name\n1:6 duplicate column '名' (also column 1)\n");
}

Test(csv, rows_of_another_length_than_the_header_are_found)
{
	reads_table("a,b\n1\n1,2\n1,2,3\n", "[1]![1|2][1|2|3]!",
		    "2:1 row has 1 fields, the header has 2\n"
		    "4:1 row has 3 fields, the header has 2\n");
}

Test(csv, the_grade_of_ragged_rows_can_be_set)
{
	struct csv_reader *r = over("a,b\n1\n", &findings);
	struct csv_row row;

	csv_set_ragged(r, GRADE_WARNING);
	cr_assert_eq(csv_read_header(r, &err), 0);
	cr_assert_eq(csv_next(r, &row, &err), 1);
	cr_assert_not(row.bad);
	cr_assert_eq(findings.count[GRADE_WARNING], 1);
	cr_assert_eq(findings.count[GRADE_ERROR], 0);
	csv_close(r);
}

Test(csv, a_file_without_header_row_is_an_error)
{
	struct csv_reader *r = over("\n", &findings);

	cr_assert_eq(csv_read_header(r, &err), -1);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_str_eq(err.msg, "'t.csv' has no header row");
	csv_close(r);
}

Test(csv, without_findings_bad_rows_are_still_marked)
{
	struct csv_reader *r = over("\"a\"b\nc\n", NULL);

	read_all(r);
	csv_close(r);
	cr_assert_str_eq(rows.buf, "[\"a\"b]![c]");
}

Test(csv, a_missing_file_or_a_folder_is_an_error)
{
	cr_assert_null(csv_open("/nonexistent/x.csv", &findings, &err));
	cr_assert_str_eq(err.msg, "cannot read '/nonexistent/x.csv': No such file or directory");
	cr_assert_null(csv_open("/", &findings, &err));
	cr_assert_str_eq(err.msg, "cannot read '/': Is a directory");
	cr_assert_eq(err.status, STATUS_SYSTEM);
}

/* `n` times c, after `start` and before `end`. */
static void long_text(struct strbuf *sb, const char *start, char c, size_t n, const char *end)
{
	strbuf_reset(sb);
	strbuf_addstr(sb, start);
	strbuf_addchars(sb, c, n);
	strbuf_addstr(sb, end);
}

Test(csv, a_row_of_16_mib_is_read_and_a_longer_one_stops_the_reader)
{
	struct strbuf in = STRBUF_INIT;
	struct csv_reader *r;
	struct csv_row row;

	long_text(&in, "", 'x', CSV_ROW_MAX, "\ny\n");
	r = csv_open_memory("t", in.buf, in.len, &findings);
	cr_assert_eq(csv_next(r, &row, &err), 1);
	cr_assert_eq(row.field[0].n, CSV_ROW_MAX);
	cr_assert_eq(csv_next(r, &row, &err), 1);
	csv_close(r);
	long_text(&in, "a\n", 'x', CSV_ROW_MAX + 1, "\ny\n");
	reads(in.buf, "[a]", "2:1 row is longer than 16777216 bytes\n");
	long_text(&in, "a\n", 'x', (size_t)17 * 1024 * 1024, "");
	reads(in.buf, "[a]", "2:1 row is longer than 16777216 bytes\n");
	long_text(&in, "a\nb,\"c\"\"", '\n', CSV_ROW_MAX, "\"\n");
	reads(in.buf, "[a]",
	      "2:3 unterminated quote, or a row that is longer than 16777216 bytes\n");
	strbuf_release(&in);
}

Test(csv, without_findings_a_row_that_is_too_long_fails)
{
	struct strbuf in = STRBUF_INIT;
	struct csv_reader *r;
	struct csv_row row;

	long_text(&in, "a\n", 'x', CSV_ROW_MAX + 1, "\n");
	r = csv_open_memory("t", in.buf, in.len, NULL);
	cr_assert_eq(csv_next(r, &row, &err), 1);
	cr_assert_eq(csv_next(r, &row, &err), -1);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_str_eq(err.msg, "t:2: row is longer than 16777216 bytes");
	cr_assert_eq(csv_next(r, &row, &err), 0);
	csv_close(r);
	strbuf_release(&in);
}

Test(csv, more_fields_than_the_limit_are_left_off)
{
	struct strbuf in = STRBUF_INIT;
	struct csv_reader *r;
	struct csv_row row;
	const char *end[] = { "\nb\n", "\"\"\"\"\nb\n", "x\"\nb\n" };
	size_t i;

	for (i = 0; i < 3; i++) {
		long_text(&in, "", ',', 100000, end[i]);
		r = csv_open_memory("t", in.buf, in.len, &findings);
		cr_assert_eq(csv_next(r, &row, &err), 1);
		cr_assert_eq(row.nfields, CSV_FIELDS_MAX);
		cr_assert(row.bad);
		cr_assert_str_eq(findings.list[findings.n - 1].msg,
				 "row has 100001 fields; those after 65536 are left off");
		cr_assert_eq(csv_next(r, &row, &err), 1);
		cr_assert_str_eq(row.field[0].s, "b");
		csv_close(r);
	}
	strbuf_release(&in);
}

/* Read `mib` of the same bytes over and over from a file; only memory is judged. */
static void reads_hostile(const char *unit, size_t mib)
{
	char path[] = "/tmp/sd-test-csv-XXXXXX";
	struct strbuf in = STRBUF_INIT;
	struct csv_reader *r;
	struct csv_row row;
	int fd = mkstemp(path);
	size_t i;

	cr_assert_geq(fd, 0);
	while (in.len < 65536)
		strbuf_addstr(&in, unit);
	for (i = 0; i < mib * 16; i++)
		cr_assert_eq(file_write_all(fd, in.buf, in.len), 0);
	strbuf_release(&in);
	close(fd);
	r = csv_open(path, &findings, &err);
	while (csv_next(r, &row, &err) > 0)
		;
	csv_close(r);
	findings_release(&findings);
	unlink(path);
}

Test(csv, hostile_input_stays_within_64_mib)
{
	struct rusage use;

	reads_hostile(",", 15);
	reads_hostile(",", 17);
	reads_hostile("\"\"", 15);
	reads_hostile("\r", 15);
	reads_hostile("\xE9", 15);
	reads_hostile("\",\"\"\n", 17);
	reads_hostile("\"\n", 4);
	reads_hostile("a\"\n", 2);
	reads_hostile("\"a\"b\n", 2);
	getrusage(RUSAGE_SELF, &use);
	printf("csv hostile: %ld KiB, %ld.%03ld s\n", use.ru_maxrss, (long)use.ru_utime.tv_sec,
	       (long)use.ru_utime.tv_usec / 1000);
	cr_assert_lt(use.ru_maxrss, 64 * 1024 * SANITIZER_FACTOR);
}

Test(csv, blocks_of_the_file_do_not_show)
{
	struct strbuf in = STRBUF_INIT;
	char path[] = "/tmp/sd-test-csv-XXXXXX";
	struct csv_reader *r;
	struct csv_row row;
	size_t i, n = 60000;
	int fd = mkstemp(path);

	for (i = 0; i < n; i++)
		strbuf_addf(&in, "%zu,\"王 \"\"%zu\"\"\r\n\",%s\r\n", i, i * i, i % 3 ? "x" : "");
	cr_assert_eq(file_write_all(fd, in.buf, in.len), 0);
	close(fd);
	r = csv_open(path, &findings, &err);
	for (i = 0; i < n; i++) {
		char want[100];

		cr_assert_eq(csv_next(r, &row, &err), 1);
		cr_assert_eq(row.line, 2 * i + 1);
		snprintf(want, sizeof(want), "王 \"%zu\"\r\n", i * i);
		cr_assert_str_eq(row.field[1].s, want);
		cr_assert_str_eq(row.field[2].s, i % 3 ? "x" : "");
	}
	cr_assert_eq(csv_next(r, &row, &err), 0);
	cr_assert_eq(findings.n, 0);
	csv_close(r);
	unlink(path);
	strbuf_release(&in);
}

/* ---- other charsets --------------------------------------------------------------------------- */

static void reads_charset(const char *charset, const char *in, size_t n, const char *want,
			  const char *want_said)
{
	struct csv_reader *r = csv_open_memory("t", in, n, &findings);

	if (charset)
		cr_assert_eq(csv_set_charset(r, charset, &err), 0, "%s", err.msg);
	read_all(r);
	csv_close(r);
	cr_assert_str_eq(rows.buf, want);
	cr_assert_str_eq(said.buf, want_said);
}

Test(csv, gb18030_and_gbk_are_converted)
{
	/* printf '王,芳\n' | iconv -t GB18030 */
	reads_charset("GB18030", "\xCD\xF5,\xB7\xBC\n", 6, "[王|芳]", "");
	reads_charset("gbk", "\xCD\xF5,\"\xB7\xBC\"\"\"\n", 10, "[王|芳\"]", "");
	/* a character whose second byte is a letter or a bar: 昞 is 0x95 0x5C in GBK ('\\') */
	reads_charset("GBK", "\x95\x5C,\x81\x7C\n", 6, "[昞|亅]", "");
}

Test(csv, utf16_is_converted_with_and_without_mark)
{
	reads_charset(NULL, "\xFF\xFE" "a\0,\0\x8B\x73\n\0", 10, "[a|王]", "");
	reads_charset("GBK", "\xFF\xFE" "a\0\n\0", 6, "[a]", "");
	reads_charset("UTF-16BE", "\0a\0,\0b\0\n", 8, "[a|b]", "");
}

Test(csv, a_utf8_mark_counts_more_than_the_named_charset)
{
	reads_charset("GBK", "\xEF\xBB\xBF王\n", 7, "[王]", "");
	reads_charset("UTF-8", "王\n", 4, "[王]", "");
}

Test(csv, what_is_invalid_in_the_charset_is_a_finding)
{
	reads_charset("GBK", "a\n\xCD\xF5,\xFFz\n\xCD\xF5\n", 10, "[a][王|\xFFz]![王]",
		      "2:3 invalid GBK\n");
	reads_charset("GB18030", "\xCD\xF5,\xCD", 4, "[王|\xFF]!", "1:3 invalid GB18030\n");
	reads_charset("UTF-16LE", "a\0\0\xDC,\0b\0", 8, "[a\xFF|b]!", "1:2 invalid UTF-16LE\n");
}

Test(csv, an_unknown_charset_is_refused)
{
	struct csv_reader *r = over("", &findings);

	cr_assert_eq(csv_set_charset(r, "GB9999", &err), -1);
	cr_assert_eq(err.status, STATUS_INPUT);
	csv_close(r);
}

/* ---- lines of the log, and writing ------------------------------------------------------------- */

static int splits(const char *line, const char *want)
{
	struct strbuf store = STRBUF_INIT;
	struct csv_field field[3];
	int i, n = csv_split_line(line, strlen(line), &store, field, 3);

	strbuf_reset(&rows);
	for (i = 0; i < n && i < 3; i++) {
		strbuf_addf(&rows, "[%s]", field[i].s);
		cr_assert_eq(strlen(field[i].s), field[i].n);
	}
	strbuf_release(&store);
	if (n >= 0)
		cr_assert_str_eq(rows.buf, want, "%s", line);
	return n;
}

Test(csv, the_fields_of_a_line_have_their_columns_in_characters)
{
	struct strbuf store = STRBUF_INIT;
	struct csv_field field[4];
	static const char line[] = "\xE7\x94\xB2,\"\"\"\xE7\x94\xB2\",c,d";

	cr_assert_eq(csv_split_line(line, sizeof(line) - 1, &store, field, 4), 4);
	cr_expect_eq(field[0].column, 1);
	cr_expect_eq(field[1].column, 3);
	cr_expect_eq(field[2].column, 9);
	cr_expect_eq(field[3].column, 11);
	strbuf_release(&store);
}

Test(csv, one_line_is_split_into_its_fields)
{
	cr_assert_eq(splits("a,,\"b \"\"c\"\", d\"", "[a][][b \"c\", d]"), 3);
	cr_assert_eq(splits("", "[]"), 1);
	cr_assert_eq(splits("a,b,", "[a][b][]"), 3);
	cr_assert_eq(splits(" a ,\t", "[ a ][\t]"), 2);
	cr_assert_eq(splits("\"a\nb\"", "[a\nb]"), 1);
	cr_assert_eq(splits("a,b,c,d,\"\"\"\"", "[a][b][c]"), 5);
	cr_assert_eq(splits("a,b,c,d,e", "[a][b][c]"), 5);
}

Test(csv, a_line_that_is_no_whole_record_is_refused)
{
	cr_assert_eq(splits("a,\"b", ""), -1);
	cr_assert_eq(splits("\"", ""), -1);
	cr_assert_eq(splits("a\"b", ""), -1);
	cr_assert_eq(splits("\"a\"b", ""), -1);
	cr_assert_eq(splits("a,b\r", ""), -1);
	cr_assert_eq(splits("\ra", ""), -1);
	cr_assert_eq(splits("a,\"b\"\"c\"\rd", ""), -1);
	cr_assert_eq(splits("\"\"\"\"\nb", ""), -1);
}

Test(csv, an_unquoted_line_feed_is_no_part_of_a_line)
{
	cr_assert_eq(splits("a\nb", ""), -1);
	cr_assert_eq(splits("a\n", ""), -1);
}

Test(csv, fields_are_quoted_only_where_they_must_be)
{
	static const char *const c[][2] = {
		{ "", "" }, { "a b", "a b" }, { " ", " " }, { "王", "王" }, { "a;b\t", "a;b\t" },
		{ "a,b", "\"a,b\"" }, { "\"", "\"\"\"\"" }, { "a\nb", "\"a\nb\"" },
		{ "\r", "\"\r\"" }, { "=1+1", "=1+1" }, { "say \"x\"!", "\"say \"\"x\"\"!\"" },
	};
	size_t i;

	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		strbuf_reset(&rows);
		csv_add_field(&rows, c[i][0], strlen(c[i][0]));
		cr_assert_str_eq(rows.buf, c[i][1]);
	}
}

/* All texts of up to six of these bytes: what is written is read, and both splitters agree. */
Test(csv, short_texts_of_all_special_bytes)
{
	static const char alphabet[] = "\",\r\n a";
	struct strbuf line = STRBUF_INIT, store = STRBUF_INIT;
	struct csv_field field[8];
	size_t count, code, len;
	char s[7];

	for (len = 1, count = 6; len <= 6; len++, count *= 6) {
		for (code = 0; code < count; code++) {
			size_t i, rest = code;
			struct csv_reader *r;
			struct csv_row row;
			int n;

			for (i = 0; i < len; i++, rest /= 6)
				s[i] = alphabet[rest % 6];
			s[len] = '\0';
			strbuf_reset(&line);
			csv_add_field(&line, s, len);
			strbuf_addstr(&line, ",x");
			cr_assert_eq(csv_split_line(line.buf, line.len, &store, field, 8), 2);
			cr_assert_str_eq(field[0].s, s);
			/* A text that is one good record for the reader is so for the line splitter. */
			n = csv_split_line(s, len, &store, field, 8);
			r = csv_open_memory("t", s, len, &findings);
			if (csv_next(r, &row, &err) > 0 && !findings.n && row.raw_n == len &&
			    s[len - 1] != '\n' && s[0] != '\n' && s[0] != '\r') {
				cr_assert_eq(n, (int)row.nfields, "'%s': %d, %zu", s, n, row.nfields);
				for (i = 0; i < row.nfields; i++) {
					cr_assert_str_eq(row.field[i].s, field[i].s);
					cr_assert_eq(row.field[i].quoted, field[i].quoted);
				}
			}
			csv_close(r);
			findings_release(&findings);
		}
	}
	strbuf_release(&line);
	strbuf_release(&store);
}

/* ---- csv-spectrum ----------------------------------------------------------------------------- */

/*
 * What the JSON says of column `name` in row n, in `out`. One of the files holds its only row bare;
 * another has CRs that its CSV lost on the way (CRLF is tested above).
 */
static int json_cell(const json_t *want, size_t n, const char *name, struct strbuf *out)
{
	const json_t *row = json_is_array(want) ? json_array_get(want, n) : want;
	const char *s = json_string_value(json_object_get(row, name));

	strbuf_reset(out);
	for (; s && *s; s++)
		if (*s != '\r')
			strbuf_addch(out, *s);
	return s != NULL;
}

/* location_coordinates.json has another number than the CSV, so that this one is not compared. */
static int is_comparable(const json_t *want, const char *name)
{
	return json_is_array(want) || strcmp(name, "Contact Phone Number") != 0;
}

static void agrees_with_json(const char *csv_path, const char *json_path)
{
	struct csv_reader *r = csv_open(csv_path, &findings, &err);
	json_t *want = json_load_file(json_path, 0, NULL);
	struct csv_row row;
	size_t i, n = 0;

	cr_assert_not_null(r, "%s", err.msg);
	cr_assert_not_null(want, "%s", json_path);
	cr_assert_eq(csv_read_header(r, &err), 0);
	for (n = 0; csv_next(r, &row, &err) > 0; n++) {
		cr_assert_not(row.bad);
		for (i = 0; i < row.nfields; i++) {
			const char *name = csv_column_name(r, i);

			cr_assert(json_cell(want, n, name, &said), "%s row %zu", csv_path, n);
			if (is_comparable(want, name))
				cr_assert_str_eq(row.field[i].s, said.buf, "%s row %zu", csv_path, n);
		}
	}
	cr_assert_eq(n, json_is_array(want) ? json_array_size(want) : 1, "%s", csv_path);
	cr_assert_eq(findings.count[GRADE_ERROR], 0, "%s", csv_path);
	findings_release(&findings);
	json_decref(want);
	csv_close(r);
}

Test(csv, every_case_of_csv_spectrum_gives_its_json)
{
	const char *csvs = shared_path("data/csv-spectrum/csvs");
	char path[5000], json[5000];
	struct dirent *entry;
	int cases = 0;
	DIR *dir;

	dir = opendir(csvs);
	while ((entry = readdir(dir)) != NULL) {
		int n = (int)strlen(entry->d_name) - 4;

		if (n <= 0 || strcmp(entry->d_name + n, ".csv"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", csvs, entry->d_name);
		snprintf(json, sizeof(json), "%s/../json/%.*s.json", csvs, n, entry->d_name);
		agrees_with_json(path, json);
		cases++;
	}
	closedir(dir);
	cr_assert_eq(cases, 12);
}

static const char *names_of(const char *text, int n)
{
	struct csv_reader *r = over(text, NULL);

	strbuf_reset(&rows);
	if (csv_read_headers(r, n, &err) < 0)
		strbuf_addstr(&rows, err.msg);
	for (size_t i = 0; i < csv_columns(r); i++)
		strbuf_addf(&rows, "[%s]", csv_column_name(r, i));
	csv_close(r);
	return rows.buf;
}

Test(csv, a_header_of_several_rows_is_joined_from_above)
{
	cr_expect_str_eq(names_of("id,Rate us,,Why?\n,Response,Other,\n1,2,3,4\n", 2),
			 "[id][Rate us / Response][Rate us / Other][Why?]");
	cr_expect_str_eq(names_of("a,b\n,\nx,y\n", 3), "[a / x][b / y]");
	cr_expect_str_eq(names_of(",b\nx,\n", 2), "[x][b]", "nothing stands to the left");
	cr_expect_str_eq(names_of("a,b,c\nx\n", 2), "[a / x][b][c]", "a short second row");
	cr_expect_str_eq(names_of("a,b\nx,y,z\n", 2), "[a / x][b / y]", "a long one");
	cr_expect_str_eq(names_of("a,b\n", 2), "'t.csv' has no header row");
}
