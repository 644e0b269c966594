/*
 * stepwho: whom a step of a case goes to, by the case as it was when the step fell due. Who works
 * here is said by the newest version of the policy, whatever the case is judged by.
 *
 *	struct receivers r = RECEIVERS_INIT;
 *	stepwho_find(&r, set, &map, &symbols, &history, &step);
 */
#ifndef SD_REPORT_STEPWHO_H
#define SD_REPORT_STEPWHO_H

#include "rules/escalate.h"
#include "rules/receivers.h"

/* Emptied first. The names are borrowed from the set and the symbols. */
void stepwho_find(struct receivers *r, const struct policy_set *set, const struct classmap *map,
		  const struct symbols *symbols, const struct history *h,
		  const struct escalate_step *s);

#endif
