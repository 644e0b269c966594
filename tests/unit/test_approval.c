/* C18: which promise an approval approves; promised and approved are different events. */
#include "domain/approval.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct history_event event[16];
static struct history h;
static struct symbols symbols;

static void setup(void)
{
	h = (struct history){ 0, event, 0 };
	symbols_init(&symbols);
}

static void teardown(void)
{
	symbols_release(&symbols);
}

TestSuite(approval, .init = setup, .fini = teardown);

static void add(int code, const char *type, const char *amount)
{
	if (!h.n)
		event[h.n++] = (struct history_event){ .event = EVENT_OPEN };
	event[h.n] = (struct history_event){
		.at = (instant)h.n, .event = (uint8_t)code,
		.detail = symbols_add(&symbols, COLUMN_DETAIL, type, strlen(type)),
		.amount = symbols_add(&symbols, COLUMN_AMOUNT, amount, strlen(amount)),
	};
	h.n++;
}

static void promise(const char *type, const char *amount)
{
	add(EVENT_COMPENSATE, type, amount);
}

static void approve(const char *type, const char *amount)
{
	add(EVENT_APPROVE, type, amount);
}

/* Event i is approved by event `want`. */
static void expect(size_t i, size_t want)
{
	size_t *by = approval_match(&h, &symbols);

	cr_expect_eq(by[i], want, "event %zu: want %zu, got %zu", i, want, by[i]);
	free(by);
}

Test(approval, with_an_amount_is_of_one_promise_with_that_amount)
{
	promise("refund", "500");
	promise("refund", "7");
	approve("refund", "7");
	expect(1, APPROVAL_NONE);
	expect(2, 3);
	approve("refund", "500");
	expect(1, 4);
}

Test(approval, with_an_amount_is_of_the_last_open_one_of_several)
{
	promise("refund", "7");
	promise("refund", "7");
	approve("refund", "7");
	expect(1, APPROVAL_NONE);
	expect(2, 3);
	approve("refund", "7");
	expect(1, 4);
	expect(2, 3);
}

Test(approval, of_another_amount_approves_nothing)
{
	promise("refund", "100");
	approve("refund", "60");
	approve("refund", "1e2");
	expect(1, APPROVAL_NONE);
}

Test(approval, compares_amounts_as_numbers)
{
	promise("refund", "20.00");
	approve("refund", "20");
	expect(1, 2);
}

Test(approval, without_an_amount_is_of_all_open_ones_of_its_type)
{
	promise("refund", "500");
	promise("coupon", "7");
	promise("refund", "7");
	approve("refund", "");
	expect(1, 4);
	expect(2, APPROVAL_NONE);
	expect(3, 4);
}

Test(approval, without_a_type_is_of_any_type)
{
	promise("refund", "500");
	promise("coupon", "7");
	approve("", "500");
	expect(1, 3);
	expect(2, APPROVAL_NONE);
	approve("", "");
	expect(1, 3);
	expect(2, 4);
}

Test(approval, covers_nothing_that_is_promised_after_it)
{
	approve("refund", "");
	approve("refund", "7");
	promise("refund", "7");
	expect(3, APPROVAL_NONE);
}

Test(approval, of_another_type_approves_nothing)
{
	promise("refund", "7");
	approve("coupon", "7");
	expect(1, APPROVAL_NONE);
}

Test(approval, by_the_machine_approves_nothing_as_it_stops_no_clock)
{
	promise("refund", "7");
	approve("refund", "7");
	event[2].flags = ROW_BY_SD;
	expect(1, APPROVAL_NONE);
	approve("refund", "");
	expect(1, 3);
}

Test(approval, takes_no_part_where_it_is_not_legal)
{
	promise("refund", "7");
	add(EVENT_CANCEL, "", "");
	approve("refund", "7");
	expect(1, APPROVAL_NONE);
}
