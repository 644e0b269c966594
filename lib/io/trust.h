/*
 * trust: may what a file says be done? Whoever can write the policy, or the program that it names, could
 * otherwise run whatever they like as the user who runs sd, who is often nobody at all but cron.
 *
 *	if (trust_text(path, sha256, &err) < 0 || trust_program("hooks/send", "shop", &err) < 0)
 *		...                                  // err says who could write what, and the chmod to mend it
 *
 * Trusted is what belongs to the user who runs this or to root, and what nobody else may write. Of a
 * folder with the sticky bit others cannot take entries away, so it may be writable. Links are followed.
 */
#ifndef SD_IO_TRUST_H
#define SD_IO_TRUST_H

#include "base/err.h"

/*
 * The file of which the bytes with this SHA-256 (hex) were read before. Asked of the file and compared, so
 * that whoever may rename files in its folder, as in a desk of several accounts, cannot pass another one off.
 */
int trust_text(const char *path, const char *sha256, struct err *err);

/*
 * The program of a command, as process_run() finds it in `dir`: the file, and where it lies inside `dir`
 * each folder from there down to it, because a folder's writer can replace what lies in it. A name without
 * slash is the system's; what does not exist cannot do harm.
 */
int trust_program(const char *program, const char *dir, struct err *err);

/*
 * May messages tell what stands in the file `path`, which the file `named_in` names? Where it does not lie in that file's folder or
 * below, who can write the name must be trusted: they could otherwise have any file read to them that this user can read.
 */
int trust_naming(const char *path, const char *named_in, struct err *err);

#endif
