/* A desk: its files, what init makes of a policy, and what it refuses. Mounts that cannot be trusted. */
#include "domain/desk.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "io/file.h"
#include "io/mount.h"

static char dir[64];
static struct err err;
static struct findings findings;
static struct policy_set set = POLICY_SET_INIT;

static void setup(void)
{
	strcpy(dir, "/tmp/sd-unit-XXXXXX");
	cr_assert(mkdtemp(dir));
}

static void teardown(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	cr_expect_eq(system(command), 0);
	policy_set_release(&set);
	findings_release(&findings);
}

TestSuite(desk, .init = setup, .fini = teardown);

static char *put(const char *name, const char *text)
{
	char *path = file_join(dir, name), *folder = file_dir(path);

	mkdir(folder, 0700);
	cr_assert_eq(file_create(path, text, strlen(text), 0600, &err), 0, "%s", err.msg);
	free(folder);
	return path;
}

static void load(const char *path)
{
	cr_assert_eq(policy_set_load(&set, path, NULL, &findings, &err), 0, "%s", err.msg);
}

static const char plain[] = "policy: p\nvalid-from: 2026-01-01\ntimezone: UTC\nlanguage: en\n"
			    "kinds: { complaint: { severities: { general: {} } } }\n"
			    "fields: { order: {} }\n";

Test(desk, init_copies_the_policy_with_all_that_it_names)
{
	char *old = put("src/old.yaml", "policy: p\nvalid-from: 2025-01-01\ntimezone: UTC\nlanguage: en\n"
				       "kinds: { complaint: { severities: { general: {} } } }\n");
	char text[512], *new, *desk = file_join(dir, "desk"), *copy;
	struct desk_options o = { .policy = &set };

	snprintf(text, sizeof(text), "%ssupersedes: old.yaml\n", plain);
	new = put("src/new.yaml", text);
	load(new);
	cr_assert_eq(desk_init(desk, &o, &err), 0, "%s", err.msg);
	copy = file_join(desk, "old.yaml");
	cr_expect(file_exists(copy));
	free(copy);
	policy_set_release(&set);
	copy = file_join(desk, "policy.yaml");
	load(copy);
	cr_expect_eq(set.n, 2);
	free(copy);
	free(old);
	free(new);
	free(desk);
}

Test(desk, init_makes_the_log_last_and_takes_everything_away_where_it_fails)
{
	char *policy = put("p.yaml", plain), *desk = file_join(dir, "desk"), *other;
	struct desk_options o = { .policy = &set };

	load(policy);
	other = put("desk/datapackage.json", "mine");
	cr_expect_eq(desk_init(desk, &o, &err), -1);
	cr_expect_eq(err.status, STATUS_INPUT);
	cr_expect(strstr(err.msg, "datapackage.json"), "%s", err.msg);
	cr_expect_not(desk_is(desk));
	unlink(other);
	cr_expect_eq(desk_init(desk, &o, &err), 0, "%s", err.msg);
	cr_expect(desk_is(desk));
	free(other);
	free(policy);
	free(desk);
}

Test(desk, init_makes_folders_above_it)
{
	char *policy = put("p.yaml", plain), *desk = file_join(dir, "a/b/c");
	struct desk_options o = { .policy = &set };

	load(policy);
	cr_expect_eq(desk_init(desk, &o, &err), 0, "%s", err.msg);
	cr_expect(desk_is(desk));
	free(policy);
	free(desk);
}

Test(desk, the_header_has_the_policys_fields_and_new_files_follow_the_logs_mode)
{
	char *policy = put("p.yaml", plain), *path = file_join(dir, "desk");
	struct desk_options o = { .policy = &set, .shared = 1 };
	struct desk desk = DESK_INIT;
	struct strbuf text = STRBUF_INIT;

	load(policy);
	cr_assert_eq(desk_init(path, &o, &err), 0, "%s", err.msg);
	desk_set(&desk, path);
	cr_assert_eq(file_read(desk.log, 4096, &text, &err), 0);
	cr_expect(strstr(text.buf, ",key,order,text,check\n"), "%s", text.buf);
	cr_expect_eq(desk_file_mode(&desk), 0660);
	chmod(desk.log, 0600);
	cr_expect_eq(desk_file_mode(&desk), 0600);
	strbuf_release(&text);
	desk_release(&desk);
	free(policy);
	free(path);
}

static int check_mount(const char *options, const char *type)
{
	char line[512];

	snprintf(line, sizeof(line),
		 "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
		 "36 20 0:55 / /shop rw,relatime shared:1 - %s srv:/shop %s\n", type, options);
	err = (struct err)ERR_INIT;
	return mount_check_text(line, makedev(0, 55), "shop", &err);
}

Test(mount, shares_that_keep_locks_to_themselves_are_refused_by_option_name_and_remedy)
{
	cr_expect_eq(check_mount("rw,vers=4.2,local_lock=none", "nfs4"), 0);
	cr_expect_eq(check_mount("rw,vers=3,nolock,local_lock=none", "nfs"), -1);
	cr_expect(strstr(err.msg, "'nolock'"), "%s", err.msg);
	cr_expect_eq(check_mount("rw,vers=3,local_lock=all", "nfs"), -1);
	cr_expect(strstr(err.msg, "'local_lock=none'"), "%s", err.msg);
	cr_expect_eq(check_mount("rw,vers=3.1.1,nobrl", "cifs"), -1);
	cr_expect_eq(check_mount("rw,vers=3.1.1", "cifs"), 0);
	cr_expect_eq(check_mount("rw,nolock", "ext4"), 0);
}

Test(mount, other_devices_do_not_count)
{
	err = (struct err)ERR_INIT;
	cr_expect_eq(mount_check_text("36 20 0:56 / /x rw - nfs a:/ rw,nolock\n", makedev(0, 55), "x",
				      &err), 0);
	cr_expect_eq(mount_check_text("garbage\n - \n36 20 0:55", makedev(0, 55), "x", &err), 0);
}
