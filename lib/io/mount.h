/*
 * mount: may the file system of a folder be trusted with locks?
 *
 * Network shares that were mounted with locking kept local (NFS nolock, local_lock; SMB nobrl) lose
 * rows as soon as two machines write. Local file systems are not looked at any closer.
 */
#ifndef SD_IO_MOUNT_H
#define SD_IO_MOUNT_H

#include <sys/types.h>

#include "base/err.h"

/* -1 with err (STATUS_SYSTEM) naming the option and the remedy; 0 also where nothing can be found out. */
int mount_check(const char *path, struct err *err);

/* The same for the text of /proc/self/mountinfo and a device number. */
int mount_check_text(const char *mountinfo, dev_t dev, const char *path, struct err *err);

#endif
