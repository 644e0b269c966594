/*
 * measure: run a command once and add a line about it to a file.
 *
 *	measure FILE COMMAND [ARGUMENT...]
 *
 * The line: wall clock in seconds, processor time (user + system) in seconds, the largest resident
 * set in KiB. Ends with the command's own status.
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double start, wall;
	int status;
	pid_t child;
	FILE *out;

	if (argc < 3) {
		fprintf(stderr, "usage: measure FILE COMMAND [ARGUMENT...]\n");
		return 2;
	}
	start = now();
	errno = posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ);
	if (errno || wait4(child, &status, 0, &usage) != child) {
		fprintf(stderr, "measure: %s: %s\n", argv[2], strerror(errno));
		return 4;
	}
	wall = now() - start;
#ifdef __APPLE__
	usage.ru_maxrss /= 1024;
#endif
	out = fopen(argv[1], "a");
	if (!out || fprintf(out, "%.6f %.6f %ld\n", wall,
			    seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss) < 0 ||
	    fclose(out) != 0) {
		fprintf(stderr, "measure: %s: %s\n", argv[1], strerror(errno));
		return 4;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
