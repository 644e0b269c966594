/* C22: which category the words of a text suggest. */
#include "rules/triage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static const char policy[] =
	"policy: t\nvalid-from: 2026-01-01\ntimezone: UTC\n"
	"kinds: { consultation: { severities: { ordinary: {}, complex: {} } }, complaint: { severities: { general: {}, major: {} } } }\n"
	"departments: { merchandise: {}, logistics: {} }\n"
	"categories:\n"
	"  quality: { kind: complaint, severity: general, department: merchandise, words: [质量, broken] }\n"
	"  expired: { of: quality, severity: major, words: [过期, 变质, \"past its date\"] }\n"
	"  late: { kind: complaint, department: logistics, words: [late, 迟到, 过期未送到] }\n"
	"  price: { words: [多少钱, Preis, \"9,90\", КАССА] }\n"
	"  café: { words: [café, \"  \"] }\n"
	"  none: {}\n";

static struct policy_set set;
static struct triage t;

static void setup(void)
{
	char dir[] = "/tmp/sd-triage-XXXXXX", path[64];
	struct findings findings = FINDINGS_INIT;
	struct err err = ERR_INIT;
	FILE *f;

	cr_assert(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/policy.yaml", dir);
	f = fopen(path, "w");
	cr_assert(f && fputs(policy, f) >= 0 && fclose(f) == 0);
	set = (struct policy_set)POLICY_SET_INIT;
	t = (struct triage)TRIAGE_INIT;
	cr_assert_eq(policy_set_load(&set, path, NULL, &findings, &err), 0, "%s: %s", err.msg,
		     findings.n ? findings.list[0].msg : "");
	findings_release(&findings);
	unlink(path);
	rmdir(dir);
}

static void teardown(void)
{
	triage_release(&t);
	policy_set_release(&set);
}

TestSuite(triage, .init = setup, .fini = teardown);

/* The category with the words found: "expired: 过期 变质", or "-". */
static void expect_n(const char *text, size_t n, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	size_t i;

	triage_find(&t, policy_set_now(&set), text, n);
	strbuf_addstr(&got, t.category ? t.category->name : "-");
	for (i = 0; i < t.nwords; i++)
		strbuf_addf(&got, "%s%s", i ? ", " : ": ", t.word[i]);
	cr_expect_str_eq(got.buf, want, "'%.60s': got '%s', expected '%s'", text, got.buf, want);
	strbuf_release(&got);
}

static void expect(const char *text, const char *want)
{
	expect_n(text, strlen(text), want);
}

Test(triage, C22_a_word_of_the_text_suggests_its_category)
{
	expect("昨天买的牛奶过期了", "expired: 过期");
	expect("The milk is past its date!", "expired: past its date");
	expect("nothing of the kind", "-");
	expect("", "-");
}

Test(triage, the_longest_word_wins_then_the_most_words_then_the_first_in_the_file)
{
	expect("过期", "expired: 过期");
	expect("过期未送到", "late: 过期未送到");
	expect("质量不好，过期变质", "expired: 过期, 变质");
	expect("过期，质量", "quality: 质量");
	expect("过期 and past its date", "expired: past its date, 过期");
	expect("broken, and late", "quality: broken");
}

Test(triage, words_of_an_alphabet_are_whole_words_in_any_case)
{
	expect("LATE again", "late: late");
	expect("a plate", "-");
	expect("later", "-");
	expect("late", "late: late");
	expect("too-late.", "late: late");
	expect("送到太late了", "late: late");
	expect("plate, but not late", "late: late");
	expect("Über den preis", "price: Preis");
	expect("касса", "price: КАССА");
	expect("café!", "café: café");
	expect("Cafés", "-");
	expect("für 9,90 gekauft", "price: 9,90");
	expect("für 19,90 gekauft", "-");
}

Test(triage, full_width_and_white_space_make_no_difference)
{
	expect("ＬＡＴＥ！", "late: late");
	expect("past  its\n\tdate", "expired: past its date");
	expect("past　its\xC2\xA0" "date", "expired: past its date");
	expect("过\xE2\x80\x8B期", "expired: 过期");
}

Test(triage, hostile_texts_do_no_harm)
{
	size_t n = 10 << 20, near = 1 << 16, i;
	char *text = mem_alloc(n + 1);

	expect("\xFF\xFE late \x80\xC3", "late: late");
	expect("过\xFF期", "-");
	expect("\xE8\xBF", "-");
	expect_n("\0late\0", 6, "late: late");
	/* Nearly a word everywhere, and nowhere one. */
	for (i = 0; i < near; i++)
		text[i] = "late"[i % 4];
	expect_n(text, near, "-");
	memset(text + near, 'l', n - near);
	text[n] = '\0';
	memcpy(text + n - 5, " late", 5);
	expect_n(text, n, "late: late");
	memset(text, 0xE8, n);
	expect_n(text, n, "-");
	memset(text, ' ', n);
	expect_n(text, n, "-");
	free(text);
}

Test(triage, what_a_category_does_not_say_the_one_above_it_does)
{
	const struct policy *p = policy_set_now(&set);
	const struct policy_category *c = policy_category(p, "expired");

	cr_expect_str_eq(triage_suggests(p, c, COLUMN_KIND), "complaint");
	cr_expect_str_eq(triage_suggests(p, c, COLUMN_SEVERITY), "major");
	cr_expect_str_eq(triage_suggests(p, c, COLUMN_DEPARTMENT), "merchandise");
	cr_expect_null(triage_suggests(p, policy_category(p, "price"), COLUMN_KIND));
	cr_expect_null(triage_suggests(p, NULL, COLUMN_KIND));
}
