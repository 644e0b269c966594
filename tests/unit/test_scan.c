/* Reading the log: every row once, in order, whatever the file looks like. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/scan_block.h"

#define CHECK "0123456789abcdef"

static const char head[] =
	"at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,"
	"batch,department,owner,due,amount,detail,key,text,check\n";

static struct policy_set set;
static struct findings findings;
static struct err err;
static char path[] = "/tmp/sd-scan-XXXXXX";
static struct strbuf file, seen;
static int counted;

static void setup(void)
{
	static const char *const own[] = { "feedback", "investigate", "confirmation" };
	size_t i;
	int fd;

	set = (struct policy_set)POLICY_SET_INIT;
	for (i = 0; i < EVENT_OWN; i++)
		intern_add(&set.events, event_name((int)i), strlen(event_name((int)i)));
	for (i = 0; i < 3; i++)
		intern_add(&set.events, own[i], strlen(own[i]));
	findings = (struct findings)FINDINGS_INIT;
	err = (struct err)ERR_INIT;
	strbuf_init(&file);
	strbuf_init(&seen);
	strcpy(path, "/tmp/sd-scan-XXXXXX");
	fd = mkstemp(path);
	cr_assert(fd >= 0);
	close(fd);
}

static void teardown(void)
{
	unlink(path);
	intern_release(&set.events);
	intern_release(&set.fields);
	findings_release(&findings);
	strbuf_release(&file);
	strbuf_release(&seen);
}

TestSuite(scan, .init = setup, .fini = teardown);

/* A row of the canonical layout: time of 2026-11-DAY, rest of the id, event, text as it stands in the file. */
static void add(const char *time, const char *id, const char *event, const char *text)
{
	strbuf_addf(&file, "2026-11-%s+08:00,,202611%s,%s,li.na,,,,,,,,,,,,,,,,%s," CHECK "\n", time,
		    id, event, text);
}

static void save(void)
{
	FILE *f = fopen(path, "w");

	cr_assert(f);
	cr_assert_eq(fwrite(file.buf, 1, file.len, f), file.len);
	cr_assert_eq(fclose(f), 0);
}

/* Line, case, event and text of each row, for comparison. */
static int note_row(void *ctx, const struct scan_batch *b)
{
	size_t i;

	(void)ctx;
	for (i = 0; i < b->nrows; i++) {
		const struct scan_row *r = &b->row[i];

		counted++;
		strbuf_addf(&seen, "%u %u-%u %s '", r->line, (unsigned)caseid_date(r->id),
			    (unsigned)caseid_number(r->id), policy_set_event_name(&set, r->event));
		scan_text(b, r, &seen);
		strbuf_addstr(&seen, "'\n");
	}
	return 0;
}

static int scan(struct scan_options options)
{
	struct caselog log = CASELOG_INIT;
	int result;

	strbuf_reset(&seen);
	counted = 0;
	if (caselog_open(&log, path, &set, &findings, &err) < 0)
		return -2;
	result = scan_run(&log, &options, note_row, NULL, &err);
	caselog_release(&log);
	return result;
}

static void show_findings(void)
{
	size_t i;

	for (i = 0; i < findings.n; i++)
		cr_log_error("%zu:%zu: %s\n", findings.list[i].line, findings.list[i].column,
			     findings.list[i].msg);
}

static void expect_rows(const char *want)
{
	cr_expect_str_eq(seen.buf, want);
}

static void expect_findings(size_t n)
{
	if (findings.n != n)
		show_findings();
	cr_assert_eq(findings.n, n, "%zu findings", findings.n);
}

static void expect_finding(size_t i, size_t line, size_t column, const char *msg)
{
	const struct finding *x = &findings.list[i];

	cr_assert_lt(i, findings.n, "there is no finding %zu: %s", i, msg);
	cr_expect_eq(x->line, line, "line %zu: %s", x->line, x->msg);
	cr_expect_eq(x->column, column, "column %zu: %s", x->column, x->msg);
	cr_expect_str_eq(x->msg, msg);
	cr_expect_eq(x->grade, GRADE_ERROR);
	cr_expect_str_eq(x->file, path);
}

