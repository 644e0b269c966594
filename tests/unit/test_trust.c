/* What may be run: only what nobody but its user and root can have written. */
#include "io/trust.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/file.h"

static char dir[] = "/tmp/sd-trust-XXXXXX";
static struct err err;

static char *at(const char *name)
{
	return file_join(dir, name);
}

static void mode(const char *name, mode_t bits)
{
	char *path = at(name);

	cr_assert_eq(chmod(path, bits), 0);
	free(path);
}

static void save(const char *name, const char *text, mode_t bits)
{
	char *path = at(name);

	cr_assert_eq(file_create(path, text, strlen(text), bits, &err), 0, "%s", err.msg);
	free(path);
}

static void setup(void)
{
	char *hooks;

	cr_assert_not_null(mkdtemp(dir));
	hooks = at("hooks");
	cr_assert_eq(mkdir(hooks, 0700), 0);
	free(hooks);
	save("hooks/send", "#!/bin/sh\n", 0700);
	save("policy.yaml", "policy: t\n", 0600);
}

static void teardown(void)
{
	const char *const rm[] = { "rm", "-rf", dir, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execvp("rm", (char *const *)rm);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

TestSuite(trust, .init = setup, .fini = teardown);

static int trust_policy(const char *text)
{
	char *path = at("policy.yaml"), hex[DIGEST_HEX + 1];
	int ret;

	err = (struct err)ERR_INIT;
	digest_hex(text, strlen(text), hex);
	ret = trust_text(path, hex, &err);
	free(path);
	return ret;
}

static int trust_send(const char *program)
{
	err = (struct err)ERR_INIT;
	return trust_program(program, dir, &err);
}

Test(trust, a_policy_of_ones_own_that_nobody_else_writes)
{
	cr_expect_eq(trust_policy("policy: t\n"), 0, "%s", err.msg);
	mode("policy.yaml", 0644);
	cr_expect_eq(trust_policy("policy: t\n"), 0, "%s", err.msg);
}

Test(trust, a_policy_that_the_group_or_others_can_write_is_refused_with_the_remedy)
{
	mode("policy.yaml", 0660);
	cr_expect_eq(trust_policy("policy: t\n"), -1);
	cr_expect(strstr(err.msg, "chmod go-w"), "%s", err.msg);
	mode("policy.yaml", 0602);
	cr_expect_eq(trust_policy("policy: t\n"), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
}

Test(trust, a_policy_of_another_user_is_refused)
{
	char *path = at("policy.yaml");

	if (geteuid() != 0)
		cr_skip("only root can give files away");
	cr_assert_eq(chown(path, 4711, (gid_t)-1), 0);
	free(path);
	cr_expect_eq(trust_policy("policy: t\n"), -1);
	cr_expect(strstr(err.msg, "4711"), "%s", err.msg);
}

Test(trust, another_file_than_the_one_that_was_read_is_refused)
{
	cr_expect_eq(trust_policy("policy: x\n"), -1);
	cr_expect(strstr(err.msg, "changed"), "%s", err.msg);
}

Test(trust, a_folder_of_several_accounts_does_not_make_a_policy_doubtful)
{
	cr_assert_eq(chmod(dir, 02770), 0);
	cr_expect_eq(trust_policy("policy: t\n"), 0, "%s", err.msg);
}

Test(trust, a_program_and_its_folders_that_nobody_else_writes)
{
	cr_expect_eq(trust_send("hooks/send"), 0, "%s", err.msg);
}

Test(trust, a_program_that_others_can_write_is_refused)
{
	mode("hooks/send", 0770);
	cr_expect_eq(trust_send("hooks/send"), -1);
	cr_expect(strstr(err.msg, "hooks/send"), "%s", err.msg);
	cr_expect(strstr(err.msg, "chmod go-w"), "%s", err.msg);
}

Test(trust, a_program_that_others_could_replace_is_refused)
{
	mode("hooks", 0770);
	cr_expect_eq(trust_send("hooks/send"), -1);
	cr_expect(strstr(err.msg, "could be replaced"), "%s", err.msg);
	mode("hooks", 0700);
	cr_assert_eq(chmod(dir, 02770), 0);
	cr_expect_eq(trust_send("hooks/send"), -1, "the folder above can be renamed");
	cr_assert_eq(chmod(dir, 03770), 0);
	cr_expect_eq(trust_send("hooks/send"), 0, "not with the sticky bit: %s", err.msg);
}

Test(trust, a_link_is_judged_by_what_it_leads_to)
{
	char *link = at("hooks/link");

	cr_assert_eq(symlink("/bin/sh", link), 0);
	free(link);
	cr_expect_eq(trust_send("hooks/link"), 0, "%s", err.msg);
	link = at("hooks/own");
	cr_assert_eq(symlink("send", link), 0);
	free(link);
	mode("hooks/send", 0722);
	cr_expect_eq(trust_send("hooks/own"), -1);
}

Test(trust, a_program_outside_is_judged_by_itself)
{
	char other[] = "/tmp/sd-trust-other-XXXXXX", *path;
	int fd;

	cr_assert_not_null(mkdtemp(other));
	path = file_join(other, "send");
	fd = creat(path, 0700);
	cr_assert_geq(fd, 0);
	close(fd);
	cr_assert_eq(chmod(other, 0777), 0);
	cr_expect_eq(trust_send(path), 0, "%s", err.msg);
	cr_assert_eq(chmod(path, 0777), 0);
	cr_expect_eq(trust_send(path), -1);
	unlink(path);
	rmdir(other);
	free(path);
}

Test(trust, names_are_the_systems_and_what_is_not_there_does_no_harm)
{
	cr_expect_eq(trust_send("sendmail"), 0);
	cr_expect_eq(trust_send("hooks/none"), 0);
}

static void names(const char *name, const char *named_in, int want)
{
	char *path = at(name), *in = at(named_in);

	cr_expect_eq(trust_naming(path, in, &err), want, "%s in %s: %s", name, named_in, err.msg);
	free(path);
	free(in);
}

Test(trust, a_file_elsewhere_is_told_of_only_where_its_name_is_trusted)
{
	char *link = at("hooks/link");

	save("hooks/policy.yaml", "policy: t\n", 0600);
	save("hooks-too", "secret\n", 0600);
	cr_assert_eq(symlink("../policy.yaml", link), 0);
	names("policy.yaml", "hooks/policy.yaml", 0);
	mode("hooks/policy.yaml", 0620);
	names("policy.yaml", "hooks/policy.yaml", -1);
	names("hooks-too", "hooks/policy.yaml", -1);
	names("hooks/../policy.yaml", "hooks/policy.yaml", -1);
	names("hooks/link", "hooks/policy.yaml", -1);
	names("hooks/send", "hooks/policy.yaml", 0);
	mode("policy.yaml", 0602);
	names("hooks/send", "policy.yaml", 0);
	free(link);
}
