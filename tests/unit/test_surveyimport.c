/* domain/surveyimport: rows of a questionnaire's export as answers, and that no bytes make it stumble. */
#include "domain/surveyimport.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char wide[] =
	"survey: w\ndates: YYYY-MM-DD\nkey: no\nat: at\ncustomer: { contact: phone }\n"
	"questions: { overall: { column: q, values: { good: 4, bad: 1 }, text: why }, better: b }\ntext: t\n";
static const char lengthy[] =
	"survey: l\ndates: YYYY-MM-DD\nat: at\nquestion: { column: q, values: { Q1: overall, \"\": \"\" } }\n"
	"answer: { column: a, values: { good: 4 } }\n";
static const char wide_header[] = "no,at,phone,q,why,b,t\n";

static char dir[] = "/tmp/sd-unit-XXXXXX", path[2][64];
static struct policy_set set = POLICY_SET_INIT;
static struct findings findings = FINDINGS_INIT;
static struct err err = ERR_INIT;
static struct surveymap *map;
static struct surveyimport im;
static struct strbuf told = STRBUF_INIT;

static void put_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	cr_assert_not_null(f);
	fputs(text, f);
	cr_assert_eq(fclose(f), 0);
}

static void setup(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path[0], sizeof(path[0]), "%s/policy.yaml", dir);
	snprintf(path[1], sizeof(path[1]), "%s/map.yaml", dir);
	put_file(path[0], "policy: p\ntimezone: UTC\nkinds: { complaint: {} }\nevents: { feedback: {} }\n"
			  "survey: { after: feedback, ask: { overall: {scale: 5}, better: {text: true} } }\n");
	cr_assert_eq(policy_set_load(&set, path[0], NULL, &findings, &err), 0, "%s", err.msg);
}

static void teardown(void)
{
	unlink(path[0]);
	unlink(path[1]);
	rmdir(dir);
	surveymap_free(map);
	policy_set_release(&set);
	findings_release(&findings);
	strbuf_release(&told);
}

TestSuite(surveyimport, .init = setup, .fini = teardown);

static void use_map(const char *text)
{
	put_file(path[1], text);
	map = surveymap_load(path[1], &set, &set.version[0]->survey, &findings, &err);
	cr_assert_not_null(map, "%s", err.msg);
}

/* "key question=value (text)" a line. 0, or -1 where the header is not that of the map. */
static int take(const char *table, size_t n)
{
	struct csv_reader *r = csv_open_memory("t.csv", table, n, &findings);
	struct csv_row row;
	int ret = -1;

	strbuf_reset(&told);
	if (csv_read_header(r, &err) < 0 || surveymap_bind(map, r, &findings, &err) < 0)
		goto out;
	surveyimport_init(&im, map, &set, civil_to_days(2026, 11, 21) * 86400, "t.csv", &findings);
	while (csv_next(r, &row, &err) > 0)
		surveyimport_row(&im, &row);
	for (size_t i = 0; i < im.n; i++)
		for (size_t k = 0; k < im.row[i].n; k++) {
			const struct surveyimport_answer *a = &im.answer[im.row[i].first + k];

			strbuf_addf(&told, "%s %s=%s (%s)\n", surveyimport_word(&im, im.row[i].key),
				    a->question == SURVEYIMPORT_REMARK ? "" : map->ask[a->question].name,
				    surveyimport_word(&im, a->value), surveyimport_word(&im, a->text));
		}
	ret = 0;
out:
	csv_close(r);
	return ret;
}

static const char *rows(const char *text)
{
	struct strbuf table = STRBUF_INIT;

	strbuf_addstr(&table, wide_header);
	strbuf_addstr(&table, text);
	cr_assert_eq(take(table.buf, table.len), 0, "%s", err.msg);
	surveyimport_release(&im);
	strbuf_release(&table);
	return told.buf;
}

