/*
 * process: run one program with arguments, without a shell, and wait for it for a limited time.
 *
 *	struct process p = { .argv = argv, .dir = dir, .env = env, .in = json, .in_size = n,
 *			     .timeout_ms = 10000 };
 *	process_run(&p);
 *	if (p.status) ... p.word                     // "fetch failed: 403"
 *
 * The program is argv[0]: a path with a slash in it (relative: to `dir`, in which it also runs), else a name that
 * is looked for in PROCESS_PATH, whatever the caller's own PATH. It gets the environment given and
 * nothing else, the bytes of `in` on stdin, no other descriptor, default signals and a process group of its
 * own. What it prints is read to the end and, but for the first line, forgotten. Whoever does not
 * read its stdin, closes stdout or prints for ever does no harm.
 *
 * After the time limit the whole group is sent TERM and, 2 seconds later, KILL. A program that leaves children
 * behind and ends in time is left alone, and not waited for.
 */
#ifndef SD_IO_PROCESS_H
#define SD_IO_PROCESS_H

#include <stddef.h>

#include "base/err.h"

#define PROCESS_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

#define PROCESS_GRACE_MS  2000   /* from TERM to KILL */
#define PROCESS_WORD      200    /* bytes of the first line that are kept */

/* What `status` says beyond the program's own 0 to 255: as shells do. */
enum process_status {
	PROCESS_TIMEOUT = 124,
	PROCESS_NOT_RUN = 126,   /* it is there and cannot be run */
	PROCESS_NOT_FOUND = 127,
	PROCESS_SIGNAL = 128,    /* + N: ended by signal N */
};

struct process {
	/* wanted */
	const char *const *argv;         /* ends with NULL */
	const char *dir;
	const char *const *env;          /* "NAME=value", ends with NULL */
	const void *in;
	size_t in_size;
	int timeout_ms;                  /* from the start to TERM */
	/* what became of it */
	int status;
	int timed_out;
	char word[PROCESS_WORD + 1];     /* first line of stderr, else of stdout; UTF-8 without control characters */
};

/* 0 whatever became of the program; -1 with err (STATUS_SYSTEM) where there is no pipe, process or memory to be had. */
int process_run(struct process *p, struct err *err);

/*
 * The file that argv[0] means, as process_run() finds it; "" where there is none. Caller frees. A name
 * without a slash is taken from PROCESS_PATH.
 */
char *process_find(const char *program, const char *dir);

#endif
