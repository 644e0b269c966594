#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "values/number.h"

static const uint64_t refused = 4242;

static uint64_t parsed(const char *s, uint64_t max)
{
	uint64_t x = refused;

	number_parse(s, strlen(s), max, &x);
	return x;
}

Test(number, takes_digits_up_to_the_maximum)
{
	cr_assert(eq(u64, parsed("0", 9), 0));
	cr_assert(eq(u64, parsed("0017", 17), 17));
	cr_assert(eq(u64, parsed("18446744073709551615", UINT64_MAX), UINT64_MAX));
}

Test(number, stores_nothing_for_what_is_no_number)
{
	static const char *const wrong[] = { "", " 1", "1 ", "-1", "+1", "1.0", "0x1", "1e3",
					     "18446744073709551616", "99999999999999999999", "18" };
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		cr_expect(eq(u64, parsed(wrong[i], i == 10 ? 17 : UINT64_MAX), refused), "'%s'",
			  wrong[i]);
}

Test(number, reads_exactly_n_bytes)
{
	uint64_t x = 0;

	cr_assert(zero(int, number_parse("1234", 2, 99, &x)));
	cr_assert(eq(u64, x, 12));
}

static char *amount_text(const char *s)
{
	static char text[64];
	struct strbuf sb = STRBUF_INIT;
	struct amount a;

	if (amount_parse(s, strlen(s), &a) < 0)
		return strcpy(text, "refused");
	amount_format(&sb, a);
	memcpy(text, sb.buf, sb.len + 1);
	strbuf_release(&sb);
	return text;
}

Test(amount, is_kept_as_written)
{
	static const char *const same[] = { "0", "20.00", "-12.50", "0.000001", "-0.05",
					    "999999999999999", "123456789.012345" };
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(*same); i++)
		cr_expect(eq(str, amount_text(same[i]), (char *)same[i]));
}

Test(amount, refuses_everything_else)
{
	static const char *const wrong[] = { "", "-", ".", "1.", ".5", "-.5", "1,5", "1.2.3",
					     "+1", "1 ", "1e2", "1.0000000", "1234567890123456",
					     "--1", "0x10", "１" };
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		cr_expect(eq(str, amount_text(wrong[i]), (char *)"refused"), "'%s'", wrong[i]);
}

Test(amount, sums_exactly_and_keeps_the_larger_scale)
{
	struct amount a = { 1, 0 }, tenth = { 1, 1 };
	int i;

	for (i = 0; i < 10; i++)
		cr_assert(zero(int, amount_sum(&a, tenth)));
	cr_assert(eq(i64, a.value, 20));
	cr_assert(eq(int, a.scale, 1));
}

Test(amount, refuses_an_overflowing_sum_and_keeps_the_old_one)
{
	struct amount a = { INT64_MAX, 0 }, cent = { 1, 2 }, one = { 1, 0 };

	cr_assert(eq(int, amount_sum(&a, one), -1));
	cr_assert(eq(int, amount_sum(&a, cent), -1));
	cr_assert(eq(i64, a.value, INT64_MAX));
	cr_assert(eq(int, a.scale, 0));
}

static void check_mean(const char *sum, uint64_t n, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;
	struct amount a;

	cr_assert(zero(int, amount_parse(sum, strlen(sum), &a)));
	amount_format(&sb, amount_mean(a, n, 2));
	cr_expect(eq(str, sb.buf, (char *)expected), "%s / %d", sum, (int)n);
	strbuf_release(&sb);
}

Test(amount, a_mean_is_exact_where_it_ends_else_rounded_half_to_even)
{
	static const struct { const char *sum; uint64_t n; const char *mean; } rows[] = {
		{ "1234567.891", 1, "1234567.891" }, { "35.30", 4, "8.825" }, { "35.30", 1, "35.30" },
		{ "3", 2, "1.5" }, { "1", 4, "0.25" }, { "200.00", 3, "66.6667" }, { "100", 3, "33.33" },
		{ "-35.30", 4, "-8.825" }, { "1", 8, "0.12" }, { "3", 8, "0.38" }, { "-3", 8, "-0.38" },
		{ "0.0001", 3, "0.000033" }, { "0.00", 7, "0.00" }, { "999999999999999", 7, "142857142857142.71" } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_mean(rows[i].sum, rows[i].n, rows[i].mean);
}

Test(amount, a_mean_of_what_is_very_large_has_fewer_digits)
{
	struct amount a = amount_mean((struct amount){ INT64_MAX, 6 }, 2, 2);

	cr_assert(eq(i64, a.value, INT64_MAX / 2 + 1)); /* ... 3.5: to the even neighbour */
	cr_assert(eq(int, a.scale, 6));
	a = amount_mean((struct amount){ INT64_MIN, 6 }, 1, 2);
	cr_assert(eq(i64, a.value, INT64_MIN));
}

static void check_format(double x, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	number_format(&sb, x);
	cr_expect(eq(str, sb.buf, (char *)expected));
	strbuf_release(&sb);
}

Test(number, prints_six_significant_digits)
{
	check_format(0, "0");
	check_format(-0.0, "0");
	check_format(3.9278123, "3.92781");
	check_format(-12.5, "-12.5");
	check_format(1e-7, "1e-07");
	check_format(1.5e20, "1.5e+20");
	check_format(100000, "100000");
	check_format(NAN, "nan");
}

Test(number, never_uses_the_decimal_sign_of_a_locale)
{
	if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
		cr_skip("no locale with a decimal comma on this machine");
	check_format(-1234.5, "-1234.5");
	check_format(1.25e-9, "1.25e-09");
}
