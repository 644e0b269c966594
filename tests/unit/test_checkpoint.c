/* What was learnt from the log is found again, or nothing is: never anything else. */
#include "domain/checkpoint.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/cachefile.h"
#include "io/file.h"

#define HEADER "at,logged,case,event,by,kind,category,department,owner,due,detail,text\n"
#define AT(time) "2026-11-01T" time ":00+00:00,,"
#define NOW 1793520000    /* 2026-11-01T08:00:00+00:00 */

static const char policy_text[] = "policy: test\ntimezone: Asia/Shanghai\nkinds: { complaint: {}, praise: {} }\n"
	"events: { visit: {} }\n";

static const char rows[] =
	"2026-11-01T08:00:00+00:00,2026-11-01T08:00:30+00:00,20261101-0001,open,li,complaint,price,,gao,,,\n"
	AT("08:01") "20261101-0002,open,li,praise,,,zhao,,,\n"
	AT("08:02") "20261101-0003,open,li,complaint,,,,,,\n"
	AT("08:03") "20261101-0002,assign,li,,,,wang,,,\n"
	AT("08:04") "20261101-0002,promise,li,,,,,2026-11-05T00:00:00+00:00,,\n"
	AT("08:05") "20261101-0002,task,li,,,,chen,2026-11-06T00:00:00+00:00,pull-batch,\n"
	AT("08:06") "20261101-0002,hold,li,,,,,,customer,\n"
	AT("08:07") "20261101-0002,remind,sd,,,,,,boss/answer/0123456789abcdef/1,\n"
	AT("08:08") "20261101-0002,notify,sd,,,,wang,,told/mail/0/0123456789abcdef,\n"
	AT("08:09") "20261101-0002,visit,li,,,,,,,\n"
	AT("08:10") "20261101-0004,open,li,complaint,hygiene,,,,,\n"
	AT("08:11") "20261101-0004,amend,li,,price,food,,,,\n"
	AT("08:12") "20261101-0004,cancel,li,,,,,,duplicate:20261101-0001,\n";

static char dir[32], cache[64], log_path[64], policy_path[64];
static struct policy_set set;
static struct classmap map;
static struct symbols symbols;
static struct casestore store;
static struct checkpoint_desk desk;
static struct caselog log_file;
static struct findings findings;
static struct err err;

static void write_file(const char *path, const char *a, const char *b)
{
	FILE *f = fopen(path, "w");

	cr_assert_not_null(f);
	fputs(a, f);
	fputs(b, f);
	cr_assert_eq(fclose(f), 0);
}

static void append(const char *more)
{
	FILE *f = fopen(log_path, "a");

	fputs(more, f);
	cr_assert_eq(fclose(f), 0);
}

static void load_policy(const char *text)
{
	policy_set_release(&set);
	write_file(policy_path, text, "");
	cr_assert_eq(policy_set_load(&set, policy_path, NULL, &findings, &err), 0, "%s", err.msg);
}

static void new_store(void)
{
	casestore_release(&store);
	symbols_release(&symbols);
	classmap_init(&map);
	classmap_add(&map, COLUMN_KIND);
	classmap_add(&map, COLUMN_CATEGORY);
	classmap_add(&map, COLUMN_OWNER);
	symbols_init(&symbols);
	casestore_init(&store, &map, &symbols);
	store.keeps_ledger = 1;
}

static int on_batch(void *ctx, const struct scan_batch *b)
{
	(void)ctx;
	casestore_add(&store, b);
	return 0;
}

static void open_log(void)
{
	caselog_release(&log_file);
	cr_assert_eq(caselog_open(&log_file, log_path, &set, &findings, &err), 0, "%s", err.msg);
}

static void scan(struct scan_options options)
{
	cr_assert_eq(scan_run(&log_file, &options, on_batch, NULL, &err), 0, "%s", err.msg);
}

