/* The events of a case: order, void rows, what changes its class. */

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "domain/history.h"

static struct history_event event[5000];
static struct history h;

static void setup(void)
{
	h = (struct history){ 0, event, 0 };
}

TestSuite(history, .init = setup);

/* In file order: the line is the event's name in the tests below. Of the check the first 8 digits. */
static void add(instant at, int code, uint32_t check, uint32_t detail)
{
	event[h.n] = (struct history_event){
		.at = at, .line = (uint32_t)h.n + 2, .event = (uint8_t)code,
		.check = (uint64_t)check << 32 | 0xffffffff, .detail = detail,
	};
	h.n++;
}

static void expect_lines(size_t n, const uint32_t *line)
{
	size_t i;

	cr_assert_eq(h.n, n, "%zu events", h.n);
	for (i = 0; i < n; i++)
		cr_expect_eq(h.event[i].line, line[i], "event %zu is line %u", i, h.event[i].line);
}
#define EXPECT_LINES(...)                                                                          \
	do {                                                                                       \
		static const uint32_t want[] = { __VA_ARGS__ };                                    \
		expect_lines(sizeof(want) / sizeof(want[0]), want);                                \
	} while (0)

Test(history, is_in_order_of_at_and_ties_stand_as_in_the_file)
{
	add(10, EVENT_OPEN, 1, 0);
	add(30, EVENT_RESPOND, 2, 0);
	add(20, EVENT_NOTE, 3, 0);
	add(30, EVENT_CONTACT, 4, 0);
	add(10, EVENT_NOTE, 5, 0);
	add(30, EVENT_RESOLVE, 6, 0);
	history_sort(&h);
	EXPECT_LINES(2, 6, 4, 3, 5, 7);
}

Test(history, long_histories_are_sorted_stably_too)
{
	uint32_t seed = 1;
	size_t i;

	for (i = 0; i < 5000; i++) {
		seed = seed * 1664525 + 1013904223;
		add((instant)(seed >> 24), EVENT_NOTE, 1, 0);
	}
	history_sort(&h);
	cr_assert_eq(h.n, 5000);
	for (i = 1; i < h.n; i++)
		cr_assert(h.event[i - 1].at < h.event[i].at ||
			  (h.event[i - 1].at == h.event[i].at &&
			   h.event[i - 1].line < h.event[i].line), "at %zu", i);
}

Test(history, an_empty_one_stays_empty)
{
	history_sort(&h);
	cr_expect_eq(h.n, 0);
}

Test(history, a_void_row_takes_itself_and_the_row_it_names_away)
{
	add(10, EVENT_OPEN, 0xa1, 0);
	add(20, EVENT_RESOLVE, 0xa2, 0);
	add(30, EVENT_VOID, 0xa3, 0xa2);
	add(40, EVENT_NOTE, 0xa4, 0);
	history_sort(&h);
	EXPECT_LINES(2, 5);
}

Test(history, undoing_a_void_makes_the_row_count_again)
{
	add(10, EVENT_OPEN, 0xa1, 0);
	add(20, EVENT_RESOLVE, 0xa2, 0);
	add(30, EVENT_VOID, 0xa3, 0xa2);
	add(40, EVENT_VOID, 0xa4, 0xa3);
	history_sort(&h);
	EXPECT_LINES(2, 3);
}

Test(history, undoing_the_undoing_of_a_void_makes_it_void_again)
{
	add(10, EVENT_OPEN, 0xa1, 0);
	add(20, EVENT_RESOLVE, 0xa2, 0);
	add(30, EVENT_VOID, 0xa3, 0xa2);
	add(40, EVENT_VOID, 0xa4, 0xa3);
	add(50, EVENT_VOID, 0xa5, 0xa4);
	history_sort(&h);
	EXPECT_LINES(2);
}

Test(history, file_order_decides_what_a_void_row_can_void_not_its_time)
{
	add(10, EVENT_OPEN, 0xa1, 0);
	add(50, EVENT_RESOLVE, 0xa2, 0);
	add(30, EVENT_VOID, 0xa3, 0xa2);  /* back-dated */
	add(40, EVENT_VOID, 0xa4, 0xa5);  /* names a row below it */
	add(60, EVENT_NOTE, 0xa5, 0);
	history_sort(&h);
	EXPECT_LINES(2, 6);
}

Test(history, voiding_one_row_twice_takes_no_other_row)
{
	add(10, EVENT_OPEN, 0xa1, 0);
	add(20, EVENT_NOTE, 0xa2, 0);
	add(30, EVENT_VOID, 0xa3, 0xa2);
	add(40, EVENT_VOID, 0xa4, 0xa2);
	history_sort(&h);
	EXPECT_LINES(2);
}

Test(history, rows_without_check_cannot_be_voided)
{
	add(10, EVENT_OPEN, 0, 0);
	add(20, EVENT_VOID, 0, 0);
	history_sort(&h);
	EXPECT_LINES(2);
}

Test(history, a_void_row_names_a_check)
{
	cr_expect_eq(history_void("487f82d81b076aa1", 16), 0x487f82d8);
	cr_expect_eq(history_void("487f82d8", 8), 0x487f82d8);
	cr_expect_eq(history_void("", 0), 0);
	cr_expect_eq(history_void("487f82d", 7), 0);
	cr_expect_eq(history_void("487F82D81B076AA1", 16), 0);
	cr_expect_eq(history_void("not-a-check", 11), 0);
}

