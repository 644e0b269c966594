/* When desks may share one policy: where it and every file that it names have the same bytes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/policy.h"
#include "io/file.h"

static const char rules[] =
	"policy: shop\nvalid-from: 2026-01-01\ntimezone: UTC\nsupersedes: old.yaml\n"
	"calendars: { office: { hours: { mon-fri: [\"09:00-17:00\"] }, holidays: days.yaml } }\n";
static const char old_rules[] = "policy: shop\nvalid-from: 2020-01-01\ntimezone: UTC\n";
static const char days[] =
	"country: cn\nyears: { 2026: { source: notice, off: [2026-01-01] } }\n";
static const char other_days[] =
	"country: cn\nyears: { 2026: { source: notice, off: [2026-01-02] } }\n";

static const char *const names[] = { "policy.yaml", "old.yaml", "days.yaml" };
static char dir[] = "/tmp/sd-same-XXXXXX";
static struct policy_set set = POLICY_SET_INIT;
static struct err err = ERR_INIT;

static void save(const char *desk, const char *name, const char *text)
{
	char *path = file_join(desk, name);

	cr_assert_eq(file_replace(path, text, strlen(text), 0600, &err), 0, "%s", err.msg);
	free(path);
}

static void make_desk(const char *desk)
{
	cr_assert_eq(mkdir(desk, 0700), 0);
	save(desk, "policy.yaml", rules);
	save(desk, "old.yaml", old_rules);
	save(desk, "days.yaml", days);
}

static void setup(void)
{
	struct findings findings = FINDINGS_INIT;

	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(chdir(dir), 0);
	make_desk("one");
	make_desk("other");
	cr_assert_eq(policy_set_load(&set, "one/policy.yaml", NULL, &findings, &err), 0, "%s: %s", err.msg,
		     findings.n ? findings.list[0].msg : "");
	findings_release(&findings);
}

static void remove_desk(const char *desk)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = file_join(desk, names[i]);

		unlink(path);
		free(path);
	}
	rmdir(desk);
}

static void teardown(void)
{
	policy_set_release(&set);
	remove_desk("one");
	remove_desk("other");
	cr_expect_eq(chdir("/"), 0);
	rmdir(dir);
}

TestSuite(policy_same, .init = setup, .fini = teardown);

Test(policy_same, the_same_bytes_in_another_folder)
{
	cr_expect(policy_set_is_of(&set, "one/policy.yaml", NULL));
	cr_expect(policy_set_is_of(&set, "other/policy.yaml", NULL));
}

Test(policy_same, another_byte_in_the_policy_or_none_at_all)
{
	save("other", "policy.yaml", "policy: shop\n");
	cr_expect_not(policy_set_is_of(&set, "other/policy.yaml", NULL));
	cr_expect_not(policy_set_is_of(&set, "nowhere/policy.yaml", NULL));
}

Test(policy_same, another_byte_in_the_version_before)
{
	save("other", "old.yaml", "policy: shop\nvalid-from: 2021-01-01\ntimezone: UTC\n");
	cr_expect_not(policy_set_is_of(&set, "other/policy.yaml", NULL));
}

Test(policy_same, other_holidays_under_the_same_name)
{
	save("other", "days.yaml", other_days);
	cr_expect_not(policy_set_is_of(&set, "other/policy.yaml", NULL));
	cr_assert_eq(unlink("other/days.yaml"), 0);
	cr_expect_not(policy_set_is_of(&set, "other/policy.yaml", NULL));
	cr_expect(policy_set_is_of(&set, "other/policy.yaml", "one"), "the installed ones are the same");
}
