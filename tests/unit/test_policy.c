#include "domain/policy.h"

#include <string.h>

#include <criterion/criterion.h>

#include "shared.h"

static struct policy_set set;
static struct findings findings;
static struct err err;

static void setup(void)
{
	set = (struct policy_set)POLICY_SET_INIT;
	findings = (struct findings)FINDINGS_INIT;
	err = (struct err)ERR_INIT;
}

static void teardown(void)
{
	policy_set_release(&set);
	findings_release(&findings);
}

TestSuite(policy, .init = setup, .fini = teardown);

static void show_findings(void)
{
	size_t i;

	for (i = 0; i < findings.n; i++)
		cr_log_error("%s:%zu:%zu: %s\n", findings.list[i].file, findings.list[i].line,
			     findings.list[i].column, findings.list[i].msg);
}

static const struct policy *load(const char *path)
{
	int ret = policy_set_load(&set, path, "policies", &findings, &err);

	show_findings();
	cr_assert_eq(ret, 0, "%s", err.msg);
	cr_assert_eq(findings.n, 0);
	return policy_set_now(&set);
}

Test(policy, the_example_of_the_design_loads_verbatim)
{
	const struct policy *p = load("tests/lint/design-example.yaml");

	cr_assert_str_eq(p->name, "shopping-mall");
	cr_assert_eq(p->nclocks, 6);
	cr_assert_eq(p->nsteps, 4);
}