static void start(void)
{
	strbuf_addstr(&file, head);
	add("21T09:00:00", "21-0001", "open", "");
}

Test(scan, rows_come_with_line_case_event_and_text)
{
	start();
	add("21T09:05:00", "21-0001", "feedback", "plain");
	add("21T09:05:00", "21-2", "investigate", "\"a, \"\"b\"\"\"");
	add("21T09:06:00", "20-123456", "confirmation", "\"\"\"\"");
	add("22T00:00:00", "21-0001", "note", "\xE4\xBD\xA0\xE5\xA5\xBD\\n");
	save();
	cr_assert_eq(scan((struct scan_options){ 0 }), 0);
	expect_findings(0);
	expect_rows("2 20261121-1 open ''\n3 20261121-1 feedback 'plain'\n"
		    "4 20261121-2 investigate 'a, \"b\"'\n5 20261120-123456 confirmation '\"'\n"
		    "6 20261121-1 note '\xE4\xBD\xA0\xE5\xA5\xBD\\n'\n");
}

static int look_at_cells(void *ctx, const struct scan_batch *b)
{
	const struct scan_row *r = &b->row[0];
	struct span cell = scan_cell(b, r, COLUMN_AT);

	(void)ctx;
	cr_assert_eq(b->nrows, 1);
	cr_expect_eq(cell.n, 25);
	cr_expect_eq(memcmp(cell.s, "2026-11-21T09:00:00+08:00", 25), 0);
	cell = scan_cell(b, r, COLUMN_BY);
	cr_expect(cell.n == 2 && !memcmp(cell.s, "sd", 2));
	cell = scan_cell(b, r, COLUMN_KEY);
	cr_expect(cell.n == 2 && !memcmp(cell.s, "k1", 2));
	cell = scan_cell(b, r, COLUMN_TEXT);
	cr_expect(cell.n == 6 && !memcmp(cell.s, "\"a, b\"", 6), "as it stands in the file");
	cell = scan_cell(b, r, COLUMN_CHECK);
	cr_expect(cell.n == 16 && !memcmp(cell.s, CHECK, 16));
	cr_expect_eq(scan_cell(b, r, COLUMN_FIELD).n, 0, "no such column");
	cr_expect_eq(r->check, 0x0123456789abcdef);
	cr_expect_eq(r->flags, ROW_BY_SD | ROW_LATE);
	cr_expect_eq(r->at, 1795222800);
	cr_expect_eq(r->key, 1795222800 + 60);
	cr_expect_eq(b->offset + (off_t)r->start, (off_t)(sizeof(head) - 1));
	counted++;
	return 7;
}

Test(scan, cells_are_found_by_column_and_the_callback_may_stop)
{
	strbuf_addstr(&file, head);
	strbuf_addstr(&file, "2026-11-21T09:00:00+08:00,2026-11-21T01:01:00Z,20261121-0001,remind,sd,,,"
			     ",,,,,,,,,,,,k1,\"a, b\"," CHECK "\n");
	save();
	{
		struct caselog log = CASELOG_INIT;

		cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
		cr_expect_eq(scan_run(&log, &(struct scan_options){ 0 }, look_at_cells, NULL, &err), 7);
		caselog_release(&log);
	}
	cr_expect_eq(counted, 1);
}

Test(scan, an_empty_file_has_no_header)
{
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), -2);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect(strstr(err.msg, "is empty: it has no header line"), "%s", err.msg);
}

Test(scan, a_header_alone_is_a_log_without_cases)
{
	strbuf_addstr(&file, head);
	save();
	cr_expect_eq(scan((struct scan_options){ .threads = 2 }), 0);
	expect_findings(0);
	cr_expect_eq(counted, 0);
}

