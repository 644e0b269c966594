/* One compact record per case: what goes in comes out as the case's history, also after others were dropped. */
#include "domain/casestore.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define HEADER "at,logged,case,event,by,kind,category,department,owner,due,detail,text\n"
#define AT(time) "2026-11-01T" time ":00+00:00,,"

static struct policy_set set = POLICY_SET_INIT;
static struct classmap map;
static struct symbols symbols;
static struct casestore store;
static struct casestore_view view = CASESTORE_VIEW_INIT;
static char path[] = "/tmp/sd-casestore-XXXXXX";

static int on_batch(void *ctx, const struct scan_batch *b)
{
	(void)ctx;
	casestore_add(&store, b);
	return 0;
}

static void scan(const char *rows)
{
	struct findings findings = FINDINGS_INIT;
	struct caselog log = CASELOG_INIT;
	struct err err = ERR_INIT;
	FILE *f = fopen(path, "w");

	fputs(HEADER, f);
	fputs(rows, f);
	fclose(f);
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0, "%s", err.msg);
	cr_assert_eq(scan_run(&log, &(struct scan_options){ 0 }, on_batch, NULL, &err), 0);
	cr_assert_eq(findings.count[GRADE_ERROR], 0);
	caselog_release(&log);
	findings_release(&findings);
}

static void setup(void)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	classmap_init(&map);
	classmap_add(&map, COLUMN_KIND);
	classmap_add(&map, COLUMN_OWNER);
	symbols_init(&symbols);
	casestore_init(&store, &map, &symbols);
}

static void teardown(void)
{
	casestore_view_release(&view);
	casestore_release(&store);
	symbols_release(&symbols);
	unlink(path);
}

TestSuite(casestore, .init = setup, .fini = teardown);

static const struct history *unpack(uint32_t day, uint32_t number)
{
	ssize_t i = casestore_find(&store, caseid_make(day, number));

	cr_assert_geq(i, 0, "no case %u-%u", day, number);
	casestore_unpack(&store, (size_t)i, &view);
	return &view.history;
}

static const char *detail(const struct history_event *e)
{
	return symbols_str(&symbols, COLUMN_DETAIL, e->detail);
}

Test(casestore, a_case_comes_out_as_it_went_in)
{
	const struct history *h;

	scan("2026-11-01T08:00:00+00:00,2026-11-01T09:00:00+00:00,20261101-0001,open,li,complaint,price,,zhao,,,\n"
	     AT("09:00") "20261101-0002,open,li,complaint,,,,,,\n"
	     AT("09:01") "20261101-0001,assign,sd,,,,wang,,,\n"
	     AT("09:02") "20261101-0001,hold,li,,,,,,customer,\n"
	     AT("09:03") "20261101-0001,promise,li,,,,,2026-11-05T00:00:00+00:00,,\n"
	     AT("09:04") "20261101-0001,task,li,complaint,,,zhou,2026-11-06T00:00:00+00:00,pull-batch,\n"
	     AT("09:05") "20261101-0001,cancel,li,,,,,,duplicate:20261101-0002,\n");
	cr_assert_eq(store.ncases, 2);
	h = unpack(20261101, 1);
	cr_assert_eq(h->n, 6);
	cr_expect_eq(h->id, caseid_make(20261101, 1));
	cr_expect_eq(h->event[0].event, EVENT_OPEN);
	cr_expect_eq(h->event[0].line, 2);
	cr_expect_eq(h->event[0].key - h->event[0].at, 3600);
	cr_assert_eq(h->event[0].nchanges, 2, "the category is not in the map");
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[0].change[1].symbol), "zhao");
	cr_assert_eq(h->event[1].nchanges, 1);
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[1].change[0].symbol), "wang");
	cr_expect(h->event[1].flags & ROW_BY_SD);
	cr_expect_str_eq(detail(&h->event[2]), "customer");
	cr_expect_eq(h->event[3].due - h->event[3].at, 3 * 86400 + 15 * 3600 - 3 * 60);
	cr_expect_eq(h->event[2].due, INSTANT_NONE);
	cr_expect_str_eq(detail(&h->event[4]), "pull-batch");
	cr_assert_eq(h->event[4].nchanges, 1, "whose the task is, no more");
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[4].change[0].symbol), "zhou");
	cr_expect_str_eq(detail(&h->event[5]), "duplicate", "not the id: it would be one string a case");
}

