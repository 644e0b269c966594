/* One line of cases.csv: header, escapes, check values. */

#include <criterion/criterion.h>
#include <string.h>

#include "domain/row.h"

#define FIELD_ORDER COLUMN_FIELD

static struct policy_set set;
static struct findings findings;
static struct layout layout;

static void setup(void)
{
	int i;

	set = (struct policy_set)POLICY_SET_INIT;
	findings = (struct findings)FINDINGS_INIT;
	for (i = 0; i < EVENT_OWN; i++)
		intern_add(&set.events, event_name(i), strlen(event_name(i)));
	intern_add(&set.fields, "order", 5);
}

static void teardown(void)
{
	intern_release(&set.events);
	intern_release(&set.fields);
	findings_release(&findings);
}

TestSuite(row, .init = setup, .fini = teardown);

static int parse(const char *header)
{
	const struct vocabulary words = vocabulary_of_log(&set);

	return layout_parse(&layout, header, strlen(header), &words, "cases.csv", &findings);
}

static void expect_finding(size_t i, enum grade grade, size_t column, const char *msg)
{
	cr_assert_lt(i, findings.n, "there is no finding %zu", i);
	cr_expect_eq(findings.list[i].grade, grade);
	cr_expect_eq(findings.list[i].line, 1);
	cr_expect_eq(findings.list[i].column, column, "column %zu", findings.list[i].column);
	cr_expect_str_eq(findings.list[i].msg, msg);
}

static const char header[] =
	"at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,"
	"batch,department,owner,due,amount,detail,key,order,text,check";

Test(row, the_header_names_the_columns_in_the_order_of_the_design)
{
	struct strbuf sb = STRBUF_INIT;

	layout_format(&sb, &set);
	cr_expect_str_eq(sb.buf, header);
	strbuf_release(&sb);
}

Test(row, its_own_header_is_understood)
{
	cr_assert_eq(parse(header), 0);
	cr_expect_eq(findings.n, 0);
	cr_expect_eq(layout.ncolumns, 23);
	cr_expect_eq(layout.position[COLUMN_CASE], 2);
	cr_expect_eq(layout.position[FIELD_ORDER], 20);
	cr_expect_eq(layout.column[20], FIELD_ORDER);
	cr_expect(layout.text_first);
	cr_expect(layout_can_append(&layout));
}

Test(row, columns_are_found_by_name)
{
	cr_assert_eq(parse("event,text,case,at"), 0);
	cr_expect_eq(findings.n, 0);
	cr_expect_eq(layout.position[COLUMN_AT], 3);
	cr_expect_eq(layout.position[COLUMN_LOGGED], -1);
	cr_expect_not(layout.text_first);
	cr_expect(layout_can_append(&layout), "there is no check that could stand wrong");
	cr_assert_eq(parse("at,case,event,check,text"), 0);
	cr_expect_not(layout_can_append(&layout), "the check is not last");
}

Test(row, an_unknown_column_is_a_warning_with_the_nearest_name)
{
	cr_assert_eq(parse("at,case,evnet,event,ordr,\xE7\x94\xB2,zzzzzz"), 0);
	expect_finding(0, GRADE_WARNING, 9, "unknown column 'evnet' (did you mean 'event'?)");
	expect_finding(1, GRADE_WARNING, 21, "unknown column 'ordr' (did you mean 'order'?)");
	expect_finding(2, GRADE_WARNING, 26, "unknown column '\xE7\x94\xB2'");
	expect_finding(3, GRADE_WARNING, 28, "unknown column 'zzzzzz'");
	cr_expect_eq(layout.column[2], -1);
}

Test(row, of_a_doubled_column_the_first_counts)
{
	cr_assert_eq(parse("at,case,event,at"), 0);
	expect_finding(0, GRADE_ERROR, 15, "column 'at' appears twice; the first one counts");
	cr_expect_eq(layout.position[COLUMN_AT], 0);
	cr_expect_eq(layout.column[3], -1);
}

Test(row, without_at_case_and_event_nothing_can_be_read)
{
	cr_expect_eq(parse("logged,text"), -1);
	expect_finding(0, GRADE_ERROR, 1, "the header has no column 'at'");
	expect_finding(1, GRADE_ERROR, 1, "the header has no column 'case'");
	expect_finding(2, GRADE_ERROR, 1, "the header has no column 'event'");
	cr_expect_eq(parse(""), -1);
	cr_expect_eq(parse("at,case,\"event"), -1);
}

Test(row, a_header_of_very_many_columns_is_refused)
{
	struct strbuf sb = STRBUF_INIT;
	int i;

	strbuf_addstr(&sb, "at,case,event");
	for (i = 0; i < COLUMN_MAX; i++)
		strbuf_addf(&sb, ",c%d", i);
	cr_expect_eq(parse(sb.buf), -1);
	expect_finding(0, GRADE_ERROR, 1, "the header has 67 columns, at most 64 can be read");
	strbuf_release(&sb);
}

static int fault(const char *s)
{
	return row_code_fault(s, strlen(s));
}

Test(row, a_code_has_no_comma_quote_or_control_character)
{
	cr_expect_eq(fault(""), -1);
	cr_expect_eq(fault("B 2-\xE7\x94\xB2"), -1);
	cr_expect_eq(fault("a,b"), 1);
	cr_expect_eq(fault("\"b"), 0);
	cr_expect_eq(fault("ab\t"), 2);
	cr_expect_eq(fault("ab\nc"), 2);
	cr_expect_eq(fault("a\x7F"), 1);
	cr_expect_eq(fault("a\xC2\x85"), 1, "C1");
	cr_expect_eq(fault("a\xE9"), 1, "not UTF-8");
	cr_expect_eq(row_code_fault("a\0b", 3), 1);
}

