/* base: strings, arena, interned strings, errors and findings, nearest spelling, UTF-8. */
#include <criterion/criterion.h>
#include <math.h>
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/err.h"
#include "base/finding.h"
#include "base/intern.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/strbuf.h"
#include "base/utf8.h"

Test(strbuf, is_a_string_even_when_empty)
{
	struct strbuf sb = STRBUF_INIT;

	cr_expect_str_eq(sb.buf, "");
	strbuf_release(&sb);
	strbuf_release(&sb);
	cr_expect_str_eq(sb.buf, "");
}

Test(strbuf, keeps_bytes_and_adds_a_final_nul)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_add(&sb, "a\0b", 3);
	cr_expect(sb.len == 3 && !memcmp(sb.buf, "a\0b", 4));
	strbuf_addchars(&sb, '-', 2000);
	strbuf_addf(&sb, "%d", 42);
	cr_expect(sb.len == 2005);
	cr_expect_str_eq(sb.buf + 2003, "42");
	strbuf_setlen(&sb, 1);
	cr_expect_str_eq(sb.buf, "a");
	strbuf_release(&sb);
}

Test(strbuf, detach_hands_the_string_over)
{
	struct strbuf sb = STRBUF_INIT;
	char *s;

	strbuf_addstr(&sb, "x");
	s = strbuf_detach(&sb);
	cr_expect_str_eq(s, "x");
	cr_expect(sb.len == 0);
	free(s);
	s = strbuf_detach(&sb);
	cr_expect_str_eq(s, "");
	free(s);
}

Test(arena, gives_zeroed_aligned_memory_of_any_size)
{
	struct arena a = ARENA_INIT;
	size_t i;

	for (i = 1; i < 100000; i = i * 3 + 1) {
		char *p = arena_alloc(&a, i);

		cr_expect((uintptr_t)p % _Alignof(max_align_t) == 0);
		cr_expect(p[0] == 0 && p[i - 1] == 0);
		memset(p, 1, i);
	}
	arena_release(&a);
	cr_expect(a.total == 0);
}

Test(intern, words_together_are_told_apart_from_others_however_they_are_split)
{
	struct intern t = INTERN_INIT;

	cr_expect_eq(INTERN_ADD_WORDS(&t, "a", "b,c"), 0);
	cr_expect_eq(INTERN_ADD_WORDS(&t, "a,b", "c"), 1);
	cr_expect_eq(INTERN_ADD_WORDS(&t, "", "ab"), 2);
	cr_expect_eq(INTERN_ADD_WORDS(&t, "ab", ""), 3);
	cr_expect_eq(INTERN_ADD_WORDS(&t, "ab"), 4);
	cr_expect_eq(INTERN_ADD_WORDS(&t, "a", "b,c"), 0);
	cr_expect_eq(intern_find(&t, "ab", 2), 4);
	intern_release(&t);
}

Test(intern, same_bytes_same_number)
{
	struct intern t = INTERN_INIT;
	char name[32];
	uint32_t i;

	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "product-%u", i);
		cr_assert(intern_add(&t, name, strlen(name)) == i);
	}
	for (i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "product-%u", i);
		cr_assert(intern_find(&t, name, strlen(name)) == i);
		cr_assert_str_eq(intern_str(&t, i), name);
	}
	cr_expect(intern_find(&t, "product-", 8) == INTERN_NONE);
	cr_expect(intern_add(&t, "", 0) == 5000);
	cr_expect(intern_len(&t, 5000) == 0);
	intern_release(&t);
}

Test(err, carries_status_and_one_sentence)
{
	struct err err = ERR_INIT;

	cr_expect(err_set(&err, STATUS_INPUT, "bad '%s'", "x") == -1);
	cr_expect(err.status == STATUS_INPUT);
	cr_expect_str_eq(err.msg, "bad 'x'");
	err_prefix(&err, "line %d", 3);
	cr_expect_str_eq(err.msg, "line 3: bad 'x'");
	errno = ENOENT;
	err_errno(&err, "cannot open '%s'", "f");
	cr_expect(err.status == STATUS_SYSTEM);
	cr_expect_str_eq(err.msg, "cannot open 'f': No such file or directory");
}

Test(err, cuts_a_long_message_between_characters)
{
	struct err err = ERR_INIT;
	struct strbuf sb = STRBUF_INIT;
	int i;

	strbuf_addstr(&sb, "x");
	for (i = 0; i < 1000; i++)
		strbuf_addstr(&sb, "王");
	err_set(&err, STATUS_INPUT, "%s", sb.buf);
	cr_expect(utf8_valid(err.msg, strlen(err.msg)) == strlen(err.msg));
	cr_expect(strlen(err.msg) > 990);
	strbuf_release(&sb);
}

