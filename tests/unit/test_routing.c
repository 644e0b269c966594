/* Who gets a case (C6, H2.1, Y2.3), and who does a task (C4). */
#include "rules/routing.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "report/workload.h"

static const char head[] =
	"policy: t\nvalid-from: 2026-01-01\ntimezone: UTC\n"
	"kinds: { complaint: { severities: { general: { handler: supervisor }, major: { handler: manager } } },\n"
	"  consultation: { severities: { ordinary: {} } } }\n";
static const char people[] =
	"departments:\n"
	"  shop: { lead: lead, staff: [an, bo, chi], assign: least-open }\n"
	"  store: { lead: lead, staff: [an, bo, chi], assign: rotate }\n"
	"  office: { lead: lead, staff: [an], assign: lead }\n"
	"  door: { staff: [an, bo], lead: lead, assign: owner }\n"
	"  yard: { lead: lead, staff: [an] }\n"
	"staff:\n"
	"  an: { level: staff }\n"
	"  bo: { level: staff, away: { 2026-12-01..2026-12-05: dan } }\n"
	"  chi: { level: staff, away: { 2026-12-03: bo } }\n"
	"  dan: { level: staff }\n"
	"  lead: { level: supervisor, away: { 2026-12-05: dan } }\n"
	"  high: { level: manager }\n"
	"  top: { level: director }\n";

static struct policy_set set;
static const struct policy *p;
static struct routing_load load;
static char dir[40];

static void write_file(const char *name, const char *a, const char *b)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	cr_assert(f && fputs(a, f) >= 0 && fputs(b, f) >= 0 && fclose(f) == 0);
}

static void load_policy(const char *more)
{
	struct findings findings = FINDINGS_INIT;
	struct err err = ERR_INIT;
	char path[64];

	strcpy(dir, "/tmp/sd-routing-XXXXXX");
	cr_assert(mkdtemp(dir));
	write_file("policy.yaml", head, more);
	snprintf(path, sizeof(path), "%s/policy.yaml", dir);
	set = (struct policy_set)POLICY_SET_INIT;
	cr_assert_eq(policy_set_load(&set, path, NULL, &findings, &err), 0, "%s: %s", err.msg,
		     findings.n ? findings.list[0].msg : "");
	findings_release(&findings);
	p = policy_set_now(&set);
	load = (struct routing_load)ROUTING_LOAD_INIT;
}

static void setup(void)
{
	load_policy(people);
}

static void teardown(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_expect_eq(system(command), 0);
	routing_load_release(&load);
	policy_set_release(&set);
}

TestSuite(routing, .init = setup, .fini = teardown);

static int64_t december(int day)
{
	return civil_to_days(2026, 12, day);
}

static struct routing_who who(const char *department, int day)
{
	return (struct routing_who){ .kind = "consultation", .severity = "ordinary", .owner = "",
				     .department = department, .taker = "an", .day = december(day) };
}

/* "bo assign: rotate", or "nobody". */
static void is(struct routing r, const char *want)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s", r.owner ? r.owner : "nobody");
	if (r.owner) {
		strbuf_addch(&sb, ' ');
		routing_text(&sb, &r);
	}
	cr_expect_str_eq(sb.buf, want, "got '%s', expected '%s'", sb.buf, want);
	strbuf_release(&sb);
}

static void expect(const struct routing_who *w, const char *want)
{
	is(routing_of_case(p, w, &load), want);
}

Test(routing, C6_least_open_is_who_owns_the_fewest_and_the_first_of_equals)
{
	struct routing_who w = who("shop", 10);

	expect(&w, "an assign: least-open");
	routing_load_add(&load, "an", 2);
	routing_load_add(&load, "bo", 1);
	routing_load_add(&load, "chi", 1);
	expect(&w, "bo assign: least-open");
	routing_load_add(&load, "bo", 1);
	expect(&w, "chi assign: least-open");
	routing_load_add(&load, "an", -2);
	expect(&w, "an assign: least-open");
}

Test(routing, the_case_itself_is_not_counted_as_its_owners)
{
	struct routing_who w = who("shop", 10);

	routing_load_add(&load, "an", 1);
	w.owner = "an";
	expect(&w, "an assign: least-open");
}

Test(routing, C6_rotate_is_the_next_after_who_got_the_newest_case)
{
	struct routing_who w = who("store", 10);

	expect(&w, "an assign: rotate");
	routing_load_newest(&load, "store", "an");
	expect(&w, "bo assign: rotate");
	routing_load_newest(&load, "shop", "bo");
	expect(&w, "bo assign: rotate");
	routing_load_newest(&load, "store", "chi");
	expect(&w, "an assign: rotate");
	routing_load_newest(&load, "store", "somebody who left");
	expect(&w, "an assign: rotate");
	routing_load_newest(&load, "store", "an");
	w.day = december(2);
	expect(&w, "chi assign: rotate");
}

