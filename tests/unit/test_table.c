/* io/table: what a table looks like, and what can never get out of it. */
#include "io/table.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <string.h>

#include "base/utf8.h"

static struct table *t;
static struct strbuf out = STRBUF_INIT;

static void setup(void)
{
	cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
	t = table_new();
}

static void teardown(void)
{
	table_free(t);
	strbuf_release(&out);
}

TestSuite(table, .init = setup, .fini = teardown);

static void prints(size_t width, const char *want)
{
	strbuf_reset(&out);
	table_print(t, &out, width);
	cr_assert_str_eq(out.buf, want, "width %zu:\n%s", width, out.buf);
}

/* Two columns, and a row each for a and b. */
static void two_columns(int align, const char *a, const char *b)
{
	table_column(t, "case", TABLE_LEFT);
	table_column(t, "text", align);
	table_row(t);
	table_cell(t, "1");
	table_cell(t, a);
	table_row(t);
	table_cell(t, "22");
	table_cell(t, b);
}

Test(table, columns_are_aligned_and_trailing_blanks_left_out)
{
	two_columns(TABLE_RIGHT, "a", "12345");
	prints(0, "case   text\n1         a\n22    12345\n");
	cr_assert_eq(table_rows(t), 2);
}

Test(table, the_last_column_has_no_blanks_after_it)
{
	two_columns(TABLE_LEFT, "a  ", "b");
	prints(0, "case  text\n1     a\n22    b\n");
}

Test(table, chinese_takes_two_columns_a_character)
{
	table_column(t, "客户", TABLE_LEFT);
	table_column(t, "n", TABLE_RIGHT);
	table_row(t);
	table_cell(t, "王芳芳");
	table_cellf(t, "%d", 7);
	table_row(t);
	table_cell(t, "li.na");
	table_cellf(t, "%d", 12);
	prints(0, "客户     n\n王芳芳   7\nli.na   12\n");
}

Test(table, nothing_in_a_cell_reaches_the_terminal_as_an_escape)
{
	two_columns(TABLE_LEFT, "\x1b[31mred\a\n\t", "\xC2\x9B" "31m\xE2\x80\xAE" "evil\xE9\x7F");
	prints(0, "case  text\n"
		  "1     \\x1B[31mred\\x07\\n\\t\n"
		  "22    \\u{9B}31m\\u{202E}evil\\xE9\\x7F\n");
}

Test(table, titles_are_made_safe_too)
{
	table_column(t, "a\x1b[1m", TABLE_LEFT);
	table_row(t);
	table_cell(t, "x");
	prints(0, "a\\x1B[1m\nx\n");
}

Test(table, no_byte_gets_through_that_a_terminal_interprets)
{
	char s[3] = "";
	int c;

	table_column(t, "", TABLE_LEFT);
	for (c = 1; c < 256; c++) {
		table_row(t);
		s[0] = (char)c;
		table_cell(t, s);
		s[0] = '\xC2';
		s[1] = (char)c;
		table_row(t);
		table_cell(t, s);
		s[1] = '\0';
	}
	table_print(t, &out, 0);
	cr_assert_eq(utf8_valid(out.buf, out.len), out.len);
	for (c = 0; c < (int)out.len; c++) {
		unsigned char x = (unsigned char)out.buf[c];

		cr_assert(x == '\n' || x >= 0x20);
		cr_assert_neq(x, 0x7F);
		cr_assert(x != 0xC2 || (unsigned char)out.buf[c + 1] >= 0xA0);
	}
}

Test(table, cells_that_are_not_given_are_empty)
{
	two_columns(TABLE_LEFT, "", "x");
	table_row(t);
	table_row(t);
	table_cell(t, "3");
	prints(0, "case  text\n1\n22    x\n\n3\n");
}

Test(table, a_table_without_rows_prints_nothing)
{
	table_column(t, "case", TABLE_LEFT);
	prints(0, "");
	prints(80, "");
}

Test(table, the_header_can_be_left_out)
{
	two_columns(TABLE_LEFT, "a", "b");
	table_no_header(t);
	prints(0, "1   a\n22  b\n");
}

Test(table, a_prefix_stands_before_every_line_and_counts)
{
	two_columns(TABLE_TRUNCATE, "a", "1234567890");
	table_indent(t, "    ");
	prints(0, "    case  text\n    1     a\n    22    1234567890\n");
	prints(19, "    case  text\n    1     a\n    22    12345678…\n");
}

