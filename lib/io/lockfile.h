/*
 * lockfile: one writer at a time, by flock() on a file that is never deleted.
 *
 *	struct lockfile lock = LOCKFILE_INIT;
 *	if (lockfile_take(&lock, path, 0600, LOCKFILE_WAIT, "2026-11-21T09:05:00+08:00", &err) < 0)
 *		...                      // "busy: held by process 4711 on till2 since ..."
 *	lockfile_drop(&lock);
 *
 * A lock file that were deleted and made anew could be held twice. It also carries the one thing that must
 * outlive a failed sync: the mark that what was reported as written may be gone (fsync tells only
 * once). Its content has a fixed length, so that a mark still fits on a full disk:
 *
 *	ok | failed sync        padded with blanks to LOCKFILE_LINE - 1 bytes, newline
 *	PID HOST SINCE          of the holder, or of the last one; padded likewise
 */
#ifndef SD_IO_LOCKFILE_H
#define SD_IO_LOCKFILE_H

#include <sys/types.h>

#include "base/err.h"

#define LOCKFILE_WAIT 10000   /* milliseconds: longer than any honest write takes */
#define LOCKFILE_LINE 128

struct lockfile {
	int fd;
	int failed;           /* an earlier sync failed */
};

#define LOCKFILE_INIT { -1, 0 }

/*
 * Takes the lock; made with `mode` (whatever the umask) where it does not exist. `since` is written
 * down for those who wait. -1 with err (STATUS_SYSTEM): not permitted, a link, or busy for wait_ms
 * (0: do not wait), which names the holder.
 */
int lockfile_take(struct lockfile *lock, const char *path, mode_t mode, int wait_ms,
		  const char *since, struct err *err);

/* A lock file as `sd init` leaves it, that nobody holds. */
int lockfile_create(const char *path, mode_t mode, struct err *err);

/* Marks or clears the failed sync and syncs that. 0, or -1 with errno. Allocates nothing. */
int lockfile_mark(struct lockfile *lock, int failed);

/* Safe on one that is not held. */
void lockfile_drop(struct lockfile *lock);

#endif