Test(scan, a_header_without_newline_is_refused)
{
	strbuf_addstr(&file, "at,case,event");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), -2);
	cr_expect(strstr(err.msg, "no whole header line"), "%s", err.msg);
}

Test(scan, a_missing_file_and_a_folder_cannot_be_read)
{
	struct caselog log = CASELOG_INIT;

	cr_expect_eq(caselog_open(&log, "/nonexistent/cases.csv", &set, &findings, &err), -1);
	cr_expect_eq(err.status, STATUS_SYSTEM);
	cr_expect_eq(caselog_open(&log, "/tmp", &set, &findings, &err), -1);
	cr_expect(strstr(err.msg, "'/tmp'"), "%s", err.msg);
	caselog_release(&log);
}

Test(scan, a_torn_tail_is_a_finding_and_the_rest_is_read)
{
	start();
	strbuf_addstr(&file, "2026-11-21T09:05:00+08:00,,20261121-0001,resp");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open ''\n");
	expect_findings(1);
	expect_finding(0, 3, 1, "the last line is torn: 45 bytes without a newline at byte 224; "
				"the next row that is recorded sets them aside");
}

Test(scan, a_tail_of_nul_bytes_is_torn_too)
{
	start();
	strbuf_addchars(&file, 0, 5000);
	save();
	cr_expect_eq(scan((struct scan_options){ .block = 300 }), 0);
	expect_rows("2 20261121-1 open ''\n");
	expect_findings(1);
	expect_finding(0, 3, 1, "the last line is torn: 5000 bytes without a newline at byte 224; "
				"the next row that is recorded sets them aside");
}

Test(scan, crlf_is_said_once_and_every_row_is_read)
{
	strbuf_addstr(&file, head);
	strbuf_setlen(&file, file.len - 1);
	strbuf_addstr(&file, "\r\n");
	add("21T09:00:00", "21-0001", "open", "x");
	strbuf_setlen(&file, file.len - 1);
	strbuf_addstr(&file, "\r\n");
	add("21T09:00:00", "21-0001", "note", "\"y\"");
	strbuf_setlen(&file, file.len - 1);
	strbuf_addstr(&file, "\r\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open 'x'\n3 20261121-1 note 'y'\n");
	expect_findings(1);
	expect_finding(0, 1, 1, "lines end in CR LF, not LF: was the file saved by a spreadsheet?");
}

Test(scan, crlf_in_rows_only_is_said_at_the_first_of_them)
{
	int i;

	start();
	for (i = 0; i < 40; i++) {
		add("21T09:00:00", "21-0001", "note", "y");
		strbuf_setlen(&file, file.len - 1);
		strbuf_addstr(&file, "\r\n");
	}
	save();
	cr_expect_eq(scan((struct scan_options){ .block = 200, .threads = 3 }), 0);
	cr_expect_eq(counted, 41);
	expect_findings(1);
	expect_finding(0, 3, 1, "lines end in CR LF, not LF: was the file saved by a spreadsheet?");
}

Test(scan, a_byte_order_mark_is_a_finding_and_nothing_else)
{
	strbuf_addstr(&file, "\xEF\xBB\xBF");
	start();
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	cr_expect_eq(counted, 1);
	expect_findings(1);
	expect_finding(0, 1, 1,
		       "the file begins with a byte order mark: was it saved by a spreadsheet?");
}

Test(scan, a_doubled_column_is_a_finding)
{
	strbuf_addstr(&file, "at,case,event,at\n2026-11-21T09:00:00+08:00,20261121-1,open,x\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open ''\n");
	expect_findings(1);
	expect_finding(0, 1, 15, "column 'at' appears twice; the first one counts");
}

Test(scan, columns_in_another_order_and_without_text_and_check_are_read)
{
	strbuf_addstr(&file, "event,text,case,at\n"
			     "open,\"a, \"\"b\"\"\",20261121-1,2026-11-21T09:00:00+08:00\n"
			     "respond,,20261121-1,2026-11-21T09:05:00Z\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open 'a, \"b\"'\n3 20261121-1 respond ''\n");
	expect_findings(0);
}

