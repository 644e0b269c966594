/* Partial reports: whatever is in which line, and in which order lines are added up, the report is that of one run. */
#include "report/partial.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/digest.h"
#include "io/file.h"
#include "io/jsonread.h"
#include "report/partial_table.h"
#include "report/render.h"

#define DESKS  6
#define SPLITS 100
#define EVERY_FORM 10                 /* of the splits so many are compared in JSON only, which has the most figures */
#define SAMPLE "samples/mall/"

/* --- the sample desk's log, cut into desks by the number of the case --------------------------------- */

static char dir[] = "/tmp/sd-partial-XXXXXX";
static struct policy_set set[DESKS];
static struct strbuf line[DESKS];
static struct findings findings;
static struct period period;
static instant as_of;

static char *path_of(int desk, const char *file)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s/d%d%s%s", dir, desk, *file ? "/" : "", file);
	return strbuf_detach(&sb);
}

/* The rows whose case (in this column) falls to the desk, under the header. */
static void cut(const struct strbuf *all, int column, int desk, struct strbuf *out)
{
	const char *s = all->buf, *end = strchr(s, '\n') + 1, *cell;
	int i, number;

	for (strbuf_add(out, s, (size_t)(end - s)), s = end; *s; s = end) {
		end = strchr(s, '\n') + 1;
		for (cell = s, i = 0; i < column; i++)
			cell = strchr(cell, ',') + 1;
		number = *cell == ',' ? 0 : atoi(cell + 9);
		if (number % DESKS == desk)
			strbuf_add(out, s, (size_t)(end - s));
	}
}

static void make_file(int desk, const char *name, const void *text, size_t n)
{
	char *path = path_of(desk, name);
	struct err err = ERR_INIT;

	cr_assert_eq(file_create(path, text, n, 0600, &err), 0, "%s", err.msg);
	free(path);
}

static void make_desk(int desk, const struct strbuf *policy, const struct strbuf *log,
		      const struct strbuf *surveys)
{
	char *folder = path_of(desk, ""), *path = path_of(desk, "policy.yaml");
	struct strbuf sb = STRBUF_INIT;
	struct err err = ERR_INIT;

	cr_assert_eq(mkdir(folder, 0700), 0);
	make_file(desk, "policy.yaml", policy->buf, policy->len);
	cut(log, 2, desk, &sb);
	make_file(desk, "cases.csv", sb.buf, sb.len);
	strbuf_reset(&sb);
	cut(surveys, 3, desk, &sb);
	make_file(desk, "surveys.csv", sb.buf, sb.len);
	strbuf_release(&sb);
	set[desk] = (struct policy_set)POLICY_SET_INIT;
	cr_assert_eq(policy_set_load(&set[desk], path, "policies", &findings, &err), 0, "%s", err.msg);
	free(folder);
	free(path);
}

static void begin(struct figures *f)
{
	static const char *const by[] = { "supplier", "place" };

	figures_init(f);
	figures_set_by(f, by, 2);
}

static void add_desk(struct figures *f, int desk)
{
	struct strbuf name = STRBUF_INIT;
	char *log = path_of(desk, "cases.csv"), *surveys = path_of(desk, "surveys.csv");
	struct measure m = MEASURE_INIT;
	struct err err = ERR_INIT;
	int by[2] = { policy_set_column(&set[desk], "supplier", 8), policy_set_column(&set[desk], "place", 5) };
	struct measure_options o = { .set = &set[desk], .period = &period, .path = log,
				     .surveys = surveys, .as_of = as_of, .known_at = INSTANT_NONE,
				     .threads = 1, .by = by, .nby = 2, .is_pack = 1 };

	strbuf_addf(&name, "d%d", desk);
	o.name = name.buf;
	cr_assert_eq(measure_run(&m, &o, &findings, &err), 0, "%s", err.msg);
	figures_add(f, &m);
	measure_release(&m);
	strbuf_release(&name);
	free(log);
	free(surveys);
}

static void read_sample(const char *name, struct strbuf *out)
{
	struct err err = ERR_INIT;

	cr_assert_eq(file_read(name, (size_t)1 << 26, out, &err), 0, "%s", err.msg);
}

