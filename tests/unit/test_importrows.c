/* domain/importrows: what a cell of somebody else's table may be made of. */
#include "domain/importrows.h"

#include <criterion/criterion.h>
#include <string.h>

static struct importrows in;

static void becomes(const char *cell, const char *want, size_t replaced)
{
	importrows_init(&in, NULL, "t.csv", 0, NULL);
	strbuf_addstr(&in.value, cell);
	importrows_code(&in);
	cr_expect_str_eq(in.value.buf, want);
	cr_expect_eq(in.value.len, strlen(want));
	cr_expect_eq(in.replaced, replaced, "%s", cell);
	importrows_release(&in);
}

Test(importrows, what_no_code_may_hold_is_replaced_and_counted_once_a_cell)
{
	becomes("", "", 0);
	becomes("A-1 王", "A-1 王", 0);
	becomes("a,b\"c", "a;b'c", 1);
	becomes(",", ";", 1);
	becomes("x\ny\xC2\x85z", "x y z", 1);
	becomes("\xE9t\xE9,", " t ;", 1);
}

Test(importrows, a_cell_full_of_commas_takes_no_longer_than_any_other, .timeout = 20)
{
	importrows_init(&in, NULL, "t.csv", 0, NULL);
	strbuf_addchars(&in.value, ',', (size_t)4 << 20);
	importrows_code(&in);
	cr_expect_eq(in.value.len, (size_t)4 << 20);
	cr_expect_null(strchr(in.value.buf, ','));
	importrows_release(&in);
}
