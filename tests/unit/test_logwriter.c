/* Rows into the log, from an empty one to a damaged one; and the numbers and keys found there. */
#include "domain/logwriter.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/file.h"
#include "io/lockfile.h"

#define HEADER                                                                               \
	"at,logged,case,event,by,kind,channel,category,severity,customer,type,place,product,"  \
	"batch,department,owner,due,amount,detail,key,text,check\n"
#define NOON 1795233600LL          /* 2026-11-21T04:00:00Z, noon in Shanghai */
#define DAY  86400

static char dir[64], *log_path, *lock_path;
static struct policy_set set = POLICY_SET_INIT;      /* knows the built-in events */
static struct findings findings;
static struct err err;

static void write_log(const char *text)
{
	FILE *f = fopen(log_path, "w");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

static void setup(void)
{
	strcpy(dir, "/tmp/sd-unit-XXXXXX");
	cr_assert(mkdtemp(dir));
	log_path = file_join(dir, "cases.csv");
	lock_path = file_join(dir, "cases.csv.lock");
	write_log(HEADER);
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_expect_eq(system(command), 0);
	findings_release(&findings);
	free(log_path);
	free(lock_path);
}

TestSuite(logwriter, .init = setup, .fini = teardown);

static int begin_at(struct logwriter *w, instant now)
{
	const struct logwriter_options o = { .log = log_path, .lock = lock_path, .set = &set,
					     .now = now, .wait_ms = 20 };

	*w = (struct logwriter)LOGWRITER_INIT;
	err = (struct err)ERR_INIT;
	return logwriter_begin(w, &o, &findings, &err);
}

static struct span str(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

static int add(struct logwriter *w, const char *id, const char *event, instant at, const char *text)
{
	struct span cell[COLUMN_MAX] = { 0 };

	cell[COLUMN_CASE] = str(id);
	cell[COLUMN_EVENT] = str(event);
	cell[COLUMN_BY] = str("a");
	cell[COLUMN_TEXT] = str(text);
	return logwriter_add(w, cell, at, &err);
}

/* One row in a run of its own. */
static int record(instant now, const char *id, const char *event, instant at)
{
	struct logwriter w;

	if (begin_at(&w, now) < 0)
		return -1;
	if (add(&w, id, event, at, "x") < 0 || logwriter_commit(&w, &err) < 0) {
		logwriter_end(&w, NULL);
		return -1;
	}
	return logwriter_end(&w, &err);
}

static const char *read_log(void)
{
	static struct strbuf text;

	strbuf_reset(&text);
	cr_assert_eq(file_read(log_path, 1 << 20, &text, &err), 0);
	return text.buf;
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

Test(logwriter, the_first_row_takes_the_word_check_of_the_header_as_its_predecessor)
{
	char want[ROW_CHECK_HEX + 1];
	const char *row, *comma;

	cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0, "%s", err.msg);
	row = read_log() + strlen(HEADER);
	comma = strrchr(row, ',');
	row_check("check", row, (size_t)(comma - row), want);
	cr_expect_eq(strncmp(comma + 1, want, ROW_CHECK_HEX), 0);
}

Test(logwriter, logged_stands_only_where_it_differs_from_at)
{
	cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0);
	cr_assert_eq(record(NOON + 60, "20261121-0001", "respond", NOON + 30), 0);
	cr_expect(strstr(read_log(), "\n2026-11-21T04:00:00+00:00,,20261121-0001,open,"));
	cr_expect(strstr(read_log(),
			 "\n2026-11-21T04:00:30+00:00,2026-11-21T04:01:00+00:00,20261121-0001,respond,"));
}

Test(logwriter, a_clock_that_stepped_back_is_a_warning_and_the_key_stays)
{
	cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0);
	cr_assert_eq(record(NOON - 3600, "20261121-0001", "respond", NOON - 3600), 0);
	cr_expect_eq(findings.count[GRADE_WARNING], 1);
	cr_expect(strstr(read_log(),
			 "\n2026-11-21T03:00:00+00:00,2026-11-21T04:00:00+00:00,20261121-0001,respond,"));
}

Test(logwriter, the_future_is_refused)
{
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON + 1), -1);
	cr_expect_eq(err.status, STATUS_USAGE);
	cr_expect_str_eq(read_log(), HEADER);
}