/* The sample asks nobody on 0-10 and 1-7: here whoever answered has answered that, too. */
static void ask_more(struct strbuf *policy, struct strbuf *surveys)
{
	static const char after[] = "\n    correct: {", overall[] = ",answered,overall,";
	struct strbuf sb = STRBUF_INIT, more = STRBUF_INIT;
	const char *at = strstr(policy->buf, after), *s, *end;

	cr_assert_not_null(at);
	strbuf_add(&sb, policy->buf, (size_t)(at - policy->buf));
	strbuf_addf(&sb, "\n    recommend: { scale: 10 }\n    ease: { scale: 7 }%s", at);
	strbuf_release(policy);
	*policy = sb;
	for (s = surveys->buf; (s = strstr(s, overall)) != NULL; s = end) {
		const char *row = s, *score = s + strlen(overall);

		while (row > surveys->buf && row[-1] != '\n')
			row--;
		end = strchr(score, '\n');
		if (strncmp(score + 1, ",5,", 3) != 0 || !strstr(row, ",survey,") || strstr(row, ",survey,") > s)
			continue;
		strbuf_addf(&more, "%.*s,answered,recommend,%d,10,%.*s\n", (int)(s - row), row, 2 * (*score - '0'),
			    (int)(end - score - 4), score + 4);
		strbuf_addf(&more, "%.*s,answered,ease,%c,7,%.*s\n", (int)(s - row), row, *score + 1,
			    (int)(end - score - 4), score + 4);
	}
	strbuf_add(surveys, more.buf, more.len);
	strbuf_release(&more);
}

static void setup(void)
{
	struct opinion_tally said = { 0 };
	struct strbuf policy = STRBUF_INIT, log = STRBUF_INIT, surveys = STRBUF_INIT;
	struct zone *utc = zone_utc();
	struct err err = ERR_INIT;
	int desk;

	findings = (struct findings)FINDINGS_INIT;
	cr_assert_not_null(setlocale(LC_CTYPE, "C.UTF-8"));
	cr_assert_not_null(mkdtemp(dir));
	read_sample(SAMPLE "policy.yaml", &policy);
	read_sample(SAMPLE "cases.csv", &log);
	read_sample(SAMPLE "surveys.csv", &surveys);
	ask_more(&policy, &surveys);
	for (desk = 0; desk < DESKS; desk++)
		make_desk(desk, &policy, &log, &surveys);
	cr_assert_eq(instant_parse_human("2026-11-20T12:00:00+08:00", utc, 0, &as_of, &err), 0, "%s", err.msg);
	cr_assert_eq(period_of(&period, PERIOD_MONTH, NULL, utc, as_of, &err), 0, "%s", err.msg);
	for (desk = 0; desk < DESKS; desk++) {
		struct figures f;

		begin(&f);
		add_desk(&f, desk);
		opinion_merge(&said, &f.opinion.all);
		strbuf_init(&line[desk]);
		cr_assert_eq(partial_write(&line[desk], &f, "test", &err), 0, "%s", err.msg);
		figures_release(&f);
	}
	cr_assert(said.satisfied && said.promoters && said.detractors && said.easy < said.ces_n);
	strbuf_release(&policy);
	strbuf_release(&log);
	strbuf_release(&surveys);
	zone_free(utc);
}

static void teardown(void)
{
	static const char *const names[] = { "policy.yaml", "cases.csv", "surveys.csv", "" };
	int desk, i;

	for (desk = 0; desk < DESKS; desk++) {
		for (i = 0; i < 4; i++) {
			char *path = path_of(desk, names[i]);

			cr_expect_eq(remove(path), 0);
			free(path);
		}
		policy_set_release(&set[desk]);
		strbuf_release(&line[desk]);
	}
	rmdir(dir);
	findings_release(&findings);
}

TestSuite(partial, .init = setup, .fini = teardown);

/* --- every form of a report ------------------------------------------------------------------------- */

static void render_json(struct figures *f, struct strbuf *out)
{
	struct report_out to = { out, NULL, NULL, 0 };

	figures_finish(f);
	report_json(&to, f);
}

static void render_all(struct figures *f, struct strbuf *out)
{
	const struct report_style style = { "zh", 80, 0 };
	struct report_out to = { out, NULL, NULL, 0 };

	figures_finish(f);
	report_text(&to, f, &style);
	report_markdown(&to, f, &style);
	report_html(&to, f, &style);
	report_json(&to, f);
	report_jsonl(&to, f);
	report_csv(&to, f);
	report_warnings_text(&to, f, &style);
	report_warnings_markdown(&to, f, &style);
	report_warnings_json(&to, f);
	report_warnings_jsonl(&to, f);
	report_warnings_csv(&to, f);
	cr_assert_eq(to.failed, 0);
}

