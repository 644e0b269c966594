/* io/charset: other charsets to UTF-8, at once and in pieces. */
#include "io/charset.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct strbuf out = STRBUF_INIT;
static struct err err = ERR_INIT;

static void teardown(void)
{
	strbuf_release(&out);
}

TestSuite(charset, .fini = teardown);

#define BYTES(s) (s), sizeof(s) - 1

static void gives(const char *name, const char *s, size_t n, const char *want)
{
	strbuf_reset(&out);
	cr_assert_eq(charset_to_utf8(name, s, n, &out, &err), 0, "%s: %s", name, err.msg);
	cr_assert_str_eq(out.buf, want, "%s", name);
	cr_assert_eq(out.len, strlen(want));
}

static void refuses(const char *name, const char *s, size_t n, const char *msg)
{
	strbuf_reset(&out);
	strbuf_addstr(&out, "old");
	cr_assert_eq(charset_to_utf8(name, s, n, &out, &err), -1, "%s", name);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_str_eq(err.msg, msg);
	cr_assert_str_eq(out.buf, "old");
}

Test(charset, chinese_charsets)
{
	/* printf 王芳 | iconv -t NAME | xxd */
	gives("GB18030", BYTES("\xCD\xF5\xB7\xBC"), "王芳");
	gives("GBK", BYTES("\xCD\xF5\xB7\xBC"), "王芳");
	gives("gb2312", BYTES("\xCD\xF5\xB7\xBC"), "王芳");
	gives("BIG5", BYTES("\xA4\xFD\xAA\xDA"), "王芳");
	gives("GB18030", BYTES("\x95\x32\x82\x36"), "𠀀"); /* four bytes, above the BMP */
	gives("UTF-16LE", BYTES("\x8B\x73\xB3\x82"), "王芳");
	gives("UTF-16BE", BYTES("\x73\x8B\xD8\x40\xDC\x00"), "王𠀀");
}

Test(charset, western_charsets)
{
	gives("ISO-8859-1", BYTES("caf\xE9"), "café");
	gives("WINDOWS-1252", BYTES("\x80"), "€");
	gives("UTF-8", BYTES("caf\xC3\xA9"), "café");
}

Test(charset, nothing_gives_nothing)
{
	gives("GBK", "", 0, "");
	gives("UTF-16", BYTES("\xFF\xFE"), "");
}

Test(charset, a_byte_order_mark_counts_more_than_the_name)
{
	gives("GBK", BYTES("\xEF\xBB\xBF王"), "王");
	gives("GBK", BYTES("\xFF\xFE\x8B\x73"), "王");
	gives("UTF-16", BYTES("\xFE\xFF\x73\x8B"), "王");
	gives("UTF-16LE", BYTES("\xFF\xFE\x8B\x73"), "王");
	gives("GBK", BYTES("\xFF\xFE\0\0\x8B\x73\0\0"), "王");
	gives("GB18030", BYTES("\x84\x31\x95\x33\xCD\xF5"), "王");
}

Test(charset, invalid_bytes_are_told_with_their_offset)
{
	refuses("GB18030", BYTES("ab\xFFz"), "byte 2: invalid GB18030");
	refuses("UTF-8", BYTES("ab\xE9z"), "byte 2: invalid UTF-8");
	refuses("GBK", BYTES("\xEF\xBB\xBF" "a\xE9"), "byte 4: invalid UTF-8");
	refuses("UTF-16LE", BYTES("a\0\0\xDC"), "byte 2: invalid UTF-16LE");
}

Test(charset, half_a_character_at_the_end_is_invalid)
{
	refuses("GBK", BYTES("\xCD\xF5\xB7"), "byte 2: invalid GBK");
	refuses("UTF-16BE", BYTES("\0a\0"), "byte 2: invalid UTF-16BE");
}

Test(charset, unknown_names_are_refused)
{
	static const char *const bad[] = { "GB9999", "", "GBK//IGNORE", "GBK//TRANSLIT", "/" };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char want[200];

		snprintf(want, sizeof(want),
			 "unknown charset '%s' ('iconv -l' lists the known ones)", bad[i]);
		refuses(bad[i], BYTES("a"), want);
	}
}

Test(charset, pieces_may_cut_characters)
{
	static const char in[] = "a\xCD\xF5\x95\x32\x82\x36z";
	struct charset *c = charset_open("GB18030", &err);
	struct strbuf held = STRBUF_INIT;
	size_t i, used;

	cr_assert_str_eq(charset_name(c), "GB18030");
	for (i = 0; i < sizeof(in) - 1; i++) {
		strbuf_add(&held, in + i, 1);
		cr_assert_eq(charset_convert(c, held.buf, held.len, i + 2 == sizeof(in), &used, &out),
			     CHARSET_DONE);
		if (used)
			strbuf_reset(&held);
	}
	cr_assert_str_eq(out.buf, "a王𠀀z");
	cr_assert_eq(held.len, 0);
	strbuf_release(&held);
	charset_close(c);
}

Test(charset, a_large_text_is_converted_whole)
{
	struct strbuf in = STRBUF_INIT;
	size_t i, n = 100000;

	for (i = 0; i < n; i++)
		strbuf_add(&in, "\xCD\xF5", 2);
	cr_assert_eq(charset_to_utf8("GBK", in.buf, in.len, &out, &err), 0);
	cr_assert_eq(out.len, 3 * n);
	strbuf_release(&in);
}

Test(charset, a_character_that_is_kept_back_comes_out_at_the_end)
{
	/* TCVN keeps a vowel, because a tone mark may follow. */
	gives("TCVN5712-1", BYTES("a"), "a");
	gives("BIG5-HKSCS", BYTES("\x88\x66"), "Ê");
}

Test(charset, units_tell_what_to_pass_over)
{
	static const struct {
		const char *name;
		size_t unit;
	} want[] = { { "GBK", 1 }, { "UTF-8", 1 }, { "utf-16le", 2 }, { "UTF-32", 4 }, { "UCS-2", 2 } };
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct charset *c = charset_open(want[i].name, &err);

		cr_assert_eq(charset_unit(c), want[i].unit, "%s", want[i].name);
		charset_close(c);
	}
	charset_close(NULL);
}
