/*
 * shared: the reference files of $SD_SHARED (default ../shared), for the tests of one program.
 *
 * shared_path(name) skips the running test, saying so, where the file is not there; else it gives
 * the path, valid until the next call.
 */
#ifndef SD_TESTS_SHARED_H
#define SD_TESTS_SHARED_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* By how much limits of memory are wider where the sanitizers add their own. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZER_FACTOR 8
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZER_FACTOR 8
#endif
#endif
#ifndef SANITIZER_FACTOR
#define SANITIZER_FACTOR 1
#endif

static inline const char *shared_path(const char *name)
{
	static char path[4096];
	const char *dir = getenv("SD_SHARED");

	snprintf(path, sizeof(path), "%s/%s", dir && *dir ? dir : "../shared", name);
	if (access(path, R_OK) != 0)
		cr_skip("no %s here", path);
	return path;
}

#endif
