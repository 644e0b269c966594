/* Case ids: YYYYMMDD-NNNN, with a prefix where the desk has one. */

#include <criterion/criterion.h>
#include <string.h>

#include "domain/caseid.h"

static caseid parse(const char *s)
{
	return caseid_parse(s, strlen(s));
}

static void expect_format(caseid id, const char *prefix, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	caseid_format(&sb, id, prefix);
	cr_expect_str_eq(sb.buf, want);
	strbuf_release(&sb);
}

Test(caseid, is_a_date_and_a_number)
{
	caseid id = parse("20261121-0007");

	cr_expect_eq(caseid_date(id), 20261121);
	cr_expect_eq(caseid_number(id), 7);
}

Test(caseid, ids_are_compared_as_numbers)
{
	cr_expect_eq(parse("20261121-7"), parse("20261121-0007"));
	cr_expect_eq(parse("20261121-000000000000007"), parse("20261121-0007"));
	cr_expect_lt(parse("20261121-9999"), parse("20261121-10000"));
	cr_expect_lt(parse("20261121-999999999"), parse("20261122-1"));
}

Test(caseid, a_prefix_stands_before_and_does_not_count)
{
	cr_expect_eq(parse("S1-20261121-0007"), parse("20261121-0007"));
	cr_expect_eq(parse("a-1-20261121-0007"), parse("20261121-0007"));
	cr_expect_eq(parse("20250101-20261121-0007"), parse("20261121-0007"));
	cr_expect_eq(parse("\xE5\xBA\x97-20261121-0007"), parse("20261121-0007"));
}

Test(caseid, whatever_is_not_one_is_none)
{
	static const char *const wrong[] = {
		"", "7", "20261121", "20261121-", "20261121-0", "20261121-0000", "20261121 0007",
		"20261121-00x7", "20261121-7 ", " 20261121-7", "20261121-1000000000",
		"20261121-99999999999999999999", "20260229-0001", "20261301-0001", "00000000-0001",
		"-20261121-0007", "S120261121-0007", "2026-11-21-0007", "a b-20261121-0007",
		"\xE9-20261121-0007", "20261121-0007-", "2026112\xE9-0007", "99991232-1",
	};
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_eq(parse(wrong[i]), 0, "'%s' was taken", wrong[i]);
	cr_expect_eq(caseid_parse("20261121-0007\0", 14), 0);
	cr_expect_neq(caseid_parse("20261121-0007rest", 13), 0);
}

Test(caseid, is_written_with_at_least_four_digits)
{
	expect_format(parse("20261121-7"), NULL, "20261121-0007");
	expect_format(parse("20261121-12345"), NULL, "20261121-12345");
	expect_format(parse("20261121-7"), "S1", "S1-20261121-0007");
	expect_format(parse("20261121-999999999"), NULL, "20261121-999999999");
}

Test(caseid, knows_the_day_it_names)
{
	cr_expect_eq(caseid_day(parse("19700102-1")), 1);
	cr_expect_eq(caseid_date_of_day(1), 19700102);
	cr_expect_eq(caseid_date_of_day(caseid_day(parse("20240229-1"))), 20240229);
	cr_expect_eq(caseid_date_of_day(caseid_day(parse("99991231-1"))), 99991231);
}

static void expect_short(const char *s, uint32_t date, uint32_t number)
{
	uint32_t d = 1, n = 0;

	cr_expect_eq(caseid_parse_short(s, &d, &n), 0, "'%s' was refused", s);
	cr_expect_eq(d, date, "date of '%s' is %u", s, d);
	cr_expect_eq(n, number, "number of '%s' is %u", s, n);
}

Test(caseid, people_type_less)
{
	expect_short("7", 0, 7);
	expect_short("0007", 0, 7);
	expect_short("1121-7", 1121, 7);
	expect_short("0229-7", 229, 7);
	expect_short("20261121-7", 20261121, 7);
	expect_short("S1-20261121-0007", 20261121, 7);
}

Test(caseid, what_people_type_must_be_a_number_a_day_or_an_id)
{
	static const char *const wrong[] = {
		"", "0", "x", "-7", "7-", "121-7", "1321-7", "0230-7", "11211-7", "1121-0", "7 ",
		"1000000000", "2026-1121-7", "+7",
	};
	uint32_t date, number;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		cr_expect_eq(caseid_parse_short(wrong[i], &date, &number), -1, "'%s' was taken",
			     wrong[i]);
}
