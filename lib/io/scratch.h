/*
 * scratch: a file for a library that can only write to a name.
 *
 *	struct scratch s;
 *	if (scratch_open(&s, "/tmp", &err) < 0) ...
 *	... the library writes to s.path ...
 *	file_read_fd(s.fd, ...)                    // from the beginning
 *	scratch_close(&s);
 *
 * It is in memory where the system can do that, and then nothing is left behind, whatever happens to the process;
 * elsewhere it lies in `dir` (mode 0600) until scratch_close().
 */
#ifndef SD_IO_SCRATCH_H
#define SD_IO_SCRATCH_H

#include <stdint.h>

#include "base/err.h"

struct scratch {
	int fd;
	char *path;
	int is_file;
};

int scratch_open(struct scratch *s, const char *dir, struct err *err);
void scratch_close(struct scratch *s);

/* Can so many bytes be written to files in `dir`? 0, or -1 with err (STATUS_SYSTEM). */
int scratch_check_room(const char *dir, uint64_t bytes, struct err *err);

#endif