static void setup(void)
{
	strcpy(dir, "/tmp/sd-check-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(cache, sizeof(cache), "%s/.sd", dir);
	snprintf(log_path, sizeof(log_path), "%s/cases.csv", dir);
	snprintf(policy_path, sizeof(policy_path), "%s/policy.yaml", dir);
	set = (struct policy_set)POLICY_SET_INIT;
	findings = (struct findings)FINDINGS_INIT;
	log_file = (struct caselog)CASELOG_INIT;
	load_policy(policy_text);
	write_file(log_path, HEADER, rows);
	desk = (struct checkpoint_desk){ .dir = cache, .name = "test", .mode = 0600,
					 .program = "test 1", .set = &set, .now = NOW };
	new_store();
	open_log();
}

static void teardown(void)
{
	char command[128];

	caselog_release(&log_file);
	casestore_release(&store);
	symbols_release(&symbols);
	policy_set_release(&set);
	findings_release(&findings);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_assert_eq(system(command), 0);
}

TestSuite(checkpoint, .init = setup, .fini = teardown);

static int save(void)
{
	struct strbuf own = STRBUF_INIT, more = STRBUF_INIT;
	int result;

	strbuf_addstr(&own, "own");
	strbuf_addstr(&more, "and more");
	result = checkpoint_save(&desk, &log_file, &log_file.place, &own, &more, &store);
	strbuf_release(&own);
	strbuf_release(&more);
	return result;
}

static void read_and_save(void)
{
	scan((struct scan_options){ 0 });
	cr_assert_eq(save(), 0);
}

static int save_anew(void)
{
	new_store();
	open_log();
	scan((struct scan_options){ 0 });
	return save();
}

static int holds(void)
{
	struct checkpoint cp = CHECKPOINT_INIT;
	int result;

	open_log();
	new_store();
	result = checkpoint_load(&cp, &desk, &log_file) && checkpoint_load_cases(&cp, &store) &&
		 casestore_warm_all(&store) == 0;
	checkpoint_release(&cp);
	return result;
}

/* The store as text, so that symbols may have other numbers. */
static char *describe(void)
{
	struct casestore_view view = CASESTORE_VIEW_INIT;
	struct strbuf out = STRBUF_INIT;
	size_t i, k;
	int c;

	for (i = 0; i < store.ncases; i++) {
		casestore_unpack(&store, i, &view);
		strbuf_addf(&out, "%llx %lld\n", (unsigned long long)view.history.id,
			    (long long)store.one[i].offset);
		for (k = 0; k < view.history.n; k++) {
			const struct history_event *e = &view.history.event[k];

			strbuf_addf(&out, " %lld %lld %lld %u %llx %d %d %s %s", (long long)e->at,
				    (long long)e->key, (long long)e->due, e->line,
				    (unsigned long long)e->check, e->event, e->flags,
				    symbols_str(&symbols, COLUMN_DETAIL, e->detail),
				    symbols_str(&symbols, COLUMN_OWNER, e->owner));
			strbuf_addstr(&out, symbols_str(&symbols, COLUMN_AMOUNT, e->amount));
			for (c = 0; c < e->nchanges; c++)
				if (classmap_is_bare(&map, (int)e->change[c].slot))
					strbuf_addf(&out, " %u", e->change[c].symbol);
				else
					strbuf_addf(&out, " %u=%s", e->change[c].slot,
					    symbols_str(&symbols, map.column[e->change[c].slot],
							e->change[c].symbol));
			strbuf_addch(&out, '\n');
		}
	}
	for (i = 0; i < store.ndays; i++)
		strbuf_addf(&out, "%u %u %lld %u\n", store.day[i].date, store.day[i].highest,
			    (long long)store.day[i].offset, store.day[i].line);
	casestore_view_release(&view);
	return strbuf_detach(&out);
}

static void expect_store(const char *want)
{
	char *is = describe();

	cr_expect_str_eq(is, want);
	free(is);
}

/* --- what goes in comes out ----------------------------------------------------------------------- */

Test(checkpoint, the_cases_come_out_as_they_went_in_also_with_other_symbols)
{
	struct checkpoint cp = CHECKPOINT_INIT;
	char *want;

	scan((struct scan_options){ 0 });
	casestore_compact(&store, (const uint8_t[]){ 1, 0, 0, 0 });
	want = describe();
	cr_assert_eq(save(), 0);
	new_store();
	symbols_add(&symbols, COLUMN_KIND, "praise", 6);
	symbols_add(&symbols, COLUMN_DETAIL, "else", 4);
	cr_assert_eq(checkpoint_load(&cp, &desk, &log_file), 1);
	cr_expect_eq(cp.own.n, 3);
	cr_expect_eq(memcmp(cp.own.s, "own", 3), 0);
	cr_assert_eq(checkpoint_load_cases(&cp, &store), 1);
	cr_expect_eq(cp.more.n, 8);
	cr_expect_eq(memcmp(cp.more.s, "and more", 8), 0);
	cr_expect_eq(cp.place.offset, log_file.end);
	cr_expect_eq(cp.place.line, 15);
	cr_expect(cp.is_current);
	checkpoint_release(&cp);
	cr_assert_eq(casestore_warm_all(&store), 0);
	expect_store(want);
	cr_expect_eq(symbols_find(&symbols, COLUMN_OWNER, "gao", 3), UINT32_MAX,
		     "of the dropped case nothing is kept");
	free(want);
}

Test(checkpoint, rows_that_came_since_are_added_to_it)
{
	static const char more[] = AT("09:00") "20261101-0003,resolve,li,,,,,,stale,\n"
				   AT("09:01") "20261101-0005,open,li,praise,,,,,,\n";
	struct checkpoint cp = CHECKPOINT_INIT;
	char *want;

	read_and_save();
	append(more);
	new_store();
	open_log();
	scan((struct scan_options){ 0 });
	want = describe();
	new_store();
	open_log();
	cr_assert_eq(checkpoint_load(&cp, &desk, &log_file), 1);
	cr_expect(!cp.is_current);
	cr_assert_eq(checkpoint_load_cases(&cp, &store), 1);
	scan((struct scan_options){ .from = cp.place.offset, .line = cp.place.line, .key = cp.place.key });
	checkpoint_release(&cp);
	cr_expect(!(store.one[2].flags & CASE_COLD), "there is a new row of it");
	cr_expect(store.one[1].flags & CASE_COLD, "nobody has asked for it");
	cr_assert_eq(casestore_warm_all(&store), 0);
	expect_store(want);
	free(want);
}

Test(checkpoint, an_empty_log_can_be_kept_too)
{
	write_file(log_path, HEADER, "");
	cr_assert_eq(save_anew(), 0);
	cr_expect(holds());
	append(rows);
	cr_expect(holds());
}

/* --- what does not fit is not there ---------------------------------------------------------------- */

Test(checkpoint, another_policy_program_or_an_earlier_now_makes_it_void)
{
	char *changed;

	read_and_save();
	cr_expect(holds());
	desk.now = NOW - 1;
	cr_expect(!holds(), "what was over then may not be over yet");
	desk.now = NOW + 86400;
	cr_expect(holds());
	desk.program = "test 2";
	cr_expect(!holds());
	desk.program = "test 1";
	changed = mem_strdup(policy_text);
	memcpy(changed, "policy: rest", 12);
	load_policy(changed);
	cr_expect(!holds());
	load_policy(policy_text);
	cr_expect(holds());
	free(changed);
}

Test(checkpoint, another_log_makes_it_void)
{
	char other[96], *changed = mem_strdup(rows);
	struct timespec times[2] = { { 0, UTIME_NOW }, { 1000000000, 0 } };

	read_and_save();
	snprintf(other, sizeof(other), "%s.other", log_path);
	write_file(other, HEADER, rows);
	rename(other, log_path);
	cr_expect(!holds(), "the same bytes in another file");
	cr_assert_eq(save_anew(), 0);
	cr_expect(holds());
	utimensat(AT_FDCWD, log_path, times, 0);
	cr_expect(!holds(), "no row more, and yet it was written to");
	cr_assert_eq(save_anew(), 0);
	memcpy(strstr(changed, "0003,open"), "0009", 4);
	write_file(log_path, HEADER, changed);
	append(AT("09:00") "20261101-0002,note,li,,,,,,,\n");
	cr_expect(!holds(), "the first bytes are others");
	write_file(log_path, HEADER, rows);
	cr_assert_eq(truncate(log_path, (off_t)(strlen(HEADER) + 200)), 0);
	cr_expect(!holds(), "shorter");
	free(changed);
}

Test(checkpoint, a_log_that_was_cut_and_grew_again_makes_it_void)
{
	struct strbuf many = STRBUF_INIT;
	int i;

	for (i = 0; i < 500; i++)
		strbuf_addf(&many, AT("09:00") "20261101-0002,note,li,,,,,,,row %d\n", i);
	append(many.buf);
	cr_assert_eq(save_anew(), 0);
	write_file(log_path, HEADER, rows);
	many.buf[many.len - 4] = 'x';
	append(many.buf);
	append(AT("09:00") "20261101-0002,note,li,,,,,,,later\n");
	cr_expect(!holds(), "the last row that had been read is another");
	strbuf_release(&many);
}

Test(checkpoint, a_link_a_folder_and_what_everybody_may_write_are_not_read)
{
	char file[96], other[96];

	read_and_save();
	snprintf(file, sizeof(file), "%s/test", cache);
	snprintf(other, sizeof(other), "%s/other", dir);
	chmod(file, 0666);
	cr_expect(!holds());
	chmod(file, 0600);
	cr_expect(holds());
	chmod(cache, 0777);
	cr_expect(!holds());
	chmod(cache, 0700);
	rename(file, other);
	cr_assert_eq(symlink("../other", file), 0);
	cr_expect(!holds());
	unlink(file);
	mkdir(file, 0700);
	cr_expect(!holds());
	cr_expect_eq(save_anew(), -1, "and cannot be replaced");
	rmdir(file);
	rmdir(cache);
	cr_assert_eq(symlink("/tmp", cache), 0);
	cr_expect_eq(save_anew(), -1, "nothing is written to another folder");
	unlink(cache);
	cr_assert_eq(save_anew(), 0, "and what was deleted is made again");
	cr_expect(holds());
}

Test(checkpoint, a_huge_file_is_not_read)
{
	char file[96];

	read_and_save();
	snprintf(file, sizeof(file), "%s/test", cache);
	cr_assert_eq(truncate(file, (off_t)1 << 40), 0);
	cr_expect(!holds());
	cr_assert_eq(save_anew(), 0);
	cr_expect(holds());
}

Test(checkpoint, a_half_written_one_is_in_nobodys_way)
{
	char file[96];
	int fd;

	read_and_save();
	snprintf(file, sizeof(file), "%s/test.new", cache);
	write_file(file, "left by a process that was killed", "");
	cr_expect_eq(save_anew(), 0);
	cr_expect(holds());
	cr_expect(!file_exists(file));
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	cr_assert_eq(flock(fd, LOCK_EX), 0);
	cr_expect_eq(save_anew(), -1, "another process is writing it");
	cr_expect(holds(), "and the old one is there");
	close(fd);
	cr_expect_eq(save_anew(), 0);
	unlink(file);
	cr_assert_eq(symlink("../cases.csv", file), 0);
	cr_expect_eq(save_anew(), -1);
	open_log();
	cr_expect_gt(log_file.end, 0, "the log is what it was");
	cr_expect_eq(save_anew(), 0, "and the link has gone");
}

Test(checkpoint, the_modes_are_those_of_the_desk)
{
	struct stat st;
	char file[96];

	desk.mode = 0660;
	read_and_save();
	cr_assert_eq(stat(cache, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 02770);
	snprintf(file, sizeof(file), "%s/test", cache);
	cr_assert_eq(stat(file, &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0660);
}

/* --- damage -------------------------------------------------------------------------------------- */

static void read_back(struct strbuf *bytes)
{
	char file[96];

	snprintf(file, sizeof(file), "%s/test", cache);
	cr_assert_eq(file_read(file, (size_t)1 << 20, bytes, &err), 0);
}

static void put_back(const char *s, size_t n)
{
	cr_assert_eq(cachefile_write(cache, "test", s, n, 0600), 0);
}

Test(checkpoint, any_byte_changed_or_missing_is_noticed)
{
	struct strbuf bytes = STRBUF_INIT;
	size_t i;

	read_and_save();
	read_back(&bytes);
	for (i = 0; i < bytes.len; i++) {
		char was = bytes.buf[i];

		bytes.buf[i] ^= (char)(1 << i % 8);
		put_back(bytes.buf, bytes.len);
		cr_assert(!holds(), "byte %zu", i);
		bytes.buf[i] = was;
		put_back(bytes.buf, i);
		cr_assert(!holds(), "cut at %zu", i);
	}
	put_back(bytes.buf, bytes.len);
	cr_expect(holds());
	strbuf_add(&bytes, "", 1);
	put_back(bytes.buf, bytes.len);
	cr_expect(!holds());
	strbuf_release(&bytes);
}

/* The bytes of a saved store, and what a store makes of them: the index from memory, the cases from a file. */
static struct strbuf index_bytes, case_bytes;

static int load_bytes(const char *index, size_t n, const char *cases, size_t m)
{
	struct bytes in = { index, n, 0 };
	int fd = memfd_create("cases", MFD_CLOEXEC);

	cr_assert_geq(fd, 0);
	cr_assert_eq(file_write_all(fd, cases, m), 0);
	return casestore_load(&store, &in, fd, 0, m);
}

static void save_bytes(void)
{
	strbuf_init(&index_bytes);
	strbuf_init(&case_bytes);
	casestore_save(&store, &index_bytes, &case_bytes);
}

static void release_bytes(void)
{
	strbuf_release(&index_bytes);
	strbuf_release(&case_bytes);
}

static uint64_t random_state = 1;

/* A copy with some bytes changed. */
static char *spoil(const struct strbuf *bytes, uint64_t i)
{
	char *copy = mem_strndup(bytes->buf, bytes->len);
	size_t k;

	for (k = 0; k < 1 + i % 3; k++) {
		random_state = random_state * 6364136223846793005ULL + 1442695040888963407ULL;
		copy[(random_state >> 33) % bytes->len] = k ? (char)(random_state >> 20) :
							      (char)(random_state >> 20 & 3);
	}
	return copy;
}

/* Where the rows of the index are: they are its last bytes. */
#define INDEX_ROW 40

static void fix_sums(char *index, const char *cases, size_t ncases)
{
	char *row = index + index_bytes.len - ncases * INDEX_ROW;
	uint64_t at, n, sum;
	size_t i;

	for (i = 0; i < ncases; i++, row += INDEX_ROW) {
		memcpy(&at, row + 16, sizeof(at));
		memcpy(&n, row + 24, sizeof(n));
		sum = cachefile_checksum(cases + at, n);
		memcpy(row + 32, &sum, sizeof(sum));
	}
}

/* What a malicious file can do whose checksums are right: nothing but be refused or give other cases. */
Test(checkpoint, no_bytes_whatsoever_break_the_reader)
{
	uint64_t i;

	scan((struct scan_options){ 0 });
	casestore_compact(&store, (const uint8_t[]){ 0, 0, 1, 0 });
	save_bytes();
	for (i = 0; i < 8000; i++) {
		char *index = i % 2 ? spoil(&index_bytes, i) : mem_strndup(index_bytes.buf, index_bytes.len);
		char *cases = i % 2 ? mem_strndup(case_bytes.buf, case_bytes.len) : spoil(&case_bytes, i);
		size_t n = i < 4 * index_bytes.len && i % 4 == 1 ? i / 4 : index_bytes.len;

		if (!(i % 2))
			fix_sums(index, cases, 3);
		new_store();
		if (load_bytes(index, n, cases, case_bytes.len) < 0)
			cr_assert(!store.ncases && !store.ndays && store.keeps_ledger);
		else if (casestore_warm_all(&store) == 0)
			free(describe());
		free(index);
		free(cases);
	}
	release_bytes();
}

Test(checkpoint, a_case_whose_bytes_are_damaged_is_found_when_it_is_asked_for)
{
	scan((struct scan_options){ 0 });
	save_bytes();
	case_bytes.buf[case_bytes.len - 1] ^= 1;
	new_store();
	cr_assert_eq(load_bytes(index_bytes.buf, index_bytes.len, case_bytes.buf, case_bytes.len), 0);
	cr_expect_eq(casestore_warm(&store, 0), 0);
	cr_expect(!store.is_broken);
	cr_expect_eq(casestore_warm(&store, 3), -1);
	cr_expect(store.is_broken);
	release_bytes();
}

static void expect_hash_and_amount(int keeps_ledger)
{
	char *want;

	write_file(log_path, "at,logged,case,event,by,kind,department,owner,due,amount,detail,text\n",
		   AT("08:00") "20261101-0001,open,li,praise,sales,,,,,\n"
		   AT("08:01") "20261101-0001,compensate,li,,,,,20.00,coupon,\n"
		   AT("08:02") "20261101-0001,amend,li,,stock,,,,,\n");
	new_store();
	store.keeps_ledger = keeps_ledger;
	classmap_add_hash(&map, COLUMN_DEPARTMENT);
	open_log();
	scan((struct scan_options){ 0 });
	want = describe();
	cr_expect_not_null(strstr(want, "20.00"));
	save_bytes();
	new_store();
	store.keeps_ledger = keeps_ledger;
	classmap_add_hash(&map, COLUMN_DEPARTMENT);
	cr_assert_eq(load_bytes(index_bytes.buf, index_bytes.len, case_bytes.buf, case_bytes.len), 0);
	cr_assert_eq(casestore_warm_all(&store), 0);
	expect_store(want);
	free(want);
	release_bytes();
}

Test(checkpoint, hashes_and_amounts_are_kept_with_a_ledger_and_without)
{
	expect_hash_and_amount(0);
	expect_hash_and_amount(1);
}

Test(checkpoint, a_store_that_was_filled_again_is_kept_too)
{
	struct checkpoint cp = CHECKPOINT_INIT;
	struct scan_place place;
	char *want;

	scan((struct scan_options){ 0 });
	place = log_file.place;
	casestore_compact(&store, (const uint8_t[]){ 0, 1, 0, 0 });
	append(AT("09:00") "20261101-0002,note,li,,,,,,,\n");
	open_log();
	scan((struct scan_options){ .from = place.offset, .line = place.line, .key = place.key });
	cr_assert_eq(store.again.line, 3);
	casestore_refill_begin(&store);
	scan((struct scan_options){ .from = store.again.offset, .line = store.again.line });
	casestore_refill_end(&store);
	want = describe();
	cr_assert_eq(save(), 0);
	new_store();
	cr_assert_eq(checkpoint_load(&cp, &desk, &log_file), 1);
	cr_assert_eq(checkpoint_load_cases(&cp, &store), 1);
	cr_assert_eq(casestore_warm_all(&store), 0);
	checkpoint_release(&cp);
	expect_store(want);
	free(want);
}

Test(checkpoint, a_store_of_other_columns_is_refused)
{
	scan((struct scan_options){ 0 });
	save_bytes();
	new_store();
	classmap_add(&map, COLUMN_PLACE);
	cr_expect_eq(load_bytes(index_bytes.buf, index_bytes.len, case_bytes.buf, case_bytes.len), -1);
	new_store();
	store.keeps_ledger = 0;
	cr_expect_eq(load_bytes(index_bytes.buf, index_bytes.len, case_bytes.buf, case_bytes.len), -1);
	release_bytes();
}
