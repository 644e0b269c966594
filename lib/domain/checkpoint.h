/*
 * checkpoint: what was learnt from the log up to a place, kept in the desk's `.sd/`, so that the next run
 * reads only the rows since.
 *
 *	struct checkpoint_desk desk = { .dir = ".../.sd", .name = "escalate", .set = &set, ... };
 *	struct checkpoint cp = CHECKPOINT_INIT;
 *	if (checkpoint_load(&cp, &desk, &log) && checkpoint_load_cases(&cp) &&
 *	    casestore_load(&store, &cp.store) == 0)
 *		scan = (struct scan_options){ .from = cp.place.offset, .line = cp.place.line, .key = cp.place.key };
 *	checkpoint_release(&cp);
 *	... read, work ...
 *	checkpoint_save(&desk, &log, &log.place, &own, &more, &store);
 *
 * It may be deleted at any moment and is never trusted: where anything does not fit, all is read as if it were not there,
 * and nobody is told. It holds for the same program, the same policies, holiday files and zones, the
 * same file (inode, first and last bytes before the place: the check of the last row there stands for
 * all rows above it), and for no earlier `now` than it was made for. Bytes that were changed in place further up, in a
 * log that has grown since, are not noticed: that is what `sd audit verify` is for.
 *
 * Damage in the log must be told on every run: whoever had findings does not save.
 */
#ifndef SD_DOMAIN_CHECKPOINT_H
#define SD_DOMAIN_CHECKPOINT_H

#include <stddef.h>
#include <sys/types.h>

#include "base/bytes.h"
#include "base/strbuf.h"
#include "domain/casestore.h"
#include "domain/scan.h"

/* Whose checkpoint it is. */
struct checkpoint_desk {
	const char *dir;                 /* `.sd/` of the desk; made where it is missing */
	const char *name;                /* of the file in it */
	mode_t mode;                     /* 0600, or 0660 (desk_file_mode()) */
	const char *program;             /* version of the program and of `own` */
	const struct policy_set *set;
	instant now;
};

struct checkpoint {
	struct scan_place place;         /* where the log was read to */
	int is_current;                  /* the log ends there: nothing has been written since */
	struct bytes own;                /* the caller's own; lives until checkpoint_release() */
	struct bytes more, store;        /* after checkpoint_load_cases(), likewise: his own by case; for casestore_load() */
	struct strbuf head, rest;
	int fd;
	uint64_t sum;                    /* of the rest */
	size_t left;
};
#define CHECKPOINT_INIT { .head = STRBUF_INIT, .rest = STRBUF_INIT, .fd = -1 }

/* 1: it holds for this log as it was opened, and the small part has been read. 0: it does not. */
int checkpoint_load(struct checkpoint *cp, const struct checkpoint_desk *desk,
		    const struct caselog *log);
/* The large part, for whoever needs it: 1, or 0 where it is damaged. */
int checkpoint_load_cases(struct checkpoint *cp);
void checkpoint_release(struct checkpoint *cp);

/* What was read up to `place` of the log that is still open. 0, or -1 where it cannot be kept, which nobody misses. */
int checkpoint_save(const struct checkpoint_desk *desk, const struct caselog *log,
		    const struct scan_place *place, const struct strbuf *own,
		    const struct strbuf *more, const struct casestore *store);

#endif