Test(routing, C6_lead_and_owner)
{
	struct routing_who w = who("office", 10);

	expect(&w, "lead assign: lead");
	w.department = "door";
	expect(&w, "an assign: owner");
	w.taker = "somebody else";
	expect(&w, "lead assign: lead");
}

Test(routing, who_is_away_gets_nothing_and_the_stand_in_only_where_all_are)
{
	struct routing_who w = who("shop", 2);

	routing_load_add(&load, "an", 5);
	routing_load_add(&load, "chi", 6);
	expect(&w, "an assign: least-open");
	w.day = december(3);
	w.about = (const char *const[]){ "an" };
	w.nabout = 1;
	expect(&w, "dan assign: least-open");
	w.department = "office";
	w.day = december(5);
	expect(&w, "dan assign: lead");
}

Test(routing, C15_nobody_gets_a_case_about_himself)
{
	struct routing_who w = who("shop", 10);

	w.about = (const char *const[]){ "", "an" };
	w.nabout = 2;
	expect(&w, "bo assign: least-open");
	w.about = (const char *const[]){ "an", "bo", "chi" };
	w.nabout = 3;
	expect(&w, "lead assign: lead");
	w.about = (const char *const[]){ "lead" };
	w.nabout = 1;
	w.department = "office";
	expect(&w, "high assign: lead");
	w.department = "door";
	w.about = (const char *const[]){ "an" };
	expect(&w, "lead assign: lead");
}

Test(routing, without_a_way_nobody_gets_it)
{
	struct routing_who w = who("yard", 10);

	expect(&w, "nobody");
	w.department = "";
	expect(&w, "nobody");
	w.department = "unknown";
	expect(&w, "nobody");
}

Test(routing, Y2_3_a_severity_goes_to_the_level_that_handles_it)
{
	struct routing_who w = who("yard", 10);

	w.kind = "complaint";
	w.severity = "general";
	expect(&w, "lead handler: supervisor");
	w.severity = "major";
	expect(&w, "high handler: manager");
	w.department = "";
	expect(&w, "high handler: manager");
	w.about = (const char *const[]){ "high" };
	w.nabout = 1;
	expect(&w, "top handler: manager");
	w.about = (const char *const[]){ "high", "top" };
	w.nabout = 2;
	w.department = "shop";
	expect(&w, "an assign: least-open");
}

Test(routing, Y2_3_of_several_of_the_level_the_department_s_way_decides)
{
	teardown();
	load_policy("departments: { shop: { staff: [an, bo, chi], assign: least-open } }\n"
		    "staff: { an: { level: manager }, bo: { level: manager }, chi: { level: staff }, dan: { level: manager } }\n");
	struct routing_who w = who("shop", 10);

	w.kind = "complaint";
	w.severity = "major";
	routing_load_add(&load, "an", 1);
	expect(&w, "bo handler: manager");
	w.department = "";
	expect(&w, "an handler: manager");
}

Test(routing, Y2_3_who_stands_below_a_level)
{
	cr_expect(routing_is_below(p, "an", "manager", december(10)));
	cr_expect(routing_is_below(p, "lead", "manager", december(10)));
	cr_expect_not(routing_is_below(p, "high", "manager", december(10)));
	cr_expect_not(routing_is_below(p, "top", "manager", december(10)));
	cr_expect(routing_is_below(p, "unknown", "staff", december(10)));
	cr_expect(routing_is_below(p, "dan", "supervisor", december(10)));
	cr_expect_not(routing_is_below(p, "dan", "supervisor", december(5)), "stands in for lead");
	cr_expect_str_eq(routing_handler(p, "complaint", "major"), "manager");
	cr_expect_null(routing_handler(p, "consultation", "ordinary"));
	cr_expect_null(routing_handler(p, "", ""));
	cr_expect_null(routing_handler(p, "duty", "major"));
}

Test(routing, C4_a_task_goes_the_way_of_its_department_and_has_no_handler)
{
	struct routing_who w = who("shop", 10);

	w.kind = "complaint";
	w.severity = "major";
	is(routing_of_task(p, &w, &load), "an assign: least-open");
	w.department = "door";
	w.owner = "bo";
	is(routing_of_task(p, &w, &load), "bo assign: owner");
	w.department = "";
	is(routing_of_task(p, &w, &load), "nobody");
}

Test(routing, without_persons_in_the_policy_nobody_gets_anything)
{
	teardown();
	load_policy("departments: { shop: { assign: least-open, lead: x, staff: [y] } }\n");
	struct routing_who w = who("shop", 10);

	w.kind = "complaint";
	w.severity = "major";
	expect(&w, "nobody");
	cr_expect_not(routing_needs_load(p, NULL));
}

Test(routing, the_load_is_only_asked_for_where_it_decides)
{
	cr_expect(routing_needs_load(p, NULL));
	cr_expect(routing_needs_load(p, "shop"));
	cr_expect(routing_needs_load(p, "store"));
	cr_expect_not(routing_needs_load(p, "office"));
	cr_expect_not(routing_needs_load(p, ""));
}

#define AT(time, number) "2026-11-01T" time ":00+00:00,2026110" #number "-0001,"