/* The first byte in which they differ says more than all of them. */
static void expect_same(const struct strbuf *want, const struct strbuf *got, const char *what)
{
	size_t i = 0, from;

	while (i < want->len && i < got->len && want->buf[i] == got->buf[i])
		i++;
	from = i < 100 ? 0 : i - 100;
	cr_assert(i == want->len && i == got->len, "%s: byte %zu\nexpected: %.200s\nactual:   %.200s", what,
		  i, want->buf + from, got->len > from ? got->buf + from : "");
}

typedef void render_fn(struct figures *f, struct strbuf *out);

static void report_directly(const int *order, render_fn *render, struct strbuf *out)
{
	struct figures f;
	int i;

	begin(&f);
	for (i = 0; i < DESKS; i++)
		add_desk(&f, order[i]);
	render(&f, out);
	figures_release(&f);
}

static uint64_t state = 88172645463325252ULL;
static unsigned int draw(unsigned int n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned int)(state >> 33) % n;
}

static void shuffle(int *order, int n)
{
	int i;

	for (i = n - 1; i > 0; i--) {
		int k = (int)draw((unsigned int)i + 1), x = order[i];

		order[i] = order[k];
		order[k] = x;
	}
}

/* --- a hundred splits ------------------------------------------------------------------------------- */

static void read_line(struct partial_merge *m, struct figures *f, const struct strbuf *from)
{
	struct err err = ERR_INIT;

	cr_assert_eq(partial_read(m, f, "lines", 1, from->buf, from->len - 1, &err), 0, "%s", err.msg);
}

/* Desks order[0 .. n-1], added up as a tree of any shape: the report, or (NULL) the line. */
static void add_tree(const int *order, int n, render_fn *render, struct strbuf *out)
{
	struct partial_merge m = PARTIAL_MERGE_INIT;
	struct figures f;
	struct err err = ERR_INIT;
	int i, k;

	figures_init(&f);
	for (i = 0; i < n; i += k) {
		struct strbuf part = STRBUF_INIT;

		k = 1 + (int)draw((unsigned int)(i || n == 1 ? n - i : n - 1));
		if (k == 1)
			strbuf_add(&part, line[order[i]].buf, line[order[i]].len);
		else
			add_tree(order + i, k, NULL, &part);
		read_line(&m, &f, &part);
		strbuf_release(&part);
	}
	if (render)
		render(&f, out);
	else
		cr_assert_eq(partial_write(out, &f, "test", &err), 0, "%s", err.msg);
	figures_release(&f);
	partial_release(&m);
}

Test(partial, a_log_split_a_hundred_ways_gives_the_same_bytes)
{
	struct strbuf want[2] = { STRBUF_INIT, STRBUF_INIT };
	int order[DESKS], i;

	for (i = 0; i < DESKS; i++)
		order[i] = i;
	report_directly(order, render_json, &want[0]);
	report_directly(order, render_all, &want[1]);
	for (i = 0; i < SPLITS; i++) {
		struct strbuf got = STRBUF_INIT;
		int all = i % EVERY_FORM == 0;

		shuffle(order, DESKS);
		add_tree(order, DESKS, all ? render_all : render_json, &got);
		expect_same(&want[all], &got, "a split");
		strbuf_release(&got);
	}
	strbuf_release(&want[0]);
	strbuf_release(&want[1]);
}

Test(partial, one_run_gives_the_same_bytes_in_whatever_order_desks_are_named)
{
	int order[DESKS], i;
	struct strbuf want = STRBUF_INIT;

	for (i = 0; i < DESKS; i++)
		order[i] = i;
	report_directly(order, render_all, &want);
	for (i = 0; i < 3; i++) {
		struct strbuf got = STRBUF_INIT;

		shuffle(order, DESKS);
		report_directly(order, render_all, &got);
		expect_same(&want, &got, "an order");
		strbuf_release(&got);
	}
	strbuf_release(&want);
}

