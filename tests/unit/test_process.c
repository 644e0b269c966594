/* One program, without a shell, for a limited time: what it gets, what is learnt of it, what it cannot do to us. */
#include "io/process.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/file.h"

static char dir[] = "/tmp/sd-process-XXXXXX";
static const char *const no_env[] = { NULL };
static struct process p;

static void setup(void)
{
	cr_assert_not_null(mkdtemp(dir));
	p = (struct process){ .dir = dir, .env = no_env, .timeout_ms = 20000 };
}

static void teardown(void)
{
	const char *const rm[] = { "rm", "-rf", dir, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execvp("rm", (char *const *)rm);
		_exit(1);
	}
	cr_expect_eq(waitpid(-1, NULL, 0), pid, "no zombie was left behind");
}

TestSuite(process, .init = setup, .fini = teardown, .timeout = 60);

static int run(const char *const *argv)
{
	struct err err = ERR_INIT;

	p.argv = argv;
	cr_assert_eq(process_run(&p, &err), 0, "%s", err.msg);
	return p.status;
}

/* A script is passed as one argument to sh, which is what a policy would have to write, too. */
static int run_sh(const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };

	return run(argv);
}

static void save(const char *name, const char *text, mode_t mode)
{
	char *path = file_join(dir, name);
	struct err err = ERR_INIT;

	cr_assert_eq(file_create(path, text, strlen(text), mode, &err), 0, "%s", err.msg);
	free(path);
}

static void expect_file(const char *name, const char *expected)
{
	char *path = file_join(dir, name);
	struct strbuf got = STRBUF_INIT;
	struct err err = ERR_INIT;

	cr_assert_eq(file_read(path, 1 << 20, &got, &err), 0, "%s", err.msg);
	cr_expect_str_eq(got.buf, expected, "%s holds\n%s\nnot\n%s", name, got.buf, expected);
	strbuf_release(&got);
	free(path);
}

