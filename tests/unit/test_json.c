/* io/json: what is written, and which lines of input are taken. */
#include "io/json.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static struct strbuf out = STRBUF_INIT;
static struct json_writer w = JSON_WRITER_INIT;

static void expect(const char *want)
{
	json_finish(&w, &out, 0);
	cr_assert_str_eq(out.buf, want);
	strbuf_release(&out);
}

Test(json_write, keys_keep_their_order)
{
	json_begin_object(&w, NULL);
	json_put_integer(&w, "z", 1);
	json_put_cstring(&w, "a", "x");
	json_begin_array(&w, "m");
	json_put_bool(&w, NULL, 1);
	json_put_bool(&w, NULL, 0);
	json_put_null(&w, NULL);
	json_begin_object(&w, NULL);
	json_end(&w);
	json_end(&w);
	json_put_cstring(&w, "none", NULL);
	json_end(&w);
	expect("{\"z\":1,\"a\":\"x\",\"m\":[true,false,null,{}],\"none\":null}\n");
}

Test(json_write, indented_where_asked)
{
	json_begin_object(&w, NULL);
	json_put_integer(&w, "a", 1);
	json_end(&w);
	json_finish(&w, &out, 2);
	cr_assert_str_eq(out.buf, "{\n  \"a\": 1\n}\n");
	strbuf_release(&out);
}

static void put_some(void)
{
	json_begin_object(&w, NULL);
	json_begin_array(&w, "a");
	json_put_cstring(&w, NULL, "x:{\"[,");
	json_begin_object(&w, NULL);
	json_end(&w);
	json_begin_array(&w, NULL);
	json_put_real(&w, NULL, -0.5);
	json_end(&w);
	json_end(&w);
	json_put_null(&w, "b");
	json_end(&w);
}

Test(json_write, a_streamed_text_is_the_same)
{
	struct strbuf streamed = STRBUF_INIT;

	put_some();
	json_finish(&w, &out, 2);
	json_stream(&w, &streamed, 2);
	put_some();
	json_finish(&w, &streamed, 2);
	cr_assert_str_eq(out.buf, "{\n  \"a\": [\n    \"x:{\\\"[,\",\n    {},\n    [\n      -0.5\n    ]\n  ],\n"
			 "  \"b\": null\n}\n");
	cr_assert_str_eq(streamed.buf, out.buf);
	strbuf_release(&streamed);
	strbuf_release(&out);
}

Test(json_write, a_finished_writer_starts_anew_and_appends)
{
	json_put_integer(&w, NULL, 1);
	json_finish(&w, &out, 0);
	json_put_integer(&w, NULL, INT64_MIN);
	json_finish(&w, &out, 0);
	cr_assert_str_eq(out.buf, "1\n-9223372036854775808\n");
	strbuf_release(&out);
}

Test(json_write, reals_have_six_significant_digits)
{
	json_begin_array(&w, NULL);
	json_put_real(&w, NULL, 0.1);
	json_put_real(&w, NULL, 2.0 / 3);
	json_put_real(&w, NULL, 5);
	json_put_real(&w, NULL, 1e-9);
	json_end(&w);
	expect("[0.1,0.666667,5.0,1e-9]\n");
}

Test(json_write, what_is_no_number_is_null)
{
	json_begin_array(&w, NULL);
	json_put_real(&w, NULL, NAN);
	json_put_real(&w, NULL, INFINITY);
	json_put_real(&w, NULL, -INFINITY);
	json_end(&w);
	expect("[null,null,null]\n");
}

Test(json_write, bytes_that_are_not_utf8_become_u_fffd)
{
	json_begin_object(&w, NULL);
	json_put_string(&w, "k\xE9", "a\xE9" "b\xC3", 4);
	json_end(&w);
	expect("{\"k\xEF\xBF\xBD\":\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\"}\n");
}

Test(json_write, chinese_stays_and_controls_are_escaped)
{
	json_put_string(&w, NULL, "王\"\x1b\0\n", 7);
	expect("\"王\\\"\\u001B\\u0000\\n\"\n");
}

Test(json_write, an_unfinished_writer_can_be_released)
{
	json_begin_object(&w, NULL);
	json_begin_array(&w, "a");
	json_writer_release(&w);
	cr_assert_not(w.is_done);
	cr_assert_eq(w.depth, 0);
}

static int note(void *ctx, const char *key, const char *value, size_t n)
{
	cr_assert_eq(strlen(value), n);
	strbuf_addf(ctx, "%s=%s;", key, value);
	return strcmp(key, "stop") ? 0 : 7;
}

static void takes(const char *line, const char *want)
{
	struct err err = ERR_INIT;
	int ret = json_read_flat(line, strlen(line), note, &out, &err);

	cr_assert_eq(ret, 0, "%s: %s", line, err.msg);
	cr_assert_str_eq(out.buf, want);
	strbuf_release(&out);
}

static void refuses(const char *line, size_t n, const char *start)
{
	struct err err = ERR_INIT;

	cr_assert_eq(json_read_flat(line, n, note, &out, &err), -1, "%s", line);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_eq(strncmp(err.msg, start, strlen(start)), 0, "%s: %s", line, err.msg);
	strbuf_release(&out);
}

#define REFUSES(line, start) refuses(line, strlen(line), start)

Test(json_read, members_come_in_order)
{
	takes("{\"z\":\"1\", \"a\" : \"王\\\"\\\\\" ,\"m\":\"{,}\"}", "z=1;a=王\"\\;m={,};");
	takes("{}", "");
}

Test(json_read, numbers_stay_as_written)
{
	takes("{\"a\":1.20,\"b\":-0,\"c\":1E5 , \"d\":123456789012345678901234567890}",
	      "a=1.20;b=-0;c=1E5;d=123456789012345678901234567890;");
}

Test(json_read, null_is_empty)
{
	takes("{\"a\":null,\"b\":\"x\"}", "a=;b=x;");
}

Test(json_read, a_callback_can_stop)
{
	struct err err = ERR_INIT;
	const char *line = "{\"a\":1,\"stop\":2,\"b\":3}";

	cr_assert_eq(json_read_flat(line, strlen(line), note, &out, &err), 7);
	cr_assert_str_eq(out.buf, "a=1;stop=2;");
	strbuf_release(&out);
}

Test(json_read, anything_but_a_flat_object_is_refused_with_its_column)
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

Test(json_read, duplicate_keys_are_refused)
{
	REFUSES("{\"a\":1,\"a\":2}", "column ");
}

Test(json_read, nul_bytes_are_refused)
{
	refuses("{\"a\":\"x\0y\"}", 11, "column ");
	refuses("{\"a\":1}\0", 8, "column ");
}

Test(json_read, ten_thousand_brackets_are_refused)
{
	char line[20000];

	memset(line, '[', sizeof(line));
	refuses(line, sizeof(line), "column ");
	memcpy(line, "{\"a\":", 5);
	refuses(line, sizeof(line), "column ");
}

Test(json, what_a_terminal_obeys_is_escaped)
{
	static const char text[] = "a\x7F\xC2\x9B\xE2\x80\xAE\xF3\xA0\x80\x81王";

	json_begin_array(&w, NULL);
	json_put_string(&w, NULL, text, sizeof(text) - 1);
	json_end(&w);
	expect("[\"a\\u007f\\u009b\\u202e\\udb40\\udc01王\"]\n");
}
