/* Who is meant by `to:` and `level:`, on which day. */
#include "rules/receivers.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "io/file.h"
#include "values/instant.h"

static struct policy_set set;
static struct findings findings;

/* shop: two departments, three levels, nobody a director; su.min and wu.bo stand in for each other. */
static const char shop[] =
	"departments:\n"
	"  merchandise: { lead: wang.fang, staff: [li.na, zhao.lei] }\n"
	"  logistics: { staff: [sun.jie, he.ying] }\n"
	"  finance: {}\n"
	"groups: { emergency: [wang.fang, zhao.lei, wang.fang], unfilled: { label: {en: unfilled} } }\n"
	"staff:\n"
	"  wang.fang: { level: manager }\n"
	"  li.na: { level: staff, away: { 2026-12-01..2026-12-05: zhao.lei } }\n"
	"  zhao.lei: { level: supervisor, away: { 2026-12-05: sun.jie } }\n"
	"  sun.jie: { level: staff }\n"
	"  he.ying: {}\n"
	"  su.min: { level: supervisor, away: { 2026-12-01..2026-12-31: wu.bo } }\n"
	"  wu.bo: { away: { 2026-12-24: su.min } }\n"
	"escalations:\n";

static void load(const char *people, const char *steps)
{
	char dir[] = "/tmp/sd-receivers-XXXXXX", *path;
	struct strbuf text = STRBUF_INIT;
	struct err err = ERR_INIT;

	cr_assert_not_null(mkdtemp(dir));
	path = file_join(dir, "policy.yaml");
	strbuf_addf(&text, "policy: t\ntimezone: Asia/Shanghai\n%s%s", people, steps);
	cr_assert_eq(file_create(path, text.buf, text.len, 0600, &err), 0, "%s", err.msg);
	if (policy_set_load(&set, path, NULL, &findings, &err) < 0)
		cr_assert_fail("%s: %s", err.msg, findings.n ? findings.list[0].msg : "");
	unlink(path);
	rmdir(dir);
	free(path);
	strbuf_release(&text);
}

static void unload(void)
{
	policy_set_release(&set);
	findings_release(&findings);
	set = (struct policy_set)POLICY_SET_INIT;
	findings = (struct findings)FINDINGS_INIT;
}

static int64_t on(const char *date)
{
	int64_t day;

	cr_assert_eq(date_parse(date, 10, &day), 0);
	return day;
}

