/* io/file: whole files in and out, and what survives a failure. */
#include "io/file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/sd-test-file-XXXXXX";
static struct err err = ERR_INIT;
static struct strbuf out = STRBUF_INIT;

static void setup(void)
{
	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(chdir(dir), 0);
}

static void teardown(void)
{
	char command[100];

	strbuf_release(&out);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	cr_assert_eq(system(command), 0);
}

TestSuite(file, .init = setup, .fini = teardown);

static void holds(const char *path, const char *want)
{
	strbuf_reset(&out);
	cr_assert_eq(file_read(path, 1000, &out, &err), 0, "%s", err.msg);
	cr_assert_str_eq(out.buf, want);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	cr_assert_eq(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

/* The number of names in the folder. */
static int names(void)
{
	FILE *p = popen("ls -A | wc -l", "r");
	int n = -1;

	cr_assert_eq(fscanf(p, "%d", &n), 1);
	pclose(p);
	return n;
}

Test(file, what_is_created_is_read_back_byte_for_byte)
{
	cr_assert_eq(file_create("a", "x\0\xE9\n", 4, 0600, &err), 0);
	strbuf_addstr(&out, "before ");
	cr_assert_eq(file_read("a", 4, &out, &err), 0);
	cr_assert_eq(out.len, 11);
	cr_assert_arr_eq(out.buf, "before x\0\xE9\n", 12);
}

Test(file, an_empty_file_is_an_empty_string)
{
	cr_assert_eq(file_create("a", "", 0, 0600, &err), 0);
	holds("a", "");
}

Test(file, one_byte_too_many_is_refused_and_nothing_is_appended)
{
	cr_assert_eq(file_create("a", "12345", 5, 0600, &err), 0);
	strbuf_addstr(&out, "old");
	cr_assert_eq(file_read("a", 5, &out, &err), 0);
	strbuf_setlen(&out, 3);
	cr_assert_eq(file_read("a", 4, &out, &err), -1);
	cr_assert_eq(errno, EFBIG);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_str_eq(err.msg, "'a' is larger than 4 bytes");
	cr_assert_str_eq(out.buf, "old");
}

Test(file, a_missing_file_names_path_and_reason)
{
	cr_assert_eq(file_read("none", 10, &out, &err), -1);
	cr_assert_eq(err.status, STATUS_SYSTEM);
	cr_assert_str_eq(err.msg, "cannot read 'none': No such file or directory");
}

Test(file, folders_and_devices_are_refused)
{
	cr_assert_eq(file_read(".", 10, &out, &err), -1);
	cr_assert_str_eq(err.msg, "cannot read '.': Is a directory");
	cr_assert_eq(file_read("/dev/zero", 10, &out, &err), -1);
	cr_assert_str_eq(err.msg, "'/dev/zero' is neither a file nor a pipe");
}

Test(file, a_pipe_is_read_to_its_end)
{
	int fd[2];

	cr_assert_eq(pipe(fd), 0);
	cr_assert_eq(file_write_all(fd[1], "through", 7), 0);
	close(fd[1]);
	cr_assert_eq(file_read_fd(fd[0], "stdin", 100, &out, &err), 0);
	cr_assert_str_eq(out.buf, "through");
	close(fd[0]);
}

Test(file, create_refuses_what_exists_even_a_dangling_link)
{
	cr_assert_eq(file_create("a", "1", 1, 0600, &err), 0);
	cr_assert_eq(file_create("a", "2", 1, 0600, &err), -1);
	cr_assert_str_eq(err.msg, "cannot create 'a': File exists");
	holds("a", "1");
	cr_assert_eq(symlink("nowhere", "link"), 0);
	cr_assert_eq(file_create("link", "2", 1, 0600, &err), -1);
	cr_assert_not(file_exists("nowhere"));
	cr_assert(file_exists("link"));
}

Test(file, the_mode_is_the_one_asked_for_whatever_the_umask)
{
	umask(077);
	cr_assert_eq(file_create("a", "", 0, 0660, &err), 0);
	cr_assert_eq(mode_of("a"), 0660);
	cr_assert_eq(file_replace("b", "", 0, 0640, &err), 0);
	cr_assert_eq(mode_of("b"), 0640);
	umask(0);
	cr_assert_eq(file_create("c", "", 0, 0600, &err), 0);
	cr_assert_eq(mode_of("c"), 0600);
}

Test(file, a_temporary_file_is_the_owners_alone_and_has_a_name_only_where_it_is)
{
	char *path, *none;
	int fd = file_temporary(".", &path);

	cr_assert_geq(fd, 0);
	cr_assert_eq(mode_of(path), 0600);
	cr_assert_eq(file_temporary("missing", &none), -1);
	cr_assert_eq(errno, ENOENT);
	cr_assert_null(none);
	close(fd);
	free(path);
}

Test(file, replace_keeps_the_mode_and_leaves_no_other_file)
{
	cr_assert_eq(file_create("a", "old", 3, 0604, &err), 0);
	cr_assert_eq(file_replace("a", "new one", 7, 0600, &err), 0);
	holds("a", "new one");
	cr_assert_eq(mode_of("a"), 0604);
	cr_assert_eq(names(), 1);
}

Test(file, replace_keeps_the_owner)
{
	struct stat st;

	if (geteuid() != 0)
		cr_skip("only root can give files away");
	cr_assert_eq(file_create("a", "old", 3, 0640, &err), 0);
	cr_assert_eq(chown("a", 1234, 5678), 0);
	cr_assert_eq(file_replace("a", "new", 3, 0600, &err), 0);
	cr_assert_eq(stat("a", &st), 0);
	cr_assert_eq(st.st_uid, 1234);
	cr_assert_eq(st.st_gid, 5678);
	cr_assert_eq(mode_of("a"), 0640);
}

Test(file, replace_refuses_where_the_owner_cannot_be_kept)
{
	if (geteuid() != 0)
		cr_skip("only root can give files away");
	cr_assert_eq(file_create("a", "old", 3, 0666, &err), 0);
	cr_assert_eq(chmod(".", 0777), 0);
	cr_assert_eq(seteuid(1234), 0);
	cr_assert_eq(file_replace("a", "new", 3, 0600, &err), -1);
	cr_assert_str_eq(err.msg, "cannot keep owner and mode of 'a': Operation not permitted");
	holds("a", "old");
	cr_assert_eq(names(), 1);
	cr_assert_eq(seteuid(0), 0);
}

Test(file, replace_writes_through_a_symbolic_link)
{
	cr_assert_eq(mkdir("sub", 0700), 0);
	cr_assert_eq(file_create("sub/a", "old", 3, 0600, &err), 0);
	cr_assert_eq(symlink("sub/a", "link"), 0);
	cr_assert_eq(file_replace("link", "new", 3, 0600, &err), 0);
	holds("sub/a", "new");
	cr_assert_eq(readlink("link", (char[10]){ 0 }, 10), 5);
}

Test(file, a_failed_replace_leaves_the_old_file)
{
	cr_assert_eq(mkdir("d", 0700), 0);
	cr_assert_eq(file_replace("d", "x", 1, 0600, &err), -1);
	cr_assert_str_eq(err.msg, "'d' is not a regular file");
	cr_assert_eq(file_replace("none/a", "x", 1, 0600, &err), -1);
	cr_assert_str_eq(err.msg, "cannot write 'none/a': No such file or directory");
}

Test(file, a_disk_that_is_full_half_way_leaves_the_old_file)
{
	struct rlimit limit = { 4096, 4096 };
	char *big = calloc(1, 10000);

	cr_assert_eq(file_create("a", "old", 3, 0600, &err), 0);
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(file_replace("a", big, 10000, 0600, &err), -1);
	cr_assert_eq(err.status, STATUS_SYSTEM);
	cr_assert_str_eq(err.msg, "cannot write 'a': File too large");
	cr_assert_eq(file_create("b", big, 10000, 0600, &err), -1);
	cr_assert_eq(names(), 1);
	holds("a", "old");
	free(big);
}

Test(file, several_are_replaced_together)
{
	const struct file_new files[] = { { "a", "new", 3, 0640, 0 }, { "d/a", "", 0, 0600, 0 }, { "d/b", "b", 1, 0600, 0 } };

	cr_assert_eq(mkdir("d", 0700), 0);
	cr_assert_eq(file_create("a", "old", 3, 0600, &err), 0);
	cr_assert_eq(file_replace_all(files, 3, &err), 0, "%s", err.msg);
	holds("a", "new");
	holds("d/a", "");
	holds("d/b", "b");
	cr_assert_eq(names(), 2);
	cr_assert_eq(file_replace_all(NULL, 0, &err), 0);
}

Test(file, where_the_last_of_several_cannot_be_written_none_is_replaced)
{
	struct rlimit limit = { 4096, 4096 };
	char *big = calloc(1, 10000);
	const struct file_new full[] = { { "a", "new", 3, 0600, 0 }, { "b", "new", 3, 0600, 0 }, { "c", big, 10000, 0600, 0 } };
	const struct file_new wrong[] = { { "a", "new", 3, 0600, 0 }, { "none/b", "new", 3, 0600, 0 } };

	cr_assert_eq(file_create("a", "old", 3, 0600, &err), 0);
	cr_assert_eq(file_replace_all(wrong, 2, &err), -1);
	cr_assert_str_eq(err.msg, "cannot write 'none/b': No such file or directory");
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(file_replace_all(full, 3, &err), -1);
	cr_assert_str_eq(err.msg, "cannot write 'c': File too large");
	cr_assert_eq(names(), 1);
	holds("a", "old");
	free(big);
}

Test(file, join_and_dir_name_paths)
{
	static const char *const c[][2] = {
		{ "a", "." }, { "a/b", "a" }, { "/a", "/" }, { "/", "/" }, { "a//b", "a" },
		{ "a/b/", "a" }, { "", "." }, { "./a", "." }, { "//a", "/" },
	};
	size_t i;
	char *s;

	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		s = file_dir(c[i][0]);
		cr_assert_str_eq(s, c[i][1], "file_dir(\"%s\")", c[i][0]);
		free(s);
	}
	s = file_join("a", "b");
	cr_assert_str_eq(s, "a/b");
	free(s);
	s = file_join("a/", "b");
	cr_assert_str_eq(s, "a/b");
	free(s);
}

Test(file, existence_and_folders_are_told_apart)
{
	cr_assert(file_exists("."));
	cr_assert(file_is_dir("."));
	cr_assert_not(file_exists("a"));
	cr_assert_eq(file_create("a", "", 0, 0600, &err), 0);
	cr_assert(file_exists("a"));
	cr_assert_not(file_is_dir("a"));
}