Test(surveyimport, C8_words_belong_to_their_score_and_are_a_remark_without_one)
{
	use_map(wide);
	cr_expect_str_eq(rows("1,2026-11-20,,good,quick,more,\n"), "w/1 overall=4 (quick)\nw/1 better= (more)\n");
	cr_expect_str_eq(rows("1,2026-11-20,,,quick,,thanks\n"), "w/1 = (quick / thanks)\n");
	cr_expect_str_eq(rows("1,2026-11-20,,,,,\n"), "");
	cr_expect_eq(im.nempty, 1);
	cr_expect_eq(findings.n, 0);
}

Test(surveyimport, a_row_that_is_refused_leaves_nothing_behind)
{
	use_map(wide);
	cr_expect_str_eq(rows("1,2026-11-20,,good,,x,\n2,2026-11-20,,best,,y,\n3,2026-11-20,,bad,,,\n"),
			 "w/1 overall=4 ()\nw/1 better= (x)\nw/3 overall=1 ()\n");
	cr_expect_eq(im.nanswers, 3);
	cr_expect_eq(im.in.naside, 1);
	cr_expect_eq(im.nshifted, 0);
}

Test(surveyimport, cells_beside_their_columns_are_noticed_at_the_time_and_the_answers)
{
	use_map(wide);
	rows(",1,2026-11-20,,good,,\n");
	cr_expect_eq(im.nshifted, 1, "one to the right");
	rows("2026-11-20,,good,,x,,\n");
	cr_expect_eq(im.nshifted, 0, "an empty time may be forgotten");
	rows("2026-11-20,138,good,,x,,\n");
	cr_expect_eq(im.nshifted, 1, "one to the left");
	rows("1,x,2026-11-20,good,,,\n");
	cr_expect_eq(im.nshifted, 1, "nothing speaks against it");
	rows("1,x,2026-11-20,,great,,\n");
	cr_expect_eq(im.nshifted, 0, "'great' is no answer of the question");
}

Test(surveyimport, without_key_column_equal_rows_are_numbered)
{
	static const char table[] = "at,q,a\n2026-11-20,Q1,good\n2026-11-20,Q1,good\n2026-11-20,,words\n";

	use_map(lengthy);
	cr_assert_eq(take(table, strlen(table)), 0);
	surveyimport_release(&im);
	cr_expect_eq(im.n, 3);
	cr_expect_not_null(strstr(told.buf, "/2 overall=4 ()\n"));
	cr_expect_not_null(strstr(told.buf, " = (words)\n"));
}

static uint32_t seed = 1;

static uint32_t random_number(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* Every answer has a key and its place, every row that is not taken is counted, whatever the bytes are. */
Test(surveyimport, no_bytes_make_it_stumble)
{
	static const char good[] = "no,at,phone,q,why,b,t\n1,2026-11-20,138,good,\"a \"\"b\"\"\",x,y\n"
				   "2,2026-11-20,,bad,\"two\nlines\",,\n3,2026-11-19,139,good,,z,\n";
	static const char odd[] = "\"\"\"\n\r,,;\0\xFF\xEF\xBB\xBF=-20";
	char table[sizeof(good) + 16];

	use_map(wide);
	for (int i = 0; i < 20000; i++) {
		size_t n = sizeof(good) - 1;

		memcpy(table, good, n);
		for (uint32_t k = random_number(4); k-- > 0;) {
			size_t at = 22 + random_number((uint32_t)n - 22);

			if (random_number(3)) {
				table[at] = odd[random_number(sizeof(odd) - 1)];
			} else {
				memmove(table + at, table + at + 1, n - at - 1);
				n--;
			}
		}
		cr_assert_eq(take(table, n), 0);
		for (size_t k = 0; k < im.n; k++)
			cr_assert(im.row[k].n && im.row[k].key && im.row[k].line > 1);
		cr_assert_leq(im.n + im.nempty + im.nrepeated, im.in.rows);
		surveyimport_release(&im);
		findings_release(&findings);
		findings = (struct findings)FINDINGS_INIT;
	}
}