static void expect_escape(const char *s, size_t n, const char *want)
{
	struct strbuf sb = STRBUF_INIT, back = STRBUF_INIT;

	row_escape_text(&sb, s, n);
	cr_expect_str_eq(sb.buf, want);
	row_unescape_text(&back, sb.buf, sb.len);
	cr_expect_eq(back.len, n, "'%s' comes back with %zu bytes", want, back.len);
	cr_expect_eq(memcmp(back.buf, s, n), 0, "'%s' does not come back", want);
	strbuf_release(&sb);
	strbuf_release(&back);
}

Test(row, text_is_one_line_and_comes_back)
{
	expect_escape("", 0, "");
	expect_escape("plain \xE4\xBD\xA0\xE5\xA5\xBD", 12, "plain \xE4\xBD\xA0\xE5\xA5\xBD");
	expect_escape("a\nb\tc\\d\r", 8, "a\\nb\\tc\\\\d\\x0D");
	expect_escape("\\n", 2, "\\\\n");
	expect_escape("x\0y\x1B[31m\x7F", 9, "x\\x00y\\x1B[31m\\x7F");
	expect_escape("\xC2\x85", 2, "\\x85");
	expect_escape("say \"hi\", \xF0\x9F\x98\x80", 14, "say \"hi\", \xF0\x9F\x98\x80");
}

Test(row, bytes_that_are_not_utf8_become_the_replacement_character)
{
	struct strbuf sb = STRBUF_INIT;

	row_escape_text(&sb, "caf\xE9!", 5);
	cr_expect_str_eq(sb.buf, "caf\xEF\xBF\xBD!");
	strbuf_release(&sb);
}

Test(row, unknown_escapes_stay_as_they_are)
{
	static const char *const same[] = { "C:\\dir", "\\", "\\x", "\\x4", "\\xZZ", "a\\q\\x1g" };
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		strbuf_reset(&sb);
		row_unescape_text(&sb, same[i], strlen(same[i]));
		cr_expect_str_eq(sb.buf, same[i]);
	}
	strbuf_reset(&sb);
	row_unescape_text(&sb, "\\x1b\\xE9", 8);
	cr_expect_str_eq(sb.buf, "\x1B\xC3\xA9", "HH is a code point, in either case");
	strbuf_release(&sb);
}

static struct span span_of(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

/* The check values are those of: printf 'PREVIOUS,BODY' | sha256sum | cut -c1-16 */
Test(row, rows_are_chained_by_their_checks_from_the_header_on)
{
	struct row_chain chain = ROW_CHAIN_INIT;
	struct span cell[COLUMN_MAX] = { { NULL, 0 } };
	struct strbuf sb = STRBUF_INIT;

	cr_assert_eq(parse(header), 0);
	cell[COLUMN_AT] = span_of("2026-11-21T09:05:00+08:00");
	cell[COLUMN_CASE] = span_of("20261121-0007");
	cell[COLUMN_EVENT] = span_of("open");
	cell[COLUMN_BY] = span_of("li.na");
	cell[COLUMN_KIND] = span_of("complaint");
	cell[FIELD_ORDER] = span_of("A-1");
	cell[COLUMN_TEXT] = span_of("milk, sour, said \"yuck\"\n");
	row_format(&sb, &layout, cell, &chain);
	cr_expect_str_eq(sb.buf,
		"2026-11-21T09:05:00+08:00,,20261121-0007,open,li.na,complaint,,,,,,,,,,,,,,,A-1,"
		"\"milk, sour, said \"\"yuck\"\"\\n\",b18d8c553a26cf01\n");
	memset(cell, 0, sizeof(cell));
	strbuf_reset(&sb);
	cell[COLUMN_AT] = span_of("2026-11-21T09:06:00+08:00");
	cell[COLUMN_CASE] = span_of("20261121-0007");
	cell[COLUMN_EVENT] = span_of("respond");
	cell[COLUMN_BY] = span_of("li.na");
	row_format(&sb, &layout, cell, &chain);
	cr_expect_str_eq(sb.buf, "2026-11-21T09:06:00+08:00,,20261121-0007,respond,li.na,,,,,,,,,,,,,,,,,,"
				 "899ba4627bbe3db6\n");
	cr_expect_str_eq(chain.check, "899ba4627bbe3db6");
	strbuf_release(&sb);
}

Test(row, a_log_without_some_columns_takes_what_it_has)
{
	struct row_chain chain = ROW_CHAIN_INIT;
	struct span cell[COLUMN_MAX] = { { NULL, 0 } };
	struct strbuf sb = STRBUF_INIT;

	cr_assert_eq(parse("event,text,colour,at,case"), 0);
	cell[COLUMN_AT] = span_of("2026-11-21T09:05:00+08:00");
	cell[COLUMN_CASE] = span_of("20261121-0007");
	cell[COLUMN_EVENT] = span_of("open");
	cell[COLUMN_BY] = span_of("li.na");
	cell[COLUMN_TEXT] = span_of("a, b");
	row_format(&sb, &layout, cell, &chain);
	cr_expect_str_eq(sb.buf, "open,\"a, b\",,2026-11-21T09:05:00+08:00,20261121-0007\n");
	strbuf_release(&sb);
}

Test(row, a_cell_that_is_no_code_never_reaches_the_log, .signal = 6)
{
	struct row_chain chain = ROW_CHAIN_INIT;
	struct span cell[COLUMN_MAX] = { { NULL, 0 } };
	struct strbuf sb = STRBUF_INIT;

	cr_assert_eq(parse(header), 0);
	cell[COLUMN_BY] = span_of("li,na");
	row_format(&sb, &layout, cell, &chain);
}