Test(casestore, keeps_when_a_case_that_is_opened_with_a_due_time_is_due)
{
	const struct history *h;

	classmap_add(&map, COLUMN_DUE);
	scan(AT("09:00") "20261101-0001,open,li,action,,,,2026-11-06T00:00:00+00:00,,\n"
	     AT("09:00") "20261101-0002,open,li,action,,,,,,\n"
	     AT("09:00") "20261101-0003,open,li,action,,,,soon,,\n");
	h = unpack(20261101, 1);
	cr_expect_eq(h->event[0].due - h->event[0].at, 4 * 86400 + 15 * 3600);
	cr_expect_eq(h->event[0].nchanges, 1, "the kind; the time classifies nothing");
	cr_expect_eq(unpack(20261101, 2)->event[0].due, INSTANT_NONE);
	cr_expect_eq(unpack(20261101, 3)->event[0].due, INSTANT_NONE);
}

Test(casestore, a_row_that_was_written_later_says_when)
{
	const struct history *h;

	scan("2026-11-01T08:00:00+00:00,2026-11-01T09:00:00+00:00,20261101-0001,open,li,,,,,,,\n"
	     "2026-11-01T08:30:00+00:00,2026-11-02T09:00:01+00:00,20261101-0001,contact,li,,,,,,,\n"
	     "2026-11-03T08:00:00+00:00,,20261101-0001,respond,li,,,,,,,\n");
	h = unpack(20261101, 1);
	cr_expect_eq(h->event[0].key, h->event[0].at + 3600);
	cr_expect_eq(h->event[1].key, h->event[1].at + 86400 + 1801);
	cr_expect_eq(h->event[2].key, 0);
}

Test(casestore, the_ledger_is_kept_where_it_is_asked_for)
{
	static const char rows[] =
		AT("09:00") "20261101-0001,open,li,,,,,,,\n"
		AT("09:01") "20261101-0001,remind,sd,,,,,,remind-owner/answer/0123456789abcdef/1,\n"
		AT("09:02") "20261101-0001,escalate,sd,,,,,,boss/answer/0123456789abcdef/1,\n"
		AT("09:03") "20261101-0001,notify,sd,,,,wang,,told/mail/0/0123456789abcdef,\n"
		AT("09:04") "20261101-0002,open,li,,,,,,,\n";
	const struct history *h;

	scan(rows);
	h = unpack(20261101, 1);
	cr_expect_str_eq(detail(&h->event[1]), "");
	cr_expect_str_eq(detail(&h->event[2]), "boss");
	casestore_release(&store);
	casestore_init(&store, &map, &symbols);
	store.keeps_ledger = 1;
	scan(rows);
	h = unpack(20261101, 1);
	cr_expect_str_eq(detail(&h->event[1]), "remind-owner/answer/0123456789abcdef/1");
	cr_expect_str_eq(detail(&h->event[2]), "boss/answer/0123456789abcdef/1");
	cr_expect_eq(h->event[2].owner, 0);
	casestore_compact(&store, (const uint8_t[]){ 0, 1 });
	cr_expect(store.keeps_ledger);
	h = unpack(20261101, 1);
	cr_expect_str_eq(detail(&h->event[3]), "told/mail/0/0123456789abcdef");
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[3].owner), "wang");
	cr_expect_eq(h->event[3].nchanges, 0, "who is told does not own the case");
}

Test(casestore, rows_without_a_case_are_passed_over)
{
	scan("2026-11-01T08:00:00+00:00,,,seal,sd,,,,,,,x\n");
	cr_expect_eq(store.ncases, 0);
	cr_expect_eq(casestore_find(&store, caseid_make(20261101, 1)), -1);
}

Test(casestore, many_cases_of_many_days_are_found)
{
	struct strbuf rows = STRBUF_INIT;
	uint32_t day, n;

	for (day = 1; day <= 28; day++)
		for (n = 1; n <= 200; n++)
			strbuf_addf(&rows, "2026-11-%02uT08:00:00+00:00,,202611%02u-%04u,open,li,k%u,,,,,,\n",
				    day, day, n, n);
	scan(rows.buf);
	cr_assert_eq(store.ncases, 5600);
	for (day = 1; day <= 28; day++)
		for (n = 1; n <= 200; n++) {
			const struct history *h = unpack(20261100 + day, n);
			char want[12];

			snprintf(want, sizeof(want), "k%u", n);
			cr_assert_eq(h->n, 1);
			cr_assert_str_eq(symbols_str(&symbols, COLUMN_KIND, h->event[0].change[0].symbol), want);
		}
	strbuf_release(&rows);
}