/* Processes of the group that are not dead; who was killed takes a moment. */
static int group_size(const char *group)
{
	char script[300];

	snprintf(script, sizeof(script), "i=0; while [ $i -lt 50 ]; do "
		 "n=$(cat /proc/[0-9]*/stat 2>/dev/null | sed 's/.*) //' | awk '$3 == %d && $1 != \"Z\"' | wc -l); "
		 "[ $n -gt 0 ] || exit 0; sleep 0.1; i=$((i+1)); done; exit $n", atoi(group));
	return run_sh(script);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

Test(process, arguments_are_passed_as_they_are)
{
	const char *argv[] = { "./show", "two words", "it's \"quoted\"", "$HOME `id` ; rm *", "", NULL };

	save("show", "#!/bin/sh\nprintf '<%s>\\n' \"$@\" >shown\n", 0700);
	cr_expect_eq(run(argv), 0, "%s", p.word);
	expect_file("shown", "<two words>\n<it's \"quoted\">\n<$HOME `id` ; rm *>\n<>\n");
}

Test(process, stdin_is_the_bytes_given_and_then_ends)
{
	p.in = "{\"a\":1}\n";
	p.in_size = 8;
	cr_expect_eq(run_sh("cat >got"), 0);
	expect_file("got", "{\"a\":1}\n");
	p.in_size = 0;
	cr_expect_eq(run_sh("cat >got"), 0);
	expect_file("got", "");
}

Test(process, much_input_goes_through_a_program_that_prints_as_it_reads)
{
	char *text = malloc(3000000);

	memset(text, 'x', 3000000);
	p.in = text;
	p.in_size = 3000000;
	cr_expect_eq(run_sh("tee copy; test $(wc -c <copy) = 3000000"), 0);
	free(text);
}

Test(process, a_program_that_never_reads_its_input_does_no_harm)
{
	char *text = malloc(3000000);

	memset(text, 'x', 3000000);
	p.in = text;
	p.in_size = 3000000;
	cr_expect_eq(run_sh("exit 3"), 3);
	cr_expect_eq(run_sh("exec <&-; sleep 0.1; exit 4"), 4);
	free(text);
}

Test(process, a_broken_pipe_of_ours_before_stays_as_it_was)
{
	sigset_t pending;

	p.in = "unread";
	p.in_size = 6;
	cr_expect_eq(run_sh("exec <&-; sleep 0.1"), 0);
	sigpending(&pending);
	cr_expect(!sigismember(&pending, SIGPIPE), "none is left for later");
}

Test(process, ten_megabytes_of_output_are_read_and_forgotten)
{
	cr_expect_eq(run_sh("head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2; exit 5"), 5);
}

Test(process, the_first_line_of_stderr_else_of_stdout_is_the_word)
{
	run_sh("echo out; echo; echo >&2; echo '  no such room ' >&2; echo more >&2; exit 1");
	cr_expect_str_eq(p.word, "no such room ");
	run_sh("echo; echo '{\"errcode\":1}'; exit 1");
	cr_expect_str_eq(p.word, "{\"errcode\":1}");
	run_sh("exit 1");
	cr_expect_str_eq(p.word, "");
}

Test(process, the_word_is_short_and_harmless)
{
	run_sh("printf '\\033[31mred\\007 \\377 \\342\\200\\256' >&2; exit 1");
	for (const char *s = p.word; *s; s++)
		cr_expect((unsigned char)*s >= 32 && (unsigned char)*s < 127, "byte %d in '%s'", *s, p.word);
	run_sh("i=0; while [ $i -lt 300 ]; do printf '\\347\\216\\213' >&2; i=$((i+1)); done; exit 1");
	cr_expect_leq(strlen(p.word), PROCESS_WORD);
	cr_expect_eq(strlen(p.word) % 3, 0, "cut inside a character: %s", p.word);
}

Test(process, the_status_is_what_a_shell_would_say)
{
	const char *missing[] = { "no-such-program-of-sd", NULL };
	const char *missing_path[] = { "hooks/none", NULL };
	const char *no_program[] = { "./text", NULL };
	const char *no_script[] = { "./plain", NULL };

	cr_expect_eq(run_sh("exit 0"), 0);
	cr_expect_eq(run_sh("exit 255"), 255);
	cr_expect_eq(run_sh("kill -KILL $$"), PROCESS_SIGNAL + SIGKILL);
	cr_expect_eq(run(missing), PROCESS_NOT_FOUND);
	cr_expect_eq(run(missing_path), PROCESS_NOT_FOUND);
	cr_expect_neq(*p.word, '\0', "and says why");
	save("text", "#!/bin/sh\n", 0600);
	cr_expect_eq(run(no_program), PROCESS_NOT_RUN);
	save("plain", "echo not a script\n", 0700);
	cr_expect_eq(run(no_script), PROCESS_NOT_RUN, "nothing guesses a shell");
}

Test(process, a_relative_path_is_of_the_folder_given_and_so_is_where_it_runs)
{
	const char *argv[] = { "hooks/send", NULL };
	char *path = file_join(dir, "hooks");

	cr_assert_eq(mkdir(path, 0700), 0);
	free(path);
	save("hooks/send", "#!/bin/sh\necho ran >here\n", 0700);
	cr_expect_eq(run(argv), 0);
	expect_file("here", "ran\n");
}

Test(process, a_name_is_looked_for_in_the_fixed_path_only)
{
	const char *argv[] = { "send", NULL };
	char *found = process_find("sh", dir);

	save("send", "#!/bin/sh\n", 0700);
	setenv("PATH", dir, 1);
	cr_expect_eq(run(argv), PROCESS_NOT_FOUND);
	cr_expect_eq(*found, '/');
	cr_expect(strstr(found, "bin/sh"));
	free(found);
}

Test(process, the_environment_is_what_is_given)
{
	const char *const env[] = { "A=1", "B=two words", NULL };
	const char *argv[] = { "env", NULL };

	setenv("SD_SECRET", "x", 1);
	p.env = env;
	run(argv);
	cr_expect_str_eq(p.word, "A=1");
	cr_expect_eq(run_sh("test -z \"$SD_SECRET\" && test \"$B\" = 'two words'"), 0);
}

Test(process, no_descriptor_but_the_three_is_open)
{
	int fd = open("/dev/null", O_RDONLY), high = fcntl(fd, F_DUPFD, 900);

	cr_assert_geq(high, 900);
	run_sh("ls /proc/self/fd | tr '\\n' ' '");
	cr_expect_str_eq(p.word, "0 1 2 3 ", "3 is ls's own folder");
	close(fd);
	close(high);
}

Test(process, signals_are_as_after_login)
{
	struct sigaction was;
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	cr_expect_eq(run_sh("grep -E 'Sig(Ign|Blk):' /proc/self/status | grep -v '[08]0000000$'; exit 6"), 6,
		     "but for the two that belong to the C library");
	cr_expect_str_eq(p.word, "");
	sigaction(SIGCHLD, NULL, &was);
	cr_expect_eq(was.sa_handler, SIG_IGN, "what the caller does with signals is as before");
	signal(SIGCHLD, SIG_DFL);
}

Test(process, what_is_too_slow_is_told_to_end)
{
	double began = seconds();

	p.timeout_ms = 200;
	cr_expect_eq(run_sh("echo waiting >&2; sleep 60"), PROCESS_TIMEOUT);
	cr_expect(p.timed_out);
	cr_expect_str_eq(p.word, "waiting");
	cr_expect_lt(seconds() - began, 10);
}

Test(process, what_prints_for_ever_is_too_slow_as_well)
{
	p.timeout_ms = 200;
	cr_expect_eq(run_sh("while :; do echo y; done"), PROCESS_TIMEOUT);
}

Test(process, what_does_not_obey_is_killed_with_its_children)
{
	double began = seconds();

	p.timeout_ms = 200;
	cr_expect_eq(run_sh("trap '' TERM; (trap '' TERM; echo $$ >&2; sleep 60; touch late) & wait; sleep 60"),
		     PROCESS_TIMEOUT);
	cr_expect_geq(seconds() - began, 2, "it had time to end by itself");
	cr_expect_lt(seconds() - began, 20);
	p.timeout_ms = 20000;
	cr_expect_eq(group_size(p.word), 0);
}

Test(process, what_obeys_leaves_no_children_either)
{
	p.timeout_ms = 200;
	cr_expect_eq(run_sh("echo $$ >&2; (trap '' TERM; sleep 60) & wait"), PROCESS_TIMEOUT);
	p.timeout_ms = 20000;
	cr_expect_eq(group_size(p.word), 0);
}

Test(process, a_child_left_behind_is_not_waited_for)
{
	double began = seconds();

	cr_expect_eq(run_sh("echo $$ >&2; sleep 60 & exit 7"), 7);
	cr_expect_lt(seconds() - began, 20);
	kill(-(pid_t)atoi(p.word), SIGKILL);
}

Test(process, a_signal_to_us_does_not_reach_it)
{
	cr_expect_eq(run_sh("test $(ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat) = $$"), 0,
		     "it has a group of its own");
}
