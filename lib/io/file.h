/*
 * file: whole files in, whole files out.
 *
 * Paths are the operating system's. Errors carry the path and errno (STATUS_SYSTEM).
 */
#ifndef SD_IO_FILE_H
#define SD_IO_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Append the file's bytes to `out`; refuses what is not a regular file or pipe, or is > max
 * (STATUS_INPUT, errno EFBIG). On failure `out` is as it was.
 */
int file_read(const char *path, size_t max, struct strbuf *out, struct err *err);
/* The same of a regular file only, without waiting for anybody: what lies in a folder may be somebody else's pipe. */
int file_read_regular(const char *path, size_t max, struct strbuf *out, struct err *err);
/* The same from an open descriptor of any type (stdin may be a terminal), named so in errors. */
int file_read_fd(int fd, const char *name, size_t max, struct strbuf *out, struct err *err);

/* Write all bytes, restarting after signals. 0, or -1 with errno. */
int file_write_all(int fd, const void *data, size_t n);

/*
 * A new, empty file (mode 0600) in `dir`, whose name, "dir/.sd-new-XXXXXX", the caller frees and whose end is the caller's. The
 * descriptor, or -1 with errno and *path NULL.
 */
int file_temporary(const char *dir, char **path);

/*
 * Replace (or create with `mode`) a file: temporary file beside it, fsync, rename, fsync of the
 * directory. An existing file keeps its owner and mode (where the owner cannot be kept that is a
 * failure), a symbolic link stays and its target is replaced; the umask does not count. On failure
 * the old file is untouched, unless the error says that only the sync of the directory failed.
 */
int file_replace(const char *path, const void *data, size_t n, mode_t mode, struct err *err);

/*
 * Several of them together: none is renamed before all are written and synced, and no temporary file stays behind. What
 * fails before that (a disk that is full) replaces nothing; only where the renaming itself fails the files of the list
 * before that one are new already.
 */
struct file_new {
	const char *path;
	const void *data;
	size_t n;
	mode_t mode;
	int refuse_link;                /* a symbolic link is an error: others may write to the folder */
};
int file_replace_all(const struct file_new *files, size_t n, struct err *err);

/* Create a file that must not exist yet, with fsync of it and of its directory; none on failure. */
int file_create(const char *path, const void *data, size_t n, mode_t mode, struct err *err);

int file_exists(const char *path);              /* of any type */
int file_is_dir(const char *path);
int file_sync_dir(const char *dir, struct err *err);

/* "dir/name"; caller frees. */
char *file_join(const char *dir, const char *name);
/* The directory part of a path ("." where there is none); caller frees. */
char *file_dir(const char *path);

#endif
