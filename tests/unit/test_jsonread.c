/* io/jsonread: which lines and documents are taken, and what they are read as. */
#include "io/jsonread.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

static struct strbuf out = STRBUF_INIT;

static int note(void *ctx, const char *key, const char *value, size_t n)
{
	cr_assert_eq(strlen(value), n);
	strbuf_addf(ctx, "%s=%s;", key, value);
	return strcmp(key, "stop") ? 0 : 7;
}

static void takes(const char *line, const char *want)
{
	struct err err = ERR_INIT;
	int ret = jsonread_flat(line, strlen(line), note, &out, &err);

	cr_assert_eq(ret, 0, "%s: %s", line, err.msg);
	cr_assert_str_eq(out.buf, want);
	strbuf_release(&out);
}

static void refuses(const char *line, size_t n, const char *start)
{
	struct err err = ERR_INIT;

	cr_assert_eq(jsonread_flat(line, n, note, &out, &err), -1, "%s", line);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_eq(strncmp(err.msg, start, strlen(start)), 0, "%s: %s", line, err.msg);
	strbuf_release(&out);
}

#define REFUSES(line, start) refuses(line, strlen(line), start)

Test(jsonread_flat, members_come_in_order)
{
	takes("{\"z\":\"1\", \"a\" : \"王\\\"\\\\\" ,\"m\":\"{,}\"}", "z=1;a=王\"\\;m={,};");
	takes("{}", "");
}

Test(jsonread_flat, numbers_stay_as_written)
{
	takes("{\"a\":1.20,\"b\":-0,\"c\":1E5 , \"d\":123456789012345678901234567890}",
	      "a=1.20;b=-0;c=1E5;d=123456789012345678901234567890;");
}

Test(jsonread_flat, null_is_empty)
{
	takes("{\"a\":null,\"b\":\"x\"}", "a=;b=x;");
}

Test(jsonread_flat, a_callback_can_stop)
{
	struct err err = ERR_INIT;
	const char *line = "{\"a\":1,\"stop\":2,\"b\":3}";

	cr_assert_eq(jsonread_flat(line, strlen(line), note, &out, &err), 7);
	cr_assert_str_eq(out.buf, "a=1;stop=2;");
	strbuf_release(&out);
}

Test(jsonread_flat, anything_but_a_flat_object_is_refused_with_its_column)
{
	REFUSES("", "column 1: ");
	REFUSES("[1]", "column 1: not a JSON object");
	REFUSES("7", "column 1: not a JSON object");
	REFUSES("{\"王\":{}}", "column 6: the value of '王' is not a string");
	REFUSES("{\"a\":[]}", "column 6: ");
	REFUSES("{\"a\":true}", "column 6: ");
	REFUSES("{\"a\":1", "column ");
	REFUSES("{\"a\":1}{", "column ");
	REFUSES("{'a':1}", "column 2: ");
	REFUSES("{\"a\":01}", "column ");
	REFUSES("{\"a\":1e999}", "column ");
	REFUSES("{\"a\":\"\\u0000\"}", "column ");
	REFUSES("{\"a\":\"\xE9\"}", "column ");
}

Test(jsonread_flat, duplicate_keys_are_refused)
{
	REFUSES("{\"a\":1,\"a\":2}", "column ");
}

Test(jsonread_flat, nul_bytes_are_refused)
{
	refuses("{\"a\":\"x\0y\"}", 11, "column ");
	refuses("{\"a\":1}\0", 8, "column ");
}

Test(jsonread_flat, ten_thousand_brackets_are_refused)
{
	char line[20000];

	memset(line, '[', sizeof(line));
	refuses(line, sizeof(line), "column ");
	memcpy(line, "{\"a\":", 5);
	refuses(line, sizeof(line), "column ");
}

Test(jsonread_strings, strings_and_lists_of_strings_are_read_and_the_rest_passed_over)
{
	static const char text[] = "{\"a\":\"1\",\n\"n\":2,\"list\":[\"x\",3,[\"no\"],\"y\"],\"o\":{\"b\":\"no\"}}";
	struct err err = ERR_INIT;

	cr_assert_eq(jsonread_strings(text, sizeof(text) - 1, note, &out, &err), 0);
	cr_assert_str_eq(out.buf, "a=1;list=x;list=y;");
	strbuf_release(&out);
}

Test(jsonread_strings, a_wrong_document_is_refused_with_its_line)
{
	struct err err = ERR_INIT;

	cr_assert_eq(jsonread_strings("{\"a\":\n1,", 8, note, &out, &err), -1);
	cr_assert_eq(strncmp(err.msg, "line 2, column ", 15), 0, "%s", err.msg);
	cr_assert_eq(jsonread_strings("[\"a\"]", 5, note, &out, &err), -1);
	cr_assert_eq(err.status, STATUS_INPUT);
}

Test(jsonread_tree, what_is_not_there_and_what_is_something_else_look_the_same)
{
	static const char text[] = "{\"list\":[7,\"x\",null,1.5]}";
	struct err err = ERR_INIT;
	struct jsonread *tree = jsonread_parse(text, sizeof(text) - 1, &err);
	const struct jsonread *list = jsonread_get(tree, "list");
	int64_t v = 0;

	cr_assert(jsonread_is_object(tree) && jsonread_is_array(list));
	cr_assert_eq(jsonread_size(list), 4);
	cr_assert(!jsonread_integer(jsonread_at(list, 0), &v) && v == 7);
	cr_assert_str_eq(jsonread_string(jsonread_at(list, 1)), "x");
	cr_assert(jsonread_is_null(jsonread_at(list, 2)));
	cr_assert_eq(jsonread_integer(jsonread_at(list, 3), &v), -1);
	cr_assert_eq(jsonread_integer(jsonread_at(list, 4), &v), -1);
	cr_assert_null(jsonread_string(jsonread_get(list, "list")));
	cr_assert_eq(jsonread_size(NULL), 0);
	jsonread_free(tree);
}

Test(jsonread_tree, an_integer_beyond_64_bits_is_refused)
{
	struct err err = ERR_INIT;

	cr_assert_null(jsonread_parse("9223372036854775808", 19, &err));
	cr_assert_eq(strncmp(err.msg, "column ", 7), 0, "%s", err.msg);
}

/* Left alone, jansson calls it an invalid token where a string finds no room, and loses bytes of a long one. */
Test(jsonread, out_of_memory_ends_as_everywhere)
{
	struct err err = ERR_INIT;
	json_malloc_t allocate;
	json_free_t release;

	jsonread_free(jsonread_parse("7", 1, &err));
	json_get_alloc_funcs(&allocate, &release);
	cr_assert_eq(allocate, mem_alloc);
	cr_assert_eq(release, free);
}