Test(logwriter, a_code_with_a_comma_a_quote_or_a_control_character_is_refused)
{
	static const char *const bad[] = { "a,b", "a\"b", "a\nb", "a\033b", "a\351b" };

	for (size_t i = 0; i < 5; i++) {
		struct logwriter w;
		struct span cell[COLUMN_MAX] = { 0 };

		cr_assert_eq(begin_at(&w, NOON), 0);
		cell[COLUMN_EVENT] = str("open");
		cell[COLUMN_PLACE] = str(bad[i]);
		cr_expect_eq(logwriter_add(&w, cell, NOON, &err), -1, "%s", bad[i]);
		cr_expect_eq(err.status, STATUS_USAGE);
		logwriter_end(&w, NULL);
	}
	cr_expect_str_eq(read_log(), HEADER);
}

Test(logwriter, a_value_for_a_column_that_the_log_has_not_is_refused)
{
	struct logwriter w;
	struct span cell[COLUMN_MAX] = { 0 };

	cr_assert_eq(begin_at(&w, NOON), 0);
	cell[COLUMN_EVENT] = str("open");
	cell[COLUMN_FIELD] = str("x");
	cr_expect_eq(logwriter_add(&w, cell, NOON, &err), -1);
	cr_expect_eq(err.status, STATUS_USAGE);
	logwriter_end(&w, NULL);
}

Test(logwriter, numbers_follow_the_highest_of_the_date_in_the_log_and_among_rows_added)
{
	struct logwriter w;
	caseid id;

	cr_assert_eq(record(NOON, "20261121-0007", "open", NOON), 0);
	cr_assert_eq(record(NOON, "20261120-0003", "open", NOON - DAY), 0);
	cr_assert_eq(begin_at(&w, NOON), 0);
	cr_assert_eq(logwriter_next_case(&w, NOON, &id, &err), 0);
	cr_expect_eq(id, caseid_make(20261121, 8));
	cr_assert_eq(logwriter_next_case(&w, NOON, &id, &err), 0);
	cr_expect_eq(id, caseid_make(20261121, 9));
	cr_assert_eq(logwriter_next_case(&w, NOON - DAY, &id, &err), 0);
	cr_expect_eq(id, caseid_make(20261120, 4));
	logwriter_return_case(&w, id);
	cr_assert_eq(logwriter_next_case(&w, NOON - DAY, &id, &err), 0);
	cr_expect_eq(id, caseid_make(20261120, 4));
	cr_assert_eq(logwriter_next_case(&w, NOON - 2 * DAY, &id, &err), 0);
	cr_expect_eq(id, caseid_make(20261119, 1));
	logwriter_end(&w, NULL);
}

Test(logwriter, a_key_is_found_in_its_column_only)
{
	struct span cell[COLUMN_MAX] = { 0 };
	struct logwriter_found found;
	struct logwriter w;

	cr_assert_eq(begin_at(&w, NOON), 0);
	cell[COLUMN_CASE] = str("20261121-0001");
	cell[COLUMN_EVENT] = str("open");
	cell[COLUMN_PLACE] = str("k1");
	cell[COLUMN_KEY] = str("k2");
	cr_assert_eq(logwriter_add(&w, cell, NOON, &err), 0);
	cr_assert_eq(logwriter_commit(&w, &err), 0);
	cr_assert_eq(logwriter_find_key(&w, "k1", &found, &err), 0);
	cr_expect_eq(found.rows, 0);
	cr_assert_eq(logwriter_find_key(&w, "k2", &found, &err), 0);
	cr_expect_eq(found.rows, 1);
	cr_expect_eq(found.id, caseid_make(20261121, 1));
	cr_expect(event_set_has(&found.events, EVENT_OPEN));
	logwriter_end(&w, NULL);
}

/* Whatever a crash may leave behind the last newline, or in the place of it. */
Test(logwriter, a_torn_end_is_set_aside_and_noted_then_writing_goes_on)
{
	static const struct {
		const char *bytes;
		size_t n;
	} torn[] = { { "2026", 4 }, { "\0\0\0\0", 4 }, { "a,b\0\0\n", 6 }, { "\0\nx,y\n", 6 },
		     { ",", 1 } };

	for (size_t i = 0; i < 5; i++) {
		char hex[DIGEST_HEX + 1], text[256];
		FILE *f;
		long size;

		write_log(HEADER);
		cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0);
		f = fopen(log_path, "a");
		fseek(f, 0, SEEK_END);
		size = ftell(f);
		fwrite(torn[i].bytes, 1, torn[i].n, f);
		fclose(f);
		cr_assert_eq(record(NOON, "20261121-0001", "respond", NOON), 0, "%zu: %s", i, err.msg);
		digest_hex(torn[i].bytes, torn[i].n, hex);
		snprintf(text, sizeof(text), ",repair,sd,,,,,,,,,,,,,,,,cases.csv %ld %zu %s,", size,
			 torn[i].n, hex);
		cr_expect(strstr(read_log(), text), "%zu: no '%s' in\n%s", i, text, read_log());
		cr_expect_eq(lines(read_log()), 4);
	}
}