Test(partial, the_line_of_the_same_desks_is_the_same_line)
{
	static const int there[] = { 0, 1, 2, 3, 4, 5 }, back[] = { 5, 3, 4, 0, 2, 1 };
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, direct = STRBUF_INIT;
	struct figures f;
	struct err err = ERR_INIT;
	int i;

	add_tree(there, DESKS, NULL, &a);
	add_tree(back, DESKS, NULL, &b);
	expect_same(&a, &b, "two trees");
	begin(&f);
	for (i = 0; i < DESKS; i++)
		add_desk(&f, i);
	cr_assert_eq(partial_write(&direct, &f, "test", &err), 0);
	expect_same(&direct, &a, "one run");
	figures_release(&f);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&direct);
}

/* --- nothing is forgotten --------------------------------------------------------------------------- */

static void cover(unsigned char *seen, size_t from, size_t size)
{
	memset(seen + from, 1, size);
}

/* A gap is a member that no column is about, unless it is smaller than what alignment leaves. */
static void expect_covered(const unsigned char *seen, size_t size, const char *what)
{
	size_t i, gap = 0;

	for (i = 0; i < size; i++) {
		gap = seen[i] ? 0 : gap + 1;
		cr_assert(gap < sizeof(void *) && (gap < sizeof(int) || i % sizeof(void *) >= sizeof(int)),
			  "%s: what stands at byte %zu is in no column: give it one, or LATER() where figures_finish() computes it",
			  what, i);
	}
}

Test(partial_columns, every_member_of_every_row_has_one)
{
	size_t i, k;

	for (i = 0; partial_tables[i]; i++) {
		const struct partial_table *t = partial_tables[i];
		unsigned char *seen = calloc(t->size, 1);

		cr_expect_leq(t->nkey, PARTIAL_KEY_MOST, "%s", t->name);
		for (k = 0; k < t->ncolumns; k++)
			cover(seen, t->column[k].at, t->column[k].size);
		expect_covered(seen, t->size, t->name);
		free(seen);
	}
}

/* Members of the figures that are in a partial report, or that figures_finish() fills. */
#define HAS(m) { offsetof(struct figures, m), sizeof(((struct figures *)0)->m) }
Test(partial_columns, every_member_of_the_figures_is_known)
{
	static const struct { size_t at, size; } known[] = {
		HAS(arena), HAS(as_of), HAS(known_at), HAS(by), HAS(nby), HAS(from), HAS(to), HAS(so_far),
		HAS(zone), HAS(desk), HAS(ndesks), HAS(alloc_desks), HAS(unread), HAS(nunread),
		HAS(alloc_unread), HAS(received), HAS(concluded), HAS(open), HAS(cancelled),
		HAS(anonymous), HAS(rate), HAS(decided), HAS(met), HAS(reason), HAS(nreasons),
		HAS(alloc_reasons), HAS(level), HAS(nlevels), HAS(alloc_levels), HAS(cause), HAS(ncauses),
		HAS(alloc_causes), HAS(kind), HAS(nkinds), HAS(alloc_kinds), HAS(clock), HAS(nclocks),
		HAS(alloc_clocks), HAS(breaches), HAS(late), HAS(due), HAS(below), HAS(nbelow),
		HAS(alloc_below), HAS(missing), HAS(nmissing), HAS(alloc_missing), HAS(call), HAS(ncalls),
		HAS(alloc_calls), HAS(calls_all), HAS(dim), HAS(ndims), HAS(alloc_dims), HAS(delay),
		HAS(ndelays), HAS(alloc_delays), HAS(load), HAS(contacts), HAS(target), HAS(ntargets),
		HAS(alloc_targets), HAS(before_from), HAS(before_to), HAS(later), HAS(nlater),
		HAS(alloc_later), HAS(compensation), HAS(ncompensations), HAS(alloc_compensations),
		HAS(opinion), HAS(sum), HAS(nsums), HAS(alloc_sums), HAS(meeting), HAS(series), HAS(alarms),
		HAS(reasons), HAS(levels), HAS(causes), HAS(kinds), HAS(clocks), HAS(delays), HAS(targets),
		HAS(days), HAS(target_days), HAS(scores), HAS(accounts), HAS(day), HAS(ndays),
		HAS(alloc_days), HAS(target_day), HAS(ntarget_days), HAS(alloc_target_days),
		HAS(open_before), HAS(score), HAS(nscores), HAS(alloc_scores), HAS(account),
		HAS(naccounts), HAS(alloc_accounts), HAS(accounted), HAS(watches_answers),
		HAS(wrong), HAS(nwrong), HAS(alloc_wrong), HAS(wrong_all), HAS(corrected), HAS(ncorrected),
		HAS(alloc_corrected), HAS(wrongs), HAS(only), HAS(period), HAS(comparison),
		HAS(missings), HAS(compensations), HAS(sums), HAS(words),
	};
	unsigned char *seen = calloc(sizeof(struct figures), 1);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		cover(seen, known[i].at, known[i].size);
	expect_covered(seen, sizeof(struct figures), "struct figures (partial_families.c, then this list)");
	free(seen);
}

