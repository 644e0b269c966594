/*
 * append: whole lines at the end of a file that several processes write, on any file system, such that what was
 * acknowledged is there (reliability.md, steps 1-6 and 10-13).
 *
 *	struct append a = APPEND_INIT;
 *	if (append_begin(&a, log, &options, &err) < 0) ...   // both locks are held now
 *	append_tail(&a, bytes, &tail, &err)                  // look at the end of the file
 *	append_cut(&a, offset, sha256, &err)                 // only where it is torn
 *	append_write(&a, lines, n, &err)                     // as often as needed
 *	if (append_end(&a, &err) < 0) ...                    // may be the first to hear of an error
 *
 * flock() on the lock file comes first, then the file is opened, then an OFD write lock on one byte
 * at 2^62 is taken, which makes NFS revalidate and disturbs no reader on SMB: alone, each of them loses
 * rows on network shares. INT, TERM and HUP are blocked from begin to end; PIPE and XFSZ are
 * ignored from begin on, for good, because the answer still has to be delivered.
 *
 * err.status tells what became of the data: STATUS_SYSTEM nothing was written (or it was taken
 * back), STATUS_UNKNOWN it may or may not be there. A failed fdatasync() is never repeated: the
 * next one would report success though the data is gone. It marks the lock file, and the file is
 * refused until it has been repaired. Nothing is allocated between the write and the end.
 */
#ifndef SD_IO_APPEND_H
#define SD_IO_APPEND_H

#include <signal.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/strbuf.h"
#include "io/digest.h"
#include "io/lockfile.h"

struct append_options {
	const char *lock;        /* path of the lock file */
	const char *since;       /* now, for those who wait */
	int wait_ms;             /* for each lock; see LOCKFILE_WAIT */
	int unsafe_share;        /* do not look at the mount's options */
	int after_failure;       /* go on though a sync failed: for repair */
	struct append *under;    /* or NULL: a second file, while this one has begun and holds the one lock */
};

struct append {
	const char *path;        /* borrowed */
	struct append *under;    /* whose lock it is, or NULL: one's own */
	struct lockfile lock;
	int fd, wait_ms;
	off_t size;              /* of the file now */
	sigset_t signals;        /* as they were */
	int blocked;
	char *block;             /* for reading back */
};

#define APPEND_INIT { .lock = LOCKFILE_INIT, .fd = -1 }

int append_begin(struct append *a, const char *path, const struct append_options *options,
		 struct err *err);

/* Appends the file's last n bytes (or all that it has) to `out`. */
int append_tail(struct append *a, size_t n, struct strbuf *out, struct err *err);

/*
 * Takes away what lies from `at` on, after keeping it in PATH.torn behind a line that says
 * where it was: "offset N length N sha256 HEX". The bytes' SHA-256 goes to `hex`.
 */
int append_cut(struct append *a, off_t at, char hex[DIGEST_HEX + 1], struct err *err);

/* One write, synced and read back through a new descriptor. */
int append_write(struct append *a, const void *data, size_t n, struct err *err);

/* Closes and unlocks; safe on one that never began. -1 with STATUS_UNKNOWN where closing failed. */
int append_end(struct append *a, struct err *err);

#endif
