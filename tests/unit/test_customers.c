/* Who is meant by a name, a number, or a part of it. */
#include "domain/customers.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/customerindex.h"
#include "domain/desk.h"
#include "io/file.h"

static char path[64];
static struct customers c = CUSTOMERS_INIT;
static struct findings findings;
static struct err err;

static void load(const char *rows)
{
	FILE *f;

	strcpy(path, "/tmp/sd-unit-XXXXXX");
	f = fdopen(mkstemp(path), "w");
	fprintf(f, "%s\n%s", desk_customers_header, rows);
	fclose(f);
	cr_assert_eq(customers_load(&c, path, &findings, &err), 0, "%s", err.msg);
}

static void teardown(void)
{
	unlink(path);
	customers_release(&c);
	findings_release(&findings);
}

TestSuite(customers, .fini = teardown);

static const char *find(const char *who, const char *contact)
{
	const struct customer *x;

	err = (struct err)ERR_INIT;
	if (customers_find(&c, who, contact, &x, &err) < 0)
		return "error";
	return x ? x->id : "new";
}

static const char three[] = "c1,王芳,13800001111,,,\nc2,王芳,13900002222,,,\nc3,Li,li@example.org,,,\n";

Test(customers, the_last_row_of_an_id_wins)
{
	load("c1,old,1,,,\nc2,x,2,,,\nc1,new,3,,,\n");
	cr_expect_eq(c.n, 2);
	cr_expect_str_eq(customers_get(&c, "c1")->name, "new");
}

Test(customers, a_file_that_is_not_there_is_an_empty_one)
{
	cr_expect_eq(customers_load(&c, "/nowhere/customers.csv", &findings, &err), 0);
	cr_expect_eq(c.n, 0);
}

Test(customers, found_by_id_name_contact_or_four_digits)
{
	load(three);
	cr_expect_str_eq(find("c2", NULL), "c2");
	cr_expect_str_eq(find("Li", NULL), "c3");
	cr_expect_str_eq(find(NULL, "LI@example.org"), "c3");
	cr_expect_str_eq(find("0222", NULL), "c2");
	cr_expect_str_eq(find("王芳", "138-0000-1111"), "c1");
	cr_expect_str_eq(find(NULL, "+86 13800001111"), "c1");
}

Test(customers, an_unknown_name_or_a_known_one_with_another_number_is_somebody_new)
{
	load(three);
	cr_expect_str_eq(find("赵", NULL), "new");
	cr_expect_str_eq(find("王芳", "13700003333"), "new");
	cr_expect_str_eq(find(NULL, "13700003333"), "new");
}

Test(customers, a_known_name_without_a_number_takes_the_number)
{
	load("c1,王芳,,,,\n");
	cr_expect_str_eq(find("王芳", "13700003333"), "c1");
}

Test(customers, several_that_answer_are_refused_and_named)
{
	load(three);
	cr_expect_str_eq(find("王芳", NULL), "error");
	cr_expect(strstr(err.msg, "c1") && strstr(err.msg, "c2"), "%s", err.msg);
	cr_expect_str_eq(find("0000", NULL), "error");
	cr_expect_str_eq(find("9999", NULL), "error");
	cr_expect_eq(err.status, STATUS_USAGE);
}

Test(customers, a_merged_one_leads_to_the_other_and_is_found_no_more)
{
	load("c1,A,1111111,,,\nc2,B,2222222,,,\nc2,B,2222222,,,merged into c1\n");
	cr_expect_str_eq(customers_get(&c, "c2")->id, "c1");
	cr_expect_str_eq(find("c2", NULL), "c1");
	cr_expect_str_eq(find("B", NULL), "new");
	cr_expect_str_eq(find("B", "2222222"), "c1", "known by the number");
	cr_expect_not(customers_match(&c.list[1], "B"));
}

Test(customers, merges_in_a_circle_end)
{
	load("c1,A,,,,merged into c2\nc2,B,,,,merged into c1\n");
	cr_expect_null(customers_get(&c, "c1"));
}

Test(customers, ids_are_counted_on)
{
	struct strbuf id = STRBUF_INIT;

	load("c0009,A,,,,\nx17,B,,,,\nc12x,C,,,,\n");
	customers_new_id(&c, &id);
	cr_expect_str_eq(id.buf, "c0010");
	strbuf_release(&id);
}

