/* io/json: what is written. */
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

Test(json_write, whole_numbers_to_their_limits)
{
	json_begin_array(&w, NULL);
	json_put_integer(&w, NULL, INT64_MIN);
	json_put_integer(&w, NULL, INT64_MAX);
	json_put_count(&w, NULL, 0);
	json_put_count(&w, NULL, UINT64_MAX);
	json_end(&w);
	expect("[-9223372036854775808,9223372036854775807,0,18446744073709551615]\n");
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

Test(json, what_a_terminal_obeys_is_escaped)
{
	static const char text[] = "a\x7F\xC2\x9B\xE2\x80\xAE\xF3\xA0\x80\x81王";

	json_begin_array(&w, NULL);
	json_put_string(&w, NULL, text, sizeof(text) - 1);
	json_end(&w);
	expect("[\"a\\u007f\\u009b\\u202e\\udb40\\udc01王\"]\n");
}
