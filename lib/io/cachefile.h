/*
 * cachefile: a file in a cache folder, which may be missing, damaged, or anything else at any
 * moment.
 *
 * Nothing is said about what goes wrong, because a cache is never missed: reading gives -1,
 * writing leaves the file that is there. Links are not followed, and what everybody may write to
 * is not read.
 */
#ifndef SD_IO_CACHEFILE_H
#define SD_IO_CACHEFILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strbuf.h"

/*
 * The whole file, appended to `out`; -1 (`out` as it was) where it is larger than max bytes, too.
 */
int cachefile_read(const char *dir, const char *name, size_t max, struct strbuf *out);

/*
 * The same in pieces. A descriptor to read from; *size in bytes, at most max. -1 where it is
 * larger, too.
 */
int cachefile_open(const char *dir, const char *name, size_t max, size_t *size);
/* The next n bytes, appended to `out`; -1 (`out` as it was) where there are fewer. */
int cachefile_next(int fd, size_t n, struct strbuf *out);

/*
 * Replaces the file at once (whoever reads it meanwhile has the old one), without waiting for the
 * disk: a power cut may leave anything, so the content must tell. The folder is made where it is
 * missing, for the group, too, where `mode` is. -1 with errno; also where another process is
 * writing it (EBUSY).
 */
int cachefile_write(const char *dir, const char *name, const void *data, size_t n, mode_t mode);

/* The folder itself, made where it is missing, as cachefile_write() does. 0, or -1 with errno. */
int cachefile_make_dir(const char *dir, mode_t mode);

/* 64 bits that tell any change of a few bytes; not a protection against intent. */
uint64_t cachefile_checksum(const void *data, size_t n);

#endif