/* Those that the sample desk cannot fill. */
static int may_be_empty(const char *name)
{
	return !strcmp(name, "unread") || !strcmp(name, "below");
}

Test(partial, the_sample_fills_every_table)
{
	static const int order[] = { 0, 1, 2, 3, 4, 5 };
	struct strbuf all = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct jsonread *tree;
	size_t i;

	add_tree(order, DESKS, NULL, &all);
	tree = jsonread_parse(all.buf, all.len - 1, &err);
	cr_assert_not_null(tree, "%s", err.msg);
	for (i = 0; partial_tables[i]; i++) {
		const char *name = partial_tables[i]->name;
		const struct jsonread *t = jsonread_get(tree, name);

		if (!strcmp(name, "values"))
			t = jsonread_get(jsonread_at(jsonread_at(jsonread_get(tree, "by"), 0), 2), name);
		cr_expect(may_be_empty(name) || jsonread_size(jsonread_get(t, "rows")) > 0, "%s", name);
	}
	cr_expect_gt(jsonread_size(jsonread_get(tree, "series")), 0);
	cr_expect_gt(jsonread_size(jsonread_get(tree, "cases")), 0);
	jsonread_free(tree);
	strbuf_release(&all);
}

/* --- what comes from elsewhere ---------------------------------------------------------------------- */

/* Refused with a message, or a report like any other; never anything else. 1: it was taken. */
static int try_line(const char *s, size_t n)
{
	struct partial_merge m = PARTIAL_MERGE_INIT;
	struct figures f;
	struct strbuf out = STRBUF_INIT;
	struct err err = ERR_INIT;
	int taken;

	figures_init(&f);
	taken = partial_read(&m, &f, "lines", 1, s, n, &err) == 0;
	if (taken && f.ndesks)
		render_all(&f, &out);
	else if (!taken)
		cr_assert(err.status == STATUS_INPUT && *err.msg);
	figures_release(&f);
	partial_release(&m);
	strbuf_release(&out);
	return taken;
}

Test(partial, a_line_that_was_cut_is_refused)
{
	size_t n;

	for (n = 0; n + 1 < line[0].len; n += 1 + line[0].len / 400)
		cr_assert_not(try_line(line[0].buf, n), "%zu bytes", n);
}

Test(partial, a_flipped_bit_is_refused_wherever_it_is)
{
	int i;

	for (i = 0; i < 1000; i++) {
		char *s = mem_strndup(line[1].buf, line[1].len);
		size_t at = draw((unsigned int)line[1].len - 1);

		s[at] = (char)(s[at] ^ 1 << draw(8));
		cr_assert_not(try_line(s, line[1].len - 1), "byte %zu", at);
		free(s);
	}
}

