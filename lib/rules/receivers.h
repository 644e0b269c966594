/*
 * receivers: who is meant by `to:` and `level:` of a step, on a given day (design section 3). Pure.
 *
 *	struct receivers r = RECEIVERS_INIT;
 *	receivers_of_step(&r, policy, step, &who, day);
 *	for (i = 0; i < r.n; i++) use(r.name[i]);
 *	receivers_release(&r);
 *
 * `to` is who is told; without it the step's level. `level` means the staff of that level in the
 * case's department, else desk-wide, else the next level up; `lead` the department's lead, else its level
 * above; `owner` the owner, else the department's lead, else the department. Where the policy names nobody, the name of
 * the level, department or group itself stands there. Whoever is away is replaced by the stand-in, who may be
 * away, too; each name stands there once. Names are codes borrowed from the policy or from `who`.
 */
#ifndef SD_RULES_RECEIVERS_H
#define SD_RULES_RECEIVERS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/policy.h"

struct receivers {
	const char **name;
	size_t n, alloc;
};
#define RECEIVERS_INIT { NULL, 0, 0 }
void receivers_release(struct receivers *r);

/* Of the case (or of its task); "" or NULL where there is none. */
struct receivers_who {
	const char *owner, *department;
};

/* Emptied first. `day`: local date, days since 1970. */
void receivers_of_step(struct receivers *r, const struct policy *p, const struct policy_step *s,
		       const struct receivers_who *who, int64_t day);
/* The staff of a level as described above, added to the list. */
void receivers_add_level(struct receivers *r, const struct policy *p, const char *level,
			 const char *department, int64_t day);
/* The person, or who stands in on that day; the person where everybody is away. */
const char *receivers_present(const struct policy *p, const char *person, int64_t day);
/* Is the person away on that day? */
int receivers_is_away(const struct policy *p, const char *person, int64_t day);

#endif