Test(table, where_the_width_is_enough_nothing_is_cut)
{
	two_columns(TABLE_TRUNCATE, "a", "1234567890");
	prints(16, "case  text\n1     a\n22    1234567890\n");
}

Test(table, a_column_is_cut_with_an_ellipsis_between_characters)
{
	two_columns(TABLE_TRUNCATE, "商场客户咨询", "a");
	prints(17, "case  text\n1     商场客户咨…\n22    a\n");
	prints(16, "case  text\n1     商场客户…\n22    a\n");
	prints(15, "case  text\n1     商场客户…\n22    a\n");
	prints(14, "case  text\n1     商场客…\n22    a\n");
}

Test(table, the_widest_column_is_cut_first)
{
	table_column(t, "a", TABLE_TRUNCATE);
	table_column(t, "b", TABLE_TRUNCATE);
	table_row(t);
	table_cell(t, "1234567890");
	table_cell(t, "12345678901234567890");
	prints(22, "a           b\n1234567890  123456789…\n");
	prints(20, "a          b\n12345678…  12345678…\n");
}

Test(table, no_column_gets_narrower_than_six)
{
	two_columns(TABLE_TRUNCATE, "1234567890", "a");
	prints(1, "case  text\n1     12345…\n22    a\n");
}

Test(table, what_may_not_be_cut_wraps_where_it_is_long)
{
	two_columns(TABLE_LEFT, "1234567890123456789012345678", "a");
	prints(26, "case  text\n1     12345678901234567890\n      12345678\n22    a\n");
	prints(10, "case  text\n1     1234567890123456789012345678\n22    a\n");
}

Test(table, what_is_said_to_be_text_wraps_however_short_and_is_never_cut)
{
	two_columns(TABLE_TEXT, "one two three four", "a");
	prints(14, "case  text\n1     one two\n      three\n      four\n22    a\n");
	prints(10, "case  text\n1     one\n      two\n      three\n      four\n22    a\n");
}

Test(table, names_wrap_between_words_and_not_within_while_there_is_room)
{
	two_columns(TABLE_WRAP, "customer service", "merchandise");
	prints(22, "case  text\n1     customer service\n22    merchandise\n");
	prints(21, "case  text\n1     customer\n      service\n22    merchandise\n");
	prints(17, "case  text\n1     customer\n      service\n22    merchandise\n");
	prints(16, "case  text\n1     customer\n      service\n22    merchandis\n      e\n");
}

Test(table, chinese_names_wrap_between_characters)
{
	two_columns(TABLE_WRAP, "客户服务部", "商品部");
	prints(15, "case  text\n1     客户服务\n      部\n22    商品部\n");
	prints(1, "case  text\n1     客户服\n      务部\n22    商品部\n");
}

Test(table, a_name_of_more_than_three_lines_is_cut)
{
	two_columns(TABLE_WRAP, "one two three four five six", "a");
	prints(11, "case  text\n1     one\n      two\n      three…\n22    a\n");
}

Test(table, titles_above_numbers_wrap_before_names_do)
{
	table_column(t, "name", TABLE_WRAP);
	table_column(t, "clocks met", TABLE_RIGHT);
	table_row(t);
	table_cell(t, "front desk");
	table_cell(t, "123");
	prints(22, "name        clocks met\nfront desk         123\n");
	prints(21, "            clocks\nname           met\nfront desk     123\n");
	prints(17, "       clocks\nname      met\nfront     123\ndesk\n");
}

Test(table, a_cell_may_have_a_further_line)
{
	table_column(t, "name", TABLE_WRAP);
	table_column(t, "share", TABLE_RIGHT);
	table_row(t);
	table_cell(t, "customer service");
	table_cell(t, "50 %");
	table_cell_below(t, "10-90\n");
	prints(0, "name                share\ncustomer service     50 %\n                  10-90\\n\n");
	prints(17, "name        share\ncustomer     50 %\nservice   10-90\\n\n");
}

Test(table, codes_and_times_are_never_broken)
{
	two_columns(TABLE_LEFT, "20261121-0001", "a");
	prints(16, "case  text\n1     20261121-0001\n22    a\n");
}

Test(table, it_can_be_printed_twice)
{
	two_columns(TABLE_TRUNCATE, "1234567890", "a");
	prints(14, "case  text\n1     1234567…\n22    a\n");
	prints(0, "case  text\n1     1234567890\n22    a\n");
}