static const char some[] =
	AT("08:00") "20261101-0001,open,li,complaint,,,zhao,,,\n"
	AT("08:01") "20261101-0002,open,li,praise,,,zhao,,,\n"
	AT("08:02") "20261101-0003,open,li,complaint,,,,,,\n"
	AT("08:03") "20261101-0002,assign,li,,,,wang,,,\n"
	AT("08:04") "20261101-0002,promise,li,,,,,2026-11-05T00:00:00+00:00,,\n"
	AT("08:05") "20261101-0002,task,li,,,,zhou,2026-11-06T00:00:00+00:00,train,\n";
static const char later[] = AT("08:05") "20261101-0001,resolve,li,,,,,,stale,\n";

Test(casestore, dropping_a_case_leaves_the_others_as_they_were)
{
	const struct history *h;

	scan(some);
	casestore_compact(&store, (const uint8_t[]){ 1, 0, 1 });
	cr_assert_eq(store.ncases, 1);
	cr_expect_eq(casestore_find(&store, caseid_make(20261101, 1)), -1);
	h = unpack(20261101, 2);
	cr_assert_eq(h->n, 4);
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_KIND, h->event[0].change[0].symbol), "praise");
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[1].change[0].symbol), "wang");
	cr_expect_neq(h->event[2].due, INSTANT_NONE);
	cr_expect_str_eq(detail(&h->event[3]), "train");
	cr_expect_str_eq(symbols_str(&symbols, COLUMN_OWNER, h->event[3].change[0].symbol), "zhou");
	cr_expect_eq(store.again.line, 0);
}

Test(casestore, a_later_row_of_a_dropped_case_asks_for_it_again)
{
	struct strbuf all = STRBUF_INIT;
	const struct history *h;

	scan(some);
	casestore_compact(&store, (const uint8_t[]){ 1, 0, 0 });
	scan(later);
	cr_assert_eq(store.again.line, 2);
	cr_expect_eq(store.again.offset, (off_t)strlen(HEADER));
	casestore_compact(&store, (const uint8_t[]){ 1, 1, 1 });
	cr_expect_eq(store.ncases, 1, "what is not whole is never dropped");
	casestore_refill_begin(&store);
	strbuf_addstr(&all, some);
	strbuf_addstr(&all, later);
	scan(all.buf);
	casestore_refill_end(&store);
	cr_expect_eq(store.ncases, 1);
	h = unpack(20261101, 1);
	cr_assert_eq(h->n, 2);
	cr_expect_eq(h->event[0].event, EVENT_OPEN);
	cr_expect_str_eq(detail(&h->event[1]), "stale");
	strbuf_release(&all);
}

Test(casestore, only_what_may_have_been_dropped_is_read_again)
{
	scan(some);
	casestore_compact(&store, (const uint8_t[]){ 0, 1, 0 });
	scan(AT("08:05") "20261101-0003,note,li,,,,,,,\n"
	     AT("08:05") "20261101-0004,open,li,,,,,,,\n"
	     AT("08:05") "20261101-0005,note,li,,,,,,,\n"
	     AT("08:05") "20261031-0001,open,li,,,,,,,\n"
	     AT("08:05") "20261102-0001,open,li,,,,,,,\n");
	cr_expect_eq(store.again.line, 0, "there, or newer, or of a date of which nothing was dropped");
	scan(AT("08:06") "20261101-0002,open,li,,,,,,,\n");
	cr_expect_eq(store.again.line, 3, "a second open row of a case that was dropped");
}

Test(casestore, after_the_second_reading_cases_can_be_dropped_as_ever)
{
	struct strbuf all = STRBUF_INIT;

	strbuf_addstr(&all, some);
	strbuf_addstr(&all, later);
	scan(some);
	casestore_compact(&store, (const uint8_t[]){ 1, 1, 0 });
	scan(later);
	casestore_refill_begin(&store);
	scan(all.buf);
	casestore_refill_end(&store);
	cr_expect_eq(store.ncases, 2, "the third and, again, the first");
	casestore_compact(&store, (const uint8_t[]){ 1, 1 });
	cr_expect_eq(store.ncases, 0);
	scan(AT("08:07") "20261101-0003,note,li,,,,,,,\n");
	cr_expect_eq(store.again.line, 2);
	strbuf_release(&all);
}
