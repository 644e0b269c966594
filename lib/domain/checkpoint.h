/*
 * checkpoint: what was learnt from the log up to a place, kept in the desk's `.sd/`, so that the
 * next run reads only the rows since.
 *
 *	struct checkpoint_desk desk = { .dir = ".../.sd", .name = "escalate", .set = &set, ... };
 *	struct checkpoint cp = CHECKPOINT_INIT;
 *	if (checkpoint_load(&cp, &desk, &log) && checkpoint_load_cases(&cp, &store))
 *		scan.from = cp.place.offset, scan.line = cp.place.line, scan.key = cp.place.key;
 *	checkpoint_release(&cp);
 *	... read, work ...
 *	checkpoint_save(&desk, &log, &log.place, &own, &more, &store);
 *
 * It may be deleted at any moment and is never trusted: where anything does not fit, all is read
 * as if it were not there, and nobody is told. It holds for the same program, the same policies,
 * holiday files and zones, the same file (inode, first and last bytes before the place: the check
 * of the last row there stands for all rows above it), and for no earlier `now` than it was made
 * for. Bytes that were changed in place further up, in a log that has grown since, are not
 * noticed: that is what `sd audit verify` is for.
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
	struct bytes more;               /* after checkpoint_load_cases(), likewise: his own by case */
	struct strbuf head, index;
	int fd;
	uint64_t nindex, index_sum;      /* of the index, which follows */
	size_t size;                     /* of the file */
};
#define CHECKPOINT_INIT { .head = STRBUF_INIT, .index = STRBUF_INIT, .fd = -1 }

/* 1: it holds for this log as it was opened, and the small part has been read. 0: it does not. */
int checkpoint_load(struct checkpoint *cp, const struct checkpoint_desk *desk,
		    const struct caselog *log);
/*
 * What grows with the cases, for whoever needs it: 1 and a cold store, or 0 and an empty one. Once
 * only.
 */
int checkpoint_load_cases(struct checkpoint *cp, struct casestore *store);
void checkpoint_release(struct checkpoint *cp);

/*
 * What was read up to `place` of the log that is still open; the store is warm. 0, or -1 where it
 * cannot be kept, which nobody misses.
 */
int checkpoint_save(const struct checkpoint_desk *desk, const struct caselog *log,
		    const struct scan_place *place, const struct strbuf *own,
		    const struct strbuf *more, const struct casestore *store);

#endif