Test(partial, a_line_that_was_changed_is_damaged)
{
	static const char was[] = ",\"sha256\":";
	struct partial_merge m = PARTIAL_MERGE_INIT;
	struct err err = ERR_INIT;
	struct figures f;
	char *last = strstr(line[1].buf, was), *next;

	while ((next = strstr(last + 1, was)))
		last = next;
	last[sizeof(was)] = last[sizeof(was)] == '0' ? '1' : '0';
	figures_init(&f);
	cr_expect_eq(partial_read(&m, &f, "lines", 1, line[1].buf, line[1].len - 1, &err), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect_str_eq(err.msg, "the line is damaged: it does not have the SHA-256 that it names");
	figures_release(&f);
	partial_release(&m);
}

/* The line ends with the SHA-256 of what stands before: made that of what stands there now. */
static void seal(struct strbuf *s)
{
	static const char name[] = ",\"sha256\":\"";
	size_t n = s->len - (sizeof(name) - 1 + DIGEST_HEX + 3);

	cr_assert_eq(strncmp(s->buf + n, name, sizeof(name) - 1), 0);
	digest_hex(s->buf, n, s->buf + n + sizeof(name) - 1);
	s->buf[s->len - 3] = '"';             /* where the digits' NUL came */
}

/* The first row of a table says what all of them may. */
#define ROWS_TRIED 1

/* The next number from `s` on that stands in the first row of its list, or NULL. */
static char *next_number(char *s, int *depth, int row[])
{
	for (; *s; s++) {
		if (*s == '"') {
			for (s++; *s != '"'; s++)
				s += *s == '\\';
		} else if (*s == '[' || *s == '{') {
			row[++*depth] = 0;
		} else if (*s == ']' || *s == '}') {
			--*depth;
		} else if (*s == ',' && (s[1] == '[' || s[1] == '{')) {
			row[*depth]++;
		} else if ((*s == '-' || (*s >= '0' && *s <= '9')) && strchr(",[:", s[-1])) {
			int i, is_first = 1;

			for (i = 1; i <= *depth; i++)
				is_first &= row[i] < ROWS_TRIED;
			if (is_first)
				return s;
		}
	}
	return NULL;
}

static void try_instead(const struct strbuf *whole, const char *at, const char *wrong)
{
	struct strbuf s = STRBUF_INIT;

	strbuf_add(&s, whole->buf, (size_t)(at - whole->buf));
	strbuf_addstr(&s, wrong);
	strbuf_addstr(&s, at + strspn(at, "-0123456789"));
	seal(&s);
	try_line(s.buf, s.len - 1);
	strbuf_release(&s);
}

Test(partial, any_number_that_is_none_of_ours_is_refused_or_gives_a_report)
{
	static const char *const wrong[] = {
		"null", "-1", "253402300799", "9223372036854775808",
	};
	int row[64] = { 0 }, depth = 0;
	char *at = line[2].buf;
	size_t i, n = 0;

	for (; (at = next_number(at, &depth, row)); at += strspn(at, "-0123456789"), n++)
		for (i = 0; i < ARRAY_SIZE(wrong); i++)
			try_instead(&line[2], at, wrong[i]);
	cr_expect_gt(n, 50);
}

/* What `wrong` stands for instead of the value of the member is refused; err says why. */
static void expect_refused(const char *member, const char *wrong, const char *why)
{
	struct partial_merge m = PARTIAL_MERGE_INIT;
	struct strbuf s = STRBUF_INIT;
	struct err err = ERR_INIT;
	struct figures f;
	const char *at = strstr(line[2].buf, member);

	cr_assert_not_null(at);
	at += strlen(member);
	strbuf_add(&s, line[2].buf, (size_t)(at - line[2].buf));
	strbuf_addstr(&s, wrong);
	strbuf_addstr(&s, at + strspn(at, "-0123456789"));
	seal(&s);
	figures_init(&f);
	cr_expect_eq(partial_read(&m, &f, "lines", 1, s.buf, s.len - 1, &err), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect_str_eq(err.msg, why);
	figures_release(&f);
	partial_release(&m);
	strbuf_release(&s);
}

Test(partial, a_line_of_desks_says_as_of_when)
{
	expect_refused("\"as_of\":", "null", "'as_of': a whole number is wanted");
	expect_refused("\"as_of\":", "253402300799",
		       "'as_of': '253402300799' does not lie in -62072352000 .. 253339055999");
}

Test(partial, sums_that_do_not_fit_are_refused)
{
	static const char row[] = "[\"complaint\",";
	struct partial_merge m = PARTIAL_MERGE_INIT;
	struct strbuf big = STRBUF_INIT;
	struct figures f;
	struct err err = ERR_INIT;
	char *at = strstr(strstr(line[3].buf, "\"kinds\""), row) + strlen(row);

	strbuf_add(&big, line[3].buf, (size_t)(at - line[3].buf));
	strbuf_addstr(&big, "9007199254740992");
	strbuf_addstr(&big, at + strspn(at, "0123456789"));
	seal(&big);
	figures_init(&f);
	read_line(&m, &f, &big);
	cr_expect_eq(partial_read(&m, &f, "lines", 2, line[4].buf, line[4].len - 1, &err), -1);
	cr_expect_str_eq(err.msg, "table 'kinds', row 1, 'received': the sum does not fit");
	figures_release(&f);
	partial_release(&m);
	strbuf_release(&big);
}