Test(findings, are_all_counted_and_the_first_kept)
{
	struct findings f = FINDINGS_INIT;
	int i;

	cr_expect(!findings_has_error(&f));
	for (i = 0; i < FINDINGS_KEPT + 7; i++)
		finding_excerpt(&f, finding_add(&f, GRADE_WARNING, "a.csv", 1, 2, "w%d", i), "line", 4);
	cr_expect(!findings_has_error(&f));
	finding_add(&f, GRADE_ERROR, "a.csv", 1, 2, "e");
	cr_expect(findings_has_error(&f));
	cr_expect(f.n == FINDINGS_KEPT && f.count[GRADE_WARNING] == FINDINGS_KEPT + 7);
	cr_expect_str_eq(f.list[3].msg, "w3");
	cr_expect_str_eq(f.list[3].excerpt, "line");
	findings_release(&f);
}

Test(nearest, offers_a_near_name_and_nothing_else)
{
	static const char *const names[] = { "open", "respond", "resolve", "reopen", NULL };

	cr_expect_str_eq(nearest("opne", names, 5), "open");
	cr_expect_str_eq(nearest("resovle", names, 5), "resolve");
	cr_expect_str_eq(nearest("respnd", names, 5), "respond");
	cr_expect_null(nearest("banana", names, 5));
	cr_expect_null(nearest("xy", names, 5));
	cr_expect_null(nearest("", names, 5));
	cr_expect_str_eq(nearest("过其", (const char *const[]){ "价格", "过期" }, 2), "过期",
			 "characters count, not bytes");
	cr_expect_null(nearest("数量", (const char *const[]){ "价格", "过期" }, 2));
}