Test(logwriter, a_torn_header_is_no_log)
{
	write_log("at,logged");
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect_str_eq(read_log(), "at,logged");
	write_log("");
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
}

Test(logwriter, a_whole_last_row_with_a_wrong_check_is_refused)
{
	char *copy;

	cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0);
	cr_assert_eq(record(NOON, "20261121-0001", "respond", NOON), 0);
	copy = strdup(read_log());
	memcpy(strstr(copy, "respond"), "resolve", 7);
	write_log(copy);
	cr_expect_eq(record(NOON, "20261121-0001", "note", NOON), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect(strstr(err.msg, "cases.csv:3: "), "%s", err.msg);
	cr_expect_str_eq(read_log(), copy);
	free(copy);
}

Test(logwriter, a_row_longer_than_any_block_is_checked_too)
{
	char *text = malloc(300001);
	struct logwriter w;

	memset(text, 'x', 300000);
	text[300000] = '\0';
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(begin_at(&w, NOON), 0, "%s", err.msg);
		cr_assert_eq(add(&w, "20261121-0001", i ? "note" : "open", NOON, text), 0);
		cr_assert_eq(logwriter_commit(&w, &err), 0);
		cr_assert_eq(logwriter_end(&w, &err), 0);
	}
	cr_expect_eq(record(NOON, "20261121-0001", "note", NOON), 0, "%s", err.msg);
	cr_expect_eq(lines(read_log()), 4);
	free(text);
}

Test(logwriter, rows_that_were_not_committed_leave_nothing)
{
	struct logwriter w;

	cr_assert_eq(begin_at(&w, NOON), 0);
	cr_assert_eq(add(&w, "20261121-0001", "open", NOON, "x"), 0);
	logwriter_end(&w, NULL);
	cr_expect_str_eq(read_log(), HEADER);
}

Test(logwriter, the_log_is_never_made_by_writing)
{
	unlink(log_path);
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), -1);
	cr_expect_eq(err.status, STATUS_SYSTEM);
	cr_expect_not(file_exists(log_path));
	cr_expect_not(file_exists(lock_path));
}

Test(logwriter, whoever_holds_the_lock_is_named)
{
	struct lockfile held = LOCKFILE_INIT;

	cr_assert_eq(lockfile_take(&held, lock_path, 0600, 0, "SINCE", &err), 0);
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), -1);
	cr_expect_eq(err.status, STATUS_SYSTEM);
	cr_expect(strstr(err.msg, " since SINCE"), "%s", err.msg);
	lockfile_drop(&held);
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), 0);
}

Test(logwriter, a_failed_sync_blocks_the_log_until_the_mark_is_gone)
{
	struct lockfile held = LOCKFILE_INIT;

	cr_assert_eq(lockfile_take(&held, lock_path, 0600, 0, "-", &err), 0);
	cr_assert_eq(lockfile_mark(&held, 1), 0);
	lockfile_drop(&held);
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), -1);
	cr_expect_eq(err.status, STATUS_SYSTEM);
	cr_assert_eq(lockfile_take(&held, lock_path, 0600, 0, "-", &err), 0);
	cr_expect_eq(held.failed, 1);
	cr_assert_eq(lockfile_mark(&held, 0), 0);
	lockfile_drop(&held);
	cr_expect_eq(record(NOON, "20261121-0001", "open", NOON), 0);
}

Test(logwriter, the_lock_file_keeps_its_length_so_that_a_mark_fits_on_a_full_disk)
{
	struct stat st;

	cr_assert_eq(record(NOON, "20261121-0001", "open", NOON), 0);
	cr_assert_eq(stat(lock_path, &st), 0);
	cr_expect_eq(st.st_size, 2 * LOCKFILE_LINE);
	cr_expect_eq(st.st_mode & 0777, 0600);
}
