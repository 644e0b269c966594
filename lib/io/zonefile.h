/*
 * zonefile: finds the file of a time zone in the system's tz database.
 *
 *	struct zone *z = zonefile_load("Asia/Shanghai", &err);
 *	...
 *	zone_free(z);
 *
 * The places are compiled in, the environment is not asked: the same name means the same zone on
 * every machine. "UTC" and "Etc/UTC" need no file. A name that is not one of the database (also
 * "localtime", "posix/..." and the like) is refused with the nearest spelling (STATUS_INPUT);
 * without any database the message says what to install (STATUS_SYSTEM).
 */
#ifndef SD_IO_ZONEFILE_H
#define SD_IO_ZONEFILE_H

#include <stddef.h>

#include "base/err.h"
#include "values/zone.h"

struct zone *zonefile_load(const char *name, struct err *err);

/* The same with other places, the first that has the file wins; dirs ends with NULL. */
struct zone *zonefile_load_from(const char *const *dirs, const char *name, struct err *err);

#endif
