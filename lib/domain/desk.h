/*
 * desk: the folder that holds a service desk (design section 1), and the names of the files in it.
 *
 *	struct desk desk = DESK_INIT;
 *	desk_set(&desk, "shop");
 *	caselog_open(&log, desk.log, ...);
 *	desk_release(&desk);
 *
 * A desk is recognised by policy.yaml or cases.csv. All paths are owned by the struct and built from
 * the folder as it was given or found; no file needs to exist. Nothing here creates a log
 * but desk_init(): recording must never start a silent second history on an unmounted share.
 */
#ifndef SD_DOMAIN_DESK_H
#define SD_DOMAIN_DESK_H

#include <sys/types.h>

#include "base/err.h"
#include "domain/policy.h"

struct desk {
	char *dir;
	char *policy;         /* policy.yaml */
	char *log;            /* cases.csv */
	char *lock;           /* cases.csv.lock, for everything that is appended to */
	char *surveys;        /* surveys.csv */
	char *customers;      /* customers.csv */
	char *attachments;    /* attachments/ */
	char *cache;          /* .sd/, may be deleted at any moment */
};

#define DESK_INIT { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL }

/* Fill in the paths for a folder, whatever is there. */
void desk_set(struct desk *desk, const char *dir);
void desk_release(struct desk *desk);

/* Is there a desk in this very folder? */
int desk_is(const char *dir);

/* Root would leave files that the desk's owner cannot touch: -1 with err (STATUS_SYSTEM). */
int desk_check_owner(const struct desk *desk, struct err *err);

/* For a new file beside the log: 0600, or 0660 where the log is shared. */
mode_t desk_file_mode(const struct desk *desk);

struct desk_options {
	int shared;                       /* several accounts: 2770 and 0660 instead of 0700 and 0600 */
	const struct policy_set *policy;  /* copied into the desk with the files that it names */
};

/*
 * Make a desk: the folder (its parent must exist), the log and the other tables with nothing but
 * their header lines, the lock file, the policy with its predecessors and holiday files, datapackage.json. Nothing that exists is
 * overwritten: -1 with err (STATUS_INPUT) before anything was made where the folder already holds one of these names.
 * cases.csv is made last, so that a desk with a log is complete.
 */
int desk_init(const char *dir, const struct desk_options *options, struct err *err);

/* The header lines of the other two tables (no newline). */
extern const char desk_surveys_header[], desk_customers_header[];

#endif