Test(customers, a_row_is_quoted_escaped_and_read_back_the_same)
{
	const struct customer x = { "c0001", "Li \"X\", Ltd\nBranch", "+86 1", "", "2026-11-21", "a\\b" };

	load("c9,fragment without its end");
	cr_assert_eq(customers_append(path, &x, 1, &err), 0, "%s", err.msg);
	customers_release(&c);
	cr_assert_eq(customers_load(&c, path, &findings, &err), 0);
	cr_assert(customers_get(&c, "c0001"));
	cr_expect_str_eq(customers_get(&c, "c0001")->name, x.name);
	cr_expect_str_eq(customers_get(&c, "c0001")->note, x.note);
}

Test(customers, a_name_that_is_part_of_a_placeholder_leaves_the_placeholder_whole)
{
	const struct customer x = { "c1", "con", "13800002222", "", "", "" };
	struct strbuf hidden = STRBUF_INIT, shown = STRBUF_INIT;
	const char *text = "con: 13800002222, contact name";

	customers_hide(&hidden, text, strlen(text), &x);
	cr_expect_str_eq(hidden.buf, "{name}: {contact}, {name}tact name");
	customers_show(&shown, hidden.buf, hidden.len, &x);
	cr_expect_str_eq(shown.buf, text);
	strbuf_release(&hidden);
	strbuf_release(&shown);
}

Test(customers, a_row_is_not_added_under_a_header_of_another_order)
{
	const struct customer x = { "c2", "Li", "1", "", "", "" };
	struct findings none = FINDINGS_INIT;
	FILE *f;

	load("");
	f = fopen(path, "w");
	fputs("name,customer\nLi,c1\n", f);
	fclose(f);
	cr_assert_eq(customers_append(path, &x, 1, &err), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_assert_eq(customers_load(&c, path, &none, &err), 0);
	cr_expect_null(customers_get(&c, "c2"));
	findings_release(&none);
}

Test(customers, the_log_gets_placeholders_and_people_get_the_name_back)
{
	const struct customer x = { "c1", "王芳", "138", "", "", "" };
	struct strbuf hidden = STRBUF_INIT, shown = STRBUF_INIT;
	const char *text = "王芳 (138) called; 王芳 waits";

	customers_hide(&hidden, text, strlen(text), &x);
	cr_expect_str_eq(hidden.buf, "{name} ({contact}) called; {name} waits");
	customers_show(&shown, hidden.buf, hidden.len, &x);
	cr_expect_str_eq(shown.buf, text);
	strbuf_reset(&shown);
	customers_show(&shown, hidden.buf, hidden.len, NULL);
	cr_expect_str_eq(shown.buf, hidden.buf);
	strbuf_release(&hidden);
	strbuf_release(&shown);
}

static const char *whose(struct customerindex *x, const char *name, const char *contact)
{
	size_t n;
	const struct customer *found = customerindex_find(x, name, contact, &n);

	return found ? found->id : n ? "several" : "nobody";
}

Test(customers, an_index_finds_whose_number_it_is)
{
	struct customerindex x;

	load("c1,王芳,13800001111,,,\nc2,王芳,13900002222,,,\nc3,Li,Li@example.org,,,\nc4,Li,8888,,,\n"
	     "c5,Old,13700003333,,,merged into c1\nc6,张伟,139-0000-2222,,,\n");
	customerindex_init(&x, &c);
	cr_expect_str_eq(whose(&x, "", "+86 138 0000 1111"), "c1");
	cr_expect_str_eq(whose(&x, "", "13700003333"), "c1", "merged");
	cr_expect_str_eq(whose(&x, "", "li@EXAMPLE.org"), "c3");
	cr_expect_str_eq(whose(&x, "", "8888"), "c4");
	cr_expect_str_eq(whose(&x, "", "138888"), "nobody", "a short number has no other spelling");
	cr_expect_str_eq(whose(&x, "", "13900002222"), "several");
	cr_expect_str_eq(whose(&x, "张伟", "13900002222"), "c6");
	cr_expect_str_eq(whose(&x, "李雷", "13900002222"), "several");
	cr_expect_str_eq(whose(&x, "李雷", "13800001111"), "c1", "the number counts more");
	cr_expect_str_eq(whose(&x, "张伟", ""), "c6");
	cr_expect_str_eq(whose(&x, "王芳", ""), "several");
	cr_expect_str_eq(whose(&x, "Old", ""), "nobody");
	cr_expect_str_eq(whose(&x, "", ""), "nobody");
	customerindex_release(&x);
}