Test(scan, what_cannot_be_read_is_named_with_line_and_column_and_passed_over)
{
	start();
	strbuf_addstr(&file,
		"2026-11-31T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,opne,,,,,,,,,,,,,,,,,," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-x,note,,,,,,,,,,,,,,,,,," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,,note,,,,,,,,,,,,,,,,,," CHECK "\n"
		"\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,\"x," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,\xE4\xBD\xA0,,,,,,,,,,,,,,,,,," CHECK "\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open ''\n");
	expect_findings(8);
	expect_finding(0, 3, 1, "'2026-11-31T09:00:00+08:00' is not a time (2026-11-21T09:05:00+08:00)");
	expect_finding(1, 4, 39, "unknown event 'opne' (did you mean 'open'?)");
	expect_finding(2, 5, 28, "'20261121-x' is not a case id (YYYYMMDD-NNNN)");
	expect_finding(3, 6, 28, "the case id is missing");
	expect_finding(4, 7, 1, "empty line");
	expect_finding(5, 8, 1, "the row has 4 columns, the header has 22");
	expect_finding(6, 9, 60, "not a row of CSV: a quote opens text, is doubled inside and closes it");
	expect_finding(7, 10, 39, "unknown event '\xE4\xBD\xA0'");
	cr_expect_str_eq(findings.list[1].excerpt,
		"2026-11-21T09:00:00+08:00,,20261121-1,opne,,,,,,,,,,,,,,,,,," CHECK);
}

Test(scan, damage_that_leaves_the_row_readable_is_named_and_the_row_is_read)
{
	start();
	strbuf_addstr(&file,
		"2026-11-21T09:00:00+08:00,,20261121-1,note,\"li\",,,,,,,,,,,,,,,,1," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,2\t," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,\xE4\xBD\xA0\xE9," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,4,0123456789ABCDEF\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,5,\n"
		"2026-11-21T09:00:00+08:00,yesterday,20261121-1,note,,,,,,,,,,,,,,,,,6," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-1,seal,,,,,,,,,,,,,,,,,7," CHECK "\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_rows("2 20261121-1 open ''\n3 20261121-1 note '1'\n4 20261121-1 note '2\t'\n"
		    "5 20261121-1 note '\xE4\xBD\xA0\xE9'\n6 20261121-1 note '4'\n"
		    "7 20261121-1 note '5'\n8 20261121-1 note '6'\n9 0-0 seal '7'\n");
	expect_findings(7);
	expect_finding(0, 3, 44, "'li' is in quotes: only text may be");
	expect_finding(1, 4, 61, "control character 0x09 (in text it is written \\n, \\t or \\xHH)");
	expect_finding(2, 5, 61, "byte 0xE9 is not UTF-8");
	expect_finding(3, 6, 62, "'0123456789ABCDEF' is not a check value (16 hex digits)");
	expect_finding(4, 7, 62, "'' is not a check value (16 hex digits)");
	expect_finding(5, 8, 27, "'yesterday' is not a time (2026-11-21T09:05:00+08:00)");
	expect_finding(6, 9, 28, "case '20261121-1' in a row about the log itself");
}

Test(scan, rows_about_the_log_have_no_case)
{
	strbuf_addstr(&file, head);
	strbuf_addstr(&file, "2026-11-21T09:00:00+08:00,,,seal,sd,,,,,,,,,,,,,,,,x," CHECK "\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	expect_findings(0);
	expect_rows("2 0-0 seal 'x'\n");
}

Test(scan, rows_out_of_order_are_found_within_and_across_blocks)
{
	size_t block;

	start();
	add("21T09:10:00", "21-0001", "note", "");
	add("21T09:09:59", "21-0001", "note", "");
	add("21T09:10:00", "21-0001", "note", "");
	save();
	for (block = 0; block <= 400; block += 100) {
		findings_release(&findings);
		cr_expect_eq(scan((struct scan_options){ .block = block }), 0);
		cr_expect_eq(counted, 4);
		expect_findings(1);
		expect_finding(0, 4, 1, "'2026-11-21T09:09:59+08:00' is before the time of the row above: "
					"rows stand in the order of writing");
	}
}

Test(scan, a_back_dated_row_is_ordered_by_when_it_was_logged)
{
	start();
	strbuf_addstr(&file,
		"2026-11-20T09:00:00+08:00,2026-11-21T09:10:00+08:00,20261120-1,open,,,,,,,,,,,,,,,,,," CHECK "\n"
		"2026-11-20T09:00:00+08:00,2026-11-21T09:09:00+08:00,20261120-1,note,,,,,,,,,,,,,,,,,," CHECK "\n");
	save();
	cr_expect_eq(scan((struct scan_options){ 0 }), 0);
	cr_expect_eq(counted, 3);
	expect_findings(1);
	expect_finding(0, 4, 27, "'2026-11-21T09:09:00+08:00' is before the time of the row above: "
				 "rows stand in the order of writing");
}

Test(scan, later_rows_can_be_left_out_by_time_and_by_knowledge)
{
	start();
	strbuf_addstr(&file,
		"2026-11-20T09:00:00+08:00,2026-11-22T09:00:00+08:00,20261120-1,open,,,,,,,,,,,,,,,,,," CHECK "\n");
	add("23T09:00:00", "21-0001", "note", "");
	save();
	cr_expect_eq(scan((struct scan_options){ .at_most = 1795222800 }), 0);
	expect_rows("2 20261121-1 open ''\n3 20261120-1 open ''\n");
	cr_expect_eq(scan((struct scan_options){ .known_at = 1795222800 }), 0);
	expect_rows("2 20261121-1 open ''\n");
}

Test(scan, one_case_alone_is_found_in_every_spelling_of_its_id)
{
	start();
	add("21T09:00:00", "21-0002", "open", "");
	add("21T09:00:00", "21-00001", "note", "a");
	add("21T09:00:00", "20-0001", "open", "");
	add("21T09:00:00", "21-1", "note", "20261121-2");
	strbuf_addstr(&file,
		"2026-11-21T09:00:00+08:00,,S1-20261121-0001,note,,,,,,,,,,,,,,,,,b," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-20261121-0001,note,,,,,,,,,,,,,,,,,c," CHECK "\n"
		"\"2026-11-21T09:00:00+08:00\",,20261121-0001,note,,,,,,,,,,,,,,,,,d," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,20261121-20261121-0002,note,,,,,,,,,,,,,,,,,c," CHECK "\n"
		"2026-11-21T09:00:00+08:00,,\"20261121-0001\",note,,,,,,,,,,,,,,,,,e," CHECK "\n");
	save();
	cr_expect_eq(scan((struct scan_options){ .only = caseid_make(20261121, 1) }), 0);
	expect_rows("2 20261121-1 open ''\n4 20261121-1 note 'a'\n6 20261121-1 note '20261121-2'\n"
		    "7 20261121-1 note 'b'\n8 20261121-1 note 'c'\n9 20261121-1 note 'd'\n"
		    "11 20261121-1 note 'e'\n");
	expect_findings(2);
}

Test(scan, from_an_offset_the_lines_are_the_files)
{
	off_t from;

	start();
	from = (off_t)file.len;
	add("21T09:05:00", "21-0001", "note", "a");
	add("21T09:06:00", "21-0001", "note", "b");
	save();
	cr_expect_eq(scan((struct scan_options){ .from = from, .block = 10 }), 0);
	expect_rows("3 20261121-1 note 'a'\n4 20261121-1 note 'b'\n");
}

Test(scan, unnumbered_the_lines_above_an_offset_are_not_counted)
{
	off_t from;

	start();
	from = (off_t)file.len;
	add("21T09:05:00", "21-0001", "note", "a");
	strbuf_addstr(&file, "x\n");
	save();
	cr_expect_eq(scan((struct scan_options){ .from = from, .unnumbered = 1 }), 0);
	expect_rows("1 20261121-1 note 'a'\n");
	expect_findings(1);
	expect_finding(0, 0, 1, "the row has 1 columns, the header has 22");
}

Test(scan, a_later_scan_goes_on_where_the_last_one_ended)
{
	struct caselog log = CASELOG_INIT;
	struct scan_place place;
	size_t block;

	for (block = 0; block <= 200; block += 100) {
		strbuf_reset(&file);
		start();
		strbuf_addstr(&file, "x\n");
		add("21T09:05:00", "21-0001", "note", "a");
		save();
		cr_assert_eq(caselog_open(&log, path, &set, NULL, &err), 0);
		cr_expect_eq(scan_run(&log, &(struct scan_options){ .block = block }, note_row, NULL, &err), 0);
		place = log.place;
		caselog_release(&log);
		cr_expect_eq(place.offset, (off_t)file.len);
		cr_expect_eq(place.line, 5);
		add("21T09:04:59", "21-0001", "note", "b");
		save();
		findings_release(&findings);
		cr_expect_eq(scan((struct scan_options){ .from = place.offset, .line = place.line,
							 .key = place.key, .block = block }), 0);
		expect_rows("5 20261121-1 note 'b'\n");
		expect_findings(1);
		expect_finding(0, 5, 1, "'2026-11-21T09:04:59+08:00' is before the time of the row above: "
					"rows stand in the order of writing");
	}
}

Test(scan, a_quiet_scan_makes_no_findings)
{
	start();
	strbuf_addstr(&file, "x\ny");
	save();
	cr_expect_eq(scan((struct scan_options){ .quiet = 1 }), 0);
	expect_findings(0);
}

Test(scan, lines_may_be_long)
{
	struct strbuf text = STRBUF_INIT;

	start();
	strbuf_addchars(&text, 'x', 3000000);
	add("21T09:05:00", "21-0001", "note", text.buf);
	add("21T09:06:00", "21-0001", "note", "b");
	/* Codes beyond 64 KiB go the slow way, but they go. */
	strbuf_setlen(&text, 70000);
	strbuf_addf(&file, "2026-11-21T09:07:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,%s,c," CHECK "\n",
		    text.buf);
	save();
	cr_expect_eq(scan((struct scan_options){ .threads = 2 }), 0);
	expect_findings(0);
	cr_expect_eq(counted, 4);
	cr_expect(strstr(seen.buf, "xxx'\n4 20261121-1 note 'b'\n5 20261121-1 note 'c'\n"));
	strbuf_release(&text);
}

Test(scan, a_line_beyond_all_reason_is_a_finding)
{
	start();
	strbuf_addchars(&file, 'x', SCAN_LINE_MAX + 100);
	strbuf_addch(&file, '\n');
	add("21T09:06:00", "21-0001", "note", "b");
	save();
	cr_expect_eq(scan((struct scan_options){ .threads = 2 }), 0);
	expect_findings(1);
	expect_finding(0, 3, 1, "the line is longer than 16 MiB");
	expect_rows("2 20261121-1 open ''\n4 20261121-1 note 'b'\n");
}

/* Rows of many lengths, some broken, some slow. */
static void make_varied_log(int rows)
{
	char text[200], id[20], time[20];
	int i;

	start();
	for (i = 0; i < rows; i++) {
		memset(text, 'a' + i % 26, sizeof(text));
		text[i * 7 % 199] = '\0';
		snprintf(id, sizeof(id), "%02d-%04d", 1 + i % 28, 1 + i % 17);
		snprintf(time, sizeof(time), "%02dT%02d:%02d:00", 22 + i / 1440, i / 60 % 24, i % 60);
		if (i % 31 == 5)
			strbuf_addstr(&file, "broken\n");
		else if (i % 37 == 6)
			add(time, id, "note", "\"tab\tand \"\"quote\"\"\"");
		else
			add(time, id, i % 3 ? "note" : "feedback", text);
	}
}

Test(scan, threads_and_block_sizes_change_nothing)
{
	static const size_t block[] = { 1, 2, 3, 50, 99, 100, 101, 150, 997, 4096, 65536 };
	struct strbuf first = STRBUF_INIT;
	size_t i, nfindings;
	int threads;

	make_varied_log(700);
	save();
	cr_assert_eq(scan((struct scan_options){ 0 }), 0);
	strbuf_add(&first, seen.buf, seen.len);
	nfindings = findings.n;
	cr_expect_eq(nfindings, 41);
	for (i = 0; i < sizeof(block) / sizeof(block[0]); i++) {
		for (threads = 1; threads <= 4; threads += 3) {
			findings_release(&findings);
			cr_assert_eq(scan((struct scan_options){ .threads = threads,
								 .block = block[i] }), 0);
			cr_assert_str_eq(seen.buf, first.buf, "block %zu, %d threads", block[i],
					 threads);
			cr_assert_eq(findings.n, nfindings);
			cr_expect_eq(findings.list[0].line, 8);
		}
	}
	strbuf_release(&first);
}

static int stop_at_first(void *ctx, const struct scan_batch *b)
{
	(void)b;
	return ++*(int *)ctx == 3 ? 42 : 0;
}

Test(scan, the_callback_can_stop_threads_too)
{
	struct caselog log = CASELOG_INIT;
	int calls = 0;

	make_varied_log(300);
	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	cr_expect_eq(scan_run(&log, &(struct scan_options){ .threads = 4, .block = 500 },
			      stop_at_first, &calls, &err), 42);
	cr_expect_eq(calls, 3);
	caselog_release(&log);
}

static int append_after_open(void *ctx, const struct scan_batch *b)
{
	(void)ctx;
	return note_row(NULL, b);
}

Test(scan, rows_appended_after_opening_are_not_read)
{
	struct caselog log = CASELOG_INIT;

	start();
	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	add("21T09:06:00", "21-0001", "note", "late");
	save();
	cr_expect_eq(scan_run(&log, &(struct scan_options){ 0 }, append_after_open, NULL, &err), 0);
	cr_expect_eq(counted, 1);
	caselog_release(&log);
}

Test(scan, a_log_that_shrinks_under_the_reader_is_an_error)
{
	struct caselog log = CASELOG_INIT;

	start();
	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	cr_assert_eq(truncate(path, 200), 0);
	cr_expect_eq(scan_run(&log, &(struct scan_options){ 0 }, note_row, NULL, &err), -1);
	cr_expect(strstr(err.msg, "became shorter while it was read"), "%s", err.msg);
	caselog_release(&log);
}

static instant time_of(int i)
{
	return 1795222800 + (instant)(i / 3) * 600;
}

static off_t offset_of_row[4001];

static void make_long_log(int rows)
{
	struct strbuf at = STRBUF_INIT;
	int i;

	strbuf_addstr(&file, head);
	for (i = 0; i < rows; i++) {
		strbuf_reset(&at);
		instant_format(&at, time_of(i), NULL);
		offset_of_row[i] = (off_t)file.len;
		strbuf_addf(&file, "%s,,20261121-1,note,,,,,,,,,,,,,,,,,row %d," CHECK "\n", at.buf, i);
		if (i % 50 == 7)
			strbuf_addstr(&file, "broken\n");
	}
	offset_of_row[rows] = (off_t)file.len;
	strbuf_release(&at);
	save();
}

Test(scan, where_a_time_begins_is_found_by_bisection)
{
	struct caselog log = CASELOG_INIT;
	int i;

	make_long_log(4000);
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	for (i = 0; i < 4000; i += 39) {
		if (i % 50 == 8)
			continue; /* after a broken line, see below */
		cr_expect_eq(scan_find(&log, time_of(i)), offset_of_row[i], "row %d", i);
		cr_expect_eq(scan_find(&log, time_of(i) - 1), offset_of_row[i], "row %d", i);
	}
	cr_expect_eq(scan_find(&log, 0), log.first);
	cr_expect_eq(scan_find(&log, time_of(3999) + 1), log.end);
	caselog_release(&log);
}

Test(scan, a_damaged_line_where_a_time_begins_is_not_passed_over)
{
	struct caselog log = CASELOG_INIT;
	int i;

	make_long_log(4000);
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	for (i = 108; i < 4000; i += 150) /* line i - 1 is followed by a broken one; i begins a time */
		cr_expect_eq(scan_find(&log, time_of(i)), offset_of_row[i] - 7, "row %d", i);
	caselog_release(&log);
}

Test(scan, a_time_is_found_in_a_log_with_crlf_too)
{
	struct caselog log = CASELOG_INIT;
	off_t want = 0;
	int i;

	strbuf_addstr(&file, head);
	for (i = 0; i < 1000; i++) {
		add(i < 700 ? "21T09:00:00" : "21T10:00:00", "21-0001", "note", "");
		strbuf_setlen(&file, file.len - 1);
		strbuf_addstr(&file, "\r\n");
		if (i == 699)
			want = (off_t)file.len;
	}
	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	cr_expect_eq(scan_find(&log, 1795222801), want);
	caselog_release(&log);
}

Test(scan, where_order_is_in_doubt_all_is_read)
{
	struct caselog log = CASELOG_INIT;

	make_long_log(4000);
	memcpy(file.buf + offset_of_row[2000], "2027", 4);
	memcpy(file.buf + offset_of_row[2001], "1999", 4);
	memcpy(file.buf + offset_of_row[3998], "2025", 4);
	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	cr_expect_eq(scan_find(&log, time_of(3999)), log.first);
	caselog_release(&log);
}

static int tail(struct row_chain *chain, instant *key)
{
	struct caselog log = CASELOG_INIT;
	int result;

	save();
	cr_assert_eq(caselog_open(&log, path, &set, &findings, &err), 0);
	result = scan_tail(&log, chain, key, &err);
	caselog_release(&log);
	return result;
}

Test(scan, the_tail_is_the_last_rows_check_and_key)
{
	struct row_chain chain;
	struct strbuf text = STRBUF_INIT;
	instant key;

	strbuf_addstr(&file, head);
	cr_expect_eq(tail(&chain, &key), 0);
	cr_expect_str_eq(chain.check, "check");
	cr_expect_eq(key, INSTANT_NONE);
	add("21T09:00:00", "21-0001", "open", "");
	cr_expect_eq(tail(&chain, &key), 0);
	cr_expect_str_eq(chain.check, CHECK);
	cr_expect_eq(key, 1795222800);
	strbuf_addchars(&text, 'x', 100000);
	add("21T09:00:01", "21-0001", "note", text.buf);
	cr_expect_eq(tail(&chain, &key), 0);
	cr_expect_eq(key, 1795222801);
	strbuf_release(&text);
}

Test(scan, a_torn_or_damaged_tail_is_refused)
{
	struct row_chain chain;
	instant key;

	start();
	strbuf_addstr(&file, "2026-11-21T09:00:00+08:00,,20261121-1,nte,,,,,,,,,,,,,,,,,," CHECK "\n");
	cr_expect_eq(tail(&chain, &key), -1);
	cr_expect(strstr(err.msg, "is damaged: unknown event 'nte' (did you mean 'note'?)"), "%s",
		  err.msg);
	strbuf_addstr(&file, "2026-11-21T09:00:00+08:00,,20261121-1,note,,,,,,,,,,,,,,,,,,0123\n");
	cr_expect_eq(tail(&chain, &key), -1);
	cr_expect(strstr(err.msg, "is damaged: '0123' is not a check value"), "%s", err.msg);
	strbuf_addstr(&file, "2026");
	cr_expect_eq(tail(&chain, &key), -1);
	cr_expect(strstr(err.msg, "is torn"), "%s", err.msg);
}