Test(utf8, validity_is_that_of_rfc_3629)
{
	static const struct { const char *s; size_t n, valid; } cases[] = {
		{ "abc", 3, 3 }, { "王芳", 6, 6 }, { "\xF0\x9F\x98\x80", 4, 4 },
		{ "a\xE9", 2, 1 }, { "\xC0\x80", 2, 0 }, { "\xED\xA0\x80", 3, 0 },
		{ "\xF4\x90\x80\x80", 4, 0 }, { "12345678\xFF", 9, 8 }, { "\xE7\x8E", 2, 0 },
		{ "a\0b", 3, 3 }, { "\x80", 1, 0 }, { "王\xE7\x8E", 5, 3 }, { "王\xE7\x8E" "A", 6, 3 },
		{ "\xE0\x9F\xBF", 3, 0 }, { "\xE0\xA0\x80", 3, 3 }, { "\xEE\x80\x80\xFF", 4, 3 },
		{ "\xEF\xBF\xBD王", 6, 6 }, { "\xE7" "A\x8B", 3, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		cr_expect(utf8_valid(cases[i].s, cases[i].n) == cases[i].valid, "case %zu", i);
}

Test(utf8, count_tells_characters)
{
	static const char s[] = "王ab芳𠀀é-long enough for words-商场";
	size_t n;

	cr_expect(utf8_count("", 0) == 0);
	cr_expect(utf8_count(s, sizeof(s) - 1) == 31);
	/* Whatever the length and the offset, it agrees with counting one by one. */
	for (n = 0; n < sizeof(s); n++)
		if (utf8_valid(s, n) == n)
			cr_expect(utf8_count(s, n) == utf8_column(s, n, n) - 1, "%zu", n);
}

Test(utf8, cut_never_splits_a_character)
{
	const char *s = "a王b";

	cr_expect(utf8_cut(s, 0) == 0);
	cr_expect(utf8_cut(s, 1) == 1);
	cr_expect(utf8_cut(s, 2) == 1);
	cr_expect(utf8_cut(s, 3) == 1);
	cr_expect(utf8_cut(s, 4) == 4);
	cr_expect(utf8_cut(s, 5) == 5);
}

Test(utf8, width_counts_terminal_columns)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	cr_expect(utf8_width("abc", 3) == 3);
	cr_expect(utf8_width("王芳", 6) == 4);
	cr_expect(utf8_width("e\xCC\x81", 3) == 1);
	cr_expect(utf8_width("，", 3) == 2);
	cr_expect(utf8_fit("王芳", 6, 3) == 3);
	cr_expect(utf8_fit("王芳", 6, 4) == 6);
	cr_expect(utf8_column("王芳x", 7, 6) == 3);
}

static void expect_wrap(const char *s, size_t columns, const char *first)
{
	cr_expect_eq(utf8_wrap(s, strlen(s), columns), strlen(first), "'%s' in %zu: %zu bytes", s, columns,
		     utf8_wrap(s, strlen(s), columns));
}

Test(utf8, a_line_is_broken_at_a_blank_or_between_wide_characters_but_not_before_closing_punctuation)
{
	expect_wrap("one two", 7, "one two");
	expect_wrap("one two", 6, "one ");
	expect_wrap("one two", 3, "one");
	expect_wrap("oneword", 3, "one");
	expect_wrap("by 98 %", 6, "by ");
	expect_wrap("王芳来了", 5, "王芳");
	expect_wrap("王芳，来了", 4, "王");
	expect_wrap("（王芳）来了", 3, "（");
	expect_wrap("在（王芳）来了", 4, "在");
	expect_wrap("ab王芳", 3, "ab");
	expect_wrap("a\xE9zz", 2, "a\xE9");
	expect_wrap("", 4, "");
	/* A number stays with the words it counts, */
	expect_wrap("受理 233 件", 9, "受");
	expect_wrap("办结 12件了", 10, "办结 12件");
	expect_wrap("未办结 6 件", 8, "未办");
	expect_wrap("共：6 件", 7, "共：");
	/* ... and a clause in one line where it fills half of it. */
	expect_wrap("受理了，办结了，未办结", 18, "受理了，办结了，");
	expect_wrap("好，受理了办结了未办结", 18, "好，受理了办结了未");
	expect_wrap("done by 孙强, 王芳", 17, "done by 孙强, ");
}

Test(utf8, safe_text_reaches_no_terminal_as_a_command)
{
	static const struct { const char *s; size_t n; const char *safe; } cases[] = {
		{ "a\033[31mb", 7, "a\\x1B[31mb" }, { "a\nb\tc", 5, "a\\nb\\tc" },
		{ "\xC2\x9B" "31m", 5, "\\u{9B}31m" }, { "\xE2\x80\xAE" "x", 4, "\\u{202E}x" },
		{ "a\xE9", 2, "a\\xE9" }, { "\x7F", 1, "\\x7F" }, { "王", 3, "王" },
		{ "\xE2\x80\x8B", 3, "\\u{200B}" }, { "\0", 1, "\\x00" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		utf8_add_safe(&out, cases[i].s, cases[i].n);
		cr_expect_str_eq(out.buf, cases[i].safe);
		strbuf_release(&out);
	}
}

Test(utf8, no_single_byte_or_pair_gets_through_as_control)
{
	struct strbuf out = STRBUF_INIT;
	int a, b;

	for (a = 0; a < 256; a++)
		for (b = 0; b < 256; b++) {
			char s[2] = { (char)a, (char)b };
			size_t i;

			strbuf_reset(&out);
			utf8_add_safe(&out, s, 2);
			cr_assert(utf8_valid(out.buf, out.len) == out.len);
			for (i = 0; i < out.len; i++)
				cr_assert((unsigned char)out.buf[i] >= 0x20 && out.buf[i] != 0x7F);
		}
	strbuf_release(&out);
}

Test(base64, examples_of_rfc_4648)
{
	static const char *const want[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	struct strbuf out = STRBUF_INIT;
	size_t n;

	for (n = 0; n <= 6; n++) {
		strbuf_reset(&out);
		base64_add(&out, "foobar", n);
		cr_expect_str_eq(out.buf, want[n]);
	}
	strbuf_reset(&out);
	base64_add(&out, "\xFB\xFF\xFE", 3);
	cr_expect_str_eq(out.buf, "+//+");
	strbuf_release(&out);
}

Test(strbuf, adds_whole_numbers_as_printf_does)
{
	const uint64_t n[] = { 0, 9, 10, 1234567890, UINT64_MAX };
	struct strbuf sb = STRBUF_INIT;
	char want[32];
	size_t i;

	for (i = 0; i < sizeof(n) / sizeof(n[0]); i++) {
		strbuf_reset(&sb);
		strbuf_addu(&sb, n[i]);
		snprintf(want, sizeof(want), "%llu", (unsigned long long)n[i]);
		cr_expect_str_eq(sb.buf, want);
	}
	strbuf_release(&sb);
}

/* Also where a tenth and a half has no exact binary form, and for what is no number. */
Test(strbuf, adds_tenths_byte_for_byte_as_printf_does)
{
	const double odd[] = { 0, .05, .15, .25, .35, .45, .95, .049999999, .050000001, 99.95, 100, -.04, -1.25,
			       1e8, 1e9, 1e20, NAN, INFINITY };
	struct strbuf sb = STRBUF_INIT;
	char want[64];
	unsigned int i, of;

	for (i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		strbuf_reset(&sb);
		strbuf_add_tenths(&sb, odd[i]);
		snprintf(want, sizeof(want), "%.1f", odd[i]);
		cr_expect_str_eq(sb.buf, want);
	}
	for (of = 1; of <= 400; of++)
		for (i = 0; i <= of; i++) {
			double x = 100 * (double)i / (double)of;

			strbuf_reset(&sb);
			strbuf_add_tenths(&sb, x);
			snprintf(want, sizeof(want), "%.1f", x);
			cr_assert_str_eq(sb.buf, want, "%u/%u", i, of);
		}
	strbuf_release(&sb);
}