Test(routing, the_load_is_read_from_the_log)
{
	struct err err = ERR_INIT;
	char path[64];

	write_file("cases.csv", "at,case,event,by,kind,department,owner,detail,text,check\n",
		   AT("08:00", 1) "open,an,complaint,shop,an,,,1000000000000000\n"
		   AT("08:01", 2) "open,an,complaint,store,an,,,2000000000000000\n"
		   AT("08:02", 3) "open,an,complaint,,an,,,3000000000000000\n"
		   AT("08:03", 4) "open,sd,duty,,an,,,4000000000000000\n"
		   AT("08:04", 2) "assign,sd,,store,bo,,,5000000000000000\n"
		   AT("08:05", 3) "assign,an,,store,chi,,,6000000000000000\n"
		   AT("08:06", 1) "resolve,an,,,,,,7000000000000000\n"
		   AT("08:07", 3) "task,sd,,shop,dan,train,,8000000000000000\n"
		   AT("08:08", 5) "open,an,complaint,,chi,,,9000000000000000\n"
		   AT("08:09", 5) "void,an,,,,9000000000000000,,a000000000000000\n");
	snprintf(path, sizeof(path), "%s/cases.csv", dir);
	cr_assert_eq(workload_read(&load, &(struct workload_options){ .path = path, .set = &set }, &err), 0,
		     "%s", err.msg);
	cr_expect_eq(routing_load_of(&load, "an"), 0);
	cr_expect_eq(routing_load_of(&load, "bo"), 1);
	cr_expect_eq(routing_load_of(&load, "chi"), 1);
	cr_expect_eq(routing_load_of(&load, "dan"), 0);
	is(routing_of_case(p, &(struct routing_who){ .kind = "", .severity = "", .owner = "", .taker = "",
						     .department = "store", .day = december(10) }, &load),
	   "chi assign: rotate");
}

/* What the log says with the checkpoint, and without. */
static void compare_readings(const char *path, const char *cache)
{
	static const char *const people_of[] = { "an", "bo", "chi", "dan", "lead" };
	struct workload_options o = { .path = path, .set = &set, .now = december(31) * 86400 };
	struct routing_load whole = ROUTING_LOAD_INIT;
	struct routing_who w = who("store", 10);
	struct err err = ERR_INIT;
	struct routing a, b;

	cr_assert_eq(workload_read(&whole, &o, &err), 0, "%s", err.msg);
	o.cache = cache;
	o.cache_mode = 0600;
	o.program = "test";
	o.keep_after = 1;
	routing_load_release(&load);
	cr_assert_eq(workload_read(&load, &o, &err), 0, "%s", err.msg);
	for (size_t i = 0; i < sizeof(people_of) / sizeof(people_of[0]); i++)
		cr_expect_eq(routing_load_of(&load, people_of[i]), routing_load_of(&whole, people_of[i]),
			     "%s", people_of[i]);
	a = routing_of_case(p, &w, &whole);
	b = routing_of_case(p, &w, &load);
	cr_expect_str_eq(a.owner, b.owner);
	routing_load_release(&whole);
}

Test(routing, the_load_is_the_same_with_a_checkpoint_however_the_log_grew)
{
	struct strbuf rows = STRBUF_INIT;
	char path[64], cache[64], kept[80];
	uint32_t seed = 7, i;
	FILE *f;

	snprintf(path, sizeof(path), "%s/cases.csv", dir);
	snprintf(cache, sizeof(cache), "%s/.sd", dir);
	snprintf(kept, sizeof(kept), "%s/workload", cache);
	strbuf_addstr(&rows, "at,case,event,by,kind,department,owner,detail,text,check\n");
	for (i = 0; i < 600; i++) {
		static const char *const what[] = {
			"open,an,complaint,shop,an", "assign,sd,,store,bo", "assign,an,,,chi", "resolve,an,,,",
			"reopen,an,,,", "close,an,,,", "cancel,an,,,", "assign,sd,,store,an", "hold,an,,,"
		};
		uint32_t number, n;

		seed = seed * 1664525U + 1013904223U;
		number = (seed >> 8) % 60 + 1;
		n = (seed >> 20) % 9;
		if (!(i % 4))
			number = i / 4 + 1, n = 0;
		strbuf_addf(&rows, "2026-%02u-%02uT%02u:%02u:00+00:00,20260101-%04u,%s,,,%016x\n",
			    i / 50 + 1, i / 2 % 25 + 1, i % 2 * 12, i % 60, (unsigned)number, what[n],
			    (unsigned)(i + 1) << 8);
		if (i % 100 != 99)
			continue;
		write_file("cases.csv", rows.buf, "");
		compare_readings(path, cache);
		compare_readings(path, cache);
		cr_expect_eq(access(kept, F_OK), 0, "it is kept");
	}
	f = fopen(kept, "r+");
	cr_assert(f && fputs("something else", f) >= 0 && fclose(f) == 0);
	compare_readings(path, cache);
	strbuf_release(&rows);
}