/* The receivers of a step such as "to: owner" for a case, as one line. */
static void expect(const char *people, const char *step, const char *department, const char *owner,
		   const char *date, const char *expected)
{
	struct receivers_who who = { .owner = owner, .department = department };
	struct receivers r = RECEIVERS_INIT;
	struct strbuf line = STRBUF_INIT, got = STRBUF_INIT;
	size_t i;

	strbuf_addf(&line, "  - { step: s, when: {kind: complaint}, do: escalate, %s }\n", step);
	load(people, line.buf);
	receivers_of_step(&r, policy_set_now(&set), policy_set_now(&set)->step, &who, on(date));
	for (i = 0; i < r.n; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", r.name[i]);
	cr_expect_str_eq(got.buf, expected, "%s, department '%s', owner '%s', %s\n got %s\nwant %s",
			 step, department ? department : "", owner ? owner : "", date, got.buf,
			 expected);
	receivers_release(&r);
	strbuf_release(&line);
	strbuf_release(&got);
	unload();
}

#define NORMAL "2026-11-20"

Test(receivers, a_level_is_the_staff_of_that_level_in_the_cases_department)
{
	expect(shop, "level: supervisor", "merchandise", NULL, NORMAL, "zhao.lei");
	expect(shop, "level: staff", "logistics", NULL, NORMAL, "sun.jie");
	expect(shop, "level: manager", "merchandise", NULL, NORMAL, "wang.fang");
}

Test(receivers, a_level_that_the_department_lacks_is_looked_for_in_the_whole_desk)
{
	expect(shop, "level: supervisor", "logistics", NULL, NORMAL, "zhao.lei su.min");
	expect(shop, "level: supervisor", "finance", NULL, NORMAL, "zhao.lei su.min");
	expect(shop, "level: supervisor", NULL, NULL, NORMAL, "zhao.lei su.min");
	expect(shop, "level: supervisor", "", "", NORMAL, "zhao.lei su.min");
}

Test(receivers, a_level_that_nobody_has_falls_to_the_next_level_up)
{
	static const char few[] = "staff: { a: { level: manager }, b: { level: staff } }\n"
				  "escalations:\n";

	expect(few, "level: supervisor", NULL, NULL, NORMAL, "a");
	expect(few, "level: staff", NULL, NULL, NORMAL, "b");
}

Test(receivers, nobody_at_the_level_or_above_leaves_its_own_name)
{
	expect(shop, "level: director", "merchandise", NULL, NORMAL, "director");
}

Test(receivers, Y2_3_each_grade_goes_to_managers_of_its_own_level)
{
	expect(shop, "level: supervisor", "merchandise", "li.na", NORMAL, "zhao.lei");
	expect(shop, "level: manager", "merchandise", "li.na", NORMAL, "wang.fang");
}

Test(receivers, F5_2_the_supervisor_is_told_whoever_owns_the_case)
{
	expect(shop, "to: supervisor", "merchandise", "li.na", NORMAL, "zhao.lei");
}

Test(receivers, C10_a_group_is_its_members_each_once_whatever_the_level)
{
	expect(shop, "level: manager, to: emergency", "logistics", NULL, NORMAL, "wang.fang zhao.lei");
	expect(shop, "to: unfilled", NULL, NULL, NORMAL, "unfilled");
	expect(shop, "level: manager, to: [zhao.lei, emergency]", NULL, NULL, NORMAL,
	       "zhao.lei wang.fang");
}

Test(receivers, the_owner_else_the_departments_lead_else_the_department)
{
	expect(shop, "to: owner", "merchandise", "li.na", NORMAL, "li.na");
	expect(shop, "to: owner", "merchandise", "", NORMAL, "wang.fang");
	expect(shop, "to: owner", "logistics", NULL, NORMAL, "sun.jie he.ying");
	expect(shop, "to: owner", "finance", NULL, NORMAL, "finance");
}

Test(receivers, a_case_without_owner_and_department_goes_above_the_staff)
{
	expect(shop, "to: owner", NULL, NULL, NORMAL, "zhao.lei su.min");
}

Test(receivers, an_owner_whom_the_policy_does_not_know_is_told_by_name)
{
	expect(shop, "to: owner", "merchandise", "temp.1", NORMAL, "temp.1");
}

Test(receivers, the_lead_else_the_level_above_the_staff)
{
	expect(shop, "to: lead", "merchandise", "li.na", NORMAL, "wang.fang");
	expect(shop, "to: lead", "logistics", "sun.jie", NORMAL, "zhao.lei su.min");
}

Test(receivers, a_department_named_is_everyone_in_it_the_lead_first)
{
	expect(shop, "to: merchandise", "logistics", NULL, NORMAL, "wang.fang li.na zhao.lei");
	expect(shop, "to: finance", "logistics", NULL, NORMAL, "finance");
}

Test(receivers, whoever_is_away_is_replaced_from_the_first_day_to_the_last)
{
	expect(shop, "to: li.na", NULL, NULL, "2026-11-30", "li.na");
	expect(shop, "to: li.na", NULL, NULL, "2026-12-01", "zhao.lei");
	expect(shop, "to: li.na", NULL, NULL, "2026-12-04", "zhao.lei");
	expect(shop, "to: li.na", NULL, NULL, "2026-12-06", "li.na");
}

Test(receivers, the_stand_in_may_be_away_too)
{
	expect(shop, "to: li.na", NULL, NULL, "2026-12-05", "sun.jie");
	expect(shop, "to: owner", "merchandise", "li.na", "2026-12-05", "sun.jie");
	expect(shop, "level: supervisor", "merchandise", NULL, "2026-12-05", "sun.jie");
}

Test(receivers, two_who_stand_in_for_each_other_stay_themselves)
{
	expect(shop, "to: su.min", NULL, NULL, "2026-12-23", "wu.bo");
	expect(shop, "to: [su.min, wu.bo]", NULL, NULL, "2026-12-24", "su.min wu.bo");
}

Test(receivers, a_stand_in_who_is_told_anyway_is_told_once)
{
	expect(shop, "to: [li.na, zhao.lei]", NULL, NULL, "2026-12-02", "zhao.lei");
}

Test(receivers, without_staff_the_names_themselves_are_told)
{
	static const char nobody[] = "departments: { merchandise: {} }\ngroups: { emergency: { label: {en: emergency} } }\n"
				     "escalations:\n";

	expect(nobody, "level: manager", "merchandise", NULL, NORMAL, "manager");
	expect(nobody, "to: owner", "merchandise", NULL, NORMAL, "merchandise");
	expect(nobody, "to: owner", "merchandise", "anyone", NORMAL, "anyone");
	expect(nobody, "to: lead", "merchandise", NULL, NORMAL, "supervisor");
	expect(nobody, "to: owner", NULL, NULL, NORMAL, "supervisor");
	expect(nobody, "level: manager, to: emergency", "merchandise", NULL, NORMAL, "emergency");
}

Test(receivers, of_a_policy_without_departments_the_cases_own_word_is_taken)
{
	static const char free_names[] = "escalations:\n";

	expect(free_names, "to: owner", "bakery", NULL, NORMAL, "bakery");
	expect(free_names, "level: supervisor", "bakery", NULL, NORMAL, "supervisor");
}

Test(receivers, away_is_asked_of_persons_only)
{
	load(shop, "  - { step: s, when: {kind: complaint}, do: remind, to: owner }\n");
	cr_expect(receivers_is_away(policy_set_now(&set), "li.na", on("2026-12-01")));
	cr_expect(receivers_is_away(policy_set_now(&set), "li.na", on("2026-12-05")));
	cr_expect(!receivers_is_away(policy_set_now(&set), "li.na", on("2026-12-06")));
	cr_expect(!receivers_is_away(policy_set_now(&set), "temp.1", on("2026-12-01")));
	unload();
}