Test(history, a_check_is_16_digits)
{
	cr_expect_eq(history_check("487f82d81b076aa1", 16), 0x487f82d81b076aa1);
	cr_expect_eq(history_check("487f82d81b076aa", 15), 0);
	cr_expect_eq(history_check("487f82d81b076aa1f", 17), 0);
	cr_expect_eq(history_check("487F82d81b076aa1", 16), 0);
}

Test(history, symbols_are_numbers_by_column_and_0_is_empty)
{
	struct symbols s;
	uint32_t a, b;

	symbols_init(&s);
	cr_expect_eq(symbols_add(&s, COLUMN_KIND, "", 0), 0);
	cr_expect_str_eq(symbols_str(&s, COLUMN_KIND, 0), "");
	a = symbols_add(&s, COLUMN_KIND, "complaint", 9);
	b = symbols_add(&s, COLUMN_KIND, "consultation", 12);
	cr_expect_neq(a, 0);
	cr_expect_neq(a, b);
	cr_expect_eq(symbols_add(&s, COLUMN_KIND, "complaint", 9), a);
	cr_expect_str_eq(symbols_str(&s, COLUMN_KIND, b), "consultation");
	cr_expect_eq(symbols_find(&s, COLUMN_KIND, "complaint", 9), a);
	cr_expect_eq(symbols_find(&s, COLUMN_KIND, "x", 1), UINT32_MAX);
	cr_expect_eq(symbols_find(&s, COLUMN_PLACE, "complaint", 9), UINT32_MAX);
	cr_expect_eq(symbols_find(&s, COLUMN_PLACE, "", 0), 0);
	symbols_release(&s);
}

Test(history, a_classmap_keeps_the_columns_that_are_asked_for_once)
{
	struct policy_set set = POLICY_SET_INIT;
	struct classmap map;

	classmap_init(&map);
	cr_expect_eq(map.nslots, 0);
	classmap_add(&map, COLUMN_SEVERITY);
	classmap_add(&map, COLUMN_KIND);
	classmap_add(&map, COLUMN_SEVERITY);
	cr_expect_eq(map.nslots, 2);
	cr_expect_eq(map.slot[COLUMN_KIND], 1);
	cr_expect_eq(map.column[0], COLUMN_SEVERITY);
	cr_expect_eq(map.slot[COLUMN_PLACE], -1);
	intern_add(&set.fields, "order", 5);
	classmap_add_all(&map, &set);
	cr_expect_eq(map.nslots, 12, "kind .. batch, department, owner, and one field");
	cr_expect_neq(map.slot[COLUMN_FIELD], -1);
	cr_expect_eq(map.slot[COLUMN_DETAIL], -1);
	intern_release(&set.fields);
}

Test(history, open_and_amend_classify_assign_hands_over_and_nothing_else_changes_a_case)
{
	int code;

	for (code = 0; code <= EVENT_OWN; code++) {
		int classifies = code == EVENT_OPEN || code == EVENT_AMEND;

		cr_expect_eq(history_changes(code, COLUMN_SEVERITY), classifies);
		cr_expect_eq(history_changes(code, COLUMN_FIELD), classifies);
		cr_expect_eq(history_changes(code, COLUMN_OWNER),
			     classifies || code == EVENT_ASSIGN || code == EVENT_TASK);
		cr_expect_eq(history_event_sets_class(code), classifies || code == EVENT_ASSIGN);
		cr_expect_not(history_changes(code, COLUMN_DUE));
	}
}

Test(history, the_class_is_what_the_events_so_far_have_set)
{
	static const struct class_change open[] = { { 0, 1 }, { 1, 5 } }, amend[] = { { 1, 6 } };
	struct classmap map;
	uint32_t class[3];

	classmap_init(&map);
	classmap_add(&map, COLUMN_KIND);
	classmap_add(&map, COLUMN_SEVERITY);
	classmap_add(&map, COLUMN_PLACE);
	add(10, EVENT_OPEN, 1, 0);
	add(20, EVENT_AMEND, 2, 0);
	event[0].change = open, event[0].nchanges = 2;
	event[1].change = amend, event[1].nchanges = 1;
	history_class(&h, 0, &map, class);
	cr_expect(class[0] == 0 && class[1] == 0 && class[2] == 0);
	history_class(&h, 1, &map, class);
	cr_expect(class[0] == 1 && class[1] == 5 && class[2] == 0);
	history_class(&h, 99, &map, class);
	cr_expect(class[0] == 1 && class[1] == 6 && class[2] == 0);
}

Test(history, C4_a_task_has_its_own_department_and_owner_and_leaves_those_of_the_case)
{
	static const struct class_change open[] = { { 0, 1 }, { 1, 5 } }, first[] = { { 0, 2 } },
					 again[] = { { 0, 3 }, { 1, 6 } };
	uint32_t class[2], department, owner;
	struct classmap map;

	classmap_init(&map);
	classmap_add(&map, COLUMN_DEPARTMENT);
	classmap_add(&map, COLUMN_OWNER);
	add(10, EVENT_OPEN, 1, 0);
	add(20, EVENT_TASK, 2, 7);
	add(30, EVENT_TASK, 3, 7);
	event[0].change = open, event[0].nchanges = 2;
	event[1].change = first, event[1].nchanges = 1;
	event[2].change = again, event[2].nchanges = 2;
	history_class(&h, h.n, &map, class);
	cr_expect(class[0] == 1 && class[1] == 5);
	history_task(&h, 2, 7, &map, &department, &owner);
	cr_expect(department == 2 && owner == 0);
	history_task(&h, h.n, 7, &map, &department, &owner);
	cr_expect(department == 3 && owner == 6);
	history_task(&h, h.n, 8, &map, &department, &owner);
	cr_expect(department == 0 && owner == 0, "there is no such task");
}
